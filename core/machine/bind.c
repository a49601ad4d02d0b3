/* Calls of values: the arguments of a call become the parameters of a function, as in CPython's
 * initialize_locals, whose order of checks and whose messages these are. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/machine/sem.h"

typedef struct Binding {
    const BobCall *call;
    const BobFunction *f;
    uint32_t function;
    const BobObject *held; /* the function object, or NULL */
    BobValue *params;      /* TAG_UNBOUND where there is no value yet */
} Binding;

/* ---- messages ---- */

typedef struct Message {
    char text[sizeof((BobError *)0)->message];
    size_t size;
} Message;

static PRINTF_LIKE(2, 3) void add(Message *m, const char *format, ...)
{
    va_list ap;
    int n;
    va_start(ap, format);
    n = vsnprintf(m->text + m->size, sizeof m->text - m->size, format, ap);
    va_end(ap);
    m->size += n < 0 ? 0 : (size_t)n;
    if (m->size >= sizeof m->text)
        m->size = sizeof m->text - 1;
}

static BobStatus misfit(BobState *s, const BobFunction *f, const Message *m)
{
    return bob_fail(s, BOB_TYPE_ERROR, "%.*s() %s", (int)bob_shown_name(f), f->name, m->text);
}

/* "missing 2 required positional arguments: 'a' and 'b'" */
static COLD BobStatus missing(BobState *s, const Binding *b, bool keyword_only)
{
    const BobFunction *f = b->f;
    Message m = {.size = 0};
    uint32_t i, n = 0, count = 0;
    for (i = 0; i < f->param_count; i++)
        count += b->params[i].tag == TAG_UNBOUND &&
                 (bob_param_kind(f, i) == PARAM_KEYWORD_ONLY) == keyword_only;
    add(&m, "missing %u required %s argument%s: ", count,
        keyword_only ? "keyword-only" : "positional", count == 1 ? "" : "s");
    for (i = 0; i < f->param_count && m.size + 1 < sizeof m.text; i++) {
        if (b->params[i].tag != TAG_UNBOUND ||
            (bob_param_kind(f, i) == PARAM_KEYWORD_ONLY) != keyword_only)
            continue;
        add(&m, "%s'%s'",
            n == 0           ? ""
            : count == 2     ? " and "
            : n + 1 == count ? ", and "
                             : ", ",
            bob_program_name(s->program, f->params[i].name));
        n++;
    }
    return misfit(s, f, &m);
}

static COLD BobStatus too_many(BobState *s, const Binding *b)
{
    const BobFunction *f = b->f;
    Message m = {.size = 0};
    uint32_t argc = b->call->argc, optional = 0, named = 0, i;
    for (i = 0; i < f->param_count; i++) {
        bool keyword_only = bob_param_kind(f, i) == PARAM_KEYWORD_ONLY;
        optional += !keyword_only && bob_has_default(f, i);
        named += keyword_only && b->params[i].tag != TAG_UNBOUND;
    }
    add(&m, "takes ");
    if (optional > 0)
        add(&m, "from %u to ", f->positional - optional);
    add(&m, "%u positional argument%s but %u", f->positional,
        optional == 0 && f->positional == 1 ? "" : "s", argc);
    if (named > 0)
        add(&m, " positional argument%s (and %u keyword-only argument%s)", argc == 1 ? "" : "s",
            named, named == 1 ? "" : "s");
    add(&m, " %s given", argc == 1 && named == 0 ? "was" : "were");
    return misfit(s, f, &m);
}

/* The parameter that is called so, below `end`, or `end`. */
static uint32_t param_named(const BobState *s, const BobFunction *f, const BobObject *name,
                            uint32_t from, uint32_t end)
{
    uint32_t id = bob_intern_find(&s->program->names, bob_str_bytes(name), name->size), i;
    for (i = from; i < end && f->params[i].name != id; i++)
        ;
    return i;
}

/* A keyword for which there is no parameter. Where others name parameters that can't be named
 * CPython speaks of these instead. */
static COLD BobStatus unexpected(BobState *s, const Binding *b, const BobObject *name)
{
    const BobFunction *f = b->f;
    Message m = {.size = 0};
    uint32_t i, k, n = 0;
    for (i = 0; i < f->param_count && bob_param_kind(f, i) == PARAM_POSITIONAL_ONLY; i++)
        for (k = 0; k < b->call->pair_count; k++)
            if (param_named(s, f, b->call->pairs[2 * k].ref, i, i + 1) == i)
                add(&m, "%s%s",
                    n++ == 0 ? "got some positional-only arguments passed as keyword arguments: '"
                             : ", ",
                    bob_program_name(s->program, f->params[i].name));
    if (n > 0)
        add(&m, "'");
    else
        add(&m, "got an unexpected keyword argument '%.*s'",
            (int)(name->size < 200 ? name->size : 200), bob_str_bytes(name));
    return misfit(s, f, &m);
}

/* ---- binding ---- */

static void bind_positions(Binding *b)
{
    uint32_t n = b->call->argc < b->f->positional ? b->call->argc : b->f->positional, i;
    for (i = 0; i < n; i++)
        b->params[i] = b->call->args[i];
    for (; i < b->f->param_count; i++)
        b->params[i] = (BobValue){.tag = TAG_UNBOUND, .i = 0};
}

static BobStatus bind_keywords(BobState *s, Binding *b)
{
    const BobFunction *f = b->f;
    uint32_t k, i, first = 0, end = f->param_count;
    while (first < f->param_count && bob_param_kind(f, first) == PARAM_POSITIONAL_ONLY)
        first++;
    while (end > 0 && (bob_param_kind(f, end - 1) == PARAM_CELL ||
                       bob_param_kind(f, end - 1) == PARAM_KEYWORDS))
        end--;
    for (k = 0; k < b->call->pair_count; k++) {
        const BobObject *name = b->call->pairs[2 * k].ref;
        i = param_named(s, f, name, first, end);
        if (i >= end || bob_param_kind(f, i) == PARAM_VALUES)
            return unexpected(s, b, name);
        if (b->params[i].tag != TAG_UNBOUND)
            return bob_fail(s, BOB_TYPE_ERROR, "%.*s() got multiple values for argument '%s'",
                            (int)bob_shown_name(f), f->name,
                            bob_program_name(s->program, f->params[i].name));
        b->params[i] = b->call->pairs[2 * k + 1];
    }
    return BOB_OK;
}

/* Defaults, cells, and what is missing then. */
static BobStatus bind_held(BobState *s, Binding *b)
{
    const BobFunction *f = b->f;
    uint32_t i, held = 1, lacks = 0, lacks_named = 0;
    for (i = 0; i < f->param_count; i++) {
        BobParamKind kind = bob_param_kind(f, i);
        bool is_held = kind == PARAM_CELL || bob_has_default(f, i);
        if (b->params[i].tag == TAG_UNBOUND && is_held && b->held != NULL)
            b->params[i] = bob_element(b->held, held);
        held += is_held;
        if (b->params[i].tag != TAG_UNBOUND)
            continue;
        lacks += kind <= PARAM_POSITIONAL_ONLY || kind == PARAM_CELL;
        lacks_named += kind == PARAM_KEYWORD_ONLY;
    }
    if (lacks > 0)
        return missing(s, b, false);
    return lacks_named > 0 ? missing(s, b, true) : BOB_OK;
}

/* The parameter of that kind, of which there is one at most, or param_count. */
static uint32_t param_of_kind(const BobFunction *f, BobParamKind kind)
{
    uint32_t i;
    for (i = 0; i < f->param_count && bob_param_kind(f, i) != kind; i++)
        ;
    return i;
}

/* *args. Once it is made, nothing but the frame can fail. */
static BobStatus bind_values(BobState *s, Binding *b, uint32_t param)
{
    const BobFunction *f = b->f;
    uint32_t n = b->call->argc > f->positional ? b->call->argc - f->positional : 0;
    BobObject *o;
    if (bob_seq_new(&s->heap, OBJ_TUPLE, b->call->args + (b->call->argc - n), n, &o) != BOB_OK)
        return bob_no_memory(s);
    b->params[param] = bob_ref(o);
    return BOB_OK;
}

static BobStatus callee_of(BobState *s, Binding *b)
{
    BobValue v = b->call->callee;
    BobStatus status = bob_check_alive(s, v);
    if (status != BOB_OK)
        return status;
    if (bob_is_object(v, OBJ_FUNCTION)) {
        b->held = v.ref;
        v = bob_element(v.ref, 0);
    }
    if (v.tag != TAG_FUNC)
        return bob_fail(s, BOB_TYPE_ERROR, "'%s' object is not callable",
                        bob_type_name(b->call->callee));
    b->function = (uint32_t)v.i;
    b->f = &s->program->functions[b->function];
    return BOB_OK;
}

/* What binding costs: each value and parameter visited, each keyword held against each parameter.
 */
static BobStatus charge(BobState *s, const Binding *b)
{
    uint64_t units = (uint64_t)b->call->argc + b->f->param_count, k;
    for (k = 0; k < b->call->pair_count; k++)
        units += (uint64_t)b->f->param_count + b->call->pairs[2 * k].ref->size;
    return bob_charge(s, units);
}

static BobStatus bind(BobState *s, Binding *b)
{
    uint32_t values = param_of_kind(b->f, PARAM_VALUES);
    BobStatus status = charge(s, b);
    s->bound.size = 0;
    s->bound.failed = false;
    if (status == BOB_OK &&
        !bob_buffer_reserve(&s->bound, (b->f->param_count + (size_t)1) * sizeof *b->params))
        status = bob_no_memory(s);
    if (status != BOB_OK)
        return status;
    b->params = (BobValue *)(void *)s->bound.bytes;
    bind_positions(b);
    if (values < b->f->param_count)
        b->params[values] = bob_none();
    status = bind_keywords(s, b);
    if (status == BOB_OK && b->call->argc > b->f->positional && values == b->f->param_count)
        status = too_many(s, b);
    if (status == BOB_OK)
        status = bind_held(s, b);
    if (status == BOB_OK && values < b->f->param_count)
        status = bind_values(s, b, values);
    return status;
}

BobStatus bob_call(BobState *s, const BobCall *call)
{
    Binding b = {.call = call};
    BobStatus status = callee_of(s, &b);
    bool began;
    if (status != BOB_OK)
        return status;
    if (call->pair_count == 0 && bob_takes_as_it_is(s->program, call->callee, call->argc))
        return bob_push_call(s, b.function, NULL, call->args, call->then);
    began = !s->heap.journaling; /* else who calls this undoes what it makes */
    if (began)
        bob_heap_begin(&s->heap);
    status = bind(s, &b);
    if (status == BOB_OK)
        status = bob_push_call(s, b.function, NULL, b.params, call->then);
    if (began && status == BOB_OK)
        bob_heap_commit(&s->heap);
    else if (began)
        bob_heap_rollback(&s->heap);
    return status;
}

/* ---- what stands on the stack ---- */

static BobStatus check_names(BobState *s, const BobCall *call)
{
    uint32_t k;
    for (k = 0; k < call->pair_count; k++) {
        BobValue name = call->pairs[2 * k];
        BobStatus status = bob_check_alive(s, name);
        if (status != BOB_OK)
            return status;
        if (!bob_is_str(name))
            return bob_fail(s, BOB_TYPE_ERROR, "keywords must be strings");
    }
    return BOB_OK;
}

BobStatus bob_sem_call_keywords(BobState *s, const BobValue *args, uint32_t n, BobCall *call)
{
    BobValue m = args[n + 1];
    BobStatus status = bob_check_alive(s, m);
    *call = (BobCall){.callee = args[0], .args = args + 1};
    if (status != BOB_OK)
        return status;
    if (m.tag != TAG_INT || m.i < 0 || m.i > n / 2)
        return bob_fail(s, BOB_TYPE_ERROR, "CALL_KEYWORDS needs a number of keywords, 0 to %u",
                        n / 2);
    call->pair_count = (uint32_t)m.i;
    call->argc = n - 2 * call->pair_count;
    call->pairs = call->args + call->argc;
    return check_names(s, call);
}

/* The elements of a list or tuple where calls take them from; to be freed by nobody. */
static void lay_out(BobBuffer *b, const BobObject *o)
{
    uint32_t i;
    for (i = 0; i < o->size; i++) {
        BobValue v = bob_element(o, i);
        bob_buffer_add(b, &v, sizeof v);
    }
}

static BobStatus check_spread(BobState *s, BobValue v)
{
    BobStatus status = bob_check_alive(s, v);
    if (status == BOB_OK && !bob_is_list(v) && !bob_is_tuple(v))
        return bob_fail(s, BOB_TYPE_ERROR, "CALL_SPREAD needs lists or tuples, not '%s'",
                        bob_type_name(v));
    return status;
}

BobStatus bob_sem_call_spread(BobState *s, const BobValue *args, BobCall *call)
{
    BobStatus status = check_spread(s, args[1]);
    *call = (BobCall){.callee = args[0]};
    if (status == BOB_OK)
        status = check_spread(s, args[2]);
    if (status == BOB_OK && args[2].ref->size % 2 != 0)
        status = bob_fail(s, BOB_TYPE_ERROR, "CALL_SPREAD needs names and values in turn");
    if (status == BOB_OK)
        status = bob_charge(s, (uint64_t)args[1].ref->size + args[2].ref->size);
    if (status != BOB_OK)
        return status;
    s->spread.size = 0;
    s->spread.failed = false;
    lay_out(&s->spread, args[1].ref);
    lay_out(&s->spread, args[2].ref);
    if (s->spread.failed)
        return bob_no_memory(s);
    call->args = (const BobValue *)(const void *)s->spread.bytes;
    call->argc = args[1].ref->size;
    call->pairs = call->args + call->argc;
    call->pair_count = args[2].ref->size / 2;
    return check_names(s, call);
}
