/* The section of functions: names, parameters, instructions, lines, handlers. */
#include <string.h>

#include "core/base/limits.h"
#include "core/machine/store/unpack.h"

static BobStatus read_function_name(BobUnpack *r)
{
    BobUnpackText t;
    uint32_t same;
    BobStatus status = bob_unpack_name(r, &t, "bytes of a function's name");
    if (status != BOB_OK)
        return status;
    same = bob_intern_find(&r->program->function_names, t.bytes, t.size);
    if (same != BOB_INTERN_NONE)
        return REFUSE(r, t.at, "function %u has the same name as function %u",
                      r->program->function_count, same);
    if (bob_program_add_function(r->program, t.bytes, t.size) == BOB_INTERN_NONE)
        return bob_unpack_no_memory(r);
    return BOB_OK;
}

static BobStatus read_params(BobUnpack *r, uint32_t function)
{
    uint64_t start = r->at;
    const char *fault;
    uint32_t count, i, kind;
    BobStatus status = bob_unpack_count(r, &count, BOB_MAX_NAMES, 4, "parameters");
    if (status != BOB_OK)
        return status;
    if (count > 0 && strcmp(r->program->functions[function].name, "main") == 0)
        return REFUSE(r, start, "the function main must not have parameters");
    for (i = 0; i < count; i++) {
        uint64_t at = r->at;
        uint32_t name = 0;
        status = bob_unpack_u32(r, &name, "parameters");
        if (status != BOB_OK)
            return status;
        kind = name >> 24;
        name &= 0xFFFFFF;
        if (name >= r->program->names.count)
            return REFUSE(r, at, "a parameter is name %u of %u", name, r->program->names.count);
        if (r->param_of[name] == function + 1)
            return REFUSE(r, at, "two parameters of one name");
        r->param_of[name] = function + 1;
        if (!bob_function_add_param(r->program, function, name))
            return bob_unpack_no_memory(r);
        if ((kind & ~PARAM_DEFAULT) >= PARAM_KIND_COUNT)
            return REFUSE(r, at, "a parameter of kind %u", kind);
        bob_function_pass_param(r->program, function, kind);
        fault = bob_param_fault(&r->program->functions[function], i);
        if (fault != NULL)
            return REFUSE(r, at, "parameter %u %s", i, fault);
    }
    return BOB_OK;
}

/* `functions` is their count to be: those that follow are not there yet. */
static bool names_something(const BobUnpack *r, BobWord w, uint32_t functions)
{
    unsigned opcode = bob_opcode(w);
    if (opcode < OP_COUNT && bob_ops[opcode].operand == OPERAND_FUNC)
        return bob_operand(w) < functions;
    return bob_operand_is_valid(r->program, w);
}

/* Line entries as they are in the bytes, checked as they are read: the instructions are added
 * with their lines, and the program makes its own table, which must come out the same. */
typedef struct Lines {
    const unsigned char *next;
    uint32_t left;
    uint32_t line;
} Lines;

static BobStatus read_words(BobUnpack *r, uint32_t function, uint32_t count, uint32_t functions,
                            Lines *lines)
{
    uint32_t ip;
    for (ip = 0; ip < count; ip++, r->at += 4) {
        BobWord w = (BobWord)bob_unpack_bits(r->bytes + r->at, 4);
        if (lines->left > 0 && bob_unpack_bits(lines->next, 4) == ip) {
            lines->line = (uint32_t)bob_unpack_bits(lines->next + 4, 4);
            lines->next += 8;
            lines->left--;
        }
        if (!names_something(r, w, functions))
            return REFUSE(
                r, r->at, "operand %u of %s names no %s (function %.100s, instruction %u)",
                bob_operand(w), bob_ops[bob_opcode(w)].name, bob_operand_noun(bob_opcode(w)),
                r->program->functions[function].name, ip);
        if (!bob_function_emit(r->program, function, w, lines->line))
            return bob_unpack_no_memory(r);
    }
    return BOB_OK;
}

static BobStatus check_lines(BobUnpack *r, uint32_t entries, uint32_t code_size)
{
    uint32_t i, line = 0;
    uint64_t ip_after = 0;
    for (i = 0; i < entries; i++, r->at += 8) {
        uint32_t ip = (uint32_t)bob_unpack_bits(r->bytes + r->at, 4);
        uint32_t next = (uint32_t)bob_unpack_bits(r->bytes + r->at + 4, 4);
        if (ip >= code_size)
            return REFUSE(r, r->at, "a line entry for instruction %u of %u", ip, code_size);
        if (ip < ip_after)
            return REFUSE(r, r->at, "line entries are not in increasing order");
        if (next == line)
            return REFUSE(r, r->at + 4, "a line entry repeats line %u", line);
        ip_after = (uint64_t)ip + 1;
        line = next;
    }
    return BOB_OK;
}

/* Instructions and lines; the lines come after and are checked first. */
static BobStatus read_code(BobUnpack *r, uint32_t function, uint32_t functions)
{
    uint32_t count, entries;
    uint64_t code;
    Lines lines = {NULL, 0, 0};
    BobStatus status = bob_unpack_count(r, &count, BOB_MAX_CODE, 4, "instructions");
    if (status != BOB_OK)
        return status;
    code = r->at;
    r->at += 4ull * count;
    status = bob_unpack_count(r, &entries, BOB_MAX_CODE, 8, "line entries");
    lines.next = r->bytes + r->at;
    lines.left = entries;
    if (status == BOB_OK)
        status = check_lines(r, entries, count);
    if (status == BOB_OK) {
        uint64_t after = r->at;
        r->at = code;
        status = read_words(r, function, count, functions, &lines);
        r->at = after;
    }
    return status;
}

static BobStatus read_handlers(BobUnpack *r, uint32_t function)
{
    uint32_t count, i, code_size = r->program->functions[function].code_size, last = 0;
    BobStatus status = bob_unpack_count(r, &count, BOB_MAX_CODE, 16, "handlers");
    for (i = 0; i < count && status == BOB_OK; i++, r->at += 16) {
        const unsigned char *b = r->bytes + r->at;
        BobHandler h = {(uint32_t)bob_unpack_bits(b, 4), (uint32_t)bob_unpack_bits(b + 4, 4),
                        (uint32_t)bob_unpack_bits(b + 8, 4), (uint32_t)bob_unpack_bits(b + 12, 4)};
        if (h.from < last || h.from >= h.to || h.to > code_size || h.start >= code_size ||
            h.depth >= BOB_MAX_STACK)
            return REFUSE(r, r->at, "a handler that covers what it can't");
        last = h.to;
        if (!bob_program_add_handler(r->program, function, h))
            return bob_unpack_no_memory(r);
    }
    return status;
}

BobStatus bob_unpack_functions(BobUnpack *r)
{
    size_t names = r->program->names.count * sizeof *r->param_of;
    uint64_t start = r->at;
    uint32_t count, i;
    BobStatus status = bob_unpack_count(r, &count, r->program->limits.functions, 20, "functions");
    if (status != BOB_OK)
        return status;
    r->param_of = bob_alloc_zeroed(&r->program->allocator, names);
    if (r->param_of == NULL)
        return bob_unpack_no_memory(r);
    for (i = 0; i < count && status == BOB_OK; i++) {
        status = read_function_name(r);
        if (status == BOB_OK)
            status = read_params(r, i);
        if (status == BOB_OK)
            status = read_code(r, i, count);
        if (status == BOB_OK)
            status = read_handlers(r, i);
    }
    bob_free(&r->program->allocator, r->param_of, names);
    if (status == BOB_OK &&
        bob_intern_find(&r->program->function_names, "main", 4) == BOB_INTERN_NONE)
        return REFUSE(r, start, "there is no function main");
    return status;
}
