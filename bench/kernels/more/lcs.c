#include "../rt.h"

#define ROWS 1500
#define COLUMNS 1600
static int64_t a[ROWS], b[COLUMNS], table[ROWS + 1][COLUMNS + 1];

static void letters(int64_t *result, int64_t n, int64_t seed)
{
    for (int64_t i = 0; i < n; i++) {
        seed = seed * 16807 % 2147483647;
        result[i] = seed % 8;
    }
}

static int64_t lcs(void)
{
    for (int64_t i = 0; i < ROWS; i++) {
        for (int64_t j = 0; j < COLUMNS; j++) {
            if (a[i] == b[j])
                table[i + 1][j + 1] = table[i][j] + 1;
            else
                table[i + 1][j + 1] =
                    table[i][j + 1] >= table[i + 1][j] ? table[i][j + 1] : table[i + 1][j];
        }
    }
    int64_t i = ROWS, j = COLUMNS, path = 0; /* the way back */
    while (i > 0 && j > 0) {
        if (a[i - 1] == b[j - 1]) {
            path = (path * 8 + a[i - 1]) % 1000003;
            i -= 1;
            j -= 1;
        } else if (table[i - 1][j] >= table[i][j - 1]) {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    return table[ROWS][COLUMNS] * 1000003 + path;
}

static void run(void)
{
    int64_t total = 0;
    for (int64_t k = 0; k < 6; k++) {
        letters(a, ROWS, 31 + k);
        letters(b, COLUMNS, 77 + k);
        total += lcs();
    }
    print_int(total);
}
