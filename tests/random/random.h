/* Random programs (main.c): what their files share. */
#ifndef RANDOM_H
#define RANDOM_H

#include "core/machine/program.h"
#include "tests/machines.h"

/* ---- random numbers ---- */

/* xorshift64*: the same numbers everywhere, if no expression draws two in an order that C leaves
 * open: arguments above all. */
typedef struct Random {
    uint64_t state;
} Random;

static inline uint32_t below(Random *r, uint32_t n)
{
    r->state ^= r->state >> 12;
    r->state ^= r->state << 25;
    r->state ^= r->state >> 27;
    return (uint32_t)((r->state * 2685821657736338717u) >> 33) % n;
}

static inline bool one_in(Random *r, uint32_t n)
{
    return below(r, n) == 0;
}

static inline uint64_t some_bits(Random *r)
{
    uint64_t high = (uint64_t)below(r, UINT32_MAX) << 32;
    return high | below(r, UINT32_MAX);
}

static inline unsigned one_of(Random *r, const unsigned *things, uint32_t n)
{
    return things[below(r, n)];
}
#define ONE_OF(r, ...)                                                                             \
    one_of(r, (const unsigned[]){__VA_ARGS__},                                                     \
           sizeof((const unsigned[]){__VA_ARGS__}) / sizeof(unsigned))

/* ---- what the table says of types: actions.c ---- */

typedef enum Type {
    T_ANY,
    T_BOOL,
    T_INT,
    T_FLOAT,
    T_NUMBER,
    T_STR,
    T_TUPLE,
    T_LIST,
    T_SEQ,
    T_FUNC
} Type;

typedef struct Action { /* an operation or a built-in */
    unsigned opcode;
    int builtin; /* or -1 */
    Type in[6];
    unsigned in_count, required;
    bool many; /* in[0] stands for any number */
    int out;   /* a Type, or -1 for nothing */
} Action;

extern Action random_makers[256], random_doers[64]; /* with and without a result */
extern unsigned random_maker_count, random_doer_count;

void random_read_tables(void);

/* ---- programs: program.c ---- */

enum {
    FUNCTIONS = 5,
    NAMES = 6,
    ASKS = 5,
    GLOBALS = 4, /* the first names, of loops and long programs */
    LOOP_NAMES = 304,
    CODE = 2400,
    TABLE_CODE = 400,
    CONSTANTS = 40,
    ALL_CONSTANTS = 64
};
enum { CONSTANT_TRUE = 34, CONSTANT_DIGITS = 63 };

/* How long a program of long.c is; functions is 0 of all others. */
typedef struct Long {
    uint64_t seed;
    uint32_t functions, lines, main_lines, calls, pad, locals;
    bool straight; /* no loops and calls: what an engine decodes in one go is longest */
} Long;

typedef struct Spec {
    uint32_t functions, params[FUNCTIONS], size[FUNCTIONS];
    BobWord code[FUNCTIONS][CODE];
    uint64_t bits; /* constants that are different each time */
    bool lines;
    BobConfig config;
    /* of functions.c */
    bool loops, recursive[FUNCTIONS];
    uint8_t roles[FUNCTIONS][8], result[FUNCTIONS]; /* of parameters and results */
    uint32_t room;                                  /* how long the function may become */
    Long extent;
} Spec;

typedef struct Constant {
    Type type;
    const char *text; /* of T_STR */
    int64_t i;
    double f;
} Constant;

extern const Constant random_constants[ALL_CONSTANTS];

/* Where an int is among the constants. */
uint32_t random_int_constant(int64_t n);

BobProgram *random_build(const Spec *s);
/* The functions, of a long program. */
void random_build_long(BobProgram *p, const Spec *s);

/* One of each kind: table.c, functions.c, long.c. */
void random_make_table(Spec *s, Random *r);
void random_make_loops(Spec *s, Random *r);
void random_make_long(Spec *s, uint64_t seed, bool phases);

/* ---- runs: runs.c ---- */

typedef struct Verdict {
    const char *what; /* NULL: all is well */
    const char *engine, *manner;
} Verdict;

extern Seen random_expected, random_got; /* of the last run of the reference, and of another */
extern const char *random_only;          /* --engine: compared with the reference alone, or NULL */

Verdict random_check(const Spec *s, uint64_t seed);
/* Whether something differs, in a process of its own: then a crash is a difference too. */
bool random_differs(const Spec *s, uint64_t seed);

/* ---- shrink.c ---- */

/* Makes a program in which something differs small, and shows it. */
void random_report(Spec *s, uint64_t seed);

#endif
