/* The ladder as one picture, an SVG that needs nothing else: a bar for each engine, as many times
 * as long as the engine is faster than the first, with its idea below. It follows the reader's
 * choice of light or dark. */
#include <stdio.h>
#include <string.h>

#include "tools/report/draw.h"

enum { WIDTH = 760, TOP = 58, ROW = 44, BAR = 20, LEFT = 84, LONGEST = 590 };

/* The engine's summary up to its first ':'. */
static void put_idea(const json_t *engines, const char *name)
{
    const char *summary = text_of(row_where(engines, "name", name), "summary");
    char idea[160];
    (void)snprintf(idea, sizeof idea, "%.*s", (int)strcspn(summary, ":"), summary);
    draw_text(idea);
}

void draw_ladder_svg(const json_t *r)
{
    const char *engines[MOST_ENGINES];
    size_t n = engines_of(json_object_get(r, "kernels"), engines), count = 0;
    double faster[MOST_ENGINES], most = 1;
    for (size_t e = 0; e < n; e++) {
        double mean = ladder_mean(r, engines[e], "min", engines[0], "min", &count);
        faster[e] = mean > 0 ? 1 / mean : 0;
        most = faster[e] > most ? faster[e] : most;
    }
    int height = TOP + (int)n * ROW + 30;
    printf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
           "height=\"%d\" role=\"img\" font-family=\"system-ui,-apple-system,'Segoe "
           "UI',Roboto,'DejaVu Sans',sans-serif\">\n",
           WIDTH, height, WIDTH, height);
    printf("<title>How many times as fast as %s each engine is</title>\n"
           "<style>.b{fill:#fbfaf7}.t{fill:#1f2328}.s{fill:#5f6670}.f{fill:#c8653a}.l{fill:#b9b3a5}"
           "@media(prefers-color-scheme:dark){.b{fill:#15171b}.t{fill:#e8e6e1}.s{fill:#9aa2ae}"
           ".f{fill:#e0794a}.l{fill:#555b66}}</style>\n"
           "<rect class=\"b\" width=\"%d\" height=\"%d\" rx=\"12\"/>\n"
           "<text class=\"t\" x=\"20\" y=\"34\" font-size=\"16\" font-weight=\"650\">The same "
           "programs, the same results: how many times as fast as %s</text>\n",
           n > 0 ? engines[0] : "", WIDTH, height, n > 0 ? engines[0] : "");
    for (size_t e = 0; e < n; e++) {
        int y = TOP + (int)e * ROW;
        double length = faster[e] / most * LONGEST;
        printf("<text class=\"t\" x=\"20\" y=\"%d\" font-size=\"15\" font-weight=\"600\">", y + 15);
        draw_text(engines[e]);
        printf("</text><rect class=\"%c\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>"
               "<text class=\"t\" x=\"%.1f\" y=\"%d\" font-size=\"14\">%.1f&#215;</text>"
               "<text class=\"s\" x=\"%d\" y=\"%d\" font-size=\"12\">",
               e + 1 == n ? 'f' : 'l', LEFT, y, length, BAR, LEFT + length + 7, y + 15, faster[e],
               LEFT, y + BAR + 13);
        put_idea(json_object_get(r, "engines"), engines[e]);
        printf("</text>\n");
    }
    const json_t *m = json_object_get(r, "machine");
    printf("<text class=\"s\" x=\"20\" y=\"%d\" font-size=\"12\">CPU time, geometric mean of %zu "
           "programs; ",
           height - 14, count);
    draw_text(text_of(m, "cpu"));
    printf(", ");
    draw_text(text_of(m, "compiler"));
    printf(", revision ");
    draw_text(text_of(m, "revision"));
    printf("</text>\n</svg>\n");
}
