/* Written again for the sake of the test: nothing here is from core. */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>

#include "tests/conform/conform.h"

static void __attribute__((format(printf, 2, 3))) add_format(Text *t, const char *format, ...)
{
    char line[400];
    va_list ap;
    va_start(ap, format);
    (void)vsnprintf(line, sizeof line, format, ap);
    va_end(ap);
    add_text(t, line);
}

static void add_float(Text *t, double x)
{
    char digits[40], *e;
    int precision = 0, exponent, i, count;
    if (isnan(x) || isinf(x)) {
        add_text(t, isnan(x) ? "nan" : x < 0 ? "-inf" : "inf");
        return;
    }
    do
        (void)snprintf(digits, sizeof digits, "%.*e", precision, fabs(x));
    while (strtod(digits, NULL) != fabs(x) && precision++ < 17);
    e = strchr(digits, 'e');
    exponent = atoi(e + 1);
    *e = '\0';
    if (digits[1] == '.')
        memmove(digits + 1, digits + 2, strlen(digits + 2) + 1);
    count = (int)strlen(digits);
    if (signbit(x))
        add_text(t, "-");
    if (exponent < -4 || exponent >= 16) {
        add(t, digits, 1);
        if (count > 1)
            add_format(t, ".%s", digits + 1);
        add_format(t, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
    } else if (exponent < 0) {
        add_text(t, "0.");
        for (i = exponent + 1; i < 0; i++)
            add_text(t, "0");
        add_text(t, digits);
    } else {
        for (i = 0; i <= exponent || i < count; i++) {
            if (i == exponent + 1)
                add_text(t, ".");
            add(t, i < count ? digits + i : "0", 1);
        }
        if (count <= exponent + 1)
            add_text(t, ".0");
    }
}

static void add_quoted(Text *t, const char *s, size_t n)
{
    char quote = memchr(s, '\'', n) != NULL && memchr(s, '"', n) == NULL ? '"' : '\'';
    size_t i;
    add(t, &quote, 1);
    for (i = 0; i < n; i++) {
        const char *at = s[i] == '\0' ? NULL : strchr("\nn\rr\tt\\\\", s[i]);
        if (at != NULL && (s[i] < ' ' || s[i] == '\\'))
            add_format(t, "\\%c", s[i] == '\\' ? '\\' : at[1]);
        else if (s[i] == quote)
            add_format(t, "\\%c", quote);
        else if ((unsigned char)s[i] < ' ' || s[i] == 0x7F)
            add_format(t, "\\x%02x", (unsigned)s[i]);
        else
            add(t, &s[i], 1);
    }
    add(t, &quote, 1);
}

void add_value(Text *t, BobView v, unsigned depth)
{
    size_t i;
    switch (v.type) {
    case BOB_BOOL:
        add_text(t, v.boolean ? "True" : "False");
        break;
    case BOB_INT:
        add_format(t, "%" PRId64, v.integer);
        break;
    case BOB_FLOAT:
        add_float(t, v.number);
        break;
    case BOB_STR:
        add_quoted(t, v.text, v.length);
        break;
    case BOB_FUNC:
        add_format(t, "<function %s>", v.text);
        break;
    case BOB_FREED:
        add_text(t, "<freed>");
        break;
    case BOB_TUPLE:
    case BOB_LIST:
        add_text(t, v.type == BOB_LIST ? "[" : "(");
        for (i = 0; i < v.length && depth < 20; i++) {
            add_text(t, i > 0 ? ", " : "");
            add_value(t, bob_view_item(v, i), depth + 1);
        }
        add_text(t, v.type == BOB_LIST ? "]" : v.length == 1 ? ",)" : ")");
        break;
    default:
        add_text(t, "None");
    }
}
