/* The constant pool while a program is written: each constant once, told apart by type and
 * bits (1, 1.0 and true differ, so do 0.0 and -0.0), in order of first use. */
#ifndef BOB_CONSTANTS_H
#define BOB_CONSTANTS_H

#include "core/base/intern.h"
#include "core/base/memory.h"
#include "core/machine/program.h"

typedef struct BobPool {
    BobIntern keys;  /* a type byte, then the bits or the text */
    uint32_t *first; /* by key number: the first constant of that key */
    uint32_t first_count;
    BobBuffer scratch;
} BobPool;

void bob_pool_init(BobPool *pool, const BobAllocator *allocator);
void bob_pool_free(BobPool *pool);

/* Records that `constant` is the number of a value, or of a text. Returns the first
 * constant of that value, which is `constant` itself where the value is new, or
 * BOB_INTERN_NONE when memory is out. */
uint32_t bob_pool_record(BobPool *pool, BobValue v, uint32_t constant);
uint32_t bob_pool_record_text(BobPool *pool, const char *text, size_t n, uint32_t constant);

/* The constant of a value (none, bool, int, float) or text, added to the program if it is
 * new. BOB_INTERN_NONE when memory is out or the program's count is at its limit. */
uint32_t bob_pool_constant(BobPool *pool, BobProgram *p, BobValue v);
uint32_t bob_pool_text(BobPool *pool, BobProgram *p, const char *text, size_t n);

#endif
