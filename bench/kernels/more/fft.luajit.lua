local floor = math.floor
local sqrt = math.sqrt

local function fft(re, im, n, cr, ci)
  if n == 1 then
    return re, im
  end
  local half = floor(n / 2)
  local xr, xi, yr, yi = {}, {}, {}, {}
  for k = 1, half do
    xr[k] = re[2 * k - 1]
    xi[k] = im[2 * k - 1]
    yr[k] = re[2 * k]
    yi[k] = im[2 * k]
  end
  -- the root of the next level is the square of this one
  local er, ei = fft(xr, xi, half, cr * cr - ci * ci, 2 * cr * ci)
  local dr, di = fft(yr, yi, half, cr * cr - ci * ci, 2 * cr * ci)
  local outr, outi = {}, {}
  for k = 1, n do
    outr[k] = 0.0
    outi[k] = 0.0
  end
  local wr, wi = 1.0, 0.0
  for k = 1, half do
    local tr = wr * dr[k] - wi * di[k]
    local ti = wr * di[k] + wi * dr[k]
    outr[k] = er[k] + tr
    outi[k] = ei[k] + ti
    outr[k + half] = er[k] - tr
    outi[k + half] = ei[k] - ti
    wr, wi = wr * cr - wi * ci, wr * ci + wi * cr
  end
  return outr, outi
end

local function main()
  local n = 4096
  -- cos and sin of 2 pi / n, by halving the angle from pi
  local c = -1.0
  local s = 0.0
  local size = 2
  while size < n do
    s = sqrt((1.0 - c) / 2.0)
    c = sqrt((1.0 + c) / 2.0)
    size = size * 2
  end
  local seed = 21
  local total = 0.0
  for round = 1, 100 do
    local re, im = {}, {}
    for i = 1, n do
      seed = seed * 16807 % 2147483647
      re[i] = seed / 2147483647
      im[i] = 0.0
    end
    local outr, outi = fft(re, im, n, c, s)
    for k = 1, n, 16 do
      total = total + sqrt(outr[k] * outr[k] + outi[k] * outi[k])
    end
  end
  print(string.format("%.9f", total))
end

main()
