/* The page of `bobbin trace -o`: one file, made of tools/bobbin/step/step.{html,css,js} and the
 * data of the steps. step.js reads what is written here:
 *
 *   values   those without an identity: none, bools, ints, floats, functions, as text
 *   texts    of strings and of output, cut
 *   start    the state before the first step; steps: the differences, numbers one after another
 *
 * A step is, in this order:  flags  [ip]  [cost]  [slot code]  [name code]  [function]  [pushes]
 * code...  [text bytes]  [heap bytes]  [changes, each as below], as the flags say. The codes are
 * the operands pushed: as many as the instruction's row says, none at a call or return, or
 * `pushes`. Codes are those of step.h, null for "not bound". A change is
 *
 *   object 0                                                   freed
 *   object 1 text length                                       a new str
 *   object 2|3 length from removed count code... t (index code)...   a new tuple or list of `count`
 *   object 4 the same                                          a list that changed
 */
#include <stdlib.h>
#include <string.h>

#include "core/bobbin_lab.h"
#include "tools/bobbin/step.h"

#define MOST_BYTES ((size_t)64 << 20) /* of what is recorded: a browser shall still take it */
#define WHOLE_CODE 3000u              /* instructions: of larger functions those around executed */
#define WHOLE_SOURCE 5000u            /* lines, likewise */
#define AROUND 12u
#define LINE_BYTES 400u
#define OUTPUT_KEPT ((uint64_t)1 << 20)

enum {
    STEP_JUMPS = 1,
    STEP_COSTS = 2,
    STEP_LOCAL = 4,
    STEP_GLOBAL = 8,
    STEP_CALLS = 16,
    STEP_RETURNS = 32,
    STEP_PUSHES = 64,
    STEP_WRITES = 128,
    STEP_HEAP = 256,
    STEP_CHANGES = 512,
};

struct Page {
    Steps *steps;
    const Input *input;
    BobBuffer start, data; /* without what encloses them */
    uint64_t count;
    uint64_t output_kept;
    uint8_t *
        *executed; /* by function and instruction: 1; NULL for those of which nothing is shown */
    uint32_t functions;
    size_t marks;        /* bytes of them */
    uint32_t **assembly; /* their lines in assembly text; NULL where that is not what was given */
    uint32_t last;       /* function that was found */
    bool failed;
};

/* ---- numbers ---- */

static void put(BobBuffer *b, int64_t n)
{
    bob_buffer_decimal(b, n < 0, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
    bob_buffer_byte(b, ',');
}

static void put_code(BobBuffer *b, Code c)
{
    if (c == STEP_UNBOUND)
        bob_buffer_text(b, "null,");
    else
        put(b, c);
}

static void put_changes(BobBuffer *b, const Steps *s)
{
    static const int number[] = {[BOB_STR] = 1, [BOB_TUPLE] = 2, [BOB_LIST] = 3};
    const int other = 2; /* is shown as a tuple */
    put(b, (int64_t)s->change_count);
    for (size_t i = 0; i < s->change_count; i++) {
        const Change *c = &s->changes[i];
        put(b, c->object);
        put(b, c->kind == CHANGE_FREED                                      ? 0
               : c->kind == CHANGE_LIST                                     ? 4
               : (size_t)c->type < COUNT_OF(number) && number[c->type] != 0 ? number[c->type]
                                                                            : other);
        if (c->kind == CHANGE_FREED)
            continue;
        if (c->type == BOB_STR) {
            put(b, c->text);
            put(b, c->length);
            continue;
        }
        put(b, c->length);
        put(b, c->from);
        put(b, c->removed);
        put(b, c->count);
        for (uint32_t k = 0; k < c->count; k++)
            put_code(b, s->codes[c->codes + k]);
        put(b, c->touched_count);
        for (uint32_t k = 0; k < c->touched_count; k++) {
            put(b, c->touched[k].index);
            put_code(b, c->touched[k].code);
        }
    }
}

static void end_numbers(BobBuffer *b)
{
    if (b->size > 0 && b->bytes[b->size - 1] == ',')
        b->size--;
}

/* ---- what is shown of the code ---- */

/* A function of which something is shown; false when memory is out. */
static bool use_function(Page *p, uint32_t function)
{
    BobFunctionInfo info = {.size = sizeof info};
    if (function >= p->functions || p->executed[function] != NULL ||
        !bob_program_function(p->steps->program, function, &info))
        return true;
    p->executed[function] = calloc((size_t)info.instructions + 1, 1);
    p->marks += (size_t)info.instructions + 1;
    p->failed |= p->executed[function] == NULL;
    return p->executed[function] != NULL;
}

static void mark(Page *p, uint32_t function, uint32_t ip)
{
    BobFunctionInfo info = {.size = sizeof info};
    if (use_function(p, function) && bob_program_function(p->steps->program, function, &info) &&
        ip <= info.instructions)
        p->executed[function][ip] = 1;
}

/* A place of assembly text: functions come in the order of their numbers, mostly. */
static void on_place(void *ctx, const char *function, uint32_t ip, uint32_t line)
{
    Page *p = ctx;
    BobFunctionInfo info = {.size = sizeof info};
    if (p->assembly == NULL) {
        p->assembly = calloc((size_t)p->functions + 1, sizeof *p->assembly);
        p->failed |= p->assembly == NULL;
    }
    for (uint32_t tried = 0; !p->failed && tried < p->functions; tried++) {
        uint32_t f = p->last;
        if (bob_program_function(p->steps->program, f, &info) && strcmp(info.name, function) == 0) {
            if (p->assembly[f] == NULL) {
                p->assembly[f] = calloc((size_t)info.instructions + 1, sizeof **p->assembly);
                p->failed |= p->assembly[f] == NULL;
            }
            if (p->assembly[f] != NULL && ip < info.instructions)
                p->assembly[f][ip] = line;
            return;
        }
        p->last = f + 1 < p->functions ? f + 1 : 0;
    }
}

static uint32_t line_of(const Page *p, uint32_t function, uint32_t ip, uint32_t known)
{
    return p->assembly == NULL             ? known
           : p->assembly[function] != NULL ? p->assembly[function][ip]
                                           : 0;
}

/* Whether instruction ip is shown: the function is short, or one near it was executed. */
static bool is_shown(const uint8_t *executed, uint32_t size, uint32_t ip)
{
    uint32_t i = ip > AROUND ? ip - AROUND : 0;
    if (size <= WHOLE_CODE)
        return true;
    for (; i <= size && i <= ip + AROUND; i++)
        if (executed[i] != 0)
            return true;
    return false;
}

/* "b text" or "t target" or "s number of a text": what follows the operation's name. */
static void put_operand(BobBuffer *b, Steps *s, const BobInstructionInfo *i)
{
    if (strcmp(i->operand_is, "none") == 0)
        return;
    if (strcmp(i->operand_is, "target") == 0) {
        bob_buffer_printf(b, ",1,%u", i->operand);
    } else if (strcmp(i->operand_is, "const") != 0) {
        bob_buffer_text(b, ",0,");
        if (strcmp(i->operand_is, "builtin") == 0) {
            BobBuffer text = {.allocator = &bob_malloc_allocator};
            bob_buffer_printf(&text, "%s %u", i->name, i->operand & 0xFF);
            bob_buffer_byte(&text, '\0');
            json_text(b, text.failed ? "" : text.bytes);
            b->failed |= text.failed;
            bob_buffer_free(&text);
        } else if (i->name != NULL) {
            json_text(b, i->name);
        } else {
            bob_buffer_printf(b, "\"%u\"", i->operand);
        }
    } else if (i->constant.type == BOB_STR) {
        bob_buffer_printf(b, ",2,%u",
                          steps_text(s, i->constant.text, i->constant.length, STEP_TEXT));
    } else {
        bob_buffer_printf(b, ",3,%d", steps_code(s, i->constant));
    }
}

/* The lines that instructions stand on, one bit each. */
typedef struct Lines {
    uint8_t *bits;
    uint32_t count;
} Lines;

static void put_instruction(BobBuffer *b, Page *p, uint32_t function, uint32_t ip, Lines *lines)
{
    BobInstructionInfo i;
    if (!bob_program_instruction(p->steps->program, function, ip, &i))
        return;
    uint32_t line = line_of(p, function, ip, i.line);
    if (line < lines->count)
        lines->bits[line] = 1;
    bob_buffer_printf(b, "\n[%u,%u,\"%s\",%u,%u", ip, line, i.op != NULL ? i.op : "?", i.pops,
                      i.pushes);
    if (i.op != NULL)
        put_operand(b, p->steps, &i);
    bob_buffer_text(b, "],");
}

static void put_function(BobBuffer *b, Page *p, uint32_t function, Lines *lines)
{
    BobFunctionInfo info = {.size = sizeof info};
    if (!bob_program_function(p->steps->program, function, &info))
        return;
    bob_buffer_printf(b, "\n{\"number\":%u,\"name\":", function);
    json_text(b, info.name);
    bob_buffer_printf(b, ",\"parameters\":%u,\"size\":%u,\"locals\":[", info.parameters,
                      info.instructions);
    for (uint32_t i = 0; i < info.locals; i++) {
        json_text(b, bob_program_local(p->steps->program, function, i));
        bob_buffer_byte(b, ',');
    }
    end_numbers(b);
    bob_buffer_text(b, "],\"code\":[");
    for (uint32_t ip = 0; ip < info.instructions; ip++)
        if (is_shown(p->executed[function], info.instructions, ip))
            put_instruction(b, p, function, ip, lines);
    end_numbers(b);
    bob_buffer_text(b, "]},");
}

static bool line_shown(const Lines *l, uint32_t line)
{
    uint32_t i = line > AROUND ? line - AROUND : 0;
    if (l->count <= WHOLE_SOURCE)
        return true;
    for (; i < l->count && i <= line + AROUND; i++)
        if (l->bits[i] != 0)
            return true;
    return false;
}

/* Runs of lines, each [number of the first, text...]; a line that was cut is [text]. */
static void put_source(BobBuffer *b, const Page *p, const Lines *lines)
{
    const char *at = p->input->bytes, *end = at + p->input->size;
    bool open = false;
    for (uint32_t line = 1; line < lines->count && at < end; line++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t n = (size_t)((newline != NULL ? newline : end) - at), cut = n;
        if (!line_shown(lines, line)) {
            bob_buffer_text(b, open ? "]," : "");
            open = false;
        } else {
            if (!open)
                bob_buffer_printf(b, "\n[%u", line);
            open = true;
            if (n > 0 && at[n - 1] == '\r')
                cut = --n;
            if (n > LINE_BYTES)
                for (cut = LINE_BYTES; cut > 0 && ((unsigned char)at[cut] & 0xC0) == 0x80;)
                    cut--;
            bob_buffer_text(b, cut < n ? ",[" : ",");
            json_bytes(b, at, cut);
            bob_buffer_text(b, cut < n ? "]" : "");
        }
        at = newline != NULL ? newline + 1 : end;
    }
    bob_buffer_text(b, open ? "]" : "");
    end_numbers(b);
}

/* ---- the state at the start ---- */

static void put_frame(BobBuffer *b, Page *p, uint32_t index)
{
    const BobMachine *m = p->steps->machine;
    BobFrameContents f;
    BobView v;
    if (!bob_machine_frame_contents(m, index, &f))
        return;
    /* A caller is at its call, the instruction before its next one. */
    mark(p, f.function, index + 1 < bob_machine_depth(m) && f.ip > 0 ? f.ip - 1 : f.ip);
    bob_buffer_printf(b, "\n[%u,%u,[", f.function, f.ip);
    for (uint32_t i = 0; i < f.locals; i++)
        put_code(b,
                 bob_machine_local(m, index, i, NULL, &v) ? steps_code(p->steps, v) : STEP_UNBOUND);
    end_numbers(b);
    bob_buffer_text(b, "],[");
    for (uint32_t i = 0; i < f.operands; i++)
        put_code(b, bob_machine_operand(m, index, i, &v) ? steps_code(p->steps, v) : STEP_UNBOUND);
    end_numbers(b);
    bob_buffer_text(b, "]],");
}

static void put_start(Page *p)
{
    const BobMachine *m = p->steps->machine;
    BobBuffer *b = &p->start;
    BobProgramCounts counts = bob_program_counts(p->steps->program);
    BobView v;
    steps_clear(p->steps);
    bob_buffer_printf(b, "{\"count\":%llu,\"output\":%llu,\"heap\":%llu,\"frames\":[",
                      (unsigned long long)bob_machine_instructions(m),
                      (unsigned long long)bob_machine_output_bytes(m),
                      (unsigned long long)bob_machine_heap_bytes(m));
    for (uint32_t i = 0; i < bob_machine_depth(m) && b->size <= MOST_BYTES; i++)
        put_frame(b, p, i);
    end_numbers(b);
    bob_buffer_text(b, "],\"globals\":[");
    for (uint32_t i = 0; i < counts.names; i++)
        if (bob_machine_variable(m, i, &v)) {
            put(b, i);
            put_code(b, steps_code(p->steps, v));
        }
    end_numbers(b);
    steps_read(p->steps);
    bob_buffer_text(b, "],\"changes\":[");
    put_changes(b, p->steps);
    end_numbers(b);
    bob_buffer_text(b, "]}");
}

Page *page_new(Steps *s, const Input *input)
{
    Page *p = calloc(1, sizeof *p);
    if (p == NULL)
        return NULL;
    p->steps = s;
    p->input = input;
    p->start.allocator = p->data.allocator = &bob_malloc_allocator;
    p->functions = (uint32_t)bob_program_counts(s->program).functions;
    p->executed = calloc((size_t)p->functions + 1, sizeof *p->executed);
    p->failed = p->executed == NULL;
    if (!p->failed)
        (void)bob_assembly_lines(input->bytes, input->size, on_place, p);
    if (!p->failed)
        put_start(p);
    return p;
}

void page_free(Page *p)
{
    if (p == NULL)
        return;
    for (uint32_t i = 0; i < p->functions; i++) {
        if (p->executed != NULL)
            free(p->executed[i]);
        if (p->assembly != NULL)
            free(p->assembly[i]);
    }
    free(p->executed);
    free(p->assembly);
    bob_buffer_free(&p->start);
    bob_buffer_free(&p->data);
    free(p);
}

uint64_t page_steps(const Page *p)
{
    return p->count;
}

/* ---- steps ---- */

/* The number of what a step wrote, the empty text where no more is kept. */
static uint32_t output_text(Page *p)
{
    const BobBuffer *out = &p->steps->output;
    size_t n = p->output_kept + out->size <= OUTPUT_KEPT ? out->size : 0;
    p->output_kept += n;
    return steps_text(p->steps, n > 0 ? out->bytes : "", n, STEP_OUTPUT);
}

bool page_add(Page *p)
{
    Steps *s = p->steps;
    BobBuffer *b = &p->data;
    uint64_t heap = bob_machine_heap_bytes(s->machine) - s->heap;
    if (b->size + p->start.size + s->bytes + p->marks > MOST_BYTES)
        return false;
    mark(p, s->at.function, s->at.ip);
    if (s->called)
        (void)use_function(p, s->next);
    bool jumps = s->jumped && !s->called && !s->returned;
    bool pushes = s->pushed != (s->called || s->returned ? 0 : s->instruction.pushes);
    unsigned flags = (jumps ? STEP_JUMPS : 0) | (s->cost != 1 ? STEP_COSTS : 0) |
                     (s->binds_local ? STEP_LOCAL : 0) | (s->binds_global ? STEP_GLOBAL : 0) |
                     (s->called ? STEP_CALLS : 0) | (s->returned ? STEP_RETURNS : 0) |
                     (pushes ? STEP_PUSHES : 0) | (s->output_size > 0 ? STEP_WRITES : 0) |
                     (heap > 0 ? STEP_HEAP : 0) | (s->change_count > 0 ? STEP_CHANGES : 0);
    put(b, flags);
    if (jumps)
        put(b, s->next);
    if (s->cost != 1)
        put(b, (int64_t)s->cost);
    if (s->binds_local) {
        put(b, s->instruction.local);
        put_code(b, s->bound);
    }
    if (s->binds_global) {
        put(b, s->instruction.operand);
        put_code(b, s->bound);
    }
    if (s->called)
        put(b, s->next);
    if (pushes)
        put(b, s->pushed);
    for (uint32_t i = 0; i < s->pushed; i++)
        put_code(b, s->codes[i]);
    if (s->output_size > 0) {
        put(b, output_text(p));
        put(b, (int64_t)s->output_size);
    }
    if (heap > 0)
        put(b, (int64_t)heap);
    if (s->change_count > 0)
        put_changes(b, s);
    p->count++;
    return true;
}

/* ---- the page ---- */

static void put_end(BobBuffer *b, Page *p, BobStatus status, bool cut)
{
    Steps *s = p->steps;
    const BobError *error = bob_machine_error(s->machine);
    int64_t code;
    if (cut) {
        bob_buffer_text(b, "{\"status\":\"cut\"}");
    } else if (status == BOB_OK && bob_machine_exited(s->machine, &code)) {
        bob_buffer_printf(b, "{\"status\":\"ok\",\"exit\":%lld}", (long long)code);
    } else if (status == BOB_OK) {
        steps_clear(s);
        Code result = steps_code(s, bob_machine_result(s->machine));
        bob_buffer_printf(
            b, s->waiting_count == 0 ? "{\"status\":\"ok\",\"result\":%d}" : "{\"status\":\"ok\"}",
            result);
    } else {
        bob_buffer_printf(
            b, "{\"status\":\"error\",\"kind\":\"%s\",\"message\":", bob_status_name(status));
        json_text(b, error->message);
        bob_buffer_text(b, ",\"function\":");
        json_text(b, error->function != NULL ? error->function : "");
        bob_buffer_printf(b, ",\"ip\":%u,\"line\":%u}", error->ip, error->line);
    }
}

/* A text; where it goes on from one of the last ones, as of a string that grows: [which, the rest].
 */
static void put_text(BobBuffer *b, const Steps *s, size_t i)
{
    const KnownText *t = &s->texts[i];
    const char *bytes = s->text.bytes + t->at;
    size_t from = 0, begin = 0;
    for (size_t k = i; k > 0 && i - k < 8; k--) {
        const KnownText *old = &s->texts[k - 1];
        if (old->size > from && old->size <= t->size &&
            memcmp(s->text.bytes + old->at, bytes, old->size) == 0) {
            from = old->size;
            begin = k - 1;
        }
    }
    if (from < 8)
        from = 0;
    if (from > 0)
        bob_buffer_printf(b, "[%zu,", begin);
    json_bytes(b, bytes + from, t->size - from);
    bob_buffer_text(b, from > 0 ? "]," : ",");
}

static void put_values(BobBuffer *b, const Steps *s)
{
    bob_buffer_text(b, ",\n\"values\":[");
    for (size_t i = 0; i < s->scalar_count; i++) {
        BobBuffer text = {.allocator = &bob_malloc_allocator};
        step_scalar(&text, &s->scalars[i]);
        bool quoted = text.size > 0 && text.bytes[0] == '"';
        /* Numbers as text: a browser's have 53 bits. */
        bob_buffer_text(b, quoted ? "" : "\"");
        bob_buffer_add(b, text.bytes, text.failed ? 0 : text.size);
        bob_buffer_text(b, quoted ? "," : "\",");
        b->failed |= text.failed;
        bob_buffer_free(&text);
    }
    end_numbers(b);
    bob_buffer_text(b, "],\n\"texts\":[");
    for (size_t i = 0; i < s->text_count; i++)
        put_text(b, s, i);
    end_numbers(b);
    bob_buffer_byte(b, ']');
}

/* What the operations do. */
static void put_operations(BobBuffer *b)
{
    BobOperation op;
    bob_buffer_text(b, ",\n\"operations\":{");
    for (unsigned i = 0; bob_operation(i, &op); i++) {
        bob_buffer_printf(b, "\"%s\":[", op.name);
        json_text(b, op.effect);
        bob_buffer_byte(b, ',');
        json_text(b, op.summary);
        bob_buffer_text(b, "],");
    }
    end_numbers(b);
    bob_buffer_byte(b, '}');
}

static void put_globals(BobBuffer *b, const Page *p)
{
    const char *name;
    bob_buffer_text(b, ",\n\"names\":[");
    for (uint32_t i = 0;
         i < WHOLE_SOURCE && (name = bob_program_variable(p->steps->program, i)) != NULL; i++) {
        json_text(b, name);
        bob_buffer_byte(b, ',');
    }
    end_numbers(b);
    bob_buffer_byte(b, ']');
}

static uint32_t count_lines(const Input *in)
{
    uint32_t n = 2; /* from 1, and the last without an end */
    for (size_t i = 0; i < in->size && n < UINT32_MAX; i++)
        n += in->bytes[i] == '\n';
    return n;
}

/* All data but the source's text has a number before it is written, so the order is free. */
static void put_data(BobBuffer *b, Page *p, BobStatus status, bool cut)
{
    bool text = p->assembly != NULL || is_python(p->input);
    Lines lines = {.count = text ? count_lines(p->input) : 0};
    lines.bits = calloc((size_t)lines.count + 1, 1);
    if (lines.bits == NULL) {
        b->failed = true;
        return;
    }
    bob_buffer_printf(b,
                      "{\"schema\":\"bobbin.steps/1\",\"bobbin\":\"" BOB_VERSION
                      "\",\"program\":\"%016llx\",\"file\":",
                      (unsigned long long)bob_program_hash(p->steps->program));
    json_text(b, p->input->shown);
    bob_buffer_printf(b, ",\"text\":\"%s\",\"count\":%llu,\"end\":",
                      p->assembly != NULL ? "assembly"
                      : text              ? "python"
                                          : "none",
                      (unsigned long long)p->count);
    put_end(b, p, status, cut);
    bob_buffer_text(b, ",\n\"functions\":[");
    for (uint32_t i = 0; i < p->functions; i++)
        if (p->executed[i] != NULL)
            put_function(b, p, i, &lines);
    end_numbers(b);
    bob_buffer_text(b, "],\n\"source\":[");
    if (text)
        put_source(b, p, &lines);
    bob_buffer_byte(b, ']');
    put_operations(b);
    put_globals(b, p);
    put_values(b, p->steps);
    bob_buffer_text(b, ",\n\"start\":");
    bob_buffer_add(b, p->start.bytes, p->start.size);
    bob_buffer_text(b, ",\n\"steps\":[");
    end_numbers(&p->data);
    bob_buffer_add(b, p->data.bytes, p->data.size);
    bob_buffer_text(b, "]}");
    free(lines.bits);
}

/* JSON inside of a script element: '<' occurs in strings alone, and as an escape can't end it. */
static void put_script_data(BobBuffer *b, const BobBuffer *json)
{
    size_t from = 0;
    for (size_t i = 0; i <= json->size; i++) {
        if (i < json->size && json->bytes[i] != '<')
            continue;
        bob_buffer_add(b, json->bytes + from, i - from);
        if (i < json->size)
            bob_buffer_text(b, "\\u003c");
        from = i + 1;
    }
}

/* The template, with what its marks stand for. */
static void put_template(BobBuffer *b, const Page *p, const BobBuffer *data)
{
    const char *at = step_html.bytes, *end = at + step_html.size;
    while (at < end) {
        const char *mark_at = memchr(at, '@', (size_t)(end - at));
        bob_buffer_add(b, at, (size_t)((mark_at != NULL ? mark_at : end) - at));
        if (mark_at == NULL)
            break;
        const char *after = memchr(mark_at + 1, '@', (size_t)(end - mark_at - 1));
        size_t n = (size_t)(after - mark_at - 1);
        if (strncmp(mark_at + 1, "css", n) == 0)
            bob_buffer_add(b, step_css.bytes, step_css.size);
        else if (strncmp(mark_at + 1, "js", n) == 0)
            bob_buffer_add(b, step_js.bytes, step_js.size);
        else if (strncmp(mark_at + 1, "title", n) == 0)
            html_text(b, path_base(p->input->shown));
        else if (strncmp(mark_at + 1, "data", n) == 0)
            put_script_data(b, data);
        at = after + 1;
    }
}

void page_finish(Page *p, BobStatus status, bool cut, BobBuffer *b)
{
    BobBuffer data = {.allocator = &bob_malloc_allocator};
    if (!p->failed && !p->start.failed && !p->data.failed && !p->steps->failed) {
        BobFrameContents top;
        uint32_t depth = bob_machine_depth(p->steps->machine);
        if (depth > 0 && bob_machine_frame_contents(p->steps->machine, depth - 1, &top))
            mark(p, top.function, top.ip); /* where it stops */
        put_data(&data, p, status, cut);
    }
    if (p->failed || p->start.failed || p->data.failed || p->steps->failed || data.failed)
        b->failed = true;
    else
        put_template(b, p, &data);
    bob_buffer_free(&data);
}
