#include "core/front/assembly/asm_lex.h"

#include <string.h>

#include "core/base/utf8.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool ends_word(char c)
{
    return is_blank(c) || c == ';' || c == ':' || c == '"';
}

static BobAsmToken string_token(BobAsmLexer *l)
{
    BobAsmToken t = {.type = TOKEN_OPEN_STRING, .at = l->at++};
    while (l->at < l->line_end && t.type == TOKEN_OPEN_STRING) {
        char c = l->text[l->at++];
        if (c == '"')
            t.type = TOKEN_STRING;
        else if (c == '\\' && l->at < l->line_end)
            l->at++;
    }
    t.size = l->at - t.at;
    return t;
}

BobAsmToken bob_asm_next(BobAsmLexer *l)
{
    BobAsmToken t = {.type = TOKEN_LINE_END};
    while (l->at < l->line_end && is_blank(l->text[l->at]))
        l->at++;
    t.at = l->at;
    if (l->at == l->line_end || l->text[l->at] == ';') {
        l->at = l->line_end;
        return t;
    }
    if (l->text[l->at] == '"') {
        t = string_token(l);
    } else if (l->text[l->at] == ':') {
        t.type = TOKEN_COLON;
        l->at++;
    } else {
        t.type = TOKEN_WORD;
        while (l->at < l->line_end && !ends_word(l->text[l->at]))
            l->at++;
    }
    t.size = l->at - t.at;
    t.touches_next = l->at < l->line_end && !is_blank(l->text[l->at]) && l->text[l->at] != ';';
    return t;
}

bool bob_asm_is_identifier(const char *s, size_t n)
{
    size_t i;
    if (n == 0)
        return false;
    for (i = 0; i < n; i++) {
        bool letter = (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z') || s[i] == '_';
        bool digit = (s[i] >= '0' && s[i] <= '9') || s[i] == '.';
        if (!letter && (i == 0 || !digit))
            return false;
    }
    return true;
}

/* ---- strings ---- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* A code point in so many hexadecimal digits. */
static const char *coded(const char *s, size_t n, unsigned digits, BobBuffer *out)
{
    uint32_t point = 0;
    char utf8[4];
    unsigned i;
    if (n < digits)
        return "too few hexadecimal digits in an escape";
    for (i = 0; i < digits; i++) {
        int digit = hex_digit(s[i]);
        if (digit < 0)
            return "too few hexadecimal digits in an escape";
        point = point << 4 | (uint32_t)digit;
    }
    if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000))
        return "an escape that is no Unicode character";
    bob_buffer_add(out, utf8, bob_utf8_encode(point, utf8));
    return NULL;
}

/* The escape after a backslash; *used receives its bytes. */
static const char *escape(const char *s, size_t n, BobBuffer *out, size_t *used)
{
    static const char letters[] = "ntr\\\"0", meanings[] = "\n\t\r\\\"";
    const char *letter;
    unsigned digits;
    if (n == 0)
        return "an escape without a letter";
    digits = s[0] == 'x' ? 2 : s[0] == 'u' ? 4 : s[0] == 'U' ? 8 : 0;
    *used = 1 + digits;
    if (digits > 0)
        return coded(s + 1, n - 1, digits, out);
    letter = memchr(letters, s[0], sizeof letters - 1);
    if (letter == NULL)
        return "unknown escape; there are \\n \\t \\r \\\\ \\\" \\0 \\xNN \\uNNNN \\UNNNNNNNN";
    bob_buffer_byte(out, meanings[letter - letters]); /* "\0" is meanings' own NUL */
    return NULL;
}

bool bob_asm_unescape(const char *s, size_t n, BobBuffer *out, size_t *bad, const char **why)
{
    size_t at = 0, used = 0;
    while (at < n) {
        const char *next = memchr(s + at, '\\', n - at);
        size_t plain = next == NULL ? n - at : (size_t)(next - s) - at;
        bob_buffer_add(out, s + at, plain);
        at += plain;
        if (at == n)
            break;
        *why = escape(s + at + 1, n - at - 1, out, &used);
        if (*why != NULL) {
            *bad = at;
            return false;
        }
        at += 1 + used;
    }
    return true;
}
