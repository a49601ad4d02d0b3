/* Where the code points of a string lie, in constant time.
 *
 * A string that is ASCII needs nothing. Any other has an index: for each BOB_INDEX_STEP code
 * points the byte at which the next ones begin. It belongs to the text, which several strings
 * may show, and is made as far as it is asked for: so making it is part of the cost of making
 * the text, joining to a text in place goes on with it, and a text that is never indexed has
 * none. The index is the machine's own: the heap's account does not know it, nor does a
 * snapshot. It takes four bytes for each 64 code points, an eighth of the text at most (arrays
 * double), and where there is no memory for it the text is walked: slower, and the same.
 *
 * Constants are shared between threads: their index is complete and follows the text. */
#ifndef BOB_STR_INDEX_H
#define BOB_STR_INDEX_H

#include "core/machine/heap.h"

#define BOB_INDEX_STEP 64u

/* The byte at which code point `point` of a living string begins; point <= o->points, its size
 * for that. */
uint32_t bob_str_offset(BobHeap *h, const BobObject *o, uint32_t point);

/* The number of code points before a byte at which one begins, or the string ends. */
uint32_t bob_str_point(BobHeap *h, const BobObject *o, uint32_t byte);

/* Bytes to leave after a constant's text, and the index to write there once the text is there. */
size_t bob_static_index_room(size_t n, size_t points);
void bob_static_index_make(BobObject *o);

/* Of a text that is given back. */
void bob_text_index_drop(BobHeap *h, BobText *t);

#endif
