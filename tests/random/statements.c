/* Statements of random loops: assignments, lists that grow and change their storage, calls, values
 * that change their type late. */
#include "tests/random/weaver.h"

/* A condition that holds in few iterations of the innermost loop. */
static void seldom(Weaver *w)
{
    if (!w->counts) {
        random_condition(w, 1);
        return;
    }
    load(w, w->counter);
    if (one_in(w->r, 2)) {
        put_int(w, (int64_t[]){97, 64, 31, 100, 7}[below(w->r, 5)]);
        put(w, OP_MOD, 0);
        put_int(w, (int64_t[]){3, 1, 0, 5}[below(w->r, 4)]);
    } else {
        put_int(w, (int64_t[]){97, 100, 255, 64, 42, 31}[below(w->r, 6)]);
    }
    put(w, OP_EQ, 0);
}

static void when(Weaver *w, bool rarely, void (*then)(Weaver *))
{
    uint32_t over;
    if (rarely)
        seldom(w);
    else
        random_condition(w, 1);
    over = put_jump(w, OP_JUMP_IF_FALSE);
    then(w);
    land_here(w, over);
}

static const Role global_roles[GLOBALS] = {R_INT, R_NUMBER, R_LIST, R_ANY};

void random_store(Weaver *w, Role role)
{
    uint32_t n = random_name(w, role);
    if (n == LOOP_NAMES || one_in(w->r, 12)) {
        for (n = 0; n < GLOBALS && global_roles[n] != role; n++)
            ;
        put(w, n < GLOBALS ? OP_STORE_GLOBAL : OP_POP, n < GLOBALS ? n : 0);
        return;
    }
    put(w, OP_STORE_NAME, n);
}

static void assign(Weaver *w)
{
    Role role = (Role)ONE_OF(w->r, R_INT, R_INT, R_INT, R_NUMBER, R_NUMBER, R_NUMBER, R_ANY, R_LIST,
                             R_STR, R_ROWS, R_ROW);
    random_value(w, role, role == R_INT || role == R_NUMBER ? 2 : 1);
    if (role == R_INT && one_in(w->r, 2))
        random_reduce(w);
    if (role == R_NUMBER && one_in(w->r, 2)) {
        put_constant(w, one_in(w->r, 2) ? C_DIVISOR : C_DIVISOR);
        put(w, OP_MOD, 0);
    }
    random_store(w, role);
}

void random_step(Weaver *w)
{
    bool ints = one_in(w->r, 2);
    uint32_t n = random_name(w, ints ? R_INT : R_NUMBER);
    if (n == LOOP_NAMES)
        return;
    load(w, n);
    if (one_in(w->r, 3) && random_long_element(w, ints ? R_LONG : R_REALS)) {
        if (one_in(w->r, 3)) {
            random_value(w, ints ? R_INT : R_NUMBER, below(w->r, 2));
            put(w, OP_MUL, 0);
        }
    } else {
        random_value(w, ints ? R_INT : R_NUMBER, below(w->r, 2));
    }
    if (one_in(w->r, 5))
        put(w, OP_SWAP, 0);
    if (one_in(w->r, 6))
        put(w, OP_CALL_BUILTIN, BUILTIN_iadd << 8 | 2);
    else
        put(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_ADD, OP_SUB, OP_MUL), 0);
    if (one_in(w->r, 2)) {
        put_constant(w, C_DIVISOR);
        put(w, OP_MOD, 0);
    }
    put(w, OP_STORE_NAME, n);
}

/* i = j, then j changes; both are used */
static void copies(Weaver *w)
{
    Role role = one_in(w->r, 3) ? R_NUMBER : one_in(w->r, 6) ? R_ANY : R_INT;
    uint32_t a = random_name(w, role), b = random_name(w, role), c = random_name(w, role);
    if (a == LOOP_NAMES)
        return;
    if (w->counts && one_in(w->r, 3) && role != R_ANY) {
        load(w, w->counter);
        put(w, OP_STORE_NAME, a);
    } else {
        load(w, b);
        put(w, OP_STORE_NAME, a);
    }
    if (one_in(w->r, 3)) {
        load(w, a);
        put(w, OP_STORE_NAME, c);
    }
    if (role != R_ANY && one_in(w->r, 2)) {
        load(w, b);
        if (one_in(w->r, 2))
            put_constant(w, C_SMALL_INT);
        else
            load(w, c);
        put(w, one_in(w->r, 2) ? OP_ADD : OP_SUB, 0);
        if (one_in(w->r, 3))
            random_reduce(w);
        put(w, OP_STORE_NAME, b);
    }
}

/* Names pushed, moved about, and stored into the same names. */
static void permute(Weaver *w)
{
    Role role = one_in(w->r, 2) ? R_INT : (Role)below(w->r, R_COUNT);
    uint32_t n = 2 + below(w->r, 3), i, pushed = n;
    for (i = 0; i < n; i++) {
        uint32_t name = random_name(w, role);
        if (name == LOOP_NAMES)
            put_constant(w, C_ANY), role = R_ANY;
        else
            load(w, name);
        if (role == R_INT && one_in(w->r, 4)) {
            put_constant(w, C_SMALL_INT);
            put(w, ONE_OF(w->r, OP_ADD, OP_XOR), 0);
        }
    }
    for (i = below(w->r, 4); i > 0; i--) {
        unsigned move = ONE_OF(w->r, OP_SWAP, OP_ROT3, OP_DUP, OP_DUP2, OP_SWAP);
        if (move == OP_ROT3 && pushed < 3)
            continue;
        put(w, move, 0);
        pushed += move == OP_DUP ? 1 : move == OP_DUP2 ? 2 : 0;
        if (one_in(w->r, 3)) {
            random_store(w, role);
            pushed--;
            if (pushed < 2)
                break;
        }
    }
    while (pushed-- > 0) {
        if (role == R_INT && pushed > 0 && one_in(w->r, 4)) {
            put(w, ONE_OF(w->r, OP_XOR, OP_AND, OP_MIN), 0);
            continue;
        }
        random_store(w, role);
    }
}

/* Many operands, with stores between. */
static void deep(Weaver *w)
{
    uint32_t n = 3 + below(w->r, one_in(w->r, 4) ? 40 : 6), i;
    Role role = one_in(w->r, 2) ? R_INT : R_NUMBER;
    for (i = 0; i < n && !full(w); i++) {
        random_value(w, role, one_in(w->r, 4) ? 1 : 0);
        if (one_in(w->r, 8))
            random_step(w);
        if (one_in(w->r, 10))
            assign(w);
    }
    for (; i > 1; i--)
        put(w,
            role == R_INT ? ONE_OF(w->r, OP_XOR, OP_OR, OP_AND, OP_MIN)
                          : ONE_OF(w->r, OP_ADD, OP_SUB, OP_MAX),
            0);
    random_store(w, role);
}

static void set_element(Weaver *w)
{
    bool strange = one_in(w->r, 12);
    if (one_in(w->r, 2)) {
        Role role = one_in(w->r, 2) ? R_LONG : R_REALS;
        if (random_long_place(w, role)) {
            random_value(w, role == R_LONG ? R_INT : R_NUMBER, 1);
            if (role == R_REALS && !one_in(w->r, 30))
                put(w, OP_TO_FLOAT, 0);
            put(w, OP_INDEX_SET, 0);
            return;
        }
    }
    random_list(w);
    random_index(w);
    if (one_in(w->r, 3)) { /* l[i] += y */
        put(w, OP_DUP2, 0);
        put(w, OP_INDEX_GET, 0);
        random_value(w, one_in(w->r, 2) ? R_INT : R_NUMBER, 1);
        put(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_ADD, OP_MUL), 0);
        if (one_in(w->r, 2)) {
            put_constant(w, C_DIVISOR);
            put(w, OP_MOD, 0);
        }
    } else if (strange) {
        put_constant(w, C_NUMBER);
    } else {
        random_value(w, one_in(w->r, 3) ? R_NUMBER : R_INT, 1);
    }
    put(w, OP_INDEX_SET, 0);
}

/* Another row in place of one, or two rows exchanged. */
static void set_row(Weaver *w)
{
    uint32_t rows = random_name(w, R_ROWS);
    if (rows == LOOP_NAMES)
        return;
    load(w, rows);
    random_row(w);
    random_value(w, R_LIST, 1);
    put(w, OP_INDEX_SET, 0);
}

static void grow_list(Weaver *w)
{
    Role role = one_in(w->r, 4) ? R_ROWS : one_in(w->r, 4) ? R_LONG : R_LIST;
    uint32_t list = random_name(w, role), over;
    bool method = one_in(w->r, 2);
    if (list == LOOP_NAMES)
        return;
    load(w, list);
    put(w, OP_LEN, 0);
    put_int(w, role == R_LONG ? 1023 : one_in(w->r, 2) ? 31 : 10);
    if (one_in(w->r, 3)) {
        put(w, OP_GT, 0);
        over = put_jump(w, OP_JUMP_IF_FALSE);
        load(w, list);
        put(w, method ? OP_CALL_BUILTIN : OP_LIST_POP, method ? BUILTIN_pop << 8 | 1 : 0);
        random_store(w, role == R_ROWS ? R_LIST : R_NUMBER);
    } else {
        put(w, OP_LT, 0);
        over = put_jump(w, OP_JUMP_IF_FALSE);
        load(w, list);
        random_value(w,
                     role == R_ROWS                      ? R_LIST
                     : role == R_LIST && one_in(w->r, 4) ? R_NUMBER
                                                         : R_INT,
                     1);
        if (method) {
            put(w, OP_CALL_BUILTIN, BUILTIN_append << 8 | 2);
            put(w, OP_POP, 0);
        } else {
            put(w, OP_LIST_APPEND, 0);
        }
    }
    land_here(w, over);
}

/* Something of another type in a name of the role ANY or NUMBER, or in a list. */
static void change(Weaver *w)
{
    uint32_t n = random_name(w, R_ANY), i;
    switch (below(w->r, 7)) {
    case 0:
        put_constant(w, C_NUMBER);
        random_store(w, R_NUMBER);
        break;
    case 1:
        set_element(w);
        break;
    case 2:
        put_constant(w, C_ANY);
        random_store(w, R_ANY);
        break;
    case 3:
        if (n != LOOP_NAMES) {
            put_constant(w, C_ANY);
            put(w, OP_STORE_NAME, n);
            put(w, OP_DELETE_NAME, n);
            if (!w->wild || one_in(w->r, 2)) {
                random_value(w, R_INT, 0);
                put(w, OP_STORE_NAME, n);
            }
        }
        break;
    case 4:
        put_constant(w, C_NUMBER);
        put(w, OP_STORE_GLOBAL, 1);
        break;
    case 5:
        random_new_list(w);
        random_store(w, R_LIST);
        break;
    default:
        n = random_name(w, R_NUMBER);
        for (i = 0; i < 2 && n != LOOP_NAMES; i++) {
            put_constant(w, i == 0 ? C_MILD_FLOAT : C_SMALL_INT);
            if (one_in(w->r, 2)) {
                put(w, OP_POP, 0);
                continue;
            }
            put(w, OP_STORE_NAME, n);
        }
    }
}

/* What ends the program, but late. */
static void go_wrong(Weaver *w)
{
    switch (below(w->r, 9)) {
    case 0:
        random_value(w, R_INT, 1);
        put(w, OP_PUSH_CONST, random_int_constant(INT64_MAX));
        put(w, ONE_OF(w->r, OP_ADD, OP_MUL), 0);
        put_int(w, 7);
        put(w, ONE_OF(w->r, OP_MUL, OP_ADD, OP_AND), 0);
        random_store(w, R_INT);
        break;
    case 1:
        random_value(w, R_INT, 1);
        put_int(w, 0);
        put(w, ONE_OF(w->r, OP_MOD, OP_DIV, OP_FLOORDIV), 0);
        random_store(w, R_NUMBER);
        break;
    case 2:
        random_value(w, R_ANY, 0);
        random_value(w, R_INT, 0);
        put(w, ONE_OF(w->r, OP_ADD, OP_LT, OP_INDEX_GET), 0);
        random_store(w, R_ANY);
        break;
    case 3:
        random_list(w);
        random_value(w, R_INT, 1);
        put(w, OP_INDEX_GET, 0);
        random_store(w, R_NUMBER);
        break;
    case 4:
        random_list(w);
        put(w, one_in(w->r, 2) ? OP_FREE : OP_RELEASE, 0);
        break;
    case 5:
        put(w, OP_DELETE_NAME, w->first + below(w->r, w->locals));
        break;
    case 6:
        put(w, OP_LOAD_NAME, w->first + below(w->r, w->locals));
        put(w, OP_POP, 0);
        break;
    case 7:
        put(w, OP_JUMP, CODE + 5);
        break;
    default:
        random_value(w, R_INT, 0);
        random_value(w, R_INT, 0);
        put(w, ONE_OF(w->r, OP_SHL, OP_POW, OP_SHR), 0);
        random_store(w, R_INT);
    }
}

/* Operands that wait for a call's result, and change places with it. */
static void call_between(Weaver *w)
{
    Role result;
    random_value(w, R_INT, 1);
    if (one_in(w->r, 2))
        put(w, OP_DUP, 0);
    else
        random_value(w, R_INT, 1);
    if (one_in(w->r, 3))
        put(w, OP_SWAP, 0);
    random_call(w, &result);
    if (one_in(w->r, 2)) {
        put(w, OP_SWAP, 0);
        random_store(w, R_INT);
        random_store(w, result);
    } else {
        random_store(w, result);
        random_store(w, R_INT);
    }
    random_store(w, R_INT);
}

static void call_and_store(Weaver *w)
{
    Role result;
    random_call(w, &result);
    if (result == R_INT && one_in(w->r, 2)) {
        random_value(w, R_INT, 1);
        put(w, OP_XOR, 0);
    }
    random_store(w, result);
}

static void two_more(Weaver *w)
{
    random_block(w, 2);
}

static void leave_loop(Weaver *w)
{
    if (w->in_loop && w->end_count < COUNT_OF(w->ends) && w->skip_count < COUNT_OF(w->skips)) {
        uint32_t jump = put_jump(w, OP_JUMP);
        if (one_in(w->r, 3))
            w->ends[w->end_count++] = jump;
        else
            w->skips[w->skip_count++] = jump;
    }
}

static void weave(Weaver *w)
{
    switch (below(w->r, 44)) {
    case 40:
        random_character(w);
        put(w, one_in(w->r, 3) ? OP_FREE : OP_RELEASE, 0);
        break;
    case 41:
    case 42:
        grow_list(w);
        break;
    case 0:
    case 1:
        if (w->depth < 3)
            random_loop(w);
        break;
    case 2:
        random_vector_loop(w);
        break;
    case 3:
    case 4:
        when(w, false, two_more);
        break;
    case 5:
        when(w, true, change);
        break;
    case 6:
        when(w, true, two_more);
        break;
    case 7:
        when(w, one_in(w->r, 2), leave_loop);
        break;
    case 8:
    case 9:
    case 10:
        copies(w);
        break;
    case 11:
    case 12:
        permute(w);
        break;
    case 13:
        deep(w);
        break;
    case 14:
    case 15:
    case 16:
    case 17:
        set_element(w);
        break;
    case 18:
        grow_list(w);
        break;
    case 19:
    case 20:
        call_and_store(w);
        break;
    case 21:
        call_between(w);
        break;
    case 22:
        if (w->wild)
            when(w, true, go_wrong);
        break;
    case 23:
        put(w, OP_NOP, 0);
        break;
    case 24: {
        uint32_t other, end;
        random_condition(w, 2);
        other = put_jump(w, ONE_OF(w->r, OP_JUMP_IF_FALSE, OP_JUMP_IF_TRUE));
        random_block(w, 2);
        end = put_jump(w, OP_JUMP);
        land_here(w, other);
        random_block(w, 2);
        land_here(w, end);
        break;
    }
    case 25:
        if (one_in(w->r, 3))
            change(w);
        break;
    case 26: /* through a tuple */
        random_value(w, R_INT, 1);
        random_value(w, R_NUMBER, 1);
        put(w, one_in(w->r, 2) ? OP_TUPLE_NEW : OP_LIST_NEW, 2);
        if (one_in(w->r, 2)) {
            put(w, OP_UNPACK, 2);
            random_store(w, R_INT);
            random_store(w, R_NUMBER);
        } else {
            put(w, OP_DUP, 0);
            put_int(w, 0);
            put(w, OP_INDEX_GET, 0);
            random_store(w, R_INT);
            put_int(w, one_in(w->r, 2) ? 1 : -1);
            put(w, OP_INDEX_GET, 0);
            random_store(w, R_NUMBER);
        }
        break;
    case 38:
        set_element(w);
        break;
    case 39:
        when(w, one_in(w->r, 2), set_row);
        break;
    case 27:
    case 28:
    case 29:
    case 30:
    case 31:
    case 32:
        random_step(w);
        break;
    default:
        assign(w);
    }
}

void random_block(Weaver *w, uint32_t n)
{
    while (n-- > 0 && !full(w))
        weave(w);
}
