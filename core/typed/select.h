/* What the files that select handlers share. Each bob_select_ function does one kind of
 * instruction: true to continue after it, false where the run ends. */
#ifndef BOB_SELECT_H
#define BOB_SELECT_H

#include "core/machine/types/num.h"
#include "core/typed/hoist.h"
#include "core/typed/typed_state.h"

/* An instruction whose guards have failed so often is done by its shared meaning: speculating again
 * would only make more code. */
#define MOST_GUARD_FAILURES 8u

static inline bool is_int(const Var *v)
{
    return v->type == TAG_INT || v->type == TAG_BOOL;
}

static inline bool is_number(const Var *v)
{
    return is_int(v) || v->type == TAG_FLOAT;
}

static inline bool next(Decode *d)
{
    d->c->ip++;
    return true;
}

static inline bool guard_often_failed(const Decode *d)
{
    return code_of(d)->guard_failures[d->c->ip] >= MOST_GUARD_FAILURES;
}

static inline BobValue value_of(const Decode *d, const Var *v)
{
    return bob_box(d->t, d->c, v);
}

static inline Operand guard(void)
{
    return (Operand){.kind = IN_CODE, .i = 0};
}

/* select.c: one instruction; true to continue after it, false where the run ends. */
bool bob_select(Decode *d);

/* select_common.c */
bool bob_give_up_inlined(Decode *d);
bool bob_select_leave(Decode *d);
bool bob_select_pause(Decode *d);
bool bob_select_generic(Decode *d, uint32_t args, uint32_t results);
/* An operation that pops so many operands and pushes one of that type, which it writes. */
void bob_result(Decode *d, unsigned row, unsigned pops, unsigned type, unsigned count,
                const Operand *a);
#define RESULT(row, pops, type, ...)                                                               \
    bob_result(d, row, pops, type, COUNT_OF(((Operand[]){__VA_ARGS__})), (Operand[]){__VA_ARGS__})
/* An operation that only pops. */
void bob_effect(Decode *d, unsigned row, unsigned pops, unsigned count, const Operand *a);
#define EFFECT(row, pops, ...)                                                                     \
    bob_effect(d, row, pops, COUNT_OF(((Operand[]){__VA_ARGS__})), (Operand[]){__VA_ARGS__})
Operand bob_settled(Decode *d, Var *v);

/* A reference in a slot, a constant in spare slot n. */
Operand bob_text_slot(Decode *d, Var *v, unsigned n);

/* select_number.c */
bool bob_select_arithmetic(Decode *d, unsigned opcode);
bool bob_select_unary(Decode *d, unsigned int_row, unsigned int_type, unsigned float_row,
                      unsigned float_type);
bool bob_select_least(Decode *d, bool most);
bool bob_select_math(Decode *d, uint32_t fn);

/* select_branch.c */
/* True if the instruction is a branch on a constant operand. */
bool bob_is_decided(const Decode *d);
/* True if the instructions from there on are such a branch on the sign of a local. */
bool bob_is_sign_known(const Decode *d);
bool bob_select_compare(Decode *d, unsigned opcode);
bool bob_select_jump_if(Decode *d, unsigned opcode);

/* select_list.c */
bool bob_select_index_set(Decode *d);
bool bob_select_append(Decode *d, bool method);
bool bob_select_length(Decode *d);
bool bob_select_release(Decode *d);
bool bob_select_slice(Decode *d);
bool bob_select_in(Decode *d);
bool bob_select_list_pop(Decode *d);
bool bob_select_index_get(Decode *d);

/* select_call.c */
bool bob_select_call(Decode *d, uint32_t function, uint32_t also);
bool bob_select_call_value(Decode *d, uint32_t n);
bool bob_select_call_method(Decode *d, uint32_t n);
bool bob_select_return(Decode *d);

#endif
