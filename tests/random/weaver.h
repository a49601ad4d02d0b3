/* Random programs with structure, for engines that decode a loop for the types they see: loops of
 * many iterations and of every shape, lists that change their storage, values that change their
 * type at some late iteration.
 *
 * Each name of a function has a role, so that most programs run long before one goes wrong;
 * what changes in a role are the types inside it, rarely and late. */
#ifndef WEAVER_H
#define WEAVER_H

#include "tests/random/random.h"

typedef enum Role {
    R_INT,    /* an int or bool */
    R_NUMBER, /* an int, bool or float */
    R_LIST,   /* a list of numbers, never empty */
    R_ROWS,   /* a list of such lists */
    R_ROW,    /* an int from 0 to 2, by which rows are found */
    R_STR,    /* a string, never empty */
    R_LONG,   /* a list of many ints, through which loops count */
    R_REALS,  /* the same of floats, at first */
    R_ANY,    /* anything but a function with parameters */
    R_COUNT,
    R_TAKEN = R_COUNT /* a loop counts with it */
} Role;

enum { LEAST = 4 /* elements of a list */ };

typedef struct Weaver {
    Spec *s;
    Random *r;
    uint32_t f;             /* the function in the making */
    uint32_t first, locals; /* its names */
    Role role[LOOP_NAMES];
    uint32_t depth;                                      /* of loops */
    uint32_t counter;                                    /* of the innermost, a name */
    bool counts;                                         /* there is one */
    bool wild;                                           /* it may go wrong on purpose */
    uint32_t skips[16], ends[16], skip_count, end_count; /* jumps of continue and break */
    bool in_loop;
    uint32_t calls; /* that may still be made here */
} Weaver;

/* ---- instructions ---- */

static inline uint32_t at(const Weaver *w)
{
    return w->s->size[w->f];
}

static inline void put(Weaver *w, unsigned opcode, uint32_t operand)
{
    if (at(w) < CODE)
        w->s->code[w->f][w->s->size[w->f]++] = bob_word(opcode, operand);
}

static inline uint32_t put_jump(Weaver *w, unsigned opcode)
{
    put(w, opcode, 0);
    return at(w) - 1;
}

static inline void land_here(Weaver *w, uint32_t jump)
{
    w->s->code[w->f][jump] = bob_word(bob_opcode(w->s->code[w->f][jump]), at(w));
}

static inline bool full(const Weaver *w)
{
    return at(w) > w->s->room;
}

static inline void load(Weaver *w, uint32_t name)
{
    put(w, name >= GLOBALS && one_in(w->r, 2) ? OP_LOAD_LOCAL : OP_LOAD_NAME, name);
}

/* ---- constants and names: places.c ---- */

typedef enum ConstantKind {
    C_SMALL_INT,
    C_INT,
    C_NUMBER,
    C_MILD_FLOAT,
    C_TEXT,    /* not empty */
    C_DIVISOR, /* an int but 0 */
    C_ANY
} ConstantKind;

uint32_t random_constant(Random *r, ConstantKind kind);
/* A name of that role, or LOOP_NAMES. */
uint32_t random_name(Weaver *w, Role role);

static inline void put_int(Weaver *w, int64_t n)
{
    put(w, OP_PUSH_CONST, random_int_constant(n));
}

static inline void put_constant(Weaver *w, ConstantKind kind)
{
    put(w, OP_PUSH_CONST, random_constant(w->r, kind));
}

/* ---- elements and lists: places.c ---- */

/* Makes the int at the top small again. */
void random_reduce(Weaver *w);
/* ( list -- list index ), in range most of the time */
void random_index(Weaver *w);
/* ( rows -- rows index ), mostly what a loop leaves as it is */
void random_row(Weaver *w);
/* ( -- list ) a row of R_ROWS or a list */
void random_list(Weaver *w);
/* ( -- list index ) of a long list, mostly where the innermost loop stands; false without one. */
bool random_long_place(Weaver *w, Role role);
/* ( -- element ) there */
bool random_long_element(Weaver *w, Role role);
/* ( -- character ) */
void random_character(Weaver *w);
/* ( -- list ) a new one */
void random_new_long(Weaver *w, Role role);
void random_new_list(Weaver *w);

/* ---- values.c ---- */

void random_value(Weaver *w, Role role, unsigned level);
/* ( -- what is tested ) */
void random_condition(Weaver *w, unsigned level);

/* ---- statements.c ---- */

/* Stores the operand in a name of that role or a global, or drops it. */
void random_store(Weaver *w, Role role);
/* x = x op y, which is what loops do most */
void random_step(Weaver *w);
/* So many statements, as far as there is room. */
void random_block(Weaver *w, uint32_t n);

/* ---- loops.c ---- */

void random_loop(Weaver *w);
/* for c in range(few): one thing with an element or two, and nothing else. Such loops are one
 * handler where an engine knows them. */
void random_vector_loop(Weaver *w);

/* ---- functions.c ---- */

/* ( -- result ) of that role: of a call, or of none where none may be made. */
void random_call(Weaver *w, Role *result);

#endif
