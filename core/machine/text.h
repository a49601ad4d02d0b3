/* Values as text, as CPython's str() and repr() write them. */
#ifndef BOB_TEXT_H
#define BOB_TEXT_H

#include "core/machine/floattext.h"
#include "core/machine/state.h"

/* Text in the making: bytes go to `buffer` up to `keep` of them, what comes after is only
 * counted in `size`, and once `size` is over `stop` the writers give up early. */
typedef struct BobSink {
    BobBuffer *buffer;
    uint64_t size;
    uint64_t keep;
    uint64_t stop;
} BobSink;

/* A sink on the state's scratch buffer, emptied; keeps up to `keep` bytes and stops where
 * the fuel left would not pay for the text, or past `keep` where fuel is unlimited. */
BobSink bob_sink(BobState *s, uint64_t keep);
void bob_sink_add(BobSink *k, const char *bytes, size_t n);

/* Writes v as str() or repr() would. A list or tuple inside itself shows as [...] or (...).
 * BOB_OK, or BOB_VALUE_ERROR (nested deeper than BOB_MAX_NESTING), BOB_USE_AFTER_FREE,
 * BOB_OUT_OF_MEMORY (the buffer), with the message in s->error. */
NODISCARD BobStatus bob_write_str(BobState *s, BobSink *k, BobValue v);
NODISCARD BobStatus bob_write_repr(BobState *s, BobSink *k, BobValue v);

/* Ends a text: charges its bytes as work (OutOfFuel), then says whether all was kept
 * (`exceeded` otherwise, e.g. BOB_OUTPUT_EXCEEDED). */
NODISCARD BobStatus bob_sink_finish(BobState *s, BobSink *k, BobStatus exceeded);

#endif
