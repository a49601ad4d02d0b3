#include "core/lab/typed_listing.h"

#include <string.h>

#include "core/lab/listing.h"
#include "core/front/assembly/disassembler.h"
#include "core/lab/typed_counts.h"
#include "core/typed/emit.h"
#include "core/typed/generic.h"

#define BYTECODE_COLUMN 26u

typedef struct Show {
    const Typed *t;
    const FunctionInfo *f; /* of the function that is shown */
    BobBuffer *out;
    uint32_t *tallies;   /* by run: before it, so that cells are numbered as without them */
    Context *now, *then; /* before the cell, and after it */
} Show;

/* ---- places and values ---- */

static const char *local_name(const Show *w, uint32_t local)
{
    return bob_program_name(w->t->s->program, w->f->f->locals[local]);
}

static void var_name(const Show *w, uint32_t index)
{
    if (bob_is_hoisted_slot(w->f, bob_home(index)))
        bob_buffer_printf(w->out, "hoisted%u", bob_home(index) - w->f->vars - HOISTED_FROM);
    else if (index < w->f->locals)
        bob_buffer_text(w->out, local_name(w, index));
    else
        bob_buffer_printf(w->out, "stack%u", index - w->f->locals);
}

/* Home slots lie in the order of locals and operands; what is before fp is the next callee's. */
static void slot_name(const Show *w, int32_t offset)
{
    int32_t n = offset / 8 + (int32_t)w->f->size - 1;
    if (offset > 0)
        bob_buffer_printf(w->out, "arg%d", offset / 8 - 1);
    else
        var_name(w, (uint32_t)n);
}

/* A register, and the local that is in it. */
static void register_name(const Show *w, const Context *c, bool floats, uint32_t reg)
{
    uint32_t i;
    bob_buffer_printf(w->out, "%c%u", floats ? 'f' : 'r', reg);
    for (i = 0; i < w->f->locals; i++) {
        const Var *v = &c->var[i];
        if (v->where == AT_REG && v->reg == reg && is_float(v->type) == floats) {
            bob_buffer_printf(w->out, ":%s", local_name(w, i));
            return;
        }
    }
}

static void show_var(const Show *w, const Context *c, uint32_t index)
{
    const Var *v = &c->var[index];
    bob_buffer_byte(w->out, ' ');
    var_name(w, index);
    bob_buffer_printf(w->out, " %s", bob_typed_type_names[v->type]);
    switch ((Where)v->where) {
    case AT_REG:
        bob_buffer_printf(w->out, " %c%u", is_float(v->type) ? 'f' : 'r', v->reg);
        break;
    case AT_COPY:
        bob_buffer_printf(w->out, " = %s", local_name(w, v->from));
        if (v->plus != 0)
            bob_buffer_printf(w->out, " %+d", v->plus);
        if (v->less != NO_LOCAL)
            bob_buffer_printf(w->out, " - %s", local_name(w, v->less));
        break;
    case AT_CONST:
        if (is_float(v->type))
            bob_buffer_printf(w->out, " = %.17g", v->f);
        else if (v->type == TAG_REF) /* its address would be another one each time */
            bob_buffer_text(w->out, " constant");
        else
            bob_buffer_printf(w->out, " = %lld", (long long)v->i);
        break;
    case AT_SLOT:
        bob_buffer_text(w->out, " slot");
        break;
    case AT_NOTHING:
    case AT_OUT:
        break;
    }
    if (v->positive && v->where != AT_CONST)
        bob_buffer_text(w->out, " > 0");
}

static void show_hoisted(const Show *w, uint32_t k, const HoistedLoad *hoisted)
{
    bob_buffer_printf(w->out, ", hoisted%u = %s[", k, local_name(w, hoisted->list));
    if (hoisted->at == NO_LOCAL)
        bob_buffer_printf(w->out, "%d]", hoisted->plus);
    else if (hoisted->plus == 0)
        bob_buffer_printf(w->out, "%s]", local_name(w, hoisted->at));
    else
        bob_buffer_printf(w->out, "%s %+d]", local_name(w, hoisted->at), hoisted->plus);
}

static void show_context(const Show *w, const Context *c)
{
    uint32_t i, n = 0;
    bob_buffer_text(w->out, "   ");
    for (i = 0; i < w->f->locals + c->depth; i++) {
        if (c->var[i].type == TAG_UNBOUND)
            continue;
        bob_buffer_text(w->out, n++ > 0 ? "," : "");
        show_var(w, c, i);
    }
    for (i = 0; i < MOST_HOISTED; i++)
        if (c->hoisted[i].valid)
            show_hoisted(w, i, &c->hoisted[i]);
    bob_buffer_text(w->out, n > 0 ? "\n" : " nothing is bound\n");
}

/* ---- blocks ---- */

static void block_name(const Show *w, const Run *run)
{
    if (run->version != NULL)
        bob_buffer_printf(w->out, "v%u", run->version->index);
    else
        bob_buffer_printf(w->out, "b%u", (unsigned)(run - w->t->runs));
}

static void show_target(const Show *w, const char *arrow, const TypedCell *to)
{
    bob_buffer_text(w->out, arrow);
    if (to == NULL || bob_is_stub(w->t, to))
        bob_buffer_text(w->out, "not reached yet");
    else if (bob_is_jump(w->t, to))
        block_name(w, bob_run_of(w->t, to[1].target)); /* its edge was taken */
    else
        block_name(w, bob_run_of(w->t, to));
}

/* Only an entry that calls lead to was made for types of its parameters: one by which the loop
 * takes over a frame of the state has none. */
static void show_callee(const Show *w, const Entry *e)
{
    uint32_t i, n = e->kind == ENTRY_CALLED ? e->info->f->param_count : 0;
    bob_buffer_printf(w->out, "%s(", e->info->f->name);
    for (i = 0; i < n; i++)
        bob_buffer_printf(w->out, "%s%s", i > 0 ? ", " : "", bob_typed_type_names[e->types[i]]);
    bob_buffer_text(w->out, ")");
}

/* ---- cells ---- */

static void generic(const Show *w, const GenericSite *site)
{
    const struct Successor *successor;
    uint32_t i;
    for (i = 0; i < site->args; i++)
        bob_buffer_printf(w->out, "%s%s", i > 0 ? ", " : " ",
                          bob_typed_type_names[site->arg[i].type]);
    for (successor = site->successors; successor != NULL; successor = successor->next) {
        bob_buffer_text(w->out, successor == site->successors ? " ->" : ",");
        for (i = 0; i < site->results; i++)
            bob_buffer_printf(w->out, " %s", bob_typed_type_names[successor->types[i]]);
        show_target(w, site->results > 0 ? ": " : " ", successor->start);
    }
}

/* An operand in the code: a number, or an address, shown as what is there. */
static void show_word(const Show *w, const TypedCell *c)
{
    const Typed *t = w->t;
    const BobState *s = t->s;
    const BobProgram *p = s->program;
    uint32_t i;
    for (i = 0; i < p->constant_count; i++)
        if (p->constants[i].tag == TAG_REF && p->constants[i].ref == c->data) {
            bob_dis_literal(w->out, p->constants[i]);
            return;
        }
    if (c->target >= t->cells && c->target < t->cells + t->cell_count)
        show_target(w, "", c->target);
    else if (c->global >= s->globals && c->global < s->globals + p->names.count)
        bob_buffer_printf(w->out, "global %s",
                          bob_program_name(p, (uint32_t)(c->global - s->globals)));
    else
        bob_buffer_printf(w->out, "%lld", (long long)c->i);
}

static void show_call(const Show *w, const TypedCell *c)
{
    const TypedCell *to = c->target;
    if (bob_is_stub(w->t, to))
        show_callee(w, ((const Edge *)to[1].data)->callee);
    else
        show_callee(w, bob_run_of(w->t, to)->context->entry);
    show_target(w, " -> ", to);
    show_target(w, ", back -> ", c[1].target);
    bob_buffer_printf(w->out, ", fuel %+lld", (long long)-c[3].i);
}

/* An operand that is in the code, from word c on. */
static void show_in_code(const Show *w, const TypedCell *c, char kind)
{
    switch (kind_place(kind)) {
    case PLACE_VALUE:
        if (kind_is_float(kind))
            bob_buffer_printf(w->out, "%.17g", c->f);
        else
            show_word(w, c);
        break;
    case PLACE_BACK:
        show_word(w, c);
        break;
    case PLACE_TARGET:
        show_target(w, "-> ", c->target);
        bob_buffer_printf(w->out, ", fuel %+lld", (long long)-c[1].i);
        break;
    case PLACE_CALL:
        show_call(w, c);
        break;
    case PLACE_GUARD: /* shown last */
    case PLACE_ANY:
    case PLACE_SECOND:
    case PLACE_REGISTER:
    case PLACE_SLOT:
    case PLACE_NONE:
        break;
    }
}

static void show_cell(const Show *w, const TypedCell *c)
{
    uint32_t digit[MOST_OPERANDS], slots = 0, slot = 0, word, i;
    const RowInfo *row = bob_tally_row(c, digit);
    const TypedCell *failed = bob_tally_guard_failed(w->t, c);
    for (i = 0; row->operands[i] != 0; i++)
        slots += bob_in_slot(row->operands[i], digit[i]);
    word = 1 + (slots + 3) / 4;
    bob_buffer_text(w->out, row->name);
    if (row == &bob_typed_rows[ROW_GENERIC]) {
        generic(w, c[1].data);
        return;
    }
    for (i = 0; row->operands[i] != 0; i++) {
        char kind = row->operands[i];
        if (kind_place(kind) == PLACE_GUARD)
            continue;
        bob_buffer_text(w->out, i > 0 ? ", " : " ");
        if (bob_in_slot(kind, digit[i])) {
            int16_t offset;
            memcpy(&offset, (const char *)(c + 1) + 2 * (size_t)slot++, sizeof offset);
            slot_name(w, offset);
        } else if (kind_words(kind) == 0) {
            register_name(w, kind_only_writes(kind) ? w->then : w->now, kind_is_float(kind),
                          digit[i]);
        } else if (i == 0 && row == &bob_typed_rows[ROW_SLOWRET]) {
            bob_buffer_text(w->out, bob_typed_type_names[((const Var *)c[word].data)->type]);
        } else {
            show_in_code(w, c + word, kind);
        }
        word += kind_words(kind);
    }
    if (failed != NULL)
        show_target(w, "; else -> ", failed);
}

/* ---- rows ---- */

/* Spaces up to a column of the line that began at `start`. */
static void pad(const Show *w, size_t start, size_t column)
{
    size_t at = 0, i;
    for (i = start; i < w->out->size; i++)
        at += ((unsigned char)w->out->bytes[i] & 0xC0) != 0x80;
    do
        bob_buffer_byte(w->out, ' ');
    while (++at < column);
}

/* An instruction, and the line of the source that begins with it; where its own begins. */
static size_t show_bytecode(const Show *w, uint32_t ip)
{
    const BobFunction *f = w->f->f;
    uint32_t i;
    size_t start;
    for (i = 0; i < f->line_count; i++)
        if (f->lines[i].ip == ip)
            bob_buffer_printf(w->out, "    .line %u\n", f->lines[i].line);
    start = w->out->size;
    bob_buffer_printf(w->out, "%6u  ", ip);
    if (ip < f->code_size)
        bob_listing_bytecode(w->t->s->program, f, f->code[ip], NULL, w->out);
    return start;
}

/* The instruction after another in straight code. */
static uint32_t ip_after(const BobFunction *f, uint32_t ip)
{
    return ip < f->code_size && bob_opcode(f->code[ip]) == OP_JUMP ? bob_operand(f->code[ip])
                                                                   : ip + 1;
}

/* True if straight code leads from one instruction to another without passing a third. */
static bool leads_to(const BobFunction *f, uint32_t from, uint32_t to, uint32_t third)
{
    uint32_t steps;
    for (steps = 0; steps <= f->code_size && from < f->code_size && from != to && from != third;
         steps++)
        from = ip_after(f, from);
    return from == to && from != third;
}

static void show_run(const Show *w, const Run *run)
{
    const Typed *t = w->t;
    const BobFunction *f = w->f->f;
    const InlineFrame *inline_frame = &run->context->inline_frame;
    uint32_t m, next = inline_frame->info == NULL ? run->context->ip : inline_frame->ip,
                shown = UINT32_MAX;
    const Entry *e = run->context->entry;
    block_name(w, run);
    bob_buffer_printf(w->out, ": %s+%u, ran %llu", f->name, next,
                      (unsigned long long)bob_tally_run(run));
    if (inline_frame->info != NULL)
        bob_buffer_printf(w->out, ", inlined %s+%u", inline_frame->info->f->name, run->context->ip);
    if (e->start == run->start) {
        bob_buffer_text(w->out, ", entry of ");
        show_callee(w, e);
    } else if (run->edge != NULL) {
        bob_buffer_text(w->out, ", after the call of ");
        show_callee(w, run->edge->callee);
    }
    bob_buffer_byte(w->out, '\n');
    show_context(w, run->context);
    for (m = 0; m < run->side_exit_count && !w->out->failed; m++) {
        const SideExit *side_exit = &run->side_exits[m];
        const TypedCell *cell = run->start + side_exit->cell;
        size_t start = w->out->size;
        if (side_exit->ip != shown) {
            if (leads_to(f, next, side_exit->ip, shown)) /* what needed no handler */
                for (; next != side_exit->ip; next = ip_after(f, next)) {
                    (void)show_bytecode(w, next);
                    bob_buffer_byte(w->out, '\n');
                }
            shown = side_exit->ip;
            start = show_bytecode(w, shown);
            next = ip_after(f, shown);
        }
        bob_context_at(t, cell, w->now);
        bob_context_at(
            t, m + 1 < run->side_exit_count ? run->start + run->side_exits[m + 1].cell : cell,
            w->then);
        pad(w, start, 8 + BYTECODE_COLUMN);
        bob_buffer_printf(w->out, "%6u %12llu  ",
                          (unsigned)(cell - t->cells) - w->tallies[run - t->runs] -
                              TALLY_CELLS * (m + 1),
                          (unsigned long long)bob_tally(cell));
        show_cell(w, cell);
        bob_buffer_byte(w->out, '\n');
    }
}

static void show_function(const Show *w)
{
    const Typed *t = w->t;
    uint32_t r, i, versions = 0, blocks = 0;
    const BobFunction *f = w->f->f;
    for (r = 0; r < t->whole_runs; r++)
        if (t->runs[r].context->entry->info == w->f) {
            versions += t->runs[r].version != NULL;
            blocks++;
        }
    bob_buffer_printf(w->out, ".func %s", f->name);
    for (i = 0; i < f->param_count; i++)
        bob_buffer_printf(w->out, " %s", bob_program_name(t->s->program, f->params[i].name));
    if (blocks == 0) {
        bob_buffer_text(w->out, "    ; not run by this engine\n");
        return;
    }
    bob_buffer_printf(w->out, "    ; %u instructions become %u blocks, %u of them versions\n",
                      f->code_size, blocks, versions);
    bob_buffer_printf(w->out, "%6s  %-*s%6s %12s  %s\n", "ip", (int)BYTECODE_COLUMN, "bytecode",
                      "cell", "dispatched", "handler");
    for (r = 0; r < t->whole_runs; r++)
        if (t->runs[r].context->entry->info == w->f)
            show_run(w, &t->runs[r]);
}

BobStatus bob_typed_listing(const BobState *s, BobBuffer *out)
{
    const Typed *t = s->engine_data;
    const BobAllocator *a = &s->allocator;
    Show w = {.t = t, .out = out};
    uint32_t i, n = 0;
    if (t == NULL || t->watch == NULL)
        return BOB_INVALID_ARGUMENT;
    w.tallies = bob_alloc(a, (t->whole_runs + 1) * sizeof *w.tallies);
    w.now = bob_alloc(a, BOB_CONTEXT_SIZE);
    w.then = bob_alloc(a, BOB_CONTEXT_SIZE);
    out->failed |= w.tallies == NULL || w.now == NULL || w.then == NULL;
    for (i = 0; i < t->whole_runs && !out->failed; i++) {
        w.tallies[i] = n;
        n += TALLY_CELLS * t->runs[i].side_exit_count;
    }
    for (i = 0; i < s->program->function_count && !out->failed; i++) {
        w.f = &t->info[i];
        if (i > 0)
            bob_buffer_byte(out, '\n');
        if (w.f->f != NULL)
            show_function(&w);
        else
            bob_buffer_printf(out, ".func %s    ; never called\n", s->program->functions[i].name);
    }
    bob_free(a, w.tallies, (t->whole_runs + 1) * sizeof *w.tallies);
    bob_free(a, w.now, BOB_CONTEXT_SIZE);
    bob_free(a, w.then, BOB_CONTEXT_SIZE);
    return out->failed ? BOB_OUT_OF_MEMORY : BOB_OK;
}
