/* Conversions between decimal and binary that 64 and 128 bits hold exactly: those of most numbers
 * that programs read and write. Each says whether it applies; floattext.c does the rest. */
#ifndef BOB_FLOATEXACT_H
#define BOB_FLOATEXACT_H

#include "core/base/base.h"

/* m * 10^exponent, correctly rounded. */
bool bob_exact_decimal(uint64_t m, int exponent, double *x);

/* A text of at most 19 digits with sign, point and exponent, correctly rounded. What is anything
 * else, be it no number, is left to bob_float_read(). */
bool bob_exact_read(const char *text, size_t n, double *x);

/* x * 10^places for x >= 0, rounded to the nearest int, of two equally near the even one. */
bool bob_exact_places(double x, int places, uint64_t *rounded);

/* As printf's %.{places}f, x >= 0, into out, NUL-terminated; returns the length, 0 where it does
 * not apply. */
#define BOB_EXACT_TEXT 24
size_t bob_exact_fixed(char out[BOB_EXACT_TEXT], double x, int places);

#endif
