/* Operations to cells. A handler's cells are its label, the offsets of its slots as 16 bits
 * each, then the words of its other operands; its number is that of tools/gen/typed.c
 * (kinds.h). */
#include <stdarg.h>
#include <string.h>

#include "core/typed/context.h"

/* ---- numbers of handlers ---- */

/* Of two operands that may change places the one with the lower place comes first. */
void bob_order(Op *op)
{
    uint32_t k = bob_typed_rows[op->row].swaps, most = BOB_TYPED_INTS + BOB_TYPED_FLOATS;
    Operand *a, *b, t;
    if (k == 0)
        return;
    a = &op->a[k - 1];
    b = &op->a[k];
    if ((a->kind == IN_REG ? a->reg : most) > (b->kind == IN_REG ? b->reg : most)) {
        t = *a;
        *a = *b;
        *b = t;
    }
}

uint32_t bob_handler(const Op *op)
{
    const char *kinds = bob_typed_rows[op->row].operands;
    uint32_t n = 0, i;
    for (i = 0; kinds[i] != 0; i++) {
        uint32_t count = bob_typed_locations(kinds[i]);
        if (count > 1)
            n = n * count + (op->a[i].kind == IN_REG ? op->a[i].reg : count - 1);
        ASSERT(count == 1 || op->a[i].kind == IN_REG || op->a[i].kind == IN_SLOT);
        ASSERT(op->a[i].kind != IN_REG || count > 1);
    }
    return bob_typed_rows[op->row].first + n;
}

/* ---- the list of operations ---- */

static void fill(Decode *d, Op *op, unsigned row, unsigned count, va_list list)
{
    unsigned i;
    op->row = (uint16_t)row;
    op->count = (uint8_t)count;
    ASSERT(count == strlen(bob_typed_rows[row].operands) && count <= MOST_OPERANDS);
    for (i = 0; i < count; i++)
        op->a[i] = va_arg(list, Operand);
    bob_order(op);
    op->side_exit = bob_side_exit(d);
}

/* Room for one operation more. */
static Op *more_room(Decode *d, uint32_t at)
{
    if (!bob_scratch_room(d->t, &d->ops, &d->op_room, d->op_count, sizeof *d->ops)) {
        d->failed = true;
        return &d->ops[d->op_count - 1]; /* which will not be emitted either */
    }
    d->op_count++;
    memmove(&d->ops[at + 1], &d->ops[at], (d->op_count - 1 - at) * sizeof *d->ops);
    return &d->ops[at];
}

/* Nothing is emitted here: `at` says where something is that must come after it. */
Op *bob_op_before(Decode *d, uint32_t at, unsigned row, unsigned count, ...)
{
    va_list list;
    Op *op;
    ASSERT(at <= d->op_count);
    op = more_room(d, at);
    va_start(list, count);
    fill(d, op, row, count, list);
    va_end(list);
    if (at + 1 < d->op_count) /* it is part of what the operation after it does */
        op->side_exit = op[1].side_exit;
    d->unfused += at < d->unfused && d->unfused != NO_OP;
    return op;
}

Op *bob_op(Decode *d, unsigned row, unsigned count, ...)
{
    va_list list;
    Op *op;
    if (d->op_count >= MOST_OPS - 8) /* long blocks are emitted in pieces */
        bob_emit_ops(d);
    op = more_room(d, d->op_count);
    va_start(list, count);
    fill(d, op, row, count, list);
    va_end(list);
    return op;
}

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

/* A stub for an edge, behind the run that it leaves. */
static TypedCell *stub(Decode *d, Edge *edge)
{
    TypedCell *c = room(d, STUB_CELLS);
    if (c == NULL)
        return NULL;
    c[0].label = d->t->labels[bob_typed_rows[ROW_STUB].first];
    c[1].data = edge;
    c[2].u = 0;
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

static void operand_words(Decode *d, TypedCell *c, const Operand *a, char kind, unsigned row)
{
    switch (kind) {
    case 'T':
        if (a->kind == TO_EDGE)
            connect(d, c, a->edge);
        else
            c->target = a->cell;
        c[1].i = a->fuel;
        break;
    case 'M':
        c->target = d->t->guard_failed;
        break;
    case 'L':
        if (row >= ROW_RETIN && row < ROW_STUB) /* it looks at the callee's first handler */
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

/* Where somebody looks, each cell has one in front that counts and says which handler it is. */
static void put_tally(Decode *d, uint32_t handler)
{
    TypedCell *c = room(d, TALLY_CELLS);
    if (c == NULL)
        return;
    c[0].label = d->t->labels[bob_typed_rows[ROW_TALLY].first];
    c[1].u = 0;
    c[2].u = handler;
}

static void emit(Decode *d, const Op *op)
{
    const char *kinds = bob_typed_rows[op->row].operands;
    uint32_t slots = 0, size = 1, i, word;
    int16_t offsets[MOST_OPERANDS] = {0};
    TypedCell *c;
    SideExit side_exit = op->side_exit;
    for (i = 0; kinds[i] != 0; i++) {
        if (op->a[i].kind == IN_SLOT)
            offsets[slots++] = (int16_t)op->a[i].slot;
        size += bob_kind_words(kinds[i]);
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
        if (bob_kind_words(kinds[i]) > 0)
            operand_words(d, c + word, &op->a[i], kinds[i], op->row);
        word += bob_kind_words(kinds[i]);
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

void bob_emit_ops(Decode *d)
{
    uint32_t i;
    if (!d->failed) /* else edges may have no context */
        bob_fuse(d);
    for (i = 0; i < d->op_count && !d->failed; i++)
        emit(d, &d->ops[i]);
    d->op_count = d->unfused = 0;
}

/* ---- runs ---- */

void bob_begin_run(Decode *d)
{
    d->run_start = d->t->cells + d->t->cell_count;
    d->run_context = bob_context_copy(d->t, d->c);
    d->event_count = d->side_exit_count = 0;
    memset(d->last_event, 0, (d->info->vars + SPARE_VARS) * sizeof *d->last_event);
    d->version = NULL;
    d->failed |= d->run_context == NULL;
    if (d->start == NULL)
        d->start = d->run_start;
}

void bob_continue_in(Decode *d, const Context *c)
{
    bob_end_run(d);
    memcpy(d->c, c, sizeof *c + (c->entry->info->locals + c->depth) * sizeof(Var));
    bob_begin_run(d);
}

static void *keep(Decode *d, const void *array, size_t size)
{
    void *copy = bob_typed_alloc(d->t, size + 1);
    if (copy == NULL)
        d->failed = true;
    else if (size > 0)
        memcpy(copy, array, size);
    return copy;
}

/* Stubs for the edges of all runs, behind them. */
void bob_put_stubs(Decode *d)
{
    uint32_t i;
    for (i = 0; i < d->stub_count && !d->failed; i++) {
        TypedCell *c = stub(d, d->stubs[i]);
        if (c != NULL)
            d->stubs[i]->patch->target = c;
    }
}

void bob_end_run(Decode *d)
{
    Run run = {
        .start = d->run_start, .context = d->run_context, .version = d->version, .edge = d->edge};
    bob_emit_ops(d);
    d->edge = NULL; /* leads to the first run only */
    run.cells = (uint32_t)(d->t->cells + d->t->cell_count - run.start);
    run.events = keep(d, d->events, d->event_count * sizeof *d->events);
    run.side_exits = keep(d, d->side_exits, d->side_exit_count * sizeof *d->side_exits);
    run.event_count = d->event_count;
    run.side_exit_count = d->side_exit_count;
    if (run.cells > 0 && !d->failed &&
        !bob_array_push(&d->t->s->allocator, d->t->runs, d->t->run_count, run))
        d->failed = true;
}
