#include "../rt.h"

#define MOST 20000
static int64_t keys[MOST], left[MOST], right[MOST], nodes;

static int64_t insert(int64_t key)
{
    int64_t at = 0;
    while (at < nodes) {
        if (key == keys[at])
            return at;
        if (key < keys[at]) {
            if (left[at] < 0) {
                left[at] = nodes;
                break;
            }
            at = left[at];
        } else {
            if (right[at] < 0) {
                right[at] = nodes;
                break;
            }
            at = right[at];
        }
    }
    keys[nodes] = key;
    left[nodes] = -1;
    right[nodes] = -1;
    return nodes++;
}

static int64_t height(int64_t node)
{
    if (node < 0)
        return 0;
    int64_t l = height(left[node]), r = height(right[node]);
    return 1 + (l > r ? l : r);
}

static int64_t in_order(int64_t node, int64_t checksum)
{
    if (node < 0)
        return checksum;
    checksum = in_order(left[node], checksum);
    checksum = (checksum * 31 + keys[node]) % 1000000007;
    return in_order(right[node], checksum);
}

static void run(void)
{
    int64_t total = 0, seed = 31337;
    for (int64_t round = 0; round < 20; round++) {
        nodes = 0;
        for (int64_t i = 0; i < 20000; i++) {
            seed = seed * 16807 % 2147483647;
            insert(seed % 15000);
        }
        total += in_order(0, 0) + height(0);
    }
    print_int(total);
}
