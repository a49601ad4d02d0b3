/* Functions of numbers: divmod, pow, round, int(), and of the module math what MATH has
 * not. Errors are CPython's: out of domain or range is ValueError. */
#include <math.h>

#include "core/machine/builtins/builtins.h"

static COLD BobStatus domain_error(BobState *s)
{
    return bob_fail(s, BOB_VALUE_ERROR, "math domain error");
}

/* ---- built-in functions ---- */

DEFINE_BUILTIN(int)
{
    int64_t base;
    if (argc == 0) {
        *r = bob_int(0);
        return BOB_OK;
    }
    if (argc == 1)
        return bob_sem_TO_INT(s, args[0], r);
    TRY(bob_check_alive(s, args[0]));
    TRY(bob_arg_int(s, args[1], &base));
    if (base != 0 && (base < 2 || base > 36))
        return bob_fail(s, BOB_VALUE_ERROR, "int() base must be >= 2 and <= 36, or 0");
    if (!bob_is_str(args[0]))
        return bob_fail(s, BOB_TYPE_ERROR, "int() can't convert non-string with explicit base");
    return bob_int_from_str(s, args[0].ref, (int)base, r);
}

DEFINE_BUILTIN(divmod)
{
    BobValue pair[2];
    BobObject *o;
    TRY(bob_check_alive(s, args[0]));
    TRY(bob_check_alive(s, args[1]));
    if (!bob_is_number(args[0]) || !bob_is_number(args[1]))
        return bob_fail(s, BOB_TYPE_ERROR,
                        "unsupported operand type(s) for divmod(): '%s' and '%s'",
                        bob_type_name(args[0]), bob_type_name(args[1]));
    if ((args[0].tag == TAG_FLOAT || args[1].tag == TAG_FLOAT) &&
        (args[1].tag == TAG_FLOAT ? args[1].f == 0.0 : args[1].i == 0))
        return bob_fail(s, BOB_DIVISION_BY_ZERO, "float divmod()");
    TRY(bob_sem_FLOORDIV(s, args[0], args[1], &pair[0]));
    TRY(bob_sem_MOD(s, args[0], args[1], &pair[1]));
    if (bob_seq_new(&s->heap, OBJ_TUPLE, pair, 2, &o) != BOB_OK)
        return bob_no_memory(s);
    *r = bob_ref(o);
    return BOB_OK;
}

static uint64_t magnitude(int64_t i)
{
    return i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
}

/* a modulo m, not negative. */
static uint64_t residue(int64_t a, uint64_t m)
{
    uint64_t rest = magnitude(a) % m;
    return a < 0 && rest != 0 ? m - rest : rest;
}

/* The x with a * x = 1 modulo m, by Euclid's algorithm; false where there is none. */
static bool inverse(uint64_t a, uint64_t m, uint64_t *x)
{
    __int128 old = 0, now = 1;
    uint64_t left = m, right = a;
    while (right != 0) {
        uint64_t q = left / right, rest = left % right;
        __int128 next = old - (__int128)q * now;
        old = now;
        now = next;
        left = right;
        right = rest;
    }
    *x = (uint64_t)(old < 0 ? old + m : old) % m;
    return left == 1;
}

static BobStatus power_modulo(BobState *s, int64_t a, int64_t exponent, int64_t modulus,
                              BobValue *r)
{
    uint64_t m = magnitude(modulus), base, e = magnitude(exponent), result;
    if (m == 0)
        return bob_fail(s, BOB_VALUE_ERROR, "pow() 3rd argument cannot be 0");
    base = residue(a, m);
    if (exponent < 0 && !inverse(base, m, &base))
        return bob_fail(s, BOB_VALUE_ERROR, "base is not invertible for the given modulus");
    for (result = 1 % m; e > 0; e >>= 1) {
        if (e & 1)
            result = (uint64_t)((unsigned __int128)result * base % m);
        base = (uint64_t)((unsigned __int128)base * base % m);
    }
    if (modulus < 0 && result != 0) /* the sign of the modulus; |result - m| < m */
        *r = bob_int(-(int64_t)(m - result));
    else
        *r = bob_int((int64_t)result);
    return BOB_OK;
}

DEFINE_BUILTIN(pow)
{
    uint32_t i;
    bool number = true, integral = true, real = false;
    if (argc == 2 || args[2].tag == TAG_NONE)
        return bob_sem_POW(s, args[0], args[1], r);
    for (i = 0; i < 3; i++) {
        TRY(bob_check_alive(s, args[i]));
        number = number && bob_is_number(args[i]);
        integral = integral && bob_is_integral(args[i]);
        real = real || args[i].tag == TAG_FLOAT;
    }
    if (!number && !real) /* a float of them is asked first, whatever the others are */
        return bob_fail(s, BOB_TYPE_ERROR,
                        "unsupported operand type(s) for ** or pow(): '%s', '%s', '%s'",
                        bob_type_name(args[0]), bob_type_name(args[1]), bob_type_name(args[2]));
    if (!integral)
        return bob_fail(s, BOB_TYPE_ERROR,
                        "pow() 3rd argument not allowed unless all arguments are integers");
    return power_modulo(s, args[0].i, args[1].i, args[2].i, r);
}

/* An int to a multiple of 10**digits, half to even. */
static BobStatus round_int(BobState *s, int64_t x, int64_t digits, BobValue *r)
{
    __int128 unit = 1, rest, rounded;
    int64_t i;
    if (digits >= 0 || digits < -19) { /* 10**20 is more than twice any int */
        *r = bob_int(digits >= 0 ? x : 0);
        return BOB_OK;
    }
    for (i = digits; i < 0; i++)
        unit *= 10;
    rest = ((__int128)x % unit + unit) % unit;
    rounded = x - rest;
    if (rest * 2 > unit || (rest * 2 == unit && (rounded / unit) % 2 != 0))
        rounded += unit;
    if (rounded > INT64_MAX || rounded < INT64_MIN)
        return bob_fail(s, BOB_INTEGER_OVERFLOW, "the result of round() does not fit 64 bits");
    *r = bob_int((int64_t)rounded);
    return BOB_OK;
}

static BobStatus whole(BobState *s, double x, BobValue *r)
{
    int64_t i = 0;
    BobStatus status = bob_num_f64_to_i64(x, &i);
    if (status != BOB_OK)
        return bob_fail(s, status,
                        isnan(x)   ? "cannot convert float NaN to integer"
                        : isinf(x) ? "cannot convert float infinity to integer"
                                   : "the int does not fit 64 bits");
    *r = bob_int(i);
    return BOB_OK;
}

DEFINE_BUILTIN(round)
{
    BobValue digits = bob_arg(args, argc, 1);
    int64_t n = 0;
    double x;
    BobStatus status;
    TRY(bob_check_alive(s, args[0]));
    if (!bob_is_number(args[0]))
        return bob_fail(s, BOB_TYPE_ERROR, "type %s doesn't define __round__ method",
                        bob_type_name(args[0]));
    if (digits.tag != TAG_NONE)
        TRY(bob_arg_int(s, digits, &n));
    if (args[0].tag != TAG_FLOAT)
        return round_int(s, args[0].i, n, r);
    x = args[0].f;
    if (digits.tag == TAG_NONE) {
        double down = floor(x), rest = x - down; /* exact */
        if (isfinite(x))
            x = rest > 0.5 || (rest == 0.5 && fmod(down, 2.0) != 0.0) ? down + 1.0 : down;
        return whole(s, x, r);
    }
    status = bob_num_round_f64(x, n, &x);
    if (status != BOB_OK)
        return bob_fail(s, status, "rounded value too large to represent");
    *r = bob_float(x);
    return BOB_OK;
}

/* ---- ints as text in another base, and their bits ---- */

static BobStatus in_base(BobState *s, BobValue v, char letter, unsigned bits, BobValue *r)
{
    char text[70], *at = text + sizeof text;
    uint64_t left;
    int64_t i;
    TRY(bob_arg_int(s, v, &i));
    left = magnitude(i);
    do {
        *--at = "0123456789abcdef"[left & ((1u << bits) - 1)];
        left >>= bits;
    } while (left > 0);
    *--at = letter;
    *--at = '0';
    if (i < 0)
        *--at = '-';
    return bob_str_new(s, at, (size_t)(text + sizeof text - at), r);
}

DEFINE_BUILTIN(bin)
{
    return in_base(s, args[0], 'b', 1, r);
}

DEFINE_BUILTIN(oct)
{
    return in_base(s, args[0], 'o', 3, r);
}

DEFINE_BUILTIN(hex)
{
    return in_base(s, args[0], 'x', 4, r);
}

DEFINE_BUILTIN(bit_length)
{
    if (!bob_is_integral(args[0]))
        return bob_fail_self(s, args[0], "bit_length");
    *r = bob_int(args[0].i == 0 ? 0 : 64 - __builtin_clzll(magnitude(args[0].i)));
    return BOB_OK;
}

DEFINE_BUILTIN(bit_count)
{
    if (!bob_is_integral(args[0]))
        return bob_fail_self(s, args[0], "bit_count");
    *r = bob_int(__builtin_popcountll(magnitude(args[0].i)));
    return BOB_OK;
}

DEFINE_BUILTIN(is_integer)
{
    if (args[0].tag != TAG_FLOAT)
        return bob_fail_self(s, args[0], "is_integer");
    *r = bob_bool(isfinite(args[0].f) && floor(args[0].f) == args[0].f);
    return BOB_OK;
}

/* ---- math ---- */

static BobStatus two_reals(BobState *s, const BobValue *args, double *x, double *y)
{
    TRY(bob_arg_real(s, args[0], x));
    return bob_arg_real(s, args[1], y);
}

DEFINE_BUILTIN(math_pow)
{
    double x, y, p;
    TRY(two_reals(s, args, &x, &y));
    p = pow(x, y);
    if (isfinite(x) && isfinite(y) && !isfinite(p)) {
        if (isnan(p) || x == 0.0)
            return domain_error(s);
        return bob_fail(s, BOB_VALUE_ERROR, "math range error");
    }
    *r = bob_float(p);
    return BOB_OK;
}

/* One division, since one may be much larger, then by subtraction and shifts (Stein, 1967): each
 * of these takes a third of the time of a division. */
static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    unsigned shift;
    if (a == 0 || b == 0)
        return a | b;
    if (a < b)
        b %= a;
    else
        a %= b;
    if (a == 0 || b == 0)
        return a | b;
    shift = (unsigned)__builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    while (b != 0) { /* both below 2^63; without a branch, which could not be foreseen */
        int64_t by, negative;
        b >>= __builtin_ctzll(b);
        by = (int64_t)(a - b);
        negative = by >> 63;
        a = b + (uint64_t)(by & negative); /* the less of both, and how far they are apart */
        b = (uint64_t)((by ^ negative) - negative);
    }
    return a << shift;
}

DEFINE_BUILTIN(math_gcd)
{
    uint64_t d = 0;
    uint32_t i;
    int64_t v;
    for (i = 0; i < argc; i++)
        TRY(bob_arg_int(s, args[i], &v));
    for (i = 0; i < argc; i++)
        d = common_divisor(d, magnitude(args[i].i));
    if (d > INT64_MAX)
        return bob_fail(s, BOB_INTEGER_OVERFLOW, "the result of gcd() does not fit 64 bits");
    *r = bob_int((int64_t)d);
    return BOB_OK;
}

DEFINE_BUILTIN(math_isqrt)
{
    int64_t n;
    uint64_t root;
    TRY(bob_arg_int(s, args[0], &n));
    if (n < 0)
        return bob_fail(s, BOB_VALUE_ERROR, "isqrt() argument must be nonnegative");
    root = (uint64_t)sqrt((double)n); /* at most one off */
    while (root * root > (uint64_t)n)
        root--;
    while ((root + 1) * (root + 1) <= (uint64_t)n)
        root++;
    *r = bob_int((int64_t)root);
    return BOB_OK;
}

DEFINE_BUILTIN(math_trunc)
{
    TRY(bob_check_alive(s, args[0]));
    if (!bob_is_number(args[0]))
        return bob_fail(s, BOB_TYPE_ERROR, "type %s doesn't define __trunc__ method",
                        bob_type_name(args[0]));
    if (args[0].tag == TAG_FLOAT)
        return whole(s, args[0].f, r);
    *r = bob_int(args[0].i);
    return BOB_OK;
}

DEFINE_BUILTIN(math_copysign)
{
    double x, y;
    TRY(two_reals(s, args, &x, &y));
    /* There is one nan (docs/machine.md): the sign that one was computed with depends on the
     * order of operands that a compiler chose, and a snapshot does not keep it. */
    *r = bob_float(copysign(x, isnan(y) ? bob_quiet_nan() : y));
    return BOB_OK;
}

DEFINE_BUILTIN(math_fmod)
{
    double x, y;
    TRY(two_reals(s, args, &x, &y));
    if (!isnan(x) && !isnan(y) && (isinf(x) || y == 0.0))
        return domain_error(s);
    *r = bob_float(fmod(x, y));
    return BOB_OK;
}

DEFINE_BUILTIN(math_isnan)
{
    double x;
    TRY(bob_arg_real(s, args[0], &x));
    *r = bob_bool(isnan(x));
    return BOB_OK;
}

DEFINE_BUILTIN(math_isinf)
{
    double x;
    TRY(bob_arg_real(s, args[0], &x));
    *r = bob_bool(isinf(x));
    return BOB_OK;
}

DEFINE_BUILTIN(math_isfinite)
{
    double x;
    TRY(bob_arg_real(s, args[0], &x));
    *r = bob_bool(isfinite(x));
    return BOB_OK;
}

DEFINE_BUILTIN(math_degrees)
{
    double x;
    TRY(bob_arg_real(s, args[0], &x));
    *r = bob_float(x * (180.0 / M_PI));
    return BOB_OK;
}

DEFINE_BUILTIN(math_radians)
{
    double x;
    TRY(bob_arg_real(s, args[0], &x));
    *r = bob_float(x * (M_PI / 180.0));
    return BOB_OK;
}

DEFINE_BUILTIN(math_log)
{
    double x, base = 0.0;
    TRY(bob_arg_real(s, args[0], &x));
    if (argc > 1)
        TRY(bob_check_alive(s, args[1]));
    if (x <= 0.0)
        return domain_error(s);
    if (argc > 1)
        TRY(bob_arg_real(s, args[1], &base));
    if (argc > 1 && base <= 0.0)
        return domain_error(s);
    if (argc > 1 && base == 1.0)
        return bob_fail(s, BOB_DIVISION_BY_ZERO, "float division by zero");
    *r = bob_float(argc > 1 ? log(x) / log(base) : log(x));
    return BOB_OK;
}

/* The sum of squares as a pair of doubles, then one Newton step on its root: the error
 * stays far below half a unit in the last place, so that the result is the rounded one. */
static double vector_length(const double *x, uint32_t n, int exponent)
{
    double high = 0.0, low = 0.0, root, square;
    uint32_t i;
    for (i = 0; i < n; i++) {
        double a = ldexp(x[i], -exponent), product = a * a, error = fma(a, a, -product);
        double sum = high + product, moved = sum - high;
        low += (high - (sum - moved)) + (product - moved) + error;
        high = sum;
    }
    root = sqrt(high + low);
    square = root * root;
    root += ((high - square) + low - fma(root, root, -square)) / (2.0 * root);
    return ldexp(root, exponent);
}

DEFINE_BUILTIN(math_hypot)
{
    double x[255], most = 0.0;
    bool infinite = false, nan = false;
    uint32_t i;
    int exponent;
    for (i = 0; i < argc; i++) {
        TRY(bob_arg_real(s, args[i], &x[i]));
        x[i] = fabs(x[i]);
        infinite |= isinf(x[i]) != 0;
        nan |= isnan(x[i]) != 0;
        if (x[i] > most)
            most = x[i];
    }
    (void)frexp(most, &exponent);
    *r = bob_float(infinite                   ? INFINITY
                   : nan                      ? NAN
                   : most == 0.0 || argc == 1 ? most
                                              : vector_length(x, argc, exponent));
    return BOB_OK;
}
