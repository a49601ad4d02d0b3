/* UTF-8, strictly: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef BOB_UTF8_H
#define BOB_UTF8_H

#include "core/base/base.h"

/* Bytes of the sequence that begins with lead, in text known to be valid. */
static inline unsigned bob_utf8_size(unsigned char lead)
{
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Code points in n bytes known to be valid. */
size_t bob_utf8_points(const char *s, size_t n);

/* The byte offset of code point `index` in n bytes known to be valid; n where there is none. */
size_t bob_utf8_offset(const char *s, size_t n, size_t index);

/* The byte offset of the last `count` code points of n bytes known to be valid, which has them. */
size_t bob_utf8_before(const char *s, size_t n, size_t count);

/* Decodes one code point of valid text and sets *size to its bytes. */
uint32_t bob_utf8_decode(const char *s, unsigned *size);

/* Writes a code point (no surrogate, at most U+10FFFF) and returns its bytes, 1 to 4. */
unsigned bob_utf8_encode(uint32_t point, char out[4]);

/* The length of the longest valid prefix: n where all is valid. */
size_t bob_utf8_valid(const char *s, size_t n);

#endif
