/* report RESULTS: one page of HTML from bobbin.bench/1, with nothing outside of it.
 * report --ladder RESULTS: its first chart alone, as SVG. */
#include <stdio.h>
#include <string.h>

#include "tools/bench/matrix.h"
#include "tools/report/draw.h"

static void tile(const char *big, const char *small)
{
    printf("<div class=\"tile\"><b>%s</b><span>", big);
    draw_text(small);
    printf("</span></div>");
}

static void head(const json_t *r, const char *const *engines, size_t n)
{
    const json_t *nop = row_where(json_object_get(r, "ops"), "op", "NOP", "engine", "direct");
    const char *best = n > 0 ? engines[0] : "", *first = best, *names[MOST_KERNELS];
    char text[200];
    double least = 1, lua;
    size_t count;
    for (size_t e = 0; e < n; e++) {
        double mean = ladder_mean(r, engines[e], "min", first, "min", &count);
        if (mean > 0 && mean < least) {
            least = mean;
            best = engines[e];
        }
    }
    printf("<p class=\"eyebrow\">Bobbin &middot; benchmark report</p>\n<h1>What a dispatch "
           "strategy is worth</h1>\n"
           "<p class=\"lead\">One definition of the operations, %zu engines made from it, measured "
           "on %zu programs and on every operation alone.</p>\n",
           n, values_of(json_object_get(r, "kernels"), "kernel", names, MOST_KERNELS));
    if (is_quick(r)) {
        printf("<p class=\"stamp\">Made by a quick run (<code>QUICK=1</code>): it shows that "
               "everything works. Its times are too short to mean anything; measure with "
               "<code>make bench</code>.</p>\n");
        return;
    }
    printf("<div class=\"tiles\">");
    (void)snprintf(text, sizeof text, "%.1f&times;", 1 / least);
    char small[200];
    (void)snprintf(small, sizeof small, "%s over %s, geometric mean", best, first);
    tile(text, small);
    if (nop != NULL && is_resolved(json_object_get(nop, "ns"))) {
        (void)snprintf(text, sizeof text, "%.1f cycles",
                       number_of(json_object_get(nop, "cycles"), "median"));
        tile(text, "a NOP of a chain, in direct");
    }
    lua = peers_mean(r, own_peer(r), "lua5.4", &count);
    if (count > 0) {
        (void)snprintf(text, sizeof text, "%.2f&times;", 1 / lua);
        tile(text, "the speed of lua5.4, whole processes");
    }
    double python = peers_mean(r, own_peer(r), "python3", &count);
    if (count > 0) {
        (void)snprintf(text, sizeof text, "%.1f&times;", 1 / python);
        tile(text, "the speed of python3 on the same source");
    }
    printf("</div>\n");
}

static void ladder(const json_t *r, const char *const *engines, size_t n)
{
    const json_t *kernels = json_object_get(r, "kernels");
    const char *names[MOST_KERNELS];
    size_t k = values_of(kernels, "kernel", names, MOST_KERNELS), count;
    double most = 1, least = 1;
    char shown[80];
    if (n == 0)
        return;
    printf("<section><h2>The ladder</h2><p class=\"note\">CPU time over that of <code>%s</code>, "
           "geometric mean of %zu "
           "kernels; shorter is faster. Least of %.0f interleaved rounds; the whisker spans the "
           "median's "
           "interval.</p>\n",
           engines[0], k, number_of(r, "kernel_rounds"));
    for (size_t e = 0; e < n; e++) {
        double high = ladder_mean(r, engines[e], "high", engines[0], "min", &count);
        if (high > most)
            most = high;
    }
    for (size_t e = 0; e < n; e++) {
        double mean = ladder_mean(r, engines[e], "min", engines[0], "min", &count);
        (void)snprintf(shown, sizeof shown, "%s &nbsp;%.1f&times;", figure(mean, 3),
                       mean > 0 ? 1 / mean : 0);
        draw_bar(engines[e], "engine", mean,
                 ladder_mean(r, engines[e], "low", engines[0], "min", &count),
                 ladder_mean(r, engines[e], "high", engines[0], "min", &count), most, shown);
    }
    printf("<h3>By kernel</h3>");
    draw_legend(engines, n);
    double at[MOST_KERNELS][MOST_ENGINES] = {{0}};
    for (size_t j = 0; j < k; j++) {
        const json_t *base = row_where(kernels, "kernel", names[j], "engine", engines[0]);
        for (size_t e = 0; e < n; e++) {
            const json_t *row = row_where(kernels, "kernel", names[j], "engine", engines[e]);
            double b = number_of(json_object_get(base, "seconds"), "min"),
                   v = number_of(json_object_get(row, "seconds"), "min");
            at[j][e] = b > 0 && v > 0 ? b / v : 0;
            if (at[j][e] > 0) {
                most = at[j][e] > most ? at[j][e] : most;
                least = at[j][e] < least ? at[j][e] : least;
            }
        }
    }
    for (size_t j = 0; j < k; j++)
        draw_dots(names[j], at[j], n, least, most);
    draw_scale(least, most, "speed-up");
    printf("<details><summary>Seconds, and nanoseconds an instruction</summary><div "
           "class=\"wide\"><table><thead><tr>"
           "<th>kernel</th>");
    for (size_t e = 0; e < n; e++)
        printf("<th>%s</th>", engines[e]);
    printf("</tr></thead><tbody>");
    for (size_t j = 0; j < k; j++) {
        printf("<tr><td>%s</td>", names[j]);
        for (size_t e = 0; e < n; e++) {
            const json_t *row = row_where(kernels, "kernel", names[j], "engine", engines[e]);
            printf("<td>%s<small>%s</small></td>",
                   figure(number_of(json_object_get(row, "seconds"), "min"), 3),
                   figure(number_of(row, "ns_per_instruction"), 2));
        }
        printf("</tr>\n");
    }
    printf("</tbody></table></div></details></section>\n");
}

/* ---- the matrix ---- */

static void matrix_head(const char *class, const char *before)
{
    printf("<div class=\"wide\"><table class=\"matrix%s\"><thead><tr>%s", class, before);
    for (size_t c = 0; matrix_representations[c] != NULL; c++)
        printf("<th>%s</th>", matrix_representations[c]);
    printf("</tr></thead><tbody>\n");
}

static void kernel_cell(const json_t *r, const char *engine, const char *base, bool is_base)
{
    Comparison c;
    if (engine == NULL)
        printf("<td class=\"none\">absent</td>");
    else if (is_base)
        printf("<td>1<small>baseline</small></td>");
    else if (base == NULL || !compare_kernels(r, engine, base, &c))
        printf("<td class=\"none\">nothing to compare with</td>");
    else
        printf("<td%s>%s&times;<small>%s to %s%s</small></td>", c.apart ? "" : " class=\"none\"",
               quotient(c.median), quotient(c.low), quotient(c.high),
               c.apart ? "" : ", not told apart");
}

static void kernel_matrix(const json_t *r)
{
    const json_t *kernels = json_object_get(r, "kernels");
    if (!has_matrix(r, kernels))
        return;
    printf("<section><h2>The matrix: one variable at a time</h2><p class=\"note\">The kernels on "
           "every cell, compared round by round: the geometric mean over them, its median of %.0f "
           "rounds and %s. Not told apart: the interval holds 1, which does not say that the two "
           "are equal.</p>",
           number_of(r, "kernel_rounds"),
           number_of(r, "kernel_rounds") < 6
               ? "all that was seen, since fewer than six rounds give "
                 "no interval of 95 %"
               : "the interval of 95 %");
    for (int by_dispatch = 1; by_dispatch >= 0; by_dispatch--) {
        printf(by_dispatch
                   ? "<h3>Dispatch alone: times as long as " MATRIX_BASE
                     " with the same representation</h3>"
                   : "<h3>The representation alone: times as long as the column before with "
                     "the same dispatch</h3>");
        matrix_head(" kernels", "<th></th>");
        for (size_t d = 0; matrix_dispatches[d] != NULL; d++) {
            const char *dispatch = matrix_dispatches[d];
            printf("<tr><td>%s</td>", dispatch);
            for (size_t c = 0; matrix_representations[c] != NULL; c++) {
                bool is_base;
                const char *base = matrix_against(kernels, by_dispatch, d, c, &is_base);
                kernel_cell(r, matrix_engine(kernels, dispatch, matrix_representations[c]), base,
                            is_base);
            }
            printf("</tr>\n");
        }
        printf("</tbody></table></div>\n");
    }
    printf("</section>\n");
}

/* One operation on one dispatch; nothing where none of its cells was measured. */
static void op_row(const json_t *ops, const json_t *row, const char *dispatch)
{
    const char *op = text_of(row, "op"), *operands = text_of(row, "operands");
    const json_t *cells[MOST_ENGINES];
    bool any = false;
    for (size_t c = 0; matrix_representations[c] != NULL; c++) {
        cells[c] = row_where(ops, "op", op, "operands", operands, "dispatch", dispatch,
                             "representation", matrix_representations[c]);
        any = any || cells[c] != NULL;
    }
    if (!any)
        return;
    printf("<tr><td>%s<small>", op);
    draw_text(operands);
    printf("</small></td><td>%s</td>", dispatch);
    for (size_t c = 0; matrix_representations[c] != NULL; c++) {
        const json_t *ns = json_object_get(cells[c], "ns");
        const json_t *base = row_where(ops, "op", op, "operands", operands, "dispatch", MATRIX_BASE,
                                       "representation", matrix_representations[c]);
        Comparison with;
        const char *equal =
            cells[c] != base && compare_costs(cells[c], base, &with) && !with.apart ? " =" : "";
        if (cells[c] == NULL)
            printf("<td></td>");
        else if (is_resolved(ns))
            printf("<td>%s%s<small>%s to %s</small></td>", figure(number_of(ns, "median"), 2),
                   equal, figure(number_of(ns, "low"), 2), figure(number_of(ns, "high"), 2));
        else
            printf("<td class=\"none\">not resolved%s</td>", equal);
    }
    printf("</tr>\n");
}

static void op_matrix(const json_t *r)
{
    const json_t *ops = json_object_get(r, "ops");
    const char *op = "", *operands = "";
    size_t i;
    json_t *row;
    if (!has_matrix(r, ops))
        return;
    printf("<section><h2>Every operation in the matrix</h2><p class=\"note\">Nanoseconds, medians "
           "of %.0f rounds, and their intervals. The sign = says: not told apart from " MATRIX_BASE
           " in the same column, since the interval of their difference, round by round, holds "
           "zero.</p><details><summary>The operations</summary>",
           number_of(r, "op_rounds"));
    matrix_head("", "<th>operation</th><th>dispatch</th>");
    json_array_foreach(ops, i, row)
    {
        /* the rows of an operation follow each other */
        if (strcmp(op, text_of(row, "op")) == 0 && strcmp(operands, text_of(row, "operands")) == 0)
            continue;
        op = text_of(row, "op");
        operands = text_of(row, "operands");
        for (size_t d = 0; matrix_dispatches[d] != NULL; d++)
            op_row(ops, row, matrix_dispatches[d]);
    }
    printf("</tbody></table></div></details></section>\n");
}

static void heat_rows(const json_t *ops, const char *const *engines, size_t n, bool fused)
{
    size_t i;
    json_t *row;
    printf("<div class=\"wide\"><table class=\"heat\"><thead><tr><th>%s</th>",
           fused ? "superinstruction" : "operation");
    for (size_t e = 0; e < n; e++)
        printf("<th>%s</th>", engines[e]);
    printf("</tr></thead><tbody>\n");
    json_array_foreach(ops, i, row)
    {
        const char *op = text_of(row, "op"), *operands = text_of(row, "operands");
        if (json_is_true(json_object_get(row, "fused")) != fused ||
            row_where(ops, "op", op, "operands", operands) != row)
            continue;
        printf("<tr><td>%s<small>", op);
        draw_text(operands);
        printf("</small></td>");
        for (size_t e = 0; e < n; e++) {
            const json_t *cell =
                row_where(ops, "op", op, "operands", operands, "engine", engines[e]);
            const json_t *ns = json_object_get(cell, "ns");
            char title[200], count[40] = "";
            if (json_is_number(json_object_get(cell, "instructions")))
                (void)snprintf(count, sizeof count, ", %.0f instructions",
                               number_of(cell, "instructions"));
            (void)snprintf(title, sizeof title, "%s to %s ns, %s cycles%s",
                           figure(number_of(ns, "low"), 2), figure(number_of(ns, "high"), 2),
                           figure(number_of(json_object_get(cell, "cycles"), "median"), 1), count);
            draw_cost(cell != NULL ? ns : NULL, title);
        }
        printf("</tr>\n");
    }
    printf("</tbody></table></div>\n");
}

static void heat(const json_t *r)
{
    const json_t *ops = json_object_get(r, "ops");
    const char *engines[MOST_ENGINES], *few[MOST_ENGINES];
    size_t n = rungs_of(r, ops, engines), f = 0, i, k;
    json_t *row;
    if (n == 0)
        return;
    printf("<section><h2>Every operation on every engine</h2><p class=\"note\">Nanoseconds, "
           "medians of %.0f rounds: "
           "64 in a row, less what their operands need. Not resolved: the interval of 95 %% holds "
           "zero. Hover for the interval, cycles and native instructions.</p>\n",
           number_of(r, "op_rounds"));
    heat_rows(ops, engines, n, false);
    json_array_foreach(ops, i, row)
    {
        for (k = 0; k < f && strcmp(few[k], text_of(row, "engine")) != 0; k++)
            ;
        if (json_is_true(json_object_get(row, "fused")) && k == f && f < MOST_ENGINES &&
            is_rung(r, text_of(row, "engine")))
            few[f++] = text_of(row, "engine");
    }
    if (f > 0) {
        printf("<details><summary>Superinstructions, beside the same steps one by one</summary><p "
               "class=\"note\">"
               "Operands: SS two of the stack, LL two locals, LC a local and a constant, SL and SC "
               "the stack and "
               "one of those. The result is pushed, stored, or decides a jump.</p>\n");
        heat_rows(ops, few, f, true);
        printf("</details>");
    }
    printf("</section>\n");
}

static void peers(const json_t *r)
{
    const json_t *rows = json_object_get(r, "peers"), *absent = json_object_get(r, "absent");
    const char *names[MOST_KERNELS];
    double mean[MOST_KERNELS], most = 0;
    size_t n = values_of(rows, "peer", names, MOST_KERNELS), i, count;
    json_t *row;
    if (n == 0 && json_array_size(absent) == 0)
        return;
    printf("<section><h2>Beside other programs</h2>");
    if (n > 0)
        printf("<p class=\"note\">CPU time of whole processes over native code, geometric mean; "
               "the same kernels in "
               "each language, outputs compared first. Native is gcc -O2 without vectors.</p>\n");
    for (i = 0; i < n; i++) {
        mean[i] = peers_mean(r, names[i], "native", &count);
        most = mean[i] > most ? mean[i] : most;
    }
    for (size_t done = 0; done < n; done++) { /* the fastest first */
        size_t best = n;
        char shown[80];
        for (i = 0; i < n; i++)
            if (mean[i] >= 0 && (best == n || mean[i] < mean[best]))
                best = i;
        (void)peers_mean(r, names[best], "native", &count);
        (void)snprintf(shown, sizeof shown, count < 12 ? "%.1f&times; (%zu)" : "%.1f&times;",
                       mean[best], count);
        draw_bar(names[best],
                 strncmp(names[best], "bobbin", 6) == 0 ? "engine"
                 : strcmp(names[best], "native") == 0   ? "native"
                                                        : "other",
                 mean[best], 0, 0, most, shown);
        mean[best] = -1;
    }
    if (json_array_size(absent) > 0) {
        printf("<p class=\"note\">Absent here: ");
        json_array_foreach(absent, i, row)
        {
            printf("%s", i > 0 ? ", " : "");
            draw_text(json_string_value(row));
        }
        printf(".</p>");
    }
    printf("</section>\n");
}

static void costs(const json_t *r)
{
    const json_t *rows = json_object_get(r, "costs");
    const char *engines[MOST_ENGINES], *names[32];
    size_t n = engines_of(rows, engines), k = values_of(rows, "cost", names, 32);
    if (n == 0)
        return;
    printf(
        "<section><h2>Beside running</h2><p class=\"note\">Microseconds, medians. Decoding is of "
        "200,000 "
        "instructions, the snapshot of a list of 100,000 ints; the process is wall-clock time.</p>"
        "<div class=\"wide\"><table><thead><tr><th></th>");
    for (size_t e = 0; e < n; e++)
        printf("<th>%s</th>", engines[e]);
    printf("</tr></thead><tbody>");
    for (size_t j = 0; j < k; j++) {
        printf("<tr><td>%s</td>", names[j]);
        for (size_t e = 0; e < n; e++) {
            const json_t *row = row_where(rows, "cost", names[j], "engine", engines[e]);
            double us = number_of(json_object_get(row, "microseconds"), "median");
            /* a billion instructions decoded a second: the engine decodes nothing */
            if (row == NULL)
                printf("<td></td>");
            else if (strcmp(text_of(row, "unit"), "instructions") == 0 &&
                     us * 1000 < number_of(row, "units"))
                printf("<td>&ndash;</td>");
            else
                printf("<td>%s</td>", figure(us, us < 99.5 ? 1 : 0));
        }
        printf("</tr>\n");
    }
    printf("</tbody></table></div></section>\n");
}

static void audit(const json_t *r)
{
    const json_t *files = json_object_get(json_object_get(r, "audit"), "files");
    size_t i, k;
    json_t *file, *e;
    if (json_array_size(files) == 0)
        return;
    printf("<section><h2>The audit</h2>");
    printf("<p class=\"note\">What the compiler made of each engine, from the object code: a "
           "timing without "
           "replicated dispatch is a timing of something else.</p><div "
           "class=\"wide\"><table><thead><tr><th>engine</th>"
           "<th>verdict</th><th>handlers</th><th>sites</th><th>bytes</th><th>stack</th></tr></"
           "thead><tbody>");
    json_array_foreach(files, i, file) json_array_foreach(json_object_get(file, "engines"), k, e)
    {
        bool refused = json_is_true(json_object_get(e, "refused"));
        printf("<tr><td>%s</td><td class=\"%s\">", text_of(e, "engine"), refused ? "bad" : "ok");
        draw_text(text_of(e, "verdict"));
        printf("</td><td>%.0f</td><td>%.0f</td><td>%.0f</td><td>%.0f</td></tr>\n",
               number_of(e, "handlers"), number_of(e, "dispatch_sites"), number_of(e, "code_bytes"),
               number_of(e, "quick_stack_references"));
    }
    printf("</tbody></table></div></section>\n");
}

static void machine(const json_t *r)
{
    static const char *const keys[][2] = {{"cpu", "processor"},
                                          {"family", "family, model, stepping"},
                                          {"processors", "processors"},
                                          {"system", "system"},
                                          {"compiler", "compiler"},
                                          {"flags", "flags"},
                                          {"loop flags", "flags of the loops"},
                                          {"revision", "revision"}};
    const json_t *m = json_object_get(r, "machine");
    if (json_object_size(m) == 0)
        return;
    printf("<section><h2>The machine</h2><dl>");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (*text_of(m, keys[i][0]) == '\0')
            continue;
        printf("<dt>%s</dt><dd>", keys[i][1]);
        draw_text(text_of(m, keys[i][0]));
        if (i == 0 && strcmp(text_of(m, "virtual"), "yes") == 0)
            printf(", in a virtual machine");
        if (i == 0 && number_of(r, "core_ghz") > 0)
            printf(", %.2f GHz as measured", number_of(r, "core_ghz"));
        printf("</dd>\n");
    }
    printf("</dl></section>\n");
}

int main(int argc, char **argv)
{
    const char *engines[MOST_ENGINES];
    json_t *r;
    size_t n;
    bool picture = argc == 3 && strcmp(argv[1], "--ladder") == 0;
    if (argc != 2 && !picture) {
        fputs("usage: report [--ladder] RESULTS\n", stderr);
        return 2;
    }
    r = results_read(argv[argc - 1]);
    if (picture) {
        int status = 0;
        if (is_quick(r)) {
            fputs("report: no picture is made of a quick run\n", stderr);
            status = 2;
        } else {
            draw_ladder_svg(r);
        }
        json_decref(r);
        return status;
    }
    n = rungs_of(r, json_object_get(r, "kernels"), engines);
    draw_head("Bobbin: what a dispatch strategy is worth", is_quick(r));
    head(r, engines, n);
    ladder(r, engines, n);
    kernel_matrix(r);
    peers(r);
    audit(r);
    costs(r);
    heat(r);
    op_matrix(r);
    machine(r);
    draw_tail();
    json_decref(r);
    return 0;
}
