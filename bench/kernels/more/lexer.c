#include "../rt.h"

static const char source[] = "while (count_1 < 4096) { total = total + a[i] * 31; /* sum ** up */ "
                             "i = i + 0x1F; } // done\n";
#define SIZE ((int64_t)sizeof source - 1)
static unsigned char codes[500 * SIZE];

static int is_letter(int c)
{
    return (97 <= c && c <= 122) || (65 <= c && c <= 90) || c == 95;
}

static int is_digit(int c)
{
    return 48 <= c && c <= 57;
}

static int64_t scan(int64_t n)
{
    int64_t names = 0, numbers = 0, comments = 0, others = 0;
    int state = 0;
    for (int64_t i = 0; i < n; i++) {
        int c = codes[i];
        if (state == 1) { /* in a name */
            if (is_letter(c) || is_digit(c))
                continue;
            state = 0;
        } else if (state == 2) { /* in a number */
            if (is_digit(c) || is_letter(c))
                continue;
            state = 0;
        } else if (state == 3) { /* behind a slash */
            if (c == 42) {
                state = 4;
                comments += 1;
                continue;
            }
            if (c == 47) {
                state = 6;
                comments += 1;
                continue;
            }
            others += 1;
            state = 0;
        } else if (state == 4) { /* in a comment */
            if (c == 42)
                state = 5;
            continue;
        } else if (state == 5) { /* behind a star in a comment */
            if (c == 47)
                state = 0;
            else if (c != 42)
                state = 4;
            continue;
        } else if (state == 6) { /* in a comment to the end of the line */
            if (c == 10)
                state = 0;
            continue;
        }
        if (is_letter(c)) {
            state = 1;
            names += 1;
        } else if (is_digit(c)) {
            state = 2;
            numbers += 1;
        } else if (c == 47) {
            state = 3;
        } else if (c != 32 && c != 10) {
            others += 1;
        }
    }
    return names + 3 * numbers + 5 * comments + 7 * others;
}

static void run(void)
{
    int64_t total = 0;
    for (int64_t i = 0; i < 500 * SIZE; i++)
        codes[i] = (unsigned char)source[i % SIZE];
    for (int64_t k = 0; k < 450; k++)
        total = total * 3 % 1000003 + scan(500 * SIZE);
    print_int(total);
}
