/* What is known of a function from its bytecode alone: where ways meet, and its loops. */
#include <string.h>

#include "core/typed/context.h"

/* The most instructions of a loop's condition that are decoded again at its end, so that a
 * turn takes one jump and not two. */
#define SHORT_HEAD 16u

static bool falls_through(unsigned opcode)
{
    return opcode < OP_COUNT && opcode != OP_JUMP && opcode != OP_RETURN_VAL && opcode != OP_HALT &&
           opcode != OP_EXIT && opcode != OP_RAISE;
}

static bool is_call(unsigned opcode)
{
    return opcode == OP_CALL_FUNC || opcode == OP_CALL_VALUE;
}

/* Counts the ways to each instruction: flags is their number, at most 2. */
static void count_ways(const BobFunction *f, uint8_t *flags)
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
        flags[i] = flags[i] >= 2 ? FACT_MERGE : 0;
}

/* Whether instruction i leads out of the loop at once. */
static bool leads_out(const Facts *facts, const Loop *loop, uint32_t i)
{
    return i > loop->end || (bob_opcode(facts->f->code[i]) == OP_JUMP && facts->flags[i] == 0 &&
                             bob_operand(facts->f->code[i]) > loop->end);
}

/* The condition at a loop's head, if it is short: the first branch out of straight code. One
 * way on leads out of the loop, the other is its body, so that each turn comes by one of them. */
static void find_condition(const Facts *facts, Loop *loop)
{
    const BobFunction *f = facts->f;
    uint32_t i;
    for (i = loop->head; i < loop->end && i - loop->head < SHORT_HEAD; i++) {
        unsigned opcode = bob_opcode(f->code[i]);
        if (i > loop->head && facts->flags[i] != 0)
            return;
        if (opcode == OP_JUMP_IF_FALSE || opcode == OP_JUMP_IF_TRUE) {
            uint32_t target = bob_operand(f->code[i]);
            if (leads_out(facts, loop, target))
                target = i + 1;
            else if (target <= i || !leads_out(facts, loop, i + 1))
                return;
            if (facts->flags[target] == 0) {
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
    return bob_opcode(f->code[i]) == OP_CALL_FUNC ? bob_inlined_vars(t->s, bob_operand(f->code[i]))
                                                  : 0;
}

/* Whether each turn that is not broken off calls: no branch leads past the call. */
static bool always_calls(const Typed *t, const Facts *facts, const Loop *loop)
{
    const BobFunction *f = facts->f;
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

static bool find_loops(Typed *t, Facts *facts)
{
    const BobFunction *f = facts->f;
    uint32_t i, k, l;
    for (i = 0; i < f->code_size; i++) { /* one for each head; its end is the last jump there */
        uint32_t head = bob_operand(f->code[i]);
        Loop loop = {.head = head, .end = i, .inner = true};
        if (!bob_is_branch(bob_opcode(f->code[i])) || head > i)
            continue;
        for (l = 0; l < facts->loop_count && facts->loops[l].head != head; l++)
            ;
        if (l < facts->loop_count)
            facts->loops[l].end = i;
        else if (facts->loop_count == UINT16_MAX - 1u ||
                 !bob_array_push(&t->s->allocator, facts->loops, facts->loop_count, loop))
            return false;
    }
    for (l = 0; l < facts->loop_count; l++) {
        Loop *loop = &facts->loops[l];
        facts->flags[loop->head] |= FACT_MERGE;
        for (i = loop->head; i <= loop->end; i++) {
            uint32_t of = facts->loop_of[i];
            loop->calls |= is_call(bob_opcode(f->code[i])) && inlined_at(t, f, i) == 0;
            if (of == 0 ||
                facts->loops[of - 1].end - facts->loops[of - 1].head >= loop->end - loop->head)
                facts->loop_of[i] = (uint16_t)(l + 1);
        }
        for (k = 0; k < facts->loop_count; k++)
            if (k != l && facts->loops[k].head >= loop->head && facts->loops[k].head <= loop->end)
                loop->inner = false;
    }
    for (l = 0; l < facts->loop_count; l++) {
        Loop *loop = &facts->loops[l];
        find_condition(facts, loop);
        loop->always_calls = always_calls(t, facts, loop);
        if (loop->body != 0) {
            facts->flags[loop->body] |= FACT_MERGE | FACT_BODY;
            facts->flags[loop->head] &= (uint8_t) ~(FACT_MERGE | FACT_BODY);
        } else {
            facts->flags[loop->head] |= FACT_BODY;
        }
    }
    return true;
}

/* Functions with more of these are left to another engine: the analysis takes the product. */
#define MOST_LOOPS 256u
#define MOST_CODE (1u << 17)

Facts *bob_facts(Typed *t, uint32_t function)
{
    Facts *facts = &t->facts[function];
    const BobFunction *f = &t->s->program->functions[function];
    uint32_t i, back = 0;
    if (facts->f != NULL)
        return facts;
    facts->f = f;
    facts->function = function;
    facts->locals = f->local_count;
    if (f->max_depth > t->s->stack_limit || f->code_size == 0 || f->code_size > MOST_CODE ||
        (uint64_t)f->local_count + f->max_depth > MOST_VARS)
        return facts;
    for (i = 0; i < f->code_size; i++) {
        uint32_t vars = inlined_at(t, f, i);
        facts->inlined = vars > facts->inlined ? vars : facts->inlined;
        facts->forks |= bob_is_branch(bob_opcode(f->code[i])) && bob_opcode(f->code[i]) != OP_JUMP;
    }
    if ((uint64_t)f->local_count + f->max_depth + facts->inlined > MOST_VARS)
        return facts;
    for (i = 0; i < f->code_size; i++)
        back += bob_is_branch(bob_opcode(f->code[i])) && bob_operand(f->code[i]) <= i;
    if (back > MOST_LOOPS)
        return facts;
    facts->vars = f->local_count + f->max_depth + facts->inlined;
    facts->inlined += facts->inlined > 0 ? LEAST_SLOTS : 0;
    facts->flags = bob_typed_alloc(t, f->code_size + 1u);
    facts->misses = bob_typed_alloc(t, f->code_size + 1u);
    facts->begun = bob_typed_alloc(t, (f->code_size + 1u) * sizeof *facts->begun);
    facts->loop_of = bob_typed_alloc(t, (f->code_size + 1u) * sizeof *facts->loop_of);
    if (facts->flags == NULL || facts->misses == NULL || facts->begun == NULL ||
        facts->loop_of == NULL)
        return facts;
    count_ways(f, facts->flags);
    facts->typed = find_loops(t, facts);
    /* link before; behind, one more operand and two to shuffle; elements that a loop keeps */
    facts->size = facts->vars + KEPT_FROM + (facts->loop_count > 0 ? MOST_KEPT : 0) +
                  (facts->inlined > 0 ? LEAST_SLOTS : 0);
    return facts;
}

const Loop *bob_loop_at(const Facts *f, uint32_t ip)
{
    uint32_t l = ip < f->f->code_size ? f->loop_of[ip] : 0;
    return l == 0 ? NULL : &f->loops[l - 1];
}
