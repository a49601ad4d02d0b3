/* join DIRECTORY: the parts that bench/run.sh measured, as one object, bobbin.bench/1. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "tools/bench/results.h"

static json_t *read_part(const char *directory, const char *name)
{
    char path[4096];
    FILE *in;
    (void)snprintf(path, sizeof path, "%s/%s", directory, name);
    in = fopen(path, "r");
    if (in == NULL)
        return NULL;
    (void)fclose(in);
    return results_read(path);
}

/* Calls use with each line of a file, cut at its first tab (value NULL without one). */
static void each_line(const char *directory, const char *name,
                      void (*use)(json_t *into, char *key, char *value), json_t *into)
{
    char path[4096], line[4096];
    FILE *in;
    (void)snprintf(path, sizeof path, "%s/%s", directory, name);
    in = fopen(path, "r");
    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        char *tab = strchr(line, '\t');
        line[strcspn(line, "\n")] = '\0';
        if (tab != NULL)
            *tab++ = '\0';
        use(into, line, tab);
    }
    if (in != NULL)
        (void)fclose(in);
}

static void use_machine(json_t *into, char *key, char *value)
{
    if (value != NULL)
        json_object_set_new(into, key, json_string(value));
}

static void use_absent(json_t *into, char *key, char *value)
{
    (void)value;
    json_array_append_new(into, json_string(key));
}

static void use_count(json_t *into, char *key, char *value)
{
    if (value != NULL)
        json_object_set_new(into, key, json_real(strtod(value, NULL)));
}

static json_t *summary_object(const Samples *s)
{
    Summary r = samples_summary(s);
    return json_pack("{s:f,s:f,s:f,s:f}", "min", r.min, "median", r.median, "low", r.low, "high",
                     r.high);
}

/* hyperfine's files, peers-KERNEL-ROUND.json: one run of each peer; user and system time. */
static json_t *join_peers(const char *directory)
{
    json_t *peers = json_array(), *row;
    DIR *d = opendir(directory);
    struct dirent *entry;
    size_t i;
    while (d != NULL && (entry = readdir(d)) != NULL) {
        char kernel[256];
        const char *dash = strrchr(entry->d_name, '-');
        json_t *file, *result;
        if (strncmp(entry->d_name, "peers-", 6) != 0 || dash == NULL || dash <= entry->d_name + 6)
            continue;
        (void)snprintf(kernel, sizeof kernel, "%.*s", (int)(dash - entry->d_name - 6),
                       entry->d_name + 6);
        file = read_part(directory, entry->d_name);
        json_array_foreach(json_object_get(file, "results"), i, result)
        {
            row = (json_t *)(uintptr_t)row_where(peers, "kernel", kernel, "peer",
                                                 text_of(result, "command"));
            if (row == NULL) {
                row = json_pack("{s:s,s:s,s:[],s:[]}", "kernel", kernel, "peer",
                                text_of(result, "command"), "samples", "wall");
                json_array_append_new(peers, row);
            }
            json_array_append_new(
                json_object_get(row, "samples"),
                json_real(number_of(result, "user") + number_of(result, "system")));
            json_array_append_new(json_object_get(row, "wall"),
                                  json_real(number_of(result, "mean")));
        }
        json_decref(file);
    }
    if (d != NULL)
        (void)closedir(d);
    json_array_foreach(peers, i, row)
    {
        Samples s = {0};
        size_t k;
        json_t *v;
        json_array_foreach(json_object_get(row, "samples"), k, v)
            samples_add(&s, json_number_value(v));
        json_object_set_new(row, "seconds", summary_object(&s));
        samples_free(&s);
    }
    return peers;
}

/* Each operation's instructions, by "op/operands/engine". */
static void add_counts(json_t *ops, const json_t *counts)
{
    size_t i;
    json_t *row;
    json_array_foreach(ops, i, row)
    {
        char name[200];
        const json_t *n;
        (void)snprintf(name, sizeof name, "%s/%s/%s", text_of(row, "op"), text_of(row, "operands"),
                       text_of(row, "engine"));
        n = json_object_get(counts, name);
        json_object_set_new(row, "instructions",
                            n != NULL ? json_real(json_number_value(n)) : json_null());
    }
}

static void take(json_t *into, const json_t *part, const char *key, const char *as)
{
    json_t *v = json_object_get(part, key);
    json_object_set(into, as, v != NULL ? v : json_null());
}

int main(int argc, char **argv)
{
    json_t *all = json_object(), *machine = json_object(), *absent = json_array(),
           *counts = json_object(), *versions = json_object();
    json_t *ops, *kernels, *costs, *audit, *engines;
    if (argc != 2) {
        fputs("usage: join DIRECTORY\n", stderr);
        return 2;
    }
    ops = read_part(argv[1], "ops.json");
    kernels = read_part(argv[1], "kernels.json");
    costs = read_part(argv[1], "costs.json");
    audit = read_part(argv[1], "audit.json");
    engines = read_part(argv[1], "engines.json");
    each_line(argv[1], "machine.txt", use_machine, machine);
    each_line(argv[1], "absent.txt", use_absent, absent);
    each_line(argv[1], "versions.txt", use_machine, versions);
    each_line(argv[1], "counts.txt", use_count, counts);
    json_object_set_new(all, "schema", json_string("bobbin.bench/1"));
    json_object_set_new(all, "machine", machine);
    json_object_set_new(all, "engines", engines != NULL ? engines : json_array());
    add_counts(json_object_get(ops, "ops"), counts);
    take(all, ops, "ops", "ops");
    take(all, ops, "unmeasured", "unmeasured");
    take(all, ops, "rounds", "op_rounds");
    take(all, ops, "core_ghz", "core_ghz");
    take(all, ops, "jump_cycles", "jump_cycles");
    take(all, kernels, "kernels", "kernels");
    take(all, kernels, "rounds", "kernel_rounds");
    take(all, kernels, "whole", "whole_kernels");
    take(all, costs, "costs", "costs");
    json_object_set_new(all, "peers", join_peers(argv[1]));
    json_object_set_new(all, "peer_versions", versions);
    json_object_set_new(all, "absent", absent);
    json_object_set_new(all, "audit", audit != NULL ? audit : json_null());
    if (json_object_size(counts) == 0)
        json_array_append_new(absent, json_string("valgrind, for instruction counts"));
    (void)json_dumpf(all, stdout, JSON_COMPACT | JSON_REAL_PRECISION(7));
    putchar('\n');
    json_decref(ops);
    json_decref(kernels);
    json_decref(costs);
    json_decref(counts);
    json_decref(all);
    return 0;
}
