#include "tools/bench/matrix.h"

#include <math.h>
#include <string.h>

#include "bench/bench.h"

const char *const matrix_dispatches[] = {
#define DISPATCH(NAME, name, summary) name,
#include "core/engines/engines.def"
    NULL};
const char *const matrix_representations[] = {
#define REPRESENTATION(NAME, name, summary) name,
#include "core/engines/engines.def"
    NULL};

const char *matrix_engine(const json_t *rows, const char *dispatch, const char *representation)
{
    const json_t *row = row_where(rows, "dispatch", dispatch, "representation", representation);
    return row != NULL ? text_of(row, "engine") : NULL;
}

const char *matrix_against(const json_t *rows, bool by_dispatch, size_t d, size_t c, bool *is_base)
{
    *is_base = by_dispatch ? strcmp(matrix_dispatches[d], MATRIX_BASE) == 0 : c == 0;
    if (*is_base)
        return NULL;
    return by_dispatch ? matrix_engine(rows, MATRIX_BASE, matrix_representations[c])
                       : matrix_engine(rows, matrix_dispatches[d], matrix_representations[c - 1]);
}

bool has_matrix(const json_t *results, const json_t *rows)
{
    for (size_t d = 0; matrix_dispatches[d] != NULL; d++)
        for (size_t r = 0; matrix_representations[r] != NULL; r++) {
            const char *engine =
                matrix_engine(rows, matrix_dispatches[d], matrix_representations[r]);
            if (engine != NULL && !is_rung(results, engine))
                return true;
        }
    return false;
}

static bool finish(Samples *s, double equal, Comparison *c)
{
    Summary m = samples_summary(s);
    *c = (Comparison){m.median, m.low, m.high, s->count, m.low > equal || m.high < equal};
    samples_free(s);
    return c->rounds > 0;
}

bool compare_kernels(const json_t *results, const char *engine, const char *base, Comparison *c)
{
    const json_t *rows = json_object_get(results, "kernels");
    Samples s = {0};
    for (size_t round = 0;; round++) {
        double sum = 0, kernels = 0;
        size_t i;
        json_t *row;
        json_array_foreach(rows, i, row)
        {
            const json_t *other;
            double a, b;
            if (strcmp(text_of(row, "engine"), engine) != 0 ||
                !json_is_true(json_object_get(row, "agrees")))
                continue;
            other = row_where(rows, "kernel", text_of(row, "kernel"), "engine", base);
            a = json_number_value(json_array_get(json_object_get(row, "samples"), round));
            b = json_number_value(json_array_get(json_object_get(other, "samples"), round));
            if (a > 0 && b > 0) {
                sum += log(a / b);
                kernels++;
            }
        }
        if (kernels < 1)
            return finish(&s, 1, c);
        samples_add(&s, exp(sum / kernels));
    }
}

bool compare_costs(const json_t *row, const json_t *base, Comparison *c)
{
    const json_t *a = json_object_get(row, "samples"), *b = json_object_get(base, "samples");
    Samples s = {0};
    for (size_t i = 0; i < json_array_size(a) && i < json_array_size(b); i++)
        samples_add(&s, json_number_value(json_array_get(a, i)) -
                            json_number_value(json_array_get(b, i)));
    return finish(&s, 0, c);
}
