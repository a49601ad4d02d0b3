/* What a step adds to its line of "bobbin.trace/1" (docs/json.md). */
#include <math.h>
#include <string.h>

#include "core/bobbin_lab.h"
#include "tools/bobbin/step.h"

void step_scalar(BobBuffer *b, const Scalar *v)
{
    char text[BOB_FLOAT_ROOM];
    double number;
    switch (v->type) {
    case BOB_BOOL:
        bob_buffer_text(b, v->bits != 0 ? "true" : "false");
        break;
    case BOB_INT:
        bob_buffer_printf(b, "%lld", (long long)v->bits);
        break;
    case BOB_FLOAT:
        memcpy(&number, &v->bits, sizeof number);
        (void)bob_float_text(number, text);
        bob_buffer_printf(b, isfinite(number) ? "%s" : "\"%s\"", text);
        break;
    case BOB_FUNC: {
        BobBuffer name = {.allocator = b->allocator};
        bob_buffer_printf(&name, "<function %s>", (const char *)(uintptr_t)v->bits);
        bob_buffer_byte(&name, '\0');
        json_text(b, name.failed ? "" : name.bytes);
        b->failed |= name.failed;
        bob_buffer_free(&name);
        break;
    }
    case BOB_NONE:
    case BOB_STR: /* objects are no scalars */
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
        bob_buffer_text(b, "null");
        break;
    }
}

static void put_code(BobBuffer *b, const Steps *s, Code code)
{
    if (code < 0)
        bob_buffer_printf(b, "{\"object\":%d}", ~code);
    else
        step_scalar(b, &s->scalars[code]);
}

static void put_codes(BobBuffer *b, const Steps *s, size_t at, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0)
            bob_buffer_byte(b, ',');
        put_code(b, s, s->codes[at + i]);
    }
}

static void put_change(BobBuffer *b, const Steps *s, const Change *c)
{
    static const char *const types[] = {
        [BOB_STR] = "str",
        [BOB_TUPLE] = "tuple",
        [BOB_LIST] = "list",
        [BOB_EXCEPTION] = "exception",
    };
    const char *type =
        (size_t)c->type < COUNT_OF(types) && types[c->type] != NULL ? types[c->type] : "object";
    bob_buffer_printf(b, "{\"object\":%u", c->object);
    if (c->kind == CHANGE_FREED) {
        bob_buffer_text(b, ",\"freed\":true}");
        return;
    }
    bob_buffer_printf(b, ",\"type\":\"%s\",\"length\":%u", type, c->length);
    if (c->kind == CHANGE_NEW)
        bob_buffer_text(b, ",\"new\":true");
    if (c->type == BOB_STR) {
        bob_buffer_text(b, ",\"text\":");
        json_bytes(b, s->text.bytes + s->texts[c->text].at, s->texts[c->text].size);
    } else {
        bob_buffer_printf(b, ",\"from\":%u,\"removed\":%u,\"items\":[", c->from, c->removed);
        put_codes(b, s, c->codes, c->count);
        bob_buffer_byte(b, ']');
    }
    if (c->touched_count > 0) {
        bob_buffer_text(b, ",\"touched\":{");
        for (uint32_t i = 0; i < c->touched_count; i++) {
            bob_buffer_printf(b, "%s\"%u\":", i > 0 ? "," : "", c->touched[i].index);
            put_code(b, s, c->touched[i].code);
        }
        bob_buffer_byte(b, '}');
    }
    bob_buffer_byte(b, '}');
}

void step_json(BobBuffer *b, const Steps *s)
{
    bob_buffer_printf(b, ",\"popped\":%u,\"pushed\":[", s->popped);
    put_codes(b, s, 0, s->pushed);
    bob_buffer_byte(b, ']');
    if (s->change_count > 0) {
        bob_buffer_text(b, ",\"heap\":[");
        for (size_t i = 0; i < s->change_count; i++) {
            if (i > 0)
                bob_buffer_byte(b, ',');
            put_change(b, s, &s->changes[i]);
        }
        bob_buffer_byte(b, ']');
    }
    if (s->output_size > 0) {
        bob_buffer_text(b, ",\"output\":");
        json_bytes(b, s->output.bytes, s->output.size);
        if (s->output_size > s->output.size)
            bob_buffer_printf(b, ",\"output_bytes\":%llu", (unsigned long long)s->output_size);
    }
}
