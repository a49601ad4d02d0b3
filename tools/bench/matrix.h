/* The matrix of the results: which engine is which cell, and what two cells are to each other.
 * Sample i of one row is of the same round as sample i of another, so cells are compared round by
 * round: the median of what the rounds say, with its interval. */
#ifndef MATRIX_H
#define MATRIX_H

#include "tools/bench/results.h"
#include "tools/matrix.h"

/* The rows and columns in order, NULL at the end. */
extern const char *const matrix_dispatches[], *const matrix_representations[];

/* The engine of a cell in an array of rows; NULL where it was not measured. */
const char *matrix_engine(const json_t *rows, const char *dispatch, const char *representation);
/* What the cell of row d and column c is held against: the same representation with MATRIX_BASE, or
 * the same dispatch one column before; NULL for a baseline, *is_base, and where it was not
 * measured. */
const char *matrix_against(const json_t *rows, bool by_dispatch, size_t d, size_t c, bool *is_base);
/* Whether more was measured than the ladder's rungs, which are cells too. */
bool has_matrix(const json_t *results, const json_t *rows);

typedef struct Comparison {
    double median, low, high;
    size_t rounds;
    bool apart; /* the interval does not hold what equality would be */
} Comparison;

/* The time of an engine over that of another, the geometric mean over the kernels that both have;
 * false where there is none. */
bool compare_kernels(const json_t *results, const char *engine, const char *base, Comparison *c);
/* The cost of an operation less that on another engine, ns. */
bool compare_costs(const json_t *row, const json_t *base, Comparison *c);

#endif
