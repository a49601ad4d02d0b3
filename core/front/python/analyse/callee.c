/* What is called: a function of the program, a name of an imported module, something undefined.
 * Asked by infer.c for what the call gives, and by emit/ for its code; both must get the same
 * answer. */
#include "core/front/python/compiler.h"

/* An import counts from the program's start, so nothing may use it before it ran. */
static void check_import_ran(PyCompiler *c, const PySymbol *s, const PyExpr *at)
{
    if (s->scope == 0 ? s->position == PY_NOTHING : s->dominance.undominated)
        bob_py_refuse(c, &at->place, "'%.60s' where its import may not have run is not supported",
                      s->id->text);
}

PyImport bob_py_imported(PyCompiler *c, uint32_t scope, const PyExpr *e, const PyIdentifier **name)
{
    PyRef ref;
    if (e->kind == PY_NAME) {
        ref = bob_py_resolve(c, scope, e->name.id);
        if (ref.kind != REF_IMPORT ||
            (ref.symbol->import != IMPORT_MATH_NAME && ref.symbol->import != IMPORT_SYS_NAME &&
             ref.symbol->import != IMPORT_HOST_NAME))
            return IMPORT_NOTHING;
        check_import_ran(c, ref.symbol, e);
        *name = ref.symbol->imported;
        return ref.symbol->import;
    }
    if (e->kind != PY_ATTRIBUTE || e->attribute.value->kind != PY_NAME)
        return IMPORT_NOTHING;
    ref = bob_py_resolve(c, scope, e->attribute.value->name.id);
    if (ref.kind != REF_IMPORT)
        return IMPORT_NOTHING;
    check_import_ran(c, ref.symbol, e);
    *name = e->attribute.name;
    return ref.symbol->import == IMPORT_MATH  ? IMPORT_MATH_NAME
           : ref.symbol->import == IMPORT_SYS ? IMPORT_SYS_NAME
                                              : IMPORT_NOTHING;
}

bool bob_py_has_star(const PyExprList *list)
{
    uint32_t i;
    for (i = 0; i < list->count; i++)
        if (list->items[i]->kind == PY_STARRED)
            return true;
    return false;
}

bool bob_py_is_spread(const PyExpr *call)
{
    uint32_t i;
    if (bob_py_has_star(&call->call.args))
        return true;
    for (i = 0; i < call->call.keyword_count; i++)
        if (call->call.keywords[i].name == NULL)
            return true;
    return false;
}

static bool takes_any_number(const PyStmt *def)
{
    uint32_t i;
    for (i = 0; i < def->def.param_count; i++)
        if (def->def.params[i].starred)
            return true;
    return false;
}

uint32_t bob_py_known_function(PyCompiler *c, uint32_t scope, const PyExpr *call)
{
    PyRef ref;
    if (call->call.function->kind != PY_NAME || bob_py_is_spread(call))
        return PY_NOTHING;
    ref = bob_py_resolve(c, scope, call->call.function->name.id);
    return ref.kind == REF_FUNCTION && !takes_any_number(bob_py_scope(c, ref.symbol->defines)->def)
               ? ref.symbol->defines
               : PY_NOTHING;
}

/* A name that nothing binds here: an import in a function binds it there alone. */
bool bob_py_is_undefined(PyCompiler *c, uint32_t scope, const PyExpr *e)
{
    return e->kind == PY_NAME && bob_py_resolve(c, scope, e->name.id).kind == REF_BUILTIN &&
           !bob_py_is_builtin_name(e->name.id->text) && !bob_py_is(e->name.id, "__name__");
}

uint32_t bob_py_held_values(const PyScope *f)
{
    uint32_t p, n = f->free_count;
    for (p = 0; p < f->def->def.param_count; p++)
        n += f->def->def.params[p].value != NULL;
    return n;
}

uint32_t bob_py_param_of(PyCompiler *c, uint32_t callee, const PyExpr *e, uint32_t arg)
{
    const PyIdentifier *name;
    const PySymbol *s;
    const PyStmt *def = bob_py_scope(c, callee)->def;
    if (arg < e->call.args.count)
        return arg < def->def.param_count && !def->def.params[arg].keyword_only ? arg : PY_NOTHING;
    name = e->call.keywords[arg - e->call.args.count].name; /* NULL of **values, noted already */
    s = name == NULL ? NULL : bob_py_resolve(c, callee, name).symbol;
    return s != NULL && s->param && s->scope == callee &&
                   !def->def.params[s->number].positional_only
               ? s->number
               : PY_NOTHING;
}

/* Otherwise it is a built-in method, or none that the compiler knows. */
bool bob_py_calls_attribute(const PyCompiler *c, const PyExpr *attribute)
{
    return c->has_classes && (bob_py_is_attribute(c, attribute->attribute.name) ||
                              bob_py_method_row(attribute->attribute.name->text, 0) == NULL);
}
