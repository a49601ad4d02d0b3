/* Programs: what finish() derives and refuses, the proof of depths, the tables of operations. */
#include <criterion/criterion.h>

#include "core/front/assembly/assembler.h"
#include "tests/unit/random_program.h"

static BobProgram *assembled(const char *text)
{
    BobProgram *p;
    BobError error;
    BobStatus status = bob_asm(text, strlen(text), "t", NULL, NULL, &p, &error);
    cr_assert(status == BOB_OK, "%u:%u: %s in\n%s", error.line, error.column, error.message, text);
    return p;
}

#define U BOB_UNPROVEN

/* The body of main and its proven depth. */
static const struct {
    const char *body;
    uint32_t depth;
} depths[] = {
    {"", 0},
    {"NOP", 0},
    {"PUSH_CONST 1", 1},
    {"PUSH_CONST 1\nDUP\nDUP2\nPOP\nHALT", 4},
    {"PUSH_CONST 1\nPUSH_CONST 1\nADD\nRETURN_VAL\nPUSH_CONST 1\nDUP\nDUP\nDUP", 2},
    {"POP\nPUSH_CONST 1\nDUP", 0},             /* underflow ends the path */
    {"PUSH_CONST 1\nADD\nDUP\nDUP", 1},        /* so does one operand for two */
    {"PUSH_CONST 1\n.raw 255 0\nDUP\nDUP", 1}, /* unassigned */
    {"PUSH_CONST 1\nRAISE\nDUP\nDUP", 1},
    {"PUSH_CONST 1\nEXIT\nPUSH_CONST 1\nDUP", 1},
    {"HALT\nPUSH_CONST 1", 0},
    {"JUMP 99\nPUSH_CONST 1", 0},                                   /* a bad target */
    {"PUSH_CONST 1\nJUMP_IF_TRUE 99\nPUSH_CONST 1\nDUP", 2},        /* its way on goes on */
    {"PUSH_CONST 1\nJUMP_IF_TRUE_OR_POP 3\nPUSH_CONST 2\nHALT", 1}, /* and both meet at 1 */
    {"PUSH_CONST 1\nJUMP_IF_FALSE_OR_POP 2\nHALT", U}, /* 1 where kept, 0 on the way on */
    {"PUSH_CONST 1\nJUMP_IF_TRUE 2\nHALT", 1},
    {"PUSH_CONST 1\nJUMP_IF_TRUE 3\nPUSH_CONST 2\nHALT", U}, /* 0 and 1 meet */
    {"PUSH_CONST 1\nJUMP 0", U},                             /* a loop that grows */
    {"l: PUSH_CONST 1\nPOP\nJUMP l", 1},
    {"a: JUMP a", 0},
    {"PUSH_CONST 1\nPUSH_CONST 2\nCALL_FUNC two\nDUP", 2},
    {"CALL_FUNC none_\nDUP", 2},
    {"PUSH_CONST 1\nCALL_FUNC two\nDUP\nDUP", 1}, /* too few arguments */
    {"PUSH_FUNC two\nPUSH_CONST 1\nCALL_VALUE 1", 2},
    {"PUSH_CONST 1\nCALL_VALUE 1\nDUP", 1},
    {"PUSH_CONST 1\nUNPACK 5", 5},
    {"PUSH_CONST 1\nUNPACK 0\nPUSH_CONST 1", 1},
    {"LIST_NEW 0\nTUPLE_NEW 1", 1},
    {"PUSH_CONST 1\nPUSH_CONST 1\nMATH atan2\nDUP", 2},
    {"PUSH_CONST 1\nMATH atan2\nDUP", 1},
    {"PUSH_CONST 1\nMATH sqrt\nDUP", 2},
    {"PUSH_CONST 1\nDUP\nDUP\nPRINT 2\nDUP", 3},
    {".raw HALT 7", 0}, /* the operand does not matter */
    {"PUSH_CONST 1\nUNPACK 16777215", 16777215},
};

Test(test_program, proven_depths)
{
    size_t i;
    for (i = 0; i < COUNT_OF(depths); i++) {
        char text[512];
        BobProgram *p;
        (void)snprintf(text, sizeof text, ".func main\n%s\n.func two a b\n.func none_\n",
                       depths[i].body);
        p = assembled(text);
        cr_expect(p->functions[p->main].max_depth == depths[i].depth, "%u, not %u, for\n%s",
                  p->functions[p->main].max_depth, depths[i].depth, depths[i].body);
        bob_program_free(p);
    }
}

Test(test_program, depth_at_each_instruction)
{
    BobProgram *p =
        assembled(".func main\nPUSH_CONST 1\nJUMP_IF_TRUE 3\nHALT\nPUSH_CONST 1\nHALT\nNOP\n");
    const uint32_t expect[] = {0, 1, 0, 0, 1, BOB_UNREACHED};
    uint32_t depth_at[6], max_depth;
    cr_assert(bob_prove_depth(p, &p->functions[0], depth_at, &max_depth) == BOB_OK);
    cr_assert(max_depth == 1);
    cr_assert(memcmp(depth_at, expect, sizeof expect) == 0);
    bob_program_free(p);
}

Test(test_program, locals)
{
    BobProgram *p =
        assembled(".func main\nLOAD_NAME y\nSTORE_NAME z\nSTORE_NAME x\nSTORE_NAME z\n"
                  "STORE_GLOBAL g\nDELETE_NAME d\n.func f x y\nSTORE_NAME y\nSTORE_NAME g\n");
    const BobFunction *f = &p->functions[0];
    uint32_t i;
    cr_assert(f->local_count == 2);
    cr_assert_str_eq(bob_program_name(p, f->locals[0]), "z");
    cr_assert_str_eq(bob_program_name(p, f->locals[1]), "x");
    f = &p->functions[1];
    cr_assert(f->local_count == 3);
    for (i = 0; i < 3; i++) {
        cr_assert_str_eq(bob_program_name(p, f->locals[i]), i == 0 ? "x" : i == 1 ? "y" : "g");
        cr_assert(bob_function_slot(f, f->locals[i]) == i);
        cr_assert(i == 0 || f->local_by_name[i - 1].name < f->local_by_name[i].name);
    }
    cr_assert(bob_function_slot(f, p->functions[0].locals[0]) == BOB_NO_SLOT);
    bob_program_free(p);
}

Test(test_program, many_locals)
{
    BobProgram *p = bob_program_new(NULL);
    const BobFunction *f;
    uint32_t i;
    bob_program_add_function(p, "main", 4);
    for (i = 0; i < 1000; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "n%u", i);
        (void)bob_program_add_name(p, name, strlen(name));
    }
    for (i = 0; i < 1000; i++)
        cr_assert(bob_function_emit(p, 0, bob_word(OP_STORE_NAME, i * 7 % 1000), 0));
    cr_assert(bob_program_finish(p, NULL) == BOB_OK);
    f = &p->functions[0];
    for (i = 0; i < 1000; i++)
        cr_assert(f->locals[i] == i * 7 % 1000 && bob_function_slot(f, i * 7 % 1000) == i);
    bob_program_free(p);
}

Test(test_program, lines)
{
    BobProgram *p =
        assembled(".func main\nNOP\n.line 5\nNOP\nNOP\n.line 0\nNOP\n.line 9\nNOP\n.func f\nNOP");
    const BobFunction *f = &p->functions[0];
    const uint32_t expect[] = {0, 5, 5, 0, 9, 0};
    uint32_t i;
    for (i = 0; i < 6; i++)
        cr_assert(bob_function_line(f, i) == expect[i]);
    cr_assert(f->line_count == 3 && p->functions[1].line_count == 0);
    bob_program_free(p);
}

Test(test_program, shared_strings)
{
    BobProgram *p = assembled(".func main\nPUSH_CONST \"\"\nPUSH_CONST \"x\"\nPUSH_CONST \"xyz\"\n"
                              "PUSH_CONST \"\xC3\xA9\"\nPUSH_CONST \"\\0\"\n");
    uint32_t i;
    cr_assert(p->constants[0].ref == bob_static_str(p, BOB_EMPTY_STR));
    cr_assert(p->constants[1].ref == bob_static_str(p, 'x'));
    cr_assert(p->constants[4].ref == bob_static_str(p, 0));
    for (i = 0; i < p->constant_count; i++) {
        const BobObject *o = p->constants[i].ref;
        cr_assert(bob_is_str(p->constants[i]) && o->flags == OBJ_STATIC &&
                  o->room_class == NO_ROOM);
        cr_assert(bob_str_bytes(o)[o->size] == '\0');
    }
    cr_assert(p->constants[3].ref->size == 2 && p->constants[3].ref->points == 1);
    cr_assert_str_eq(bob_str_bytes(p->constants[2].ref), "xyz");
    for (i = 0; i < 128; i++)
        cr_assert(bob_str_bytes(bob_static_str(p, i))[0] == (char)i &&
                  bob_static_str(p, i)->size == 1);
    bob_program_free(p);
}

/* Programs that a front end could build and finish() must refuse. */
Test(test_program, refusals)
{
    static const struct {
        BobWord word;
        const char *message;
    } rows[] = {
        {OP_PUSH_CONST, "operand 0 of PUSH_CONST names no constant (function main, instruction 1)"},
        {OP_LOAD_NAME | 9u << 8, "operand 9 of LOAD_NAME names no name"},
        {OP_PUSH_FUNC | 1u << 8, "names no function"},
        {OP_MATH | 0xFFFFFFu << 8, "names no math function"},
        {OP_CALL_BUILTIN | 0xFFFFFFu << 8, "names no built-in"},
    };
    BobProgram *p;
    BobError e;
    size_t i;
    for (i = 0; i < COUNT_OF(rows); i++) {
        p = bob_program_new(NULL);
        bob_program_add_function(p, "main", 4);
        cr_assert(bob_function_emit(p, 0, OP_NOP, 0) && bob_function_emit(p, 0, rows[i].word, 0));
        cr_expect(bob_program_finish(p, &e) == BOB_INVALID_PROGRAM && e.ip == 1);
        cr_expect(strstr(e.message, rows[i].message) != NULL, "%s", e.message);
        bob_program_free(p);
    }
    p = bob_program_new(NULL);
    cr_assert(bob_program_finish(p, &e) == BOB_INVALID_PROGRAM);
    bob_program_add_function(p, "main", 4);
    cr_assert(bob_function_add_param(p, 0, bob_program_add_name(p, "a", 1)));
    cr_assert(bob_program_finish(p, &e) == BOB_INVALID_PROGRAM);
    bob_program_free(p);
    p = bob_program_new(NULL);
    bob_program_add_function(p, "f", 1);
    bob_program_add_function(p, "main", 4);
    for (i = 0; i < 2; i++)
        cr_assert(bob_function_add_param(p, 0, bob_program_add_name(p, "a", 1)));
    cr_assert(bob_program_finish(p, &e) == BOB_INVALID_PROGRAM);
    cr_assert(strstr(e.message, "two parameters of the name a") != NULL);
    bob_program_free(p);
    bob_program_free(NULL);
}

Test(test_program, operations)
{
    int i;
    for (i = 0; i < OP_COUNT; i++)
        cr_assert(bob_op_find(bob_ops[i].name, strlen(bob_ops[i].name)) == i);
    cr_assert(bob_op_find("", 0) == -1 && bob_op_find("add", 3) == -1 &&
              bob_op_find("ADDD", 4) == -1);
    for (i = 0; i < BOB_MATH_COUNT; i++)
        cr_assert(bob_math_find(bob_math_name((uint32_t)i), strlen(bob_math_name((uint32_t)i))) ==
                  i);
    cr_assert(bob_math_name(BOB_MATH_COUNT) == NULL && bob_math_arity(BOB_MATH_COUNT) == 0);
    for (i = 0; i < BOB_BUILTIN_COUNT; i++)
        cr_assert(bob_builtin_number(bob_builtins[i].name, strlen(bob_builtins[i].name)) == i);
    cr_assert(bob_builtins[BOB_BUILTIN_COUNT].name == NULL);
    cr_assert_str_eq(bob_op_nearest("LOAD_NAM", 8), "LOAD_NAME");
    cr_assert_str_eq(bob_op_nearest("push_cosnt", 10), "PUSH_CONST");
    cr_assert(bob_op_nearest("xyzzy", 5) == NULL && bob_op_nearest("", 0) == NULL);
    cr_assert(bob_ops_hash() == bob_ops_hash() && bob_ops_hash() != 0);
}
