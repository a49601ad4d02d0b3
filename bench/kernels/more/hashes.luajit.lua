local band, bor, bxor, lshift, rshift, tobit = bit.band, bit.bor, bit.bxor, bit.lshift, bit.rshift, bit.tobit

local function xorshift(x)
  x = bxor(x, lshift(x, 13))
  x = bxor(x, rshift(x, 17))
  x = bxor(x, lshift(x, 5))
  return x
end

local function fnv(data)
  local h = tobit(2166136261)
  for i = 1, #data do
    h = bxor(h, data[i])
    -- times 16777619, which is 2^24 + 403, without leaving 53 bits
    h = tobit(h * 403 + lshift(h, 24))
  end
  return h
end

local function adler(data)
  local a = 1
  local b = 0
  for i = 1, #data do
    a = (a + data[i]) % 65521
    b = (b + a) % 65521
  end
  return bor(lshift(b, 16), a)
end

local function main()
  local data = {}
  local x = tobit(2463534242)
  for i = 1, 10000 do
    x = xorshift(x)
    data[i] = band(x, 255)
  end
  for round = 1, 1200 do
    x = xorshift(bxor(x, fnv(data)))
    x = xorshift(bxor(x, adler(data)))
    data[round] = band(x, 255)
  end
  print(x % 4294967296)
end

main()
