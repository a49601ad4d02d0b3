/* The assembler and the disassembler: round trips, refusals with their places, memory. */
#include <criterion/criterion.h>

#include "core/front/assembly/assembler.h"
#include "core/front/assembly/disassembler.h"
#include "core/machine/store/container.h"
#include "tests/unit/random_program.h"

static BobProgram *assembled(const char *text)
{
    BobProgram *p;
    BobError error;
    BobStatus status = bob_asm(text, strlen(text), "t", NULL, NULL, &p, &error);
    cr_assert(status == BOB_OK, "%u:%u: %s in\n%s", error.line, error.column, error.message, text);
    return p;
}

/* dis, asm: the same container. */
static void check_round_trip(const BobProgram *p, uint64_t seed)
{
    BobBuffer text = {.allocator = &bob_malloc_allocator}, a = text, b = text;
    BobProgram *q;
    BobError error;
    BobStatus status = bob_dis(p, &text);
    cr_assert(status == BOB_OK);
    status = bob_asm(text.bytes, text.size, NULL, NULL, NULL, &q, &error);
    cr_assert(status == BOB_OK, "seed %llu: %u:%u: %s in\n%.*s", (unsigned long long)seed,
              error.line, error.column, error.message, (int)text.size, text.bytes);
    cr_assert(bob_container_write(p, &a) == BOB_OK && bob_container_write(q, &b) == BOB_OK);
    cr_assert(a.size == b.size && memcmp(a.bytes, b.bytes, a.size) == 0, "seed %llu:\n%.*s",
              (unsigned long long)seed, (int)text.size, text.bytes);
    bob_buffer_free(&text);
    bob_buffer_free(&a);
    bob_buffer_free(&b);
    bob_program_free(q);
}

Test(test_asm, random_programs_round_trip)
{
    uint64_t seed;
    for (seed = 0; seed < 3000; seed++) {
        BobProgram *p = random_program(seed);
        check_round_trip(p, seed);
        bob_program_free(p);
    }
}

/* What dis writes of these is exactly what stands here. */
static const char *const canonical[] = {
    ".func main\n    PUSH_CONST 10\n    CALL_FUNC  sum_to\n    PRINT      1\n    HALT\n"
    "\n.func sum_to n\n    PUSH_CONST 0\n    STORE_NAME acc\nL1:\n    LOAD_NAME  n\n"
    "    JUMP_IF_FALSE L2\n    LOAD_NAME  acc\n    JUMP       L1\nL2:\n    RETURN_VAL\n",
    ".func main\n",
    ".func main\n    .raw 255 3\n    .raw 255 0\n    .raw ADD 1\n    ADD\n    JUMP       99\n",
    ".source \"f.py\"\n\n.func main\n    .line 7\n    NOP\n    NOP\n    .line 0\n    NOP\n",
    ".const 1\n.const 1.0\n.const true\n.const 1\n\n.func main\n    PUSH_CONST 1\n"
    "    .raw PUSH_CONST 3\n    PUSH_CONST 1.0\n",
    ".name  b\n.name  a\n\n.func main\n    LOAD_NAME  a\n    LOAD_NAME  b\n",
    ".func main\n    PUSH_CONST 0.0\n    PUSH_CONST -0.0\n    PUSH_CONST inf\n    PUSH_CONST -inf\n"
    "    PUSH_CONST nan\n    PUSH_CONST 1e+22\n    PUSH_CONST \"a\\n\\t\\r\\\\\\\"\\x00\xC3\xA9\"\n"
    "    PUSH_CONST -9223372036854775808\n    PUSH_CONST none\n    PUSH_CONST false\n",
    ".func main\n    CALL_FUNC  \"<module>\"\n    MATH       atan2\n\n.func \"<module>\" \"a b\"\n",
};

Test(test_asm, canonical_text)
{
    size_t i;
    for (i = 0; i < COUNT_OF(canonical); i++) {
        BobProgram *p = assembled(canonical[i]);
        BobBuffer text = {.allocator = &bob_malloc_allocator};
        cr_assert(bob_dis(p, &text) == BOB_OK);
        cr_assert(text.size == strlen(canonical[i]) &&
                      memcmp(text.bytes, canonical[i], text.size) == 0,
                  "got\n%.*s\nfor\n%s", (int)text.size, text.bytes, canonical[i]);
        bob_buffer_free(&text);
        bob_program_free(p);
    }
}

/* Two ways to write one program. */
static const char *const same[][2] = {
    {"\xEF\xBB\xBF.func main\r\n\tHALT ; end\r\n", ".func main\nHALT"},
    {"; c\n\n.func \"main\"\na: b : HALT\nJUMP a\nJUMP b\nJUMP \"a\"",
     ".func main\nHALT\nJUMP 0\nJUMP 0\nJUMP 0"},
    {".func main\nJUMP e\ne:", ".func main\nJUMP 1"},
    {".func main\nPUSH_CONST 0x1F\nPUSH_CONST 0b11\nPUSH_CONST 0o17\nPUSH_CONST +5",
     ".func main\nPUSH_CONST 31\nPUSH_CONST 3\nPUSH_CONST 15\nPUSH_CONST 5"},
    {".func main\nPUSH_CONST \"\\x41\\u00e9\\U0001F40D\\0;\"",
     ".func main\nPUSH_CONST \"A\xC3\xA9\xF0\x9F\x90\x8D\\x00;\""},
    {".func main\nPUSH_CONST 1e1\nPUSH_CONST .5\nPUSH_CONST 5.\nPUSH_CONST +inf",
     ".func main\nPUSH_CONST 10.0\nPUSH_CONST 0.5\nPUSH_CONST 5.0\nPUSH_CONST inf"},
    {".func main\nLIST_NEW 0x10\n.raw 1 0\n.const 5",
     ".const 5\n.func main\nLIST_NEW 16\n.raw PUSH_CONST 0"},
    {".func main\n.raw CALL_FUNC 1\n.func f", ".func main\nCALL_FUNC f\n.func f"},
    {".func main\n.line 3\nNOP\n.func f\nNOP",
     ".func main\n.line 3\n.line 2\n.line 3\nNOP\n.func f\n.line 0\nNOP"},
    {".func main\nPUSH_CONST 00\nPUSH_CONST -0", ".func main\nPUSH_CONST 0\nPUSH_CONST 0"},
};

Test(test_asm, same_program)
{
    size_t i;
    for (i = 0; i < COUNT_OF(same); i++) {
        BobProgram *a = assembled(same[i][0]), *b = assembled(same[i][1]);
        cr_assert(a->hash == b->hash, "row %zu", i);
        bob_program_free(a);
        bob_program_free(b);
    }
}

#define M ".func main\n"

static const struct {
    const char *text;
    uint32_t line, column;
    const char *message; /* a part of it */
} refusals[] = {
    {"", 1, 1, "no function main"},
    {".func f\n", 2, 1, "no function main"},
    {".func main x", 1, 12, "must not have parameters"},
    {".func f a a\n" M, 1, 11, "two parameters of one name"},
    {M "\tLOAD_NAM x", 2, 2, "unknown operation \"LOAD_NAM\"; did you mean LOAD_NAME?"},
    {M "add", 2, 1, "did you mean ADD?"},
    {M "FROBNICATE", 2, 1, "unknown operation \"FROBNICATE\""},
    {M "loop: JUMP lop", 2, 12, "unknown label \"lop\"; did you mean loop?"},
    {M "JUMP x\n.func f\nx:", 2, 6, "unknown label"},
    {M "CALL_FUNC fac\n.func fact", 2, 11, "unknown function \"fac\"; did you mean fact?"},
    {M "PUSH_FUNC \"\xC3\xA9\"", 2, 11, "unknown function"},
    {M "a:\na:", 3, 1, "defined twice"},
    {M ".func main", 2, 7, "defined twice"},
    {M "PUSH_CONST", 2, 11, "missing operand"},
    {M "LOAD_NAME ; x", 2, 11, "missing operand"},
    {M "CALL_BUILTIN", 2, 13, "missing operand"},
    {M "ADD 1", 2, 5, "superfluous operand 1"},
    {M "JUMP 1 2", 2, 8, "superfluous operand 2"},
    {M ".line 1 2", 2, 9, "superfluous operand"},
    {M "PUSH_CONST 9223372036854775808", 2, 12, "out of range"},
    {M "PUSH_CONST -9223372036854775809", 2, 12, "out of range"},
    {M "PUSH_CONST 99999999999999999999999", 2, 12, "out of range"},
    {M "PUSH_CONST 0x", 2, 12, "not a number"},
    {M "PUSH_CONST 0xG", 2, 12, "not a number"},
    {M "PUSH_CONST 0b2", 2, 12, "not a number"},
    {M "PUSH_CONST 007", 2, 12, "must not begin with 0"},
    {M "PUSH_CONST 1_000", 2, 12, "not a number"},
    {M "PUSH_CONST 1e", 2, 12, "not a number"},
    {M "PUSH_CONST .", 2, 12, "not a number"},
    {M "PUSH_CONST -", 2, 12, "not a number"},
    {M "PUSH_CONST True", 2, 12, "did you mean true?"},
    {M "PUSH_CONST hello", 2, 12, "unknown constant \"hello\""},
    {M "LIST_NEW 16777216", 2, 10, "out of range"},
    {M "LIST_NEW -1", 2, 10, "not a number"},
    {M "LIST_NEW 1.5", 2, 10, "not a number"},
    {M "JUMP 16777216", 2, 6, "out of range"},
    {M ".line 4294967296", 2, 7, "out of range"},
    {M ".raw 256 0", 2, 6, "out of range"},
    {M ".raw 255 16777216", 2, 10, "out of range"},
    {M ".raw NOPE 1", 2, 6, "unknown operation"},
    {M ".raw 1", 2, 7, "missing operand"},
    {M ".raw PUSH_CONST 0", 2, 6, "names no constant"},
    {M ".raw LOAD_NAME 3", 2, 6, "names no name"},
    {M ".raw CALL_FUNC 1", 2, 6, "names no function"},
    {M ".raw MATH 999", 2, 6, "names no math function"},
    {M ".raw CALL_BUILTIN 16777215", 2, 6, "names no built-in"},
    {M "MATH sqr", 2, 6, "unknown math function \"sqr\"; did you mean sqrt?"},
    {M "CALL_BUILTIN zzzzzz 1", 2, 14, "unknown built-in"},
    {"HALT", 1, 1, "before the first .func"},
    {"a: HALT", 1, 1, "before the first .func"},
    {".line 3", 1, 1, "before the first .func"},
    {".raw 1 1", 1, 1, "before the first .func"},
    {M ".fnc x", 2, 1, "unknown directive \".fnc\"; did you mean .func?"},
    {M ".func", 2, 6, "missing operand"},
    {M ".func 9x", 2, 7, "no identifier"},
    {M "LOAD_NAME <module>", 2, 11, "put it in quotes"},
    {M "LOAD_NAME \xC3\xA9", 2, 11, "put it in quotes"},
    {M "LOAD_NAME \"\xC3\xA9\" x", 2, 15, "superfluous"},
    {M "LOAD_NAME \"a\\0b\"", 2, 11, "NUL"},
    {M "PUSH_CONST \"abc", 2, 12, "unterminated string"},
    {M "PUSH_CONST \"abc\\\"", 2, 12, "unterminated string"},
    {M "PUSH_CONST \"\xC3\xA9\\q\"", 2, 14, "unknown escape"},
    {M "PUSH_CONST \"\\x4\"", 2, 13, "hexadecimal"},
    {M "PUSH_CONST \"\\ud800\"", 2, 13, "no Unicode character"},
    {M "PUSH_CONST \"\\U00110000\"", 2, 13, "no Unicode character"},
    {M "PUSH_CONST \"a\"b", 2, 15, "white space"},
    {M "PUSH_CONST\"a\"", 2, 11, "white space"},
    {M "PUSH_CONST 1:", 2, 13, "white space"},
    {M ": HALT", 2, 1, "an operation is expected"},
    {M "\"x\"", 2, 1, "an operation is expected"},
    {M "HALT \"x", 2, 6, "unterminated"},
    {".source x\n" M, 1, 9, "in quotes"},
    {".source \"a\"\n.source \"b\"\n" M, 2, 9, "second .source"},
    {".source \"\\0\"\n" M, 1, 9, "NUL"},
    {".const\n" M, 1, 7, "missing operand"},
    {".name 1\n" M, 1, 7, "no identifier"},
    {M "; \xC3\xA9\xFF", 2, 4, "invalid UTF-8"},
    {"\xEF\xBB\xBFHALT", 1, 1, "before the first .func"},
};

Test(test_asm, refusals)
{
    size_t i;
    for (i = 0; i < COUNT_OF(refusals); i++) {
        BobProgram *p;
        BobError e;
        BobStatus s =
            bob_asm(refusals[i].text, strlen(refusals[i].text), "t.boba", NULL, NULL, &p, &e);
        cr_expect(s == BOB_INVALID_PROGRAM && e.kind == s && p == NULL, "row %zu: %s", i,
                  refusals[i].text);
        if (s != BOB_INVALID_PROGRAM)
            continue;
        cr_expect(e.line == refusals[i].line && e.column == refusals[i].column,
                  "%u:%u, not %u:%u, %s for %s", e.line, e.column, refusals[i].line,
                  refusals[i].column, e.message, refusals[i].text);
        cr_expect(strstr(e.message, refusals[i].message) != NULL, "\"%s\" for %s", e.message,
                  refusals[i].text);
        cr_expect_str_eq(e.source, "t.boba");
        cr_expect(bob_asm(refusals[i].text, strlen(refusals[i].text), NULL, NULL, NULL, &p, NULL) ==
                  s);
    }
}

Test(test_asm, nul_byte)
{
    BobProgram *p;
    BobError e;
    cr_assert(bob_asm(".func main\n\0HALT", 16, NULL, NULL, NULL, &p, &e) == BOB_INVALID_PROGRAM);
    cr_assert(e.line == 2 && e.column == 1 && strstr(e.message, "NUL") != NULL);
}

/* Text built piece by piece: the assembler must be linear in it. */
static void check_large(const char *before, const char *piece, const char *after, size_t pieces)
{
    BobBuffer text = {.allocator = &bob_malloc_allocator};
    BobProgram *p;
    BobError e;
    size_t i;
    bob_buffer_text(&text, before);
    for (i = 0; i < pieces; i++)
        bob_buffer_text(&text, piece);
    bob_buffer_text(&text, after);
    cr_assert(bob_asm(text.bytes, text.size, NULL, NULL, NULL, &p, &e) == BOB_OK, "%s", e.message);
    bob_buffer_free(&text);
    bob_program_free(p);
}

Test(test_asm, large_texts, .timeout = 60)
{
    check_large(M "PUSH_CONST \"", "0123456789", "\"", 1000000);
    check_large(M ";", "          ", "\n", 1000000);
    check_large(M "a:", "NOP\nJUMP a\n", "", 500000);
    check_large(M, "LOAD_NAME x ; y\n", "", 1000000);
    check_large(M, "CALL_FUNC main\n", "", 300000);
}

Test(test_asm, long_words_in_messages)
{
    BobBuffer text = {.allocator = &bob_malloc_allocator};
    BobProgram *p;
    BobError e;
    size_t i;
    bob_buffer_text(&text, M);
    for (i = 0; i < 100000; i++)
        bob_buffer_text(&text, "\xC3\xA9");
    cr_assert(bob_asm(text.bytes, text.size, NULL, NULL, NULL, &p, &e) == BOB_INVALID_PROGRAM);
    cr_assert(e.line == 2 && e.column == 1 && strlen(e.message) < 240);
    bob_buffer_free(&text);
}

/* Each allocation of asm and dis fails in turn. */
Test(test_asm, out_of_memory)
{
    const char *text =
        ".source \"s\"\n.name z\n.const 1\n.func main\nl: PUSH_CONST \"text\"\nPUSH_CONST 1.5\n"
        "LOAD_NAME a\nJUMP l\n.line 2\nCALL_FUNC f\n.raw 255 1\n.func f a b\nSTORE_NAME c";
    Frugal f = {0};
    BobAllocator a = {frugal_resize, &f};
    BobStatus status = BOB_OUT_OF_MEMORY;
    for (f.fail_at = 0; status != BOB_OK; f.fail_at++) {
        BobProgram *p;
        BobError e;
        f.calls = 0;
        status = bob_asm(text, strlen(text), NULL, &a, NULL, &p, &e);
        if (status == BOB_OK)
            bob_program_free(p);
        else
            cr_assert(status == BOB_OUT_OF_MEMORY && e.kind == status && p == NULL);
        cr_assert(f.in_use == 0, "allocation %zu leaks %zu bytes", f.fail_at, f.in_use);
    }
    cr_assert(f.fail_at > 20);
}

Test(test_asm, out_of_memory_in_dis)
{
    Frugal f = {.fail_at = SIZE_MAX};
    BobAllocator a = {frugal_resize, &f};
    const char *text = ".const 1\n.const \"abc\"\n.func main\nl: PUSH_CONST \"abc\"\nJUMP l\n";
    BobStatus status = BOB_OUT_OF_MEMORY;
    BobProgram *p;
    size_t before, n;
    cr_assert(bob_asm(text, strlen(text), NULL, &a, NULL, &p, NULL) == BOB_OK);
    before = f.in_use;
    for (n = 0; status != BOB_OK; n++) {
        BobBuffer out = {.allocator = &a};
        f.calls = 0;
        f.fail_at = n;
        status = bob_dis(p, &out);
        cr_assert(status == BOB_OK || status == BOB_OUT_OF_MEMORY);
        bob_buffer_free(&out);
        cr_assert(f.in_use == before);
    }
    cr_assert(n > 4);
    bob_program_free(p);
    cr_assert(f.in_use == 0);
}
