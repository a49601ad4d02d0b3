/* What the files of the built-ins share. Each built-in is a function bob_builtin_NAME with
 * the contract of bob_sem_NAME (sem.h), its arguments counted already. */
#ifndef BOB_BUILTINS_H
#define BOB_BUILTINS_H

#include "core/machine/ops.h"
#include "core/machine/sem.h"
#include "core/machine/text/text.h"

#define BUILTIN(name, ...) BobBuiltin bob_builtin_##name;
#include "core/machine/builtins/builtins.def"

#define DEFINE_BUILTIN(name)                                                                       \
    BobStatus bob_builtin_##name(UNUSED BobState *s, UNUSED const BobValue *args,                  \
                                 UNUSED uint32_t argc, UNUSED BobValue *r)

#define TRY(call)                                                                                  \
    do {                                                                                           \
        BobStatus try_status_ = (call);                                                            \
        if (try_status_ != BOB_OK)                                                                 \
            return try_status_;                                                                    \
    } while (0)

/* The same of one whose arguments first to end - 1 are iterables of which it takes the elements:
 * what is no str, tuple or list is one in its body, which must not keep it. `end` may speak of
 * argc. */
#define DEFINE_OVER(name, first, end)                                                              \
    static BobBuiltin over_##name;                                                                 \
    DEFINE_BUILTIN(name)                                                                           \
    {                                                                                              \
        return bob_over(s, over_##name, args, argc, r, (first), (end));                            \
    }                                                                                              \
    static BobStatus over_##name(UNUSED BobState *s, UNUSED const BobValue *args,                  \
                                 UNUSED uint32_t argc, UNUSED BobValue *r)
NODISCARD BobStatus bob_over(BobState *s, BobBuiltin *f, const BobValue *args, uint32_t argc,
                             BobValue *r, uint32_t first, uint32_t end);

/* In a loop that changes nothing: returns BOB_YIELDED where it is interrupted, asked for
 * every so many steps. */
#define BOB_POLL_AT(s, i)                                                                          \
    do {                                                                                           \
        if ((i) % BOB_POLL_UNITS == BOB_POLL_UNITS - 1)                                            \
            TRY(bob_poll(s));                                                                      \
    } while (0)

/* ---- arguments: builtins.c ---- */

/* Argument i, none where it was not given. */
static inline BobValue bob_arg(const BobValue *args, uint32_t argc, uint32_t i)
{
    return i < argc ? args[i] : bob_none();
}

/* TypeError unless v is a living object of an ITERABLE type ("'int' object is not iterable"). */
NODISCARD BobStatus bob_arg_iterable(BobState *s, BobValue v);
/* TypeError unless v is an int or a bool ("... cannot be interpreted as an integer"). */
NODISCARD BobStatus bob_arg_int(BobState *s, BobValue v, int64_t *out);
/* TypeError unless v is a number ("must be real number, not str"). */
NODISCARD BobStatus bob_arg_real(BobState *s, BobValue v, double *out);
/* TypeError unless v is a living str; the message is `what`, then "must be str, not int". */
NODISCARD BobStatus bob_arg_str(BobState *s, BobValue v, const char *what);
/* TypeError unless v is a living object of that type ("'int' object has no attribute 'x'"). */
COLD BobStatus bob_fail_self(BobState *s, BobValue v, const char *method);
NODISCARD static inline BobStatus bob_arg_self(BobState *s, BobValue v, BobObjectType type,
                                               const char *method)
{
    return bob_is_object(v, type) ? BOB_OK : bob_fail_self(s, v, method);
}
/* start and stop of a search as in a slice of `size`, cut to 0..size; none for an open end
 * where `nones`, else TypeError. */
NODISCARD BobStatus bob_arg_part(BobState *s, BobValue start, BobValue stop, bool nones,
                                 uint32_t size, uint32_t *from, uint32_t *to);

/* The elements of what is ITERABLE. */
static inline BobCursor bob_cursor(BobValue v)
{
    return (BobCursor){v.ref, 0, 0};
}
NODISCARD BobStatus bob_cursor_next(BobState *s, BobCursor *c, BobValue *v);

/* A living object without room for failure: sets element `size` of a list or tuple that has
 * the room, and its size. */
void bob_seq_add(BobObject *o, BobValue v);

/* A new list or tuple of the n elements of a sequence, those of a str newly made; all or
 * nothing. Charges nothing. */
NODISCARD BobStatus bob_seq_copy(BobState *s, BobObjectType type, BobValue seq, BobValue *r);

/* Makes room for `more` elements at the end of a list, at least doubling it when it is full,
 * as appending does. */
NODISCARD BobStatus bob_list_room(BobState *s, BobObject *list, uint64_t more);

/* Ends the text in s->scratch (bob_sink_finish) as a str value. */
NODISCARD BobStatus bob_sink_str(BobState *s, BobSink *k, BobValue *r);
static inline BobSink bob_sink_for_str(BobState *s)
{
    return bob_sink(s, s->heap.limit);
}

/* ---- sorting: sort.c ---- */

/* Sorts n values in host memory, stably, `reverse` for the greatest first, and charges for
 * it. Any failure leaves them in some order. */
NODISCARD BobStatus bob_sort(BobState *s, BobValue *values, uint32_t n, bool reverse);
/* The same for the elements of a list; a failure has no effect. */
NODISCARD BobStatus bob_sort_list(BobState *s, BobObject *list, bool reverse);

/* The same by keys, as many of them. */
NODISCARD BobStatus bob_sort_by(BobState *s, BobObject *list, const BobObject *keys, bool reverse);

/* ---- lists: builtins_list.c ---- */

/* Adds the elements of a living sequence to a list, maybe itself; charges for them. */
NODISCARD BobStatus bob_list_extend(BobState *s, BobObject *list, BobValue seq);
/* Whether room for `more` will be paid for, so that what is made before may be kept. */
bool bob_list_can_grow(const BobState *s, const BobObject *list, uint64_t more);
/* Repeats the elements of a list in place; charges for the result. */
NODISCARD BobStatus bob_list_repeat(BobState *s, BobObject *list, int64_t count);

/* ---- dicts: builtins_dict.c ---- */

/* pop() of a dict, and a | b of two. */
BobBuiltin bob_dict_pop;
/* update() of a set. */
BobBuiltin bob_set_update;

/* ---- text: builtins_str.c, builtins_find.c, format*.c ---- */

/* index and count of a living str. */
BobBuiltin bob_str_index, bob_str_count;

/* Whether CPython's str.isspace() holds for a code point. */
bool bob_is_space(uint32_t point);

/* n code points: `text` is the bytes of one. */
void bob_sink_fill_some(BobSink *k, const char *text, unsigned size, uint64_t n);
static inline void bob_sink_fill(BobSink *k, const char *text, unsigned size, uint64_t n)
{
    if (n > 0)
        bob_sink_fill_some(k, text, size, n);
}

/* A short text in the making: format_short.c. Begin with size and points 0. */
typedef struct BobShort {
    uint32_t size, points;
    char bytes[BOB_UNITS_PER_FUEL];
} BobShort;

/* Each appends what the function of the general case (after it) would write, or returns false: the
 * text so far is worth nothing then, and the general case is to be asked. */
bool bob_short_value(BobShort *t, BobValue v);                              /* bob_write_str */
bool bob_short_format(BobShort *t, BobValue v, const char *spec, size_t n); /* bob_format */
bool bob_short_percent(BobShort *t, const BobObject *text,
                       BobValue values); /* bob_format_percent */
bool bob_short_fields(BobShort *t, const BobObject *text, const BobValue *values,
                      uint32_t count); /* str.format */
/* The text as a str: nothing is charged for so few bytes. */
NODISCARD BobStatus bob_short_str(BobState *s, const BobShort *t, BobValue *r);

/* Appends format(v, spec). */
NODISCARD BobStatus bob_format(BobState *s, BobSink *k, BobValue v, const char *spec, size_t n);

/* A float as digits, laid out as CPython does for style e, E, f, F, g, G or r (repr);
 * precision below 0 is the style's own. `zeros` of them belong before the exponent, or at
 * the end: digits that no double has. */
typedef struct BobFloatText {
    char bytes[1600];
    uint32_t size;
    uint32_t mantissa; /* where the zeros go */
    uint64_t zeros;
    bool negative; /* bytes hold no sign */
} BobFloatText;
enum { FLOAT_ALTERNATE = 1, FLOAT_DOT_ZERO = 2, FLOAT_NO_NEGATIVE_ZERO = 4 };
void bob_float_layout(BobFloatText *t, double x, char style, int64_t precision, unsigned flags);

/* Appends text % args. */
NODISCARD BobStatus bob_format_percent(BobState *s, BobSink *k, const BobObject *text,
                                       BobValue args);

/* The text of a value in a buffer of its own, where its length matters before it is written;
 * the sink's limits hold for it too. */
NODISCARD BobStatus bob_text_apart(BobState *s, const BobSink *k, BobValue v, bool str,
                                   BobBuffer *out);

/* Charges for bytes made apart that a precision cut off: all but what k grew by. */
NODISCARD BobStatus bob_charge_cut(BobState *s, const BobSink *k, uint64_t before, uint64_t made);

/* ascii(): what is not ASCII, already fit to print, as escapes. */
void bob_text_escape(const BobBuffer *in, BobBuffer *out);

#endif
