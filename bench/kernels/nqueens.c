#include "rt.h"

static int64_t place(int64_t row, int64_t n, int64_t *cols, int64_t *diag1, int64_t *diag2)
{
    if (row == n)
        return 1;
    int64_t count = 0;
    for (int64_t c = 0; c < n; c++) {
        if (cols[c] == 0 && diag1[row + c] == 0 && diag2[row - c + n] == 0) {
            cols[c] = 1;
            diag1[row + c] = 1;
            diag2[row - c + n] = 1;
            count += place(row + 1, n, cols, diag1, diag2);
            cols[c] = 0;
            diag1[row + c] = 0;
            diag2[row - c + n] = 0;
        }
    }
    return count;
}

static void run(void)
{
    int64_t n = 11, s = 0;
    int64_t *cols = alloc(n * 8), *diag1 = alloc(2 * n * 8), *diag2 = alloc((2 * n + 1) * 8);
    for (int64_t k = 0; k < 5; k++)
        s = s * 3 + place(0, n, cols, diag1, diag2);
    print_int(s);
}
