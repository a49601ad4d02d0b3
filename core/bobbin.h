/* Bobbin's public interface: load a program, run it under limits, read what came of it.
 *
 * A BobProgram is immutable once loaded: any number of machines, in any number of
 * threads, may run one at the same time. A BobMachine belongs to one thread at a
 * time. The library has no globals, never prints, never exits, reads no clock and
 * no environment. Every function that can fail returns a BobStatus and, where it
 * takes a BobError, fills it. docs/embedding.md has a complete example.
 *
 * NULL may be given for a BobError, an allocator, what is to be freed, and where it is said;
 * elsewhere it is BOB_INVALID_ARGUMENT, and NULL, false, zero or a view of none from functions
 * that return no status.
 *
 * While a machine runs, and while a function of it calls back otherwise (a BobWrite, a visitor,
 * the allocator; of a BobServe more is said below), the callback may call bob_machine_interrupt()
 * on it, read what is a number, the engine's name, the error or the result (of the last stop: those
 * of the run under way are not out yet), and use other machines. All else of that machine is
 * BOB_INVALID_ARGUMENT, false or nothing, without effect. A callback must return: no longjmp, no
 * exception. */
#ifndef BOBBIN_H
#define BOBBIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__) && defined(BOB_BUILDING)
#define BOB_API __attribute__((visibility("default")))
#else
#define BOB_API
#endif

#define BOB_VERSION "0.1.0"
/* The version of the library itself, which may be newer than this header. */
BOB_API const char *bob_version(void);

/* What became of a call. Errors are those from 16 on; up to BOB_USER_ERROR they are those of
 * docs/machine.md, 5. Numbers never change. bob_status_name() gives the name used everywhere. */
typedef enum BobStatus {
    BOB_OK = 0,      /* done; for a run: the program ended well */
    BOB_YIELDED = 1, /* a slice of fuel ran out, or the run was interrupted; run again to go on */
    BOB_ASKED = 2,   /* stopped at an ASK: answer, then run again to go on */

    BOB_STACK_UNDERFLOW = 16,
    BOB_STACK_OVERFLOW = 17,
    BOB_CALL_DEPTH_EXCEEDED = 18,
    BOB_INVALID_OPCODE = 19,
    BOB_INVALID_JUMP_TARGET = 20,
    BOB_DIVISION_BY_ZERO = 21,
    BOB_UNDEFINED_VARIABLE = 22,
    BOB_TYPE_ERROR = 23,
    BOB_VALUE_ERROR = 24,
    BOB_INTEGER_OVERFLOW = 25,
    BOB_INDEX_OUT_OF_RANGE = 26,
    BOB_OUT_OF_MEMORY = 27,
    BOB_OUT_OF_FUEL = 28,
    BOB_OUTPUT_EXCEEDED = 29,
    BOB_USE_AFTER_FREE = 30,
    BOB_USER_ERROR = 31,
    BOB_UNSUPPORTED = 32, /* what this version or this host does not do */

    BOB_INVALID_PROGRAM = 33,  /* what was given can't be read as a program or snapshot */
    BOB_INVALID_ARGUMENT = 34, /* a configuration out of range, a NULL that is not allowed, a call
                                  from a callback of the same machine, ... */
    BOB_OUTPUT_FAILED = 35     /* the output callback reported a failure */
} BobStatus;

/* "DivisionByZero", "OutOfFuel", ...; "ok" and "yielded" for the first two, "unknown" for a
 * number that is no status. */
BOB_API const char *bob_status_name(BobStatus status);

/* Memory comes from here alone. ctx is passed through. new_size 0 frees (and returns
 * NULL), ptr NULL allocates, otherwise resizes; NULL means out of memory and leaves
 * ptr as it was. old_size is what was asked for before. Must give memory aligned for
 * any type, and be thread-safe where several threads use one allocator. */
typedef struct BobAllocator {
    void *(*resize)(void *ctx, void *ptr, size_t old_size, size_t new_size);
    void *ctx;
} BobAllocator;

/* Takes n bytes of program output; returns 0, or anything else to stop the program with
 * BOB_OUTPUT_FAILED (the PRINT then counts as not executed). */
typedef int (*BobWrite)(void *ctx, const char *bytes, size_t n);

#define BOB_UNLIMITED UINT64_MAX
/* The most that a configuration may ask for. Lengths are 32 bits wide in an object's header, and
 * an element takes 16 bytes: a heap of 2^35 bytes can't overflow one. */
#define BOB_MAX_STACK (1u << 24)
#define BOB_MAX_DEPTH (1u << 24)
#define BOB_MAX_ARENA ((uint64_t)1 << 32)
#define BOB_MAX_HEAP ((uint64_t)1 << 35)

/* Limits and options of a machine; bob_config_init() gives the defaults, the machine
 * copies it. Units are those of docs/machine.md, 6.
 *
 * Later versions add fields at the end. `size` says how many of them the caller knows: of an
 * older caller's the others have their defaults, a newer caller's are refused by an older library
 * unless they are all zero. */
typedef struct BobConfig {
    size_t size;          /* of this structure, as bob_config_init() sets it */
    const char *engine;   /* name, or NULL for the default */
    uint64_t fuel;        /* instructions and surcharges in all, BOB_UNLIMITED for none */
    uint32_t stack;       /* operand values a frame, 1 to BOB_MAX_STACK */
    uint32_t depth;       /* frames, 1 to BOB_MAX_DEPTH */
    uint64_t arena;       /* values in all frames together, 1 to BOB_MAX_ARENA */
    uint64_t heap;        /* bytes, up to BOB_MAX_HEAP */
    uint64_t output;      /* bytes */
    bool allow_undefined; /* an undefined name reads as none */
    uint32_t warm_up;     /* instructions, for each of the program's, that the engine `typed`
                           * leaves to `fused` before it decodes what is still running; up to four
                           * times as many where the program is large (docs/typed.md) */
    BobWrite write;       /* NULL: output is counted and thrown away */
    void *write_ctx;
    BobAllocator allocator; /* resize NULL: malloc and free */
} BobConfig;

#define bob_config_init(config) bob_config_init_sized((config), sizeof(BobConfig))
BOB_API void bob_config_init_sized(BobConfig *config, size_t size);

/* A place in a frame: what a traceback shows. Strings live as long as the program. */
typedef struct BobFrameInfo {
    const char *function;
    uint32_t ip;
    uint32_t line; /* 0 when unknown */
} BobFrameInfo;

/* What went wrong, and where. For a refusal (BOB_INVALID_PROGRAM) line and column count
 * from 1 in text (0: none) and offset is the byte in a container or snapshot. For a
 * runtime error function, ip, opcode and line are those of the failing instruction. The
 * structure is frozen: what may come has room in `reserved`, which is zero. */
typedef struct BobError {
    BobStatus kind;
    char message[240];
    const char *long_message; /* the whole text where it is longer; lives as long as the machine */
    const char *function;     /* NULL where there is none */
    const char *opcode;       /* NULL past a function's end; "255" style text where unassigned */
    const char *source;       /* file name as recorded, NULL when unknown */
    uint32_t ip;
    uint32_t line;
    uint32_t column;
    uint64_t offset;
    bool has_offset;
    bool allocator_failed; /* BOB_OUT_OF_MEMORY: memory itself is out, not the limit reached */
    uint64_t instructions;
    char opcode_text[8];   /* where opcode points for an unassigned one */
    const char *exception; /* the class of an exception that nobody caught; NULL for errors that
                            * no handler can catch */
    uint64_t reserved[4];
} BobError;

/* ---- programs ---- */

typedef struct BobProgram BobProgram;

/* What may be loaded: more is BOB_INVALID_PROGRAM, found before memory is taken for it. */
typedef struct BobLoadLimits {
    size_t size;           /* of this struct, which may grow: bob_load_limits_init() sets it */
    uint64_t bytes;        /* given */
    uint64_t functions;    /* of the program, */
    uint64_t names;        /* of variables and parameters, */
    uint64_t constants;    /* of the pool, */
    uint64_t instructions; /* of all functions together */
} BobLoadLimits;
/* 256 MiB, 2^20 functions, 2^22 names and constants, 2^26 instructions. */
#define bob_load_limits_init(limits) bob_load_limits_init_sized((limits), sizeof(BobLoadLimits))
BOB_API void bob_load_limits_init_sized(BobLoadLimits *limits, size_t size);

/* Reads a program from n bytes: a container (.bob), assembly text (.boba), or Python. A container
 * is known by its content; text by the end of its name, .boba or .py, else by how it begins:
 * assembly with a directive, a comment `;` or an instruction. name is for messages too (may be
 * NULL). On success *program is new and belongs to the caller; otherwise
 * BOB_INVALID_PROGRAM or BOB_OUT_OF_MEMORY, with *error filled. allocator NULL means malloc. */
BOB_API BobStatus bob_program_load(const void *bytes, size_t n, const char *name,
                                   const BobAllocator *allocator, BobProgram **program,
                                   BobError *error);
/* The same within other limits than those of bob_load_limits_init(), NULL for these. */
BOB_API BobStatus bob_program_load_within(const void *bytes, size_t n, const char *name,
                                          const BobLoadLimits *limits,
                                          const BobAllocator *allocator, BobProgram **program,
                                          BobError *error);
/* Calls `each` with every reason for which bob_program_load refuses a Python source, up to some
 * hundreds: its error first, the others in the order of the source. Nothing inside of what is
 * refused (the body of a class) is examined. Of anything else, and of a syntax error, there is the
 * one error. BOB_OK where the program loads, else the status of that error. */
typedef void BobRefusal(void *ctx, const BobError *reason);
BOB_API BobStatus bob_program_refusals(const void *bytes, size_t n, const char *name,
                                       const BobAllocator *allocator, BobRefusal *each, void *ctx);
BOB_API void bob_program_free(BobProgram *program);

/* Visits the instructions of assembly text, each with its line (from 1): a program that was
 * assembled knows lines of its source (.line), not of the assembly. `function` lives as long as
 * the call. BOB_OK, BOB_OUT_OF_MEMORY, BOB_INVALID_ARGUMENT where text or visit is NULL, or
 * BOB_INVALID_PROGRAM for what is no assembly text. */
typedef void BobAssemblyVisit(void *ctx, const char *function, uint32_t ip, uint32_t line);
BOB_API BobStatus bob_assembly_lines(const void *text, size_t n, BobAssemblyVisit *visit,
                                     void *ctx);

/* The program as a container or as assembly text. *bytes belongs to the caller and is
 * freed with bob_bytes_free(). BOB_OK or BOB_OUT_OF_MEMORY. */
BOB_API BobStatus bob_program_to_container(const BobProgram *program, char **bytes, size_t *n);
BOB_API BobStatus bob_program_to_assembly(const BobProgram *program, char **bytes, size_t *n);
BOB_API void bob_bytes_free(const BobProgram *program, char *bytes, size_t n);

/* xxh64 of the program's container: the same for the same program, everywhere. */
BOB_API uint64_t bob_program_hash(const BobProgram *program);

/* How much there is in a program, for a listing. */
typedef struct BobProgramCounts {
    uint64_t functions, instructions, constants, names;
} BobProgramCounts;
BOB_API BobProgramCounts bob_program_counts(const BobProgram *program);

/* ---- machines ---- */

typedef struct BobMachine BobMachine;

/* A machine at the program's first instruction, with argc program arguments (UTF-8, copied):
 * argv[0] is the first of them, not the program's name; argc is not negative. The program must
 * outlive it. BOB_INVALID_ARGUMENT or BOB_OUT_OF_MEMORY otherwise, with *error filled. */
BOB_API BobStatus bob_machine_new(const BobProgram *program, const BobConfig *config, int argc,
                                  const char *const *argv, BobMachine **machine, BobError *error);
/* Does nothing for NULL, and where a callback of the machine calls it. */
BOB_API void bob_machine_free(BobMachine *machine);

/* Runs to the end of main, or of the call that is under way. BOB_OK, or the error's kind; the error
 * is then in bob_machine_error(). BOB_YIELDED where it was interrupted, BOB_ASKED where the
 * program asks its host. A machine that has ended or
 * failed stays as it is: calling again returns the same, except that one that ran out of fuel goes
 * on when bob_machine_set_fuel gave it more. */
BOB_API BobStatus bob_machine_run(BobMachine *machine);

/* The same for a slice: BOB_YIELDED at the first instruction boundary at or past `slice`
 * further instructions, unless the program ends or fails before. */
BOB_API BobStatus bob_machine_run_slice(BobMachine *machine, uint64_t slice);

/* Makes the run that is under way come back with BOB_YIELDED at an instruction boundary within
 * milliseconds; where none is under way the next one does at once. In the middle of a long
 * instruction that is the boundary before it: it has no effect then and is done from its
 * beginning when the run goes on. May be called at any time from any thread, a signal handler
 * or a callback, as long as the machine exists. */
BOB_API void bob_machine_interrupt(BobMachine *machine);

/* Sets the total that bob_machine_instructions() may reach. Does nothing where a callback or a
 * handler of the machine calls it. */
BOB_API void bob_machine_set_fuel(BobMachine *machine, uint64_t fuel);

BOB_API uint64_t bob_machine_instructions(const BobMachine *machine);
BOB_API uint64_t bob_machine_output_bytes(const BobMachine *machine);
/* xxh64 of these bytes, also after a restore: what a copy of the output must begin with. */
BOB_API uint64_t bob_machine_output_hash(const BobMachine *machine);
/* Bytes of heap charged so far: storage given back is reused, never uncharged, so this
 * is the high-water mark. */
BOB_API uint64_t bob_machine_heap_bytes(const BobMachine *machine);
/* Frames at this stop. */
BOB_API uint32_t bob_machine_depth(const BobMachine *machine);
BOB_API const char *bob_machine_engine(const BobMachine *machine);

/* The error of a failed run; kind is BOB_OK where there was none. */
BOB_API const BobError *bob_machine_error(const BobMachine *machine);

/* Frames, 0 the oldest; an ended machine still shows those it ended with. False where
 * there is no such frame. */
BOB_API bool bob_machine_frame(const BobMachine *machine, uint32_t index, BobFrameInfo *info);

/* ---- values ---- */

typedef enum BobType {
    BOB_NONE = 0,
    BOB_BOOL = 1,
    BOB_INT = 2,
    BOB_FLOAT = 3,
    BOB_STR = 4,
    BOB_TUPLE = 5,
    BOB_LIST = 6,
    BOB_FUNC = 7,
    BOB_FUNCTION = BOB_FUNC, /* with defaults, or with variables of a function around it */
    BOB_DICT = 8,
    BOB_SET = 9,
    BOB_FROZENSET = 10,
    BOB_BYTES = 11,
    BOB_BYTEARRAY = 12,
    BOB_COMPLEX = 13,
    BOB_RANGE = 14,
    BOB_OBJECT = 15,
    BOB_CLASS = 16,
    BOB_EXCEPTION = 17,
    BOB_ITERATOR = 18,
    BOB_MODULE = 19,
    BOB_CELL = 20,      /* a variable that functions share; no value of a Python program */
    BOB_DICT_KEYS = 21, /* what keys(), values() and items() of a dict give */
    BOB_DICT_VALUES = 22,
    BOB_DICT_ITEMS = 23,
    BOB_FREED = 255 /* an object that was given back */
} BobType;

/* A view of a value; text and elements stay valid until the machine runs again. Frozen, as
 * BobError. */
typedef struct BobView {
    BobType type;
    bool boolean;
    int64_t integer;
    double number;
    const char
        *text;     /* str: UTF-8, NUL-terminated copies are the caller's to make; func: its name */
    size_t length; /* str: bytes; tuple, list: elements */
    const void *object;
    const BobProgram *program;
    uint64_t reserved[4];
} BobView;

/* The result of a program that ended well; none otherwise. */
BOB_API BobView bob_machine_result(const BobMachine *machine);
/* Whether the program ended by EXIT, and with which number (code may be NULL). */
BOB_API bool bob_machine_exited(const BobMachine *machine, int64_t *code);
/* Element i of a tuple or list; type BOB_NONE where there is none. */
BOB_API BobView bob_view_item(BobView sequence, size_t i);
/* The same value as it is at this stop, of which an earlier stop gave the view: a list may have
 * another length, any object may be freed. The machine must still exist. */
BOB_API BobView bob_view_now(BobView earlier);

/* A value to give to a machine: a plain structure, which owns nothing. Whoever takes one copies it
 * into the machine's heap, where it is charged as the program's own objects are; that costs no
 * fuel. What does not fit is BOB_OUT_OF_MEMORY, what is no value (text that is not UTF-8, a type
 * that can't be given, nesting deeper than 1,000) BOB_INVALID_ARGUMENT, each without effect.
 * Frozen, as BobError: what is reserved is zero. */
typedef struct BobInput BobInput;
struct BobInput {
    BobType type;
    int64_t integer;       /* BOB_INT; BOB_BOOL: not 0 is true */
    double number;         /* BOB_FLOAT */
    const char *text;      /* BOB_STR: UTF-8; BOB_BYTES; BOB_INT: decimal, where it is not NULL.
                              `length` bytes of it */
    size_t length;         /* bytes of text; elements; of BOB_DICT pairs */
    const BobInput *items; /* BOB_TUPLE, BOB_LIST, BOB_SET, BOB_FROZENSET: `length` of them;
                              BOB_DICT: 2 * length, each key before its value */
    const int64_t *ints;   /* BOB_LIST or BOB_TUPLE of `length` ints, in one copy; items is NULL */
    const double *floats;  /* the same of floats */
    uint64_t handle;       /* where not 0, an object of this machine, and all else is ignored */
    uint64_t reserved[4];
};

BOB_API BobInput bob_in_none(void);
BOB_API BobInput bob_in_bool(bool b);
BOB_API BobInput bob_in_int(int64_t i);
BOB_API BobInput bob_in_float(double x);
/* NUL-terminated, and of n bytes. What is pointed to must last as long as the input is in use. */
BOB_API BobInput bob_in_text(const char *utf8);
BOB_API BobInput bob_in_str(const char *utf8, size_t n);
BOB_API BobInput bob_in_bytes(const void *bytes, size_t n);
BOB_API BobInput bob_in_list(const BobInput *items, size_t n);
BOB_API BobInput bob_in_tuple(const BobInput *items, size_t n);
BOB_API BobInput bob_in_set(const BobInput *items, size_t n);
/* n pairs: 2 * n inputs, each key before its value. */
BOB_API BobInput bob_in_dict(const BobInput *pairs, size_t n);
BOB_API BobInput bob_in_ints(const int64_t *ints, size_t n);
BOB_API BobInput bob_in_floats(const double *floats, size_t n);

/* The elements of a list of ints, of floats: *n of them, valid as long as the view. NULL, and 0,
 * for what is no such list or is empty. */
BOB_API const int64_t *bob_view_ints(BobView list, size_t *n);
BOB_API const double *bob_view_floats(BobView list, size_t *n);

/* Pair i of a dict, in the order of its keys; false where there is none. In a dict of which keys
 * were deleted that takes a walk to it. */
BOB_API bool bob_view_pair(BobView dict, size_t i, BobView *key, BobView *value);
/* An attribute of an instance or class, its own or its class's, as it is stored: no code runs. */
BOB_API bool bob_view_attribute(BobView object, const char *name, BobView *value);
/* The text of repr(), without calling a method of the program's, as snprintf writes it: up to
 * size - 1 bytes and a NUL (no character is cut; buffer may be NULL where size is 0). Returns the
 * length of the whole, or of a part of some 64 MiB beyond what was asked for. What nests deeper
 * than 1,000 is "<list>" or the like. */
BOB_API size_t bob_view_repr(BobView view, char *buffer, size_t size);

/* A number for the object that is viewed, to give it back in BobInput.handle; 0 where there is no
 * object, it is another machine's, or memory is out. It is valid until the next call begins, or as
 * long as the program itself refers to the object; from then on it names nothing. */
BOB_API uint64_t bob_view_handle(BobMachine *machine, BobView view);

/* ---- calling functions ----
 *
 * When main has ended well a machine is idle, and what main has bound are the globals of its
 * module. Then its functions may be called, any number of them one after another; each leaves it
 * idle, be it by a result or by an error, which is reported as that of a run. Fuel, output and heap
 * count on over all calls. What is illegal, such as a wrong number of arguments, is
 * BOB_INVALID_ARGUMENT, without effect, and bob_machine_error() says why until the machine runs
 * again. */

/* Begins a call of the module's global of that name, in assembly of the function; the arguments are
 * copied. bob_machine_run() and bob_machine_run_slice() execute it, bob_machine_result() is what it
 * returned. Arguments and result are dropped when the next call begins. */
BOB_API BobStatus bob_machine_begin(BobMachine *machine, const char *function, const BobInput *args,
                                    size_t argc);
/* The same, and runs it. */
BOB_API BobStatus bob_machine_call(BobMachine *machine, const char *function, const BobInput *args,
                                   size_t argc);
/* Drops the frames of a call that is under way: the machine is idle. */
BOB_API BobStatus bob_machine_abandon(BobMachine *machine);
/* Ends an idle machine, as the end of a program does: nothing runs any more. */
BOB_API BobStatus bob_machine_finish(BobMachine *machine);

/* A global of the module by its name; false where there is none. */
BOB_API bool bob_machine_global(const BobMachine *machine, const char *name, BobView *value);
/* Binds one, in a machine that has not run yet or is idle. The name must be one of the program's.
 */
BOB_API BobStatus bob_machine_set_global(BobMachine *machine, const char *name,
                                         const BobInput *value);

/* ---- asking ----
 *
 * A program asks its host by a name and with arguments (`from host import name`, or ASK). The run
 * then comes back with BOB_ASKED, the machine before that instruction, for which it has fuel. The
 * host answers and runs it again. A snapshot or clone taken in between asks again when it is run:
 * of an answer nothing is kept but what the program makes of it. */

/* Name i of those that the program may ask by, in order, whether it does or not; NULL past the
 * last. */
BOB_API const char *bob_program_ask(const BobProgram *program, uint32_t i);

typedef struct BobAsk {
    size_t size; /* of this structure as the caller knows it, who sets it: as much is filled */
    const char *name;
    uint32_t index; /* of the name: bob_program_ask() */
    size_t argc;
} BobAsk;

/* What the machine asks: BOB_OK, or BOB_INVALID_ARGUMENT where its last run was not BOB_ASKED or
 * the ask has been answered. */
BOB_API BobStatus bob_machine_ask(const BobMachine *machine, BobAsk *ask);
/* Argument i, as other views: of type BOB_NONE where there is none. */
BOB_API BobView bob_machine_ask_argument(const BobMachine *machine, size_t i);

/* Executes the ASK with this result, counted and traced as any instruction. Copying the value costs
 * no fuel; where it does not fit the heap, BOB_OUT_OF_MEMORY. This and what follows have no effect
 * unless they are BOB_OK. */
BOB_API BobStatus bob_machine_answer(BobMachine *machine, const BobInput *value);
/* The ASK raises an exception instead, of that one of Python's classes and with the text as its
 * argument, with none where that is "": "KeyError", "pear". BOB_OK also where nobody catches it,
 * which is what the next run reports. "Unsupported" is no exception: nothing catches it, the
 * program ends with BOB_UNSUPPORTED. */
BOB_API BobStatus bob_machine_answer_error(BobMachine *machine, const char *exception,
                                           const char *text);
/* Charges so much more, before the answer: BOB_OUT_OF_FUEL where that and the ASK itself are more
 * than the fuel left. */
BOB_API BobStatus bob_machine_cost(BobMachine *machine, uint64_t fuel);

/* Answers an ask of `machine`: calls bob_machine_answer() or bob_machine_answer_error() on it and
 * returns BOB_OK, or returns what bob_machine_serve() is to end with. On that machine it may call
 * these, bob_machine_cost(), bob_machine_interrupt(), the functions of views and of what is looked
 * at, and those that make snapshots and clones; to run more in between, it runs a clone. */
typedef BobStatus (*BobServe)(void *ctx, BobMachine *machine, const BobAsk *ask);
typedef struct BobHost {
    const char *name;
    BobServe serve;
    void *ctx;
} BobHost;
/* Runs, and lets the first host of an ask's name answer it, until the run ends or stops for another
 * reason: BOB_ASKED where no host has that name, BOB_INVALID_ARGUMENT where one returns BOB_OK and
 * has not answered. */
BOB_API BobStatus bob_machine_serve(BobMachine *machine, const BobHost *hosts, size_t count);

/* The canonical state as JSON (schema "bobbin.state/1"), the outcome of the last run as
 * JSON ("bobbin.run/1", one line, no newline). The write callback is called in pieces;
 * BOB_OK, BOB_OUT_OF_MEMORY or BOB_OUTPUT_FAILED. */
BOB_API BobStatus bob_machine_state_json(const BobMachine *machine, BobWrite write, void *ctx);
BOB_API BobStatus bob_machine_outcome_json(const BobMachine *machine, BobWrite write, void *ctx);
/* The same object for a refusal, before there is a machine. */
BOB_API BobStatus bob_refusal_json(const BobError *error, BobWrite write, void *ctx);

/* ---- inspection: what a debugger shows ---- */

/* Functions, their locals (the parameters first) and instructions, and the names of variables by
 * number from 0; false or NULL past the last. Strings live as long as the program. */
typedef struct BobFunctionInfo {
    size_t size; /* of this structure as the caller knows it, who sets it: as much is filled */
    const char *name;
    uint32_t parameters;
    uint32_t line; /* of its first instruction; 0 when unknown */
    uint32_t instructions, locals;
} BobFunctionInfo;
BOB_API bool bob_program_function(const BobProgram *program, uint32_t function,
                                  BobFunctionInfo *info);
BOB_API const char *bob_program_parameter(const BobProgram *program, uint32_t function, uint32_t i);
BOB_API const char *bob_program_local(const BobProgram *program, uint32_t function, uint32_t local);
BOB_API const char *bob_program_variable(const BobProgram *program, uint32_t name);

#define BOB_NO_LOCAL UINT32_MAX
typedef struct BobInstructionInfo {
    const char *op;         /* NULL for an unassigned one: then there is nothing but the line */
    const char *operand_is; /* what the operand is, as `bobbin ops` says it: "none", "target" ... */
    const char *name;       /* that it names: a variable, function, built-in; NULL for none */
    uint32_t operand;
    uint32_t local;        /* the local of that name, or BOB_NO_LOCAL */
    uint32_t pops, pushes; /* operands; pushes: on the path to the next instruction */
    uint32_t line;         /* 0 when unknown */
    BobView constant;      /* that it names */
} BobInstructionInfo;
BOB_API bool bob_program_instruction(const BobProgram *program, uint32_t function, uint32_t ip,
                                     BobInstructionInfo *info);

/* A frame at this stop, 0 the oldest: its function by number, the index of its next instruction,
 * how many locals and operands it has. */
typedef struct BobFrameContents {
    uint32_t function, ip, locals, operands;
} BobFrameContents;
BOB_API bool bob_machine_frame_contents(const BobMachine *machine, uint32_t index,
                                        BobFrameContents *contents);
/* Its locals, its operands from the bottom, and globals by their name's number: false where there
 * is none, or it is not bound. A local has a name (may be NULL) bound or not. */
BOB_API bool bob_machine_local(const BobMachine *machine, uint32_t frame, uint32_t local,
                               const char **name, BobView *value);
BOB_API bool bob_machine_operand(const BobMachine *machine, uint32_t frame, uint32_t operand,
                                 BobView *value);
BOB_API bool bob_machine_variable(const BobMachine *machine, uint32_t name, BobView *value);

/* ---- snapshots ---- */

/* Whether n bytes begin as a snapshot does; they may still be damaged. */
BOB_API bool bob_is_snapshot(const void *bytes, size_t n);

/* The state at this instruction, with the program and its arguments (.bobs). *bytes is
 * freed with bob_bytes_free(). That of an idle machine has its
 * globals and the last result; a finished one has none to give (BOB_INVALID_ARGUMENT). */
BOB_API BobStatus bob_machine_snapshot(const BobMachine *machine, char **bytes, size_t *n,
                                       BobError *error);
/* The same in pieces of at most 1 MiB, for less memory: the machine's objects are numbered, not
 * copied. BOB_OUTPUT_FAILED where `write` does not return 0. */
BOB_API BobStatus bob_machine_snapshot_write(const BobMachine *machine, BobWrite write, void *ctx,
                                             BobError *error);
/* A machine that goes on where the snapshot was taken, in any engine. program must be the
 * one it was taken of, else BOB_INVALID_PROGRAM, as for any damage. config->fuel is a
 * total, counted from the program's start. */
BOB_API BobStatus bob_machine_restore(const BobProgram *program, const BobConfig *config,
                                      const void *bytes, size_t n, BobMachine **machine,
                                      BobError *error);
/* The program inside a snapshot, for a caller that has nothing but the snapshot. Of the limits
 * (NULL: those of bob_load_limits_init()) bytes counts the program's alone. */
BOB_API BobStatus bob_snapshot_program(const void *bytes, size_t n, const BobAllocator *allocator,
                                       BobProgram **program, BobError *error);
BOB_API BobStatus bob_snapshot_program_within(const void *bytes, size_t n,
                                              const BobLoadLimits *limits,
                                              const BobAllocator *allocator, BobProgram **program,
                                              BobError *error);

/* ---- clones ---- */

/* A machine in the same state, as far as a snapshot would have it, with the same engine, limits and
 * write callback; not traced and not profiled. It is freed by itself. BOB_OUT_OF_MEMORY; or
 * BOB_INVALID_ARGUMENT where there is nothing to go on with: main has failed, or the machine is
 * finished. */
BOB_API BobStatus bob_machine_clone(const BobMachine *machine, BobMachine **copy, BobError *error);
/* The output goes elsewhere from here on, or nowhere (NULL); what was written counts on. Does
 * nothing where a callback or a handler of the machine calls it. */
BOB_API void bob_machine_set_write(BobMachine *machine, BobWrite write, void *ctx);

/* ---- engines, tracing ---- */

/* Engine i: its name and one line about it; NULL past the last. The reference is first. */
BOB_API const char *bob_engine_name(unsigned i, const char **summary);
/* The name of the one that runs where none is named. */
BOB_API const char *bob_default_engine_name(void);

/* Engine i of those that this build has not, and why; NULL past the last. */
BOB_API const char *bob_engine_absent(unsigned i, const char **reason);

/* From here on every run of this machine is traced: it executes in the reference engine and
 * writes one JSON object a line ("bobbin.trace/1"): a header now, then each instruction,
 * and a footer when the program ends or fails. bob_machine_engine() says "trace" then. */
BOB_API BobStatus bob_machine_trace(BobMachine *machine, BobWrite write, void *ctx);

#ifdef __cplusplus
}
#endif

#endif
