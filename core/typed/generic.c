/* What has no typed handler: the shared meaning on boxed operands. The types of its results
 * choose the successor, which is decoded when it is first reached (generic_run.c). */
#include <string.h>

#include "core/machine/ops.h"
#include "core/machine/sem.h"
#include "core/typed/alloc.h"
#include "core/typed/generic.h"
#include "core/typed/hoist.h"
#include "core/typed/typed_state.h"

/* Where the value of v is, which lives as long as *source; false where it must be computed. */
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
    case AT_CONST:
    case AT_NOTHING:
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

/* ---- meanings, all called alike: values v, a number from the instruction, results ---- */

#define CALLED_ALIKE(name)                                                                         \
    static BobStatus name(UNUSED BobState *s, UNUSED const BobValue *v, UNUSED uint32_t n,         \
                          UNUSED BobValue *r)

CALLED_ALIKE(load_global)
{
    *r = s->globals[n];
    if (r->tag == TAG_UNBOUND && s->allow_undefined)
        *r = bob_none();
    return r->tag == TAG_UNBOUND ? BOB_UNDEFINED_VARIABLE : BOB_OK;
}

CALLED_ALIKE(store_global)
{
    s->globals[n] = v[0];
    return BOB_OK;
}

/* A method whose result is none. */
CALLED_ALIKE(append_method)
{
    *r = bob_none();
    return bob_append(s, v[0], v[1]);
}

CALLED_ALIKE(leave_to_reference)
{
    return BOB_TYPE_ERROR; /* the reference engine will know */
}

#define DEFINE(name, call)                                                                         \
    CALLED_ALIKE(meaning_##name)                                                                   \
    {                                                                                              \
        return call;                                                                               \
    }
#define DEFINE_UN(name) DEFINE(name, bob_sem_##name(s, v[0], r))
#define DEFINE_BIN(name) DEFINE(name, bob_sem_##name(s, v[0], v[1], r))
#define DEFINE_ARGS(name) DEFINE(name, bob_sem_##name(s, n, v, UINT32_MAX, r))
#define DEFINE_UNF DEFINE_UN
#define DEFINE_BINF DEFINE_BIN
#define DEFINE_ARGSF DEFINE_ARGS
#define DEFINE_SPREAD DEFINE_ARGS
#define DEFINE_PUSH(name)
#define DEFINE_MOVE(name)
#define DEFINE_JUMP(name)
#define DEFINE_BRANCH(name)
#define DEFINE_KEEP(name)
#define DEFINE_CALL(name)
#define DEFINE_RETURN(name)
#define DEFINE_END(name)
#define OP(name, shape, ...) DEFINE_##shape(name)
#include "core/machine/ops.def"

/* The function of a built-in, which is called without the detour through the table. */
static BobBuiltin *builtin_of(uint32_t operand, uint32_t *n)
{
    BobBuiltin *found = operand == (BUILTIN_append << 8 | 2) ? append_method : bob_builtin(operand);
    *n = operand & 0xFF;
    return found != NULL ? found : leave_to_reference;
}

/* The meaning of an instruction, and the number that it takes. `fits`: the operand stack can take
 * its results. */
static BobBuiltin *meaning_of(unsigned opcode, uint32_t operand, bool fits, uint32_t *n)
{
    *n = operand;
    if (!fits)
        return leave_to_reference;
    if (opcode == OP_CALL_BUILTIN)
        return builtin_of(operand, n);
    switch ((BobOpcode)opcode) {
#define MEANING(name)                                                                              \
    case OP_##name:                                                                                \
        return meaning_##name;
#include "core/machine/ops.def"
    case OP_LOAD_NAME:
    case OP_LOAD_GLOBAL:
        return load_global;
    case OP_STORE_GLOBAL:
        return store_global;
    case OP_NOP: /* what always has handlers, or is left to the reference engine */
    case OP_PUSH_CONST:
    case OP_POP:
    case OP_DUP:
    case OP_DUP2:
    case OP_SWAP:
    case OP_ROT3:
    case OP_LOAD_LOCAL:
    case OP_STORE_NAME:
    case OP_DELETE_NAME:
    case OP_JUMP:
    case OP_JUMP_IF_TRUE:
    case OP_JUMP_IF_FALSE:
    case OP_JUMP_IF_TRUE_OR_POP:
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_CALL_FUNC:
    case OP_PUSH_FUNC:
    case OP_CALL_VALUE:
    case OP_CALL_KEYWORDS:
    case OP_CALL_SPREAD:
    case OP_CALL_METHOD:
    case OP_CLASS_NEW:
    case OP_RETURN_VAL:
    case OP_ARG_COUNT:
    case OP_RAISE:
    case OP_RERAISE:
    case OP_EXIT:
    case OP_HALT:
        break;
    }
    return leave_to_reference;
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
    s->meaning =
        meaning_of(s->opcode, s->operand, results <= t->s->stack_limit - d->c->depth, &s->number);
    for (i = 0; i < results; i++) {
        Var to = bob_new_slot(d, TAG_INT);
        s->slot[i] = to.n;
        bob_push(d, to);
    }
    bob_pop(d, results);
    s->usual = TAG_UNBOUND; /* no result has that: the first is looked up */
    s->home = (int64_t)(results > 0 ? s->slot[0] : bob_spare_slot(d->info, 0)) - s->size;
    bob_forget_hoisted(d, NO_LOCAL);
    d->c->ip++;
    s->context = bob_context_copy(t, d->c);
    d->failed |= s->context == NULL;
    d->c->ip--;
    op = bob_op(d, ROW_GENERIC, 1, bob_imm((int64_t)(uintptr_t)s));
    op->side_exit = side_exit;
}
