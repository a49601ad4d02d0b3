#include "../rt.h"

#define N 20000
static char text[N];

static void make_text(void)
{
    int64_t seed = 3;
    for (int64_t i = 0; i < N; i++) {
        seed = seed * 16807 % 2147483647;
        text[i] = "abc"[seed / 7 % 3];
    }
}

static void failures(const char *pattern, int64_t m, int64_t *fail)
{
    int64_t k = 0;
    fail[0] = 0;
    for (int64_t i = 1; i < m; i++) {
        while (k > 0 && pattern[i] != pattern[k])
            k = fail[k - 1];
        if (pattern[i] == pattern[k])
            k += 1;
        fail[i] = k;
    }
}

static int64_t kmp(const char *pattern, int64_t m)
{
    int64_t fail[8], count = 0, k = 0;
    failures(pattern, m, fail);
    for (int64_t i = 0; i < N; i++) {
        while (k > 0 && text[i] != pattern[k])
            k = fail[k - 1];
        if (text[i] == pattern[k])
            k += 1;
        if (k == m) {
            count += 1;
            k = fail[k - 1];
        }
    }
    return count;
}

static int64_t longest_run(void)
{
    int64_t best = 0, run = 0;
    int last = -1;
    for (int64_t i = 0; i < N; i++) {
        if (text[i] == last) {
            run += 1;
        } else {
            run = 1;
            last = text[i];
        }
        if (run > best)
            best = run;
    }
    return best;
}

static void run(void)
{
    int64_t total = 0;
    make_text();
    for (int64_t start = 0; start < 300; start++)
        total = total * 3 % 1000003 + kmp(text + start * 7, 3 + start % 5) + longest_run();
    print_int(total);
}
