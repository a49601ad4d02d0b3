def knapsack(weights, values, capacity):
    best = [0] * (capacity + 1)
    for i in range(len(weights)):
        weight = weights[i]
        value = values[i]
        for room in range(capacity, weight - 1, -1):
            taken = best[room - weight] + value
            if taken > best[room]:
                best[room] = taken
    return best[capacity]


def change(coins, amount):
    ways = [0] * (amount + 1)
    ways[0] = 1
    for coin in coins:
        for x in range(coin, amount + 1):
            ways[x] = (ways[x] + ways[x - coin]) % 1000000007
    return ways[amount]


def main():
    weights = []
    values = []
    seed = 17
    for i in range(300):
        seed = seed * 16807 % 2147483647
        weights.append(seed % 90 + 10)
        seed = seed * 16807 % 2147483647
        values.append(seed % 1000)
    total = 0
    for k in range(6):
        total += knapsack(weights, values, 10000 + k)
        total += change([1, 2, 5, 10, 20, 50, 100, 200], 500000 + k)
    print(total)


main()
