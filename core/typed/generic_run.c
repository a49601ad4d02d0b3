/* The instructions without handlers of their own, executed: their meaning on boxed operands, and
 * where execution continues for the types of the results. */
#include <string.h>

#include "core/typed/alloc.h"
#include "core/typed/blocks.h"
#include "core/typed/generic.h"
#include "core/typed/typed_state.h"

#define MOST_SUCCESSORS 16u /* of one instruction at one point */

/* The context after the instruction, with results of these types. */
static Context *context_after(Typed *t, const GenericSite *site, const BobValue *v)
{
    Context *c = t->spare;
    uint32_t i, n = site->context->entry->info->locals + site->context->depth;
    memcpy(c, site->context, sizeof *c + n * sizeof(Var));
    for (i = 0; i < site->results; i++, c->depth++) {
        unsigned type = (unsigned)v[i].tag;
        c->var[n + i] = (Var){.type = (uint8_t)type, .where = AT_NOTHING};
        if (has_value(type))
            c->var[n + i] = (Var){.type = (uint8_t)type, .where = AT_SLOT, .n = site->slot[i]};
    }
    return c;
}

static COLD Successor *new_successor(Typed *t, GenericSite *site, const BobValue *v)
{
    Successor *w;
    uint32_t i;
    if (site->successor_count == MOST_SUCCESSORS)
        return NULL;
    w = bob_typed_alloc(t, sizeof *w + site->results);
    if (w == NULL)
        return NULL;
    w->types = (uint8_t *)(w + 1);
    for (i = 0; i < site->results; i++)
        w->types[i] = (uint8_t)v[i].tag;
    w->start = bob_decode_typed(t, context_after(t, site, v), NULL, false);
    if (w->start == NULL)
        return NULL;
    w->next = site->successors;
    site->successors = w;
    site->successor_count++;
    return w;
}

static Successor *find_successor(Typed *t, GenericSite *site, const BobValue *v)
{
    Successor *w;
    uint32_t i;
    for (w = site->successors; w != NULL; w = w->next) {
        for (i = 0; i < site->results && w->types[i] == v[i].tag; i++)
            ;
        if (i == site->results)
            return w;
    }
    return new_successor(t, site, v);
}

/* Lets the meaning see no more fuel than there surely is. */
static void account(Typed *t)
{
    BobState *s = t->s;
    uint64_t sure = t->loop.fuel_left > 0 ? (uint64_t)t->loop.fuel_left : 0;
    s->count = s->fuel == BOB_UNLIMITED ? 0 : t->stop - 1 - (sure < t->stop ? sure : t->stop - 1);
}

/* All operands, since one is computed. Apart from fetch(), which nearly all pass by: with this
 * call in it the compiler would save six registers at each operation, not four. */
static NOINLINE void box_all(const Typed *t, const GenericSite *site)
{
    uint32_t i;
    for (i = 0; i < site->args; i++)
        site->box[i] = bob_box(t, site->context, &site->arg[i]);
}

/* The operands that change, boxed. */
static inline void fetch(const Typed *t, const GenericSite *site)
{
    const Source *source = site->source, *end = source + site->sources;
    uintptr_t fp = (uintptr_t)t->loop.fp;
    for (; source < end; source++)
        memcpy(&source->box->i, (const void *)((fp & source->of_frame) + source->at), 8);
    if (site->computed)
        box_all(t, site);
}

static COLD TypedCell *failed(TypedLoop *x, BobStatus status)
{
    x->typed->status = status;
    x->why = status == BOB_OUTPUT_FAILED ? TYPED_FAIL : TYPED_TRAP;
    return NULL;
}

/* Any number of results, of any types. */
static NOINLINE TypedCell *go_on(TypedLoop *x, GenericSite *site, const BobValue *v)
{
    Typed *t = x->typed;
    Successor *w;
    uint32_t i;
    for (i = 0; i < site->results; i++)
        x->fp[(int64_t)site->slot[i] - site->size].i = v[i].i;
    w = find_successor(t, site, v);
    if (w == NULL || x->fuel_left < 0 || bob_interrupted(t->s)) {
        t->at = context_after(t, site, v);
        x->why = w == NULL ? TYPED_CAPPED : TYPED_FUEL;
        if (w != NULL)
            x->ip = w->start; /* with more fuel the loop continues there */
        return NULL;
    }
    if (site->results < 2) {
        site->usual = v[0].tag;
        site->start = w->start;
    }
    return w->start;
}

int64_t bob_typed_slice(const TypedLoop *x, int64_t seq, int64_t from, int64_t stop)
{
    const BobObject *o = (const BobObject *)(uintptr_t)seq;
    BobObject *made = NULL;
    uint32_t n;
    if (from < 0 || stop < 0 || (o->flags & OBJ_FREED) != 0 ||
        (o->type == OBJ_STR ? !bob_str_is_ascii(o) : !bob_has_elements(o)))
        return 0;
    if (stop > (int64_t)o->size)
        stop = o->size;
    n = stop > from ? (uint32_t)(stop - from) : 0;
    if (n >= BOB_UNITS_PER_FUEL)
        return 0;
    if (o->type == OBJ_STR) {
        const char *text = bob_str_bytes(o) + from;
        if (n < 2)
            return (int64_t)(uintptr_t)bob_static_str(
                x->typed->s->program, n == 0 ? BOB_EMPTY_STR : (unsigned char)*text);
        if (bob_heap_new_str(x->heap, text, n, n, &made) != BOB_OK)
            return 0;
    } else {
        if (bob_heap_new(x->heap, (BobObjectType)o->type, n, &made) != BOB_OK)
            return 0;
        bob_copy_elements(made, 0, o, n == 0 ? 0 : (uint32_t)from, n);
    }
    return (int64_t)(uintptr_t)made;
}

TypedCell *bob_typed_generic(TypedLoop *x)
{
    Typed *t = x->typed;
    BobState *s = t->s;
    GenericSite *site = x->ip[1].data;
    BobValue *result = site->box + site->args;
    BobStatus status;
    fetch(t, site);
    account(t);
    *result = bob_none();
    status = site->meaning(s, site->box, site->number, result);
    if (status != BOB_OK)
        return failed(x, status);
    x->fuel_left -= (int64_t)s->surcharge;
    s->surcharge = 0;
    if (site->usual != result->tag || x->fuel_left < 0 || bob_interrupted(s))
        return go_on(x, site, result);
    x->fp[site->home].i = result->i;
    return site->start;
}
