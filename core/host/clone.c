/* Clones (core/bobbin.h): a machine in the state of another. */
#include "core/machine/check_state.h"
#include "core/machine/store/snapshot.h"
#include "core/vm.h"

static int keep(void *ctx, const char *bytes, size_t n)
{
    BobBuffer *b = ctx;
    bob_buffer_add(b, bytes, n);
    return b->failed;
}

/* What the state was made with. */
static BobConfig config_of(const BobMachine *m)
{
    const BobState *s = &m->state;
    BobConfig c;
    bob_config_init(&c);
    c.engine = m->engine->name;
    c.fuel = s->fuel;
    c.stack = s->stack_limit;
    c.depth = s->depth_limit;
    c.arena = s->arena_limit;
    c.heap = s->heap.limit;
    c.output = s->output_limit;
    c.allow_undefined = s->allow_undefined;
    c.warm_up = s->warm_up;
    c.write = s->write;
    c.write_ctx = s->write_ctx;
    c.allocator = s->allocator;
    return c;
}

/* The budget that is spent is the one error with which a machine goes on. Its strings are the
 * program's, but for the one that is in the structure itself. */
static void copy_error(BobState *to, const BobState *from)
{
    to->error = from->error;
    to->error.long_message = NULL;
    if (from->error.opcode == from->error.opcode_text)
        to->error.opcode = to->error.opcode_text;
}

static BobStatus clone(const BobMachine *m, const BobConfig *config, BobMachine **copy,
                       BobError *error)
{
    const BobState *s = bob_settled(m);
    BobBuffer bytes = {.allocator = &s->allocator};
    BobStatus status = bob_snapshot_write(s, keep, &bytes);
    if (status != BOB_OK || bytes.failed)
        status = bob_error_set(error, BOB_OUT_OF_MEMORY, "no memory for the clone");
    else
        status = bob_machine_restore(s->program, config, bytes.bytes, bytes.size, copy, error);
    bob_buffer_free(&bytes);
    if (status != BOB_OK)
        return status;
    (*copy)->state.began = s->began;
    if (s->phase != PHASE_IDLE) { /* else it is as restored: what the last call came to is over */
        (*copy)->status = m->status;
        copy_error(&(*copy)->state, s);
    }
    return BOB_OK;
}

BobStatus bob_machine_clone(const BobMachine *m, BobMachine **copy, BobError *error)
{
    BobConfig config;
    BobStatus status;
    if (copy == NULL)
        return bob_error_set(error, BOB_INVALID_ARGUMENT,
                             "the place for the clone may not be NULL");
    *copy = NULL;
    if (!bob_enter_handled(m))
        return bob_error_set(error, BOB_INVALID_ARGUMENT,
                             "no machine, or one that calls back at this moment");
    config = config_of(m);
    if (m->state.phase == PHASE_FAILED || m->state.phase == PHASE_FINISHED)
        status = bob_error_set(error, BOB_INVALID_ARGUMENT, "there is nothing to go on with: %s",
                               m->state.phase == PHASE_FAILED ? "the machine has failed"
                                                              : "the machine is finished");
    else
        status = clone(m, &config, copy, error);
    return bob_leave(m, status);
}

void bob_machine_set_write(BobMachine *m, BobWrite write, void *ctx)
{
    if (!bob_at_rest(m) || m->handling)
        return;
    m->state.write = write;
    m->state.write_ctx = ctx;
}
