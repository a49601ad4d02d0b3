/* Sets and frozensets: what makes them, and their methods. */
#include "core/machine/builtins/builtins.h"
#include "core/machine/types/dict.h"
#include "core/machine/types/set.h"

static BobStatus empty(BobState *s, BobObjectType type, BobValue *r)
{
    BobObject *o;
    if (bob_heap_new(&s->heap, type, 0, &o) != BOB_OK)
        return bob_no_memory(s);
    o->data = NULL;
    *r = bob_ref(o);
    return BOB_OK;
}

DEFINE_BUILTIN(set)
{
    return argc == 0 ? empty(s, OBJ_SET, r) : bob_set_of(s, OBJ_SET, args[0], r);
}

DEFINE_BUILTIN(frozenset)
{
    if (argc > 0 && bob_is_object(args[0], OBJ_FROZENSET)) {
        *r = args[0];
        return BOB_OK;
    }
    return argc == 0 ? empty(s, OBJ_FROZENSET, r) : bob_set_of(s, OBJ_FROZENSET, args[0], r);
}

DEFINE_BUILTIN(add)
{
    TRY(bob_arg_self(s, args[0], OBJ_SET, "add"));
    *r = bob_none();
    return bob_set_add(s, args[0].ref, args[1]);
}

DEFINE_BUILTIN(discard)
{
    bool found;
    TRY(bob_arg_self(s, args[0], OBJ_SET, "discard"));
    *r = bob_none();
    return bob_set_discard(s, args[0].ref, args[1], &found);
}

/* ---- with several others ---- */

static BobStatus arg_set(BobState *s, BobValue v, const char *method)
{
    return bob_is_set(v) ? BOB_OK : bob_fail_self(s, v, method);
}

static BobStatus operate(BobState *s, BobSetOperator op, const BobValue *args, uint32_t argc,
                         BobValue *r)
{
    return bob_set_operate(s, op, args[0].ref, args + 1, argc - 1, r);
}

DEFINE_BUILTIN(union)
{
    TRY(arg_set(s, args[0], "union"));
    return operate(s, SET_OR, args, argc, r);
}

DEFINE_BUILTIN(intersection)
{
    TRY(arg_set(s, args[0], "intersection"));
    return operate(s, SET_AND, args, argc, r);
}

DEFINE_BUILTIN(difference)
{
    TRY(arg_set(s, args[0], "difference"));
    return operate(s, SET_SUB, args, argc, r);
}

DEFINE_BUILTIN(symmetric_difference)
{
    TRY(arg_set(s, args[0], "symmetric_difference"));
    return operate(s, SET_XOR, args, argc, r);
}

static BobStatus change(BobState *s, BobSetOperator op, const BobValue *args, uint32_t argc,
                        BobValue *r)
{
    *r = bob_none();
    return argc == 1 ? BOB_OK : bob_set_change(s, op, args[0].ref, args + 1, argc - 1);
}

BobStatus bob_set_update(BobState *s, const BobValue *args, uint32_t argc, BobValue *r)
{
    return change(s, SET_OR, args, argc, r);
}

DEFINE_BUILTIN(intersection_update)
{
    TRY(bob_arg_self(s, args[0], OBJ_SET, "intersection_update"));
    return change(s, SET_AND, args, argc, r);
}

DEFINE_BUILTIN(difference_update)
{
    TRY(bob_arg_self(s, args[0], OBJ_SET, "difference_update"));
    return change(s, SET_SUB, args, argc, r);
}

DEFINE_BUILTIN(symmetric_difference_update)
{
    TRY(bob_arg_self(s, args[0], OBJ_SET, "symmetric_difference_update"));
    return change(s, SET_XOR, args, argc, r);
}

/* ---- questions ---- */

/* `b` as a set that goes when the question is answered, or itself. */
static BobStatus
ask(BobState *s, BobValue a, BobValue b,
    BobStatus (*question)(BobState *, const BobObject *, const BobObject *, bool *), BobValue *r)
{
    BobValue other = b;
    bool answer;
    BobStatus status;
    if (bob_is_set(b)) {
        TRY(question(s, a.ref, b.ref, &answer));
        *r = bob_bool(answer);
        return BOB_OK;
    }
    bob_heap_begin(&s->heap);
    status = bob_set_of(s, OBJ_SET, b, &other);
    if (status == BOB_OK)
        status = question(s, a.ref, other.ref, &answer);
    bob_heap_rollback(&s->heap); /* nothing is left of it */
    if (status == BOB_OK)
        *r = bob_bool(answer);
    return status;
}

static BobStatus is_within(BobState *s, const BobObject *a, const BobObject *b, bool *answer)
{
    uint64_t work = 0;
    TRY(bob_set_within(s, a, b, &work, answer));
    return bob_charge(s, work);
}

static BobStatus holds_all(BobState *s, const BobObject *a, const BobObject *b, bool *answer)
{
    return is_within(s, b, a, answer);
}

DEFINE_BUILTIN(issubset)
{
    TRY(arg_set(s, args[0], "issubset"));
    return ask(s, args[0], args[1], is_within, r);
}

DEFINE_BUILTIN(issuperset)
{
    TRY(arg_set(s, args[0], "issuperset"));
    return ask(s, args[0], args[1], holds_all, r);
}

DEFINE_BUILTIN(isdisjoint)
{
    TRY(arg_set(s, args[0], "isdisjoint"));
    return ask(s, args[0], args[1], bob_set_disjoint, r);
}

/* ---- operators in place ---- */

static bool both(const BobValue *args)
{
    return bob_is_object(args[0], OBJ_SET) && bob_is_set(args[1]);
}

DEFINE_BUILTIN(iand)
{
    if (!both(args))
        return bob_sem_AND(s, args[0], args[1], r);
    *r = args[0];
    return bob_set_change(s, SET_AND, args[0].ref, &args[1], 1);
}

DEFINE_BUILTIN(isub)
{
    if (!both(args))
        return bob_sem_SUB(s, args[0], args[1], r);
    *r = args[0];
    return bob_set_change(s, SET_SUB, args[0].ref, &args[1], 1);
}

DEFINE_BUILTIN(ixor)
{
    if (!both(args))
        return bob_sem_XOR(s, args[0], args[1], r);
    *r = args[0];
    return bob_set_change(s, SET_XOR, args[0].ref, &args[1], 1);
}
