PUSH = 0
LOAD = 1
STORE = 2
ADD = 3
SUB = 4
MUL = 5
MOD = 6
LESS = 7
JUMP = 8
JUMP_FALSE = 9
STOP = 10


def execute(code, variables):
    """A stack machine; each instruction is an operation and an operand."""
    stack = [0] * 16
    sp = 0
    pc = 0
    count = 0
    while True:
        op = code[pc]
        arg = code[pc + 1]
        pc += 2
        count += 1
        if op == LOAD:
            stack[sp] = variables[arg]
            sp += 1
        elif op == PUSH:
            stack[sp] = arg
            sp += 1
        elif op == STORE:
            sp -= 1
            variables[arg] = stack[sp]
        elif op == ADD:
            sp -= 1
            stack[sp - 1] += stack[sp]
        elif op == SUB:
            sp -= 1
            stack[sp - 1] -= stack[sp]
        elif op == MUL:
            sp -= 1
            stack[sp - 1] *= stack[sp]
        elif op == MOD:
            sp -= 1
            stack[sp - 1] %= stack[sp]
        elif op == LESS:
            sp -= 1
            if stack[sp - 1] < stack[sp]:
                stack[sp - 1] = 1
            else:
                stack[sp - 1] = 0
        elif op == JUMP_FALSE:
            sp -= 1
            if stack[sp] == 0:
                pc = arg
        elif op == JUMP:
            pc = arg
        else:
            return count


def main():
    # i = 0; while i < n: s = (s * 3 + i) % m; i = i + 1
    code = [PUSH, 0, STORE, 0,
            LOAD, 0, LOAD, 1, LESS, 0, JUMP_FALSE, 38,
            LOAD, 2, PUSH, 3, MUL, 0, LOAD, 0, ADD, 0, LOAD, 3, MOD, 0, STORE, 2,
            LOAD, 0, PUSH, 1, ADD, 0, STORE, 0, JUMP, 4,
            STOP, 0]
    variables = [0, 750000, 1, 1000003]
    count = execute(code, variables)
    count += execute(code, variables)
    print(variables[2])
    print(count)


main()
