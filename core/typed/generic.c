/* What has no typed handler: the shared meaning on boxed operands. The types of its results
 * choose the way on, which is decoded when it is first gone. */
#include <string.h>

#include "core/machine/ops.h"
#include "core/machine/sem.h"
#include "core/typed/context.h"

#define MOST_WAYS 16u /* for one instruction at one place */

/* A value as the canonical state has it; c is the context of the frame at t->loop.fp. */
BobValue bob_box(const Typed *t, const Context *c, const Var *v)
{
    const TypedLoop *x = &t->loop;
    BobValue r = {.tag = v->type, .i = 0};
    switch ((Where)v->where) {
    case AT_NOTHING:
        break;
    case AT_SLOT:
        r.i = x->fp[(int64_t)v->n - (int64_t)c->entry->facts->size].i;
        break;
    case AT_REG:
        if (is_float(v->type))
            r.f = x->f[v->reg];
        else
            r.i = x->r[v->reg];
        break;
    case AT_COPY:
        r.i = bob_box(t, c, &c->var[v->from]).i;
        if (!is_float(v->type)) {
            r.i += v->plus;
            if (v->less != NO_LOCAL)
                r.i -= bob_box(t, c, &c->var[v->less]).i;
        }
        break;
    case AT_CONST:
        r.i = v->i;
        break;
    case AT_OUT:
        r.i = x->fp[1 + v->n].i;
        break;
    }
    return r;
}

/* Where bob_box would find the value of v, which lives as long as *source. False where it is
 * found in more than one place. */
static bool find(const Typed *t, const Context *c, const Var *v, Source *source)
{
    static const int64_t nothing = 0;
    const TypedLoop *x = &t->loop;
    int64_t slot = 0;
    *source = (Source){.tag = v->type};
    switch ((Where)v->where) {
    case AT_NOTHING:
        source->at = (uintptr_t)&nothing;
        return true;
    case AT_REG:
        source->at = is_float(v->type) ? (uintptr_t)&x->f[v->reg] : (uintptr_t)&x->r[v->reg];
        return true;
    case AT_CONST:
        source->at = (uintptr_t)&v->i;
        return true;
    case AT_COPY:
        if (!find(t, c, &c->var[v->from], source))
            return false;
        source->tag = v->type;
        if (!is_float(v->type))
            source->plus += v->plus;
        return is_float(v->type) || v->less == NO_LOCAL;
    case AT_SLOT:
        slot = (int64_t)v->n - (int64_t)c->entry->facts->size;
        break;
    case AT_OUT:
        slot = 1 + (int64_t)v->n;
        break;
    }
    source->at = (uintptr_t)(slot * (int64_t)sizeof(TypedSlot));
    source->of_frame = UINTPTR_MAX;
    return true;
}

void bob_generic(Decode *d, uint32_t args, uint32_t results)
{
    Typed *t = d->t;
    uint32_t first = d->facts->locals + d->c->depth - args, i;
    size_t each = sizeof(Source) + sizeof(Var);
    Site *s = bob_typed_alloc(t, sizeof *s + args * each + results * sizeof(uint32_t));
    Mark mark = bob_mark(d);
    Op *op;
    if (s == NULL) {
        d->failed = true;
        return;
    }
    s->source = (Source *)(s + 1);
    s->arg = (Var *)(s->source + args);
    s->slot = (uint32_t *)(s->arg + args);
    memcpy(s->arg, &d->c->var[first], args * sizeof(Var));
    s->args = args;
    s->results = results;
    s->size = (int64_t)d->facts->size;
    for (i = 0; i < args; i++)
        s->computed |= !find(t, d->c, &s->arg[i], &s->source[i]);
    s->opcode = bob_opcode(d->facts->f->code[d->c->ip]);
    s->operand = bob_operand(d->facts->f->code[d->c->ip]);
    bob_pop(d, args);
    for (i = 0; i < results; i++) {
        Var to = bob_new_slot(d, TAG_INT);
        s->slot[i] = to.n;
        bob_push(d, to);
    }
    bob_pop(d, results);
    bob_forget_kept(d, NO_LOCAL);
    d->c->ip++;
    s->context = bob_context_copy(t, d->c);
    d->failed |= s->context == NULL;
    d->c->ip--;
    op = bob_op(d, ROW_GENERIC, 1, bob_imm((int64_t)(uintptr_t)s));
    op->mark = mark;
}

static BobStatus load_global(BobState *s, uint32_t name, BobValue *r)
{
    *r = s->globals[name];
    if (r->tag == TAG_UNBOUND && s->allow_undefined)
        *r = bob_none();
    return r->tag == TAG_UNBOUND ? BOB_UNDEFINED_VARIABLE : BOB_OK;
}

/* The method, where it is the most frequent thing that appends. */
static BobStatus builtin(BobState *s, uint32_t n, const BobValue *v, uint32_t room, BobValue *r)
{
    if (n == (BUILTIN_append << 8 | 2))
        return sem_append(s, v[0], v[1]);
    return sem_builtin(s, n, v, room, r);
}

/* The instruction's meaning on values v[0..]; the result is written to *r, those of UNPACK to
 * v[0..]. */
static BobStatus perform(BobState *s, const Site *site, BobValue *v, BobValue *r)
{
    uint32_t n = site->operand, depth = site->context->depth;
    switch (site->opcode) {
#define CASE_PUSH(name)
#define CASE_CTL(name)
#define CASE_UN(name)                                                                              \
    case OP_##name:                                                                                \
        return sem_##name(s, v[0], r);
#define CASE_BIN(name)                                                                             \
    case OP_##name:                                                                                \
        return sem_##name(s, v[0], v[1], r);
#define CASE_UNF CASE_UN
#define CASE_BINF CASE_BIN
#define OP(name, shape, ...) CASE_##shape(name)
#include "core/machine/ops.def"
    case OP_LOAD_NAME:
    case OP_LOAD_GLOBAL:
        return load_global(s, n, r);
    case OP_STORE_GLOBAL:
        s->globals[n] = v[0];
        return BOB_OK;
    case OP_LIST_NEW:
    case OP_TUPLE_NEW:
        return sem_new(s, site->opcode == OP_LIST_NEW ? OBJ_LIST : OBJ_TUPLE, v, n, r);
    case OP_INDEX_SET:
        return sem_index_set(s, v[0], v[1], v[2]);
    case OP_SLICE_GET:
        return sem_slice(s, v[0], v[1], v[2], r);
    case OP_LIST_APPEND:
        return sem_append(s, v[0], v[1]);
    case OP_UNPACK:
        return sem_unpack(s, v[0], n, s->stack_limit - depth, v);
    case OP_FREE:
    case OP_RELEASE:
        return sem_free(s, v[0], site->opcode == OP_RELEASE);
    case OP_MATH:
        return sem_math(s, n, v, r);
    case OP_PRINT:
        return sem_print(s, v, n);
    case OP_CALL_BUILTIN:
        return builtin(s, n, v, s->stack_limit - depth, r);
    default:
        return BOB_TYPE_ERROR; /* the reference engine will know */
    }
}

/* The context behind the instruction with results of these types. */
static Context *behind(Typed *t, const Site *site, const BobValue *v)
{
    Context *c = t->spare;
    uint32_t i, n = site->context->entry->facts->locals + site->context->depth;
    memcpy(c, site->context, sizeof *c + n * sizeof(Var));
    for (i = 0; i < site->results; i++, c->depth++) {
        unsigned type = (unsigned)v[i].tag;
        c->var[n + i] = (Var){.type = (uint8_t)type, .where = AT_NOTHING};
        if (has_value(type))
            c->var[n + i] = (Var){.type = (uint8_t)type, .where = AT_SLOT, .n = site->slot[i]};
    }
    return c;
}

static COLD struct Way *new_way(Typed *t, Site *site, const BobValue *v)
{
    struct Way *w;
    uint32_t i;
    if (site->way_count == MOST_WAYS)
        return NULL;
    w = bob_typed_alloc(t, sizeof *w + site->results);
    if (w == NULL)
        return NULL;
    w->types = (uint8_t *)(w + 1);
    for (i = 0; i < site->results; i++)
        w->types[i] = (uint8_t)v[i].tag;
    w->start = bob_decode_typed(t, behind(t, site, v), NULL, false);
    if (w->start == NULL)
        return NULL;
    w->next = site->ways;
    site->ways = w;
    site->way_count++;
    return w;
}

static struct Way *way(Typed *t, Site *site, const BobValue *v)
{
    struct Way *w;
    uint32_t i;
    for (w = site->ways; w != NULL; w = w->next) {
        for (i = 0; i < site->results && w->types[i] == v[i].tag; i++)
            ;
        if (i == site->results)
            return w;
    }
    return new_way(t, site, v);
}

/* Lets the meaning see no more fuel than there surely is. */
static void account(Typed *t)
{
    BobState *s = t->s;
    uint64_t sure = t->loop.left > 0 ? (uint64_t)t->loop.left : 0;
    s->count = s->fuel == BOB_UNLIMITED ? 0 : t->stop - 1 - (sure < t->stop ? sure : t->stop - 1);
}

/* The arguments, boxed. */
static void fetch(const Typed *t, const Site *site, BobValue *v)
{
    const Source *source = site->source;
    uintptr_t fp = (uintptr_t)t->loop.fp;
    uint32_t i;
    for (i = 0; i < site->args; i++, source++) {
        v[i].tag = source->tag;
        memcpy(&v[i].i, (const void *)((fp & source->of_frame) + source->at), sizeof v[i].i);
        v[i].i += source->plus;
    }
    for (i = 0; i < site->args && site->computed; i++)
        v[i] = bob_box(t, site->context, &site->arg[i]);
}

TypedCell *bob_typed_generic(TypedLoop *x)
{
    Typed *t = x->typed;
    Site *site = x->ip[1].data;
    BobValue *v = t->values, one = bob_none();
    struct Way *w;
    uint32_t i;
    BobStatus status;
    fetch(t, site, v);
    account(t);
    status = perform(t->s, site, v, &one);
    if (status != BOB_OK) {
        t->status = status;
        x->why = status == BOB_OUTPUT_FAILED ? TYPED_FAIL : TYPED_TRAP;
        return NULL;
    }
    x->left -= (int64_t)t->s->surcharge;
    t->s->surcharge = 0;
    if (site->opcode != OP_UNPACK)
        v = &one;
    for (i = 0; i < site->results; i++)
        x->fp[(int64_t)site->slot[i] - site->size].i = v[i].i;
    w = way(t, site, v);
    if (w == NULL || x->left < 0 || bob_interrupted(t->s)) {
        t->at = behind(t, site, v);
        x->why = w == NULL ? TYPED_CAPPED : TYPED_FUEL;
        if (w != NULL)
            x->ip = w->start; /* with more fuel the loop goes on there */
        return NULL;
    }
    return w->start;
}
