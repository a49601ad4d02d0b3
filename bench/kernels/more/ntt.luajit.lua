local floor = math.floor

local MOD = 7340033

local function power(base, exponent)
  local result = 1
  while exponent > 0 do
    if exponent % 2 == 1 then
      result = result * base % MOD
    end
    base = base * base % MOD
    exponent = floor(exponent / 2)
  end
  return result
end

local function transform(a, n, root)
  local j = 0
  for i = 1, n - 1 do
    local bit = floor(n / 2)
    while j >= bit do
      j = j - bit
      bit = floor(bit / 2)
    end
    j = j + bit
    if i < j then
      a[i + 1], a[j + 1] = a[j + 1], a[i + 1]
    end
  end
  local length = 2
  while length <= n do
    local step = power(root, floor(n / length))
    local half = floor(length / 2)
    for start = 1, n, length do
      local w = 1
      for k = start, start + half - 1 do
        local u = a[k]
        local v = a[k + half] * w % MOD
        a[k] = (u + v) % MOD
        a[k + half] = (u - v + MOD) % MOD
        w = w * step % MOD
      end
    end
    length = length * 2
  end
end

local function multiply(a, b, n)
  local root = power(3, floor((MOD - 1) / n))
  transform(a, n, root)
  transform(b, n, root)
  for i = 1, n do
    a[i] = a[i] * b[i] % MOD
  end
  transform(a, n, power(root, MOD - 2))
  local inverse = power(n, MOD - 2)
  for i = 1, n do
    a[i] = a[i] * inverse % MOD
  end
end

local function main()
  local n = 8192
  local seed = 5
  local checksum = 0
  for round = 1, 50 do
    local a, b = {}, {}
    for i = 1, n do
      a[i] = 0
      b[i] = 0
    end
    for i = 1, floor(n / 2) do
      seed = seed * 16807 % 2147483647
      a[i] = seed % MOD
      seed = seed * 16807 % 2147483647
      b[i] = seed % MOD
    end
    multiply(a, b, n)
    for i = 1, n do
      checksum = (checksum * 31 + a[i]) % 1000000007
    end
  end
  print(checksum)
end

main()
