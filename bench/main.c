/* bench PART [OPTION...]: measures a part and writes it as JSON.
 *
 *   ops      the cost of each operation on each engine; --count for callgrind
 *   kernels  the kernels on each engine; --count counts dispatches too
 *   costs    decoding, start-up, snapshots
 *   slices   slices, deep recursion and forks, as a table
 *
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
    fputs("usage: bench ops|kernels|costs|slices [--rounds=N] [--engines=A,B] [--filter=TEXT] "
          "[--quick]\n"
          "             [--count] [--instructions=N] [--kernels=DIR] [--bobbin=PROGRAM]\n"
          "             [--out=FILE] [--progress]\n",
          stderr);
    return 2;
}

int main(int argc, char **argv)
{
    Options o = {
        .engines = "", .directory = "bench/kernels", .bobbin = "build/bobbin", .out = stdout};
    const char *out = NULL;
    int status;
    if (argc < 2)
        return usage();
    for (int i = 2; i < argc; i++) {
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
        else if (strcmp(argv[i], "--count") == 0)
            o.count = true;
        else if (strcmp(argv[i], "--progress") == 0)
            o.progress = true;
        else
            return usage();
    }
    if (out != NULL && (o.out = fopen(out, "w")) == NULL) {
        perror(out);
        return 2;
    }
    if (!clock_pin() && o.progress)
        fputs("bench: not pinned to one processor\n", stderr);
    if (strcmp(argv[1], "ops") == 0)
        status = bench_ops(&o);
    else if (strcmp(argv[1], "kernels") == 0)
        status = bench_kernels(&o);
    else if (strcmp(argv[1], "costs") == 0)
        status = bench_costs(&o);
    else if (strcmp(argv[1], "slices") == 0)
        status = bench_slices(&o);
    else
        return usage();
    if (fclose(o.out) != 0) {
        perror(out != NULL ? out : "bench");
        return 70;
    }
    return status;
}
