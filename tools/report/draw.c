#include "tools/report/draw.h"

#include <math.h>
#include <stdio.h>

#define SHADES 9
#define COOL 0.5  /* ns: the lightest shade */
#define HOT 128.0 /* the darkest */

static const char style[] =
    ":root{color-scheme:light "
    "dark;--bg:#fbfaf7;--card:#fff;--ink:#1f2328;--soft:#5f6670;--line:#e3e0d8;"
    "--accent:#b4532a;--bar:#c8653a;--native:#3c7a57;--other:#8b94a3;--track:#f1eee7;"
    "--r0:#5b6472;--r1:#8a6fb0;--r2:#3f7fbf;--r3:#2f9c8f;--r4:#c79a1e;--r5:#c8653a;--r6:#b23a6b;--"
    "r7:#4b4b9c}\n"
    "@media(prefers-color-scheme:dark){:root{--bg:#15171b;--card:#1d2026;--ink:#e8e6e1;--soft:#"
    "9aa2ae;"
    "--line:#30343c;--accent:#f0946a;--bar:#e0794a;--native:#5fb585;--other:#76808f;--track:#"
    "282c34;"
    "--r0:#9aa4b3;--r1:#b79be0;--r2:#6fadea;--r3:#4fcabb;--r4:#e5bd4d;--r5:#ee8d5f;--r6:#e2719d;--"
    "r7:#9a9af0}}\n"
    "*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);"
    "font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu "
    "Sans',sans-serif;-webkit-text-size-adjust:100%}\n"
    "main{max-width:1080px;margin:0 auto;padding:2.2rem 1.1rem 4rem}\n"
    "h1{font-size:clamp(1.7rem,5vw,2.7rem);line-height:1.15;margin:.2rem 0 "
    ".6rem;letter-spacing:-.02em}"
    "h2{font-size:1.3rem;margin:0 0 .3rem;letter-spacing:-.01em}h3{font-size:1rem;margin:1.4rem 0 "
    ".3rem}\n"
    ".eyebrow{color:var(--accent);font-weight:650;font-size:.85rem;letter-spacing:.06em;text-"
    "transform:uppercase}"
    ".lead{font-size:1.08rem;color:var(--soft);max-width:46rem;margin:0}p{margin:.3rem 0 .9rem}"
    ".stamp{border:2px solid currentColor;border-radius:8px;padding:.6rem .9rem;font-weight:600;"
    "max-width:48rem}\n"
    ".quick h2::after{content:\"quick run: no measurement\";margin-left:.6rem;font-size:.78rem;"
    "font-weight:600;color:var(--accent);white-space:nowrap}"
    ".across{position:fixed;inset:0;display:grid;place-items:center;overflow:hidden;z-index:2;"
    "pointer-events:none}.across "
    "span{font-size:min(22vw,12rem);font-weight:800;letter-spacing:.1em;"
    "line-height:1;color:var(--accent);opacity:.13;transform:rotate(-18deg)}"
    ".none{color:var(--soft);white-space:normal}.matrix small{display:block;margin:0;white-space:"
    "normal}.kernels{table-layout:fixed}.matrix td{vertical-align:top}.matrix "
    "td:first-child{white-space:normal}"
    ".note{color:var(--soft);font-size:.88rem;max-width:48rem}\n"
    "section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.3rem "
    "1.2rem;margin-top:1.3rem}\n"
    ".tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.8rem;"
    "margin-top:1.4rem}"
    ".tile{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:.85rem "
    "1rem}"
    ".tile "
    "b{display:block;font-size:1.75rem;line-height:1.2;letter-spacing:-.02em;font-variant-numeric:"
    "tabular-nums}"
    ".tile span{color:var(--soft);font-size:.84rem;line-height:1.3;display:block}\n"
    ".row{display:grid;grid-template-columns:8.2rem 1fr "
    "7.6rem;gap:.7rem;align-items:center;padding:.22rem 0}"
    ".row .n{font-weight:560;overflow-wrap:anywhere;line-height:1.2}.row "
    ".v{font-variant-numeric:tabular-nums;text-align:right;"
    "color:var(--soft);font-size:.92rem;white-space:nowrap}svg{display:block;width:100%;overflow:"
    "visible}\n"
    ".track{fill:var(--track)}.bar.engine{fill:var(--bar)}.bar.native{fill:var(--native)}.bar."
    "other{fill:var(--other)}"
    ".whisker{stroke:var(--ink);stroke-width:1.6}.guide{stroke:var(--line);stroke-width:1}"
    ".tick{fill:var(--soft);font-size:12px}\n"
    ".dots{display:grid;grid-template-columns:8.2rem "
    "1fr;gap:.7rem;align-items:center;padding:.12rem 0}"
    ".legend{display:flex;flex-wrap:wrap;gap:.25rem 1rem;font-size:.9rem;margin:.4rem 0 .6rem}"
    ".legend "
    "i{display:inline-block;width:.75rem;height:.75rem;border-radius:50%;margin-right:.4rem;"
    "vertical-align:-.05rem}\n"
    ".wide{overflow-x:auto;margin:0 -1.2rem;padding:0 "
    "1.2rem}table{border-collapse:separate;border-spacing:0;font-size:.86rem;"
    "font-variant-numeric:tabular-nums;width:100%}th,td{padding:.24rem "
    ".5rem;text-align:right;white-space:nowrap}"
    "th{color:var(--soft);font-weight:600}th:first-child,td:first-child{text-align:left;position:"
    "sticky;left:0;"
    "background:var(--card);z-index:1}td small{color:var(--soft);margin-left:.35rem}tbody "
    "td{border-top:1px solid var(--line)}"
    ".heat "
    "td:first-child{white-space:normal;overflow-wrap:anywhere;min-width:8.5rem;max-width:19rem;"
    "line-height:1.25}.heat "
    "td{border:1px solid var(--card);border-radius:6px}"
    ".heat "
    "td:first-child{border:0}details{margin-top:1rem}summary{cursor:pointer;font-weight:600}\n"
    ".ok{color:var(--native);font-weight:600}.bad{color:var(--accent);font-weight:650}code{font-"
    "size:.9em;overflow-wrap:anywhere}"
    "dl{display:grid;grid-template-columns:8.2rem 1fr;gap:.3rem .7rem;margin:.6rem 0 "
    "0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}\n"
    "@media(max-width:620px){.row{grid-template-columns:1fr auto;gap:.1rem .6rem;padding:.35rem "
    "0}.row .n{grid-column:1}"
    ".row .v{grid-column:2;grid-row:1}.row svg{grid-column:1/3}.dots{grid-template-columns:6.3rem "
    "1fr;font-size:.84rem}"
    "section{padding:1.05rem .95rem}.wide{margin:0 -.95rem;padding:0 .95rem}main{padding:1.4rem "
    ".8rem 3rem}"
    "dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}.tiles{grid-template-columns:1fr "
    "1fr;gap:.6rem}.tile b{font-size:1.45rem}"
    "th,td{padding:.2rem "
    ".16rem}table{font-size:.7rem}td:first-child{white-space:normal;overflow-wrap:"
    "anywhere}td small{display:block;margin:0}details table{font-size:.64rem}details td,details th{"
    "padding:.2rem .1rem}.heat .none{font-size:.5rem;vertical-align:middle;line-height:1.2}.matrix "
    "td:first-child{min-width:2.9rem;max-width:6.2rem;overflow-wrap:break-word}"
    "th{font-size:.6rem;letter-spacing:-.02em;white-space:normal;vertical-align:bottom}.heat "
    "td{padding:.2rem .05rem;font-size:.62rem}"
    ".heat td:first-child{min-width:4.4rem;max-width:6.6rem;overflow-wrap:anywhere}.heat "
    "td:first-child small{margin-left:.2rem}}\n"
    "@media print{section{break-inside:avoid}}\n";

/* From cool to hot, in light and in dark: background; the text is dark up to `split`. */
static const char *const light[SHADES] = {"#e9f3ec", "#d6ead9", "#e5eccb", "#f4e8b8", "#f7d596",
                                          "#f3b878", "#e99562", "#d76f50", "#bb4a42"};
static const char *const dark[SHADES] = {"#1d3a30", "#24483a", "#39522f", "#584f24", "#6d4a20",
                                         "#83451f", "#994023", "#ab3a2b", "#bf3636"};

void draw_text(const char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '<')
            fputs("&lt;", stdout);
        else if (*text == '>')
            fputs("&gt;", stdout);
        else if (*text == '&')
            fputs("&amp;", stdout);
        else if (*text == '"')
            fputs("&quot;", stdout);
        else
            putchar(*text);
}

void draw_head(const char *title, bool quick)
{
    printf("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
           "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>");
    draw_text(title);
    printf("</title><style>\n%s", style);
    for (int i = 0; i < SHADES; i++)
        printf(".h%d{background:%s;color:%s}", i, light[i], i >= SHADES - 2 ? "#fff" : "#23262b");
    printf("\n@media(prefers-color-scheme:dark){");
    for (int i = 0; i < SHADES; i++)
        printf(".h%d{background:%s;color:#f1efe9}", i, dark[i]);
    printf("}\n</style></head><body%s>", quick ? " class=\"quick\"" : "");
    if (quick) { /* over all of it, wherever one scrolls */
        printf("<div class=\"across\" aria-hidden=\"true\">");
        for (int i = 0; i < 4; i++)
            printf("<span>QUICK</span>");
        printf("</div>");
    }
    printf("<main>\n");
}

void draw_tail(void)
{
    printf("</main></body></html>\n");
}

void draw_bar(const char *name, const char *kind, double value, double low, double high,
              double most, const char *shown)
{
    double scale = most > 0 ? 100 / most : 0;
    printf("<div class=\"row\"><span class=\"n\">");
    draw_text(name);
    printf("</span><svg height=\"22\" aria-hidden=\"true\"><rect class=\"track\" width=\"100%%\" "
           "height=\"22\" rx=\"5\"/>"
           "<rect class=\"bar %s\" width=\"%.2f%%\" height=\"22\" rx=\"5\"/>",
           kind, value * scale);
    if (high > 0) {
        double a = low * scale, b = high * scale;
        printf("<line class=\"whisker\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"11\" y2=\"11\"/>"
               "<line class=\"whisker\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"6\" y2=\"16\"/>"
               "<line class=\"whisker\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"6\" y2=\"16\"/>",
               a, b, a, a, b, b);
    }
    printf("</svg><span class=\"v\">%s</span></div>\n", shown);
}

static double place(double v, double least, double most)
{
    return 2 + 96 * log(v / least) / log(most / least);
}

void draw_dots(const char *name, const double *at, size_t n, double least, double most)
{
    double first = 0, last = 0;
    printf("<div class=\"dots\"><span class=\"n\">");
    draw_text(name);
    printf("</span><svg height=\"22\" role=\"img\">");
    for (size_t i = 0; i < n; i++)
        if (at[i] > 0) {
            first = first <= 0 || at[i] < first ? at[i] : first;
            last = at[i] > last ? at[i] : last;
        }
    if (first > 0)
        printf("<line class=\"guide\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"11\" y2=\"11\"/>",
               place(first, least, most), place(last, least, most));
    for (size_t i = 0; i < n; i++)
        if (at[i] > 0)
            printf("<circle cx=\"%.2f%%\" cy=\"11\" r=\"5.5\" "
                   "style=\"fill:var(--r%zu)\"><title>%.3g</title></circle>",
                   place(at[i], least, most), i % 8, at[i]);
    printf("</svg></div>\n");
}

void draw_legend(const char *const *names, size_t n)
{
    printf("<div class=\"legend\">");
    for (size_t i = 0; i < n; i++) {
        printf("<span><i style=\"background:var(--r%zu)\"></i>", i % 8);
        draw_text(names[i]);
        printf("</span>");
    }
    printf("</div>\n");
}

void draw_scale(double least, double most, const char *unit)
{
    static const double steps[] = {1, 2, 5};
    printf("<div class=\"dots\"><span class=\"n note\">");
    draw_text(unit);
    printf("</span><svg height=\"24\" aria-hidden=\"true\"><line class=\"guide\" x1=\"0\" "
           "x2=\"100%%\" y1=\"1\" y2=\"1\"/>");
    for (double decade = pow(10, floor(log10(least))); decade <= most; decade *= 10)
        for (size_t i = 0; i < 3; i++) {
            double v = decade * steps[i];
            if (v < least * 0.999 || v > most * 1.001)
                continue;
            printf("<line class=\"guide\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"6\"/>"
                   "<text class=\"tick\" x=\"%.2f%%\" y=\"19\" text-anchor=\"middle\">%g</text>",
                   place(v, least, most), place(v, least, most), place(v, least, most), v);
        }
    printf("</svg></div>\n");
}

void draw_cost(const json_t *cost, const char *title)
{
    if (cost == NULL) {
        printf("<td></td>");
        return;
    }
    double ns = number_of(cost, "median"), v = ns < COOL ? COOL : ns;
    if (!is_resolved(cost)) {
        printf("<td class=\"none\" title=\"");
        draw_text(title);
        printf("\">not resolved</td>");
        return;
    }
    int shade = (int)(log(v / COOL) / log(HOT / COOL) * SHADES);
    printf("<td class=\"h%d\" title=\"", shade >= SHADES ? SHADES - 1 : shade);
    draw_text(title);
    printf("\">%s</td>", figure(ns, fabs(ns) < 99.5 ? 1 : 0));
}
