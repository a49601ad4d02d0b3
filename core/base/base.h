/* Attributes, assertions and small integer helpers that every file may use. */
#ifndef BOB_BASE_H
#define BOB_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A fact that holds unless Bobbin has a bug. Sanitizer and test builds check it. */
#ifdef BOB_DEBUG
#include <assert.h>
#define ASSERT(x) assert(x)
#else
#define ASSERT(x) ((void)0)
#endif

#define COLD __attribute__((cold, noinline))
#define NOINLINE __attribute__((noinline))
#define NODISCARD __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define UNUSED __attribute__((unused))
/* Of a large array on the stack that is written before it is read, where builds that clear all
 * variables would take longer for that than for the rest. */
#if defined(__has_attribute) && __has_attribute(uninitialized)
#define UNINITIALIZED __attribute__((uninitialized))
#else
#define UNINITIALIZED
#endif
#define FALLTHROUGH __attribute__((fallthrough))
/* Around a function with a switch over an enumeration that has a `default` too, for numbers from
 * outside that are none of its names: that a name has no case is an error all the same. (A switch
 * without `default` needs this not: the Makefile makes it one everywhere.) */
#define SWITCH_ALL_BEGIN                                                                           \
    _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic error \"-Wswitch-enum\"")
#define SWITCH_ALL_END _Pragma("GCC diagnostic pop")
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

/* The log2 of the smallest power of two that is at least n; 0 for n <= 1. */
static inline unsigned bob_log2_ceil(uint64_t n)
{
    return n <= 1 ? 0 : 64u - (unsigned)__builtin_clzll(n - 1);
}

/* The number of bits needed to write n; 0 for 0. */
static inline unsigned bob_bit_length(uint64_t n)
{
    return n == 0 ? 0 : 64u - (unsigned)__builtin_clzll(n);
}

#endif
