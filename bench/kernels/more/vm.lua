local PUSH, LOAD, STORE, ADD, SUB, MUL, MOD, LESS, JUMP, JUMP_FALSE, STOP = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10

-- A stack machine; each instruction is an operation and an operand.
local function execute(code, variables)
  local stack = {}
  for i = 1, 16 do
    stack[i] = 0
  end
  local sp = 1
  local pc = 1
  local count = 0
  while true do
    local op = code[pc]
    local arg = code[pc + 1]
    pc = pc + 2
    count = count + 1
    if op == LOAD then
      stack[sp] = variables[arg]
      sp = sp + 1
    elseif op == PUSH then
      stack[sp] = arg
      sp = sp + 1
    elseif op == STORE then
      sp = sp - 1
      variables[arg] = stack[sp]
    elseif op == ADD then
      sp = sp - 1
      stack[sp - 1] = stack[sp - 1] + stack[sp]
    elseif op == SUB then
      sp = sp - 1
      stack[sp - 1] = stack[sp - 1] - stack[sp]
    elseif op == MUL then
      sp = sp - 1
      stack[sp - 1] = stack[sp - 1] * stack[sp]
    elseif op == MOD then
      sp = sp - 1
      stack[sp - 1] = stack[sp - 1] % stack[sp]
    elseif op == LESS then
      sp = sp - 1
      if stack[sp - 1] < stack[sp] then
        stack[sp - 1] = 1
      else
        stack[sp - 1] = 0
      end
    elseif op == JUMP_FALSE then
      sp = sp - 1
      if stack[sp] == 0 then
        pc = arg
      end
    elseif op == JUMP then
      pc = arg
    else
      return count
    end
  end
end

local function main()
  -- i = 0; while i < n do s = (s * 3 + i) % m; i = i + 1 end
  local code = {PUSH, 0, STORE, 1,
                LOAD, 1, LOAD, 2, LESS, 0, JUMP_FALSE, 39,
                LOAD, 3, PUSH, 3, MUL, 0, LOAD, 1, ADD, 0, LOAD, 4, MOD, 0, STORE, 3,
                LOAD, 1, PUSH, 1, ADD, 0, STORE, 1, JUMP, 5,
                STOP, 0}
  local variables = {0, 750000, 1, 1000003}
  local count = execute(code, variables)
  count = count + execute(code, variables)
  print(variables[3])
  print(count)
end

main()
