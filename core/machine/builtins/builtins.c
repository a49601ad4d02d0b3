/* CALL_BUILTIN: the table, checks of arguments that many share, and what is neither list,
 * text nor number. */
#include "core/machine/builtins/builtins.h"
#include "core/machine/call.h"
#include "core/machine/exceptions.h"
#include "core/machine/types/class.h"

#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/types/iterator.h"

static BobBuiltin *const functions[] = {
#define BUILTIN(name, ...) bob_builtin_##name,
#include "core/machine/builtins/builtins.def"
};

BobBuiltin *bob_builtin(uint32_t operand)
{
    const BobBuiltinInfo *info = &bob_builtins[operand >> 8];
    uint32_t argc = operand & 0xFF;
    return argc < info->least || argc > info->most ? NULL : functions[operand >> 8];
}

/* At most 255 arguments fit the operand. */
SEM_ARGS(CALL_BUILTIN)
{
    uint32_t number = n >> 8, argc = n & 0xFF;
    const BobBuiltinInfo *info = &bob_builtins[number];
    ASSERT(number < BOB_BUILTIN_COUNT);
    if (argc < info->least || argc > info->most)
        return bob_fail(s, BOB_TYPE_ERROR, "%s() takes %s%u argument%s (%u given)", info->name,
                        info->least == info->most ? ""
                        : argc < info->least      ? "at least "
                                                  : "at most ",
                        argc < info->least ? info->least : info->most,
                        (argc < info->least ? info->least : info->most) == 1 ? "" : "s", argc);
    if (argc == 0 && room < 1)
        return bob_fail(s, BOB_STACK_OVERFLOW, "no room for the result of %s()", info->name);
    return functions[number](s, args, argc, r);
}

/* ---- what takes elements of anything iterable ---- */

static bool is_gathered(BobValue v)
{
    return v.tag == TAG_REF && !bob_is_basic(v.ref) && !bob_is_freed(v) && bob_can_iterate(v);
}

/* With argument `at`, and those after it, as lists. */
static NOINLINE BobStatus over_lists(BobState *s, BobBuiltin *f, BobValue *args, uint32_t argc,
                                     BobValue *r, uint32_t at, uint32_t end)
{
    BobGathered *all = bob_alloc(&s->allocator, (end - at) * sizeof *all);
    uint32_t i = at, n = 0;
    BobStatus status = BOB_OK;
    if (all == NULL)
        return bob_no_memory(s);
    for (; i < end && status == BOB_OK; i++) {
        if (!is_gathered(args[i]))
            continue;
        status = bob_gather(s, args[i], &all[n]);
        if (status == BOB_OK)
            args[i] = all[n++].seq;
    }
    if (status == BOB_OK)
        status = f(s, args, argc, r);
    while (n > 0)
        status = bob_gather_end(s, &all[--n], status);
    bob_free(&s->allocator, all, (end - at) * sizeof *all);
    return status;
}

BobStatus bob_over(BobState *s, BobBuiltin *f, const BobValue *args, uint32_t argc, BobValue *r,
                   uint32_t first, uint32_t end)
{
    UNINITIALIZED BobValue copies[255];
    uint32_t i;
    if (end > argc)
        end = argc;
    for (i = first; i < end; i++)
        if (is_gathered(args[i]))
            break;
    if (i >= end)
        return f(s, args, argc, r);
    memcpy(copies, args, argc * sizeof *args);
    return over_lists(s, f, copies, argc, r, i, end);
}

/* ---- arguments ---- */

BobStatus bob_arg_iterable(BobState *s, BobValue v)
{
    TRY(bob_check_alive(s, v));
    if (!bob_type_has(v, TYPE_ITERABLE))
        return bob_fail(s, BOB_TYPE_ERROR, "'%s' object is not iterable", bob_type_name(v));
    return BOB_OK;
}

BobStatus bob_arg_int(BobState *s, BobValue v, int64_t *out)
{
    TRY(bob_check_alive(s, v));
    if (!bob_is_integral(v))
        return bob_fail(s, BOB_TYPE_ERROR, "'%s' object cannot be interpreted as an integer",
                        bob_type_name(v));
    *out = v.i;
    return BOB_OK;
}

BobStatus bob_arg_real(BobState *s, BobValue v, double *out)
{
    TRY(bob_check_alive(s, v));
    if (!bob_is_number(v))
        return bob_fail(s, BOB_TYPE_ERROR, "must be real number, not %s", bob_type_name(v));
    *out = v.tag == TAG_FLOAT ? v.f : (double)v.i;
    return BOB_OK;
}

BobStatus bob_arg_str(BobState *s, BobValue v, const char *what)
{
    TRY(bob_check_alive(s, v));
    if (!bob_is_str(v))
        return bob_fail(s, BOB_TYPE_ERROR, "%smust be str, not %s", what,
                        v.tag == TAG_NONE && *what != '\0' ? "None" : bob_type_name(v));
    return BOB_OK;
}

BobStatus bob_fail_self(BobState *s, BobValue v, const char *method)
{
    TRY(bob_check_alive(s, v));
    return bob_throw(s, EXC_AttributeError, "'%s' object has no attribute '%s'", bob_type_name(v),
                     method);
}

/* One bound of a part; `open` is what none means. */
static BobStatus arg_bound(BobState *s, BobValue v, bool nones, uint32_t size, uint32_t open,
                           uint32_t *out)
{
    int64_t i;
    TRY(bob_check_alive(s, v));
    if (v.tag == TAG_NONE && nones) {
        *out = open;
        return BOB_OK;
    }
    if (!bob_is_integral(v))
        return bob_fail(s, BOB_TYPE_ERROR,
                        "slice indices must be integers %sor have an __index__ method",
                        nones ? "or None " : "");
    i = v.i < 0 ? v.i + (int64_t)size : v.i;
    *out = i < 0 ? 0 : i > (int64_t)size ? size : (uint32_t)i;
    return BOB_OK;
}

BobStatus bob_arg_part(BobState *s, BobValue start, BobValue stop, bool nones, uint32_t size,
                       uint32_t *from, uint32_t *to)
{
    TRY(arg_bound(s, start, nones, size, 0, from));
    return arg_bound(s, stop, nones, size, size, to);
}

/* ---- elements ---- */

BobStatus bob_cursor_next(BobState *s, BobCursor *c, BobValue *v)
{
    if (!bob_has_elements(c->o))
        return bob_ops_of(c->o)->next(s, c, v);
    *v = bob_element(c->o, c->i++);
    return BOB_OK;
}

void bob_seq_add(BobObject *o, BobValue v)
{
    if (o->type == OBJ_LIST) { /* it may change its kind */
        bob_list_put(o, o->size, v);
        bob_set_size(o, o->size + 1);
    } else {
        ((BobValue *)o->data)[o->size++] = v;
    }
}

/* The characters of an ASCII text, of no more than BOB_POLL_UNITS: they are there already. */
static BobStatus copy_ascii(BobState *s, BobObjectType type, const BobObject *str, BobValue *r)
{
    const unsigned char *text = (const unsigned char *)bob_str_bytes(str);
    uint32_t i, n = str->size;
    BobObject *o;
    if (bob_heap_new(&s->heap, type, n, &o) != BOB_OK)
        return bob_no_memory(s);
    if (type == OBJ_LIST && n > 0)
        bob_list_set_kind(o, KIND_REF);
    for (i = 0; i < n; i++)
        if (o->kind == KIND_REF)
            ((BobObject **)o->data)[i] = bob_static_str(s->program, text[i]);
        else
            ((BobValue *)o->data)[i] = bob_ref(bob_static_str(s->program, text[i]));
    bob_set_size(o, n);
    *r = bob_ref(o);
    return BOB_OK;
}

static BobStatus copy_into(BobState *s, BobObjectType type, BobValue seq, BobValue *r)
{
    BobCursor c = bob_cursor(seq);
    uint32_t n = bob_seq_size(seq.ref);
    BobObject *o;
    if (bob_heap_new(&s->heap, type, n, &o) != BOB_OK)
        return bob_no_memory(s);
    if (bob_has_elements(seq.ref))
        TRY(bob_copy_in_pieces(s, o, 0, seq.ref, 0, n));
    while (!bob_has_elements(seq.ref) && c.i < n) {
        BobValue v;
        if (c.i % BOB_POLL_UNITS == 0)
            TRY(bob_poll(s));
        TRY(bob_cursor_next(s, &c, &v));
        bob_seq_add(o, v);
    }
    *r = bob_ref(o);
    return BOB_OK;
}

BobStatus bob_seq_copy(BobState *s, BobObjectType type, BobValue seq, BobValue *r)
{
    BobStatus status;
    if (bob_has_elements(seq.ref) && seq.ref->size <= BOB_POLL_UNITS) {
        BobObject *o;
        if (bob_heap_new(&s->heap, type, seq.ref->size, &o) != BOB_OK)
            return bob_no_memory(s);
        bob_copy_elements(o, 0, seq.ref, 0, seq.ref->size);
        *r = bob_ref(o);
        return BOB_OK;
    }
    if (bob_has_elements(seq.ref)) {
        bool began = bob_begin_long(s, seq.ref->size);
        return bob_end_long(s, began, copy_into(s, type, seq, r));
    }
    if (bob_is_str(seq) && bob_str_is_ascii(seq.ref) && seq.ref->size <= BOB_POLL_UNITS)
        return copy_ascii(s, type, seq.ref, r);
    bob_heap_begin(&s->heap);
    status = copy_into(s, type, seq, r);
    if (status == BOB_OK)
        bob_heap_commit(&s->heap);
    else
        bob_heap_rollback(&s->heap);
    return status;
}

BobStatus bob_list_room(BobState *s, BobObject *list, uint64_t more)
{
    uint64_t capacity = bob_capacity(list), want = capacity == 0 ? 4 : 2 * capacity;
    if (more <= capacity - list->size)
        return BOB_OK;
    if (want < list->size + more)
        want = list->size + more;
    return bob_heap_grow(&s->heap, list, want) == BOB_OK ? BOB_OK : bob_no_memory(s);
}

BobStatus bob_sink_str(BobState *s, BobSink *k, BobValue *r)
{
    BobStatus status = bob_sink_finish(s, k, BOB_OUT_OF_MEMORY);
    if (status == BOB_OK)
        status = bob_str_new(s, s->scratch.bytes, s->scratch.size, r);
    return status == BOB_OUT_OF_MEMORY ? bob_no_memory(s) : status;
}

/* ---- conversions and text ---- */

DEFINE_BUILTIN(bool)
{
    *r = bob_bool(false);
    return argc == 0 ? BOB_OK : bob_sem_TO_BOOL(s, args[0], r);
}

DEFINE_BUILTIN(float)
{
    *r = bob_float(0.0);
    return argc == 0 ? BOB_OK : bob_sem_TO_FLOAT(s, args[0], r);
}

DEFINE_BUILTIN(str)
{
    return argc == 0 ? bob_str_new(s, "", 0, r) : bob_sem_TO_STR(s, args[0], r);
}

DEFINE_BUILTIN(repr)
{
    BobSink k;
    uint64_t work = 0;
    const BobValue *f = bob_special(s, args[0], SPECIAL_repr, &work);
    TRY(bob_charge(s, work));
    if (f != NULL)
        return bob_calls(s, THEN_REPR_RESULT, *f, 1, args);
    k = bob_sink_for_str(s);
    if (bob_is_object(args[0], OBJ_OBJECT)) /* it may have a __str__ */
        bob_ops_of(args[0].ref)->write(&k, args[0].ref);
    else
        TRY(bob_write_repr(s, &k, args[0]));
    return bob_sink_str(s, &k, r);
}

/* Before an instance is formatted. */
static BobStatus format_instance(BobState *s, const BobValue *args, uint32_t argc)
{
    uint64_t work = 0;
    const BobValue *f = bob_special(s, args[0], SPECIAL_format, &work);
    BobValue both[2] = {args[0], bob_ref(bob_static_str(s->program, BOB_EMPTY_STR))};
    TRY(bob_charge(s, work));
    if (argc > 1)
        both[1] = args[1];
    if (f != NULL)
        return bob_calls(s, THEN_FORMAT_RESULT, *f, 2, both);
    if (both[1].ref->size > 0)
        return bob_fail(s, BOB_TYPE_ERROR, "unsupported format string passed to %s.__format__",
                        bob_type_name(args[0]));
    return bob_operands_to_text(s, args, 1, argc - 1);
}

DEFINE_BUILTIN(format)
{
    BobValue spec = bob_arg(args, argc, 1);
    BobShort t;
    BobSink k;
    TRY(bob_check_alive(s, args[0]));
    TRY(bob_check_alive(s, spec));
    if (argc > 1 && !bob_is_str(spec))
        return bob_fail(s, BOB_TYPE_ERROR, "format() argument 2 must be str, not %s",
                        spec.tag == TAG_NONE ? "None" : bob_type_name(spec));
    if (bob_is_object(args[0], OBJ_OBJECT))
        TRY(format_instance(s, args, argc));
    if (argc < 2 || spec.ref->size == 0)
        return bob_sem_TO_STR(s, args[0], r);
    t.size = t.points = 0;
    if (bob_short_format(&t, args[0], bob_str_bytes(spec.ref), spec.ref->size))
        return bob_short_str(s, &t, r);
    k = bob_sink_for_str(s);
    TRY(bob_format(s, &k, args[0], bob_str_bytes(spec.ref), spec.ref->size));
    return bob_sink_str(s, &k, r);
}

/* Living values from the left; the texts of all of them. */
static BobStatus write_all(BobState *s, BobSink *k, const BobValue *v, uint32_t n, const char *sep,
                           size_t sep_size)
{
    uint32_t i;
    for (i = 0; i < n; i++) {
        if (i > 0)
            bob_sink_add(k, sep, sep_size);
        TRY(bob_write_str(s, k, v[i]));
    }
    return BOB_OK;
}

DEFINE_BUILTIN(concat)
{
    BobShort t;
    BobSink k;
    uint32_t i;
    TRY(bob_operands_to_text(s, args, argc, 0));
    t.size = t.points = 0;
    for (i = 0; i < argc && bob_short_value(&t, args[i]); i++)
        ;
    if (i == argc)
        return bob_short_str(s, &t, r);
    k = bob_sink_for_str(s);
    TRY(write_all(s, &k, args, argc, "", 0));
    return bob_sink_str(s, &k, r);
}

static BobStatus arg_separator(BobState *s, BobValue v, const char *name)
{
    TRY(bob_check_alive(s, v));
    if (v.tag != TAG_NONE && !bob_is_str(v))
        return bob_fail(s, BOB_TYPE_ERROR, "%s must be None or a string, not %s", name,
                        bob_type_name(v));
    return BOB_OK;
}

DEFINE_BUILTIN(print_sep)
{
    uint32_t n = argc - 2, i;
    BobValue sep = args[n], end = args[n + 1];
    BobSink k;
    for (i = 0; i < n; i++)
        TRY(bob_check_alive(s, args[i]));
    TRY(arg_separator(s, sep, "sep"));
    TRY(arg_separator(s, end, "end"));
    TRY(bob_operands_to_text(s, args, n, 2));
    k = bob_sink(s, s->output_limit - s->output.size);
    TRY(bob_is_str(sep) ? write_all(s, &k, args, n, bob_str_bytes(sep.ref), sep.ref->size)
                        : write_all(s, &k, args, n, " ", 1));
    if (bob_is_str(end))
        bob_sink_add(&k, bob_str_bytes(end.ref), end.ref->size);
    else
        bob_sink_add(&k, "\n", 1);
    TRY(bob_sink_finish(s, &k, BOB_OUTPUT_EXCEEDED));
    TRY(bob_output(s, s->scratch.bytes, s->scratch.size));
    *r = bob_none();
    return BOB_OK;
}

/* ---- operators ---- */

DEFINE_BUILTIN(mod)
{
    BobShort t;
    BobSink k;
    if (!bob_is_str(args[0]))
        return bob_sem_MOD(s, args[0], args[1], r);
    TRY(bob_check_alive(s, args[1]));
    t.size = t.points = 0;
    if (bob_short_percent(&t, args[0].ref, args[1]))
        return bob_short_str(s, &t, r);
    k = bob_sink_for_str(s);
    TRY(bob_format_percent(s, &k, args[0].ref, args[1]));
    return bob_sink_str(s, &k, r);
}

static COLD BobStatus bad_operands(BobState *s, const char *op, int n, const BobValue *args)
{
    TRY(bob_check_alive(s, args[0]));
    TRY(bob_check_alive(s, args[1]));
    return bob_fail(s, BOB_TYPE_ERROR, "unsupported operand type(s) for %.*s: '%s' and '%s'", n, op,
                    bob_type_name(args[0]), bob_type_name(args[1]));
}

DEFINE_BUILTIN(iadd)
{
    if (args[0].tag != TAG_REF && (!bob_is_number(args[0]) || !bob_is_number(args[1])))
        return bad_operands(s, "+=", 2, args);
    if (!bob_is_list(args[0]))
        return bob_sem_ADD(s, args[0], args[1], r);
    TRY(bob_arg_iterable(s, args[1]));
    TRY(bob_list_extend(s, args[0].ref, args[1]));
    *r = args[0];
    return BOB_OK;
}

DEFINE_BUILTIN(imul)
{
    if (args[0].tag != TAG_REF && args[1].tag != TAG_REF &&
        (!bob_is_number(args[0]) || !bob_is_number(args[1])))
        return bad_operands(s, "*=", 2, args);
    if (!bob_is_list(args[0]))
        return bob_sem_MUL(s, args[0], args[1], r);
    TRY(bob_check_alive(s, args[1]));
    if (!bob_is_integral(args[1]))
        return bob_fail(s, BOB_TYPE_ERROR, "can't multiply sequence by non-int of type '%s'",
                        bob_type_name(args[1]));
    TRY(bob_list_repeat(s, args[0].ref, args[1].i));
    *r = args[0];
    return BOB_OK;
}

/* ---- methods ---- */

/* How much of a text goes into a message: 200 bytes at most, whole characters. A text ends where
 * its size says and nowhere else: what follows it in its buffer may be another's. */
static int shown(const BobObject *text)
{
    const char *bytes = bob_str_bytes(text);
    uint32_t n = text->size < 200 ? text->size : 200;
    while (n > 0 && n < text->size && ((unsigned char)bytes[n] & 0xC0) == 0x80)
        n--;
    return (int)n;
}

static bool is_text(const BobObject *o, const char *text)
{
    return o->size == strlen(text) && memcmp(bob_str_bytes(o), text, o->size) == 0;
}

/* Of each method the types of objects that have it, in the words of builtins.def. */
#define T_STR ((uint64_t)1 << OBJ_STR)
#define T_TUPLE ((uint64_t)1 << OBJ_TUPLE)
#define T_LIST ((uint64_t)1 << OBJ_LIST)
#define T_DICT ((uint64_t)1 << OBJ_DICT)
#define T_SET ((uint64_t)1 << OBJ_SET)
#define T_FROZENSET ((uint64_t)1 << OBJ_FROZENSET)
#define T_INT ((uint64_t)1 << 63)
#define T_BOOL ((uint64_t)1 << 62)
#define T_FLOAT ((uint64_t)1 << 61)
_Static_assert(OBJ_COUNT <= 61, "a set of types fits 64 bits");
static const struct {
    const char *name;
    uint64_t receivers;
} methods[] = {
#define METHOD(name, receivers, ...) {#name, receivers},
#include "core/machine/builtins/builtins.def"
};

/* Whether v has a method of that name. One that no row has is taken for a string's. */
static bool has_method(BobValue v, const BobObject *name)
{
    uint64_t receivers = 0;
    unsigned i;
    for (i = 0; i < COUNT_OF(methods); i++)
        if (is_text(name, methods[i].name))
            receivers |= methods[i].receivers;
    if (receivers == 0)
        receivers = T_STR;
    if (v.tag != TAG_REF)
        return ((v.tag == TAG_INT     ? T_INT
                 : v.tag == TAG_BOOL  ? T_BOOL
                 : v.tag == TAG_FLOAT ? T_FLOAT
                                      : 0) &
                receivers) != 0;
    return (receivers >> v.ref->type & 1) != 0;
}

/* Python looks a method up before it evaluates the arguments. */
DEFINE_BUILTIN(method)
{
    TRY(bob_check_alive(s, args[0]));
    TRY(bob_arg_str(s, args[1], "the name "));
    if (!has_method(args[0], args[1].ref))
        return bob_throw(s, EXC_AttributeError, "'%s' object has no attribute '%.*s'",
                         bob_type_name(args[0]), shown(args[1].ref), bob_str_bytes(args[1].ref));
    *r = args[0];
    return BOB_OK;
}

/* ---- errors with a message that the program gives ---- */

static BobStatus fail_with(BobState *s, BobStatus kind, BobValue text)
{
    TRY(bob_arg_str(s, text, "the message "));
    return bob_fail(s, kind, "%.*s", shown(text.ref), bob_str_bytes(text.ref));
}

DEFINE_BUILTIN(type_error)
{
    return fail_with(s, BOB_TYPE_ERROR, args[0]);
}

DEFINE_BUILTIN(value_error)
{
    return fail_with(s, BOB_VALUE_ERROR, args[0]);
}

DEFINE_BUILTIN(operand_error)
{
    TRY(bob_check_alive(s, args[0]));
    TRY(bob_arg_str(s, args[2], "the operator "));
    return bad_operands(s, bob_str_bytes(args[2].ref), shown(args[2].ref), args);
}
