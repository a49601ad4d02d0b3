#include "core/decode/decode.h"

#include <string.h>

#include "core/machine/sem.h"

/* ---- the instructions of threaded code ---- */

static const char *const names[TH_COUNT] = {
#define OP(name, ...) #name,
#include "core/machine/ops.def"
    "LOAD_SLOT", "LOAD_ADDRESS", "STORE_SLOT", "DELETE_SLOT", "STORE_ADDRESS", "LEAVE",
#define FUSE_BIN(op, source, sink) #op "_" #source "_" #sink,
#define FUSE(name, ...) #name,
#include "core/decode/fuse.def"
};

/* Operand cells of sources and sinks. */
enum { CELLS_SS = 0, CELLS_LL = 2, CELLS_LC = 3, CELLS_SL = 1, CELLS_SC = 2 };
enum { CELLS_PUSH = 0, CELLS_STORE = 1, CELLS_FALSE = 2, CELLS_TRUE = 2 };

static const uint8_t fused_sizes[TH_COUNT] = {
#define FUSE_BIN(op, source, sink)                                                                 \
    [TH_##op##_##source##_##sink] = 1 + CELLS_##source + CELLS_##sink,
#define FUSE(name, cells) [TH_##name] = (cells),
#include "core/decode/fuse.def"
};

/* The superinstruction of an operation, 0 where there is none (TH_NOP is never one). */
static const uint16_t fused[OP_COUNT][SOURCE_COUNT][SINK_COUNT] = {
#define FUSE_BIN(op, source, sink)                                                                 \
    [OP_##op][SOURCE_##source][SINK_##sink] = TH_##op##_##source##_##sink,
#include "core/decode/fuse.def"
};

const char *bob_threaded_name(unsigned threaded)
{
    return names[threaded];
}

unsigned bob_cell_size(unsigned threaded)
{
    if (fused_sizes[threaded] != 0)
        return fused_sizes[threaded];
    switch (threaded) {
    case TH_PUSH_CONST:
    case TH_LOAD_SLOT:
    case TH_JUMP:
    case TH_JUMP_IF_TRUE:
    case TH_JUMP_IF_FALSE:
    case TH_JUMP_IF_TRUE_OR_POP:
    case TH_JUMP_IF_FALSE_OR_POP:
        return 3;
    case TH_CALL_FUNC:
        return 3; /* callee, index behind */
    case TH_CALL_VALUE:
        return 3; /* argc, index behind */
    case TH_RETURN_VAL:
        return 4; /* index behind, use, locals */
    case TH_LOAD_ADDRESS:
    case TH_STORE_SLOT:
    case TH_DELETE_SLOT:
    case TH_STORE_ADDRESS:
    case TH_LIST_NEW:
    case TH_TUPLE_NEW:
    case TH_UNPACK:
    case TH_MATH:
    case TH_PRINT:
    case TH_CALL_BUILTIN:
        return 2;
    default:
        return 1;
    }
}

/* ---- decoding ---- */

typedef struct Decoder {
    const BobState *s;
    const void *const *labels;
    BobCode *code;
    const BobFunction *f;
    uint32_t function;
    uint8_t *leader; /* of the function's instructions */
    uint8_t *trap;   /* those that must fail, or are never reached */
    uint32_t *depth; /* scratch: operands before each */
    BobCell *out;    /* NULL while only sizes are found */
    uint32_t at;     /* cells of this function so far */
} Decoder;

static BobCell *cell(Decoder *d, uint64_t u)
{
    BobCell *c = d->out != NULL ? d->out + d->at : NULL;
    if (c != NULL)
        c->u = u;
    d->at++;
    return c;
}

static void label(Decoder *d, unsigned threaded)
{
    cell(d, (uint64_t)(uintptr_t)d->labels[threaded]);
}

static void slot(Decoder *d, uint32_t n)
{
    cell(d, (uint64_t)n * sizeof(BobValue)); /* pre-scaled */
}

static void constant(Decoder *d, BobValue v)
{
    cell(d, v.tag);
    cell(d, (uint64_t)v.i);
}

/* Where a jump from i leads and what it takes from the fuel. */
static void jump(Decoder *d, uint32_t i, uint32_t target)
{
    const uint32_t *cell_of = d->code->cell_of[d->function];
    BobCell *c = cell(d, 0);
    if (c != NULL)
        c->target = d->code->callees[d->function].entry + cell_of[target];
    cell(d, (uint64_t)((int64_t)i + 1 - (int64_t)target));
}

/* The word at i, if it belongs to the same straight piece as what is before it. */
static bool follows(const Decoder *d, uint32_t i)
{
    return i < d->f->code_size && !d->leader[i] && !d->trap[i];
}

static uint32_t local_slot(const Decoder *d, BobWord w)
{
    unsigned opcode = bob_opcode(w);
    return opcode == OP_LOAD_LOCAL || opcode == OP_LOAD_NAME
               ? bob_function_slot(d->f, bob_operand(w))
               : BOB_NO_SLOT;
}

static bool is_local(const Decoder *d, uint32_t i)
{
    return local_slot(d, d->f->code[i]) != BOB_NO_SLOT;
}

static bool is_constant(const Decoder *d, uint32_t i)
{
    return bob_opcode(d->f->code[i]) == OP_PUSH_CONST;
}

static bool is_binary(const Decoder *d, uint32_t i)
{
    unsigned opcode = bob_opcode(d->f->code[i]);
    return opcode < OP_COUNT && fused[opcode][SOURCE_SS][SINK_PUSH] == 0 &&
           (fused[opcode][SOURCE_LL][SINK_PUSH] != 0 || fused[opcode][SOURCE_LL][SINK_FALSE] != 0);
}

/* How the binary operation at `op` could be fused with what is behind it. */
static unsigned fuse_with_sink(const Decoder *d, uint32_t op, BobSource source, BobSinkKind *sink)
{
    unsigned opcode = bob_opcode(d->f->code[op]), next;
    if (follows(d, op + 1)) {
        next = bob_opcode(d->f->code[op + 1]);
        *sink = next == OP_STORE_NAME ? SINK_STORE
                : next == OP_JUMP_IF_FALSE && bob_operand(d->f->code[op + 1]) < d->f->code_size
                    ? SINK_FALSE
                : next == OP_JUMP_IF_TRUE && bob_operand(d->f->code[op + 1]) < d->f->code_size
                    ? SINK_TRUE
                    : SINK_PUSH;
        if (*sink != SINK_PUSH && fused[opcode][source][*sink] != 0)
            return fused[opcode][source][*sink];
    }
    *sink = SINK_PUSH;
    return fused[opcode][source][SINK_PUSH];
}

/* Whether instruction i begins a binary operation on two operands that are loaded for it. */
static bool begins_binary(const Decoder *d, uint32_t i)
{
    return is_local(d, i) && follows(d, i + 1) && (is_local(d, i + 1) || is_constant(d, i + 1)) &&
           follows(d, i + 2) && is_binary(d, i + 2);
}

static void operand(Decoder *d, uint32_t i)
{
    BobWord w = d->f->code[i];
    if (is_constant(d, i))
        constant(d, d->s->program->constants[bob_operand(w)]);
    else
        slot(d, local_slot(d, w));
}

static uint32_t emit_binary(Decoder *d, uint32_t first, uint32_t op, BobSource source)
{
    BobSinkKind sink;
    unsigned threaded = fuse_with_sink(d, op, source, &sink);
    uint32_t i;
    if (threaded == 0)
        return 0;
    label(d, threaded);
    for (i = first; i < op; i++)
        operand(d, i);
    if (sink == SINK_PUSH)
        return op + 1 - first;
    if (sink == SINK_STORE)
        slot(d, bob_function_slot(d->f, bob_operand(d->f->code[op + 1])));
    else
        jump(d, op + 1, bob_operand(d->f->code[op + 1]));
    return op + 2 - first;
}

/* Two moves as one. */
static uint32_t emit_pair(Decoder *d, uint32_t i)
{
    bool store = bob_opcode(d->f->code[i + 1]) == OP_STORE_NAME;
    unsigned threaded;
    if (is_local(d, i) && is_local(d, i + 1) && !begins_binary(d, i + 1))
        threaded = TH_LOAD_LOAD;
    else if (is_local(d, i) && is_constant(d, i + 1))
        threaded = TH_LOAD_CONST;
    else if (is_local(d, i) && store)
        threaded = TH_LOAD_STORE;
    else if (is_constant(d, i) && store)
        threaded = TH_CONST_STORE;
    else
        return 0;
    label(d, threaded);
    operand(d, i);
    if (store)
        slot(d, bob_function_slot(d->f, bob_operand(d->f->code[i + 1])));
    else
        operand(d, i + 1);
    return 2;
}

/* A superinstruction from i on: how many instructions it stands for, 0 for none. */
static uint32_t emit_fused(Decoder *d, uint32_t i)
{
    uint32_t n = 0;
    if (d->labels[TH_LOAD_LOAD] == NULL || d->trap[i])
        return 0;
    if (begins_binary(d, i))
        n = emit_binary(d, i, i + 2, is_local(d, i + 1) ? SOURCE_LL : SOURCE_LC);
    if (n == 0 && (is_local(d, i) || is_constant(d, i)) && follows(d, i + 1) && is_binary(d, i + 1))
        n = emit_binary(d, i, i + 1, is_local(d, i) ? SOURCE_SL : SOURCE_SC);
    if (n == 0 && is_binary(d, i))
        n = emit_binary(d, i, i, SOURCE_SS);
    if (n == 0 && follows(d, i + 1))
        n = emit_pair(d, i);
    return n;
}

static void emit_load(Decoder *d, BobWord w)
{
    uint32_t name = bob_operand(w), n = local_slot(d, w);
    BobCell *c;
    if (n != BOB_NO_SLOT) {
        label(d, TH_LOAD_SLOT);
        slot(d, n);
        cell(d, bob_opcode(w) == OP_LOAD_NAME ? name : UINT64_MAX); /* the global to fall back on */
    } else if (bob_opcode(w) == OP_LOAD_LOCAL) {
        label(d, TH_LEAVE); /* never bound */
    } else {
        label(d, TH_LOAD_ADDRESS);
        c = cell(d, 0);
        if (c != NULL)
            c->value = &d->s->globals[name];
    }
}

static void emit_one(Decoder *d, uint32_t i)
{
    BobWord w = d->f->code[i];
    unsigned opcode = bob_opcode(w);
    uint32_t n = bob_operand(w);
    BobCell *c;
    if (d->trap[i] || opcode >= OP_COUNT || d->labels[opcode] == NULL ||
        (bob_is_branch(opcode) && n >= d->f->code_size)) {
        label(d, TH_LEAVE);
        return;
    }
    switch (opcode) {
    case OP_PUSH_CONST:
        label(d, TH_PUSH_CONST);
        constant(d, d->s->program->constants[n]);
        break;
    case OP_PUSH_FUNC:
        label(d, TH_PUSH_CONST);
        constant(d, bob_func(n));
        break;
    case OP_ARG_COUNT:
        label(d, TH_PUSH_CONST);
        constant(d, bob_int(d->s->arg_count));
        break;
    case OP_LOAD_NAME:
    case OP_LOAD_LOCAL:
    case OP_LOAD_GLOBAL:
        emit_load(d, w);
        break;
    case OP_STORE_NAME:
        label(d, TH_STORE_SLOT);
        slot(d, bob_function_slot(d->f, n));
        break;
    case OP_DELETE_NAME:
        if (bob_function_slot(d->f, n) == BOB_NO_SLOT) {
            label(d, TH_LEAVE);
            break;
        }
        label(d, TH_DELETE_SLOT);
        slot(d, bob_function_slot(d->f, n));
        break;
    case OP_STORE_GLOBAL:
        label(d, TH_STORE_ADDRESS);
        c = cell(d, 0);
        if (c != NULL)
            c->value = &d->s->globals[n];
        break;
    case OP_CALL_FUNC:
        label(d, opcode);
        cell(d, (uint64_t)(uintptr_t)&d->code->callees[n]);
        cell(d, i + 1);
        break;
    case OP_CALL_VALUE:
        label(d, opcode);
        cell(d, n);
        cell(d, i + 1);
        break;
    case OP_RETURN_VAL:
        label(d, opcode);
        cell(d, i + 1);
        cell(d, d->code->callees[d->function].use);
        slot(d, d->f->local_count);
        break;
    default:
        label(d, opcode);
        if (bob_is_branch(opcode))
            jump(d, i, n);
        else if (bob_cell_size(opcode) > 1)
            cell(d, n);
    }
}

/* Instructions that something other than the one before them leads to. */
static void find_leaders(Decoder *d)
{
    uint32_t i;
    memset(d->leader, 0, d->f->code_size + 1u);
    d->leader[0] = d->leader[d->f->code_size] = 1;
    for (i = 0; i < d->f->code_size; i++) {
        unsigned opcode = bob_opcode(d->f->code[i]);
        if (bob_is_branch(opcode) && bob_operand(d->f->code[i]) < d->f->code_size)
            d->leader[bob_operand(d->f->code[i])] = 1;
        if (opcode == OP_CALL_FUNC || opcode == OP_CALL_VALUE)
            d->leader[i + 1] = 1;
    }
}

/* Instructions that underflow when they are reached, and those that the proof never did. */
static BobStatus find_traps(Decoder *d)
{
    uint32_t i, pops, pushes, deepest;
    BobStatus status = bob_prove_depth(d->s->program, d->f, d->depth, &deepest);
    memset(d->trap, 0, d->f->code_size + 1u);
    for (i = 0; i < d->f->code_size && status == BOB_OK; i++) {
        d->trap[i] = d->depth[i] == BOB_UNREACHED || bob_opcode(d->f->code[i]) >= OP_COUNT;
        if (!d->trap[i]) {
            bob_stack_effect(d->s->program, d->f->code[i], &pops, &pushes);
            d->trap[i] = pops > d->depth[i];
        }
    }
    return status;
}

static bool is_proven(const Decoder *d)
{
    return d->f->max_depth <= d->s->stack_limit; /* BOB_UNPROVEN is more than any limit */
}

/* One function; called twice, first for the sizes. */
static void decode_function(Decoder *d)
{
    uint32_t *cell_of = d->code->cell_of[d->function], i = 0, k, n;
    d->at = 0;
    while (i < d->f->code_size) {
        cell_of[i] = d->at;
        n = is_proven(d) ? emit_fused(d, i) : 0;
        if (n == 0) {
            n = 1;
            if (is_proven(d))
                emit_one(d, i);
            else
                label(d, TH_LEAVE);
        }
        for (k = 1; k < n; k++)
            cell_of[i + k] = BOB_NO_CELL;
        i += n;
    }
    cell_of[i] = d->at;
    label(d, TH_LEAVE);
}

static BobStatus allocate(const BobState *s, BobCode *code)
{
    const BobProgram *p = s->program;
    uint32_t i;
    code->callees = bob_alloc_zeroed(&s->allocator, p->function_count * sizeof *code->callees);
    code->cell_of = bob_alloc_zeroed(&s->allocator, p->function_count * sizeof *code->cell_of);
    if (code->callees == NULL || code->cell_of == NULL)
        return BOB_OUT_OF_MEMORY;
    for (i = 0; i < p->function_count; i++) {
        code->cell_of[i] =
            bob_alloc(&s->allocator, (p->functions[i].code_size + 1u) * sizeof(uint32_t));
        if (code->cell_of[i] == NULL)
            return BOB_OUT_OF_MEMORY;
    }
    return BOB_OK;
}

static BobStatus enter_function(Decoder *d, uint32_t i)
{
    d->function = i;
    d->f = &d->s->program->functions[i];
    find_leaders(d);
    return find_traps(d);
}

static BobStatus decode(Decoder *d)
{
    const BobProgram *p = d->s->program;
    uint32_t i, longest = 0;
    size_t total = 0;
    for (i = 0; i < p->function_count; i++) {
        BobCallee *callee = &d->code->callees[i];
        if (enter_function(d, i) != BOB_OK)
            return BOB_OUT_OF_MEMORY;
        if (longest < d->f->code_size)
            longest = d->f->code_size;
        callee->params = d->f->param_count;
        callee->locals = d->f->local_count;
        callee->use = BOB_USE_FRAME + bob_frame_charge(d->s, d->f);
        decode_function(d);
        total += d->at;
    }
    /* From any test of the fuel the next is at most a function's length away. */
    d->code->threshold = 2 * (uint64_t)longest + 64;
    d->code->cell_count = total;
    d->code->cells = bob_alloc(&d->s->allocator, total * sizeof(BobCell));
    if (d->code->cells == NULL)
        return BOB_OUT_OF_MEMORY;
    for (i = 0, total = 0; i < p->function_count; i++) {
        d->code->callees[i].entry = d->code->cells + total;
        if (enter_function(d, i) != BOB_OK)
            return BOB_OUT_OF_MEMORY;
        d->out = d->code->callees[i].entry;
        decode_function(d);
        total += d->at;
    }
    return BOB_OK;
}

BobStatus bob_decode(const BobState *s, const void *const *labels, BobCode **code)
{
    const BobProgram *p = s->program;
    Decoder d = {.s = s, .labels = labels};
    uint32_t i, longest = 0;
    BobStatus status;
    *code = NULL;
    for (i = 0; i < p->function_count; i++)
        if (longest < p->functions[i].code_size)
            longest = p->functions[i].code_size;
    d.code = bob_alloc_zeroed(&s->allocator, sizeof *d.code);
    if (d.code == NULL)
        return BOB_OUT_OF_MEMORY;
    d.code->labels = labels;
    d.leader = bob_alloc(&s->allocator, longest + 1u);
    d.trap = bob_alloc(&s->allocator, longest + 1u);
    d.depth = bob_alloc(&s->allocator, (longest + 1u) * sizeof *d.depth);
    status = d.leader == NULL || d.trap == NULL || d.depth == NULL ? BOB_OUT_OF_MEMORY
                                                                   : allocate(s, d.code);
    if (status == BOB_OK)
        status = decode(&d);
    bob_free(&s->allocator, d.leader, longest + 1u);
    bob_free(&s->allocator, d.trap, longest + 1u);
    bob_free(&s->allocator, d.depth, (longest + 1u) * sizeof *d.depth);
    if (status == BOB_OK)
        *code = d.code;
    else
        bob_code_free(s, d.code);
    return status;
}

void bob_code_free(const BobState *s, BobCode *code)
{
    const BobProgram *p = s->program;
    uint32_t i;
    for (i = 0; code->cell_of != NULL && i < p->function_count; i++)
        bob_free(&s->allocator, code->cell_of[i],
                 (p->functions[i].code_size + 1u) * sizeof(uint32_t));
    bob_free(&s->allocator, code->cell_of, p->function_count * sizeof *code->cell_of);
    bob_free(&s->allocator, code->callees, p->function_count * sizeof *code->callees);
    bob_free(&s->allocator, code->cells, code->cell_count * sizeof *code->cells);
    bob_free(&s->allocator, code, sizeof *code);
}

void bob_code_place(const BobState *s, const BobCode *code, const BobCell *at, uint32_t *function,
                    uint32_t *ip)
{
    const uint32_t *cell_of;
    uint32_t low = 0, high = s->program->function_count, offset;
    while (high - low > 1) { /* the last function that begins at or before the cell */
        uint32_t middle = low + (high - low) / 2;
        if (code->callees[middle].entry <= at)
            low = middle;
        else
            high = middle;
    }
    *function = low;
    cell_of = code->cell_of[low];
    offset = (uint32_t)(at - code->callees[low].entry);
    high = s->program->functions[low].code_size + 1;
    low = 0;
    while (high - low > 1) { /* the last cell at or before it; fused ones skip back */
        uint32_t middle = low + (high - low) / 2, probe = middle;
        while (cell_of[probe] == BOB_NO_CELL)
            probe--;
        if (cell_of[probe] <= offset)
            low = middle;
        else
            high = middle;
    }
    while (cell_of[low] == BOB_NO_CELL)
        low--;
    *ip = low;
}
