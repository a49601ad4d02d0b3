/* Every limit, with the reason for its value. */
#ifndef BOB_LIMITS_H
#define BOB_LIMITS_H

#include "core/bobbin.h"

/* Defaults of BobConfig. Recursion 100,000 deep must work out of the box; twice that
 * leaves room, and twenty values a frame fit the arena, which is 64 MiB of address space,
 * committed as it is touched. */
#define BOB_DEFAULT_STACK 65536u
#define BOB_DEFAULT_DEPTH 200000u
#define BOB_DEFAULT_ARENA (4u << 20)
#define BOB_DEFAULT_HEAP ((uint64_t)1 << 30)
/* Decoding an instruction for the typed engine costs about what `fused` takes to execute it so
 * often: a program that is over before is not worth it. */
#define BOB_DEFAULT_WARM_UP 64u
#define BOB_DEFAULT_OUTPUT ((uint64_t)1 << 30)

/* What a configuration may ask for is in bobbin.h: BOB_MAX_STACK ... BOB_MAX_HEAP. */
#define BOB_MAX_CONFIG 65536u /* bytes of a BobConfig, of whatever version */

/* Operands are 24 bits wide. */
#define BOB_MAX_OPERAND 0xFFFFFFu

/* Comparisons and texts of deeper structures are a ValueError; it also bounds the C
 * stack of the functions that walk them. */
#define BOB_MAX_NESTING 1000u

/* Work that grows with operands costs an instruction for each so many units. */
#define BOB_UNITS_PER_FUEL 64u

/* A long instruction asks so often whether it is to be interrupted: some 10 us of work. */
#define BOB_POLL_UNITS 65536u
/* Engines that run fast ask each time that they have used so much fuel, which takes them some
 * milliseconds. */
#define BOB_PIECE 1000000u

/* Counts in a program; the wire's operands can't name more. */
#define BOB_MAX_FUNCTIONS (1u << 24)
#define BOB_MAX_CONSTANTS (1u << 24)
#define BOB_MAX_NAMES (1u << 24)
#define BOB_MAX_CODE (1u << 24)
#define BOB_MAX_ASKS (1u << 16) /* the other 8 bits of the operand count arguments */

/* Defaults of BobLoadLimits. A million lines of Python are some 30 MB, their assembly 160; what
 * reads it takes some 30 times its size. */
#define BOB_DEFAULT_LOAD_BYTES ((uint64_t)256 << 20)
#define BOB_DEFAULT_LOAD_FUNCTIONS (1u << 20)
#define BOB_DEFAULT_LOAD_NAMES (1u << 22)
#define BOB_DEFAULT_LOAD_CONSTANTS (1u << 22)
#define BOB_DEFAULT_LOAD_INSTRUCTIONS (1u << 26)

/* Rooms are powers of two; 2^35 is the largest heap. */
#define BOB_ROOM_CLASSES 36u

#endif
