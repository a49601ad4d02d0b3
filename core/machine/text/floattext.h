/* Floats to decimal text and back, independent of the process's locale.
 *
 * The conversions are the C library's, which rounds correctly, or exact integers; what is
 * ours is the search for the shortest text that reads back the same, as CPython's repr
 * prints (David Gay's dtoa mode 0; see docs/design.md, "Float text"). */
#ifndef BOB_FLOATTEXT_H
#define BOB_FLOATTEXT_H

#include "core/base/base.h"
#include "core/bobbin.h"

#define BOB_FLOAT_TEXT 32

/* repr(x) into out, NUL-terminated; returns its length. */
size_t bob_float_repr(double x, char out[BOB_FLOAT_TEXT]);

/* The shortest decimal digits that read back as the finite x, |x|: *digits holds 1 to 17
 * digits, NUL-terminated; the value is 0.DIGITS * 10^*point. "0" with point 1 for zero. */
void bob_float_shortest(double x, char digits[20], int *point);

/* Reads digits with optional fraction and exponent: [+-] d* [. d*] [e [+-] d+], n bytes, single
 * underscores between digits; correctly rounded, inf when too large. Needs no memory, however
 * long the text. BOB_OK; BOB_VALUE_ERROR (no message) where it is something else; BOB_YIELDED
 * where the run of s is interrupted, which may be NULL. */
struct BobState;
NODISCARD BobStatus bob_float_read(struct BobState *s, const char *text, size_t n, double *out);

/* The powers of ten that a double holds exactly, 1e0 to 1e22. */
#define BOB_POWERS_OF_TEN 23
extern const double bob_powers_of_ten[BOB_POWERS_OF_TEN];

/* printf's %.{precision}{style} for style e, f, g with a '.' whatever the locale says; up
 * to `room` bytes with the NUL, returns the length it has (as snprintf does). */
size_t bob_float_format(char *out, size_t room, char style, int precision, bool alternate,
                        double x);

#endif
