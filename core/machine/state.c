#include "core/machine/state.h"

#include <string.h>

static BobStatus copy_args(BobState *s, int argc, const char *const *argv)
{
    int i;
    s->args = bob_alloc_zeroed(&s->allocator, (size_t)argc * sizeof *s->args);
    if (s->args == NULL)
        return BOB_OUT_OF_MEMORY;
    s->arg_count = (uint32_t)argc;
    for (i = 0; i < argc; i++) {
        size_t n = strlen(argv[i]) + 1;
        s->args[i] = bob_alloc(&s->allocator, n);
        if (s->args[i] == NULL)
            return BOB_OUT_OF_MEMORY;
        memcpy(s->args[i], argv[i], n);
    }
    return BOB_OK;
}

/* What is reserved for frames where calls may nest as deep as the limits allow, until they do: a
 * machine whose program is over soon is made and freed in a microsecond then. */
#define FIRST_FRAMES 128u
#define FIRST_VALUES 2048u

/* As many frames, and values of them, as there can ever be. */
static uint32_t most_frames(const BobState *s, uint32_t of_program)
{
    /* Every frame that calls holds at least one value, so the arena bounds the depth. Frames of a
     * snapshot stand after calls of the code, too (check_call), so the program's bounds hold. */
    uint64_t frames = s->arena_limit < s->depth_limit ? s->arena_limit + 1 : s->depth_limit;
    return frames < of_program ? (uint32_t)frames : of_program;
}

static uint64_t most_values(const BobState *s, uint64_t of_program)
{
    const BobFunction *main = &s->program->functions[s->program->main];
    uint64_t least = main->local_count + (uint64_t)bob_frame_room(s, main);
    uint64_t values = s->arena_limit < of_program ? s->arena_limit : of_program;
    return values > least ? values : least;
}

static BobStatus reserve(BobState *s)
{
    const BobFunction *main = &s->program->functions[s->program->main];
    uint64_t least = main->local_count + (uint64_t)bob_frame_room(s, main) + FIRST_VALUES;
    uint32_t i;
    s->frame_capacity = most_frames(s, s->program->main_frames);
    s->arena_values = most_values(s, s->program->main_values);
    if (s->program->main_frames == UINT32_MAX && s->frame_capacity > FIRST_FRAMES)
        s->frame_capacity = FIRST_FRAMES;
    if (s->program->main_frames == UINT32_MAX && s->arena_values > least)
        s->arena_values = least;
    s->frames = bob_alloc(&s->allocator, s->frame_capacity * sizeof *s->frames);
    s->arena = bob_alloc(&s->allocator, s->arena_values * sizeof *s->arena);
    s->globals = bob_alloc(&s->allocator, s->program->names.count * sizeof *s->globals);
    if (s->frames == NULL || s->arena == NULL || s->globals == NULL)
        return BOB_OUT_OF_MEMORY;
    for (i = 0; i < s->program->names.count; i++)
        s->globals[i] = (BobValue){.tag = TAG_UNBOUND, .i = 0};
    return BOB_OK;
}

bool bob_state_reserve_all(BobState *s)
{
    const BobAllocator *a = &s->allocator;
    uint32_t capacity = most_frames(s, s->program->most_frames), i;
    uint64_t values = most_values(s, s->program->most_values);
    BobFrame *frames;
    BobValue *arena;
    if (capacity == s->frame_capacity && values == s->arena_values)
        return true;
    frames = bob_alloc(a, capacity * sizeof *frames);
    arena = bob_alloc_stack(a, values * sizeof *arena);
    if (frames == NULL || arena == NULL) {
        bob_free(a, frames, capacity * sizeof *frames);
        bob_free(a, arena, values * sizeof *arena);
        return false;
    }
    memcpy(arena, s->arena,
           (s->arena_used < s->arena_values ? s->arena_used : s->arena_values) * sizeof *arena);
    for (i = 0; i < s->frame_count; i++) {
        frames[i] = s->frames[i];
        frames[i].locals = arena + (s->frames[i].locals - s->arena);
    }
    bob_free(a, s->frames, s->frame_capacity * sizeof *s->frames);
    bob_free(a, s->arena, s->arena_values * sizeof *s->arena);
    s->frames = frames;
    s->arena = arena;
    s->frame_capacity = capacity;
    s->arena_values = values;
    return true;
}

BobStatus bob_state_init(BobState *s, const BobProgram *p, const BobConfig *config, int argc,
                         const char *const *argv)
{
    memset(s, 0, sizeof *s);
    s->program = p;
    s->allocator = config->allocator.resize != NULL ? config->allocator : bob_malloc_allocator;
    s->fuel = config->fuel;
    s->stack_limit = config->stack;
    s->depth_limit = config->depth;
    s->arena_limit = config->arena;
    s->output_limit = config->output;
    s->allow_undefined = config->allow_undefined;
    s->warm_up = config->warm_up;
    s->write = config->write;
    s->write_ctx = config->write_ctx;
    s->scratch.allocator = &s->allocator;
    s->message.allocator = &s->allocator;
    s->bound.allocator = &s->allocator;
    s->receiver.allocator = &s->allocator;
    s->spread.allocator = &s->allocator;
    s->result = s->handled = bob_none();
    bob_hashing_begin(&s->output);
    bob_heap_init(&s->heap, &s->allocator, config->heap);
    if (reserve(s) != BOB_OK || copy_args(s, argc, argv) != BOB_OK) {
        bob_state_end(s);
        return BOB_OUT_OF_MEMORY;
    }
    bob_place_frame(s, p->main);
    return BOB_OK;
}

void bob_state_end(BobState *s)
{
    uint32_t i;
    if (s->engine_free != NULL)
        s->engine_free(s);
    for (i = 0; s->args != NULL && i < s->arg_count; i++)
        if (s->args[i] != NULL)
            bob_free(&s->allocator, s->args[i], strlen(s->args[i]) + 1);
    bob_free(&s->allocator, s->args, s->arg_count * sizeof *s->args);
    bob_free(&s->allocator, s->frames, s->frame_capacity * sizeof *s->frames);
    bob_free(&s->allocator, s->arena, s->arena_values * sizeof *s->arena);
    bob_free(&s->allocator, s->globals, s->program->names.count * sizeof *s->globals);
    bob_free(&s->allocator, s->methods, s->program->names.count * sizeof *s->methods);
    bob_free(&s->allocator, s->dropped.objects, s->dropped.room * sizeof(BobObject *));
    bob_buffer_free(&s->scratch);
    bob_buffer_free(&s->message);
    bob_buffer_free(&s->bound);
    bob_buffer_free(&s->receiver);
    bob_buffer_free(&s->spread);
    bob_heap_end(&s->heap);
}

/* Unbinds locals from..to of the frame that comes next. */
static void unbind(BobState *s, uint32_t from, uint32_t to)
{
    BobValue *locals = s->arena + s->arena_used;
    uint32_t i;
    for (i = from; i < to; i++)
        locals[i] = (BobValue){.tag = TAG_UNBOUND, .i = 0};
}

/* Makes it the top frame. */
static BobFrame *take_frame(BobState *s, uint32_t function)
{
    BobFrame *frame = &s->frames[s->frame_count++];
    ASSERT(s->frame_count <= s->frame_capacity);
    *frame = (BobFrame){.locals = s->arena + s->arena_used, .function = function};
    s->arena_used += bob_frame_charge(s, bob_frame_function(s, frame));
    return frame;
}

bool bob_state_is_sound(const BobState *s)
{
    const BobValue *end = s->arena + s->arena_used;
    uint32_t i, looked = 0;
    for (i = s->frame_count; i-- > 0 && looked < 64; looked++) {
        const BobFrame *f = &s->frames[i];
        const BobFunction *function;
        if (f->function >= s->program->function_count)
            return false;
        function = bob_frame_function(s, f);
        if (f->locals + bob_frame_charge(s, function) != end || f->ip > function->code_size ||
            f->depth > bob_frame_room(s, function))
            return false;
        end = f->locals;
    }
    return (i != UINT32_MAX || end == s->arena) &&
           (!s->hidden || (s->hidden_at < s->frame_count && s->unhide != NULL));
}

BobFrame *bob_place_frame(BobState *s, uint32_t function)
{
    unbind(s, 0, s->program->functions[function].local_count);
    return take_frame(s, function);
}

/* Whether it is a name of the source with a value: no temporary of the compiler's, which has a dot,
 * and not what says that there is none. */
static bool is_bound(const BobProgram *p, uint32_t name, BobValue v)
{
    return v.tag != TAG_UNBOUND &&
           !(v.tag == TAG_REF && v.ref == bob_static_str(p, (unsigned char)BOB_NO_VALUE[0])) &&
           memchr(p->names.keys[name].bytes, '.', p->names.keys[name].size) == NULL;
}

void bob_publish_names(BobState *s)
{
    const BobFunction *main = &s->program->functions[s->program->main];
    uint32_t i;
    if (s->phase != PHASE_MAIN)
        return;
    bob_unhide(s);
    ASSERT(s->frames[0].function == s->program->main);
    for (i = 0; i < main->local_count; i++)
        if (is_bound(s->program, main->locals[i], s->frames[0].locals[i]))
            s->globals[main->locals[i]] = s->frames[0].locals[i];
}

BobStatus bob_push_frame(BobState *s, uint32_t function, const BobValue *args)
{
    return bob_push_call(s, function, NULL, args, 0);
}

BobStatus bob_push_call(BobState *s, uint32_t function, const BobValue *self, const BobValue *args,
                        uint32_t then)
{
    const BobFunction *f = &s->program->functions[function];
    uint32_t i, n, first = self != NULL;
    BobValue receiver = self != NULL ? *self : bob_none();
    bool on_stack = args >= s->arena && args < s->arena + s->arena_values;
    BobStatus status;
    if (s->frame_count >= s->depth_limit)
        return bob_fail(s, BOB_CALL_DEPTH_EXCEEDED, "calls nest deeper than %u frames",
                        s->depth_limit);
    if (s->arena_used > s->arena_limit || bob_frame_charge(s, f) > s->arena_limit - s->arena_used)
        return bob_fail(s, BOB_CALL_DEPTH_EXCEEDED,
                        "frames would fill more than the arena's %llu values",
                        (unsigned long long)s->arena_limit);
    if (!bob_has_room(s, f)) {
        size_t at = on_stack ? (size_t)(args - s->arena) : 0;
        if (!bob_state_reserve_all(s))
            return bob_no_memory(s);
        args = on_stack ? s->arena + at : args;
    }
    status = bob_charge(s, (uint64_t)f->local_count + f->param_count);
    for (i = f->param_count; i < f->local_count && status == BOB_OK; i += n) {
        n = f->local_count - i < BOB_POLL_UNITS ? f->local_count - i : BOB_POLL_UNITS;
        unbind(s, i, i + n);
        status = bob_poll(s);
    }
    if (status != BOB_OK)
        return status;
    if (self != NULL)
        s->arena[s->arena_used] = receiver;
    memcpy(s->arena + s->arena_used + first, args, (f->param_count - first) * sizeof *args);
    take_frame(s, function)->then = then;
    return BOB_OK;
}

void bob_pop_frame(BobState *s)
{
    s->arena_used -= bob_frame_charge(s, bob_frame_function(s, bob_top_frame(s)));
    s->frame_count--;
}
