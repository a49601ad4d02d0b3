/* `bobbin-audit`: what the compiler made of the engines, from object files or a program.
 * docs/audit.md says what is counted. Read engine.h first. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/audit/engine.h"

enum {
    EXIT_WELL = 0,
    EXIT_USAGE = 2,
    EXIT_REFUSED = 4, /* a file that is damaged, or has no engine */
    EXIT_MERGED = 6,  /* an engine that is not what it should be */
    EXIT_FAULT = 70
};

typedef struct Options {
    bool json;
    const char *engine; /* NULL: all */
    const char *compiler, *flags;
} Options;

static const char usage[] =
    "usage: bobbin-audit [--json] [--engine=NAME] [--compiler=TEXT] [--flags=TEXT] [FILE...]\n"
    "\n"
    "Reads ELF object files or programs of x86-64 and counts, for each engine in them, how its\n"
    "handlers go on to the next: dispatch sites against handlers, bytes of code, use of the C\n"
    "stack, tail calls. Without FILE it reads the program `bobbin` beside it.\n"
    "\n"
    "  --json           one JSON object, schema bobbin.audit/1\n"
    "  --engine=NAME    that engine alone\n"
    "  --compiler=TEXT  what compiled the file, where it does not say so itself\n"
    "  --flags=TEXT     and how\n"
    "\n"
    "exit status: 0 all engines are what they should be; 6 one is not: its dispatch is merged,\n"
    "or copied where one is meant;\n"
    "2 wrong usage or a file that can't be opened; 4 a file that is damaged or has no engine\n";

static const char *verdict_name(Verdict v)
{
    static const char *const names[] = {[REPLICATED] = "replicated",
                                        [SHARED] = "shared",
                                        [COPIED] = "copied",
                                        [MERGED] = "merged",
                                        [LOST_TAIL] = "tail call lost",
                                        [UNREADABLE] = "unreadable"};
    return names[v];
}

static bool refused(const Audit *a)
{
    return a->verdict != REPLICATED && a->verdict != SHARED;
}

/* ---- what made the file ---- */

/* The first string that begins so in a section of strings, and whether another one does. */
static const char *string_with(const Section *s, const char *start, const char *inside, bool *more)
{
    const char *found = NULL;
    *more = false;
    if (s == NULL || s->size == 0 || s->bytes[s->size - 1] != 0)
        return NULL;
    for (uint64_t at = 0; at < s->size;) {
        const char *text = (const char *)s->bytes + at;
        size_t n = strlen(text);
        if (n > 0 && strncmp(text, start, strlen(start)) == 0 && strstr(text, inside) != NULL) {
            if (found != NULL && strcmp(found, text) != 0)
                *more = true;
            else
                found = text;
        }
        at += n + 1;
    }
    return found;
}

typedef struct Maker {
    const char *compiler, *flags; /* "" where the file does not say */
} Maker;

/* The compiler is in .comment; gcc says its flags in the debugging information, both do
 * in .GCC.command.line where -frecord-gcc-switches asks for it. */
static Maker maker(const ElfFile *e, const Options *o)
{
    Maker m = {"", ""};
    bool more;
    const char *text = string_with(elf_section(e, ".comment"), "", "", &more);
    if (text != NULL)
        m.compiler = more ? "several" : text;
    text = string_with(elf_section(e, ".GCC.command.line"), "", "", &more);
    if (text == NULL) {
        text = string_with(elf_section(e, ".debug_str"), "GNU C", " -", &more);
        if (text != NULL && strstr(text, " -") != NULL && !more)
            text = strstr(text, " -") + 1;
    }
    if (text != NULL)
        m.flags = more ? "several" : text;
    if (o->compiler != NULL)
        m.compiler = o->compiler;
    if (o->flags != NULL)
        m.flags = o->flags;
    return m;
}

/* ---- reports ---- */

/* Text of a file on a line: no control characters. */
static void plain(const char *text)
{
    for (; *text != '\0'; text++)
        putchar((unsigned char)*text < ' ' || *text == 0x7F ? '?' : *text);
}

static void json_text(const char *text)
{
    putchar('"');
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c < ' ' || c >= 0x7F) /* names in files are anything: byte for byte as Latin-1 */
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

static void of_whole(uint64_t part, uint64_t whole, char out[44])
{
    if (whole == 0)
        snprintf(out, 44, "-");
    else
        snprintf(out, 44, "%" PRIu64 "/%" PRIu64, part, whole);
}

static void table_row(const Audit *a)
{
    char own[44], tails[44] = "-", quick[44] = "-", stacked[44] = "-";
    bool walked = a->kind->strategy == BY_GOTO || a->kind->strategy == BY_TAIL;
    of_whole(a->own, walked ? a->dispatching : 0, own);
    if (a->kind->strategy == BY_TAIL)
        of_whole(a->tail_kept, a->tail_kept + a->tail_lost, tails);
    if (walked) {
        of_whole(a->quick_stack, a->quick, quick);
        snprintf(stacked, sizeof stacked, "%" PRIu64, a->stacked);
    }
    printf("%-12s %8" PRIu64 " %6" PRIu64 " %9s %6" PRIu64 " %7" PRIu64 " %12s %8s %9s  %s\n",
           a->kind->name, a->handlers, a->sites, own, a->most_shared, a->bytes, quick, stacked,
           tails, verdict_name(a->verdict));
    if (refused(a))
        printf("        refused: %s\n", a->why);
}

static void json_row(const Audit *a)
{
    printf("{\"engine\":\"%s\",\"verdict\":\"%s\",\"refused\":%s", a->kind->name,
           verdict_name(a->verdict), refused(a) ? "true" : "false");
    if (refused(a)) {
        printf(",\"why\":");
        json_text(a->why);
    }
    printf(",\"labels\":%" PRIu64 ",\"handlers\":%" PRIu64 ",\"dispatch_sites\":%" PRIu64
           ",\"handlers_dispatching\":%" PRIu64 ",\"handlers_own_dispatch\":%" PRIu64
           ",\"sites_set_aside\":%" PRIu64 ",\"most_shared_site\":%" PRIu64
           ",\"c_switches\":%" PRIu64 ",\"code_bytes\":%" PRIu64 ",\"instructions\":%" PRIu64,
           a->table, a->handlers, a->sites, a->dispatching, a->own, a->set_aside, a->most_shared,
           a->switches, a->bytes, a->instructions);
    printf(",\"quick_instructions\":%" PRIu64 ",\"quick_stack_references\":%" PRIu64
           ",\"handlers_with_stack_references\":%" PRIu64 ",\"stack_references\":%" PRIu64
           ",\"tail_calls_kept\":%" PRIu64 ",\"tail_calls_lost\":%" PRIu64 "}",
           a->quick, a->quick_stack, a->stacked, a->all_stack, a->tail_kept, a->tail_lost);
}

/* ---- files ---- */

static unsigned audit_file(const char *path, const Options *o, int *status, bool first)
{
    ElfFile e;
    ElfResult result = elf_read(&e, path);
    unsigned engines = 0;
    if (result != ELF_READ) {
        fprintf(stderr, "bobbin-audit: %s: %s\n", path, e.error);
        *status = result == ELF_NOT_OPENED ? EXIT_USAGE
                  : result == ELF_DAMAGED  ? EXIT_REFUSED
                                           : EXIT_FAULT;
        elf_free(&e);
        return 0;
    }
    for (const EngineKind *k = engine_kinds; k->name != NULL; k++) {
        Audit a;
        bool no_memory;
        if (o->engine != NULL && strcmp(o->engine, k->name) != 0)
            continue;
        if (!engine_audit(&e, k, &a, &no_memory)) {
            if (!no_memory)
                continue;
            fprintf(stderr, "bobbin-audit: out of memory\n");
            *status = EXIT_FAULT;
            break;
        }
        if (engines++ == 0) {
            Maker m = maker(&e, o);
            if (o->json) {
                printf("%s\n {\"file\":", first ? "" : ",");
                json_text(path);
                printf(",\"linked\":%s,\"compiler\":", e.linked ? "true" : "false");
                json_text(m.compiler);
                printf(",\"flags\":");
                json_text(m.flags);
                printf(",\"engines\":[\n  ");
            } else {
                plain(path);
                printf(": ");
                plain(*m.compiler != '\0' ? m.compiler : "compiler not recorded");
                if (*m.flags != '\0') {
                    printf("\n  ");
                    plain(m.flags);
                }
                printf("\n%-12s %8s %6s %9s %6s %7s %12s %8s %9s\n", "engine", "handlers", "sites",
                       "own", "most", "bytes", "stack/quick", "stacked", "tails");
            }
        } else if (o->json) {
            printf(",\n  ");
        }
        if (o->json)
            json_row(&a);
        else
            table_row(&a);
        if (refused(&a) && *status == EXIT_WELL)
            *status = EXIT_MERGED;
    }
    if (engines > 0 && o->json)
        printf("]}");
    elf_free(&e);
    return engines;
}

static bool value_of(const char *word, const char *name, const char **value)
{
    size_t n = strlen(name);
    if (strncmp(word, name, n) != 0 || word[n] != '=')
        return false;
    *value = word + n + 1;
    return true;
}

/* The program `bobbin` beside this one. */
static bool beside(char *path, size_t size)
{
    ssize_t n = readlink("/proc/self/exe", path, size - sizeof "bobbin");
    char *slash;
    if (n <= 0 || (size_t)n >= size - sizeof "bobbin")
        return false;
    path[n] = '\0';
    slash = strrchr(path, '/');
    if (slash == NULL)
        return false;
    memcpy(slash + 1, "bobbin", sizeof "bobbin");
    return true;
}

static bool known_engine(const char *name)
{
    for (const EngineKind *k = engine_kinds; k->name != NULL; k++)
        if (strcmp(k->name, name) == 0)
            return true;
    return false;
}

int main(int argc, char **argv)
{
    Options o = {0};
    int status = EXIT_WELL, words = 0;
    unsigned engines = 0;
    char own[4096], *just_own[1] = {own};
    bool files_only = false;
    for (int i = 1; i < argc; i++) {
        const char *w = argv[i];
        if (files_only || w[0] != '-' || w[1] == '\0') {
            argv[words++] = argv[i];
        } else if (strcmp(w, "--") == 0) {
            files_only = true;
        } else if (strcmp(w, "--help") == 0 || strcmp(w, "-h") == 0) {
            fputs(usage, stdout);
            return fflush(stdout) == 0 ? EXIT_WELL : EXIT_FAULT;
        } else if (strcmp(w, "--json") == 0) {
            o.json = true;
        } else if (!value_of(w, "--engine", &o.engine) && !value_of(w, "--compiler", &o.compiler) &&
                   !value_of(w, "--flags", &o.flags)) {
            fprintf(stderr, "bobbin-audit: unknown option '%s'\nTry 'bobbin-audit --help'.\n", w);
            return EXIT_USAGE;
        }
    }
    if (o.engine != NULL && !known_engine(o.engine)) {
        fprintf(stderr, "bobbin-audit: there is no engine '%s' to audit\n", o.engine);
        return EXIT_USAGE;
    }
    if (words == 0) {
        if (!beside(own, sizeof own)) {
            fprintf(stderr, "bobbin-audit: no FILE given\nTry 'bobbin-audit --help'.\n");
            return EXIT_USAGE;
        }
        argv = just_own;
        words = 1;
    }
    if (o.json)
        printf("{\"schema\":\"bobbin.audit/1\",\"own_dispatch_at_least\":%.1f,\"files\":[",
               (double)OWN_NUMERATOR / OWN_DENOMINATOR);
    for (int i = 0; i < words; i++)
        engines += audit_file(argv[i], &o, &status, engines == 0);
    if (engines == 0 && status == EXIT_WELL) {
        fprintf(stderr, "bobbin-audit: no engine in %s\n", words == 1 ? argv[0] : "these files");
        status = EXIT_REFUSED;
    }
    if (o.json)
        printf("],\n \"refused\":%s}\n", status == EXIT_WELL ? "false" : "true");
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "bobbin-audit: cannot write standard output\n");
        return EXIT_FAULT;
    }
    return status;
}
