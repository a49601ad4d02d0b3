local function find(parent, x)
  while parent[x] ~= x do
    parent[x] = parent[parent[x]]
    x = parent[x]
  end
  return x
end

local function union(parent, size, a, b)
  a = find(parent, a)
  b = find(parent, b)
  if a == b then
    return false
  end
  if size[a] < size[b] then
    a, b = b, a
  end
  parent[b] = a
  size[a] = size[a] + size[b]
  return true
end

-- Cells opened at random until the top row is joined to the bottom row.
local function percolate(width, seed)
  local cells = width * width
  local top = cells + 1
  local bottom = cells + 2
  local parent, size, is_open = {}, {}, {}
  for i = 1, cells + 2 do
    parent[i] = i
    size[i] = 1
  end
  for i = 1, cells do
    is_open[i] = false
  end
  local opened = 0
  while find(parent, top) ~= find(parent, bottom) do
    seed = seed * 16807 % 2147483647
    local cell = seed % cells + 1
    if not is_open[cell] then
      is_open[cell] = true
      opened = opened + 1
      local column = (cell - 1) % width
      if cell <= width then
        union(parent, size, cell, top)
      elseif is_open[cell - width] then
        union(parent, size, cell, cell - width)
      end
      if cell > cells - width then
        union(parent, size, cell, bottom)
      elseif is_open[cell + width] then
        union(parent, size, cell, cell + width)
      end
      if column > 0 and is_open[cell - 1] then
        union(parent, size, cell, cell - 1)
      end
      if column < width - 1 and is_open[cell + 1] then
        union(parent, size, cell, cell + 1)
      end
    end
  end
  return opened
end

local function main()
  local total = 0
  for k = 0, 59 do
    total = total + percolate(200, 1000 + k)
  end
  print(total)
end

main()
