local floor = math.floor

local function quicksort(a, low, high)
  while low < high do
    local pivot = a[floor((low + high) / 2)]
    local i, j = low, high
    while i <= j do
      while a[i] < pivot do
        i = i + 1
      end
      while a[j] > pivot do
        j = j - 1
      end
      if i <= j then
        a[i], a[j] = a[j], a[i]
        i = i + 1
        j = j - 1
      end
    end
    if j - low < high - i then
      quicksort(a, low, j)
      low = i
    else
      quicksort(a, i, high)
      high = j
    end
  end
end

local function main()
  local n = 200000
  local seed = 99
  local checksum = 0
  for round = 1, 5 do
    local a = {}
    for i = 1, n do
      seed = seed * 16807 % 2147483647
      a[i] = seed % 1000000
    end
    quicksort(a, 1, n)
    for i = 1, n, 7 do
      checksum = (checksum * 31 + a[i]) % 1000000007
    end
  end
  print(checksum)
end

main()
