/* Calls: of known functions, of values, of built-ins, methods and modules. */
#include <math.h>
#include <string.h>

#include "core/front/python/compiler.h"

#define NO (-1)
#define FRESH(types) ((types) | T_FRESH)

/* Built-in functions: what they take, the operation or built-in that does it, what they give.
 * With an operation and a built-in, the operation serves `least` arguments. */
static const PyBuiltinRow builtin_rows[] = {
    {"abs", 1, 1, OP_ABS, NO, T_INT | T_FLOAT, false, NULL},
    {"all", 1, 1, NO, BUILTIN_all, T_BOOL, false, NULL},
    {"any", 1, 1, NO, BUILTIN_any, T_BOOL, false, NULL},
    {"bool", 0, 1, NO, BUILTIN_bool, T_BOOL, false, NULL},
    {"chr", 1, 1, OP_CHR, NO, FRESH(T_STR), false, NULL},
    {"divmod", 2, 2, NO, BUILTIN_divmod, FRESH(T_TUPLE), false, NULL},
    {"enumerate", 1, 2, NO, BUILTIN_enumerate, FRESH(T_LIST), false, "start"},
    {"float", 0, 1, NO, BUILTIN_float, T_FLOAT, false, NULL},
    {"int", 0, 2, NO, BUILTIN_int, T_INT, false, "base"},
    {"len", 1, 1, OP_LEN, NO, T_INT, false, NULL},
    {"list", 0, 1, NO, BUILTIN_list, FRESH(T_LIST), false, NULL},
    {"max", 2, 255, OP_MAX, BUILTIN_max, T_ALL, true, "default"},
    {"min", 2, 255, OP_MIN, BUILTIN_min, T_ALL, true, "default"},
    {"ord", 1, 1, OP_ORD, NO, T_INT, false, NULL},
    {"pow", 2, 3, OP_POW, BUILTIN_pow, T_NUMBER, false, NULL},
    {"print", 0, 255, NO, NO, T_NONE, false, NULL},
    {"range", 1, 3, NO, BUILTIN_range, FRESH(T_LIST), false, NULL},
    {"repr", 1, 1, NO, BUILTIN_repr, FRESH(T_STR), false, NULL},
    {"format", 1, 2, NO, BUILTIN_format, FRESH(T_STR), false, NULL},
    {"reversed", 1, 1, NO, BUILTIN_reversed, FRESH(T_LIST), false, NULL},
    {"round", 1, 2, NO, BUILTIN_round, T_NUMBER, false, "ndigits"},
    {"sorted", 1, 2, NO, BUILTIN_sorted, FRESH(T_LIST), false, "reverse"},
    {"str", 0, 1, NO, BUILTIN_str, FRESH(T_STR), false, NULL},
    {"sum", 1, 2, NO, BUILTIN_sum, T_ALL, true, "start"},
    {"tuple", 0, 1, NO, BUILTIN_tuple, T_TUPLE, true, NULL},
    {"zip", 0, 255, NO, BUILTIN_zip, FRESH(T_LIST), false, "strict"},
    {NULL, 0, 0, NO, NO, 0, false, NULL},
};

static const PyBuiltinRow method_rows[] = {
    {"append", 1, 1, NO, BUILTIN_append, T_NONE, true, NULL},
    {"pop", 0, 1, NO, BUILTIN_pop, T_ALL, false, NULL},
    {"extend", 1, 1, NO, BUILTIN_extend, T_NONE, false, NULL},
    {"insert", 2, 2, NO, BUILTIN_insert, T_NONE, true, NULL},
    {"index", 1, 3, NO, BUILTIN_index, T_INT, false, NULL},
    {"count", 1, 3, NO, BUILTIN_count, T_INT, false, NULL},
    {"reverse", 0, 0, NO, BUILTIN_reverse, T_NONE, false, NULL},
    {"sort", 0, 0, NO, BUILTIN_sort, T_NONE, false, "reverse"},
    {"copy", 0, 0, NO, BUILTIN_copy, FRESH(T_LIST), false, NULL},
    {"clear", 0, 0, NO, BUILTIN_clear, T_NONE, false, NULL},
    {"join", 1, 1, NO, BUILTIN_join, FRESH(T_STR), false, NULL},
    {"split", 0, 2, NO, BUILTIN_split, FRESH(T_LIST), false, "maxsplit"},
    {"strip", 0, 1, NO, BUILTIN_strip, FRESH(T_STR), false, NULL},
    {"upper", 0, 0, NO, BUILTIN_upper, FRESH(T_STR), false, NULL},
    {"lower", 0, 0, NO, BUILTIN_lower, FRESH(T_STR), false, NULL},
    {"find", 1, 3, NO, BUILTIN_find, T_INT, false, NULL},
    {"replace", 2, 3, NO, BUILTIN_replace, FRESH(T_STR), false, NULL},
    {"startswith", 1, 3, NO, BUILTIN_startswith, T_BOOL, false, NULL},
    {"endswith", 1, 3, NO, BUILTIN_endswith, T_BOOL, false, NULL},
    {"format", 0, 254, NO, BUILTIN_str_format, FRESH(T_STR), false, NULL},
    {NULL, 0, 0, NO, NO, 0, false, NULL},
};

/* opcode is the number of a MATH function here. */
static const PyBuiltinRow math_rows[] = {
#define MATH(name, arity)                                                                          \
    {#name,       arity, arity,                                                                    \
     MATH_##name, NO,    MATH_##name == MATH_floor || MATH_##name == MATH_ceil ? T_INT : T_FLOAT,  \
     false,       NULL},
#include "core/machine/math.def"
    {"pow", 2, 2, NO, BUILTIN_math_pow, T_FLOAT, false, NULL},
    {"gcd", 0, 255, NO, BUILTIN_math_gcd, T_INT, false, NULL},
    {"isqrt", 1, 1, NO, BUILTIN_math_isqrt, T_INT, false, NULL},
    {"trunc", 1, 1, NO, BUILTIN_math_trunc, T_INT, false, NULL},
    {"copysign", 2, 2, NO, BUILTIN_math_copysign, T_FLOAT, false, NULL},
    {"fmod", 2, 2, NO, BUILTIN_math_fmod, T_FLOAT, false, NULL},
    {"isnan", 1, 1, NO, BUILTIN_math_isnan, T_BOOL, false, NULL},
    {"isinf", 1, 1, NO, BUILTIN_math_isinf, T_BOOL, false, NULL},
    {"isfinite", 1, 1, NO, BUILTIN_math_isfinite, T_BOOL, false, NULL},
    {"degrees", 1, 1, NO, BUILTIN_math_degrees, T_FLOAT, false, NULL},
    {"radians", 1, 1, NO, BUILTIN_math_radians, T_FLOAT, false, NULL},
    {NULL, 0, 0, NO, NO, 0, false, NULL},
};

static const PyBuiltinRow *find_row(const PyBuiltinRow *rows, const char *name)
{
    for (; rows->name != NULL; rows++)
        if (strcmp(rows->name, name) == 0)
            return rows;
    return NULL;
}

const PyBuiltinRow *py_builtin_row(const char *name)
{
    return find_row(builtin_rows, name);
}

const PyBuiltinRow *py_method_row(const char *name)
{
    return find_row(method_rows, name);
}

const PyBuiltinRow *py_math_row(const char *name)
{
    return find_row(math_rows, name);
}

bool py_math_constant(const PyIdentifier *name, double *value)
{
    static const struct {
        const char *name;
        double value;
    } constants[] = {{"pi", 3.141592653589793},
                     {"e", 2.718281828459045},
                     {"tau", 6.283185307179586},
                     {"inf", INFINITY},
                     {"nan", NAN}};
    unsigned i;
    for (i = 0; i < COUNT_OF(constants); i++) {
        if (py_is(name, constants[i].name)) {
            *value = constants[i].value;
            return true;
        }
    }
    return false;
}

/* An import counts from the program's start, so nothing may use it before it ran. */
static void check_import_ran(PyCompiler *c, const PySymbol *s, const PyExpr *at)
{
    if (s->scope == 0 ? s->position == PY_NOTHING : s->undominated)
        py_refuse(c, &at->place, "'%.60s' where its import may not have run is not supported",
                  s->id->text);
}

PyImport py_imported(PyCompiler *c, uint32_t scope, const PyExpr *e, const PyIdentifier **name)
{
    PyRef ref;
    if (e->kind == PY_NAME) {
        ref = py_resolve(c, scope, e->name.id);
        if (ref.kind != REF_IMPORT ||
            (ref.symbol->import != IMPORT_MATH_NAME && ref.symbol->import != IMPORT_SYS_NAME))
            return IMPORT_NOTHING;
        check_import_ran(c, ref.symbol, e);
        *name = ref.symbol->imported;
        return ref.symbol->import;
    }
    if (e->kind != PY_ATTRIBUTE || e->attribute.value->kind != PY_NAME)
        return IMPORT_NOTHING;
    ref = py_resolve(c, scope, e->attribute.value->name.id);
    if (ref.kind != REF_IMPORT)
        return IMPORT_NOTHING;
    check_import_ran(c, ref.symbol, e);
    *name = e->attribute.name;
    return ref.symbol->import == IMPORT_MATH  ? IMPORT_MATH_NAME
           : ref.symbol->import == IMPORT_SYS ? IMPORT_SYS_NAME
                                              : IMPORT_NOTHING;
}

uint32_t py_known_function(PyCompiler *c, uint32_t scope, const PyExpr *callee)
{
    PyRef ref;
    if (callee->kind != PY_NAME)
        return PY_NOTHING;
    ref = py_resolve(c, scope, callee->name.id);
    return ref.kind == REF_FUNCTION ? ref.symbol->defines : PY_NOTHING;
}

/* ---- arguments that are remembered until the call is over ---- */

#define MOST_HELD 16u

typedef struct Held {
    uint32_t names[MOST_HELD];
    const PyExpr *values[MOST_HELD];
    uint32_t count;
    bool all; /* no element lives on either */
} Held;

/* An argument; `looked_at`: the call does not keep it, so a temporary is released after. */
static void argument(PyCompiler *c, const PyExpr *e, bool looked_at, Held *held)
{
    uint32_t name;
    if (!looked_at || held->count == MOST_HELD) {
        py_expr(c, e);
        return;
    }
    name = py_expr_held(c, e);
    if (name != PY_NOTHING) {
        held->values[held->count] = e;
        held->names[held->count++] = name;
    }
}

static void release_held(PyCompiler *c, const Held *held)
{
    uint32_t i;
    for (i = 0; i < held->count; i++)
        if (held->all)
            py_release_held(c, held->names[i], held->values[i]);
        else
            py_release_local(c, held->names[i]);
}

/* ---- functions of the program ---- */

/* The parameter that an argument is for, or PY_NOTHING. */
static uint32_t param_of(const PyStmt *def, const PyExpr *e, uint32_t arg)
{
    uint32_t i;
    if (arg < e->call.args.count)
        return arg < def->def.param_count ? arg : PY_NOTHING;
    for (i = 0; i < def->def.param_count; i++)
        if (def->def.params[i].name == e->call.keywords[arg - e->call.args.count].name)
            return i;
    return PY_NOTHING;
}

static const PyExpr *argument_of(const PyExpr *e, uint32_t arg)
{
    return arg < e->call.args.count ? e->call.args.items[arg]
                                    : e->call.keywords[arg - e->call.args.count].value;
}

static void push_default(PyCompiler *c, const PyScope *f, uint32_t param)
{
    const PyParam *p = &f->def->def.params[param];
    BobBuffer name = {.allocator = c->allocator};
    if (p->value->kind == PY_CONSTANT) {
        py_expr(c, p->value);
        return;
    }
    bob_buffer_printf(&name, "%s.default.%s", c->program->functions[f->function].name,
                      p->name->text);
    if (name.failed)
        py_no_memory(c);
    else
        py_emit(c, OP_LOAD_GLOBAL, py_name(c, name.bytes, name.size));
    bob_buffer_free(&name);
}

/* The call fails when it is made, as in Python: what it gets is evaluated first. */
static void call_that_fails(PyCompiler *c, const PyExpr *e, const PyScope *f)
{
    uint32_t i, n = e->call.args.count + e->call.keyword_count;
    py_emit(c, OP_PUSH_FUNC, f->function);
    for (i = 0; i < n; i++)
        py_expr(c, argument_of(e, i));
    c->line = e->place.line;
    if (n == f->def->def.param_count) { /* the number is right, a name is wrong */
        py_emit_none(c);
        n++;
    }
    py_emit(c, OP_CALL_VALUE, n);
}

/* Arguments in the order of evaluation; where that is not the parameters' order they go
 * through hidden locals. */
static void call_known(PyCompiler *c, const PyExpr *e, uint32_t callee)
{
    const PyScope *f = py_scope(c, callee);
    const PyStmt *def = f->def;
    uint32_t n = e->call.args.count + e->call.keyword_count, params = def->def.param_count, i, p;
    uint32_t *given = bob_alloc(c->allocator, (params + 1) * sizeof *given);
    Held held = {.count = 0};
    bool in_order = true, bad = false;
    if (given == NULL) {
        py_no_memory(c);
        return;
    }
    for (p = 0; p < params; p++)
        given[p] = PY_NOTHING;
    for (i = 0; i < n; i++) {
        p = param_of(def, e, i);
        bad = bad || p == PY_NOTHING || given[p] != PY_NOTHING;
        if (!bad)
            given[p] = i;
        in_order = in_order && p == i;
    }
    for (p = 0; p < params; p++)
        bad = bad || (given[p] == PY_NOTHING && def->def.params[p].value == NULL);
    if (bad) {
        call_that_fails(c, e, f);
    } else {
        for (i = 0; i < n; i++) {
            PySymbol *symbol =
                py_resolve(c, callee, def->def.params[param_of(def, e, i)].name).symbol;
            argument(c, argument_of(e, i), !symbol->kept, &held);
            if (!in_order) {
                uint32_t name = py_hidden(c, "argument");
                py_emit(c, OP_STORE_NAME, name);
                given[param_of(def, e, i)] = name;
            }
        }
        for (p = in_order ? n : 0; p < params; p++) {
            if (given[p] == PY_NOTHING)
                push_default(c, f, p);
            else
                py_emit(c, OP_LOAD_LOCAL, given[p]);
        }
        c->line = e->place.line;
        py_emit(c, OP_CALL_FUNC, f->function);
        release_held(c, &held);
    }
    bob_free(c->allocator, given, (params + 1) * sizeof *given);
}

static void call_value(PyCompiler *c, const PyExpr *e)
{
    uint32_t i;
    if (e->call.keyword_count > 0) {
        py_refuse(c, &e->call.keywords[0].place,
                  "a keyword argument where the function is not known is not supported");
        return;
    }
    py_expr(c, e->call.function);
    for (i = 0; i < e->call.args.count; i++)
        py_expr(c, e->call.args.items[i]);
    c->line = e->place.line;
    py_emit(c, OP_CALL_VALUE, e->call.args.count);
}

/* ---- built-ins ---- */

static bool check_count(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row, uint32_t least)
{
    if (e->call.args.count >= least && e->call.args.count <= (uint32_t)row->most)
        return true;
    py_refuse(c, &e->place, "%s() with %u argument%s is not supported", row->name,
              e->call.args.count, e->call.args.count == 1 ? "" : "s");
    return false;
}

static void print(PyCompiler *c, const PyExpr *e)
{
    const PyExpr *sep = NULL, *end = NULL;
    Held held = {.all = true};
    uint32_t i;
    for (i = 0; i < e->call.keyword_count; i++) {
        const PyKeyword *k = &e->call.keywords[i];
        if (py_is(k->name, "sep"))
            sep = k->value;
        else if (py_is(k->name, "end"))
            end = k->value;
        else if (!py_is(k->name, "flush") || k->value->kind != PY_CONSTANT)
            py_refuse(c, &k->place, "print() with '%.40s' is not supported", k->name->text);
    }
    if (e->call.args.count > 250 && (sep != NULL || end != NULL))
        py_refuse(c, &e->place, "print() of more than 250 values with sep or end is not supported");
    for (i = 0; i < e->call.args.count; i++)
        argument(c, e->call.args.items[i], true, &held);
    if (sep == NULL && end == NULL) {
        c->line = e->place.line;
        py_emit(c, OP_PRINT, e->call.args.count);
        release_held(c, &held);
        py_emit_none(c);
        return;
    }
    /* evaluated in the order that they are written in */
    for (i = 0; i < e->call.keyword_count; i++)
        if (e->call.keywords[i].value == sep || e->call.keywords[i].value == end)
            argument(c, e->call.keywords[i].value, true, &held);
    if (sep == NULL) {
        py_emit_none(c);
        py_emit(c, OP_SWAP, 0);
    } else if (end == NULL) {
        py_emit_none(c);
    } else if (e->call.keywords[0].value == end ||
               (e->call.keyword_count == 3 && e->call.keywords[1].value == end &&
                e->call.keywords[2].value == sep)) {
        py_emit(c, OP_SWAP, 0);
    }
    c->line = e->place.line;
    py_emit_builtin(c, BUILTIN_print_sep, e->call.args.count + 2);
    release_held(c, &held);
}

typedef struct Decision {
    PyLabel decided;
    bool sense;
    PyLoop *outside;
} Decision;

/* Decided: out of the loops, giving back what they run over. */
static void stop_any(PyCompiler *c, const PyExpr *element, void *ctx)
{
    Decision *w = ctx;
    PyLabel on = PY_LABEL;
    py_condition(c, element, !w->sense, &on);
    py_release_loops(c, w->outside);
    py_jump(c, OP_JUMP, &w->decided);
    py_place(c, &on);
}

static void add_element(PyCompiler *c, const PyExpr *element, void *ctx)
{
    (void)ctx;
    py_expr(c, element);
    py_emit(c, OP_ADD, 0);
}

/* The best element so far, in a hidden local once there is one. */
typedef struct Best {
    uint32_t best, some;
    unsigned better;
} Best;

static void better_element(PyCompiler *c, const PyExpr *element, void *ctx)
{
    const Best *b = ctx;
    PyLabel first = PY_LABEL, take = PY_LABEL, end = PY_LABEL;
    py_expr(c, element);
    py_emit(c, OP_LOAD_LOCAL, b->some);
    py_jump(c, OP_JUMP_IF_FALSE, &first);
    py_emit(c, OP_DUP, 0);
    py_emit(c, OP_LOAD_LOCAL, b->best);
    py_emit(c, b->better, 0);
    py_jump(c, OP_JUMP_IF_TRUE, &take);
    py_emit(c, OP_POP, 0);
    py_jump(c, OP_JUMP, &end);
    py_place(c, &first);
    py_emit_value(c, bob_bool(true));
    py_emit(c, OP_STORE_NAME, b->some);
    py_place(c, &take);
    py_emit(c, OP_STORE_NAME, b->best);
    py_place(c, &end);
}

static void best_of_generator(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row)
{
    Best b = {py_hidden(c, "best"), py_hidden(c, "some"),
              row->builtin == BUILTIN_min ? OP_LT : OP_GT};
    PyLabel some = PY_LABEL, end = PY_LABEL;
    py_emit_value(c, bob_bool(false));
    py_emit(c, OP_STORE_NAME, b.some);
    py_comprehension(c, e->call.args.items[0], better_element, &b);
    c->line = e->place.line;
    py_emit(c, OP_LOAD_LOCAL, b.some);
    py_jump(c, OP_JUMP_IF_TRUE, &some);
    py_emit(c, OP_LIST_NEW, 0); /* Python's own words come from the built-in */
    py_emit_builtin(c, (unsigned)row->builtin, 1);
    py_jump(c, OP_JUMP, &end);
    py_place(c, &some);
    py_emit(c, OP_LOAD_LOCAL, b.best);
    py_place(c, &end);
}

/* sum, min, max, any, all of a generator expression: the loop stands where the call is. */
static void call_on_generator(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row)
{
    const PyExpr *generator = e->call.args.items[0];
    bool any = row->builtin == BUILTIN_any;
    if (any || row->builtin == BUILTIN_all) {
        Decision w = {PY_LABEL, any, c->loop};
        PyLabel end = PY_LABEL;
        py_comprehension(c, generator, stop_any, &w);
        py_emit_value(c, bob_bool(!any));
        py_jump(c, OP_JUMP, &end);
        py_place(c, &w.decided);
        py_emit_value(c, bob_bool(any));
        py_place(c, &end);
    } else if (row->builtin == BUILTIN_sum) {
        py_emit_int(c, 0);
        py_comprehension(c, generator, add_element, NULL);
    } else {
        best_of_generator(c, e, row);
    }
}

/* The one keyword that a row allows, or NULL; anything else is refused. */
static const PyExpr *keyword(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row)
{
    uint32_t i;
    const PyExpr *found = NULL;
    for (i = 0; i < e->call.keyword_count; i++) {
        const PyKeyword *k = &e->call.keywords[i];
        if (row->keyword != NULL && py_is(k->name, row->keyword))
            found = k->value;
        else
            py_refuse(c, &k->place, "%s() with '%.40s' is not supported", row->name, k->name->text);
    }
    return found;
}

/* Whether a call takes no more of argument i than its elements, one after another. */
static bool consumes(const PyExpr *e, const PyBuiltinRow *row, uint32_t i)
{
    switch (row->builtin) {
    case BUILTIN_zip:
        return true;
    case BUILTIN_min:
    case BUILTIN_max:
        return e->call.args.count == 1;
    case BUILTIN_all:
    case BUILTIN_any:
    case BUILTIN_enumerate:
    case BUILTIN_extend:
    case BUILTIN_join:
    case BUILTIN_list:
    case BUILTIN_sorted:
    case BUILTIN_sum:
    case BUILTIN_tuple:
        return i == 0;
    default:
        return false;
    }
}

/* Lets the argument be a range or the like; what it makes is made at once, before the
 * arguments behind it, so that those must be ones that change nothing. */
static void consume(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row, uint32_t i)
{
    const PyExpr *arg = e->call.args.items[i];
    bool range = py_calls(c, c->scope, arg, "range");
    uint32_t k;
    if (consumes(e, row, i) ||
        (range && (row->opcode == OP_LEN || row->builtin == BUILTIN_reversed)))
        c->consumed = arg;
    if (e->call.args.count == 1 && (row->builtin == BUILTIN_list || row->builtin == BUILTIN_tuple ||
                                    row->builtin == BUILTIN_sorted || row->builtin == BUILTIN_join))
        c->collected = arg;
    if (c->consumed != arg || range || !py_is_lazy(c, c->scope, arg))
        return;
    for (k = i + 1; k < e->call.args.count + e->call.keyword_count; k++) {
        const PyExpr *later = argument_of(e, k);
        if (later->kind != PY_NAME && later->kind != PY_CONSTANT && !py_is_lazy(c, c->scope, later))
            py_refuse(c, &arg->place, "%s() before an argument of this sort is not supported",
                      arg->call.function->name.id->text);
    }
}

/* Whether evaluating it surely neither fails nor does anything. */
static bool is_harmless(PyCompiler *c, const PyExpr *e)
{
    PyRef ref;
    uint32_t i;
    switch ((PyExprKind)e->kind) {
    case PY_CONSTANT:
        return true;
    case PY_NAME:
        ref = py_resolve(c, c->scope, e->name.id);
        return ref.kind == REF_FUNCTION ||
               (ref.kind == REF_LOCAL && !ref.symbol->deleted &&
                (ref.symbol->param || !ref.symbol->undominated ||
                 c->scopes[ref.symbol->scope].kind == SCOPE_COMPREHENSION));
    case PY_BIN_OP: /* too large an int is an exception that is allowed */
        return (e->binary.op == PY_ADD || e->binary.op == PY_SUB || e->binary.op == PY_MULT) &&
               py_only(e->binary.left, T_NUMBER) && py_only(e->binary.right, T_NUMBER) &&
               is_harmless(c, e->binary.left) && is_harmless(c, e->binary.right);
    case PY_TUPLE:
    case PY_LIST:
        for (i = 0; i < e->sequence.elements.count; i++)
            if (!is_harmless(c, e->sequence.elements.items[i]))
                return false;
        return true;
    default:
        return false;
    }
}

/* Python looks the method up before it evaluates the arguments: where that may fail and they
 * may be seen, a call without effect tells. */
static void check_method(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row,
                         const PyExpr *receiver)
{
    bool list = row->builtin == BUILTIN_append || row->builtin == BUILTIN_pop ||
                row->builtin == BUILTIN_extend || row->builtin == BUILTIN_insert ||
                row->builtin == BUILTIN_sort;
    bool any = row->builtin == BUILTIN_index || row->builtin == BUILTIN_count, harmless = true;
    uint32_t i;
    for (i = 0; i < e->call.args.count && harmless; i++)
        harmless = is_harmless(c, e->call.args.items[i]);
    for (i = 0; i < e->call.keyword_count && harmless; i++)
        harmless = is_harmless(c, e->call.keywords[i].value);
    if (harmless || py_only(receiver, list ? T_LIST : any ? T_OBJECT : T_STR))
        return;
    c->line = e->call.function->attribute.name_place.line;
    py_emit(c, OP_DUP, 0);
    if (any) {
        py_emit(c, OP_LEN, 0);
    } else {
        py_emit_text(c, "", 0);
        py_emit_builtin(c, list ? BUILTIN_extend : BUILTIN_startswith, 2);
    }
    py_emit(c, OP_POP, 0);
}

/* The value of a keyword that is a switch: reverse, strict. */
static void call_row(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row,
                     const PyExpr *receiver)
{
    const PyExpr *named = keyword(c, e, row);
    Held held = {.count = 0};
    uint32_t i, argc = e->call.args.count;
    unsigned builtin = (unsigned)row->builtin;
    bool split = row->builtin == BUILTIN_split;
    held.all = row->builtin == BUILTIN_join || row->opcode == OP_LEN ||
               row->builtin == BUILTIN_str_format || row->builtin == BUILTIN_startswith ||
               row->builtin == BUILTIN_endswith;
    if (receiver != NULL) {
        argument(c, receiver, true, &held);
        check_method(c, e, row, receiver);
    }
    for (i = 0; i < argc; i++) {
        consume(c, e, row, i);
        argument(c, e->call.args.items[i], !py_row_keeps(row, e), &held);
    }
    if (named != NULL && row->builtin == BUILTIN_zip) {
        if (named->kind != PY_CONSTANT || named->constant.type != PY_CONST_BOOL)
            py_refuse(c, &named->place, "zip() with a computed 'strict' is not supported");
        else if (named->constant.boolean)
            builtin = BUILTIN_zip_strict;
    } else if (named != NULL && (row->opcode == OP_MIN || row->opcode == OP_MAX)) {
        py_expr(c, named);
        argc++;
        builtin = row->opcode == OP_MIN ? BUILTIN_min_default : BUILTIN_max_default;
        if (argc != 2)
            py_refuse(c, &named->place, "%s() of several values takes no default", row->name);
    } else if (named != NULL) {
        if (split && argc == 0) {
            py_emit_none(c);
            argc++;
        }
        py_expr(c, named);
        argc++;
    }
    c->line = e->place.line;
    if (row->opcode != NO &&
        (row->builtin == NO || (argc == (uint32_t)row->least && named == NULL)))
        py_emit(c, (unsigned)row->opcode, 0);
    else
        py_emit_builtin(c, builtin, argc + (receiver != NULL));
    release_held(c, &held);
}

/* int(x), float(x), str(x), bool(x) of one value are operations. */
static int conversion(const PyBuiltinRow *row)
{
    return row->builtin == BUILTIN_int     ? OP_TO_INT
           : row->builtin == BUILTIN_float ? OP_TO_FLOAT
           : row->builtin == BUILTIN_str   ? OP_TO_STR
           : row->builtin == BUILTIN_bool  ? OP_TO_BOOL
                                           : NO;
}

static void call_builtin(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row)
{
    const PyExprList *args = &e->call.args;
    bool generator = args->count > 0 && args->items[0]->kind == PY_GENERATOR_EXP;
    uint32_t held;
    if (strcmp(row->name, "print") == 0) {
        print(c, e);
        return;
    }
    if (generator && args->count == 1 && e->call.keyword_count == 0 &&
        (row->builtin == BUILTIN_any || row->builtin == BUILTIN_all ||
         row->builtin == BUILTIN_sum || row->builtin == BUILTIN_min ||
         row->builtin == BUILTIN_max)) {
        call_on_generator(c, e, row);
        return;
    }
    if (py_is_lazy(c, c->scope, e) && c->consumed != e) {
        py_refuse(c, &e->place,
                  "%s() as a value is not supported; a loop over it, or list() of it, is",
                  row->name);
        return;
    }
    if (args->count == 1 && e->call.keyword_count == 0 && conversion(row) != NO && !generator) {
        held = py_expr_held(c, args->items[0]);
        c->line = e->place.line;
        py_emit(c, (unsigned)conversion(row), 0);
        py_release_local(c, held);
        return;
    }
    if (check_count(c, e, row,
                    row->opcode == OP_MIN || row->opcode == OP_MAX ? 1 : (uint32_t)row->least))
        call_row(c, e, row, NULL);
}

/* ---- modules ---- */

static void call_math(PyCompiler *c, const PyExpr *e, const PyIdentifier *name)
{
    const PyBuiltinRow *row = py_math_row(name->text);
    PyBuiltinRow plain;
    uint32_t i;
    if (row == NULL) {
        py_refuse(c, &e->place, "'math.%.60s' is not supported", name->text);
        return;
    }
    if (row->builtin == NO && (row->opcode == MATH_log || row->opcode == MATH_hypot) &&
        e->call.args.count != (uint32_t)row->least) {
        plain = (PyBuiltinRow){row->name,
                               0,
                               255,
                               NO,
                               row->opcode == MATH_log ? BUILTIN_math_log : BUILTIN_math_hypot,
                               T_FLOAT,
                               false,
                               NULL};
        call_row(c, e, &plain, NULL);
        return;
    }
    if (!check_count(c, e, row, (uint32_t)row->least))
        return;
    if (row->builtin != NO) {
        call_row(c, e, row, NULL);
        return;
    }
    (void)keyword(c, e, row);
    for (i = 0; i < e->call.args.count; i++)
        py_expr(c, e->call.args.items[i]);
    c->line = e->place.line;
    py_emit(c, OP_MATH, (uint32_t)row->opcode);
}

/* An int or nothing ends with that status; anything else is written and ends with 1. */
void py_exit(PyCompiler *c, const PyExpr *value, uint32_t line)
{
    PyLabel text = PY_LABEL, none = PY_LABEL;
    if (value == NULL)
        py_emit_int(c, 0);
    else
        py_expr(c, value);
    c->line = line;
    if (value == NULL || py_only(value, T_INTEGER)) {
        py_emit(c, OP_EXIT, 0);
        return;
    }
    py_emit(c, OP_DUP, 0);
    py_emit_none(c);
    py_emit(c, OP_EQ, 0);
    py_jump(c, OP_JUMP_IF_TRUE, &none);
    if (py_only(value, T_ALL & ~(unsigned)T_INTEGER)) {
        py_place(c, &text);
    } else { /* a text equals its own text; an int or bool, and what is neither, goes on */
        py_emit(c, OP_DUP, 0);
        py_emit(c, OP_DUP, 0);
        py_emit(c, OP_TO_STR, 0);
        py_emit(c, OP_EQ, 0);
        py_jump(c, OP_JUMP_IF_TRUE, &text);
        py_emit(c, OP_EXIT, 0);
        py_place(c, &text);
    }
    py_emit_text(c, "SystemExit: ", 12);
    py_emit(c, OP_SWAP, 0);
    py_emit_builtin(c, BUILTIN_concat, 2);
    py_emit(c, OP_RAISE, 0);
    py_place(c, &none);
    py_emit(c, OP_POP, 0);
    py_emit_int(c, 0);
    py_emit(c, OP_EXIT, 0);
}

static void call_sys(PyCompiler *c, const PyExpr *e, const PyIdentifier *name)
{
    const PyExpr *value = e->call.args.count > 0 ? e->call.args.items[0] : NULL;
    if (!py_is(name, "exit") || e->call.args.count > 1 || e->call.keyword_count > 0) {
        py_refuse(c, &e->place, "this use of 'sys.%.60s' is not supported", name->text);
        return;
    }
    py_exit(c, value, e->place.line);
    py_emit_none(c); /* never reached; keeps the stack's depth as a call leaves it */
}

/* ---- which of them ---- */

void py_call(PyCompiler *c, const PyExpr *e)
{
    const PyExpr *f = e->call.function;
    const PyIdentifier *name = NULL;
    const PyBuiltinRow *row;
    uint32_t callee = py_known_function(c, c->scope, f);
    if (callee != PY_NOTHING) {
        call_known(c, e, callee);
        return;
    }
    switch (py_imported(c, c->scope, f, &name)) {
    case IMPORT_MATH_NAME:
        call_math(c, e, name);
        return;
    case IMPORT_SYS_NAME:
        call_sys(c, e, name);
        return;
    default:
        break;
    }
    if (f->kind == PY_ATTRIBUTE) {
        row = py_method_row(f->attribute.name->text);
        if (row == NULL)
            py_refuse(c, &f->attribute.name_place, "the method '%.60s' is not supported",
                      f->attribute.name->text);
        else if (check_count(c, e, row, (uint32_t)row->least))
            call_row(c, e, row, f->attribute.value);
        return;
    }
    if (f->kind == PY_NAME && py_resolve(c, c->scope, f->name.id).kind == REF_BUILTIN) {
        row = py_builtin_row(f->name.id->text);
        if (row != NULL) {
            call_builtin(c, e, row);
            return;
        }
    }
    if (f->kind == PY_NAME && py_builtin_row(f->name.id->text) != NULL &&
        py_resolve(c, c->scope, f->name.id).kind == REF_GLOBAL)
        py_refuse(c, &f->place,
                  "calling '%.40s', which is a built-in and a variable of the module, "
                  "is not supported",
                  f->name.id->text);
    call_value(c, e);
}
