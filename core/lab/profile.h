/* The profiler: exact counts of what a run executes.
 *
 *   by instruction   how often it was executed, and how often the next one, and the next
 *                    two, followed it in straight code: neither a jump taken nor a call
 *                    nor a return between them, so that they could be one instruction
 *   by call path     "main, f, g": the instructions executed there. A function that is on
 *                    the path already goes back to its place on it, so that recursion does
 *                    not lengthen a path; paths beyond a bound that is linear in the program
 *                    are counted together, by their function
 *   by call edge     caller, callee and calls
 *
 * Memory is linear in the program, and in the depth of calls (4 bytes a frame). An
 * instruction that fails is not counted, as s->count does not count it. */
#ifndef BOB_PROFILE_H
#define BOB_PROFILE_H

#include "core/machine/state.h"

#define BOB_NO_PATH UINT32_MAX

typedef struct BobProfileCount {
    uint64_t count, pair, triple; /* pair, triple: that begin with this instruction */
} BobProfileCount;

typedef struct BobProfilePath {
    uint32_t function, parent; /* parent BOB_NO_PATH: a path's first, or beyond the bound */
    uint64_t count;
} BobProfilePath;

/* Calls of a function from a path; a slot of a hash table, free where calls is 0. */
typedef struct BobProfileLink {
    uint32_t path, function, child;
    uint64_t calls;
} BobProfileLink;

typedef struct BobProfile {
    BobState *state;
    size_t *first;           /* by function: its first instruction in counts */
    BobProfileCount *counts; /* by instruction of the whole program */
    size_t count_size;
    uint64_t *calls;       /* by function */
    uint64_t total;        /* instructions executed */
    uint64_t started_at;   /* s->count when it began */
    BobProfilePath *paths; /* the first function_count are those beyond the bound */
    uint32_t path_count, path_size;
    BobProfileLink *links;
    uint32_t link_count, link_size; /* size: a power of two */
    uint32_t *frames;               /* the path of each frame */
    uint32_t frame_size;
    bool failed; /* memory for deeper frames is out */
    /* the instruction that is being executed */
    uint32_t function, ip, frame_count;
    unsigned opcode;
    unsigned straight; /* how many lie straight before it, two at most */
} BobProfile;

/* A profile of the run of s from here on; NULL when memory is out. */
NODISCARD BobProfile *bob_profile_new(BobState *s);
void bob_profile_free(BobProfile *p);

/* As a BobEngine's run. */
BobStatus bob_profile_run(BobProfile *p, uint64_t stop);

#endif
