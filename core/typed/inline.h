/* Functions that are inlined (inline.c). */
#ifndef BOB_INLINE_H
#define BOB_INLINE_H

#include "core/typed/context.h"

/* The body instead of the call at c->ip, whose arguments are on the stack; false where it must be
 * a call. */
bool bob_begin_inlined(Decode *d, uint32_t function);
/* Its return. */
bool bob_end_inlined(Decode *d);
/* Operands of the function that is being decoded, not counting its caller's. */
uint32_t bob_depth(const Decode *d);

#endif
