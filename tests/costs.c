/* Whether time is proportional to fuel: each operation and built-in runs at sizes n, 8n and 64n
 * (costs.def), and what it takes for a unit of fuel may not grow with the size. Rows come from
 * ops.def and builtins.def; one without a case is a failure.
 *
 *   costs          times it: ns a unit of fuel, the least of several runs (make bench-fuel)
 *   costs --count  under callgrind: marks off the instructions of each case (tests/costs.sh),
 *                  which repeat exactly */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <valgrind/callgrind.h>

#include "core/machine/ops.h"
#include "tests/machines.h"

/* Instructions for a unit of fuel, which stands for 64 bytes or elements, or for one instruction:
 * a processor executes 15 to 20 of such loops in a nanosecond, so that what is cheap stays below
 * 100 ns. What is dearer has a reason, and its figure stands in docs/fuel.md. */
enum {
    CHEAP = 2000,
    WALK = 12500,   /* 64 elements or bytes, each examined by itself: up to 200 for one */
    FLOATS = 12000, /* digits of floats: the C library's long division */
    MAKES = 30000,  /* 64 new objects: 450 for one */
    ENDS = 1 << 30  /* it ends the program, so that it runs once */
};

typedef struct Case {
    const char *row, *what;
    double most;
    const char *setup, *body;
} Case;

static const Case cases[] = {
#define COST(row, what, most, setup, body) {#row, what, most, setup, body},
#include "tests/costs.def"
};
#define CASES (sizeof cases / sizeof *cases)

static const char *const rows[] = {
#define OP(name, ...) #name,
#include "core/machine/ops.def"
#define BUILTIN(name, ...) #name,
#include "core/machine/builtins/builtins.def"
};

static const unsigned sizes[] = {512, 4096, 32768};
#define SIZES 3
#define UNITS 32768u /* of work for each size, or more: how often the body is repeated */
#define LEAST_REPEATED 16u
#define COUNTED 8u /* where it is counted, which repeats exactly but takes long */

/* ---- programs ---- */

static void add(Text *t, const char *text)
{
    (void)text_write(t, text, strlen(text));
}

static void add_number(Text *t, unsigned long n)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%lu", n);
    add(t, text);
}

/* The notation of costs.def. */
static void expand(Text *t, const char *s, unsigned n)
{
    const char *repeated = NULL;
    unsigned left = 0;
    for (; *s != '\0'; s++) {
        if (*s == ';') {
            add(t, "\n");
        } else if (strncmp(s, "{n}", 3) == 0) {
            add_number(t, n);
            s += 2;
        } else if (*s == '@' || *s == '=') {
            add(t, *s == '@' ? "LOAD_NAME " : "STORE_NAME ");
        } else if (*s == '[') {
            repeated = s;
            left = 254;
        } else if (*s == ']' && left > 0) {
            s = repeated;
            left--;
        } else if (*s != ']') {
            (void)text_write(t, s, 1);
        }
    }
}

static void add_functions(Text *t, const Case *c, unsigned n)
{
    bool locals = strstr(c->body, "locals") != NULL;
    unsigned i;
    if (!locals && strstr(c->body, "arguments") == NULL)
        return;
    add(t, locals ? ".func locals\n" : ".func arguments");
    for (i = 0; i < n && !locals; i++) {
        add(t, " p");
        add_number(t, i);
    }
    add(t, "\nPUSH_CONST 1\nRETURN_VAL\n");
    for (i = 0; i < n && locals; i++) { /* never reached */
        add(t, "PUSH_CONST 0\nSTORE_NAME v");
        add_number(t, i);
        add(t, "\n");
    }
}

/* `held` has n parameters with a default, `named` one parameter. */
static void add_function_objects(Text *t, const Case *c, unsigned n)
{
    unsigned i;
    if (strstr(c->body, "PUSH_FUNC named") != NULL)
        add(t, ".func named x\nPUSH_CONST 1\nRETURN_VAL\n");
    if (strstr(c->body, "PUSH_FUNC held") == NULL && strstr(c->setup, "PUSH_FUNC held") == NULL)
        return;
    add(t, ".func held");
    for (i = 0; i < n; i++) {
        add(t, " p");
        add_number(t, i);
    }
    add(t, "\n");
    for (i = 0; i < n; i++) {
        add(t, ".param p");
        add_number(t, i);
        add(t, " positional default\n");
    }
    add(t, "PUSH_CONST 1\nRETURN_VAL\n");
}

/* The program of a case, and how many instructions come before its loop. */
static uint32_t write_program(Text *t, const Case *c, unsigned n, unsigned repeats)
{
    uint32_t before = 0;
    size_t i;
    add(t, ".func main\n");
    expand(t, c->setup, n);
    add(t, "PUSH_CONST ");
    add_number(t, c->most == ENDS ? 1 : repeats);
    add(t, "\nSTORE_NAME k\n");
    for (i = 0; i < t->size; i++)
        before += t->bytes[i] == '\n';
    add(t, "loop: NOP\n");
    expand(t, c->body, n);
    add(t, "LOAD_NAME k\nPUSH_CONST 1\nSUB\nDUP\nSTORE_NAME k\nJUMP_IF_TRUE loop\nHALT\n");
    add_functions(t, c, n);
    add_function_objects(t, c, n);
    return before - 1; /* of which one was the directive */
}

static void die(const char *what, const Case *c, unsigned n, const char *why)
{
    (void)fprintf(stderr, "costs: %s %s (%s), size %u: %s\n", what, c->row, c->what, n, why);
    exit(1);
}

/* A machine that stands at its loop. */
static BobMachine *start(const Case *c, unsigned n, unsigned repeats, BobProgram **program)
{
    Text t = {NULL, 0, 0};
    uint32_t before = write_program(&t, c, n, repeats);
    BobConfig config;
    BobMachine *m;
    BobError error;
    BobFrameInfo at = {.ip = 0};
    static const char *const argv[] = {"x"};
    if (bob_program_load(t.bytes, t.size, "case", NULL, program, &error) != BOB_OK)
        die("assembling", c, n, error.message);
    text_free(&t);
    bob_config_init(&config);
    config.engine = "switch";
    config.write = ignore_write;
    config.output = BOB_UNLIMITED;
    if (bob_machine_new(*program, &config, 1, argv, &m, &error) != BOB_OK)
        die("starting", c, n, error.message);
    while (at.ip != before) {
        if (bob_machine_run_slice(m, 1) != BOB_YIELDED)
            die("preparing", c, n, bob_machine_error(m)->message);
        (void)bob_machine_frame(m, 0, &at);
    }
    return m;
}

/* ---- measuring ---- */

typedef struct Cost {
    uint64_t fuel;
    double ns;
} Cost;

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static Cost run(const Case *c, unsigned n, bool count)
{
    BobProgram *program;
    unsigned timed = UNITS / n > LEAST_REPEATED ? UNITS / n : LEAST_REPEATED;
    BobMachine *m = start(c, n, count ? COUNTED : timed, &program);
    uint64_t before = bob_machine_instructions(m);
    double began;
    char name[200];
    BobStatus status;
    Cost cost;
    if (count) {
        CALLGRIND_ZERO_STATS;
        CALLGRIND_TOGGLE_COLLECT;
    }
    began = now();
    status = answered_run(m);
    cost.ns = now() - began;
    cost.fuel = bob_machine_instructions(m) - before;
    (void)snprintf(name, sizeof name, "%s|%s|%u|%" PRIu64 "|%.0f", c->row, c->what, n, cost.fuel,
                   c->most);
    if (count) {
        CALLGRIND_TOGGLE_COLLECT;
        CALLGRIND_DUMP_STATS_AT(name);
    }
    if (status != BOB_OK && c->most != ENDS)
        die("running", c, n, bob_machine_error(m)->message);
    bob_machine_free(m);
    bob_program_free(program);
    return cost;
}

static void measure(const Case *c)
{
    double ns[SIZES], most = 0;
    unsigned i, k;
    for (i = 0; i < SIZES; i++) {
        ns[i] = 0;
        for (k = 0; k < 7; k++) {
            Cost cost = run(c, sizes[i], false);
            double each = cost.ns / (double)cost.fuel;
            if (k == 0 || each < ns[i])
                ns[i] = each;
        }
        if (most < ns[i])
            most = ns[i];
    }
    (void)printf("%-22s %-32s %9.1f %9.1f %9.1f%s\n", c->row, c->what, ns[0], ns[1], ns[2],
                 most > 100 ? "  more than 100" : "");
}

/* ---- that each row has a case ---- */

static bool complete(void)
{
    bool ok = true;
    size_t i, k;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (k = 0; k < CASES && strcmp(cases[k].row, rows[i]) != 0; k++)
            ;
        if (k == CASES) {
            (void)fprintf(stderr, "costs: no case for %s\n", rows[i]);
            ok = false;
        }
    }
    for (k = 0; k < CASES; k++) {
        for (i = 0; i < sizeof rows / sizeof *rows && strcmp(cases[k].row, rows[i]) != 0; i++)
            ;
        if (i == sizeof rows / sizeof *rows) {
            (void)fprintf(stderr, "costs: a case for %s, which is no operation\n", cases[k].row);
            ok = false;
        }
    }
    return ok;
}

int main(int argc, char **argv)
{
    bool count = argc > 1 && strcmp(argv[1], "--count") == 0;
    size_t i;
    unsigned k;
    if (!complete())
        return 1;
    if (!count)
        (void)printf("%-22s %-32s %9u %9u %9u   ns a unit of fuel at that size\n", "row", "",
                     sizes[0], sizes[1], sizes[2]);
    for (i = 0; i < CASES; i++) {
        if (!count && cases[i].most != ENDS)
            measure(&cases[i]);
        for (k = 0; count && k < SIZES; k += SIZES - 1) /* the least and the most */
            (void)run(&cases[i], sizes[k], true);
    }
    return 0;
}
