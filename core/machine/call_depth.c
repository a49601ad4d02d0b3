/* How deep the calls of a program can nest, where that can be seen from its code: then a machine
 * needs no more room for frames than that, however large its limits are, and the machine of a small
 * program is made in a microsecond. It begins with what main needs; a host may call any function
 * (bob_machine_call), so that the most of all is known too. What can't be bounded (recursion, calls
 * of function values, stacks without a proven depth) gets the room that the limits allow.
 *
 * The longest path through the graph of calls, by depth-first search: a function's bound
 * is known once those of all that it calls are. Linear in the code; the search keeps its own stack,
 * since chains of calls are as long as a program's author likes. */
#include "core/machine/program.h"

/* A function on the path that is being followed, and how far its code has been read. */
typedef struct Step {
    uint32_t function, ip;
} Step;

typedef struct Bound {
    bool on_path, known;
    uint32_t frames; /* from this function's on */
    uint64_t values;
} Bound;

/* Takes a callee's bound into that of its caller. */
static void take(Bound *caller, const Bound *callee)
{
    if (caller->frames < callee->frames)
        caller->frames = callee->frames;
    if (caller->values < callee->values)
        caller->values = callee->values;
}

/* The next function that the step's function calls, from ip on: its number, or BOB_INTERN_NONE past
 * the last. *unbounded is set where the call can lead anywhere. */
static uint32_t next_call(const BobProgram *p, Step *step, bool *unbounded)
{
    const BobFunction *f = &p->functions[step->function];
    while (step->ip < f->code_size) {
        BobWord w = f->code[step->ip++];
        *unbounded |= bob_calls_value(bob_opcode(w));
        if (bob_opcode(w) == OP_CALL_FUNC)
            return bob_operand(w);
    }
    return BOB_INTERN_NONE;
}

/* The function's own frame is added once all that it calls is known. */
static void close_step(const BobProgram *p, const Step *step, Bound *b)
{
    const BobFunction *f = &p->functions[step->function];
    b->frames++;
    b->values += (uint64_t)f->local_count + f->max_depth;
    b->on_path = false;
    b->known = true;
}

static bool follow(const BobProgram *p, uint32_t from, Step *path, Bound *bounds)
{
    uint32_t depth = 0;
    bool unbounded = false;
    path[0] = (Step){from, 0};
    bounds[from].on_path = true;
    for (;;) {
        Step *step = &path[depth];
        uint32_t callee = next_call(p, step, &unbounded);
        if (unbounded || p->functions[step->function].max_depth == BOB_UNPROVEN)
            return false;
        if (callee != BOB_INTERN_NONE && bounds[callee].on_path)
            return false; /* recursion */
        if (callee != BOB_INTERN_NONE && !bounds[callee].known) {
            ASSERT(depth + 1 < p->function_count);
            bounds[callee].on_path = true;
            path[++depth] = (Step){callee, 0};
        } else if (callee != BOB_INTERN_NONE) {
            take(&bounds[step->function], &bounds[callee]);
        } else {
            close_step(p, step, &bounds[step->function]);
            if (depth == 0)
                return true;
            depth--;
            take(&bounds[path[depth].function], &bounds[path[depth + 1].function]);
        }
    }
}

BobStatus bob_bound_calls(BobProgram *p)
{
    uint32_t n = p->function_count;
    Step *path = bob_alloc(&p->allocator, n * sizeof *path);
    Bound *bounds = bob_alloc_zeroed(&p->allocator, n * sizeof *bounds);
    BobStatus status = path != NULL && bounds != NULL ? BOB_OK : BOB_OUT_OF_MEMORY;
    p->most_frames = p->main_frames = UINT32_MAX;
    p->most_values = p->main_values = UINT64_MAX;
    if (status == BOB_OK && follow(p, p->main, path, bounds)) {
        Bound most = bounds[p->main];
        uint32_t i = 0;
        p->main_frames = most.frames;
        p->main_values = most.values;
        for (; i < n && (bounds[i].known || follow(p, i, path, bounds)); i++)
            take(&most, &bounds[i]);
        if (i == n) {
            p->most_frames = most.frames;
            p->most_values = most.values;
        }
    }
    bob_free(&p->allocator, path, n * sizeof *path);
    bob_free(&p->allocator, bounds, n * sizeof *bounds);
    return status;
}
