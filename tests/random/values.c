/* Random values and conditions of the roles of names. */
#include "tests/random/weaver.h"

static void number_value(Weaver *w, unsigned level);

static void int_value(Weaver *w, unsigned level)
{
    uint32_t n;
    if (level == 0 || one_in(w->r, 4)) {
        if (w->counts && one_in(w->r, 3)) {
            load(w, w->counter);
            return;
        }
        n = one_in(w->r, 12) ? 0 : random_name(w, R_INT);
        if (n != LOOP_NAMES && !one_in(w->r, 4))
            load(w, n);
        else
            put_constant(w, C_SMALL_INT);
        return;
    }
    switch (below(w->r, 26)) {
    case 20:
    case 21:
    case 22:
    case 23:
        if (!random_long_element(w, R_LONG))
            int_value(w, level - 1);
        break;
    case 24:
        random_character(w);
        put(w, OP_PUSH_CONST, CONSTANT_DIGITS);
        put_int(w, 3);
        put(w, OP_INDEX_GET, 0);
        put(w, ONE_OF(w->r, OP_LT, OP_EQ, OP_NE, OP_GE), 0);
        break;
    case 25:
        number_value(w, level - 1);
        put_int(w, 1000);
        put(w, OP_MOD, 0);
        if (one_in(w->r, 2))
            put(w, OP_TO_INT, 0);
        else
            put(w, OP_MATH, MATH_floor);
        break;
    case 0:
    case 1:
    case 2:
    case 3:
        int_value(w, level - 1);
        int_value(w, level - 1);
        put(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_ADD, OP_SUB, OP_XOR, OP_OR, OP_AND), 0);
        break;
    case 4:
        int_value(w, level - 1);
        int_value(w, level - 1);
        put(w, OP_MUL, 0);
        if (!one_in(w->r, 8))
            random_reduce(w);
        break;
    case 5:
        int_value(w, level - 1);
        put_constant(w, C_DIVISOR);
        put(w, ONE_OF(w->r, OP_MOD, OP_FLOORDIV), 0);
        break;
    case 6:
        int_value(w, level - 1);
        put_constant(w, C_SMALL_INT);
        put(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_MUL, OP_XOR, OP_MIN, OP_MAX), 0);
        if (one_in(w->r, 2))
            random_reduce(w);
        break;
    case 7:
        int_value(w, level - 1);
        if (one_in(w->r, 2))
            random_reduce(w);
        put_int(w, below(w->r, 4));
        put(w, ONE_OF(w->r, OP_SHL, OP_SHR, OP_SHR, OP_WRAP_SHL, OP_SHR_LOGICAL), 0);
        break;
    case 8:
        int_value(w, level - 1);
        int_value(w, level - 1);
        put(w, ONE_OF(w->r, OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE, OP_MIN, OP_MAX), 0);
        break;
    case 9:
        int_value(w, level - 1);
        put(w, ONE_OF(w->r, OP_NEG, OP_POS, OP_INVERT, OP_NOT, OP_ABS, OP_TO_INT), 0);
        break;
    case 10:
        random_list(w);
        put(w, OP_LEN, 0);
        break;
    case 11:
        n = random_name(w, R_STR);
        if (n == LOOP_NAMES)
            put(w, OP_PUSH_CONST, random_constant(w->r, C_TEXT));
        else
            load(w, n);
        put_int(w, one_in(w->r, 2) ? 0 : -1);
        put(w, OP_INDEX_GET, 0);
        put(w, OP_ORD, 0);
        break;
    case 12: /* a shift or an addition to a known side */
        put_constant(w, C_SMALL_INT);
        int_value(w, level - 1);
        put(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_MUL, OP_AND), 0);
        random_reduce(w);
        break;
    case 13:
        random_condition(w, level - 1);
        {
            uint32_t other = put_jump(w, ONE_OF(w->r, OP_JUMP_IF_FALSE, OP_JUMP_IF_TRUE)), end;
            int_value(w, level - 1);
            end = put_jump(w, OP_JUMP);
            land_here(w, other);
            int_value(w, level - 1);
            land_here(w, end);
        }
        break;
    case 14:
        int_value(w, level - 1);
        {
            uint32_t end =
                put_jump(w, ONE_OF(w->r, OP_JUMP_IF_FALSE_OR_POP, OP_JUMP_IF_TRUE_OR_POP));
            int_value(w, level - 1);
            land_here(w, end);
        }
        break;
    case 15:
        int_value(w, level - 1);
        int_value(w, level - 1);
        put(w, ONE_OF(w->r, OP_WRAP_ADD, OP_WRAP_SUB, OP_WRAP_MUL), 0);
        random_reduce(w);
        break;
    case 16:
        int_value(w, level - 1);
        random_reduce(w);
        put_int(w, one_in(w->r, 2) ? 2 : 3);
        put(w, OP_POW, 0);
        break;
    case 17:
        random_value(w, R_NUMBER, level - 1);
        random_value(w, R_NUMBER, level - 1);
        put(w, ONE_OF(w->r, OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE), 0);
        break;
    case 18:
        put(w, OP_LOAD_GLOBAL, 0);
        break;
    default:
        put_constant(w, one_in(w->r, 6) ? C_INT : C_SMALL_INT);
        int_value(w, level - 1);
        put(w, ONE_OF(w->r, OP_XOR, OP_AND, OP_OR), 0);
    }
}

static void number_value(Weaver *w, unsigned level)
{
    uint32_t n;
    if (level == 0 || one_in(w->r, 4)) {
        n = one_in(w->r, 10) ? 1 : random_name(w, R_NUMBER);
        if (n != LOOP_NAMES && !one_in(w->r, 4))
            load(w, n);
        else
            put_constant(w, one_in(w->r, 8)   ? C_NUMBER
                            : one_in(w->r, 2) ? C_MILD_FLOAT
                                              : C_SMALL_INT);
        return;
    }
    switch (below(w->r, 21)) {
    case 14:
    case 15:
    case 16:
        if (!random_long_element(w, one_in(w->r, 4) ? R_LONG : R_REALS))
            number_value(w, level - 1);
        break;
    case 17:
        put_constant(w, C_MILD_FLOAT);
        number_value(w, level - 1);
        put(w, OP_ABS, 0);
        put_int(w, 1);
        put(w, OP_ADD, 0);
        put(w, OP_DIV, 0);
        break;
    case 18:
    case 19: /* x + y * z */
        number_value(w, 0);
        number_value(w, level - 1);
        number_value(w, level - 1);
        put(w, OP_MUL, 0);
        put(w, one_in(w->r, 2) ? OP_ADD : OP_SUB, 0);
        break;
    case 20:
        number_value(w, level - 1);
        number_value(w, 0);
        put(w, OP_ABS, 0);
        put_constant(w, C_SMALL_INT);
        put(w, OP_MAX, 0);
        put_int(w, 1);
        put(w, OP_MAX, 0);
        put(w, OP_DIV, 0);
        break;
    case 0:
    case 1:
    case 2:
        number_value(w, level - 1);
        number_value(w, level - 1);
        put(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_MUL, OP_MIN, OP_MAX), 0);
        break;
    case 3:
        number_value(w, level - 1);
        put_constant(w, one_in(w->r, 2) ? C_MILD_FLOAT : C_SMALL_INT);
        put(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_MUL, OP_ADD, OP_SUB, OP_MUL, OP_MIN, OP_MAX), 0);
        break;
    case 4:
        put_constant(w, one_in(w->r, 2) ? C_MILD_FLOAT : C_SMALL_INT);
        number_value(w, level - 1);
        put(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_MUL), 0);
        break;
    case 5:
        number_value(w, level - 1);
        put_constant(w, C_DIVISOR);
        put(w, ONE_OF(w->r, OP_DIV, OP_DIV, OP_MOD, OP_FLOORDIV), 0);
        break;
    case 6:
        number_value(w, level - 1);
        put(w, ONE_OF(w->r, OP_NEG, OP_ABS, OP_POS, OP_TO_FLOAT, OP_NOT), 0);
        break;
    case 7:
    case 8:
    case 9:
        random_list(w);
        random_index(w);
        put(w, OP_INDEX_GET, 0);
        break;
    case 10:
        number_value(w, level - 1);
        put(w, OP_ABS, 0);
        put(w, OP_MATH, one_in(w->r, 2) ? MATH_sqrt : MATH_fabs);
        break;
    case 11:
        random_condition(w, level - 1);
        {
            uint32_t other = put_jump(w, OP_JUMP_IF_FALSE), end;
            number_value(w, level - 1);
            end = put_jump(w, OP_JUMP);
            land_here(w, other);
            number_value(w, level - 1);
            land_here(w, end);
        }
        break;
    case 12:
        number_value(w, level - 1);
        {
            uint32_t end =
                put_jump(w, ONE_OF(w->r, OP_JUMP_IF_FALSE_OR_POP, OP_JUMP_IF_TRUE_OR_POP));
            number_value(w, level - 1);
            land_here(w, end);
        }
        break;
    default:
        int_value(w, level - 1);
    }
}

void random_value(Weaver *w, Role role, unsigned level)
{
    uint32_t n;
    if (full(w))
        level = 0;
    switch (role) {
    case R_INT:
        int_value(w, level);
        break;
    case R_NUMBER:
        number_value(w, level);
        break;
    case R_ROW:
        random_value(w, R_INT, level);
        put_int(w, 3);
        put(w, OP_MOD, 0);
        break;
    case R_LIST:
        if (level > 0 && one_in(w->r, 3))
            random_new_list(w);
        else
            random_list(w);
        break;
    case R_ROWS:
        n = random_name(w, R_ROWS);
        if (n != LOOP_NAMES && w->role[n] == R_ROWS && !one_in(w->r, 3)) {
            load(w, n);
        } else {
            for (n = 0; n < LEAST; n++)
                if (one_in(w->r, 2))
                    random_list(w);
                else
                    random_new_list(w);
            put(w, OP_LIST_NEW, n);
        }
        break;
    case R_LONG:
    case R_REALS:
        n = random_name(w, role);
        if (n != LOOP_NAMES && !one_in(w->r, 3))
            load(w, n);
        else
            random_new_long(w, role);
        break;
    case R_STR:
        if (one_in(w->r, 3)) {
            random_character(w);
            break;
        }
        n = random_name(w, R_STR);
        if (n != LOOP_NAMES && one_in(w->r, 2))
            load(w, n);
        else
            put_constant(w, C_TEXT);
        break;
    default:
        n = random_name(w, R_ANY);
        if (n != LOOP_NAMES && one_in(w->r, 3)) {
            load(w, n);
        } else if (one_in(w->r, 4)) {
            put_constant(w, C_ANY);
        } else if (one_in(w->r, 8)) {
            put(w, OP_PUSH_FUNC, below(w->r, w->s->functions));
        } else {
            random_value(w, (Role)below(w->r, R_ANY), level == 0 ? 0 : level - 1);
        }
    }
}

void random_condition(Weaver *w, unsigned level)
{
    switch (below(w->r, level == 0 ? 7 : 10)) {
    case 9:
        random_character(w);
        random_character(w);
        put(w, ONE_OF(w->r, OP_EQ, OP_NE, OP_EQ, OP_NE, OP_LT, OP_GE), 0);
        break;
    case 0:
    case 1:
        random_value(w, R_INT, level);
        random_value(w, R_INT, one_in(w->r, 2) ? 0 : level);
        put(w, ONE_OF(w->r, OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE), 0);
        break;
    case 2:
        random_value(w, R_INT, level);
        put_constant(w, C_SMALL_INT);
        put(w, ONE_OF(w->r, OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE), 0);
        break;
    case 3:
        random_value(w, R_NUMBER, level);
        if (one_in(w->r, 3))
            put_constant(w, C_NUMBER);
        else
            random_value(w, R_NUMBER, level);
        put(w, ONE_OF(w->r, OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE), 0);
        break;
    case 4:
        random_value(w, (Role)below(w->r, R_COUNT), level);
        break;
    case 5:
        random_value(w, R_ANY, level);
        random_value(w, R_ANY, level);
        put(w, ONE_OF(w->r, OP_EQ, OP_NE), 0);
        break;
    case 6:
        random_condition(w, level - 1);
        put(w, OP_NOT, 0);
        break;
    default: { /* a and b, a or b: the value stays */
        uint32_t end;
        random_condition(w, level - 1);
        end = put_jump(w, ONE_OF(w->r, OP_JUMP_IF_FALSE_OR_POP, OP_JUMP_IF_TRUE_OR_POP));
        random_condition(w, level - 1);
        land_here(w, end);
    }
    }
}
