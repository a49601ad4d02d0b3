/* Which argument of a call of a built-in is for which parameter, and what CPython says where one
 * does not fit. A signature is written as in Python's documentation:
 *
 *     "iterable, /, *, key=!, reverse="
 *
 * names before `/` can't be given by keyword, those after `*` by keyword alone, `*values` takes
 * any number; `=` can be left out, `=!` is known but not supported. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/front/python/compiler.h"

/* The number of arguments is a byte of CALL_BUILTIN's operand; some are the compiler's own. */
#define MOST_VALUES 250u

typedef struct Param {
    const char *name;
    uint32_t size;
    bool optional, refused;
} Param;

typedef struct Signature {
    Param params[PY_MOST_PARAMS];
    uint32_t count, only_positional, positional, required;
    bool variadic;
} Signature;

static Signature read_signature(const char *text)
{
    Signature s = {.positional = PY_NOTHING};
    while (*text != '\0') {
        uint32_t n = (uint32_t)strcspn(text, ",=");
        if (*text == '/') {
            s.only_positional = s.count;
        } else if (*text == '*') {
            s.positional = s.count;
            s.variadic = n > 1;
        } else {
            Param *p = &s.params[s.count++];
            ASSERT(s.count <= PY_MOST_PARAMS);
            p->name = text;
            p->size = n;
            p->optional = text[n] == '=';
            p->refused = p->optional && text[n + 1] == '!';
            s.required += !p->optional;
        }
        text += strcspn(text, ",");
        text += strspn(text, ", ");
    }
    if (s.positional == PY_NOTHING)
        s.positional = s.count;
    return s;
}

static bool is_param(const Param *p, const PyIdentifier *name)
{
    return name != NULL && name->size == p->size && memcmp(name->text, p->name, p->size) == 0;
}

/* A call that is being matched. */
typedef struct Match {
    const PyExpr *e;
    const PyBuiltinRow *row;
    const char *owner; /* "list." of a method, "math.", or "" */
    Signature s;
    PyBound *b;
} Match;

static bool fails(Match *m, const char *format, ...) PRINTF_LIKE(2, 3);

static bool fails(Match *m, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    (void)vsnprintf(m->b->error, sizeof m->b->error, format, ap);
    va_end(ap);
    return false;
}

static const char *plural(uint32_t n)
{
    return n == 1 ? "" : "s";
}

/* "x() takes exactly one argument (2 given)" */
static bool count_one(Match *m, uint32_t given)
{
    if (m->s.count == 0)
        return given == 0 ||
               fails(m, "%s%s() takes no arguments (%u given)", m->owner, m->row->name, given);
    return given == 1 ||
           fails(m, "%s%s() takes exactly one argument (%u given)", m->owner, m->row->name, given);
}

/* The least or most that is missed, in the words of one of CPython's two functions for it. */
static bool count_some(Match *m, uint32_t given, const char *format)
{
    uint32_t least = m->s.required, most = m->s.variadic ? UINT32_MAX : m->s.positional;
    uint32_t bound = given < least ? least : most;
    if (given >= least && given <= most)
        return true;
    return fails(m, format, m->row->name,
                 least == most   ? ""
                 : given < least ? "at least "
                                 : "at most ",
                 bound, plural(bound), given);
}

static bool no_keywords(Match *m)
{
    return m->e->call.keyword_count == 0 ||
           fails(m, "%s%s() takes no keyword arguments",
                 m->row->style == PY_STYLE_LOG ? "" : m->owner, m->row->name);
}

/* Puts keywords at their parameters; what is none is an error. */
static bool match_keywords(Match *m)
{
    uint32_t i, p, args = m->e->call.args.count;
    for (i = 0; i < m->e->call.keyword_count; i++) {
        const PyIdentifier *name = m->e->call.keywords[i].name;
        for (p = m->s.only_positional; p < m->s.count && !is_param(&m->s.params[p], name); p++)
            ;
        if (p < m->s.count && p < args && p < m->s.positional)
            return fails(m, "argument for %s() given by name ('%s') and position (%u)",
                         m->row->name, name->text, p + 1);
        if (p == m->s.count)
            return fails(m, "'%.100s' is an invalid keyword argument for %s()", name->text,
                         m->row->builtin == BUILTIN_sorted ? "sort" : m->row->name);
        m->b->given[p] = args + i;
    }
    return true;
}

static bool count_keywords(Match *m)
{
    uint32_t most = m->s.count - m->s.positional, given = m->e->call.keyword_count;
    return given <= most || !m->s.variadic ||
           fails(m, "%s() takes at most %u keyword argument%s (%u given)", m->row->name, most,
                 plural(most), given);
}

/* As _PyArg_UnpackKeywords does it. */
static bool count_named(Match *m)
{
    const Signature *s = &m->s;
    uint32_t args = m->e->call.args.count, keywords = m->e->call.keyword_count, p, i;
    uint32_t least = s->required < s->only_positional ? s->required : s->only_positional;
    if (args + keywords > s->count)
        return fails(m, "%s() takes at most %u %sargument%s (%u given)", m->row->name, s->count,
                     args == 0 ? "keyword " : "", plural(s->count), args + keywords);
    if (args > s->positional && s->positional == 0)
        return fails(m, "%s() takes no positional arguments", m->row->name);
    if (args > s->positional)
        return fails(m, "%s() takes at most %u positional argument%s (%u given)", m->row->name,
                     s->positional, plural(s->positional), args);
    if (args < least)
        return fails(m, "%s() takes at least %u positional argument%s (%u given)", m->row->name,
                     least, plural(least), args);
    for (p = args; p < s->count; p++) {
        for (i = 0; i < keywords && !is_param(&s->params[p], m->e->call.keywords[i].name); i++)
            ;
        if (i == keywords && !s->params[p].optional)
            return fails(m, "%s() missing required argument '%.*s' (pos %u)", m->row->name,
                         (int)s->params[p].size, s->params[p].name, p + 1);
    }
    return match_keywords(m);
}

static bool count_enumerate(Match *m)
{
    const PyKeyword *k = m->e->call.keywords;
    uint32_t n = m->e->call.args.count + m->e->call.keyword_count;
    if (n == 0)
        return fails(m, "enumerate() missing required argument 'iterable'");
    if (n > 2)
        return fails(m, "enumerate() takes at most 2 arguments (%u given)", n);
    if (m->e->call.keyword_count > 0 &&
        is_param(&m->s.params[n == 1 ? 1 : 0], k[0].name) == (m->e->call.args.count + 1 == n) &&
        m->e->call.keyword_count == 1)
        return fails(m, "'%.100s' is an invalid keyword argument for enumerate()", k->name->text);
    return match_keywords(m);
}

static bool match(Match *m)
{
    static const char checked[] = "%s expected %s%u argument%s, got %u";
    static const char parsed[] = "%s() takes %s%u argument%s (%u given)";
    uint32_t args = m->e->call.args.count;
    switch (m->row->style) {
    case PY_STYLE_ONE:
        return no_keywords(m) && count_one(m, args);
    case PY_STYLE_CHECK:
        return no_keywords(m) && count_some(m, args, checked);
    case PY_STYLE_PARSE:
        return no_keywords(m) && count_some(m, args, parsed);
    case PY_STYLE_LOG:
        return no_keywords(m) &&
               ((args >= 1 && args <= 2) || fails(m, "math.log requires 1 to 2 arguments"));
    case PY_STYLE_NAMED:
        return count_named(m);
    case PY_STYLE_MANY:
        return count_some(m, args, checked) && count_keywords(m) && match_keywords(m);
    case PY_STYLE_ENUMERATE:
        return count_enumerate(m);
    }
    return false;
}

/* What fits CPython's signature and is not supported all the same. */
static bool is_supported(PyCompiler *c, Match *m)
{
    uint32_t p, args = m->e->call.args.count;
    for (p = 0; p < m->s.count; p++) {
        uint32_t i = m->b->given[p];
        const PyKeyword *k;
        if (i == PY_NOTHING || !m->s.params[p].refused)
            continue;
        if (i < args) {
            bob_py_refuse(c, &m->e->place, "%s() with %u arguments is not supported", m->row->name,
                          args);
            return false;
        }
        k = &m->e->call.keywords[i - args];
        if (k->value->kind == PY_CONSTANT && k->value->constant.type == PY_CONST_NONE) {
            m->b->given[p] = PY_NOTHING; /* the default of all of them */
            continue;
        }
        bob_py_refuse(c, &k->place, "%s() with '%.40s' is not supported", m->row->name,
                      k->name->text);
        return false;
    }
    if (args > MOST_VALUES) {
        bob_py_refuse(c, &m->e->place, "%s() with %u arguments is not supported", m->row->name,
                      args);
        return false;
    }
    return true;
}

PyFit bob_py_bind(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row, const char *owner,
                  PyBound *b)
{
    Match m = {e, row, owner, read_signature(row->signature), b};
    uint32_t i;
    b->error[0] = '\0';
    for (i = 0; i < PY_MOST_PARAMS; i++)
        b->given[i] = i < e->call.args.count && i < m.s.positional ? i : PY_NOTHING;
    if (!match(&m))
        return PY_FAILS;
    if (!is_supported(c, &m))
        return PY_REFUSED;
    for (i = 0, b->params = 0; i < m.s.count; i++) /* the built-in does not take those */
        if (!m.s.params[i].refused)
            b->given[b->params++] = b->given[i];
    return PY_FITS;
}
