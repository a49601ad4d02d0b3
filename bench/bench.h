/* What the benchmark programs share: clocks, statistics, programs, and the way to Google
 * Benchmark, which schedules the measurements (shim.cc).
 *
 * A measurement is a function that returns seconds and keeps what else it saw itself. All are
 * registered first and then run in many short rounds, in random order within each, so that
 * what the machine does beside falls on all alike. */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/bobbin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- clock.c ---- */

uint64_t clock_ticks(void);      /* the time stamp counter, or ns where there is none */
double clock_tick_seconds(void); /* calibrated once, against CLOCK_MONOTONIC */
double clock_cpu_seconds(void);  /* of this process */
double clock_wall_seconds(void);
/* Core cycles a tick, now: the time of a chain of additions that depend on each other, one
 * cycle each. 0 where that is not known how to write. */
double clock_cycles_per_tick(void);
/* What the processor needs for an indirect jump that it foresees and the step before it: the
 * floor under any dispatch. Cycles, the least of many tries; 0 where cycles are not known. */
double clock_jump_cycles(void);
/* Stays on one processor, the one that it is on; false where that can't be. */
bool clock_pin(void);

/* ---- stats.c ---- */

typedef struct Samples {
    double *at;
    size_t count, room;
} Samples;

typedef struct Summary {
    double min, median;
    double low, high; /* the median's 95 % interval, by rank; all that was seen below six */
} Summary;

void samples_add(Samples *s, double v);
void samples_free(Samples *s);
Summary samples_summary(const Samples *s);
/* "min":..,"median":..,"low":..,"high":.. with %.*g, scaled. */
void summary_json(FILE *out, Summary s, double scale);
void samples_json(FILE *out, const Samples *s, double scale);

/* Two-sided p of the rank test of Mann and Whitney: exact up to 20 a side without ties, else
 * by the normal approximation with ties corrected. *shift is the median of all differences
 * b - a over the median of a (Hodges and Lehmann). */
double rank_test(const Samples *a, const Samples *b, double *shift);

/* ---- programs.c ---- */

/* The file as a program, Python by its name, else assembly or container; says why and ends
 * with 70 where that fails. */
BobProgram *program_read(const char *path);
BobProgram *program_assemble(const char *text);
void *must(void *p);
/* The engines asked for by `names`, comma-separated; "" the rungs of the ladder, with the other
 * cells of the matrix where that is asked for. NULL at the end. */
const char **engines_wanted(const char *names, bool matrix);
/* An engine's cell; false where it is none, or where a revision knows of no matrix. */
bool engine_cell(const char *name, const char **dispatch, const char **representation);
/* "engine":.., and "dispatch":.., "representation":.. of a cell. */
void engine_json(FILE *out, const char *name);
void json_text(FILE *out, const char *text);

/* ---- shim.cc ---- */

typedef double (*BenchBody)(void *ctx);
void bench_register(const char *name, BenchBody body, void *ctx, int rounds);
/* Runs all that were registered since the last time, in rounds, in random order within each: sample
 * i of one is of the same round as sample i of another. */
void bench_run(bool progress);

/* As a program of Google Benchmark: begin reads its flags (--benchmark_...), before anything is
 * registered, and false is a flag that there is not; show runs what was registered and prints as
 * the flags say. What is registered in between is iterated `rounds` times, or, where that is 0, as
 * long as Google Benchmark finds right. */
bool bench_google_begin(int argc, char **argv);
void bench_google_show(void);

/* ---- the programs' parts: main.c ---- */

typedef struct Options {
    int rounds; /* 0: the part's own number */
    const char *engines;
    const char *filter;    /* a part of a name, or NULL */
    const char *directory; /* of kernels */
    const char *bobbin;    /* the program, for start-up */
    uint64_t instructions; /* of each kernel, 0 for all */
    bool quick, count, progress, matrix;
    bool google; /* only register: a program of Google Benchmark */
    FILE *out;
} Options;

int bench_ops(const Options *o);
int bench_kernels(const Options *o);
int bench_costs(const Options *o);
int bench_slices(const Options *o);

#ifdef __cplusplus
}
#endif

#endif
