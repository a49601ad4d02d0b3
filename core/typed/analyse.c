/* What is known of a function from its bytecode alone: where paths join, and its loops. */
#include <stdlib.h>
#include <string.h>

#include "core/typed/alloc.h"
#include "core/typed/typed_state.h"

/* The most instructions of a loop's condition that are decoded again at its end, so that an
 * iteration takes one jump and not two (loop inversion). */
#define SHORT_HEAD 16u
#define MOST_LOOPS (UINT16_MAX - 1u) /* FunctionInfo.loop_of */

static bool falls_through(unsigned opcode)
{
    return opcode < OP_COUNT && bob_reaches_next(opcode);
}

static bool is_call(unsigned opcode)
{
    return opcode < OP_COUNT && bob_ops[opcode].shape == SHAPE_CALL;
}

/* Counts the predecessors of each instruction, up to 2; where there are two, paths join. */
static void count_predecessors(const BobFunction *f, uint8_t *flags)
{
    uint32_t i;
    flags[0]++;
    for (i = 0; i < f->code_size; i++) {
        unsigned opcode = bob_opcode(f->code[i]);
        uint32_t target = bob_operand(f->code[i]);
        if (bob_is_branch(opcode) && target < f->code_size && flags[target] < 2)
            flags[target]++;
        if (falls_through(opcode) && i + 1 < f->code_size && flags[i + 1] < 2)
            flags[i + 1]++;
    }
    for (i = 0; i < f->code_size; i++)
        flags[i] = flags[i] >= 2 ? FLAG_JOIN : 0;
}

/* Whether instruction i leads out of the loop at once. */
static bool leads_out(const FunctionInfo *info, const Loop *loop, uint32_t i)
{
    return i > loop->end || (bob_opcode(info->f->code[i]) == OP_JUMP && info->flags[i] == 0 &&
                             bob_operand(info->f->code[i]) > loop->end);
}

/* The condition at a loop's head, if it is short: the first branch out of straight code. One
 * of its edges leaves the loop, the other enters the body, so that each iteration takes one of
 * them. */
static void find_condition(const FunctionInfo *info, Loop *loop)
{
    const BobFunction *f = info->f;
    uint32_t i;
    for (i = loop->head; i < loop->end && i - loop->head < SHORT_HEAD; i++) {
        unsigned opcode = bob_opcode(f->code[i]);
        if (i > loop->head && info->flags[i] != 0)
            return;
        if (opcode == OP_JUMP_IF_FALSE || opcode == OP_JUMP_IF_TRUE) {
            uint32_t target = bob_operand(f->code[i]);
            if (leads_out(info, loop, target))
                target = i + 1;
            else if (target <= i || !leads_out(info, loop, i + 1))
                return;
            if (info->flags[target] == 0) {
                loop->cond = i;
                loop->body = target;
            }
            return;
        }
        if (!falls_through(opcode) || bob_is_branch(opcode) || is_call(opcode))
            return;
    }
}

/* What a call takes that is done in place. */
static uint32_t inlined_at(const Typed *t, const BobFunction *f, uint32_t i)
{
    return bob_opcode(f->code[i]) == OP_CALL_FUNC ? bob_inlined_vars(t, bob_operand(f->code[i]))
                                                  : 0;
}

/* True if each iteration that is completed makes a call: no branch leads past it. A loop pointer
 * would then never be used, since a call loses it. */
static bool always_calls(const Typed *t, const FunctionInfo *info, const Loop *loop)
{
    const BobFunction *f = info->f;
    uint32_t i, past = 0;
    for (i = loop->body != 0 ? loop->body : loop->head; i <= loop->end; i++) {
        unsigned opcode = bob_opcode(f->code[i]);
        uint32_t target = bob_operand(f->code[i]);
        if (is_call(opcode) && i >= past && inlined_at(t, f, i) == 0)
            return true;
        if (bob_is_branch(opcode) && target > past && target <= loop->end)
            past = target;
    }
    return false;
}

/* ---- loops ---- */

/* What is needed to find a function's loops in time that grows with its code alone. */
typedef struct Finder {
    uint32_t *calls, *heads; /* how many come before an instruction */
    uint32_t *next;          /* the first instruction from there on that is in no loop yet */
    uint64_t *order;         /* of loops: the shortest first, of two the last; length and ~number */
} Finder;

/* One for each head; its end is the last jump there. */
static bool collect_loops(Typed *t, FunctionInfo *info)
{
    const BobFunction *f = info->f;
    uint32_t i;
    for (i = 0; i < f->code_size; i++) {
        uint32_t head = bob_operand(f->code[i]);
        Loop loop = {.head = head, .end = i, .inner = true};
        if (!bob_is_branch(bob_opcode(f->code[i])) || head > i)
            continue;
        if (info->loop_of[head] != 0) /* by head, so far */
            info->loops[info->loop_of[head] - 1].end = i;
        else if (info->loop_count == MOST_LOOPS ||
                 !bob_array_push(&t->s->allocator, info->loops, info->loop_count, loop))
            return false;
        else
            info->loop_of[head] = (uint16_t)info->loop_count;
    }
    return true;
}

static void count_before(const Typed *t, const FunctionInfo *info, Finder *n)
{
    const BobFunction *f = info->f;
    uint32_t i, calls = 0, heads = 0;
    for (i = 0; i <= f->code_size; i++) {
        n->calls[i] = calls;
        n->heads[i] = heads;
        n->next[i] = i;
        if (i < f->code_size) {
            calls += is_call(bob_opcode(f->code[i])) && inlined_at(t, f, i) == 0;
            heads += info->loop_of[i] != 0;
        }
    }
}

static int by_length(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* The first instruction from i on that is in no loop yet; what was skipped is skipped at once
 * from then on. */
static uint32_t unclaimed(uint32_t *next, uint32_t i)
{
    uint32_t end = i;
    while (next[end] != end)
        end = next[end];
    while (next[i] != end) {
        uint32_t on = next[i];
        next[i] = end;
        i = on;
    }
    return end;
}

/* Each instruction gets the shortest loop that it is in. */
static void claim(FunctionInfo *info, Finder *n)
{
    uint32_t k, i;
    memset(info->loop_of, 0, info->f->code_size * sizeof *info->loop_of);
    for (k = 0; k < info->loop_count; k++)
        n->order[k] = (uint64_t)(info->loops[k].end - info->loops[k].head) << 32 | ~k;
    qsort(n->order, info->loop_count, sizeof *n->order, by_length);
    for (k = 0; k < info->loop_count; k++) {
        uint32_t l = ~(uint32_t)n->order[k];
        const Loop *loop = &info->loops[l];
        for (i = unclaimed(n->next, loop->head); i <= loop->end; i = unclaimed(n->next, i)) {
            info->loop_of[i] = (uint16_t)(l + 1);
            n->next[i] = i + 1;
        }
    }
}

/* How many loops hold each head: begun up to there, and not ended before. */
static void find_levels(FunctionInfo *info, const Finder *n)
{
    uint32_t *ended = n->next, i, l;
    memset(ended, 0, (info->f->code_size + 1u) * sizeof *ended);
    for (l = 0; l < info->loop_count; l++)
        ended[info->loops[l].end + 1]++;
    for (i = 1; i <= info->f->code_size; i++)
        ended[i] += ended[i - 1];
    for (l = 0; l < info->loop_count; l++)
        info->loops[l].level = n->heads[info->loops[l].head + 1] - ended[info->loops[l].head];
}

static void describe_loops(Typed *t, FunctionInfo *info, const Finder *n)
{
    uint32_t l;
    for (l = 0; l < info->loop_count; l++) {
        Loop *loop = &info->loops[l];
        info->flags[loop->head] |= FLAG_JOIN;
        loop->calls = n->calls[loop->end + 1] > n->calls[loop->head];
        loop->inner = n->heads[loop->end + 1] - n->heads[loop->head] == 1;
    }
    for (l = 0; l < info->loop_count; l++) { /* inner ones share no instruction */
        find_condition(info, &info->loops[l]);
        info->loops[l].always_calls =
            info->loops[l].inner && info->loops[l].calls && always_calls(t, info, &info->loops[l]);
    }
    for (l = 0; l < info->loop_count;
         l++) /* paths join in the body instead, at the end of the condition and of its copy */
        if (info->loops[l].body != 0)
            info->flags[info->loops[l].head] &= (uint8_t) ~(FLAG_JOIN | FLAG_BODY);
    for (l = 0; l < info->loop_count; l++) {
        const Loop *loop = &info->loops[l];
        info->flags[loop->body != 0 ? loop->body : loop->head] |= FLAG_JOIN | FLAG_BODY;
    }
}

static bool find_loops(Typed *t, FunctionInfo *info)
{
    const BobAllocator *a = &t->s->allocator;
    size_t each = info->f->code_size + 1u, size;
    Finder n;
    if (!collect_loops(t, info))
        return false;
    if (info->loop_count == 0)
        return true;
    size = info->loop_count * sizeof *n.order + 3 * each * sizeof *n.calls;
    n.order = bob_alloc(a, size);
    if (n.order == NULL)
        return false;
    n.calls = (uint32_t *)(n.order + info->loop_count);
    n.heads = n.calls + each;
    n.next = n.heads + each;
    count_before(t, info, &n);
    claim(info, &n);
    find_levels(info, &n);
    describe_loops(t, info, &n);
    bob_free(a, n.order, size);
    return true;
}

/* ---- assignments ---- */

static uint32_t local_stored_at(const BobFunction *f, uint32_t i)
{
    return bob_opcode(f->code[i]) == OP_STORE_NAME ? bob_function_slot(f, bob_operand(f->code[i]))
                                                   : BOB_NO_SLOT;
}

static bool find_stores(Typed *t, FunctionInfo *info)
{
    const BobFunction *f = info->f;
    uint32_t count = 0, i, local;
    uint32_t *first = bob_typed_alloc(t, (info->locals + 2u) * sizeof *first);
    if (first == NULL)
        return false;
    for (i = 0; i < f->code_size; i++) {
        local = local_stored_at(f, i);
        if (local != BOB_NO_SLOT) {
            first[local + 2]++;
            count++;
        }
    }
    for (i = 2; i < info->locals + 2u; i++)
        first[i] += first[i - 1];
    info->stores = bob_typed_alloc(t, count * sizeof *info->stores + 1);
    info->first_store = first;
    for (i = 0; i < f->code_size && info->stores != NULL; i++) {
        local = local_stored_at(f, i);
        if (local != BOB_NO_SLOT)
            info->stores[first[local + 1]++] = i;
    }
    return info->stores != NULL;
}

bool bob_is_stored_in(const FunctionInfo *f, const Loop *loop, uint32_t local)
{
    uint32_t low = f->first_store[local], high = f->first_store[local + 1], end = high;
    while (low < high) { /* the first from the head on */
        uint32_t middle = low + (high - low) / 2;
        if (f->stores[middle] < loop->head)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && f->stores[low] <= loop->end;
}

/* Longer functions are left to another engine. */
#define MOST_CODE (1u << 17)

FunctionInfo *bob_function_info(Typed *t, uint32_t function)
{
    FunctionInfo *info = &t->info[function];
    const BobFunction *f = &t->s->program->functions[function];
    uint32_t i;
    if (info->f != NULL)
        return info;
    info->f = f;
    info->function = function;
    info->locals = f->local_count;
    if (f->max_depth > t->s->stack_limit || f->code_size == 0 || f->code_size > MOST_CODE ||
        (uint64_t)f->local_count + f->max_depth > MOST_VARS)
        return info;
    for (i = 0; i < f->code_size; i++) {
        uint32_t vars = inlined_at(t, f, i);
        info->inlined = vars > info->inlined ? vars : info->inlined;
        info->forks |= bob_is_branch(bob_opcode(f->code[i])) && bob_opcode(f->code[i]) != OP_JUMP;
    }
    if ((uint64_t)f->local_count + f->max_depth + info->inlined > MOST_VARS)
        return info;
    info->vars = f->local_count + f->max_depth + info->inlined;
    info->inlined += info->inlined > 0 ? LEAST_SLOTS : 0;
    info->flags = bob_typed_alloc(t, f->code_size + 1u);
    info->guard_failures = bob_typed_alloc(t, f->code_size + 1u);
    info->begun = bob_typed_alloc(t, (f->code_size + 1u) * sizeof *info->begun);
    info->loop_of = bob_typed_alloc(t, (f->code_size + 1u) * sizeof *info->loop_of);
    if (info->flags == NULL || info->guard_failures == NULL || info->begun == NULL ||
        info->loop_of == NULL)
        return info;
    count_predecessors(f, info->flags);
    info->typed = find_loops(t, info) && find_stores(t, info);
    /* the link before; after, one more operand, two spare slots, and hoisted loads */
    info->size = info->vars + HOISTED_FROM + (info->loop_count > 0 ? MOST_HOISTED : 0) +
                 (info->inlined > 0 ? LEAST_SLOTS : 0);
    return info;
}

const Loop *bob_loop_at(const FunctionInfo *f, uint32_t ip)
{
    uint32_t l = ip < f->f->code_size ? f->loop_of[ip] : 0;
    return l == 0 ? NULL : &f->loops[l - 1];
}

/* ---- functions that can be inlined ---- */

#define MOST_PATHS 24u

/* Whether an instruction with handlers changes more than locals and operands, or calls. What has
 * no handlers ends the attempt when it is reached. */
static bool has_effects(BobWord w)
{
    uint32_t builtin = bob_operand(w) >> 8;
    switch ((BobOpcode)bob_opcode(w)) {
    case OP_STORE_GLOBAL:
    case OP_DELETE_NAME:
    case OP_CALL_FUNC:
    case OP_CALL_VALUE:
    case OP_CALL_KEYWORDS:
    case OP_CALL_SPREAD:
    case OP_CALL_METHOD:
    case OP_CLASS_NEW:
        return true;
    case OP_NOP:
    case OP_PUSH_CONST:
    case OP_POP:
    case OP_DUP:
    case OP_DUP2:
    case OP_SWAP:
    case OP_ROT3:
    case OP_LOAD_NAME:
    case OP_LOAD_LOCAL:
    case OP_STORE_NAME:
    case OP_LOAD_GLOBAL:
    case OP_JUMP:
    case OP_JUMP_IF_TRUE:
    case OP_JUMP_IF_FALSE:
    case OP_JUMP_IF_TRUE_OR_POP:
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_PUSH_FUNC:
    case OP_RETURN_VAL:
    case OP_ARG_COUNT:
    case OP_RERAISE:
    case OP_RAISE: /* these have no handlers */
    case OP_EXIT:
    case OP_HALT:
        return false;
#define MEANING(name) case OP_##name:
#include "core/machine/ops.def"
        if (bob_opcode(w) == OP_CALL_BUILTIN)
            return builtin == BUILTIN_append || builtin == BUILTIN_pop;
        return bob_opcode(w) == OP_HANDLE || bob_opcode(w) == OP_EXC_CAUSE ||
               bob_opcode(w) == OP_INDEX_SET || bob_opcode(w) == OP_LIST_APPEND ||
               bob_opcode(w) == OP_LIST_POP;
    }
    return true; /* not assigned */
}

/* Ways through a function whose branches lead forward: each is decoded by itself. */
static uint32_t count_paths(const BobFunction *f)
{
    uint32_t paths[MOST_INLINED + 1] = {0}, i; /* from an instruction on */
    for (i = f->code_size; i-- > 0;) {
        unsigned opcode = bob_opcode(f->code[i]);
        uint32_t target = bob_is_branch(opcode) ? bob_operand(f->code[i]) : 0;
        if (opcode == OP_RETURN_VAL)
            paths[i] = 1;
        else if (target == 0)
            paths[i] = paths[i + 1];
        else if (target < f->code_size)
            paths[i] = paths[target] + (opcode == OP_JUMP ? 0 : paths[i + 1]);
        if (paths[i] > MOST_PATHS)
            return paths[i];
    }
    return paths[0];
}

uint32_t bob_find_inlined_vars(const BobState *s, uint32_t function)
{
    const BobFunction *f = &s->program->functions[function];
    uint32_t i;
    if (f->code_size == 0 || f->code_size > MOST_INLINED || f->max_depth > s->stack_limit ||
        f->max_depth > MOST_INLINED || f->local_count + f->max_depth > MOST_INLINED ||
        bob_call_surcharge(f) > 0)
        return 0;
    for (i = 0; i < f->code_size; i++) {
        BobWord w = f->code[i];
        if (has_effects(w) || (bob_is_branch(bob_opcode(w)) && bob_operand(w) <= i))
            return 0;
    }
    return count_paths(f) > MOST_PATHS ? 0 : f->local_count + f->max_depth + 1;
}

uint32_t bob_inlined_vars(const Typed *t, uint32_t function)
{
    return t->inlined_vars[function];
}
