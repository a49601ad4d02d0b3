/* Operands, one function for each kind of ops.def. */
#include <string.h>

#include "core/machine/exceptions.h"
#include "core/base/limits.h"
#include "core/base/nearest.h"
#include "core/front/assembly/asm_state.h"

static BobStatus const_operand(BobAsm *a, uint32_t *operand)
{
    size_t at = a->token.at;
    BobValue v;
    bool is_text;
    BobStatus status = bob_asm_read_literal(a, &v, &is_text);
    if (status != BOB_OK)
        return status;
    *operand = is_text ? bob_pool_text(&a->pool, a->program, a->scratch.bytes, a->scratch.size)
                       : bob_pool_constant(&a->pool, a->program, v);
    return *operand != BOB_INTERN_NONE ? BOB_OK : bob_asm_full(a, at);
}

static BobStatus name_operand(BobAsm *a, uint32_t *operand)
{
    size_t at = a->token.at;
    BobStatus status = bob_asm_name(a, "a name");
    return status == BOB_OK ? bob_asm_add_name(a, at, operand) : status;
}

/* The function may be defined later. */
static BobStatus func_operand(BobAsm *a)
{
    size_t at = a->token.at;
    BobStatus status = bob_asm_name(a, "a function's name");
    return status == BOB_OK ? bob_asm_fixup(a, &a->calls, &a->call_count, at) : status;
}

static BobStatus target_operand(BobAsm *a, uint32_t *operand)
{
    const BobAsmToken t = a->token;
    char c = t.type == TOKEN_WORD ? a->text[t.at] : 'L';
    BobStatus status;
    if ((c >= '0' && c <= '9') || c == '-' || c == '+')
        return bob_asm_number(a, BOB_MAX_OPERAND, "a label or a number", operand);
    status = bob_asm_name(a, "a label or a number");
    return status == BOB_OK ? bob_asm_fixup(a, &a->jumps, &a->jump_count, t.at) : status;
}

static BobStatus math_operand(BobAsm *a, uint32_t *operand)
{
    const BobAsmToken t = a->token;
    BobStatus status = bob_asm_name(a, "a math function's name");
    BobNearest near = {.text = a->scratch.bytes, .size = a->scratch.size};
    uint32_t i;
    int fn;
    if (status != BOB_OK)
        return status;
    fn = bob_math_find(a->scratch.bytes, a->scratch.size);
    if (fn >= 0) {
        *operand = (uint32_t)fn;
        return BOB_OK;
    }
    for (i = 0; i < BOB_MATH_COUNT; i++)
        bob_nearest_consider(&near, bob_math_name(i), strlen(bob_math_name(i)));
    return bob_asm_unknown(a, &t, "math function", near.best);
}

static BobStatus builtin_operand(BobAsm *a, uint32_t *operand)
{
    const BobAsmToken t = a->token;
    BobStatus status = bob_asm_name(a, "a built-in's name");
    BobNearest near = {.text = a->scratch.bytes, .size = a->scratch.size};
    const BobBuiltinInfo *b;
    uint32_t argc = 0;
    int builtin;
    if (status != BOB_OK)
        return status;
    builtin = bob_builtin_number(a->scratch.bytes, a->scratch.size);
    if (builtin >= 0) {
        status = bob_asm_number(a, 255, "a number of arguments", &argc);
        *operand = (uint32_t)builtin << 8 | argc;
        return status;
    }
    for (b = bob_builtins; b->name != NULL; b++)
        bob_nearest_consider(&near, b->name, strlen(b->name));
    return bob_asm_unknown(a, &t, "built-in", near.best);
}

static BobStatus exception_operand(BobAsm *a, uint32_t *operand)
{
    const BobAsmToken t = a->token;
    BobStatus status = bob_asm_name(a, "an exception's name");
    BobNearest near = {.text = a->scratch.bytes, .size = a->scratch.size};
    uint32_t argc = 0;
    int i;
    if (status != BOB_OK)
        return status;
    for (i = 0; i < EXC_COUNT; i++) {
        const char *name = bob_exception_name((BobExceptionClass)i);
        if (strlen(name) == a->scratch.size && memcmp(name, a->scratch.bytes, strlen(name)) == 0) {
            status = bob_asm_number(a, 255, "a number of arguments", &argc);
            *operand = (uint32_t)i << 8 | argc;
            return status;
        }
        bob_nearest_consider(&near, name, strlen(name));
    }
    return bob_asm_unknown(a, &t, "exception", near.best);
}

static BobStatus ask_operand(BobAsm *a, uint32_t *operand)
{
    size_t at = a->token.at;
    uint32_t ask, argc = 0;
    BobStatus status = bob_asm_name(a, "a name to ask by");
    if (status != BOB_OK)
        return status;
    ask = bob_program_add_ask(a->program, a->scratch.bytes, a->scratch.size);
    if (ask == BOB_INTERN_NONE)
        return bob_asm_full(a, at);
    status = bob_asm_number(a, 255, "a number of arguments", &argc);
    *operand = ask << 8 | argc;
    return status;
}

BobStatus bob_asm_operand(BobAsm *a, unsigned opcode, uint32_t *operand)
{
    *operand = 0;
    switch (bob_ops[opcode].operand) {
    case OPERAND_NONE:
        break;
    case OPERAND_CONST:
        return const_operand(a, operand);
    case OPERAND_NAME:
        return name_operand(a, operand);
    case OPERAND_FUNC:
        return func_operand(a);
    case OPERAND_TARGET:
        return target_operand(a, operand);
    case OPERAND_COUNT:
        return bob_asm_number(a, BOB_MAX_OPERAND, "a number", operand);
    case OPERAND_MATH:
        return math_operand(a, operand);
    case OPERAND_BUILTIN:
        return builtin_operand(a, operand);
    case OPERAND_EXCEPTION:
        return exception_operand(a, operand);
    case OPERAND_ASK:
        return ask_operand(a, operand);
    }
    return BOB_OK;
}
