#include "../rt.h"

#define WIDTH 128
#define HEIGHT 96
typedef int64_t Grid[HEIGHT][WIDTH];
static Grid grids[2];

static int64_t neighbours(Grid grid, int64_t width, int64_t height, int64_t x, int64_t y)
{
    int64_t left = (x - 1 + width) % width, right = (x + 1) % width;
    const int64_t *above = grid[(y - 1 + height) % height], *row = grid[y];
    const int64_t *below = grid[(y + 1) % height];
    return above[left] + above[x] + above[right] + row[left] + row[right] + below[left] + below[x] +
           below[right];
}

static void generation(Grid grid, Grid result, int64_t width, int64_t height)
{
    for (int64_t y = 0; y < height; y++) {
        for (int64_t x = 0; x < width; x++) {
            int64_t n = neighbours(grid, width, height, x, y);
            result[y][x] = n == 3 || (n == 2 && grid[y][x] == 1);
        }
    }
}

static void run(void)
{
    int64_t seed = 2024, alive = 0, now = 0;
    for (int64_t y = 0; y < HEIGHT; y++) {
        for (int64_t x = 0; x < WIDTH; x++) {
            seed = seed * 16807 % 2147483647;
            grids[0][y][x] = seed / 16 % 2;
        }
    }
    for (int64_t step = 0; step < 1200; step++) {
        generation(grids[now], grids[1 - now], WIDTH, HEIGHT);
        now = 1 - now;
        for (int64_t y = 0; y < HEIGHT; y++)
            for (int64_t x = 0; x < WIDTH; x++)
                alive += grids[now][y][x];
    }
    print_int(alive);
}
