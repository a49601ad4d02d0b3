local function gcd(a, b)
  while b ~= 0 do
    a, b = b, a % b
  end
  return a
end

local function extended(a, b)
  if b == 0 then
    return a, 1, 0
  end
  local g, x, y = extended(b, a % b)
  return g, y, x - a // b * y
end

local function main()
  local n = 1500
  local total = 0
  for a = 1, n - 1 do
    for b = 1, n - 1 do
      total = total + gcd(a, b)
    end
  end
  local inverses = 0
  local m = 10007
  for a = 1, m - 1 do
    local g, x, y = extended(a, m)
    inverses = (inverses * 3 + x) % 1000003
  end
  print(total)
  print(inverses)
end

main()
