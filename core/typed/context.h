/* What is known at one place of the program, and what is made from it.
 *
 * A context says of each local and each operand its type and where its value is. Types are
 * always known: a block of bytecode is decoded once for each combination of types that
 * reaches it ("lazy basic block versioning", Chevalier-Boisvert and Feeley, ECOOP 2015). */
#ifndef BOB_CONTEXT_H
#define BOB_CONTEXT_H

#include "core/machine/sem.h"
#include "core/typed/kinds.h"
#include "core/typed/limits.h"
#include "core/typed/typed.h"

typedef enum Where {
    AT_NOTHING, /* none and unbound: the type says all */
    AT_SLOT,    /* slot `n` of the frame */
    AT_REG,     /* register `reg` of the type's class */
    AT_COPY,    /* local `from`, plus `plus`, minus local `less` */
    AT_CONST,   /* the value itself; operands only */
    AT_OUT,     /* argument `n` of the call to come */
} Where;

#define NO_REG 0xFF
#define NO_LOCAL 0xFFFF
#define MOST_VARS 1024u /* locals and operands of a function that is run typed */
#define SPARE_VARS 8u

typedef struct Var {
    uint8_t type;  /* a BobTag */
    uint8_t where; /* a Where */
    uint8_t reg;   /* AT_REG; AT_COPY: the register it had and gets back, or NO_REG */
    bool synced;   /* AT_REG of a local: its slot holds the value too */
    bool positive; /* an int that is known to be more than 0 */
    bool single;   /* a string of one ASCII character, of which there is one object each */
    bool shifted;  /* AT_COPY: its original has changed since */
    union {
        uint32_t n;
        struct {
            uint16_t from, less;
            int32_t plus;
        };
        int64_t i;
        double f;
    };
} Var;

typedef struct Loop {
    uint32_t head, end;  /* first and last instruction */
    uint32_t cond, body; /* the short condition at its head and what follows; 0: none */
    bool calls, inner;   /* holds a call; holds no other loop */
    bool always_calls;   /* at each turn; known of inner ones alone */
    uint32_t level;      /* how many loops hold its head */
} Loop;

/* Hash tables of what has been decoded (lookup.c). A node is the first member of what it holds. */
typedef struct Node {
    uint64_t hash;
    struct Node *next;
} Node;
typedef struct Table {
    Node **chains;
    uint32_t chain_count, count; /* of chains a power of two, or 0 */
} Table;

#define FLAG_JOIN 1 /* several ways lead here */
#define FLAG_BODY 2 /* a loop's first instruction behind its condition */

/* Slices that begin at an instruction. */
typedef struct Begun {
    struct Version *last[3]; /* that one of them was entered at, by the kind of the entry */
    uint32_t unmade;         /* how many found nothing decoded */
} Begun;

/* What is known of a function once for all. */
typedef struct FunctionInfo {
    const BobFunction *f;
    uint32_t function;
    bool typed;              /* can be run by this engine */
    uint32_t locals, vars;   /* locals; locals and operands */
    uint32_t size;           /* slots of a frame */
    uint32_t inlined;        /* room in it for frames of functions done in place of their calls */
    bool forks;              /* has branches */
    uint8_t *flags;          /* by instruction */
    uint8_t *guard_failures; /* by instruction: how often a guess about it failed */
    struct Begun *begun;     /* by instruction */
    uint16_t *loop_of;       /* by instruction: the innermost loop, as index + 1 */
    Loop *loops;
    uint32_t loop_count;
    uint32_t *stores, *first_store; /* instructions that assign locals, by local; of a local the
                                     * first one's place, and of the last one the end */
    struct Entry *of_state[2]; /* its ENTRY_RESUMED and ENTRY_BOTTOM, NULL until they are needed */
} FunctionInfo;

/* A function with the types of its arguments; or without, in frames from the canonical state. */
typedef enum EntryKind {
    ENTRY_CALLED,
    ENTRY_RESUMED, /* returns to a typed frame, or to one that becomes typed then */
    ENTRY_BOTTOM,  /* its return is for the reference engine */
} EntryKind;
typedef struct Entry {
    Node node; /* by function and types; of none that is entered from the canonical state */
    FunctionInfo *info;
    uint8_t kind;            /* an EntryKind */
    uint8_t *types;          /* ENTRY_CALLED: of the parameters */
    int return_type;         /* a BobTag, or -1 before the first return */
    TypedCell *start;        /* NULL until it is first called */
    struct Version *resumes; /* marks the contexts that it returns to in canonical frames */
} Entry;

/* An element of a list of lists that has a slot of its own: that of local `list` at local `at`,
 * plus `plus`. */
typedef struct HoistedLoad {
    bool valid;
    uint16_t list, at; /* at is NO_LOCAL: `plus` alone */
    int32_t plus;
} HoistedLoad;
#define LEAST_SLOTS 5u /* that a frame has besides locals and operands, or more */
#define MOST_HOISTED 4u
static inline uint32_t bob_spare_slot(const FunctionInfo *f, unsigned n) /* n: 0 or 1 */
{
    return f->vars + 2 + n;
}
#define HOISTED_FROM 4u /* so many slots behind the operands are others */

/* A function that is done in place of its call (inline.c). */
typedef struct InlineFrame {
    FunctionInfo *info; /* of the function, or NULL */
    uint32_t base;      /* the index of its first local: it is an operand of the caller */
    uint32_t ip, depth;
    int64_t fuel_offset; /* the caller's, in front of the call */
} InlineFrame;

typedef struct Context {
    Entry *entry;
    uint32_t ip, depth;
    uint32_t skips; /* merges passed on the way here since the last version */
    /* `left` plus this, less ip, plus the threshold is the fuel that is left */
    int64_t fuel_offset;
    struct Version *lp; /* that lp points to, or NULL */
    HoistedLoad hoisted[MOST_HOISTED];
    InlineFrame inline_frame; /* ip and bias are that function's, if it has one */
    Var var[];                /* locals, then operands */
} Context;

/* A block decoded in a context. */
typedef struct Version {
    Node node; /* by context */
    Context *context;
    TypedCell *start;
    struct Version *before; /* the one made before it */
    uint32_t index;
} Version;

/* An instruction in an entry where versions begin. */
typedef struct JoinPoint {
    Node node;
    Entry *entry;
    uint32_t ip, versions;
} JoinPoint;

typedef enum EdgeKind { EDGE_JUMP, EDGE_CALL, EDGE_RETURN } EdgeKind;

/* A way on that has not been gone yet, and is decoded when it is. */
typedef struct Edge {
    uint8_t kind;                    /* an EdgeKind */
    bool paused;                     /* EDGE_JUMP: goes on inside a block, even where ways meet */
    Context *context;                /* there; of a call at its continuation, without the result */
    TypedCell *patch;                /* the word to write when it is decoded, or NULL */
    Entry *callee;                   /* EDGE_CALL, */
    struct Edge *back;               /* where it returns to */
    TypedCell *by_type[TAG_REF + 1]; /* EDGE_RETURN */
} Edge;

/* Where an operand is read, at an offset from the frame or an address of its own, and its box. */
typedef struct Source {
    uintptr_t at, of_frame; /* of_frame is all ones where `at` is an offset, or 0 */
    BobValue *box;
} Source;

/* An instruction without handlers of its own, at one place. */
typedef struct GenericSite {
    BobBuiltin *meaning; /* all of them have its contract */
    uint32_t number, args, results;
    uint32_t sources;
    bool computed;    /* an argument that changes has no Source */
    uint64_t usual;   /* the tag of its result last time, none where it has none, */
    int64_t home;     /* the result's slot from fp, a spare one where it has none, */
    TypedCell *start; /* and where it went on then */
    uint32_t opcode, operand;
    Context *context; /* behind it, without results */
    Source *source;
    BobValue *box; /* the operands, then room for the results */
    Var *arg;
    uint32_t *slot;    /* of the results */
    int64_t size;      /* slots of the frame */
    struct Successor { /* on, by the types of the results */
        uint8_t *types;
        TypedCell *start;
        struct Successor *next;
    } * successors;
    uint32_t successor_count;
} GenericSite;

/* One change of a context while a run was decoded, and where cells stand in that. */
typedef struct Event {
    uint32_t index, before; /* the number of that var's last event before it, from 1; 0: none */
    Var var;
} Event;
typedef struct SideExit {
    uint32_t cell, ip, depth, events;
    int64_t fuel_offset;
    bool inlined; /* a call: what fails here begins again there */
    uint32_t call_ip, call_depth;
    int64_t call_offset; /* less bias */
} SideExit;

/* Cells that were decoded in one go; its context at any cell can be found again. */
typedef struct Run {
    TypedCell *start;
    uint32_t cells;
    Context *context;
    Version *version; /* that begins here, or NULL */
    Edge *edge;       /* that led here, of a return, or NULL */
    SideExit *side_exits;
    uint32_t side_exit_count;
    Event *events;
    uint32_t event_count;
} Run;

/* ---- rows ---- */
enum {
#define ROW(name, ...) ROW_##name,
#include "core/typed/handlers.def"
    ROW_COUNT
};
typedef struct RowInfo {
    const char *name, *operands;
    uint32_t first; /* of its handlers */
    bool jumps;     /* has a way to somewhere else, not counting failed guesses */
    uint8_t swaps;  /* the operand that may change places with the one before it, or 0 */
} RowInfo;
extern const RowInfo bob_typed_rows[ROW_COUNT];

/* An operand of an operation that is yet to be emitted. There are many: it is kept small. */
typedef enum OperandKind { IN_REG, IN_SLOT, IN_CODE, TO_EDGE, TO_CELL, A_CALL } OperandKind;
typedef struct Operand {
    uint8_t kind; /* an OperandKind */
    uint8_t reg;
    bool returns_next; /* A_CALL: it returns to right behind the call */
    int32_t slot;      /* offset from fp in bytes */
    union {
        int64_t i;
        double f;
        Edge *edge;
        TypedCell *cell;
    };
    int64_t fuel;
} Operand;

#define MOST_OPERANDS 12
typedef struct Op {
    uint16_t row;
    uint8_t count;
    Operand a[MOST_OPERANDS];
    SideExit side_exit; /* the context in front of it */
} Op;

#define NO_OP 0x7FFFFFFFu /* more than there are, and one more is too */

typedef struct Move {
    Operand to, from;
    bool floats, done;
} Move;
#define BOB_MOVES_SIZE (2 * (size_t)MOST_VARS * sizeof(Move))
#define BOB_CONTEXT_SIZE (sizeof(Context) + (MOST_VARS + SPARE_VARS) * sizeof(Var))

#define STUB_CELLS 3u  /* a jump fits in its place later */
#define TALLY_CELLS 3u /* of the counter in front of a cell, where somebody looks */
/* A decoding under way. */
typedef struct Decode {
    Typed *t;
    FunctionInfo *info;
    Context *c;
    uint32_t first;       /* cells there were when this decoding began */
    TypedCell *run_start; /* of the run being made */
    Context *run_context;
    Edge **stubs; /* to be put behind all runs */
    uint32_t stub_count, stub_room;
    Op *ops;
    uint32_t op_count, op_room;
    uint32_t unfused;   /* the first so many stay as they are: their guesses are tried one by one */
    uint32_t insert_at; /* what is put in front of this operation spares its operands' places */
    Move *moves;
    SideExit *side_exits;
    uint32_t side_exit_count, side_exit_room;
    Event *events; /* of the run */
    uint32_t event_count, event_room;
    uint32_t *last_event; /* by var: the number of its last event, from 1; 0: none */
    BobObject **hint;     /* by var: the object that it refers to just now, or NULL */
    bool failed;          /* memory is out, or the cells */
    bool resumed;         /* goes on after a pause: the first instruction begins no version */
    bool exact;           /* the first instruction, whose operands can be inspected */
    bool skip_body;       /* a loop's condition was known: c->ip is no body then, */
    bool body_next;       /* its body begins after the next condition */
    bool returned;        /* from what was done in place of a call, by one of several ways */
    unsigned pinned_regs; /* int registers that an instruction uses besides its operands */
    Version *version;     /* that begins the run */
    Edge *edge;
    TypedCell *start; /* of the first run */
} Decode;

/* The frames below those that are running (frames.c). */
typedef struct Below {
    uint32_t base;      /* so many canonical ones lie below the typed ones, */
    uint64_t base_used; /* with so many values charged */
    Entry *entry;       /* of the lowest typed one */
    TypedSlot *fp;      /* the known point: it ends a frame, or is the stack */
    uint32_t count;     /* frames below it, with those of the state */
    uint64_t used;      /* values charged for them */
    TypedCell *link;    /* there, while the marker is in its place */
} Below;

struct Typed {
    TypedLoop loop;
    BobState *s;
    const void *const *labels;
    TypedCell *cells; /* one array, filled from the front; in it runs lie in order */
    uint32_t cell_count, cell_capacity;
    Run *runs;
    uint32_t run_count;
    uint32_t whole_runs;    /* those of decodes that succeeded; the others' cells are gone */
    FunctionInfo *info;     /* by function */
    uint8_t *inlined_vars;  /* by function: what it takes in place of its call, or 0 */
    uint8_t *global_stores; /* by name: how many instructions bind the global; 2: or more */
    Table entries, versions, join_points, exits;
    uint32_t version_count;
    Version *all_versions;
    Edge no_edge;             /* where memory for one is out */
    Context *working, *spare; /* room for the largest context */
    Decode decode;
    TypedCell *guard_failed; /* the cell where guards lead at first */
    uint64_t threshold;
    struct Block *blocks; /* of memory: all that was made for versions */
    size_t bytes;
    bool full; /* no more versions */
    TypedSlot *stack;
    size_t stack_size;
    uint32_t smallest;   /* slots of a frame */
    struct Watch *watch; /* NULL: nobody looks (typed_counts.h) */
    Below below;
    TypedSlot *hidden; /* ends the upper one of the frames that the state has not */
    TypedCell *marker;
    uint32_t batch; /* how many frames to take over at the next return to a canonical one */
    uint64_t largest_charge; /* values charged for a frame */
    bool left_already;       /* the state is canonical, count and all */
    uint64_t piece;          /* most fuel from one look at the flag of interruption to the next */
    uint64_t stop;           /* of the piece under way */
    BobStatus status;        /* TYPED_FAIL */
    Context *at;             /* where the machine stands, if no cell says it */
    Version entered;         /* marks contexts that were entered from the canonical state */
    uint64_t burst;          /* for the other engine, when it must go on */
    BobRest rest;            /* of slices */
    void *other_data;        /* of the engine that runs what this one can't */
    void (*other_free)(BobState *s);
};

static inline bool is_float(unsigned type)
{
    return type == TAG_FLOAT;
}
/* none and unbound have no value */
static inline bool has_value(unsigned type)
{
    return type >= TAG_BOOL;
}

/* Whether the machine stands where the decoding does, so that values can be looked at. */
static inline bool is_here(const Decode *d)
{
    return d->op_count == 0 && d->t->cell_count == d->first;
}

/* Of the code that is being decoded. */
static inline FunctionInfo *code_of(const Decode *d)
{
    return d->c->inline_frame.info != NULL ? d->c->inline_frame.info : d->info;
}

/* context.c */
SideExit bob_side_exit(const Decode *d); /* of what is decoded now */
Context *bob_context_copy(Typed *t, const Context *c);
void bob_set(Decode *d, uint32_t index, Var v);
/* Back to where so many had been recorded. */
void bob_forget_events(Decode *d, uint32_t count);
void bob_push(Decode *d, Var v);
void bob_pop(Decode *d, uint32_t n);
static inline Var *top(Decode *d, uint32_t n) /* the nth from the top, 0 the top */
{
    return &d->c->var[d->info->locals + d->c->depth - 1 - n];
}
uint32_t bob_index_of(const Decode *d, const Var *v);
/* The run that a cell belongs to, and the context in front of it, written to *c. */
const Run *bob_run_of(const Typed *t, const TypedCell *cell);
void bob_context_at(const Typed *t, const TypedCell *cell, Context *c);
/* Zeroed memory until the end of the run; NULL, and t->full set, when there is no more. */
void *bob_typed_alloc(Typed *t, size_t n);
void bob_typed_free_all(Typed *t);
/* Room for element `count` of an array that is filled anew each time; false where memory is
 * out. */
bool bob_scratch_room(Typed *t, void *array, uint32_t *room, uint32_t count, size_t element);

/* places.c */
/* The home of a local or operand: slot 0 is the link. */
static inline uint32_t bob_home(uint32_t index)
{
    return 1 + index;
}
Operand bob_location(const Decode *d, const Var *v);
Operand bob_slot(const Decode *d, uint32_t n);
uint32_t bob_slot_number(const Decode *d, Operand at); /* 0: of the next callee */
Operand bob_out(uint32_t n);
Operand bob_imm(int64_t i);
Operand bob_immf(double f);
Var bob_new_temp(Decode *d, unsigned type);
Var bob_new_slot(Decode *d, unsigned type);
Operand bob_use(Decode *d, Var *v);
Operand bob_use_slot(Decode *d, Var *v);
void bob_settle(Decode *d, Var *v);
void bob_materialise(Decode *d, Var *v);
void bob_pass(Decode *d, Var *v, const Var *to);
void bob_store_local(Decode *d, uint32_t local);
void bob_unshare(Decode *d, uint32_t local);
void bob_spill_all(Decode *d, uint32_t args);
void bob_allocate(Decode *d, const Loop *loop);
bool bob_moves(Decode *d, const Context *to, bool emit);
static inline bool same_location(Operand a, Operand b)
{
    return a.kind == b.kind && (a.kind == IN_REG    ? a.reg == b.reg
                                : a.kind == IN_SLOT ? a.slot == b.slot
                                                    : false);
}
/* The operation that wrote an operand last and nothing else has read, or NO_OP. */
uint32_t bob_producer(const Decode *d, const Var *v);
void bob_move(Decode *d, Operand to, Operand from, bool floats, uint32_t before);

/* inline.c */
#define MOST_INLINED 64u /* instructions of such a function, and locals with operands */
_Static_assert(MOST_INLINED < UINT8_MAX, "Typed.inlined_vars");
/* How many vars a function takes that can be done in place of its call, or 0. */
uint32_t bob_find_inlined_vars(const BobState *s, uint32_t function);
static inline uint32_t bob_inlined_vars(const Typed *t, uint32_t function)
{
    return t->inlined_vars[function];
}
bool bob_begin_inlined(Decode *d, uint32_t function);
bool bob_end_inlined(Decode *d);
/* Operands of the function that is being decoded. */
uint32_t bob_depth(const Decode *d);
bool bob_give_up_inlined(Decode *d);
/* A context within such a function becomes the one in front of its call. */
void bob_to_call(Context *c);

/* hoist.c */
/* Whether the element of that operand at that index is worth keeping here; says which in *kept. */
bool bob_can_hoist(const Decode *d, const Var *list, const Var *at, HoistedLoad *hoisted);
/* Where an element that is kept stands. */
bool bob_find_hoisted(const Decode *d, const HoistedLoad *hoisted, Var *element);
/* Where it will be kept from now on; false where there is no room. */
bool bob_hoist(Decode *d, const HoistedLoad *hoisted, Var *element);
/* What was made from a local that changes, or (NO_LOCAL) from any list, is kept no more. */
void bob_forget_hoisted(Decode *d, uint32_t local);
/* Nor what the innermost loop changes. */
void bob_forget_variant(Decode *d);
/* How many elements are kept that it does not change. */
uint32_t bob_count_hoisted(const Context *c);
/* Whether all that one context keeps the other keeps too. */
bool bob_hoists_all(const Context *c, const Context *than);
bool bob_is_hoisted_slot(const FunctionInfo *f, uint32_t n);

/* emit.c */
Op *bob_op(Decode *d, unsigned row, unsigned count, ...);
Op *bob_op_before(Decode *d, uint32_t at, unsigned row, unsigned count, ...);
void bob_emit_ops(Decode *d);
/* The first handler of a function that has been called, or NULL: behind what only counts. */
TypedCell *bob_begin_of(const Typed *t, const Entry *callee);
void bob_begin_run(Decode *d);
void bob_end_run(Decode *d);
/* A run right behind the one that is being made, in another context. */
void bob_continue_in(Decode *d, const Context *c);
void bob_put_stubs(Decode *d);
uint32_t bob_handler(const Op *op);
void bob_order(Op *op);
/* Of an operand of this build. */
static inline uint32_t bob_typed_locations(char kind)
{
    return bob_kind_locations(kind, BOB_TYPED_INTS, BOB_TYPED_FLOATS);
}

/* fuse.c */
void bob_fuse(Decode *d);
/* fuse_call.c: what has just returned, under a condition, becomes one operation, and what the
 * condition else leads to is decoded right behind it; false where it is not so. */
bool bob_pass_return(Decode *d);

/* select_branch.c: whether the instruction is a branch on a constant operand. */
bool bob_is_decided(const Decode *d);
/* Whether the instructions from there on are such a branch on the sign of a local. */
bool bob_is_sign_known(const Decode *d);

/* select.c: true to go on behind the instruction, false where the run ends. */
bool bob_select(Decode *d);

/* lookup.c */
void bob_table_free(Typed *t, Table *table);
/* How many versions begin where the context is. */
uint32_t bob_count_versions(const Typed *t, const Context *c);
Version *bob_find_version(const Typed *t, const Context *c, bool at_lp);
/* Has it found from now on, and counted where it begins; false where memory is out. */
bool bob_add_version(Typed *t, Version *v, const Context *c, bool at_lp);
bool bob_count_version(Typed *t, Version *v);
const Context *bob_known_context(Typed *t, const TypedCell *cell);
/* NULL where the function can't be run typed or memory is out. */
Entry *bob_entry(Typed *t, uint32_t function, const uint8_t *types);
Entry *bob_entry_of_state(Typed *t, uint32_t function, EntryKind kind);

/* versions.c */
TypedCell *bob_decode_typed(Typed *t, const Context *from, Edge *edge, bool plain);
bool bob_is_made(Typed *t, Context *c);
TypedCell *bob_decode_entered(Typed *t, Context *c);
TypedCell *bob_resume_at(Typed *t, Context *c, Entry *callee);
Edge *bob_edge(Decode *d, int kind, uint32_t ip, int64_t fuel_offset);
bool bob_join_paths(Decode *d);
bool bob_at_lp(const FunctionInfo *f, uint32_t ip);
bool bob_is_normal(const Decode *d);
void bob_forget_lp(Decode *d);
Context *bob_entry_context(Typed *t, Entry *e);
Context *bob_return_context(Typed *t, const Edge *e, unsigned type);
Edge *bob_edge_of(const Typed *t, const TypedCell *link);

/* analyse.c */
FunctionInfo *bob_function_info(Typed *t, uint32_t function);
const Loop *bob_loop_at(const FunctionInfo *f, uint32_t ip);
/* Whether an instruction of a loop assigns a local. */
bool bob_is_stored_in(const FunctionInfo *f, const Loop *loop, uint32_t local);

/* frames.c */
void bob_frames_init(Typed *t);
/* The top frame becomes a typed one, false where it can't: in the context of *ready, of which there
 * is code to enter; or, where that is NULL, in *c. */
bool bob_frames_enter(Typed *t, Context *c, Version **ready);
/* After the last thing that may fail. */
void bob_frames_run(Typed *t);
/* Back, with the top frame in that context. */
void bob_frames_leave(Typed *t, const Context *c);
/* Before another engine executes n instructions. */
void bob_frames_prepare(Typed *t, uint64_t n);
TypedCell *bob_return_below(Typed *t);
void bob_return_canonical(Typed *t, BobValue v);

/* generic.c */
void bob_generic(Decode *d, uint32_t args, uint32_t results);
BobValue bob_box(const Typed *t, const Context *c, const Var *v);

#endif
