/* Dicts: what makes them, their methods, hash(); and what loops over anything iterable ask for. */
#include "core/machine/builtins/builtins.h"
#include "core/machine/types/dict.h"
#include "core/machine/types/iterator.h"
#include "core/machine/types/set.h"

DEFINE_BUILTIN(hash)
{
    uint64_t work = 0;
    int64_t hash;
    TRY(bob_hash_value(s, args[0], &work, &hash));
    TRY(bob_charge(s, work));
    *r = bob_int(hash);
    return BOB_OK;
}

/* ---- loops ---- */

DEFINE_BUILTIN(iterable_pairs)
{
    TRY(bob_arg_iterable(s, args[0]));
    return bob_loop_new(s, args[0], true, r);
}

DEFINE_BUILTIN(loop_end)
{
    TRY(bob_check_alive(s, args[0]));
    *r = bob_none();
    if (args[0].tag == TAG_REF && bob_is_loop(args[0].ref))
        bob_heap_free(&s->heap, args[0].ref, true);
    return BOB_OK;
}

/* ---- making dicts ---- */

/* Key and value of element i of what a dict is made of. */
static BobStatus take_pair(BobState *s, BobValue element, uint32_t i, BobValue *key,
                           BobValue *value)
{
    BobGathered g;
    TRY(bob_check_alive(s, element));
    if (!bob_can_iterate(element))
        return bob_fail(s, BOB_TYPE_ERROR,
                        "cannot convert dictionary update sequence element #%u to a sequence", i);
    TRY(bob_gather(s, element, &g));
    if (bob_seq_size(g.seq.ref) == 2) {
        BobCursor c = bob_cursor(g.seq);
        BobStatus status = bob_cursor_next(s, &c, key);
        if (status == BOB_OK)
            status = bob_cursor_next(s, &c, value);
        return bob_gather_end(s, &g, status);
    }
    return bob_gather_end(
        s, &g,
        bob_fail(s, BOB_VALUE_ERROR,
                 "dictionary update sequence element #%u has length %u; 2 is required", i,
                 bob_seq_size(g.seq.ref)));
}

/* Adds pairs to a dict that this instruction made. */
static BobStatus add_pairs(BobState *s, BobObject *d, BobValue seq)
{
    BobCursor c = bob_cursor(seq);
    uint32_t n = bob_seq_size(seq.ref);
    uint64_t work = n;
    while (c.i < n) {
        uint32_t i = c.i, entry;
        int64_t hash;
        BobValue element, key, value;
        TRY(bob_cursor_next(s, &c, &element));
        TRY(take_pair(s, element, i, &key, &value));
        TRY(bob_hash_value(s, key, &work, &hash));
        TRY(bob_dict_find(s, d, key, hash, &work, &entry));
        TRY(bob_dict_put(s, d, key, hash, entry, value));
        if ((i & 0x3FF) == 0)
            TRY(bob_look_at_work(s, work));
    }
    return bob_charge(s, work);
}

/* A dict of pairs; within a begin of the heap's. */
static BobStatus dict_of_pairs(BobState *s, BobValue pairs, BobObject **out)
{
    BobGathered g;
    BobStatus status;
    TRY(bob_gather(s, pairs, &g));
    status = bob_dict_new(s, 0, out);
    if (status == BOB_OK)
        status = add_pairs(s, *out, g.seq);
    return bob_gather_end(s, &g, status);
}

static BobStatus done(BobState *s, BobStatus status)
{
    if (status == BOB_OK)
        bob_heap_commit(&s->heap);
    else
        bob_heap_rollback(&s->heap);
    return status;
}

DEFINE_BUILTIN(dict)
{
    BobObject *d = NULL;
    BobStatus status;
    if (argc > 0)
        TRY(bob_arg_iterable(s, args[0]));
    bob_heap_begin(&s->heap);
    status = argc == 0                          ? bob_dict_new(s, 0, &d)
             : bob_is_object(args[0], OBJ_DICT) ? bob_dict_copy(s, args[0].ref, &d)
                                                : dict_of_pairs(s, args[0], &d);
    TRY(done(s, status));
    *r = bob_ref(d);
    return BOB_OK;
}

/* What is no dict becomes one first, which goes when its entries are taken over. */
static BobStatus update(BobState *s, BobObject *d, BobValue from)
{
    BobObject *pairs = NULL;
    BobStatus status;
    TRY(bob_arg_iterable(s, from));
    if (bob_is_object(from, OBJ_DICT))
        return bob_dict_merge(s, d, from.ref);
    bob_heap_begin(&s->heap);
    status = dict_of_pairs(s, from, &pairs);
    if (status == BOB_OK)
        status = bob_dict_merge(s, d, pairs);
    TRY(done(s, status));
    bob_heap_free(&s->heap, pairs, true);
    return BOB_OK;
}

DEFINE_BUILTIN(dict_update)
{
    TRY(bob_arg_self(s, args[0], OBJ_DICT, "update"));
    TRY(bob_check_alive(s, args[1]));
    if (!bob_is_object(args[1], OBJ_DICT))
        return bob_fail(s, BOB_TYPE_ERROR, "'%s' object is not a mapping", bob_type_name(args[1]));
    *r = args[0];
    return bob_dict_merge(s, args[0].ref, args[1].ref);
}

DEFINE_BUILTIN(update)
{
    if (bob_is_object(args[0], OBJ_SET))
        return bob_set_update(s, args, argc, r);
    TRY(bob_arg_self(s, args[0], OBJ_DICT, "update"));
    if (argc > 2)
        return bob_fail(s, BOB_TYPE_ERROR, "update expected at most 1 argument, got %u", argc - 1);
    *r = bob_none();
    return argc == 1 ? BOB_OK : update(s, args[0].ref, args[1]);
}

static BobStatus add_keys(BobState *s, BobObject *d, BobValue seq, BobValue value)
{
    BobCursor c = bob_cursor(seq);
    uint32_t n = bob_seq_size(seq.ref), entry;
    uint64_t work = n;
    while (c.i < n) {
        int64_t hash;
        BobValue key;
        if ((c.i & 0x3FF) == 0)
            TRY(bob_look_at_work(s, work));
        TRY(bob_cursor_next(s, &c, &key));
        TRY(bob_hash_value(s, key, &work, &hash));
        TRY(bob_dict_find(s, d, key, hash, &work, &entry));
        TRY(bob_dict_put(s, d, key, hash, entry, value));
    }
    return bob_charge(s, work);
}

DEFINE_BUILTIN(fromkeys)
{
    BobObject *d = NULL;
    BobGathered g;
    BobStatus status;
    TRY(bob_arg_iterable(s, args[0]));
    bob_heap_begin(&s->heap);
    status = bob_gather(s, args[0], &g);
    if (status == BOB_OK) {
        status = bob_dict_new(s, 0, &d);
        if (status == BOB_OK)
            status = add_keys(s, d, g.seq, bob_arg(args, argc, 1));
        status = bob_gather_end(s, &g, status);
    }
    TRY(done(s, status));
    *r = bob_ref(d);
    return BOB_OK;
}

/* ---- operators ---- */

BobStatus bob_dict_union(BobState *s, BobObject *a, BobObject *b, BobValue *r)
{
    BobObject *d = NULL;
    BobStatus status;
    bob_heap_begin(&s->heap);
    status = bob_dict_copy(s, a, &d);
    if (status == BOB_OK)
        status = bob_dict_merge(s, d, b);
    TRY(done(s, status));
    *r = bob_ref(d);
    return BOB_OK;
}

DEFINE_BUILTIN(ior)
{
    if (bob_is_object(args[0], OBJ_SET) && bob_is_set(args[1])) {
        TRY(bob_set_change(s, SET_OR, args[0].ref, &args[1], 1));
        *r = args[0];
        return BOB_OK;
    }
    if (!bob_is_object(args[0], OBJ_DICT))
        return bob_sem_OR(s, args[0], args[1], r);
    TRY(update(s, args[0].ref, args[1]));
    *r = args[0];
    return BOB_OK;
}

/* ---- methods ---- */

static BobStatus find(BobState *s, BobValue dict, BobValue key, const char *method, uint32_t *entry)
{
    int64_t hash;
    TRY(bob_arg_self(s, dict, OBJ_DICT, method));
    return bob_dict_look_up(s, dict.ref, key, &hash, entry);
}

DEFINE_BUILTIN(get)
{
    uint32_t entry;
    TRY(find(s, args[0], args[1], "get", &entry));
    *r =
        entry == BOB_NO_ENTRY ? bob_arg(args, argc, 2) : bob_dict_entries(args[0].ref)[entry].value;
    return BOB_OK;
}

DEFINE_BUILTIN(setdefault)
{
    BobObject *d = args[0].ref;
    BobValue value = bob_arg(args, argc, 2);
    uint32_t entry;
    int64_t hash;
    TRY(bob_arg_self(s, args[0], OBJ_DICT, "setdefault"));
    TRY(bob_dict_look_up(s, d, args[1], &hash, &entry));
    if (entry != BOB_NO_ENTRY) {
        *r = bob_dict_entries(d)[entry].value;
        return BOB_OK;
    }
    TRY(bob_dict_put(s, d, args[1], hash, entry, value));
    *r = value;
    return BOB_OK;
}

BobStatus bob_dict_pop(BobState *s, const BobValue *args, uint32_t argc, BobValue *r)
{
    uint32_t entry;
    if (argc == 1)
        return bob_fail(s, BOB_TYPE_ERROR, "pop expected at least 1 argument, got 0");
    TRY(find(s, args[0], args[1], "pop", &entry));
    if (entry == BOB_NO_ENTRY && argc < 3)
        return bob_fail_key(s, args[1]);
    if (entry == BOB_NO_ENTRY) {
        *r = args[2];
        return BOB_OK;
    }
    *r = bob_dict_entries(args[0].ref)[entry].value;
    bob_dict_remove(args[0].ref, entry);
    return BOB_OK;
}

DEFINE_BUILTIN(popitem)
{
    BobObject *d = args[0].ref, *tuple;
    uint32_t n;
    TRY(bob_arg_self(s, args[0], OBJ_DICT, "popitem"));
    if (d->size == 0)
        return bob_throw(s, EXC_KeyError, "'popitem(): dictionary is empty'");
    for (n = bob_dict_count(d); bob_dict_entries(d)[n - 1].key.tag == TAG_UNBOUND; n--)
        ;
    TRY(bob_charge(s, bob_dict_count(d) - n));
    if (bob_heap_new(&s->heap, OBJ_TUPLE, 2, &tuple) != BOB_OK)
        return bob_no_memory(s);
    bob_seq_add(tuple, bob_dict_entries(d)[n - 1].key);
    bob_seq_add(tuple, bob_dict_entries(d)[n - 1].value);
    bob_dict_remove(d, n - 1);
    bob_dict_set_count(d, n - 1);
    *r = bob_ref(tuple);
    return BOB_OK;
}

static BobStatus view(BobState *s, BobValue dict, const char *method, BobObjectType type,
                      BobValue *r)
{
    TRY(bob_arg_self(s, dict, OBJ_DICT, method));
    return bob_view_of_dict(s, type, dict.ref, r);
}

DEFINE_BUILTIN(keys)
{
    return view(s, args[0], "keys", OBJ_DICT_KEYS, r);
}

DEFINE_BUILTIN(values)
{
    return view(s, args[0], "values", OBJ_DICT_VALUES, r);
}

DEFINE_BUILTIN(items)
{
    return view(s, args[0], "items", OBJ_DICT_ITEMS, r);
}
