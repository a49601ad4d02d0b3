#include "../rt.h"

#define ITEMS 300
static int64_t weights[ITEMS], values[ITEMS], best[10006], ways[500006];

static int64_t knapsack(int64_t capacity)
{
    for (int64_t room = 0; room <= capacity; room++)
        best[room] = 0;
    for (int64_t i = 0; i < ITEMS; i++) {
        int64_t weight = weights[i], value = values[i];
        for (int64_t room = capacity; room >= weight; room--) {
            int64_t taken = best[room - weight] + value;
            if (taken > best[room])
                best[room] = taken;
        }
    }
    return best[capacity];
}

static int64_t change(const int64_t *coins, int64_t n, int64_t amount)
{
    for (int64_t x = 0; x <= amount; x++)
        ways[x] = 0;
    ways[0] = 1;
    for (int64_t k = 0; k < n; k++) {
        int64_t coin = coins[k];
        for (int64_t x = coin; x <= amount; x++)
            ways[x] = (ways[x] + ways[x - coin]) % 1000000007;
    }
    return ways[amount];
}

static void run(void)
{
    static const int64_t coins[] = {1, 2, 5, 10, 20, 50, 100, 200};
    int64_t seed = 17, total = 0;
    for (int64_t i = 0; i < ITEMS; i++) {
        seed = seed * 16807 % 2147483647;
        weights[i] = seed % 90 + 10;
        seed = seed * 16807 % 2147483647;
        values[i] = seed % 1000;
    }
    for (int64_t k = 0; k < 6; k++) {
        total += knapsack(10000 + k);
        total += change(coins, 8, 500000 + k);
    }
    print_int(total);
}
