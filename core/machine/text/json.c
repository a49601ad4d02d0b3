/* Values as JSON; outcome.c writes the objects around them. */
#include "core/machine/text/json.h"

#include <math.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/text/floattext.h"
#include "core/machine/text/path.h"
#include "core/machine/types/types.h"

size_t bob_json_room(const BobBuffer *b)
{
    size_t counted = b->size - b->free_of_charge;
    return counted < BOB_JSON_BUDGET ? BOB_JSON_BUDGET - counted : 0;
}

/* ---- strings ---- */

static void add_control(BobBuffer *b, char c)
{
    static const char letters[] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    if ((unsigned char)c < sizeof letters && letters[(unsigned char)c] != 0) {
        bob_buffer_byte(b, '\\');
        bob_buffer_byte(b, letters[(unsigned char)c]);
    } else {
        bob_buffer_printf(b, "\\u%04x", (unsigned char)c);
    }
}

/* The inside of a JSON string; text is valid UTF-8. */
static void add_escaped(BobBuffer *b, const char *text, size_t n)
{
    size_t i, plain = 0;
    for (i = 0; i < n; i++) {
        char c = text[i];
        /* C1 controls too: some terminals obey them. */
        bool wide = c == '\xC2' && (unsigned char)text[i + 1] < 0xA0;
        if ((unsigned char)c >= ' ' && c != '"' && c != '\\' && c != '\x7F' && !wide)
            continue;
        bob_buffer_add(b, text + plain, i - plain);
        if (wide)
            c = text[++i];
        plain = i + 1;
        if (c == '"' || c == '\\') {
            bob_buffer_byte(b, '\\');
            bob_buffer_byte(b, c);
        } else {
            add_control(b, c);
        }
    }
    bob_buffer_add(b, text + plain, n - plain);
}

void bob_json_string(BobBuffer *b, const char *text, size_t n)
{
    bob_buffer_byte(b, '"');
    for (;;) {
        size_t valid = bob_utf8_valid(text, n);
        add_escaped(b, text, valid);
        if (valid == n)
            break;
        bob_buffer_text(b, "\xEF\xBF\xBD");
        text += valid + 1;
        n -= valid + 1;
    }
    bob_buffer_byte(b, '"');
}

/* ---- what holds no other value ---- */

static void add_float(BobBuffer *b, double x)
{
    char text[BOB_FLOAT_TEXT];
    size_t n = bob_float_repr(x, text);
    if (isfinite(x))
        bob_buffer_add(b, text, n);
    else
        bob_json_string(b, text, n);
}

static void add_function(BobBuffer *b, const BobFunction *f)
{
    bob_buffer_text(b, "\"<function ");
    add_escaped(b, f->name, f->name_size);
    bob_buffer_text(b, ">\"");
}

static void add_object(BobBuffer *b, const BobObject *o)
{
    if ((o->flags & OBJ_FREED) != 0)
        bob_buffer_text(b, "\"<freed>\"");
    else if (bob_ops_of(o)->write_json != NULL)
        bob_ops_of(o)->write_json(b, o);
    else
        bob_buffer_printf(b, "\"<%s>\"", bob_object_type_name((BobObjectType)o->type));
}

static void add_leaf(BobBuffer *b, const BobProgram *p, BobValue v)
{
    switch ((BobTag)v.tag) {
    case TAG_BOOL:
        bob_buffer_text(b, v.i != 0 ? "true" : "false");
        break;
    case TAG_INT:
        bob_buffer_decimal(b, v.i < 0, v.i < 0 ? 0 - (uint64_t)v.i : (uint64_t)v.i);
        break;
    case TAG_FLOAT:
        add_float(b, v.f);
        break;
    case TAG_FUNC:
        add_function(b, &p->functions[v.i]);
        break;
    case TAG_REF:
        add_object(b, v.ref);
        break;
    case TAG_NONE:
    case TAG_UNBOUND: /* a name without a value */
    case TAG_COUNT:
        bob_buffer_text(b, "null");
    }
}

/* ---- what holds others ---- */

static void enter(BobBuffer *b, BobPath *path, BobObject *o)
{
    switch (bob_path_enter(path, o)) {
    case PATH_ENTERED:
        bob_buffer_text(b, bob_ops_of(o)->json_open != NULL ? bob_ops_of(o)->json_open : "[");
        break;
    case PATH_INSIDE_ITSELF:
        bob_buffer_printf(b, "\"%s\"", bob_ops_of(o)->inside);
        break;
    case PATH_TOO_DEEP:
        bob_buffer_text(b, "\"...\"");
    }
}

static void add_value(BobBuffer *b, const BobProgram *p, BobPath *path, BobValue v)
{
    if (bob_json_room(b) == 0)
        bob_buffer_text(b, "\"...\"");
    else if (bob_shows_elements(v) && !bob_is_freed(v) && bob_ops_of(v.ref)->write_json == NULL)
        enter(b, path, v.ref);
    else
        add_leaf(b, p, v);
}

void bob_json_value(BobBuffer *b, const BobProgram *p, BobValue v)
{
    BobPath path;
    path.depth = 0;
    add_value(b, p, &path, v);
    while (path.depth > 0 && !b->failed) {
        const BobObject *o = path.levels[path.depth - 1].object;
        uint32_t i = path.levels[path.depth - 1].next;
        bool cut = bob_json_room(b) == 0; /* one "..." for all that follows */
        if (i < bob_shown_places(o)) {
            BobValue next = bob_shown_place(o, i);
            path.levels[path.depth - 1].next = i + 1;
            if (next.tag == TAG_UNBOUND)
                continue;
            if (cut)
                path.levels[path.depth - 1].next = bob_shown_places(o);
            if (path.levels[path.depth - 1].some)
                bob_buffer_byte(b, ',');
            path.levels[path.depth - 1].some = true;
            add_value(b, p, &path, next);
        } else {
            bob_buffer_text(b, bob_ops_of(o)->json_close != NULL ? bob_ops_of(o)->json_close : "]");
            (void)bob_path_leave(&path);
        }
    }
    bob_path_leave_all(&path); /* memory was out */
}
