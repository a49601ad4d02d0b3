/* Programs: functions, constants, names, line table.
 *
 * A program is built by the container reader or a front end with the bob_program_add_
 * functions and closed by bob_program_finish(), which checks it once and derives what
 * every engine needs. From then on it is immutable. */
#ifndef BOB_PROGRAM_H
#define BOB_PROGRAM_H

#include "core/base/base.h"
#include "core/base/intern.h"
#include "core/base/memory.h"
#include "core/machine/ops.h"
#include "core/machine/value.h"

/* From instruction `ip` on, up to the next entry, the source line is `line` (0: unknown). */
typedef struct BobLine {
    uint32_t ip;
    uint32_t line;
} BobLine;

typedef struct BobLocal {
    uint32_t name;
    uint32_t slot;
} BobLocal;

/* Where instruction ip, from <= ip < to, fails, the frame goes on at `start` with the lowest
 * `depth` of its operands and the exception on top of them. */
typedef struct BobHandler {
    uint32_t from, to, start, depth;
} BobHandler;

/* Bytes of a text constant or name: sizes are 32 bits wide, with room to spare. */
#define BOB_MAX_TEXT (1u << 31)

#define BOB_UNPROVEN UINT32_MAX
#define BOB_NO_SLOT UINT32_MAX

/* How a parameter gets its value, in the order in which parameters of a function stand. A call by
 * CALL_FUNC gives all of them as they are; calls of values bind them (bind.c). */
typedef enum BobParamKind {
    PARAM_POSITIONAL, /* by position or by name */
    PARAM_POSITIONAL_ONLY,
    PARAM_VALUES, /* *args: a tuple of what no other takes by position */
    PARAM_KEYWORD_ONLY,
    PARAM_KEYWORDS, /* **kwargs: what no other takes by name */
    PARAM_CELL,     /* a variable of a function around it, which the function object holds */
    PARAM_KIND_COUNT
} BobParamKind;
/* Added to the kind: the function object holds a value for calls that give none. */
#define PARAM_DEFAULT 0x10u

typedef struct BobParam {
    uint32_t name;
    uint8_t kind; /* a BobParamKind, PARAM_DEFAULT added or not */
} BobParam;

/* special.def: the names of attributes that the machine asks for. */
typedef enum BobSpecial {
#define SPECIAL(name) SPECIAL_##name,
#include "core/machine/types/special.def"
    SPECIAL_COUNT
} BobSpecial;

typedef struct BobFunction {
    const char *name; /* NUL-terminated UTF-8, unique in the program; key of `function_names` */
    uint32_t name_size;
    uint32_t param_count;
    BobParam *params; /* of different names */
    BobWord *code;    /* once finished, an unassigned opcode follows the last */
    uint32_t code_size;
    bool sealed;    /* so it does */
    BobLine *lines; /* ip strictly increasing, line changes at each; the first line is not 0 */
    uint32_t line_count;
    BobHandler *handlers; /* no two cover an instruction; in the order of their ranges */
    uint32_t handler_count;
    /* derived by bob_program_finish(): */
    uint32_t *locals; /* slot to name: the parameters, then stored names by first appearance */
    uint32_t local_count;
    uint32_t positional; /* parameters that take values by position */
    uint32_t bound;      /* values that a function object of it holds: defaults and cells */
    bool plain;          /* all parameters are positional, without a default */
    uint32_t takes; /* where nothing but cells comes after such ones: their number, which a call
                       must have; else UINT32_MAX */
    BobLocal *local_by_name; /* the same sorted by name */
    uint32_t max_depth;      /* the deepest proven operand stack, or BOB_UNPROVEN */
} BobFunction;

struct BobProgram {
    BobAllocator allocator;
    BobFunction *functions;
    uint32_t function_count;
    uint32_t main; /* index of the entry function, once finished */
    BobValue *constants;
    uint32_t constant_count;
    BobIntern function_names;        /* number: function index */
    BobIntern names;                 /* number: name index */
    BobIntern asks;                  /* names that the program asks its host by, in order */
    const char *source;              /* the source file's name, or NULL */
    uint32_t special[SPECIAL_COUNT]; /* their names here, or BOB_INTERN_NONE; once finished */
    uint64_t hash;                   /* bob_hash of the container, once finished */
    uint64_t code_size;              /* of all functions together, once finished */
    bool has_handlers;               /* some function has one, once finished */
    uint32_t most_frames; /* that can exist at once, and the values in them; the greatest */
    uint64_t most_values; /* numbers where the code does not say (call_depth.c) */
    uint32_t main_frames; /* the same for a run of main alone */
    uint64_t main_values;
    BobObject *statics;        /* one-character strings 0 to 127, then the empty string */
    _Atomic uint32_t machines; /* made of it so far: the one thing that changes */
    /* while it is built: */
    BobLoadLimits limits;
    uint64_t instructions; /* of all functions */
    const char *over;      /* what there was too much of, or NULL; its limit: */
    uint64_t over_limit;
};

BobLoadLimits bob_default_limits(void);

/* An empty program, or NULL when memory is out; its limits are the defaults. */
BobProgram *bob_program_new(const BobAllocator *allocator);
/* Other ones, where not NULL. */
void bob_program_limit(BobProgram *p, const BobLoadLimits *limits);

/* What became of building p (which may be NULL), where that ended with `status`: the functions
 * below fail alike for want of memory and beyond a limit, which is BOB_INVALID_PROGRAM with the
 * message in *error. */
NODISCARD BobStatus bob_program_built(const BobProgram *p, BobStatus status, BobError *error);

/* These return the index of what was added, or BOB_INTERN_NONE when memory is out or the
 * count is at its limit. */
uint32_t bob_program_add_function(BobProgram *p, const char *name, size_t n); /* a new name */
uint32_t bob_program_add_name(BobProgram *p, const char *name, size_t n);     /* found or added */
uint32_t bob_program_add_ask(BobProgram *p, const char *name, size_t n);      /* found or added */
uint32_t bob_program_add_constant(BobProgram *p, BobValue v); /* none, bool, int or float; a nan
                                                               * becomes bob_quiet_nan() */
uint32_t bob_program_add_text_constant(BobProgram *p, const char *text, size_t n); /* valid UTF-8 */

/* False when memory is out or the count at its limit. `line` 0 means unknown. */
bool bob_function_add_param(BobProgram *p, uint32_t function, uint32_t name);
/* How the last parameter added gets its value: a BobParamKind, PARAM_DEFAULT added or not. */
void bob_function_pass_param(BobProgram *p, uint32_t function, unsigned kind);
bool bob_function_emit(BobProgram *p, uint32_t function, BobWord word, uint32_t line);
/* After those of all instructions before `from`. */
bool bob_program_add_handler(BobProgram *p, uint32_t function, BobHandler handler);
bool bob_program_set_source(BobProgram *p, const char *name, size_t n);

/* Checks and derives; once. BOB_OK, BOB_OUT_OF_MEMORY or BOB_INVALID_PROGRAM with the message
 * in *error (may be NULL): an operand that names nothing, two parameters of one name, no
 * main or one with parameters. The message names the function and error->ip is set;
 * error->function is not, as the program is usually freed before the error is shown. */
BobStatus bob_program_finish(BobProgram *p, BobError *error);

/* ---- what engines and tools ask ---- */

/* The one nan that a program's constants may hold: quiet, positive, no payload. */
static inline double bob_quiet_nan(void)
{
    union {
        uint64_t bits;
        double number;
    } nan = {0x7FF8000000000000u};
    return nan.number;
}

/* How parameter i gets its value. */
static inline BobParamKind bob_param_kind(const BobFunction *f, uint32_t i)
{
    return (BobParamKind)(f->params[i].kind & ~PARAM_DEFAULT);
}
static inline bool bob_has_default(const BobFunction *f, uint32_t i)
{
    return (f->params[i].kind & PARAM_DEFAULT) != 0;
}
/* What is wrong with the kind of parameter i after those before it, or NULL: program.c. */
const char *bob_param_fault(const BobFunction *f, uint32_t i);
extern const char *const bob_param_kind_names[PARAM_KIND_COUNT];

/* The slot of a name among f's locals, or BOB_NO_SLOT. */
uint32_t bob_function_slot(const BobFunction *f, uint32_t name);

/* The source line of an instruction, 0 when unknown. ip may be code_size (0 then). */
uint32_t bob_function_line(const BobFunction *f, uint32_t ip);

/* So much of a function's name is shown in texts and messages of the program: without the dot and
 * the number that the Python compiler puts after a name that an earlier function has. */
static inline uint32_t bob_shown_name(const BobFunction *f)
{
    uint32_t n = f->name_size;
    while (n > 0 && f->name[n - 1] >= '0' && f->name[n - 1] <= '9')
        n--;
    return n > 1 && n < f->name_size && f->name[n - 1] == '.' ? n - 1 : f->name_size;
}

/* The handler that covers an instruction, or NULL. */
const BobHandler *bob_function_handler(const BobFunction *f, uint32_t ip);

static inline const char *bob_program_name(const BobProgram *p, uint32_t name)
{
    return p->names.keys[name].bytes;
}

/* Whether the word's operand names something of this program (or needs not to); the opcode
 * may be unassigned. */
bool bob_operand_is_valid(const BobProgram *p, BobWord w);

/* The shared strings: one ASCII character, or none (point 128). */
static inline BobObject *bob_static_str(const BobProgram *p, unsigned point)
{
    return &p->statics[point];
}
#define BOB_EMPTY_STR 128
/* The one-character string that the Python compiler binds a module's name to, while it has no
 * value: of an owner that was not assigned yet, or has handed over what it had (own.h). */
#define BOB_NO_VALUE "\x01"

/* ---- stack_depth.c: stack effects and the proof of stack depths (docs/machine.md, 6) ---- */

/* What an operation takes from the stack and leaves on it, where that is always the same. */
#define BOB_EFFECT_VARIES 0xFF
typedef struct BobEffect {
    uint8_t pops, pushes;
} BobEffect;
extern const BobEffect bob_effects[OP_COUNT];

/* How many operands an instruction takes, and leaves on the path to the next. The word's opcode
 * must be assigned and its operand valid. */
void bob_stack_effect_of(const BobProgram *p, BobWord w, uint32_t *pops, uint32_t *pushes);
static inline void bob_stack_effect(const BobProgram *p, BobWord w, uint32_t *pops,
                                    uint32_t *pushes)
{
    BobEffect effect = bob_effects[bob_opcode(w)];
    *pops = effect.pops;
    *pushes = effect.pushes;
    if (effect.pops == BOB_EFFECT_VARIES)
        bob_stack_effect_of(p, w, pops, pushes);
}

/* call_depth.c: sets most_frames and most_values, main_frames and main_values. BOB_OK or
 * BOB_OUT_OF_MEMORY. */
BobStatus bob_bound_calls(BobProgram *p);

#define BOB_UNREACHED UINT32_MAX

/* Follows all paths from instruction 0. Returns the deepest operand stack, or
 * BOB_UNPROVEN where two depths meet. depth_at, of code_size entries, receives the depth
 * before each instruction, BOB_UNREACHED where no path leads; its contents are of no use
 * for an unproven function. Time and space linear in the code. BOB_OK or BOB_OUT_OF_MEMORY. */
BobStatus bob_prove_depth(const BobProgram *p, const BobFunction *f, uint32_t *depth_at,
                          uint32_t *max_depth);

#endif
