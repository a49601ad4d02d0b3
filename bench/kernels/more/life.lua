local function neighbours(grid, width, height, x, y)
  local left = (x - 2) % width + 1
  local right = x % width + 1
  local above = grid[(y - 2) % height + 1]
  local row = grid[y]
  local below = grid[y % height + 1]
  return above[left] + above[x] + above[right] + row[left] + row[right] + below[left] + below[x] + below[right]
end

local function generation(grid, width, height)
  local result = {}
  for y = 1, height do
    local row = {}
    for x = 1, width do
      local n = neighbours(grid, width, height, x, y)
      if n == 3 or n == 2 and grid[y][x] == 1 then
        row[x] = 1
      else
        row[x] = 0
      end
    end
    result[y] = row
  end
  return result
end

local function main()
  local width = 128
  local height = 96
  local grid = {}
  local seed = 2024
  for y = 1, height do
    local row = {}
    for x = 1, width do
      seed = seed * 16807 % 2147483647
      row[x] = seed // 16 % 2
    end
    grid[y] = row
  end
  local alive = 0
  for step = 1, 1200 do
    grid = generation(grid, width, height)
    for y = 1, height do
      local row = grid[y]
      for x = 1, width do
        alive = alive + row[x]
      end
    end
  end
  print(alive)
end

main()
