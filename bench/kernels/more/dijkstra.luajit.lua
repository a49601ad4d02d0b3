local floor = math.floor

local size = 0

local function push(heap, item)
  size = size + 1
  local i = size
  while i > 1 do
    local parent = floor(i / 2)
    if heap[parent] <= item then
      break
    end
    heap[i] = heap[parent]
    i = parent
  end
  heap[i] = item
end

local function pop(heap)
  local top = heap[1]
  local item = heap[size]
  size = size - 1
  local n = size
  if n > 0 then
    local i = 1
    local child = 2
    while child <= n do
      if child < n and heap[child + 1] < heap[child] then
        child = child + 1
      end
      if item <= heap[child] then
        break
      end
      heap[i] = heap[child]
      i = child
      child = 2 * i
    end
    heap[i] = item
  end
  return top
end

local function dijkstra(weight, width, height)
  local cells = width * height
  local far = 1000000000
  local dist = {}
  for i = 1, cells do
    dist[i] = far
  end
  dist[1] = 0
  local heap = {0}
  size = 1
  while size > 0 do
    local item = pop(heap)
    local d = floor(item / cells)
    local u = item % cells
    if d <= dist[u + 1] then
      local x = u % width
      local y = floor(u / width)
      for k = 0, 3 do
        local v = -1
        if k == 0 then
          if x > 0 then
            v = u - 1
          end
        elseif k == 1 then
          if x < width - 1 then
            v = u + 1
          end
        elseif k == 2 then
          if y > 0 then
            v = u - width
          end
        elseif y < height - 1 then
          v = u + width
        end
        if v >= 0 and d + weight[v + 1] < dist[v + 1] then
          dist[v + 1] = d + weight[v + 1]
          push(heap, dist[v + 1] * cells + v)
        end
      end
    end
  end
  local total = 0
  for i = 1, cells do
    total = total + dist[i]
  end
  return total
end

local function main()
  local width = 300
  local height = 200
  local seed = 42
  local total = 0
  for k = 1, 16 do
    local weight = {}
    for i = 1, width * height do
      seed = seed * 16807 % 2147483647
      weight[i] = seed % 9 + 1
    end
    total = total + dijkstra(weight, width, height)
  end
  print(total)
end

main()
