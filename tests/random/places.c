/* What values of random loops consist of: constants, names, elements of lists, new lists. */
#include "tests/random/weaver.h"

enum { MANY = 255 /* elements of a long list */ };

/* ---- constants and names ---- */

static bool is_kind(ConstantKind kind, uint32_t k)
{
    const Constant *c = &random_constants[k];
    bool known = c->type == T_INT && k != CONSTANTS - 1; /* not random bits */
    switch (kind) {
    case C_SMALL_INT:
        return known && c->i > -5000 && c->i < 5000;
    case C_INT:
        return c->type == T_INT;
    case C_NUMBER:
        return c->type == T_INT || c->type == T_FLOAT || c->type == T_BOOL;
    case C_MILD_FLOAT:
        return c->type == T_FLOAT && c->f > -1e6 && c->f < 1e6;
    case C_TEXT:
        return c->type == T_STR && c->text[0] != '\0';
    case C_DIVISOR:
        return known && c->i != 0;
    case C_ANY:
        return true;
    }
    abort();
}

uint32_t random_constant(Random *r, ConstantKind kind)
{
    uint32_t k;
    do
        k = below(r, ALL_CONSTANTS);
    while (!is_kind(kind, k));
    return k;
}

uint32_t random_name(Weaver *w, Role role)
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

/* ---- elements, and lists of them ---- */

void random_reduce(Weaver *w)
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

void random_index(Weaver *w)
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
        random_value(w, R_INT, 1);
        put_int(w, 3);
        put(w, OP_AND, 0);
        break;
    case 8:
        random_value(w, R_INT, 1);
        break;
    default:
        if (w->counts)
            load(w, w->counter);
        else
            random_value(w, R_INT, 0);
        put_int(w, one_in(w->r, 3) ? 4 : one_in(w->r, 2) ? 3 : 2);
        put(w, OP_MOD, 0);
    }
}

void random_row(Weaver *w)
{
    uint32_t row = random_name(w, R_ROW);
    if (row == LOOP_NAMES || one_in(w->r, 4)) {
        random_index(w);
        return;
    }
    load(w, row);
    if (one_in(w->r, 3)) {
        put_int(w, one_in(w->r, 6) ? 2 : 1);
        put(w, one_in(w->r, 8) ? OP_SUB : OP_ADD, 0);
    }
}

void random_list(Weaver *w)
{
    uint32_t rows = random_name(w, R_ROWS), list = random_name(w, R_LIST);
    if (rows != LOOP_NAMES && (list == LOOP_NAMES || one_in(w->r, 2))) {
        load(w, rows);
        random_row(w);
        put(w, OP_INDEX_GET, 0);
    } else if (list != LOOP_NAMES) {
        load(w, list);
    } else {
        put(w, OP_LOAD_NAME, 2); /* the global */
    }
}

bool random_long_place(Weaver *w, Role role)
{
    uint32_t n = random_name(w, role);
    if (n == LOOP_NAMES)
        return false;
    load(w, n);
    if (!w->counts || one_in(w->r, 6)) {
        random_value(w, R_INT, 1);
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
        random_value(w, R_INT, 0);
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

bool random_long_element(Weaver *w, Role role)
{
    if (!random_long_place(w, role))
        return false;
    put(w, OP_INDEX_GET, 0);
    return true;
}

void random_character(Weaver *w)
{
    uint32_t n = random_name(w, R_STR);
    if (n != LOOP_NAMES && one_in(w->r, 3)) {
        load(w, n);
        put_int(w, one_in(w->r, 2) ? 0 : -1);
    } else if (one_in(w->r, 4)) {
        put_constant(w, C_TEXT);
        return;
    } else {
        put(w, OP_PUSH_CONST, CONSTANT_DIGITS);
        random_value(w, R_INT, 0);
        put_int(w, 10);
        put(w, OP_MOD, 0);
    }
    put(w, OP_INDEX_GET, 0);
}

void random_new_long(Weaver *w, Role role)
{
    put_constant(w, role == R_LONG ? C_SMALL_INT : C_MILD_FLOAT);
    put_int(w, MANY);
    put(w, OP_LIST_FILL, 0);
}

void random_new_list(Weaver *w)
{
    uint32_t n = LEAST + below(w->r, 3), i;
    unsigned kind = below(w->r, 5);
    if (one_in(w->r, 4)) {
        put_constant(w, kind == 0 ? C_MILD_FLOAT : C_SMALL_INT);
        put_int(w, one_in(w->r, 2) ? 10 : 4);
        put(w, OP_LIST_FILL, 0);
        return;
    }
    for (i = 0; i < n; i++) {
        if (kind == 0)
            put_constant(w, C_MILD_FLOAT);
        else if (kind == 1)
            put(w, OP_PUSH_CONST, CONSTANT_TRUE - below(w->r, 2));
        else if (kind == 2)
            put_constant(w, C_NUMBER);
        else
            put_constant(w, C_SMALL_INT);
    }
    put(w, OP_LIST_NEW, n);
}
