/* Containers (.bob): a program as bytes. docs/format.md has the same in prose.
 *
 * All numbers are little-endian and unaligned. Each program has exactly one encoding:
 * whatever could be written in two forms is refused in all but one.
 *
 *   0    8  magic: 8B 42 4F 42 0D 0A 1A 0A
 *   8    u32 version, 2
 *   12   u32 number of sections, 5
 *   16   u64 length of the whole container
 *   24   u64 hash of the operation table (bob_ops_hash)
 *   32   section table, 24 bytes a section: u32 id, u32 0, u64 offset, u64 length
 *   152  the sections in the order of their ids, one right after the other
 *   end  u64 xxh64 of all bytes before
 *
 *   text       u32 size, then so many bytes of UTF-8
 *   1 names      u32 count, texts: all different, no NUL
 *   2 constants  u32 count, each a tag byte and what follows it:
 *                0 none; 1 bool, a byte 0 or 1; 2 int, 8 bytes; 3 float, 8 bytes (a nan is
 *                7FF8000000000000); 4 str, a text
 *   3 source     nothing, or the source file's name: a text without NUL
 *   4 asks       as names: those that the program asks its host by
 *   5 functions  u32 count, then each: name, a text, all different, no NUL; u32 count and
 *                parameters, u32 each: the lower 24 bits the number of a name, all different,
 *                the upper 8 how it gets its value (BobParamKind, PARAM_DEFAULT); u32 count and
 *                instructions, u32 words; u32 count and line entries, u32 ip and u32 line: ip below
 * the instructions' count and increasing, line different from the one before (0 before the first);
 * u32 count and handlers, u32 from, to, start and depth: in increasing order, none covering what
 * another does */
#ifndef BOB_CONTAINER_H
#define BOB_CONTAINER_H

#include "core/base/memory.h"
#include "core/machine/program.h"

#define BOB_CONTAINER_VERSION 2u

/* Whether the bytes are meant to be a container: they begin as one, or as one with a
 * damaged first byte, or as the start of a truncated one. Snapshots begin with 8B too:
 * ask for those first. */
bool bob_is_container(const void *bytes, size_t n);

/* Appends the container of a program. BOB_OK or BOB_OUT_OF_MEMORY. */
NODISCARD BobStatus bob_container_write(const BobProgram *p, BobBuffer *out);

/* Reads a container. On success *program is new, finished and the caller's; otherwise
 * BOB_OUT_OF_MEMORY or BOB_INVALID_PROGRAM with the reason and the offset in *error (may be
 * NULL). The bytes may be anything: nothing is read out of bounds, and no memory is taken
 * for a count that the bytes do not cover. */
NODISCARD BobStatus bob_container_read(const void *bytes, size_t n, const BobAllocator *allocator,
                                       const BobLoadLimits *limits, BobProgram **program,
                                       BobError *error);

/* ---- shared by container.c (writing) and unpack*.c (reading) ---- */

#define BOB_CONTAINER_MAGIC                                                                        \
    "\x8B"                                                                                         \
    "BOB\r\n\x1A\n"
#define BOB_CONTAINER_HEAD 32u
#define BOB_CONTAINER_ENTRY 24u

enum {
    SECTION_NAMES = 1,
    SECTION_CONSTANTS,
    SECTION_SOURCE,
    SECTION_ASKS,
    SECTION_FUNCTIONS,
    SECTION_END
};
#define BOB_CONTAINER_SECTIONS (SECTION_END - 1u)
#define BOB_CONTAINER_BODY (BOB_CONTAINER_HEAD + BOB_CONTAINER_SECTIONS * BOB_CONTAINER_ENTRY)

#define NOT_CONSTANT (-1)
enum {
#define VALUE(NAME, name, python, public, snapshot, constant) CONSTANT_##NAME = constant,
#define OBJECT(NAME, name, python, public, snapshot, constant, flags) CONSTANT_##NAME = constant,
#include "core/machine/types/types.def"
};

#endif
