/* Out of memory at every allocation: of compiling, of reading and writing programs in every
 * form, of running in every engine, of snapshots, JSON, traces, profiles and listings, for every
 * program of the tests. Each allocation fails once alone and once with all after it.
 *
 *   oom [--cases M/N] [--most K] [--engine NAME] [--fuel N] [DIR or FILE...]
 *
 * What must hold then: everything is as in the run where nothing failed, or somebody said
 * OutOfMemory; nothing is leaked; each block is resized and freed by its right size; a machine
 * whose run failed for want of memory goes on, by a snapshot, as if nothing had happened.
 *
 * --cases takes the Mth of every N cases alone, --most at most K allocations of each part of a
 * case, evenly spread: samples. A build with AddressSanitizer sees more. */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/stat.h>

#include "core/bobbin_lab.h"
#include "tests/conform/conform.h"

#define DEFAULT_FUEL 300000 /* each program runs many thousand times */
#define SMALL_STACK_VALUES 4096
#define SLICE 203

static unsigned long taken_case = 0, of_cases = 1, case_number;
static uint64_t most = UINT64_MAX, fuel = DEFAULT_FUEL, runs;
static const char *only_engine;

/* ---- where it is, for the last words of a crash ---- */

static const Case *at_case;
static const char *at_part, *at_engine;
static Ledger ledger;

static void say_where(void)
{
    printf("%s:%u %s: %s [%s], call %llu%s failed\n", at_case->file, at_case->line,
           at_case->name != NULL ? at_case->name : "", at_part, at_engine,
           (unsigned long long)ledger.fail_at, ledger.all_after ? " and all after it" : "");
    (void)fflush(stdout);
}

static void crashed(int number)
{
    say_where();
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

static bool bad(const char *what)
{
    printf("%s: ", what);
    say_where();
    return false;
}

/* ---- the parts of a case ----
 *
 * Each does its work with memory of the ledger, and adds to `seen` whatever can be seen. True
 * where somebody reported that memory is out; `seen` may then lack something. */

typedef struct Made {
    const Case *c;
    BobProgram *program; /* of the ledger, made while nothing failed */
    char *container, *snapshot;
    size_t container_size, snapshot_size;
    BobConfig config;
} Made;

static const BobAllocator of_ledger = {ledger_resize, &ledger};

static void see(Text *seen, const char *what, const void *bytes, size_t n)
{
    add_text(seen, what);
    add_text(seen, ": ");
    add(seen, bytes, n);
    add_text(seen, "\n");
}

static void see_number(Text *seen, const char *what, uint64_t n)
{
    char text[24];
    see(seen, what, text, (size_t)snprintf(text, sizeof text, "%llu", (unsigned long long)n));
}

static bool out(BobStatus status)
{
    return status == BOB_OUT_OF_MEMORY;
}

/* A program or a refusal; of a refusal the place and the words. */
static bool see_program(Text *seen, BobStatus status, BobProgram *p, const BobError *e)
{
    if (status == BOB_OK) {
        uint64_t hash = bob_program_hash(p);
        see(seen, "program", &hash, sizeof hash);
        bob_program_free(p);
    } else {
        see(seen, "refused", e->message, strlen(e->message));
        see_number(seen, "line", e->line);
        see_number(seen, "column", e->column);
        if (status != e->kind || p != NULL)
            see(seen, "another status than kind, or a program", "", 0);
    }
    return out(status);
}

static bool part_load(const Made *m, Text *seen)
{
    BobProgram *p = NULL;
    BobError error = {0};
    BobStatus status =
        bob_program_load(m->c->source.bytes, m->c->source.size, m->c->name, &of_ledger, &p, &error);
    return see_program(seen, status, p, &error);
}

typedef struct Refusals {
    Text *seen;
    bool failure;
} Refusals;

static void see_refusal(void *ctx, const BobError *e)
{
    Refusals *r = ctx;
    r->failure |= out(e->kind);
    (void)see_program(r->seen, e->kind, NULL, e);
}

static bool part_refusals(const Made *m, Text *seen)
{
    Refusals r = {.seen = seen};
    BobStatus status = bob_program_refusals(m->c->source.bytes, m->c->source.size, m->c->name,
                                            &of_ledger, see_refusal, &r);
    return out(status) || r.failure;
}

static bool part_container(const Made *m, Text *seen)
{
    BobProgram *p = NULL;
    BobError error = {0};
    BobStatus status =
        bob_program_load(m->container, m->container_size, NULL, &of_ledger, &p, &error);
    return see_program(seen, status, p, &error);
}

static bool see_bytes(const Made *m, Text *seen, const char *what, BobStatus status, char **bytes,
                      size_t n)
{
    if (status == BOB_OK) {
        see(seen, what, *bytes, n);
        bob_bytes_free(m->program, *bytes, n);
    }
    *bytes = NULL;
    return out(status);
}

static bool part_forms(const Made *m, Text *seen)
{
    static const char *const engines[] = {"direct", "fused", NULL};
    char *bytes = NULL;
    size_t n = 0, i;
    bool failure = false;
    BobStatus status = bob_program_to_container(m->program, &bytes, &n);
    failure |= see_bytes(m, seen, "container", status, &bytes, n);
    status = bob_program_to_assembly(m->program, &bytes, &n);
    failure |= see_bytes(m, seen, "assembly", status, &bytes, n);
    for (i = 0; i < COUNT_OF(engines); i++) {
        status = bob_program_to_threaded(m->program, engines[i], &bytes, &n);
        failure |= see_bytes(m, seen, "threaded", status, &bytes, n);
    }
    return failure;
}

static bool see_json(const BobMachine *machine, Text *seen)
{
    bool failure = out(bob_machine_state_json(machine, text_write, seen));
    return out(bob_machine_outcome_json(machine, text_write, seen)) || failure;
}

/* Of a machine that has ended or failed. */
static bool see_end(const BobMachine *machine, BobStatus status, const Text *output, Text *seen)
{
    see(seen, "status", bob_status_name(status), strlen(bob_status_name(status)));
    see(seen, "output", text_of(output), output->size);
    see_number(seen, "instructions", bob_machine_instructions(machine));
    see_number(seen, "heap", bob_machine_heap_bytes(machine));
    return see_json(machine, seen);
}

/* Memory is there again: a snapshot of a machine that failed goes on to the same end. */
static bool go_on(const Made *m, BobMachine **machine, const BobConfig *config)
{
    BobMachine *other = NULL;
    BobError error = {0};
    char *bytes = NULL;
    size_t n = 0;
    BobStatus status = bob_machine_snapshot(*machine, &bytes, &n, &error);
    if (status != BOB_OK)
        return bad("no snapshot after want of memory");
    status = bob_machine_restore(m->program, config, bytes, n, &other, &error);
    bob_bytes_free(m->program, bytes, n);
    if (status != BOB_OK)
        return bad(error.message);
    bob_machine_free(*machine);
    *machine = other;
    return true;
}

static BobStatus run_all(BobMachine *machine, uint64_t slice)
{
    BobStatus status;
    do
        status = bob_machine_run_slice(machine, slice);
    while (status == BOB_YIELDED);
    return status;
}

static bool run_in(const Made *m, uint64_t slice, Text *seen)
{
    Text output = {0};
    BobConfig config = m->config;
    BobMachine *machine = NULL;
    BobError error = {0};
    bool failure = false;
    BobStatus status;
    config.write_ctx = &output;
    status = bob_machine_new(m->program, &config, m->c->argc, (const char *const *)m->c->args,
                             &machine, &error);
    if (status != BOB_OK) {
        if (machine != NULL || error.kind != status || error.message[0] == '\0')
            return !bad("a refusal that is not whole");
        return out(status);
    }
    status = run_all(machine, slice);
    if (out(status) && ledger.failures > 0 && !ledger.all_after && go_on(m, &machine, &config))
        status = run_all(machine, slice);
    failure = out(status) && ledger.failures > 0 && ledger.all_after;
    failure |= see_end(machine, status, &output, seen);
    bob_machine_free(machine);
    text_free(&output);
    return failure;
}

static bool part_run(const Made *m, Text *seen)
{
    return run_in(m, BOB_UNLIMITED, seen);
}

static bool part_slices(const Made *m, Text *seen)
{
    return run_in(m, SLICE, seen);
}

/* Everything that a machine can say of itself at a stop in the middle. */
static bool part_stop(const Made *m, Text *seen)
{
    BobConfig config = m->config;
    BobMachine *machine = NULL;
    BobError error = {0};
    char *bytes = NULL;
    size_t n = 0;
    bool failure;
    BobStatus status;
    config.write = NULL;
    status = bob_machine_new(m->program, &config, m->c->argc, (const char *const *)m->c->args,
                             &machine, &error);
    if (status != BOB_OK)
        return out(status);
    status = bob_machine_run_slice(machine, 50);
    failure = out(status) && ledger.failures > 0;
    status = bob_machine_snapshot(machine, &bytes, &n, &error);
    failure |= see_bytes(m, seen, "snapshot", status, &bytes, n);
    failure |= see_json(machine, seen);
    bob_machine_free(machine);
    return failure;
}

static bool part_restore(const Made *m, Text *seen)
{
    Text output = {0};
    BobConfig config = m->config;
    BobMachine *machine = NULL;
    BobProgram *p = NULL;
    BobError error = {0};
    BobStatus status = bob_snapshot_program(m->snapshot, m->snapshot_size, &of_ledger, &p, &error);
    bool failure = see_program(seen, status, p, &error);
    config.write_ctx = &output;
    status =
        bob_machine_restore(m->program, &config, m->snapshot, m->snapshot_size, &machine, &error);
    if (status != BOB_OK) {
        if (machine != NULL || error.kind != status || !out(status))
            (void)bad(error.message);
        return true;
    }
    status = bob_machine_run_slice(machine, 200);
    failure |= out(status) && ledger.failures > 0;
    failure |= see_end(machine, status, &output, seen);
    bob_machine_free(machine);
    text_free(&output);
    return failure;
}

static void count_site(void *ctx, const BobDispatchSite *site)
{
    *(uint64_t *)ctx += site->executed;
}

static void count_watched(void *ctx, const BobWatchSite *site)
{
    *(uint64_t *)ctx += site->count;
}

/* A machine that is inspected while it runs; nothing of it is compared but what it prints and
 * what follows from that: a trace that failed once stops there. */
static bool part_looked_at(const Made *m, Text *seen)
{
    static const char *const engines[] = {"switch", "fused"};
    unsigned kind;
    bool failure = false;
    for (kind = 0; kind < 4; kind++) {
        Text output = {0}, trace = {0};
        BobConfig config = m->config;
        BobMachine *machine = NULL;
        BobStatus status;
        uint64_t total = 0, visited = 0;
        char *bytes = NULL;
        size_t n = 0;
        config.write_ctx = &output;
        if (config.fuel > 2000)
            config.fuel = 2000;
        config.engine = kind == 2 ? "typed" : NULL;
        status = bob_machine_new(m->program, &config, m->c->argc, (const char *const *)m->c->args,
                                 &machine, NULL);
        failure |= out(status);
        if (status != BOB_OK)
            continue;
        status = kind == 0   ? bob_machine_trace(machine, text_write, &trace)
                 : kind == 1 ? bob_machine_profile(machine)
                 : kind == 2 ? bob_machine_watch(machine)
                             : bob_machine_predict(machine);
        failure |= out(status) || (status == BOB_OUTPUT_FAILED && ledger.failures > 0);
        status = bob_machine_run(machine);
        failure |= (out(status) || status == BOB_OUTPUT_FAILED) && ledger.failures > 0;
        for (n = 0; kind == 1 && n < COUNT_OF(engines); n++) {
            failure |=
                out(bob_profile_dispatches(machine, engines[n], count_site, &visited, &total));
            see_number(seen, "dispatches", total + visited);
        }
        if (kind == 2) { /* where a decoder gets no memory another engine goes on: other counts */
            if (bob_watch_listing(machine, &bytes, &n) == BOB_OK)
                bob_bytes_free(m->program, bytes, n);
            failure |= out(bob_watch_sites(machine, count_watched, &visited));
        }
        see(seen, "trace", text_of(&trace), trace.size);
        see(seen, "output", text_of(&output), output.size);
        bob_machine_free(machine);
        text_free(&output);
        text_free(&trace);
    }
    return failure;
}

/* ---- failing ---- */

typedef bool (*Part)(const Made *m, Text *seen);

static bool try(const Made *m, Part part, const Text *reference, uint64_t at, bool all_after)
{
    uint64_t before = ledger.in_use;
    Text seen = {0};
    bool reported, fine = true;
    ledger.calls = ledger.failures = ledger.wrong = 0;
    ledger.fail_at = at;
    ledger.all_after = all_after;
    reported = part(m, &seen);
    runs++;
    if (ledger.in_use != before)
        fine = bad("leaked");
    if (ledger.wrong > 0)
        fine = bad("a wrong old_size");
    if (reported && ledger.failures == 0)
        fine = bad("OutOfMemory where nothing failed");
    if (!reported && !text_same(&seen, reference))
        fine = bad("another end");
    if (!fine && getenv("OOM_SHOW") != NULL)
        printf("---- expected\n%s\n---- got\n%s\n----\n", text_of(reference), text_of(&seen));
    text_free(&seen);
    ledger.fail_at = 0;
    return fine;
}

static void check_part(const Made *m, Part part, const char *name)
{
    Text reference = {0};
    uint64_t n, at, step;
    bool fine;
    at_part = name;
    ledger = (Ledger){.in_use = ledger.in_use};
    fine = !part(m, &reference) || bad("OutOfMemory where nothing failed");
    n = ledger.calls;
    step = n / most + 1;
    for (at = 1 + case_number % step; at <= n && fine; at += step)
        fine = try(m, part, &reference, at, false) && try(m, part, &reference, at, true);
    text_free(&reference);
    if (fine)
        passed++;
    else
        failed++;
}

static void check_runs(Made *m)
{
    BobEngineInfo e = {.size = sizeof e};
    unsigned i;
    for (i = 0; bob_engine_info(i, &e); i++) {
        at_engine = e.name;
        if (only_engine == NULL ? !e.rung : strcmp(only_engine, at_engine) != 0)
            continue;
        m->config.engine = at_engine;
        check_part(m, part_run, "run");
        check_part(m, part_slices, "slices");
        check_part(m, part_stop, "stop");
        if (m->snapshot != NULL)
            check_part(m, part_restore, "restore");
    }
    at_engine = "-";
}

/* A snapshot from the middle of the run, where it has one. */
static void take_middle(Made *m)
{
    BobMachine *machine;
    BobConfig config = m->config;
    config.write = NULL;
    if (bob_machine_new(m->program, &config, m->c->argc, (const char *const *)m->c->args, &machine,
                        NULL) != BOB_OK)
        return;
    if (bob_machine_run_slice(machine, 70) == BOB_YIELDED &&
        bob_machine_snapshot(machine, &m->snapshot, &m->snapshot_size, NULL) != BOB_OK)
        m->snapshot = NULL;
    bob_machine_free(machine);
}

void check_case(const Case *c)
{
    Made m = {.c = c, .config = c->config};
    if (case_number++ % of_cases != taken_case)
        return;
    at_case = c;
    at_engine = "-";
    ledger = (Ledger){0};
    check_part(&m, part_load, "load");
    check_part(&m, part_refusals, "refusals");
    ledger = (Ledger){0};
    if (bob_program_load(c->source.bytes, c->source.size, c->name, &of_ledger, &m.program, NULL) !=
        BOB_OK)
        return;
    m.config.allocator = of_ledger;
    m.config.write = text_write;
    m.config.write_ctx = NULL;
    m.config.arena = m.config.arena < SMALL_STACK_VALUES ? m.config.arena : SMALL_STACK_VALUES;
    m.config.fuel = m.config.fuel < fuel ? m.config.fuel : fuel;
    if (bob_program_to_container(m.program, &m.container, &m.container_size) != BOB_OK)
        exit(70);
    check_part(&m, part_container, "container");
    check_part(&m, part_forms, "forms");
    take_middle(&m);
    check_runs(&m);
    check_part(&m, part_looked_at, "trace, profile, watch, predict");
    bob_bytes_free(m.program, m.container, m.container_size);
    if (m.snapshot != NULL)
        bob_bytes_free(m.program, m.snapshot, m.snapshot_size);
    bob_program_free(m.program);
    if (ledger.in_use != 0 || ledger.wrong != 0) {
        (void)bad("leaked, or a wrong old_size, at the end");
        failed++;
    }
}

/* ---- finding the cases ---- */

static void check_python(const char *path, unsigned line, const char *source, size_t n)
{
    Case c;
    case_begin(&c, path, line);
    add(&c.source, source, n);
    if (strncmp(text_of(&c.source), "# args: ", 8) == 0) {
        char *word, *words = keep(&c, c.source.bytes + 8, strcspn(c.source.bytes + 8, "\n"));
        for (word = strtok(words, " "); word != NULL && c.argc < MOST_ARGS;
             word = strtok(NULL, " "))
            c.args[c.argc++] = word;
    }
    check_case(&c);
    case_end(&c);
}

/* Refusals: after each line `== ...` a source. */
static void check_refusals(const char *path, const char *text)
{
    unsigned line = 1;
    const char *source = NULL, *next;
    for (; *text != '\0'; text = next, line++) {
        next = text + strcspn(text, "\n");
        next += *next == '\n';
        if (strncmp(text, "== ", 3) != 0)
            continue;
        source = next;
        text = strstr(source, "\n== ");
        check_python(path, line, source,
                     text == NULL ? strlen(source) : (size_t)(text + 1 - source));
    }
}

static bool ends_in(const char *name, const char *end)
{
    size_t n = strlen(name), k = strlen(end);
    return n >= k && strcmp(name + n - k, end) == 0;
}

static void read_file(const char *path)
{
    Text text = {0};
    char piece[65536];
    size_t n;
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        fprintf(stderr, "oom: %s: %s\n", path, strerror(errno));
        exit(2);
    }
    add(&text, "", 0);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        add(&text, piece, n);
    (void)fclose(f);
    if (ends_in(path, ".rows"))
        read_rows(path, text.bytes);
    else if (ends_in(path, ".boba"))
        read_programs(path, text.bytes);
    else if (ends_in(path, ".txt"))
        check_refusals(path, text.bytes);
    else
        check_python(path, 1, text.bytes, text.size);
    text_free(&text);
}

static void walk(const char *path)
{
    struct dirent **entries;
    struct stat info;
    int i, n;
    if (stat(path, &info) != 0) {
        fprintf(stderr, "oom: %s: %s\n", path, strerror(errno));
        exit(2);
    }
    if (!S_ISDIR(info.st_mode)) {
        read_file(path);
        return;
    }
    n = scandir(path, &entries, NULL, alphasort);
    for (i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        char below[4096];
        int size = snprintf(below, sizeof below, "%s/%s", path, name);
        if (name[0] != '.' && size < (int)sizeof below && stat(below, &info) == 0 &&
            (S_ISDIR(info.st_mode) || ends_in(name, ".boba") || ends_in(name, ".rows") ||
             ends_in(name, ".txt") || (ends_in(name, ".py") && strcmp(name, "expect.py") != 0)))
            walk(below);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

int main(int argc, char **argv)
{
    bool all = true;
    int i;
    (void)signal(SIGSEGV, crashed);
    (void)signal(SIGABRT, crashed);
    if (__sanitizer_set_death_callback != NULL)
        __sanitizer_set_death_callback(say_where);
    for (i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--cases") == 0 && i + 1 < argc &&
            sscanf(argv[++i], "%lu/%lu", &taken_case, &of_cases) == 2 && of_cases > 0)
            continue;
        if (strcmp(argv[i], "--most") == 0 && i + 1 < argc)
            most = strtoull(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--fuel") == 0 && i + 1 < argc)
            fuel = strtoull(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--engine") == 0 && i + 1 < argc)
            only_engine = argv[++i];
        else {
            all = false;
            walk(argv[i]);
        }
    }
    if (all) {
        walk("tests/python");
        walk("tests/programs");
    }
    printf("%llu runs\n", (unsigned long long)runs);
    printf("%lu passed, %lu failed\n", passed, failed);
    return failed > 0 || passed == 0;
}
