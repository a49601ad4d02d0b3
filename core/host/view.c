/* What a host reads: views of values (core/bobbin.h). */
#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/text/text.h"
#include "core/machine/types/class.h"
#include "core/machine/types/dict.h"
#include "core/vm.h"

BobView bob_view(const BobProgram *p, BobValue v)
{
    BobView r = {.type = bob_public_type(v)};
    switch ((BobTag)v.tag) {
    case TAG_BOOL:
        r.boolean = v.i != 0;
        break;
    case TAG_INT:
        r.integer = v.i;
        break;
    case TAG_FLOAT:
        r.number = v.f;
        break;
    case TAG_FUNC:
        r.text = p->functions[v.i].name;
        r.length = p->functions[v.i].name_size;
        break;
    case TAG_REF:
        r.object = v.ref;
        r.length = v.ref->size;
        if (r.type == BOB_STR)
            r.text = bob_str_bytes(v.ref);
        if (bob_is_object(v, OBJ_FUNCTION)) {
            const BobFunction *f = &p->functions[bob_element(v.ref, 0).i];
            r.text = f->name;
            r.length = f->name_size;
        }
        break;
    case TAG_NONE:
    case TAG_UNBOUND:
    case TAG_COUNT:
        break;
    }
    r.program = p;
    return r;
}

BobView bob_machine_result(const BobMachine *m)
{
    if (m == NULL)
        return (BobView){.type = BOB_NONE};
    return bob_view(m->state.program, m->state.result);
}

BobView bob_view_item(BobView sequence, size_t i)
{
    if (sequence.object == NULL || sequence.type == BOB_FREED ||
        !bob_has_elements(sequence.object) || i >= sequence.length)
        return (BobView){.type = BOB_NONE};
    return bob_view(sequence.program, bob_element(sequence.object, (uint32_t)i));
}

BobView bob_view_now(BobView v)
{
    /* A header stays one until the machine is freed, whatever became of its object. */
    return v.object == NULL ? v : bob_view(v.program, bob_ref((BobObject *)(uintptr_t)v.object));
}

/* The elements of a living list of that kind, not empty, or NULL. */
static const void *numbers(BobView list, BobKind kind, size_t *n)
{
    const BobObject *o = list.object;
    if (n != NULL)
        *n = 0;
    if (n == NULL || list.type != BOB_LIST || o == NULL || o->len[kind] == 0)
        return NULL;
    *n = o->len[kind];
    return o->data;
}

const int64_t *bob_view_ints(BobView list, size_t *n)
{
    return numbers(list, KIND_INT, n);
}

const double *bob_view_floats(BobView list, size_t *n)
{
    return numbers(list, KIND_FLOAT, n);
}

bool bob_view_pair(BobView dict, size_t i, BobView *key, BobView *value)
{
    const BobObject *d = dict.object;
    const BobEntry *entries;
    uint32_t at;
    if (key == NULL || value == NULL || dict.type != BOB_DICT || d == NULL ||
        !bob_object_is(d, OBJ_DICT) || i >= d->size)
        return false;
    entries = bob_dict_entries(d);
    at = (uint32_t)i;
    if (bob_dict_count(d) != d->size) {
        at = bob_dict_next(d, 0);
        while (i-- > 0)
            at = bob_dict_next(d, at + 1);
    }
    *key = bob_view(dict.program, entries[at].key);
    *value = bob_view(dict.program, entries[at].value);
    return true;
}

bool bob_view_attribute(BobView object, const char *name, BobView *value)
{
    const BobObject *o = object.object, *class = o;
    const BobValue *v = NULL;
    uint64_t work = 0;
    uint32_t n;
    if (name == NULL || value == NULL || o == NULL ||
        (!bob_object_is(o, OBJ_OBJECT) && !bob_object_is(o, OBJ_CLASS)))
        return false;
    n = bob_intern_find(&object.program->names, name, strlen(name));
    if (n == BOB_INTERN_NONE)
        return false;
    if (o->type == OBJ_OBJECT) {
        v = bob_own_attribute(o, n);
        class = bob_class_of(o);
    }
    if (v == NULL && class != NULL)
        v = bob_class_attribute(class, 0, n, &work);
    if (v == NULL)
        return false;
    *value = bob_view(object.program, *v);
    return true;
}

/* ---- text ---- */

#define LOOKED_AT_BEYOND ((uint64_t)64 << 20) /* bytes */

static BobValue value_of(BobView v)
{
    if (v.object != NULL)
        return bob_ref((BobObject *)(uintptr_t)v.object);
    if (v.type == BOB_BOOL)
        return bob_bool(v.boolean);
    if (v.type == BOB_INT)
        return bob_int(v.integer);
    if (v.type == BOB_FLOAT)
        return bob_float(v.number);
    if (v.type == BOB_FUNC && v.text != NULL)
        return bob_func(bob_intern_find(&v.program->function_names, v.text, v.length));
    return bob_none();
}

size_t bob_view_repr(BobView view, char *buffer, size_t size)
{
    BobBuffer text = {.allocator = &bob_malloc_allocator};
    BobState s = {.program = view.program, .fuel = BOB_UNLIMITED}; /* for messages alone */
    uint64_t keep = size > 0 ? size - 1 : 0;
    BobSink k = {.state = &s,
                 .buffer = &text,
                 .keep = keep,
                 .stop = keep + LOOKED_AT_BEYOND,
                 .pause = keep + LOOKED_AT_BEYOND,
                 .looks = true};
    BobValue v = value_of(view);
    size_t n;
    if (view.program == NULL || bob_is_freed(v)) {
        bob_sink_add(&k, view.program == NULL ? "None" : "<freed>", view.program == NULL ? 4 : 7);
    } else {
        text.allocator = &view.program->allocator;
        s.allocator = view.program->allocator;
        s.message.allocator = s.scratch.allocator = &s.allocator;
        if (bob_write_repr(&s, &k, v) != BOB_OK && !text.failed) {
            const char *name = bob_type_name(v);
            text.size = 0;
            k.size = 0;
            bob_sink_add(&k, "<", 1);
            bob_sink_add(&k, name, strlen(name));
            bob_sink_add(&k, ">", 1);
        }
    }
    n = text.size < keep ? text.size : (size_t)keep;
    if (size > 0 && buffer != NULL) {
        if (n > 0)
            memcpy(buffer, text.bytes, n);
        buffer[bob_utf8_valid(buffer, n)] = '\0';
    }
    bob_buffer_free(&text);
    bob_buffer_free(&s.message);
    bob_buffer_free(&s.scratch);
    return (size_t)k.size;
}

uint64_t bob_view_handle(BobMachine *m, BobView view)
{
    const BobObject *o = view.object;
    uint64_t handle;
    if (o == NULL || !bob_enter(m))
        return 0;
    handle = 0;
    if (view.program == m->state.program && (o->flags & OBJ_FREED) == 0 &&
        ((o->flags & OBJ_STATIC) != 0 || bob_heap_has(&m->state.heap, o)))
        handle = bob_handle_make(&m->handles, &m->state.allocator,
                                 (BobObject *)(uintptr_t)view.object, m->calls);
    (void)bob_leave(m, BOB_OK);
    return handle;
}
