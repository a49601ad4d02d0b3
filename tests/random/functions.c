/* Functions of random loops, and their programs: short functions, recursion, several types. */
#include "tests/random/weaver.h"

void random_call(Weaver *w, Role *result)
{
    uint32_t f, i;
    bool by_value = one_in(w->r, 4);
    if (w->f + 1 >= w->s->functions || w->calls == 0 || full(w)) {
        *result = R_INT;
        random_value(w, R_INT, 1);
        return;
    }
    w->calls--;
    f = w->f + 1 + below(w->r, w->s->functions - w->f - 1);
    if (by_value)
        put(w, OP_PUSH_FUNC, f);
    for (i = 0; i < w->s->params[f]; i++) {
        Role role = (Role)w->s->roles[f][i];
        random_value(w, one_in(w->r, 60) && w->wild ? R_ANY : role, 1);
    }
    put(w, by_value ? OP_CALL_VALUE : OP_CALL_FUNC, by_value ? i : f);
    *result = (Role)w->s->result[f];
}

static void bind_names(Weaver *w, uint32_t from)
{
    uint32_t i;
    for (i = from; i < w->first + w->locals; i++) {
        if (w->wild && one_in(w->r, 40))
            continue; /* unbound, or a global if there is one */
        if (w->role[i] == R_INT) {
            put_constant(w, C_SMALL_INT);
        } else if (w->role[i] == R_ROW) {
            put_int(w, below(w->r, 3));
        } else if (w->role[i] == R_NUMBER) {
            put_constant(w, one_in(w->r, 2) ? C_MILD_FLOAT : C_SMALL_INT);
        } else if (w->role[i] == R_LIST) {
            random_new_list(w);
        } else if (w->role[i] == R_ROWS) {
            uint32_t k;
            for (k = 0; k < LEAST; k++)
                random_new_list(w);
            put(w, OP_LIST_NEW, k);
        } else if (w->role[i] == R_STR) {
            put_constant(w, C_TEXT);
        } else if (w->role[i] == R_LONG || w->role[i] == R_REALS) {
            random_new_long(w, w->role[i]);
        } else {
            put_constant(w, C_ANY);
        }
        put(w, OP_STORE_NAME, i);
    }
}

/* A short function that only calculates: engines may do it in place of its calls. */
static void brief(Weaver *w, Role result)
{
    uint32_t n = below(w->r, 4), i, over, local;
    w->calls = 0;
    for (i = 0; i < n; i++) {
        Role role = one_in(w->r, 2) ? R_INT : R_NUMBER;
        if (one_in(w->r, 2)) {
            random_condition(w, 1);
            over = put_jump(w, ONE_OF(w->r, OP_JUMP_IF_FALSE, OP_JUMP_IF_TRUE));
            random_value(w, result, 1);
            put(w, OP_RETURN_VAL, 0);
            land_here(w, over);
            continue;
        }
        local = random_name(w, role);
        random_value(w, role, 1);
        put(w, local == LOOP_NAMES ? OP_POP : OP_STORE_NAME, local == LOOP_NAMES ? 0 : local);
    }
}

/* Something returned where n compared with x, or with 0, is so: mostly what is there already, as
 * engines look at that in the call. */
static void recursion_end(Weaver *w, uint32_t n, uint32_t x, unsigned compare)
{
    Role result = (Role)w->s->result[w->f];
    uint32_t over;
    load(w, n);
    if (x != LOOP_NAMES)
        load(w, x);
    else
        put_int(w, (int64_t)below(w->r, 3));
    put(w, compare, 0);
    over = put_jump(w, OP_JUMP_IF_FALSE);
    if (one_in(w->r, 2))
        random_value(w, result, 1);
    else if (result == R_INT || one_in(w->r, 3))
        load(w, n);
    else
        put_constant(w, one_in(w->r, 2) ? C_NUMBER : C_SMALL_INT);
    put(w, OP_RETURN_VAL, 0);
    land_here(w, over);
}

/* f(n, x): some bottom, else the function itself with n - 1 and something else for x. */
static void recursion(Weaver *w)
{
    uint32_t n = w->first, x = w->first + 1, over;
    Role result = (Role)w->s->result[w->f];
    if (w->s->params[w->f] > 1 && one_in(w->r, 4))
        recursion_end(w, n, x, ONE_OF(w->r, OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE));
    recursion_end(w, n, LOOP_NAMES, OP_LE);
    if (one_in(w->r, 2))
        random_step(w);
    if (one_in(w->r, 3)) {
        load(w, n);
        put_int(w, 3);
        put(w, OP_MOD, 0);
        over = put_jump(w, OP_JUMP_IF_TRUE);
        if (one_in(w->r, 2)) {
            random_value(w, result, 1);
            put(w, OP_RETURN_VAL, 0);
        } else {
            put_constant(w, C_NUMBER);
            put(w, OP_STORE_NAME, x);
        }
        land_here(w, over);
    }
    load(w, n);
    put_int(w, one_in(w->r, 4) ? 2 : 1);
    put(w, OP_SUB, 0);
    if (w->s->params[w->f] > 1)
        random_value(w, R_NUMBER, 1);
    put(w, OP_CALL_FUNC, w->f);
    if (result == R_INT || result == R_NUMBER) {
        if (one_in(w->r, 4)) { /* twice */
            load(w, n);
            put_int(w, 3);
            put(w, OP_SUB, 0);
            if (w->s->params[w->f] > 1)
                load(w, x);
            put(w, OP_CALL_FUNC, w->f);
            put(w, OP_ADD, 0);
        }
        random_value(w, result, 1);
        put(w, result == R_INT ? ONE_OF(w->r, OP_XOR, OP_AND, OP_OR) : OP_MAX, 0);
    }
    put(w, OP_RETURN_VAL, 0);
}

static void weave_function(Weaver *w, uint32_t f)
{
    uint32_t i, params = w->s->params[f];
    bool recursive = f > 0 && w->s->recursive[f],
         short_one = f > 0 && !recursive && one_in(w->r, 2);
    w->f = f;
    w->first = GLOBALS;
    w->locals = f == 0 && one_in(w->r, 12) ? 150 + below(w->r, LOOP_NAMES - GLOBALS - 150)
                : short_one                ? params + 1 + below(w->r, 3)
                                           : params + 5 + below(w->r, 12);
    w->calls = f == 0 ? 3 : 2;
    w->counts = w->in_loop = false;
    w->depth = f == 0 ? 0 : 1;
    w->skip_count = w->end_count = 0;
    for (i = 0; i < w->locals; i++)
        w->role[w->first + i] =
            i < params       ? (Role)w->s->roles[f][i]
            : i < params + 4 ? R_INT
                             : (Role)ONE_OF(w->r, R_INT, R_INT, R_NUMBER, R_NUMBER, R_LIST, R_ANY,
                                            R_STR, R_ROWS, i < 40 ? R_ROWS : R_INT, R_ROW, R_ROW,
                                            f == 0 ? R_LONG : R_INT, f == 0 ? R_REALS : R_NUMBER);
    w->s->room = (f == 0 ? 400 : 150) + at(w) + w->locals * 4;
    if (f == 0) { /* the globals */
        for (i = 0; i < GLOBALS; i++) {
            if (i == 2)
                random_new_list(w);
            else
                put_constant(w, i == 0 ? C_SMALL_INT : i == 1 ? C_MILD_FLOAT : C_ANY);
            put(w, OP_STORE_GLOBAL, i);
        }
    }
    bind_names(w, w->first + params);
    w->s->room = at(w) + (f == 0 ? 150 + below(w->r, 350) : 30 + below(w->r, 150));
    if (recursive) {
        recursion(w);
        return;
    }
    if (f == 0) {
        for (i = 0; i < 3; i++) {
            random_block(w, 2);
            random_loop(w);
        }
    } else if (short_one) {
        brief(w, (Role)w->s->result[f]);
    } else {
        random_block(w, 1 + below(w->r, 5));
    }
    random_value(w, f == 0 ? R_ANY : (Role)w->s->result[f], 2);
    put(w, f == 0 && one_in(w->r, 2) ? OP_HALT : OP_RETURN_VAL, 0);
}

void random_make_loops(Spec *s, Random *r)
{
    Weaver w = {.s = s, .r = r};
    uint32_t i, k;
    memset(s, 0, sizeof *s);
    w.wild = one_in(r, 3);
    s->loops = true;
    s->functions = 1 + below(r, FUNCTIONS);
    s->bits = one_in(r, 2) ? some_bits(r) : below(r, 1000);
    s->lines = one_in(r, 8);
    for (i = 1; i < s->functions; i++) {
        s->recursive[i] = one_in(r, 3);
        s->params[i] = s->recursive[i] ? 1 + below(r, 2) : below(r, 5);
        for (k = 0; k < s->params[i]; k++)
            s->roles[i][k] = (uint8_t)(s->recursive[i] ? (k == 0 ? R_INT : R_NUMBER)
                                                       : ONE_OF(r, R_INT, R_NUMBER, R_NUMBER,
                                                                R_LIST, R_ANY, R_STR));
        s->result[i] = (uint8_t)ONE_OF(r, R_INT, R_NUMBER, R_NUMBER, R_ANY, R_LIST);
    }
    for (i = 0; i < s->functions; i++)
        weave_function(&w, i);
    bob_config_init(&s->config);
    s->config.stack = one_in(r, 10) ? 5 + below(r, 50) : 1000;
    s->config.depth = one_in(r, 8) ? 2 + below(r, 30) : 2000;
    s->config.arena = one_in(r, 8) ? 200 + below(r, 3000) : 100000;
    s->config.heap = one_in(r, 12) ? 20000 + below(r, 100000) : 1u << 22;
    s->config.output = 1u << 14;
    s->config.fuel = one_in(r, 4) ? 1000 + below(r, 5000) : 5000 + below(r, 40000);
    s->config.allow_undefined = one_in(r, 10);
    s->config.warm_up = one_in(r, 8) ? 1 + below(r, 6) : 0;
}
