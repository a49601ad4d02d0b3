/* What can be settled at the end of a function, and at the end of the text. */
#include "core/base/limits.h"
#include "core/base/nearest.h"
#include "core/front/assembly/asm_state.h"

/* Reads the name at a fixup's place once more; it was found well-formed before. A line has
 * at most one fixup of a kind, so that looking for its end is linear in the text. */
static BobStatus name_at(BobAsm *a, const BobAsmFixup *f, BobAsmToken *t)
{
    a->lexer.at = f->at;
    a->lexer.line_end = bob_asm_line_end_at(a, f->at, NULL);
    *t = a->token = bob_asm_next(&a->lexer);
    a->token.touches_next = false;
    return bob_asm_name(a, "a name");
}

static BobWord *word_of(BobAsm *a, const BobAsmFixup *f)
{
    return &a->program->functions[f->function].code[f->ip];
}

static const char *nearest_key(const BobAsm *a, const BobIntern *t)
{
    BobNearest near = {.text = a->scratch.bytes, .size = a->scratch.size};
    uint32_t i;
    for (i = 0; i < t->count; i++)
        bob_nearest_consider(&near, t->keys[i].bytes, t->keys[i].size);
    return near.best;
}

static BobStatus settle_jump(BobAsm *a, const BobAsmFixup *f)
{
    BobAsmToken t;
    uint32_t label;
    BobStatus status = name_at(a, f, &t);
    if (status != BOB_OK)
        return status;
    label = bob_intern_find(&a->labels, a->scratch.bytes, a->scratch.size);
    if (label == BOB_INTERN_NONE)
        return bob_asm_unknown(a, &t, "label", nearest_key(a, &a->labels));
    if (a->label_ips[label] > BOB_MAX_OPERAND)
        return bob_asm_refuse(a, f->at, "the label is too far away");
    *word_of(a, f) |= a->label_ips[label] << 8;
    return BOB_OK;
}

static BobStatus settle_handler(BobAsm *a, const BobAsmHandler *h)
{
    uint32_t value[3], label;
    BobStatus status = BOB_OK;
    unsigned i;
    for (i = 0; i < 3 && status == BOB_OK; i++) {
        BobAsmFixup f = {.at = h->name_at[i]};
        BobAsmToken t;
        value[i] = h->value[i];
        if (f.at == 0)
            continue;
        status = name_at(a, &f, &t);
        if (status != BOB_OK)
            return status;
        label = bob_intern_find(&a->labels, a->scratch.bytes, a->scratch.size);
        if (label == BOB_INTERN_NONE)
            return bob_asm_unknown(a, &t, "label", nearest_key(a, &a->labels));
        value[i] = a->label_ips[label];
    }
    if (!bob_program_add_handler(a->program, a->function,
                                 (BobHandler){value[0], value[1], value[2], h->depth}))
        return bob_asm_full(a, h->at);
    return status;
}

BobStatus bob_asm_end_function(BobAsm *a)
{
    const BobAsmLexer lexer = a->lexer;
    const BobAsmToken token = a->token;
    BobStatus status = BOB_OK;
    size_t i;
    for (i = 0; i < a->jump_count && status == BOB_OK; i++)
        status = settle_jump(a, &a->jumps[i]);
    for (i = 0; i < a->handler_count && status == BOB_OK; i++)
        status = settle_handler(a, &a->handlers[i]);
    bob_intern_free(&a->labels);
    bob_array_free(a->allocator, a->label_ips, a->label_count, sizeof *a->label_ips);
    bob_array_free(a->allocator, a->jumps, a->jump_count, sizeof *a->jumps);
    bob_array_free(a->allocator, a->handlers, a->handler_count, sizeof *a->handlers);
    a->handlers = NULL;
    a->handler_count = 0;
    a->label_ips = NULL;
    a->jumps = NULL;
    a->label_count = 0;
    a->jump_count = 0;
    a->lexer = lexer;
    a->token = token;
    return status;
}

static BobStatus settle_call(BobAsm *a, const BobAsmFixup *f)
{
    const BobIntern *functions = &a->program->function_names;
    BobAsmToken t;
    uint32_t function;
    BobStatus status = name_at(a, f, &t);
    if (status != BOB_OK)
        return status;
    function = bob_intern_find(functions, a->scratch.bytes, a->scratch.size);
    if (function == BOB_INTERN_NONE)
        return bob_asm_unknown(a, &t, "function", nearest_key(a, functions));
    *word_of(a, f) |= function << 8;
    return BOB_OK;
}

BobStatus bob_asm_link(BobAsm *a)
{
    BobStatus status = BOB_OK;
    size_t i;
    for (i = 0; i < a->call_count && status == BOB_OK; i++)
        status = settle_call(a, &a->calls[i]);
    for (i = 0; i < a->raw_count && status == BOB_OK; i++) {
        BobWord w = *word_of(a, &a->raws[i]);
        if (!bob_operand_is_valid(a->program, w))
            return bob_asm_refuse(a, a->raws[i].at, "operand %u of %s names no %s", bob_operand(w),
                                  bob_ops[bob_opcode(w)].name, bob_operand_noun(bob_opcode(w)));
    }
    if (status == BOB_OK &&
        bob_intern_find(&a->program->function_names, "main", 4) == BOB_INTERN_NONE)
        return bob_asm_refuse(a, a->size, "there is no function main");
    return status;
}
