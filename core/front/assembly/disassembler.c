/* The disassembler. The plain form of an instruction is used wherever it assembles to the
 * same word, `.raw` elsewhere; so are the pools' preambles, which are written where the
 * order of first use would not give the same pools. dis_text.c writes literals and names. */
#include "core/machine/exceptions.h"
#include "core/front/assembly/disassembler.h"

#include <string.h>

#include "core/front/assembly/constants.h"

typedef struct Dis {
    const BobProgram *program;
    const BobAllocator *allocator;
    BobBuffer *out;
    uint32_t *first;  /* by constant: the first of the same value */
    uint32_t *labels; /* by instruction of the current function: its label or 0 */
} Dis;

static bool has_operand(BobWord w, BobOperand kind)
{
    return bob_opcode(w) < OP_COUNT && bob_ops[bob_opcode(w)].operand == kind;
}

/* ---- pools ---- */

static BobStatus find_first(Dis *d)
{
    const BobProgram *p = d->program;
    BobPool pool;
    BobStatus status = BOB_OK;
    uint32_t i;
    bob_pool_init(&pool, d->allocator);
    for (i = 0; i < p->constant_count && status == BOB_OK; i++) {
        d->first[i] = bob_pool_record(&pool, p->constants[i], i);
        if (d->first[i] == BOB_INTERN_NONE)
            status = BOB_OUT_OF_MEMORY;
    }
    bob_pool_free(&pool);
    return status;
}

/* Uses of a pool in the order of the text must count up: each is the next, or an old one. */
static bool in_order(uint32_t used, uint32_t *next)
{
    *next += used == *next;
    return used < *next;
}

static bool constants_in_order(const Dis *d)
{
    const BobProgram *p = d->program;
    uint32_t next = 0, i, ip;
    for (i = 0; i < p->function_count; i++)
        for (ip = 0; ip < p->functions[i].code_size; ip++) {
            BobWord w = p->functions[i].code[ip];
            if (has_operand(w, OPERAND_CONST) &&
                (d->first[bob_operand(w)] != bob_operand(w) || !in_order(bob_operand(w), &next)))
                return false;
        }
    return next == p->constant_count;
}

static bool names_in_order(const BobProgram *p)
{
    uint32_t next = 0, i, k;
    for (i = 0; i < p->function_count; i++) {
        const BobFunction *f = &p->functions[i];
        for (k = 0; k < f->param_count; k++)
            if (!in_order(f->params[k].name, &next))
                return false;
        for (k = 0; k < f->code_size; k++)
            if (has_operand(f->code[k], OPERAND_NAME) && !in_order(bob_operand(f->code[k]), &next))
                return false;
    }
    return next == p->names.count;
}

static bool asks_in_order(const BobProgram *p)
{
    uint32_t next = 0, i, k;
    for (i = 0; i < p->function_count; i++)
        for (k = 0; k < p->functions[i].code_size; k++) {
            BobWord w = p->functions[i].code[k];
            if (has_operand(w, OPERAND_ASK) && !in_order(bob_operand(w) >> 8, &next))
                return false;
        }
    return next == p->asks.count;
}

static void write_pools(Dis *d)
{
    const BobProgram *p = d->program;
    uint32_t names = names_in_order(p) ? 0 : p->names.count;
    uint32_t constants = constants_in_order(d) ? 0 : p->constant_count, i;
    uint32_t asks = asks_in_order(p) ? 0 : p->asks.count;
    size_t start = d->out->size;
    if (p->source != NULL) {
        bob_buffer_text(d->out, ".source ");
        bob_dis_string(d->out, p->source, strlen(p->source));
        bob_buffer_byte(d->out, '\n');
    }
    for (i = 0; i < names; i++) {
        bob_buffer_text(d->out, ".name  ");
        bob_dis_name(d->out, p->names.keys[i].bytes, p->names.keys[i].size);
        bob_buffer_byte(d->out, '\n');
    }
    for (i = 0; i < constants; i++) {
        bob_buffer_text(d->out, ".const ");
        bob_dis_literal(d->out, p->constants[i]);
        bob_buffer_byte(d->out, '\n');
    }
    for (i = 0; i < asks; i++) {
        bob_buffer_text(d->out, ".ask   ");
        bob_dis_name(d->out, p->asks.keys[i].bytes, p->asks.keys[i].size);
        bob_buffer_byte(d->out, '\n');
    }
    if (d->out->size > start)
        bob_buffer_byte(d->out, '\n');
}

/* ---- instructions ---- */

/* Whether the plain form gives this very word. */
static bool is_plain(const Dis *d, BobWord w)
{
    if (bob_opcode(w) >= OP_COUNT)
        return false;
    if (has_operand(w, OPERAND_NONE))
        return bob_operand(w) == 0;
    if (has_operand(w, OPERAND_CONST))
        return d->first[bob_operand(w)] == bob_operand(w);
    return true;
}

static void write_operand(Dis *d, const BobFunction *f, BobWord w)
{
    const BobProgram *p = d->program;
    uint32_t n = bob_operand(w);
    switch (bob_ops[bob_opcode(w)].operand) {
    case OPERAND_NONE:
        break;
    case OPERAND_CONST:
        bob_dis_literal(d->out, p->constants[n]);
        break;
    case OPERAND_NAME:
        bob_dis_name(d->out, p->names.keys[n].bytes, p->names.keys[n].size);
        break;
    case OPERAND_FUNC:
        bob_dis_name(d->out, p->functions[n].name, p->functions[n].name_size);
        break;
    case OPERAND_TARGET:
        if (n < f->code_size)
            bob_buffer_printf(d->out, "L%u", d->labels[n]);
        else
            bob_buffer_printf(d->out, "%u", n);
        break;
    case OPERAND_COUNT:
        bob_buffer_printf(d->out, "%u", n);
        break;
    case OPERAND_MATH:
        bob_buffer_text(d->out, bob_math_name(n));
        break;
    case OPERAND_BUILTIN:
        bob_buffer_printf(d->out, "%s %u", bob_builtins[n >> 8].name, n & 0xFF);
        break;
    case OPERAND_EXCEPTION:
        bob_buffer_printf(d->out, "%s %u", bob_exception_name((BobExceptionClass)(n >> 8)),
                          n & 0xFF);
        break;
    case OPERAND_ASK:
        bob_dis_name(d->out, p->asks.keys[n >> 8].bytes, p->asks.keys[n >> 8].size);
        bob_buffer_printf(d->out, " %u", n & 0xFF);
        break;
    }
}

static void write_instruction(Dis *d, const BobFunction *f, BobWord w)
{
    unsigned opcode = bob_opcode(w);
    bob_buffer_text(d->out, "    ");
    if (is_plain(d, w) && has_operand(w, OPERAND_NONE)) {
        bob_buffer_text(d->out, bob_ops[opcode].name);
    } else if (is_plain(d, w)) {
        bob_buffer_printf(d->out, "%-10s ", bob_ops[opcode].name);
        write_operand(d, f, w);
    } else if (opcode < OP_COUNT) {
        bob_buffer_printf(d->out, ".raw %s %u", bob_ops[opcode].name, bob_operand(w));
    } else {
        bob_buffer_printf(d->out, ".raw %u %u", opcode, bob_operand(w));
    }
    bob_buffer_byte(d->out, '\n');
}

/* ---- functions ---- */

static void number_labels(Dis *d, const BobFunction *f)
{
    uint32_t i, next = 0;
    memset(d->labels, 0, f->code_size * sizeof *d->labels);
    for (i = 0; i < f->code_size; i++)
        if (has_operand(f->code[i], OPERAND_TARGET) && bob_operand(f->code[i]) < f->code_size)
            d->labels[bob_operand(f->code[i])] = 1;
    for (i = 0; i < f->handler_count; i++) {
        const BobHandler *h = &f->handlers[i];
        d->labels[h->from] = d->labels[h->start] = 1;
        if (h->to < f->code_size)
            d->labels[h->to] = 1;
    }
    for (i = 0; i < f->code_size; i++)
        if (d->labels[i] != 0)
            d->labels[i] = ++next;
}

static void write_head(Dis *d, const BobFunction *f)
{
    uint32_t i;
    bob_buffer_text(d->out, ".func ");
    bob_dis_name(d->out, f->name, f->name_size);
    for (i = 0; i < f->param_count; i++) {
        const BobInternKey *name = &d->program->names.keys[f->params[i].name];
        bob_buffer_byte(d->out, ' ');
        bob_dis_name(d->out, name->bytes, name->size);
    }
    bob_buffer_byte(d->out, '\n');
    for (i = 0; i < f->param_count; i++) {
        const BobInternKey *name = &d->program->names.keys[f->params[i].name];
        if (f->params[i].kind == PARAM_POSITIONAL)
            continue;
        bob_buffer_text(d->out, "    .param ");
        bob_dis_name(d->out, name->bytes, name->size);
        bob_buffer_printf(d->out, " %s%s\n", bob_param_kind_names[bob_param_kind(f, i)],
                          bob_has_default(f, i) ? " default" : "");
    }
}

static void write_handlers(Dis *d, const BobFunction *f)
{
    uint32_t i;
    for (i = 0; i < f->handler_count; i++) {
        const BobHandler *h = &f->handlers[i];
        bob_buffer_printf(d->out, "    .handler L%u ", d->labels[h->from]);
        bob_buffer_printf(d->out, h->to < f->code_size ? "L%u" : "%u",
                          h->to < f->code_size ? d->labels[h->to] : h->to);
        bob_buffer_printf(d->out, " L%u %u\n", d->labels[h->start], h->depth);
    }
}

static BobStatus write_function(Dis *d, const BobFunction *f)
{
    uint32_t ip, entry = 0;
    d->labels = bob_alloc(d->allocator, f->code_size * sizeof *d->labels);
    if (d->labels == NULL)
        return BOB_OUT_OF_MEMORY;
    number_labels(d, f);
    write_head(d, f);
    write_handlers(d, f);
    for (ip = 0; ip < f->code_size; ip++) {
        if (entry < f->line_count && f->lines[entry].ip == ip)
            bob_buffer_printf(d->out, "    .line %u\n", f->lines[entry++].line);
        if (d->labels[ip] != 0)
            bob_buffer_printf(d->out, "L%u:\n", d->labels[ip]);
        write_instruction(d, f, f->code[ip]);
    }
    bob_free(d->allocator, d->labels, f->code_size * sizeof *d->labels);
    return BOB_OK;
}

static BobStatus write_functions(Dis *d)
{
    uint32_t i;
    BobStatus status = BOB_OK;
    for (i = 0; i < d->program->function_count && status == BOB_OK; i++) {
        if (i > 0)
            bob_buffer_byte(d->out, '\n');
        status = write_function(d, &d->program->functions[i]);
    }
    return status;
}

BobStatus bob_dis(const BobProgram *p, BobBuffer *out)
{
    Dis d = {.program = p, .allocator = &p->allocator, .out = out};
    size_t bytes = p->constant_count * sizeof *d.first;
    BobStatus status;
    d.first = bob_alloc(d.allocator, bytes);
    if (d.first == NULL)
        return BOB_OUT_OF_MEMORY;
    status = find_first(&d);
    if (status == BOB_OK) {
        write_pools(&d);
        status = write_functions(&d);
    }
    bob_free(d.allocator, d.first, bytes);
    return out->failed ? BOB_OUT_OF_MEMORY : status;
}
