/* Operations and built-ins with the types that they take and leave, as their effects and
 * signatures say. */
#include "tests/random/random.h"

Action random_makers[256], random_doers[64];
unsigned random_maker_count, random_doer_count;

static Type type_of_token(const char *t, size_t n)
{
    static const struct {
        const char *tokens;
        Type type;
    } types[] = {
        {" bool reverse ", T_BOOL},
        {" int i n start stop step maxsplit count digits base m i1..in code point ", T_INT},
        {" float r ", T_FLOAT},
        {" a b y x1..xn a+b a-b a*b -a +a a/b a//b a%b a**b |a| a|b ", T_NUMBER},
        {" str sub sep prefix suffix chars old new spec end ", T_STR},
        {" tuple ", T_TUPLE},
        {" list ", T_LIST},
        {" seq seq1..seqn object ", T_SEQ},
        {" func ", T_FUNC},
    };
    char word[40];
    unsigned i;
    (void)snprintf(word, sizeof word, " %.*s ", (int)n, t);
    for (i = 0; i < COUNT_OF(types); i++)
        if (strstr(types[i].tokens, word) != NULL)
            return types[i].type;
    return T_ANY;
}

/* "( seq [reverse] -- list )" */
static void read_effect(Action *a, const char *effect)
{
    bool results = false;
    unsigned outs = 0;
    const char *p = effect + 1;
    a->out = -1;
    while (*p != '\0' && *p != ')' && *p != '|') {
        size_t n = strcspn(p, " )");
        const char *word = p;
        bool optional = *p == '[';
        p += n + (p[n] == ' ');
        if (n == 0)
            continue;
        if (n == 2 && memcmp(word, "--", 2) == 0) {
            results = true;
            continue;
        }
        while (*word == '[')
            word++, n--;
        while (n > 0 && word[n - 1] == ']')
            n--;
        if (results) {
            a->out = (int)type_of_token(word, n);
            outs++;
        } else if (a->in_count < COUNT_OF(a->in)) {
            a->many = a->many || memchr(word, '.', n) != NULL;
            a->in[a->in_count++] = type_of_token(word, n);
            a->required += !optional;
        }
    }
    if (outs > 1)
        a->out = -2; /* moves operands about */
}

static void add_action(unsigned opcode, int builtin, const char *effect)
{
    Action a = {.opcode = opcode, .builtin = builtin};
    unsigned i;
    read_effect(&a, effect);
    for (i = 0; i < a.in_count; i++) { /* what the tokens alone do not tell */
        if (a.out == T_FLOAT && a.in[i] == T_ANY && opcode == OP_CALL_BUILTIN)
            a.in[i] = T_NUMBER;
        if (strpbrk(effect, "&^~<>") != NULL && a.in[i] == T_NUMBER)
            a.in[i] = T_INT;
    }
    if (a.out >= 0)
        random_makers[random_maker_count++] = a;
    else if (a.out == -1)
        random_doers[random_doer_count++] = a;
}

void random_read_tables(void)
{
    unsigned i;
    for (i = 0; i < OP_COUNT; i++) {
        BobOperand o = bob_ops[i].operand;
        if (o == OPERAND_NONE || o == OPERAND_MATH ||
            (o == OPERAND_COUNT && i != OP_CALL_VALUE && i != OP_UNPACK))
            add_action(i, -1, bob_ops[i].effect);
    }
    for (i = 0; i < BOB_BUILTIN_COUNT; i++)
        add_action(OP_CALL_BUILTIN, (int)i, bob_builtins[i].signature);
}
