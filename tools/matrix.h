/* How cells of the matrix are compared, by `bobbin ladder` and by the benchmarks alike; where it
 * comes from: docs/methods.md. */
#ifndef TOOLS_MATRIX_H
#define TOOLS_MATRIX_H

#include <math.h>
#include <stddef.h>

/* The dispatch that the others are held against: it replicates its jump, to which all of them are
 * alternatives. The representations are compared from left to right. */
#define MATRIX_BASE "goto"

/* How many of n samples lie outside of the median's interval on either side: the most so that at
 * most 2.5 % of the binomial distribution with p = 1/2 lie below. None of fewer than six. */
static inline size_t median_outside(size_t n)
{
    double N = (double)n, log_all = -N * log(2), sum = 0;
    for (size_t k = 0; k < n; k++) {
        double K = (double)k;
        sum += exp(lgamma(N + 1) - lgamma(K + 1) - lgamma(N - K + 1) + log_all);
        if (sum > 0.025)
            return k > 0 ? k - 1 : 0;
    }
    return 0;
}

#endif
