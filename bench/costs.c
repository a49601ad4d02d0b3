/* What a program costs beside running: loading, decoding for each engine, a snapshot and going
 * on from one, and the start of the whole process. */
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"

#define ROUNDS 15
#define BLOCKS 20000 /* of the program that is decoded, 10 instructions each */
#define BLOCK 10
#define FUNCTIONS 100
#define ELEMENTS 100000 /* of the list in the snapshot */

extern char **environ;

typedef struct Cost {
    const char *name, *engine, *unit;
    double units; /* in one measurement: instructions, bytes; 0 where it is a time alone */
    Samples seconds;
} Cost;

/* The instructions of it are never run but for a short loop at the start. */
static char *big_text(void)
{
    char *text = must(malloc((size_t)BLOCKS * 240 + 65536)), *at = text;
    at += sprintf(at,
                  ".func main\nPUSH_CONST 50000\nSTORE_NAME n\nagain:\nLOAD_NAME n\nPUSH_CONST 1\n"
                  "SUB\nDUP\nSTORE_NAME n\nJUMP_IF_TRUE again\nHALT\n");
    for (int f = 0; f < FUNCTIONS; f++) {
        at += sprintf(at, ".func f%d a b\nstart:\n", f);
        for (int i = 0; i < BLOCKS / FUNCTIONS; i++)
            at += sprintf(
                at,
                "LOAD_NAME a\nLOAD_NAME b\nADD\nSTORE_NAME c\nLOAD_NAME c\nPUSH_CONST %d\nLT\n"
                "JUMP_IF_FALSE start\nNOP\nNOP\n",
                i);
        at += sprintf(at, "PUSH_CONST none\nRETURN_VAL\n");
    }
    return text;
}

static BobMachine *new_machine(const BobProgram *p, const char *engine)
{
    BobConfig config;
    BobMachine *m;
    BobError error;
    bob_config_init(&config);
    config.warm_up = 0;
    config.engine = engine;
    if (bob_machine_new(p, &config, 0, NULL, &m, &error) != BOB_OK) {
        fprintf(stderr, "bench: %s\n", error.message);
        exit(70);
    }
    return m;
}

static BobProgram *big, *with_list;
static char *big_container, *snapshot;
static size_t big_size, snapshot_size;

static double load(void *ctx)
{
    Cost *c = ctx;
    BobProgram *p;
    BobError error;
    double began = clock_cpu_seconds(), seconds;
    if (bob_program_load(big_container, big_size, "big", NULL, &p, &error) != BOB_OK)
        exit(70);
    seconds = clock_cpu_seconds() - began;
    bob_program_free(p);
    samples_add(&c->seconds, seconds);
    return seconds;
}

/* Decoding is what the first slice takes longer than the second. */
static double decode(void *ctx)
{
    Cost *c = ctx;
    BobMachine *m = new_machine(big, c->engine);
    double t0 = clock_cpu_seconds(), t1, t2;
    (void)bob_machine_run_slice(m, 100000);
    t1 = clock_cpu_seconds();
    (void)bob_machine_run_slice(m, 100000);
    t2 = clock_cpu_seconds();
    bob_machine_free(m);
    samples_add(&c->seconds, (t1 - t0) - (t2 - t1));
    return t1 - t0;
}

static double take(void *ctx)
{
    Cost *c = ctx;
    BobMachine *m = new_machine(with_list, c->engine);
    BobError error;
    char *bytes;
    size_t n;
    double began, seconds;
    (void)bob_machine_run_slice(m, 100000);
    began = clock_cpu_seconds();
    if (bob_machine_snapshot(m, &bytes, &n, &error) != BOB_OK)
        exit(70);
    seconds = clock_cpu_seconds() - began;
    bob_bytes_free(with_list, bytes, n);
    bob_machine_free(m);
    samples_add(&c->seconds, seconds);
    return seconds;
}

static double restore(void *ctx)
{
    Cost *c = ctx;
    BobConfig config;
    BobMachine *m;
    BobError error;
    double began, seconds;
    bob_config_init(&config);
    config.warm_up = 0;
    config.engine = c->engine;
    began = clock_cpu_seconds();
    if (bob_machine_restore(with_list, &config, snapshot, snapshot_size, &m, &error) != BOB_OK)
        exit(70);
    seconds = clock_cpu_seconds() - began;
    bob_machine_free(m);
    samples_add(&c->seconds, seconds);
    return seconds;
}

static double new_and_free(void *ctx)
{
    Cost *c = ctx;
    double began = clock_cpu_seconds(), seconds;
    bob_machine_free(new_machine(with_list, c->engine));
    seconds = clock_cpu_seconds() - began;
    samples_add(&c->seconds, seconds);
    return seconds;
}

/* The wall-clock time of a whole process that runs next to nothing. */
static const char *program, *trivial;
static double start(void *ctx)
{
    Cost *c = ctx;
    char engine[64];
    posix_spawn_file_actions_t actions;
    pid_t pid;
    int status;
    double began, seconds;
    (void)snprintf(engine, sizeof engine, "--engine=%s", c->engine);
    char *argv[] = {(char *)(uintptr_t)program, (char *)"run", engine, (char *)(uintptr_t)trivial,
                    NULL};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    began = clock_wall_seconds();
    if (posix_spawn(&pid, program, &actions, NULL, argv, environ) != 0 ||
        waitpid(pid, &status, 0) != pid) {
        perror(program);
        exit(70);
    }
    seconds = clock_wall_seconds() - began;
    posix_spawn_file_actions_destroy(&actions);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "bench: %s does not run\n", program);
        exit(70);
    }
    samples_add(&c->seconds, seconds);
    return seconds;
}

static Cost *costs;
static size_t cost_count;

static void add(const char *name, const char *engine, const char *unit, double units,
                BenchBody body, int rounds)
{
    char full[128];
    Cost *c = &costs[cost_count++];
    *c = (Cost){.name = name, .engine = engine, .unit = unit, .units = units};
    (void)snprintf(full, sizeof full, "%s/%s", name, engine);
    bench_register(full, body, c, rounds);
}

int bench_costs(const Options *o)
{
    const char **engines = engines_wanted(o->engines, o->matrix), *comma = "";
    int rounds = o->rounds > 0 ? o->rounds : o->quick ? 2 : ROUNDS;
    char *text = big_text(), list[400], path[] = "/tmp/bobbin-bench-XXXXXX";
    BobMachine *m;
    BobError error;
    int file = mkstemp(path);
    big = program_assemble(text);
    free(text);
    (void)snprintf(list, sizeof list,
                   ".func main\nPUSH_CONST 7\nPUSH_CONST %d\nLIST_FILL\nSTORE_NAME "
                   "a\nagain:\nNOP\nJUMP again\n",
                   ELEMENTS);
    with_list = program_assemble(list);
    m = new_machine(with_list, engines[0]);
    (void)bob_machine_run_slice(m, 100000);
    if (bob_program_to_container(big, &big_container, &big_size) != BOB_OK ||
        bob_machine_snapshot(m, &snapshot, &snapshot_size, &error) != BOB_OK || file < 0 ||
        dprintf(file, ".func main\nPUSH_CONST 1\nPRINT 1\nHALT\n") < 0) {
        fprintf(stderr, "bench: no program to measure\n");
        return 70;
    }
    bob_machine_free(m);
    program = o->bobbin;
    trivial = path;
    costs = must(calloc(1000, sizeof *costs));
    add("load a container", engines[0], "instructions", BLOCKS * BLOCK, load, rounds);
    for (size_t e = 0; engines[e] != NULL; e++) {
        add("decode", engines[e], "instructions", BLOCKS * BLOCK, decode, rounds);
        add("snapshot", engines[e], "bytes", (double)snapshot_size, take, rounds);
        add("restore", engines[e], "bytes", (double)snapshot_size, restore, rounds);
        add("machine, new and free", engines[e], "", 0, new_and_free, rounds);
        add("process", engines[e], "", 0, start, rounds);
    }
    bench_run(o->progress);
    fputs("{\"costs\":[\n", o->out);
    for (size_t i = 0; i < cost_count; i++) {
        Cost *c = &costs[i];
        fprintf(o->out,
                "%s{\"cost\":\"%s\",\"engine\":\"%s\",\"unit\":\"%s\",\"units\":%.0f,"
                "\"microseconds\":{",
                comma, c->name, c->engine, c->unit, c->units);
        summary_json(o->out, samples_summary(&c->seconds), 1e6);
        fputs("},", o->out);
        samples_json(o->out, &c->seconds, 1e6);
        fputc('}', o->out);
        comma = ",\n";
        samples_free(&c->seconds);
    }
    fputs("]}\n", o->out);
    (void)close(file);
    (void)unlink(path);
    bob_bytes_free(with_list, snapshot, snapshot_size);
    bob_bytes_free(big, big_container, big_size);
    bob_program_free(big);
    bob_program_free(with_list);
    free(costs);
    free(engines);
    return 0;
}
