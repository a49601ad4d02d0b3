/* The loop of the typed engine. Its handlers are made from handlers.def. */
#include "core/typed/cell.h"

#include <math.h>

#include "core/machine/types/num.h"

/* ---- operands ---- */
#define SLOT(n) (*(int64_t *)((char *)fp + ((const int16_t *)(ip + 1))[n]))
#define SLOTF(n) (*(double *)((char *)fp + ((const int16_t *)(ip + 1))[n]))
#define OBJECT(a) ((BobObject *)(uintptr_t)(a))
#define GLOBAL(a) ((BobValue *)(uintptr_t)(a))

/* ---- on, and out ---- */
#define DISPATCH() goto * ip->label
#define NEXT                                                                                       \
    ip += SIZE;                                                                                    \
    DISPATCH();
#define TAKE(k)                                                                                    \
    do {                                                                                           \
        fuel_left -= ip[(k) + 1].i;                                                                \
        ip = ip[k].target;                                                                         \
        DISPATCH();                                                                                \
    } while (0)
#define MISS(k) goto miss_##k
#define TRAP goto trap
#define FUEL(k)                                                                                    \
    do {                                                                                           \
        fuel_left -= ip[k].i;                                                                      \
        if (fuel_left < 0) {                                                                       \
            fuel_left += ip[k].i;                                                                  \
            goto out_of_fuel;                                                                      \
        }                                                                                          \
    } while (0)
/* the same, of an operand in the code */
#define FUEL_OF(cell)                                                                              \
    do {                                                                                           \
        fuel_left -= (cell);                                                                       \
        if (fuel_left < 0) {                                                                       \
            fuel_left += (cell);                                                                   \
            goto out_of_fuel;                                                                      \
        }                                                                                          \
    } while (0)
#define BACK                                                                                       \
    do {                                                                                           \
        ip = lp;                                                                                   \
        DISPATCH();                                                                                \
    } while (0)

/* ---- calculation: kernels of num.h into a temporary, checked, then written ---- */
#define CHECKED(kernel, to, a, b)                                                                  \
    do {                                                                                           \
        int64_t t_ = 0;                                                                            \
        if (kernel((a), (b), &t_) != BOB_OK)                                                       \
            TRAP;                                                                                  \
        to = t_;                                                                                   \
    } while (0)
#define CHECKED_UNARY(kernel, to, a)                                                               \
    do {                                                                                           \
        int64_t t_ = 0;                                                                            \
        if (kernel((a), &t_) != BOB_OK)                                                            \
            TRAP;                                                                                  \
        to = t_;                                                                                   \
    } while (0)
#define CHECKED_FLOAT(kernel, to, a, b)                                                            \
    do {                                                                                           \
        double t_ = 0.0;                                                                           \
        if (kernel((a), (b), &t_) != BOB_OK)                                                       \
            TRAP;                                                                                  \
        to = t_;                                                                                   \
    } while (0)
#define MUL_ADD(to, a, b, c)                                                                       \
    do {                                                                                           \
        int64_t t_ = 0;                                                                            \
        if (i64_mul((a), (b), &t_) != BOB_OK || i64_add(t_, (c), &t_) != BOB_OK)                   \
            TRAP;                                                                                  \
        to = t_;                                                                                   \
    } while (0)
#define ADD_ADD(to, a, b, c)                                                                       \
    do {                                                                                           \
        int64_t t_ = 0;                                                                            \
        if (i64_add((a), (b), &t_) != BOB_OK || i64_add(t_, (c), &t_) != BOB_OK)                   \
            TRAP;                                                                                  \
        to = t_;                                                                                   \
    } while (0)
#define ARE_SHORT(a, b) (((uint64_t)(a) | (uint64_t)(b)) >> 32 == 0 && (b) != 0)
/* What is less than the modulus already, as an index that wraps mostly is, need not be divided. */
#define MODULO(to, a, b)                                                                           \
    do {                                                                                           \
        int64_t m_ = (b);                                                                          \
        if (ARE_SHORT(a, m_)) {                                                                    \
            uint32_t r_ = (uint32_t)(a);                                                           \
            if (r_ >= (uint32_t)m_)                                                                \
                r_ %= (uint32_t)m_;                                                                \
            to = r_;                                                                               \
        } else {                                                                                   \
            CHECKED(i64_mod, to, a, m_);                                                           \
        }                                                                                          \
    } while (0)
#define MAGIC_REST(to, a, k, magic, shift)                                                         \
    int64_t sign_ = (a) >> 63;                                                                     \
    to = (int64_t)((uint64_t)(a) -                                                                 \
                   (uint64_t)((HIGH64(magic, (a) ^ sign_) >> (shift)) ^ sign_) * (uint64_t)(k))
#define INDEX(n, a, b)                                                                             \
    int64_t n = 0;                                                                                 \
    if (i64_add((a), (b), &n) != BOB_OK)                                                           \
    TRAP
#define INDEX_LESS(n, a, b)                                                                        \
    int64_t n = 0;                                                                                 \
    if (i64_sub((a), (b), &n) != BOB_OK)                                                           \
    TRAP
#define PLACE(n, row, width, column)                                                               \
    int64_t n = 0;                                                                                 \
    if (i64_mul((row), (width), &n) != BOB_OK || i64_add(n, (column), &n) != BOB_OK)               \
    TRAP
#define HIGH64(a, b) ((int64_t)((__uint128_t)(uint64_t)(a) * (uint64_t)(b) >> 64))
/* An int that a float holds exactly. */
#define FITS_FLOAT(a) ((uint64_t)(a) + ((uint64_t)1 << 53) <= (uint64_t)1 << 54)
#define STEP(n, to, by, fuel)                                                                      \
    int64_t n = 0;                                                                                 \
    if (i64_add(to, by, &n) != BOB_OK)                                                             \
        TRAP;                                                                                      \
    FUEL_OF(fuel);                                                                                 \
    to = n
#define STEPS(a, by, b, also, fuel)                                                                \
    int64_t n_ = 0, m_ = 0;                                                                        \
    if (i64_add(a, by, &n_) != BOB_OK || i64_add(b, also, &m_) != BOB_OK)                          \
        TRAP;                                                                                      \
    FUEL_OF(fuel);                                                                                 \
    a = n_;                                                                                        \
    b = m_

/* ---- lists ---- */
#define LOAD(to, type, list, at, kind, m)                                                          \
    do {                                                                                           \
        const BobObject *o_ = OBJECT(list);                                                        \
        uint64_t at_ = (uint64_t)(at);                                                             \
        if (at_ >= o_->len[kind])                                                                  \
            MISS(m);                                                                               \
        to = ((const type *)o_->data)[at_];                                                        \
    } while (0)
#define STORE(type, list, at, value, kind, m)                                                      \
    do {                                                                                           \
        const BobObject *o_ = OBJECT(list);                                                        \
        uint64_t at_ = (uint64_t)(at);                                                             \
        if (at_ >= o_->len[kind])                                                                  \
            MISS(m);                                                                               \
        ((type *)o_->data)[at_] = (value);                                                         \
    } while (0)
#define LOADED(n, list, at, kind, m)                                                               \
    int64_t n;                                                                                     \
    LOAD(n, int64_t, list, at, kind, m)
#define LOADED_FLOAT(n, list, at, m)                                                               \
    double n;                                                                                      \
    LOAD(n, double, list, at, KIND_FLOAT, m)
#define TWO(a, b, list, i, j, m)                                                                   \
    int64_t a, b;                                                                                  \
    do {                                                                                           \
        const BobObject *o_ = OBJECT(list);                                                        \
        uint64_t i_ = (uint64_t)(i), j_ = (uint64_t)(j);                                           \
        if (i_ >= o_->len[KIND_INT] || j_ >= o_->len[KIND_INT])                                    \
            MISS(m);                                                                               \
        (a) = ((const int64_t *)o_->data)[i_];                                                     \
        (b) = ((const int64_t *)o_->data)[j_];                                                     \
    } while (0)
#define INNER(inner, list, at, m)                                                                  \
    int64_t inner;                                                                                 \
    LOAD(inner, int64_t, list, at, KIND_REF, m)
/* an element that is changed where it lies */
#define ELEMENT(n, type, list, at, kind, m)                                                        \
    type *n;                                                                                       \
    do {                                                                                           \
        const BobObject *o_ = OBJECT(list);                                                        \
        uint64_t at_ = (uint64_t)(at);                                                             \
        if (at_ >= o_->len[kind])                                                                  \
            MISS(m);                                                                               \
        n = (type *)o_->data + at_;                                                                \
    } while (0)
#define FLOAT_AT(n, list, at, m) ELEMENT(n, double, list, at, KIND_FLOAT, m)
#define EXCHANGE(list, i, j, kind, m)                                                              \
    do {                                                                                           \
        const BobObject *o_ = OBJECT(list);                                                        \
        uint64_t i_ = (uint64_t)(i), j_ = (uint64_t)(j);                                           \
        int64_t *e_ = o_->data, t_;                                                                \
        if (i_ >= o_->len[kind] || j_ >= o_->len[kind])                                            \
            MISS(m);                                                                               \
        t_ = e_[i_];                                                                               \
        e_[i_] = e_[j_];                                                                           \
        e_[j_] = t_;                                                                               \
    } while (0)
#define CHANGE(list, at, m, kernel, n, by)                                                         \
    ELEMENT(n, int64_t, list, at, KIND_INT, m);                                                    \
    CHECKED(kernel, *n, *n, by)
/* Loops of one handler. Little lives across an iteration: the compiler has few registers left. */
#define WITHIN(list, kind, at, m)                                                                  \
    if ((uint64_t)(at) >= (list)->len[kind])                                                       \
    MISS(m)
#define AT(type, list, at) (((type *)(list)->data)[at])
#define FACTOR(e, list, at, m)                                                                     \
    WITHIN(list, KIND_FLOAT, at, m);                                                               \
    double e = AT(double, list, at)
/* `look` may leave, before this iteration has changed anything; `act` only changes. */
#define LOOP(i, by, stop, fuel, look, act)                                                         \
    do {                                                                                           \
        int64_t next_ = 0;                                                                         \
        look;                                                                                      \
        if (i64_add((i), (by), &next_) != BOB_OK)                                                  \
            TRAP;                                                                                  \
        FUEL_OF(fuel);                                                                             \
        act;                                                                                       \
        i = next_;                                                                                 \
        if (i >= (stop)) {                                                                         \
            NEXT;                                                                                  \
        }                                                                                          \
    } while (lp == ip);                                                                            \
    BACK
/* a tuple or a mixed list */
#define VALUE_AT(v, list, at, m)                                                                   \
    const BobObject *o_ = OBJECT(list);                                                            \
    uint64_t at_ = (uint64_t)(at);                                                                 \
    if (at_ >= (o_->type == OBJ_TUPLE ? o_->size : o_->len[KIND_MIXED]))                           \
        MISS(m);                                                                                   \
    const BobValue *v = (const BobValue *)o_->data + at_
#define LOAD_VALUE(to, list, at, wanted, m)                                                        \
    VALUE_AT(v_, list, at, m);                                                                     \
    if (v_->tag != (uint64_t)(wanted))                                                             \
        MISS(m);                                                                                   \
    to = v_->i
#define LOAD_VALUE_FLOAT(to, list, at, m)                                                          \
    VALUE_AT(v_, list, at, m);                                                                     \
    if (v_->tag != TAG_FLOAT)                                                                      \
        MISS(m);                                                                                   \
    to = v_->f
#define STORE_VALUE(list, at, m, as, value, kind_tag)                                              \
    do {                                                                                           \
        const BobObject *o_ = OBJECT(list);                                                        \
        uint64_t at_ = (uint64_t)(at);                                                             \
        if (at_ >= o_->len[KIND_MIXED])                                                            \
            MISS(m);                                                                               \
        ((BobValue *)o_->data)[at_].tag = (uint64_t)(kind_tag);                                    \
        ((BobValue *)o_->data)[at_].as = (value);                                                  \
    } while (0)
#define CHARACTER(c, str, at, m)                                                                   \
    const BobObject *o_ = OBJECT(str);                                                             \
    uint64_t at_ = (uint64_t)(at);                                                                 \
    if (o_->type != OBJ_STR || o_->points != o_->size || at_ >= o_->size)                          \
        MISS(m);                                                                                   \
    uint8_t c = (uint8_t)bob_str_bytes(o_)[at_]
#define LOAD_CHARACTER(to, str, at, m)                                                             \
    CHARACTER(c_, str, at, m);                                                                     \
    to = (int64_t)(uintptr_t)&x->statics[c_]
#define LOAD_CODE_POINT(to, str, at, m)                                                            \
    CHARACTER(c_, str, at, m);                                                                     \
    to = c_
#define CHARACTER_OF(to, str, m)                                                                   \
    do {                                                                                           \
        const BobObject *o_ = OBJECT(str);                                                         \
        if (o_->type != OBJ_STR || o_->size != 1)                                                  \
            MISS(m);                                                                               \
        to = (uint8_t)bob_str_bytes(o_)[0];                                                        \
    } while (0)
#define LENGTH(to, seq, m)                                                                         \
    do {                                                                                           \
        const BobObject *o_ = OBJECT(seq);                                                         \
        if (!bob_is_basic(o_))                                                                     \
            MISS(m);                                                                               \
        to = o_->type == OBJ_STR ? o_->points : o_->size;                                          \
    } while (0)
#define APPEND(type_, list, value, kind_, m)                                                       \
    do {                                                                                           \
        BobObject *o_ = OBJECT(list);                                                              \
        uint32_t n_ = o_->len[kind_];                                                              \
        if (n_ == 0 || n_ >= bob_capacity(o_))                                                     \
            MISS(m);                                                                               \
        ((type_ *)o_->data)[n_] = (value);                                                         \
        o_->len[kind_] = o_->size = n_ + 1;                                                        \
    } while (0)
#define TAKE_LAST(type_, to, list, kind_, m)                                                       \
    do {                                                                                           \
        BobObject *o_ = OBJECT(list);                                                              \
        uint32_t n_ = o_->len[kind_];                                                              \
        if (n_ == 0)                                                                               \
            MISS(m);                                                                               \
        to = ((const type_ *)o_->data)[n_ - 1];                                                    \
        o_->len[kind_] = o_->size = n_ - 1;                                                        \
    } while (0)

#define SHORT(o) (bob_object_is(o, OBJ_STR) && (o)->size < BOB_UNITS_PER_FUEL)
#define SAME_TEXT(to, a, b, m)                                                                     \
    do {                                                                                           \
        const BobObject *o_ = OBJECT(a), *p_ = OBJECT(b);                                          \
        const char *s_, *t_;                                                                       \
        uint32_t n_ = o_->size;                                                                    \
        if (!SHORT(o_) || !SHORT(p_))                                                              \
            MISS(m);                                                                               \
        to = n_ == p_->size;                                                                       \
        for (s_ = bob_str_bytes(o_), t_ = bob_str_bytes(p_); n_ > 0 && to; n_--)                   \
            to = *s_++ == *t_++;                                                                   \
    } while (0)
/* a character */
#define IN_TEXT(to, a, b, m)                                                                       \
    do {                                                                                           \
        const BobObject *o_ = OBJECT(a), *p_ = OBJECT(b);                                          \
        uint32_t n_ = p_->size;                                                                    \
        const char *s_;                                                                            \
        char c_;                                                                                   \
        if (!SHORT(o_) || o_->size != 1 || !SHORT(p_))                                             \
            MISS(m);                                                                               \
        c_ = *bob_str_bytes(o_);                                                                   \
        for (s_ = bob_str_bytes(p_); n_ > 0 && *s_ != c_; n_--)                                    \
            s_++;                                                                                  \
        to = n_ > 0;                                                                               \
    } while (0)
#define SLICED(to, seq, from, stop, m)                                                             \
    do {                                                                                           \
        int64_t made_ = seq, from_ = from, stop_ = stop;                                           \
        SAVE();                                                                                    \
        made_ = bob_typed_slice(x, made_, from_, stop_);                                           \
        ip = x->ip;                                                                                \
        RELOAD();                                                                                  \
        if (made_ == 0)                                                                            \
            MISS(m);                                                                               \
        to = made_;                                                                                \
    } while (0)
#define RELEASED(object, m)                                                                        \
    do {                                                                                           \
        BobObject *o_ = OBJECT(object);                                                            \
        if (!bob_is_basic(o_) || !bob_heap_release(x->heap, o_))                                   \
            MISS(m);                                                                               \
    } while (0)

/* ---- calls: the operand is target, continuation, the callee's size, fuel ---- */
#define CALL(k)                                                                                    \
    do {                                                                                           \
        TypedSlot *callee_ = (TypedSlot *)((char *)fp + ip[(k) + 2].i);                            \
        if (callee_ > x->line)                                                                     \
            TRAP;                                                                                  \
        FUEL((k) + 3);                                                                             \
        fp->link = ip[(k) + 1].target;                                                             \
        fp = callee_;                                                                              \
        ip = ip[k].target;                                                                         \
        DISPATCH();                                                                                \
    } while (0)
/* A call of a function that begins with one of RET##NAME (handlers.def), whose cells say how, and
 * continues after them. It returns to the cell after the call. Few loads lead from one
 * ip to the next: each takes as long as two jumps. */
#define OF_CALLEE(n)                                                                               \
    (*(const int64_t *)((const char *)callee_ + ((const int16_t *)(begin_ + 1))[n]))
#define IS_IN(a, low, span) ((uint64_t)(a) - (uint64_t)(low) <= (uint64_t)(span))
#define IF_IN IS_IN(OF_CALLEE(0), begin_[4].i, begin_[5].i)
#define IF_INK IF_IN
#define IF_LT (OF_CALLEE(0) < OF_CALLEE(1))
#define IF_LTK IF_LT
#define IF_LE (OF_CALLEE(0) <= OF_CALLEE(1))
#define IF_LEK IF_LE
#define IF_EQ (OF_CALLEE(0) == OF_CALLEE(1))
#define IF_EQK IF_EQ
#define VALUE_IN OF_CALLEE(1)
#define VALUE_INK begin_[6].i
#define VALUE_LT OF_CALLEE(2)
#define VALUE_LTK begin_[4].i
#define VALUE_LE VALUE_LT
#define VALUE_LEK VALUE_LTK
#define VALUE_EQ VALUE_LT
#define VALUE_EQK VALUE_LTK
#define RECURSE(k, NAME)                                                                           \
    do {                                                                                           \
        TypedSlot *callee_ = (TypedSlot *)((char *)fp + ip[(k) + 2].i);                            \
        TypedCell *begin_ = ip[k].target;                                                          \
        if (callee_ > x->line)                                                                     \
            TRAP;                                                                                  \
        FUEL((k) + 3);                                                                             \
        if (IF_##NAME) {                                                                           \
            fuel_left -= begin_[3].i;                                                              \
            if (fuel_left < 0) { /* before the call */                                             \
                fuel_left += begin_[3].i + ip[(k) + 3].i;                                          \
                goto out_of_fuel;                                                                  \
            }                                                                                      \
            r0 = VALUE_##NAME;                                                                     \
            NEXT;                                                                                  \
        }                                                                                          \
        fp->link = ip + SIZE;                                                                      \
        fp = callee_;                                                                              \
        ip = begin_ + SIZE_RET##NAME;                                                              \
        DISPATCH();                                                                                \
    } while (0)
#define RETURNING(caller, size, fuel)                                                              \
    FUEL_OF(fuel);                                                                                 \
    TypedSlot *caller = (TypedSlot *)((char *)fp - (size))
#define RETURN(caller)                                                                             \
    ip = (caller)->link;                                                                           \
    fp = caller;                                                                                   \
    DISPATCH()

/* ---- C calls: all registers are saved before and read after, so that none lives across ---- */
#if BOB_TYPED_INTS > 6 || BOB_TYPED_FLOATS > 6
#error "at most six registers of a class"
#endif
#define EACH_1(m) m(0)
#define EACH_2(m) m(0) m(1)
#define EACH_3(m) EACH_2(m) m(2)
#define EACH_4(m) EACH_3(m) m(3)
#define EACH_5(m) EACH_4(m) m(4)
#define EACH_6(m) EACH_5(m) m(5)
#define EACH__(n, m) EACH_##n(m)
#define EACH_(n, m) EACH__(n, m)
#define EACH_INT(m) EACH_(BOB_TYPED_INTS, m)
#define EACH_FLOAT(m) EACH_(BOB_TYPED_FLOATS, m)
#define SAVE_INT(n) x->r[n] = r##n;
#define SAVE_FLOAT(n) x->f[n] = f##n;
#define READ_INT(n) r##n = x->r[n];
#define READ_FLOAT(n) f##n = x->f[n];
#define SAVE()                                                                                     \
    do {                                                                                           \
        x->ip = ip;                                                                                \
        x->lp = lp;                                                                                \
        x->fp = fp;                                                                                \
        x->fuel_left = fuel_left;                                                                  \
        EACH_INT(SAVE_INT)                                                                         \
        EACH_FLOAT(SAVE_FLOAT)                                                                     \
    } while (0)
#define RELOAD()                                                                                   \
    do {                                                                                           \
        lp = x->lp;                                                                                \
        fp = x->fp;                                                                                \
        fuel_left = x->fuel_left;                                                                  \
        EACH_INT(READ_INT)                                                                         \
        EACH_FLOAT(READ_FLOAT)                                                                     \
    } while (0)
#define OUTSIDE(function)                                                                          \
    do {                                                                                           \
        SAVE();                                                                                    \
        ip = function(x);                                                                          \
        if (ip == NULL)                                                                            \
            return x->why;                                                                         \
        RELOAD();                                                                                  \
        DISPATCH();                                                                                \
    } while (0)

/* x->ip is the cell whose guard failed. */
#define OUTSIDE_MISSED                                                                             \
    do {                                                                                           \
        TypedCell *missed_ = x->ip;                                                                \
        SAVE();                                                                                    \
        x->ip = missed_;                                                                           \
        ip = bob_typed_guard_failed(x);                                                            \
        if (ip == NULL)                                                                            \
            return x->why;                                                                         \
        RELOAD();                                                                                  \
        DISPATCH();                                                                                \
    } while (0)

TypedExit bob_typed_loop(TypedLoop *x, const void *const **labels)
{
    static const void *const table[] = {
#include "typed_labels.inc"
    };
    TypedCell *ip, *lp;
    TypedSlot *fp;
    int64_t fuel_left;
#define INT_REGISTER(n) int64_t r##n;
#define FLOAT_REGISTER(n) double f##n;
    EACH_INT(INT_REGISTER)
    EACH_FLOAT(FLOAT_REGISTER)
    if (x == NULL) {
        *labels = table;
        return TYPED_TRAP;
    }
    ip = x->ip;
    RELOAD();
    DISPATCH();

#include "typed_handlers.inc"

    /* A guard failed: where to continue instead. */
#define MISSED_AT(k)                                                                               \
    miss_##k : __attribute__((unused)); /* where few handlers are made */                          \
    x->ip = ip;                                                                                    \
    x->failed_guard = k;                                                                           \
    ip = ip[k].target;                                                                             \
    DISPATCH();
    MISSED_AT(2)
    MISSED_AT(3)
    MISSED_AT(4)
    MISSED_AT(5)
    MISSED_AT(6)
trap:
    SAVE();
    return TYPED_TRAP;
out_of_fuel:
    SAVE();
    return TYPED_FUEL;
capped:
    SAVE();
    return TYPED_CAPPED;
}
