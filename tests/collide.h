/* Names that all have one xxh64, made by solving for their last eight bytes. */
#ifndef BOB_TESTS_COLLIDE_H
#define BOB_TESTS_COLLIDE_H

#include <stdint.h>
#include <string.h>

#define COLLIDE_SIZE 16u
#define COLLIDE_P1 0x9E3779B185EBCA87u
#define COLLIDE_P2 0xC2B2AE3D27D4EB4Fu
#define COLLIDE_P4 0x85EBCA77C2B2AE63u
#define COLLIDE_P5 0x27D4EB2F165667C5u

static inline uint64_t collide_left(uint64_t v, unsigned bits)
{
    return v << bits | v >> (64 - bits);
}

/* The inverse of an odd number modulo 2^64. */
static inline uint64_t collide_inverse(uint64_t odd)
{
    uint64_t x = odd;
    int i;
    for (i = 0; i < 6; i++)
        x *= 2 - odd * x;
    return x;
}

static inline uint64_t collide_mixed(uint64_t lane)
{
    return collide_left(lane * COLLIDE_P2, 31) * COLLIDE_P1;
}

/* The lane after which `before` has become the state that all names end in. */
static inline uint64_t collide_solve(uint64_t before)
{
    uint64_t p1 = collide_inverse(COLLIDE_P1), p2 = collide_inverse(COLLIDE_P2);
    uint64_t end = 0x0123456789ABCDEFu; /* any */
    uint64_t mixed = collide_left((end - COLLIDE_P4) * p1, 64 - 27) ^ before;
    return collide_left(mixed * p1, 64 - 31) * p2;
}

/* The next of them whose bytes are all letters of an assembly string: printable ASCII but quote
 * and backslash. *seed counts the attempts and begins with 0. */
static inline void collide_next(uint64_t *seed, char name[COLLIDE_SIZE + 1])
{
    unsigned i;
    do {
        uint64_t n = ++*seed, state = COLLIDE_P5 + COLLIDE_SIZE, lane, last;
        for (i = 0; i < 8; i++, n /= 64)
            name[i] = (char)('0' + n % 64 + (n % 64 >= 44));
        memcpy(&lane, name, 8);
        state = collide_left(state ^ collide_mixed(lane), 27) * COLLIDE_P1 + COLLIDE_P4;
        last = collide_solve(state);
        memcpy(name + 8, &last, 8);
        for (i = 8; i < COLLIDE_SIZE; i++)
            if (name[i] <= ' ' || name[i] > '~' || name[i] == '"' || name[i] == '\\')
                break;
    } while (i < COLLIDE_SIZE);
    name[COLLIDE_SIZE] = '\0';
}

#endif
