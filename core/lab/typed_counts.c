#include "core/lab/typed_counts.h"

#include "core/typed/emit.h"
#include "core/typed/generic.h"

#include <stdlib.h>
#include <string.h>

const char *const bob_typed_type_names[] = {
    [TAG_UNBOUND] = "unbound",
#define VALUE(NAME, name, ...) [TAG_##NAME] = #name,
#include "core/machine/types/types.def"
    [TAG_REF] = "ref",
};
_Static_assert(COUNT_OF(bob_typed_type_names) == TAG_COUNT, "a name for each tag");

void bob_typed_registers(unsigned *ints, unsigned *floats)
{
    *ints = BOB_TYPED_INTS;
    *floats = BOB_TYPED_FLOATS;
}

/* ---- its life ---- */

Watch *bob_watch_new(const BobState *s)
{
    const BobAllocator *a = &s->allocator;
    const BobProgram *p = s->program;
    Watch *w = bob_alloc_zeroed(a, sizeof *w);
    uint32_t i;
    if (w == NULL)
        return NULL;
    w->first = bob_alloc(a, p->function_count * sizeof *w->first);
    for (i = 0; w->first != NULL && i < p->function_count; i++) {
        w->first[i] = w->instructions;
        w->instructions += p->functions[i].code_size + 1u; /* one past the end can be reached */
    }
    w->exits = bob_alloc_zeroed(a, w->instructions * sizeof *w->exits);
    if (w->first == NULL || w->exits == NULL) {
        bob_watch_free(s, w);
        return NULL;
    }
    return w;
}

void bob_watch_free(const BobState *s, Watch *w)
{
    const BobAllocator *a = &s->allocator;
    if (w == NULL)
        return;
    bob_free(a, w->first, s->program->function_count * sizeof *w->first);
    bob_free(a, w->exits, w->instructions * sizeof *w->exits);
    bob_free(a, w, sizeof *w);
}

void bob_watch_exit(const Typed *t, unsigned why)
{
    const BobFrame *f = bob_top_frame(t->s);
    uint32_t size = t->s->program->functions[f->function].code_size;
    t->watch->exits[t->watch->first[f->function] + (f->ip < size ? f->ip : size)][why]++;
}

/* ---- cells ---- */

uint64_t bob_tally(const TypedCell *cell)
{
    return cell[1 - (int)TALLY_CELLS].u;
}

uint64_t bob_tally_run(const Run *run)
{
    return run->side_exit_count > 0 ? bob_tally(run->start + run->side_exits[0].cell) : 0;
}

const RowInfo *bob_tally_row(const TypedCell *cell, uint32_t *digit)
{
    uint32_t handler = (uint32_t)cell[2 - (int)TALLY_CELLS].u, low = 0, i;
    const RowInfo *row;
    while (low + 1 < ROW_COUNT && bob_typed_rows[low + 1].first <= handler)
        low++;
    row = &bob_typed_rows[low];
    handler -= row->first;
    for (i = (uint32_t)strlen(row->operands); i-- > 0;) {
        uint32_t n = bob_typed_locations(row->operands[i]);
        digit[i] = handler % n;
        handler /= n;
    }
    return row;
}

bool bob_in_slot(char kind, uint32_t digit)
{
    return kind_in_slot(kind, digit, BOB_TYPED_INTS, BOB_TYPED_FLOATS);
}

const TypedCell *bob_tally_guard_failed(const Typed *t, const TypedCell *cell)
{
    uint32_t digit[MOST_OPERANDS], slots = 0, word, i;
    const RowInfo *row = bob_tally_row(cell, digit);
    for (i = 0; row->operands[i] != 0; i++)
        slots += bob_in_slot(row->operands[i], digit[i]);
    word = 1 + (slots + 3) / 4;
    for (i = 0; row->operands[i] != 0; i++) {
        if (kind_place(row->operands[i]) == PLACE_GUARD)
            return cell[word].target == t->guard_failed ? NULL : cell[word].target;
        word += kind_words(row->operands[i]);
    }
    return NULL;
}

/* ---- all together ---- */

static const Typed *watched(const BobState *s)
{
    const Typed *t = s->engine_data;
    return t != NULL && t->watch != NULL ? t : NULL;
}

bool bob_typed_totals(const BobState *s, BobWatchTotals *totals)
{
    const Typed *t = watched(s);
    uint32_t r, m, tallies = 0;
    size_t i;
    if (t == NULL)
        return false;
    *totals = (BobWatchTotals){
        .elsewhere = t->watch->elsewhere, .blocks = t->whole_runs, .full = t->full};
    for (r = 0; r < t->whole_runs; r++) {
        const Run *run = &t->runs[r];
        totals->versions += run->version != NULL;
        tallies += run->side_exit_count;
        for (m = 0; m < run->side_exit_count; m++)
            totals->dispatches += bob_tally(run->start + run->side_exits[m].cell);
    }
    totals->cells = t->cell_count - TALLY_CELLS * tallies;
    totals->bytes = totals->cells * sizeof(TypedCell) + t->bytes;
    for (i = 0; i < t->watch->instructions; i++) {
        const uint64_t *n = t->watch->exits[i];
        totals->traps += n[TYPED_TRAP] + n[TYPED_FAIL];
        totals->fuel += n[TYPED_FUEL];
        totals->capped += n[TYPED_CAPPED];
        totals->refused += n[WATCH_REFUSED];
    }
    return true;
}

/* ---- places of the program ---- */

typedef struct Sites {
    const Typed *t;
    BobWatchSite *sites;
    uint32_t count;
    bool failed;
} Sites;

static BobWatchSite *add_site(Sites *all, BobWatchKind kind, const BobFunction *f,
                              uint32_t function, uint32_t ip, uint64_t count)
{
    bool known = ip < f->code_size && bob_opcode(f->code[ip]) < OP_COUNT;
    BobWatchSite site = {.kind = kind,
                         .function = function,
                         .name = f->name,
                         .ip = ip,
                         .count = count,
                         .line = bob_function_line(f, ip),
                         .op = known ? bob_ops[bob_opcode(f->code[ip])].name : NULL};
    if (!bob_array_push(&all->t->s->allocator, all->sites, all->count, site)) {
        all->failed = true;
        return NULL;
    }
    return &all->sites[all->count - 1];
}

/* Appends to a site's types as far as there is room. */
static void add_text(BobWatchSite *site, const char *between, const char *text)
{
    size_t n = site == NULL ? 0 : strlen(site->types), room = sizeof site->types;
    if (site == NULL || n + strlen(between) + strlen(text) >= room)
        return;
    if (n > 0)
        strcat(site->types, between);
    strcat(site->types, text);
}

static const char *refusal(const Typed *t, const BobFunction *f)
{
    if (t->full)
        return "no room for more code";
    if (f->max_depth == BOB_UNPROVEN)
        return "two stack depths meet in this function";
    if (f->max_depth > t->s->stack_limit)
        return "it needs more stack than the limit";
    if ((uint64_t)f->local_count + f->max_depth > MOST_VARS)
        return "too many locals and operands";
    return "too many loops, or an operand stack that is deeper than proven";
}

static void add_exits(Sites *all)
{
    const BobProgram *p = all->t->s->program;
    const Watch *w = all->t->watch;
    uint32_t f, ip;
    for (f = 0; f < p->function_count; f++) {
        for (ip = 0; ip <= p->functions[f].code_size; ip++) {
            const uint64_t *n = w->exits[w->first[f] + ip];
            if (n[TYPED_TRAP] + n[TYPED_FAIL] > 0)
                (void)add_site(all, BOB_WATCH_LEFT, &p->functions[f], f, ip,
                               n[TYPED_TRAP] + n[TYPED_FAIL]);
            if (n[TYPED_CAPPED] > 0)
                (void)add_site(all, BOB_WATCH_CAPPED, &p->functions[f], f, ip, n[TYPED_CAPPED]);
            if (n[WATCH_REFUSED] > 0)
                add_text(
                    add_site(all, BOB_WATCH_REFUSED, &p->functions[f], f, ip, n[WATCH_REFUSED]), "",
                    refusal(all->t, &p->functions[f]));
        }
    }
}

static void add_cell(Sites *all, const Run *run, const SideExit *side_exit)
{
    const FunctionInfo *f = run->context->entry->info;
    const TypedCell *cell = run->start + side_exit->cell,
                    *failed = bob_tally_guard_failed(all->t, cell);
    uint32_t digit[MOST_OPERANDS], i;
    uint64_t count = bob_tally(cell);
    const RowInfo *row = bob_tally_row(cell, digit);
    BobWatchSite *site;
    if (failed != NULL) /* what lies there is reached from this guard alone */
        add_text(add_site(all, BOB_WATCH_GUESS, f->f, f->function, side_exit->ip,
                          bob_tally_run(bob_run_of(all->t, failed))),
                 "", row->name);
    if (count > 0 && row == &bob_typed_rows[ROW_GENERIC]) {
        const GenericSite *generic = cell[1].data;
        site = add_site(all, BOB_WATCH_GENERIC, f->f, f->function, side_exit->ip, count);
        if (generic->opcode == OP_CALL_BUILTIN)
            add_text(site, "", bob_builtins[generic->operand >> 8].name);
        else if (generic->opcode == OP_MATH)
            add_text(site, "", bob_math_name(generic->operand));
        for (i = 0; i < generic->args; i++)
            add_text(site, " ", bob_typed_type_names[generic->arg[i].type]);
    } else if (count > 0 && row == &bob_typed_rows[ROW_SLOWRET]) {
        const Var *v = cell[1].data;
        site = add_site(all, BOB_WATCH_RETURN, f->f, f->function, side_exit->ip, count);
        add_text(site, "", bob_typed_type_names[v->type]);
    }
}

/* The types that a local has in the versions of one instruction, where there are several. */
static void add_types(Sites *all, BobWatchSite *site, const FunctionInfo *f)
{
    uint32_t i, k;
    _Static_assert(TAG_COUNT <= 32, "a set of tags fits `seen`");
    for (i = 0; i < f->locals && site != NULL; i++) {
        unsigned seen = 0;
        const Version *v;
        for (v = all->t->all_versions; v != NULL; v = v->before)
            if (v->context->entry->info == f && v->context->ip == site->ip)
                seen |= 1u << v->context->var[i].type;
        if ((seen & (seen - 1)) == 0)
            continue;
        add_text(site, ", ", bob_program_name(all->t->s->program, f->f->locals[i]));
        for (k = 0; k < TAG_COUNT; k++)
            if ((seen & 1u << k) != 0)
                add_text(site, (seen & ((1u << k) - 1)) == 0 ? " " : "|", bob_typed_type_names[k]);
    }
}

static void add_versions(Sites *all)
{
    const Typed *t = all->t;
    const BobAllocator *a = &t->s->allocator;
    size_t bytes = t->watch->instructions * sizeof(uint32_t);
    uint32_t *count = bob_alloc_zeroed(a, bytes);
    const Version *v;
    all->failed |= count == NULL;
    for (v = t->all_versions; v != NULL && count != NULL; v = v->before)
        count[t->watch->first[v->context->entry->info->function] + v->context->ip]++;
    for (v = t->all_versions; v != NULL && count != NULL; v = v->before) {
        const FunctionInfo *f = v->context->entry->info;
        uint32_t *n = &count[t->watch->first[f->function] + v->context->ip];
        if (*n > 1)
            add_types(all, add_site(all, BOB_WATCH_VERSIONS, f->f, f->function, v->context->ip, *n),
                      f);
        *n = 0;
    }
    bob_free(a, count, bytes);
}

static int by_position(const void *a, const void *b)
{
    const BobWatchSite *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->function != y->function)
        return x->function < y->function ? -1 : 1;
    if (x->ip != y->ip)
        return x->ip < y->ip ? -1 : 1;
    return strcmp(x->types, y->types);
}

static int by_count(const void *a, const void *b)
{
    const BobWatchSite *x = a, *y = b;
    if (x->kind == y->kind && x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return by_position(a, b);
}

BobStatus bob_typed_sites(const BobState *s, BobWatchVisit visit, void *ctx)
{
    Sites all = {.t = watched(s)};
    uint32_t r, m, i, n = 0;
    if (all.t == NULL)
        return BOB_INVALID_ARGUMENT;
    add_exits(&all);
    for (r = 0; r < all.t->whole_runs; r++)
        for (m = 0; m < all.t->runs[r].side_exit_count; m++)
            add_cell(&all, &all.t->runs[r], &all.t->runs[r].side_exits[m]);
    add_versions(&all);
    if (all.count > 0) { /* an instruction is in several versions */
        qsort(all.sites, all.count, sizeof *all.sites, by_position);
        for (i = 1; i < all.count; i++) {
            if (by_position(&all.sites[n], &all.sites[i]) == 0)
                all.sites[n].count += all.sites[i].count;
            else
                all.sites[++n] = all.sites[i];
        }
        qsort(all.sites, n + 1u, sizeof *all.sites, by_count);
    }
    for (i = 0; all.count > 0 && i <= n && !all.failed; i++)
        visit(ctx, &all.sites[i]);
    bob_array_free(&s->allocator, all.sites, all.count, sizeof *all.sites);
    return all.failed ? BOB_OUT_OF_MEMORY : BOB_OK;
}
