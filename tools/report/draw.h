/* The pieces of the report's pages: text, bars, dots, cells. Positions inside a drawing are
 * percentages, so that it stretches with the page while its text, which is HTML, does not. */
#ifndef DRAW_H
#define DRAW_H

#include <stddef.h>

#include "tools/bench/results.h"

/* quick: across all of it is written that a short run made it, which measures nothing. */
void draw_head(const char *title, bool quick);
void draw_tail(void);
/* Text with what HTML reserves escaped. */
void draw_text(const char *text);

/* One bar of a chart whose full width is `most`: name, bar with its interval (none where low
 * and high are 0), value. kind: a class of the style sheet, "engine", "native", "other". */
void draw_bar(const char *name, const char *kind, double value, double low, double high,
              double most, const char *shown);

/* A line of dots on a logarithmic scale from least to most; dot i has the colour of rung i. */
void draw_dots(const char *name, const double *at, size_t n, double least, double most);
void draw_legend(const char *const *names, size_t n);
/* The scale below a chart of dots: a mark at each decade and at its 2 and 5. */
void draw_scale(double least, double most, const char *unit);

/* A table cell with a cost, shaded by its logarithm; "not resolved" where its interval holds zero,
 * an empty one for NULL. */
void draw_cost(const json_t *ns, const char *title);

/* ladder_svg.c: the ladder as a picture of its own, to standard output. */
void draw_ladder_svg(const json_t *results);

#endif
