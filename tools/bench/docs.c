/* docs RESULTS: docs/benchmarks.md from bobbin.bench/1. */
#include <stdio.h>
#include <string.h>

#include "tools/bench/matrix.h"

static const struct {
    const char *engine;
    double most;
} targets[] = {{"token", 0.75}, {"direct", 0.55}, {"cached", 0.50}, {"fused", 0.40}};

/* A section's heading. A short run, which measures nothing, says so in each. */
static void heading(const json_t *r, const char *level, const char *title)
{
    printf("%s %s\n\n", level, title);
    if (is_quick(r))
        printf("**Made by a quick run (`QUICK=1`): no number here is a measurement.**\n\n");
}

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
    size_t n = rungs_of(r, kernels, engines), k = values_of(kernels, "kernel", names, MOST_KERNELS),
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
        printf("| `%s` | %s |", engines[e],
               figure(ladder_mean(r, engines[e], "min", engines[0], "min", &count), 3));
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
    size_t n = rungs_of(r, kernels, engines), k = values_of(kernels, "kernel", names, MOST_KERNELS),
           count;
    if (n == 0)
        return;
    heading(r, "##", "The ladder");
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
        printf("| `%s` | %s (%s) | %.2f | %.1f | %s | ", engines[e], figure(mean, 3),
               figure(median, 3), before, mean > 0 ? 1 / mean : 0,
               figure(instructions > 0 ? seconds / instructions * 1e9 : 0, 2));
        if (dispatches > 0)
            printf("%s |\n", figure(seconds / dispatches * 1e9, 2));
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
            printf(" %s |", figure(number_of(json_object_get(row, "seconds"), "min"), 3));
        }
        printf("\n");
    }
    printf("\n");
}

/* ---- the matrix ---- */

static void matrix_head(const char *before)
{
    printf("|%s", before);
    for (size_t c = 0; matrix_representations[c] != NULL; c++)
        printf(" `%s` |", matrix_representations[c]);
    printf("\n|");
    for (; *before != '\0'; before++)
        if (*before == '|')
            printf("---|");
    for (size_t c = 0; matrix_representations[c] != NULL; c++)
        printf("---|");
    printf("\n");
}

/* An engine's nanoseconds an instruction over all kernels, by their medians. */
static double each_instruction(const json_t *r, const char *engine)
{
    double seconds = 0, instructions = 0;
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(r, "kernels"), i,
                       row) if (strcmp(text_of(row, "engine"), engine) == 0)
    {
        seconds += number_of(json_object_get(row, "seconds"), "median");
        instructions += number_of(row, "instructions");
    }
    return instructions > 0 ? seconds / instructions * 1e9 : 0;
}

static void kernel_cell(const json_t *r, const char *engine, const char *base, bool is_base)
{
    Comparison c;
    if (engine == NULL)
        printf(" absent |");
    else if (is_base)
        printf(" baseline: %s ns |", figure(each_instruction(r, engine), 2));
    else if (base == NULL || !compare_kernels(r, engine, base, &c))
        printf(" nothing to compare with |");
    else
        printf(" %s%s (%s to %s) |", c.apart ? "" : "not told apart: ", quotient(c.median),
               quotient(c.low), quotient(c.high));
}

static void kernel_matrix(const json_t *r)
{
    const json_t *kernels = json_object_get(r, "kernels");
    if (!has_matrix(r, kernels))
        return;
    heading(r, "##", "The matrix");
    printf("The same kernels on every cell, compared round by round: the geometric mean over the "
           "kernels, its median of %.0f rounds and %s. *Not told apart*: the interval holds 1, "
           "which does not say that the two are equal. What the cells are: "
           "[methods.md](methods.md).\n\n"
           "Dispatch alone: times as long as `" MATRIX_BASE "` with the same representation. The "
           "baseline's number is nanoseconds an instruction.\n\n",
           number_of(r, "kernel_rounds"),
           number_of(r, "kernel_rounds") < 6
               ? "all that was seen, since fewer than six rounds give "
                 "no interval of 95 %"
               : "the interval of 95 %");
    for (int by_dispatch = 1; by_dispatch >= 0; by_dispatch--) {
        matrix_head(" |");
        for (size_t d = 0; matrix_dispatches[d] != NULL; d++) {
            const char *dispatch = matrix_dispatches[d];
            printf("| `%s` |", dispatch);
            for (size_t c = 0; matrix_representations[c] != NULL; c++) {
                bool is_base;
                const char *base = matrix_against(kernels, by_dispatch, d, c, &is_base);
                kernel_cell(r, matrix_engine(kernels, dispatch, matrix_representations[c]), base,
                            is_base);
            }
            printf("\n");
        }
        printf(by_dispatch ? "\nThe representation alone: times as long as the column before with "
                             "the same dispatch.\n\n"
                           : "\n");
    }
}

static void op_matrix(const json_t *r)
{
    const json_t *ops = json_object_get(r, "ops");
    const char *op = "", *operands = "";
    size_t i;
    json_t *row;
    if (!has_matrix(r, ops))
        return;
    heading(r, "##", "Operations in the matrix");
    printf("Nanoseconds, medians of %.0f rounds with their intervals. `=`: not told apart from "
           "`" MATRIX_BASE "` in the same column, since the interval of their difference, round by "
           "round, holds zero.\n\n",
           number_of(r, "op_rounds"));
    matrix_head(" operation | operands | dispatch |");
    json_array_foreach(ops, i, row)
    {
        /* the rows of an operation follow each other */
        if (strcmp(op, text_of(row, "op")) == 0 && strcmp(operands, text_of(row, "operands")) == 0)
            continue;
        op = text_of(row, "op");
        operands = text_of(row, "operands");
        for (size_t d = 0; matrix_dispatches[d] != NULL; d++) {
            const json_t *cells[MOST_ENGINES];
            bool any = false;
            for (size_t c = 0; matrix_representations[c] != NULL; c++) {
                cells[c] =
                    row_where(ops, "op", op, "operands", operands, "dispatch", matrix_dispatches[d],
                              "representation", matrix_representations[c]);
                any = any || cells[c] != NULL;
            }
            if (!any)
                continue;
            printf("| %s | %s | `%s` |", op, operands, matrix_dispatches[d]);
            for (size_t c = 0; matrix_representations[c] != NULL; c++) {
                const json_t *ns = json_object_get(cells[c], "ns"),
                             *base = row_where(ops, "op", op, "operands", operands, "dispatch",
                                               MATRIX_BASE, "representation",
                                               matrix_representations[c]);
                Comparison with;
                if (cells[c] == NULL)
                    printf(" |");
                else
                    printf(" %s%s |", cost_text(ns),
                           cells[c] != base && compare_costs(cells[c], base, &with) && !with.apart
                               ? " ="
                               : "");
            }
            printf("\n");
        }
    }
    printf("\n");
}

static void target_table(const json_t *r)
{
    const char *engines[MOST_ENGINES];
    size_t count, n = rungs_of(r, json_object_get(r, "kernels"), engines);
    if (n == 0)
        return;
    heading(r, "##", "Targets");
    printf("| what | at most | measured | |\n|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        double mean = ladder_mean(r, targets[i].engine, "min", "switch", "min", &count);
        if (count > 0)
            printf("| `%s` over `switch` | %.2f | %s | %s |\n", targets[i].engine, targets[i].most,
                   figure(mean, 3), mean <= targets[i].most ? "met" : "**missed**");
        else
            printf("| `%s` over `switch` | %.2f | not measured | |\n", targets[i].engine,
                   targets[i].most);
    }
    double lua = peers_mean(r, "bobbin fused", "lua5.4", &count);
    if (count > 0)
        printf("| `fused` over lua5.4, whole processes | 1.00 | %s | %s |\n", figure(lua, 3),
               lua <= 1 ? "met" : "**missed**");
    else
        printf("| `fused` over lua5.4 | 1.00 | lua5.4 or hyperfine absent | |\n");
    const json_t *nop = row_where(json_object_get(r, "ops"), "op", "NOP", "engine", "direct");
    double cycles = number_of(json_object_get(nop, "cycles"), "median");
    if (nop != NULL && !is_resolved(json_object_get(nop, "ns")))
        printf("| a NOP of a chain in `direct`, cycles | 1.50 | not resolved | |\n");
    else if (nop != NULL)
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
    size_t n = rungs_of(r, kernels, engines), k = values_of(kernels, "kernel", names, MOST_KERNELS),
           found = 0, i;
    json_t *row;
    if (n < 2)
        return;
    heading(r, "##", "What got slower");
    printf("Where a rung loses against the one before by more than 5 %% and "
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
    n = rungs_of(r, ops, engines);
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
        if (is_resolved(a) && is_resolved(b) && x > 0.2 && y > 1.05 * x && y - x > 0.5 &&
            number_of(b, "low") > number_of(a, "high")) {
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
            if (is_resolved(json_object_get(cell, "ns")))
                printf(" %s, %s", figure(number_of(json_object_get(cell, "ns"), "median"), 2),
                       figure(number_of(json_object_get(cell, "cycles"), "median"), 1));
            else
                printf(" not resolved");
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
    size_t n = rungs_of(r, ops, engines), f = 0, i;
    json_t *row;
    if (n == 0)
        return;
    heading(r, "##", "Operations");
    printf("The cost of one: nanoseconds, cycles (medians of %.0f rounds), and native instructions "
           "by callgrind, which are exact. A program that repeats the operation 64 times in a "
           "loop, less one that repeats only what its operands need. *Not resolved*: the interval "
           "of 95 %% of that difference holds zero. Below zero: with the operation the program "
           "takes less time than with its operands alone, which an engine must then put where "
           "nobody takes them. "
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
        if (k == f && f < MOST_ENGINES && is_rung(r, text_of(row, "engine")))
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
    heading(r, "##", "Beside running");
    printf("| what | engine | least, us | median, us | "
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
    json_t *versions = json_object_get(r, "peer_versions");
    const char *names[MOST_KERNELS], *kernels[MOST_KERNELS];
    size_t n = values_of(rows, "peer", names, MOST_KERNELS),
           k = values_of(rows, "kernel", kernels, MOST_KERNELS);
    size_t i, count;
    json_t *row;
    if (n == 0 && json_array_size(absent) == 0)
        return;
    heading(r, "##", "Peers");
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
                    printf(" %s |", figure(number_of(json_object_get(cell, "seconds"), "min"), 3));
                else
                    printf(" |");
            }
            printf("\n");
        }
        printf("\n");
    }
    if (json_object_size(versions) > 0) {
        const char *separator = "";
        printf("What they say of themselves: ");
        for (void *at = json_object_iter(versions); at != NULL;
             at = json_object_iter_next(versions, at)) {
            printf("%s`%s` %s", separator, json_object_iter_key(at),
                   json_string_value(json_object_iter_value(at)));
            separator = "; ";
        }
        printf(".\n\n");
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
    if (json_array_size(files) == 0)
        return;
    heading(r, "##", "Audit");
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
    if (ladder_alone && is_quick(r)) {
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
    heading(r, "#", "Benchmarks");
    printf("<!-- Written by `make bench-docs` from `make bench`; do not edit. -->\n\n");
    printf(
        "What a dispatch strategy is worth: measure your own with `make bench` (some ten minutes), "
        "see it "
        "with `make report`, compare revisions with `make bench-compare BASE=revision`, machines "
        "with `BASE=A.json HEAD=B.json`, or one "
        "program with "
        "`bobbin ladder FILE`. How it is measured is said above each table.\n\n");
    machine(r);
    if (!is_quick(r)) /* which meets no target, and misses none */
        target_table(r);
    ladder(r);
    kernel_matrix(r);
    losses(r);
    peers(r);
    costs(r);
    audit(r);
    operations(r);
    op_matrix(r);
    json_decref(r);
    return 0;
}
