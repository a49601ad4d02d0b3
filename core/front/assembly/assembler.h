/* Assembly text (.boba) to a program. docs/machine.md, 8, shows the language.
 *
 *   line       [label:]... [instruction | directive] [; comment]
 *   .func NAME PARAM...   begins a function; what follows belongs to it
 *   .line N               source line of what follows in this function, 0 for unknown
 *   .raw OP ARG           any opcode (a number to 255 or a mnemonic) with any 24-bit operand
 *   .source "f.py"        the source file's name, once
 *   .const LITERAL        the next entry of the constant pool, even where it is there already
 *   .name NAME            the next entry of the name pool, unless it is there already
 *
 * A name is an identifier ([A-Za-z_][A-Za-z0-9_.]*) or a string. The pools hold what is
 * used, in order of first use; an instruction takes the first constant of its value. So
 * what dis writes assembles to the same program, bit for bit. */
#ifndef BOB_ASSEMBLER_H
#define BOB_ASSEMBLER_H

#include "core/bobbin.h"

/* On success *program is new, finished and the caller's; otherwise BOB_OUT_OF_MEMORY or
 * BOB_INVALID_PROGRAM with message, line and column (in characters, from 1) in *error (may
 * be NULL), whose source is `name` (may be NULL), not copied. Linear in the text. */
BobStatus bob_asm(const char *text, size_t n, const char *name, const BobAllocator *allocator,
                  const BobLoadLimits *limits, BobProgram **program, BobError *error);

/* The same, for the places of its instructions: visit gets each in the order of the text. */
BobStatus bob_asm_places(const char *text, size_t n, const BobAllocator *allocator,
                         BobAssemblyVisit *visit, void *ctx);

#endif
