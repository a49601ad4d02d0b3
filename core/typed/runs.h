/* Runs: cells that are decoded in one go, each with what is needed to find its contexts again. */
#ifndef BOB_RUNS_H
#define BOB_RUNS_H

#include "core/typed/context.h"

void bob_begin_run(Decode *d);
void bob_end_run(Decode *d);
/* Ends the run and begins another directly after it, in another context. */
void bob_continue_in(Decode *d, const Context *c);
/* Fuses and emits the operations that wait. */
void bob_flush(Decode *d);

#endif
