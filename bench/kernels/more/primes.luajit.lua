local floor = math.floor

local function is_prime(n)
  if n < 4 then
    return n > 1
  end
  if n % 2 == 0 or n % 3 == 0 then
    return false
  end
  local d = 5
  while d * d <= n do
    if n % d == 0 or n % (d + 2) == 0 then
      return false
    end
    d = d + 6
  end
  return true
end

local function totient(n)
  local result = n
  local p = 2
  while p * p <= n do
    if n % p == 0 then
      while n % p == 0 do
        n = floor(n / p)
      end
      result = result - floor(result / p)
    end
    p = p + 1
  end
  if n > 1 then
    result = result - floor(result / n)
  end
  return result
end

local function main()
  local count = 0
  for n = 0, 799999 do
    if is_prime(n) then
      count = count + 1
    end
  end
  local total = 0
  for n = 1, 59999 do
    total = total + totient(n)
  end
  print(count)
  print(total)
end

main()
