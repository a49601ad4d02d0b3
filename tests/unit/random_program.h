/* For tests of programs: random ones from a seed, and an allocator that fails on request. */
#ifndef RANDOM_PROGRAM_H
#define RANDOM_PROGRAM_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/machine/program.h"

/* xorshift64*: the same numbers everywhere. */
typedef struct Random {
    uint64_t state;
} Random;

static inline uint32_t random_below(Random *r, uint32_t n)
{
    r->state ^= r->state >> 12;
    r->state ^= r->state << 25;
    r->state ^= r->state >> 27;
    return (uint32_t)((r->state * 2685821657736338717u) >> 33) % n;
}

static inline uint64_t random_bits(Random *r)
{
    return (uint64_t)random_below(r, UINT32_MAX) << 33 ^
           (uint64_t)random_below(r, UINT32_MAX) << 11 ^ random_below(r, UINT32_MAX);
}

/* Texts that are hard to write: empty, of each kind of character, labels' and words' looks. */
static inline const char *random_text(Random *r, size_t *n, bool nul)
{
    static const struct {
        const char *bytes;
        size_t size;
    } texts[] = {
        {"", 0},
        {"x", 1},
        {"name", 4},
        {"a.b", 3},
        {"<module>", 8},
        {"L1", 2},
        {"none", 4},
        {"ADD", 3},
        {"with space", 10},
        {"\"", 1},
        {"\\", 1},
        {"a;b:c", 5},
        {"\n\t\r\x01", 4},
        {"\x7F", 1},
        {"\xC3\xA9t\xC3\xA9", 5},
        {"\xF0\x9F\x90\x8D", 4},
        {"\xE2\x80\xA8", 3},
        {"\xEF\xBB\xBF", 3},
        {"\xC2\x85", 2},
        {"12", 2},
        {".func", 5},
        {"L1:", 3},
        {"\\x41", 4},
        {"-inf", 4},
        {"9lives", 6},
        {"\0", 1},
        {"a\0b", 3},
    };
    uint32_t i = random_below(r, COUNT_OF(texts) - (nul ? 0 : 2));
    *n = texts[i].size;
    return texts[i].bytes;
}

static inline uint32_t random_constant(Random *r, BobProgram *p)
{
    static const double floats[] = {0.0,   -0.0,   1.0,   1.5,  0.1,
                                    1e300, 5e-324, -1e22, 1e16, 123456789.0};
    static const int64_t ints[] = {0, 1, -1, 10, INT64_MIN, INT64_MAX, INT64_MIN + 1};
    size_t n;
    const char *text;
    BobValue v = {.tag = TAG_FLOAT};
    switch (random_below(r, 8)) {
    case 0:
        return bob_program_add_constant(p, bob_none());
    case 1:
        return bob_program_add_constant(p, bob_bool(random_below(r, 2)));
    case 2:
        return bob_program_add_constant(p, bob_int(ints[random_below(r, COUNT_OF(ints))]));
    case 3:
        return bob_program_add_constant(p, bob_int((int64_t)random_bits(r)));
    case 4:
        return bob_program_add_constant(p, bob_float(floats[random_below(r, COUNT_OF(floats))]));
    case 5:
        v.i = (int64_t)random_bits(r);
        return bob_program_add_constant(p, v);
    case 6:
        v.f = random_below(r, 2)   ? __builtin_inf()
              : random_below(r, 2) ? -__builtin_inf()
                                   : __builtin_nan("");
        return bob_program_add_constant(p, v);
    default:
        text = random_text(r, &n, true);
        return bob_program_add_text_constant(p, text, n);
    }
}

/* A word that a program with these counts may hold. */
static inline BobWord random_word(Random *r, const BobProgram *p, uint32_t functions)
{
    unsigned opcode = random_below(r, 16) == 0 ? random_below(r, 256) : random_below(r, OP_COUNT);
    uint32_t n = random_below(r, 4) == 0 ? random_below(r, 1u << 24) : random_below(r, 30);
    if (opcode >= OP_COUNT)
        return bob_word(opcode, n);
    switch (bob_ops[opcode].operand) {
    case OPERAND_NONE:
        return bob_word(opcode, random_below(r, 8) == 0 ? n : 0);
    case OPERAND_CONST:
        return p->constant_count == 0 ? OP_NOP : bob_word(opcode, n % p->constant_count);
    case OPERAND_NAME:
        return p->names.count == 0 ? OP_NOP : bob_word(opcode, n % p->names.count);
    case OPERAND_FUNC:
        return bob_word(opcode, n % functions);
    case OPERAND_MATH:
        return bob_word(opcode, n % BOB_MATH_COUNT);
    case OPERAND_BUILTIN:
        return bob_word(opcode, (n >> 8) % BOB_BUILTIN_COUNT << 8 | (n & 0xFF));
    case OPERAND_EXCEPTION:
        return bob_word(opcode, (n >> 8) % 60 << 8 | (n & 0xFF));
    case OPERAND_ASK:
        return p->asks.count == 0 ? OP_NOP
                                  : bob_word(opcode, (n >> 8) % p->asks.count << 8 | (n & 0xFF));
    default:
        return bob_word(opcode, n);
    }
}

/* Function 0 is main; the others have numbers after some text as names. Unfinished. */
static inline BobProgram *random_unfinished(uint64_t seed)
{
    Random r = {seed * 0x9E3779B97F4A7C15u + 1};
    BobProgram *p = bob_program_new(NULL);
    uint32_t functions = 1 + random_below(&r, 4), i, k;
    size_t n;
    const char *text;
    for (i = random_below(&r, 8); i > 0; i--) {
        text = random_text(&r, &n, false);
        (void)bob_program_add_name(p, text, n);
    }
    for (i = random_below(&r, 10); i > 0; i--)
        (void)random_constant(&r, p);
    if (random_below(&r, 2) == 0) {
        text = random_text(&r, &n, false);
        (void)bob_program_set_source(p, text, n);
    }
    for (i = 0; i < functions; i++) {
        char name[64];
        uint32_t line = 0;
        text = random_text(&r, &n, false);
        (void)snprintf(name, sizeof name, "%s%u", text, i);
        (void)bob_program_add_function(p, i == 0 ? "main" : name, i == 0 ? 4 : strlen(name));
        for (k = 0; i > 0 && k < p->names.count && random_below(&r, 2) == 0; k++)
            (void)bob_function_add_param(p, i, p->names.count - 1 - k);
        for (k = random_below(&r, 30); k > 0; k--) {
            if (random_below(&r, 4) == 0)
                line = random_below(&r, 5);
            (void)bob_function_emit(p, i, random_word(&r, p, functions), line);
        }
    }
    return p;
}

static inline BobProgram *random_program(uint64_t seed)
{
    BobProgram *p = random_unfinished(seed);
    BobError error;
    if (bob_program_finish(p, &error) != BOB_OK) {
        (void)fprintf(stderr, "random program %llu: %s\n", (unsigned long long)seed, error.message);
        abort();
    }
    return p;
}

/* Fails allocation number `fail_at` (from 0) and all after it; counts what is in use. */
typedef struct Frugal {
    size_t calls;
    size_t fail_at;
    size_t in_use;
} Frugal;

static inline void *frugal_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    Frugal *f = ctx;
    void *p;
    if (new_size == 0) {
        f->in_use -= ptr == NULL ? 0 : old_size;
        free(ptr);
        return NULL;
    }
    if (f->calls++ >= f->fail_at)
        return NULL;
    p = realloc(ptr, new_size);
    if (p != NULL)
        f->in_use += new_size - (ptr == NULL ? 0 : old_size);
    return p;
}

#endif
