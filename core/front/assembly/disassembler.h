/* A program to assembly text, which assembles again to the same bytes. */
#ifndef BOB_DISASSEMBLER_H
#define BOB_DISASSEMBLER_H

#include "core/base/memory.h"
#include "core/machine/program.h"

/* Appends the text of a finished program. BOB_OK or BOB_OUT_OF_MEMORY. */
NODISCARD BobStatus bob_dis(const BobProgram *p, BobBuffer *out);

/* Appends a text in quotes with escapes; valid UTF-8. */
void bob_dis_string(BobBuffer *out, const char *text, size_t n);

/* Appends a constant as a literal. */
void bob_dis_literal(BobBuffer *out, BobValue v);

/* Appends a name, in quotes where it is no identifier. */
void bob_dis_name(BobBuffer *out, const char *name, size_t n);

#endif
