/* Reading results: bobbin.bench/1. Everything is looked up by name, and what is absent reads
 * as zero, an empty text or NULL. */
#ifndef RESULTS_H
#define RESULTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define MOST_ENGINES 64 /* values_of() refuses more; the matrix has 22 */
#define MOST_KERNELS 64

/* Reads a file; says why and ends with 2 where that fails. */
json_t *results_read(const char *path);
double number_of(const json_t *o, const char *key);
const char *text_of(const json_t *o, const char *key);

/* Whether they come of a short run (QUICK=1), which shows that all works and measures nothing. */
bool is_quick(const json_t *results);

/* The engines of an array of rows, in the order of their first appearance; of MOST_ENGINES. */
size_t engines_of(const json_t *rows, const char **engines);
/* Those of them that are rungs of the ladder. */
bool is_rung(const json_t *results, const char *engine);
size_t rungs_of(const json_t *results, const json_t *rows, const char **engines);
/* The same for any key; ends with 70 where there are more than `room`. */
size_t values_of(const json_t *rows, const char *key, const char **values, size_t room);

/* The row whose keys have these values: row_where(rows, "kernel", name, "engine", engine). */
#define row_where(rows, ...) row_find(rows, (const char *const[]){__VA_ARGS__, NULL})
const json_t *row_find(const json_t *rows, const char *const *pairs);

/* Whether an interval (low, high) does not hold zero: a cost that it holds is not resolved, and has
 * no number that could be shown. */
bool is_resolved(const json_t *interval);
/* A number with so many decimals, or two digits where those would not show two: never 0.000. The
 * text is good for some calls more. */
const char *figure(double v, int decimals);

/* A quotient: two decimals, three beside 1, where they tell less from more. */
const char *quotient(double v);
/* A cost with its interval, or "not resolved". */
const char *cost_text(const json_t *interval);

/* The engine that runs where none is named, and bobbin among the peers with that engine, or
 * with another where it was not measured; an empty text where there is none. */
const char *default_engine(const json_t *results);
const char *own_peer(const json_t *results);

/* The geometric mean over kernels of the time of `engine` over that of `base`, with the part
 * of each row (min, median, low, high) that is named. 0 where none can be compared. *count
 * tells how many were. */
double ladder_mean(const json_t *results, const char *engine, const char *part, const char *base,
                   const char *base_part, size_t *count);
/* The same between whole processes. */
double peers_mean(const json_t *results, const char *peer, const char *base, size_t *count);

#endif
