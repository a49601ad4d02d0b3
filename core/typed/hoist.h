/* Loads that are hoisted out of loops: table[i] of table[i][j]. The context says which elements
 * have been loaded into which of the frame's slots for them, and are still what the lists hold. */
#ifndef BOB_HOIST_H
#define BOB_HOIST_H

#include "core/typed/context.h"

/* True if that element of that list is worth hoisting here; says which it is in *load. */
bool bob_can_hoist(const Decode *d, const Var *list, const Var *at, HoistedLoad *load);
/* Where an element is that has been hoisted; false where it has not been. */
bool bob_find_hoisted(const Decode *d, const HoistedLoad *load, Var *element);
/* Where it will be from now on; false where there is no room. */
bool bob_hoist(Decode *d, const HoistedLoad *load, Var *element);
/* What was loaded with the help of a local that changes, or (NO_LOCAL) all of them, is no longer
 * valid. */
void bob_forget_hoisted(Decode *d, uint32_t local);
/* Nor is what the innermost loop changes. */
void bob_forget_variant(Decode *d);
/* How many hoisted loads the innermost loop leaves as they are. */
uint32_t bob_count_hoisted(const Context *c);
/* True if all that `than` has hoisted c has too. */
bool bob_hoists_all(const Context *c, const Context *than);

#endif
