local function shellsort(a, n)
  local gap = 1
  while gap < n // 3 do
    gap = 3 * gap + 1
  end
  while gap > 0 do
    for i = gap + 1, n do
      local x = a[i]
      local j = i
      while j > gap and a[j - gap] > x do
        a[j] = a[j - gap]
        j = j - gap
      end
      a[j] = x
    end
    gap = gap // 3
  end
end

local function main()
  local n = 50000
  local seed = 4711
  local total = 0.0
  for round = 1, 9 do
    local a = {}
    for i = 1, n do
      seed = seed * 16807 % 2147483647
      a[i] = seed / 2147483647
    end
    shellsort(a, n)
    for i = 0, n - 1, 100 do
      total = total + a[i + 1] * (i % 7)
    end
  end
  print(string.format("%.9f", total))
end

main()
