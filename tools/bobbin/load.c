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

/* Whether a line can be shown with a caret below one of its columns: it is text, and nothing in
 * it takes another place than its own. */
static bool is_plain(const char *text, size_t n)
{
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    escaped(&b, text, n, true);
    bool plain = !b.failed && b.size == n;
    bob_buffer_free(&b);
    return plain;
}

/* Plain text with tabs as one blank. */
static void show_text(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fputc(text[i] == '\t' ? ' ' : text[i], stderr);
}

/* The line and a caret below the column, which counts characters from 1. */
static void show_line(const Input *in, uint32_t line, uint32_t column)
{
    size_t length = 0;
    const char *text = text_line(in->bytes, in->size, line, &length);
    if (text != NULL && length > 0 && text[length - 1] == '\r')
        length--;
    if (text == NULL || !is_plain(text, length))
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

static int refused_json(const Input *in, const BobError *error)
{
    BobError named = *error;
    Sink err;
    if (named.source == NULL)
        named.source = in->shown;
    if (!sink_open_fd(&err, STDERR_FILENO))
        return EXIT_FAULT;
    BobStatus status = bob_refusal_json(&named, sink_write, &err);
    sink_write(&err, "\n", 1);
    return sink_close(&err) && status == BOB_OK ? EXIT_WELL : EXIT_FAULT;
}

/* Where it is, what it is, and the line where that can be shown. */
static void show_refusal(const Input *in, const BobError *error)
{
    show(stderr, "%s:", in->shown);
    if (error->has_offset)
        fprintf(stderr, " offset %llu:", (unsigned long long)error->offset);
    else if (error->line != 0)
        fprintf(stderr, "%u:", error->line);
    if (!error->has_offset && error->line != 0 && error->column != 0)
        fprintf(stderr, "%u:", error->column);
    show(stderr, " %s\n", error->message);
    if (!error->has_offset && error->line != 0)
        show_line(in, error->line, error->column);
}

int refused(const Options *o, const Input *in, const BobError *error)
{
    bool program = error->kind == BOB_INVALID_PROGRAM;
    int status = !program ? EXIT_FAULT : error->has_offset ? EXIT_REFUSED : EXIT_SOURCE;
    if (o->json)
        return refused_json(in, error) == EXIT_WELL ? status : EXIT_FAULT;
    show_refusal(in, error);
    show_kind(error->kind, error->message);
    return status;
}

/* The hint for "--state out.txt f.py", where out.txt became FILE. */
static void hint_value(const Options *o)
{
    if (o->before_file != NULL && o->code == NULL)
        show(stderr, "(a value of --%s follows '=': --%s=%s)\n", o->before_file, o->before_file,
             o->words[0]);
}

int program_read(const Options *o, const char *path, Input *in, BobProgram **program,
                 bool *snapshot)
{
    int status = o->code != NULL ? input_code(in, o->code) : input_read(in, path, o->load.bytes);
    if (status == EXIT_USAGE)
        hint_value(o);
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
        loaded = is_snapshot ? bob_snapshot_program_within(in->bytes, in->size, &o->load, NULL,
                                                           program, &error)
                             : bob_program_load_within(in->bytes, in->size, in->shown, &o->load,
                                                       NULL, program, &error);
        if (loaded != BOB_OK)
            status = refused(o, in, &error);
    }
    if (status != EXIT_WELL)
        input_free(in);
    return status;
}
