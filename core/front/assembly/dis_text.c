/* Literals, strings and names as the assembler reads them. */
#include "core/base/utf8.h"
#include "core/front/assembly/disassembler.h"
#include "core/front/assembly/asm_lex.h"
#include "core/machine/text/floattext.h"

/* Characters that show badly or end a line in some editors. */
static bool is_awkward(uint32_t point)
{
    return (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029 ||
           point == 0xFEFF || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069);
}

static void write_ascii(BobBuffer *out, char c)
{
    switch (c) {
    case '\n':
        bob_buffer_text(out, "\\n");
        break;
    case '\t':
        bob_buffer_text(out, "\\t");
        break;
    case '\r':
        bob_buffer_text(out, "\\r");
        break;
    case '"':
    case '\\':
        bob_buffer_byte(out, '\\');
        bob_buffer_byte(out, c);
        break;
    default:
        if ((unsigned char)c < 0x20 || c == 0x7F)
            bob_buffer_printf(out, "\\x%02x", (unsigned)c);
        else
            bob_buffer_byte(out, c);
        break;
    }
}

void bob_dis_string(BobBuffer *out, const char *text, size_t n)
{
    size_t at = 0;
    bob_buffer_byte(out, '"');
    while (at < n) {
        unsigned size;
        uint32_t point = bob_utf8_decode(text + at, &size);
        if (size == 1)
            write_ascii(out, text[at]);
        else if (is_awkward(point))
            bob_buffer_printf(out, "\\u%04x", (unsigned)point);
        else
            bob_buffer_add(out, text + at, size);
        at += size;
    }
    bob_buffer_byte(out, '"');
}

void bob_dis_literal(BobBuffer *out, BobValue v)
{
    char number[BOB_FLOAT_TEXT];
    if (v.tag == TAG_BOOL)
        bob_buffer_text(out, v.i != 0 ? "true" : "false");
    else if (v.tag == TAG_INT)
        bob_buffer_printf(out, "%lld", (long long)v.i);
    else if (v.tag == TAG_FLOAT)
        bob_buffer_add(out, number, bob_float_repr(v.f, number));
    else if (bob_is_str(v))
        bob_dis_string(out, bob_str_bytes(v.ref), v.ref->size);
    else
        bob_buffer_text(out, "none");
}

void bob_dis_name(BobBuffer *out, const char *name, size_t n)
{
    if (bob_asm_is_identifier(name, n))
        bob_buffer_add(out, name, n);
    else
        bob_dis_string(out, name, n);
}
