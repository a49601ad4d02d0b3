/* What slices, deep recursion and forks cost: a table for people, not JSON.
 *
 * Slices: each kernel from its 2,000,000th instruction on, whole and in slices, as a multiple of
 * the whole; the geometric mean and the worst. Recursion: ns a level, first use of the memory
 * included. Forks: machines restored from one snapshot that run 1,000 instructions each. */
#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"

#define WARM 2000000u
#define FORKS 2000u
#define FORK_LENGTH 1000u

static const uint64_t slices[] = {1000000, 100000, 10000, 1000, 100};
#define SLICES (sizeof slices / sizeof *slices)

static BobMachine *make(const BobProgram *p, const char *engine)
{
    BobConfig c;
    BobMachine *m;
    BobError error;
    bob_config_init(&c);
    c.engine = engine;
    c.depth = 1u << 24;
    c.arena = 1u << 27;
    if (bob_machine_new(p, &c, 0, NULL, &m, &error) != BOB_OK) {
        fprintf(stderr, "bench: %s\n", error.message);
        exit(70);
    }
    return m;
}

/* Seconds an instruction, the least of some rounds; 0 where the program is over too soon. */
static double in_slices(const BobProgram *p, const char *engine, uint64_t slice, uint64_t total,
                        int rounds)
{
    double least = 0;
    for (int r = 0; r < rounds; r++) {
        BobMachine *m = make(p, engine);
        BobStatus status = bob_machine_run_slice(m, WARM);
        uint64_t first = bob_machine_instructions(m), n;
        double began = clock_cpu_seconds(), seconds;
        while (status == BOB_YIELDED && bob_machine_instructions(m) - first < total)
            status = bob_machine_run_slice(m, slice);
        seconds = clock_cpu_seconds() - began;
        n = bob_machine_instructions(m) - first;
        bob_machine_free(m);
        if (n < total / 2)
            return 0;
        seconds /= (double)n;
        least = r == 0 || seconds < least ? seconds : least;
    }
    return least;
}

static void measure_slices(const Options *o, const char *engine, int rounds)
{
    DIR *directory = must(opendir(o->directory));
    double sum[SLICES] = {0}, worst[SLICES] = {0}, whole_sum = 0;
    unsigned count = 0;
    for (struct dirent *e; (e = readdir(directory)) != NULL;) {
        size_t n = strlen(e->d_name);
        char path[512];
        BobProgram *p;
        double whole;
        if (n < 4 || strcmp(e->d_name + n - 3, ".py") != 0 ||
            (o->filter != NULL && strstr(e->d_name, o->filter) == NULL))
            continue;
        snprintf(path, sizeof path, "%s/%s", o->directory, e->d_name);
        p = program_read(path);
        whole = in_slices(p, engine, 20000000, 20000000, rounds);
        if (whole > 0) {
            count++;
            whole_sum += log(whole);
            for (size_t i = 0; i < SLICES; i++) { /* of the same part of the program */
                uint64_t total = slices[i] < 1000 ? 2000000 : 10000000;
                double times = in_slices(p, engine, slices[i], total, rounds) /
                               in_slices(p, engine, total, total, rounds);
                sum[i] += log(times);
                worst[i] = times > worst[i] ? times : worst[i];
            }
        }
        bob_program_free(p);
    }
    closedir(directory);
    fprintf(o->out, "%-8s %6.2f", engine, exp(whole_sum / count) * 1e9);
    for (size_t i = 0; i < SLICES; i++)
        fprintf(o->out, "  %6.2f %6.2f", exp(sum[i] / count), worst[i]);
    fputc('\n', o->out);
}

/* Seconds a level of some recursions that deep. */
static double recurse(const char *engine, unsigned depth, uint64_t slice, int rounds)
{
    unsigned times = depth < 3000000 ? 3000000 / depth : 1;
    double least = 0;
    char text[512];
    BobProgram *p;
    BobError error;
    snprintf(
        text, sizeof text,
        "def down(n, x):\n    if n == 0:\n        return x\n    return down(n - 1, x + 1) + 1\n"
        "def main():\n    t = 0\n    for i in range(%u):\n        t += down(%u, i)\n"
        "    print(t)\nmain()\n",
        times, depth);
    if (bob_program_load(text, strlen(text), "recursion", NULL, &p, &error) != BOB_OK)
        exit(70);
    for (int r = 0; r < rounds; r++) {
        BobMachine *m = make(p, engine);
        double began = clock_cpu_seconds(), seconds;
        while (bob_machine_run_slice(m, slice) == BOB_YIELDED)
            ;
        seconds = (clock_cpu_seconds() - began) / ((double)depth * times);
        bob_machine_free(m);
        least = r == 0 || seconds < least ? seconds : least;
    }
    bob_program_free(p);
    return least;
}

/* Seconds for a machine that is restored, runs for a moment and is freed. */
static double fork_off(const BobProgram *p, const char *engine)
{
    BobMachine *m = make(p, engine);
    BobError error;
    char *bytes;
    size_t n;
    double began, seconds;
    (void)bob_machine_run_slice(m, WARM);
    if (bob_machine_snapshot(m, &bytes, &n, &error) != BOB_OK)
        exit(70);
    bob_machine_free(m);
    began = clock_cpu_seconds();
    for (unsigned i = 0; i < FORKS; i++) {
        BobConfig c;
        bob_config_init(&c);
        c.engine = engine;
        if (bob_machine_restore(p, &c, bytes, n, &m, &error) != BOB_OK)
            exit(70);
        (void)bob_machine_run_slice(m, FORK_LENGTH);
        bob_machine_free(m);
    }
    seconds = (clock_cpu_seconds() - began) / FORKS;
    bob_bytes_free(p, bytes, n);
    return seconds;
}

int bench_slices(const Options *o)
{
    const char **engines =
        engines_wanted(*o->engines != '\0' ? o->engines : "typed,fused,direct", o->matrix);
    int rounds = o->rounds > 0 ? o->rounds : o->quick ? 1 : 3;
    char path[512];
    BobProgram *p;
    fprintf(o->out,
            "ns an instruction; slices of so many instructions: times the whole, mean and "
            "worst kernel\n%-8s %6s",
            "", "whole");
    for (size_t i = 0; i < SLICES; i++)
        fprintf(o->out, "  %13llu", (unsigned long long)slices[i]);
    fputc('\n', o->out);
    for (unsigned e = 0; engines[e] != NULL; e++)
        measure_slices(o, engines[e], rounds);
    fprintf(o->out, "\nns a level of recursion; whole, in slices of 10,000,000 and 1,000,000\n");
    for (unsigned e = 0; engines[e] != NULL; e++)
        for (unsigned depth = 10000; depth <= (o->quick ? 10000u : 1000000u); depth *= 10)
            fprintf(o->out, "%-8s %8u  %6.1f %6.1f %6.1f\n", engines[e], depth,
                    1e9 * recurse(engines[e], depth, BOB_UNLIMITED, rounds),
                    1e9 * recurse(engines[e], depth, 10000000, rounds),
                    1e9 * recurse(engines[e], depth, 1000000, rounds));
    fprintf(o->out, "\nus a fork of %u instructions\n", FORK_LENGTH);
    snprintf(path, sizeof path, "%s/%s", o->directory, "collatz.py");
    p = program_read(path);
    for (unsigned e = 0; engines[e] != NULL; e++) {
        double least = fork_off(p, engines[e]);
        for (int r = 1; r < rounds; r++) {
            double seconds = fork_off(p, engines[e]);
            least = seconds < least ? seconds : least;
        }
        fprintf(o->out, "%-8s %6.2f\n", engines[e], 1e6 * least);
    }
    bob_program_free(p);
    free(engines);
    return 0;
}
