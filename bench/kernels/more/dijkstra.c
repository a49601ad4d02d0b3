#include "../rt.h"

#define WIDTH 300
#define HEIGHT 200
#define CELLS (WIDTH * HEIGHT)
static int64_t weight[CELLS], dist[CELLS], heap[4 * CELLS], size;

static void push(int64_t item)
{
    int64_t i = size++;
    while (i > 0) {
        int64_t parent = (i - 1) / 2;
        if (heap[parent] <= item)
            break;
        heap[i] = heap[parent];
        i = parent;
    }
    heap[i] = item;
}

static int64_t pop(void)
{
    int64_t top = heap[0], item = heap[--size], i = 0, child = 1;
    while (child < size) {
        if (child + 1 < size && heap[child + 1] < heap[child])
            child += 1;
        if (item <= heap[child])
            break;
        heap[i] = heap[child];
        i = child;
        child = 2 * i + 1;
    }
    heap[i] = item;
    return top;
}

static int64_t dijkstra(void)
{
    int64_t total = 0;
    for (int64_t i = 0; i < CELLS; i++)
        dist[i] = 1000000000;
    dist[0] = 0;
    heap[0] = 0;
    size = 1;
    while (size > 0) {
        int64_t item = pop(), d = item / CELLS, u = item % CELLS;
        if (d > dist[u])
            continue;
        int64_t x = u % WIDTH, y = u / WIDTH;
        for (int64_t k = 0; k < 4; k++) {
            int64_t v = -1;
            if (k == 0) {
                if (x > 0)
                    v = u - 1;
            } else if (k == 1) {
                if (x < WIDTH - 1)
                    v = u + 1;
            } else if (k == 2) {
                if (y > 0)
                    v = u - WIDTH;
            } else if (y < HEIGHT - 1)
                v = u + WIDTH;
            if (v >= 0 && d + weight[v] < dist[v]) {
                dist[v] = d + weight[v];
                push(dist[v] * CELLS + v);
            }
        }
    }
    for (int64_t i = 0; i < CELLS; i++)
        total += dist[i];
    return total;
}

static void run(void)
{
    int64_t seed = 42, total = 0;
    for (int64_t k = 0; k < 16; k++) {
        for (int64_t i = 0; i < CELLS; i++) {
            seed = seed * 16807 % 2147483647;
            weight[i] = seed % 9 + 1;
        }
        total += dijkstra();
    }
    print_int(total);
}
