#include "core/base/utf8.h"

#include <string.h>

/* ---- counting, eight bytes at a time ---- */

/* How many of eight bytes begin a code point: all but those of the form 10xxxxxx. */
static unsigned leads(const char *s)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t word, rest;
    memcpy(&word, s, sizeof word);
    rest = word >> 7 & ~word >> 6 & ones;
    return 8 - (unsigned)(rest * ones >> 56);
}

static bool is_lead(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

size_t bob_utf8_points(const char *s, size_t n)
{
    size_t points = 0, i = 0;
    for (; n - i >= 8; i += 8)
        points += leads(s + i);
    for (; i < n; i++)
        points += is_lead(s[i]);
    return points;
}

size_t bob_utf8_offset(const char *s, size_t n, size_t index)
{
    size_t at = 0;
    for (; n - at >= 8 && leads(s + at) <= index; at += 8)
        index -= leads(s + at);
    for (; at < n; at++) {
        if (is_lead(s[at]) && index-- == 0)
            break;
    }
    return at;
}

size_t bob_utf8_before(const char *s, size_t n, size_t count)
{
    while (count > 0)
        count -= is_lead(s[--n]);
    return n;
}

uint32_t bob_utf8_decode(const char *s, unsigned *size)
{
    const unsigned char *u = (const unsigned char *)s;
    *size = bob_utf8_size(u[0]);
    switch (*size) {
    case 1:
        return u[0];
    case 2:
        return (u[0] & 0x1Fu) << 6 | (u[1] & 0x3Fu);
    case 3:
        return (u[0] & 0x0Fu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu);
    default:
        return (u[0] & 0x07u) << 18 | (u[1] & 0x3Fu) << 12 | (u[2] & 0x3Fu) << 6 | (u[3] & 0x3Fu);
    }
}

unsigned bob_utf8_encode(uint32_t point, char out[4])
{
    unsigned n = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4, i;
    if (n == 1) {
        out[0] = (char)point;
        return 1;
    }
    for (i = n - 1; i > 0; i--, point >>= 6)
        out[i] = (char)(0x80 | (point & 0x3F));
    out[0] = (char)((0xF0u << (4 - n) & 0xFF) | point);
    return n;
}

size_t bob_utf8_valid(const char *s, size_t n)
{
    const unsigned char *u = (const unsigned char *)s;
    size_t i = 0;
    while (i < n) {
        unsigned size, k;
        uint32_t point;
        if (u[i] < 0x80) {
            i++;
            continue;
        }
        if (u[i] < 0xC2 || u[i] > 0xF4)
            return i;
        size = bob_utf8_size(u[i]);
        if (n - i < size)
            return i;
        for (k = 1; k < size; k++)
            if ((u[i + k] & 0xC0) != 0x80)
                return i;
        point = bob_utf8_decode(s + i, &size);
        if ((size == 3 && (point < 0x800 || (point >= 0xD800 && point < 0xE000))) ||
            (size == 4 && (point < 0x10000 || point > 0x10FFFF)))
            return i;
        i += size;
    }
    return n;
}
