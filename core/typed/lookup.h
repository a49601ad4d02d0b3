/* Finding what has been decoded: entries, versions, and how many versions an instruction has. */
#ifndef BOB_LOOKUP_H
#define BOB_LOOKUP_H

#include "core/typed/context.h"

/* Hash tables. A node is the first member of what it holds. */
typedef struct Node {
    uint64_t hash;
    struct Node *next;
} Node;
typedef struct Table {
    Node **chains;
    uint32_t chain_count, count; /* of chains a power of two, or 0 */
} Table;

/* A function with the types of its arguments; or without, in frames from the canonical state. */
typedef enum EntryKind {
    ENTRY_CALLED,
    ENTRY_RESUMED, /* returns to a typed frame, or to one that becomes typed then */
    ENTRY_BOTTOM,  /* its return is for the reference engine */
} EntryKind;
struct Entry {
    Node node; /* by function and types; of none that is entered from the canonical state */
    FunctionInfo *info;
    uint8_t kind;            /* an EntryKind */
    uint8_t *types;          /* ENTRY_CALLED: of the parameters */
    int return_type;         /* a BobTag, or -1 before the first return */
    TypedCell *start;        /* NULL until it is first called */
    struct Version *resumes; /* marks the contexts that it returns to in canonical frames */
};
_Static_assert(COUNT_OF(((Begun *)NULL)->last) == ENTRY_BOTTOM + 1, "Begun.last is by EntryKind");
_Static_assert(COUNT_OF(((FunctionInfo *)NULL)->of_state) == ENTRY_BOTTOM - ENTRY_RESUMED + 1,
               "FunctionInfo.of_state is by EntryKind, ENTRY_CALLED left out");

/* A block decoded in a context. */
struct Version {
    Node node; /* by context */
    Context *context;
    TypedCell *start;
    struct Version *before; /* the one made before it */
    uint32_t index;
};

/* An instruction in an entry where versions begin. */
typedef struct JoinPoint {
    Node node;
    Entry *entry;
    uint32_t ip, versions;
} JoinPoint;

void bob_table_free(Typed *t, Table *table);

/* How many versions begin where the context is. */
uint32_t bob_count_versions(const Typed *t, const Context *c);
/* The version for a context. With at_lp, lp will point at it, whatever lp is now. */
Version *bob_find_version(const Typed *t, const Context *c, bool at_lp);
/* Has it found from now on; false where memory is out. */
bool bob_add_version(Typed *t, Version *v, const Context *c, bool at_lp);
/* Counts it where it begins, and lists it; false where memory is out. */
bool bob_count_version(Typed *t, Version *v);

/* The context before a cell that the loop was left at, remembered where slices are short: they end
 * at few of them. */
const Context *bob_known_context(Typed *t, const TypedCell *cell);

/* Entries, made when they are first asked for. NULL where the function can't be run typed or
 * memory is out. */
Entry *bob_entry(Typed *t, uint32_t function, const uint8_t *types);
Entry *bob_entry_of_state(Typed *t, uint32_t function, EntryKind kind);

#endif
