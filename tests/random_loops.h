/* Random programs with structure, for engines that decode a loop for the types they see: loops
 * of many turns and of every shape, lists that change their storage, values that change their type
 * at some late turn. */
#ifndef RANDOM_LOOPS_H
#define RANDOM_LOOPS_H

#include "tests/random_values.h"

/* ---- statements ---- */

static void block(Weaver *w, uint32_t n);

/* A condition that holds at few turns of the innermost loop. */
static void seldom(Weaver *w)
{
    if (!w->counts) {
        condition(w, 1);
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
        condition(w, 1);
    over = put_jump(w, OP_JUMP_IF_FALSE);
    then(w);
    land_here(w, over);
}

static void store_any(Weaver *w, Role role)
{
    uint32_t n = name_of(w, role);
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
    value(w, role, role == R_INT || role == R_NUMBER ? 2 : 1);
    if (role == R_INT && one_in(w->r, 2))
        reduce(w);
    if (role == R_NUMBER && one_in(w->r, 2)) {
        put_constant(w, one_in(w->r, 2) ? is_divisor : is_divisor);
        put(w, OP_MOD, 0);
    }
    store_any(w, role);
}

/* x = x op y, which is what loops do most */
static void step(Weaver *w)
{
    bool ints = one_in(w->r, 2);
    uint32_t n = name_of(w, ints ? R_INT : R_NUMBER);
    if (n == LOOP_NAMES)
        return;
    load(w, n);
    if (one_in(w->r, 3) && long_element(w, ints ? R_LONG : R_REALS)) {
        if (one_in(w->r, 3)) {
            value(w, ints ? R_INT : R_NUMBER, below(w->r, 2));
            put(w, OP_MUL, 0);
        }
    } else {
        value(w, ints ? R_INT : R_NUMBER, below(w->r, 2));
    }
    if (one_in(w->r, 5))
        put(w, OP_SWAP, 0);
    if (one_in(w->r, 6))
        put(w, OP_CALL_BUILTIN, BUILTIN_iadd << 8 | 2);
    else
        put(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_ADD, OP_SUB, OP_MUL), 0);
    if (one_in(w->r, 2)) {
        put_constant(w, is_divisor);
        put(w, OP_MOD, 0);
    }
    put(w, OP_STORE_NAME, n);
}

/* i = j, then j changes; both are used */
static void copies(Weaver *w)
{
    Role role = one_in(w->r, 3) ? R_NUMBER : one_in(w->r, 6) ? R_ANY : R_INT;
    uint32_t a = name_of(w, role), b = name_of(w, role), c = name_of(w, role);
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
            put_constant(w, is_small_int);
        else
            load(w, c);
        put(w, one_in(w->r, 2) ? OP_ADD : OP_SUB, 0);
        if (one_in(w->r, 3))
            reduce(w);
        put(w, OP_STORE_NAME, b);
    }
}

/* Names pushed, moved about, and stored into the same names. */
static void permute(Weaver *w)
{
    Role role = one_in(w->r, 2) ? R_INT : (Role)below(w->r, R_COUNT);
    uint32_t n = 2 + below(w->r, 3), i, pushed = n;
    for (i = 0; i < n; i++) {
        uint32_t name = name_of(w, role);
        if (name == LOOP_NAMES)
            put_constant(w, is_anything), role = R_ANY;
        else
            load(w, name);
        if (role == R_INT && one_in(w->r, 4)) {
            put_constant(w, is_small_int);
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
            store_any(w, role);
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
        store_any(w, role);
    }
}

/* Many operands, with stores between. */
static void deep(Weaver *w)
{
    uint32_t n = 3 + below(w->r, one_in(w->r, 4) ? 40 : 6), i;
    Role role = one_in(w->r, 2) ? R_INT : R_NUMBER;
    for (i = 0; i < n && !full(w); i++) {
        value(w, role, one_in(w->r, 4) ? 1 : 0);
        if (one_in(w->r, 8))
            step(w);
        if (one_in(w->r, 10))
            assign(w);
    }
    for (; i > 1; i--)
        put(w,
            role == R_INT ? ONE_OF(w->r, OP_XOR, OP_OR, OP_AND, OP_MIN)
                          : ONE_OF(w->r, OP_ADD, OP_SUB, OP_MAX),
            0);
    store_any(w, role);
}

static void set_element(Weaver *w)
{
    bool strange = one_in(w->r, 12);
    if (one_in(w->r, 2)) {
        Role role = one_in(w->r, 2) ? R_LONG : R_REALS;
        if (long_place(w, role)) {
            value(w, role == R_LONG ? R_INT : R_NUMBER, 1);
            if (role == R_REALS && !one_in(w->r, 30))
                put(w, OP_TO_FLOAT, 0);
            put(w, OP_INDEX_SET, 0);
            return;
        }
    }
    some_list(w);
    index_in(w);
    if (one_in(w->r, 3)) { /* l[i] += y */
        put(w, OP_DUP2, 0);
        put(w, OP_INDEX_GET, 0);
        value(w, one_in(w->r, 2) ? R_INT : R_NUMBER, 1);
        put(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_ADD, OP_MUL), 0);
        if (one_in(w->r, 2)) {
            put_constant(w, is_divisor);
            put(w, OP_MOD, 0);
        }
    } else if (strange) {
        put_constant(w, is_any_number);
    } else {
        value(w, one_in(w->r, 3) ? R_NUMBER : R_INT, 1);
    }
    put(w, OP_INDEX_SET, 0);
}

/* Another row in place of one, or two rows exchanged. */
static void set_row(Weaver *w)
{
    uint32_t rows = name_of(w, R_ROWS);
    if (rows == LOOP_NAMES)
        return;
    load(w, rows);
    row_in(w);
    value(w, R_LIST, 1);
    put(w, OP_INDEX_SET, 0);
}

static void grow_list(Weaver *w)
{
    Role role = one_in(w->r, 4) ? R_ROWS : one_in(w->r, 4) ? R_LONG : R_LIST;
    uint32_t list = name_of(w, role), over;
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
        store_any(w, role == R_ROWS ? R_LIST : R_NUMBER);
    } else {
        put(w, OP_LT, 0);
        over = put_jump(w, OP_JUMP_IF_FALSE);
        load(w, list);
        value(w, role == R_ROWS ? R_LIST : role == R_LIST && one_in(w->r, 4) ? R_NUMBER : R_INT, 1);
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
    uint32_t n = name_of(w, R_ANY), i;
    switch (below(w->r, 7)) {
    case 0:
        put_constant(w, is_any_number);
        store_any(w, R_NUMBER);
        break;
    case 1:
        set_element(w);
        break;
    case 2:
        put_constant(w, is_anything);
        store_any(w, R_ANY);
        break;
    case 3:
        if (n != LOOP_NAMES) {
            put_constant(w, is_anything);
            put(w, OP_STORE_NAME, n);
            put(w, OP_DELETE_NAME, n);
            if (!w->wild || one_in(w->r, 2)) {
                value(w, R_INT, 0);
                put(w, OP_STORE_NAME, n);
            }
        }
        break;
    case 4:
        put_constant(w, is_any_number);
        put(w, OP_STORE_GLOBAL, 1);
        break;
    case 5:
        new_list(w);
        store_any(w, R_LIST);
        break;
    default:
        n = name_of(w, R_NUMBER);
        for (i = 0; i < 2 && n != LOOP_NAMES; i++) {
            put_constant(w, i == 0 ? is_mild_float : is_small_int);
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
        value(w, R_INT, 1);
        put(w, OP_PUSH_CONST, int_constant(INT64_MAX));
        put(w, ONE_OF(w->r, OP_ADD, OP_MUL), 0);
        put_int(w, 7);
        put(w, ONE_OF(w->r, OP_MUL, OP_ADD, OP_AND), 0);
        store_any(w, R_INT);
        break;
    case 1:
        value(w, R_INT, 1);
        put_int(w, 0);
        put(w, ONE_OF(w->r, OP_MOD, OP_DIV, OP_FLOORDIV), 0);
        store_any(w, R_NUMBER);
        break;
    case 2:
        value(w, R_ANY, 0);
        value(w, R_INT, 0);
        put(w, ONE_OF(w->r, OP_ADD, OP_LT, OP_INDEX_GET), 0);
        store_any(w, R_ANY);
        break;
    case 3:
        some_list(w);
        value(w, R_INT, 1);
        put(w, OP_INDEX_GET, 0);
        store_any(w, R_NUMBER);
        break;
    case 4:
        some_list(w);
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
        value(w, R_INT, 0);
        value(w, R_INT, 0);
        put(w, ONE_OF(w->r, OP_SHL, OP_POW, OP_SHR), 0);
        store_any(w, R_INT);
    }
}

/* Operands that wait for a call's result, and change places with it. */
static void call_between(Weaver *w)
{
    Role result;
    value(w, R_INT, 1);
    if (one_in(w->r, 2))
        put(w, OP_DUP, 0);
    else
        value(w, R_INT, 1);
    if (one_in(w->r, 3))
        put(w, OP_SWAP, 0);
    call_function(w, &result);
    if (one_in(w->r, 2)) {
        put(w, OP_SWAP, 0);
        store_any(w, R_INT);
        store_any(w, result);
    } else {
        store_any(w, result);
        store_any(w, R_INT);
    }
    store_any(w, R_INT);
}

static void call_and_store(Weaver *w)
{
    Role result;
    call_function(w, &result);
    if (result == R_INT && one_in(w->r, 2)) {
        value(w, R_INT, 1);
        put(w, OP_XOR, 0);
    }
    store_any(w, result);
}

static void two_more(Weaver *w)
{
    block(w, 2);
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

static void loops_loop(Weaver *w);
static void vector_loop(Weaver *w);

static void weave(Weaver *w)
{
    switch (below(w->r, 44)) {
    case 40:
        character(w);
        put(w, one_in(w->r, 3) ? OP_FREE : OP_RELEASE, 0);
        break;
    case 41:
    case 42:
        grow_list(w);
        break;
    case 0:
    case 1:
        if (w->depth < 3)
            loops_loop(w);
        break;
    case 2:
        vector_loop(w);
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
        condition(w, 2);
        other = put_jump(w, ONE_OF(w->r, OP_JUMP_IF_FALSE, OP_JUMP_IF_TRUE));
        block(w, 2);
        end = put_jump(w, OP_JUMP);
        land_here(w, other);
        block(w, 2);
        land_here(w, end);
        break;
    }
    case 25:
        if (one_in(w->r, 3))
            change(w);
        break;
    case 26: /* through a tuple */
        value(w, R_INT, 1);
        value(w, R_NUMBER, 1);
        put(w, one_in(w->r, 2) ? OP_TUPLE_NEW : OP_LIST_NEW, 2);
        if (one_in(w->r, 2)) {
            put(w, OP_UNPACK, 2);
            store_any(w, R_INT);
            store_any(w, R_NUMBER);
        } else {
            put(w, OP_DUP, 0);
            put_int(w, 0);
            put(w, OP_INDEX_GET, 0);
            store_any(w, R_INT);
            put_int(w, one_in(w->r, 2) ? 1 : -1);
            put(w, OP_INDEX_GET, 0);
            store_any(w, R_NUMBER);
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
        step(w);
        break;
    default:
        assign(w);
    }
}

static void block(Weaver *w, uint32_t n)
{
    while (n-- > 0 && !full(w))
        weave(w);
}

/* The loop's body between the jumps of continue and break, which are landed by the caller. */
static void body(Weaver *w)
{
    block(w, 1 + below(w->r, w->depth == 1 ? 6 : 4));
}

/* ---- loops ---- */

/* c < stop and the like, with more conditions; jumps out where it does not hold. */
static uint32_t put_test(Weaver *w, uint32_t c, uint32_t stop, int64_t turns, bool down, bool ones)
{
    load(w, c);
    if (stop != LOOP_NAMES)
        load(w, stop);
    else
        put_int(w, down ? 0 : turns);
    put(w,
        down   ? ONE_OF(w->r, OP_GT, OP_GT, OP_NE)
        : ones ? ONE_OF(w->r, OP_LT, OP_LT, OP_LE, OP_NE)
               : OP_LT,
        0);
    return put_jump(w, OP_JUMP_IF_FALSE);
}

static void put_step(Weaver *w, uint32_t c, bool down, int64_t by)
{
    load(w, c);
    put_int(w, by);
    put(w, down ? OP_SUB : OP_ADD, 0);
    put(w, OP_STORE_NAME, c);
}

/* ---- loops over elements ---- */

static void element(Weaver *w, uint32_t list, uint32_t c)
{
    load(w, list);
    load(w, c);
    put(w, OP_INDEX_GET, 0);
}

/* ( -- list[row * width + column] ) */
static void table_element(Weaver *w, uint32_t list, uint32_t row, uint32_t width, uint32_t column)
{
    bool first = one_in(w->r, 3);
    load(w, list);
    load(w, first ? width : row);
    load(w, first ? row : width);
    put(w, OP_MUL, 0);
    load(w, column);
    put(w, OP_ADD, 0);
    put(w, OP_INDEX_GET, 0);
}

/* What a turn does with the elements at c, where `row` is from 0 to 2 and `width` small. */
static void on_element(Weaver *w, uint32_t c, uint32_t row, uint32_t width)
{
    bool reals = one_in(w->r, 2);
    Role role = reals ? R_REALS : R_LONG;
    uint32_t x = name_of(w, role), y = name_of(w, one_in(w->r, 12) ? R_LONG : role),
             s = name_of(w, one_in(w->r, 8) ? R_INT : R_NUMBER), f = name_of(w, R_NUMBER), over;
    if (x == LOOP_NAMES || y == LOOP_NAMES || s == LOOP_NAMES || f == LOOP_NAMES)
        return;
    switch (below(w->r, 8)) {
    case 0: /* filled */
        load(w, x);
        load(w, c);
        put_constant(w, one_in(w->r, 10) ? is_any_number : reals ? is_mild_float : is_small_int);
        put(w, OP_INDEX_SET, 0);
        break;
    case 1: /* copied */
        load(w, x);
        load(w, c);
        element(w, y, c);
        put(w, OP_INDEX_SET, 0);
        break;
    case 2: /* a multiple added */
        load(w, x);
        load(w, c);
        put(w, OP_DUP2, 0);
        put(w, OP_INDEX_GET, 0);
        load(w, f);
        element(w, y, c);
        put(w, OP_MUL, 0);
        put(w, one_in(w->r, 3) ? OP_SUB : OP_ADD, 0);
        if (role == R_LONG)
            reduce(w);
        put(w, OP_INDEX_SET, 0);
        break;
    case 3:
    case 4:
    case 5: /* products added up */
        load(w, s);
        if (one_in(w->r, 2))
            element(w, x, c);
        else
            table_element(w, x, row, width, c);
        if (one_in(w->r, 2))
            element(w, y, c);
        else
            table_element(w, y, one_in(w->r, 2) ? row : c, width, one_in(w->r, 2) ? row : c);
        put(w, OP_MUL, 0);
        put(w, OP_ADD, 0);
        put(w, OP_STORE_NAME, s);
        break;
    case 6: /* two compared */
        element(w, x, c);
        load(w, one_in(w->r, 4) ? y : x);
        load(w, one_in(w->r, 2) ? c : row);
        if (one_in(w->r, 2)) {
            put_int(w, 1);
            put(w, one_in(w->r, 2) ? OP_ADD : OP_SUB, 0);
        }
        put(w, OP_INDEX_GET, 0);
        put(w, ONE_OF(w->r, OP_LT, OP_LE, OP_GT, OP_GE), 0);
        over = put_jump(w, OP_JUMP_IF_FALSE);
        load(w, c);
        put(w, OP_STORE_NAME, s);
        land_here(w, over);
        break;
    default: /* at a sum of two */
        load(w, x);
        load(w, c);
        load(w, one_in(w->r, 2) ? row : width);
        put(w, one_in(w->r, 6) ? OP_SUB : OP_ADD, 0);
        put_constant(w, reals ? is_mild_float : is_small_int);
        put(w, OP_INDEX_SET, 0);
    }
}

/* for c in range(few): one thing with an element or two, and nothing else. Such loops are one
 * handler where an engine knows them. */
static void vector_loop(Weaver *w)
{
    Weaver saved = *w;
    uint32_t c = take_name(w, R_INT), width = take_name(w, R_INT), stop, by,
             row = name_of(w, R_ROW), head, out, n = one_in(w->r, 4) ? 2 : 1;
    stop = one_in(w->r, 3) ? LOOP_NAMES : take_name(w, R_INT);
    by = one_in(w->r, 4) ? take_name(w, R_INT) : LOOP_NAMES;
    if (c != LOOP_NAMES && width != LOOP_NAMES && row != LOOP_NAMES) {
        int64_t turns = w->wild && one_in(w->r, 6) ? 1000 : (int64_t[]){5, 10, 31}[below(w->r, 3)];
        put_int(w, one_in(w->r, 5) ? -1 : (int64_t)below(w->r, 4));
        put(w, OP_STORE_NAME, c);
        put_int(w, (int64_t)below(w->r, 4));
        put(w, OP_STORE_NAME, width);
        if (stop != LOOP_NAMES) {
            put_int(w, turns);
            put(w, OP_STORE_NAME, stop);
        }
        if (by != LOOP_NAMES) {
            put_int(w, 1 + (int64_t)below(w->r, 3));
            put(w, OP_STORE_NAME, by);
        }
        head = at(w);
        out = put_test(w, c, stop, turns, false, false);
        while (n-- > 0)
            on_element(w, c, row, width);
        load(w, c);
        if (by != LOOP_NAMES)
            load(w, by);
        else
            put_int(w, 1 + (int64_t)below(w->r, 2));
        put(w, OP_ADD, 0);
        put(w, OP_STORE_NAME, c);
        put(w, OP_JUMP, head);
        land_here(w, out);
    }
    *w = saved;
}

static void loops_loop(Weaver *w)
{
    static const int64_t outer[] = {100, 255, 1000, 97, 65535}, inner[] = {2, 3, 5, 7, 10, 31};
    Weaver saved = *w;
    uint32_t c = take_name(w, R_INT), stop, head, out = 0, also = 0, i, skip_first, end_first;
    int64_t turns =
        w->depth == 0 ? outer[below(w->r, COUNT_OF(outer))] : inner[below(w->r, COUNT_OF(inner))];
    unsigned shape = below(w->r, 8);
    bool down = shape == 1 || shape == 2, kept = one_in(w->r, 8);
    int64_t by = down || !one_in(w->r, 3) ? 1 : 3;
    if (c == LOOP_NAMES)
        return;
    stop = one_in(w->r, 2) ? take_name(w, R_INT) : LOOP_NAMES;
    if (kept) /* an operand stays on the stack all along */
        value(w, R_INT, 0);
    if (stop != LOOP_NAMES) {
        put_int(w, down ? 0 : turns);
        put(w, OP_STORE_NAME, stop);
    }
    put_int(w, down ? turns : (int64_t)below(w->r, 3));
    put(w, OP_STORE_NAME, c);
    w->depth++;
    w->counter = c;
    w->counts = w->in_loop = true;
    skip_first = w->skip_count;
    end_first = w->end_count;
    switch (shape) {
    case 0: /* the test at the end */
        out = put_jump(w, OP_JUMP);
        head = at(w);
        body(w);
        for (i = skip_first; i < w->skip_count; i++)
            land_here(w, w->skips[i]);
        put_step(w, c, down, by);
        land_here(w, out);
        load(w, c);
        if (stop != LOOP_NAMES)
            load(w, stop);
        else
            put_int(w, turns);
        put(w, by == 1 ? ONE_OF(w->r, OP_LT, OP_NE, OP_LE) : OP_LT, 0);
        put(w, OP_JUMP_IF_TRUE, head);
        break;
    case 1: /* while c: */
        head = at(w);
        load(w, c);
        out = put_jump(w, OP_JUMP_IF_FALSE);
        put_step(w, c, true, 1);
        body(w);
        for (i = skip_first; i < w->skip_count; i++)
            land_here(w, w->skips[i]);
        put(w, OP_JUMP, head);
        land_here(w, out);
        break;
    case 3: /* do while */
        head = at(w);
        body(w);
        for (i = skip_first; i < w->skip_count; i++)
            land_here(w, w->skips[i]);
        put_step(w, c, down, by);
        load(w, c);
        put_int(w, turns);
        put(w, OP_GE, 0);
        put(w, OP_JUMP_IF_FALSE, head);
        break;
    default: {
        uint32_t copy = name_of(w, R_INT);
        head = at(w);
        out = put_test(w, c, stop, turns, down, by == 1);
        if (one_in(w->r, 5)) {
            condition(w, 1);
            also = put_jump(w, OP_JUMP_IF_FALSE);
        }
        if (copy != LOOP_NAMES && one_in(w->r, 2)) {
            load(w, c);
            put(w, OP_STORE_NAME, copy);
            if (one_in(w->r, 2)) {
                w->role[copy] = R_TAKEN;
                w->counter = copy;
            }
        }
        body(w);
        for (i = skip_first; i < w->skip_count; i++)
            land_here(w, w->skips[i]);
        put_step(w, c, down, by);
        put(w, OP_JUMP, head);
        land_here(w, out);
        if (also > 0)
            land_here(w, also);
    }
    }
    for (i = end_first; i < w->end_count; i++)
        land_here(w, w->ends[i]);
    *w = saved;
    if (kept)
        store_any(w, R_INT);
}

#endif
