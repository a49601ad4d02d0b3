#include "core/machine/exceptions.h"
#include "core/lab/listing.h"

#include <string.h>

#include "core/front/assembly/disassembler.h"

/* ---- the decoder's view ---- */

/* In the place of handlers: mark i is the label of threaded instruction i. */
static const char marks[TH_COUNT];

BobStatus bob_view_decode(const BobState *s, bool fused, BobCode **code)
{
    const void *labels[TH_COUNT];
    unsigned i;
    BobStatus status;
    for (i = 0; i < TH_COUNT; i++)
        labels[i] = i <= TH_LEAVE || fused ? &marks[i] : NULL;
    status = bob_decode(s, labels, code);
    if (status == BOB_OK)
        (*code)->labels = NULL; /* they end with this function */
    return status;
}

unsigned bob_view_threaded(const BobCell *cell)
{
    return (unsigned)((const char *)cell->label - marks);
}

void bob_view_leaders(const BobFunction *f, uint8_t *leader)
{
    uint32_t i;
    memset(leader, 0, f->code_size);
    for (i = 0; i < f->code_size; i++) {
        unsigned opcode = bob_opcode(f->code[i]);
        if (bob_is_branch(opcode) && bob_operand(f->code[i]) < f->code_size)
            leader[bob_operand(f->code[i])] = 1;
        if (opcode < OP_COUNT && bob_ops[opcode].shape == SHAPE_CALL && i + 1 < f->code_size)
            leader[i + 1] = 1;
    }
    if (f->code_size > 0)
        leader[0] = 1;
}

/* ---- the listing ---- */

#define BYTECODE_COLUMN 34u /* the widest common instruction */
#define HANDLER_WIDTH 18

typedef struct Shape {
    BobSource source;
    BobSinkKind sink;
} Shape;

static const Shape shapes[TH_COUNT] = {
#define FUSE_BIN(op, source, sink) [TH_##op##_##source##_##sink] = {SOURCE_##source, SINK_##sink},
#include "core/decode/fuse.def"
};

typedef struct Listing {
    const BobState *s;
    const BobCode *code;
    BobBuffer *out;
    const BobFunction *f;
    uint32_t function;
    uint32_t *labels; /* by instruction: its label, or 0 */
    uint32_t *depth;  /* by instruction: as proven */
} Listing;

static void name(Listing *l, uint32_t n)
{
    bob_dis_name(l->out, l->s->program->names.keys[n].bytes, l->s->program->names.keys[n].size);
}

static void function_name(Listing *l, uint32_t n)
{
    bob_dis_name(l->out, l->s->program->functions[n].name, l->s->program->functions[n].name_size);
}

static void slot(Listing *l, const BobCell *c)
{
    name(l, l->f->locals[c->u / sizeof(BobValue)]);
}

static void constant(Listing *l, const BobCell *c)
{
    BobValue v = {.tag = c[0].u, .i = c[1].i};
    if (v.tag == TAG_FUNC)
        function_name(l, (uint32_t)v.i);
    else
        bob_dis_literal(l->out, v);
}

/* The label of an instruction's cell, and what going there does to the fuel. */
static void target(Listing *l, const BobCell *c)
{
    uint32_t function = 0, ip;
    bob_code_place(l->s, l->code, c[0].target, &function, &ip);
    bob_buffer_printf(l->out, "-> L%u, fuel %+lld", l->labels[ip], (long long)-c[1].i);
}

static void global(Listing *l, const BobCell *c)
{
    name(l, (uint32_t)(c->value - l->s->globals));
}

static void binary(Listing *l, Shape shape, const BobCell *c)
{
    static const uint8_t cells[SOURCE_COUNT] = {
        [SOURCE_SS] = 0, [SOURCE_LL] = 2, [SOURCE_LC] = 3, [SOURCE_SL] = 1, [SOURCE_SC] = 2};
    const char *between = shape.source == SOURCE_SS ? "" : " ";
    switch (shape.source) {
    case SOURCE_LL:
        slot(l, c);
        bob_buffer_text(l->out, ", ");
        slot(l, c + 1);
        break;
    case SOURCE_LC:
        slot(l, c);
        bob_buffer_text(l->out, ", ");
        constant(l, c + 1);
        break;
    case SOURCE_SL:
        slot(l, c);
        break;
    case SOURCE_SC:
        constant(l, c);
        break;
    case SOURCE_SS:
        break;
    }
    c += cells[shape.source];
    if (shape.sink == SINK_PUSH)
        return;
    bob_buffer_text(l->out, between);
    if (shape.sink == SINK_STORE) {
        bob_buffer_text(l->out, "-> ");
        slot(l, c);
    } else {
        target(l, c);
    }
}

static const char *leave_reason(const Listing *l, uint32_t ip)
{
    uint32_t pops, pushes;
    BobWord w;
    if (ip >= l->f->code_size)
        return "past the end";
    if (l->f->max_depth == BOB_UNPROVEN)
        return "unproven: two stack depths meet in this function";
    if (l->f->max_depth > l->s->stack_limit)
        return "the function needs more stack than the limit";
    w = l->f->code[ip];
    if (l->depth[ip] == BOB_UNREACHED)
        return "never reached";
    if (bob_opcode(w) >= OP_COUNT)
        return "no such operation";
    bob_stack_effect(l->s->program, w, &pops, &pushes);
    if (pops > l->depth[ip])
        return "underflow";
    if (bob_is_branch(bob_opcode(w)) && bob_operand(w) >= l->f->code_size)
        return "bad target";
    return "never bound here";
}

/* The operand of an operation that is nothing but its meaning. */
static void number(Listing *l, BobOperand operand, const BobCell *c)
{
    const BobInternKey *asks = l->s->program->asks.keys;
    switch (operand) {
    case OPERAND_COUNT:
        bob_buffer_printf(l->out, "%u", (unsigned)c[0].u);
        break;
    case OPERAND_MATH:
        bob_buffer_text(l->out, bob_math_name((uint32_t)c[0].u));
        break;
    case OPERAND_BUILTIN:
        bob_buffer_printf(l->out, "%s %u", bob_builtins[c[0].u >> 8].name,
                          (unsigned)(c[0].u & 0xFF));
        break;
    case OPERAND_NAME:
        name(l, (uint32_t)c[0].u);
        break;
    case OPERAND_EXCEPTION:
        bob_buffer_printf(l->out, "%s %u", bob_exception_name((BobExceptionClass)(c[0].u >> 8)),
                          (unsigned)(c[0].u & 0xFF));
        break;
    case OPERAND_ASK:
        bob_dis_name(l->out, asks[c[0].u >> 8].bytes, asks[c[0].u >> 8].size);
        bob_buffer_printf(l->out, " %u", (unsigned)(c[0].u & 0xFF));
        break;
    case OPERAND_NONE:
    case OPERAND_CONST: /* no operation of these shapes has one of those */
    case OPERAND_FUNC:
    case OPERAND_TARGET:
        break;
    }
}

static void operands(Listing *l, unsigned threaded, const BobCell *c, uint32_t ip)
{
    uint32_t n;
    switch ((BobThreaded)threaded) {
#define FUSE_BIN(op, source, sink) case TH_##op##_##source##_##sink:
#include "core/decode/fuse.def"
        binary(l, shapes[threaded], c);
        break;
    case TH_LEAVE:
        bob_buffer_printf(l->out, "; %s", leave_reason(l, ip));
        break;
    case TH_PUSH_CONST:
        constant(l, c);
        break;
    case TH_LOAD_SLOT:
        slot(l, c);
        if (c[1].u != UINT64_MAX)
            bob_buffer_text(l->out, " or the global");
        break;
    case TH_STORE_SLOT:
    case TH_DELETE_SLOT:
        slot(l, c);
        break;
    case TH_LOAD_ADDRESS:
    case TH_STORE_ADDRESS:
        bob_buffer_text(l->out, "global ");
        global(l, c);
        break;
    case TH_CALL_FUNC:
        n = (uint32_t)((const BobCallee *)(const void *)c[0].target - l->code->callees);
        function_name(l, n);
        bob_buffer_printf(l->out, ", frame of %u", l->code->callees[n].locals);
        break;
    case TH_CALL_VALUE:
    case TH_CALL_KEYWORDS:
    case TH_CALL_METHOD:
        bob_buffer_printf(l->out, "%u", (unsigned)c[0].u);
        break;
    case TH_RETURN_VAL:
        bob_buffer_printf(l->out, "frame of %u", (unsigned)(c[2].u / sizeof(BobValue)));
        break;
    case TH_LOAD_LOAD:
        slot(l, c);
        bob_buffer_text(l->out, ", ");
        slot(l, c + 1);
        break;
    case TH_LOAD_CONST:
        slot(l, c);
        bob_buffer_text(l->out, ", ");
        constant(l, c + 1);
        break;
    case TH_LOAD_STORE:
        slot(l, c);
        bob_buffer_text(l->out, " -> ");
        slot(l, c + 1);
        break;
    case TH_CONST_STORE:
        constant(l, c);
        bob_buffer_text(l->out, " -> ");
        slot(l, c + 2);
        break;
    case TH_JUMP:
    case TH_JUMP_IF_TRUE:
    case TH_JUMP_IF_FALSE:
    case TH_JUMP_IF_TRUE_OR_POP:
    case TH_JUMP_IF_FALSE_OR_POP:
        target(l, c);
        break;
#define MEANING(name) case TH_##name:
#include "core/machine/ops.def"
        number(l, bob_ops[threaded].operand, c);
        break;
    case TH_NOP:
    case TH_CLASS_NEW:
    case TH_POP:
    case TH_DUP:
    case TH_DUP2:
    case TH_SWAP:
    case TH_ROT3:
    case TH_CALL_SPREAD:
    case TH_RAISE:
    case TH_RERAISE:
    case TH_EXIT:
    case TH_HALT:
    case TH_LOAD_NAME: /* and what the decoder replaces */
    case TH_LOAD_LOCAL:
    case TH_LOAD_GLOBAL:
    case TH_STORE_NAME:
    case TH_DELETE_NAME:
    case TH_STORE_GLOBAL:
    case TH_PUSH_FUNC:
    case TH_ARG_COUNT:
        break;
    }
}

void bob_listing_bytecode(const BobProgram *p, const BobFunction *f, BobWord w,
                          const uint32_t *labels, BobBuffer *out)
{
    uint32_t n = bob_operand(w);
    if (bob_opcode(w) >= OP_COUNT) {
        bob_buffer_printf(out, ".raw %u %u", bob_opcode(w), n);
        return;
    }
    bob_buffer_text(out, bob_ops[bob_opcode(w)].name);
    if (bob_ops[bob_opcode(w)].operand != OPERAND_NONE)
        bob_buffer_byte(out, ' ');
    switch (bob_ops[bob_opcode(w)].operand) {
    case OPERAND_NONE:
        break;
    case OPERAND_CONST:
        bob_dis_literal(out, p->constants[n]);
        break;
    case OPERAND_NAME:
        bob_dis_name(out, p->names.keys[n].bytes, p->names.keys[n].size);
        break;
    case OPERAND_FUNC:
        bob_dis_name(out, p->functions[n].name, p->functions[n].name_size);
        break;
    case OPERAND_TARGET:
        bob_buffer_printf(out, labels != NULL && n < f->code_size ? "L%u" : "%u",
                          labels != NULL && n < f->code_size ? labels[n] : n);
        break;
    case OPERAND_COUNT:
        bob_buffer_printf(out, "%u", n);
        break;
    case OPERAND_MATH:
        bob_buffer_text(out, bob_math_name(n));
        break;
    case OPERAND_BUILTIN:
        bob_buffer_printf(out, "%s %u", bob_builtins[n >> 8].name, n & 0xFF);
        break;
    case OPERAND_EXCEPTION:
        bob_buffer_printf(out, "%s %u", bob_exception_name((BobExceptionClass)(n >> 8)), n & 0xFF);
        break;
    case OPERAND_ASK:
        bob_dis_name(out, p->asks.keys[n >> 8].bytes, p->asks.keys[n >> 8].size);
        bob_buffer_printf(out, " %u", n & 0xFF);
        break;
    }
}

/* Spaces up to a column of the line that began at `start`; bytes that go on a character of
 * UTF-8 take no column. */
static void pad(Listing *l, size_t start, size_t column)
{
    size_t at = 0, i;
    for (i = start; i < l->out->size; i++)
        at += ((unsigned char)l->out->bytes[i] & 0xC0) != 0x80;
    do
        bob_buffer_byte(l->out, ' ');
    while (++at < column);
}

static void row(Listing *l, uint32_t ip)
{
    const uint32_t *cell_of = l->code->cell_of[l->function];
    const BobCell *c = l->code->callees[l->function].entry + cell_of[ip];
    size_t start = l->out->size;
    if (ip < l->f->code_size) {
        bob_buffer_printf(l->out, "%6u  ", ip);
        bob_listing_bytecode(l->s->program, l->f, l->f->code[ip], l->labels, l->out);
    }
    pad(l, start, 8 + BYTECODE_COLUMN);
    if (cell_of[ip] == BOB_NO_CELL) {
        bob_buffer_text(l->out, "     |");
    } else {
        unsigned threaded = bob_view_threaded(c);
        bob_buffer_printf(l->out, "%6u  %-*s ", cell_of[ip], HANDLER_WIDTH,
                          bob_threaded_name(threaded));
        operands(l, threaded, c + 1, ip);
    }
    while (!l->out->failed && l->out->bytes[l->out->size - 1] == ' ')
        l->out->size--;
    bob_buffer_byte(l->out, '\n');
}

static void number_labels(Listing *l)
{
    uint32_t i, next = 0;
    memset(l->labels, 0, l->f->code_size * sizeof *l->labels);
    for (i = 0; i < l->f->code_size; i++)
        if (bob_is_branch(bob_opcode(l->f->code[i])) &&
            bob_operand(l->f->code[i]) < l->f->code_size)
            l->labels[bob_operand(l->f->code[i])] = 1;
    for (i = 0; i < l->f->code_size; i++)
        if (l->labels[i] != 0)
            l->labels[i] = ++next;
}

static void head(Listing *l)
{
    uint32_t i, dispatched = 0;
    const uint32_t *cell_of = l->code->cell_of[l->function];
    for (i = 0; i < l->f->code_size; i++)
        dispatched += cell_of[i] != BOB_NO_CELL;
    bob_buffer_text(l->out, ".func ");
    function_name(l, l->function);
    for (i = 0; i < l->f->param_count; i++) {
        bob_buffer_byte(l->out, ' ');
        name(l, l->f->params[i].name);
    }
    bob_buffer_printf(l->out, "    ; %u instructions become %u, in %u cells\n", l->f->code_size,
                      dispatched, cell_of[l->f->code_size] + 1);
    bob_buffer_printf(l->out, "%6s  %-*s%6s  %s\n", "ip", (int)BYTECODE_COLUMN, "bytecode", "cell",
                      "threaded code");
}

static BobStatus list_function(Listing *l)
{
    uint32_t ip, entry = 0, deepest;
    BobStatus status = bob_prove_depth(l->s->program, l->f, l->depth, &deepest);
    if (status != BOB_OK)
        return status;
    number_labels(l);
    head(l);
    for (ip = 0; ip < l->f->code_size; ip++) {
        if (entry < l->f->line_count && l->f->lines[entry].ip == ip)
            bob_buffer_printf(l->out, "    .line %u\n", l->f->lines[entry++].line);
        if (l->labels[ip] != 0)
            bob_buffer_printf(l->out, "L%u:\n", l->labels[ip]);
        row(l, ip);
    }
    row(l, ip);
    return BOB_OK;
}

BobStatus bob_decode_listing(const BobState *s, bool fused, BobBuffer *out)
{
    const BobProgram *p = s->program;
    Listing l = {.s = s, .out = out};
    BobCode *code;
    uint32_t longest = 0, i;
    size_t bytes;
    BobStatus status = bob_view_decode(s, fused, &code);
    if (status != BOB_OK)
        return status;
    l.code = code;
    for (i = 0; i < p->function_count; i++)
        if (longest < p->functions[i].code_size)
            longest = p->functions[i].code_size;
    bytes = (longest + 1u) * sizeof *l.labels;
    l.labels = bob_alloc(&s->allocator, bytes);
    l.depth = bob_alloc(&s->allocator, bytes);
    if (l.labels == NULL || l.depth == NULL)
        status = BOB_OUT_OF_MEMORY;
    for (i = 0; i < p->function_count && status == BOB_OK; i++) {
        l.function = i;
        l.f = &p->functions[i];
        if (i > 0)
            bob_buffer_byte(out, '\n');
        status = list_function(&l);
    }
    bob_free(&s->allocator, l.labels, bytes);
    bob_free(&s->allocator, l.depth, bytes);
    bob_code_free(s, code);
    return out->failed ? BOB_OUT_OF_MEMORY : status;
}
