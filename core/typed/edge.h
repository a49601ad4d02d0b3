/* Edges that nothing has taken yet. Each leads to a stub, which decodes its target when it is
 * first dispatched, and then writes that into the word of the cell that led here. */
#ifndef BOB_EDGE_H
#define BOB_EDGE_H

#include "core/typed/lookup.h"

#define STUB_CELLS 3u /* a jump fits in its place later */

typedef enum EdgeKind { EDGE_JUMP, EDGE_CALL, EDGE_RETURN } EdgeKind;

struct Edge {
    uint8_t kind;                    /* an EdgeKind */
    bool paused;                     /* EDGE_JUMP: goes on inside a block, even at a join point */
    Context *context;                /* there; of a call at its continuation, without the result */
    TypedCell *patch;                /* the word to write when it is decoded, or NULL */
    Entry *callee;                   /* EDGE_CALL, */
    struct Edge *back;               /* where it returns to */
    TypedCell *by_type[TAG_REF + 1]; /* EDGE_RETURN */
};

/* From here to an instruction, reached with that fuel offset. Where memory is out, d->failed is
 * set and the edge is one that must not be taken. */
Edge *bob_edge(Decode *d, int kind, uint32_t ip, int64_t fuel_offset);
/* The edge of the call that a link leads back to. */
Edge *bob_edge_of(const Typed *t, const TypedCell *link);
/* A stub's cells at `cell`; whether what is there is one. */
void bob_put_stub(const Typed *t, TypedCell *cell, Edge *edge);
bool bob_is_stub(const Typed *t, const TypedCell *cell);
bool bob_is_jump(const Typed *t, const TypedCell *cell);

/* The contexts at an entry's first instruction, and after a call with a result of that type, in r0
 * or f0. Both are made in t->spare. */
Context *bob_entry_context(Typed *t, Entry *e);
Context *bob_return_context(Typed *t, const Edge *e, unsigned type);

#endif
