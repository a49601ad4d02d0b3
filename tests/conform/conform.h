/* The conformance suite (main.c): what its files share. */
#ifndef CONFORM_H
#define CONFORM_H

#include <stdint.h>

#include "core/bobbin_lab.h"

#include "tests/machines.h"

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))
#define MOST_ARGS 16

static inline void add(Text *t, const char *bytes, size_t n)
{
    (void)text_write(t, bytes, n);
}
static inline void add_text(Text *t, const char *text)
{
    add(t, text, strlen(text));
}
static inline const char *text_of(const Text *t)
{
    return t->bytes != NULL ? t->bytes : "";
}

/* ---- a case, and what it came to: case.c ---- */

typedef struct Case {
    const char *file;
    unsigned line; /* where it begins in the file */
    char *name;
    Text source;
    Text output; /* the whole of it */
    unsigned expectations;
    /* NULL or -1 where nothing is expected */
    char *result, *row, *top, *locals, *globals, *message, *kind, *function;
    bool refused;
    int64_t ip, error_line, count, heap, exit, depth;
    bool exits;
    char *args[MOST_ARGS];
    int argc;
    BobConfig config;
    char *strings[64]; /* what the above point to, to be freed */
    unsigned string_count;
} Case;

typedef struct Run {
    BobMachine *machine;
    BobStatus status;
    Text output, outcome, state, snapshot;
} Run;

void case_begin(Case *c, const char *file, unsigned line);
void case_end(Case *c);
/* A copy that lives as long as the case. */
char *keep(Case *c, const char *s, size_t n);

void __attribute__((format(printf, 3, 4)))
fail(const Case *c, const char *engine, const char *format, ...);
void fail_pair(const Case *c, const char *engine, const char *what, const char *expected,
               const char *got);
/* Ends what is checked of the case at hand on one engine: passed if nothing called fail. */
void count_engine(void);
extern unsigned long passed, failed;

/* Makes a machine; says why and returns false where that fails. */
bool run_begin(const Case *c, const BobProgram *p, const char *engine, Run *r);
void run_end(Run *r);
/* Everything that can be seen of the machine now. */
void look(Run *r);
/* Its snapshot alone. */
void take_snapshot(Run *r);
/* Slices of `slice` instructions to the end; 0 is all at once. */
bool run_case(const Case *c, const BobProgram *p, const char *engine, uint64_t slice, Run *r);

/* ---- json.c: JSON as Bobbin writes it ---- */

/* The value of a key of the object at p, as text; false where there is none. */
bool json_field(const char *p, const char *key, Text *out);
/* The last element of the array at p, NULL where it is empty. */
const char *json_last(const char *p);
/* Whether two JSON texts are the same; `loose` may have spaces between its tokens. */
bool json_same(const char *loose, const char *tight);

/* ---- value.c: a value as Python writes it ---- */

void add_value(Text *t, BobView v, unsigned depth);

/* ---- executed.c: which rows of the tables have been executed ---- */

int see_executed(void *ctx, const char *bytes, size_t size); /* a BobWrite for a trace */
void see_error(const Case *c, BobStatus status);             /* of a run */
/* Counts each row: failed where nothing executed it. */
void check_executed(void);

/* ---- check.c ---- */

/* What is left out: engines that are not in this list, between commas (NULL: all); slices. */
extern const char *only_engines;
extern bool only_whole;

/* Runs the case on every engine and holds it against what it expects. */
void check_case(const Case *c);

/* ---- readers; both change the text and end with 2 where it is no case ---- */

void read_programs(const char *file, char *text); /* programs.c: .boba */
void read_rows(const char *file, char *text);     /* rows.c: .rows */

static inline bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}
static inline const char *skip_space(const char *p)
{
    while (is_space(*p))
        p++;
    return p;
}

#endif
