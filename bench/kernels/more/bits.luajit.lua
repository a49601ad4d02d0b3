local band, bor, bxor, lshift, rshift = bit.band, bit.bor, bit.bxor, bit.lshift, bit.rshift

local function popcount(x)
  x = x - band(rshift(x, 1), 0x55555555)
  x = band(x, 0x33333333) + band(rshift(x, 2), 0x33333333)
  x = band(x + rshift(x, 4), 0x0F0F0F0F)
  x = x + rshift(x, 8)
  return band(x + rshift(x, 16), 63)
end

local function reverse(x)
  local result = 0
  for k = 1, 16 do
    result = bor(lshift(result, 1), band(x, 1))
    x = rshift(x, 1)
  end
  return result
end

local function gray(x)
  return bxor(x, rshift(x, 1))
end

local function ungray(x)
  local shift = 1
  while shift < 32 do
    x = bxor(x, rshift(x, shift))
    shift = lshift(shift, 1)
  end
  return x
end

local function main()
  local bits = 0
  local palindromes = 0
  local mixed = 0
  for i = 0, 4999999 do
    local g = gray(i)
    bits = bits + popcount(bxor(g, 0x2AAAAAAA))
    if i < 65536 and reverse(i) == i then
      palindromes = palindromes + 1
    end
    mixed = band(mixed * 5 + ungray(bxor(g, 1)), 0xFFFFFF)
  end
  print(bits)
  print(palindromes)
  print(mixed)
end

main()
