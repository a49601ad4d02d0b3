#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "tools/matrix.h"

void samples_add(Samples *s, double v)
{
    if (s->count == s->room) {
        s->room = s->room > 0 ? 2 * s->room : 16;
        s->at = must(realloc(s->at, s->room * sizeof *s->at));
    }
    s->at[s->count++] = v;
}

void samples_free(Samples *s)
{
    free(s->at);
    *s = (Samples){0};
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double *sorted(const double *at, size_t n)
{
    double *copy = must(malloc((n + 1) * sizeof *copy));
    if (n > 0)
        memcpy(copy, at, n * sizeof *copy);
    qsort(copy, n, sizeof *copy, by_value);
    return copy;
}

static double middle(const double *at, size_t n)
{
    return n == 0 ? 0 : n % 2 == 1 ? at[n / 2] : (at[n / 2 - 1] + at[n / 2]) / 2;
}

Summary samples_summary(const Samples *s)
{
    Summary r = {0};
    double *at;
    size_t n = s->count;
    if (n == 0)
        return r;
    at = sorted(s->at, n);
    r.min = at[0];
    r.median = middle(at, n);
    r.low = at[median_outside(n)];
    r.high = at[n - 1 - median_outside(n)];
    free(at);
    return r;
}

void summary_json(FILE *out, Summary s, double scale)
{
    fprintf(out, "\"min\":%.6g,\"median\":%.6g,\"low\":%.6g,\"high\":%.6g", s.min * scale,
            s.median * scale, s.low * scale, s.high * scale);
}

void samples_json(FILE *out, const Samples *s, double scale)
{
    fputs("\"samples\":[", out);
    for (size_t i = 0; i < s->count; i++)
        fprintf(out, "%s%.6g", i > 0 ? "," : "", s->at[i] * scale);
    fputc(']', out);
}

/* ---- the rank test ---- */

#define MOST_EXACT 20

typedef struct Ranked {
    double v;
    int side;
} Ranked;

static int by_ranked(const void *a, const void *b)
{
    return by_value(&((const Ranked *)a)->v, &((const Ranked *)b)->v);
}

/* P(U <= u) without ties: counts of the ways to reach each U, one element at a time. */
static double exact_tail(size_t n, size_t m, double u)
{
    static double ways[MOST_EXACT + 1][MOST_EXACT * MOST_EXACT + 1];
    double sum = 0, all = 0;
    size_t most = n * m;
    memset(ways, 0, sizeof ways);
    ways[0][0] = 1;
    /* place n among m: choose, for each of the n in order, how many of m lie below; as the
     * number of multisets this is a knapsack over the parts 0..m */
    for (size_t part = 0; part <= m; part++)
        for (size_t k = 1; k <= n; k++)
            for (size_t t = part; t <= most; t++)
                ways[k][t] += ways[k - 1][t - part];
    for (size_t t = 0; t <= most; t++) {
        all += ways[n][t];
        if ((double)t <= u)
            sum += ways[n][t];
    }
    return sum / all;
}

double rank_test(const Samples *a, const Samples *b, double *shift)
{
    size_t n = a->count, m = b->count, all = n + m;
    double sum = 0, ties = 0, u, p;
    Ranked *r;
    *shift = 0;
    if (n == 0 || m == 0)
        return 1;
    r = must(malloc(all * sizeof *r));
    for (size_t i = 0; i < all; i++)
        r[i] = i < n ? (Ranked){a->at[i], 0} : (Ranked){b->at[i - n], 1};
    qsort(r, all, sizeof *r, by_ranked);
    for (size_t i = 0, j; i < all; i = j) {
        for (j = i; j < all && !(r[j].v > r[i].v); j++)
            ;
        double rank = ((double)i + 1 + (double)j) / 2, t = (double)(j - i);
        ties += t * t * t - t;
        for (size_t k = i; k < j; k++)
            if (r[k].side == 0)
                sum += rank;
    }
    free(r);
    u = sum - (double)n * (double)(n + 1) / 2;
    if (u > (double)n * (double)m / 2)
        u = (double)n * (double)m - u;
    if (n <= MOST_EXACT && m <= MOST_EXACT && ties < 1) {
        p = 2 * exact_tail(n, m, u);
    } else {
        double N = (double)all, mean = (double)n * (double)m / 2;
        double var = (double)n * (double)m / 12 * (N + 1 - ties / (N * (N - 1)));
        p = var > 0 ? erfc((mean - u - 0.5) / sqrt(2 * var)) : 1;
    }
    /* the shift */
    Samples d = {0};
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            samples_add(&d, b->at[j] - a->at[i]);
    double base = samples_summary(a).median;
    *shift = fabs(base) > 0 ? samples_summary(&d).median / fabs(base) : 0;
    samples_free(&d);
    return p < 1 ? p : 1;
}
