/* Bytes as one to four functions of any operations, valid or not, run under tiny limits in several
 * engines, whole and in slices that move between engines by snapshots: all that can be seen is the
 * same, and all memory is given back. A word is two or four bytes: the opcode, its operand. */
#include "core/machine/program.h"
#include "tests/fuzz/agree.h"

#define HEAD 8u
#define MOST_FUNCTIONS 4u
#define NAMES 6u

typedef struct Input {
    const uint8_t *data;
    size_t size;
} Input;

static unsigned next(Input *in)
{
    if (in->size == 0)
        return 0;
    in->size--;
    return *in->data++;
}

static void add_constants(BobProgram *p)
{
    static const int64_t ints[] = {0, 1, 2, -1, 7, 63, 64, 1000, INT64_MAX, INT64_MIN};
    static const double floats[] = {0.0, -0.0, 1.5, 1e300, -2.5};
    static const char *const texts[] = {"",      "a",  "ab", "12", "1.5", "\xC3\xA9t\xC3\xA9",
                                        "%d %s", ".2f"};
    unsigned i;
    (void)bob_program_add_constant(p, bob_none());
    (void)bob_program_add_constant(p, bob_bool(true));
    (void)bob_program_add_constant(p, bob_bool(false));
    for (i = 0; i < COUNT_OF(ints); i++)
        (void)bob_program_add_constant(p, bob_int(ints[i]));
    for (i = 0; i < COUNT_OF(floats); i++)
        (void)bob_program_add_constant(p, bob_float(floats[i]));
    for (i = 0; i < COUNT_OF(texts); i++)
        (void)bob_program_add_text_constant(p, texts[i], strlen(texts[i]));
}

/* Opcodes from 0xC0 on stand for pushing a small constant, which random code wants most; 0xFF is
 * the unassigned one, others past the table are reduced to it. */
static BobWord next_word(Input *in, const BobProgram *p, uint32_t functions)
{
    unsigned opcode = next(in), n = next(in);
    if (opcode >= 0xC0 && opcode < 0xF0)
        return bob_word(OP_PUSH_CONST, (opcode - 0xC0) % p->constant_count);
    if (opcode == 0xFF)
        return bob_word(255, n);
    opcode %= OP_COUNT;
    switch (bob_ops[opcode].operand) {
    case OPERAND_NONE:
        return bob_word(opcode, 0);
    case OPERAND_CONST:
        return bob_word(opcode, n % p->constant_count);
    case OPERAND_NAME:
        return bob_word(opcode, n % NAMES);
    case OPERAND_FUNC:
        return bob_word(opcode, n % functions);
    case OPERAND_MATH:
        return bob_word(opcode, n % BOB_MATH_COUNT);
    case OPERAND_BUILTIN:
        return bob_word(opcode, n % BOB_BUILTIN_COUNT << 8 | next(in) % 5);
    case OPERAND_EXCEPTION:
        return bob_word(opcode, n % 60 << 8 | next(in) % 5);
    case OPERAND_ASK:
        return OP_NOP; /* this target has nobody who answers */
    default:
        return bob_word(opcode, n);
    }
}

static BobProgram *build(Input *in)
{
    BobProgram *p = bob_program_new(NULL);
    uint32_t functions = 1 + next(in) % MOST_FUNCTIONS, f, i;
    CHECK(p != NULL);
    for (i = 0; i < NAMES; i++) {
        char name = (char)('a' + i);
        (void)bob_program_add_name(p, &name, 1);
    }
    add_constants(p);
    for (f = 0; f < functions; f++) {
        static const char *const names[MOST_FUNCTIONS] = {"main", "f", "g", "h"};
        (void)bob_program_add_function(p, names[f], strlen(names[f]));
    }
    for (f = 0; f < functions; f++) {
        uint32_t params = f == 0 ? 0 : next(in) % 3;
        uint32_t length = f + 1 == functions ? 400 : next(in) % 64;
        for (i = 0; i < params; i++)
            (void)bob_function_add_param(p, f, i);
        for (i = 0; i < length && in->size > 0; i++)
            (void)bob_function_emit(p, f, next_word(in, p, functions), i / 3 + 1);
    }
    if (bob_program_finish(p, NULL) != BOB_OK) {
        bob_program_free(p);
        return NULL;
    }
    return p;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Input in = {data + HEAD, size - HEAD};
    BobProgram *p;
    if (size < HEAD)
        return 0;
    p = build(&in);
    if (p == NULL)
        return 0;
    run_everywhere(p, data, data[4], 1 + data[5] % 60, (data[6] & 1) != 0);
    bob_program_free(p);
    return 0;
}
