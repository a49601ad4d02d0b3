/* From an instruction that failed to the handler that covers it.
 *
 * What can fail comes first (fuel, memory), and then the state changes in one go: so a failing
 * instruction has either no effect at all, or the one of entering its handler. */
#include <string.h>

#include "core/machine/sem.h"
#include "core/machine/state.h"

/* A failure on its way to a handler. */
typedef struct Unwinding {
    BobState *s;
    const BobHandler *handler;
    uint32_t frame;   /* that has it */
    uint32_t dropped; /* frames above that one */
    BobValue exception;
} Unwinding;

/* The instruction that frame i is at: below the top it is at the one after its call. */
static uint32_t place_of(const BobState *s, uint32_t i)
{
    return s->frames[i].ip - (i + 1 < s->frame_count);
}

/* The nearest frame with a handler. */
static bool find_handler(Unwinding *u)
{
    BobState *s = u->s;
    uint32_t i;
    for (i = s->frame_count; i-- > 0;) {
        if (s->hidden && i <= s->hidden_at) {
            uint32_t below = s->frame_count - i;
            bob_unhide(s);
            i = s->frame_count - below;
        }
        u->handler = bob_function_handler(bob_frame_function(s, &s->frames[i]), place_of(s, i));
        if (u->handler != NULL) {
            u->frame = i;
            u->dropped = s->frame_count - 1 - i;
            return true;
        }
    }
    return false;
}

/* A place of a traceback: EXC_PLACES. */
static int64_t place(const BobState *s, uint32_t i)
{
    return (int64_t)((uint64_t)s->frames[i].function << 32 | place_of(s, i));
}

/* ---- the exception ---- */

/* Its arguments, a new tuple: the value, the message, or none. */
static BobStatus make_args(BobState *s, BobValue *args)
{
    const char *text = s->error.long_message != NULL ? s->error.long_message : s->error.message;
    BobValue argument = s->thrown_argument;
    BobStatus status = BOB_OK;
    BobObject *o;
    size_t n;
    if (s->error.kind == BOB_CALL_DEPTH_EXCEEDED) /* the same, whatever the limit is */
        text = "maximum recursion depth exceeded";
    n = strlen(text);
    if (s->thrown == EXC_KeyError && n > 1 && text[0] == '\'') /* which shows its argument quoted */
        text++, n -= 2;
    if (argument.tag == TAG_UNBOUND && !s->thrown_bare)
        status = bob_str_new(s, text, n, &argument);
    if (status == BOB_OK)
        status = bob_seq_new(&s->heap, OBJ_TUPLE, &argument, s->thrown_bare ? 0 : 1, &o);
    if (status == BOB_OK)
        *args = bob_ref(o);
    return status;
}

/* The traceback of a new one: from the frame that failed down to that of the handler. */
static BobStatus make_places(const Unwinding *u, BobValue *places)
{
    BobState *s = u->s;
    uint32_t n = u->dropped + 1, i;
    BobObject *list;
    if (n == 1) {
        *places = bob_int(place(s, u->frame));
        return BOB_OK;
    }
    if (bob_heap_new(&s->heap, OBJ_LIST, n, &list) != BOB_OK)
        return BOB_OUT_OF_MEMORY;
    for (i = 0; i < n; i++)
        ((int64_t *)list->data)[i] = place(s, s->frame_count - 1 - i);
    bob_set_size(list, n);
    *places = bob_ref(list);
    return BOB_OK;
}

static BobStatus make_exception(Unwinding *u)
{
    BobState *s = u->s;
    BobExceptionClass c = s->thrown < EXC_COUNT ? s->thrown : bob_exception_of_kind(s->error.kind);
    BobValue parts[EXC_PARTS] = {
        [EXC_CLASS] = bob_int(c),         [EXC_CAUSE] = bob_none(),  [EXC_CONTEXT] = bob_none(),
        [EXC_SUPPRESS] = bob_bool(false), [EXC_PLACES] = bob_none(), [EXC_FIELDS] = bob_none()};
    BobObject *o = NULL;
    BobStatus status;
    if (bob_is_exception(s->handled))
        parts[EXC_CONTEXT] = s->handled;
    bob_heap_begin(&s->heap);
    status = make_args(s, &parts[EXC_ARGS]);
    if (status == BOB_OK)
        status = make_places(u, &parts[EXC_PLACES]);
    if (status == BOB_OK)
        status = bob_seq_new(&s->heap, OBJ_EXCEPTION, parts, EXC_PARTS, &o);
    if (status != BOB_OK) {
        bob_heap_rollback(&s->heap);
        return bob_no_memory(s);
    }
    bob_heap_commit(&s->heap);
    u->exception = bob_ref(o);
    return BOB_OK;
}

/* ---- one that exists ---- */

static BobObject *context_of(const BobObject *o)
{
    BobValue context = bob_exception_part(o, EXC_CONTEXT);
    return bob_is_exception(context) ? context.ref : NULL;
}

/* Whoever of the chain of contexts from o on has `e` as its context, or NULL; a chain may bite its
 * own tail elsewhere. Counts its links. */
static BobObject *link_to(BobObject *o, const BobObject *e, uint64_t *work)
{
    const BobObject *slow = o;
    for (; o != NULL; o = context_of(o)) {
        if (context_of(o) == e)
            return o;
        if ((++*work & 1) == 0) {
            slow = context_of(slow);
            if (slow == o)
                break;
        }
    }
    return NULL;
}

/* The traceback goes on with these frames; of one raised again without the first of them, which it
 * has. What can fail is the room for that. */
static BobStatus add_places(const Unwinding *u, uint32_t first)
{
    BobState *s = u->s;
    BobObject *e = u->exception.ref;
    BobValue places = bob_exception_part(e, EXC_PLACES);
    bool list = bob_is_list(places) && (places.ref->kind == KIND_INT || places.ref->size == 0);
    uint32_t had = list ? places.ref->size : places.tag == TAG_INT ? 1 : 0;
    uint32_t more = u->dropped + 1 - first, i;
    if (more == 0)
        return BOB_OK;
    if (!list && had + more > 1) {
        BobObject *o;
        if (bob_heap_new(&s->heap, OBJ_LIST, had + more, &o) != BOB_OK)
            return bob_no_memory(s);
        if (had > 0)
            bob_list_put(o, 0, places);
        bob_set_size(o, had);
        places = bob_ref(o);
    } else if (list && bob_heap_grow(&s->heap, places.ref, (uint64_t)had + more) != BOB_OK) {
        return bob_no_memory(s);
    }
    for (i = 0; i < more && places.tag == TAG_REF; i++) {
        bob_list_put(places.ref, had + i, bob_int(place(s, s->frame_count - 1 - first - i)));
        bob_set_size(places.ref, had + i + 1);
    }
    if (places.tag != TAG_REF)
        places = bob_int(place(s, s->frame_count - 1 - first));
    bob_exception_set(e, EXC_PLACES, places);
    return BOB_OK;
}

/* As CPython: what is being handled becomes the context, and the chain from there stays a chain. */
static BobStatus take_exception(Unwinding *u)
{
    BobState *s = u->s;
    BobObject *link = NULL;
    bool context;
    uint64_t work = 0;
    BobStatus status;
    u->exception = s->thrown_object;
    context =
        !s->thrown_again && bob_is_exception(s->handled) && s->handled.ref != u->exception.ref;
    if (context)
        link = link_to(s->handled.ref, u->exception.ref, &work);
    status = bob_charge(s, work);
    if (status == BOB_OK)
        status = add_places(u, s->thrown_again ? 1 : 0);
    if (status != BOB_OK)
        return status;
    if (link != NULL)
        bob_exception_set(link, EXC_CONTEXT, bob_none());
    if (context)
        bob_exception_set(u->exception.ref, EXC_CONTEXT, s->handled);
    return BOB_OK;
}

/* ---- entering ---- */

static void enter_handler(const Unwinding *u)
{
    BobState *s = u->s;
    BobFrame *f;
    while (s->frame_count > u->frame + 1)
        bob_pop_frame(s);
    f = bob_top_frame(s);
    f->ip = u->handler->start;
    f->depth = u->handler->depth;
    bob_frame_stack(s, f)[f->depth++] = u->exception;
    s->count += 1 + s->surcharge;
    s->surcharge = 0;
    bob_forget_error(s);
}

/* Nobody caught a SystemExit: the program ends with an int's status, with 0 for none. Anything
 * else is the text of an error. */
static COLD BobStatus end_program(BobState *s, const BobObject *o)
{
    const BobObject *args = bob_exception_args(o);
    BobValue value = args == NULL || args->size == 0 ? bob_none()
                     : args->size == 1               ? bob_element(args, 0)
                                                     : bob_ref((BobObject *)args);
    if (value.tag != TAG_NONE && !bob_is_integral(value)) {
        char text[sizeof s->error.message];
        if (bob_fail_with_text(s, BOB_USER_ERROR, value, false) == BOB_USER_ERROR) {
            memcpy(text, s->error.message, sizeof text);
            (void)bob_fail(s, BOB_USER_ERROR, "SystemExit: %s", text);
        }
        return bob_fail_here(s, s->error.kind);
    }
    bob_top_frame(s)->ip++;
    bob_top_frame(s)->depth--;
    s->count++;
    s->exit_code = value.tag == TAG_NONE ? 0 : value.i;
    s->ending = ENDING_EXIT;
    bob_forget_error(s);
    return BOB_OK;
}

/* The message of an error that nobody catches, of which there is only the exception yet. */
static COLD BobStatus complete(BobState *s, BobStatus kind)
{
    BobValue object = s->thrown_object;
    BobExceptionClass c = s->thrown;
    bool again = s->thrown_again;
    if (c == EXC_SystemExit && object.tag == TAG_REF)
        return end_program(s, object.ref);
    if (object.tag == TAG_REF && kind == s->error.kind) {
        if (bob_fail_with_text(s, kind, object, false) != kind)
            (void)bob_fail(s, kind, "%s", bob_exception_name(c));
        s->error.exception = bob_exception_name(c);
        s->thrown = c;
        s->thrown_object = object;
        s->thrown_again = again;
    }
    return bob_fail_here(s, kind);
}

BobStatus bob_unwind(BobState *s, BobStatus kind)
{
    Unwinding u = {.s = s};
    const BobFunction *function;
    BobStatus status;
    if (kind == BOB_YIELDED)
        return kind;
    if (bob_exception_of_kind(kind) == EXC_NONE)
        return bob_fail_here(s, kind);
    if (s->error.kind != kind) /* it failed without a message of its own */
        (void)bob_fail(s, kind, "%s", bob_status_name(kind));
    if (!s->program->has_handlers || !find_handler(&u))
        return complete(s, kind);
    function = bob_frame_function(s, &s->frames[u.frame]);
    if (s->frames[u.frame].depth < u.handler->depth) {
        (void)bob_fail(s, BOB_STACK_UNDERFLOW, "a handler needs %u operand%s, %u on the stack",
                       u.handler->depth, u.handler->depth == 1 ? "" : "s",
                       s->frames[u.frame].depth);
        return bob_fail_here(s, BOB_STACK_UNDERFLOW);
    }
    if (u.handler->depth >= bob_frame_room(s, function))
        return bob_fail_here(s, bob_fail_stack(s));
    s->surcharge = 0;
    status = u.dropped == 0 ? BOB_OK : bob_charge_fuel(s, u.dropped);
    if (status == BOB_OK)
        status = s->thrown_object.tag == TAG_REF ? take_exception(&u) : make_exception(&u);
    if (status == BOB_YIELDED) {
        bob_forget_error(s);
        return status;
    }
    if (status != BOB_OK)
        return bob_fail_here(s, status);
    enter_handler(&u);
    return BOB_OK;
}
