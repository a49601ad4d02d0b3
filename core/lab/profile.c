/* The profiler: the reference engine, a third instance of it, with a hook that counts. A run
 * that is not profiled pays nothing. Read profile.h first. */
#include "core/lab/profile.h"

#include <string.h>

#include "core/engines/engine.h"
#include "core/machine/call.h"
#include "core/machine/sem.h"
#include "core/machine/types/class.h"

/* Call paths and links between them: so many a function, and some for small programs. */
#define PATHS_PER_FUNCTION 16u
#define PATHS_MORE 8192u

/* ---- call paths ---- */

static BobProfileLink *find_link(const BobProfile *p, uint32_t path, uint32_t function)
{
    uint64_t hash = ((uint64_t)path << 32 | function) * 0x9E3779B97F4A7C15u;
    uint32_t i = (uint32_t)(hash >> 32) & (p->link_size - 1);
    while (p->links[i].calls != 0 && (p->links[i].path != path || p->links[i].function != function))
        i = (i + 1) & (p->link_size - 1);
    return &p->links[i];
}

/* The place of a function on the path that it is called from, or a new one at its end. */
static uint32_t child_path(BobProfile *p, uint32_t path, uint32_t function)
{
    uint32_t up;
    for (up = path; up != BOB_NO_PATH; up = p->paths[up].parent)
        if (p->paths[up].function == function)
            return up;
    if (p->path_count == p->path_size)
        return function;
    p->paths[p->path_count] = (BobProfilePath){.function = function, .parent = path, .count = 0};
    return p->path_count++;
}

/* A call from a path: the path of the callee. */
static uint32_t call(BobProfile *p, uint32_t path, uint32_t function)
{
    BobProfileLink *link = find_link(p, path, function);
    p->calls[function]++;
    if (link->calls == 0) {
        if (p->link_count >= p->link_size / 2)
            return function; /* too many: counted by function alone */
        *link = (BobProfileLink){path, function, child_path(p, path, function), 0};
        p->link_count++;
    }
    link->calls++;
    return link->child;
}

static bool frame_room(BobProfile *p, uint32_t count)
{
    const BobAllocator *a = &p->state->allocator;
    uint32_t size = p->frame_size;
    uint32_t *frames;
    if (count <= size)
        return true;
    while (size < count)
        size = size < 64 ? 64 : 2 * size;
    frames = bob_alloc(a, size * sizeof *frames);
    if (frames == NULL)
        return false;
    if (p->frame_size > 0)
        memcpy(frames, p->frames, p->frame_size * sizeof *frames);
    bob_free(a, p->frames, p->frame_size * sizeof *frames);
    p->frames = frames;
    p->frame_size = size;
    return true;
}

static NOINLINE void enter(BobProfile *p)
{
    uint32_t top = p->state->frame_count - 1;
    if (!frame_room(p, top + 1)) {
        p->failed = true;
        return;
    }
    p->frames[top] = call(p, p->frames[top - 1], p->state->frames[top].function);
}

/* ---- its life ---- */

static bool allocate(BobProfile *p)
{
    const BobProgram *program = p->state->program;
    const BobAllocator *a = &p->state->allocator;
    uint32_t n = program->function_count, i;
    p->path_size = n + PATHS_PER_FUNCTION * (n < 1u << 20 ? n : 1u << 20) + PATHS_MORE;
    for (p->link_size = 1; p->link_size < 2 * p->path_size;)
        p->link_size *= 2;
    p->first = bob_alloc(a, n * sizeof *p->first);
    if (p->first == NULL)
        return false;
    for (i = 0; i < n; i++) {
        p->first[i] = p->count_size;
        p->count_size += program->functions[i].code_size;
    }
    p->counts = bob_alloc_zeroed(a, p->count_size * sizeof *p->counts);
    p->calls = bob_alloc_zeroed(a, n * sizeof *p->calls);
    p->paths = bob_alloc_zeroed(a, p->path_size * sizeof *p->paths);
    p->links = bob_alloc_zeroed(a, p->link_size * sizeof *p->links);
    return p->counts != NULL && p->calls != NULL && p->paths != NULL && p->links != NULL &&
           frame_room(p, p->state->frame_count + 1);
}

BobProfile *bob_profile_new(BobState *s)
{
    BobProfile *p = bob_alloc_zeroed(&s->allocator, sizeof *p);
    uint32_t i;
    if (p == NULL)
        return NULL;
    p->state = s;
    p->started_at = s->count;
    if (!allocate(p)) {
        bob_profile_free(p);
        return NULL;
    }
    for (i = 0; i < s->program->function_count; i++)
        p->paths[i] = (BobProfilePath){.function = i, .parent = BOB_NO_PATH, .count = 0};
    p->path_count = s->program->function_count;
    if (s->frame_count > 0) {
        p->paths[p->path_count] =
            (BobProfilePath){.function = s->frames[0].function, .parent = BOB_NO_PATH, .count = 0};
        p->frames[0] = p->path_count++;
    }
    for (i = 1; i < s->frame_count; i++) /* of a machine that ran before */
        p->frames[i] = call(p, p->frames[i - 1], s->frames[i].function);
    return p;
}

void bob_profile_free(BobProfile *p)
{
    const BobAllocator *a;
    uint32_t n;
    if (p == NULL)
        return;
    a = &p->state->allocator;
    n = p->state->program->function_count;
    bob_free(a, p->first, n * sizeof *p->first);
    bob_free(a, p->counts, p->count_size * sizeof *p->counts);
    bob_free(a, p->calls, n * sizeof *p->calls);
    bob_free(a, p->paths, p->path_size * sizeof *p->paths);
    bob_free(a, p->links, p->link_size * sizeof *p->links);
    bob_free(a, p->frames, p->frame_size * sizeof *p->frames);
    bob_free(a, p, sizeof *p);
}

/* ---- the hook ---- */

static inline void before(BobProfile *p, const BobFrame *frame, unsigned opcode)
{
    if (frame->ip != p->ip + 1) /* not from its neighbour */
        p->straight = 0;
    p->function = frame->function;
    p->ip = frame->ip;
    p->frame_count = p->state->frame_count;
    p->opcode = opcode;
}

static inline void after(BobProfile *p)
{
    const BobState *s = p->state;
    BobProfileCount *c = &p->counts[p->first[p->function] + p->ip];
    c->count++;
    p->total++;
    p->paths[p->frames[p->frame_count - 1]].count++;
    if (p->straight > 0)
        c[-1].pair++;
    if (p->straight > 1)
        c[-2].triple++;
    if (s->frame_count > p->frame_count)
        enter(p);
    if (p->opcode == OP_JUMP || s->frame_count != p->frame_count)
        p->straight = 0;
    else
        p->straight += p->straight < 2;
}

static COLD BobStatus profile_failed(BobProfile *p)
{
    BobState *s = p->state;
    s->heap.limit_reached = false;
    (void)bob_no_memory(s);
    return s->frame_count == 0 || s->ending != ENDING_NONE ? BOB_OUT_OF_MEMORY
                                                           : bob_fail_here(s, BOB_OUT_OF_MEMORY);
}

#define HOOK_PARAMETER , BobProfile *p
#define BEFORE() before(p, frame, bob_opcode(function->code[ip]))
#define AFTER()                                                                                    \
    do {                                                                                           \
        after(p);                                                                                  \
        if (p->failed)                                                                             \
            return profile_failed(p);                                                              \
    } while (0)
#include "core/engines/reference.inc"

BobStatus bob_profile_run(BobProfile *p, uint64_t stop)
{
    return run(p->state, stop, p);
}
