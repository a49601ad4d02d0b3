/* The audit of one engine in an ELF file: what its machine code says of its dispatch. */
#ifndef AUDIT_ENGINE_H
#define AUDIT_ENGINE_H

#include "tools/audit/elf.h"

/* How an engine strings its handlers together, and so what is expected of its code. */
typedef enum Strategy {
    BY_SWITCH, /* one indirect jump for all, as it is meant */
    BY_SHARED, /* the same, by a computed goto */
    BY_CALL,   /* one indirect call for all, as it is meant */
    BY_GOTO,   /* one indirect jump for each handler, in one function */
    BY_TAIL,   /* the same, handlers being functions */
} Strategy;

typedef struct EngineKind {
    const char *name;
    Strategy strategy;
    const char *function; /* the loop, */
    const char *object;   /* or the BobEngine whose run function is one, where that has no name */
    const char *prefix;   /* of handlers that are functions */
    unsigned
        may_share; /* so many sites are shared as they are meant: paths that are rarely taken */
    bool alone;    /* no cell of the matrix: what is meant to be one dispatch may be several */
} EngineKind;

extern const EngineKind engine_kinds[]; /* the name is NULL at the end */

typedef enum Verdict {
    REPLICATED, /* each handler has a dispatch of its own */
    SHARED,     /* all share one, as the engine is meant to */
    COPIED,     /* they don't share what they should: refused */
    MERGED,     /* they share what they should not: refused */
    LOST_TAIL,  /* a dispatch is a call that should be a jump: refused */
    UNREADABLE, /* no label table, or code that is none: refused */
} Verdict;

typedef struct Audit {
    const EngineKind *kind;
    Verdict verdict;
    uint64_t table;       /* entries of the label table */
    uint64_t handlers;    /* different addresses among them */
    uint64_t dispatching; /* handlers that go on to another by themselves */
    uint64_t own; /* of those, with every quick dispatch theirs alone, but for sites set aside */
    uint64_t set_aside;   /* shared sites, as many as may be: the most shared ones */
    uint64_t most_shared; /* handlers that the most shared dispatch serves */
    uint64_t sites;       /* dispatch sites: indirect jumps, or calls for BY_CALL */
    uint64_t switches;    /* indirect jumps through a table of offsets: a C switch, no dispatch */
    uint64_t bytes;       /* of code */
    uint64_t instructions;
    uint64_t quick;       /* instructions on quick paths */
    uint64_t quick_stack; /* of those, that read or write the C stack, push and pop included */
    uint64_t stacked;     /* handlers with such an instruction on their quick paths */
    uint64_t all_stack;   /* instructions that read or write the C stack anywhere */
    uint64_t tail_kept, tail_lost;
    char why[120]; /* of a refusal */
} Audit;

/* At least this share of the handlers that dispatch must do so alone. */
#define OWN_NUMERATOR 9
#define OWN_DENOMINATOR 10

/* Whether the file has that engine; false and *no_memory where memory is out. */
bool engine_audit(const ElfFile *e, const EngineKind *kind, Audit *a, bool *no_memory);

#endif
