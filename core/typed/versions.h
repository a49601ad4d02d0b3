/* Versions of blocks: what begins at a join point, once for each combination of types. */
#ifndef BOB_VERSIONS_H
#define BOB_VERSIONS_H

#include "core/typed/edge.h"

/* At a join point: true where a version begins here, false where the run ends with a jump to
 * one. */
bool bob_join_paths(Decode *d);
/* True if lp will point at the version of this instruction. */
bool bob_at_lp(const FunctionInfo *f, uint32_t ip);
/* True if a version could begin with the operands as they are, without constants and copies. */
bool bob_is_normal(const Decode *d);
/* lp is of no use outside its loop. */
void bob_forget_lp(Decode *d);

/* True if there is code to enter from the canonical state, in a context where all is in slots; it
 * is then what Begun.last says. */
bool bob_is_made(Typed *t, Context *c);
/* A cell that a frame in that context, of the canonical state, continues at when what it called
 * returns: a link, in place of the one that the call would have left. */
TypedCell *bob_resume_at(Typed *t, Context *c, Entry *callee);

#endif
