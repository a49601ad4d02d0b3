local max = math.max

local function insert(keys, left, right, key)
  local node = #keys + 1
  local at = 1
  while at < node do
    if key == keys[at] then
      return at
    end
    if key < keys[at] then
      if left[at] == 0 then
        left[at] = node
        break
      end
      at = left[at]
    else
      if right[at] == 0 then
        right[at] = node
        break
      end
      at = right[at]
    end
  end
  keys[node] = key
  left[node] = 0
  right[node] = 0
  return node
end

local function height(left, right, node)
  if node == 0 then
    return 0
  end
  return 1 + max(height(left, right, left[node]), height(left, right, right[node]))
end

local function in_order(keys, left, right, node, checksum)
  if node == 0 then
    return checksum
  end
  checksum = in_order(keys, left, right, left[node], checksum)
  checksum = (checksum * 31 + keys[node]) % 1000000007
  return in_order(keys, left, right, right[node], checksum)
end

local function main()
  local total = 0
  local seed = 31337
  for round = 1, 20 do
    local keys, left, right = {}, {}, {}
    for i = 1, 20000 do
      seed = seed * 16807 % 2147483647
      insert(keys, left, right, seed % 15000)
    end
    total = total + in_order(keys, left, right, 1, 0) + height(left, right, 1)
  end
  print(total)
end

main()
