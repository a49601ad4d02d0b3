/* Searches in strings: find, index, count, startswith, endswith. */
#include "core/base/utf8.h"
#include "core/machine/builtins/builtins.h"
#include "core/machine/types/str_index.h"

/* ---- searches ---- */

/* The receiver's part of a search: bytes from..to, false where it begins after its end. */
typedef struct Range {
    const char *text;
    uint32_t from, to;
    bool valid;
} Range;

static BobStatus arg_search(BobState *s, const BobValue *args, uint32_t argc, const char *method,
                            Range *range)
{
    const BobObject *o = args[0].ref;
    uint32_t from, to;
    TRY(bob_arg_self(s, args[0], OBJ_STR, method));
    TRY(bob_arg_part(s, bob_arg(args, argc, 2), bob_arg(args, argc, 3), true, o->points, &from,
                     &to));
    TRY(bob_arg_str(s, args[1], ""));
    /* A start past the end finds nothing, not even the empty string. */
    range->valid =
        from <= to && !(argc > 2 && bob_is_integral(args[2]) && args[2].i > (int64_t)o->points);
    range->text = bob_str_bytes(o);
    range->from = range->valid ? bob_str_offset(&s->heap, o, from) : 0;
    range->to = range->valid ? bob_str_offset(&s->heap, o, to) : 0;
    return BOB_OK;
}

static const char *found_in(const BobState *s, const Range *g, const BobObject *sub, uint32_t from)
{
    if (!g->valid || g->to - from < sub->size)
        return NULL;
    return bob_find_text(s, g->text + from, g->to - from, sub);
}

static BobStatus find(BobState *s, const BobValue *args, uint32_t argc, const char *method,
                      BobValue *r)
{
    const BobObject *o = args[0].ref, *sub = args[1].ref;
    const char *at;
    uint32_t end;
    Range g;
    TRY(arg_search(s, args, argc, method, &g));
    at = found_in(s, &g, sub, g.from);
    TRY(bob_poll(s));
    end = at == NULL ? g.to : (uint32_t)(at - g.text) + sub->size;
    if (at == NULL && method[0] == 'i')
        return bob_fail(s, BOB_VALUE_ERROR, "substring not found");
    TRY(bob_charge(s, end - g.from));
    *r = bob_int(at == NULL ? -1 : (int64_t)bob_str_point(&s->heap, o, (uint32_t)(at - g.text)));
    return BOB_OK;
}

DEFINE_BUILTIN(find)
{
    return find(s, args, argc, "find", r);
}

BobStatus bob_str_index(BobState *s, const BobValue *args, uint32_t argc, BobValue *r)
{
    return find(s, args, argc, "index", r);
}

BobStatus bob_str_count(BobState *s, const BobValue *args, uint32_t argc, BobValue *r)
{
    const BobObject *sub = args[1].ref;
    const char *at;
    int64_t n = 0;
    Range g;
    TRY(arg_search(s, args, argc, "count", &g));
    if (sub->size == 0)
        n = g.valid ? (int64_t)bob_utf8_points(g.text + g.from, g.to - g.from) + 1 : 0;
    else
        for (at = found_in(s, &g, sub, g.from); at != NULL && !bob_interrupted(s); n++)
            at = found_in(s, &g, sub, (uint32_t)(at - g.text) + sub->size);
    TRY(bob_poll(s));
    TRY(bob_charge(s, g.to - g.from));
    *r = bob_int(n);
    return BOB_OK;
}

/* ---- beginnings and ends ---- */

/* Whether the part begins or ends with x; adds the bytes compared. */
static bool has_end(const Range *g, const BobObject *x, bool at_end, uint64_t *work)
{
    const char *text, *other = bob_str_bytes(x);
    uint32_t i = 0;
    if (!g->valid || g->to - g->from < x->size)
        return false;
    text = at_end ? g->text + g->to - x->size : g->text + g->from;
    while (i < x->size && text[i] == other[i])
        i++;
    *work += i < x->size ? i + 1u : i;
    return i == x->size;
}

static BobStatus arg_ends(BobState *s, BobValue v, const char *method)
{
    TRY(bob_check_alive(s, v));
    if (!bob_is_str(v) && !bob_is_tuple(v))
        return bob_fail(s, BOB_TYPE_ERROR, "%s first arg must be str or a tuple of str, not %s",
                        method, bob_type_name(v));
    return BOB_OK;
}

static BobStatus ends(BobState *s, const BobValue *args, uint32_t argc, bool at_end, BobValue *r)
{
    const char *method = at_end ? "endswith" : "startswith";
    const BobObject *x = args[1].ref;
    BobValue search[4] = {args[0], args[0], bob_arg(args, argc, 2), bob_arg(args, argc, 3)};
    uint64_t work = 0, left = bob_work_left(s);
    uint32_t i;
    bool found = false;
    Range g;
    TRY(bob_arg_self(s, args[0], OBJ_STR, method));
    TRY(arg_search(s, search, argc < 2 ? 2 : argc, method, &g));
    TRY(arg_ends(s, args[1], method));
    if (x->type == OBJ_STR)
        found = has_end(&g, x, at_end, &work);
    for (i = 0; x->type == OBJ_TUPLE && i < x->size && !found && work <= left; i++) {
        BobValue v = bob_element(x, i);
        TRY(bob_poll(s));
        TRY(bob_check_alive(s, v));
        if (!bob_is_str(v))
            return bob_fail(s, BOB_TYPE_ERROR, "tuple for %s must only contain str, not %s", method,
                            bob_type_name(v));
        work++;
        found = has_end(&g, v.ref, at_end, &work);
    }
    TRY(bob_charge(s, work));
    *r = bob_bool(found);
    return BOB_OK;
}

DEFINE_BUILTIN(startswith)
{
    return ends(s, args, argc, false, r);
}

DEFINE_BUILTIN(endswith)
{
    return ends(s, args, argc, true, r);
}
