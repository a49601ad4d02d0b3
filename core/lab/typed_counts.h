/* What is counted when the typed engine is profiled, by `bobbin dis --threaded=typed`, `profile`
 * and `ladder`. A tally before each cell counts how often that is dispatched; other runs have none,
 * so that profiling costs nothing while it is off. */
#ifndef BOB_TYPED_COUNTS_H
#define BOB_TYPED_COUNTS_H

#include "core/typed/typed_state.h"
#include "core/lab/typed_listing.h"

enum { WATCH_REFUSED = TYPED_CAPPED + 1, WATCH_EXITS };

typedef struct Watch {
    size_t *first;                  /* by function: its first instruction in exits */
    uint64_t (*exits)[WATCH_EXITS]; /* by instruction: exits there, by TypedExit */
    size_t instructions;
    uint64_t elsewhere; /* instructions that other engines executed */
} Watch;

Watch *bob_watch_new(const BobState *s);
void bob_watch_free(const BobState *s, Watch *w);
/* The state's top frame was left, or could not be entered, for this reason. */
void bob_watch_exit(const Typed *t, unsigned why);

/* A cell: how often it was dispatched, its row, and where its guard leads when it fails:
 * NULL where it never did. digit (MOST_OPERANDS of them) gets its operands' locations. */
uint64_t bob_tally(const TypedCell *cell);
const RowInfo *bob_tally_row(const TypedCell *cell, uint32_t *digit);
const TypedCell *bob_tally_guard_failed(const Typed *t, const TypedCell *cell);
/* Whether the operand of that kind with that place is in a slot of the frame. */
bool bob_in_slot(char kind, uint32_t digit);
/* How often a run was entered. */
uint64_t bob_tally_run(const Run *run);

extern const char *const bob_typed_type_names[]; /* by BobTag */

#endif
