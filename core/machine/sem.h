/* What each operation means: values in, a value out, a status back. No pc, no stack
 * pointer: engines own those, and every engine calls the same functions.
 *
 * Contract of bob_sem_NAME: on BOB_OK *r is the result and s->surcharge the fuel that its work
 * cost beyond the instruction itself; on anything else the state is as before and s->error
 * has the message. The order of checks inside is that of docs/machine.md, 5: types from
 * the left, values, surcharge, heap, output. Stack limits are the engine's business, save
 * where an argument tells the room left. */
#ifndef BOB_SEM_H
#define BOB_SEM_H

#include "core/machine/types/num.h"
#include "core/machine/state.h"
#include "core/machine/types/types.h"

#define SEM_PUSH(name) BobStatus bob_sem_##name(BobState *s, uint32_t n, BobValue *r)
#define SEM_UN(name) BobStatus bob_sem_##name(BobState *s, BobValue a, BobValue *r)
#define SEM_BIN(name) BobStatus bob_sem_##name(BobState *s, BobValue a, BobValue b, BobValue *r)
#define SEM_UNF SEM_UN
#define SEM_BINF SEM_BIN
/* `n`: the operand of the instruction. `args`: its operands, the lowest first. `room`: how many
 * values the stack can take in their place; an operation that may leave more than it takes asks
 * bob_check_room after types and values. `r`: the result, or the results of a SPREAD row in the
 * order of the stack, which may be where args are: it writes them when all args are read and
 * nothing can fail any more. */
#define SEM_ARGS(name)                                                                             \
    BobStatus bob_sem_##name(UNUSED BobState *s, UNUSED uint32_t n, UNUSED const BobValue *args,   \
                             UNUSED uint32_t room, UNUSED BobValue *r)
#define SEM_ARGSF SEM_ARGS
#define SEM_SPREAD SEM_ARGS
#define SEM_MOVE(name) struct bob_sem_nothing_for_##name
#define SEM_JUMP SEM_MOVE
#define SEM_BRANCH SEM_MOVE
#define SEM_KEEP SEM_MOVE
#define SEM_CALL SEM_MOVE
#define SEM_RETURN SEM_MOVE
#define SEM_END SEM_MOVE

#define OP(name, shape, ...) SEM_##shape(name);
#include "core/machine/ops.def"

/* Truth (sem.c): *r is 0 or 1. BOB_OK or BOB_USE_AFTER_FREE. */
BobStatus bob_sem_truth_slow(BobState *s, BobValue v, bool *r);
static inline BobStatus bob_sem_truth(BobState *s, BobValue v, bool *r)
{
    if (v.tag == TAG_BOOL || v.tag == TAG_INT) {
        *r = v.i != 0;
        return BOB_OK;
    }
    return bob_sem_truth_slow(s, v, r);
}

/* What the operations with control mean apart from that. */
void bob_sem_store_name(BobState *s, uint32_t name, BobValue v);
BobStatus bob_sem_delete_name(BobState *s, uint32_t name);
BobStatus bob_sem_raise(BobState *s, BobValue v);   /* never BOB_OK */
BobStatus bob_sem_reraise(BobState *s, BobValue v); /* nor this */
BobStatus bob_sem_exit_code(BobState *s, BobValue v, int64_t *code);

/* ---- calls of values: bind.c ---- */

typedef struct BobCall {
    BobValue callee;
    const BobValue *args; /* by position */
    uint32_t argc;
    const BobValue *pairs; /* names, each with its value */
    uint32_t pair_count;
    uint32_t then; /* of the frame: call.h */
} BobCall;

/* Pushes the frame of the function that is called, its parameters bound as Python does. BOB_OK;
 * TypeError, or what bob_push_frame fails with, without effect. */
NODISCARD BobStatus bob_call(BobState *s, const BobCall *call);
/* Whether the callee is a function whose parameters are these arguments, one by one. */
static inline bool bob_takes_as_it_is(const BobProgram *p, BobValue callee, uint32_t argc)
{
    const BobFunction *f = &p->functions[callee.tag == TAG_FUNC ? callee.i : 0];
    return callee.tag == TAG_FUNC && f->plain && f->param_count == argc;
}

/* What CALL_KEYWORDS and CALL_SPREAD call, of their operands. */
NODISCARD BobStatus bob_sem_call_keywords(BobState *s, const BobValue *args, uint32_t n,
                                          BobCall *call);
NODISCARD BobStatus bob_sem_call_spread(BobState *s, const BobValue *args, BobCall *call);

/* append() as an operation and as a method. */
BobStatus bob_append(BobState *s, BobValue list, BobValue v);

/* builtins.c: what a CALL_BUILTIN with this operand (builtin << 8 | argc) calls, for an engine that
 * has seen to the room; NULL where it does not take so many arguments. */
typedef BobStatus BobBuiltin(BobState *s, const BobValue *args, uint32_t argc, BobValue *r);
BobBuiltin *bob_builtin(uint32_t operand);

/* ---- shared by sem.c and the built-ins ---- */

/* StackOverflow where `n` results do not fit the `room` that there is for them. */
NODISCARD static inline BobStatus bob_check_room(BobState *s, uint32_t n, uint32_t room)
{
    return n > room ? bob_fail_stack(s) : BOB_OK;
}

/* compare.c. Looks at elements and bytes, counted in *work; gives up with BOB_OUT_OF_FUEL
 * once the fuel left would not pay for that (bob_charge(*work) then fails as well). */
typedef enum BobCompare { CMP_EQ, CMP_NE, CMP_LT, CMP_LE, CMP_GT, CMP_GE } BobCompare;
NODISCARD BobStatus bob_compare(BobState *s, BobCompare op, BobValue a, BobValue b, uint64_t *work,
                                bool *r);
/* As bob_compare(CMP_EQ), but an object equals itself, as inside sequences. */
NODISCARD BobStatus bob_same_or_equal(BobState *s, BobValue a, BobValue b, uint64_t *work, bool *r);

/* compare.c. Of elements from..to of a living list or tuple how many equal x, or where the first
 * is, `to` where none is; counts what was examined. Gives up once the fuel left would not pay
 * for that: bob_charge(*work) then fails. */
NODISCARD BobStatus bob_search(BobState *s, const BobObject *o, BobValue x, uint32_t from,
                               uint32_t to, bool first, uint64_t *work, uint32_t *result);

/* compare.c. The first place of sub in n bytes, or NULL; also NULL where the run is interrupted:
 * bob_poll() before the result is used. */
const char *bob_find_text(const BobState *s, const char *text, size_t n, const BobObject *sub);

/* UseAfterFree of a freed object. `what` is for the
 * message: "object of type 'int' has no len()" takes the text after the type. */
COLD BobStatus bob_fail_freed(BobState *s, BobValue v);
NODISCARD static inline BobStatus bob_check_alive(BobState *s, BobValue v)
{
    return bob_is_freed(v) ? bob_fail_freed(s, v) : BOB_OK;
}

/* A str value of n bytes of valid UTF-8, static where it can be. */
NODISCARD BobStatus bob_str_new(BobState *s, const char *text, uint64_t n, BobValue *r);

/* The same where its code points are counted already. */
NODISCARD BobStatus bob_str_of_points(BobState *s, const char *text, uint64_t n, uint64_t points,
                                      BobValue *r);

/* Turns an index value into 0 <= *index < size; negative ones count from the end.
 * TypeError ("list indices must be integers or slices, not str") or IndexOutOfRange. */
NODISCARD BobStatus bob_index(BobState *s, BobValue i, uint32_t size, const char *what,
                              uint32_t *index);

/* seq.c. Copies elements start.. of `from` to places at.. of `to`, a list or tuple with room
 * for them, taking the kind of `from` where `to` is an empty list; grows to->size. */
void bob_copy_elements(BobObject *to, uint32_t at, const BobObject *from, uint32_t start,
                       uint32_t n);
/* The same: BOB_OK, or BOB_YIELDED after some of them where the run is interrupted. */
NODISCARD BobStatus bob_copy_in_pieces(BobState *s, BobObject *to, uint32_t at,
                                       const BobObject *from, uint32_t start, uint32_t n);

/* seq.c. Around the making of one or several objects of n units in all, where that takes long
 * enough to be interrupted: what was made is undone unless `status` is BOB_OK. */
bool bob_begin_long(BobState *s, uint64_t n);
NODISCARD BobStatus bob_end_long(BobState *s, bool began, BobStatus status);
/* Copies bytes that do not overlap: BOB_OK or BOB_YIELDED. */
NODISCARD BobStatus bob_copy_long(BobState *s, char *to, const char *from, size_t n);

/* seq.c. a + b and a * b where one of them is a reference: join and repeat. */
NODISCARD BobStatus bob_join(BobState *s, BobValue a, BobValue b, BobValue *r);
NODISCARD BobStatus bob_repeat(BobState *s, BobValue a, BobValue b, BobValue *r);

/* convert.c. int(text, base) and float(text) as Python's; base 0 or 2 to 36. BOB_OK,
 * BOB_VALUE_ERROR or BOB_INTEGER_OVERFLOW. */
NODISCARD BobStatus bob_int_from_str(BobState *s, const BobObject *str, int base, BobValue *r);
NODISCARD BobStatus bob_float_from_str(BobState *s, const BobObject *str, BobValue *r);

/* Number of elements of what is SIZED; of a str, code points. */
static inline uint32_t bob_seq_size(const BobObject *o)
{
    if (o->type == OBJ_STR)
        return o->points;
    return o->type <= OBJ_LIST || bob_ops_of(o)->length == NULL ? o->size
                                                                : bob_ops_of(o)->length(o);
}

#endif
