/* Threaded code as text: which cells are made of which instructions, and all of it
 * beside the bytecode. Made by the decoder itself, from marks in the place of an engine's
 * labels, so it is what the engine runs. */
#ifndef BOB_LISTING_H
#define BOB_LISTING_H

#include "core/base/memory.h"
#include "core/decode/decode.h"

/* Decodes as for an engine with superinstructions or without. BOB_OK or BOB_OUT_OF_MEMORY. */
NODISCARD BobStatus bob_view_decode(const BobState *s, bool fused, BobCode **code);

/* The instruction of threaded code (TH_...) that begins at a cell of such code. */
unsigned bob_view_threaded(const BobCell *cell);

/* Marks what jumps and returns lead to; leader has code_size entries. A superinstruction
 * can't reach over one. */
void bob_view_leaders(const BobFunction *f, uint8_t *leader);

/* Appends an instruction of a function as text. Jumps lead to labels, by instruction, or with
 * NULL to the instruction's number. */
void bob_listing_bytecode(const BobProgram *p, const BobFunction *f, BobWord w,
                          const uint32_t *labels, BobBuffer *out);

/* Appends the listing of a program whose state is s. BOB_OK or BOB_OUT_OF_MEMORY. */
NODISCARD BobStatus bob_decode_listing(const BobState *s, bool fused, BobBuffer *out);

#endif
