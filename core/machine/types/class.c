/* Classes, instances and methods as objects: class.h says how they lie. What can be done with their
 * attributes is in attributes.c, how they are called in call.c. */
#include "core/machine/types/class.h"

#include <stdio.h>
#include <string.h>

#include "core/machine/text/text.h"

/* ---- asking ---- */

const char *bob_class_short_name(const BobObject *class)
{
    BobValue name = bob_values(class)[CLASS_NAME];
    const char *text, *dot;
    if (!bob_is_str(name))
        return "type";
    text = bob_str_bytes(name.ref); /* a constant: NUL-terminated */
    dot = strrchr(text, '.');
    return dot == NULL ? text : dot + 1;
}

const BobValue *bob_class_attribute(const BobObject *class, uint32_t from, uint32_t name,
                                    uint64_t *work)
{
    BobValue mro = bob_values(class)[CLASS_MRO];
    uint32_t i, n = bob_is_tuple(mro) ? mro.ref->size : 0;
    for (i = from; i < n; i++) {
        BobValue c = bob_values(mro.ref)[i];
        const BobValue *v;
        if (!bob_is_object(c, OBJ_CLASS))
            continue;
        v = bob_own_attribute(c.ref, name);
        if (v != NULL) {
            *work += (uint32_t)(v - bob_values(c.ref)) / 2;
            return v;
        }
        *work += c.ref->size / 2;
    }
    return NULL;
}

const BobValue *bob_special(const BobState *s, BobValue v, BobSpecial special, uint64_t *work)
{
    uint32_t name = s->program->special[special];
    const BobObject *class = bob_is_object(v, OBJ_OBJECT) ? bob_class_of(v.ref) : NULL;
    return class == NULL || name == BOB_INTERN_NONE ? NULL
                                                    : bob_class_attribute(class, 0, name, work);
}

bool bob_is_subclass(const BobObject *class, const BobObject *base)
{
    BobValue mro = bob_values(class)[CLASS_MRO];
    uint32_t i, n = bob_is_tuple(mro) ? mro.ref->size : 0;
    for (i = 0; i < n; i++)
        if (bob_values(mro.ref)[i].tag == TAG_REF && bob_values(mro.ref)[i].ref == base)
            return true;
    return class == base;
}

/* ---- making ---- */

static bool is_pairs(const BobProgram *p, const BobValue *v, uint32_t n)
{
    uint32_t i;
    for (i = 0; i < n; i += 2)
        if (v[i].tag != TAG_INT || v[i].i < 0 || (uint64_t)v[i].i >= p->names.count)
            return false;
    return n % 2 == 0;
}

bool bob_class_is_sound(const BobProgram *p, const BobObject *o)
{
    const BobValue *v = bob_values(o);
    switch ((BobObjectType)o->type) {
    case OBJ_OBJECT:
        return o->size >= OBJECT_HEAD && v[OBJECT_CLASS].tag == TAG_REF &&
               is_pairs(p, v + OBJECT_HEAD, o->size - OBJECT_HEAD);
    case OBJ_CLASS:
        return o->size >= CLASS_HEAD && bob_is_str(v[CLASS_NAME]) &&
               (v[CLASS_NAME].ref->flags & OBJ_STATIC) != 0 && v[CLASS_MRO].tag == TAG_REF &&
               v[CLASS_BASES].tag == TAG_REF && v[CLASS_ROOM].tag == TAG_INT &&
               v[CLASS_ROOM].i >= OBJECT_HEAD && v[CLASS_ROOM].i <= BOB_MOST_ROOM &&
               is_pairs(p, v + CLASS_HEAD, o->size - CLASS_HEAD);
    case OBJ_METHOD:
        return o->size == METHOD_SIZE && v[METHOD_KIND].tag == TAG_INT && v[METHOD_KIND].i >= 0 &&
               v[METHOD_KIND].i < METHOD_KINDS;
    default:
        return true;
    }
}

BobStatus bob_instance_new(BobState *s, BobObject *class, BobValue *r)
{
    BobObject *o;
    if (bob_heap_new(&s->heap, OBJ_OBJECT, (uint64_t)bob_values(class)[CLASS_ROOM].i, &o) != BOB_OK)
        return bob_no_memory(s);
    bob_values(o)[OBJECT_CLASS] = bob_ref(class);
    bob_set_size(o, OBJECT_HEAD);
    *r = bob_ref(o);
    return BOB_OK;
}

BobStatus bob_method_new(BobState *s, BobMethodKind kind, BobValue function, BobValue self,
                         BobValue *r)
{
    BobObject *o;
    if (bob_heap_new(&s->heap, OBJ_METHOD, METHOD_SIZE, &o) != BOB_OK)
        return bob_no_memory(s);
    bob_values(o)[METHOD_KIND] = bob_int(kind);
    bob_values(o)[METHOD_FUNCTION] = function;
    bob_values(o)[METHOD_SELF] = self;
    bob_set_size(o, METHOD_SIZE);
    *r = bob_ref(o);
    return BOB_OK;
}

/* ---- the order of classes: C3 ---- */

/* Lists to be merged: the orders of the bases, then the bases themselves. */
typedef struct Merge {
    const BobValue *list[BOB_MOST_BASES + 1];
    uint32_t at[BOB_MOST_BASES + 1], size[BOB_MOST_BASES + 1], lists;
} Merge;

static bool in_tail(const Merge *m, BobValue c)
{
    uint32_t i, k;
    for (i = 0; i < m->lists; i++)
        for (k = m->at[i] + 1; k < m->size[i]; k++)
            if (m->list[i][k].ref == c.ref)
                return true;
    return false;
}

static void take(Merge *m, BobValue c)
{
    uint32_t i;
    for (i = 0; i < m->lists; i++)
        if (m->at[i] < m->size[i] && m->list[i][m->at[i]].ref == c.ref)
            m->at[i]++;
}

/* The next class in the order: false where there is none. *left: something is left. */
static bool next_class(const Merge *m, BobValue *c, bool *left)
{
    uint32_t i;
    *left = false;
    for (i = 0; i < m->lists; i++) {
        if (m->at[i] == m->size[i])
            continue;
        *left = true;
        *c = m->list[i][m->at[i]];
        if (!in_tail(m, *c))
            return true;
    }
    return false;
}

static BobStatus check_bases(BobState *s, const BobObject *bases)
{
    uint32_t i, k;
    if (bases->size > BOB_MOST_BASES)
        return bob_fail(s, BOB_UNSUPPORTED, "a class of more than %u bases", BOB_MOST_BASES);
    for (i = 0; i < bases->size; i++) {
        BobValue b = bob_values(bases)[i];
        BobStatus status = bob_check_alive(s, b);
        if (status != BOB_OK)
            return status;
        if (!bob_is_object(b, OBJ_CLASS))
            return bob_fail(s, BOB_UNSUPPORTED, "a base class of type '%s'", bob_type_name(b));
        if (!bob_is_tuple(bob_values(b.ref)[CLASS_MRO]))
            return bob_fail_freed(s, bob_values(b.ref)[CLASS_MRO]);
        for (k = 0; k < i; k++)
            if (bob_values(bases)[k].ref == b.ref)
                return bob_fail(s, BOB_TYPE_ERROR, "duplicate base class %s",
                                bob_class_short_name(b.ref));
    }
    return BOB_OK;
}

static COLD BobStatus no_order(BobState *s, const Merge *m)
{
    const Merge *last = m;
    char names[200];
    size_t n = 0;
    uint32_t i;
    BobValue seen[BOB_MOST_BASES + 1];
    uint32_t count = 0, k;
    names[0] = '\0';
    for (i = 0; i < last->lists; i++) { /* the heads that are left, each once */
        BobValue c;
        if (m->at[i] == m->size[i])
            continue;
        c = m->list[i][m->at[i]];
        for (k = 0; k < count && seen[k].ref != c.ref; k++)
            ;
        if (k < count)
            continue;
        seen[count++] = c;
        if (n < sizeof names)
            n += (size_t)snprintf(names + n, sizeof names - n, "%s%s", count > 1 ? ", " : "",
                                  bob_class_short_name(c.ref));
    }
    return bob_fail(s, BOB_TYPE_ERROR,
                    "Cannot create a consistent method resolution\norder (MRO) for bases %s",
                    names);
}

/* The order of a class of these bases, without itself. */
static BobStatus find_order(BobState *s, const BobObject *bases, BobValue *order, uint32_t *n)
{
    Merge m = {.lists = bases->size + 1};
    uint32_t i;
    uint64_t work = 0;
    BobValue c = bob_none();
    bool left;
    for (i = 0; i < bases->size; i++) {
        const BobObject *mro = bob_values(bob_values(bases)[i].ref)[CLASS_MRO].ref;
        m.list[i] = bob_values(mro);
        m.size[i] = mro->size;
        work += mro->size;
    }
    m.list[i] = bob_values(bases);
    m.size[i] = bases->size;
    if (work >= BOB_MOST_ORDER)
        return bob_fail(s, BOB_UNSUPPORTED, "a class that inherits from more than %u others",
                        BOB_MOST_ORDER);
    for (*n = 0; next_class(&m, &c, &left); take(&m, c))
        order[(*n)++] = c;
    return left ? no_order(s, &m) : bob_charge(s, work * bases->size);
}

/* Names with a dot are the compiler's own. */
static bool is_attribute(const BobState *s, uint32_t name)
{
    const char *text = bob_program_name(s->program, name);
    return strchr(text, '.') == NULL;
}

BobStatus bob_class_new(BobState *s, BobValue name, BobValue bases, BobValue *r)
{
    const BobFrame *f = bob_top_frame(s);
    const BobFunction *function = bob_frame_function(s, f);
    BobValue order[BOB_MOST_ORDER + 1], *v;
    BobObject *class, *mro, *copy;
    uint32_t n = 0, i, count = 0, room = OBJECT_HEAD;
    BobStatus status = bob_check_alive(s, name);
    if (status == BOB_OK)
        status = bob_check_alive(s, bases);
    if (status != BOB_OK)
        return status;
    if (!bob_is_str(name) || (name.ref->flags & OBJ_STATIC) == 0 || !bob_is_tuple(bases))
        return bob_fail(s, BOB_TYPE_ERROR, "CLASS_NEW takes a constant text and a tuple");
    status = check_bases(s, bases.ref);
    if (status == BOB_OK)
        status = find_order(s, bases.ref, order + 1, &n);
    if (status == BOB_OK)
        status = bob_charge(s, function->local_count);
    if (status != BOB_OK)
        return status;
    for (i = 0; i < function->local_count; i++)
        count += f->locals[i].tag != TAG_UNBOUND && is_attribute(s, function->locals[i]);
    for (i = 0; i < bases.ref->size; i++) {
        uint32_t of_base = (uint32_t)bob_values(bob_values(bases.ref)[i].ref)[CLASS_ROOM].i;
        room = room < of_base ? of_base : room;
    }
    bob_heap_begin(&s->heap);
    if (bob_heap_new(&s->heap, OBJ_CLASS, CLASS_HEAD + 2 * (uint64_t)count, &class) != BOB_OK ||
        bob_seq_new(&s->heap, OBJ_TUPLE, bob_values(bases.ref), bases.ref->size, &copy) != BOB_OK) {
        bob_heap_rollback(&s->heap);
        return bob_no_memory(s);
    }
    order[0] = bob_ref(class);
    if (bob_seq_new(&s->heap, OBJ_TUPLE, order, n + 1, &mro) != BOB_OK) {
        bob_heap_rollback(&s->heap);
        return bob_no_memory(s);
    }
    bob_heap_commit(&s->heap);
    v = bob_values(class);
    v[CLASS_NAME] = name;
    v[CLASS_MRO] = bob_ref(mro);
    v[CLASS_BASES] = bob_ref(copy);
    v[CLASS_ROOM] = bob_int(room);
    v += CLASS_HEAD;
    for (i = 0; i < function->local_count; i++)
        if (f->locals[i].tag != TAG_UNBOUND && is_attribute(s, function->locals[i])) {
            *v++ = bob_int(function->locals[i]);
            *v++ = f->locals[i];
        }
    bob_set_size(class, CLASS_HEAD + 2 * count);
    *r = bob_ref(class);
    return BOB_OK;
}

/* ---- as text ---- */

static void add(BobSink *k, const char *text)
{
    bob_sink_add(k, text, strlen(text));
}

static void add_class_name(BobSink *k, const BobObject *class)
{
    BobValue name = bob_values(class)[CLASS_NAME];
    add(k, "__main__.");
    if (bob_is_str(name))
        bob_sink_add(k, bob_str_bytes(name.ref), name.ref->size);
}

/* CPython's address is a number of creation here. */
static void add_number(BobSink *k, BobObject *o)
{
    char text[24];
    int n;
    if (o->points == 0 && !k->looks)
        o->points = ++k->state->numbered;
    n = snprintf(text, sizeof text, "0x%012x", o->points);
    bob_sink_add(k, text, (size_t)n);
}

static void write_object(BobSink *k, const BobObject *o)
{
    const BobObject *class = bob_class_of(o);
    add(k, "<");
    if (class != NULL)
        add_class_name(k, class);
    add(k, " object at ");
    add_number(k, (BobObject *)o); /* it is given by the first who asks */
    add(k, ">");
}

static void write_class(BobSink *k, const BobObject *o)
{
    add(k, "<class '");
    add_class_name(k, o);
    add(k, "'>");
}

static void write_method(BobSink *k, const BobObject *o)
{
    static const char *const texts[] = {
        [METHOD_BOUND] = "<bound method",
        [METHOD_STATIC] = "<staticmethod",
        [METHOD_CLASS] = "<classmethod",
        [METHOD_PROPERTY] = "<property",
    };
    add(k, texts[bob_values(o)[METHOD_KIND].i]);
    add(k, ">");
}

const BobTypeOps bob_type_object = {.what = "object", .write = write_object};
const BobTypeOps bob_type_class = {.what = "type", .write = write_class};
const BobTypeOps bob_type_method = {.what = "method", .write = write_method};
