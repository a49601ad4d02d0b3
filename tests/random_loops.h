/* Random programs with structure, for engines that decode a loop for the types they see: loops
 * of many turns and of every shape, functions of several types, recursion, lists that change
 * their storage, values that change their type at some late turn. Included by random.c.
 *
 * Each name of a function has a role, so that most programs run long before one goes wrong;
 * what changes in a role are the types inside it, rarely and late. */
#ifndef RANDOM_LOOPS_H
#define RANDOM_LOOPS_H

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
    case 2:
        if (w->depth < 3)
            loops_loop(w);
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
    case 21:
        call_and_store(w);
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

/* ---- functions ---- */

static void call_function(Weaver *w, Role *result)
{
    uint32_t f, i;
    bool by_value = one_in(w->r, 4);
    if (w->f + 1 >= w->s->functions || w->calls == 0 || full(w)) {
        *result = R_INT;
        value(w, R_INT, 1);
        return;
    }
    w->calls--;
    f = w->f + 1 + below(w->r, w->s->functions - w->f - 1);
    if (by_value)
        put(w, OP_PUSH_FUNC, f);
    for (i = 0; i < w->s->params[f]; i++) {
        Role role = (Role)w->s->roles[f][i];
        value(w, one_in(w->r, 60) && w->wild ? R_ANY : role, 1);
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
            put_constant(w, is_small_int);
        } else if (w->role[i] == R_ROW) {
            put_int(w, below(w->r, 3));
        } else if (w->role[i] == R_NUMBER) {
            put_constant(w, one_in(w->r, 2) ? is_mild_float : is_small_int);
        } else if (w->role[i] == R_LIST) {
            new_list(w);
        } else if (w->role[i] == R_ROWS) {
            uint32_t k;
            for (k = 0; k < LEAST; k++)
                new_list(w);
            put(w, OP_LIST_NEW, k);
        } else if (w->role[i] == R_STR) {
            put_constant(w, is_letter_str);
        } else if (w->role[i] == R_LONG || w->role[i] == R_REALS) {
            new_long(w, w->role[i]);
        } else {
            put_constant(w, is_anything);
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
            condition(w, 1);
            over = put_jump(w, ONE_OF(w->r, OP_JUMP_IF_FALSE, OP_JUMP_IF_TRUE));
            value(w, result, 1);
            put(w, OP_RETURN_VAL, 0);
            land_here(w, over);
            continue;
        }
        local = name_of(w, role);
        value(w, role, 1);
        put(w, local == LOOP_NAMES ? OP_POP : OP_STORE_NAME, local == LOOP_NAMES ? 0 : local);
    }
}

/* f(n, x): some bottom, else the function itself with n - 1 and something else for x. */
static void recursion(Weaver *w)
{
    uint32_t n = w->first, x = w->first + 1, over;
    Role result = (Role)w->s->result[w->f];
    load(w, n);
    put_int(w, 0);
    put(w, OP_LE, 0);
    over = put_jump(w, OP_JUMP_IF_FALSE);
    value(w, result, 1);
    put(w, OP_RETURN_VAL, 0);
    land_here(w, over);
    if (one_in(w->r, 2))
        step(w);
    if (one_in(w->r, 3)) {
        load(w, n);
        put_int(w, 3);
        put(w, OP_MOD, 0);
        over = put_jump(w, OP_JUMP_IF_TRUE);
        if (one_in(w->r, 2)) {
            value(w, result, 1);
            put(w, OP_RETURN_VAL, 0);
        } else {
            put_constant(w, is_any_number);
            put(w, OP_STORE_NAME, x);
        }
        land_here(w, over);
    }
    load(w, n);
    put_int(w, one_in(w->r, 4) ? 2 : 1);
    put(w, OP_SUB, 0);
    if (w->s->params[w->f] > 1)
        value(w, R_NUMBER, 1);
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
        value(w, result, 1);
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
                new_list(w);
            else
                put_constant(w, i == 0 ? is_small_int : i == 1 ? is_mild_float : is_anything);
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
            block(w, 2);
            loops_loop(w);
        }
    } else if (short_one) {
        brief(w, (Role)w->s->result[f]);
    } else {
        block(w, 1 + below(w->r, 5));
    }
    value(w, f == 0 ? R_ANY : (Role)w->s->result[f], 2);
    put(w, f == 0 && one_in(w->r, 2) ? OP_HALT : OP_RETURN_VAL, 0);
}

static void make_loops(Spec *s, Random *r)
{
    Weaver w = {.s = s, .r = r};
    uint32_t i, k;
    memset(s, 0, sizeof *s);
    w.wild = one_in(r, 3);
    s->loops = true;
    s->functions = 1 + below(r, FUNCTIONS);
    s->bits =
        one_in(r, 2) ? (uint64_t)below(r, UINT32_MAX) << 32 | below(r, UINT32_MAX) : below(r, 1000);
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

#endif
