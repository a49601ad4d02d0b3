/* random [--seed N] [--count N]: programs from the operation table, valid and invalid, run on
 * every engine under small limits. All engines agree in all that can be seen; so do a run in
 * slices, one with a snapshot in the middle, one that got its fuel in two parts, a traced one;
 * and each program survives disassembly and the container.
 *
 *     --engine NAME       hold this one alone against the reference engine
 *     --kind table|loops|long|phases  programs of one kind (below) alone
 *     --apart             each in a process of its own, so that a crash is shrunk too
 *     --stats             how the programs ended
 *
 * A program is a Spec. Those of odd seeds are built from the effects and signatures of ops.def
 * and builtins.def: most of the time expressions of the types that these ask for, sometimes
 * anything at all. Those of even seeds have loops of many turns (random_loops.h). Programs of very
 * long functions or very many are made on demand alone (random_long.h). */
#include <sys/wait.h>
#include <unistd.h>

#include "core/machine/program.h"
#include "tests/machines.h"

enum {
    FUNCTIONS = 5,
    NAMES = 6,
    LOOP_NAMES = 304,
    CODE = 2400,
    TABLE_CODE = 400,
    CONSTANTS = 40,
    ALL_CONSTANTS = 64
};
enum { CONSTANT_TRUE = 34, CONSTANT_DIGITS = 63 };

/* xorshift64*: the same numbers everywhere. */
typedef struct Random {
    uint64_t state;
} Random;

static uint32_t below(Random *r, uint32_t n)
{
    r->state ^= r->state >> 12;
    r->state ^= r->state << 25;
    r->state ^= r->state >> 27;
    return (uint32_t)((r->state * 2685821657736338717u) >> 33) % n;
}

static bool one_in(Random *r, uint32_t n)
{
    return below(r, n) == 0;
}

/* ---- what the table says of types ---- */

typedef enum Type {
    T_ANY,
    T_BOOL,
    T_INT,
    T_FLOAT,
    T_NUMBER,
    T_STR,
    T_TUPLE,
    T_LIST,
    T_SEQ,
    T_FUNC
} Type;

typedef struct Action { /* an operation or a built-in */
    unsigned opcode;
    int builtin; /* or -1 */
    Type in[6];
    unsigned in_count, required;
    bool many; /* in[0] stands for any number */
    int out;   /* a Type, or -1 for nothing */
} Action;

static Action makers[256], doers[64]; /* with and without a result */
static unsigned maker_count, doer_count;

static Type type_of_token(const char *t, size_t n)
{
    static const struct {
        const char *tokens;
        Type type;
    } types[] = {
        {" bool reverse ", T_BOOL},
        {" int i n start stop step maxsplit count digits base m i1..in code point ", T_INT},
        {" float r ", T_FLOAT},
        {" a b y x1..xn a+b a-b a*b -a +a a/b a//b a%b a**b |a| a|b ", T_NUMBER},
        {" str sub sep prefix suffix chars old new spec end ", T_STR},
        {" tuple ", T_TUPLE},
        {" list ", T_LIST},
        {" seq seq1..seqn object ", T_SEQ},
        {" func ", T_FUNC},
    };
    char word[40];
    unsigned i;
    (void)snprintf(word, sizeof word, " %.*s ", (int)n, t);
    for (i = 0; i < COUNT_OF(types); i++)
        if (strstr(types[i].tokens, word) != NULL)
            return types[i].type;
    return T_ANY;
}

/* "( seq [reverse] -- list )" */
static void read_effect(Action *a, const char *effect)
{
    bool results = false;
    unsigned outs = 0;
    const char *p = effect + 1;
    a->out = -1;
    while (*p != '\0' && *p != ')' && *p != '|') {
        size_t n = strcspn(p, " )");
        const char *word = p;
        bool optional = *p == '[';
        p += n + (p[n] == ' ');
        if (n == 0)
            continue;
        if (n == 2 && memcmp(word, "--", 2) == 0) {
            results = true;
            continue;
        }
        while (*word == '[')
            word++, n--;
        while (n > 0 && word[n - 1] == ']')
            n--;
        if (results) {
            a->out = (int)type_of_token(word, n);
            outs++;
        } else if (a->in_count < COUNT_OF(a->in)) {
            a->many = a->many || memchr(word, '.', n) != NULL;
            a->in[a->in_count++] = type_of_token(word, n);
            a->required += !optional;
        }
    }
    if (outs > 1)
        a->out = -2; /* moves operands about */
}

static void add_action(unsigned opcode, int builtin, const char *effect)
{
    Action a = {.opcode = opcode, .builtin = builtin};
    unsigned i;
    read_effect(&a, effect);
    for (i = 0; i < a.in_count; i++) { /* what the tokens alone do not tell */
        if (a.out == T_FLOAT && a.in[i] == T_ANY && opcode == OP_CALL_BUILTIN)
            a.in[i] = T_NUMBER;
        if (strpbrk(effect, "&^~<>") != NULL && a.in[i] == T_NUMBER)
            a.in[i] = T_INT;
    }
    if (a.out >= 0)
        makers[maker_count++] = a;
    else if (a.out == -1)
        doers[doer_count++] = a;
}

static void read_tables(void)
{
    unsigned i;
    for (i = 0; i < OP_COUNT; i++) {
        BobOperand o = bob_ops[i].operand;
        if (o == OPERAND_NONE || o == OPERAND_MATH ||
            (o == OPERAND_COUNT && i != OP_CALL_VALUE && i != OP_UNPACK))
            add_action(i, -1, bob_ops[i].effect);
    }
    for (i = 0; i < BOB_BUILTIN_COUNT; i++)
        add_action(OP_CALL_BUILTIN, (int)i, bob_builtins[i].signature);
}

/* ---- programs ---- */

enum { GLOBALS = 4 /* the first names, of random_loops.h */ };

/* How long a program of random_long.h is; functions is 0 of all others. */
typedef struct Long {
    uint64_t seed;
    uint32_t functions, lines, main_lines, calls, pad, locals;
    bool straight; /* no loops and calls: what an engine decodes in one go is longest */
} Long;

typedef struct Spec {
    uint32_t functions, params[FUNCTIONS], size[FUNCTIONS];
    BobWord code[FUNCTIONS][CODE];
    uint64_t bits; /* constants that are different each time */
    bool lines;
    BobConfig config;
    /* of random_loops.h */
    bool loops, recursive[FUNCTIONS];
    uint8_t roles[FUNCTIONS][8], result[FUNCTIONS]; /* of parameters and results */
    uint32_t room;                                  /* how long the function may become */
    Long extent;
} Spec;

/* The constants, by type; their place is their number. */
static const struct {
    Type type;
    const char *text; /* of T_STR */
    int64_t i;
    double f;
} constants[ALL_CONSTANTS] = {
    {T_INT, NULL, 0, 0},
    {T_INT, NULL, 1, 0},
    {T_INT, NULL, 2, 0},
    {T_INT, NULL, -1, 0},
    {T_INT, NULL, 3, 0},
    {T_INT, NULL, 7, 0},
    {T_INT, NULL, 5, 0},
    {T_INT, NULL, 63, 0},
    {T_INT, NULL, 100, 0},
    {T_INT, NULL, 0x1F40D, 0},
    {T_INT, NULL, INT64_MAX, 0},
    {T_INT, NULL, INT64_MIN, 0},
    {T_FLOAT, NULL, 0, 0.0},
    {T_FLOAT, NULL, 0, -0.0},
    {T_FLOAT, NULL, 0, 1.5},
    {T_FLOAT, NULL, 0, 2.0},
    {T_FLOAT, NULL, 0, 1e300},
    {T_FLOAT, NULL, 0, -0.1},
    {T_FLOAT, NULL, 0, __builtin_inf()},
    {T_FLOAT, NULL, 0, __builtin_nan("")},
    {T_STR, "", 0, 0},
    {T_STR, "a", 0, 0},
    {T_STR, "ab", 0, 0},
    {T_STR, "b", 0, 0},
    {T_STR, "abcab", 0, 0},
    {T_STR, "12", 0, 0},
    {T_STR, " x y ", 0, 0},
    {T_STR, "\xC3\xA9", 0, 0},
    {T_STR, "h\xC3\xA9llo w\xF0\x9F\x90\x8D", 0, 0},
    {T_STR, "{} {:>5}", 0, 0},
    {T_STR, "%s %d", 0, 0},
    {T_STR, ">8.2f", 0, 0},
    {T_STR, "a text of some seventy bytes, so that the work of joining it costs extra fuel", 0, 0},
    {T_BOOL, NULL, 0, 0},
    {T_BOOL, NULL, 1, 0},
    {T_ANY, NULL, 0, 0},
    {T_INT, NULL, 10, 0},
    {T_INT, NULL, 4, 0},
    {T_INT, NULL, -3, 0},
    {T_INT, NULL, 42, 0}, /* random bits; from here on of random_loops.h alone */
    {T_INT, NULL, 255, 0},
    {T_INT, NULL, 65535, 0},
    {T_INT, NULL, 1023, 0},
    {T_INT, NULL, 1000, 0},
    {T_INT, NULL, 97, 0},
    {T_INT, NULL, 31, 0},
    {T_INT, NULL, 64, 0},
    {T_INT, NULL, 42, 0},
    {T_INT, NULL, -2, 0},
    {T_INT, NULL, -7, 0},
    {T_INT, NULL, 4294967296, 0},
    {T_INT, NULL, 4294967295, 0},
    {T_INT, NULL, 2147483648, 0},
    {T_INT, NULL, 9007199254740992, 0},
    {T_INT, NULL, 9007199254740993, 0},
    {T_INT, NULL, -9007199254740993, 0},
    {T_FLOAT, NULL, 0, 9007199254740992.0},
    {T_FLOAT, NULL, 0, 0.5},
    {T_FLOAT, NULL, 0, -2.25},
    {T_FLOAT, NULL, 0, 1e16},
    {T_FLOAT, NULL, 0, 100.0},
    {T_FLOAT, NULL, 0, -9.5e18},
    {T_INT, NULL, 8, 0},
    {T_STR, "0123456789", 0, 0},
};

static void build_long(BobProgram *p, const Spec *s);

static BobProgram *build(const Spec *s)
{
    bool all = s->loops || s->extent.functions > 0;
    static const char *const names[NAMES] = {"a", "b", "c", "d", "e", "\xC3\xA9"};
    BobProgram *p = bob_program_new(NULL);
    BobError error;
    uint32_t i, k;
    char name[16];
    for (i = 0; i < NAMES; i++)
        (void)bob_program_add_name(p, names[i], strlen(names[i]));
    for (; all && i < LOOP_NAMES; i++) {
        (void)snprintf(name, sizeof name, "n%u", i);
        (void)bob_program_add_name(p, name, strlen(name));
    }
    for (i = 0; i < (all ? ALL_CONSTANTS : CONSTANTS); i++) {
        int64_t n = i == CONSTANTS - 1 ? (int64_t)s->bits : constants[i].i;
        if (constants[i].type == T_STR)
            (void)bob_program_add_text_constant(p, constants[i].text, strlen(constants[i].text));
        else
            (void)bob_program_add_constant(p, constants[i].type == T_INT ? bob_int(n)
                                              : constants[i].type == T_FLOAT
                                                  ? bob_float(constants[i].f)
                                              : constants[i].type == T_BOOL ? bob_bool(n != 0)
                                                                            : bob_none());
    }
    if (s->lines)
        (void)bob_program_set_source(p, "random.py", 9);
    for (i = 0; i < s->functions; i++) {
        (void)snprintf(name, sizeof name, i == 0 ? "main" : "f%u", i);
        (void)bob_program_add_function(p, name, strlen(name));
        for (k = 0; k < s->params[i]; k++)
            (void)bob_function_add_param(p, i, s->loops ? GLOBALS + k : k);
        for (k = 0; k < s->size[i]; k++)
            (void)bob_function_emit(p, i, s->code[i][k], s->lines ? 1 + k / 3 : 0);
    }
    if (s->extent.functions > 0)
        build_long(p, s);
    if (bob_program_finish(p, &error) != BOB_OK) {
        (void)fprintf(stderr, "random: %s\n", error.message);
        abort();
    }
    return p;
}

/* ---- making one ---- */

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
        while (!fits(want, (int)constants[i].type));
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
            const Action *a = &makers[below(m->r, maker_count)];
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
        const Action *a = &doers[below(m->r, doer_count)];
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

static void make(Spec *s, Random *r)
{
    Maker m = {.s = s, .r = r};
    uint32_t i, k;
    bool wild = one_in(r, 20);
    memset(s, 0, sizeof *s);
    s->functions = 1 + below(r, FUNCTIONS);
    s->bits = (uint64_t)below(r, UINT32_MAX) << 32 | below(r, UINT32_MAX);
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

#include "tests/random_functions.h"
#include "tests/random_long.h"

/* ---- runs ---- */

static Seen expected, got;

static const char *const arguments[] = {"one", "zw\xC3\xB6lf", ""};

static BobMachine *machine(const BobProgram *p, BobConfig *c, const char *engine, Seen *seen)
{
    BobMachine *m;
    BobError error;
    c->engine = engine;
    c->write = text_write;
    c->write_ctx = &seen->output;
    seen->output.size = 0;
    if (bob_machine_new(p, c, 3, arguments, &m, &error) != BOB_OK) {
        (void)fprintf(stderr, "random: %s\n", error.message);
        abort();
    }
    return m;
}

static BobMachine *restored(const BobProgram *p, BobMachine *m, const BobConfig *c,
                            const char **what)
{
    char *bytes, *again;
    size_t n, k;
    BobMachine *other;
    BobError error;
    if (bob_machine_snapshot(m, &bytes, &n, &error) != BOB_OK) {
        *what = "no snapshot";
        return m;
    }
    if (bob_machine_restore(p, c, bytes, n, &other, &error) != BOB_OK) {
        (void)fprintf(stderr, "%s at %llu\n", error.message, (unsigned long long)error.offset);
        *what = "restore";
        bob_bytes_free(p, bytes, n);
        return m;
    }
    bob_machine_free(m);
    if (bob_machine_snapshot(other, &again, &k, &error) != BOB_OK) {
        *what = "no second snapshot";
    } else {
        if (k != n || memcmp(bytes, again, n) != 0)
            *what = "snapshot right after a restore";
        bob_bytes_free(p, again, k);
    }
    bob_bytes_free(p, bytes, n);
    return other;
}

enum { PLAIN, SLICES, SNAPSHOT, FUEL, TRACED, WAYS };
static const char *const ways[WAYS] = {"whole", "in slices", "with a snapshot", "fuel in two parts",
                                       "traced"};

/* Slices: mostly so small that there are many; where there are loops mostly so large that an
 * engine that looks far ahead goes on with them. */
static uint32_t slice(const Spec *s, Random *r)
{
    if (s->extent.functions > 0)
        return 1 + below(r, one_in(r, 3) ? 20000 : 300000);
    if (s->loops)
        return 1 + below(r, one_in(r, 3) ? 20 : one_in(r, 2) ? 3000 : 12000);
    return 1 + below(r, one_in(r, 4) ? 200 : 6);
}

/* Runs the program one way and leaves what came of it in *seen; NULL or what went wrong. */
static const char *run(const BobProgram *p, const Spec *s, unsigned way, const char *engine,
                       const char *other, Random *r, Seen *seen)
{
    BobConfig c = s->config;
    const char *what = NULL;
    BobStatus status = BOB_YIELDED;
    BobMachine *m;
    if (way == FUEL)
        c.fuel = below(r, (uint32_t)c.fuel + 1);
    m = machine(p, &c, engine, seen);
    c.fuel = s->config.fuel;
    if (way == SLICES) {
        while (status == BOB_YIELDED)
            status = bob_machine_run_slice(m, slice(s, r));
    } else if (way == SNAPSHOT) {
        uint64_t at = below(r, (uint32_t)expected.instructions + 1);
        if (at > 0)
            status = bob_machine_run_slice(m, at);
        if (status != BOB_OK) {
            c.engine = other;
            m = restored(p, m, &c, &what);
        }
    } else if (way == FUEL) {
        (void)bob_machine_run(m);
        bob_machine_set_fuel(m, c.fuel);
    } else if (way == TRACED) {
        (void)bob_machine_trace(m, ignore_write, NULL);
    }
    status = bob_machine_run(m);
    seen_take(seen, m, p, status);
    bob_machine_free(m);
    return what;
}

/* The reference engine and another side by side, with a look at both after each slice. */
static const char *side_by_side(const BobProgram *p, const Spec *s, const char *engine, Random *r)
{
    BobConfig c = s->config;
    BobMachine *a = machine(p, &c, bob_engine_name(0, NULL), &expected);
    BobMachine *b = machine(p, &c, engine, &got);
    const char *what = NULL;
    BobStatus status = BOB_YIELDED;
    while (status == BOB_YIELDED && what == NULL) {
        uint32_t n = slice(s, r);
        BobStatus other = bob_machine_run_slice(b, n);
        status = bob_machine_run_slice(a, n);
        seen_take(&expected, a, p, status);
        seen_take(&got, b, p, other);
        what = seen_difference(&expected, &got);
    }
    bob_machine_free(a);
    bob_machine_free(b);
    return what;
}

/* With an allocation that fails, or all from it on. Where that ends the program it goes on
 * once memory is there again; everything else is done with less. */
static const char *starved(const BobProgram *p, const Spec *s, const char *engine, Random *r)
{
    Ledger l = {.calls = 0};
    BobConfig c = s->config;
    BobMachine *m;
    BobStatus status;
    const char *what = NULL;
    c.allocator = (BobAllocator){ledger_resize, &l};
    m = machine(p, &c, engine, &got);
    l.fail_at = l.calls + 1 + below(r, one_in(r, 2) ? 30 : 600);
    l.all_after = one_in(r, 2);
    status = bob_machine_run(m);
    l.fail_at = 0;
    if (status == BOB_OUT_OF_MEMORY && l.failures > 0) {
        m = restored(p, m, &c, &what);
        status = bob_machine_run(m);
    }
    seen_take(&got, m, p, status);
    bob_machine_free(m);
    return what != NULL                    ? what
           : l.in_use != 0 || l.wrong != 0 ? "memory that is not given back"
                                           : seen_difference(&expected, &got);
}

/* The same bytes through text and container, or what differs. */
static const char *round_trips(const BobProgram *p)
{
    char *container, *text, *again;
    size_t n, text_n, k;
    BobProgram *q;
    BobError error;
    const char *what = NULL;
    unsigned i;
    (void)bob_program_to_container(p, &container, &n);
    (void)bob_program_to_assembly(p, &text, &text_n);
    for (i = 0; i < 2; i++) {
        if (bob_program_load(i == 0 ? text : container, i == 0 ? text_n : n, "t", NULL, &q,
                             &error) != BOB_OK) {
            what = i == 0 ? "assembly refused" : "container refused";
            break;
        }
        (void)bob_program_to_container(q, &again, &k);
        if (k != n || memcmp(again, container, n) != 0)
            what = i == 0 ? "assembled from its disassembly" : "container read again";
        bob_bytes_free(q, again, k);
        bob_program_free(q);
    }
    bob_bytes_free(p, container, n);
    bob_bytes_free(p, text, text_n);
    return what;
}

typedef struct Verdict {
    const char *what; /* NULL: all is well */
    const char *engine, *way;
} Verdict;

static const char *only; /* --engine: this one alone is compared with the reference */

static unsigned engine_count(void)
{
    unsigned n = 0;
    while (bob_engine_name(n, NULL) != NULL)
        n++;
    return n;
}

static Verdict check(const Spec *s, uint64_t seed)
{
    Random r = {seed * 0x9E3779B97F4A7C15u | 1};
    BobProgram *p = build(s);
    const char *first = bob_engine_name(0, NULL);
    unsigned engines = engine_count(), i, way, some = below(&r, engines);
    Verdict v = {seed % 4 == 0 ? round_trips(p) : NULL, first, "as a file"}; /* the slowest part */
    if (v.what == NULL)
        v.what = run(p, s, PLAIN, first, first, &r, &expected);
    for (i = 0; i < engines && v.what == NULL; i++) {
        v.engine = bob_engine_name(i, NULL);
        if (only != NULL ? strcmp(v.engine, only) != 0
                         : (s->loops || s->extent.functions > 0) && i != some &&
                               i + 1 < engines) /* they take long */
            continue;
        for (way = i == 0 ? 1 : 0; way < (i == 0 ? WAYS : TRACED) && v.what == NULL; way++) {
            const char *other = bob_engine_name(below(&r, engines), NULL);
            v.way = ways[way];
            v.what = run(p, s, way, v.engine, other, &r, &got);
            if (v.what == NULL)
                v.what = seen_difference(&expected, &got);
        }
    }
    if ((s->loops || s->extent.functions > 0) && v.what == NULL) {
        v.engine = only != NULL ? only : bob_engine_name(engines - 1, NULL);
        v.way = "where memory fails";
        v.what = starved(p, s, v.engine, &r);
    }
    if ((s->loops || s->extent.functions > 0) && v.what == NULL) {
        v.way = "side by side";
        v.what = side_by_side(p, s, v.engine, &r);
    }
    bob_program_free(p);
    return v;
}

/* Whether something differs, in a process of its own: then a crash is a difference too. */
static bool differs(const Spec *s, uint64_t seed)
{
    int status = 0;
    pid_t child;
    (void)fflush(stdout);
    child = fork();
    if (child == 0) {
        (void)alarm(20);
        _exit(check(s, seed).what != NULL);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status != 0;
}

/* Takes the NOPs out of a function; jumps lead where they led. */
static void take_out_nops(Spec *s, uint32_t f)
{
    uint32_t to[CODE + 1], k, n = 0;
    for (k = 0; k < s->size[f]; k++) {
        to[k] = n;
        n += s->code[f][k] != OP_NOP || k + 1 == s->size[f];
    }
    to[k] = n;
    for (k = n = 0; k < s->size[f]; k++) {
        BobWord w = s->code[f][k];
        uint32_t target = bob_operand(w);
        if (bob_opcode(w) < OP_COUNT && bob_ops[bob_opcode(w)].operand == OPERAND_TARGET &&
            target <= s->size[f])
            w = bob_word(bob_opcode(w), to[target]);
        if (w != OP_NOP || k + 1 == s->size[f])
            s->code[f][n++] = w;
    }
    s->size[f] = n;
}

/* Ends functions earlier, then turns instructions into NOP and takes them out, as long as
 * something differs. */
/* The same with shorter functions, or fewer. */
static void shrink_long(Spec *s, uint64_t seed)
{
    uint32_t *const counts[] = {&s->extent.functions, &s->extent.lines, &s->extent.main_lines,
                                &s->extent.calls, &s->extent.locals};
    bool smaller = true;
    unsigned i;
    while (smaller) {
        smaller = false;
        for (i = 0; i < COUNT_OF(counts); i++) {
            uint32_t was = *counts[i], by;
            for (by = was / 2; by > 0; by /= 2) {
                *counts[i] = was - by;
                if (*counts[i] > (i == 4 ? 1 : 0) && differs(s, seed)) {
                    was = *counts[i];
                    smaller = true;
                }
            }
            *counts[i] = was;
        }
    }
}

static void shrink(Spec *s, uint64_t seed)
{
    static Spec shorter;
    uint32_t f, k;
    bool smaller = true;
    for (f = 0; f < s->functions; f++) {
        uint32_t cut = s->size[f];
        while (cut > 0) {
            uint32_t size = s->size[f];
            s->size[f] = size >= cut ? size - cut : size;
            if (size < cut || s->size[f] == size || !differs(s, seed)) {
                s->size[f] = size;
                cut /= 2;
            }
        }
    }
    while (smaller) {
        smaller = false;
        for (f = 0; f < s->functions; f++) {
            for (k = 0; k < s->size[f]; k++) {
                BobWord w = s->code[f][k];
                if (w == OP_NOP)
                    continue;
                s->code[f][k] = OP_NOP;
                if (differs(s, seed))
                    smaller = true;
                else
                    s->code[f][k] = w;
            }
            shorter = *s;
            take_out_nops(&shorter, f);
            if (differs(&shorter, seed))
                *s = shorter;
        }
    }
}

static void show(const Text *t)
{
    (void)printf("%.*s\n", (int)(t->size < 3000 ? t->size : 3000), t->size > 0 ? t->bytes : "");
}

static void report(Spec *s, uint64_t seed)
{
    Verdict v;
    BobProgram *p;
    char *text;
    size_t n;
    if (s->extent.functions > 0)
        shrink_long(s, seed);
    else
        shrink(s, seed);
    p = build(s);
    (void)bob_program_to_assembly(p, &text, &n);
    (void)printf("%.*s\n", (int)n, text);
    (void)fflush(stdout);
    v = check(s, seed);
    (void)printf("seed %llu: %s, engine %s, %s\n", (unsigned long long)seed, v.what, v.engine,
                 v.way);
    (void)printf("stack %u depth %u arena %llu heap %llu output %llu fuel %llu undefined %d\n",
                 s->config.stack, s->config.depth, (unsigned long long)s->config.arena,
                 (unsigned long long)s->config.heap, (unsigned long long)s->config.output,
                 (unsigned long long)s->config.fuel, s->config.allow_undefined);
    (void)printf("--- expected %s\n", bob_status_name(expected.status));
    show(&expected.state);
    show(&expected.output);
    (void)printf("--- got %s\n", bob_status_name(got.status));
    show(&got.state);
    show(&got.output);
    bob_bytes_free(p, text, n);
    bob_program_free(p);
}

int main(int argc, char **argv)
{
    static Spec s;
    static uint64_t ends[BOB_OUTPUT_FAILED + 1];
    uint64_t seed = 1, count = 20000, failed = 0, spent = 0, i;
    const char *kind = "";
    bool stats = false, apart = false;
    int a;
    for (a = 1; a < argc; a++) {
        if (strcmp(argv[a], "--seed") == 0 && a + 1 < argc)
            seed = strtoull(argv[++a], NULL, 10);
        else if (strcmp(argv[a], "--count") == 0 && a + 1 < argc)
            count = strtoull(argv[++a], NULL, 10);
        else if (strcmp(argv[a], "--engine") == 0 && a + 1 < argc)
            only = argv[++a];
        else if (strcmp(argv[a], "--kind") == 0 && a + 1 < argc)
            kind = argv[++a];
        else if (strcmp(argv[a], "--apart") == 0)
            apart = true;
        else if (strcmp(argv[a], "--stats") == 0)
            stats = true;
        else
            return (void)fprintf(stderr, "usage: random [--seed N] [--count N] [--engine NAME] "
                                         "[--kind table|loops|long|phases] [--apart] [--stats]\n"),
                   2;
    }
    read_tables();
    for (i = 0; i < count; i++) {
        Random r = {(seed + i) * 0xD1342543DE82EF95u | 1};
        if (strcmp(kind, "long") == 0 || *kind == 'p')
            make_long(&s, seed + i, *kind == 'p');
        else if (*kind == 'l' || (*kind == '\0' && (seed + i) % 2 == 0))
            make_loops(&s, &r);
        else
            make(&s, &r);
        if (apart ? differs(&s, seed + i) : check(&s, seed + i).what != NULL) {
            (void)printf("seed %llu\n", (unsigned long long)(seed + i));
            if (failed++ == 0)
                report(&s, seed + i);
        }
        ends[expected.status]++;
        spent += expected.instructions;
    }
    for (a = 0; stats && a <= BOB_OUTPUT_FAILED; a++)
        if (ends[a] > 0)
            (void)printf("%-20s %llu\n", bob_status_name((BobStatus)a),
                         (unsigned long long)ends[a]);
    if (stats)
        (void)printf("%.1f instructions a program\n",
                     (double)spent / (double)(count == 0 ? 1 : count));
    seen_free(&expected);
    seen_free(&got);
    (void)printf("%llu passed, %llu failed\n", (unsigned long long)(count - failed),
                 (unsigned long long)failed);
    return failed != 0;
}
