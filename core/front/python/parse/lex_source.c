/* Source as it is in a file to what the lexer reads: encoding, newlines. */
#include <string.h>

#include "core/base/utf8.h"
#include "core/front/python/parse/lex.h"

typedef enum Encoding { UTF8, ASCII, LATIN1, UNKNOWN } Encoding;

/* Places are 32 bits wide, and a Latin-1 text may double. */
#define MAX_SOURCE ((size_t)1 << 30)

static bool is_cookie_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

/* The encoding's name in a comment `coding[:=] name`; 0 characters where there is none. */
static size_t find_cookie(const char *line, const char *end, const char **name)
{
    const char *s = line;
    while (s < end && (*s == ' ' || *s == '\t' || *s == '\f'))
        s++;
    if (s >= end || *s != '#')
        return 0;
    for (; end - s > 7; s++) {
        if (memcmp(s, "coding", 6) != 0 || (s[6] != ':' && s[6] != '='))
            continue;
        s += 7;
        while (s < end && (*s == ' ' || *s == '\t'))
            s++;
        *name = s;
        while (s < end && is_cookie_char(*s))
            s++;
        if (s > *name)
            return (size_t)(s - *name);
    }
    return 0;
}

/* Whether the name is, but for case and - for _, one of `names`, or one and a suffix. */
static bool is_encoding(const char *name, size_t n, const char *known)
{
    size_t k = strlen(known);
    if (n < k || (n > k && name[k] != '-' && name[k] != '_'))
        return false;
    for (size_t i = 0; i < k; i++) {
        char c = name[i] == '_' ? '-' : name[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c | 0x20);
        if (c != known[i])
            return false;
    }
    return true;
}

static Encoding encoding_of(const char *name, size_t n)
{
    static const char *const latin[] = {"latin-1", "iso-8859-1", "iso-latin-1", "latin1", "l1"};
    if (is_encoding(name, n, "utf-8") || is_encoding(name, n, "utf8"))
        return UTF8;
    if (is_encoding(name, n, "ascii") || is_encoding(name, n, "us-ascii"))
        return ASCII;
    for (unsigned i = 0; i < COUNT_OF(latin); i++)
        if (is_encoding(name, n, latin[i]))
            return LATIN1;
    return UNKNOWN;
}

static bool is_blank(const char *line, const char *end)
{
    while (line < end && (*line == ' ' || *line == '\t' || *line == '\f'))
        line++;
    return line == end || *line == '#';
}

/* Looks for a cookie in the first two lines. */
static Encoding find_encoding(const char *s, size_t n, const char **name, size_t *size)
{
    const char *end = s + n;
    for (unsigned line = 0; line < 2 && s < end; line++) {
        const char *stop = s;
        while (stop < end && *stop != '\n' && *stop != '\r')
            stop++;
        *size = find_cookie(s, stop, name);
        if (*size > 0)
            return encoding_of(*name, *size);
        if (!is_blank(s, stop))
            break;
        s = stop + (end - stop > 1 && stop[0] == '\r' && stop[1] == '\n' ? 2 : 1);
    }
    return UTF8;
}

/* Copies, making every newline "\n"; latin: every byte a character. Returns the length. */
static size_t copy(const char *s, size_t n, bool latin, char *out)
{
    char *at = out;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\r') {
            *at++ = '\n';
            i += i + 1 < n && s[i + 1] == '\n';
        } else if (latin && (unsigned char)s[i] >= 0x80) {
            at += bob_utf8_encode((unsigned char)s[i], at);
        } else {
            *at++ = s[i];
        }
    }
    if (at > out && at[-1] != '\n')
        *at++ = '\n';
    return (size_t)(at - out);
}

/* The place of a byte, all before it being valid UTF-8. */
static PRINTF_LIKE(4, 0) void set_error_at(PyError *error, const char *text, size_t at,
                                           const char *message)
{
    uint32_t line = 1;
    const char *start = text, *newline;
    while ((newline = memchr(start, '\n', (size_t)(text + at - start))) != NULL) {
        line++;
        start = newline + 1;
    }
    bob_py_error(error, "SyntaxError", line,
                 (uint32_t)bob_utf8_points(start, (size_t)(text + at - start)) + 1, message,
                 (unsigned char)text[at]);
}

static bool check(const char *text, size_t n, Encoding encoding, PyError *error)
{
    size_t valid = bob_utf8_valid(text, n);
    const char *nul = memchr(text, '\0', valid);
    if (nul != NULL) {
        set_error_at(error, text, (size_t)(nul - text), "source code cannot contain null bytes");
        return false;
    }
    for (size_t i = 0; encoding == ASCII && i < valid; i++)
        if ((unsigned char)text[i] >= 0x80)
            valid = i;
    if (valid < n && encoding == ASCII)
        set_error_at(error, text, valid,
                     "(unicode error) 'ascii' codec can't decode byte 0x%02x: ordinal not in "
                     "range(128)");
    else if (valid < n)
        set_error_at(error, text, valid, "(unicode error) 'utf-8' codec can't decode byte 0x%02x");
    return valid == n;
}

BobStatus bob_py_decode(const char *source, size_t n, PyArena *arena, const char **text,
                        size_t *size, PyError *error)
{
    const char *name = NULL;
    size_t name_size = 0;
    bool bom = n >= 3 && memcmp(source, "\xEF\xBB\xBF", 3) == 0;
    Encoding encoding;
    char *out;
    if (bom) {
        source += 3;
        n -= 3;
    }
    if (n > MAX_SOURCE) {
        bob_py_error(error, "", 1, 1, "source of more than %zu bytes", MAX_SOURCE);
        return BOB_INVALID_PROGRAM;
    }
    encoding = find_encoding(source, n, &name, &name_size);
    if (encoding == UNKNOWN || (bom && encoding != UTF8)) {
        bob_py_error(error, bom ? "SyntaxError" : "", 1, 1,
                     bom ? "encoding problem: %.*s with BOM"
                         : "source encoding '%.*s' is not supported",
                     name_size < 100 ? (int)name_size : 100, name);
        return BOB_INVALID_PROGRAM;
    }
    out = bob_py_arena_alloc(arena, (encoding == LATIN1 ? 2 : 1) * n + 2);
    if (out == NULL)
        return BOB_OUT_OF_MEMORY;
    *size = copy(source, n, encoding == LATIN1, out);
    *text = out;
    return check(out, *size, encoding, error) ? BOB_OK : BOB_INVALID_PROGRAM;
}
