local visits = 0

-- Heap's algorithm: each permutation of the first k elements once.
local function permute(a, k)
  if k == 1 then
    if a[1] < a[2] then
      visits = visits + a[3]
    end
    return
  end
  permute(a, k - 1)
  for i = 1, k - 1 do
    if k % 2 == 0 then
      a[i], a[k] = a[k], a[i]
    else
      a[1], a[k] = a[k], a[1]
    end
    permute(a, k - 1)
  end
end

-- How many subsets of a[at:] have the sum left.
local function subsets(a, at, left)
  if left == 0 then
    return 1
  end
  if at > #a or left < 0 then
    return 0
  end
  return subsets(a, at + 1, left - a[at]) + subsets(a, at + 1, left)
end

local function main()
  local a = {}
  for i = 1, 10 do
    a[i] = i - 1
  end
  local total = 0
  for round = 0, 1 do
    permute(a, #a)
    local b = {}
    for i = 0, 19 do
      b[i + 1] = 3 + i * 5 % 17
    end
    total = total * 7 + subsets(b, 1, 60 + round)
  end
  print(visits)
  print(total)
end

main()
