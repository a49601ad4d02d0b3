local function step(x, y, vx, vy, dt)
  local bounces = 0
  for i = 1, #x do
    vy[i] = vy[i] - 9.81 * dt
    x[i] = x[i] + vx[i] * dt
    y[i] = y[i] + vy[i] * dt
    if x[i] < 0.0 then
      x[i] = -x[i]
      vx[i] = -0.9 * vx[i]
      bounces = bounces + 1
    elseif x[i] > 10.0 then
      x[i] = 20.0 - x[i]
      vx[i] = -0.9 * vx[i]
      bounces = bounces + 1
    end
    if y[i] < 0.0 then
      y[i] = -y[i]
      vy[i] = -0.9 * vy[i]
      bounces = bounces + 1
    end
  end
  return bounces
end

local function collide(x, y, vx, vy, radius)
  local hits = 0
  local n = #x
  for i = 1, n do
    for j = i + 1, n do
      local dx = x[j] - x[i]
      local dy = y[j] - y[i]
      if dx * dx + dy * dy < radius * radius then
        local along = (vx[j] - vx[i]) * dx + (vy[j] - vy[i]) * dy
        if along < 0.0 then
          vx[i], vx[j] = vx[j], vx[i]
          vy[i], vy[j] = vy[j], vy[i]
          hits = hits + 1
        end
      end
    end
  end
  return hits
end

local function main()
  local n = 100
  local x, y, vx, vy = {}, {}, {}, {}
  local seed = 1234
  for i = 1, n do
    seed = seed * 16807 % 2147483647
    x[i] = 10.0 * seed / 2147483647
    seed = seed * 16807 % 2147483647
    y[i] = 10.0 * seed / 2147483647
    seed = seed * 16807 % 2147483647
    vx[i] = 4.0 * seed / 2147483647 - 2.0
    vy[i] = 0.0
  end
  local events = 0
  for k = 0, 9999 do
    events = events + step(x, y, vx, vy, 0.002)
    if k % 2 == 0 then
      events = events + collide(x, y, vx, vy, 0.15)
    end
  end
  local energy = 0
  for i = 1, n do
    energy = energy + 0.5 * (vx[i] * vx[i] + vy[i] * vy[i]) + 9.81 * y[i]
  end
  print(events)
  print(string.format("%.9f", energy))
end

main()
