/* A rule engine: rules in Python, written by tenants that nobody trusts, called for each order in
 * four threads. Each tenant has a machine of its own, a heap that it can't leave and a budget of
 * fuel for each call; a rule that never ends costs its budget and nothing else.
 *
 *   cc rules.c $(pkg-config --cflags --libs bobbin) -lm -lpthread */
#include <bobbin.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define TENANTS 4
#define ORDERS 1000
#define BUDGET 10000 /* of fuel, a call */

static const char rules[] =
    "seen = 0\n"
    "def discount(kind, prices):\n"
    "    global seen\n"
    "    seen += 1\n"
    "    if kind == 'greedy' and seen % 100 == 0:\n"
    "        while True:\n"
    "            pass\n"
    "    return round(sum(prices) * (0.1 if len(prices) > 2 else 0.0), 2)\n";

typedef struct Tenant {
    const BobProgram *program; /* one for all: it is immutable */
    const char *kind;
    double total;
    unsigned refused;
    const char *failure;
} Tenant;

static void serve(Tenant *t, BobMachine *m)
{
    unsigned i;
    if (bob_machine_run(m) != BOB_OK) { /* main binds what the calls use */
        t->failure = "main failed";
        return;
    }
    for (i = 0; i < ORDERS; i++) {
        const double prices[] = {1.5, 2.25, i};
        BobInput args[] = {bob_in_text(t->kind), bob_in_floats(prices, 3)};
        BobStatus status;
        bob_machine_set_fuel(m, bob_machine_instructions(m) + BUDGET);
        status = bob_machine_call(m, "discount", args, 2);
        if (status == BOB_OK)
            t->total += bob_machine_result(m).number;
        else
            t->refused++;
        if (status == BOB_OUT_OF_FUEL) /* it could go on; it may not */
            (void)bob_machine_abandon(m);
    }
}

static void *run(void *tenant)
{
    Tenant *t = tenant;
    BobMachine *m;
    BobConfig config;
    bob_config_init(&config);
    config.fuel = BUDGET;
    config.heap = 1 << 20;
    if (bob_machine_new(t->program, &config, 0, NULL, &m, NULL) != BOB_OK) {
        t->failure = "no machine";
        return NULL;
    }
    serve(t, m);
    bob_machine_free(m);
    return NULL;
}

int main(void)
{
    BobProgram *program;
    BobError error;
    pthread_t threads[TENANTS];
    Tenant tenants[TENANTS];
    unsigned i;
    if (bob_program_load(rules, strlen(rules), "rules.py", NULL, &program, &error) != BOB_OK) {
        fprintf(stderr, "line %u: %s\n", (unsigned)error.line, error.message);
        return 1;
    }
    for (i = 0; i < TENANTS; i++) {
        tenants[i] = (Tenant){.program = program, .kind = i == 2 ? "greedy" : "modest"};
        if (pthread_create(&threads[i], NULL, run, &tenants[i]) != 0)
            return 1;
    }
    for (i = 0; i < TENANTS; i++) {
        (void)pthread_join(threads[i], NULL);
        printf("tenant %u, %s: %.2f in all, %u calls over the budget%s%s\n", i, tenants[i].kind,
               tenants[i].total, tenants[i].refused, tenants[i].failure != NULL ? ", " : "",
               tenants[i].failure != NULL ? tenants[i].failure : "");
    }
    bob_program_free(program);
    return 0;
}
