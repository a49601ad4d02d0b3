/* docs RESULTS: docs/benchmarks.md from bobbin.bench/1. */
#include <stdio.h>
#include <string.h>

#include "tools/bench/results.h"

static const struct {
    const char *engine;
    double most;
} targets[] = {{"token", 0.75}, {"direct", 0.55}, {"cached", 0.50}, {"fused", 0.40}};

static void machine(const json_t *r)
{
    const json_t *m = json_object_get(r, "machine");
    printf("| | |\n|---|---|\n");
    printf("| processor | %s, family, model and stepping %s%s |\n", text_of(m, "cpu"),
           text_of(m, "family"),
           strcmp(text_of(m, "virtual"), "yes") == 0 ? ", in a virtual machine" : "");
    printf("| processors | %s, %s; shared with other work; pinned to one |\n",
           text_of(m, "processors"), text_of(m, "architecture"));
    printf("| clock | %.2f GHz, from a chain of dependent additions |\n", number_of(r, "core_ghz"));
    printf("| system | %s |\n", text_of(m, "system"));
    printf("| compiler | %s |\n", text_of(m, "compiler"));
    printf("| flags | `%s`; the engines' loops also `%s` |\n", text_of(m, "flags"),
           text_of(m, "loop flags"));
    printf("| revision | %s%s |\n\n", text_of(m, "revision"),
           strcmp(text_of(m, "changed"), "yes") == 0 ? ", with changes not yet in it" : "");
}

/* The table of docs/engines.md: what each engine is worth, from least to most by kernel, and what
 * it was measured with. */
static void short_ladder(const json_t *r)
{
    const json_t *kernels = json_object_get(r, "kernels"), *m = json_object_get(r, "machine");
    const char *engines[MOST_ENGINES], *names[MOST_KERNELS];
    size_t n = engines_of(kernels, engines), k = values_of(kernels, "kernel", names, MOST_KERNELS),
           count;
    if (n == 0)
        return;
    printf(
        "%s; %s; revision %s. CPU time of the %zu kernels, least of %.0f interleaved rounds, "
        "geometric means.\n\n"
        "| engine | of `%s` | of the one before | least and most by kernel | ns an instruction |\n"
        "|---|---|---|---|---|\n",
        text_of(m, "cpu"), text_of(m, "compiler"), text_of(m, "revision"), k,
        number_of(r, "kernel_rounds"), engines[0]);
    for (size_t e = 0; e < n; e++) {
        double least = 0, most = 0, seconds = 0, instructions = 0;
        const char *least_name = "", *most_name = "";
        for (size_t i = 0; i < k; i++) {
            const json_t *row = row_where(kernels, "kernel", names[i], "engine", engines[e]);
            double time = number_of(json_object_get(row, "seconds"), "min"), before;
            seconds += time;
            instructions += number_of(row, "instructions");
            if (e == 0)
                continue;
            row = row_where(kernels, "kernel", names[i], "engine", engines[e - 1]);
            before = number_of(json_object_get(row, "seconds"), "min");
            if (before > 0 && (*least_name == '\0' || time / before < least)) {
                least = time / before;
                least_name = names[i];
            }
            if (before > 0 && (*most_name == '\0' || time / before > most)) {
                most = time / before;
                most_name = names[i];
            }
        }
        printf("| `%s` | %.3f |", engines[e],
               ladder_mean(r, engines[e], "min", engines[0], "min", &count));
        if (e > 0)
            printf(" %.2f | %.2f %s, %.2f %s |",
                   ladder_mean(r, engines[e], "min", engines[e - 1], "min", &count), least,
                   least_name, most, most_name);
        else
            printf(" | |");
        printf(" %.2f |\n", instructions > 0 ? seconds / instructions * 1e9 : 0);
    }
}

static void ladder(const json_t *r)
{
    const json_t *kernels = json_object_get(r, "kernels");
    const char *engines[MOST_ENGINES], *names[MOST_KERNELS];
    size_t n = engines_of(kernels, engines), k = values_of(kernels, "kernel", names, MOST_KERNELS),
           count;
    if (n == 0)
        return;
    printf("## The ladder\n\n");
    printf("CPU time of the kernels (`bench/kernels/*.py`), %s, least of %.0f rounds in which all "
           "engines ran in "
           "random order. Geometric means over %zu kernels; the median in parentheses. Every "
           "engine's output "
           "and instruction count agreed with the reference's before its time counted.\n\n",
           json_is_true(json_object_get(r, "whole_kernels")) ? "from a new machine to the end"
                                                             : "of their first instructions only",
           number_of(r, "kernel_rounds"), k);
    printf("| engine | of `%s` | of the rung before | times `%s` | ns an instruction | ns a "
           "dispatch |\n"
           "|---|---|---|---|---|---|\n",
           engines[0], engines[0]);
    for (size_t e = 0; e < n; e++) {
        double mean = ladder_mean(r, engines[e], "min", engines[0], "min", &count);
        double median = ladder_mean(r, engines[e], "median", engines[0], "median", &count);
        double before =
            e > 0 ? ladder_mean(r, engines[e], "min", engines[e - 1], "min", &count) : 1;
        double seconds = 0, instructions = 0, dispatches = 0;
        size_t i;
        json_t *row;
        json_array_foreach(kernels, i, row) if (strcmp(text_of(row, "engine"), engines[e]) == 0)
        {
            seconds += number_of(json_object_get(row, "seconds"), "min");
            instructions += number_of(row, "instructions");
            dispatches += number_of(row, "dispatches");
        }
        printf("| `%s` | %.3f (%.3f) | %.2f | %.1f | %.2f | ", engines[e], mean, median, before,
               mean > 0 ? 1 / mean : 0, instructions > 0 ? seconds / instructions * 1e9 : 0);
        if (dispatches > 0)
            printf("%.2f |\n", seconds / dispatches * 1e9);
        else
            printf("- |\n");
    }
    printf("\nSeconds by kernel:\n\n| kernel | instructions |");
    for (size_t e = 0; e < n; e++)
        printf(" `%s` |", engines[e]);
    printf("\n|---|---|");
    for (size_t e = 0; e < n; e++)
        printf("---|");
    printf("\n");
    for (size_t i = 0; i < k; i++) {
        const json_t *first = row_where(kernels, "kernel", names[i], "engine", engines[0]);
        printf("| %s | %.0f |", names[i], number_of(first, "instructions"));
        for (size_t e = 0; e < n; e++) {
            const json_t *row = row_where(kernels, "kernel", names[i], "engine", engines[e]);
            printf(" %.3f |", number_of(json_object_get(row, "seconds"), "min"));
        }
        printf("\n");
    }
    printf("\n");
}

static void target_table(const json_t *r)
{
    const char *engines[MOST_ENGINES];
    size_t count, n = engines_of(json_object_get(r, "kernels"), engines);
    if (n == 0)
        return;
    printf("## Targets\n\n| what | at most | measured | |\n|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        double mean = ladder_mean(r, targets[i].engine, "min", "switch", "min", &count);
        if (count > 0)
            printf("| `%s` over `switch` | %.2f | %.3f | %s |\n", targets[i].engine,
                   targets[i].most, mean, mean <= targets[i].most ? "met" : "**missed**");
        else
            printf("| `%s` over `switch` | %.2f | not measured | |\n", targets[i].engine,
                   targets[i].most);
    }
    double lua = peers_mean(r, "bobbin fused", "lua5.4", &count);
    if (count > 0)
        printf("| `fused` over lua5.4, whole processes | 1.00 | %.3f | %s |\n", lua,
               lua <= 1 ? "met" : "**missed**");
    else
        printf("| `fused` over lua5.4 | 1.00 | lua5.4 or hyperfine absent | |\n");
    const json_t *nop = row_where(json_object_get(r, "ops"), "op", "NOP", "engine", "direct");
    double cycles = number_of(json_object_get(nop, "cycles"), "median");
    if (nop != NULL)
        printf("| a NOP of a chain in `direct`, cycles | 1.50 | %.2f | %s |\n", cycles,
               cycles <= 1.5 ? "met" : "**missed**");
    printf("\n");
    double floor = number_of(r, "jump_cycles");
    if (floor > 0)
        printf("The floor under a dispatch: a chain of handlers in C that only step and jump takes "
               "%.2f cycles each on this processor.\n\n",
               floor);
}

/* Rungs that lose against the one before, by kernel and by operation. */
static void losses(const json_t *r)
{
    const json_t *kernels = json_object_get(r, "kernels"), *ops = json_object_get(r, "ops");
    const char *engines[MOST_ENGINES], *names[MOST_KERNELS];
    size_t n = engines_of(kernels, engines), k = values_of(kernels, "kernel", names, MOST_KERNELS),
           found = 0, i;
    json_t *row;
    printf("## What got slower\n\nWhere a rung loses against the one before by more than 5 %% and "
           "beyond "
           "the intervals.\n\n");
    for (size_t e = 1; e < n; e++)
        for (size_t j = 0; j < k; j++) {
            const json_t *a = json_object_get(
                row_where(kernels, "kernel", names[j], "engine", engines[e - 1]), "seconds");
            const json_t *b = json_object_get(
                row_where(kernels, "kernel", names[j], "engine", engines[e]), "seconds");
            double x = number_of(a, "min"), y = number_of(b, "min");
            if (x > 0 && y > 1.05 * x && number_of(b, "low") > number_of(a, "high")) {
                printf("%s- %s: `%s` takes %.2f of `%s`\n", found++ == 0 ? "Kernels:\n\n" : "",
                       names[j], engines[e], y / x, engines[e - 1]);
            }
        }
    if (found == 0)
        printf("No kernel.\n");
    found = 0;
    n = engines_of(ops, engines);
    json_array_foreach(ops, i, row)
    {
        size_t e = 0;
        while (e < n && strcmp(engines[e], text_of(row, "engine")) != 0)
            e++;
        if (e == 0 || e == n)
            continue;
        const json_t *before = row_where(ops, "op", text_of(row, "op"), "operands",
                                         text_of(row, "operands"), "engine", engines[e - 1]);
        const json_t *a = json_object_get(before, "ns"), *b = json_object_get(row, "ns");
        double x = number_of(a, "median"), y = number_of(b, "median");
        if (x > 0.2 && y > 1.05 * x && y - x > 0.5 && number_of(b, "low") > number_of(a, "high")) {
            if (found++ == 0)
                printf("\nOperations:\n\n| operation | operands | | ns before | ns "
                       "|\n|---|---|---|---|---|\n");
            printf("| %s | %s | `%s` after `%s` | %.2f | %.2f |\n", text_of(row, "op"),
                   text_of(row, "operands"), engines[e], engines[e - 1], x, y);
        }
    }
    printf("\n");
}

static void op_rows(const json_t *ops, const char *const *engines, size_t n, bool fused)
{
    size_t i, e;
    json_t *row;
    json_array_foreach(ops, i, row)
    {
        if (json_is_true(json_object_get(row, "fused")) != fused ||
            row_where(ops, "op", text_of(row, "op"), "operands", text_of(row, "operands")) != row)
            continue;
        printf("| %s | %s |", text_of(row, "op"), text_of(row, "operands"));
        for (e = 0; e < n; e++) {
            const json_t *cell = row_where(ops, "op", text_of(row, "op"), "operands",
                                           text_of(row, "operands"), "engine", engines[e]);
            if (cell == NULL) {
                printf(" |");
                continue;
            }
            printf(" %.2f, %.1f", number_of(json_object_get(cell, "ns"), "median"),
                   number_of(json_object_get(cell, "cycles"), "median"));
            if (json_is_number(json_object_get(cell, "instructions")))
                printf(", %.0f", number_of(cell, "instructions"));
            printf(" |");
        }
        printf("\n");
    }
}

static void operations(const json_t *r)
{
    const json_t *ops = json_object_get(r, "ops"), *unmeasured = json_object_get(r, "unmeasured");
    const char *engines[MOST_ENGINES], *few[MOST_ENGINES];
    size_t n = engines_of(ops, engines), f = 0, i;
    json_t *row;
    if (n == 0)
        return;
    printf("## Operations\n\nThe cost of one: nanoseconds, cycles (medians of %.0f rounds), and "
           "native "
           "instructions by callgrind, which are exact. A program that repeats the operation 64 "
           "times in a "
           "loop, less one that repeats only what its operands need; differences below 0.3 ns are "
           "noise. "
           "`, RELEASE` and the like name what is measured with it.\n\n",
           number_of(r, "op_rounds"));
    printf("| operation | operands |");
    for (i = 0; i < n; i++)
        printf(" `%s` |", engines[i]);
    printf("\n|---|---|");
    for (i = 0; i < n; i++)
        printf("---|");
    printf("\n");
    op_rows(ops, engines, n, false);
    json_array_foreach(ops, i, row)
    {
        size_t k;
        if (!json_is_true(json_object_get(row, "fused")))
            continue;
        for (k = 0; k < f && strcmp(few[k], text_of(row, "engine")) != 0; k++)
            ;
        if (k == f && f < MOST_ENGINES)
            few[f++] = text_of(row, "engine");
    }
    if (f > 0) {
        printf("\n### Superinstructions\n\nThe same steps one by one, and fused. Operands SS are "
               "two of the "
               "stack, LL two locals, LC a local and a constant, SL and SC the stack and one of "
               "those.\n\n"
               "| superinstruction | operands |");
        for (i = 0; i < f; i++)
            printf(" `%s` |", few[i]);
        printf("\n|---|---|");
        for (i = 0; i < f; i++)
            printf("---|");
        printf("\n");
        op_rows(ops, few, f, true);
    }
    if (json_array_size(unmeasured) > 0) {
        printf("\nNot measured alone: ");
        json_array_foreach(unmeasured, i, row)
            printf("%s%s (%s)", i > 0 ? ", " : "", text_of(row, "op"), text_of(row, "why"));
        printf(".\n");
    }
    printf("\n");
}

static void costs(const json_t *r)
{
    const json_t *rows = json_object_get(r, "costs");
    size_t i;
    json_t *row;
    if (json_array_size(rows) == 0)
        return;
    printf("## Beside running\n\n| what | engine | least, us | median, us | "
           "|\n|---|---|---|---|---|\n");
    json_array_foreach(rows, i, row)
    {
        const json_t *t = json_object_get(row, "microseconds");
        double units = number_of(row, "units"), us = number_of(t, "median");
        printf("| %s | `%s` | %.1f | %.1f |", text_of(row, "cost"), text_of(row, "engine"),
               number_of(t, "min"), us);
        if (units > 0 && us > 100)
            printf(" %.0f million %s a second |\n", units / us, text_of(row, "unit"));
        else
            printf(" |\n");
    }
    printf("\n`decode` is what a first slice takes longer than a second; engines that run the wire "
           "words have "
           "none. `process` is wall-clock time.\n\n");
}

static void peers(const json_t *r)
{
    const json_t *rows = json_object_get(r, "peers"), *absent = json_object_get(r, "absent");
    const char *names[MOST_KERNELS], *kernels[MOST_KERNELS];
    size_t n = values_of(rows, "peer", names, MOST_KERNELS),
           k = values_of(rows, "kernel", kernels, MOST_KERNELS);
    size_t i, count;
    json_t *row;
    printf("## Peers\n\n");
    if (n > 0) {
        printf("Whole processes, user and system time by hyperfine, each language's own version of "
               "the same "
               "kernel, outputs compared first. Native is `gcc -O2 -fno-tree-vectorize`. Geometric "
               "means.\n\n"
               "| program | kernels | times native | of `%s` |\n|---|---|---|---|\n",
               own_peer(r));
        for (i = 0; i < n; i++) {
            double native = peers_mean(r, names[i], "native", &count);
            size_t also;
            printf("| %s | %zu | %.2f | %.2f |\n", names[i], count, native,
                   peers_mean(r, names[i], own_peer(r), &also));
        }
        printf("\nSeconds:\n\n| kernel |");
        for (i = 0; i < n; i++)
            printf(" %s |", names[i]);
        printf("\n|---|");
        for (i = 0; i < n; i++)
            printf("---|");
        printf("\n");
        for (size_t j = 0; j < k; j++) {
            printf("| %s |", kernels[j]);
            for (i = 0; i < n; i++) {
                const json_t *cell = row_where(rows, "kernel", kernels[j], "peer", names[i]);
                if (cell != NULL)
                    printf(" %.3f |", number_of(json_object_get(cell, "seconds"), "min"));
                else
                    printf(" |");
            }
            printf("\n");
        }
        printf("\n");
    }
    if (json_array_size(absent) > 0) {
        printf("Absent where this was measured: ");
        json_array_foreach(absent, i, row)
            printf("%s%s", i > 0 ? ", " : "", json_string_value(row));
        printf(".\n\n");
    }
}

static void audit(const json_t *r)
{
    const json_t *files = json_object_get(json_object_get(r, "audit"), "files");
    size_t i, k;
    json_t *file, *e;
    printf("## Audit\n\n");
    if (json_array_size(files) == 0) {
        printf("No audit of this build: `bobbin-audit` was not there.\n\n");
        return;
    }
    printf("| engine | verdict | handlers | dispatch sites | code bytes | stack references "
           "|\n|---|---|---|---|---|---|\n");
    json_array_foreach(files, i, file) json_array_foreach(json_object_get(file, "engines"), k, e)
        printf("| `%s` | %s | %.0f | %.0f | %.0f | %.0f |\n", text_of(e, "engine"),
               text_of(e, "verdict"), number_of(e, "handlers"), number_of(e, "dispatch_sites"),
               number_of(e, "code_bytes"), number_of(e, "quick_stack_references"));
    printf("\n");
}

int main(int argc, char **argv)
{
    json_t *r;
    bool ladder_alone = argc == 3 && strcmp(argv[1], "--ladder") == 0;
    if (argc != 2 && !ladder_alone) {
        fputs("usage: docs [--ladder] RESULTS\n", stderr);
        return 2;
    }
    r = results_read(argv[argc - 1]);
    if (is_quick(r)) {
        (void)fprintf(stderr, "docs: %s comes of QUICK=1, which measures nothing; run make bench\n",
                      argv[argc - 1]);
        json_decref(r);
        return 2;
    }
    if (ladder_alone) {
        short_ladder(r);
        json_decref(r);
        return 0;
    }
    printf(
        "# Benchmarks\n\n<!-- Written by `make bench-docs` from `make bench`; do not edit. -->\n\n"
        "What a dispatch strategy is worth: measure your own with `make bench` (some ten minutes), "
        "see it "
        "with `make report`, compare revisions with `make bench-compare BASE=revision`, or one "
        "program with "
        "`bobbin ladder FILE`. How it is measured is said above each table.\n\n");
    machine(r);
    target_table(r);
    ladder(r);
    losses(r);
    peers(r);
    costs(r);
    audit(r);
    operations(r);
    json_decref(r);
    return 0;
}
