/* What was decoded, as text: versions with their contexts, their handlers with operands. */
#include <string.h>

#include "core/typed/context.h"
#include "core/typed/show.h"

static const char *const types[] = {"unbound", "none", "bool", "int", "float", "func", "ref"};

/* Where a place is, in the terms of the source: a local's name, a register, a slot. */
static void slot_name(const Typed *t, const Facts *f, int32_t offset, BobBuffer *out)
{
    int32_t n = offset / 8 + (int32_t)f->size - 1;
    if (offset > 0)
        bob_buffer_printf(out, "arg%d", offset / 8 - 1);
    else if (n >= 0 && n < (int32_t)f->locals)
        bob_buffer_text(out, bob_program_name(t->s->program, f->f->locals[n]));
    else
        bob_buffer_printf(out, "stack%d", n - (int32_t)f->locals);
}

static void show_var(const Typed *t, const Context *c, uint32_t index, BobBuffer *out)
{
    const Facts *f = c->entry->facts;
    const Var *v = &c->var[index];
    if (index < f->locals)
        bob_buffer_text(out, bob_program_name(t->s->program, f->f->locals[index]));
    else
        bob_buffer_printf(out, "stack%u", index - f->locals);
    bob_buffer_printf(out, ":%s", types[v->type]);
    switch ((Where)v->where) {
    case AT_REG:
        bob_buffer_printf(out, "=%c%u", is_float(v->type) ? 'f' : 'r', v->reg);
        break;
    case AT_COPY:
        bob_buffer_printf(out, "=%s", bob_program_name(t->s->program, f->f->locals[v->from]));
        if (v->plus != 0)
            bob_buffer_printf(out, "%+d", v->plus);
        if (v->less != NO_LOCAL)
            bob_buffer_printf(out, "-%s", bob_program_name(t->s->program, f->f->locals[v->less]));
        break;
    case AT_CONST:
        if (is_float(v->type))
            bob_buffer_printf(out, "=%.17g", v->f);
        else
            bob_buffer_printf(out, "=%lld", (long long)v->i);
        break;
    default:
        break;
    }
    if (v->positive && v->where != AT_CONST)
        bob_buffer_text(out, ">0");
}

static void show_context(const Typed *t, const Context *c, BobBuffer *out)
{
    uint32_t i;
    for (i = 0; i < c->entry->facts->locals + c->depth; i++) {
        if (c->var[i].type == TAG_UNBOUND)
            continue;
        bob_buffer_text(out, " ");
        show_var(t, c, i, out);
    }
}

/* The row of a label, and its operands' places as digits of the handler's number. */
static const RowInfo *row_of(const Typed *t, const void *label, uint32_t *number)
{
    uint32_t total = 0, i, low = 0;
    const char *k;
    for (k = bob_typed_rows[ROW_COUNT - 1].operands; *k != 0; k++)
        ;
    total = bob_typed_rows[ROW_COUNT - 1].first + 1;
    for (i = 0; i < total; i++)
        if (t->labels[i] == label)
            break;
    if (i == total)
        return NULL;
    while (low + 1 < ROW_COUNT && bob_typed_rows[low + 1].first <= i)
        low++;
    *number = i - bob_typed_rows[low].first;
    return &bob_typed_rows[low];
}

static void show_target(const Typed *t, const TypedCell *to, BobBuffer *out)
{
    const Run *run;
    if (to->label == t->labels[bob_typed_rows[ROW_STUB].first]) {
        const Edge *e = to[1].data;
        bob_buffer_text(out, " (not yet");
        if (e->kind == EDGE_CALL)
            bob_buffer_text(out, ")");
        else
            bob_buffer_printf(out, ": %u)", e->context->ip);
        return;
    }
    if (to == t->missed) {
        bob_buffer_text(out, " (guard)");
        return;
    }
    run = bob_run_of(t, to);
    if (run->version != NULL && run->start == to)
        bob_buffer_printf(out, " ->v%u", run->version->index);
    else
        bob_buffer_printf(out, " ->%u", (unsigned)(to - t->cells));
}

static uint32_t show_cell(const Typed *t, const Facts *f, const TypedCell *c, BobBuffer *out)
{
    uint32_t number = 0, i, count, slots = 0, slot = 0, word, digit[MOST_OPERANDS + 2] = {0};
    const RowInfo *row = row_of(t, c->label, &number);
    if (row == NULL) {
        bob_buffer_text(out, "?\n");
        return 1;
    }
    count = (uint32_t)strlen(row->operands);
    for (i = count; i-- > 0;) {
        uint32_t n = bob_typed_places(row->operands[i]);
        digit[i] = number % n;
        number /= n;
        slots += strchr("SsDd", row->operands[i]) != NULL || (n > 1 && digit[i] == n - 1);
    }
    word = 1 + (slots + 3) / 4;
    bob_buffer_printf(out, "%-10s", row->name);
    for (i = 0; i < count; i++) {
        char kind = row->operands[i];
        uint32_t n = bob_typed_places(kind);
        if (strchr("SsDd", kind) != NULL || (n > 1 && digit[i] == n - 1)) {
            int16_t offset;
            memcpy(&offset, (const char *)(c + 1) + 2 * (size_t)slot++, sizeof offset);
            bob_buffer_text(out, " ");
            slot_name(t, f, offset, out);
        } else if (n > 1) {
            bob_buffer_printf(out, " %c%u", strchr("FfYg", kind) != NULL ? 'f' : 'r', digit[i]);
        } else if (kind == 'k') {
            bob_buffer_printf(out, " %lld", (long long)c[word++].i);
        } else if (kind == 'q') {
            bob_buffer_printf(out, " %.17g", c[word++].f);
        } else if (kind == 'M') {
            if (c[word].target != t->missed)
                show_target(t, c[word].target, out);
            word++;
        } else if (kind == 'T') {
            show_target(t, c[word].target, out);
            bob_buffer_printf(out, " fuel %lld", (long long)c[word + 1].i);
            word += 2;
        } else if (kind == 'L') {
            show_target(t, c[word].target, out);
            bob_buffer_text(out, " then");
            show_target(t, c[word + 1].target, out);
            word += 4;
        }
    }
    bob_buffer_text(out, "\n");
    return word;
}

void bob_typed_show(const Typed *t, BobBuffer *out)
{
    uint32_t r, i;
    for (r = 0; r < t->run_count; r++) {
        const Run *run = &t->runs[r];
        const Facts *f = run->context->entry->facts;
        bob_buffer_printf(out, "%s%u %.*s+%u line %u:", run->version != NULL ? "v" : "#",
                          run->version != NULL ? run->version->index : (unsigned)(run->start - t->cells),
                          (int)f->f->name_size, f->f->name, run->context->ip,
                          bob_function_line(f->f, run->context->ip));
        show_context(t, run->context, out);
        bob_buffer_text(out, "\n");
        for (i = 0; i < run->mark_count; i++) {
            bob_buffer_printf(out, "    %4u  %3u  ", (unsigned)(run->start - t->cells) + run->marks[i].cell,
                              run->marks[i].ip);
            (void)show_cell(t, f, run->start + run->marks[i].cell, out);
        }
    }
}
