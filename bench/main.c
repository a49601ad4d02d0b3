/* bench PART [OPTION...]: measures a part and writes it as JSON.
 * bench [ops|kernels] [--benchmark_FLAG...] [OPTION...]: as any program of Google Benchmark.
 *
 *   ops      the cost of each operation on each engine; --count for callgrind
 *   kernels  the kernels on each engine; --count counts dispatches too
 *   costs    decoding, start-up, snapshots
 *   slices   slices, deep recursion and forks, as a table
 *
 *   --matrix: the other cells of the matrix too, not the rungs of the ladder alone
 *   --rounds=N  --engines=A,B  --filter=TEXT  --quick  --instructions=N  --kernels=DIR
 *   --bobbin=PROGRAM  --out=FILE  --progress */
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"

static const char *value_of(const char *arg, const char *option)
{
    size_t n = strlen(option);
    return strncmp(arg, option, n) == 0 && arg[n] == '=' ? arg + n + 1 : NULL;
}

static int usage(void)
{
    fputs(
        "usage: bench ops|kernels|costs|slices [--rounds=N] [--engines=A,B] [--filter=TEXT] "
        "[--quick]\n"
        "             [--matrix] [--count] [--instructions=N] [--kernels=DIR] [--bobbin=PROGRAM]\n"
        "             [--out=FILE] [--progress]\n"
        "       bench [ops|kernels] [--benchmark_FLAG...] [--engines=A,B] [--filter=TEXT] "
        "[--quick]\n"
        "             [--matrix] [--instructions=N] [--kernels=DIR]\n"
        "           (as a program of Google Benchmark; its flags: bench --help)\n",
        stderr);
    return 2;
}

/* As Google Benchmark has it: registers what is asked for, and leaves the rest to its flags. */
static int google(Options *o, const char *part, const char *out, int flag_count, char **flags)
{
    bool ops = part == NULL || strcmp(part, "ops") == 0;
    bool kernels = part == NULL || strcmp(part, "kernels") == 0;
    if ((!ops && !kernels) || out != NULL || o->count)
        return usage(); /* --benchmark_out=FILE is theirs */
    if (!bench_google_begin(flag_count, flags))
        return 2;
    (void)clock_pin();
    if (ops)
        (void)bench_ops(o);
    if (kernels)
        (void)bench_kernels(o);
    bench_google_show();
    return 0;
}

int main(int argc, char **argv)
{
    Options o = {
        .engines = "", .directory = "bench/kernels", .bobbin = "build/bobbin", .out = stdout};
    const char *out = NULL, *part = argc > 1 && argv[1][0] != '-' ? argv[1] : NULL;
    static char **flags; /* Google Benchmark's, which keeps them */
    flags = must(calloc((size_t)argc + 1, sizeof *flags));
    int status, flag_count = 1;
    flags[0] = argv[0];
    for (int i = part != NULL ? 2 : 1; i < argc; i++) {
        const char *v;
        if ((v = value_of(argv[i], "--rounds")) != NULL)
            o.rounds = atoi(v);
        else if ((v = value_of(argv[i], "--engines")) != NULL)
            o.engines = v;
        else if ((v = value_of(argv[i], "--filter")) != NULL)
            o.filter = v;
        else if ((v = value_of(argv[i], "--instructions")) != NULL)
            o.instructions = strtoull(v, NULL, 10);
        else if ((v = value_of(argv[i], "--kernels")) != NULL)
            o.directory = v;
        else if ((v = value_of(argv[i], "--bobbin")) != NULL)
            o.bobbin = v;
        else if ((v = value_of(argv[i], "--out")) != NULL)
            out = v;
        else if (strcmp(argv[i], "--quick") == 0)
            o.quick = true;
        else if (strcmp(argv[i], "--matrix") == 0)
            o.matrix = true;
        else if (strncmp(argv[i], "--benchmark_", 12) == 0 || strcmp(argv[i], "--help") == 0)
            flags[flag_count++] = argv[i];
        else if (strcmp(argv[i], "--count") == 0)
            o.count = true;
        else if (strcmp(argv[i], "--progress") == 0)
            o.progress = true;
        else
            return usage();
    }
    o.google = part == NULL || flag_count > 1;
    if (o.google)
        return google(&o, part, out, flag_count, flags);
    free(flags);
    if (out != NULL && (o.out = fopen(out, "w")) == NULL) {
        perror(out);
        return 2;
    }
    if (!clock_pin() && o.progress)
        fputs("bench: not pinned to one processor\n", stderr);
    if (strcmp(part, "ops") == 0)
        status = bench_ops(&o);
    else if (strcmp(part, "kernels") == 0)
        status = bench_kernels(&o);
    else if (strcmp(part, "costs") == 0)
        status = bench_costs(&o);
    else if (strcmp(part, "slices") == 0)
        status = bench_slices(&o);
    else
        return usage();
    if (fclose(o.out) != 0) {
        perror(out != NULL ? out : "bench");
        return 70;
    }
    return status;
}
