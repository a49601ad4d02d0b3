/* The matrix of `bobbin ladder --matrix`: dispatch down, representation across. One column holds
 * everything but the dispatch, one row everything but the representation, so that a comparison
 * within either says what that alone is worth on this program and this machine. */
#include <string.h>

#include "tools/bobbin/ladder.h"
#include "tools/matrix.h"

/* Columns of a comparison's text: "2.345  2.301-2.402". */
#define CELL_WIDTH 20

static const Rung *cell(const Ladder *l, const char *dispatch, const char *representation)
{
    for (unsigned i = 0; i < l->rung_count; i++) {
        const Rung *r = &l->rungs[i];
        if (r->dispatch != NULL && strcmp(r->dispatch, dispatch) == 0 &&
            strcmp(r->representation, representation) == 0)
            return r;
    }
    return NULL;
}

/* What a cell is held against: NULL for one that others are held against. */
static const Rung *against(const Ladder *l, bool by_dispatch, unsigned row, unsigned column)
{
    if (by_dispatch)
        return strcmp(bob_matrix_dispatch(row, NULL), MATRIX_BASE) == 0
                   ? NULL
                   : cell(l, MATRIX_BASE, bob_matrix_representation(column, NULL));
    return column == 0 ? NULL
                       : cell(l, bob_matrix_dispatch(row, NULL),
                              bob_matrix_representation(column - 1, NULL));
}

/* ---- text ---- */

/* A time where it is the baseline, else how many times as long, with its interval; in brackets
 * where the rounds don't tell the two apart. */
static void put_comparison(BobBuffer *b, const Ladder *l, const Rung *r, const Rung *base)
{
    BobBuffer t = {.allocator = b->allocator};
    if (r == NULL) {
        bob_buffer_text(&t, "absent");
    } else if (base == NULL) {
        put_seconds(&t, r->median);
    } else {
        Ratio ratio = ladder_ratio(l, r, base);
        bool apart = ladder_apart(&ratio);
        bob_buffer_printf(&t, "%s%.2f  %.2f-%.2f%s", apart ? "" : "(", ratio.median, ratio.low,
                          ratio.high, apart ? "" : ")");
    }
    bob_buffer_printf(b, "  %-*.*s", CELL_WIDTH - 2, (int)t.size, t.failed ? "" : t.bytes);
    bob_buffer_free(&t);
}

static void put_table(BobBuffer *b, const Ladder *l, bool by_dispatch)
{
    const char *name;
    bob_buffer_printf(b, "%-8s", "");
    for (unsigned c = 0; (name = bob_matrix_representation(c, NULL)) != NULL; c++)
        bob_buffer_printf(b, "  %-*s", CELL_WIDTH - 2, name);
    for (unsigned r = 0; (name = bob_matrix_dispatch(r, NULL)) != NULL; r++) {
        bob_buffer_printf(b, "\n%-8s", name);
        for (unsigned c = 0; bob_matrix_representation(c, NULL) != NULL; c++)
            put_comparison(b, l, cell(l, name, bob_matrix_representation(c, NULL)),
                           against(l, by_dispatch, r, c));
    }
    bob_buffer_byte(b, '\n');
}

void matrix_table(BobBuffer *b, const Ladder *l, bool coloured)
{
    const char *bold = coloured ? "\033[1m" : "", *plain = coloured ? "\033[0m" : "";
    bob_buffer_printf(b,
                      "\n%sWhat dispatch alone costs%s: times as long as `%s` with the same "
                      "representation\n\n",
                      bold, plain, MATRIX_BASE);
    put_table(b, l, true);
    bob_buffer_printf(b,
                      "\n%sWhat the representation alone costs%s: times as long as the column "
                      "before with the same dispatch\n\n",
                      bold, plain);
    put_table(b, l, false);
    bob_buffer_printf(b,
                      "\nMedians of %u paired rounds with %s. (In brackets: the rounds can't "
                      "tell the two apart.)\n",
                      l->rounds,
                      l->rounds < 6 ? "all that was seen; six rounds or more give "
                                      "intervals of 95 %"
                                    : "their intervals of 95 %");
}

/* ---- HTML ---- */

static void html_cell(BobBuffer *b, const Ladder *l, const Rung *r, const Rung *base, double most)
{
    if (r == NULL) {
        bob_buffer_text(b, "<td class=\"none\">absent</td>");
        return;
    }
    bob_buffer_text(b, "<td><b>");
    if (base == NULL) {
        put_seconds(b, r->median);
        bob_buffer_text(b, "</b><small>baseline</small>");
    } else {
        Ratio ratio = ladder_ratio(l, r, base);
        bob_buffer_printf(b, "%.2f×</b><small>%.2f–%.2f%s</small>", ratio.median, ratio.low,
                          ratio.high, ladder_apart(&ratio) ? "" : ", not told apart");
    }
    bob_buffer_printf(
        b,
        "<svg viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        "<rect class=\"b\" width=\"%.1f\" height=\"6\"/></svg></td>",
        most > 0 ? 100 * r->median / most : 0);
}

static void html_table(BobBuffer *b, const Ladder *l, bool by_dispatch, double most)
{
    const char *name, *summary;
    bob_buffer_text(b, "<div class=\"wide\"><table><thead><tr><th></th>");
    for (unsigned c = 0; (name = bob_matrix_representation(c, &summary)) != NULL; c++)
        bob_buffer_printf(b, "<th scope=\"col\">%s<small>%s</small></th>", name, summary);
    bob_buffer_text(b, "</tr></thead><tbody>\n");
    for (unsigned r = 0; (name = bob_matrix_dispatch(r, &summary)) != NULL; r++) {
        bob_buffer_printf(b, "<tr><th scope=\"row\">%s<small>%s</small></th>", name, summary);
        for (unsigned c = 0; bob_matrix_representation(c, NULL) != NULL; c++)
            html_cell(b, l, cell(l, name, bob_matrix_representation(c, NULL)),
                      against(l, by_dispatch, r, c), most);
        bob_buffer_text(b, "</tr>\n");
    }
    bob_buffer_text(b, "</tbody></table></div>\n");
}

void matrix_html(BobBuffer *b, const Ladder *l)
{
    double most = 0;
    for (unsigned i = 0; i < l->rung_count; i++)
        if (l->rungs[i].dispatch != NULL && l->rungs[i].median > most)
            most = l->rungs[i].median;
    bob_buffer_printf(
        b,
        "<h2>What dispatch alone costs</h2>\n<p>Times as long as <code>%s</code> with "
        "the same representation; the bar is the median time.</p>\n",
        MATRIX_BASE);
    html_table(b, l, true, most);
    bob_buffer_text(b,
                    "<h2>What the representation alone costs</h2>\n<p>Times as long as the column "
                    "before with the same dispatch.</p>\n");
    html_table(b, l, false, most);
    bob_buffer_printf(b, "<p>Medians of %u paired rounds with %s.</p>\n", l->rounds,
                      l->rounds < 6 ? "all that was seen; six rounds or more give intervals of 95 %"
                                    : "their intervals of 95 %");
}
