/* The recorder of step.h. */
#include "tools/bobbin/step.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"

/* ---- numbers by hash ---- */

static uint64_t mix(uint64_t h)
{
    h *= 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

static uint64_t hash_bytes(const char *bytes, size_t n)
{
    uint64_t h = n;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)bytes[i]) * 0x100000001B3u;
    return mix(h);
}

static uint64_t hash_of(const Steps *s, const Numbers *n, uint32_t number)
{
    if (n == &s->scalar_numbers)
        return mix(s->scalars[number - 1].bits + s->scalars[number - 1].type);
    if (n == &s->object_numbers)
        return mix((uintptr_t)s->objects[number - 1].object);
    const KnownText *t = &s->texts[number - 1];
    return hash_bytes(s->text.bytes + t->at, t->size);
}

/* Room for one more; false when memory is out. */
static bool numbers_room(Steps *s, Numbers *n)
{
    if (2 * (n->count + 1) <= n->size)
        return true;
    size_t size = n->size == 0 ? 256 : 2 * n->size;
    uint32_t *slots = calloc(size, sizeof *slots);
    if (slots == NULL) {
        s->failed = true;
        return false;
    }
    for (size_t i = 0; i < n->size; i++) {
        if (n->slots[i] == 0)
            continue;
        size_t at = hash_of(s, n, n->slots[i]) & (size - 1);
        while (slots[at] != 0)
            at = (at + 1) & (size - 1);
        slots[at] = n->slots[i];
    }
    free(n->slots);
    n->slots = slots;
    s->bytes += (size - n->size) * sizeof *slots;
    n->size = size;
    return true;
}

/* ---- values ---- */

static Code scalar_code(Steps *s, Scalar v)
{
    Numbers *n = &s->scalar_numbers;
    if (!numbers_room(s, n))
        return 0;
    size_t at = mix(v.bits + v.type) & (n->size - 1);
    for (; n->slots[at] != 0; at = (at + 1) & (n->size - 1)) {
        const Scalar *known = &s->scalars[n->slots[at] - 1];
        if (known->type == v.type && known->bits == v.bits)
            return (Code)(n->slots[at] - 1);
    }
    if (s->scalar_count >= INT32_MAX - 1 ||
        !bob_array_push(&bob_malloc_allocator, s->scalars, s->scalar_count, v)) {
        s->failed = true;
        return 0;
    }
    s->bytes += 2 * sizeof v;
    n->slots[at] = (uint32_t)s->scalar_count;
    n->count++;
    return (Code)(s->scalar_count - 1);
}

uint32_t steps_text(Steps *s, const char *bytes, size_t size, size_t most)
{
    Numbers *n = &s->text_numbers;
    if (size > most)
        for (size = most; size > 0 && ((unsigned char)bytes[size] & 0xC0) == 0x80;)
            size--;
    if (!numbers_room(s, n))
        return 0;
    size_t at = hash_bytes(bytes, size) & (n->size - 1);
    for (; n->slots[at] != 0; at = (at + 1) & (n->size - 1)) {
        const KnownText *known = &s->texts[n->slots[at] - 1];
        if (known->size == size && memcmp(s->text.bytes + known->at, bytes, size) == 0)
            return n->slots[at] - 1;
    }
    KnownText t = {s->text.size, size};
    bob_buffer_reserve(&s->text, size + 1); /* never without memory, even for "" */
    bob_buffer_add(&s->text, bytes, size);
    if (s->text.failed || s->text_count >= INT32_MAX - 1 ||
        !bob_array_push(&bob_malloc_allocator, s->texts, s->text_count, t)) {
        s->failed = true;
        return 0;
    }
    s->bytes += size + sizeof t;
    n->slots[at] = (uint32_t)s->text_count;
    n->count++;
    return (uint32_t)s->text_count - 1;
}

/* The number of an object, which may be new; from 0. */
static uint32_t object_number(Steps *s, BobView v)
{
    Numbers *n = &s->object_numbers;
    if (!numbers_room(s, n))
        return 0;
    size_t at = mix((uintptr_t)v.object) & (n->size - 1);
    for (; n->slots[at] != 0; at = (at + 1) & (n->size - 1))
        if (s->objects[n->slots[at] - 1].object == v.object)
            break;
    uint32_t number = n->slots[at] - 1;
    if (n->slots[at] == 0) {
        Known o = {.object = v.object, .type = BOB_FREED};
        if (s->object_count >= INT32_MAX - 1 ||
            !bob_array_push(&bob_malloc_allocator, s->objects, s->object_count, o)) {
            s->failed = true;
            return 0;
        }
        s->bytes += 2 * sizeof o;
        n->slots[at] = (uint32_t)s->object_count;
        n->count++;
        number = (uint32_t)s->object_count - 1;
    } else if (s->objects[number].type != BOB_FREED || v.type == BOB_FREED) {
        return number;
    }
    /* It is new, or lives again in the same header; only its type is known until it is read. */
    if (s->objects[number].type != v.type || v.type == BOB_FREED) {
        s->objects[number].type = v.type;
        if (!bob_array_push(&bob_malloc_allocator, s->waiting, s->waiting_count, number))
            s->failed = true;
    }
    return number;
}

Code steps_code(Steps *s, BobView v)
{
    Scalar scalar = {.type = v.type};
    switch (v.type) {
    case BOB_NONE:
        break;
    case BOB_BOOL:
        scalar.bits = v.boolean;
        break;
    case BOB_INT:
        scalar.bits = (uint64_t)v.integer;
        break;
    case BOB_FLOAT:
        memcpy(&scalar.bits, &v.number, sizeof scalar.bits);
        break;
    case BOB_FUNC:
        scalar.bits = (uintptr_t)v.text;
        break;
    case BOB_STR:
    case BOB_TUPLE:
    case BOB_LIST:
    case BOB_DICT:
    case BOB_SET:
    case BOB_FROZENSET:
    case BOB_BYTES:
    case BOB_BYTEARRAY:
    case BOB_COMPLEX:
    case BOB_RANGE:
    case BOB_OBJECT:
    case BOB_CLASS:
    case BOB_EXCEPTION:
    case BOB_ITERATOR:
    case BOB_MODULE:
    case BOB_CELL:
    case BOB_DICT_KEYS:
    case BOB_DICT_VALUES:
    case BOB_DICT_ITEMS:
    case BOB_FREED:
        return ~(Code)object_number(s, v);
    }
    return scalar_code(s, scalar);
}

/* ---- objects ---- */

static void add_change(Steps *s, const Change *c)
{
    if (!bob_array_push(&bob_malloc_allocator, s->changes, s->change_count, *c))
        s->failed = true;
}

static BobView view_of(const Steps *s, uint32_t number)
{
    return bob_view_now(
        (BobView){.type = BOB_LIST, .object = s->objects[number].object, .program = s->program});
}

/* The known elements as they are now, in s->codes from *codes on; how many. */
static uint32_t read_items(Steps *s, BobView v, size_t *codes)
{
    uint32_t n = v.length < STEP_ITEMS ? (uint32_t)v.length : STEP_ITEMS;
    *codes = s->code_count;
    for (uint32_t i = 0; i < n; i++) {
        Code c = steps_code(s, bob_view_item(v, i));
        if (!bob_array_push(&bob_malloc_allocator, s->codes, s->code_count, c))
            s->failed = true;
    }
    return n;
}

/* Keeps that element `index` was touched, if it is not known anyway; the latest comes first. */
static void touch(Known *o, int64_t index)
{
    uint32_t i = 0;
    if (index < STEP_ITEMS || index >= o->length ||
        (o->touched_count > 0 && o->touched[0].index == index))
        return;
    while (i < o->touched_count && o->touched[i].index != (uint32_t)index)
        i++;
    if (i == o->touched_count && i < STEP_TOUCHED)
        o->touched_count++;
    if (i == STEP_TOUCHED)
        i--;
    memmove(o->touched + 1, o->touched, i * sizeof *o->touched);
    o->touched[0] = (Touched){(uint32_t)index, STEP_UNBOUND};
}

/* The touched elements as they are now; whether that is another thing to show. */
static bool read_touched(Steps *s, uint32_t number, BobView v)
{
    Touched old[STEP_TOUCHED];
    uint32_t count = s->objects[number].touched_count, kept = 0;
    memcpy(old, s->objects[number].touched, sizeof old);
    for (uint32_t i = 0; i < count; i++) {
        Touched t = s->objects[number].touched[i];
        if (t.index >= v.length)
            continue;
        t.code = steps_code(s, bob_view_item(v, t.index)); /* may move the objects */
        s->objects[number].touched[kept++] = t;
    }
    s->objects[number].touched_count = kept;
    return kept != count || memcmp(old, s->objects[number].touched, kept * sizeof *old) != 0;
}

/* What was found is read; that may find more. */
void steps_read(Steps *s)
{
    while (s->waiting_count > 0 && !s->failed) {
        uint32_t number = s->waiting[s->waiting_count - 1];
        BobView v = view_of(s, number);
        Change c = {.kind = CHANGE_NEW, .object = number, .type = v.type};
        s->waiting_count--;
        c.length = (uint32_t)v.length;
        if (v.type == BOB_STR)
            c.text = steps_text(s, v.text, v.length, STEP_TEXT);
        if (v.type == BOB_LIST || v.type == BOB_TUPLE)
            c.count = read_items(s, v, &c.codes);
        Known *o = &s->objects[number];
        o->type = v.type;
        o->length = c.length;
        o->touched_count = 0;
        if (v.type == BOB_FREED)
            c.kind = CHANGE_FREED;
        if (v.type == BOB_LIST && !s->failed) {
            if (o->items == NULL) {
                o->items = malloc(STEP_ITEMS * sizeof *o->items);
                s->bytes += STEP_ITEMS * sizeof *o->items;
                s->failed |= o->items == NULL;
            }
            o->count = c.count;
            if (o->items != NULL && c.count > 0)
                memcpy(o->items, s->codes + c.codes, c.count * sizeof *o->items);
        }
        add_change(s, &c);
    }
}

/* Compares an operand of the last instruction with what is known of it. */
static void compare(Steps *s, uint32_t number)
{
    BobView v = view_of(s, number);
    Known *o = &s->objects[number];
    Change c = {.kind = CHANGE_LIST, .object = number, .type = v.type};
    if (v.type == BOB_FREED && o->type != BOB_FREED) {
        o->type = BOB_FREED;
        o->count = o->length = o->touched_count = 0;
        c.kind = CHANGE_FREED;
        add_change(s, &c);
    }
    if (v.type != BOB_LIST || o->type != BOB_LIST || o->items == NULL)
        return;
    bool other = o->length != v.length;
    uint32_t before = o->length;
    o->length = (uint32_t)v.length;
    if (s->has_index)
        touch(o, s->index < 0 ? s->index + before : s->index);
    if (other)
        touch(o, (int64_t)o->length - 1);
    size_t codes, mark = s->code_count;
    uint32_t n = read_items(s, v, &codes), from = 0, tail = 0;
    if (s->failed)
        return;
    other |= read_touched(s, number, v);
    o = &s->objects[number];
    const Code *now = s->codes + codes;
    while (from < n && from < o->count && now[from] == o->items[from])
        from++;
    /* Where the length stays so may a tail; of a list that is cut it is another's. */
    while (n == o->count && n - tail > from && now[n - tail - 1] == o->items[n - tail - 1])
        tail++;
    c.from = from;
    c.removed = o->count - from - tail;
    c.count = n - from - tail;
    c.codes = codes + from;
    if (!other && c.removed == 0 && c.count == 0) {
        s->code_count = mark;
        return;
    }
    memcpy(o->items, now, n * sizeof *now);
    o->count = n;
    c.length = o->length;
    memcpy(c.touched, o->touched, sizeof c.touched);
    c.touched_count = o->touched_count;
    add_change(s, &c);
}

/* ---- steps ---- */

void steps_begin(Steps *s, BobMachine *machine, const BobProgram *program)
{
    *s = (Steps){.machine = machine, .program = program};
    s->text.allocator = s->output.allocator = &bob_malloc_allocator;
}

void steps_end(Steps *s)
{
    for (size_t i = 0; i < s->object_count; i++)
        free(s->objects[i].items);
    free(s->scalars);
    free(s->objects);
    free(s->texts);
    free(s->scalar_numbers.slots);
    free(s->object_numbers.slots);
    free(s->text_numbers.slots);
    free(s->codes);
    free(s->changes);
    free(s->operands);
    free(s->waiting);
    bob_buffer_free(&s->text);
    bob_buffer_free(&s->output);
    *s = (Steps){0};
}

int steps_output(void *steps, const char *bytes, size_t n)
{
    Steps *s = steps;
    s->output_size += n;
    if (s->output.size < STEP_OUTPUT) {
        size_t room = STEP_OUTPUT - s->output.size;
        bob_buffer_add(&s->output, bytes, n < room ? n : room);
    }
    return 0;
}

/* An array whose count goes back has more room than its count says: bob_array_room() only makes it
 * smaller again then. */
void steps_clear(Steps *s)
{
    s->code_count = s->change_count = s->operand_count = s->waiting_count = 0;
    s->output.size = 0;
    s->output_size = 0;
}

/* Which objects are among the operands that will be popped. */
static void find_operands(Steps *s)
{
    BobView v;
    s->popped = s->instruction.pops < s->at.operands ? s->instruction.pops : s->at.operands;
    s->has_index = false;
    for (uint32_t i = 0; i < s->popped; i++) {
        if (!bob_machine_operand(s->machine, s->depth - 1, s->at.operands - s->popped + i, &v))
            continue;
        if (v.object != NULL) {
            uint32_t number = object_number(s, v);
            if (!bob_array_push(&bob_malloc_allocator, s->operands, s->operand_count, number))
                s->failed = true;
        } else if (i == 1 && v.type == BOB_INT) {
            s->has_index = true;
            s->index = v.integer;
        }
    }
}

static void push_codes(Steps *s, uint32_t frame, uint32_t operands, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        BobView v;
        Code c =
            bob_machine_operand(s->machine, frame, operands - n + i, &v) ? steps_code(s, v) : 0;
        if (!bob_array_push(&bob_malloc_allocator, s->codes, s->code_count, c))
            s->failed = true;
    }
    s->pushed = n;
}

static bool is_op(const Steps *s, const char *name)
{
    return s->instruction.op != NULL && strcmp(s->instruction.op, name) == 0;
}

/* What the instruction did in the frame it stood in, which is on top still. */
static void read_frame(Steps *s)
{
    BobFrameContents now;
    BobView v;
    if (!bob_machine_frame_contents(s->machine, s->depth - 1, &now))
        return;
    uint32_t left = s->at.operands - s->popped;
    push_codes(s, s->depth - 1, now.operands, now.operands > left ? now.operands - left : 0);
    s->jumped = now.ip != s->at.ip + 1;
    s->next = now.ip;
    s->bound = STEP_UNBOUND;
    if (s->instruction.local != BOB_NO_LOCAL &&
        (is_op(s, "STORE_NAME") || is_op(s, "DELETE_NAME"))) {
        s->binds_local = true;
        if (bob_machine_local(s->machine, s->depth - 1, s->instruction.local, NULL, &v))
            s->bound = steps_code(s, v);
    } else if (is_op(s, "STORE_GLOBAL")) {
        s->binds_global = true;
        if (bob_machine_variable(s->machine, s->instruction.operand, &v))
            s->bound = steps_code(s, v);
    }
}

static void read_step(Steps *s)
{
    uint32_t depth = bob_machine_depth(s->machine);
    BobFrameContents now;
    s->cost = bob_machine_instructions(s->machine) - s->count;
    s->pushed = 0;
    s->called = depth > s->depth;
    s->returned = depth < s->depth;
    s->jumped = s->binds_local = s->binds_global = false;
    if (s->called) {
        if (bob_machine_frame_contents(s->machine, depth - 1, &now))
            s->next = now.function;
    } else if (!s->returned) {
        read_frame(s);
    } else if (depth > 0 && bob_machine_frame_contents(s->machine, depth - 1, &now)) {
        push_codes(s, depth - 1, now.operands, 1);
    }
    for (size_t i = 0; i < s->operand_count && !s->failed; i++)
        compare(s, s->operands[i]);
    steps_read(s);
}

BobStatus step_take(Steps *s, bool *done)
{
    steps_clear(s);
    s->count = bob_machine_instructions(s->machine);
    s->heap = bob_machine_heap_bytes(s->machine);
    s->depth = bob_machine_depth(s->machine);
    s->instruction = (BobInstructionInfo){.local = BOB_NO_LOCAL};
    if (s->depth > 0 && bob_machine_frame_contents(s->machine, s->depth - 1, &s->at)) {
        (void)bob_program_instruction(s->program, s->at.function, s->at.ip, &s->instruction);
        find_operands(s);
    }
    BobStatus status = run_slice_answered(s->machine, 1);
    /* What fails is not counted; after the last that the fuel pays for the status is OutOfFuel. */
    *done = bob_machine_instructions(s->machine) > s->count;
    if (*done && !s->failed)
        read_step(s);
    s->failed |= s->output.failed;
    return status;
}
