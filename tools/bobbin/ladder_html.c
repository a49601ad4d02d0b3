/* The page of `bobbin ladder --html`: one file, no script, bars as SVG. */
#include <math.h>
#include <string.h>

#include "tools/bobbin/ladder.h"

#ifndef BOB_BUILD_FLAGS
#define BOB_BUILD_FLAGS "flags unknown"
#endif

#if defined(__clang__)
const char ladder_compiler[] = __VERSION__; /* begins with its name */
#else
const char ladder_compiler[] = "gcc " __VERSION__;
#endif
const char ladder_flags[] = BOB_BUILD_FLAGS;

static const char style[] =
    ":root{color-scheme:light "
    "dark;--ink:#1c2430;--dim:#5d6875;--paper:#fbfaf7;--line:#dcd8cf;--bar:#2f6f8f;"
    "--thin:#9cc3d5}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6e8eb;--dim:#98a3b0;--paper:#14181d;--line:#"
    "2d343c;"
    "--bar:#5fb3d4;--thin:#2f5768}}\n"
    "*{box-sizing:border-box}body{margin:0 "
    "auto;padding:1.2rem;max-width:56rem;background:var(--paper);"
    "color:var(--ink);font:16px/1.45 system-ui,sans-serif}\n"
    "h1{font-size:1.5rem;margin:0 0 .2rem;overflow-wrap:anywhere}p{margin:.3rem "
    "0;color:var(--dim)}\n"
    ".rung{padding:.7rem 0;border-top:1px solid var(--line)}.rung div{display:flex;flex-wrap:wrap;"
    "gap:.1rem 1.1rem;align-items:baseline}\n"
    ".rung b{font-size:1.1rem;min-width:4.5rem}.rung "
    "span{color:var(--dim);font-variant-numeric:tabular-nums}"
    ".rung i{font-style:normal;color:var(--ink)}\n"
    "svg{display:block;width:100%;height:1.1rem;margin:.35rem "
    "0}.b{fill:var(--bar)}.t{fill:var(--thin)}"
    "footer{border-top:1px solid var(--line);margin-top:.8rem;padding-top:.6rem;font-size:.85rem;"
    "overflow-wrap:anywhere}code{font-size:.85em;overflow-wrap:anywhere}\n"
    "h2{font-size:1.15rem;margin:1.4rem 0 .2rem}.wide{overflow-x:auto}table{border-collapse:"
    "collapse;width:100%;min-width:34rem}th,td{text-align:left;vertical-align:top;padding:.4rem "
    ".5rem;border-top:1px solid var(--line);font-variant-numeric:tabular-nums}th small,td small{"
    "display:block;font-weight:400;color:var(--dim);font-size:.78rem}td.none{color:var(--dim)}"
    "td svg{height:.4rem;margin:.3rem 0 0}\n"
    "@media(max-width:38rem){body{padding:.8rem}table{min-width:0;table-layout:fixed;font-size:."
    "8rem}"
    "th,td{padding:.35rem .2rem;overflow-wrap:break-word}th small{display:none}}\n";

/* The least time as a bar, up to the median paler. */
static void draw(BobBuffer *b, const Rung *r, double most)
{
    bob_buffer_text(
        b, "<svg viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"");
    put_seconds(b, r->least);
    bob_buffer_printf(
        b,
        "\"><rect class=\"t\" width=\"%.1f\" height=\"20\"/><rect class=\"b\" width=\"%.1f\" "
        "height=\"20\"/></svg>\n",
        most > 0 ? 1000 * r->median / most : 0, most > 0 ? 1000 * r->least / most : 0);
}

static void rung(BobBuffer *b, const Ladder *l, unsigned i, double most)
{
    const Rung *r = &l->rungs[i], *before = ladder_before(l, i);
    char digits[32];
    bob_buffer_printf(b, "<section class=\"rung\"><div><b>%s</b><span><i>", r->engine);
    put_seconds(b, r->least);
    bob_buffer_text(b, "</i> least</span><span>median ");
    put_seconds(b, r->median);
    bob_buffer_printf(b, ", spread %.1f %%</span></div>\n", 100 * ladder_spread(r));
    draw(b, r, most);
    bob_buffer_text(b, "<div>");
    if (i > 0)
        bob_buffer_printf(b, "<span><i>%.2f×</i> %s</span>", l->rungs[0].least / r->least,
                          l->rungs[0].engine);
    if (before != NULL && before != l->rungs)
        bob_buffer_printf(b, "<span><i>%.2f×</i> %s</span>", before->least / r->least,
                          before->engine);
    bob_buffer_printf(b, "<span><i>%s</i> dispatches</span><span><i>%.2f ns</i> each</span>",
                      grouped(r->dispatches, digits), ladder_ns(r));
    if (r->predicted.known)
        bob_buffer_printf(
            b, "<span><i>%s%.3f</i> mispredicts a dispatch, simulated by cachegrind</span>",
            ladder_missed(r) < 0.001 ? "below " : "", fmax(ladder_missed(r), 0.001));
    bob_buffer_text(b, "</div></section>\n");
}

void ladder_html(BobBuffer *b, const Ladder *l)
{
    char digits[32];
    double most = 0;
    for (unsigned i = 0; i < l->rung_count; i++)
        if (l->rungs[i].median > most)
            most = l->rungs[i].median;
    bob_buffer_text(
        b, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>");
    html_text(b, l->input->shown);
    bob_buffer_text(b, " on every engine</title>\n<style>\n");
    bob_buffer_text(b, style);
    bob_buffer_text(b, "</style></head><body>\n<h1>");
    html_text(b, l->input->shown);
    bob_buffer_printf(b, "</h1>\n<p>All %u engines agree: %s instructions, ", l->rung_count,
                      grouped(l->instructions, digits));
    bob_buffer_printf(b, "%s bytes of output.</p>\n", grouped(l->output_bytes, digits));
    for (unsigned i = 0; i < l->rung_count; i++)
        rung(b, l, i, most);
    if (l->options->matrix)
        matrix_html(b, l);
    bob_buffer_printf(
        b,
        "<footer><p>The bar is the least CPU time, its pale end the median, of %u interleaved "
        "rounds%s. The spread is that of the middle half.</p>\n",
        l->rounds, l->cpu >= 0 ? " on one processor" : "");
    if (l->not_predicted != NULL)
        bob_buffer_printf(b, "<p>No mispredicts: %s.</p>\n", l->not_predicted);
    bob_buffer_text(b, "<p>");
    html_text(b, l->processor);
    bob_buffer_text(b, "</p><p>");
    html_text(b, ladder_compiler);
    bob_buffer_text(b, "; <code>");
    html_text(b, ladder_flags);
    bob_buffer_printf(
        b, "</code></p><p>Bobbin " BOB_VERSION ", program %016llx</p></footer>\n</body></html>\n",
        (unsigned long long)bob_program_hash(l->program));
}
