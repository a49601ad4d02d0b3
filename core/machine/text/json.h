/* JSON for other programs: values, outcomes, states (docs/json.md). Everything is written
 * on one line, in valid UTF-8; only the buffer's memory can fail (b->failed). */
#ifndef BOB_JSON_H
#define BOB_JSON_H

#include "core/machine/state.h"

/* From this size of a document on values are cut short with "...": a structure that shares
 * its parts can be exponentially larger in text than in memory. More than any reader wants,
 * little enough for one to hold. An engine's name is not counted: all engines cut at the same
 * place. */
#define BOB_JSON_BUDGET ((size_t)64 << 20)

/* What is left of the budget, 0 where it is used up. */
size_t bob_json_room(const BobBuffer *b);

/* n bytes as a JSON string; what is not valid UTF-8 becomes U+FFFD. */
void bob_json_string(BobBuffer *b, const char *text, size_t n);

/* A value: none null; lists and tuples arrays; nan, infinities and functions strings of
 * their text; "<freed>", "[...]" and "(...)" for what was freed or lies inside itself, and
 * "..." for what is nested deeper than BOB_MAX_NESTING or beyond the budget. */
void bob_json_value(BobBuffer *b, const BobProgram *p, BobValue v);

/* What became of a run: BOB_OK, BOB_YIELDED, or the error in s->error ("bobbin.run/1"). */
void bob_json_outcome(BobBuffer *b, const BobState *s, const char *engine, BobStatus status);

/* A program that was refused before it ran ("bobbin.run/1"). */
void bob_json_refusal(BobBuffer *b, const BobError *e);

/* The canonical state as it is ("bobbin.state/1"). */
void bob_json_state(BobBuffer *b, const BobState *s, const char *engine);

#endif
