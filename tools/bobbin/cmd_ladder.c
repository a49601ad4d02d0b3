/* `bobbin ladder FILE`: every engine on one program: do they agree, and what does each cost?
 *
 * Three passes: each engine runs once and must come to the same outcome; one profiled run
 * counts, from which each engine's dispatches follow; then rounds in which every engine runs
 * once, each round beginning with another one, are timed. ladder_html.c draws the page. */
#define _GNU_SOURCE
#include "tools/bobbin/ladder.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tools/matrix.h"

#include "core/bobbin_lab.h"

extern char **environ;

#define LEAST_ROUNDS 3u
#define MOST_ROUNDS 1000u
#define BUDGET 4.0 /* seconds for rounds, where --rounds does not say how many */

static void progress(const char *what, const char *engine)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[K%s%s%s", what, engine[0] != '\0' ? " " : "", engine);
}

/* ---- one run ---- */

typedef struct Outcome {
    BobBuffer json;  /* engineless_outcome */
    uint64_t hash;   /* of the output */
    uint64_t output; /* its bytes */
    BobStatus status;
} Outcome;

/* FNV-1a: what counts is that two outputs that differ are seen. */
static int hash_output(void *ctx, const char *bytes, size_t n)
{
    uint64_t h = *(uint64_t *)ctx;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)bytes[i]) * 0x100000001B3u;
    *(uint64_t *)ctx = h;
    return 0;
}

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static BobMachine *new_machine(const Ladder *l, const char *engine, BobConfig *config, int *status)
{
    const Options *o = l->options;
    BobMachine *machine;
    BobError error = {0};
    config->engine = engine;
    BobStatus made = bob_machine_new(l->program, config, o->word_count - 1,
                                     (const char *const *)o->words + 1, &machine, &error);
    if (made == BOB_OK)
        return machine;
    *status = made == BOB_INVALID_ARGUMENT ? wrong_usage(o->command, "%s", error.message)
                                           : refused(o, l->input, &error);
    return NULL;
}

/* Runs one engine; r NULL: for its time alone. The seconds, or -1 and *status. */
static double run_engine(const Ladder *l, const char *engine, Outcome *r, int *status)
{
    BobConfig config;
    options_config(l->options, &config);
    if (r != NULL) {
        config.write = hash_output;
        config.write_ctx = &r->hash;
    }
    BobMachine *machine = new_machine(l, engine, &config, status);
    if (machine == NULL)
        return -1;
    double start = cpu_seconds();
    BobStatus ended = run_answered(machine);
    double seconds = cpu_seconds() - start + 1e-9; /* never nothing */
    if (r != NULL) {
        r->status = ended;
        r->output = bob_machine_output_bytes(machine);
        engineless_outcome(machine, &r->json);
    }
    bob_machine_free(machine);
    if (r != NULL && r->json.failed) {
        complain("out of memory");
        *status = EXIT_FAULT;
        return -1;
    }
    return seconds;
}

/* ---- agreement ---- */

static void show_outcome(const char *engine, const Outcome *r)
{
    fprintf(stderr, "  %-8s %llu bytes of output, hash %016llx\n           %.400s\n", engine,
            (unsigned long long)r->output, (unsigned long long)r->hash, r->json.bytes);
}

static Outcome new_outcome(void)
{
    return (Outcome){.json = {.allocator = &bob_malloc_allocator}, .hash = 0xCBF29CE484222325u};
}

static int check_agreement(Ladder *l)
{
    Outcome first = new_outcome();
    int status = EXIT_WELL;
    for (unsigned i = 0; i < l->rung_count && status == EXIT_WELL; i++) {
        Outcome r = new_outcome();
        progress("checking", l->rungs[i].engine);
        l->rungs[i].first = run_engine(l, l->rungs[i].engine, &r, &status);
        if (status == EXIT_WELL && i > 0 &&
            (r.hash != first.hash || r.output != first.output ||
             strcmp(r.json.bytes, first.json.bytes) != 0)) {
            progress("", "");
            complain("the engines differ:");
            show_outcome(l->rungs[0].engine, &first);
            show_outcome(l->rungs[i].engine, &r);
            status = EXIT_DIFFERENCE;
        }
        if (i == 0)
            first = r;
        else
            bob_buffer_free(&r.json);
    }
    if (status == EXIT_WELL) {
        l->outcome = strdup(first.json.bytes);
        l->output_bytes = first.output;
        l->output_hash = first.hash;
        l->status = first.status;
    }
    bob_buffer_free(&first.json);
    return status;
}

/* ---- counts ---- */

/* Of the typed engine, which depend on the values that a program has: counted by a run of it. */
static BobStatus count_typed(const Ladder *l, Rung *r, int *status)
{
    BobConfig config;
    BobWatchTotals totals;
    options_config(l->options, &config);
    BobMachine *machine = new_machine(l, r->engine, &config, status);
    if (machine == NULL)
        return BOB_OUT_OF_MEMORY;
    BobStatus counted = bob_machine_watch(machine);
    if (counted == BOB_OK) {
        (void)run_answered(machine);
        if (bob_watch_totals(machine, &totals))
            r->dispatches = totals.dispatches + totals.elsewhere;
    }
    bob_machine_free(machine);
    return counted;
}

static int count_dispatches(Ladder *l)
{
    BobConfig config;
    int status = EXIT_WELL;
    progress("counting", "");
    options_config(l->options, &config);
    BobMachine *machine = new_machine(l, NULL, &config, &status);
    if (machine == NULL)
        return status;
    BobStatus counted = bob_machine_profile(machine);
    if (counted == BOB_OK) {
        (void)run_answered(machine);
        l->instructions = bob_machine_instructions(machine);
        for (unsigned i = 0; i < l->rung_count && counted == BOB_OK; i++) {
            counted = bob_profile_dispatches(machine, l->rungs[i].engine, NULL, NULL,
                                             &l->rungs[i].dispatches);
            if (counted == BOB_INVALID_ARGUMENT)
                counted = count_typed(l, &l->rungs[i], &status);
        }
    }
    bob_machine_free(machine);
    if (counted != BOB_OK) {
        complain("no memory to count dispatches");
        return EXIT_FAULT;
    }
    return EXIT_WELL;
}

/* ---- time ---- */

/* Stays on the processor it is on, where that is allowed. */
static void pin(Ladder *l)
{
    cpu_set_t set;
    int cpu = sched_getcpu();
    l->cpu = -1;
    if (cpu < 0)
        return;
    CPU_ZERO(&set);
    CPU_SET((unsigned)cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set) == 0)
        l->cpu = cpu;
}

static int by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static unsigned choose_rounds(const Ladder *l)
{
    double once = 1e-6;
    if (l->options->rounds > 0)
        return (unsigned)l->options->rounds;
    for (unsigned i = 0; i < l->rung_count; i++)
        once += l->rungs[i].first;
    double rounds = BUDGET / once;
    return rounds < LEAST_ROUNDS  ? LEAST_ROUNDS
           : rounds > MOST_ROUNDS ? MOST_ROUNDS
                                  : (unsigned)rounds;
}

static int measure(Ladder *l)
{
    unsigned n = l->rung_count;
    int status = EXIT_WELL;
    l->rounds = choose_rounds(l);
    size_t all = (size_t)n * l->rounds;
    double *times = l->times = calloc(all, sizeof *times), *sorted = calloc(all, sizeof *sorted);
    if (times == NULL || sorted == NULL) {
        free(sorted);
        complain("out of memory");
        return EXIT_FAULT;
    }
    for (unsigned r = 0; r < l->rounds && status == EXIT_WELL; r++) {
        char what[48];
        snprintf(what, sizeof what, "round %u of %u:", r + 1, l->rounds);
        for (unsigned k = 0; k < n && status == EXIT_WELL; k++) {
            unsigned i = (r + k) % n;
            if (l->rungs[i].first > 0.02)
                progress(what, l->rungs[i].engine);
            times[(size_t)i * l->rounds + r] = run_engine(l, l->rungs[i].engine, NULL, &status);
        }
    }
    memcpy(sorted, times, all * sizeof *times);
    for (unsigned i = 0; i < n && status == EXIT_WELL; i++) {
        double *t = sorted + (size_t)i * l->rounds;
        l->rungs[i].times = times + (size_t)i * l->rounds;
        qsort(t, l->rounds, sizeof *t, by_time);
        l->rungs[i].least = t[0];
        l->rungs[i].most = t[l->rounds - 1];
        l->rungs[i].median = (t[(l->rounds - 1) / 2] + t[l->rounds / 2]) / 2;
        l->rungs[i].low = t[l->rounds / 4];
        l->rungs[i].high = t[l->rounds - 1 - l->rounds / 4];
    }
    free(sorted);
    return status;
}

Ratio ladder_ratio(const Ladder *l, const Rung *a, const Rung *b)
{
    size_t n = l->rounds, k = median_outside(n);
    Ratio r = {0, 0, 0};
    double *x = calloc(n, sizeof *x);
    if (x == NULL)
        return r;
    for (size_t i = 0; i < n; i++)
        x[i] = a->times[i] / b->times[i];
    qsort(x, n, sizeof *x, by_time);
    r = (Ratio){(x[(n - 1) / 2] + x[n / 2]) / 2, x[k], x[n - 1 - k]};
    free(x);
    return r;
}

/* ---- mispredicts ---- */

static int temporary(void)
{
    char name[] = "/tmp/bobbin-ladder-XXXXXX";
    int fd = mkstemp(name);
    if (fd >= 0)
        (void)unlink(name);
    return fd;
}

static bool on_path(const char *program)
{
    const char *path = getenv("PATH");
    char file[4096];
    while (path != NULL && *path != '\0') {
        size_t n = strcspn(path, ":");
        if (n > 0 && n + strlen(program) + 2 < sizeof file) {
            snprintf(file, sizeof file, "%.*s/%s", (int)n, path, program);
            if (access(file, X_OK) == 0)
                return true;
        }
        path += n + (path[n] == ':');
    }
    return false;
}

/* "==1== Mispredicts:  15,307 (15,000 cond + 307 ind)": the number `skip` numbers in. */
static bool read_count(const char *text, const char *field, unsigned skip, uint64_t *n)
{
    const char *at = strstr(text, field);
    if (at == NULL)
        return false;
    at += strlen(field);
    for (;; skip--) {
        at += strcspn(at, "0123456789\n");
        if (*at < '0' || *at > '9')
            return false;
        for (*n = 0; (*at >= '0' && *at <= '9') || *at == ','; at++)
            if (*at != ',')
                *n = *n * 10 + (uint64_t)(*at - '0');
        if (skip == 0)
            return true;
    }
}

static void read_text(int fd, BobBuffer *b)
{
    char piece[4096];
    ssize_t n;
    (void)lseek(fd, 0, SEEK_SET);
    while ((n = read(fd, piece, sizeof piece)) > 0)
        bob_buffer_add(b, piece, (size_t)n);
    bob_buffer_byte(b, '\0');
}

/* Runs `bobbin run` under cachegrind, with this much fuel; false where that did not work. */
static bool run_cachegrind(const Ladder *l, const char *engine, uint64_t fuel, Predicted *r,
                           const char **why)
{
    const Options *o = l->options;
    char limits[5][32], fuels[32], self[4096];
    const char **argv = calloc((size_t)o->word_count + 32, sizeof *argv);
    unsigned n = 0;
    int log = temporary(), status = -1;
    bool ok = false;
    posix_spawn_file_actions_t actions;
    pid_t pid;
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (argv == NULL || log < 0 || length <= 0 || posix_spawn_file_actions_init(&actions) != 0)
        goto done;
    self[length] = '\0';
    snprintf(limits[0], sizeof limits[0], "%llu", (unsigned long long)o->stack);
    snprintf(limits[1], sizeof limits[1], "%llu", (unsigned long long)o->depth);
    snprintf(limits[2], sizeof limits[2], "%llu", (unsigned long long)o->arena);
    snprintf(limits[3], sizeof limits[3], "%llu", (unsigned long long)o->heap);
    snprintf(limits[4], sizeof limits[4], "%llu", (unsigned long long)o->output);
    snprintf(fuels, sizeof fuels, "%llu", (unsigned long long)fuel);
    const char *const fixed[] = {"valgrind",
                                 "--tool=cachegrind",
                                 "--cache-sim=no",
                                 "--branch-sim=yes",
                                 "--cachegrind-out-file=/dev/null",
                                 self,
                                 "run",
                                 "--engine",
                                 engine,
                                 "--fuel",
                                 fuels,
                                 "--stack",
                                 limits[0],
                                 "--depth",
                                 limits[1],
                                 "--arena",
                                 limits[2],
                                 "--heap",
                                 limits[3],
                                 "--output",
                                 limits[4]};
    for (; n < COUNT_OF(fixed); n++)
        argv[n] = fixed[n];
    if (o->allow_undefined)
        argv[n++] = "--allow-undefined";
    argv[n++] = "--";
    for (int i = 0; i < o->word_count; i++)
        argv[n++] = o->words[i];
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, log, STDERR_FILENO);
    if (posix_spawnp(&pid, "valgrind", &actions, NULL, (char *const *)(void *)argv, environ) == 0) {
        BobBuffer text = {.allocator = &bob_malloc_allocator};
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
            ;
        read_text(log, &text);
        ok = !text.failed && read_count(text.bytes, "Branches:", 2, &r->indirect) &&
             read_count(text.bytes, "Mispredicts:", 1, &r->conditional_missed) &&
             read_count(text.bytes, "Mispredicts:", 2, &r->indirect_missed);
        *why = !text.failed && strstr(text.bytes, "debuginfo reader") != NULL
                   ? "valgrind can't read the debug information of this bobbin; build it with "
                     "-gdwarf-4"
                   : "cachegrind did not run";
        bob_buffer_free(&text);
    }
    posix_spawn_file_actions_destroy(&actions);
done:
    free(argv);
    if (log >= 0)
        close(log);
    return ok;
}

static uint64_t beyond(uint64_t n, uint64_t base)
{
    return n > base ? n - base : 0;
}

/* What a run costs beyond starting up and reading the program. */
static void simulate(Ladder *l)
{
    Predicted base;
    const char *why = "valgrind did not start";
    if (!on_path("valgrind")) {
        l->not_predicted = "valgrind is not on the PATH";
        return;
    }
    progress("cachegrind:", "start-up");
    if (!run_cachegrind(l, l->rungs[0].engine, 0, &base, &why)) {
        l->not_predicted = why;
        return;
    }
    for (unsigned i = 0; i < l->rung_count; i++) {
        Predicted r;
        progress("cachegrind:", l->rungs[i].engine);
        if (!run_cachegrind(l, l->rungs[i].engine, l->options->fuel, &r, &why))
            continue;
        l->rungs[i].predicted = (Predicted){true, beyond(r.indirect, base.indirect),
                                            beyond(r.indirect_missed, base.indirect_missed),
                                            beyond(r.conditional_missed, base.conditional_missed)};
    }
}

/* What two models of a predictor foretell of each cell's dispatches, by one run. */
static int model(Ladder *l)
{
    BobConfig config;
    int status = EXIT_WELL;
    progress("modelling predictors", "");
    options_config(l->options, &config);
    BobMachine *machine = new_machine(l, NULL, &config, &status);
    if (machine == NULL)
        return status;
    if (bob_machine_predict(machine) == BOB_OK) {
        (void)run_answered(machine);
        for (unsigned i = 0; i < l->rung_count; i++) {
            l->rungs[i].models.size = sizeof l->rungs[i].models;
            (void)bob_predicted(machine, l->rungs[i].engine, &l->rungs[i].models);
        }
    } else {
        complain("no memory to model predictors");
        status = EXIT_FAULT;
    }
    bob_machine_free(machine);
    return status;
}

/* What the processor counts, where it may be asked. */
static int count_by_hardware(Ladder *l)
{
    Counters counters;
    int status = EXIT_WELL;
    l->not_counted = counters_open(&counters);
    if (l->not_counted != NULL)
        return status;
    for (unsigned i = 0; i < l->rung_count && status == EXIT_WELL; i++) {
        Rung *r = &l->rungs[i];
        BobConfig config;
        progress("hardware counters:", r->engine);
        options_config(l->options, &config);
        BobMachine *machine = new_machine(l, r->engine, &config, &status);
        if (machine == NULL)
            break;
        counters_start(&counters);
        (void)run_answered(machine);
        r->has_counted = counters_stop(&counters, r->counted);
        bob_machine_free(machine);
    }
    counters_close(&counters);
    return status;
}

/* ---- results ---- */

/* A number a dispatch, or that there is none. */
static void put_share(BobBuffer *b, bool known, uint64_t n, uint64_t dispatches)
{
    if (known && dispatches > 0 && n > 0 && n * 10000 < dispatches)
        bob_buffer_printf(b, " %12s", "< 0.0001");
    else if (known && dispatches > 0)
        bob_buffer_printf(b, " %12.4f", (double)n / (double)dispatches);
    else
        bob_buffer_printf(b, " %12s", "-");
}

/* Wrong predictions a dispatch, by whoever says so. */
static void show_mispredicts(BobBuffer *b, const Ladder *l, int width)
{
    bob_buffer_printf(b,
                      "\nmispredicted jumps a dispatch: simulated by two models, and by cachegrind "
                      "(which adds other jumps), and counted\n\n%-*s %12s %12s %12s %12s\n",
                      width, "engine", "last target", "history", "cachegrind", "hardware");
    for (unsigned i = 0; i < l->rung_count; i++) {
        const Rung *r = &l->rungs[i];
        const BobDispatchModels *m = &r->models;
        bob_buffer_printf(b, "%-*s", width, r->engine);
        put_share(b, m->dispatches > 0, m->missed_last_target, m->dispatches);
        put_share(b, m->dispatches > 0, m->missed_history, m->dispatches);
        put_share(b, r->predicted.known, r->predicted.indirect_missed, r->dispatches);
        put_share(b, r->has_counted, r->counted[COUNTER_MISSED], r->dispatches);
        bob_buffer_byte(b, '\n');
    }
    if (l->not_predicted != NULL)
        bob_buffer_printf(b, "cachegrind: %s\n", l->not_predicted);
    if (l->not_counted != NULL)
        bob_buffer_printf(b, "hardware: %s\n", l->not_counted);
    else
        bob_buffer_text(
            b, "hardware counts all branches that were mispredicted, not dispatches alone\n");
}

static void show_table(BobBuffer *b, const Ladder *l)
{
    const Rung *rungs = l->rungs;
    char digits[32];
    double most = 0;
    int width = 8;
    bool coloured = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
    for (unsigned i = 0; i < l->rung_count; i++) {
        if (rungs[i].least > most)
            most = rungs[i].least;
        if (width < (int)strlen(rungs[i].engine))
            width = (int)strlen(rungs[i].engine);
    }
    bob_buffer_printf(b, "all %u engines agree: %s instructions, ", l->rung_count,
                      grouped(l->instructions, digits));
    bob_buffer_printf(b, "%s bytes of output, %s\n\n", grouped(l->output_bytes, digits),
                      bob_status_name(l->status));
    bob_buffer_printf(b, "%-*s %12s %12s %8s %9s %9s %16s %8s\n", width, "engine", "least",
                      "median", "spread", "x before", "x switch", "dispatches", "ns each");
    for (unsigned i = 0; i < l->rung_count; i++) {
        const Rung *r = &rungs[i];
        bob_buffer_printf(b, "%-*s ", width, r->engine);
        BobBuffer t = {.allocator = &bob_malloc_allocator};
        put_seconds(&t, r->least);
        bob_buffer_printf(b, "%12.*s ", (int)t.size, t.failed ? "" : t.bytes);
        t.size = 0;
        put_seconds(&t, r->median);
        bob_buffer_printf(b, "%12.*s ", (int)t.size, t.failed ? "" : t.bytes);
        bob_buffer_free(&t);
        bob_buffer_printf(b, "%6.1f %% ", 100 * ladder_spread(r));
        const Rung *before = ladder_before(l, i);
        if (before == NULL)
            bob_buffer_printf(b, "%9s ", "");
        else
            bob_buffer_printf(b, "%9.2f ", before->least / r->least);
        bob_buffer_printf(b, "%9.2f %16s %8.2f  ", rungs[0].least / r->least,
                          grouped(r->dispatches, digits), ladder_ns(r));
        bob_buffer_text(b, coloured ? "\033[36m" : "");
        bar(b, most > 0 ? r->least / most : 0, 24);
        bob_buffer_text(b, coloured ? "\033[0m\n" : "\n");
    }
    if (l->options->mispredicts)
        show_mispredicts(b, l, width);
    if (l->options->matrix)
        matrix_table(b, l, coloured);
    bob_buffer_printf(b, "\n%s; CPU time, %u interleaved rounds, ", l->processor, l->rounds);
    if (l->cpu >= 0)
        bob_buffer_printf(b, "pinned to processor %d\n", l->cpu);
    else
        bob_buffer_text(b, "not pinned\n");
    bob_buffer_printf(b, "%s; %s\n", ladder_compiler, ladder_flags);
}

/* Every round, so that others can do their own statistics. */
static void show_rounds(BobBuffer *b, const Ladder *l, const Rung *r)
{
    bob_buffer_text(b, "\"rounds\":[");
    for (unsigned i = 0; i < l->rounds; i++)
        bob_buffer_printf(b, "%s%.9f", i > 0 ? "," : "", r->times[i]);
    bob_buffer_text(b, "],");
}

/* A row for each round of each engine: the form that statistics programs read. */
static void show_csv(BobBuffer *b, const Ladder *l)
{
    bob_buffer_text(b, "engine,dispatch,representation,round,seconds,dispatches,instructions\n");
    for (unsigned i = 0; i < l->rung_count; i++)
        for (unsigned k = 0; k < l->rounds; k++) {
            const Rung *r = &l->rungs[i];
            bob_buffer_printf(b, "%s,%s,%s,%u,%.9f,%llu,%llu\n", r->engine,
                              r->dispatch != NULL ? r->dispatch : "",
                              r->representation != NULL ? r->representation : "", k + 1,
                              r->times[k], (unsigned long long)r->dispatches,
                              (unsigned long long)l->instructions);
        }
}

static void show_json(BobBuffer *b, const Ladder *l)
{
    bob_buffer_text(b, "{\"schema\":\"bobbin.ladder/1\",\"file\":");
    json_text(b, l->input->shown);
    bob_buffer_printf(
        b, ",\"program\":\"%016llx\",\"outcome\":%s,\"instructions\":%llu,\"output_bytes\":%llu,",
        (unsigned long long)bob_program_hash(l->program), l->outcome,
        (unsigned long long)l->instructions, (unsigned long long)l->output_bytes);
    bob_buffer_printf(b, "\"rounds\":%u,\"processor\":", l->rounds);
    json_text(b, l->processor);
    bob_buffer_printf(b, l->cpu >= 0 ? ",\"pinned\":%d" : ",\"pinned\":null", l->cpu);
    bob_buffer_text(b, ",\"compiler\":");
    json_text(b, ladder_compiler);
    bob_buffer_text(b, ",\"flags\":");
    json_text(b, ladder_flags);
    if (l->not_predicted != NULL) {
        bob_buffer_text(b, ",\"not_simulated\":");
        json_text(b, l->not_predicted);
    }
    if (l->not_counted != NULL) {
        bob_buffer_text(b, ",\"not_counted\":");
        json_text(b, l->not_counted);
    }
    bob_buffer_text(b, ",\n \"engines\":[");
    for (unsigned i = 0; i < l->rung_count; i++) {
        const Rung *r = &l->rungs[i];
        bob_buffer_printf(
            b,
            "%s{\"engine\":\"%s\",\"seconds\":{\"least\":%.9f,\"low\":%.9f,\"median\":%.9f,"
            "\"high\":%.9f,\"most\":%.9f},",
            i > 0 ? ",\n  " : "\n  ", r->engine, r->least, r->low, r->median, r->high, r->most);
        if (r->dispatch != NULL)
            bob_buffer_printf(b, "\"dispatch\":\"%s\",\"representation\":\"%s\",", r->dispatch,
                              r->representation);
        if (l->options->matrix)
            show_rounds(b, l, r);
        const Rung *before = ladder_before(l, i);
        if (before != NULL)
            bob_buffer_printf(b, "\"over_before\":%.4f,", before->least / r->least);
        else
            bob_buffer_text(b, "\"over_before\":null,");
        bob_buffer_printf(b, "\"over_switch\":%.4f,\"dispatches\":%llu,\"ns_per_dispatch\":%.4f",
                          l->rungs[0].least / r->least, (unsigned long long)r->dispatches,
                          ladder_ns(r));
        if (r->predicted.known)
            bob_buffer_printf(b,
                              ",\"simulated\":{\"by\":\"cachegrind\",\"indirect\":%llu,"
                              "\"indirect_mispredicts\":%llu,\"conditional_mispredicts\":%llu}",
                              (unsigned long long)r->predicted.indirect,
                              (unsigned long long)r->predicted.indirect_missed,
                              (unsigned long long)r->predicted.conditional_missed);
        if (r->models.dispatches > 0)
            bob_buffer_printf(b,
                              ",\"models\":{\"dispatches\":%llu,\"last_target_mispredicts\":%llu,"
                              "\"history_mispredicts\":%llu}",
                              (unsigned long long)r->models.dispatches,
                              (unsigned long long)r->models.missed_last_target,
                              (unsigned long long)r->models.missed_history);
        if (r->has_counted)
            bob_buffer_printf(b,
                              ",\"hardware\":{\"instructions\":%llu,\"branches\":%llu,"
                              "\"mispredicts\":%llu}",
                              (unsigned long long)r->counted[COUNTER_INSTRUCTIONS],
                              (unsigned long long)r->counted[COUNTER_BRANCHES],
                              (unsigned long long)r->counted[COUNTER_MISSED]);
        bob_buffer_byte(b, '}');
    }
    bob_buffer_text(b, "]}\n");
}

static void name_processor(Ladder *l)
{
    char line[256];
    FILE *f = fopen("/proc/cpuinfo", "r");
    snprintf(l->processor, sizeof l->processor, "unknown processor");
    while (f != NULL && fgets(line, sizeof line, f) != NULL) {
        char *colon = strchr(line, ':');
        if (strncmp(line, "model name", 10) == 0 && colon != NULL) {
            colon[strcspn(colon, "\n")] = '\0';
            snprintf(l->processor, sizeof l->processor, "%.120s",
                     colon + 1 + strspn(colon + 1, " "));
            break;
        }
    }
    if (f != NULL)
        fclose(f);
}

static int print_ladder(const Ladder *l)
{
    const Options *o = l->options;
    BobBuffer b = {.allocator = &bob_malloc_allocator}, page = {.allocator = &bob_malloc_allocator};
    int status = EXIT_WELL;
    if (o->json)
        show_json(&b, l);
    else if (o->csv)
        show_csv(&b, l);
    else
        show_table(&b, l);
    if (o->html != NULL)
        ladder_html(&page, l);
    if (b.failed || page.failed) {
        complain("out of memory");
        status = EXIT_FAULT;
    } else if (o->html != NULL && !file_write(o->html, page.bytes, page.size)) {
        complain("cannot write '%s': %s", o->html, strerror(errno));
        status = EXIT_FAULT;
    }
    if (status == EXIT_WELL)
        status = o->json || o->csv ? standard_write(STDOUT_FILENO, &b) : standard_text(&b);
    bob_buffer_free(&b);
    bob_buffer_free(&page);
    return status;
}

/* Whether a list "a,b,c" has the name. */
static bool is_listed(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (; list != NULL; list = strchr(list, ',')) {
        list += *list == ',';
        if (strncmp(list, name, n) == 0 && (list[n] == ',' || list[n] == '\0'))
            return true;
    }
    return false;
}

/* The engines that were named; else all cells of the matrix, with the reference and `typed`
 * beside them, or the rungs. */
static void choose_engines(Ladder *l)
{
    const Options *o = l->options;
    BobEngineInfo e = {.size = sizeof e};
    for (unsigned i = 0; l->rung_count < MOST_RUNGS && bob_engine_info(i, &e); i++)
        if (o->engine != NULL ? is_listed(o->engine, e.name) : o->matrix || e.rung)
            l->rungs[l->rung_count++] = (Rung){.engine = e.name,
                                               .dispatch = e.dispatch,
                                               .representation = e.representation,
                                               .rung = e.rung};
}

static int climb(Ladder *l)
{
    choose_engines(l);
    name_processor(l);
    pin(l);
    int status = check_agreement(l);
    if (status == EXIT_WELL)
        status = count_dispatches(l);
    if (status == EXIT_WELL)
        status = measure(l);
    if (status == EXIT_WELL && l->options->mispredicts)
        status = model(l);
    if (status == EXIT_WELL && l->options->mispredicts)
        status = count_by_hardware(l);
    if (status == EXIT_WELL && l->options->mispredicts && l->options->mispredicts_by == NULL)
        simulate(l);
    progress("", "");
    if (status == EXIT_WELL)
        status = print_ladder(l);
    free(l->outcome);
    free(l->times);
    return status;
}

static int ladder_run(const Options *o)
{
    Input in;
    BobProgram *program = NULL;
    if (o->html != NULL && strcmp(o->html, "-") == 0)
        return wrong_usage(o->command, "--html: '-' names no file");
    if (o->html != NULL && !sink_prepare(o->html))
        return wrong_usage(o->command, "--html: cannot write '%s': %s", o->html, strerror(errno));
    if (o->mispredicts_by != NULL && strcmp(o->mispredicts_by, "models") != 0)
        return wrong_usage(o->command,
                           "--mispredicts: '%s' is not accepted; it takes nothing, or =models",
                           o->mispredicts_by);
    if (o->matrix && o->engine != NULL)
        return wrong_usage(o->command,
                           "--matrix measures all its engines: --engine can't be given with it");
    if (o->json && o->csv)
        return wrong_usage(o->command, "--json and --csv both say how to print: give one");
    if (o->mispredicts && o->mispredicts_by == NULL &&
        (o->code != NULL || strcmp(o->words[0], "-") == 0))
        return wrong_usage(o->command,
                           "--mispredicts reads FILE once for each engine: it can't be '-'");
    int status = program_read(o, o->words[0], &in, &program, NULL);
    if (status != EXIT_WELL)
        return status;
    Ladder *l = calloc(1, sizeof *l);
    if (l == NULL) {
        complain("out of memory");
        status = EXIT_FAULT;
    } else {
        l->options = o;
        l->program = program;
        l->input = &in;
        status = climb(l);
        free(l);
    }
    bob_program_free(program);
    input_free(&in);
    return status;
}

const Command command_ladder = {
    .name = "ladder",
    .bit = IN_LADDER,
    .synopsis = "ladder [OPTION...] FILE [ARG...]",
    .summary = "run every engine: do they agree, and what does each cost?",
    .help =
        "Runs the program on every engine of this build. All must come to the same output, result\n"
        "or error and instruction count; otherwise the difference is shown. Then each is measured\n"
        "in interleaved rounds, in CPU time of the run alone, on one processor where the system\n"
        "allows that, and a table is printed: the least and the median time, the spread (the "
        "middle\n"
        "half of the rounds, of the median), the speed-up over the rung before and over the "
        "first,\n"
        "the dispatches executed (exact) and their least time.\n"
        "\n"
        "A program that fails or reaches a limit is measured up to there, so --fuel N cuts a long\n"
        "program short. What it prints is compared and thrown away.",
    .statuses = "0    the engines agree; the table is printed, whatever the program came to\n"
                "2    wrong usage, or a file that can't be opened\n"
                "3    source or assembly that does not parse or is outside the subset\n"
                "4    a container that was refused\n"
                "6    a difference\n"
                "70   a fault of bobbin's own",
    .examples = "bobbin ladder primes.py 1000\n"
                "bobbin ladder --fuel 100000000 --rounds 10 long.bob\n"
                "bobbin ladder --json f.bob | jq '.engines[] | [.engine, .over_switch]'\n"
                "bobbin ladder --mispredicts --html ladder.html f.py",
    .least = 1,
    .word_names = "FILE",
    .arguments = true,
    .run = ladder_run,
};
