local function product(a, b)
  local result = {}
  for i = 1, #a + #b - 1 do
    result[i] = 0
  end
  for i = 1, #a do
    for j = 1, #b do
      result[i + j - 1] = result[i + j - 1] + a[i] * b[j]
    end
  end
  return result
end

local function evaluate(p, x)
  local value = 0
  for k = #p, 1, -1 do
    value = value * x + p[k]
  end
  return value
end

local function derivative(p)
  local result = {}
  for k = 2, #p do
    result[k - 1] = (k - 1) * p[k]
  end
  return result
end

local function main()
  local ints = 0
  local floats = 0.0
  for round = 0, 2999 do
    local p, q, u, v = {}, {}, {}, {}
    for k = 0, 59 do
      p[k + 1] = (k * k + round) % 11 - 4
    end
    for k = 0, 79 do
      q[k + 1] = (k * k * k + round) % 13 - 5
    end
    local r = product(p, q)
    ints = ints + evaluate(r, 1) + evaluate(derivative(r), -1)
    for k = 1, 60 do
      u[k] = 0.5 * p[k]
    end
    for k = 1, 80 do
      v[k] = 0.25 * q[k]
    end
    local w = product(u, v)
    for x = 0, 9 do
      floats = floats + (evaluate(w, x / 10) - evaluate(derivative(w), -x / 16))
      floats = floats + evaluate(p, x / 32)
    end
  end
  print(ints)
  print(string.format("%.9f", floats))
end

main()
