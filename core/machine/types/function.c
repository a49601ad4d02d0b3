/* The types cell and function, and the operations on them.
 *
 * A cell keeps one value, or none while its variable is not bound. A function object keeps the
 * function, then a value for each parameter that has a default or is a cell, in the order of the
 * parameters (BobFunction.bound of them). Both keep values of 16 bytes, so that they are walked and
 * restored as a tuple is. How calls use them: bind.c. */
#include "core/machine/sem.h"
#include "core/machine/text/text.h"

static void write_function(BobSink *k, const BobObject *o)
{
    bob_write_function(k, (uint32_t)bob_element(o, 0).i);
}

const BobTypeOps bob_type_cell = {
    .what = "cell", .open = "<cell ", .close = ">", .close_one = ">", .inside = "<cell ...>"};
const BobTypeOps bob_type_function = {
    .what = "function", .inside = "<function ...>", .write = write_function};

/* ---- cells ---- */

BobStatus bob_sem_CELL_NEW(BobState *s, uint32_t n, const BobValue *args, uint32_t room,
                           BobValue *r)
{
    BobObject *o;
    BobStatus status;
    if (n > 1)
        return bob_fail(s, BOB_TYPE_ERROR, "a cell has one value, not %u", n);
    status = bob_check_room(s, 1, room);
    if (status != BOB_OK)
        return status;
    if (bob_heap_new(&s->heap, OBJ_CELL, 1, &o) != BOB_OK)
        return bob_no_memory(s);
    if (n == 1)
        *(BobValue *)o->data = args[0];
    bob_set_size(o, n);
    *r = bob_ref(o);
    return BOB_OK;
}

static BobStatus check_cell(BobState *s, BobValue v)
{
    BobStatus status = bob_check_alive(s, v);
    if (status == BOB_OK && !bob_is_object(v, OBJ_CELL))
        return bob_fail(s, BOB_TYPE_ERROR, "expected a cell, got '%s'", bob_type_name(v));
    return status;
}

/* The operand says how the program calls the variable. That of a function around this one is a
 * parameter here. */
static COLD BobStatus unbound(BobState *s, uint32_t name)
{
    const BobFunction *f = bob_frame_function(s, bob_top_frame(s));
    const char *text = bob_program_name(s->program, name);
    uint32_t slot = bob_function_slot(f, name);
    if (slot < f->param_count && bob_param_kind(f, slot) == PARAM_CELL)
        return bob_fail(s, BOB_UNDEFINED_VARIABLE,
                        "cannot access free variable '%s' where it is not associated with a value "
                        "in enclosing scope",
                        text);
    return bob_fail(s, BOB_UNDEFINED_VARIABLE,
                    "cannot access local variable '%s' where it is not associated with a value",
                    text);
}

BobStatus bob_sem_CELL_GET(BobState *s, uint32_t n, const BobValue *args, uint32_t room,
                           BobValue *r)
{
    BobStatus status = check_cell(s, args[0]);
    (void)room;
    if (status != BOB_OK)
        return status;
    if (args[0].ref->size == 0)
        return unbound(s, n);
    *r = bob_element(args[0].ref, 0);
    return BOB_OK;
}

BobStatus bob_sem_CELL_SET(BobState *s, uint32_t n, const BobValue *args, uint32_t room,
                           BobValue *r)
{
    BobStatus status = check_cell(s, args[1]);
    (void)n;
    (void)room;
    (void)r;
    if (status != BOB_OK)
        return status;
    *(BobValue *)args[1].ref->data = args[0];
    bob_set_size(args[1].ref, 1);
    return BOB_OK;
}

BobStatus bob_sem_CELL_CLEAR(BobState *s, uint32_t n, const BobValue *args, uint32_t room,
                             BobValue *r)
{
    BobStatus status = check_cell(s, args[0]);
    (void)room;
    (void)r;
    if (status != BOB_OK)
        return status;
    if (args[0].ref->size == 0)
        return unbound(s, n);
    bob_set_size(args[0].ref, 0);
    return BOB_OK;
}

/* ---- function objects ---- */

BobStatus bob_sem_FUNCTION_NEW(BobState *s, uint32_t n, const BobValue *args, uint32_t room,
                               BobValue *r)
{
    const BobFunction *f;
    BobObject *o;
    uint32_t i, held = 1;
    BobStatus status = bob_check_alive(s, args[0]);
    (void)room;
    if (status != BOB_OK)
        return status;
    if (args[0].tag != TAG_FUNC)
        return bob_fail(s, BOB_TYPE_ERROR, "expected a function, got '%s'", bob_type_name(args[0]));
    f = &s->program->functions[args[0].i];
    if (f->bound != n)
        return bob_fail(s, BOB_TYPE_ERROR, "%.*s() has %u defaults and cells, not %u",
                        (int)bob_shown_name(f), f->name, f->bound, n);
    for (i = 0; i < f->param_count; i++) {
        bool is_cell = bob_param_kind(f, i) == PARAM_CELL;
        if (is_cell)
            status = check_cell(s, args[held]);
        if (status != BOB_OK)
            return status;
        held += is_cell || bob_has_default(f, i);
    }
    status = bob_charge(s, (uint64_t)n + f->param_count);
    if (status != BOB_OK)
        return status;
    if (bob_seq_new(&s->heap, OBJ_FUNCTION, args, (uint64_t)n + 1, &o) != BOB_OK)
        return bob_no_memory(s);
    *r = bob_ref(o);
    return BOB_OK;
}
