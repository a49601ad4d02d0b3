/* Programs of what the table says: most of the time expressions of the types that effects and
 * signatures ask for, sometimes anything at all. */
#include "tests/random/random.h"

typedef struct Maker {
    Spec *s;
    Random *r;
    uint32_t f; /* the function in the making */
    uint32_t budget;
    int types[NAMES]; /* what names hold, as far as known; -1: not bound */
} Maker;

static uint32_t here(const Maker *m)
{
    return m->s->size[m->f];
}

static void emit(Maker *m, unsigned opcode, uint32_t operand)
{
    if (here(m) < TABLE_CODE)
        m->s->code[m->f][m->s->size[m->f]++] = bob_word(opcode, operand);
}

/* Points the jump at `at` to the next instruction. */
static void land(Maker *m, uint32_t at)
{
    if (at < TABLE_CODE)
        m->s->code[m->f][at] = bob_word(bob_opcode(m->s->code[m->f][at]), here(m));
}

static bool fits(Type want, int have)
{
    return have >= 0 &&
           (want == T_ANY || want == (Type)have ||
            (want == T_NUMBER && (have == T_INT || have == T_FLOAT || have == T_BOOL)) ||
            (want == T_SEQ && (have == T_STR || have == T_LIST || have == T_TUPLE)));
}

static void any_word(Maker *m)
{
    Random *r = m->r;
    unsigned opcode = one_in(r, 8) ? below(r, 256) : below(r, OP_COUNT);
    uint32_t n = one_in(r, 6) ? below(r, 1u << 24) : below(r, 8);
    BobOperand o = opcode < OP_COUNT ? bob_ops[opcode].operand : OPERAND_NONE;
    if (o == OPERAND_CONST)
        n %= CONSTANTS;
    else if (o == OPERAND_NAME)
        n %= NAMES;
    else if (o == OPERAND_FUNC)
        n %= m->s->functions;
    else if (o == OPERAND_MATH)
        n %= BOB_MATH_COUNT;
    else if (o == OPERAND_BUILTIN)
        n = below(r, BOB_BUILTIN_COUNT) << 8 | below(r, 4);
    else if (o == OPERAND_EXCEPTION)
        n = below(r, 60) << 8 | below(r, 4);
    else if (o == OPERAND_ASK)
        n = below(r, ASKS) << 8 | below(r, 4);
    else if (o == OPERAND_TARGET && !one_in(r, 6))
        n = below(r, here(m) + 5);
    emit(m, opcode, n);
}

static void expression(Maker *m, Type want, unsigned level);

static void leaf(Maker *m, Type want)
{
    unsigned tries;
    uint32_t i;
    if (!one_in(m->r, 3)) {
        for (tries = 0; tries < 4; tries++) {
            i = below(m->r, NAMES);
            if (fits(want, m->types[i])) {
                emit(m, OP_LOAD_NAME, i);
                return;
            }
        }
    }
    if (want == T_SEQ)
        want = (Type[]){T_STR, T_LIST, T_TUPLE}[below(m->r, 3)];
    if (want == T_LIST || want == T_TUPLE) {
        uint32_t n = one_in(m->r, 6) ? 5 + below(m->r, 5) : below(m->r, 4);
        for (i = 0; i < n; i++)
            emit(m, OP_PUSH_CONST, below(m->r, CONSTANTS));
        emit(m, want == T_LIST ? OP_LIST_NEW : OP_TUPLE_NEW, n);
    } else if (want == T_FUNC) {
        emit(m, OP_PUSH_FUNC, below(m->r, m->s->functions));
    } else {
        do
            i = below(m->r, CONSTANTS);
        while (!fits(want, (int)random_constants[i].type));
        emit(m, OP_PUSH_CONST, i);
    }
}

static void act(Maker *m, const Action *a, unsigned level)
{
    uint32_t count = a->required + below(m->r, a->in_count - a->required + 1), i, argc = 0;
    for (i = 0; i < count; i++) {
        uint32_t times = a->many && i == 0 ? below(m->r, 5) : 1;
        if (a->opcode == OP_MATH && i == 1)
            break;
        for (; times > 0; times--, argc++)
            expression(m, one_in(m->r, 150) ? T_ANY : a->in[i], level);
    }
    if (a->opcode == OP_MATH) {
        uint32_t fn = below(m->r, BOB_MATH_COUNT);
        if (bob_math_arity(fn) > 1)
            expression(m, T_NUMBER, 0);
        emit(m, OP_MATH, fn);
    } else if (a->builtin >= 0) {
        emit(m, OP_CALL_BUILTIN, (uint32_t)a->builtin << 8 | argc);
    } else {
        emit(m, a->opcode, bob_ops[a->opcode].operand == OPERAND_COUNT ? argc : 0);
    }
}

static void call(Maker *m, unsigned level)
{
    uint32_t f = below(m->r, m->s->functions), i;
    bool by_value = one_in(m->r, 3);
    if (f <= m->f && !one_in(m->r, 12)) { /* recursion, but not always */
        leaf(m, T_ANY);
        return;
    }
    if (by_value)
        emit(m, OP_PUSH_FUNC, f);
    for (i = 0; i < m->s->params[f]; i++)
        expression(m, T_ANY, level);
    if (by_value)
        emit(m, OP_CALL_VALUE, one_in(m->r, 30) ? i + 1 : i);
    else
        emit(m, OP_CALL_FUNC, f);
}

static void expression(Maker *m, Type want, unsigned level)
{
    unsigned tries;
    if (one_in(m->r, 600))
        any_word(m);
    if (m->budget > 0 && level > 0 && !one_in(m->r, 3)) {
        m->budget--;
        if (want == T_ANY && one_in(m->r, 5)) {
            call(m, level - 1);
            return;
        }
        for (tries = 0; tries < 10; tries++) {
            const Action *a = &random_makers[below(m->r, random_maker_count)];
            if (a->out == T_ANY ? one_in(m->r, 8) || want == T_ANY : fits(want, a->out)) {
                act(m, a, level - 1);
                return;
            }
        }
    }
    leaf(m, want);
}

static void statements(Maker *m, unsigned level);

static void loop(Maker *m, unsigned level)
{
    uint32_t name = below(m->r, NAMES), top, exit_jump;
    emit(m, OP_PUSH_CONST, below(m->r, 7));
    emit(m, OP_STORE_NAME, name);
    m->types[name] = T_INT;
    top = here(m);
    emit(m, OP_LOAD_NAME, name);
    exit_jump = here(m);
    emit(m, OP_JUMP_IF_FALSE, 0);
    statements(m, level - 1);
    emit(m, OP_LOAD_NAME, name);
    emit(m, OP_PUSH_CONST, 1);
    emit(m, OP_SUB, 0);
    emit(m, OP_STORE_NAME, name);
    emit(m, OP_JUMP, top);
    land(m, exit_jump);
}

static void branch(Maker *m, unsigned level)
{
    uint32_t over;
    bool keep = one_in(m->r, 3);
    expression(m, T_ANY, 1);
    over = here(m);
    if (keep) {
        emit(m, one_in(m->r, 2) ? OP_JUMP_IF_TRUE_OR_POP : OP_JUMP_IF_FALSE_OR_POP, 0);
        expression(m, T_ANY, 1);
    } else {
        emit(m, one_in(m->r, 2) ? OP_JUMP_IF_TRUE : OP_JUMP_IF_FALSE, 0);
        statements(m, level - 1);
    }
    land(m, over);
    if (keep)
        emit(m, OP_POP, 0);
}

static void juggle(Maker *m)
{
    static const unsigned moves[] = {OP_DUP, OP_DUP2, OP_SWAP, OP_ROT3, OP_POP, OP_NOP};
    static const uint32_t need[] = {1, 2, 2, 3, 1, 0}, more[] = {2, 3, 1, 1, 0, 1};
    uint32_t i, n = 2 + below(m->r, 3);
    for (i = 0; i < n; i++)
        expression(m, T_ANY, 1);
    if (one_in(m->r, 3)) {
        emit(m, one_in(m->r, 2) ? OP_TUPLE_NEW : OP_LIST_NEW, n);
        emit(m, OP_UNPACK, one_in(m->r, 20) ? n + 1 : n);
    }
    for (i = below(m->r, 5); i > 0; i--) {
        uint32_t k = below(m->r, COUNT_OF(moves));
        if (n < need[k] && !one_in(m->r, 20))
            continue;
        emit(m, moves[k], 0);
        n = n + more[k] - 1;
    }
    while (n-- > 0 && !one_in(m->r, 40)) /* what is left makes depths differ */
        emit(m, OP_POP, 0);
}

/* x += y where x is a name: strings extend in place, lists grow. */
static void grow(Maker *m)
{
    uint32_t name = below(m->r, NAMES);
    Type type = m->types[name] >= 0 ? (Type)m->types[name] : T_STR;
    if (m->types[name] < 0)
        return;
    emit(m, OP_LOAD_NAME, name);
    expression(m, type, 1);
    if (one_in(m->r, 2))
        emit(m, OP_ADD, 0);
    else
        emit(m, OP_CALL_BUILTIN, BUILTIN_iadd << 8 | 2);
    emit(m, OP_STORE_NAME, name);
}

static void give_back(Maker *m)
{
    uint32_t name = below(m->r, NAMES), other = below(m->r, NAMES);
    if (one_in(m->r, 3) && m->types[name] >= 0) { /* another reference to the same */
        emit(m, OP_LOAD_NAME, name);
        emit(m, OP_STORE_NAME, other);
        m->types[other] = m->types[name];
    }
    if (!fits(T_SEQ, m->types[name]))
        return;
    emit(m, OP_LOAD_NAME, name);
    emit(m, one_in(m->r, 3) ? OP_FREE : OP_RELEASE, 0);
    if (one_in(m->r, 3)) { /* otherwise a dangling reference stays */
        emit(m, OP_DELETE_NAME, name);
        m->types[name] = -1;
    }
}

/* Several objects made, then given back: a free list of some length, parts of it reached. */
static void burst(Maker *m)
{
    uint32_t i, n = 2 + below(m->r, NAMES - 2);
    for (i = 0; i < n; i++) {
        leaf(m, one_in(m->r, 2) ? T_LIST : T_TUPLE);
        emit(m, OP_STORE_NAME, i);
        m->types[i] = T_LIST;
    }
    for (i = 0; i < n; i++) {
        if (one_in(m->r, 5))
            continue;
        emit(m, OP_LOAD_NAME, i);
        emit(m, one_in(m->r, 6) ? OP_FREE : OP_RELEASE, 0);
        if (one_in(m->r, 2)) {
            emit(m, OP_DELETE_NAME, i);
            m->types[i] = -1;
        }
    }
}

static void statement(Maker *m, unsigned level)
{
    static const Type kinds[] = {T_ANY,  T_INT,  T_FLOAT, T_STR, T_STR,
                                 T_LIST, T_LIST, T_TUPLE, T_FUNC};
    uint32_t name = below(m->r, NAMES), i;
    Type type = kinds[below(m->r, COUNT_OF(kinds))];
    switch (below(m->r, 18)) {
    case 0:
        if (level > 0)
            loop(m, level);
        break;
    case 1:
        if (level > 0)
            branch(m, level);
        break;
    case 2:
        juggle(m);
        break;
    case 3:
    case 4:
    case 16:
        give_back(m);
        break;
    case 17:
        burst(m);
        break;
    case 5:
    case 6:
        grow(m);
        break;
    case 7:
        expression(m, type, 2);
        emit(m, OP_STORE_GLOBAL, name);
        if (m->types[name] < 0)
            m->types[name] = (int)type;
        break;
    case 8:
        for (i = below(m->r, 3); i > 0; i--)
            expression(m, T_ANY, 1);
        expression(m, T_ANY, 2);
        emit(m, OP_PRINT, one_in(m->r, 4) ? 0 : 1);
        break;
    case 9:
        call(m, 1);
        emit(m, OP_STORE_NAME, name);
        m->types[name] = T_ANY;
        break;
    case 10: {
        const Action *a = &random_doers[below(m->r, random_doer_count)];
        bool ends = a->opcode == OP_RETURN_VAL || a->opcode == OP_RAISE || a->opcode == OP_EXIT ||
                    a->opcode == OP_HALT;
        if (!ends || one_in(m->r, 12))
            act(m, a, 2);
        break;
    }
    case 11:
        if (one_in(m->r, 8))
            any_word(m);
        break;
    default:
        expression(m, type, 3);
        emit(m, OP_STORE_NAME, name);
        m->types[name] = (int)type;
    }
}

static void statements(Maker *m, unsigned level)
{
    uint32_t n = 1 + below(m->r, 5);
    while (n-- > 0 && here(m) < TABLE_CODE - 60)
        statement(m, level);
}

static uint64_t small_or(Random *r, uint32_t n, uint64_t otherwise)
{
    return one_in(r, 4) ? below(r, n) : otherwise;
}

void random_make_table(Spec *s, Random *r)
{
    Maker m = {.s = s, .r = r};
    uint32_t i, k;
    bool wild = one_in(r, 20);
    memset(s, 0, sizeof *s);
    s->functions = 1 + below(r, FUNCTIONS);
    s->bits = some_bits(r);
    s->lines = one_in(r, 2);
    for (i = 1; i < s->functions; i++)
        s->params[i] = below(r, 4);
    for (i = 0; i < s->functions; i++) {
        m.f = i;
        m.budget = 40;
        for (k = 0; k < NAMES; k++)
            m.types[k] = k < s->params[i] ? T_ANY : -1;
        if (wild) {
            for (k = below(r, 40); k > 0; k--)
                any_word(&m);
            continue;
        }
        for (k = 0; k < 3; k++)
            statements(&m, 2);
        if (!one_in(r, 10)) {
            leaf(&m, T_ANY);
            emit(&m, i == 0 && one_in(r, 2) ? OP_HALT : OP_RETURN_VAL, 0);
        }
    }
    bob_config_init(&s->config);
    s->config.stack = 1 + (uint32_t)small_or(r, one_in(r, 2) ? 10 : 50, 100);
    s->config.depth = 1 + (uint32_t)small_or(r, 10, 40);
    s->config.arena = 1 + small_or(r, 400, 4500);
    s->config.heap = small_or(r, 2000, 1u << 18);
    s->config.output = small_or(r, 60, 1u << 14);
    s->config.fuel = small_or(r, 60, 2000);
    s->config.allow_undefined = one_in(r, 6);
    s->config.warm_up = one_in(r, 8) ? 1 + below(r, 6) : 0;
}
