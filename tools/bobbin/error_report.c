/* Messages: complaints, the nearest name, readable numbers, JSON strings. */
#define _GNU_SOURCE
#include "tools/bobbin/tool.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/nearest.h"
#include "core/base/utf8.h"

/* ---- text on a terminal ---- */

/* The code point at the beginning of valid UTF-8, and its size. */
static uint32_t code_point(const unsigned char *p, size_t *size)
{
    *size = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    uint32_t c = *size == 1 ? p[0] : p[0] & (0x7Fu >> *size);
    for (size_t i = 1; i < *size; i++)
        c = c << 6 | (p[i] & 0x3F);
    return c;
}

/* Controls, line and paragraph separators, and what changes the direction of text. */
static bool is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static void escape(BobBuffer *b, uint32_t c)
{
    if (c == '\n' || c == '\t' || c == '\r')
        bob_buffer_printf(b, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
    else
        bob_buffer_printf(b, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
}

void escaped(BobBuffer *b, const char *bytes, size_t n, bool line_ends_pass)
{
    while (n > 0) {
        size_t valid = bob_utf8_valid(bytes, n), size;
        for (size_t i = 0; i < valid; i += size) {
            uint32_t c = code_point((const unsigned char *)bytes + i, &size);
            if (is_unsafe(c) && !(line_ends_pass && (c == '\n' || c == '\t')))
                escape(b, c);
            else
                bob_buffer_add(b, bytes + i, size);
        }
        if (valid < n)
            bob_buffer_printf(b, "\\x%02x", (unsigned char)bytes[valid++]);
        bytes += valid;
        n -= valid;
    }
}

void show_bytes(FILE *to, const char *bytes, size_t n, bool line_ends_pass)
{
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    escaped(&b, bytes, n, line_ends_pass);
    if (b.failed)
        fputs("(out of memory)", to);
    else
        fwrite(b.bytes, 1, b.size, to);
    bob_buffer_free(&b);
}

static void show_list(FILE *to, bool line_ends_pass, const char *format, va_list args)
{
    char *text = NULL;
    int n = vasprintf(&text, format, args);
    if (n >= 0)
        show_bytes(to, text, (size_t)n, line_ends_pass);
    else
        fputs("(out of memory)", to);
    free(n >= 0 ? text : NULL);
}

void show(FILE *to, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    show_list(to, true, format, args);
    va_end(args);
}

/* ---- messages ---- */

void complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("bobbin: ", stderr);
    show_list(stderr, false, format, args);
    fputc('\n', stderr);
    va_end(args);
}

int wrong_usage(const Command *command, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "bobbin %s: ", command->name);
    show_list(stderr, false, format, args);
    fprintf(stderr, "\nTry 'bobbin %s --help'.\n", command->name);
    va_end(args);
    return EXIT_USAGE;
}

const char *nearest(const char *wrong, const char *const *names)
{
    BobNearest near = {.text = wrong, .size = strlen(wrong)};
    const char *begun = NULL;
    for (; *names != NULL; names++) {
        size_t n = strlen(*names), shorter = n < near.size ? n : near.size;
        bob_nearest_consider(&near, *names, n);
        if (begun == NULL && shorter >= 2 && memcmp(wrong, *names, shorter) == 0)
            begun = *names; /* one is the beginning of the other: "disasm", "check" */
    }
    return near.best != NULL ? near.best : begun;
}

const char *grouped(uint64_t n, char out[32])
{
    char *p = out + 31;
    *p = '\0';
    for (unsigned digits = 0; digits == 0 || n != 0; digits++, n /= 10) {
        if (digits != 0 && digits % 3 == 0)
            *--p = ',';
        *--p = (char)('0' + n % 10);
    }
    return p;
}

void json_text(BobBuffer *b, const char *text)
{
    json_bytes(b, text, strlen(text));
}

void json_bytes(BobBuffer *b, const char *text, size_t left)
{
    bob_buffer_byte(b, '"');
    while (left > 0) {
        size_t good = bob_utf8_valid(text, left);
        for (size_t i = 0; i < good; i++) {
            unsigned char c = (unsigned char)text[i];
            if (c == '"' || c == '\\')
                bob_buffer_byte(b, '\\');
            if (c < 0x20 || c == 0x7F)
                bob_buffer_printf(b, "\\u%04x", c);
            else if (c == 0xC2 && (unsigned char)text[i + 1] < 0xA0) /* C1 controls */
                bob_buffer_printf(b, "\\u%04x", (unsigned char)text[++i]);
            else
                bob_buffer_byte(b, (char)c);
        }
        if (good < left) {
            bob_buffer_text(b, "\\ufffd");
            good++;
        }
        text += good;
        left -= good;
    }
    bob_buffer_byte(b, '"');
}

static int keep(void *ctx, const char *bytes, size_t n)
{
    bob_buffer_add(ctx, bytes, n);
    return ((BobBuffer *)ctx)->failed;
}

void engineless_outcome(const BobMachine *machine, BobBuffer *b)
{
    static const char field[] = "\"engine\":\"";
    if (bob_machine_outcome_json(machine, keep, b) != BOB_OK)
        b->failed = true;
    bob_buffer_byte(b, '\0');
    if (b->failed)
        return;
    char *at = strstr(b->bytes, field), *end;
    if (at != NULL && (end = strchr(at + strlen(field), ',')) != NULL)
        memmove(at, end + 1, strlen(end + 1) + 1);
}

void html_text(BobBuffer *b, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '<')
            bob_buffer_text(b, "&lt;");
        else if (*text == '>')
            bob_buffer_text(b, "&gt;");
        else if (*text == '&')
            bob_buffer_text(b, "&amp;");
        else if (*text == '"')
            bob_buffer_text(b, "&quot;");
        else
            bob_buffer_byte(b, *text);
    }
}
