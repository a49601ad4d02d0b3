/* Methods of strings that ask for classes of characters, and those that change the case of ASCII
 * letters. The classes are those of CPython 3.11 (Unicode 14). */
#include "core/base/utf8.h"
#include "core/machine/builtins/builtins.h"

/* The order is that of tools/gen/unicode.py. */
typedef enum CharClass {
    CHAR_ALPHA = 1 << 0,
    CHAR_DECIMAL = 1 << 1,
    CHAR_DIGIT = 1 << 2,
    CHAR_NUMERIC = 1 << 3,
    CHAR_UPPER = 1 << 4,
    CHAR_LOWER = 1 << 5,
    CHAR_TITLE = 1 << 6, /* a letter that is two, of which the first is a capital */
    CHAR_FIRST = 1 << 7, /* may begin a name */
    CHAR_LATER = 1 << 8, /* may continue one */
} CharClass;

enum { CLASS_BITS = 9 };

static const uint32_t changes[] = {
#include "core/machine/text/unicode_classes.inc"
};

static unsigned class_of_other(uint32_t point)
{
    size_t low = 0, high = COUNT_OF(changes);
    while (low < high) { /* low: how many changes are at or below point */
        size_t middle = (low + high) / 2;
        if (changes[middle] >> CLASS_BITS <= point)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? 0 : changes[low - 1] & ((1u << CLASS_BITS) - 1);
}

static unsigned class_of(uint32_t point)
{
    const unsigned letter = CHAR_ALPHA | CHAR_FIRST | CHAR_LATER;
    if (point >= 'a' && point <= 'z')
        return letter | CHAR_LOWER;
    if (point >= 'A' && point <= 'Z')
        return letter | CHAR_UPPER;
    if (point >= '0' && point <= '9')
        return CHAR_DECIMAL | CHAR_DIGIT | CHAR_NUMERIC | CHAR_LATER;
    if (point == '_')
        return CHAR_FIRST | CHAR_LATER;
    return point < 0x80 ? 0 : class_of_other(point);
}

/* ---- whether all characters are of a class ---- */

/* A walk over the receiver, charged for at its beginning. */
typedef struct Walk {
    const char *text;
    uint32_t at, size;
} Walk;

static BobStatus walk_begin(BobState *s, BobValue v, const char *method, Walk *w)
{
    TRY(bob_arg_self(s, v, OBJ_STR, method));
    /* a character that is not ASCII is searched for in a table */
    TRY(bob_charge(s, (uint64_t)v.ref->size * (bob_str_is_ascii(v.ref) ? 1 : 8)));
    *w = (Walk){bob_str_bytes(v.ref), 0, v.ref->size};
    return BOB_OK;
}

static bool walk_next(Walk *w, uint32_t *point)
{
    unsigned size;
    if (w->at == w->size)
        return false;
    *point = bob_utf8_decode(w->text + w->at, &size);
    w->at += size;
    return true;
}

/* Whether each has one of the classes, and there is one. */
static BobStatus are_all(BobState *s, BobValue v, const char *method, unsigned classes, BobValue *r)
{
    Walk w;
    uint32_t point, n = 0;
    bool all = true;
    TRY(walk_begin(s, v, method, &w));
    for (; all && walk_next(&w, &point); n++) {
        BOB_POLL_AT(s, n);
        all = (class_of(point) & classes) != 0;
    }
    *r = bob_bool(all && w.size > 0);
    return BOB_OK;
}

DEFINE_BUILTIN(isalpha)
{
    return are_all(s, args[0], "isalpha", CHAR_ALPHA, r);
}

DEFINE_BUILTIN(isdecimal)
{
    return are_all(s, args[0], "isdecimal", CHAR_DECIMAL, r);
}

DEFINE_BUILTIN(isdigit)
{
    return are_all(s, args[0], "isdigit", CHAR_DIGIT, r);
}

DEFINE_BUILTIN(isnumeric)
{
    return are_all(s, args[0], "isnumeric", CHAR_NUMERIC, r);
}

DEFINE_BUILTIN(isalnum)
{
    return are_all(s, args[0], "isalnum", CHAR_ALPHA | CHAR_DECIMAL | CHAR_DIGIT | CHAR_NUMERIC, r);
}

DEFINE_BUILTIN(isspace)
{
    Walk w;
    uint32_t point, n = 0;
    bool all = true;
    TRY(walk_begin(s, args[0], "isspace", &w));
    for (; all && walk_next(&w, &point); n++) {
        BOB_POLL_AT(s, n);
        all = bob_is_space(point);
    }
    *r = bob_bool(all && w.size > 0);
    return BOB_OK;
}

DEFINE_BUILTIN(isprintable)
{
    Walk w;
    uint32_t point, n = 0;
    bool all = true;
    TRY(walk_begin(s, args[0], "isprintable", &w));
    for (; all && walk_next(&w, &point); n++) {
        BOB_POLL_AT(s, n);
        all = bob_is_printable(point);
    }
    *r = bob_bool(all);
    return BOB_OK;
}

DEFINE_BUILTIN(isascii)
{
    TRY(bob_arg_self(s, args[0], OBJ_STR, "isascii"));
    *r = bob_bool(bob_str_is_ascii(args[0].ref));
    return BOB_OK;
}

DEFINE_BUILTIN(isidentifier)
{
    Walk w;
    uint32_t point, n = 0;
    bool all = true;
    TRY(walk_begin(s, args[0], "isidentifier", &w));
    for (; all && walk_next(&w, &point); n++) {
        BOB_POLL_AT(s, n);
        all = (class_of(point) & (n == 0 ? CHAR_FIRST : CHAR_LATER)) != 0;
    }
    *r = bob_bool(all && w.size > 0);
    return BOB_OK;
}

/* Whether one is of the class `wanted` and none of another that has case. */
static BobStatus are_cased(BobState *s, BobValue v, const char *method, unsigned wanted,
                           BobValue *r)
{
    const unsigned others = (CHAR_UPPER | CHAR_LOWER | CHAR_TITLE) & ~wanted;
    Walk w;
    uint32_t point, n = 0;
    bool none = true, found = false;
    TRY(walk_begin(s, v, method, &w));
    for (; none && walk_next(&w, &point); n++) {
        unsigned classes = class_of(point);
        BOB_POLL_AT(s, n);
        none = (classes & others) == 0;
        found |= (classes & wanted) != 0;
    }
    *r = bob_bool(none && found);
    return BOB_OK;
}

DEFINE_BUILTIN(isupper)
{
    return are_cased(s, args[0], "isupper", CHAR_UPPER, r);
}

DEFINE_BUILTIN(islower)
{
    return are_cased(s, args[0], "islower", CHAR_LOWER, r);
}

DEFINE_BUILTIN(istitle)
{
    Walk w;
    uint32_t point, n = 0;
    bool fits = true, found = false, inside = false; /* inside a word */
    TRY(walk_begin(s, args[0], "istitle", &w));
    for (; fits && walk_next(&w, &point); n++) {
        unsigned classes = class_of(point);
        bool capital = (classes & (CHAR_UPPER | CHAR_TITLE)) != 0;
        BOB_POLL_AT(s, n);
        if (capital)
            fits = !inside;
        else if ((classes & CHAR_LOWER) != 0)
            fits = inside;
        inside = capital || (classes & CHAR_LOWER) != 0;
        found |= inside;
    }
    *r = bob_bool(fits && found);
    return BOB_OK;
}

/* ---- case ---- */

typedef enum CaseChange { CASE_TITLE, CASE_CAPITALIZE, CASE_SWAP, CASE_FOLD } CaseChange;

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char changed(char c, CaseChange change, bool first, bool inside)
{
    bool capital = c >= 'A' && c <= 'Z', becomes = false;
    if (!is_letter(c))
        return c;
    switch (change) {
    case CASE_TITLE:
        becomes = !inside;
        break;
    case CASE_CAPITALIZE:
        becomes = first;
        break;
    case CASE_SWAP:
        becomes = !capital;
        break;
    case CASE_FOLD:
        break;
    }
    return capital == becomes ? c : (char)(c ^ 0x20);
}

static BobStatus change_case(BobState *s, BobValue v, const char *method, CaseChange change,
                             BobValue *r)
{
    const BobObject *o = v.ref;
    bool inside = false;
    uint32_t i, n;
    BobSink k;
    TRY(bob_arg_self(s, v, OBJ_STR, method));
    if (!bob_str_is_ascii(o))
        return bob_fail(s, BOB_VALUE_ERROR, "%s() of text that is not ASCII is not supported",
                        method);
    k = bob_sink_for_str(s);
    for (i = 0; i < o->size && !bob_sink_gave_up(&k); i += n) {
        char part[256];
        uint32_t at;
        n = o->size - i < sizeof part ? o->size - i : (uint32_t)sizeof part;
        for (at = 0; at < n; at++) {
            char c = bob_str_bytes(o)[i + at];
            part[at] = changed(c, change, i + at == 0, inside);
            inside = is_letter(c);
        }
        bob_sink_add(&k, part, n);
    }
    return bob_sink_str(s, &k, r);
}

DEFINE_BUILTIN(title)
{
    return change_case(s, args[0], "title", CASE_TITLE, r);
}

DEFINE_BUILTIN(capitalize)
{
    return change_case(s, args[0], "capitalize", CASE_CAPITALIZE, r);
}

DEFINE_BUILTIN(swapcase)
{
    return change_case(s, args[0], "swapcase", CASE_SWAP, r);
}

DEFINE_BUILTIN(casefold)
{
    return change_case(s, args[0], "casefold", CASE_FOLD, r);
}
