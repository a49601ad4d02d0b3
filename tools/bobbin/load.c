/* From a file to a program, and what to say where that is refused. */
#include <string.h>
#include <unistd.h>

#include "core/base/utf8.h"
#include "tools/bobbin/tool.h"

#define SHOWN_LINE 120 /* bytes of a source line in a message */

const char *text_line(const char *text, size_t size, uint32_t line, size_t *length)
{
    const char *end = text + size;
    for (; line > 1; line--) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        if (newline == NULL)
            return NULL;
        text = newline + 1;
    }
    const char *newline = memchr(text, '\n', (size_t)(end - text));
    *length = (size_t)((newline != NULL ? newline : end) - text);
    return text < end ? text : NULL;
}

bool is_python(const Input *in)
{
    size_t i = in->size >= 3 && memcmp(in->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (i < in->size && memchr(" \t\r\n", in->bytes[i], 4) != NULL)
        i++;
    return i == in->size ||
           (in->bytes[i] != '.' && in->bytes[i] != ';' && (unsigned char)in->bytes[i] != 0x8B);
}

/* Text that is safe on a terminal: tabs as one blank, '?' for what is no text. */
static void show_text(const char *text, size_t n)
{
    while (n > 0) {
        size_t good = bob_utf8_valid(text, n);
        for (size_t i = 0; i < good; i++) {
            unsigned char c = (unsigned char)text[i];
            fputc(c == '\t' || c == '\r' ? ' ' : c < 0x20 || c == 0x7F ? '?' : c, stderr);
        }
        if (good < n) {
            fputc('?', stderr);
            good++;
        }
        text += good;
        n -= good;
    }
}

/* The line and a caret below the column, which counts characters from 1. */
static void show_line(const Input *in, uint32_t line, uint32_t column)
{
    size_t length = 0;
    const char *text = text_line(in->bytes, in->size, line, &length);
    if (text == NULL)
        return;
    size_t start = 0, at = 0;
    for (uint32_t i = 1; i < column && at < length; i++)
        while (++at < length && (text[at] & 0xC0) == 0x80)
            ;
    if (at > SHOWN_LINE / 2 && length > SHOWN_LINE) {
        start = at - SHOWN_LINE / 2;
        while (start > 0 && (text[start] & 0xC0) == 0x80)
            start--;
    }
    size_t n = length - start;
    if (n > SHOWN_LINE)
        n = SHOWN_LINE;
    fputs("    ", stderr);
    show_text(text + start, n);
    fputc('\n', stderr);
    if (column == 0)
        return;
    fputs("    ", stderr);
    for (size_t i = start; i < at; i++)
        if ((text[i] & 0xC0) != 0x80)
            fputc(' ', stderr);
    fputs("^\n", stderr);
}

int refused(const Options *o, const Input *in, const BobError *error)
{
    bool program = error->kind == BOB_INVALID_PROGRAM;
    int status = !program ? EXIT_FAULT : error->has_offset ? EXIT_REFUSED : EXIT_SOURCE;
    if (o->json) {
        Sink err;
        if (sink_open_fd(&err, STDERR_FILENO)) {
            bob_refusal_json(error, sink_write, &err);
            sink_write(&err, "\n", 1);
            sink_close(&err);
        }
        return status;
    }
    if (program && error->has_offset)
        fprintf(stderr, "%s: offset %llu: %s\n", in->shown, (unsigned long long)error->offset,
                error->message);
    else if (program && error->line != 0 && error->column != 0)
        fprintf(stderr, "%s:%u:%u: %s\n", in->shown, error->line, error->column, error->message);
    else if (program && error->line != 0)
        fprintf(stderr, "%s:%u: %s\n", in->shown, error->line, error->message);
    else
        fprintf(stderr, "%s: %s\n", in->shown, error->message);
    if (program && !error->has_offset && error->line != 0)
        show_line(in, error->line, error->column);
    fprintf(stderr, "%s%s:%s %s\n", colours() ? "\033[1;31m" : "", bob_status_name(error->kind),
            colours() ? "\033[0m" : "", error->message);
    return status;
}

int program_read(const Options *o, const char *path, Input *in, BobProgram **program,
                 bool *snapshot)
{
    int status = input_read(in, path);
    if (status != EXIT_WELL)
        return status;
    BobError error = {0};
    BobStatus loaded;
    bool is_snapshot = bob_is_snapshot(in->bytes, in->size);
    if (snapshot != NULL)
        *snapshot = is_snapshot;
    if (is_snapshot && snapshot == NULL) {
        status = wrong_usage(o->command, "'%s' is a snapshot; 'bobbin resume %s' goes on from it",
                             in->shown, path);
    } else {
        loaded = is_snapshot
                     ? bob_snapshot_program(in->bytes, in->size, NULL, program, &error)
                     : bob_program_load(in->bytes, in->size, in->shown, NULL, program, &error);
        if (loaded != BOB_OK)
            status = refused(o, in, &error);
    }
    if (status != EXIT_WELL)
        input_free(in);
    return status;
}
