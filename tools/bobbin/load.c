/* From a file to a program, and what to say where that is refused. */
#define _GNU_SOURCE
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

/* Whether it is about a place in a text, which may have more such places. */
static bool is_source(const BobError *error)
{
    return error->kind == BOB_INVALID_PROGRAM && !error->has_offset && error->line != 0;
}

/* All that is refused in a file. */
typedef struct Refusals {
    const Input *in;
    BobBuffer json; /* objects, separated by commas */
} Refusals;

static int keep(void *ctx, const char *bytes, size_t n)
{
    bob_buffer_add(ctx, bytes, n);
    return ((BobBuffer *)ctx)->failed;
}

/* The whole object of a refusal, without an end. */
static void refusal_object(BobBuffer *b, const Input *in, const BobError *error)
{
    BobError named = *error;
    if (named.source == NULL)
        named.source = in->shown;
    if (bob_refusal_json(&named, keep, b) != BOB_OK)
        b->failed = true;
    if (b->size > 0)
        b->size--; /* its last '}' */
}

/* What follows "error": in such an object. */
static void add_refusal(void *ctx, const BobError *error)
{
    static const char field[] = "\"error\":";
    Refusals *r = ctx;
    BobBuffer one = {.allocator = &bob_malloc_allocator};
    refusal_object(&one, r->in, error);
    const char *at = one.failed ? NULL : memmem(one.bytes, one.size, field, strlen(field));
    if (at == NULL) {
        r->json.failed = true;
    } else {
        at += strlen(field);
        if (r->json.size > 0)
            bob_buffer_byte(&r->json, ',');
        bob_buffer_add(&r->json, at, (size_t)(one.bytes + one.size - at));
    }
    bob_buffer_free(&one);
}

static int refused_json(const Input *in, const BobError *error)
{
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    Refusals all = {.in = in, .json = {.allocator = &bob_malloc_allocator}};
    refusal_object(&b, in, error);
    if (is_source(error))
        (void)bob_program_refusals(in->bytes, in->size, in->shown, NULL, add_refusal, &all);
    else
        add_refusal(&all, error);
    bob_buffer_text(&b, ",\"errors\":[");
    if (all.json.failed)
        b.failed = true;
    else
        bob_buffer_add(&b, all.json.bytes, all.json.size);
    bob_buffer_text(&b, "]}\n");
    int status = standard_write(STDERR_FILENO, &b);
    bob_buffer_free(&all.json);
    bob_buffer_free(&b);
    return status;
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

static void show_each(void *ctx, const BobError *error)
{
    show_refusal(ctx, error);
}

int refused(const Options *o, const Input *in, const BobError *error)
{
    bool program = error->kind == BOB_INVALID_PROGRAM;
    int status = !program ? EXIT_FAULT : error->has_offset ? EXIT_REFUSED : EXIT_SOURCE;
    if (o->json)
        return refused_json(in, error) == EXIT_WELL ? status : EXIT_FAULT;
    if (!is_source(error) || bob_program_refusals(in->bytes, in->size, in->shown, NULL, show_each,
                                                  (void *)in) != BOB_INVALID_PROGRAM)
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
        status = wrong_usage(o->command, "'%s' is a snapshot; 'bobbin resume %s' continues from it",
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
