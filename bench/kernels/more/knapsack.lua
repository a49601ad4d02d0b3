local function knapsack(weights, values, capacity)
  local best = {}
  for room = 1, capacity + 1 do
    best[room] = 0
  end
  for i = 1, #weights do
    local weight = weights[i]
    local value = values[i]
    for room = capacity + 1, weight + 1, -1 do
      local taken = best[room - weight] + value
      if taken > best[room] then
        best[room] = taken
      end
    end
  end
  return best[capacity + 1]
end

local function change(coins, amount)
  local ways = {}
  for x = 1, amount + 1 do
    ways[x] = 0
  end
  ways[1] = 1
  for k = 1, #coins do
    local coin = coins[k]
    for x = coin + 1, amount + 1 do
      ways[x] = (ways[x] + ways[x - coin]) % 1000000007
    end
  end
  return ways[amount + 1]
end

local function main()
  local weights = {}
  local values = {}
  local seed = 17
  for i = 1, 300 do
    seed = seed * 16807 % 2147483647
    weights[i] = seed % 90 + 10
    seed = seed * 16807 % 2147483647
    values[i] = seed % 1000
  end
  local total = 0
  for k = 0, 5 do
    total = total + knapsack(weights, values, 10000 + k)
    total = total + change({1, 2, 5, 10, 20, 50, 100, 200}, 500000 + k)
  end
  print(total)
end

main()
