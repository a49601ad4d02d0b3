/* Calls that operations make, and what becomes of their results: call.h. */
#include "core/machine/call.h"

#include <string.h>

#include "core/machine/types/class.h"

BobStatus bob_calls(BobState *s, uint32_t then, BobValue f, uint32_t argc, const BobValue *args)
{
    uint32_t i;
    ASSERT(argc <= COUNT_OF(s->pending.args));
    s->pending.function = f;
    s->pending.argc = argc;
    s->pending.then = then;
    for (i = 0; i < argc; i++)
        s->pending.args[i] = args[i];
    return BOB_CALLS;
}

/* ---- pushing frames ---- */

/* Pushes the frame of a function of the program, *self before its arguments where that is not
 * NULL. */
static BobStatus push_function(BobState *s, const BobCall *c, const BobValue *self)
{
    BobBuffer *b = &s->receiver;
    BobCall whole = *c;
    BobStatus status;
    if (self == NULL)
        return bob_call(s, c);
    if (c->pair_count == 0 && bob_takes_as_it_is(s->program, c->callee, c->argc + 1))
        return bob_push_call(s, (uint32_t)c->callee.i, self, c->args, c->then);
    status = bob_charge(s, c->argc);
    if (status != BOB_OK)
        return status;
    b->size = 0;
    b->failed = false;
    bob_buffer_add(b, self, sizeof *self);
    bob_buffer_add(b, c->args, c->argc * sizeof *c->args);
    if (b->failed)
        return bob_no_memory(s);
    whole.args = (const BobValue *)(const void *)b->bytes;
    whole.argc = c->argc + 1;
    return bob_call(s, &whole);
}

static COLD BobStatus not_callable(BobState *s, BobValue v)
{
    BobStatus status = bob_check_alive(s, v);
    return status != BOB_OK
               ? status
               : bob_fail(s, BOB_TYPE_ERROR, "'%s' object is not callable", bob_type_name(v));
}

/* A call of a value that needs no instance made. */
static BobStatus push_value(BobState *s, const BobCall *c)
{
    BobValue f = c->callee;
    BobCall call = *c;
    uint64_t work = 0;
    if (bob_is_function(f))
        return push_function(s, c, NULL);
    if (bob_is_object(f, OBJ_METHOD) && bob_values(f.ref)[METHOD_KIND].i <= METHOD_STATIC) {
        bool bound = bob_values(f.ref)[METHOD_KIND].i == METHOD_BOUND;
        call.callee = bob_values(f.ref)[METHOD_FUNCTION];
        if (bob_is_function(call.callee))
            return push_function(s, &call, bound ? &bob_values(f.ref)[METHOD_SELF] : NULL);
        return bob_fail(s, BOB_UNSUPPORTED, "a method that is a '%s'", bob_type_name(call.callee));
    }
    if (bob_is_object(f, OBJ_OBJECT)) {
        const BobValue *special = bob_special(s, f, SPECIAL_call, &work);
        if (special != NULL && bob_is_function(*special)) {
            call.callee = *special;
            return push_function(s, &call, &f);
        }
        if (special != NULL)
            return bob_fail(s, BOB_UNSUPPORTED, "a __call__ that is no function");
    }
    if (bob_is_object(f, OBJ_CLASS))
        return bob_fail(s, BOB_UNSUPPORTED, "a class as a special method");
    return not_callable(s, f);
}

/* Makes an instance, which takes the place of the instruction's first operand until __init__
 * returns. */
static BobStatus instantiate(BobState *s, const BobCall *c, uint32_t place, bool *pushed,
                             BobValue *r)
{
    BobObject *class = c->callee.ref;
    const BobValue *init = NULL;
    BobValue made;
    BobCall call = *c;
    uint64_t work = 0;
    BobStatus status;
    uint32_t caller = s->frame_count - 1;
    if (s->program->special[SPECIAL_new] != BOB_INTERN_NONE &&
        bob_class_attribute(class, 0, s->program->special[SPECIAL_new], &work) != NULL)
        return bob_fail(s, BOB_UNSUPPORTED, "__new__");
    if (s->program->special[SPECIAL_init] != BOB_INTERN_NONE)
        init = bob_class_attribute(class, 0, s->program->special[SPECIAL_init], &work);
    if (init == NULL && c->argc + c->pair_count > 0)
        return bob_fail(s, BOB_TYPE_ERROR, "%s() takes no arguments", bob_class_short_name(class));
    if (init != NULL && !bob_is_function(*init))
        return bob_fail(s, BOB_UNSUPPORTED, "an __init__ that is no function");
    bob_heap_begin(&s->heap);
    status = bob_instance_new(s, class, &made);
    if (status == BOB_OK && init != NULL) {
        call.callee = *init;
        call.then = THEN_INIT;
        status = push_function(s, &call, &made);
    }
    if (status != BOB_OK) {
        bob_heap_rollback(&s->heap);
        return status;
    }
    bob_heap_commit(&s->heap);
    *pushed = init != NULL;
    if (init != NULL)
        bob_frame_stack(s, &s->frames[caller])[place] = made;
    else
        *r = made;
    return BOB_OK;
}

BobStatus bob_begin_pending(BobState *s)
{
    BobPending p = s->pending;
    BobCall call = {.callee = p.function, .args = p.args, .argc = p.argc, .then = p.then};
    BobStatus status = BOB_OK;
    uint32_t i;
    bob_heap_begin(&s->heap);
    for (i = 0; i < p.argc && status == BOB_OK; i++)
        if (p.args[i].tag == TAG_UNBOUND) {
            const char *name = bob_program_name(s->program, (uint32_t)p.args[i].i);
            status = bob_str_new(s, name, strlen(name), &p.args[i]);
        }
    if (status == BOB_OK)
        status = push_value(s, &call);
    if (status == BOB_OK)
        bob_heap_commit(&s->heap);
    else
        bob_heap_rollback(&s->heap);
    return status;
}

BobStatus bob_call_any(BobState *s, const BobCall *call, uint32_t place, bool *pushed, BobValue *r)
{
    BobStatus status = bob_check_alive(s, call->callee);
    *pushed = true;
    if (status != BOB_OK)
        return status;
    if (bob_is_object(call->callee, OBJ_CLASS))
        return instantiate(s, call, place, pushed, r);
    return push_value(s, call);
}

BobStatus bob_call_method(BobState *s, const BobValue *at, uint32_t n, bool *pushed, BobValue *r)
{
    const BobFrame *caller = bob_top_frame(s);
    uint32_t place = (uint32_t)(at - bob_frame_stack(s, caller));
    BobCall call = {.callee = at[0], .args = at + 1, .argc = n + 1};
    BobBuiltin *builtin;
    *pushed = true;
    if (at[0].tag == TAG_NONE) {
        call = (BobCall){.callee = at[1], .args = at + 2, .argc = n};
        return bob_call_any(s, &call, place, pushed, r);
    }
    if (at[0].tag == TAG_INT) {
        *pushed = false;
        builtin = at[0].i >= 0 && at[0].i < BOB_BUILTIN_COUNT && n < 255
                      ? bob_builtin((uint32_t)at[0].i << 8 | (n + 1))
                      : NULL;
        if (builtin == NULL)
            return bob_fail(s, BOB_UNSUPPORTED, "a built-in method with these arguments");
        return builtin(s, at + 1, n + 1, r);
    }
    return bob_is_function(at[0]) ? push_function(s, &call, NULL) : not_callable(s, at[0]);
}

/* ---- what becomes of results ---- */

static COLD BobStatus not_text(BobState *s, const char *method, BobValue r)
{
    return bob_fail(s, BOB_TYPE_ERROR, "%s returned non-string (type %s)", method,
                    bob_type_name(r));
}

static BobStatus check_length(BobState *s, BobValue r)
{
    if (!bob_is_integral(r))
        return bob_fail(s, BOB_TYPE_ERROR, "'%s' object cannot be interpreted as an integer",
                        bob_type_name(r));
    if (r.i < 0)
        return bob_fail(s, BOB_VALUE_ERROR, "__len__() should return >= 0");
    return BOB_OK;
}

static BobStatus truth_of(BobState *s, BobValue r, bool *truth)
{
    BobStatus status = bob_sem_truth(s, r, truth);
    return status == BOB_CALLS
               ? bob_fail(s, BOB_UNSUPPORTED, "a special method that returns a '%s' for a truth",
                          bob_type_name(r))
               : status;
}

/* *operand: takes the result's place where the instruction is to be done again. */
static BobStatus conclude(BobState *s, BobThen kind, BobValue *r, BobValue *operand, bool *again)
{
    bool truth = false;
    BobStatus status = BOB_OK;
    switch (kind) {
    case THEN_PUSH:
    case THEN_RESULT:
    case THEN_METHOD:
        break;
    case THEN_INIT:
        if (r->tag != TAG_NONE)
            return bob_fail(s, BOB_TYPE_ERROR, "__init__() should return None, not '%s'",
                            bob_type_name(*r));
        *r = *operand;
        break;
    case THEN_NOTHING:
        *r = bob_none();
        break;
    case THEN_TEXT:
    case THEN_REPR:
        if (!bob_is_str(*r))
            return not_text(s, kind == THEN_TEXT ? "__str__" : "__repr__", *r);
        *operand = *r;
        *again = true;
        break;
    case THEN_REPR_RESULT:
        if (!bob_is_str(*r))
            return not_text(s, "__repr__", *r);
        break;
    case THEN_FORMAT_RESULT:
        if (!bob_is_str(*r))
            return bob_fail(s, BOB_TYPE_ERROR, "__format__ must return a str, not %s",
                            bob_type_name(*r));
        break;
    case THEN_TRUTH:
        if (r->tag != TAG_BOOL)
            return bob_fail(s, BOB_TYPE_ERROR, "__bool__ should return bool, returned %s",
                            bob_type_name(*r));
        *operand = *r;
        *again = true;
        break;
    case THEN_LENGTH_TRUTH:
        status = check_length(s, *r);
        if (status == BOB_OK) {
            *operand = bob_bool(r->i != 0);
            *again = true;
        }
        break;
    case THEN_LENGTH:
        status = check_length(s, *r);
        if (status == BOB_OK)
            *r = bob_int(r->i);
        break;
    case THEN_CONTAINS:
        status = truth_of(s, *r, &truth);
        if (status == BOB_OK)
            *r = bob_bool(truth);
        break;
    case THEN_BINARY:
    case THEN_REFLECTED:
    case THEN_REFLECTED_FIRST:
    case THEN_NOT_EQUAL:
        break;
    case THEN_COUNT:
        ASSERT(false);
    }
    return status;
}

BobStatus bob_then(BobState *s, uint32_t then, BobValue r)
{
    BobFrame *f = bob_top_frame(s);
    BobThen kind = bob_then_kind(then);
    BobWord w = bob_frame_function(s, f)->code[f->ip - 1];
    BobValue *operands;
    uint32_t pops, pushes, i = bob_then_operand(then);
    bool again = false;
    BobStatus status;
    bob_stack_effect(s->program, w, &pops, &pushes);
    operands = bob_frame_stack(s, f) + f->depth - pops;
    ASSERT(f->depth >= pops && i < pops + (kind == THEN_INIT || kind == THEN_METHOD));
    status = conclude(s, kind, &r, kind == THEN_INIT ? operands : &operands[pops - 1 - i], &again);
    if (status != BOB_OK) {
        f->ip--;
        return status;
    }
    if (again) {
        f->ip--;
        return BOB_OK;
    }
    if (pushes > 0)
        operands[0] = r;
    if (kind == THEN_METHOD) {
        operands[0] = bob_none();
        operands[1] = r;
    }
    f->depth = f->depth - pops + pushes;
    return BOB_OK;
}

/* ---- special methods of operands ---- */

BobStatus bob_operands_to_text(BobState *s, const BobValue *args, uint32_t n, uint32_t above)
{
    uint32_t i;
    for (i = 0; i < n; i++) {
        uint64_t work = 0;
        const BobValue *f;
        BobThen then = THEN_TEXT;
        BobStatus status;
        if (!bob_is_object(args[i], OBJ_OBJECT))
            continue;
        f = bob_special(s, args[i], SPECIAL_str, &work);
        if (f == NULL) {
            f = bob_special(s, args[i], SPECIAL_repr, &work);
            then = THEN_REPR;
        }
        status = bob_charge(s, work);
        if (status != BOB_OK)
            return status;
        if (f != NULL)
            return bob_calls(s, BOB_THEN(then, above + n - 1 - i), *f, 1, &args[i]);
    }
    return BOB_OK;
}

BobStatus bob_operand_to_truth(BobState *s, BobValue v)
{
    uint64_t work = 0;
    BobThen then = THEN_TRUTH;
    const BobValue *f = bob_special(s, v, SPECIAL_bool, &work);
    BobStatus status;
    if (f == NULL) {
        f = bob_special(s, v, SPECIAL_len, &work);
        then = THEN_LENGTH_TRUTH;
    }
    status = bob_charge(s, work);
    return status == BOB_OK && f != NULL ? bob_calls(s, then, *f, 1, &v) : status;
}
