/* What has no typed handler: the shared meaning on boxed operands. The types of its results
 * choose the way on, which is decoded when it is first gone. */
#include <string.h>

#include "core/machine/ops.h"
#include "core/machine/sem.h"
#include "core/typed/context.h"

#define MOST_SUCCESSORS 16u /* for one instruction at one place */

/* A value as the canonical state has it; c is the context of the frame at t->loop.fp. */
BobValue bob_box(const Typed *t, const Context *c, const Var *v)
{
    const TypedLoop *x = &t->loop;
    BobValue r = {.tag = v->type, .i = 0};
    switch ((Where)v->where) {
    case AT_NOTHING:
        break;
    case AT_SLOT:
        r.i = x->fp[(int64_t)v->n - (int64_t)c->entry->info->size].i;
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

/* Where the value of v stands, which lives as long as *source; false where it must be computed. */
static bool find(const Typed *t, const Context *c, const Var *v, Source *source)
{
    const TypedLoop *x = &t->loop;
    int64_t slot = 0;
    switch ((Where)v->where) {
    case AT_REG:
        source->at = is_float(v->type) ? (uintptr_t)&x->f[v->reg] : (uintptr_t)&x->r[v->reg];
        source->of_frame = 0;
        return true;
    case AT_COPY:
        return (is_float(v->type) || (v->plus == 0 && v->less == NO_LOCAL)) &&
               find(t, c, &c->var[v->from], source);
    case AT_SLOT:
        slot = (int64_t)v->n - (int64_t)c->entry->info->size;
        break;
    case AT_OUT:
        slot = 1 + (int64_t)v->n;
        break;
    default:
        return false;
    }
    source->at = (uintptr_t)(slot * (int64_t)sizeof(TypedSlot));
    source->of_frame = UINTPTR_MAX;
    return true;
}

/* Prepares the boxes of the operands: what never changes is written once for all. */
static void prepare(const Typed *t, const Context *c, GenericSite *s)
{
    uint32_t i;
    for (i = 0; i < s->args; i++) {
        const Var *v = &s->arg[i];
        s->box[i].tag = v->type;
        if (v->where == AT_CONST || v->where == AT_NOTHING)
            s->box[i] = bob_box(t, c, v);
        else if (find(t, c, v, &s->source[s->sources]))
            s->source[s->sources++].box = &s->box[i];
        else
            s->computed = true;
    }
}

/* ---- meanings, all called alike: values v, a number from the instruction, a result ---- */

#define MEANING(name)                                                                              \
    static BobStatus name(UNUSED BobState *s, UNUSED const BobValue *v, UNUSED uint32_t n,         \
                          UNUSED BobValue *r)

MEANING(load_global)
{
    *r = s->globals[n];
    if (r->tag == TAG_UNBOUND && s->allow_undefined)
        *r = bob_none();
    return r->tag == TAG_UNBOUND ? BOB_UNDEFINED_VARIABLE : BOB_OK;
}

MEANING(store_global)
{
    s->globals[n] = v[0];
    return BOB_OK;
}

MEANING(new_list)
{
    return bob_sem_new(s, OBJ_LIST, v, n, r);
}

MEANING(new_tuple)
{
    return bob_sem_new(s, OBJ_TUPLE, v, n, r);
}

MEANING(index_set)
{
    return bob_sem_index_set(s, v[0], v[1], v[2]);
}

MEANING(slice)
{
    return bob_sem_slice(s, v[0], v[1], v[2], r);
}

MEANING(append)
{
    return bob_sem_append(s, v[0], v[1]);
}

/* Into r[0..]; that there is room was checked before. */
MEANING(unpack)
{
    return bob_sem_unpack(s, v[0], n, n, r);
}

MEANING(give_back)
{
    return bob_sem_free(s, v[0], n == OP_RELEASE);
}

MEANING(math)
{
    return bob_sem_math(s, n, v, r);
}

MEANING(print)
{
    return bob_sem_print(s, v, n);
}

/* A method whose result is none. */
MEANING(append_method)
{
    *r = bob_none();
    return bob_sem_append(s, v[0], v[1]);
}

MEANING(leave_to_reference)
{
    return BOB_TYPE_ERROR; /* the reference engine will know */
}

#define DEFINE_PUSH(name)
#define DEFINE_CTL(name)
#define DEFINE_UN(name)                                                                            \
    MEANING(meaning_##name)                                                                        \
    {                                                                                              \
        return bob_sem_##name(s, v[0], r);                                                         \
    }
#define DEFINE_BIN(name)                                                                           \
    MEANING(meaning_##name)                                                                        \
    {                                                                                              \
        return bob_sem_##name(s, v[0], v[1], r);                                                   \
    }
#define DEFINE_UNF DEFINE_UN
#define DEFINE_BINF DEFINE_BIN
#define OP(name, shape, ...) DEFINE_##shape(name)
#include "core/machine/ops.def"

/* The meaning of an instruction, and the number that it takes. `room`: how many values the
 * operand stack can take in place of the operands. */
static BobBuiltin *meaning_of(unsigned opcode, uint32_t operand, uint32_t room, uint32_t *n)
{
    BobBuiltin *found;
    *n = operand;
    switch (opcode) {
#define CASE_PUSH(name)
#define CASE_CTL(name)
#define CASE_UN(name)                                                                              \
    case OP_##name:                                                                                \
        return meaning_##name;
#define CASE_BIN CASE_UN
#define CASE_UNF CASE_UN
#define CASE_BINF CASE_UN
#define OP(name, shape, ...) CASE_##shape(name)
#include "core/machine/ops.def"
    case OP_LOAD_NAME:
    case OP_LOAD_GLOBAL:
        return load_global;
    case OP_STORE_GLOBAL:
        return store_global;
    case OP_LIST_NEW:
        return new_list;
    case OP_TUPLE_NEW:
        return new_tuple;
    case OP_INDEX_SET:
        return index_set;
    case OP_SLICE_GET:
        return slice;
    case OP_LIST_APPEND:
        return append;
    case OP_UNPACK:
        return operand <= room ? unpack : leave_to_reference;
    case OP_FREE:
    case OP_RELEASE:
        *n = opcode;
        return give_back;
    case OP_MATH:
        return math;
    case OP_PRINT:
        return print;
    case OP_CALL_BUILTIN:
        *n = operand & 0xFF;
        if (*n == 0 && room == 0)
            return leave_to_reference;
        found = operand == (BUILTIN_append << 8 | 2) ? append_method : bob_builtin(operand);
        return found != NULL ? found : leave_to_reference;
    default:
        return leave_to_reference;
    }
}

void bob_generic(Decode *d, uint32_t args, uint32_t results)
{
    Typed *t = d->t;
    uint32_t first = d->info->locals + d->c->depth - args, i;
    size_t each = sizeof(Source) + sizeof(BobValue) + sizeof(Var);
    size_t result = sizeof(BobValue) + sizeof(uint32_t);
    GenericSite *s = bob_typed_alloc(t, sizeof *s + args * each + (results + 1) * result);
    SideExit side_exit = bob_side_exit(d);
    Op *op;
    if (s == NULL) {
        d->failed = true;
        return;
    }
    s->source = (Source *)(s + 1);
    s->box = (BobValue *)(s->source + args);
    s->arg = (Var *)(s->box + args + results + 1);
    s->slot = (uint32_t *)(s->arg + args);
    memcpy(s->arg, &d->c->var[first], args * sizeof(Var));
    s->args = args;
    s->results = results;
    s->size = (int64_t)d->info->size;
    prepare(t, d->c, s);
    s->opcode = bob_opcode(d->info->f->code[d->c->ip]);
    s->operand = bob_operand(d->info->f->code[d->c->ip]);
    bob_pop(d, args);
    s->meaning = meaning_of(s->opcode, s->operand, t->s->stack_limit - d->c->depth, &s->number);
    for (i = 0; i < results; i++) {
        Var to = bob_new_slot(d, TAG_INT);
        s->slot[i] = to.n;
        bob_push(d, to);
    }
    bob_pop(d, results);
    s->usual = TAG_UNBOUND; /* no result has that: the first goes on slowly */
    s->home = (int64_t)(results > 0 ? s->slot[0] : bob_spare_slot(d->info, 0)) - s->size;
    bob_forget_hoisted(d, NO_LOCAL);
    d->c->ip++;
    s->context = bob_context_copy(t, d->c);
    d->failed |= s->context == NULL;
    d->c->ip--;
    op = bob_op(d, ROW_GENERIC, 1, bob_imm((int64_t)(uintptr_t)s));
    op->side_exit = side_exit;
}

/* The context behind the instruction with results of these types. */
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

static COLD struct Successor *new_successor(Typed *t, GenericSite *site, const BobValue *v)
{
    struct Successor *w;
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

static struct Successor *find_successor(Typed *t, GenericSite *site, const BobValue *v)
{
    struct Successor *w;
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

/* The operands that change, boxed. */
static inline void fetch(const Typed *t, const GenericSite *site)
{
    const Source *source = site->source, *end = source + site->sources;
    uintptr_t fp = (uintptr_t)t->loop.fp;
    uint32_t i;
    for (; source < end; source++)
        memcpy(&source->box->i, (const void *)((fp & source->of_frame) + source->at), 8);
    for (i = 0; i < site->args && site->computed; i++)
        site->box[i] = bob_box(t, site->context, &site->arg[i]);
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
    struct Successor *w;
    uint32_t i;
    for (i = 0; i < site->results; i++)
        x->fp[(int64_t)site->slot[i] - site->size].i = v[i].i;
    w = find_successor(t, site, v);
    if (w == NULL || x->fuel_left < 0 || bob_interrupted(t->s)) {
        t->at = context_after(t, site, v);
        x->why = w == NULL ? TYPED_CAPPED : TYPED_FUEL;
        if (w != NULL)
            x->ip = w->start; /* with more fuel the loop goes on there */
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
    if (from < 0 || stop < 0 || o->type > OBJ_LIST || (o->type == OBJ_STR && !bob_str_is_ascii(o)))
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
