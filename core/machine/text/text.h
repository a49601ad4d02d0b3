/* Values as text, as CPython's str() and repr() write them. */
#ifndef BOB_TEXT_H
#define BOB_TEXT_H

#include "core/machine/text/floattext.h"
#include "core/machine/state.h"
#include "core/machine/types/types.h"

/* Text in the making: bytes go to `buffer` up to `keep` of them, what comes after is only
 * counted in `size`, and once `size` is over `stop` the writers give up early. */
struct BobSink {
    BobState *state;
    BobBuffer *buffer;
    uint64_t size;
    uint64_t keep;
    uint64_t stop;
    uint64_t pause; /* the size from which bob_sink_gave_up() has to look closer */
    bool looks;     /* somebody looks at a value: the program does not, so nothing is numbered */
};

/* What can't be kept is counted so much further: whether the fuel left would have paid for the
 * text comes before what limit it passes. */
#define BOB_COUNTED_BEYOND ((uint64_t)1 << 20)

/* A sink on the state's scratch buffer, emptied; keeps up to `keep` bytes and stops where
 * the fuel left would not pay for the text, or so much past `keep`. */
BobSink bob_sink(BobState *s, uint64_t keep);
/* Another with the same limits. */
BobSink bob_sink_apart(const BobSink *k, BobBuffer *buffer);
void bob_sink_add(BobSink *k, const char *bytes, size_t n);

/* Whether no more need be written: `size` is over `stop`, memory is out, or the run was
 * interrupted. bob_sink_finish() then fails. */
bool bob_sink_look(BobSink *k);
static inline bool bob_sink_gave_up(BobSink *k)
{
    return (k->size > k->pause || k->buffer->failed) && bob_sink_look(k);
}

/* Writes v as str() or repr() would. A list or tuple inside itself shows as [...] or (...).
 * BOB_OK, or BOB_VALUE_ERROR (nested deeper than BOB_MAX_NESTING), BOB_USE_AFTER_FREE,
 * BOB_OUT_OF_MEMORY (the buffer), with the message in s->error. */
NODISCARD BobStatus bob_write_str(BobState *s, BobSink *k, BobValue v);
NODISCARD BobStatus bob_write_repr(BobState *s, BobSink *k, BobValue v);
/* A function of the program as repr shows it. */
void bob_write_function(BobSink *k, uint32_t function);
/* Whether CPython's str.isprintable() holds for a code point. */
bool bob_is_printable(uint32_t point);
/* A string in its quotes. */
void bob_write_quoted(BobSink *k, const BobObject *str);

/* Ends a text: charges its bytes as work (OutOfFuel), then says whether all was kept
 * (`exceeded` otherwise, e.g. BOB_OUTPUT_EXCEEDED). */
NODISCARD BobStatus bob_sink_finish(BobState *s, BobSink *k, BobStatus exceeded);

#endif
