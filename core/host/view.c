/* What a host reads: views of values (core/bobbin.h). */
#include <string.h>

#include "core/machine/program.h"
#include "core/machine/types/types.h"
#include "core/vm.h"

BobView bob_view(const BobProgram *p, BobValue v)
{
    BobView r = {.type = bob_public_type(v)};
    switch ((BobTag)v.tag) {
    case TAG_BOOL:
        r.boolean = v.i != 0;
        break;
    case TAG_INT:
        r.integer = v.i;
        break;
    case TAG_FLOAT:
        r.number = v.f;
        break;
    case TAG_FUNC:
        r.text = p->functions[v.i].name;
        r.length = p->functions[v.i].name_size;
        break;
    case TAG_REF:
        r.object = v.ref;
        r.length = v.ref->size;
        if (r.type == BOB_STR)
            r.text = bob_str_bytes(v.ref);
        if (bob_is_object(v, OBJ_FUNCTION)) {
            const BobFunction *f = &p->functions[bob_element(v.ref, 0).i];
            r.text = f->name;
            r.length = f->name_size;
        }
        break;
    case TAG_NONE:
    case TAG_UNBOUND:
    case TAG_COUNT:
        break;
    }
    r.program = p;
    return r;
}

BobView bob_machine_result(const BobMachine *m)
{
    if (m == NULL)
        return (BobView){.type = BOB_NONE};
    return bob_view(m->state.program, m->state.result);
}

BobView bob_view_item(BobView sequence, size_t i)
{
    if (sequence.object == NULL || sequence.type == BOB_FREED ||
        !bob_has_elements(sequence.object) || i >= sequence.length)
        return (BobView){.type = BOB_NONE};
    return bob_view(sequence.program, bob_element(sequence.object, (uint32_t)i));
}

BobView bob_view_now(BobView v)
{
    /* A header stays one until the machine is freed, whatever became of its object. */
    return v.object == NULL ? v : bob_view(v.program, bob_ref((BobObject *)(uintptr_t)v.object));
}

/* The elements of a living list of that kind, not empty, or NULL. */
static const void *numbers(BobView list, BobKind kind, size_t *n)
{
    const BobObject *o = list.object;
    if (n != NULL)
        *n = 0;
    if (n == NULL || list.type != BOB_LIST || o == NULL || o->len[kind] == 0)
        return NULL;
    *n = o->len[kind];
    return o->data;
}

const int64_t *bob_view_ints(BobView list, size_t *n)
{
    return numbers(list, KIND_INT, n);
}

const double *bob_view_floats(BobView list, size_t *n)
{
    return numbers(list, KIND_FLOAT, n);
}

uint64_t bob_view_handle(BobMachine *m, BobView view)
{
    const BobObject *o = view.object;
    uint64_t handle;
    if (o == NULL || !bob_enter(m))
        return 0;
    handle = 0;
    if (view.program == m->state.program && (o->flags & OBJ_FREED) == 0 &&
        ((o->flags & OBJ_STATIC) != 0 || bob_heap_has(&m->state.heap, o)))
        handle = bob_handle_make(&m->handles, &m->state.allocator,
                                 (BobObject *)(uintptr_t)view.object, m->calls);
    (void)bob_leave(m, BOB_OK);
    return handle;
}
