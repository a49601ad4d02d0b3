/* Random values and conditions, of which random_loops.h makes programs.
 *
 * Each name of a function has a role, so that most programs run long before one goes wrong;
 * what changes in a role are the types inside it, rarely and late. */
#ifndef RANDOM_VALUES_H
#define RANDOM_VALUES_H

typedef enum Role {
    R_INT,    /* an int or bool */
    R_NUMBER, /* an int, bool or float */
    R_LIST,   /* a list of numbers, never empty */
    R_ROWS,   /* a list of such lists */
    R_ROW,    /* an int from 0 to 2, by which rows are found */
    R_STR,    /* a string, never empty */
    R_LONG,   /* a list of many ints, through which loops count */
    R_REALS,  /* the same of floats, at first */
    R_ANY,    /* anything but a function with parameters */
    R_COUNT,
    R_TAKEN = R_COUNT /* a loop counts with it */
} Role;

enum { LEAST = 4 /* elements of a list */, MANY = 255 };
static const Role global_roles[GLOBALS] = {R_INT, R_NUMBER, R_LIST, R_ANY};

typedef struct Weaver {
    Spec *s;
    Random *r;
    uint32_t f;             /* the function in the making */
    uint32_t first, locals; /* its names */
    Role role[LOOP_NAMES];
    uint32_t depth;                                      /* of loops */
    uint32_t counter;                                    /* of the innermost, a name */
    bool counts;                                         /* there is one */
    bool wild;                                           /* it may go wrong on purpose */
    uint32_t skips[16], ends[16], skip_count, end_count; /* jumps of continue and break */
    bool in_loop;
    uint32_t calls; /* that may still be made here */
} Weaver;

static uint32_t at(const Weaver *w)
{
    return w->s->size[w->f];
}

static void put(Weaver *w, unsigned opcode, uint32_t operand)
{
    if (at(w) < CODE)
        w->s->code[w->f][w->s->size[w->f]++] = bob_word(opcode, operand);
}

static uint32_t put_jump(Weaver *w, unsigned opcode)
{
    put(w, opcode, 0);
    return at(w) - 1;
}

static void land_here(Weaver *w, uint32_t jump)
{
    w->s->code[w->f][jump] = bob_word(bob_opcode(w->s->code[w->f][jump]), at(w));
}

static bool full(const Weaver *w)
{
    return at(w) > w->s->room;
}

static unsigned one_of(Random *r, const unsigned *things, uint32_t n)
{
    return things[below(r, n)];
}
#define ONE_OF(r, ...)                                                                             \
    one_of(r, (const unsigned[]){__VA_ARGS__},                                                     \
           sizeof((const unsigned[]){__VA_ARGS__}) / sizeof(unsigned))

/* ---- constants: their place by what they are ---- */

static uint32_t constant_where(bool (*fits_it)(uint32_t), Random *r)
{
    uint32_t k;
    do
        k = below(r, ALL_CONSTANTS);
    while (!fits_it(k));
    return k;
}
static bool is_small_int(uint32_t k)
{
    return constants[k].type == T_INT && k != CONSTANTS - 1 && constants[k].i > -5000 &&
           constants[k].i < 5000;
}
static bool is_any_int(uint32_t k)
{
    return constants[k].type == T_INT;
}
static bool is_any_number(uint32_t k)
{
    return constants[k].type == T_INT || constants[k].type == T_FLOAT ||
           constants[k].type == T_BOOL;
}
static bool is_mild_float(uint32_t k)
{
    return constants[k].type == T_FLOAT && constants[k].f > -1e6 && constants[k].f < 1e6;
}
static bool is_letter_str(uint32_t k)
{
    return constants[k].type == T_STR && constants[k].text[0] != '\0';
}
static bool is_divisor(uint32_t k)
{
    return is_any_int(k) && k != CONSTANTS - 1 && constants[k].i != 0;
}
static bool is_anything(uint32_t k)
{
    (void)k;
    return true;
}

static uint32_t int_constant(int64_t n)
{
    uint32_t k;
    for (k = 0; k < ALL_CONSTANTS; k++)
        if (constants[k].type == T_INT && constants[k].i == n && k != CONSTANTS - 1)
            return k;
    abort();
}

static void put_int(Weaver *w, int64_t n)
{
    put(w, OP_PUSH_CONST, int_constant(n));
}

static void put_constant(Weaver *w, bool (*fits_it)(uint32_t))
{
    put(w, OP_PUSH_CONST, constant_where(fits_it, w->r));
}

/* ---- names ---- */

static uint32_t name_of(Weaver *w, Role role) /* or LOOP_NAMES */
{
    uint32_t tries, n;
    for (tries = 0; tries < 12; tries++) {
        n = w->first + below(w->r, w->locals);
        if (w->role[n] == role)
            return n;
    }
    for (n = w->first; n < w->first + w->locals; n++)
        if (w->role[n] == role)
            return n;
    return LOOP_NAMES;
}

static void load(Weaver *w, uint32_t name)
{
    put(w, name >= GLOBALS && one_in(w->r, 2) ? OP_LOAD_LOCAL : OP_LOAD_NAME, name);
}

static uint32_t take_name(Weaver *w, Role role)
{
    uint32_t n = name_of(w, role);
    if (n != LOOP_NAMES)
        w->role[n] = R_TAKEN;
    return n;
}

/* ---- expressions ---- */

static void value(Weaver *w, Role role, unsigned level);
static void condition(Weaver *w, unsigned level);

/* Makes the int at the top small again. */
static void reduce(Weaver *w)
{
    static const int64_t masks[] = {255, 65535, 1023, 7},
                         divisors[] = {1000, 7, 97, 10, -3, 4294967296, 2};
    switch (below(w->r, 4)) {
    case 0:
        put_int(w, masks[below(w->r, COUNT_OF(masks))]);
        put(w, OP_AND, 0);
        break;
    default:
        put_int(w, divisors[below(w->r, COUNT_OF(divisors))]);
        put(w, OP_MOD, 0);
    }
}

/* ( list -- list index ), in range most of the time */
static void index_in(Weaver *w)
{
    switch (below(w->r, w->wild ? 9 : 8)) {
    case 0:
    case 1:
        put_int(w, below(w->r, LEAST));
        break;
    case 2:
        put_int(w, -1 - (int64_t)below(w->r, 3));
        break;
    case 3:
    case 4:
        value(w, R_INT, 1);
        put_int(w, 3);
        put(w, OP_AND, 0);
        break;
    case 8:
        value(w, R_INT, 1);
        break;
    default:
        if (w->counts)
            load(w, w->counter);
        else
            value(w, R_INT, 0);
        put_int(w, one_in(w->r, 3) ? 4 : one_in(w->r, 2) ? 3 : 2);
        put(w, OP_MOD, 0);
    }
}

/* ( rows -- rows index ), mostly what a loop leaves as it is */
static void row_in(Weaver *w)
{
    uint32_t row = name_of(w, R_ROW);
    if (row == LOOP_NAMES || one_in(w->r, 4)) {
        index_in(w);
        return;
    }
    load(w, row);
    if (one_in(w->r, 3)) {
        put_int(w, one_in(w->r, 6) ? 2 : 1);
        put(w, one_in(w->r, 8) ? OP_SUB : OP_ADD, 0);
    }
}

/* A row of R_ROWS or a list. */
static void some_list(Weaver *w)
{
    uint32_t rows = name_of(w, R_ROWS), list = name_of(w, R_LIST);
    if (rows != LOOP_NAMES && (list == LOOP_NAMES || one_in(w->r, 2))) {
        load(w, rows);
        row_in(w);
        put(w, OP_INDEX_GET, 0);
    } else if (list != LOOP_NAMES) {
        load(w, list);
    } else {
        put(w, OP_LOAD_NAME, 2); /* the global */
    }
}

/* ( -- element ) of a long list, mostly where the innermost loop stands; false without one. */
static bool long_place(Weaver *w, Role role)
{
    uint32_t n = name_of(w, role);
    if (n == LOOP_NAMES)
        return false;
    load(w, n);
    if (!w->counts || one_in(w->r, 6)) {
        value(w, R_INT, 1);
        put_int(w, 31);
        put(w, OP_AND, 0);
        return true;
    }
    load(w, w->counter);
    switch (below(w->r, 6)) {
    case 0:
        put_int(w, 1 + (int64_t)below(w->r, 3));
        put(w, one_in(w->r, 2) ? OP_ADD : OP_SUB, 0);
        break;
    case 1:
        value(w, R_INT, 0);
        put_int(w, 7);
        put(w, OP_AND, 0);
        put(w, OP_ADD, 0);
        break;
    case 2:
        put_int(w, one_in(w->r, 2) ? 31 : 7);
        put(w, OP_AND, 0);
        break;
    default:
        break;
    }
    return true;
}

static bool long_element(Weaver *w, Role role)
{
    if (!long_place(w, role))
        return false;
    put(w, OP_INDEX_GET, 0);
    return true;
}

/* ( -- character ) */
static void character(Weaver *w)
{
    uint32_t n = name_of(w, R_STR);
    if (n != LOOP_NAMES && one_in(w->r, 3)) {
        load(w, n);
        put_int(w, one_in(w->r, 2) ? 0 : -1);
    } else if (one_in(w->r, 4)) {
        put_constant(w, is_letter_str);
        return;
    } else {
        put(w, OP_PUSH_CONST, CONSTANT_DIGITS);
        value(w, R_INT, 0);
        put_int(w, 10);
        put(w, OP_MOD, 0);
    }
    put(w, OP_INDEX_GET, 0);
}

static void new_long(Weaver *w, Role role)
{
    put_constant(w, role == R_LONG ? is_small_int : is_mild_float);
    put_int(w, MANY);
    put(w, OP_LIST_FILL, 0);
}

static void new_list(Weaver *w)
{
    uint32_t n = LEAST + below(w->r, 3), i;
    unsigned kind = below(w->r, 5);
    if (one_in(w->r, 4)) {
        put_constant(w, kind == 0 ? is_mild_float : is_small_int);
        put_int(w, one_in(w->r, 2) ? 10 : 4);
        put(w, OP_LIST_FILL, 0);
        return;
    }
    for (i = 0; i < n; i++) {
        if (kind == 0)
            put_constant(w, is_mild_float);
        else if (kind == 1)
            put(w, OP_PUSH_CONST, CONSTANT_TRUE - below(w->r, 2));
        else if (kind == 2)
            put_constant(w, is_any_number);
        else
            put_constant(w, is_small_int);
    }
    put(w, OP_LIST_NEW, n);
}

static void call_function(Weaver *w, Role *result);

static void number_value(Weaver *w, unsigned level);

static void int_value(Weaver *w, unsigned level)
{
    uint32_t n;
    if (level == 0 || one_in(w->r, 4)) {
        if (w->counts && one_in(w->r, 3)) {
            load(w, w->counter);
            return;
        }
        n = one_in(w->r, 12) ? 0 : name_of(w, R_INT);
        if (n != LOOP_NAMES && !one_in(w->r, 4))
            load(w, n);
        else
            put_constant(w, is_small_int);
        return;
    }
    switch (below(w->r, 26)) {
    case 20:
    case 21:
    case 22:
    case 23:
        if (!long_element(w, R_LONG))
            int_value(w, level - 1);
        break;
    case 24:
        character(w);
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
            reduce(w);
        break;
    case 5:
        int_value(w, level - 1);
        put_constant(w, is_divisor);
        put(w, ONE_OF(w->r, OP_MOD, OP_FLOORDIV), 0);
        break;
    case 6:
        int_value(w, level - 1);
        put_constant(w, is_small_int);
        put(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_MUL, OP_XOR, OP_MIN, OP_MAX), 0);
        if (one_in(w->r, 2))
            reduce(w);
        break;
    case 7:
        int_value(w, level - 1);
        if (one_in(w->r, 2))
            reduce(w);
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
        some_list(w);
        put(w, OP_LEN, 0);
        break;
    case 11:
        n = name_of(w, R_STR);
        if (n == LOOP_NAMES)
            put(w, OP_PUSH_CONST, constant_where(is_letter_str, w->r));
        else
            load(w, n);
        put_int(w, one_in(w->r, 2) ? 0 : -1);
        put(w, OP_INDEX_GET, 0);
        put(w, OP_ORD, 0);
        break;
    case 12: /* a shift or an addition to a known side */
        put_constant(w, is_small_int);
        int_value(w, level - 1);
        put(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_MUL, OP_AND), 0);
        reduce(w);
        break;
    case 13:
        condition(w, level - 1);
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
        reduce(w);
        break;
    case 16:
        int_value(w, level - 1);
        reduce(w);
        put_int(w, one_in(w->r, 2) ? 2 : 3);
        put(w, OP_POW, 0);
        break;
    case 17:
        value(w, R_NUMBER, level - 1);
        value(w, R_NUMBER, level - 1);
        put(w, ONE_OF(w->r, OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE), 0);
        break;
    case 18:
        put(w, OP_LOAD_GLOBAL, 0);
        break;
    default:
        put_constant(w, one_in(w->r, 6) ? is_any_int : is_small_int);
        int_value(w, level - 1);
        put(w, ONE_OF(w->r, OP_XOR, OP_AND, OP_OR), 0);
    }
}

static void number_value(Weaver *w, unsigned level)
{
    uint32_t n;
    if (level == 0 || one_in(w->r, 4)) {
        n = one_in(w->r, 10) ? 1 : name_of(w, R_NUMBER);
        if (n != LOOP_NAMES && !one_in(w->r, 4))
            load(w, n);
        else
            put_constant(w, one_in(w->r, 8)   ? is_any_number
                            : one_in(w->r, 2) ? is_mild_float
                                              : is_small_int);
        return;
    }
    switch (below(w->r, 21)) {
    case 14:
    case 15:
    case 16:
        if (!long_element(w, one_in(w->r, 4) ? R_LONG : R_REALS))
            number_value(w, level - 1);
        break;
    case 17:
        put_constant(w, is_mild_float);
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
        put_constant(w, is_small_int);
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
        put_constant(w, one_in(w->r, 2) ? is_mild_float : is_small_int);
        put(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_MUL, OP_ADD, OP_SUB, OP_MUL, OP_MIN, OP_MAX), 0);
        break;
    case 4:
        put_constant(w, one_in(w->r, 2) ? is_mild_float : is_small_int);
        number_value(w, level - 1);
        put(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_MUL), 0);
        break;
    case 5:
        number_value(w, level - 1);
        put_constant(w, is_divisor);
        put(w, ONE_OF(w->r, OP_DIV, OP_DIV, OP_MOD, OP_FLOORDIV), 0);
        break;
    case 6:
        number_value(w, level - 1);
        put(w, ONE_OF(w->r, OP_NEG, OP_ABS, OP_POS, OP_TO_FLOAT, OP_NOT), 0);
        break;
    case 7:
    case 8:
    case 9:
        some_list(w);
        index_in(w);
        put(w, OP_INDEX_GET, 0);
        break;
    case 10:
        number_value(w, level - 1);
        put(w, OP_ABS, 0);
        put(w, OP_MATH, one_in(w->r, 2) ? MATH_sqrt : MATH_fabs);
        break;
    case 11:
        condition(w, level - 1);
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

static void value(Weaver *w, Role role, unsigned level)
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
        value(w, R_INT, level);
        put_int(w, 3);
        put(w, OP_MOD, 0);
        break;
    case R_LIST:
        if (level > 0 && one_in(w->r, 3))
            new_list(w);
        else
            some_list(w);
        break;
    case R_ROWS:
        n = name_of(w, R_ROWS);
        if (n != LOOP_NAMES && w->role[n] == R_ROWS && !one_in(w->r, 3)) {
            load(w, n);
        } else {
            for (n = 0; n < LEAST; n++)
                if (one_in(w->r, 2))
                    some_list(w);
                else
                    new_list(w);
            put(w, OP_LIST_NEW, n);
        }
        break;
    case R_LONG:
    case R_REALS:
        n = name_of(w, role);
        if (n != LOOP_NAMES && !one_in(w->r, 3))
            load(w, n);
        else
            new_long(w, role);
        break;
    case R_STR:
        if (one_in(w->r, 3)) {
            character(w);
            break;
        }
        n = name_of(w, R_STR);
        if (n != LOOP_NAMES && one_in(w->r, 2))
            load(w, n);
        else
            put_constant(w, is_letter_str);
        break;
    default:
        n = name_of(w, R_ANY);
        if (n != LOOP_NAMES && one_in(w->r, 3)) {
            load(w, n);
        } else if (one_in(w->r, 4)) {
            put_constant(w, is_anything);
        } else if (one_in(w->r, 8)) {
            put(w, OP_PUSH_FUNC, below(w->r, w->s->functions));
        } else {
            value(w, (Role)below(w->r, R_ANY), level == 0 ? 0 : level - 1);
        }
    }
}

/* ( -- what is tested ) */
static void condition(Weaver *w, unsigned level)
{
    switch (below(w->r, level == 0 ? 7 : 10)) {
    case 9:
        character(w);
        character(w);
        put(w, ONE_OF(w->r, OP_EQ, OP_NE, OP_EQ, OP_NE, OP_LT, OP_GE), 0);
        break;
    case 0:
    case 1:
        value(w, R_INT, level);
        value(w, R_INT, one_in(w->r, 2) ? 0 : level);
        put(w, ONE_OF(w->r, OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE), 0);
        break;
    case 2:
        value(w, R_INT, level);
        put_constant(w, is_small_int);
        put(w, ONE_OF(w->r, OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE), 0);
        break;
    case 3:
        value(w, R_NUMBER, level);
        if (one_in(w->r, 3))
            put_constant(w, is_any_number);
        else
            value(w, R_NUMBER, level);
        put(w, ONE_OF(w->r, OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE), 0);
        break;
    case 4:
        value(w, (Role)below(w->r, R_COUNT), level);
        break;
    case 5:
        value(w, R_ANY, level);
        value(w, R_ANY, level);
        put(w, ONE_OF(w->r, OP_EQ, OP_NE), 0);
        break;
    case 6:
        condition(w, level - 1);
        put(w, OP_NOT, 0);
        break;
    default: { /* a and b, a or b: the value stays */
        uint32_t end;
        condition(w, level - 1);
        end = put_jump(w, ONE_OF(w->r, OP_JUMP_IF_FALSE_OR_POP, OP_JUMP_IF_TRUE_OR_POP));
        condition(w, level - 1);
        land_here(w, end);
    }
    }
}

#endif
