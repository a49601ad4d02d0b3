#include "../rt.h"

#define WIDTH 200
#define CELLS (WIDTH * WIDTH)
#define TOP CELLS
#define BOTTOM (CELLS + 1)
static int64_t parent[CELLS + 2], size[CELLS + 2];
static char is_open[CELLS];

static int64_t find(int64_t x)
{
    while (parent[x] != x) {
        parent[x] = parent[parent[x]];
        x = parent[x];
    }
    return x;
}

static void join(int64_t a, int64_t b)
{
    a = find(a);
    b = find(b);
    if (a == b)
        return;
    if (size[a] < size[b]) {
        int64_t t = a;
        a = b;
        b = t;
    }
    parent[b] = a;
    size[a] += size[b];
}

/* Cells opened at random until the top row is joined to the bottom row. */
static int64_t percolate(int64_t seed)
{
    int64_t opened = 0;
    for (int64_t i = 0; i < CELLS + 2; i++) {
        parent[i] = i;
        size[i] = 1;
    }
    for (int64_t i = 0; i < CELLS; i++)
        is_open[i] = 0;
    while (find(TOP) != find(BOTTOM)) {
        seed = seed * 16807 % 2147483647;
        int64_t cell = seed % CELLS, column = cell % WIDTH;
        if (is_open[cell])
            continue;
        is_open[cell] = 1;
        opened += 1;
        if (cell < WIDTH)
            join(cell, TOP);
        else if (is_open[cell - WIDTH])
            join(cell, cell - WIDTH);
        if (cell >= CELLS - WIDTH)
            join(cell, BOTTOM);
        else if (is_open[cell + WIDTH])
            join(cell, cell + WIDTH);
        if (column > 0 && is_open[cell - 1])
            join(cell, cell - 1);
        if (column < WIDTH - 1 && is_open[cell + 1])
            join(cell, cell + 1);
    }
    return opened;
}

static void run(void)
{
    int64_t total = 0;
    for (int64_t k = 0; k < 60; k++)
        total += percolate(1000 + k);
    print_int(total);
}
