/* The program of a Spec. */
#include "tests/random/random.h"

/* By type; their place is their number. */
const Constant random_constants[ALL_CONSTANTS] = {
    {T_INT, NULL, 0, 0},
    {T_INT, NULL, 1, 0},
    {T_INT, NULL, 2, 0},
    {T_INT, NULL, -1, 0},
    {T_INT, NULL, 3, 0},
    {T_INT, NULL, 7, 0},
    {T_INT, NULL, 5, 0},
    {T_INT, NULL, 63, 0},
    {T_INT, NULL, 100, 0},
    {T_INT, NULL, 0x1F40D, 0},
    {T_INT, NULL, INT64_MAX, 0},
    {T_INT, NULL, INT64_MIN, 0},
    {T_FLOAT, NULL, 0, 0.0},
    {T_FLOAT, NULL, 0, -0.0},
    {T_FLOAT, NULL, 0, 1.5},
    {T_FLOAT, NULL, 0, 2.0},
    {T_FLOAT, NULL, 0, 1e300},
    {T_FLOAT, NULL, 0, -0.1},
    {T_FLOAT, NULL, 0, __builtin_inf()},
    {T_FLOAT, NULL, 0, __builtin_nan("")},
    {T_STR, "", 0, 0},
    {T_STR, "a", 0, 0},
    {T_STR, "ab", 0, 0},
    {T_STR, "b", 0, 0},
    {T_STR, "abcab", 0, 0},
    {T_STR, "12", 0, 0},
    {T_STR, " x y ", 0, 0},
    {T_STR, "\xC3\xA9", 0, 0},
    {T_STR, "h\xC3\xA9llo w\xF0\x9F\x90\x8D", 0, 0},
    {T_STR, "{} {:>5}", 0, 0},
    {T_STR, "%s %d", 0, 0},
    {T_STR, ">8.2f", 0, 0},
    {T_STR, "a text of some seventy bytes, so that the work of joining it costs extra fuel", 0, 0},
    {T_BOOL, NULL, 0, 0},
    {T_BOOL, NULL, 1, 0},
    {T_ANY, NULL, 0, 0},
    {T_INT, NULL, 10, 0},
    {T_INT, NULL, 4, 0},
    {T_INT, NULL, -3, 0},
    {T_INT, NULL, 42, 0}, /* random bits; from here on of loops alone */
    {T_INT, NULL, 255, 0},
    {T_INT, NULL, 65535, 0},
    {T_INT, NULL, 1023, 0},
    {T_INT, NULL, 1000, 0},
    {T_INT, NULL, 97, 0},
    {T_INT, NULL, 31, 0},
    {T_INT, NULL, 64, 0},
    {T_INT, NULL, 42, 0},
    {T_INT, NULL, -2, 0},
    {T_INT, NULL, -7, 0},
    {T_INT, NULL, 4294967296, 0},
    {T_INT, NULL, 4294967295, 0},
    {T_INT, NULL, 2147483648, 0},
    {T_INT, NULL, 9007199254740992, 0},
    {T_INT, NULL, 9007199254740993, 0},
    {T_INT, NULL, -9007199254740993, 0},
    {T_FLOAT, NULL, 0, 9007199254740992.0},
    {T_FLOAT, NULL, 0, 0.5},
    {T_FLOAT, NULL, 0, -2.25},
    {T_FLOAT, NULL, 0, 1e16},
    {T_FLOAT, NULL, 0, 100.0},
    {T_FLOAT, NULL, 0, -9.5e18},
    {T_INT, NULL, 8, 0},
    {T_STR, "0123456789", 0, 0},
};

uint32_t random_int_constant(int64_t n)
{
    uint32_t k;
    for (k = 0; k < ALL_CONSTANTS; k++)
        if (random_constants[k].type == T_INT && random_constants[k].i == n && k != CONSTANTS - 1)
            return k;
    abort();
}

static const char *const asks[ASKS] = {"number", "text", "list", "argument", "error"};

BobProgram *random_build(const Spec *s)
{
    bool all = s->loops || s->extent.functions > 0;
    static const char *const names[NAMES] = {"a", "b", "c", "d", "e", "\xC3\xA9"};
    BobProgram *p = bob_program_new(NULL);
    BobError error;
    uint32_t i, k;
    char name[16];
    for (i = 0; i < NAMES; i++)
        (void)bob_program_add_name(p, names[i], strlen(names[i]));
    for (; all && i < LOOP_NAMES; i++) {
        (void)snprintf(name, sizeof name, "n%u", i);
        (void)bob_program_add_name(p, name, strlen(name));
    }
    for (i = 0; i < ASKS; i++)
        (void)bob_program_add_ask(p, asks[i], strlen(asks[i]));
    for (i = 0; i < (all ? ALL_CONSTANTS : CONSTANTS); i++) {
        int64_t n = i == CONSTANTS - 1 ? (int64_t)s->bits : random_constants[i].i;
        if (random_constants[i].type == T_STR)
            (void)bob_program_add_text_constant(p, random_constants[i].text,
                                                strlen(random_constants[i].text));
        else
            (void)bob_program_add_constant(
                p, random_constants[i].type == T_INT     ? bob_int(n)
                   : random_constants[i].type == T_FLOAT ? bob_float(random_constants[i].f)
                   : random_constants[i].type == T_BOOL  ? bob_bool(n != 0)
                                                         : bob_none());
    }
    if (s->lines)
        (void)bob_program_set_source(p, "random.py", 9);
    for (i = 0; i < s->functions; i++) {
        (void)snprintf(name, sizeof name, i == 0 ? "main" : "f%u", i);
        (void)bob_program_add_function(p, name, strlen(name));
        for (k = 0; k < s->params[i]; k++)
            (void)bob_function_add_param(p, i, s->loops ? GLOBALS + k : k);
        for (k = 0; k < s->size[i]; k++)
            (void)bob_function_emit(p, i, s->code[i][k], s->lines ? 1 + k / 3 : 0);
    }
    if (s->extent.functions > 0)
        random_build_long(p, s);
    if (bob_program_finish(p, &error) != BOB_OK) {
        (void)fprintf(stderr, "random: %s\n", error.message);
        abort();
    }
    return p;
}
