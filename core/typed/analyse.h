/* What is known of a function from its bytecode alone: where paths join, its loops, which locals
 * they assign, and the layout of its frames. Found once a function, when it is first reached. */
#ifndef BOB_ANALYSE_H
#define BOB_ANALYSE_H

#include "core/typed/typed.h"

#define MOST_VARS 1024u /* locals and operands of a function that is run typed */
#define SPARE_VARS 8u

typedef struct Loop {
    uint32_t head, end;  /* first and last instruction */
    uint32_t cond, body; /* the short condition at its head and what follows it; 0: none */
    bool calls, inner;   /* contains a call; contains no other loop */
    bool always_calls;   /* in each iteration; known of inner loops alone */
    uint32_t level;      /* how many loops contain its head */
} Loop;

#define FLAG_JOIN 1 /* several paths lead here */
#define FLAG_BODY 2 /* a loop's first instruction after its condition */

/* Slices that begin at an instruction. */
typedef struct Begun {
    struct Version *last[3]; /* that one of them was entered at, by the kind of the entry */
    uint32_t unmade;         /* how many found nothing decoded */
} Begun;

typedef struct FunctionInfo {
    const BobFunction *f;
    uint32_t function;
    bool typed;              /* can be run by this engine */
    uint32_t locals, vars;   /* locals; locals and operands */
    uint32_t size;           /* slots of a frame */
    uint32_t inlined;        /* of these, room for the frames of inlined functions */
    bool forks;              /* has branches */
    uint8_t *flags;          /* by instruction: FLAG_ */
    uint8_t *guard_failures; /* by instruction: how often a guard in it failed */
    struct Begun *begun;     /* by instruction */
    uint16_t *loop_of;       /* by instruction: the innermost loop, as index + 1 */
    Loop *loops;
    uint32_t loop_count;
    /* The instructions that assign locals, sorted by local and then by place: those of local k are
     * stores[first_store[k]] up to, not including, stores[first_store[k + 1]]. */
    uint32_t *stores, *first_store;
    struct Entry *of_state[2]; /* its ENTRY_RESUMED and ENTRY_BOTTOM, NULL until they are needed */
} FunctionInfo;

/* ---- the layout of a frame: link, locals, operands, and from slot `vars` + 1 on the rest ---- */

/* The home of a local or operand, the slot that it goes to when it leaves its register. Slot 0 is
 * the link. */
static inline uint32_t bob_home(uint32_t index)
{
    return 1 + index;
}
/* Two slots for operands that a row wants in a slot and that have none. */
static inline uint32_t bob_spare_slot(const FunctionInfo *f, unsigned n) /* n: 0 or 1 */
{
    return f->vars + 2 + n;
}
#define LEAST_SLOTS 5u /* that a frame has besides locals and operands, or more */
/* After the operands come one more operand (of an instruction under way), the two spare slots, and
 * then, where there are loops, the hoisted loads (hoist.h). */
#define HOISTED_FROM 4u
#define MOST_HOISTED 4u
static inline uint32_t bob_hoisted_slot(const FunctionInfo *f, uint32_t k)
{
    return f->vars + HOISTED_FROM + k;
}
static inline bool bob_is_hoisted_slot(const FunctionInfo *f, uint32_t n)
{
    return n >= bob_hoisted_slot(f, 0);
}

/* Info of a function; `typed` in it says whether it can be run. */
FunctionInfo *bob_function_info(Typed *t, uint32_t function);
/* The innermost loop that an instruction is in, or NULL. */
const Loop *bob_loop_at(const FunctionInfo *f, uint32_t ip);
/* True if an instruction of a loop assigns a local. */
bool bob_is_stored_in(const FunctionInfo *f, const Loop *loop, uint32_t local);

/* ---- which functions can be inlined ---- */
#define MOST_INLINED 64u /* instructions of such a function, and locals with operands */
_Static_assert(MOST_INLINED < UINT8_MAX, "Typed.inlined_vars");
/* How many vars a function takes in its caller where it is inlined; 0 where it can't be. */
uint32_t bob_find_inlined_vars(const BobState *s, uint32_t function);
/* The same, remembered. */
uint32_t bob_inlined_vars(const Typed *t, uint32_t function);

#endif
