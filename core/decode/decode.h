/* The pre-decoder: bytecode to threaded code, an array of cells that begins each
 * instruction with the address of its handler and goes on with its operands.
 *
 *   names       to slots of the frame, or to the address of the global
 *   constants   inline, tag and value
 *   jumps       to the address of the cell, with the change of the fuel left
 *   calls       to the callee's first cell, with the sizes of its frame
 *
 * Nothing is checked that the proof of stack depths has shown; a function that is not
 * proven, or proven deeper than the stack limit, is one LEAVE after another, and so runs
 * in the reference engine, whose handlers check everything. What must fail (an unassigned
 * opcode, a bad target, the function's end) is a LEAVE too: the reference engine then fails
 * as it should, when and only when it is reached.
 *
 * Fuel is kept per path, not per instruction: `left` is what would be left at the
 * function's instruction 0, so that only what does not go straight on changes it, by a
 * constant: a jump from i to t takes i + 1 - t. */
#ifndef BOB_DECODE_H
#define BOB_DECODE_H

#include "core/machine/state.h"

typedef union BobCell {
    const void *label;
    union BobCell *target;
    BobValue *value;
    uint64_t u;
    int64_t i;
} BobCell;

/* Where a binary operation takes its operands from. */
typedef enum BobSource {
    SOURCE_SS, /* the stack */
    SOURCE_LL, /* two locals */
    SOURCE_LC, /* a local and a constant */
    SOURCE_SL, /* the stack and a local */
    SOURCE_SC  /* the stack and a constant */
} BobSource;
enum { SOURCE_COUNT = SOURCE_SC + 1 };

/* Where its result goes. */
typedef enum BobSinkKind {
    SINK_PUSH,
    SINK_STORE, /* a local */
    SINK_FALSE, /* jump if it is false */
    SINK_TRUE
} BobSinkKind;
enum { SINK_COUNT = SINK_TRUE + 1 };

/* The instructions of threaded code: those of bytecode, and what they become. */
typedef enum BobThreaded {
#define OP(name, ...) TH_##name,
#include "core/machine/ops.def"
    TH_LOAD_SLOT,    /* slot, name: LOAD_NAME and LOAD_LOCAL of a slot */
    TH_LOAD_ADDRESS, /* address: LOAD_GLOBAL, LOAD_NAME of what is never stored here */
    TH_STORE_SLOT,   /* slot */
    TH_DELETE_SLOT,  /* slot */
    TH_STORE_ADDRESS,
    TH_LEAVE, /* let the reference engine do it */
#define FUSE_BIN(op, source, sink) TH_##op##_##source##_##sink,
#define FUSE(name, ...) TH_##name,
#include "core/decode/fuse.def"
} BobThreaded;
enum {
    TH_COUNT = OP_COUNT + 6 /* of which the last is TH_LEAVE */
#define FUSE_BIN(op, source, sink) +1
#define FUSE(name, ...) +1
#include "core/decode/fuse.def"
};
_Static_assert(TH_LEAVE == OP_COUNT + 5, "the cells of bytecode come first, then six more");

/* Cells that an operand takes of its kind; where a name becomes a slot or an address, the
 * instruction becomes another. */
enum {
    BOB_CELLS_NONE = 0,
    BOB_CELLS_CONST = 2, /* tag and value */
    BOB_CELLS_NAME = 1,
    BOB_CELLS_FUNC = 1,
    BOB_CELLS_TARGET = 2, /* and the change of the fuel left */
    BOB_CELLS_COUNT = 1,
    BOB_CELLS_MATH = 1,
    BOB_CELLS_BUILTIN = 1,
    BOB_CELLS_EXCEPTION = 1,
    BOB_CELLS_ASK = 1
};
_Static_assert(BOB_CELLS_CONST * sizeof(BobCell) == sizeof(BobValue),
               "a constant is copied by halves");

/* What a call needs to know of its callee. */
typedef struct BobCallee {
    BobCell *entry;
    uint32_t params;
    uint32_t takes; /* arguments of a CALL_VALUE; UINT32_MAX where they have to be bound. Cells are
                       the parameters after them */
    uint32_t locals;
    uint64_t use;      /* of depth and arena, packed: see BOB_USE_GUARD */
    int64_t surcharge; /* of a call */
} BobCallee;

typedef struct BobCode {
    BobCell *cells;
    size_t cell_count;
    BobCallee *callees; /* by function */
    uint32_t **cell_of; /* by function, by instruction: cell offset from the entry, or
                           BOB_NO_CELL inside a fused one */
    uint32_t *places;   /* storage of all that */
    size_t place_count;
    uint64_t threshold; /* run threaded while more fuel than this is left */
    const void *const *labels;
} BobCode;

#define BOB_NO_CELL UINT32_MAX

/* How many cells an instruction of threaded code takes, its label included. */
unsigned bob_cell_size(unsigned threaded);
const char *bob_threaded_name(unsigned threaded);

/* Decodes the program of s for an engine with these labels (TH_COUNT of them, NULL where it
 * has none: fused ones then are not used). BOB_OK or BOB_OUT_OF_MEMORY. Linear in the code. */
NODISCARD BobStatus bob_decode(const BobState *s, const void *const *labels, BobCode **out);
void bob_code_free(const BobState *s, BobCode *code);

/* The function and instruction that a cell belongs to; *function may be a guess. */
void bob_code_place(const BobState *s, const BobCode *code, const BobCell *cell, uint32_t *function,
                    uint32_t *ip);

/* Depth and arena of one frame in one number, so that one addition and one test do for both:
 * bits 0-33 count arena values, 34 is set when they are too many; bits 35-62 count frames,
 * 63 is set when they are. */
#define BOB_USE_GUARD (((uint64_t)1 << 34) | ((uint64_t)1 << 63))
#define BOB_USE_FRAME ((uint64_t)1 << 35)
_Static_assert((BOB_USE_GUARD & (BOB_USE_FRAME - 1)) == BOB_USE_FRAME >> 1 &&
                   BOB_USE_GUARD >> 63 == 1,
               "each guard is the bit above what it guards");

#endif
