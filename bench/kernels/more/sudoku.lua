local puzzle = "800000000003600000070090200050007000000045700000100030001000068008500010090000400"

local steps = 0

local function fits(board, cell, digit)
  local row = cell // 9 * 9
  local column = cell % 9
  for k = 1, 9 do
    if board[row + k] == digit or board[column + 9 * k - 8] == digit then
      return false
    end
  end
  local corner = cell // 27 * 27 + column // 3 * 3
  for k = 1, 3 do
    if board[corner + k] == digit or board[corner + 9 + k] == digit or board[corner + 18 + k] == digit then
      return false
    end
  end
  return true
end

local function solve(board, empty, at)
  steps = steps + 1
  if at > #empty then
    return true
  end
  local cell = empty[at]
  for digit = 1, 9 do
    if fits(board, cell, digit) then
      board[cell + 1] = digit
      if solve(board, empty, at + 1) then
        return true
      end
    end
  end
  board[cell + 1] = 0
  return false
end

local function main()
  local total = 0
  local empty = {}
  for cell = 0, 80 do
    if string.sub(puzzle, cell + 1, cell + 1) == "0" then
      empty[#empty + 1] = cell
    end
  end
  for round = 1, 12 do
    local work = {}
    for i = 1, 81 do
      work[i] = tonumber(string.sub(puzzle, i, i))
    end
    solve(work, empty, 1)
    for i = 1, 81 do
      total = (total * 10 + work[i]) % 1000003
    end
  end
  print(total)
  print(steps)
end

main()
