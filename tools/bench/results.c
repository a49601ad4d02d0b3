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
        if (k < n)
            continue;
        if (n == room) {
            fprintf(stderr, "results: more than %zu values of \"%s\"\n", room, key);
            exit(70);
        }
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

bool is_rung(const json_t *results, const char *engine)
{
    const json_t *row = row_where(json_object_get(results, "engines"), "name", engine);
    return !json_is_false(json_object_get(row, "rung"));
}

size_t rungs_of(const json_t *results, const json_t *rows, const char **engines)
{
    size_t n = engines_of(rows, engines), rungs = 0;
    for (size_t i = 0; i < n; i++)
        if (is_rung(results, engines[i]))
            engines[rungs++] = engines[i];
    return rungs;
}

bool is_resolved(const json_t *interval)
{
    return number_of(interval, "low") > 0 || number_of(interval, "high") < 0;
}

const char *figure(double v, int decimals)
{
    static char texts[16][40];
    static size_t next;
    char *text = texts[next++ % 16];
    if (fabs(v) < 9.5 * pow(10, -decimals))
        (void)snprintf(text, sizeof texts[0], "%.2g", v);
    else
        (void)snprintf(text, sizeof texts[0], "%.*f", decimals, v);
    return text;
}

const char *quotient(double v)
{
    return figure(v, fabs(v - 1) < 0.0195 ? 3 : 2);
}

const char *cost_text(const json_t *interval)
{
    static char texts[4][100];
    static size_t next;
    char *text = texts[next++ % 4];
    if (is_resolved(interval))
        (void)snprintf(
            text, sizeof texts[0], "%s (%s to %s)", figure(number_of(interval, "median"), 2),
            figure(number_of(interval, "low"), 2), figure(number_of(interval, "high"), 2));
    else
        (void)snprintf(text, sizeof texts[0], "not resolved");
    return text;
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
