local function popcount(x)
  x = x - ((x >> 1) & 0x55555555)
  x = (x & 0x33333333) + ((x >> 2) & 0x33333333)
  x = (x + (x >> 4)) & 0x0F0F0F0F
  x = x + (x >> 8)
  return (x + (x >> 16)) & 63
end

local function reverse(x)
  local result = 0
  for k = 1, 16 do
    result = (result << 1) | (x & 1)
    x = x >> 1
  end
  return result
end

local function gray(x)
  return x ~ (x >> 1)
end

local function ungray(x)
  local shift = 1
  while shift < 32 do
    x = x ~ (x >> shift)
    shift = shift << 1
  end
  return x
end

local function main()
  local bits = 0
  local palindromes = 0
  local mixed = 0
  for i = 0, 4999999 do
    local g = gray(i)
    bits = bits + popcount(g ~ 0x2AAAAAAA)
    if i < 65536 and reverse(i) == i then
      palindromes = palindromes + 1
    end
    mixed = (mixed * 5 + ungray(g ~ 1)) & 0xFFFFFF
  end
  print(bits)
  print(palindromes)
  print(mixed)
end

main()
