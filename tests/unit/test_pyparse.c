/* The Python parser: errors on the lines where CPython has them (tests/data/make_syntax.py),
 * trees, hostile sources, memory that runs out. tests/pyparse.c with tests/pydump.py
 * compares trees with CPython's over whole libraries. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/front/python/parse/parse.h"

static PyModule *parse_bytes(const char *text, size_t n, BobError *error)
{
    PyModule *module;
    BobStatus status = bob_py_parse(text, n, "t.py", NULL, &module, error);
    cr_assert((status == BOB_OK) == (module != NULL));
    cr_assert(status == BOB_OK || status == BOB_INVALID_PROGRAM);
    if (status != BOB_OK)
        cr_assert(error->kind == status && error->line >= 1 && error->column >= 1, "no place: %s",
                  error->message);
    return module;
}

static PyModule *parse(const char *text)
{
    BobError error = {0};
    PyModule *module = parse_bytes(text, strlen(text), &error);
    cr_assert_not_null(module, "%.200s: %u:%u %s", text, error.line, error.column, error.message);
    return module;
}

static void refused(const char *text, size_t n, const char *message)
{
    BobError error = {0};
    PyModule *module = parse_bytes(text, n, &error);
    cr_assert_null(module, "parses: %.60s", text);
    cr_assert(strstr(error.message, message) != NULL, "%s, not %s", error.message, message);
}

/* ---- CPython's errors ---- */

/* A literal as ascii() writes it: '...' or "...", with \n \t \r \\ \' \xNN \uNNNN. */
static size_t unquote(const char *s, char *out)
{
    char quote = *s++, *at = out;
    while (*s != quote) {
        if (*s != '\\') {
            *at++ = *s++;
            continue;
        }
        s++;
        if (*s == 'x' || *s == 'u') {
            char digits[5] = {0};
            unsigned n = *s == 'x' ? 2 : 4;
            unsigned long point;
            memcpy(digits, s + 1, n);
            point = strtoul(digits, NULL, 16);
            s += 1 + n;
            if (point >= 0x800)
                *at++ = (char)(0xE0 | point >> 12);
            if (point >= 0x80)
                *at++ = (char)(point >= 0x800 ? (0x80 | (point >> 6 & 0x3F)) : (0xC0 | point >> 6));
            *at++ = (char)(point >= 0x80 ? (0x80 | (point & 0x3F)) : point);
            continue;
        }
        *at++ = *s == 'n' ? '\n' : *s == 't' ? '\t' : *s == 'r' ? '\r' : *s;
        s++;
    }
    return (size_t)(at - out);
}

Test(pyparse, errors_of_cpython)
{
    FILE *f = fopen("tests/data/syntax.txt", "r");
    static char row[65536], source[65536];
    unsigned rows = 0;
    cr_assert_not_null(f);
    while (fgets(row, sizeof row, f) != NULL) {
        unsigned line;
        char class[32];
        int at;
        BobError error = {0};
        PyModule *module;
        size_t n;
        cr_assert_eq(sscanf(row, "%u %31s %n", &line, class, &at), 2);
        n = unquote(row + at, source);
        module = parse_bytes(source, n, &error);
        cr_assert_null(module, "parses: %s", row);
        cr_expect_eq(error.line, line, "line %u (%s): %s", error.line, error.message, row);
        cr_expect(strncmp(error.message, class, strlen(class)) == 0 &&
                      error.message[strlen(class)] == ':',
                  "%s: %s", error.message, row);
        rows++;
    }
    fclose(f);
    cr_assert_gt(rows, 250);
}

/* ---- trees ---- */

static const PyExpr *only(const PyModule *m)
{
    cr_assert_eq(m->body.count, 1);
    cr_assert_eq(m->body.items[0]->kind, PY_EXPR);
    return m->body.items[0]->expr.value;
}

Test(pyparse, precedence)
{
    PyModule *m = parse("a or b and not c < d | e + f * -g ** h\n");
    const PyExpr *e = only(m);
    cr_assert(e->kind == PY_BOOL_OP && e->boolean.op == PY_OR);
    e = e->boolean.values.items[1];
    cr_assert(e->kind == PY_BOOL_OP && e->boolean.op == PY_AND);
    e = e->boolean.values.items[1];
    cr_assert(e->kind == PY_UNARY_OP && e->unary.op == PY_NOT);
    e = e->unary.operand;
    cr_assert(e->kind == PY_COMPARE && e->compare.ops[0] == PY_LT);
    e = e->compare.comparators.items[0];
    cr_assert(e->kind == PY_BIN_OP && e->binary.op == PY_BIT_OR);
    e = e->binary.right;
    cr_assert(e->kind == PY_BIN_OP && e->binary.op == PY_ADD);
    e = e->binary.right;
    cr_assert(e->kind == PY_BIN_OP && e->binary.op == PY_MULT);
    e = e->binary.right;
    cr_assert(e->kind == PY_UNARY_OP && e->unary.op == PY_USUB);
    cr_assert(e->unary.operand->kind == PY_BIN_OP && e->unary.operand->binary.op == PY_POW);
    bob_py_module_free(m);
}

static const PyExpr *constant(const char *text, PyModule **m)
{
    const PyExpr *e;
    *m = parse(text);
    e = only(*m);
    cr_assert_eq(e->kind, PY_CONSTANT, "%s", text);
    return e;
}

Test(pyparse, integers)
{
    static const struct {
        const char *text;
        int64_t value;
        bool overflow;
    } rows[] = {{"0\n", 0, false},
                {"00_0\n", 0, false},
                {"1_000\n", 1000, false},
                {"0x_fF\n", 255, false},
                {"0b101\n", 5, false},
                {"0o17\n", 15, false},
                {"9223372036854775807\n", INT64_MAX, false},
                {"9223372036854775808\n", INT64_MIN, true},
                {"0x8000000000000000\n", INT64_MIN, true},
                {"9223372036854775809\n", 0, true},
                {"99999999999999999999999\n", 0, true}};
    for (unsigned i = 0; i < COUNT_OF(rows); i++) {
        PyModule *m;
        const PyExpr *e = constant(rows[i].text, &m);
        cr_assert_eq(e->constant.type, PY_CONST_INT);
        cr_assert_eq(e->constant.integer, rows[i].value, "%s", rows[i].text);
        cr_assert_eq(e->constant.overflow, rows[i].overflow, "%s", rows[i].text);
        bob_py_module_free(m);
    }
}

Test(pyparse, floats)
{
    static const struct {
        const char *text;
        double value;
    } rows[] = {{"1.\n", 1},  {".5\n", 0.5},     {"1_0.2_5\n", 10.25}, {"1e3\n", 1000},
                {"0e0\n", 0}, {"012.5\n", 12.5}, {"1E-1_0\n", 1e-10}};
    for (unsigned i = 0; i < COUNT_OF(rows); i++) {
        PyModule *m;
        const PyExpr *e = constant(rows[i].text, &m);
        cr_assert_eq(e->constant.type, PY_CONST_FLOAT);
        cr_assert(e->constant.number == rows[i].value, "%s", rows[i].text);
        bob_py_module_free(m);
    }
}

Test(pyparse, strings)
{
    static const struct {
        const char *text, *value;
    } rows[] = {{"''\n", ""},
                {"'a' \"b\"'''c'''\n", "abc"},
                {"r'\\n' '\\n'\n", "\\n\n"},
                {"'\\x41\\101\\u00e9\\U0001F600'\n", "AA\xC3\xA9\xF0\x9F\x98\x80"},
                {"'\\q\\\n\\''\n", "\\q'"},
                {"'''a\r\nb'''\n", "a\nb"},
                {"u'x'\n", "x"}};
    for (unsigned i = 0; i < COUNT_OF(rows); i++) {
        PyModule *m;
        const PyExpr *e = constant(rows[i].text, &m);
        cr_assert_eq(e->constant.type, PY_CONST_STR);
        cr_assert_eq(e->constant.size, strlen(rows[i].value), "%s", rows[i].text);
        cr_assert_str_eq(e->constant.text, rows[i].value);
        bob_py_module_free(m);
    }
}

Test(pyparse, f_strings)
{
    PyModule *m = parse("f'a{{{x!r:>{w}}}}' 'b' f'{y = }'\n");
    const PyExprList *v = &only(m)->joined.values;
    cr_assert_eq(only(m)->kind, PY_JOINED_STR);
    cr_assert_eq(v->count, 4);
    cr_assert_str_eq(v->items[0]->constant.text, "a{");
    cr_assert_eq(v->items[1]->kind, PY_FORMATTED_VALUE);
    cr_assert_eq(v->items[1]->formatted.conversion, 'r');
    cr_assert_eq(v->items[1]->formatted.spec->joined.values.count, 2);
    cr_assert_str_eq(v->items[2]->constant.text, "}by = ");
    cr_assert_eq(v->items[3]->formatted.conversion, 'r');
    cr_assert_eq(v->items[3]->formatted.value->place.column, 27);
    bob_py_module_free(m);
}

/* ---- what is outside the subset ---- */

Test(pyparse, unsupported)
{
    static const struct {
        const char *text, *what;
        uint32_t line, column;
    } rows[] = {{"x = 1\nclass A(metaclass=B): pass\n", "keyword in a class statement", 2, 9},
                {"try: x\nexcept: y\n", NULL, 1, 0},
                {"try: x\nexcept* y: z\n", "except*", 1, 1},
                {"with a: b\n", "with", 1, 1},
                {"async def f(): pass\n", "async def", 1, 1},
                {"async def f():\n async for x in y: pass\n", "async def", 1, 1},
                {"x = lambda a, /, b=1, *, c: a\n", NULL, 1, 0},
                {"def f(): yield\n", "yield", 1, 10},
                {"def f(): yield from x\n", "yield from", 1, 10},
                {"match x:\n case 1: pass\n", "match", 1, 1},
                {"def f():\n x = 1\n def g(): nonlocal x\n", NULL, 1, 0},
                {"f(a := 1)\n", NULL, 1, 0},
                {"{}\n{1}\n{a: b for a in c}\n{a for a in c}\n{**a, b: c}\n", NULL, 1, 0},
                {"a, *b = c\n", NULL, 1, 0},
                {"f(*a)\n", NULL, 1, 0},
                {"f(**a)\n", "keyword argument unpacking", 1, 3},
                {"def f(*a): pass\n", NULL, 1, 0},
                {"def f(**a): pass\n", "**kwargs parameter", 1, 7},
                {"def f(a, /, b, *, c): pass\n", NULL, 1, 0},
                {"a[1:2:3]\n", NULL, 1, 0},
                {"1j\n", "complex literal", 1, 1},
                {"b'x'\n", "bytes literal", 1, 1},
                {"...\n", "ellipsis", 1, 1},
                {"raise a from b\n", NULL, 1, 0},
                {"a @ b\n", "matrix multiplication", 1, 3},
                {"from a import *\n", "star import", 1, 1},
                {"x = '\\N{BULLET}'\n", "named escape", 1, 5},
                {"x = '\\ud800'\n", "lone surrogate in a string", 1, 5},
                {"x = \xC3\xA9\n", "non-ASCII identifier", 1, 5},
                {"f'{lambda: 1}'\nx = f'{(lambda: 1)}'\n", NULL, 0, 0},
                {"a[1:2:]\n", NULL, 1, 0},
                {"match(x)\nmatch[a:b]\ncase = _\n", NULL, 1, 0}};
    for (unsigned i = 0; i < COUNT_OF(rows); i++) {
        BobError error = {0};
        PyModule *m = parse_bytes(rows[i].text, strlen(rows[i].text), &error);
        if (m == NULL) {
            cr_assert_eq(rows[i].line, 0, "%s: %s", rows[i].text, error.message);
            continue;
        }
        cr_assert((m->unsupported == NULL) == (rows[i].what == NULL), "%s", rows[i].text);
        if (m->unsupported != NULL) {
            cr_assert_str_eq(m->unsupported->what, rows[i].what);
            cr_assert_eq(m->unsupported->place.line, rows[i].line, "%s", rows[i].text);
            cr_assert_eq(m->unsupported->place.column, rows[i].column, "%s", rows[i].text);
        }
        bob_py_module_free(m);
    }
}

/* ---- source text ---- */

Test(pyparse, encodings)
{
    bob_py_module_free(parse("\xEF\xBB\xBFx = 1\n"));
    bob_py_module_free(parse("# -*- coding: latin-1 -*-\nx = '\xE9'\n"));
    bob_py_module_free(parse("#!x\n# vim: set fileencoding=utf-8 :\nx = 1"));
    bob_py_module_free(parse("if a:\r\n  b\r\nelse:\r\n  c\r\n"));
    bob_py_module_free(parse("if a:\r  b\relse:\r  c"));
    bob_py_module_free(parse("x\n\f\nif a:\n  b\n\f  c\n"));
    bob_py_module_free(parse(""));
    bob_py_module_free(parse("   \n\t# x"));
    refused("x\n y\xFF\n", 6, "utf-8");
    refused("x\0y\n", 4, "null bytes");
    refused("# coding: ascii\n\xC3\xA9 = 1\n", 23, "ascii");
    refused("# coding: koi8-r\n", 17, "source encoding 'koi8-r' is not supported");
}

/* ---- much of everything ---- */

static char *repeat(const char *head, const char *unit, size_t count, const char *tail)
{
    size_t n = strlen(unit), at = strlen(head);
    char *text = malloc(at + n * count + strlen(tail) + 1);
    memcpy(text, head, at);
    for (size_t i = 0; i < count; i++, at += n)
        memcpy(text + at, unit, n);
    memcpy(text + at, tail, strlen(tail) + 1);
    return text;
}

Test(pyparse, chains)
{
    static const char *const rows[][3] = {
        {"a", ".b", "\n"},
        {"a", "()", "\n"},
        {"a", "[0]", "\n"},
        {"a", " + a", "\n"},
        {"a", " < a", "\n"},
        {"a", " and a", "\n"},
        {"", "a = ", "a\n"},
        {"", "not ", "a\n"},
        {"", "-", "a\n"},
        {"", "a if b else ", "a\n"},
        {"if a: b\n", "elif a: b\n", "else: c\n"},
        {"x = (", "'a'\n", ")\n"},
        {"", "x;", "\n"},
        {"f'", "{a}", "'\n"},
    };
    for (unsigned i = 0; i < COUNT_OF(rows); i++) {
        char *text = repeat(rows[i][0], rows[i][1], 50000, rows[i][2]);
        bob_py_module_free(parse(text));
        free(text);
    }
}

Test(pyparse, nesting)
{
    static const struct {
        const char *unit, *tail, *message;
    } rows[] = {{"(", "", "too many nested parentheses"},
                {"[", "1\n", "too many nested parentheses"},
                {"lambda: ", "1\n", "nested too deeply"},
                {"a ** ", "1\n", "nested too deeply"},
                {"f'{", "}'", "SyntaxError"},
                {"if a: ", "b\n", "invalid syntax"}};
    char *text = malloc(60000000), *at = text;
    for (unsigned i = 0; i < COUNT_OF(rows); i++) {
        char *nested = repeat("", rows[i].unit, 10000, rows[i].tail);
        refused(nested, strlen(nested), rows[i].message);
        free(nested);
    }
    for (int i = 0; i < 10000; i++)
        at += sprintf(at, "%*sif a:\n", i, "");
    refused(text, (size_t)(at - text), "too many levels of indentation");
    free(text);
}

Test(pyparse, large)
{
    char *text = repeat("x = [", "1, ", 3500000, "]\n");
    bob_py_module_free(parse(text));
    free(text);
    text = repeat("", "x = 1\n", 1000000, "");
    bob_py_module_free(parse(text));
    free(text);
}

/* ---- random damage, memory ---- */

static const char sample[] =
    "'''doc'''\nfrom __future__ import division\nimport a.b as c, d\n"
    "def f(x: int, y=1, *z, k=2, **q) -> 'r':\n"
    "    global g\n    for i, (j, *l) in x: # c\n        if i < j <= 3 and not l: break\n"
    "        elif x[1:2, ::3]: continue\n    else:\n        return f'{x!r:>{y}} {{}} {z = }' "
    "\"\\x41\"\n"
    "    try:\n        del x[0], y.z\n    except (A, B) as e:\n        raise C(1) from e\n"
    "    finally: pass\n"
    "class A(B, metaclass=C):\n\tx: int = 0x1_0\n\ty = [a for a in b if c for d in e]\n"
    "@d\nasync def h():\n    async with a as b, c: await d\n    return (yield)\n"
    "with (open(x) as f, g): x = y = {1: 2, **z}; s = {1, *t}\n"
    "match x:\n    case [1, *_] | {'a': b, **r} if (n := 3): pass\n    case P(x=-1.5e3j): pass\n"
    "a += lambda *p, q: p if q else 3 ** -2 // 1.5e-3\n"
    "print(*a, sep='', **b, end=sum(x for x in y))\nassert a, 'b'\n";

Test(pyparse, damaged)
{
    static const char bytes[] = "()[]{}'\"\\\n\t :=,.*#fr0x_e\xC3\x00";
    static char text[sizeof sample];
    uint64_t random = 1;
    for (int i = 0; i < 20000; i++) {
        BobError error = {0};
        memcpy(text, sample, sizeof sample);
        for (int k = 0; k <= i % 4; k++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            text[(random >> 33) % (sizeof sample - 1)] = bytes[(random >> 20) % sizeof bytes];
        }
        bob_py_module_free(parse_bytes(text, sizeof sample - 1, &error));
    }
    for (size_t n = 0; n < sizeof sample; n++) {
        BobError error = {0};
        bob_py_module_free(parse_bytes(sample, n, &error));
    }
}

typedef struct Meter {
    size_t live, count, fail_at;
} Meter;

static void *metered(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    Meter *m = ctx;
    if (new_size > 0 && ++m->count == m->fail_at)
        return NULL;
    m->live = m->live - old_size + new_size;
    return bob_malloc_allocator.resize(NULL, ptr, old_size, new_size);
}

static void exhaust(const char *text, size_t n, BobStatus expected)
{
    BobStatus status = BOB_OUT_OF_MEMORY;
    for (size_t at = 1; status == BOB_OUT_OF_MEMORY; at++) {
        Meter meter = {.fail_at = at};
        BobAllocator a = {metered, &meter};
        BobError error = {0};
        PyModule *m;
        status = bob_py_parse(text, n, NULL, &a, &m, &error);
        cr_assert_eq(error.kind, status == BOB_OK ? BOB_OK : status);
        bob_py_module_free(m);
        cr_assert_eq(meter.live, 0, "%zu bytes leaked", meter.live);
    }
    cr_assert_eq(status, expected);
}

Test(pyparse, memory_runs_out)
{
    char *text = repeat("x = [", "a1, 'b', f'{c}', d.e(f=1), ", 500, "]\ndef f(a): global b\n");
    exhaust(sample, sizeof sample - 1, BOB_OK);
    exhaust("f(a b)\n", 7, BOB_INVALID_PROGRAM);
    exhaust(text, strlen(text), BOB_OK);
    free(text);
}
