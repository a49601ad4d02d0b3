/* A runtime error in the shape of CPython's traceback, oldest frame first. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/bobbin_lab.h"
#include "tools/bobbin/tool.h"

#define SHOWN_LINE 200  /* bytes of a source line */
#define SHOWN_REPEATS 3 /* CPython shows a line three times before it counts the others */
#define SHOWN_ENDS 10   /* groups at either end where there are more than twice as many */

bool colours(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return (no == NULL || no[0] == '\0') && term != NULL && strcmp(term, "dumb") != 0 &&
           isatty(STDERR_FILENO);
}

/* Frame i, its ip that of the instruction it is in; false past the last. */
static bool frame_at(const BobMachine *machine, uint32_t i, BobFrameInfo *frame)
{
    const BobError *error = bob_machine_error(machine);
    if (!bob_machine_frame(machine, i, frame))
        return false;
    if (i + 1 < bob_machine_depth(machine)) {
        frame->ip -= frame->ip > 0; /* the next instruction is in a caller the one after its call */
    } else {
        frame->ip = error->ip;
        frame->line = error->line;
    }
    return true;
}

static bool looks_same(const BobFrameInfo *a, const BobFrameInfo *b)
{
    return strcmp(a->function, b->function) == 0 && a->line == b->line &&
           (a->line != 0 || a->ip == b->ip);
}

/* A line of the text at hand, which is what the program was made of. */
static void print_source(const Input *input, uint32_t line)
{
    size_t n = 0;
    const char *text = text_line(input->bytes, input->size, line, &n);
    while (n > 0 && (*text == ' ' || *text == '\t'))
        text++, n--;
    while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\r'))
        n--;
    if (text == NULL || n == 0)
        return;
    fputs("    ", stderr);
    show_bytes(stderr, text, n > SHOWN_LINE ? SHOWN_LINE : n, false);
    fputc('\n', stderr);
}

/* ---- the lines of assembly text ---- */

/* A program in assembly need not say its source's lines: then its own are shown. */
typedef struct Place {
    size_t function; /* where its name begins in names */
    uint32_t ip, line;
} Place;

typedef struct Places {
    BobBuffer names, all;
} Places;

static void add_place(void *ctx, const char *function, uint32_t ip, uint32_t line)
{
    Places *p = ctx;
    Place place = {.ip = ip, .line = line};
    if (ip == 0) {
        place.function = p->names.size;
        bob_buffer_add(&p->names, function, strlen(function) + 1);
    } else if (p->all.size > 0) {
        Place last;
        memcpy(&last, p->all.bytes + p->all.size - sizeof last, sizeof last);
        place.function = last.function;
    }
    bob_buffer_add(&p->all, &place, sizeof place);
}

static uint32_t assembly_line(const Places *p, const BobFrameInfo *frame)
{
    Place place;
    for (size_t at = 0; !p->all.failed && !p->names.failed && at < p->all.size;
         at += sizeof place) {
        memcpy(&place, p->all.bytes + at, sizeof place);
        if (place.ip == frame->ip && strcmp(p->names.bytes + place.function, frame->function) == 0)
            return place.line;
    }
    return 0; /* past a function's end */
}

/* ---- frames ---- */

/* What a traceback is printed from. */
typedef struct Report {
    const BobMachine *machine;
    const char *source; /* NULL where it is unknown */
    const Input *input;
    Places places;
} Report;

static void print_frame(const Report *r, const BobFrameInfo *frame)
{
    bool known = r->source != NULL && frame->line != 0;
    uint32_t line = known ? frame->line : assembly_line(&r->places, frame);
    if (known)
        show(stderr, "  File \"%s\", line %u, in %s\n", r->source, line, frame->function);
    else if (line != 0)
        show(stderr, "  File \"%s\", line %u, in %s, instruction %u\n", r->input->shown, line,
             frame->function, frame->ip);
    else
        show(stderr, "  File \"%s\", in %s, instruction %u\n",
             r->source != NULL ? r->source : r->input->shown, frame->function, frame->ip);
    if (line != 0 && (!known || is_python(r->input)))
        print_source(r->input, line);
}

/* Goes through the groups of like frames; prints those near the ends, where `groups` is
 * how many there are. With groups 0 it only counts. Returns their number. */
static uint32_t walk(const Report *r, uint32_t groups)
{
    const BobMachine *machine = r->machine;
    BobFrameInfo frame, next;
    uint32_t group = 0, i = 0, hidden = 0;
    bool more = frame_at(machine, 0, &frame);
    while (more) {
        uint32_t same = 1;
        while ((more = frame_at(machine, i + same, &next)) && looks_same(&frame, &next))
            same++;
        bool show = groups != 0 && (groups <= 2 * SHOWN_ENDS || group < SHOWN_ENDS ||
                                    group >= groups - SHOWN_ENDS);
        if (show && hidden != 0)
            fprintf(stderr, "  [%u frames not shown]\n", hidden);
        hidden = show ? 0 : hidden + same;
        for (uint32_t j = 0; show && j < same && j < SHOWN_REPEATS; j++)
            print_frame(r, &frame);
        if (show && same > SHOWN_REPEATS)
            fprintf(stderr, "  [Previous line repeated %u more time%s]\n", same - SHOWN_REPEATS,
                    same - SHOWN_REPEATS == 1 ? "" : "s");
        i += same;
        group++;
        frame = next;
    }
    return group;
}

void show_kind(BobStatus kind, const char *message)
{
    bool colour = colours();
    fprintf(stderr, "%s%s:%s ", colour ? "\033[1;31m" : "", bob_status_name(kind),
            colour ? "\033[0m" : "");
    show(stderr, "%s\n", message);
}

/* ---- programs in Python ---- */

/* What CPython would print. */
typedef struct PythonReport {
    const Input *input;
    const char *source;
    BobFrameInfo last; /* frames that look like it are counted, beyond some */
    uint32_t same;
} PythonReport;

/* "h" of "g.<locals>.h.2" */
static void python_name(const char *function, BobBuffer *name)
{
    size_t n = strlen(function), start;
    while (n > 0 && function[n - 1] >= '0' && function[n - 1] <= '9')
        n--;
    if (n < 2 || n == strlen(function) || function[n - 1] != '.')
        n = strlen(function);
    else
        n--;
    for (start = n; start > 0 && function[start - 1] != '.'; start--)
        ;
    if (strcmp(function, "main") == 0)
        bob_buffer_add(name, "<module>", 8);
    else
        bob_buffer_add(name, function + start, n - start);
    bob_buffer_byte(name, '\0');
}

static void end_same(const PythonReport *r)
{
    if (r->same > SHOWN_REPEATS)
        fprintf(stderr, "  [Previous line repeated %u more time%s]\n", r->same - SHOWN_REPEATS,
                r->same - SHOWN_REPEATS == 1 ? "" : "s");
}

static void print_python_frame(PythonReport *r, const BobReportPart *part)
{
    BobFrameInfo frame = {.function = part->function, .ip = part->ip, .line = part->line};
    BobBuffer name = {.allocator = &bob_malloc_allocator};
    if (r->same > 0 && looks_same(&r->last, &frame)) {
        r->same++;
    } else {
        end_same(r);
        r->same = 1;
        r->last = frame;
    }
    if (r->same > SHOWN_REPEATS)
        return;
    python_name(part->function, &name);
    show(stderr, "  File \"%s\", line %u, in %s\n", r->source, part->line,
         name.failed ? "?" : name.bytes);
    bob_buffer_free(&name);
    print_source(r->input, part->line);
}

static void print_python_error(const BobReportPart *part)
{
    bool colour = colours();
    const char *kind = part->exception;
    if (kind == NULL) { /* a text that was raised: "Type: message" */
        show(stderr, "%s\n", part->message);
        return;
    }
    fprintf(stderr, "%s%s%s%s", colour ? "\033[1;31m" : "", kind,
            part->message[0] != '\0' ? ":" : "", colour ? "\033[0m" : "");
    if (part->message[0] != '\0')
        show(stderr, " %s", part->message);
    fputc('\n', stderr);
}

static void print_part(void *ctx, const BobReportPart *part)
{
    PythonReport *r = ctx;
    switch (part->kind) {
    case BOB_REPORT_BEGIN:
        fputs("Traceback (most recent call last):\n", stderr);
        r->same = 0;
        break;
    case BOB_REPORT_FRAME:
        print_python_frame(r, part);
        break;
    case BOB_REPORT_ERROR:
        end_same(r);
        r->same = 0;
        print_python_error(part);
        break;
    case BOB_REPORT_CAUSE:
        fputs("\nThe above exception was the direct cause of the following exception:\n\n", stderr);
        break;
    case BOB_REPORT_CONTEXT:
        fputs("\nDuring handling of the above exception, another exception occurred:\n\n", stderr);
        break;
    }
}

/* Whether the error is an exception of a program in Python: what can't be caught is reported in
 * the machine's words. */
static bool is_exception(const BobError *error, const Input *input)
{
    return is_python(input) && error->source != NULL &&
           (error->exception != NULL || error->kind == BOB_USER_ERROR);
}

void traceback_print(const BobMachine *machine, const Input *input)
{
    const BobError *error = bob_machine_error(machine);
    const char *message = error->long_message != NULL ? error->long_message : error->message;
    if (error->kind == BOB_USER_ERROR && strncmp(message, "SystemExit: ", 12) == 0) {
        show(stderr, "%s\n", message + 12); /* sys.exit("text") */
        return;
    }
    if (is_exception(error, input)) {
        PythonReport python = {.input = input, .source = error->source};
        if (bob_machine_report(machine, print_part, &python) == BOB_OK)
            return;
    }
    fputs("Traceback (most recent call last):\n", stderr);
    Report r = {machine,
                error->source,
                input,
                {{.allocator = &bob_malloc_allocator}, {.allocator = &bob_malloc_allocator}}};
    /* Where this fails there are no lines, and the instruction alone is shown. */
    (void)bob_assembly_lines(input->bytes, input->size, add_place, &r.places);
    uint32_t groups = walk(&r, 0);
    if (groups != 0) {
        walk(&r, groups);
    } else if (error->function != NULL) {
        BobFrameInfo only = {.function = error->function, .ip = error->ip, .line = error->line};
        print_frame(&r, &only);
    }
    bob_buffer_free(&r.places.names);
    bob_buffer_free(&r.places.all);
    show_kind(error->kind, message);
}

int error_exit(BobStatus status, const BobError *error)
{
    switch (status) {
    case BOB_OUT_OF_MEMORY: /* of a trace, for instance, the machine knows nothing */
        return error->kind != status || error->allocator_failed ? EXIT_FAULT : EXIT_LIMIT;
    case BOB_OUT_OF_FUEL:
    case BOB_STACK_OVERFLOW:
    case BOB_CALL_DEPTH_EXCEEDED:
    case BOB_OUTPUT_EXCEEDED:
        return EXIT_LIMIT;
    case BOB_UNSUPPORTED:
        return EXIT_SOURCE;
    default:
        return EXIT_ERROR;
    }
}

int machine_exit(const BobMachine *machine, const Input *input, BobStatus status)
{
    const BobError *error = bob_machine_error(machine);
    return is_exception(error, input) ? EXIT_ERROR : error_exit(status, error);
}

int run_ended(const BobMachine *machine, const Input *input)
{
    BobStatus status = bob_machine_error(machine)->kind;
    if (status == BOB_OK)
        return EXIT_WELL;
    traceback_print(machine, input);
    return machine_exit(machine, input, status);
}
