#include "core/machine/check_state.h"

#ifdef BOB_DEBUG
#include "core/machine/program.h"

/* Each exit asks again: long code is proven, and many values are visited, in tests of a part. */
#define MOST_PROVEN 512u
#define MOST_VALUES 64u
/* And a long run in short slices is asked now and then: all exits of its beginning, then those by
 * which another SPARSE instructions were executed. */
#define ALL_EXITS 4096u
#define SPARSE 256u

static bool is_value(const BobState *s, BobValue v)
{
    switch (v.tag) {
    case TAG_NONE:
    case TAG_INT:
    case TAG_FLOAT:
        return true;
    case TAG_BOOL:
        return v.i == 0 || v.i == 1;
    case TAG_FUNC:
        return (uint64_t)v.i < s->program->function_count;
    case TAG_REF: /* in the heap's memory, or a constant: which is read only then */
        return v.ref != NULL &&
               (bob_heap_has(&s->heap, v.ref) || (v.ref->flags & OBJ_STATIC) != 0) &&
               v.ref->type < OBJ_COUNT && v.ref->kind < KIND_COUNT;
    default: /* unbound too: it is no operand */
        return false;
    }
}

static void check_names(const BobState *s, const BobValue *v, uint32_t n)
{
    uint32_t i;
    for (i = 0; i < n && i < MOST_VALUES; i++)
        ASSERT(v[i].tag == TAG_UNBOUND || is_value(s, v[i]));
}

/* The top frame alone, since where a call stands is checked by what goes on there. Where the
 * program has ended, what comes after need not be reached. */
static void check_depth(const BobState *s, const BobFrame *f)
{
    BobProgram p = *s->program; /* without an allocator that fails on request */
    const BobFunction *function = bob_frame_function(s, f);
    uint32_t depths[MOST_PROVEN], deepest;
    if (function->max_depth == BOB_UNPROVEN || function->code_size > MOST_PROVEN ||
        f->ip >= function->code_size || s->ending != ENDING_NONE)
        return;
    p.allocator = bob_malloc_allocator;
    if (bob_prove_depth(&p, function, depths, &deepest) == BOB_OK)
        ASSERT(depths[f->ip] == BOB_UNREACHED || depths[f->ip] == f->depth);
}

void bob_check_state(const BobState *s, uint64_t since)
{
    ASSERT(bob_state_is_sound(s));
    ASSERT(s->count >= since);
    ASSERT(s->count <= s->fuel ||
           s->count == since); /* a snapshot may have used more than the limit */
    ASSERT(s->surcharge == 0);
    ASSERT(!s->heap.journaling);
    if (s->count > ALL_EXITS && s->count / SPARSE == since / SPARSE)
        return;
    check_names(s, s->globals, s->program->names.count);
    ASSERT(is_value(s, s->handled));
    if (s->frame_count > 0) {
        const BobFrame *f = bob_top_frame(s);
        const BobValue *stack = bob_frame_stack(s, f);
        uint32_t i;
        check_names(s, f->locals, bob_frame_function(s, f)->local_count);
        for (i = 0; i < f->depth && i < MOST_VALUES; i++)
            ASSERT(is_value(s, stack[i]));
        check_depth(s, f);
    }
}
#endif
