local function side(ax, ay, bx, by, cx, cy)
  local d = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
  if d > 0 then
    return 1
  end
  if d < 0 then
    return -1
  end
  return 0
end

local function crossings(x1, y1, x2, y2)
  local n = #x1
  local count = 0
  for i = 1, n do
    local ax, ay, bx, by = x1[i], y1[i], x2[i], y2[i]
    for j = i + 1, n do
      if side(ax, ay, bx, by, x1[j], y1[j]) * side(ax, ay, bx, by, x2[j], y2[j]) < 0 then
        if side(x1[j], y1[j], x2[j], y2[j], ax, ay) * side(x1[j], y1[j], x2[j], y2[j], bx, by) < 0 then
          count = count + 1
        end
      end
    end
  end
  return count
end

local function coordinates(n, seed, scale)
  local values = {}
  for i = 1, n do
    seed = seed * 16807 % 2147483647
    values[i] = seed % 1000 * scale
  end
  return values
end

local function main()
  local n = 1000
  local total = 0
  for k = 0, 4 do
    local ints = crossings(coordinates(n, 11 + k, 1), coordinates(n, 12 + k, 1),
                           coordinates(n, 13 + k, 1), coordinates(n, 14 + k, 1))
    local floats = crossings(coordinates(n, 21 + k, 0.5), coordinates(n, 22 + k, 0.5),
                             coordinates(n, 23 + k, 0.5), coordinates(n, 24 + k, 0.5))
    total = total + ints * 3 + floats
  end
  print(total)
end

main()
