-- Steps of Newton's method on z^3 = 1, and the root that they lead to.
local function newton(x, y, limit)
  for step = 0, limit - 1 do
    local x2 = x * x
    local y2 = y * y
    local d = 3.0 * (x2 + y2) * (x2 + y2)
    if d < 0.000001 then
      return step * 4
    end
    local xn = (2.0 * x * d + 3.0 * (x2 - y2)) / (3.0 * d)
    local yn = (2.0 * y * d - 6.0 * x * y) / (3.0 * d)
    local dx = xn - x
    local dy = yn - y
    x = xn
    y = yn
    if dx * dx + dy * dy < 0.0000000001 then
      if x > 0.0 then
        return step * 4 + 1
      end
      if y > 0.0 then
        return step * 4 + 2
      end
      return step * 4 + 3
    end
  end
  return limit * 4
end

local function main()
  local width = 800
  local height = 600
  local basins = {0, 0, 0, 0}
  local steps = 0
  for py = 0, height - 1 do
    local y = 3.0 * py / height - 1.5
    for px = 0, width - 1 do
      local found = newton(4.0 * px / width - 2.0, y, 60)
      local basin = found % 4
      basins[basin + 1] = basins[basin + 1] + 1
      steps = steps + (found - basin) // 4
    end
  end
  print(steps)
  for k = 1, 4 do
    print(basins[k])
  end
end

main()
