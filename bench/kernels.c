/* The twelve kernels, as Python, on every engine: CPU time from a new machine to the end, in
 * rounds. Before a time counts, the outputs of all engines are compared. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"

/* bench-compare builds revisions from before there was a profile */
#if defined(__has_include)
#if __has_include("core/lab/profile.h")
#define HAVE_PROFILE 1
#endif
#if __has_include("core/bobbin_lab.h")
#include "core/bobbin_lab.h"
#endif
#endif
#ifndef HAVE_PROFILE
#define HAVE_PROFILE 0
#endif

#define ROUNDS 3
#define MOST_KERNELS 64

typedef struct Output {
    uint64_t hash, bytes;
} Output;

typedef struct Run {
    const char *kernel, *engine;
    const BobProgram *program;
    uint64_t limit, instructions;
    uint64_t dispatches; /* 0 where they are not counted */
    Output output;
    Samples seconds;
    bool failed;
} Run;

static int hash_output(void *ctx, const char *bytes, size_t n)
{
    Output *o = ctx;
    for (size_t i = 0; i < n; i++)
        o->hash = (o->hash ^ (unsigned char)bytes[i]) * 0x100000001B3u;
    o->bytes += n;
    return 0;
}

static double run(void *ctx)
{
    Run *r = ctx;
    BobConfig config;
    BobMachine *m;
    BobError error;
    BobStatus status;
    double began = clock_cpu_seconds(), seconds;
    r->output = (Output){0xCBF29CE484222325u, 0};
    bob_config_init(&config);
    config.engine = r->engine;
    config.write = hash_output;
    config.write_ctx = &r->output;
    if (bob_machine_new(r->program, &config, 0, NULL, &m, &error) != BOB_OK) {
        fprintf(stderr, "bench: %s\n", error.message);
        exit(70);
    }
    status = r->limit > 0 ? bob_machine_run_slice(m, r->limit) : bob_machine_run(m);
    seconds = clock_cpu_seconds() - began;
    r->instructions = bob_machine_instructions(m);
    if (status != BOB_OK && status != BOB_YIELDED) {
        fprintf(stderr, "bench: %s on %s: %s\n", r->kernel, r->engine,
                bob_machine_error(m)->message);
        r->failed = true;
    }
    bob_machine_free(m);
    samples_add(&r->seconds, seconds);
    return seconds;
}

#ifdef BOB_HAS_WATCH
/* What the typed engine dispatches, from a run of it that counts; 0 where it can't be said. */
static uint64_t count_typed(const Run *r)
{
    BobConfig config;
    BobMachine *m;
    BobError error;
    BobWatchTotals totals = {0};
    bob_config_init(&config);
    config.engine = r->engine;
    if (bob_machine_new(r->program, &config, 0, NULL, &m, &error) != BOB_OK)
        return 0;
    if (bob_machine_watch(m) == BOB_OK) {
        if (r->limit > 0)
            (void)bob_machine_run_slice(m, r->limit);
        else
            (void)bob_machine_run(m);
        (void)bob_watch_totals(m, &totals);
    }
    bob_machine_free(m);
    return totals.dispatches + totals.elsewhere;
}
#endif

/* What each engine dispatches on a kernel, from one profiled run. */
static void count_dispatches(Run *runs, size_t n)
{
#if HAVE_PROFILE
    BobConfig config;
    BobMachine *m;
    BobError error;
    bob_config_init(&config);
    if (bob_machine_new(runs->program, &config, 0, NULL, &m, &error) != BOB_OK)
        return;
    if (bob_machine_profile(m) == BOB_OK) {
        if (runs->limit > 0)
            (void)bob_machine_run_slice(m, runs->limit);
        else
            (void)bob_machine_run(m);
        for (size_t i = 0; i < n; i++)
            if (bob_profile_dispatches(m, runs[i].engine, NULL, NULL, &runs[i].dispatches) !=
                BOB_OK)
#ifdef BOB_HAS_WATCH
                runs[i].dispatches = count_typed(&runs[i]);
#else
                runs[i].dispatches = 0;
#endif
    }
    bob_machine_free(m);
#else
    (void)runs;
    (void)n;
#endif
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of the Python files, without the ending, sorted. */
static size_t find_kernels(const char *directory, char **names)
{
    DIR *d = opendir(directory);
    struct dirent *entry;
    size_t n = 0;
    if (d == NULL) {
        perror(directory);
        exit(2);
    }
    while ((entry = readdir(d)) != NULL) {
        size_t size = strlen(entry->d_name);
        if (n == MOST_KERNELS) {
            fprintf(stderr, "bench: more than %d files in %s\n", MOST_KERNELS, directory);
            exit(70);
        }
        if (size > 3 && strcmp(entry->d_name + size - 3, ".py") == 0) {
            names[n] = must(strdup(entry->d_name));
            names[n++][size - 3] = '\0';
        }
    }
    (void)closedir(d);
    qsort(names, n, sizeof *names, by_name);
    return n;
}

int bench_kernels(const Options *o)
{
    const char **engines = engines_wanted(o->engines, o->matrix), *comma = "";
    static char *names[MOST_KERNELS];
    size_t count = find_kernels(o->directory, names), n = 0, engine_count = 0;
    int rounds = o->rounds > 0 ? o->rounds : o->quick ? 1 : ROUNDS, status = 0;
    uint64_t limit = o->instructions > 0 ? o->instructions : o->quick ? 200000 : 0;
    Run *runs;
    while (engines[engine_count] != NULL)
        engine_count++;
    runs = must(calloc(count * engine_count + 1, sizeof *runs));
    for (size_t k = 0; k < count; k++) {
        char path[4096];
        const BobProgram *program;
        if (o->filter != NULL && strstr(names[k], o->filter) == NULL)
            continue;
        (void)snprintf(path, sizeof path, "%s/%s.py", o->directory, names[k]);
        program = program_read(path);
        for (size_t e = 0; e < engine_count; e++) {
            char name[200];
            runs[n] =
                (Run){.kernel = names[k], .engine = engines[e], .program = program, .limit = limit};
            (void)snprintf(name, sizeof name, "%s%s/%s", o->google ? "kernels/" : "", names[k],
                           engines[e]);
            bench_register(name, run, &runs[n++], o->google ? 0 : rounds);
        }
        if (o->count && !o->google)
            count_dispatches(&runs[n - engine_count], engine_count);
    }
    if (o->google) { /* they wait for bench_google_show(), to the end of the program */
        free(engines);
        return 0;
    }
    bench_run(o->progress);
    fprintf(o->out, "{\"whole\":%s,\"rounds\":%d,\"kernels\":[\n", limit == 0 ? "true" : "false",
            rounds);
    for (size_t i = 0; i < n; i++) {
        Run *r = &runs[i], *first = &runs[i - i % engine_count];
        bool agrees = !r->failed && r->output.hash == first->output.hash &&
                      r->instructions == first->instructions;
        Summary s = samples_summary(&r->seconds);
        if (!agrees) {
            fprintf(stderr, "bench: %s: %s and %s disagree\n", r->kernel, r->engine, first->engine);
            status = 1;
        }
        fprintf(o->out, "%s{\"kernel\":\"%s\",", comma, r->kernel);
        engine_json(o->out, r->engine);
        fprintf(o->out, ",\"agrees\":%s,\"seconds\":{", agrees ? "true" : "false");
        summary_json(o->out, s, 1);
        if (r->dispatches > 0)
            fprintf(o->out, "},\"dispatches\":%llu,\"ns_per_dispatch\":%.4f",
                    (unsigned long long)r->dispatches, s.min * 1e9 / (double)r->dispatches);
        else
            fputc('}', o->out);
        fprintf(o->out, ",\"instructions\":%llu,\"ns_per_instruction\":%.4f,",
                (unsigned long long)r->instructions, s.min * 1e9 / (double)r->instructions);
        samples_json(o->out, &r->seconds, 1);
        fputc('}', o->out);
        comma = ",\n";
        samples_free(&r->seconds);
    }
    fputs("]}\n", o->out);
    for (size_t k = 0, i = 0; k < count; k++) {
        if (i < n && runs[i].kernel == names[k]) {
            bob_program_free((BobProgram *)(uintptr_t)runs[i].program);
            i += engine_count;
        }
        free(names[k]);
    }
    free(runs);
    free(engines);
    return status;
}
