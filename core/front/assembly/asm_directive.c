/* The directives, a table of them. */
#include <string.h>

#include "core/base/limits.h"
#include "core/base/nearest.h"
#include "core/front/assembly/asm_state.h"

/* ---- .func ---- */

static BobStatus param(BobAsm *a, BobIntern *seen)
{
    size_t at = a->token.at;
    uint32_t name = 0, number;
    BobStatus status = bob_asm_name(a, "a parameter's name");
    if (status != BOB_OK)
        return status;
    number = seen->count;
    if (bob_intern_find(seen, a->scratch.bytes, a->scratch.size) != BOB_INTERN_NONE)
        return bob_asm_refuse(a, at, "two parameters of one name");
    if (bob_intern_add(seen, a->scratch.bytes, a->scratch.size) != number)
        return BOB_OUT_OF_MEMORY;
    status = bob_asm_add_name(a, at, &name);
    if (status == BOB_OK && !bob_function_add_param(a->program, a->function, name))
        return BOB_OUT_OF_MEMORY;
    return status;
}

static BobStatus params(BobAsm *a)
{
    BobIntern seen = {.allocator = a->allocator};
    BobStatus status = BOB_OK;
    if (!bob_asm_at_end(a) && strcmp(a->program->functions[a->function].name, "main") == 0)
        return bob_asm_refuse(a, a->token.at, "the function main must not have parameters");
    while (status == BOB_OK && !bob_asm_at_end(a))
        status = param(a, &seen);
    bob_intern_free(&seen);
    return status;
}

static BobStatus func_directive(BobAsm *a)
{
    size_t at = a->token.at;
    BobStatus status = bob_asm_end_function(a);
    if (status == BOB_OK)
        status = bob_asm_name(a, "a function's name");
    if (status != BOB_OK)
        return status;
    if (bob_intern_find(&a->program->function_names, a->scratch.bytes, a->scratch.size) !=
        BOB_INTERN_NONE)
        return bob_asm_refuse(a, at, "function %.*s is defined twice",
                              a->scratch.size > 100 ? 100 : (int)a->scratch.size, a->scratch.bytes);
    a->function = bob_program_add_function(a->program, a->scratch.bytes, a->scratch.size);
    a->line = 0;
    return a->function == BOB_INTERN_NONE ? bob_asm_full(a, at) : params(a);
}

/* ---- .param ---- */

/* Whether the token is that word, which is then passed by. */
static bool word(BobAsm *a, const char *text)
{
    const BobAsmToken t = a->token;
    if (t.type != TOKEN_WORD || t.size != strlen(text) ||
        memcmp(bob_asm_bytes(a, &t), text, t.size) != 0)
        return false;
    bob_asm_advance(a);
    return true;
}

static BobStatus param_kind(BobAsm *a, BobParam *param)
{
    size_t at = a->token.at;
    unsigned kind = 0;
    while (kind < PARAM_KIND_COUNT && !word(a, bob_param_kind_names[kind]))
        kind++;
    if (kind == PARAM_KIND_COUNT)
        return bob_asm_refuse(a, at,
                              "expected positional, positional_only, values, keyword_only, "
                              "keywords or cell");
    param->kind = (uint8_t)(word(a, "default") ? kind | PARAM_DEFAULT : kind);
    return BOB_OK;
}

static BobStatus param_directive(BobAsm *a)
{
    size_t at = a->token.at;
    BobFunction *f = &a->program->functions[a->function];
    uint32_t name, i;
    const char *fault;
    BobStatus status = bob_asm_name(a, "a parameter's name");
    if (status != BOB_OK)
        return status;
    name = bob_intern_find(&a->program->names, a->scratch.bytes, a->scratch.size);
    for (i = 0; i < f->param_count && f->params[i].name != name; i++)
        ;
    if (i == f->param_count)
        return bob_asm_refuse(a, at, "no parameter of that name");
    status = param_kind(a, &f->params[i]);
    fault = status == BOB_OK ? bob_param_fault(f, i) : NULL;
    return fault != NULL ? bob_asm_refuse(a, at, "the parameter %s", fault) : status;
}

/* ---- .raw ---- */

static BobStatus raw_opcode(BobAsm *a, uint32_t *opcode)
{
    const BobAsmToken t = a->token;
    const char *s = bob_asm_bytes(a, &t);
    int found;
    if (t.type != TOKEN_WORD || (s[0] >= '0' && s[0] <= '9') || s[0] == '-' || s[0] == '+')
        return bob_asm_number(a, 255, "an operation or its number", opcode);
    found = bob_op_find(s, t.size);
    if (found < 0)
        return bob_asm_unknown(a, &t, "operation", bob_op_nearest(s, t.size));
    *opcode = (uint32_t)found;
    bob_asm_advance(a);
    return BOB_OK;
}

static BobStatus raw_directive(BobAsm *a)
{
    size_t at = a->token.at;
    uint32_t opcode = 0, operand = 0;
    BobStatus status = raw_opcode(a, &opcode);
    if (status == BOB_OK)
        status = bob_asm_number(a, BOB_MAX_OPERAND, "an operand", &operand);
    if (status == BOB_OK)
        status = bob_asm_line_end(a);
    if (status == BOB_OK)
        status = bob_asm_fixup(a, &a->raws, &a->raw_count, at);
    return status == BOB_OK ? bob_asm_emit(a, at, bob_word(opcode, operand)) : status;
}

/* ---- .handler ---- */

static BobStatus handler_place(BobAsm *a, BobAsmHandler *h, unsigned i)
{
    const BobAsmToken t = a->token;
    char c = t.type == TOKEN_WORD ? a->text[t.at] : 'L';
    if (c >= '0' && c <= '9')
        return bob_asm_number(a, BOB_MAX_CODE, "a label or a number", &h->value[i]);
    h->name_at[i] = t.at;
    return bob_asm_name(a, "a label or a number");
}

static BobStatus handler_directive(BobAsm *a)
{
    BobAsmHandler h = {.at = a->token.at};
    BobStatus status = BOB_OK;
    unsigned i;
    for (i = 0; i < 3 && status == BOB_OK; i++)
        status = handler_place(a, &h, i);
    if (status == BOB_OK)
        status = bob_asm_number(a, BOB_MAX_OPERAND, "a number of operands", &h.depth);
    if (status == BOB_OK && !bob_array_push(a->allocator, a->handlers, a->handler_count, h))
        return BOB_OUT_OF_MEMORY;
    return status;
}

/* ---- the others ---- */

static BobStatus line_directive(BobAsm *a)
{
    return bob_asm_number(a, UINT32_MAX, "a line number", &a->line);
}

static BobStatus source_directive(BobAsm *a)
{
    size_t at = a->token.at;
    BobStatus status = bob_asm_string(a, "the source file's name in quotes");
    if (status != BOB_OK)
        return status;
    if (a->program->source != NULL)
        return bob_asm_refuse(a, at, "a second .source");
    if (a->scratch.size > 0 && memchr(a->scratch.bytes, '\0', a->scratch.size) != NULL)
        return bob_asm_refuse(a, at, "a name must not contain a NUL");
    return bob_program_set_source(a->program, a->scratch.bytes, a->scratch.size)
               ? BOB_OK
               : BOB_OUT_OF_MEMORY;
}

static BobStatus const_directive(BobAsm *a)
{
    size_t at = a->token.at;
    BobProgram *p = a->program;
    uint32_t added = p->constant_count, first;
    BobValue v;
    bool is_text;
    BobStatus status = bob_asm_read_literal(a, &v, &is_text);
    if (status != BOB_OK)
        return status;
    first = is_text ? bob_program_add_text_constant(p, a->scratch.bytes, a->scratch.size)
                    : bob_program_add_constant(p, v);
    if (first != added || bob_pool_record(&a->pool, p->constants[added], added) == BOB_INTERN_NONE)
        return bob_asm_full(a, at);
    return BOB_OK;
}

static BobStatus name_directive(BobAsm *a)
{
    size_t at = a->token.at;
    uint32_t name;
    BobStatus status = bob_asm_name(a, "a name");
    return status == BOB_OK ? bob_asm_add_name(a, at, &name) : status;
}

static BobStatus ask_directive(BobAsm *a)
{
    size_t at = a->token.at;
    BobStatus status = bob_asm_name(a, "a name to ask by");
    if (status == BOB_OK &&
        bob_program_add_ask(a->program, a->scratch.bytes, a->scratch.size) == BOB_INTERN_NONE)
        return bob_asm_full(a, at);
    return status;
}

static const struct {
    const char *name;
    BobStatus (*run)(BobAsm *a);
    bool in_function;
} directives[] = {
    {".func", func_directive, false},      {".raw", raw_directive, true},
    {".handler", handler_directive, true}, {".line", line_directive, true},
    {".source", source_directive, false},  {".const", const_directive, false},
    {".name", name_directive, false},      {".param", param_directive, true},
    {".ask", ask_directive, false},
};

BobStatus bob_asm_directive(BobAsm *a)
{
    const BobAsmToken t = a->token;
    const char *s = bob_asm_bytes(a, &t);
    BobNearest near = {.text = s, .size = t.size};
    size_t i;
    for (i = 0; i < COUNT_OF(directives); i++) {
        BobStatus status;
        if (strlen(directives[i].name) != t.size || memcmp(directives[i].name, s, t.size) != 0) {
            bob_nearest_consider(&near, directives[i].name, strlen(directives[i].name));
            continue;
        }
        if (directives[i].in_function && a->function == BOB_INTERN_NONE)
            return bob_asm_refuse(a, t.at, "%s before the first .func", directives[i].name);
        bob_asm_advance(a);
        status = directives[i].run(a);
        return status == BOB_OK ? bob_asm_line_end(a) : status;
    }
    return bob_asm_unknown(a, &t, "directive", near.best);
}
