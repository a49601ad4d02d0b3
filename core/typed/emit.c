/* Operations to cells. A handler's cells are its label, the offsets of its slots as 16 bits
 * each, then the words of its other operands; its number is that of tools/gen/typed.c
 * (kinds.h). */
#include <string.h>

#include "core/typed/alloc.h"
#include "core/typed/emit.h"
#include "core/typed/typed_state.h"

/* ---- cells ---- */

static TypedCell *room(Decode *d, uint32_t n)
{
    Typed *t = d->t;
    if (t->cell_capacity - t->cell_count < n) {
        t->full = d->failed = true;
        return NULL;
    }
    t->cell_count += n;
    return &t->cells[t->cell_count - n];
}

/* A stub for an edge, after the run that it leaves. */
static TypedCell *stub(Decode *d, Edge *edge)
{
    TypedCell *c = room(d, STUB_CELLS);
    if (c == NULL)
        return NULL;
    bob_put_stub(d->t, c, edge);
    return c;
}

/* Where an edge leads now; it is told which word to change later. */
static void connect(Decode *d, TypedCell *word, Edge *edge)
{
    if (edge->kind == EDGE_CALL && edge->callee->start != NULL) {
        word->target = edge->callee->start;
        return;
    }
    edge->patch = word;
    if (bob_scratch_room(d->t, &d->stubs, &d->stub_room, d->stub_count, sizeof edge))
        d->stubs[d->stub_count++] = edge;
    else
        d->failed = true;
}

TypedCell *bob_begin_of(const Typed *t, const Entry *callee)
{
    TypedCell *begin = callee->start;
    if (begin == NULL || begin == t->cells + t->cell_count) /* or it is about to be made */
        return NULL;
    return begin + (t->watch != NULL ? TALLY_CELLS : 0);
}

_Static_assert(ROW_KEEPADDKCALL + 1 == ROW_RETIN && ROW_KEEPADDKCALLEQK + 1 == ROW_STUB,
               "RECURSION's rows, and no others, are from RETIN up to STUB");
/* A call that tests its callee's condition (RECURSE). */
static bool is_recursion(unsigned row)
{
    return row >= ROW_RETIN && row < ROW_STUB;
}

static void operand_words(Decode *d, TypedCell *c, const Operand *a, char kind, unsigned row)
{
    switch (kind_place(kind)) {
    case PLACE_TARGET:
        if (a->kind == TO_EDGE)
            connect(d, c, a->edge);
        else
            c->target = a->cell;
        c[1].i = a->fuel;
        break;
    case PLACE_GUARD:
        c->target = d->t->guard_failed;
        break;
    case PLACE_CALL:
        if (is_recursion(row))
            c->target = bob_begin_of(d->t, a->edge->callee);
        else
            connect(d, c, a->edge);
        if (a->returns_next)
            c[1].target = d->t->cells + d->t->cell_count;
        else
            connect(d, c + 1, a->edge->back);
        c[2].i = (int64_t)a->edge->callee->info->size * 8;
        c[3].i = a->fuel;
        break;
    default:
        c->i = a->i;
    }
}

/* With profiling on, each cell has a counter cell before it, which also says which handler it is.
 */
static void put_tally(Decode *d, uint32_t handler)
{
    TypedCell *c = room(d, TALLY_CELLS);
    if (c == NULL)
        return;
    c[0].label = d->t->labels[bob_typed_rows[ROW_TALLY].first];
    c[1].u = 0;
    c[2].u = handler;
}

_Static_assert((2 * MOST_VARS + 2 * LEAST_SLOTS + MOST_HOISTED) * sizeof(TypedSlot) <= INT16_MAX,
               "an offset in a frame, or of an argument after it, fits in 16 bits");

void bob_emit(Decode *d, const Op *op)
{
    const char *kinds = bob_typed_rows[op->row].operands;
    uint32_t slots = 0, size = 1, i, word;
    int16_t offsets[MOST_OPERANDS] = {0};
    TypedCell *c;
    SideExit side_exit = op->side_exit;
    for (i = 0; kinds[i] != 0; i++) {
        if (op->a[i].kind == IN_SLOT)
            offsets[slots++] = (int16_t)op->a[i].slot;
        size += kind_words(kinds[i]);
    }
    word = 1 + (slots + 3) / 4;
    size += (slots + 3) / 4;
    if (d->t->watch != NULL)
        put_tally(d, bob_handler(op));
    c = room(d, size);
    if (c == NULL)
        return;
    c[0].label = d->t->labels[bob_handler(op)];
    memcpy(c + 1, offsets, (slots + 3) / 4 * sizeof *c);
    for (i = 0; kinds[i] != 0; i++) {
        if (kind_words(kinds[i]) > 0)
            operand_words(d, c + word, &op->a[i], kinds[i], op->row);
        word += kind_words(kinds[i]);
    }
    side_exit.cell = (uint32_t)(c - d->run_start);
    if (side_exit.inlined) {
        side_exit.ip = side_exit.call_ip;
        side_exit.depth = side_exit.call_depth;
        side_exit.fuel_offset += side_exit.call_offset;
    }
    if (bob_scratch_room(d->t, &d->side_exits, &d->side_exit_room, d->side_exit_count,
                         sizeof side_exit))
        d->side_exits[d->side_exit_count++] = side_exit;
    else
        d->failed = true;
}

void bob_put_stubs(Decode *d)
{
    uint32_t i;
    for (i = 0; i < d->stub_count && !d->failed; i++) {
        TypedCell *c = stub(d, d->stubs[i]);
        if (c != NULL)
            d->stubs[i]->patch->target = c;
    }
}
