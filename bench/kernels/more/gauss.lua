local abs = math.abs

local function solve(a, b, n)
  for column = 1, n do
    local pivot = column
    for row = column + 1, n do
      if abs(a[row][column]) > abs(a[pivot][column]) then
        pivot = row
      end
    end
    a[column], a[pivot] = a[pivot], a[column]
    b[column], b[pivot] = b[pivot], b[column]
    for row = column + 1, n do
      local factor = a[row][column] / a[column][column]
      local from, to = a[column], a[row]
      for k = column, n do
        to[k] = to[k] - factor * from[k]
      end
      b[row] = b[row] - factor * b[column]
    end
  end
  local x = {}
  for row = n, 1, -1 do
    local s = b[row]
    for k = row + 1, n do
      s = s - a[row][k] * x[k]
    end
    x[row] = s / a[row][row]
  end
  return x
end

local function main()
  local n = 240
  local seed = 8
  local total = 0.0
  for round = 1, 10 do
    local a = {}
    local b = {}
    for i = 1, n do
      local row = {}
      for j = 1, n do
        seed = seed * 16807 % 2147483647
        row[j] = seed / 2147483647 - 0.5
      end
      a[i] = row
      b[i] = (i - 1) % 10 + 1.0
    end
    local x = solve(a, b, n)
    for i = 1, n do
      total = total + abs(x[i])
    end
  end
  print(string.format("%.9f", total))
end

main()
