/* Messages: complaints, the nearest name, readable numbers, JSON strings. */
#include "tools/bobbin/tool.h"

#include <stdarg.h>
#include <string.h>

#include "core/base/nearest.h"
#include "core/base/utf8.h"

void complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("bobbin: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

int wrong_usage(const Command *command, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "bobbin %s: ", command->name);
    vfprintf(stderr, format, args);
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
    size_t left = strlen(text);
    bob_buffer_byte(b, '"');
    while (left > 0) {
        size_t good = bob_utf8_valid(text, left);
        for (size_t i = 0; i < good; i++) {
            unsigned char c = (unsigned char)text[i];
            if (c == '"' || c == '\\')
                bob_buffer_byte(b, '\\');
            if (c < 0x20)
                bob_buffer_printf(b, "\\u%04x", c);
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
