local max = math.max

local function letters(n, seed)
  local result = {}
  for i = 1, n do
    seed = seed * 16807 % 2147483647
    result[i] = seed % 8
  end
  return result
end

local function lcs(a, b)
  local rows = #a
  local columns = #b
  local t = {}
  for i = 1, rows + 1 do
    local row = {}
    for j = 1, columns + 1 do
      row[j] = 0
    end
    t[i] = row
  end
  for i = 1, rows do
    for j = 1, columns do
      if a[i] == b[j] then
        t[i + 1][j + 1] = t[i][j] + 1
      else
        t[i + 1][j + 1] = max(t[i][j + 1], t[i + 1][j])
      end
    end
  end
  -- the way back
  local i = rows
  local j = columns
  local path = 0
  while i > 0 and j > 0 do
    if a[i] == b[j] then
      path = (path * 8 + a[i]) % 1000003
      i = i - 1
      j = j - 1
    elseif t[i][j + 1] >= t[i + 1][j] then
      i = i - 1
    else
      j = j - 1
    end
  end
  return t[rows + 1][columns + 1] * 1000003 + path
end

local function main()
  local total = 0
  for k = 0, 5 do
    total = total + lcs(letters(1500, 31 + k), letters(1600, 77 + k))
  end
  print(total)
end

main()
