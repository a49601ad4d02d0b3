/* Containers: one encoding for each program, and every damage refused with its offset. */
#include <criterion/criterion.h>

#include "core/base/hash.h"
#include "core/front/assembly/assembler.h"
#include "core/machine/store/container.h"
#include "tests/unit/random_program.h"

static BobBuffer container_of(const BobProgram *p)
{
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    cr_assert(bob_container_write(p, &b) == BOB_OK);
    return b;
}

static const char small_text[] = ".source \"s.py\"\n.name z\n.const 1\n.func main\n.line 3\nl: "
                                 "PUSH_CONST \"text\"\nPUSH_CONST 1.5\n"
                                 "LOAD_NAME a\nPUSH_CONST true\nJUMP l\n.line 4\nCALL_FUNC f\n.raw "
                                 "255 1\n.func f a b\nSTORE_NAME c\n";

static BobBuffer small(void)
{
    BobProgram *p;
    BobBuffer b;
    cr_assert(bob_asm(small_text, strlen(small_text), NULL, NULL, NULL, &p, NULL) == BOB_OK);
    b = container_of(p);
    cr_assert(p->hash == bob_hash(b.bytes, b.size));
    bob_program_free(p);
    return b;
}

static void put(char *at, uint64_t v, unsigned size)
{
    unsigned i;
    for (i = 0; i < size; i++)
        at[i] = (char)(v >> (8 * i));
}

static uint64_t get(const char *at, unsigned size)
{
    uint64_t v = 0;
    while (size-- > 0)
        v = v << 8 | (unsigned char)at[size];
    return v;
}

static void seal(char *bytes, size_t n)
{
    put(bytes + n - 8, bob_hash(bytes, n - 8), 8);
}

/* A copy of exactly n bytes, so that the sanitizer sees any read past the end. */
static BobStatus read_copy(const char *bytes, size_t n, BobProgram **p, BobError *e)
{
    char *copy = malloc(n == 0 ? 1 : n);
    BobStatus status;
    memcpy(copy, bytes, n);
    status = bob_container_read(n == 0 ? NULL : copy, n, NULL, NULL, p, e);
    free(copy);
    return status;
}

/* Whatever is accepted must be written as the very bytes it was read from. */
static bool accepted(const char *bytes, size_t n, BobError *e)
{
    BobProgram *p;
    BobBuffer again;
    BobStatus status = read_copy(bytes, n, &p, e);
    if (status != BOB_OK) {
        cr_assert(status == BOB_INVALID_PROGRAM && p == NULL && e->kind == status);
        cr_assert(e->has_offset && e->offset <= n && e->message[0] != '\0', "%s at %llu",
                  e->message, (unsigned long long)e->offset);
        return false;
    }
    again = container_of(p);
    cr_assert(again.size == n && memcmp(again.bytes, bytes, n) == 0);
    bob_buffer_free(&again);
    bob_program_free(p);
    return true;
}

Test(test_container, random_programs_round_trip)
{
    uint64_t seed;
    BobError e;
    for (seed = 0; seed < 2000; seed++) {
        BobProgram *p = random_program(seed);
        BobBuffer b = container_of(p);
        cr_assert(bob_is_container(b.bytes, b.size));
        cr_assert(accepted(b.bytes, b.size, &e), "seed %llu: %s", (unsigned long long)seed,
                  e.message);
        bob_buffer_free(&b);
        bob_program_free(p);
    }
}

Test(test_container, every_truncation)
{
    BobBuffer b = small();
    size_t n;
    BobError e;
    cr_assert(accepted(b.bytes, b.size, &e));
    for (n = 0; n < b.size; n++) {
        cr_assert(!accepted(b.bytes, n, &e));
        cr_assert(n == 0 || bob_is_container(b.bytes, n));
        cr_assert(e.offset == n, "%zu: %s at %llu", n, e.message, (unsigned long long)e.offset);
    }
    bob_buffer_free(&b);
}

/* The same with the length and the checksum made to fit, so that the deep checks see it. */
Test(test_container, every_sealed_truncation)
{
    BobBuffer b = small();
    char *copy = malloc(b.size);
    size_t n;
    BobError e;
    for (n = BOB_CONTAINER_BODY + 8; n < b.size; n++) {
        memcpy(copy, b.bytes, n);
        put(copy + 16, n, 8);
        seal(copy, n);
        cr_assert(!accepted(copy, n, &e));
    }
    free(copy);
    bob_buffer_free(&b);
}

Test(test_container, every_bit_flip)
{
    BobBuffer b = small();
    size_t bit, kept = 0;
    BobError e;
    for (bit = 0; bit < b.size * 8; bit++) {
        b.bytes[bit / 8] ^= (char)(1 << bit % 8);
        cr_assert(!accepted(b.bytes, b.size, &e), "bit %zu", bit);
        cr_assert(bob_is_container(b.bytes, b.size));
        b.bytes[bit / 8] ^= (char)(1 << bit % 8);
    }
    for (bit = 0; bit < (b.size - 8) * 8; bit++) {
        b.bytes[bit / 8] ^= (char)(1 << bit % 8);
        seal(b.bytes, b.size);
        kept += accepted(b.bytes, b.size, &e);
        b.bytes[bit / 8] ^= (char)(1 << bit % 8);
    }
    cr_assert(kept > 0 && kept < b.size * 8); /* other programs, of which there are many */
    bob_buffer_free(&b);
}

/* Any byte with any of a few values, sealed: read and written are the same, or refused. */
Test(test_container, every_byte_replaced)
{
    static const char values[] = {0, 1, 2, 3, 4, 5, 0x10, 0x7F, (char)0x80, (char)0xFE, (char)0xFF};
    BobBuffer b = small();
    size_t at, i;
    BobError e;
    for (at = 0; at < b.size - 8; at++)
        for (i = 0; i < sizeof values; i++) {
            char old = b.bytes[at];
            b.bytes[at] = values[i];
            seal(b.bytes, b.size);
            (void)accepted(b.bytes, b.size, &e);
            b.bytes[at] = old;
        }
    bob_buffer_free(&b);
}

/* Counts and lengths everywhere: no memory is taken for what is not there. */
Test(test_container, absurd_numbers)
{
    BobBuffer b = small();
    Frugal f = {.fail_at = SIZE_MAX};
    BobAllocator a = {frugal_resize, &f};
    size_t at;
    for (at = 8; at + 4 <= b.size - 8; at++) {
        uint64_t old = get(b.bytes + at, 4);
        BobProgram *p;
        BobError e;
        put(b.bytes + at, 0xFFFFFFF0u, 4);
        seal(b.bytes, b.size);
        if (bob_container_read(b.bytes, b.size, &a, NULL, &p, &e) == BOB_OK)
            bob_program_free(p);
        else
            cr_assert(e.kind == BOB_INVALID_PROGRAM && e.has_offset);
        cr_assert(f.in_use == 0);
        put(b.bytes + at, old, 4);
    }
    bob_buffer_free(&b);
}

/* Fields of the head and the table of sections, with where the refusal points. */
static const struct {
    size_t at;
    unsigned size;
    uint64_t value;
    uint64_t offset;
    const char *message;
} heads[] = {
    {0, 1, 'B', 0, "not a container"},
    {8, 4, 1, 8, "version 1 is not supported"},
    {12, 4, 4, 12, "4 sections, not 5"},
    {12, 4, 0xFFFFFFFF, 12, "sections"},
    {16, 8, 0, 16, "too short"},
    {16, 8, UINT64_MAX, UINT64_MAX, "should have"},
    {24, 8, 1, 24, "another table of operations"},
    {32, 4, 2, 32, "section 2 where section 1 must stand"},
    {32, 4, 99, 32, "section 99"},
    {36, 4, 1, 36, "unused bits"},
    {40, 8, 151, 40, "begins at 151"},
    {40, 8, 153, 40, "begins at 153"},
    {40, 8, UINT64_MAX, 40, "begins at"},
    {48, 8, UINT64_MAX, 48, "does not fit"},
    {64, 8, 152, 64, "begins at 152"}, /* overlaps the first */
    {48, 8, 0, 152, "ends within"},
};

Test(test_container, head_and_sections)
{
    BobBuffer b = small();
    size_t i;
    for (i = 0; i < COUNT_OF(heads); i++) {
        uint64_t old = get(b.bytes + heads[i].at, heads[i].size);
        uint64_t offset = heads[i].offset == UINT64_MAX ? b.size : heads[i].offset;
        BobError e;
        put(b.bytes + heads[i].at, heads[i].value, heads[i].size);
        seal(b.bytes, b.size);
        cr_expect(!accepted(b.bytes, b.size, &e), "row %zu", i);
        cr_expect(e.offset == offset && strstr(e.message, heads[i].message) != NULL,
                  "row %zu: %s at %llu", i, e.message, (unsigned long long)e.offset);
        put(b.bytes + heads[i].at, old, heads[i].size);
    }
    bob_buffer_free(&b);
}

Test(test_container, trailing_bytes_and_checksum)
{
    BobBuffer b = small();
    BobError e;
    size_t n = b.size;
    bob_buffer_byte(&b, 0);
    cr_assert(!accepted(b.bytes, b.size, &e) && e.offset == n);
    put(b.bytes + 16, b.size, 8);
    seal(b.bytes, b.size);
    cr_assert(!accepted(b.bytes, b.size, &e) && e.offset == n - 8, "%s", e.message);
    cr_assert(strstr(e.message, "between the last section") != NULL);
    b.size = n;
    put(b.bytes + 16, n, 8);
    seal(b.bytes, n);
    cr_assert(accepted(b.bytes, n, &e));
    b.bytes[n - 1] ^= 1;
    cr_assert(!accepted(b.bytes, n, &e) && e.offset == n - 8);
    bob_buffer_free(&b);
}

/* ---- sections made by hand ---- */

#define S(text)                                                                                    \
    {                                                                                              \
        text, sizeof text - 1                                                                      \
    }
#define MAIN "\4\0\0\0main\0\0\0\0"
#define ZERO "\0\0\0\0"
#define ONE "\1\0\0\0"
#define TWO "\2\0\0\0"

typedef struct Piece {
    const char *bytes;
    size_t size;
} Piece;

/* names, constants, source, functions, asks; where in which section it is refused (-1: it is not).
 * Asks stand before functions in the file; there are none unless they are given. */
static const struct {
    Piece sections[5];
    int section;
    unsigned offset;
    const char *message;
} bodies[] = {
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN ZERO ZERO ZERO)}, -1, 0, ""},
    {{S(ONE ONE "a"), S(ZERO), S(ZERO), S(ONE MAIN ZERO ZERO ZERO)}, -1, 0, ""},
    {{S(TWO ONE "a" ONE "a"), S(ZERO), S(""), S(ONE MAIN ZERO ZERO ZERO)},
     0,
     9,
     "name 1 is the same as name 0"},
    {{S(ONE TWO "a\0"), S(ZERO), S(""), S(ONE MAIN ZERO ZERO ZERO)}, 0, 9, "NUL"},
    {{S(ONE TWO "a\xFF"), S(ZERO), S(""), S(ONE MAIN ZERO ZERO ZERO)}, 0, 9, "invalid UTF-8"},
    {{S(ZERO "x"), S(ZERO), S(""), S(ONE MAIN ZERO ZERO ZERO)}, 0, 4, "1 bytes too many"},
    {{S("\xFF\xFF\xFF\xFF"), S(ZERO), S(""), S(ONE MAIN ZERO ZERO ZERO)}, 0, 0, "do not fit"},
    {{S(ZERO), S(ONE "\0"), S(""), S(ONE MAIN ZERO ZERO ZERO)}, -1, 0, ""},
    {{S(ZERO), S(ONE "\1\2"), S(""), S(ONE MAIN ZERO ZERO ZERO)}, 1, 5, "0 or 1, not 2"},
    {{S(ZERO), S(ONE "\5"), S(""), S(ONE MAIN ZERO ZERO ZERO)}, 1, 4, "unknown constant tag 5"},
    {{S(ZERO), S(ONE "\2\0\0"), S(""), S(ONE MAIN ZERO ZERO ZERO)}, 1, 5, "ends within an int"},
    {{S(ZERO), S(ONE "\3\0\0\0\0\0\0\xF8\x7F"), S(""), S(ONE MAIN ZERO ZERO ZERO)}, -1, 0, ""},
    {{S(ZERO), S(ONE "\3\0\0\0\0\0\0\xF8\xFF"), S(""), S(ONE MAIN ZERO ZERO ZERO)}, 1, 5, "nan"},
    {{S(ZERO), S(ONE "\3\1\0\0\0\0\0\xF0\x7F"), S(""), S(ONE MAIN ZERO ZERO ZERO)}, 1, 5, "nan"},
    {{S(ZERO), S(ONE "\4\2\0\0\0\xC0\x80"), S(""), S(ONE MAIN ZERO ZERO ZERO)},
     1,
     9,
     "invalid UTF-8"},
    {{S(ZERO), S(ONE "\4\1\0\0\0\0"), S(""), S(ONE MAIN ZERO ZERO ZERO)}, -1, 0, ""},
    {{S(ZERO), S(ZERO),
      S(ONE "a"
            "b"),
      S(ONE MAIN ZERO ZERO ZERO)},
     2,
     5,
     "too many"},
    {{S(ZERO), S(ZERO), S(ONE "\0"), S(ONE MAIN ZERO ZERO ZERO)}, 2, 4, "NUL"},
    {{S(ZERO), S(ZERO), S(""), S("")}, 3, 0, "ends within functions"},
    {{S(ZERO), S(ZERO), S(""), S(ZERO)}, 3, 0, "no function main"},
    {{S(ZERO), S(ZERO), S(""), S(TWO MAIN ZERO ZERO ZERO MAIN ZERO ZERO ZERO)},
     3,
     28,
     "same name as function 0"},
    {{S(ONE ONE "a"), S(ZERO), S(""), S(ONE "\4\0\0\0main" ONE ZERO ZERO ZERO)},
     3,
     12,
     "must not have"},
    {{S(ONE ONE "a"), S(ZERO), S(""), S(TWO MAIN ZERO ZERO ZERO ONE "f" TWO ZERO ZERO ZERO ZERO)},
     3,
     41,
     "two parameters"},
    {{S(ZERO), S(ZERO), S(""), S(TWO MAIN ZERO ZERO ZERO ONE "f" ONE ZERO ZERO ZERO)},
     3,
     37,
     "a parameter is name"},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN ONE "\1\0\0\0" ZERO ZERO)}, 3, 20, "names no constant"},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN ONE "\xFF\1\0\0" ZERO ZERO)}, -1, 0, ""},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN ONE ZERO ONE ZERO ONE ZERO)}, -1, 0, ""},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN ONE ZERO ONE ZERO ZERO)}, 3, 32, "repeats line 0"},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN ONE ZERO ONE ONE ONE)}, 3, 28, "instruction 1 of 1"},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN TWO ZERO ZERO TWO ZERO ONE ZERO TWO)},
     3,
     40,
     "increasing"},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN TWO ZERO ZERO TWO ZERO ONE ONE ONE)},
     3,
     44,
     "repeats line 1"},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN TWO ZERO ZERO ZERO ONE ZERO ONE ONE TWO)}, -1, 0, ""},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN TWO ZERO ZERO ZERO ONE ONE ONE ONE TWO)},
     3,
     36,
     "a handler"},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN TWO ZERO ZERO ZERO ONE ZERO ONE TWO TWO)},
     3,
     36,
     "a handler"},
    {{S(ZERO), S(ZERO), S(""),
      S(ONE MAIN TWO ZERO ZERO ZERO TWO ZERO TWO ONE ZERO ONE TWO ONE ZERO)},
     3,
     52,
     "a handler"},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN ZERO ZERO ZERO), S(TWO ONE "a" ONE "b")}, -1, 0, ""},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN ZERO ZERO ZERO), S(TWO ONE "a" ONE "a")},
     4,
     9,
     "same as"},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN ZERO ZERO ZERO), S(ONE TWO "a\0")}, 4, 9, "NUL"},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN ZERO ZERO ZERO), S("\xFF\0\0\0")}, 4, 0, "do not fit"},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN ONE "\xFE\0\1\0" ZERO ZERO), S(ONE ONE "a")},
     3,
     20,
     "names no asked name"},
    {{S(ZERO), S(ZERO), S(""), S(ONE MAIN ONE "\xFE\xFF\0\0" ZERO ZERO), S(ONE ONE "a")},
     -1,
     0,
     ""},
};

/* In the order of the file. */
static Piece piece(size_t row, uint32_t i)
{
    static const Piece none = S(ZERO);
    if (i == 3)
        return bodies[row].sections[4].bytes != NULL ? bodies[row].sections[4] : none;
    return bodies[row].sections[i - (i > 3)];
}

static BobBuffer build(size_t row)
{
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    uint64_t at = BOB_CONTAINER_BODY;
    uint32_t i;
    bob_buffer_add(&b, BOB_CONTAINER_MAGIC, 8);
    bob_buffer_u32(&b, BOB_CONTAINER_VERSION);
    bob_buffer_u32(&b, 5);
    bob_buffer_u64(&b, 0);
    bob_buffer_u64(&b, bob_ops_hash());
    for (i = 0; i < 5; at += piece(row, i).size, i++) {
        bob_buffer_u32(&b, i + 1);
        bob_buffer_u32(&b, 0);
        bob_buffer_u64(&b, at);
        bob_buffer_u64(&b, piece(row, i).size);
    }
    for (i = 0; i < 5; i++)
        bob_buffer_add(&b, piece(row, i).bytes, piece(row, i).size);
    for (at = BOB_CONTAINER_BODY; at < b.size; at++) /* there is none of that number */
        if (b.bytes[at] == (char)0xFE)
            b.bytes[at] = (char)OP_ASK;
    bob_buffer_u64(&b, 0);
    put(b.bytes + 16, b.size, 8);
    seal(b.bytes, b.size);
    return b;
}

Test(test_container, sections_by_hand)
{
    size_t i;
    for (i = 0; i < COUNT_OF(bodies); i++) {
        BobBuffer b = build(i);
        uint64_t offset = BOB_CONTAINER_BODY + bodies[i].offset;
        int k, section = bodies[i].section;
        BobError e;
        section += section == 3 ? 1 : section == 4 ? -1 : 0;
        for (k = 0; k < section; k++)
            offset += piece(i, (uint32_t)k).size;
        if (accepted(b.bytes, b.size, &e))
            cr_expect(bodies[i].section < 0, "row %zu is accepted", i);
        else
            cr_expect(bodies[i].section >= 0 && e.offset == offset &&
                          strstr(e.message, bodies[i].message),
                      "row %zu: %s at %llu, not %llu", i, e.message, (unsigned long long)e.offset,
                      (unsigned long long)offset);
        bob_buffer_free(&b);
    }
}

Test(test_container, out_of_memory)
{
    BobBuffer b = small();
    Frugal f = {0};
    BobAllocator a = {frugal_resize, &f};
    BobStatus status = BOB_OUT_OF_MEMORY;
    for (f.fail_at = 0; status != BOB_OK; f.fail_at++) {
        BobProgram *p;
        BobError e;
        f.calls = 0;
        status = bob_container_read(b.bytes, b.size, &a, NULL, &p, &e);
        if (status == BOB_OK)
            bob_program_free(p);
        else
            cr_assert(status == BOB_OUT_OF_MEMORY && e.kind == status && p == NULL);
        cr_assert(f.in_use == 0);
    }
    cr_assert(f.fail_at > 10);
    bob_buffer_free(&b);
}

Test(test_container, out_of_memory_in_writing)
{
    BobProgram *p = random_program(7);
    Frugal f = {0};
    BobAllocator a = {frugal_resize, &f};
    BobStatus status = BOB_OUT_OF_MEMORY;
    for (f.fail_at = 0; status != BOB_OK; f.fail_at++) {
        BobBuffer out = {.allocator = &a};
        f.calls = 0;
        status = bob_container_write(p, &out);
        cr_assert(status == BOB_OK || status == BOB_OUT_OF_MEMORY);
        bob_buffer_free(&out);
        cr_assert(f.in_use == 0);
    }
    cr_assert(f.fail_at > 1);
    bob_program_free(p);
}

Test(test_container, told_apart)
{
    cr_assert(!bob_is_container("", 0) && !bob_is_container(".func main", 10));
    cr_assert(bob_is_container("\x8B", 1));
    cr_assert(bob_is_container("\x0B"
                               "BOB\r\n\x1A\n",
                               8));
    cr_assert(bob_is_container(BOB_CONTAINER_MAGIC, 8));
}
