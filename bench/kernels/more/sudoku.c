#include "../rt.h"

static const char puzzle[] =
    "800000000003600000070090200050007000000045700000100030001000068008500010090000400";
static int64_t board[81], empty[81], count, steps;

static int fits(int64_t cell, int64_t digit)
{
    int64_t row = cell / 9 * 9, column = cell % 9;
    for (int64_t k = 0; k < 9; k++)
        if (board[row + k] == digit || board[column + 9 * k] == digit)
            return 0;
    int64_t corner = cell / 27 * 27 + column / 3 * 3;
    for (int64_t k = 0; k < 3; k++)
        if (board[corner + k] == digit || board[corner + 9 + k] == digit ||
            board[corner + 18 + k] == digit)
            return 0;
    return 1;
}

static int solve(int64_t at)
{
    steps += 1;
    if (at == count)
        return 1;
    int64_t cell = empty[at];
    for (int64_t digit = 1; digit < 10; digit++) {
        if (fits(cell, digit)) {
            board[cell] = digit;
            if (solve(at + 1))
                return 1;
        }
    }
    board[cell] = 0;
    return 0;
}

static void run(void)
{
    int64_t total = 0;
    for (int64_t cell = 0; cell < 81; cell++)
        if (puzzle[cell] == '0')
            empty[count++] = cell;
    for (int64_t round = 0; round < 12; round++) {
        for (int64_t cell = 0; cell < 81; cell++)
            board[cell] = puzzle[cell] - '0';
        solve(0);
        for (int64_t cell = 0; cell < 81; cell++)
            total = (total * 10 + board[cell]) % 1000003;
    }
    print_int(total);
    print_int(steps);
}
