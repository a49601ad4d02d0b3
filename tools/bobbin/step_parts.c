/* The parts of the page as arrays: made by tools/gen/embed.sh from tools/bobbin/step/. */
#include "tools/bobbin/step.h"

#include "step_page.inc"

#define PART(name)                                                                                 \
    {                                                                                              \
        (const char *)name, sizeof name                                                            \
    }
const StepPart step_html = PART(html), step_css = PART(css), step_js = PART(js);
