/* `bobbin profile FILE`: what a program executes, and which superinstructions would pay. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/bobbin_lab.h"
#include "tools/bobbin/tool.h"

/* The engine whose dispatches superinstructions would save. */
#define FUSED "fused" /* whose superinstructions are counted, unless --engine names another */
#define TYPED "typed" /* the engine that counts by itself while it runs */

/* ---- tables: rows by up to three names ---- */

#define PARTS 3

typedef struct Row {
    const char *parts[PARTS]; /* names that are the same pointer when they are the same */
    uint64_t count;
    uint64_t saves;
    uint64_t end; /* where the last one that was counted ended, so that none overlap */
} Row;

typedef struct Table {
    Row *slots; /* a hash table, then, once sorted, an array */
    size_t count, size;
} Table;

static size_t hash_parts(const char *const *parts)
{
    uint64_t h = 0;
    for (unsigned i = 0; i < PARTS; i++)
        h = (h ^ (uint64_t)(uintptr_t)parts[i]) * 0x9E3779B97F4A7C15u;
    return (size_t)(h >> 20);
}

static Row *find_slot(Row *slots, size_t size, const char *const *parts)
{
    size_t i = hash_parts(parts) & (size - 1);
    while (slots[i].parts[0] != NULL && memcmp(slots[i].parts, parts, sizeof slots[i].parts) != 0)
        i = (i + 1) & (size - 1);
    return &slots[i];
}

/* The row of these names; NULL when memory is out. */
static Row *table_row(Table *t, const char *a, const char *b, const char *c)
{
    const char *const parts[PARTS] = {a, b, c};
    if (2 * (t->count + 1) > t->size) {
        size_t size = t->size == 0 ? 256 : 2 * t->size;
        Row *slots = calloc(size, sizeof *slots);
        if (slots == NULL)
            return NULL;
        for (size_t i = 0; i < t->size; i++)
            if (t->slots[i].parts[0] != NULL)
                *find_slot(slots, size, t->slots[i].parts) = t->slots[i];
        free(t->slots);
        t->slots = slots;
        t->size = size;
    }
    Row *row = find_slot(t->slots, t->size, parts);
    if (row->parts[0] == NULL) {
        memcpy(row->parts, parts, sizeof row->parts);
        t->count++;
    }
    return row;
}

static int by_names(const Row *a, const Row *b)
{
    for (unsigned i = 0; i < PARTS; i++) {
        const char *x = a->parts[i] != NULL ? a->parts[i] : "",
                   *y = b->parts[i] != NULL ? b->parts[i] : "";
        int order = strcmp(x, y);
        if (order != 0)
            return order;
    }
    return 0;
}

/* What saves most, else what there is most of, comes first. */
static int by_weight(const void *a, const void *b)
{
    const Row *x = a, *y = b;
    if (x->saves != y->saves)
        return x->saves < y->saves ? 1 : -1;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return by_names(x, y);
}

/* Rows that count something, in order, at the front. */
static void table_sort(Table *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->size; i++)
        if (t->slots[i].parts[0] != NULL && t->slots[i].count > 0)
            t->slots[n++] = t->slots[i];
    t->count = n;
    if (n > 0)
        qsort(t->slots, n, sizeof *t->slots, by_weight);
}

/* ---- what is gathered ---- */

typedef struct Function {
    uint32_t number;
    BobProfileFunction info;
} Function;

typedef struct Line {
    uint32_t line;
    uint64_t count;
} Line;

typedef struct Call {
    const char *caller, *callee;
    uint64_t calls;
} Call;

typedef struct Profile {
    const Options *options;
    const Input *input;
    const BobMachine *machine;
    const char *engine; /* whose dispatches could be fewer */
    BobStatus status;
    uint64_t executed, dispatches;
    Table ops, pairs, triples, supers, calls;
    Function *functions;
    uint32_t function_count;
    Line *lines;
    size_t line_count;
    BobMachine *typed;         /* a second run, in the typed engine; NULL for none */
    bool failed;               /* memory was out */
    BobDispatchSite before[2]; /* the sites before, the nearest first */
    uint64_t site;
} Profile;

static void add(Profile *p, Table *t, const char *a, const char *b, const char *c, uint64_t n)
{
    Row *row;
    if (n == 0)
        return;
    row = table_row(t, a, b, c);
    if (row == NULL)
        p->failed = true;
    else
        row->count += n;
}

static void add_instruction(Profile *p, uint32_t f, uint32_t ip, const BobProfileInstruction *info)
{
    BobProfileInstruction next, third;
    p->executed += info->executed;
    add(p, &p->ops, info->op, NULL, NULL, info->executed);
    if (info->pair > 0 && bob_profile_instruction(p->machine, f, ip + 1, &next)) {
        add(p, &p->pairs, info->op, next.op, NULL, info->pair);
        if (info->triple > 0 && bob_profile_instruction(p->machine, f, ip + 2, &third))
            add(p, &p->triples, info->op, next.op, third.op, info->triple);
    }
    if (info->executed > 0 && info->line != 0) {
        if (p->line_count > 0 && p->lines[p->line_count - 1].line == info->line)
            p->lines[p->line_count - 1].count += info->executed;
        else if (!bob_array_push(&bob_malloc_allocator, p->lines, p->line_count,
                                 ((Line){info->line, info->executed})))
            p->failed = true;
    }
}

static int by_line(const void *a, const void *b)
{
    const Line *x = a, *y = b;
    return x->line < y->line ? -1 : x->line > y->line;
}

static int by_line_count(const void *a, const void *b)
{
    const Line *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count ? 1 : -1) : by_line(a, b);
}

static int by_executed(const void *a, const void *b)
{
    const Function *x = a, *y = b;
    if (x->info.executed != y->info.executed)
        return x->info.executed < y->info.executed ? 1 : -1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* A line may have code in several places. */
static void merge_lines(Profile *p)
{
    size_t n = 0;
    if (p->line_count == 0)
        return;
    qsort(p->lines, p->line_count, sizeof *p->lines, by_line);
    for (size_t i = 1; i < p->line_count; i++) {
        if (p->lines[i].line == p->lines[n].line)
            p->lines[n].count += p->lines[i].count;
        else
            p->lines[++n] = p->lines[i];
    }
    /* The capacity of a growing array is a function of its count: keep it, count apart. */
    for (size_t i = n + 1; i < p->line_count; i++)
        p->lines[i] = (Line){UINT32_MAX, 0};
    qsort(p->lines, p->line_count, sizeof *p->lines, by_line_count);
}

static size_t shown_lines(const Profile *p)
{
    size_t n = p->line_count;
    while (n > 0 && p->lines[n - 1].count == 0)
        n--;
    return n;
}

/* `parts` neighbours that could be one: what that saves, the sequence's own overlaps aside. */
static void consider(Profile *p, unsigned parts, const char *a, const char *b, const char *c,
                     uint64_t n)
{
    Row *row;
    if (n == 0)
        return;
    row = table_row(&p->supers, a, b, c);
    if (row == NULL) {
        p->failed = true;
    } else if (p->site + 1 - parts >= row->end) {
        row->count += n;
        row->saves += n * (parts - 1);
        row->end = p->site + 1;
    }
}

static void on_site(void *ctx, const BobDispatchSite *site)
{
    Profile *p = ctx;
    p->site++;
    if (site->joins) {
        consider(p, 2, p->before[0].handler, site->handler, NULL, site->executed);
        if (p->before[0].joins)
            consider(p, 3, p->before[1].handler, p->before[0].handler, site->handler,
                     site->executed);
    }
    p->before[1] = p->before[0];
    p->before[0] = *site;
}

static bool gather(Profile *p)
{
    BobProfileInstruction info;
    BobProfileFunction function;
    BobProfileCall call;
    uint32_t f, ip, at = 0;
    while (bob_profile_function(p->machine, p->function_count, &function))
        p->function_count++;
    p->functions = calloc(p->function_count, sizeof *p->functions);
    if (p->functions == NULL)
        return false;
    for (f = 0; f < p->function_count; f++) {
        p->functions[f].number = f;
        (void)bob_profile_function(p->machine, f, &p->functions[f].info);
        for (ip = 0; bob_profile_instruction(p->machine, f, ip, &info); ip++)
            add_instruction(p, f, ip, &info);
    }
    while (bob_profile_next_call(p->machine, &at, &call))
        add(p, &p->calls, p->functions[call.caller].info.name, p->functions[call.callee].info.name,
            NULL, call.calls);
    if (bob_profile_dispatches(p->machine, p->engine, on_site, p, &p->dispatches) ==
        BOB_OUT_OF_MEMORY)
        p->failed = true;
    merge_lines(p);
    qsort(p->functions, p->function_count, sizeof *p->functions, by_executed);
    table_sort(&p->ops);
    table_sort(&p->pairs);
    table_sort(&p->triples);
    table_sort(&p->supers);
    table_sort(&p->calls);
    return !p->failed;
}

static void profile_free(Profile *p)
{
    free(p->ops.slots);
    free(p->pairs.slots);
    free(p->triples.slots);
    free(p->supers.slots);
    free(p->calls.slots);
    free(p->functions);
    bob_array_free(&bob_malloc_allocator, p->lines, p->line_count, sizeof *p->lines);
}

/* ---- as tables ---- */

#define BAR_WIDTH 24u

static double share(uint64_t n, uint64_t of)
{
    return of > 0 ? (double)n / (double)of : 0;
}

static void count_cells(BobBuffer *b, uint64_t n, uint64_t of)
{
    char digits[32];
    bob_buffer_printf(b, "%16s %5.1f%%  ", grouped(n, digits), 100 * share(n, of));
    bar(b, share(n, of), BAR_WIDTH);
    bob_buffer_byte(b, '\n');
}

static void join(BobBuffer *b, const Row *row, const char *between)
{
    for (unsigned i = 0; i < PARTS && row->parts[i] != NULL; i++)
        bob_buffer_printf(b, "%s%s", i > 0 ? between : "", row->parts[i]);
}

static void heading(BobBuffer *b, const char *what, const char *count, size_t rows, uint64_t top)
{
    bob_buffer_printf(b, "\n%-42s%16s  share", what, count);
    if (rows > top)
        bob_buffer_printf(b, "  (%llu of %zu rows)", (unsigned long long)top, rows);
    bob_buffer_byte(b, '\n');
}

/* Pads what was added since `start` to the column of counts. */
static void to_column(BobBuffer *b, size_t start)
{
    do
        bob_buffer_byte(b, ' ');
    while (!b->failed && b->size - start < 42);
}

static void show_table(BobBuffer *b, const Profile *p, const Table *t, const char *what)
{
    heading(b, what, "count", t->count, p->options->top);
    for (size_t i = 0; i < t->count && i < p->options->top; i++) {
        size_t start = b->size;
        join(b, &t->slots[i], " ");
        to_column(b, start);
        count_cells(b, t->slots[i].count, p->executed);
    }
}

static void show_supers(BobBuffer *b, const Profile *p)
{
    char digits[32];
    const Table *t = &p->supers;
    heading(b, "superinstructions that are not there yet", "saves", t->count, p->options->top);
    for (size_t i = 0; i < t->count && i < p->options->top; i++) {
        size_t start = b->size;
        join(b, &t->slots[i], " ");
        to_column(b, start);
        count_cells(b, t->slots[i].saves, p->dispatches);
    }
    bob_buffer_printf(b,
                      "(dispatches, of the %s that the engine '%s' needs; each row as if it came "
                      "alone)\n",
                      grouped(p->dispatches, digits), p->engine);
}

static void show_functions(BobBuffer *b, const Profile *p)
{
    char digits[32];
    size_t rows = 0;
    while (rows < p->function_count && p->functions[rows].info.executed > 0)
        rows++;
    heading(b, "function                          calls", "instructions", rows, p->options->top);
    for (size_t i = 0; i < rows && i < p->options->top; i++) {
        const BobProfileFunction *f = &p->functions[i].info;
        size_t start = b->size;
        bob_buffer_printf(b, "%-26s %12s", f->name, grouped(f->calls, digits));
        to_column(b, start);
        count_cells(b, f->executed, p->executed);
    }
}

static void show_lines(BobBuffer *b, const Profile *p)
{
    size_t rows = shown_lines(p);
    bool source = is_python(p->input);
    if (rows == 0)
        return;
    heading(b, "source line", "instructions", rows, p->options->top);
    for (size_t i = 0; i < rows && i < p->options->top; i++) {
        size_t start = b->size, length = 0;
        const char *text =
            source ? text_line(p->input->bytes, p->input->size, p->lines[i].line, &length) : NULL;
        bob_buffer_printf(b, "%6u", p->lines[i].line);
        if (text != NULL) {
            bob_buffer_text(b, "  ");
            while (length > 0 && (*text == ' ' || *text == '\t')) {
                text++;
                length--;
            }
            if (length > 33)
                for (length = 33; length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80;)
                    length--;
            bob_buffer_add(b, text, length);
        }
        to_column(b, start);
        count_cells(b, p->lines[i].count, p->executed);
    }
}

/* What the typed engine made of the program: kinds of places, and what to do about them. */
static const struct {
    const char *name, *title, *advice;
} kinds[] = {
    [BOB_WATCH_LEFT] =
        {"left", "left to the reference engine",
         "an instruction that fails or ends the program, or one that can't be done here; "
         "each\ncosts a conversion of the top frame\n"},
    [BOB_WATCH_CAPPED] = {"capped", "left to 'fused' for a while: too many versions",
                          "fewer combinations of types: one type a variable\n"},
    [BOB_WATCH_REFUSED] = {"refused", "could not be entered", "such a function runs in 'fused'\n"},
    [BOB_WATCH_GENERIC] = {"generic", "generic: no handler for these types",
                           "done by the reference's meaning, on boxed values\n"},
    [BOB_WATCH_GUESS] =
        {"guess", "guesses that failed",
         "the kind of a list, an index from its end or past it, or the type of a "
         "global is not\nthe one seen first: keep lists of one type, indices from 0, "
         "globals of one type\n"},
    [BOB_WATCH_RETURN] = {"return", "returns of another type than the first", "return one type\n"},
    [BOB_WATCH_VERSIONS] = {"versions", "most versions",
                            "a variable with several types: begin a float with 0.0, not with 0\n"},
};

typedef struct Places {
    BobBuffer *b;
    const Options *options;
    const Input *input;
    int kind; /* of the table under way, or -1 */
    uint64_t rows;
} Places;

static void end_table(Places *t)
{
    if (t->kind < 0)
        return;
    if (t->rows > t->options->top)
        bob_buffer_printf(t->b, "(and %llu more)\n",
                          (unsigned long long)(t->rows - t->options->top));
    bob_buffer_text(t->b, kinds[t->kind].advice);
}

static void on_place(void *ctx, const BobWatchSite *site)
{
    Places *t = ctx;
    BobBuffer *b = t->b;
    char digits[32];
    size_t start;
    if ((int)site->kind != t->kind) {
        end_table(t);
        bob_buffer_printf(b, "\n%-58s%16s\n", kinds[site->kind].title,
                          site->kind == BOB_WATCH_VERSIONS ? "versions" : "count");
        t->kind = (int)site->kind;
        t->rows = 0;
    }
    if (t->rows++ >= t->options->top)
        return;
    start = b->size;
    bob_buffer_printf(b, "%s+%u", site->name, site->ip);
    if (site->line != 0)
        bob_buffer_printf(b, ", line %u", site->line);
    bob_buffer_printf(b, "  %s", site->op != NULL ? site->op : "past the end");
    if (site->types[0] != '\0')
        bob_buffer_printf(b, "  %s", site->types);
    do
        bob_buffer_byte(b, ' ');
    while (!b->failed && b->size - start < 58);
    bob_buffer_printf(b, "%16s\n", grouped(site->count, digits));
}

static void show_typed(BobBuffer *b, const Profile *p)
{
    BobWatchTotals n;
    Places places = {.b = b, .options = p->options, .input = p->input, .kind = -1};
    char a[32], c[32], d[32];
    if (!bob_watch_totals(p->typed, &n))
        return;
    bob_buffer_printf(b, "\nengine 'typed': %s dispatches for %s instructions",
                      grouped(n.dispatches, a), grouped(bob_machine_instructions(p->typed), c));
    bob_buffer_printf(b, ", %s of them in other engines\n", grouped(n.elsewhere, d));
    bob_buffer_printf(b, "%u blocks, %u of them versions; %s cells", n.blocks, n.versions,
                      grouped(n.cells, a));
    bob_buffer_printf(b, ", %s bytes with what is known about them%s\n", grouped(n.bytes, c),
                      n.full ? "; the limit is reached: no more are made" : "");
    bob_buffer_printf(b, "left %s times for one instruction", grouped(n.traps, a));
    bob_buffer_printf(b, ", %s for fuel, %s because of too many versions", grouped(n.fuel, c),
                      grouped(n.capped, d));
    bob_buffer_printf(b, ", not entered %s times\n", grouped(n.refused, a));
    if (bob_watch_sites(p->typed, on_place, &places) == BOB_OUT_OF_MEMORY)
        b->failed = true;
    end_table(&places);
}

static void show_tables(BobBuffer *b, const Profile *p)
{
    char a[32], c[32];
    uint64_t surcharges = bob_machine_instructions(p->machine) - p->executed;
    bob_buffer_printf(b, "%s instructions", grouped(p->executed, a));
    if (surcharges > 0)
        bob_buffer_printf(b, " and %s of surcharge", grouped(surcharges, a));
    bob_buffer_printf(b, ", %s bytes of output\n",
                      grouped(bob_machine_output_bytes(p->machine), c));
    show_table(b, p, &p->ops, "operation");
    show_table(b, p, &p->pairs, "pair in straight code");
    show_table(b, p, &p->triples, "triple in straight code");
    if (strcmp(p->engine, TYPED) != 0)
        show_supers(b, p);
    show_functions(b, p);
    show_lines(b, p);
    if (p->typed != NULL)
        show_typed(b, p);
}

/* ---- as JSON ---- */

static void json_place(void *ctx, const BobWatchSite *site)
{
    Places *t = ctx;
    bob_buffer_printf(t->b, "%s\n  {\"kind\":\"%s\",\"function\":", t->rows++ > 0 ? "," : "",
                      kinds[site->kind].name);
    json_text(t->b, site->name);
    bob_buffer_printf(t->b, ",\"ip\":%u,\"line\":%u,\"op\":", site->ip, site->line);
    if (site->op != NULL)
        json_text(t->b, site->op);
    else
        bob_buffer_text(t->b, "null");
    bob_buffer_text(t->b, ",\"types\":");
    json_text(t->b, site->types);
    bob_buffer_printf(t->b, ",\"count\":%llu}", (unsigned long long)site->count);
}

static void json_typed(BobBuffer *b, const Profile *p)
{
    BobWatchTotals n;
    Places places = {.b = b};
    if (!bob_watch_totals(p->typed, &n))
        return;
    bob_buffer_printf(b,
                      "\"typed\":{\"dispatches\":%llu,\"elsewhere\":%llu,\"blocks\":%u,"
                      "\"versions\":%u,\"cells\":%llu,\"bytes\":%llu,\"left\":%llu,\"fuel\":%llu,"
                      "\"capped\":%llu,\"refused\":%llu,\"full\":%s,\n \"places\":[",
                      (unsigned long long)n.dispatches, (unsigned long long)n.elsewhere, n.blocks,
                      n.versions, (unsigned long long)n.cells, (unsigned long long)n.bytes,
                      (unsigned long long)n.traps, (unsigned long long)n.fuel,
                      (unsigned long long)n.capped, (unsigned long long)n.refused,
                      n.full ? "true" : "false");
    if (bob_watch_sites(p->typed, json_place, &places) == BOB_OUT_OF_MEMORY)
        b->failed = true;
    bob_buffer_text(b, "]}");
}

static void json_table(BobBuffer *b, const Table *t, const char *name, bool list, bool saves)
{
    bob_buffer_printf(b, ",\n \"%s\":[", name);
    for (size_t i = 0; i < t->count; i++) {
        const Row *row = &t->slots[i];
        bob_buffer_text(b, i > 0 ? ",\n  " : "\n  ");
        bob_buffer_text(b, list ? "{\"ops\":[\"" : "{\"op\":\"");
        join(b, row, "\",\"");
        bob_buffer_printf(b, list ? "\"],\"count\":%llu" : "\",\"count\":%llu",
                          (unsigned long long)row->count);
        if (saves)
            bob_buffer_printf(b, ",\"saves\":%llu", (unsigned long long)row->saves);
        bob_buffer_byte(b, '}');
    }
    bob_buffer_byte(b, ']');
}

static void show_json(BobBuffer *b, const Profile *p)
{
    bob_buffer_printf(
        b,
        "{\"schema\":\"bobbin.profile/1\",\"status\":\"%s\",\"instructions\":%llu,"
        "\"executed\":%llu,\"output_bytes\":%llu,\"dispatches\":{",
        bob_status_name(p->status), (unsigned long long)bob_machine_instructions(p->machine),
        (unsigned long long)p->executed, (unsigned long long)bob_machine_output_bytes(p->machine));
    const char *engine;
    bool first = true;
    for (unsigned i = 0; (engine = bob_engine_name(i, NULL)) != NULL; i++) {
        uint64_t n = 0;
        BobWatchTotals totals;
        BobStatus known = bob_profile_dispatches(p->machine, engine, NULL, NULL, &n);
        if (known == BOB_OUT_OF_MEMORY)
            b->failed = true;
        if (known == BOB_INVALID_ARGUMENT && p->typed != NULL &&
            bob_watch_totals(p->typed, &totals)) {
            n = totals.dispatches + totals.elsewhere;
            known = BOB_OK;
        }
        if (known == BOB_OK)
            bob_buffer_printf(b, "%s\"%s\":%llu", first ? "" : ",", engine, (unsigned long long)n);
        first &= known != BOB_OK;
    }
    bob_buffer_byte(b, '}');
    json_table(b, &p->ops, "operations", false, false);
    json_table(b, &p->pairs, "pairs", true, false);
    json_table(b, &p->triples, "triples", true, false);
    json_table(b, &p->supers, "superinstructions", true, true);
    bob_buffer_text(b, ",\n \"functions\":[");
    for (uint32_t i = 0; i < p->function_count; i++) {
        const BobProfileFunction *f = &p->functions[i].info;
        bob_buffer_text(b, i > 0 ? ",\n  {\"name\":" : "\n  {\"name\":");
        json_text(b, f->name);
        bob_buffer_printf(b, ",\"calls\":%llu,\"executed\":%llu}", (unsigned long long)f->calls,
                          (unsigned long long)f->executed);
    }
    bob_buffer_text(b, "],\n \"calls\":[");
    for (size_t i = 0; i < p->calls.count; i++) {
        bob_buffer_text(b, i > 0 ? ",\n  {\"caller\":" : "\n  {\"caller\":");
        json_text(b, p->calls.slots[i].parts[0]);
        bob_buffer_text(b, ",\"callee\":");
        json_text(b, p->calls.slots[i].parts[1]);
        bob_buffer_printf(b, ",\"count\":%llu}", (unsigned long long)p->calls.slots[i].count);
    }
    bob_buffer_text(b, "],\n \"lines\":[");
    for (size_t i = 0; i < shown_lines(p); i++)
        bob_buffer_printf(b, "%s{\"line\":%u,\"count\":%llu}", i > 0 ? ",\n  " : "\n  ",
                          p->lines[i].line, (unsigned long long)p->lines[i].count);
    bob_buffer_text(b, "]");
    if (p->typed != NULL) {
        bob_buffer_text(b, ",\n ");
        json_typed(b, p);
    }
    bob_buffer_text(b, "}\n");
}

/* ---- as folded stacks ---- */

/* A frame's name, without what separates frames and counts. */
static void folded_name(BobBuffer *b, const char *name)
{
    for (; *name != '\0'; name++)
        bob_buffer_byte(b, *name == ';' || (unsigned char)*name <= ' ' ? '_' : *name);
}

static bool show_folded(BobBuffer *b, const Profile *p)
{
    BobProfilePathInfo info, up;
    uint32_t *trail = calloc(p->function_count, sizeof *trail), i;
    if (trail == NULL)
        return false;
    for (i = 0; bob_profile_path(p->machine, i, &info); i++) {
        BobProfileFunction f;
        uint32_t n = 0, at = i;
        if (info.executed == 0)
            continue;
        for (up = info; at != BOB_PROFILE_NONE && bob_profile_path(p->machine, at, &up);
             at = up.parent)
            trail[n++] = up.function; /* no function is twice on a path */
        if (up.beyond)
            bob_buffer_text(b, "[other];");
        while (n > 0) {
            (void)bob_profile_function(p->machine, trail[--n], &f);
            folded_name(b, f.name);
            bob_buffer_byte(b, n > 0 ? ';' : ' ');
        }
        bob_buffer_printf(b, "%llu\n", (unsigned long long)info.executed);
    }
    free(trail);
    return true;
}

/* ---- the command ---- */

static int report(Profile *p)
{
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    int status;
    if (p->options->folded) {
        while (bob_profile_function(p->machine, p->function_count, &(BobProfileFunction){0}))
            p->function_count++;
        p->failed = !show_folded(&b, p);
    } else if (gather(p)) {
        if (p->options->json)
            show_json(&b, p);
        else
            show_tables(&b, p);
    }
    if (p->failed || b.failed) {
        complain("out of memory");
        status = EXIT_FAULT;
    } else {
        status = p->options->json ? standard_write(STDOUT_FILENO, &b) : standard_text(&b);
    }
    bob_buffer_free(&b);
    return status == EXIT_WELL ? run_ended(p->machine, p->input) : status;
}

/* The same run in the typed engine, where this build has it. */
static bool run_typed(Profile *p, const BobProgram *program, BobConfig config)
{
    const Options *o = p->options;
    BobError error;
    config.engine = TYPED;
    BobStatus made = bob_machine_new(program, &config, o->word_count - 1,
                                     (const char *const *)o->words + 1, &p->typed, &error);
    if (made == BOB_INVALID_ARGUMENT)
        return true;
    if (made == BOB_OK)
        made = bob_machine_watch(p->typed);
    if (made == BOB_OK)
        (void)run_answered(p->typed);
    return made == BOB_OK;
}

static int run_profiled(const Options *o, const BobProgram *program, const Input *in)
{
    Profile p = {.options = o, .input = in, .engine = o->engine != NULL ? o->engine : FUSED};
    BobConfig config;
    BobMachine *machine;
    BobError error = {0};
    int status = EXIT_FAULT;
    options_config(o, &config);
    BobStatus made = bob_machine_new(program, &config, o->word_count - 1,
                                     (const char *const *)o->words + 1, &machine, &error);
    if (made == BOB_INVALID_ARGUMENT)
        return wrong_usage(o->command, "%s", error.message);
    if (made != BOB_OK)
        return refused(o, in, &error);
    bool typed = !o->folded && (o->engine == NULL || strcmp(o->engine, TYPED) == 0);
    if (bob_machine_profile(machine) != BOB_OK || (typed && !run_typed(&p, program, config))) {
        complain("no memory for the profile");
    } else {
        p.machine = machine;
        p.status = run_answered(machine);
        status = report(&p);
    }
    profile_free(&p);
    bob_machine_free(p.typed);
    bob_machine_free(machine);
    return status;
}

static int profile_run(const Options *o)
{
    Input in;
    BobProgram *program = NULL;
    static const char *const of_tables[] = {"top", NULL};
    if (o->json && o->folded)
        return wrong_usage(o->command, "--json and --folded exclude each other");
    if ((o->json || o->folded) && options_given(o, of_tables) != NULL)
        return wrong_usage(o->command, "--top is for tables; --json and --folded print all rows");
    int status = program_read(o, o->words[0], &in, &program, NULL);
    if (status != EXIT_WELL)
        return status;
    status = run_profiled(o, program, &in);
    bob_program_free(program);
    input_free(&in);
    return status;
}

const Command command_profile = {
    .name = "profile",
    .bit = IN_PROFILE,
    .synopsis = "profile [OPTION...] FILE [ARG...]",
    .summary = "count what a program executes; say what makes it slow",
    .help =
        "Runs the program in the reference engine with a hook that counts, exactly, and prints\n"
        "tables: instructions executed by operation, by pair and triple of operations, by "
        "function\n"
        "and by source line. Pairs and triples are counted in straight code alone: across a jump\n"
        "that is taken, a call or a return two operations can't become one.\n"
        "\n"
        "The table of superinstructions names pairs and triples of handlers that the engine "
        "'fused'\n"
        "still dispatches one by one, with how many dispatches one handler for them would save;\n"
        "--engine cached: those that would save most if there were none.\n"
        "\n"
        "Then it runs once more, in the engine 'typed', which counts too (--engine typed leaves "
        "out\n"
        "the superinstructions): dispatches, blocks and versions that were decoded, how often and\n"
        "where it was left for another engine, instructions without a handler for their types,\n"
        "guesses that failed, returns of several types, and variables with several types: why a\n"
        "program is slow, and what to change. docs/typed.md explains them.\n"
        "What the program prints is counted and thrown away.",
    .statuses = "0    the program ended well, whatever it gave to EXIT\n"
                "1    a runtime error of the program; the profile up to there is printed\n"
                "2    wrong usage, or a file that can't be opened\n"
                "3    source or assembly that does not parse or is outside the subset\n"
                "4    a container that was refused\n"
                "5    a limit was reached; the profile up to there is printed\n"
                "70   a fault of bobbin's own",
    .examples = "bobbin profile primes.py 1000\n"
                "bobbin profile --top 5 --fuel 1000000 f.bob\n"
                "bobbin profile --json f.bob | jq '.superinstructions[:5]'\n"
                "bobbin profile --json f.py | jq '.typed.places[]'\n"
                "bobbin profile --folded f.py | flamegraph.pl > f.svg",
    .least = 1,
    .word_names = "FILE",
    .arguments = true,
    .run = profile_run,
};
