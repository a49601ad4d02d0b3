/* Loops of many iterations and of every shape. */
#include "tests/random/weaver.h"

static uint32_t take_name(Weaver *w, Role role)
{
    uint32_t n = random_name(w, role);
    if (n != LOOP_NAMES)
        w->role[n] = R_TAKEN;
    return n;
}

/* The loop's body between the jumps of continue and break, which are landed by the caller. */
static void body(Weaver *w)
{
    random_block(w, 1 + below(w->r, w->depth == 1 ? 6 : 4));
}

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

/* What an iteration does with the elements at c, where `row` is from 0 to 2 and `width` small. */
static void on_element(Weaver *w, uint32_t c, uint32_t row, uint32_t width)
{
    bool reals = one_in(w->r, 2);
    Role role = reals ? R_REALS : R_LONG;
    uint32_t x = random_name(w, role), y = random_name(w, one_in(w->r, 12) ? R_LONG : role),
             s = random_name(w, one_in(w->r, 8) ? R_INT : R_NUMBER), f = random_name(w, R_NUMBER),
             over;
    if (x == LOOP_NAMES || y == LOOP_NAMES || s == LOOP_NAMES || f == LOOP_NAMES)
        return;
    switch (below(w->r, 8)) {
    case 0: /* filled */
        load(w, x);
        load(w, c);
        put_constant(w, one_in(w->r, 10) ? C_NUMBER : reals ? C_MILD_FLOAT : C_SMALL_INT);
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
            random_reduce(w);
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
        if (one_in(w->r, 2)) {
            element(w, y, c);
        } else {
            uint32_t column = one_in(w->r, 2) ? row : c;
            table_element(w, y, one_in(w->r, 2) ? row : c, width, column);
        }
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
        put_constant(w, reals ? C_MILD_FLOAT : C_SMALL_INT);
        put(w, OP_INDEX_SET, 0);
    }
}

void random_vector_loop(Weaver *w)
{
    Weaver saved = *w;
    uint32_t c = take_name(w, R_INT), width = take_name(w, R_INT), stop, by,
             row = random_name(w, R_ROW), head, out, n = one_in(w->r, 4) ? 2 : 1;
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

void random_loop(Weaver *w)
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
        random_value(w, R_INT, 0);
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
        uint32_t copy = random_name(w, R_INT);
        head = at(w);
        out = put_test(w, c, stop, turns, down, by == 1);
        if (one_in(w->r, 5)) {
            random_condition(w, 1);
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
        random_store(w, R_INT);
}
