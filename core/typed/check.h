/* What is always true while code is decoded, asked after each instruction and each fusion in builds
 * with BOB_DEBUG: a mistake then stops where it is made, not where its code is executed. */
#ifndef BOB_CHECK_H
#define BOB_CHECK_H

#include "core/typed/context.h"

#ifdef BOB_DEBUG
/* The context and the operations that wait agree with each other. */
void bob_check_decode(const Decode *d);
/* lp points to a loop that the context is in; asked at join points, where it would be relied on. */
void bob_check_lp(const Decode *d);
#else
static inline void bob_check_decode(UNUSED const Decode *d) {}
static inline void bob_check_lp(UNUSED const Decode *d) {}
#endif

#endif
