/* random [--seed N] [--count N]: programs from the operation table, valid and invalid, run on
 * every engine under small limits. All engines agree in all that can be seen; so do a run in
 * slices, one with a snapshot in the middle, one that got its fuel in two parts, a traced one;
 * and each program survives disassembly and the container.
 *
 *     --engine NAME       hold this one alone against the reference engine
 *     --kind table|loops|long|phases  programs of one kind (below) alone
 *     --apart             each in a process of its own, so that a crash is shrunk too
 *     --stats             how the programs ended
 *
 * A program is a Spec. Those of odd seeds are built from the effects and signatures of ops.def
 * and builtins.def: most of the time expressions of the types that these ask for, sometimes
 * anything at all (table.c). Those of even seeds have loops of many iterations (functions.c).
 * Programs of very long functions or very many are made on demand alone (long.c). */
#include "tests/random/random.h"

int main(int argc, char **argv)
{
    static Spec s;
    static uint64_t ends[BOB_OUTPUT_FAILED + 1];
    uint64_t seed = 1, count = 20000, failed = 0, spent = 0, i;
    const char *kind = "";
    bool stats = false, apart = false;
    int a;
    for (a = 1; a < argc; a++) {
        if (strcmp(argv[a], "--seed") == 0 && a + 1 < argc)
            seed = strtoull(argv[++a], NULL, 10);
        else if (strcmp(argv[a], "--count") == 0 && a + 1 < argc)
            count = strtoull(argv[++a], NULL, 10);
        else if (strcmp(argv[a], "--engine") == 0 && a + 1 < argc)
            random_only = argv[++a];
        else if (strcmp(argv[a], "--kind") == 0 && a + 1 < argc)
            kind = argv[++a];
        else if (strcmp(argv[a], "--apart") == 0)
            apart = true;
        else if (strcmp(argv[a], "--stats") == 0)
            stats = true;
        else
            return (void)fprintf(stderr, "usage: random [--seed N] [--count N] [--engine NAME] "
                                         "[--kind table|loops|long|phases] [--apart] [--stats]\n"),
                   2;
    }
    random_read_tables();
    for (i = 0; i < count; i++) {
        Random r = {(seed + i) * 0xD1342543DE82EF95u | 1};
        if (strcmp(kind, "long") == 0 || *kind == 'p')
            random_make_long(&s, seed + i, *kind == 'p');
        else if (*kind == 'l' || (*kind == '\0' && (seed + i) % 2 == 0))
            random_make_loops(&s, &r);
        else
            random_make_table(&s, &r);
        if (apart ? random_differs(&s, seed + i) : random_check(&s, seed + i).what != NULL) {
            (void)printf("seed %llu\n", (unsigned long long)(seed + i));
            if (failed++ == 0)
                random_report(&s, seed + i);
        }
        ends[random_expected.status]++;
        spent += random_expected.instructions;
    }
    for (a = 0; stats && a <= BOB_OUTPUT_FAILED; a++)
        if (ends[a] > 0)
            (void)printf("%-20s %llu\n", bob_status_name((BobStatus)a),
                         (unsigned long long)ends[a]);
    if (stats)
        (void)printf("%.1f instructions a program\n",
                     (double)spent / (double)(count == 0 ? 1 : count));
    seen_free(&random_expected);
    seen_free(&random_got);
    (void)printf("%llu passed, %llu failed\n", (unsigned long long)(count - failed),
                 (unsigned long long)failed);
    return failed != 0;
}
