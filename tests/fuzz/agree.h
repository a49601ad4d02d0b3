/* For fuzz targets that run what they are given: machines with tiny limits, held against each
 * other in all that can be seen of them (tests/machines.h). */
#ifndef AGREE_H
#define AGREE_H

#include "tests/machines.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A fact that does not hold ends the process, which is how a fuzzer hears of it. */
#define CHECK(fact)                                                                                \
    do {                                                                                           \
        if (!(fact)) {                                                                             \
            (void)fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #fact);               \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* Limits that a few hundred instructions reach; each byte of `how` moves one of them. */
static inline void tiny_config(BobConfig *c, const uint8_t how[4], Ledger *ledger)
{
    bob_config_init(c);
    c->warm_up = 0;
    c->fuel = 40 + 12 * (uint64_t)how[0];
    c->stack = 20 + how[1] / 4;
    c->depth = 2 + how[1] % 30;
    c->arena = 60 + 8 * (uint32_t)how[2];
    c->heap = 512 + 128 * (uint64_t)how[3];
    c->output = 20 + 4 * (uint64_t)how[3];
    if (ledger != NULL)
        c->allocator = (BobAllocator){ledger_resize, ledger};
}

/* Runs a machine to where it ends: the rest of what can be seen of it. */
static inline void seen_of_run(Seen *seen, BobMachine *m, const BobProgram *p)
{
    BobStatus status = bob_machine_run(m);
    seen_take(seen, m, p, status);
}

static inline void agree(const char *engine, const Seen *reference, const Seen *seen)
{
    const char *what = seen_difference(reference, seen);
    if (what == NULL)
        return;
    (void)fprintf(stderr, "%s differs from the reference engine in its %s\n%s\n%s\n", engine, what,
                  reference->outcome.bytes, seen->outcome.bytes);
    abort();
}

/* One engine from the start to its end. */
static inline void run_whole(Seen *seen, const BobProgram *p, const char *engine,
                             const uint8_t how[4], bool allow_undefined)
{
    BobConfig c;
    BobMachine *m;
    Ledger ledger = {0};
    tiny_config(&c, how, &ledger);
    c.engine = engine;
    c.allow_undefined = allow_undefined;
    c.write = text_write;
    c.write_ctx = &seen->output;
    CHECK(bob_machine_new(p, &c, 0, NULL, &m, NULL) == BOB_OK);
    seen_of_run(seen, m, p);
    bob_machine_free(m);
    CHECK(ledger.wrong == 0 && ledger.in_use == 0);
}

/* The same in slices, each in the next of some engines, moved there by a snapshot. */
static inline void run_moved(Seen *seen, const BobProgram *p, const char *const *engines,
                             unsigned engine_count, uint64_t slice, const uint8_t how[4],
                             bool allow_undefined)
{
    BobConfig c;
    BobMachine *m;
    BobStatus status;
    unsigned moves = 0;
    tiny_config(&c, how, NULL);
    c.engine = engines[0];
    c.allow_undefined = allow_undefined;
    c.write = text_write;
    c.write_ctx = &seen->output;
    CHECK(bob_machine_new(p, &c, 0, NULL, &m, NULL) == BOB_OK);
    while ((status = bob_machine_run_slice(m, slice)) == BOB_YIELDED) {
        char *bytes;
        size_t n;
        if (++moves % 4 == 3) /* sometimes it stays where it is */
            continue;
        CHECK(bob_machine_snapshot(m, &bytes, &n, NULL) == BOB_OK);
        bob_machine_free(m);
        c.engine = engines[moves % engine_count];
        CHECK(bob_machine_restore(p, &c, bytes, n, &m, NULL) == BOB_OK);
        bob_bytes_free(p, bytes, n);
    }
    seen_take(seen, m, p, status);
    bob_machine_free(m);
}

/* All that a program does in the reference engine, in `fused`, in `typed` and in one that `pick`
 * chooses, and in slices that move between two of them. */
static inline void run_everywhere(const BobProgram *p, const uint8_t how[4], unsigned pick,
                                  uint64_t slice, bool allow_undefined)
{
    static const char *const others[] = {"call", "token", "direct", "cached"};
    const char *const engines[] = {"fused", "typed", others[pick % 4]};
    const char *const movers[] = {engines[pick / 4 % 3], engines[1], "switch"};
    Seen reference = {0};
    unsigned i;
    run_whole(&reference, p, "switch", how, allow_undefined);
    for (i = 0; i < 3; i++) {
        Seen seen = {0};
        run_whole(&seen, p, engines[i], how, allow_undefined);
        agree(engines[i], &reference, &seen);
        seen_free(&seen);
    }
    {
        Seen seen = {0};
        run_moved(&seen, p, movers, 3, slice, how, allow_undefined);
        agree("a run in slices", &reference, &seen);
        seen_free(&seen);
    }
    seen_free(&reference);
}

#endif
