/* Stack effects, and the proof of stack depths: one walk over the paths of a function.
 * A handler begins a path, whatever leads to it.
 *
 * Straight pieces are walked at one go; where a jump leads is put on a worklist, once, when
 * the first path reaches it. Any further path must arrive with the same depth, or the function
 * is unproven. */
#include "core/machine/program.h"

/* An effect that hangs on the operand has no row of its own. */
#define EFFECT_NONE(takes, leaves)                                                                 \
    {                                                                                              \
        takes, leaves                                                                              \
    }
#define EFFECT_CONST EFFECT_NONE
#define EFFECT_NAME EFFECT_NONE
#define EFFECT_TARGET EFFECT_NONE
#define EFFECT_FUNC(takes, leaves)                                                                 \
    {                                                                                              \
        BOB_EFFECT_VARIES, 0                                                                       \
    }
#define EFFECT_COUNT EFFECT_FUNC
#define EFFECT_MATH EFFECT_FUNC
#define EFFECT_BUILTIN EFFECT_FUNC
#define EFFECT_EXCEPTION EFFECT_FUNC
#define EFFECT_ASK EFFECT_FUNC
const BobEffect bob_effects[OP_COUNT] = {
#define OP(name, shape, operand, takes, leaves, ...) [OP_##name] = EFFECT_##operand(takes, leaves),
#include "core/machine/ops.def"
};

void bob_stack_effect_of(const BobProgram *p, BobWord w, uint32_t *pops, uint32_t *pushes)
{
    uint32_t n = bob_operand(w);
    *pops = *pushes = 0;
    switch ((BobOpcode)bob_opcode(w)) {
#define PARAMS(f) (p->functions[f].param_count)
#define OP(name, shape, operand, takes, leaves, ...)                                               \
    case OP_##name:                                                                                \
        *pops = takes;                                                                             \
        *pushes = leaves;                                                                          \
        break;
#include "core/machine/ops.def"
#undef PARAMS
    }
}

typedef struct Walk {
    const BobProgram *program;
    const BobFunction *function;
    uint32_t *depth_at;
    uint32_t *list; /* instructions reached and not yet followed */
    uint32_t listed;
    uint32_t deepest;
    bool unproven;
} Walk;

/* A path leads to an instruction, or past the last one: whether it is new. */
static bool reach(Walk *w, uint32_t ip, uint32_t depth)
{
    if (depth > w->deepest)
        w->deepest = depth;
    if (ip >= w->function->code_size)
        return false;
    if (w->depth_at[ip] == BOB_UNREACHED) {
        w->depth_at[ip] = depth;
        return true;
    }
    if (w->depth_at[ip] != depth)
        w->unproven = true;
    return false;
}

/* A jump to a bad target fails, which ends its path. */
static void reach_target(Walk *w, uint32_t target, uint32_t depth)
{
    if (target < w->function->code_size && reach(w, target, depth))
        w->list[w->listed++] = target;
}

/* What fails whatever the operands are: unbinding what is no local, a built-in with a number
 * of arguments that it never takes. */
static bool must_fail(const BobFunction *f, BobWord word)
{
    unsigned opcode = bob_opcode(word);
    uint32_t n = bob_operand(word);
    if (opcode == OP_DELETE_NAME)
        return bob_function_slot(f, n) == BOB_NO_SLOT;
    if (opcode == OP_CALL_BUILTIN)
        return (n & 0xFF) < bob_builtins[n >> 8].least || (n & 0xFF) > bob_builtins[n >> 8].most;
    return false;
}

/* From an instruction on, up to where the path ends or meets one that was followed. */
static void follow(Walk *w, uint32_t ip)
{
    uint64_t depth = w->depth_at[ip];
    do {
        BobWord word = w->function->code[ip];
        unsigned opcode = bob_opcode(word);
        uint32_t pops, pushes;
        if (opcode >= OP_COUNT)
            return;
        bob_stack_effect(w->program, word, &pops, &pushes);
        if (pops > depth || must_fail(w->function, word))
            return;
        if (!bob_is_branch(opcode) && !bob_reaches_next(opcode))
            return;
        depth = depth - pops + pushes;
        if (depth >= BOB_UNPROVEN) /* no stack limit is that high: it must fail */
            return;
        if (bob_is_branch(opcode)) {
            bool keeps = bob_ops[opcode].shape == SHAPE_KEEP;
            reach_target(w, bob_operand(word), (uint32_t)depth + keeps);
            if (!bob_reaches_next(opcode))
                return;
        }
    } while (reach(w, ++ip, (uint32_t)depth));
}

BobStatus bob_prove_depth(const BobProgram *p, const BobFunction *f, uint32_t *depth_at,
                          uint32_t *max_depth)
{
    Walk w = {.program = p, .function = f, .depth_at = depth_at};
    uint32_t i;
    *max_depth = 0;
    if (f->code_size == 0)
        return BOB_OK;
    w.list = bob_alloc(&p->allocator, f->code_size * sizeof *w.list); /* each is listed once */
    if (w.list == NULL)
        return BOB_OUT_OF_MEMORY;
    for (i = 0; i < f->code_size; i++)
        depth_at[i] = BOB_UNREACHED;
    reach_target(&w, 0, 0);
    for (i = 0; i < f->handler_count; i++)
        reach_target(&w, f->handlers[i].start, f->handlers[i].depth + 1);
    while (w.listed > 0 && !w.unproven)
        follow(&w, w.list[--w.listed]);
    *max_depth = w.unproven ? BOB_UNPROVEN : w.deepest;
    bob_free(&p->allocator, w.list, f->code_size * sizeof *w.list);
    return BOB_OK;
}
