/* Conversions between types, the math functions, and what ends in output or the end. */
#include <stdio.h>
#include <string.h>

#include "core/base/digits.h"
#include "core/base/utf8.h"
#include "core/machine/builtins/builtins.h"
#include "core/machine/text/floatexact.h"
#include "core/machine/call.h"
#include "core/machine/sem.h"
#include "core/machine/text/text.h"

/* ---- text to numbers ---- */

static bool is_c_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* White space at both ends as CPython takes it off numbers: C's of ASCII. */
static BobStatus strip(BobState *s, const char **text, size_t *n)
{
    BobStatus status = BOB_OK;
    for (; *n > 0 && is_c_space((*text)[0]) && status == BOB_OK; ++*text)
        if (--*n % BOB_POLL_UNITS == 0)
            status = bob_poll(s);
    for (; *n > 0 && is_c_space((*text)[*n - 1]) && status == BOB_OK;)
        if (--*n % BOB_POLL_UNITS == 0)
            status = bob_poll(s);
    return status;
}

/* What CPython reads for a code point of a text that is not ASCII. */
static char ascii_of(uint32_t point)
{
    static const uint32_t zeros[] = {
#include "core/machine/text/unicode_zeros.inc"
    };
    uint32_t low = 0, high = COUNT_OF(zeros);
    if (point < 0x7F)
        return (char)point;
    if (bob_is_space(point))
        return ' ';
    while (high - low > 1) { /* zeros[low] is at or below point, zeros[high] is not */
        uint32_t middle = (low + high) / 2;
        if (zeros[middle] <= point)
            low = middle;
        else
            high = middle;
    }
    return (char)(point - zeros[low] < 10 ? '0' + (point - zeros[low]) : '?');
}

/* A text whose digits and spaces are ASCII, in the scratch buffer; its end is the first of what is
 * none of a number, as '?'. */
static BobStatus to_ascii(BobState *s, const BobObject *str, const char **text, size_t *n)
{
    BobBuffer *b = &s->scratch;
    unsigned size;
    size_t at;
    char c = ' ';
    b->size = 0;
    b->failed = false;
    for (at = 0; at < str->size && c != '?'; at += size) {
        if (b->size % BOB_POLL_UNITS == 0 && bob_poll(s) != BOB_OK)
            return BOB_YIELDED;
        c = ascii_of(bob_utf8_decode(bob_str_bytes(str) + at, &size));
        bob_buffer_add(b, &c, 1);
        if (b->failed)
            return bob_no_memory(s);
    }
    *text = b->bytes;
    *n = b->size;
    return BOB_OK;
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 99;
}

/* A 0x, 0o or 0b prefix where the base allows it; base 0 takes its base from it, or is 10. */
static int take_prefix(const char **text, size_t *n, int base)
{
    int found = 0;
    if (*n >= 2 && (*text)[0] == '0') {
        char c = (char)((*text)[1] | 0x20);
        found = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;
    }
    if (found != 0 && (base == 0 || base == found)) {
        *text += 2;
        *n -= 2;
        if (*n > 0 && **text == '_') /* 0x_ff */
            ++*text, --*n;
        return found;
    }
    return base == 0 ? 10 : base;
}

/* Digits of that base with single underscores between them: BOB_OK, BOB_VALUE_ERROR,
 * BOB_INTEGER_OVERFLOW or BOB_YIELDED. The value is negative: the least int has no positive. */
static BobStatus read_digits(BobState *s, const char *text, size_t n, int base, int64_t *value)
{
    bool digit = false, overflow = false;
    size_t i;
    *value = 0;
    for (i = 0; i < n; i++) {
        int d = digit_value(text[i]);
        if (i % BOB_POLL_UNITS == 0 && bob_poll(s) != BOB_OK)
            return BOB_YIELDED;
        if (text[i] == '_') {
            if (!digit || i + 1 == n)
                return BOB_VALUE_ERROR;
            digit = false;
            continue;
        }
        if (d >= base)
            return BOB_VALUE_ERROR;
        digit = true;
        if (!overflow && (d != 0 || *value != 0))
            overflow =
                i64_mul(*value, base, value) != BOB_OK || i64_sub(*value, d, value) != BOB_OK;
    }
    return !digit ? BOB_VALUE_ERROR : overflow ? BOB_INTEGER_OVERFLOW : BOB_OK;
}

static BobStatus bad_int(BobState *s, const BobObject *str, int base)
{
    BobSink sink = bob_sink(s, 200);
    BobStatus status = bob_write_repr(s, &sink, bob_ref((BobObject *)str));
    if (status != BOB_OK)
        return status;
    return bob_fail(s, BOB_VALUE_ERROR, "invalid literal for int() with base %d: %.*s", base,
                    (int)s->scratch.size, s->scratch.bytes);
}

static BobStatus read_int(BobState *s, const char *text, size_t n, int base, int64_t *value)
{
    bool negative = false, zero_first;
    int actual;
    BobStatus status = strip(s, &text, &n);
    if (status != BOB_OK)
        return status;
    if (n > 0 && (*text == '-' || *text == '+')) {
        negative = *text == '-';
        text++, n--;
    }
    actual = take_prefix(&text, &n, base);
    zero_first = base == 0 && actual == 10 && n > 0 && *text == '0'; /* 012 is none, 000 is */
    status = read_digits(s, text, n, actual, value);
    if (zero_first && status != BOB_YIELDED && (status != BOB_OK || *value != 0))
        return BOB_VALUE_ERROR;
    return status == BOB_OK && !negative ? i64_neg(*value, value) : status;
}

BobStatus bob_int_from_str(BobState *s, const BobObject *str, int base, BobValue *r)
{
    const char *text = bob_str_bytes(str);
    size_t n = str->size;
    int64_t value;
    BobStatus status = read_int(s, text, n, base, &value);
    if (status == BOB_VALUE_ERROR && !bob_str_is_ascii(str)) {
        status = to_ascii(s, str, &text, &n);
        if (status == BOB_OK)
            status = read_int(s, text, n, base, &value);
    }
    if (status == BOB_VALUE_ERROR)
        return bad_int(s, str, base);
    if (status == BOB_INTEGER_OVERFLOW)
        return bob_fail(s, status, "the number does not fit 64 bits");
    if (status == BOB_OK)
        status = bob_charge(s, str->size);
    if (status == BOB_OK)
        *r = bob_int(value);
    return status;
}

static bool equals_ignoring_case(const char *text, size_t n, const char *word)
{
    size_t i;
    for (i = 0; i < n; i++)
        if (word[i] == '\0' || (char)(text[i] | 0x20) != word[i])
            return false;
    return word[n] == '\0';
}

static BobStatus bad_float(BobState *s, const BobObject *str)
{
    BobSink sink = bob_sink(s, 200);
    BobStatus status = bob_write_repr(s, &sink, bob_ref((BobObject *)str));
    if (status != BOB_OK)
        return status;
    return bob_fail(s, BOB_VALUE_ERROR, "could not convert string to float: %.*s",
                    (int)s->scratch.size, s->scratch.bytes);
}

/* inf or nan, in capitals too, or what has digits; white space around it. */
static BobStatus read_float(BobState *s, const char *text, size_t n, double *f)
{
    BobStatus status = strip(s, &text, &n);
    size_t sign = n > 0 && (*text == '-' || *text == '+');
    const char *word = text + sign;
    if (status != BOB_OK)
        return status;
    if (equals_ignoring_case(word, n - sign, "inf") ||
        equals_ignoring_case(word, n - sign, "infinity"))
        *f = *text == '-' ? -INFINITY : INFINITY;
    else if (equals_ignoring_case(word, n - sign, "nan"))
        *f = NAN;
    else
        return bob_float_read(s, text, n, f);
    return BOB_OK;
}

BobStatus bob_float_from_str(BobState *s, const BobObject *str, BobValue *r)
{
    const char *text = bob_str_bytes(str);
    size_t n = str->size;
    double f;
    BobStatus status;
    if (bob_exact_read(text, n, &f)) { /* too short to be charged anything */
        *r = bob_float(f);
        return BOB_OK;
    }
    status = read_float(s, text, n, &f);
    if (status == BOB_VALUE_ERROR && !bob_str_is_ascii(str)) {
        status = to_ascii(s, str, &text, &n);
        if (status == BOB_OK)
            status = read_float(s, text, n, &f);
    }
    if (status == BOB_VALUE_ERROR)
        return bad_float(s, str);
    if (status == BOB_OK)
        status = bob_charge(s, str->size);
    if (status == BOB_OK)
        *r = bob_float(f);
    return status;
}

/* ---- conversions ---- */

/* TypeError with the name of a's type between two texts. */
static BobStatus wrong_type(BobState *s, const char *before, BobValue a, const char *after)
{
    BobStatus status = bob_check_alive(s, a);
    return status != BOB_OK
               ? status
               : bob_fail(s, BOB_TYPE_ERROR, "%s%s%s", before, bob_type_name(a), after);
}

static BobStatus int_from_float(BobState *s, double f, BobValue *r)
{
    int64_t i;
    BobStatus status = bob_num_f64_to_i64(f, &i);
    if (status == BOB_VALUE_ERROR)
        return bob_fail(s, status, "cannot convert float NaN to integer");
    if (status != BOB_OK)
        return bob_fail(s, status,
                        isinf(f) ? "cannot convert float infinity to integer"
                                 : "the float does not fit a 64-bit int");
    *r = bob_int(i);
    return BOB_OK;
}

BobStatus bob_sem_TO_INT(BobState *s, BobValue a, BobValue *r)
{
    if (bob_is_integral(a)) {
        *r = bob_int(a.i);
        return BOB_OK;
    }
    if (a.tag == TAG_FLOAT)
        return int_from_float(s, a.f, r);
    if (bob_is_str(a))
        return bob_int_from_str(s, a.ref, 10, r);
    return wrong_type(
        s, "int() argument must be a string, a bytes-like object or a real number, not '", a, "'");
}

BobStatus bob_sem_TO_FLOAT(BobState *s, BobValue a, BobValue *r)
{
    if (bob_is_number(a)) {
        *r = a.tag == TAG_FLOAT ? a : bob_float((double)a.i);
        return BOB_OK;
    }
    if (bob_is_str(a))
        return bob_float_from_str(s, a.ref, r);
    return wrong_type(s, "float() argument must be a string or a real number, not '", a, "'");
}

BobStatus bob_sem_TO_BOOL(BobState *s, BobValue a, BobValue *r)
{
    bool t;
    BobStatus status = bob_sem_truth(s, a, &t);
    if (status == BOB_OK)
        *r = bob_bool(t);
    return status;
}

static BobStatus text_of(BobState *s, BobValue a, BobValue *r)
{
    BobSink sink = bob_sink(s, s->heap.limit);
    BobStatus status = bob_write_str(s, &sink, a);
    if (status == BOB_OK)
        status = bob_sink_finish(s, &sink, BOB_OUT_OF_MEMORY);
    if (status == BOB_OK)
        status = bob_str_new(s, s->scratch.bytes, s->scratch.size, r);
    return status;
}

/* A number that needs no sink: its text is short. */
static BobStatus number_to_str(BobState *s, BobValue a, BobValue *r)
{
    char text[BOB_FLOAT_TEXT], *end = text + sizeof text, *at = text;
    if (a.tag == TAG_INT)
        at = bob_int_before(end, a.i);
    else
        end = text + bob_float_repr(a.f, text);
    return bob_str_new(s, at, (size_t)(end - at), r);
}

BobStatus bob_sem_TO_STR(BobState *s, BobValue a, BobValue *r)
{
    if (a.tag == TAG_INT || a.tag == TAG_FLOAT)
        return number_to_str(s, a, r);
    if (bob_is_object(a, OBJ_OBJECT)) {
        BobStatus status = bob_operands_to_text(s, &a, 1, 0);
        if (status != BOB_OK)
            return status;
    }
    return text_of(s, a, r);
}

BobStatus bob_sem_ORD(BobState *s, BobValue a, BobValue *r)
{
    unsigned size;
    if (!bob_is_str(a))
        return wrong_type(s, "ord() expected string of length 1, but ", a, " found");
    if (a.ref->points != 1)
        return bob_fail(s, BOB_TYPE_ERROR,
                        "ord() expected a character, but string of length %u found", a.ref->points);
    *r = bob_int(bob_utf8_decode(bob_str_bytes(a.ref), &size));
    return BOB_OK;
}

BobStatus bob_sem_CHR(BobState *s, BobValue a, BobValue *r)
{
    char bytes[4];
    if (!bob_is_integral(a))
        return wrong_type(s, "'", a, "' object cannot be interpreted as an integer");
    if (a.i < 0 || a.i > 0x10FFFF)
        return bob_fail(s, BOB_VALUE_ERROR, "chr() arg not in range(0x110000)");
    if (a.i >= 0xD800 && a.i < 0xE000)
        return bob_fail(s, BOB_VALUE_ERROR, "chr() of a lone surrogate is not supported");
    return bob_str_new(s, bytes, bob_utf8_encode((uint32_t)a.i, bytes), r);
}

/* ---- math ---- */

static double call_math(uint32_t fn, double x, double y)
{
    switch ((BobMath)fn) {
    case MATH_sqrt:
        return sqrt(x);
    case MATH_sin:
        return sin(x);
    case MATH_cos:
        return cos(x);
    case MATH_tan:
        return tan(x);
    case MATH_asin:
        return asin(x);
    case MATH_acos:
        return acos(x);
    case MATH_atan:
        return atan(x);
    case MATH_atan2:
        return atan2(x, y);
    case MATH_exp:
        return exp(x);
    case MATH_log:
        return log(x);
    case MATH_log2:
        return log2(x);
    case MATH_log10:
        return log10(x);
    case MATH_hypot:
        return bob_num_hypot(x, y);
    case MATH_fabs:
        return fabs(x);
    case MATH_floor: /* whose results are ints */
    case MATH_ceil:
        break;
    }
    ASSERT(false);
    return 0.0;
}

SEM_ARGS(MATH)
{
    uint32_t arity = bob_math_arity(n), i;
    double v[2] = {0.0, 0.0}, f;
    for (i = 0; i < arity; i++) {
        if (!bob_is_number(args[i]))
            return wrong_type(s, "must be real number, not ", args[i], "");
        v[i] = args[i].tag == TAG_FLOAT ? args[i].f : (double)args[i].i;
    }
    if (n == MATH_floor || n == MATH_ceil) {
        if (args[0].tag == TAG_FLOAT)
            return int_from_float(s, n == MATH_floor ? floor(v[0]) : ceil(v[0]), r);
        *r = bob_int(args[0].i);
        return BOB_OK;
    }
    f = call_math(n, v[0], v[1]);
    if (isnan(f) && !isnan(v[0]) && !isnan(v[1]))
        return bob_fail(s, BOB_VALUE_ERROR, "math domain error");
    if (isinf(f) && isfinite(v[0]) && isfinite(v[1]) && n != MATH_hypot)
        return bob_fail(s, BOB_VALUE_ERROR,
                        n == MATH_exp ? "math range error" : "math domain error");
    *r = bob_float(f);
    return BOB_OK;
}

/* ---- output and endings ---- */

SEM_ARGS(PRINT)
{
    BobSink sink = bob_sink(s, s->output_limit - s->output.size);
    BobStatus status = bob_operands_to_text(s, args, n, 0);
    uint32_t i;
    if (status != BOB_OK)
        return status;
    for (i = 0; i < n && status == BOB_OK; i++) {
        if (i > 0)
            bob_sink_add(&sink, " ", 1);
        status = bob_write_str(s, &sink, args[i]);
    }
    bob_sink_add(&sink, "\n", 1);
    if (status == BOB_OK)
        status = bob_sink_finish(s, &sink, BOB_OUTPUT_EXCEEDED);
    if (status == BOB_OK)
        status = bob_output(s, s->scratch.bytes, s->scratch.size);
    return status;
}

/* More than this of a message is cut: it comes from the program and ends in a report. */
#define LONGEST_MESSAGE ((size_t)1 << 20)

BobStatus bob_fail_with_text(BobState *s, BobStatus kind, BobValue v, bool repr)
{
    BobSink sink = bob_sink(s, LONGEST_MESSAGE);
    BobStatus status;
    sink.stop = LONGEST_MESSAGE;
    status = repr ? bob_write_repr(s, &sink, v) : bob_write_str(s, &sink, v);
    if (status == BOB_OK)
        status = bob_poll(s); /* what ends the walk too */
    if (status != BOB_OK)
        return status;
    s->message.size = 0;
    s->message.failed = false;
    bob_buffer_add(&s->message, s->scratch.bytes, s->scratch.size);
    bob_buffer_byte(&s->message, '\0');
    if (s->message.failed)
        return bob_no_memory(s);
    (void)bob_fail(s, kind, "%s", s->message.bytes);
    if (s->message.size > sizeof s->error.message)
        s->error.long_message = s->message.bytes;
    return kind;
}

BobStatus bob_sem_raise(BobState *s, BobValue v)
{
    if (bob_is_exception(v))
        return bob_throw_object(s, v, false);
    return bob_fail_with_text(s, BOB_USER_ERROR, v, false);
}

BobStatus bob_sem_exit_code(BobState *s, BobValue v, int64_t *code)
{
    if (!bob_is_integral(v))
        return wrong_type(s, "the exit status must be an int, not '", v, "'");
    *code = v.i;
    return BOB_OK;
}
