#include "core/base/utf8.h"

size_t bob_utf8_points(const char *s, size_t n)
{
    size_t points = 0, i;
    for (i = 0; i < n; i++)
        points += ((unsigned char)s[i] & 0xC0) != 0x80;
    return points;
}

size_t bob_utf8_offset(const char *s, size_t index)
{
    size_t at = 0;
    while (index-- > 0)
        at += bob_utf8_size((unsigned char)s[at]);
    return at;
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
