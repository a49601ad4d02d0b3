#include "tests/conform/conform.h"

/* The end of the value that begins at p. */
static const char *json_end(const char *p)
{
    unsigned open = 0;
    bool inside = false;
    for (; *p != '\0'; p++) {
        if (inside) {
            if (*p == '\\')
                p++;
            else if (*p == '"')
                inside = false;
            else
                continue;
            if (!inside && open == 0)
                return p + 1;
            continue;
        }
        if (open == 0 && (*p == ',' || *p == '}' || *p == ']'))
            return p;
        if (*p == '"') {
            inside = true;
        } else if (*p == '[' || *p == '{') {
            open++;
        } else if ((*p == ']' || *p == '}') && --open == 0) {
            return p + 1;
        }
    }
    return p;
}

bool json_field(const char *p, const char *key, Text *out)
{
    size_t n = strlen(key);
    out->size = 0;
    add(out, "", 0);
    if (p == NULL || *p != '{')
        return false;
    for (p++; *p == '"';) {
        const char *name = p + 1, *end = json_end(p), *value = end + 1;
        end = json_end(value);
        if (strncmp(name, key, n) == 0 && name[n] == '"') {
            add(out, value, (size_t)(end - value));
            return true;
        }
        p = *end == ',' ? end + 1 : end;
    }
    return false;
}

const char *json_last(const char *p)
{
    const char *last = NULL;
    if (*p != '[' || p[1] == ']')
        return NULL;
    for (p++; *p != '\0'; p++) {
        last = p;
        p = json_end(p);
        if (*p != ',')
            break;
    }
    return last;
}

bool json_same(const char *loose, const char *tight)
{
    bool inside = false;
    for (; *loose != '\0'; loose++) {
        if (!inside && *loose == ' ')
            continue;
        if (*loose != *tight++)
            return false;
        if (inside && *loose == '\\' && loose[1] != '\0') {
            if (*++loose != *tight++)
                return false;
        } else if (*loose == '"') {
            inside = !inside;
        }
    }
    return *tight == '\0';
}
