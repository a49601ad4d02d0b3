/* The cost of one dispatch, by operation, operands and engine.
 *
 * A case is a pair of programs: one repeats the operation and what it needs UNROLL times in a
 * function, the other only what it needs. main calls the function many times, and prints an
 * empty line before and after; the clock is read in the output callback, so that nothing but
 * the loop is measured. The first of a program's samples is never counted: in it an engine decodes
 * and warms up. The difference, a repetition, is the cost. Where its interval holds zero, all
 * engines do that case again, longer. With --count the same programs run under callgrind, and the
 * difference of instructions is exact. */
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "core/engines/engine.h"
#include "core/machine/ops.h"

#if defined(__has_include)
#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#define HAVE_CALLGRIND 1
#endif
#endif
#ifndef HAVE_CALLGRIND
#define HAVE_CALLGRIND 0
#define CALLGRIND_ZERO_STATS ((void)0)
#define CALLGRIND_DUMP_STATS_AT(name) ((void)(name))
#endif

#define UNROLL 64
#define ROUNDS 20
#define SAMPLES 4 /* a round: the first warms up, the least of the others counts */
#define COUNT_LOOPS 8
#define LONG_ENOUGH 60e-6 /* seconds of a measurement: long against the clock's own */
#define LONGER 4          /* times as long, where that did not resolve a cost */

/* ---- programs ---- */

typedef struct Case {
    const char *op, *operands;
    char with[160], base[160];
    bool fused;
} Case;

static void put_step(char **at, const char *step, size_t n, unsigned number)
{
    static const struct {
        char sign;
        const char *text;
    } signs[] = {
        {'$', "LOAD_GLOBAL "}, {'@', "LOAD_LOCAL "}, {'#', "PUSH_CONST "}, {'=', "STORE_NAME "}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (n > 1 && *step == signs[i].sign) {
            *at += sprintf(*at, "%s", signs[i].text);
            step++;
            n--;
            break;
        }
    for (size_t i = 0; i < n; i++) {
        if (step[i] == '%')
            *at += sprintf(*at, "%u", number);
        else if (step[i] == ',' || (step[i] == ':' && i + 1 < n))
            *(*at)++ = ' ';
        else
            *(*at)++ = step[i];
    }
    *(*at)++ = '\n';
}

/* Each part, parts separated by '|', UNROLL times. */
static void put_steps(char **at, const char *steps)
{
    unsigned number = 0;
    while (*steps != '\0') {
        size_t part = strcspn(steps, "|");
        for (unsigned u = 0; u < UNROLL; u++, number++)
            for (size_t i = 0; i < part;) {
                size_t n = strcspn(steps + i, " |");
                if (n > 0)
                    put_step(at, steps + i, n, number);
                i += n + 1;
            }
        steps += part;
        steps += *steps == '|';
    }
}

static const char SETUP[] =
    ".func main\n"
    "PUSH_CONST 12345\nSTORE_GLOBAL i\nPUSH_CONST 7\nSTORE_GLOBAL j\nPUSH_CONST 3\nSTORE_GLOBAL k\n"
    "PUSH_CONST 1.5\nSTORE_GLOBAL f\nPUSH_CONST 0.37\nSTORE_GLOBAL g\n"
    "PUSH_CONST true\nSTORE_GLOBAL t\nPUSH_CONST false\nSTORE_GLOBAL z\nPUSH_CONST "
    "none\nSTORE_GLOBAL n\n"
    "PUSH_CONST \"abcdefgh\"\nSTORE_GLOBAL s\nPUSH_CONST \"abcdefgi\"\nSTORE_GLOBAL w\n"
    "PUSH_CONST 1\nPUSH_CONST 2\nTUPLE_NEW 2\nSTORE_GLOBAL u\n"
    "PUSH_CONST 5\nPUSH_CONST 16\nLIST_FILL\nSTORE_GLOBAL li\n"
    "PUSH_CONST 9\nLOAD_GLOBAL li\nSWAP\nPUSH_CONST 15\nSWAP\nINDEX_SET\n"
    "PUSH_CONST 0.5\nPUSH_CONST 16\nLIST_FILL\nSTORE_GLOBAL lf\n"
    "PUSH_CONST true\nPUSH_CONST 16\nLIST_FILL\nSTORE_GLOBAL lb\n"
    "LOAD_GLOBAL li\nPUSH_CONST 16\nLIST_FILL\nSTORE_GLOBAL ll\n"
    "PUSH_CONST none\nPUSH_CONST 16\nLIST_FILL\nSTORE_GLOBAL lm\n"
    "LOAD_GLOBAL lm\nPUSH_CONST 3\nPUSH_CONST \"a\"\nINDEX_SET\n"
    "LOAD_GLOBAL lm\nPUSH_CONST 7\nPUSH_CONST 5\nINDEX_SET\n"
    "PUSH_FUNC zero\nSTORE_GLOBAL fn\nPUSH_FUNC two\nSTORE_GLOBAL ft\n";

static const char HELPERS[] =
    ".func zero\nPUSH_CONST none\nRETURN_VAL\n"
    ".func two a b\nPUSH_CONST none\nRETURN_VAL\n"
    ".func three\nPUSH_CONST none\nRETURN_VAL\nSTORE_NAME a\nSTORE_NAME b\nSTORE_NAME c\n";

/* PRINT marks the output for the callback: a mark is this many bytes, which no case prints. */
#define MARK "0123456789012345678901234567890123456789"

static BobProgram *make_program(const char *steps, uint64_t loops, unsigned samples)
{
    char *text = must(malloc(sizeof SETUP + sizeof HELPERS + 65536)), *at = text;
    BobProgram *p;
    at += sprintf(at, "%s", SETUP);
    at += sprintf(at, "PUSH_CONST %u\nSTORE_NAME samples\n", samples);
    at += sprintf(at, "sample:\nPUSH_CONST %llu\nSTORE_NAME loops\n", (unsigned long long)loops);
    at += sprintf(at, "PUSH_CONST \"" MARK "\"\nPRINT 1\nloop:\nCALL_FUNC work\nPOP\n"
                      "LOAD_NAME loops\nPUSH_CONST 1\nSUB\nSTORE_NAME loops\n"
                      "LOAD_NAME loops\nJUMP_IF_TRUE loop\n"
                      "PUSH_CONST \"" MARK "\"\nPRINT 1\n"
                      "LOAD_NAME samples\nPUSH_CONST 1\nSUB\nSTORE_NAME samples\n"
                      "LOAD_NAME samples\nJUMP_IF_TRUE sample\nHALT\n");
    at += sprintf(at, "%s.func work\n", HELPERS);
    at += sprintf(at, "PUSH_CONST 12345\nSTORE_NAME x\nPUSH_CONST 7\nSTORE_NAME y\n"
                      "PUSH_CONST 1.5\nSTORE_NAME xf\nPUSH_CONST 0.37\nSTORE_NAME yf\n"
                      "LOAD_GLOBAL li\nSTORE_NAME xl\nPUSH_CONST 0\nSTORE_NAME v\n"
                      "PUSH_CONST 0\nNOP\n");
    put_steps(&at, steps);
    at += sprintf(at, "NOP\nPUSH_CONST none\nRETURN_VAL\n");
    p = program_assemble(text);
    free(text);
    return p;
}

/* ---- running one ---- */

typedef struct Watch {
    uint64_t began, ticks; /* the least of all samples but the first */
    unsigned marks;
    const char *dump; /* the name for callgrind, or NULL */
} Watch;

static int on_output(void *ctx, const char *bytes, size_t n)
{
    Watch *w = ctx;
    (void)bytes;
    if (n < sizeof MARK - 1)
        return 0;
    w->marks++;
    if (w->marks % 2 == 0) {
        uint64_t ticks = clock_ticks() - w->began;
        if (w->marks == 4 || (w->marks > 4 && ticks < w->ticks))
            w->ticks = ticks;
        if (w->dump != NULL && w->marks == 4)
            CALLGRIND_DUMP_STATS_AT(w->dump);
    } else {
        if (w->dump != NULL && w->marks == 3)
            CALLGRIND_ZERO_STATS;
        w->began = clock_ticks();
    }
    return 0;
}

/* Ticks of the shortest sample, the first left out; 0 where the program failed. */
static uint64_t run_once(const BobProgram *p, const char *engine, const char *dump)
{
    static const char *const argv[] = {"argument"};
    BobConfig config;
    BobMachine *m;
    BobError error;
    Watch w = {.dump = dump};
    BobStatus status;
    bob_config_init(&config);
    config.warm_up = 0;
    config.engine = engine;
    config.stack = 4096;
    config.depth = 16;
    config.arena = 8192;
    config.heap = 1u << 30;
    config.output = BOB_UNLIMITED;
    config.write = on_output;
    config.write_ctx = &w;
    if (bob_machine_new(p, &config, 1, argv, &m, &error) != BOB_OK) {
        fprintf(stderr, "bench: %s\n", error.message);
        exit(70);
    }
    status = bob_machine_run(m);
    if (status != BOB_OK)
        fprintf(stderr, "bench: %s: %s\n", bob_status_name(status), bob_machine_error(m)->message);
    bob_machine_free(m);
    return status == BOB_OK && w.marks >= 4 ? w.ticks : 0;
}

/* ---- a case on an engine ---- */

typedef struct Pair {
    const Case *c;
    const char *engine;
    BobProgram *with, *base;
    uint64_t loops;
    char name[160];
    Samples seconds, cycles;       /* of one repetition, by round */
    double least_with, least_base; /* ticks of one repetition */
    double cycles_per_tick;        /* in the round of least_with */
    bool failed;
} Pair;

static double measure(void *ctx)
{
    Pair *p = ctx;
    double per = clock_cycles_per_tick(), per2, cost;
    uint64_t base, with;
    if (p->failed)
        return 0;
    base = run_once(p->base, p->engine, NULL);
    with = run_once(p->with, p->engine, NULL);
    per2 = clock_cycles_per_tick();
    if (per2 > per)
        per = per2;
    cost = ((double)with - (double)base) / (double)(UNROLL * p->loops);
    samples_add(&p->seconds, cost * clock_tick_seconds());
    samples_add(&p->cycles, cost * per);
    if (p->seconds.count == 1 || (double)with < p->least_with) {
        p->least_with = (double)with;
        p->cycles_per_tick = per;
    }
    if (p->seconds.count == 1 || (double)base < p->least_base)
        p->least_base = (double)base;
    return (double)with * clock_tick_seconds();
}

/* The two programs, with as many loops as the pair says. */
static void make_pair(Pair *p)
{
    bob_program_free(p->with);
    bob_program_free(p->base);
    p->with = make_program(p->c->with, p->loops, SAMPLES);
    p->base = make_program(p->c->base, p->loops, SAMPLES);
}

static void prepare(Pair *p, bool count)
{
    uint64_t ticks;
    p->loops = COUNT_LOOPS;
    p->with = make_program(p->c->with, p->loops, 2);
    p->base = make_program(p->c->base, p->loops, 2);
    if (count)
        return;
    ticks = run_once(p->with, p->engine, NULL);
    if (ticks == 0) {
        p->failed = true;
        return;
    }
    double seconds = (double)ticks * clock_tick_seconds() / (double)p->loops;
    p->loops = (uint64_t)(LONG_ENOUGH / (seconds > 1e-9 ? seconds : 1e-9)) + COUNT_LOOPS;
    make_pair(p);
}

/* For Google Benchmark, which wants a number: prepared when it is first asked for. */
static double measure_alone(void *ctx)
{
    Pair *p = ctx;
    if (p->with == NULL)
        prepare(p, false);
    if (p->failed)
        exit(70); /* run_once has said why */
    (void)measure(p);
    return p->seconds.at[p->seconds.count - 1];
}

static bool is_resolved(const Pair *p)
{
    Summary s = samples_summary(&p->seconds);
    return s.low > 0 || s.high < 0;
}

/* Measures the cases again that some engine has not resolved, all engines of them, so that what is
 * compared comes of the same rounds. */
static void measure_longer(Pair *pairs, size_t n, int rounds, bool progress)
{
    bool again = false;
    for (size_t i = 0, end; i < n; i = end) {
        bool resolved = true;
        for (end = i; end < n && pairs[end].c == pairs[i].c; end++)
            resolved = resolved && (pairs[end].failed || is_resolved(&pairs[end]));
        for (size_t k = i; k < end && !resolved; k++) {
            Pair *p = &pairs[k];
            if (p->failed)
                continue;
            p->loops *= LONGER;
            make_pair(p);
            p->seconds.count = p->cycles.count = 0;
            bench_register(p->name, measure, p, rounds);
            again = true;
        }
    }
    if (again)
        bench_run(progress);
}

/* The minimum is that of the two programs' least times: a difference of two measurements of
 * one round may be too small as well as too large. */
static Summary summary_of(const Pair *p, bool cycles)
{
    Summary s = samples_summary(cycles ? &p->cycles : &p->seconds);
    s.min = (p->least_with - p->least_base) / (double)(UNROLL * p->loops) *
            (cycles ? p->cycles_per_tick : clock_tick_seconds());
    return s;
}

/* ---- the cases ---- */

static Case *cases;
static size_t case_count, case_room;

static Case *new_case(const char *op, const char *operands, bool fused)
{
    if (case_count == case_room) {
        case_room = case_room > 0 ? 2 * case_room : 256;
        cases = must(realloc(cases, case_room * sizeof *cases));
    }
    cases[case_count] = (Case){.op = op, .operands = operands, .fused = fused};
    return &cases[case_count++];
}

static void add_case(const char *op, const char *operands, const char *with, const char *base,
                     bool fused)
{
    Case *c = new_case(op, operands, fused);
    (void)snprintf(c->with, sizeof c->with, "%s", with);
    (void)snprintf(c->base, sizeof c->base, "%s", base);
}

static void add_binary(const char *op, const char *operands, const char *a, const char *b)
{
    Case *c = new_case(op, operands, false);
    (void)snprintf(c->with, sizeof c->with, "%s %s %s", a, b, op);
    (void)snprintf(c->base, sizeof c->base, "%s %s", a, b);
}

/* The sources and sinks of fuse.def as steps. */
static void add_fused(const char *name, const char *op, const char *source, const char *sink,
                      bool floats)
{
    bool index = strcmp(op, "INDEX_GET") == 0;
    const char *local = index ? "@xl" : floats ? "@xf" : "@x";
    const char *local2 = floats ? "@yf" : "@y";
    const char *global = index ? "$li" : floats ? "$f" : "$i";
    const char *global2 = floats ? "$g" : "$j";
    const char *constant = floats ? "#0.37" : "#3";
    const char *a = source[0] == 'S' ? global : local;
    const char *b = source[1] == 'S' ? global2 : source[1] == 'L' ? local2 : constant;
    const char *end = strcmp(sink, "STORE") == 0   ? "=v"
                      : strcmp(sink, "FALSE") == 0 ? "JUMP_IF_FALSE:L% L%:"
                      : strcmp(sink, "TRUE") == 0  ? "JUMP_IF_TRUE:L% L%:"
                                                   : "";
    Case *c = new_case(name, index ? "list of ints" : floats ? "float" : "int", true);
    /* a NOP keeps what is only needed from being fused itself */
    if (source[0] == 'S' && source[1] == 'S') {
        (void)snprintf(c->base, sizeof c->base, "%s %s", a, b);
        (void)snprintf(c->with, sizeof c->with, "%s %s %s %s", a, b, op, end);
    } else {
        (void)snprintf(c->base, sizeof c->base, "%s", source[0] == 'S' ? a : "");
        (void)snprintf(c->with, sizeof c->with, "%s %s %s %s", a, b, op, end);
    }
}

static bool has_floats(const char *op)
{
    static const char *const names[] = {"ADD", "SUB", "MUL", "DIV", "LT",
                                        "LE",  "GT",  "GE",  "EQ",  "NE"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(op, names[i]) == 0)
            return true;
    return false;
}

static void make_cases(void)
{
#define CASE(op, operands, with, base) add_case(#op, operands, with, base, false);
#include "bench/cases.def"
#define OP(...)
#define ARITH(op, ik, fk, ...)                                                                     \
    if (strcmp(#op, "POW") != 0) {                                                                 \
        add_binary(#op, "int", "$i", "$j");                                                        \
        add_binary(#op, "float", "$f", "$g");                                                      \
        add_binary(#op, "int, float", "$i", "$g");                                                 \
    }
#define BITS(op, ...) add_binary(#op, "int", "$i", "$k");
#define COMPARE(op, ...)                                                                           \
    add_binary(#op, "int", "$i", "$j");                                                            \
    add_binary(#op, "float", "$f", "$g");                                                          \
    add_binary(#op, "int, float", "$i", "$g");
#include "core/machine/ops.def"
#define FUSE_BIN(op, source, sink)                                                                 \
    add_fused(#op "_" #source "_" #sink, #op, #source, #sink, false);                              \
    if (has_floats(#op))                                                                           \
        add_fused(#op "_" #source "_" #sink, #op, #source, #sink, true);
#include "core/decode/fuse.def"
#define CASE(op, operands, with, base) add_case(#op, operands, with, base, true);
#include "bench/fused.def"
}

/* Names what the tables have and no case measures. */
static void write_unmeasured(FILE *out)
{
    static const char *const names[] = {
#define OP(name, ...) #name,
#include "core/machine/ops.def"
#define FUSE(name, ...) #name,
#include "core/decode/fuse.def"
    };
    static const char *const excused[][2] = {
#define NOT_MEASURED(op, why) {#op, why},
#include "bench/cases.def"
    };
    const char *comma = "";
    fputs("\"unmeasured\":[", out);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *why = "no case";
        bool found = false;
        for (size_t k = 0; k < case_count && !found; k++)
            found = strcmp(cases[k].op, names[i]) == 0;
        if (found)
            continue;
        for (size_t k = 0; k < sizeof excused / sizeof *excused; k++)
            if (strcmp(excused[k][0], names[i]) == 0)
                why = excused[k][1];
        fprintf(out, "%s{\"op\":\"%s\",\"why\":\"%s\"}", comma, names[i], why);
        comma = ",";
    }
    fputs("]", out);
}

/* Superinstructions are measured where they are, and in the representation before, as single steps,
 * and in what comes after both on the ladder: it has something better. */
static bool has_fused(const char *engine)
{
    const char *rung, *dispatch, *representation;
    bool after = false;
    if (engine_cell(engine, &dispatch, &representation))
        return strcmp(representation, "tos") == 0 || strcmp(representation, "super") == 0;
    for (unsigned i = 0; (rung = bob_engine_name(i, NULL)) != NULL; i++) {
        after = after || strcmp(rung, "cached") == 0;
        if (strcmp(rung, engine) == 0)
            return after;
    }
    return false;
}

int bench_ops(const Options *o)
{
    const char **engines = engines_wanted(o->engines, o->matrix), *comma = "";
    Pair *pairs;
    double fastest = 0;
    size_t n = 0, count = 0;
    int rounds = o->rounds > 0 ? o->rounds : o->quick ? 3 : ROUNDS, status = 0;
    make_cases();
    while (engines[count] != NULL)
        count++;
    pairs = must(calloc(case_count * count, sizeof *pairs));
    for (size_t i = 0; i < case_count; i++)
        for (size_t e = 0; e < count; e++) {
            Pair *p = &pairs[n];
            char *name = p->name;
            if (cases[i].fused && !has_fused(engines[e]))
                continue;
            (void)snprintf(name, sizeof p->name, "%s/%s/%s", cases[i].op, cases[i].operands,
                           engines[e]);
            if (o->filter != NULL && strstr(name, o->filter) == NULL)
                continue;
            p->c = &cases[i];
            p->engine = engines[e];
            n++;
            if (o->google) {
                char full[200];
                (void)snprintf(full, sizeof full, "ops/%s", name);
                bench_register(full, measure_alone, p, rounds);
                continue;
            }
            prepare(p, o->count);
            if (!o->count && !p->failed) {
                bench_register(name, measure, p, rounds);
            } else if (o->count) {
                char dump[200];
                (void)snprintf(dump, sizeof dump, "base:%s", name);
                (void)run_once(p->base, p->engine, dump);
                (void)snprintf(dump, sizeof dump, "with:%s", name);
                (void)run_once(p->with, p->engine, dump);
                bob_program_free(p->base);
                bob_program_free(p->with);
            }
        }
    if (o->google) { /* they wait for bench_google_show(), to the end of the program */
        free(engines);
        return 0;
    }
    if (!o->count) {
        bench_run(o->progress);
        if (!o->quick)
            measure_longer(pairs, n, rounds, o->progress);
        for (int i = 0; i < 50; i++) {
            double per = clock_cycles_per_tick();
            fastest = per > fastest ? per : fastest;
        }
        fputs("{\"ops\":[\n", o->out);
        for (size_t i = 0; i < n; i++) {
            Pair *p = &pairs[i];
            if (p->failed) {
                status = 1;
                continue;
            }
            fprintf(o->out, "%s{\"op\":\"%s\",\"operands\":\"%s\",", comma, p->c->op,
                    p->c->operands);
            engine_json(o->out, p->engine);
            fprintf(o->out, ",\"fused\":%s,\"ns\":{", p->c->fused ? "true" : "false");
            summary_json(o->out, summary_of(p, false), 1e9);
            fputs("},\"cycles\":{", o->out);
            summary_json(o->out, summary_of(p, true), 1);
            fputs("},", o->out);
            samples_json(o->out, &p->seconds, 1e9);
            fputc('}', o->out);
            comma = ",\n";
        }
        fprintf(o->out, "],\n\"unroll\":%d,\"rounds\":%d,\"core_ghz\":%.4f,\"jump_cycles\":%.4f,",
                UNROLL, rounds, fastest / clock_tick_seconds() * 1e-9, clock_jump_cycles());
        write_unmeasured(o->out);
        fputs("}\n", o->out);
    } else {
        fprintf(o->out, "{\"repetitions\":%d}\n", UNROLL * COUNT_LOOPS);
    }
    for (size_t i = 0; i < n && !o->count; i++) {
        bob_program_free(pairs[i].with);
        bob_program_free(pairs[i].base);
        samples_free(&pairs[i].seconds);
        samples_free(&pairs[i].cycles);
    }
    free(pairs);
    free(engines);
    free(cases);
    return status;
}
