#include "../rt.h"

enum { PUSH, LOAD, STORE, ADD, SUB, MUL, MOD, LESS, JUMP, JUMP_FALSE, STOP };

/* A stack machine; each instruction is an operation and an operand. */
static int64_t execute(const int64_t *code, int64_t *variables)
{
    int64_t stack[16], sp = 0, pc = 0, count = 0;
    for (;;) {
        int64_t op = code[pc], arg = code[pc + 1];
        pc += 2;
        count += 1;
        if (op == LOAD) {
            stack[sp] = variables[arg];
            sp += 1;
        } else if (op == PUSH) {
            stack[sp] = arg;
            sp += 1;
        } else if (op == STORE) {
            sp -= 1;
            variables[arg] = stack[sp];
        } else if (op == ADD) {
            sp -= 1;
            stack[sp - 1] += stack[sp];
        } else if (op == SUB) {
            sp -= 1;
            stack[sp - 1] -= stack[sp];
        } else if (op == MUL) {
            sp -= 1;
            stack[sp - 1] *= stack[sp];
        } else if (op == MOD) {
            sp -= 1;
            stack[sp - 1] %= stack[sp];
        } else if (op == LESS) {
            sp -= 1;
            if (stack[sp - 1] < stack[sp])
                stack[sp - 1] = 1;
            else
                stack[sp - 1] = 0;
        } else if (op == JUMP_FALSE) {
            sp -= 1;
            if (stack[sp] == 0)
                pc = arg;
        } else if (op == JUMP) {
            pc = arg;
        } else {
            return count;
        }
    }
}

static void run(void)
{
    /* i = 0; while (i < n) { s = (s * 3 + i) % m; i = i + 1; } */
    static const int64_t code[] = {PUSH,       0,  STORE, 0, LOAD,  0, LOAD,  1, LESS, 0,
                                   JUMP_FALSE, 38, LOAD,  2, PUSH,  3, MUL,   0, LOAD, 0,
                                   ADD,        0,  LOAD,  3, MOD,   0, STORE, 2, LOAD, 0,
                                   PUSH,       1,  ADD,   0, STORE, 0, JUMP,  4, STOP, 0};
    int64_t variables[] = {0, 750000, 1, 1000003};
    int64_t count = execute(code, variables);
    count += execute(code, variables);
    print_int(variables[2]);
    print_int(count);
}
