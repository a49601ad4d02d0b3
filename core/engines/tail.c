/* `tail`: fused, with each handler a function that ends in a jump to the next: a call that
 * must be a tail call. The compiler sees small functions instead of one huge loop, so it
 * allocates registers for each alone and can merge no dispatch.
 *
 * The registers of the machine are parameters. A C call of x86-64 has six that are whole
 * numbers, and the seven words of them wanted here with x make eight: so use and x, which
 * only calls and slow ways want, travel as the bits of two doubles. With preserve_none there
 * is room for all, and a handler need not save what its callers keep. */
#include <string.h>

#include "core/engines/threaded.h"
#include "core/machine/fast_paths.h"
#include "core/machine/sem.h"

/* Whether this build has it, and if not, why: where such calls do not become jumps the C stack
 * grows with every instruction that runs. */
#ifdef __has_attribute
#if __has_attribute(musttail)
#define HAS_MUSTTAIL 1
#endif
#endif
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define TAIL_SANITIZED 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define TAIL_SANITIZED 1
#endif

#ifndef HAS_MUSTTAIL
#define TAIL_ABSENT "the compiler has no musttail: clang 13 or newer has"
#elif defined TAIL_SANITIZED
#define TAIL_ABSENT "address sanitizer does not keep tail calls"
#elif !defined __OPTIMIZE__
#define TAIL_ABSENT "built without optimisation"
#endif

#ifndef TAIL_ABSENT
#define CACHED 1
#define FUSED 1
#define COUNTED 0

#if __has_attribute(preserve_none)
#define CONVENTION __attribute__((preserve_none))
#else
#define CONVENTION
#endif

static inline double pack(uint64_t word)
{
    double d;
    memcpy(&d, &word, sizeof d);
    return d;
}

static inline uint64_t unpack(double d)
{
    uint64_t word;
    memcpy(&word, &d, sizeof word);
    return word;
}

#define PARAMETERS                                                                                 \
    BobValue tos, BobCell *ip, BobValue *sp, BobValue *fp, int64_t left, double packed_use,        \
        double packed_x
#define ARGUMENTS tos, ip, sp, fp, left, pack(use), pack((uint64_t)(uintptr_t)x)

typedef CONVENTION BobExit Handler(PARAMETERS);

#define JUMP_TO(handler) __attribute__((musttail)) return (handler)(ARGUMENTS)

#define HANDLER(name)                                                                              \
    CONVENTION BobExit name(PARAMETERS)                                                            \
    {                                                                                              \
        uint64_t use UNUSED = unpack(packed_use);                                                  \
        BobThread *x UNUSED = (BobThread *)(uintptr_t)unpack(packed_x);
#define CASE(name) static HANDLER(tail_##name)
#define END }
/* The slow way is a function of its own: else what it saves around its calls of C would be
 * saved at the head of the quick way too. */
#define RARE(name)                                                                                 \
    JUMP_TO(rare_##name);                                                                          \
    }                                                                                              \
    static NOINLINE HANDLER(rare_##name)
#define DISPATCH() JUMP_TO((Handler *)(uintptr_t)ip->label)
#define LEAVE() JUMP_TO(leave)
#define FAILED() JUMP_TO(failed)
#define OUT_OF_FUEL() JUMP_TO(out_of_fuel)
#define TOO_DEAR() JUMP_TO(out_of_fuel)
#include "core/engines/threaded.inc"

#define WAY_OUT(name, why)                                                                         \
    static NOINLINE HANDLER(name) SAVE();                                                          \
    return (why);                                                                                  \
    END
WAY_OUT(leave, EXIT_LEAVE)
WAY_OUT(out_of_fuel, EXIT_FUEL)
WAY_OUT(failed, x->status == BOB_OUTPUT_FAILED ? EXIT_FAIL : EXIT_LEAVE)

#define ROW(name) static UNUSED Handler rare_##name; /* not every handler has one */
#include "core/engines/handler_rows.inc"

#include "core/engines/handlers.inc"

static BobExit tail_loop(BobThread *x, const void *const **labels)
{
    static const void *const table[TH_COUNT] = {
#define ROW(name) [TH_##name] = (const void *)tail_##name,
#include "core/engines/handler_rows.inc"
    };
    BobCell *ip;
    BobValue tos, *sp, *fp;
    int64_t left;
    uint64_t use;
    if (x == NULL) {
        *labels = table;
        return EXIT_LEAVE;
    }
    RELOAD();
    return ((Handler *)(uintptr_t)ip->label)(ARGUMENTS);
}

static BobStatus run(BobState *s, uint64_t stop)
{
    return bob_threaded_run(s, stop, tail_loop);
}

#endif

const BobEngine bob_engine_tail = {
    .summary = "fused, with handlers as functions that end in a guaranteed tail call",
#ifdef TAIL_ABSENT
    .absent = TAIL_ABSENT,
#else
    .run = run,
#endif
};
