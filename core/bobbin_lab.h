/* Bobbin's laboratory: what those want who measure engines, profile programs or read the code that
 * an engine makes. A host that runs programs needs none of it: bobbin.h is its interface, and what
 * is said there of machines, callbacks and NULL holds here too. */
#ifndef BOBBIN_LAB_H
#define BOBBIN_LAB_H

#include "bobbin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the tables of operations ---- */

/* Opcode `opcode`: false past the last. docs/ops.md says how the texts are to be read; none of
 * them is NULL. */
typedef struct BobOperation {
    const char *name;
    const char *operand; /* what it is: "none", "const", ... */
    const char *effect;  /* on the operand stack */
    const char *errors;  /* kinds, separated by blanks */
    const char *cost;    /* of what it costs more by size; "" for nothing */
    const char *summary;
} BobOperation;
BOB_API bool bob_operation(unsigned opcode, BobOperation *operation);

/* Function i of MATH and its number of arguments (may be NULL); NULL past the last. */
BOB_API const char *bob_math_function(unsigned i, unsigned *arguments);

/* Built-in i of CALL_BUILTIN: false past the last. */
typedef struct BobBuiltinFunction {
    const char *name;
    const char *signature;
    const char *cost;
    const char *summary;
    unsigned least, most; /* arguments */
} BobBuiltinFunction;
BOB_API bool bob_builtin_function(unsigned i, BobBuiltinFunction *builtin);

/* A float as programs print it, NUL-terminated: the shortest decimal text that reads back the same.
 * Returns its length. */
#define BOB_FLOAT_ROOM 32
BOB_API size_t bob_float_text(double x, char text[BOB_FLOAT_ROOM]);

/* ---- what an engine makes of a program ---- */

/* The threaded code that an engine runs for it beside the bytecode, as text. BOB_OK,
 * BOB_OUT_OF_MEMORY, or BOB_INVALID_ARGUMENT where the engine runs the bytecode as it is or
 * is not in this build. engine NULL means "fused". */
BOB_API BobStatus bob_program_to_threaded(const BobProgram *program, const char *engine,
                                          char **bytes, size_t *n);

#define BOB_HAS_MATRIX 1

/* What engine i is, by number as bob_engine_name() counts; false past the last, and where info is
 * NULL or its size none that was set. */
typedef struct BobEngineInfo {
    size_t size; /* sizeof *info, set by the caller */
    const char *name, *summary;
    /* The cell of the matrix: how one handler leads to the next, and what is executed; everything
     * else is the same in a column, and in a row. NULL: it is none. */
    const char *dispatch, *representation;
    bool rung; /* of the ladder */
} BobEngineInfo;
BOB_API bool bob_engine_info(unsigned i, BobEngineInfo *info);

/* The rows and columns of the matrix, in order; NULL past the last. summary may be NULL. */
BOB_API const char *bob_matrix_dispatch(unsigned i, const char **summary);
BOB_API const char *bob_matrix_representation(unsigned i, const char **summary);

/* Whether engine i keeps values in registers of its own, and how many of each kind. */
BOB_API bool bob_engine_registers(unsigned i, unsigned *ints, unsigned *floats);

/* ---- mispredicted dispatches, simulated ---- */

/* From here on every run of this machine feeds two models of an indirect-branch predictor with the
 * dispatches that each cell of the matrix would make: it executes in the reference engine, some
 * tens of times slower, and bob_machine_engine() says "predict". BOB_INVALID_ARGUMENT for a machine
 * that is traced or profiled. */
BOB_API BobStatus bob_machine_predict(BobMachine *machine);

/* What the models would have foretold wrongly: one that knows where each jump went last, and one
 * with a history of targets (ITTAGE); docs/methods.md names their sources. */
typedef struct BobDispatchModels {
    size_t size; /* sizeof *models, set by the caller */
    uint64_t dispatches, missed_last_target, missed_history;
} BobDispatchModels;
/* False for an engine that is no cell, and a machine that predicts nothing. */
BOB_API bool bob_predicted(const BobMachine *machine, const char *engine,
                           BobDispatchModels *models);

/* ---- profiles ---- */

/* From here on every run of this machine is profiled: it executes in the reference engine,
 * at about half its speed, and counts exactly. bob_machine_engine() says "profile" then. All
 * counts are of instructions that succeeded; BOB_INVALID_ARGUMENT for a machine that is
 * traced. The functions below read the counts at any stop. */
BOB_API BobStatus bob_machine_profile(BobMachine *machine);

/* Functions by number from 0; false past the last, and where nothing is profiled. */
typedef struct BobProfileFunction {
    const char *name;
    uint32_t instructions;    /* that it consists of */
    uint64_t calls, executed; /* executed: in itself, not in what it calls */
} BobProfileFunction;
BOB_API bool bob_profile_function(const BobMachine *machine, uint32_t function,
                                  BobProfileFunction *info);

/* The instructions of a function; false past the last. */
typedef struct BobProfileInstruction {
    const char *op; /* NULL for an unassigned one */
    uint32_t line;  /* 0 when unknown */
    uint64_t executed;
    uint64_t pair, triple; /* how often the next, and the next two, followed in straight code:
                              no jump taken, no call and no return between them */
} BobProfileInstruction;
BOB_API bool bob_profile_instruction(const BobMachine *machine, uint32_t function, uint32_t ip,
                                     BobProfileInstruction *info);

/* Call paths by number, a parent before its children; false past the last. A function that
 * calls itself, directly or not, stays at its first place on the path. Of programs with very
 * many paths those beyond a bound are counted together, by their function. */
#define BOB_PROFILE_NONE UINT32_MAX
typedef struct BobProfilePathInfo {
    uint32_t function;
    uint32_t parent; /* the path it is called from, or BOB_PROFILE_NONE */
    bool beyond;     /* counted together */
    uint64_t executed;
} BobProfilePathInfo;
BOB_API bool bob_profile_path(const BobMachine *machine, uint32_t path, BobProfilePathInfo *info);

/* Calls, in no order: from a path's function to another. *at begins with 0; false past the
 * last. One caller and callee may come more than once. */
typedef struct BobProfileCall {
    uint32_t caller, callee;
    uint64_t calls;
} BobProfileCall;
BOB_API bool bob_profile_next_call(const BobMachine *machine, uint32_t *at, BobProfileCall *info);

/* What an engine would have dispatched for the profiled run: visit (may be NULL) gets each
 * dispatch site, by function and instruction. *total is exact but for operations that an
 * engine hands to the reference engine, which are one dispatch here. BOB_OK,
 * BOB_OUT_OF_MEMORY or BOB_INVALID_ARGUMENT: no such engine, no profile, or the typed engine,
 * whose dispatches depend on the values (bob_machine_watch). */
typedef struct BobDispatchSite {
    uint32_t function, ip;
    uint32_t instructions; /* that it executes: more than one in a superinstruction */
    const char *handler;
    uint64_t executed;
    bool joins; /* the site before it in the function always goes on to it, and nothing else
                   does: the two could be one */
} BobDispatchSite;
typedef void (*BobDispatchVisit)(void *ctx, const BobDispatchSite *site);
BOB_API BobStatus bob_profile_dispatches(const BobMachine *machine, const char *engine,
                                         BobDispatchVisit visit, void *ctx, uint64_t *total);

/* ---- the typed engine, watched ---- */

#define BOB_HAS_WATCH 1

/* From here on the typed engine counts what it dispatches in this machine, and where it leaves
 * to another one: the run is slower, and its code larger, but does the same. Before the first
 * run; BOB_INVALID_ARGUMENT later, and where another engine runs. The functions below read a
 * machine at any stop, and give BOB_INVALID_ARGUMENT or false where nothing was counted. */
BOB_API BobStatus bob_machine_watch(BobMachine *machine);

/* What was decoded, as text: by function each block, the types and places that it is made for,
 * its handlers beside the bytecode, and how often each ran. *bytes is freed with
 * bob_bytes_free(). */
BOB_API BobStatus bob_watch_listing(const BobMachine *machine, char **bytes, size_t *n);

typedef struct BobWatchTotals {
    uint64_t dispatches; /* of handlers, but for those that decode a path when it is first taken */
    uint64_t elsewhere;  /* instructions that other engines executed */
    uint32_t blocks, versions; /* decoded; versions: those at join points */
    uint64_t cells, bytes;     /* of threaded code; bytes: with all that is known about it */
    /* how often it was left: for one instruction of the reference engine, because fuel or a slice
     * ended, for a while because there were too many versions, and could not be entered */
    uint64_t traps, fuel, capped, refused;
    bool full; /* no more code could be made: it or what is known about it reached its limit */
} BobWatchTotals;
BOB_API bool bob_watch_totals(const BobMachine *machine, BobWatchTotals *totals);

/* Places of the program where it is slower than it might be. */
typedef enum BobWatchKind {
    BOB_WATCH_LEFT,    /* an instruction that the reference engine executed */
    BOB_WATCH_CAPPED,  /* left for a while: too many versions of this place */
    BOB_WATCH_REFUSED, /* can't be entered; types says why */
    BOB_WATCH_GENERIC, /* executed without a handler for its types, which `types` names */
    BOB_WATCH_GUESS,   /* a guess that failed; types names the handler that made it */
    BOB_WATCH_RETURN,  /* returns of another type, `types`, than the first */
    BOB_WATCH_VERSIONS /* has `count` versions; types names locals whose types differ */
} BobWatchKind;
typedef struct BobWatchSite {
    BobWatchKind kind;
    uint32_t function, ip, line; /* line 0 when unknown */
    const char *name;            /* of the function */
    const char *op;              /* NULL for none */
    uint64_t count;
    char types[96];
} BobWatchSite;
typedef void (*BobWatchVisit)(void *ctx, const BobWatchSite *site);
/* Visits them by kind, the most frequent first. BOB_OK, BOB_OUT_OF_MEMORY or
 * BOB_INVALID_ARGUMENT. */
BOB_API BobStatus bob_watch_sites(const BobMachine *machine, BobWatchVisit visit, void *ctx);

/* What a report of a failed run shows, in its order: for each exception, the first of all first,
 * its beginning, its frames from the oldest on, and what it is; between two how they are joined. */
typedef enum BobReportKind {
    BOB_REPORT_BEGIN,
    BOB_REPORT_FRAME,  /* function, ip, line */
    BOB_REPORT_ERROR,  /* exception (NULL for what can't be caught), message */
    BOB_REPORT_CAUSE,  /* the one before is the cause of the next */
    BOB_REPORT_CONTEXT /* the one before was being handled when the next occurred */
} BobReportKind;
typedef struct BobReportPart {
    BobReportKind kind;
    const char *function;
    uint32_t ip, line; /* line 0 when unknown */
    const char *exception, *message;
} BobReportPart;
typedef void BobReportVisit(void *ctx, const BobReportPart *part);
/* Strings live as long as the visit. BOB_OK, or BOB_INVALID_ARGUMENT for a machine that stands at
 * no error. */
BOB_API BobStatus bob_machine_report(const BobMachine *machine, BobReportVisit *visit, void *ctx);

#ifdef __cplusplus
}
#endif

#endif
