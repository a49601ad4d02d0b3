/* Bars and times for tables. */
#include <stdlib.h>
#include <string.h>

#include "tools/bobbin/tool.h"

static bool has_utf8(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (unsigned i = 0; i < COUNT_OF(variables); i++) {
        const char *value = getenv(variables[i]);
        if (value != NULL && value[0] != '\0')
            return strstr(value, "UTF-8") != NULL || strstr(value, "utf8") != NULL ||
                   strstr(value, "UTF8") != NULL || strstr(value, "utf-8") != NULL;
    }
    return false;
}

void bar(BobBuffer *b, double share, unsigned width)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    unsigned n = (unsigned)(share * width * 8 + 0.5);
    if (n == 0 && share > 0)
        n = 1;
    if (!has_utf8()) {
        for (unsigned i = 0; i < (n + 4) / 8; i++)
            bob_buffer_byte(b, '#');
        return;
    }
    for (unsigned i = 0; i < n / 8; i++)
        bob_buffer_text(b, "█");
    bob_buffer_text(b, eighths[n % 8]);
}

void put_seconds(BobBuffer *b, double seconds)
{
    if (seconds >= 1)
        bob_buffer_printf(b, "%.3f s", seconds);
    else if (seconds >= 1e-3)
        bob_buffer_printf(b, "%.3f ms", seconds * 1e3);
    else
        bob_buffer_printf(b, "%.3f us", seconds * 1e6);
}
