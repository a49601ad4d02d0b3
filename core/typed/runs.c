/* Runs of cells. */
#include "core/typed/runs.h"

#include <string.h>

#include "core/typed/alloc.h"
#include "core/typed/emit.h"
#include "core/typed/fuse.h"
#include "core/typed/typed_state.h"

void bob_flush(Decode *d)
{
    uint32_t i;
    if (!d->failed) /* else edges may have no context */
        bob_fuse(d);
    for (i = 0; i < d->op_count && !d->failed; i++)
        bob_emit(d, &d->ops[i]);
    d->op_count = d->unfused = 0;
}

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

static void *copy_of(Decode *d, const void *array, size_t size)
{
    void *copy = bob_typed_alloc(d->t, size + 1);
    if (copy == NULL)
        d->failed = true;
    else if (size > 0)
        memcpy(copy, array, size);
    return copy;
}

void bob_end_run(Decode *d)
{
    Run run = {
        .start = d->run_start, .context = d->run_context, .version = d->version, .edge = d->edge};
    bob_flush(d);
    d->edge = NULL; /* leads to the first run only */
    run.cells = (uint32_t)(d->t->cells + d->t->cell_count - run.start);
    run.events = copy_of(d, d->events, d->event_count * sizeof *d->events);
    run.side_exits = copy_of(d, d->side_exits, d->side_exit_count * sizeof *d->side_exits);
    run.event_count = d->event_count;
    run.side_exit_count = d->side_exit_count;
    if (run.cells > 0 && !d->failed &&
        !bob_array_push(&d->t->s->allocator, d->t->runs, d->t->run_count, run))
        d->failed = true;
}

void bob_continue_in(Decode *d, const Context *c)
{
    bob_end_run(d);
    memcpy(d->c, c, sizeof *c + (c->entry->info->locals + c->depth) * sizeof(Var));
    bob_begin_run(d);
}
