/* What the files that fuse operations share. Each bob_fuse_ function here merges operation i with
 * those after it, or returns false. A value that only the next operation reads is then never
 * written. */
#ifndef BOB_FUSE_H
#define BOB_FUSE_H

#include "core/typed/liveness.h"
#include "core/typed/typed_state.h"

/* fuse.c: all operations that wait. */
void bob_fuse(Decode *d);

/* fuse_value.c: operations on the value that the one before made, and nothing else reads. */
bool bob_fuse_value(Decode *d, uint32_t i, const Op *a, const Op *b);
/* fuse_list.c: elements of lists that are loaded and stored. */
bool bob_fuse_elements(Decode *d, uint32_t i);
/* fuse_call.c: calls and returns. */
bool bob_fuse_call(Decode *d, uint32_t i, const Op *a, const Op *b);
/* A call of a function whose first handler may return at once: the call tests that itself. After
 * all else, since fuse_call.c knows calls by their plain rows. */
void bob_fuse_recursion(Decode *d, uint32_t i);
/* A function that has just returned under a condition, as its first operations: they become one
 * operation, and the context is returned to which the condition leads otherwise, to be decoded
 * directly after it. NULL where it is not so. */
const Context *bob_fuse_first_return(Decode *d);
/* fuse_loop.c: what a loop's iteration does with elements at its index, and the step to the next
 * one. */
bool bob_fuse_loop(Decode *d, uint32_t i);

#endif
