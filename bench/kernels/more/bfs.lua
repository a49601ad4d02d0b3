local function make_graph(n, degree, first, targets)
  local seed = 7
  for u = 1, n do
    first[u] = #targets + 1
    for k = 1, degree do
      seed = seed * 16807 % 2147483647
      targets[#targets + 1] = seed % n + 1
    end
  end
  first[n + 1] = #targets + 1
end

local function bfs(first, targets, n, source)
  local dist = {}
  for u = 1, n do
    dist[u] = -1
  end
  dist[source] = 0
  local queue = {source}
  local head, tail = 1, 1
  while head <= tail do
    local u = queue[head]
    head = head + 1
    local d = dist[u] + 1
    for e = first[u], first[u + 1] - 1 do
      local v = targets[e]
      if dist[v] < 0 then
        dist[v] = d
        tail = tail + 1
        queue[tail] = v
      end
    end
  end
  local total = 0
  for i = 1, tail do
    total = total + dist[queue[i]]
  end
  return total
end

local function main()
  local n = 5000
  local first, targets = {}, {}
  make_graph(n, 4, first, targets)
  local total = 0
  for source = 1, 800 do
    total = total + bfs(first, targets, n, source)
  end
  print(total)
end

main()
