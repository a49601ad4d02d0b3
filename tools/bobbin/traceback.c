/* A runtime error in the shape of CPython's traceback, oldest frame first. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* Frame i, its ip that of the instruction it stands in; false past the last. */
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

/* The source line, where the program was compiled from the very text at hand. */
static void print_source(const Input *input, uint32_t line)
{
    size_t n = 0;
    const char *text = is_python(input) ? text_line(input->bytes, input->size, line, &n) : NULL;
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

static void print_frame(const BobFrameInfo *frame, const char *source, const Input *input)
{
    const char *shown = input->shown;
    if (source != NULL && frame->line != 0)
        show(stderr, "  File \"%s\", line %u, in %s\n", source, frame->line, frame->function);
    else
        show(stderr, "  File \"%s\", in %s, instruction %u\n", source != NULL ? source : shown,
             frame->function, frame->ip);
    if (source != NULL && frame->line != 0)
        print_source(input, frame->line);
}

/* Goes through the groups of like frames; prints those near the ends, where `groups` is
 * how many there are. With groups 0 it only counts. Returns their number. */
static uint32_t walk(const BobMachine *machine, const char *source, const Input *input,
                     uint32_t groups)
{
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
            print_frame(&frame, source, input);
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

void traceback_print(const BobMachine *machine, const Input *input)
{
    const BobError *error = bob_machine_error(machine);
    const char *message = error->long_message != NULL ? error->long_message : error->message;
    if (error->kind == BOB_USER_ERROR && strncmp(message, "SystemExit: ", 12) == 0) {
        show(stderr, "%s\n", message + 12); /* sys.exit("text") */
        return;
    }
    fputs("Traceback (most recent call last):\n", stderr);
    uint32_t groups = walk(machine, error->source, input, 0);
    if (groups != 0) {
        walk(machine, error->source, input, groups);
    } else if (error->function != NULL) {
        BobFrameInfo only = {.function = error->function, .ip = error->ip, .line = error->line};
        print_frame(&only, error->source, input);
    }
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
    default:
        return EXIT_ERROR;
    }
}

int run_ended(const BobMachine *machine, const Input *input)
{
    BobStatus status = bob_machine_error(machine)->kind;
    if (status == BOB_OK)
        return EXIT_WELL;
    traceback_print(machine, input);
    return error_exit(status, bob_machine_error(machine));
}
