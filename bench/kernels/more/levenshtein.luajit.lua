local floor = math.floor

local function distance(a, b)
  local previous = {}
  for j = 1, #b + 1 do
    previous[j] = j - 1
  end
  for i = 1, #a do
    local current = {i}
    for j = 1, #b do
      local cost = previous[j]
      if a[i] ~= b[j] then
        cost = cost + 1
      end
      if previous[j + 1] + 1 < cost then
        cost = previous[j + 1] + 1
      end
      if current[j] + 1 < cost then
        cost = current[j] + 1
      end
      current[j + 1] = cost
    end
    previous = current
  end
  return previous[#b + 1]
end

local function main()
  local words = {}
  local seed = 9
  for k = 1, 60 do
    local word = {}
    seed = seed * 16807 % 2147483647
    for i = 1, 60 + seed % 40 do
      seed = seed * 16807 % 2147483647
      word[i] = 97 + floor(seed / 3) % 6
    end
    words[k] = word
  end
  local total = 0
  for i = 1, #words do
    for j = 1, #words do
      total = total + distance(words[i], words[j])
    end
  end
  print(total)
end

main()
