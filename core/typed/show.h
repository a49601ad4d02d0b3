/* The typed engine's code as text. */
#ifndef BOB_TYPED_SHOW_H
#define BOB_TYPED_SHOW_H

#include "core/base/memory.h"

struct Typed;

/* Each run of cells that was decoded: where it begins, what was known there, its handlers. */
void bob_typed_show(const struct Typed *t, BobBuffer *out);

#endif
