/* compare BASE HEAD: what got faster or slower between two revisions, which are directories, or
 * between two machines, builds or days, which are files of bobbin.bench/1.
 *
 * A file's samples are those of its rounds. What it was measured on is shown, and the instructions
 * of operations are compared where the compilers and their flags were the same.
 *
 * Each directory holds ops-ROUND.json and kernels-ROUND.json, measured alternately, and perhaps
 * counts.txt. A difference counts where the rank test still finds it when as many tests as
 * were made are allowed for (Holm), and where it is more than NOISE. Instructions are exact:
 * every difference counts. Ends with 6 on a regression.
 *
 * A handler that a change elsewhere moves to another address may well take half as long again.
 * So a slower operation is said to have moved, and is no regression, where its native
 * instructions are the same to the last and no other engine takes longer for it.
 *
 * compare --test NAME checks the rank test on samples that are made up. */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/bench.h"
#include "tools/bench/results.h"

#define SIGNIFICANT 0.01
#define NOISE 0.03       /* of the time; below, nobody would care */
#define LEAST_NS 0.3     /* and of an operation */
#define LEAST_COUNT 1e-5 /* instructions: they are quotients, written with six digits */
#define REGRESSION 6

typedef struct Series {
    char *name;
    bool op;
    Samples side[2];
    double p, shift, count[2];
    bool counted[2];
    bool resolved[2]; /* the interval does not hold zero */
    bool differs;     /* in time, beyond the noise */
} Series;

static Series *all;
static size_t all_count, all_room;

static Series *series_of(const char *name, bool op)
{
    for (size_t i = 0; i < all_count; i++)
        if (strcmp(all[i].name, name) == 0)
            return &all[i];
    if (all_count == all_room) {
        all_room = all_room > 0 ? 2 * all_room : 256;
        all = must(realloc(all, all_room * sizeof *all));
    }
    all[all_count] = (Series){.name = must(strdup(name)), .op = op};
    return &all[all_count++];
}

/* A file's rows become one sample each: its median (ops), its least time (kernels). */
static void add_rows(const json_t *rows, bool op, int side)
{
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        char name[200];
        if (op)
            (void)snprintf(name, sizeof name, "%s/%s/%s", text_of(row, "op"),
                           text_of(row, "operands"), text_of(row, "engine"));
        else
            (void)snprintf(name, sizeof name, "%s/%s", text_of(row, "kernel"),
                           text_of(row, "engine"));
        samples_add(&series_of(name, op)->side[side],
                    op ? number_of(json_object_get(row, "ns"), "median")
                       : number_of(json_object_get(row, "seconds"), "min"));
    }
}

/* A file's rows, with their samples and counts. */
static void add_samples(const json_t *rows, bool op, int side)
{
    size_t i, k;
    json_t *row, *sample;
    json_array_foreach(rows, i, row)
    {
        char name[200];
        Series *s;
        if (op)
            (void)snprintf(name, sizeof name, "%s/%s/%s", text_of(row, "op"),
                           text_of(row, "operands"), text_of(row, "engine"));
        else
            (void)snprintf(name, sizeof name, "%s/%s", text_of(row, "kernel"),
                           text_of(row, "engine"));
        s = series_of(name, op);
        json_array_foreach(json_object_get(row, "samples"), k, sample)
            samples_add(&s->side[side], json_number_value(sample));
        if (json_is_number(json_object_get(row, "instructions")) && op) {
            s->count[side] = number_of(row, "instructions");
            s->counted[side] = true;
        }
    }
}

static void read_file(json_t *r, const char *path, int side)
{
    const json_t *m = json_object_get(r, "machine");
    add_samples(json_object_get(r, "ops"), true, side);
    add_samples(json_object_get(r, "kernels"), false, side);
    printf("%s %s: %s; %s; revision %s%s%s\n", side == 0 ? "base" : "head", path, text_of(m, "cpu"),
           text_of(m, "compiler"), text_of(m, "revision"),
           strcmp(text_of(m, "changed"), "yes") == 0 ? ", changed" : "",
           is_quick(r) ? "; MADE BY A QUICK RUN, which measures nothing" : "");
}

/* A file of results; says why it is none and ends with 2. */
static json_t *open_file(const char *path)
{
    json_t *r = results_read(path);
    if (strcmp(text_of(r, "schema"), "bobbin.bench/1") != 0) {
        fprintf(stderr, "compare: %s is no file of results (bobbin.bench/1)\n", path);
        exit(2);
    }
    return r;
}

static bool same_text(const json_t *a, const json_t *b, const char *key)
{
    return strcmp(text_of(json_object_get(a, "machine"), key),
                  text_of(json_object_get(b, "machine"), key)) == 0;
}

static void read_files(const char *base, const char *head)
{
    json_t *a = open_file(base), *b = open_file(head);
    read_file(a, base, 0);
    read_file(b, head, 1);
    if (!same_text(a, b, "cpu"))
        printf("The processors differ: so may everything.\n");
    if (!same_text(a, b, "compiler") || !same_text(a, b, "flags") ||
        !same_text(a, b, "loop flags")) {
        printf("The compilers or their flags differ: instructions are not compared.\n");
        for (size_t i = 0; i < all_count; i++)
            all[i].counted[0] = all[i].counted[1] = false;
    }
    json_decref(a);
    json_decref(b);
}

static void read_side(const char *directory, int side)
{
    DIR *d = opendir(directory);
    struct dirent *entry;
    char path[4096], line[4096];
    FILE *in;
    if (d == NULL) {
        perror(directory);
        exit(2);
    }
    while ((entry = readdir(d)) != NULL) {
        bool ops = strncmp(entry->d_name, "ops-", 4) == 0;
        if (!ops && strncmp(entry->d_name, "kernels-", 8) != 0)
            continue;
        (void)snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        json_t *r = results_read(path);
        add_rows(json_object_get(r, ops ? "ops" : "kernels"), ops, side);
        json_decref(r);
    }
    (void)closedir(d);
    (void)snprintf(path, sizeof path, "%s/counts.txt", directory);
    in = fopen(path, "r");
    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        char *tab = strchr(line, '\t');
        if (tab != NULL) {
            *tab = '\0';
            Series *s = series_of(line, true);
            s->count[side] = strtod(tab + 1, NULL);
            s->counted[side] = true;
        }
    }
    if (in != NULL)
        (void)fclose(in);
}

static int by_p(const void *a, const void *b)
{
    const Series *x = a, *y = b;
    return x->p < y->p ? -1 : x->p > y->p ? 1 : strcmp(x->name, y->name);
}

static bool matters(const Series *s)
{
    double base = samples_summary(&s->side[0]).median;
    if (!s->resolved[0] && !s->resolved[1])
        return false;
    return fabs(s->shift) > NOISE && (!s->op || fabs(s->shift * base) > LEAST_NS);
}

static void show(const char *what, const Series *s)
{
    const char *text[2];
    for (int side = 0; side < 2; side++)
        text[side] =
            s->resolved[side] ? figure(samples_summary(&s->side[side]).median, 3) : "not resolved";
    printf("%-7s %-52s %9s -> %9s %s  ", what, s->name, text[0], text[1], s->op ? "ns" : "s");
    if (s->resolved[0]) /* else there is nothing to be some percent of */
        printf("%+6.1f %%  ", 100 * s->shift);
    printf("p %.1g\n", s->p);
}

static bool same_operation(const Series *a, const Series *b)
{
    size_t n = (size_t)(strrchr(a->name, '/') - a->name);
    return b->op && strncmp(a->name, b->name, n + 1) == 0 && strchr(b->name + n + 1, '/') == NULL;
}

static bool has_moved(const Series *s)
{
    if (!s->op || !s->counted[0] || !s->counted[1] || fabs(s->count[0] - s->count[1]) > LEAST_COUNT)
        return false;
    for (size_t i = 0; i < all_count; i++)
        if (&all[i] != s && all[i].differs && same_operation(s, &all[i]) &&
            (all[i].shift > 0) == (s->shift > 0))
            return false;
    return true;
}

static int compare(void)
{
    size_t unresolved = 0, tested = 0, faster = 0, slower = 0, moved = 0, more = 0, fewer = 0,
           only[2] = {0, 0}, rank = 0;
    bool holds = true;
    for (size_t i = 0; i < all_count; i++) {
        Series *s = &all[i];
        s->p = rank_test(&s->side[0], &s->side[1], &s->shift);
        for (int side = 0; side < 2; side++) {
            Summary m = samples_summary(&s->side[side]);
            s->resolved[side] = m.low > 0 || m.high < 0;
        }
        if (s->side[0].count > 0 && s->side[1].count > 0) {
            tested++;
            unresolved += !s->resolved[0] && !s->resolved[1];
        } else if (s->side[0].count > 0 || s->side[1].count > 0)
            only[s->side[0].count > 0 ? 0 : 1]++;
    }
    if (all_count > 0)
        qsort(all, all_count, sizeof *all, by_p);
    for (size_t i = 0; i < all_count; i++) {
        Series *s = &all[i];
        if (s->side[0].count == 0 || s->side[1].count == 0)
            continue;
        holds = holds && s->p * (double)(tested - rank) <=
                             SIGNIFICANT; /* Holm: the first that fails ends it */
        rank++;
        s->differs = holds && matters(s);
    }
    for (size_t i = 0; i < all_count; i++) {
        if (!all[i].differs)
            continue;
        if (has_moved(&all[i]))
            moved++;
        else if (all[i].shift > 0)
            slower++;
        else
            faster++;
        show(has_moved(&all[i]) ? "moved" : all[i].shift > 0 ? "SLOWER" : "faster", &all[i]);
    }
    for (size_t i = 0; i < all_count; i++) {
        Series *s = &all[i];
        if (!s->counted[0] || !s->counted[1] || !(fabs(s->count[0] - s->count[1]) > LEAST_COUNT))
            continue;
        bool up = s->count[1] > s->count[0];
        up ? more++ : fewer++;
        printf("%-7s %-52s %9.4f -> %9.4f instructions\n", up ? "MORE" : "fewer", s->name,
               s->count[0], s->count[1]);
    }
    printf("%zu compared by time: %zu faster, %zu slower, %zu moved; by instructions: %zu fewer, "
           "%zu more; %zu only before, %zu only now\n",
           tested, faster, slower, moved, fewer, more, only[0], only[1]);
    if (unresolved > 0)
        printf("%zu not resolved on either side: they can't have got faster or slower by anything "
               "that could be told\n",
               unresolved);
    if (tested > 0) {
        size_t a = all[0].side[0].count, b = all[0].side[1].count;
        double ways =
            exp(lgamma((double)(a + b + 1)) - lgamma((double)a + 1) - lgamma((double)b + 1));
        if (2 / ways * (double)tested > SIGNIFICANT)
            printf("too few rounds for so many tests: %zu and %zu can't show a difference\n", a, b);
    }
    return slower > 0 || more > 0 ? REGRESSION : 0;
}

/* ---- made-up samples ---- */

static uint64_t seed = 0x9E3779B97F4A7C15u;
static double noise(void)
{
    /* skewed, as times are: mostly little, sometimes much */
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    double u = (double)(seed >> 11) / 9007199254740992.0;
    return 0.02 * -log(1 - u);
}

static int test(const char *name)
{
    double slow = strcmp(name, "slowdown") == 0 ? 1.2 : strcmp(name, "speedup") == 0 ? 0.8 : 1;
    if (strcmp(name, "exact") == 0) { /* known values: U 0 of 3 and 3 is 1 in 10, a side */
        Samples a = {0}, b = {0};
        double shift, p;
        for (int i = 0; i < 3; i++) {
            samples_add(&a, i);
            samples_add(&b, 10 + i);
        }
        p = rank_test(&a, &b, &shift);
        samples_free(&a);
        samples_free(&b);
        return fabs(p - 0.1) < 1e-12 ? 0 : 1;
    }
    if (strcmp(name, "interval") == 0) { /* tables of the sign test: rank 1 of 6, 2 of 9, 6 of 20 */
        static const double known[][2] = {{5, 1}, {6, 1}, {8, 1}, {9, 2}, {12, 3}, {20, 6}};
        bool right = true;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
            Samples s = {0};
            double n = known[k][0], rank = known[k][1];
            for (int i = 1; i <= (int)n; i++)
                samples_add(&s, i);
            Summary m = samples_summary(&s);
            if (fabs(m.low - rank) > 0.1 || fabs(m.high - (n + 1 - rank)) > 0.1) {
                printf("of %.0f: %.0f to %.0f, not %.0f to %.0f\n", n, m.low, m.high, rank,
                       n + 1 - rank);
                right = false;
            }
            samples_free(&s);
        }
        return right ? 0 : 1;
    }
    for (int k = 0; k < 100; k++) {
        char series[40];
        (void)snprintf(series, sizeof series, "case %d", k);
        Series *s = series_of(series, false);
        for (int i = 0; i < 12; i++) {
            samples_add(&s->side[0], 1 + noise());
            samples_add(&s->side[1], (k == 7 ? slow : 1) * (1 + noise()));
        }
    }
    if (strcmp(name, "more") == 0)
        all[3] =
            (Series){.name = all[3].name, .op = true, .count = {5, 6}, .counted = {true, true}};
    return compare();
}

static bool is_directory(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: compare BASE HEAD   two files of results, or two directories of "
              "bench/compare.sh\n",
              stderr);
        return 2;
    }
    if (strcmp(argv[1], "--test") == 0)
        return test(argv[2]);
    if (is_directory(argv[1]) && is_directory(argv[2])) {
        read_side(argv[1], 0);
        read_side(argv[2], 1);
    } else {
        read_files(argv[1], argv[2]);
    }
    return compare();
}
