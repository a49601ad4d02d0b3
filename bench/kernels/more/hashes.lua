local function xorshift(x)
  x = x ~ (x << 13) & 0xFFFFFFFF
  x = x ~ x >> 17
  x = x ~ (x << 5) & 0xFFFFFFFF
  return x
end

local function fnv(data)
  local h = 2166136261
  for i = 1, #data do
    h = ((h ~ data[i]) * 16777619) & 0xFFFFFFFF
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
  return b << 16 | a
end

local function main()
  local data = {}
  local x = 2463534242
  for i = 1, 10000 do
    x = xorshift(x)
    data[i] = x & 255
  end
  for round = 1, 1200 do
    x = xorshift(x ~ fnv(data))
    x = xorshift(x ~ adler(data))
    data[round] = x & 255
  end
  print(x)
end

main()
