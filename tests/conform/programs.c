/* A .boba file: programs, and what is expected of them in comments. */
#include <stddef.h>

#include "tests/conform/conform.h"

/* The next word of a directive, its length in *n; 0 at the end. */
static const char *next_word(const char *p, size_t *n)
{
    p = skip_space(p);
    for (*n = 0; p[*n] != '\0' && !is_space(p[*n]);)
        ++*n;
    return p;
}

static bool is_word(const char *p, size_t n, const char *word)
{
    return strlen(word) == n && strncmp(p, word, n) == 0;
}

/* "[function[:ip]] [line N]" */
static void read_place(Case *c, const char *p)
{
    size_t n;
    for (p = next_word(p, &n); n > 0; p = next_word(p + n, &n)) {
        const char *colon = memchr(p, ':', n);
        if (is_word(p, n, "line")) {
            p = next_word(p + n, &n);
            c->error_line = strtoll(p, NULL, 10);
            continue;
        }
        c->function = keep(c, p, colon != NULL ? (size_t)(colon - p) : n);
        if (colon != NULL)
            c->ip = strtoll(colon + 1, NULL, 10);
    }
}

static void read_error(Case *c, const char *p)
{
    size_t n;
    p = next_word(p, &n);
    c->kind = keep(c, p, n);
    read_place(c, p + n);
}

static bool read_limit(Case *c, const char *p, size_t n)
{
    const char *equals = memchr(p, '=', n);
    size_t name = equals != NULL ? (size_t)(equals - p) : n;
    uint64_t value = equals != NULL ? strtoull(equals + 1, NULL, 0) : 0;
    if (is_word(p, name, "stack"))
        c->config.stack = (uint32_t)value;
    else if (is_word(p, name, "depth"))
        c->config.depth = (uint32_t)value;
    else if (is_word(p, name, "arena"))
        c->config.arena = value;
    else if (is_word(p, name, "fuel"))
        c->config.fuel = value;
    else if (is_word(p, name, "heap"))
        c->config.heap = value;
    else if (is_word(p, name, "output"))
        c->config.output = value;
    else if (is_word(p, name, "defaults"))
        bob_config_init(&c->config);
    else if (is_word(p, name, "undefined"))
        c->config.allow_undefined = value != 0;
    else
        return false;
    return true;
}

/* `; output: TEXT` with \n and \\, and no newline of its own. */
static void read_output(Case *c, const char *p)
{
    for (; *p != '\0'; p++) {
        if (*p != '\\' || p[1] == '\0') {
            add(&c->output, p, 1);
            continue;
        }
        p++;
        add(&c->output, *p == 'n' ? "\n" : p, 1);
    }
}

/* Directives that are a text, or a number, of the case. */
static const struct {
    const char *name;
    size_t at;
} text_directives[] =
    {
        {"result", offsetof(Case, result)},   {"top", offsetof(Case, top)},
        {"locals", offsetof(Case, locals)},   {"globals", offsetof(Case, globals)},
        {"message", offsetof(Case, message)},
},
  number_directives[] = {
      {"count", offsetof(Case, count)},  {"heap", offsetof(Case, heap)},
      {"frames", offsetof(Case, depth)}, {"line", offsetof(Case, error_line)},
      {"exit", offsetof(Case, exit)},
};

static bool simple_directive(Case *c, const char *name, size_t n, const char *value)
{
    size_t i;
    for (i = 0; i < COUNT_OF(text_directives); i++)
        if (is_word(name, n, text_directives[i].name)) {
            *(char **)((char *)c + text_directives[i].at) = keep(c, value, strlen(value));
            return true;
        }
    for (i = 0; i < COUNT_OF(number_directives); i++)
        if (is_word(name, n, number_directives[i].name)) {
            *(int64_t *)((char *)c + number_directives[i].at) = strtoll(value, NULL, 10);
            c->exits |= is_word(name, n, "exit");
            return true;
        }
    return false;
}

static bool expectation(Case *c, const char *name, size_t n, const char *value)
{
    if (simple_directive(c, name, n, value))
        return true;
    if (is_word(name, n, "expect")) {
        add_text(&c->output, value);
        add_text(&c->output, "\n");
    } else if (is_word(name, n, "output")) {
        read_output(c, value);
    } else if (is_word(name, n, "error")) {
        read_error(c, value);
    } else if (is_word(name, n, "refused")) {
        c->refused = true;
        c->message = keep(c, value, strlen(value));
    } else {
        return false;
    }
    return true;
}

static bool condition(Case *c, const char *name, size_t n, const char *value)
{
    size_t size;
    const char *p = next_word(value, &size);
    if (is_word(name, n, "args")) {
        for (; size > 0 && c->argc < MOST_ARGS; p = next_word(p + size, &size))
            c->args[c->argc++] = keep(c, p, size);
        return size == 0;
    }
    if (!is_word(name, n, "limits"))
        return false;
    for (; size > 0; p = next_word(p + size, &size))
        if (!read_limit(c, p, size))
            return false;
    return true;
}

/* A line that is a comment may be a directive: a small word and a colon. */
static void read_comment(Case *c, const char *line, unsigned number)
{
    const char *name = skip_space(line + 1), *value;
    size_t n = 0;
    while (name[n] >= 'a' && name[n] <= 'z')
        n++;
    if (n == 0 || name[n] != ':')
        return;
    value = name + n + 1;
    if (*value == ' ')
        value++;
    if (expectation(c, name, n, value)) {
        c->expectations++;
    } else if (!condition(c, name, n, value)) {
        fprintf(stderr, "conform: %s:%u: bad directive: %s\n", c->file, number, line);
        exit(2);
    }
}

void read_programs(const char *file, char *text)
{
    unsigned number = 0;
    bool any = false; /* instructions in the case at hand */
    char *line, *next;
    Case c;
    case_begin(&c, file, 1);
    for (line = text; line != NULL; line = next) {
        const char *start;
        next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        number++;
        start = skip_space(line);
        if (strncmp(start, ";;;", 3) == 0) {
            if (any || c.expectations > 0)
                check_case(&c);
            case_end(&c);
            case_begin(&c, file, number);
            start = skip_space(start + 3);
            c.name = keep(&c, start, strlen(start));
            any = false;
            continue; /* the line after it is line 1 */
        }
        if (*start == ';')
            read_comment(&c, start, number);
        else if (*start != '\0')
            any = true;
        add_text(&c.source, line);
        add_text(&c.source, "\n");
    }
    check_case(&c);
    case_end(&c);
}
