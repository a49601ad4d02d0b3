/* How far the engine goes. What a limit ends continues in another block or another engine; tests
 * build with small ones, so that short programs reach each of them at each instruction. */
#ifndef BOB_TYPED_LIMITS_H
#define BOB_TYPED_LIMITS_H

#ifndef BOB_SMALL_LIMITS
#define MOST_AT_ONCE 20000u /* instructions decoded in one go */
#define MOST_OPS 120u       /* that wait to be fused and emitted when an instruction begins */
#define MOST_VERSIONS 24u   /* of one instruction in one entry */
#define MANY_VERSIONS 6u    /* from here on copies of locals are made real, to have fewer */
#define MOST_HOISTING 4u    /* that differ only in their hoisted loads */
/* Cells for all versions: so many for each instruction, some more, and never more than that;
 * and as many tallies, when profiling is on. */
#define CELLS (1u << 20)
#define CELLS_EACH 256u
#define LEAST_CELLS 16384u
#define MOST_BYTES ((size_t)64 << 20) /* that versions may take besides their cells */
/* For short slices: after so many instructions fuel is tested, and a test is moved to a later
 * operation if there are no more up to that. */
#define FINE_STEP 24
#define FINE_DEFERRED 32
/* So many slices that are shorter than SHORT_SLICE, one after another, and code is made for them;
 * so many longer ones than LONG_SLICE, and it is made for those. */
#define SHORT_SLICES 64u
#define LONG_SLICES 4u
#define SHORT_SLICE 8192u
#define LONG_SLICE (1u << 20)
#else
#define MOST_AT_ONCE 23u
#define MOST_OPS 16u
#define MOST_VERSIONS 5u
#define MANY_VERSIONS 3u
#define MOST_HOISTING 2u
#define CELLS 20000u
#define CELLS_EACH 8u
#define LEAST_CELLS 512u
#define MOST_BYTES ((size_t)1 << 17)
#define FINE_STEP 3
#define FINE_DEFERRED 6
#define SHORT_SLICES 3u
#define LONG_SLICES 2u
#define SHORT_SLICE 1024u
#define LONG_SLICE 2048u
#endif

#endif
