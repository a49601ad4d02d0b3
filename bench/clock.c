#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sched.h>
#include <time.h>

#include "bench/bench.h"

static double seconds_of(clockid_t id)
{
    struct timespec t;
    (void)clock_gettime(id, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double clock_cpu_seconds(void)
{
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

double clock_wall_seconds(void)
{
    return seconds_of(CLOCK_MONOTONIC);
}

uint64_t clock_ticks(void)
{
#if defined(__x86_64__)
    uint32_t low, high;
    __asm__ volatile("lfence\n\trdtsc\n\tlfence" : "=a"(low), "=d"(high) : : "memory");
    return (uint64_t)high << 32 | low;
#else
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
#endif
}

double clock_tick_seconds(void)
{
#if defined(__x86_64__)
    static double known;
    if (known == 0) {
        double best = 0, shortest = 1e9;
        /* the try whose two clock readings were nearest to each other */
        for (int i = 0; i < 8; i++) {
            uint64_t t0 = clock_ticks(), t1, t2, t3;
            double from = clock_wall_seconds(), to;
            t1 = clock_ticks();
            do {
                t2 = clock_ticks();
                to = clock_wall_seconds();
                t3 = clock_ticks();
            } while (to - from < 0.01);
            if ((double)(t1 - t0) + (double)(t3 - t2) < shortest) {
                shortest = (double)(t1 - t0) + (double)(t3 - t2);
                best = (to - from) / ((double)(t2 + t3) / 2 - (double)(t0 + t1) / 2);
            }
        }
        known = best;
    }
    return known;
#else
    return 1e-9;
#endif
}

#define CHAIN 64
#define TURNS 128

double clock_cycles_per_tick(void)
{
#if defined(__x86_64__) || defined(__aarch64__)
    uint64_t best = UINT64_MAX;
    for (int tries = 0; tries < 3; tries++) {
        uint64_t v = 1, one = 1, began = clock_ticks(), ended;
        for (int i = 0; i < TURNS; i++) {
#if defined(__x86_64__)
            __asm__ volatile(".rept 64\n\taddq %1, %0\n\t.endr" : "+r"(v) : "r"(one));
#else
            __asm__ volatile(".rept 64\n\tadd %0, %0, %1\n\t.endr" : "+r"(v) : "r"(one));
#endif
        }
        ended = clock_ticks();
        if (ended - began < best)
            best = ended - began;
    }
    return (double)(CHAIN * TURNS) / (double)best;
#else
    return 0;
#endif
}

/* One handler that does nothing but advance and jump, as any engine's must. */
#define JUMPS 1024

double clock_jump_cycles(void)
{
    static const void *cells[JUMPS + 1];
    const void *const *volatile begin = cells;
    const void *const *ip;
    double best = 0;
    for (unsigned i = 0; i < JUMPS; i++)
        cells[i] = &&next;
    cells[JUMPS] = &&end;
    for (int tries = 0; tries < 200; tries++) {
        double per = clock_cycles_per_tick(), cycles;
        uint64_t began;
        ip = begin;
        began = clock_ticks();
        goto **ip;
    next:
        ip++;
        goto **ip;
    end:
        cycles = (double)(clock_ticks() - began) * per / JUMPS;
        if (best == 0 || cycles < best)
            best = cycles;
    }
    return best;
}

bool clock_pin(void)
{
    cpu_set_t set;
    int cpu = sched_getcpu();
    if (cpu < 0)
        return false;
    CPU_ZERO(&set);
    CPU_SET((size_t)cpu, &set);
    return sched_setaffinity(0, sizeof set, &set) == 0;
}
