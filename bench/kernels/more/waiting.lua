local function waiting(customers, seed, load)
  local clock = 0.0
  local free_at = 0.0
  local waited = 0
  local longest = 0
  local idle = 0
  for i = 1, customers do
    seed = seed * 16807 % 2147483647
    clock = clock + 2.0 * seed / 2147483647
    local begin
    if free_at > clock then
      local wait = free_at - clock
      waited = waited + wait
      if wait > longest then
        longest = wait
      end
      begin = free_at
    else
      idle = idle + 1
      begin = clock
    end
    seed = seed * 16807 % 2147483647
    free_at = begin + load * seed / 2147483647
  end
  return waited / customers + longest + idle / customers
end

local function main()
  local total = 0
  for k = 0, 19 do
    total = total + waiting(200000, 12345 + k, 1.0 + 0.045 * k)
  end
  print(string.format("%.9f", total))
end

main()
