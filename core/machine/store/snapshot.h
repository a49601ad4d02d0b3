/* Snapshots (.bobs): the canonical state as bytes, the same for the same state whichever
 * engine came there.
 *
 * All numbers are little-endian and unaligned.
 *
 *   0   8  magic: 8B 42 4F 42 53 0D 0A 1A
 *   8   u32 version, 2; u32 0
 *   16  u64 length of the whole snapshot
 *   24  u64 hash of the operation table
 *   32  container: u64 length, bytes
 *       arguments: u32 count, each u32 size and bytes
 *       counts: u64 instructions, u32 objects that have a number of creation
 *       output: u64 bytes, and their running xxh64: 4 u64 lanes, the bytes past the last whole
 *              block of 32
 *       heap account: u64 charged, u64 free headers, 36 u64 free rooms by class
 *       texts: u32 count, each: u32 used, u32 strings, u8 room class, u32 size, bytes
 *              (so much as the longest reachable string shows)
 *       objects: u32 count, each: u8 type (the snapshot number of types.def: 0 str, 1 tuple,
 *              2 list, 3 dict, 4 set, 5 frozenset), u8 flags (1 freed, 2 released, 4 numbered); u32
 * number of creation where numbered; str: u32 text, u32 size; what has elements: u8 room class
 * where the type grows (list), u32 size, values; nothing more where freed; dict: u8 room class, u32
 * count, entries of key, value (both unbound where deleted) and u64 hash; set, frozenset: u8 room
 * class, u32 count of slots, u32 finger where there are any, slots of key and u64 hash released:
 * u32 count, each u32: of the free headers from the last given back on, the object's number + 1, or
 * 0 where nothing reaches it; ends with one reached host: u8 phase (0 main, 1 idle, 2 in a call),
 * u8 how the last run ended (0 not, 1 HALT, 2 RETURN_VAL, 3 EXIT), u64 exit code, value: the
 * result, u64 bytes in use from which on arguments and results are given back, u32 count, each u32
 *              the number of such an object (core/host/drop.h)
 *       frames (none of an idle machine): u32 count, each: u32 function, u32 ip, u32 depth, u32
 * what becomes of its result (then.def; the operand's place from the top in the upper 24 bits), the
 * locals' values by slot, the operands' values from the bottom globals: u32 count, each: u32 name,
 * value; by name number handled: the exception that is being handled, or none: a value end u64
 * xxh64 of all bytes before
 *
 *   value   u8 kind, u64: 0 unbound, 1 none, 2 bool, 3 int, 4 float (one nan for all),
 *           5 function, 6 object, 7 string of one character (128: the empty one), 8 string
 *           constant
 *
 * Objects are numbered by first reach: frames oldest first, locals, operands from the
 * bottom, then globals, the result, arguments and results that are over, what is being handled;
 * then what the objects hold, in the order of their numbers. */
#ifndef BOB_SNAPSHOT_H
#define BOB_SNAPSHOT_H

#include "core/machine/state.h"

#define BOB_SNAPSHOT_MAGIC                                                                         \
    "\x8B"                                                                                         \
    "BOBS\r\n\x1A"
#define BOB_SNAPSHOT_VERSION 2u
#define BOB_SNAPSHOT_HEAD 32u

/* Kinds of values: a reference has one of three. */
enum {
    SNAP_UNBOUND = 0,
    SNAP_OBJECT = 6,
    SNAP_STATIC = 7,
    SNAP_CONSTANT = 8,
#define VALUE(NAME, name, python, public, snapshot, ...) SNAP_##NAME = snapshot,
#include "core/machine/types/types.def"
};
/* Types of objects, and their flags. */
enum {
#define OBJECT(NAME, name, python, public, snapshot, ...) SNAP_TYPE_##NAME = snapshot,
#include "core/machine/types/types.def"
};
#define SNAP_FREED 1u
#define SNAP_RELEASED 2u
#define SNAP_NUMBERED 4u

/* Writes the snapshot of a state that has not ended, in pieces of at most so many bytes; besides
 * them it takes memory for numbers of objects and the program's container alone. BOB_OK,
 * BOB_OUT_OF_MEMORY or BOB_OUTPUT_FAILED. */
#define BOB_SNAPSHOT_PIECE ((size_t)1 << 20)
NODISCARD BobStatus bob_snapshot_write(const BobState *s, BobWrite write, void *ctx);

/* Makes s the state of a snapshot of program p, under the limits of config. BOB_OK,
 * BOB_OUT_OF_MEMORY, or BOB_INVALID_PROGRAM (damage, another program, limits that the state
 * is already beyond) with reason and offset in *error; s needs no bob_state_end then. */
NODISCARD BobStatus bob_snapshot_read(BobState *s, const BobProgram *p, const BobConfig *config,
                                      const void *bytes, size_t n, BobError *error);

/* The program in a snapshot; errors as above. */
NODISCARD BobStatus bob_snapshot_read_program(const void *bytes, size_t n, const BobAllocator *a,
                                              const BobLoadLimits *limits, BobProgram **program,
                                              BobError *error);

#endif
