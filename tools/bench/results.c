#include "tools/bench/results.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"

void *must(void *p)
{
    if (p == NULL) {
        fprintf(stderr, "results: out of memory\n");
        exit(70);
    }
    return p;
}

json_t *results_read(const char *path)
{
    json_error_t error;
    json_t *r = json_load_file(path, 0, &error);
    if (r == NULL) {
        fprintf(stderr, "%s: line %d: %s\n", path, error.line, error.text);
        exit(2);
    }
    return r;
}

double number_of(const json_t *o, const char *key)
{
    return json_number_value(json_object_get(o, key));
}

const char *text_of(const json_t *o, const char *key)
{
    const char *text = json_string_value(json_object_get(o, key));
    return text != NULL ? text : "";
}

size_t values_of(const json_t *rows, const char *key, const char **values, size_t room)
{
    size_t n = 0, i, k;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        const char *value = text_of(row, key);
        for (k = 0; k < n && strcmp(values[k], value) != 0; k++)
            ;
        if (k == n && n < room)
            values[n++] = value;
    }
    return n;
}

bool is_quick(const json_t *results)
{
    return strcmp(text_of(json_object_get(results, "machine"), "quick"), "yes") == 0;
}

size_t engines_of(const json_t *rows, const char **engines)
{
    return values_of(rows, "engine", engines, MOST_ENGINES);
}

const json_t *row_find(const json_t *rows, const char *const *pairs)
{
    size_t i, k;
    json_t *row;
    json_array_foreach(rows, i, row)
    {
        for (k = 0; pairs[k] != NULL && strcmp(text_of(row, pairs[k]), pairs[k + 1]) == 0; k += 2)
            ;
        if (pairs[k] == NULL)
            return row;
    }
    return NULL;
}

const char *default_engine(const json_t *results)
{
    size_t i;
    json_t *engine;
    json_array_foreach(json_object_get(results, "engines"), i, engine)
    {
        if (json_is_true(json_object_get(engine, "default")))
            return text_of(engine, "name");
    }
    return "";
}

const char *own_peer(const json_t *results)
{
    const char *names[MOST_KERNELS], *own = "";
    size_t n = values_of(json_object_get(results, "peers"), "peer", names, MOST_KERNELS);
    for (size_t i = 0; i < n; i++)
        if (strncmp(names[i], "bobbin ", 7) == 0 &&
            (*own == '\0' || strcmp(names[i] + 7, default_engine(results)) == 0))
            own = names[i];
    return own;
}

double ladder_mean(const json_t *results, const char *engine, const char *part, const char *base,
                   const char *base_part, size_t *count)
{
    const json_t *rows = json_object_get(results, "kernels");
    double sum = 0;
    size_t i;
    json_t *row;
    *count = 0;
    json_array_foreach(rows, i, row)
    {
        const json_t *other;
        if (strcmp(text_of(row, "engine"), engine) != 0 ||
            !json_is_true(json_object_get(row, "agrees")))
            continue;
        other = row_where(rows, "kernel", text_of(row, "kernel"), "engine", base);
        double a = number_of(json_object_get(row, "seconds"), part);
        double b = number_of(json_object_get(other, "seconds"), base_part);
        if (a > 0 && b > 0) {
            sum += log(a / b);
            ++*count;
        }
    }
    return *count > 0 ? exp(sum / (double)*count) : 0;
}

double peers_mean(const json_t *results, const char *peer, const char *base, size_t *count)
{
    const json_t *rows = json_object_get(results, "peers");
    double sum = 0;
    size_t i;
    json_t *row;
    *count = 0;
    json_array_foreach(rows, i, row)
    {
        const json_t *other;
        if (strcmp(text_of(row, "peer"), peer) != 0)
            continue;
        other = row_where(rows, "kernel", text_of(row, "kernel"), "peer", base);
        double a = number_of(json_object_get(row, "seconds"), "min");
        double b = number_of(json_object_get(other, "seconds"), "min");
        if (a > 0 && b > 0) {
            sum += log(a / b);
            ++*count;
        }
    }
    return *count > 0 ? exp(sum / (double)*count) : 0;
}
