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

/* Of sources: operand cells, and instructions that load; of sinks: operand cells. */
enum { CELLS_SS = 0, CELLS_LL = 2, CELLS_LC = 3, CELLS_SL = 1, CELLS_SC = 2 };
enum { LOADS_SS = 0, LOADS_LL = 2, LOADS_LC = 2, LOADS_SL = 1, LOADS_SC = 1 };
enum { CELLS_PUSH = 0, CELLS_STORE = 1, CELLS_FALSE = 2, CELLS_TRUE = 2 };

/* Cells beside those of the operand: where a call goes on; where a return stands, the depth and
 * arena that it gives back, its locals. */
enum {
    MORE_PUSH = 0,
    MORE_UN = 0,
    MORE_UNF = 0,
    MORE_BIN = 0,
    MORE_BINF = 0,
    MORE_ARGS = 0,
    MORE_ARGSF = 0,
    MORE_SPREAD = 0,
    MORE_MOVE = 0,
    MORE_JUMP = 0,
    MORE_BRANCH = 0,
    MORE_KEEP = 0,
    MORE_CALL = 1,
    MORE_RETURN = 3,
    MORE_END = 0
};

static const uint8_t sizes[TH_COUNT] = {
#define OP(name, shape, operand, ...) [TH_##name] = 1 + BOB_CELLS_##operand + MORE_##shape,
#include "core/machine/ops.def"
    [TH_LOAD_SLOT] = 3,   [TH_LOAD_ADDRESS] = 2,  [TH_STORE_SLOT] = 2,
    [TH_DELETE_SLOT] = 2, [TH_STORE_ADDRESS] = 2, [TH_LEAVE] = 1,
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

_Static_assert(COUNT_OF(sizes) == TH_COUNT && COUNT_OF(names) == TH_COUNT, "TH_COUNT counts all");
_Static_assert(TH_NOP == 0, "0 in `fused` means that there is none");
_Static_assert(TH_COUNT <= UINT16_MAX, "`threaded` and `fused` hold 16 bits");

const char *bob_threaded_name(unsigned threaded)
{
    return names[threaded];
}

unsigned bob_cell_size(unsigned threaded)
{
    return sizes[threaded];
}

/* ---- decoding ----
 *
 * Two passes over each function: what becomes of each instruction is chosen first, which gives
 * the sizes; then, with all places known, the cells are written. */

typedef struct Decoder {
    const BobState *s;
    BobCode *code;
    bool fused;         /* the engine has superinstructions */
    uint16_t *threaded; /* of all functions: the choice for each instruction */
    uint32_t *slot_of;  /* by name: its slot in this function, or BOB_NO_SLOT */
    /* of the function that is being decoded */
    const BobFunction *f;
    uint32_t function;
    uint8_t *marks;  /* of its instructions, and one after them */
    uint32_t *depth; /* operands before each */
    BobCell *at;     /* where the next cell goes */
} Decoder;

/* What the choice needs to know of an instruction. */
enum {
    MARK_LEADER = 1, /* a jump leads to it (a call is never fused, so a return needs no mark) */
    MARK_TRAP = 2,   /* must fail, or is never reached */
    MARK_LOCAL = 4,  /* loads a slot */
    MARK_CONST = 8,
    MARK_STORE = 16,  /* stores to a slot */
    MARK_BINARY = 32, /* can be fused with its operands or what follows */
};

/* The slot of the name that the operand of i is. */
static uint32_t slot_of(const Decoder *d, uint32_t i)
{
    return d->slot_of[bob_operand(d->f->code[i])];
}

static bool is_binary(unsigned opcode)
{
    return fused[opcode][SOURCE_LL][SINK_PUSH] != 0 || fused[opcode][SOURCE_LL][SINK_FALSE] != 0;
}

static uint8_t mark(const Decoder *d, uint32_t i)
{
    BobWord w = d->f->code[i];
    unsigned opcode = bob_opcode(w);
    uint32_t pops, pushes;
    if (opcode >= OP_COUNT || d->depth[i] == BOB_UNREACHED)
        return MARK_TRAP;
    bob_stack_effect(d->s->program, w, &pops, &pushes);
    if (pops > d->depth[i] || (bob_is_branch(opcode) && bob_operand(w) >= d->f->code_size))
        return MARK_TRAP;
    if (opcode == OP_LOAD_NAME || opcode == OP_LOAD_LOCAL)
        return slot_of(d, i) != BOB_NO_SLOT ? MARK_LOCAL : 0;
    if (opcode == OP_PUSH_CONST)
        return MARK_CONST;
    if (opcode == OP_STORE_NAME)
        return MARK_STORE;
    return is_binary(opcode) ? MARK_BINARY : 0; /* of fuse.def; what has no mark is not fused */
}

static void mark_all(Decoder *d)
{
    uint32_t i;
    memset(d->marks, 0, d->f->code_size + 1u);
    d->marks[0] = d->marks[d->f->code_size] = MARK_LEADER;
    for (i = 0; i < d->f->code_size; i++) {
        uint32_t target = bob_operand(d->f->code[i]);
        d->marks[i] |= mark(d, i);
        if (bob_is_branch(bob_opcode(d->f->code[i])) && target < d->f->code_size)
            d->marks[target] |= MARK_LEADER;
    }
    for (i = 0; i < d->f->handler_count; i++)
        d->marks[d->f->handlers[i].start] |= MARK_LEADER;
}

/* Whether instruction i has one of the marks and belongs to the same straight piece as what
 * is before it. Never asked of what comes after one that does not follow. */
static bool follows(const Decoder *d, uint32_t i, unsigned marks)
{
    return (d->marks[i] & (MARK_LEADER | MARK_TRAP)) == 0 && (d->marks[i] & marks) != 0;
}

/* How the binary operation at `op` is fused with its source and what comes after it: the
 * number of instructions, 0 where there is no such superinstruction. */
static uint32_t fuse_binary(const Decoder *d, uint32_t first, uint32_t op, BobSource source,
                            unsigned *threaded)
{
    const uint16_t *row = fused[bob_opcode(d->f->code[op])][source];
    BobSinkKind sink = SINK_PUSH;
    if ((d->marks[op + 1] & (MARK_LEADER | MARK_TRAP)) == 0) {
        unsigned next = bob_opcode(d->f->code[op + 1]);
        sink = next == OP_STORE_NAME      ? SINK_STORE
               : next == OP_JUMP_IF_FALSE ? SINK_FALSE
               : next == OP_JUMP_IF_TRUE  ? SINK_TRUE
                                          : SINK_PUSH;
    }
    if (row[sink] == 0)
        sink = SINK_PUSH;
    *threaded = row[sink];
    return row[sink] == 0 ? 0 : op + (sink == SINK_PUSH ? 1 : 2) - first;
}

/* Two moves as one. */
static uint32_t fuse_pair(const Decoder *d, uint32_t i, unsigned *threaded)
{
    bool local = (d->marks[i] & MARK_LOCAL) != 0;
    if (follows(d, i + 1, MARK_STORE))
        *threaded = local ? TH_LOAD_STORE : TH_CONST_STORE;
    else if (local && follows(d, i + 1, MARK_CONST))
        *threaded = TH_LOAD_CONST;
    else if (local && follows(d, i + 1, MARK_LOCAL) &&
             !(follows(d, i + 2, MARK_LOCAL | MARK_CONST) && follows(d, i + 3, MARK_BINARY)))
        *threaded = TH_LOAD_LOAD; /* unless the second is better used with what comes after it */
    else
        return 0;
    return 2;
}

/* A superinstruction from i on: how many instructions it executes, 0 for none. */
static uint32_t choose_fused(const Decoder *d, uint32_t i, unsigned *threaded)
{
    unsigned marks = d->marks[i];
    uint32_t n = 0;
    if ((marks & MARK_BINARY) != 0)
        return fuse_binary(d, i, i, SOURCE_SS, threaded);
    if ((marks & (MARK_LOCAL | MARK_CONST)) == 0)
        return 0;
    if ((marks & MARK_LOCAL) != 0 && follows(d, i + 1, MARK_LOCAL | MARK_CONST) &&
        follows(d, i + 2, MARK_BINARY))
        n = fuse_binary(d, i, i + 2, (d->marks[i + 1] & MARK_LOCAL) != 0 ? SOURCE_LL : SOURCE_LC,
                        threaded);
    else if (follows(d, i + 1, MARK_BINARY))
        n = fuse_binary(d, i, i + 1, (marks & MARK_LOCAL) != 0 ? SOURCE_SL : SOURCE_SC, threaded);
    return n > 0 ? n : fuse_pair(d, i, threaded);
}

/* What a single instruction becomes. */
static unsigned choose(const Decoder *d, uint32_t i)
{
    unsigned opcode = bob_opcode(d->f->code[i]);
    if ((d->marks[i] & MARK_TRAP) != 0)
        return TH_LEAVE;
    switch ((BobOpcode)opcode) {
    case OP_PUSH_FUNC:
    case OP_ARG_COUNT:
        return TH_PUSH_CONST;
    case OP_LOAD_NAME:
        return (d->marks[i] & MARK_LOCAL) != 0 ? TH_LOAD_SLOT : TH_LOAD_ADDRESS;
    case OP_LOAD_LOCAL:
        return (d->marks[i] & MARK_LOCAL) != 0 ? TH_LOAD_SLOT : TH_LEAVE; /* never bound */
    case OP_LOAD_GLOBAL:
        return TH_LOAD_ADDRESS;
    case OP_STORE_NAME:
        return TH_STORE_SLOT;
    case OP_DELETE_NAME:
        return slot_of(d, i) != BOB_NO_SLOT ? TH_DELETE_SLOT : TH_LEAVE;
    case OP_STORE_GLOBAL:
        return TH_STORE_ADDRESS;
    case OP_NOP:
    case OP_PUSH_CONST:
    case OP_POP:
    case OP_DUP:
    case OP_DUP2:
    case OP_SWAP:
    case OP_ROT3:
    case OP_JUMP:
    case OP_JUMP_IF_TRUE:
    case OP_JUMP_IF_FALSE:
    case OP_JUMP_IF_TRUE_OR_POP:
    case OP_JUMP_IF_FALSE_OR_POP:
    case OP_CALL_FUNC:
    case OP_CALL_VALUE:
    case OP_CALL_KEYWORDS:
    case OP_CALL_SPREAD:
    case OP_CALL_METHOD:
    case OP_CLASS_NEW:
    case OP_RETURN_VAL:
    case OP_RAISE:
    case OP_RERAISE:
    case OP_EXIT:
    case OP_HALT:
#define MEANING(name) case OP_##name:
#include "core/machine/ops.def"
        return opcode;
    }
    return TH_LEAVE; /* not assigned, which is marked as what must fail */
}

/* Chooses for all instructions of the function, and finds their places; the number of cells.
 * A function that is not proven is one LEAVE after another. */
static uint32_t choose_all(Decoder *d, uint16_t *threaded, bool proven)
{
    uint32_t *cell_of = d->code->cell_of[d->function], i = 0, at = 0;
    while (i < d->f->code_size) {
        unsigned chosen = TH_LEAVE;
        uint32_t n = 0;
        if (proven && d->fused && (d->marks[i] & MARK_TRAP) == 0)
            n = choose_fused(d, i, &chosen);
        if (n == 0) {
            n = 1;
            chosen = proven ? choose(d, i) : TH_LEAVE;
        }
        threaded[i] = (uint16_t)chosen;
        cell_of[i++] = at;
        at += bob_cell_size(chosen);
        while (--n > 0)
            cell_of[i++] = BOB_NO_CELL;
    }
    cell_of[i] = at;
    return at + 1; /* a LEAVE after the last */
}

/* ---- writing cells ---- */

static void put(Decoder *d, uint64_t u)
{
    (d->at++)->u = u;
}

static void put_slot(Decoder *d, uint32_t i)
{
    put(d, (uint64_t)slot_of(d, i) * sizeof(BobValue)); /* pre-scaled */
}

static void put_value(Decoder *d, BobValue v)
{
    put(d, v.tag);
    put(d, (uint64_t)v.i);
}

static void put_constant(Decoder *d, uint32_t i)
{
    BobWord w = d->f->code[i];
    if (bob_opcode(w) == OP_PUSH_FUNC) {
        put_value(d, bob_func(bob_operand(w)));
    } else if (bob_opcode(w) == OP_ARG_COUNT) {
        put_value(d, bob_int(d->s->arg_count));
    } else {
        ASSERT(bob_opcode(w) == OP_PUSH_CONST);
        put_value(d, d->s->program->constants[bob_operand(w)]);
    }
}

/* What a load puts on the stack. */
static void put_operand(Decoder *d, uint32_t i)
{
    if (bob_opcode(d->f->code[i]) == OP_PUSH_CONST)
        put_constant(d, i);
    else
        put_slot(d, i);
}

/* Where the jump at i leads and what it takes from the fuel. */
static void put_jump(Decoder *d, uint32_t i)
{
    uint32_t target = bob_operand(d->f->code[i]);
    (d->at++)->target = d->code->callees[d->function].entry + d->code->cell_of[d->function][target];
    (d->at++)->i = (int64_t)i + 1 - (int64_t)target;
}

static void put_fused(Decoder *d, uint32_t i, unsigned threaded)
{
    static const struct {
        uint8_t loads;
        BobSinkKind sink;
    } shapes[TH_COUNT] = {
#define FUSE_BIN(op, source, sink) [TH_##op##_##source##_##sink] = {LOADS_##source, SINK_##sink},
#include "core/decode/fuse.def"
    };
    uint32_t op = i + shapes[threaded].loads;
    while (i < op)
        put_operand(d, i++);
    switch (shapes[threaded].sink) {
    case SINK_STORE:
        put_slot(d, op + 1);
        break;
    case SINK_FALSE:
    case SINK_TRUE:
        put_jump(d, op + 1);
        break;
    case SINK_PUSH:
        break;
    }
}

static void put_operands(Decoder *d, uint32_t i, unsigned threaded)
{
    BobWord w = d->f->code[i];
    uint32_t n = bob_operand(w);
    const BobCell *first UNUSED = d->at;
    switch ((BobThreaded)threaded) {
    case TH_PUSH_CONST:
        put_constant(d, i);
        break;
    case TH_LOAD_SLOT: /* and the global to fall back on */
        put_slot(d, i);
        put(d, bob_opcode(w) == OP_LOAD_NAME ? n : UINT64_MAX);
        break;
    case TH_STORE_SLOT:
    case TH_DELETE_SLOT:
        put_slot(d, i);
        break;
    case TH_LOAD_ADDRESS:
    case TH_STORE_ADDRESS:
        (d->at++)->value = &d->s->globals[n];
        break;
    case TH_CALL_FUNC:
        put(d, (uint64_t)(uintptr_t)&d->code->callees[n]);
        put(d, i + 1);
        break;
    case TH_CALL_VALUE:
    case TH_CALL_KEYWORDS:
    case TH_CALL_METHOD:
        put(d, n);
        put(d, i + 1);
        break;
    case TH_CALL_SPREAD:
        put(d, i + 1);
        break;
    case TH_RETURN_VAL:
        put(d, i + 1);
        put(d, d->code->callees[d->function].use);
        put(d, (uint64_t)d->f->local_count * sizeof(BobValue));
        break;
    case TH_LOAD_LOAD:
    case TH_LOAD_CONST:
    case TH_LOAD_STORE:
    case TH_CONST_STORE:
        put_operand(d, i);
        put_operand(d, i + 1);
        break;
#define FUSE_BIN(op, source, sink) case TH_##op##_##source##_##sink:
#include "core/decode/fuse.def"
        put_fused(d, i, threaded);
        break;
    case TH_JUMP:
    case TH_JUMP_IF_TRUE:
    case TH_JUMP_IF_FALSE:
    case TH_JUMP_IF_TRUE_OR_POP:
    case TH_JUMP_IF_FALSE_OR_POP:
        put_jump(d, i);
        break;
#define MEANING(name) case TH_##name:
#include "core/machine/ops.def"
        if (bob_ops[threaded].operand != OPERAND_NONE)
            put(d, n);
        break;
    case TH_NOP:
    case TH_POP:
    case TH_DUP:
    case TH_DUP2:
    case TH_SWAP:
    case TH_ROT3:
    case TH_RAISE:
    case TH_RERAISE:
    case TH_EXIT:
    case TH_HALT:
    case TH_CLASS_NEW:
    case TH_LEAVE:
        break;
    case TH_LOAD_NAME: /* what choose() replaces */
    case TH_LOAD_LOCAL:
    case TH_LOAD_GLOBAL:
    case TH_STORE_NAME:
    case TH_DELETE_NAME:
    case TH_STORE_GLOBAL:
    case TH_PUSH_FUNC:
    case TH_ARG_COUNT:
        ASSERT(false);
        break;
    }
    ASSERT((size_t)(d->at - first) == bob_cell_size(threaded) - 1);
}

static void write_function(Decoder *d, const void *const *labels, const uint16_t *threaded)
{
    const uint32_t *cell_of = d->code->cell_of[d->function];
    uint32_t i;
    for (i = 0; i < d->f->code_size; i++)
        if (cell_of[i] != BOB_NO_CELL) {
            (d->at++)->label = labels[threaded[i]];
            put_operands(d, i, threaded[i]);
        }
    (d->at++)->label = labels[TH_LEAVE];
}

/* ---- all functions ---- */

static void enter_function(Decoder *d, uint32_t function)
{
    uint32_t i;
    d->function = function;
    d->f = &d->s->program->functions[function];
    for (i = 0; i < d->f->local_count; i++)
        d->slot_of[d->f->locals[i]] = i;
}

static void leave_function(Decoder *d)
{
    uint32_t i;
    for (i = 0; i < d->f->local_count; i++)
        d->slot_of[d->f->locals[i]] = BOB_NO_SLOT;
}

static BobStatus choose_function(Decoder *d, uint16_t *threaded)
{
    bool proven = d->f->max_depth <= d->s->stack_limit; /* BOB_UNPROVEN is more than any limit */
    BobCallee *callee = &d->code->callees[d->function];
    uint32_t deepest;
    if (proven) {
        if (bob_prove_depth(d->s->program, d->f, d->depth, &deepest) != BOB_OK)
            return BOB_OUT_OF_MEMORY;
        mark_all(d);
    }
    callee->params = d->f->param_count;
    callee->takes = d->f->takes;
    callee->locals = d->f->local_count;
    callee->use = BOB_USE_FRAME + bob_frame_charge(d->s, d->f);
    callee->surcharge = /* more than there ever is: a large frame takes long, and is left to the
                           reference engine */
        d->f->local_count > BOB_POLL_UNITS ? INT64_MAX / 4 * 3 : bob_call_surcharge(d->f);
    d->code->cell_count += choose_all(d, threaded, proven);
    return BOB_OK;
}

static BobStatus decode(Decoder *d, const void *const *labels)
{
    const BobProgram *p = d->s->program;
    BobCode *code = d->code;
    uint16_t *threaded = d->threaded;
    uint32_t *cell_of = code->places, i;
    for (i = 0; i < p->function_count; i++) {
        code->cell_of[i] = cell_of;
        enter_function(d, i);
        if (choose_function(d, threaded) != BOB_OK)
            return BOB_OUT_OF_MEMORY;
        leave_function(d);
        cell_of += d->f->code_size + 1;
        threaded += d->f->code_size;
    }
    code->cells = d->at = bob_alloc(&d->s->allocator, code->cell_count * sizeof(BobCell));
    if (code->cells == NULL)
        return BOB_OUT_OF_MEMORY;
    for (i = 0, threaded = d->threaded; i < p->function_count; i++) {
        code->callees[i].entry = d->at;
        enter_function(d, i);
        write_function(d, labels, threaded);
        leave_function(d);
        threaded += d->f->code_size;
    }
    return BOB_OK;
}

BobStatus bob_decode(const BobState *s, const void *const *labels, BobCode **out)
{
    const BobProgram *p = s->program;
    const BobAllocator *a = &s->allocator;
    Decoder d = {.s = s, .fused = labels[TH_LOAD_LOAD] != NULL};
    uint32_t i, longest = 0, name_count = p->names.count;
    size_t instructions = 0;
    BobStatus status = BOB_OUT_OF_MEMORY;
    BobCode *code = *out = bob_alloc_zeroed(a, sizeof *code);
    if (code == NULL)
        return BOB_OUT_OF_MEMORY;
    for (i = 0; i < p->function_count; i++) {
        instructions += p->functions[i].code_size;
        if (longest < p->functions[i].code_size)
            longest = p->functions[i].code_size;
    }
    d.code = code;
    code->labels = labels;
    /* From any test of the fuel the next is at most a function's length away. */
    code->threshold = 2 * (uint64_t)longest + 8;
    code->place_count = instructions + p->function_count;
    code->places = bob_alloc(a, code->place_count * sizeof *code->places);
    code->callees = bob_alloc_zeroed(a, p->function_count * sizeof *code->callees);
    code->cell_of = bob_alloc_zeroed(a, p->function_count * sizeof *code->cell_of);
    d.threaded = bob_alloc(a, instructions * sizeof *d.threaded);
    d.slot_of = bob_alloc(a, name_count * sizeof *d.slot_of);
    d.marks = bob_alloc(a, longest + 1u);
    d.depth = bob_alloc(a, longest * sizeof *d.depth);
    if (code->places != NULL && code->callees != NULL && code->cell_of != NULL &&
        d.threaded != NULL && d.slot_of != NULL && d.marks != NULL && d.depth != NULL) {
        memset(d.slot_of, 0xFF, name_count * sizeof *d.slot_of); /* BOB_NO_SLOT */
        status = decode(&d, labels);
    }
    bob_free(a, d.threaded, instructions * sizeof *d.threaded);
    bob_free(a, d.slot_of, name_count * sizeof *d.slot_of);
    bob_free(a, d.marks, longest + 1u);
    bob_free(a, d.depth, longest * sizeof *d.depth);
    if (status != BOB_OK) {
        bob_code_free(s, code);
        *out = NULL;
    }
    return status;
}

void bob_code_free(const BobState *s, BobCode *code)
{
    const BobAllocator *a = &s->allocator;
    uint32_t functions = s->program->function_count;
    bob_free(a, code->places, code->place_count * sizeof *code->places);
    bob_free(a, code->cell_of, functions * sizeof *code->cell_of);
    bob_free(a, code->callees, functions * sizeof *code->callees);
    bob_free(a, code->cells, code->cell_count * sizeof *code->cells);
    bob_free(a, code, sizeof *code);
}

void bob_code_place(const BobState *s, const BobCode *code, const BobCell *at, uint32_t *function,
                    uint32_t *ip)
{
    const uint32_t *cell_of;
    uint32_t low = *function, high = low + 1, count = s->program->function_count, offset;
    if (low >= count || code->callees[low].entry > at ||
        (high < count && code->callees[high].entry <= at)) {
        low = 0;
        high = count;
    }
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
