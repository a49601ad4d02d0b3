local sqrt, abs = math.sqrt, math.abs

local function bell(x)
  return 1.0 / (1.0 + 25.0 * x * x)
end

local function wave(x)
  return x * x * x - 2.0 * x + sqrt(abs(x))
end

local function corner(x)
  if x < 0.3 then
    return 0
  end
  return x - 0.3
end

local function refine(f, a, fa, b, fb, m, fm, whole, tolerance, depth)
  local lm = (a + m) / 2.0
  local rm = (m + b) / 2.0
  local flm = f(lm)
  local frm = f(rm)
  local left = (m - a) / 6.0 * (fa + 4.0 * flm + fm)
  local right = (b - m) / 6.0 * (fm + 4.0 * frm + fb)
  local delta = left + right - whole
  if depth == 0 or abs(delta) < 15.0 * tolerance then
    return left + right + delta / 15.0
  end
  return refine(f, a, fa, m, fm, lm, flm, left, tolerance / 2.0, depth - 1) +
         refine(f, m, fm, b, fb, rm, frm, right, tolerance / 2.0, depth - 1)
end

local function integrate(f, a, b, tolerance)
  local m = (a + b) / 2.0
  local fa = f(a)
  local fb = f(b)
  local fm = f(m)
  return refine(f, a, fa, b, fb, m, fm, (b - a) / 6.0 * (fa + 4.0 * fm + fb), tolerance, 40)
end

local function main()
  local total = 0.0
  for k = 0, 69 do
    local tolerance = 0.00000000001 / (1 + k)
    total = total + integrate(bell, -1.0, 1.0 + k, tolerance)
    total = total + integrate(wave, -1.0 - k, 2.0, tolerance)
    total = total + integrate(corner, -1.0, 1.0 + k / 8, tolerance)
  end
  print(string.format("%.9f", total))
end

main()
