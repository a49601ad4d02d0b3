/* Where fuel is tested.
 *
 * Fuel that is left = Typed.loop.fuel_left + Context.fuel_offset - Context.ip + Typed.threshold, so
 * that straight code counts by being where it is. From one test to the next a function's length is
 * executed at most, and the threshold is more than that; but where slices are short the
 * instructions that it keeps from typed code are most of a slice. For those code is made with fine
 * tests: no more than some FINE_STEP instructions apart, after each of which the offset is the
 * instruction's own number. fuel_left is never less than 0 then, so what takes some of it must test
 * it. */
#ifndef BOB_TYPED_FUEL_H
#define BOB_TYPED_FUEL_H

#include "core/typed/typed_state.h"

/* How many instructions may have been executed since a fine test. */
static inline int64_t untested(const Context *c)
{
    return (int64_t)c->ip - c->fuel_offset;
}

/* The offset after a test of fuel that stands at that instruction. */
static inline int64_t offset_at_test(const Decode *d, uint32_t ip)
{
    return d->t->fine ? (int64_t)ip : 0;
}

/* Whether an operation that stands there may do the test of so much fuel. */
static inline bool may_defer(const Decode *d, uint32_t ip, int64_t fuel_offset, int64_t fuel)
{
    return !d->t->fine || (int64_t)ip - (fuel_offset - fuel) <= FINE_DEFERRED;
}

/* Whether a jump from there to a version must test the fuel that it takes. */
static inline bool must_test(const Decode *d, const Version *v, int64_t fuel_offset)
{
    return d->t->fine && v->context->fuel_offset > fuel_offset;
}

/* A test of fuel before the instruction that is decoded next. */
static inline void test_fuel(Decode *d, int64_t offset)
{
    bob_op(d, ROW_FUEL, 1, bob_imm(offset - d->c->fuel_offset));
    d->c->fuel_offset = offset;
}

#endif
