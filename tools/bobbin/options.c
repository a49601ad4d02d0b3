/* The options: one row each, from which parsing, refusals, help and the table of docs/cli.md
 * are made. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/bobbin/tool.h"

typedef enum Kind {
    FLAG,     /* bool */
    TEXT,     /* const char * */
    ENGINE,   /* the same, the name of an engine */
    CODE,     /* the same, in the place of FILE */
    MAYBE,    /* --name or --name=F: a bool, and the const char * after `also` */
    NUMBER,   /* uint64_t */
    SIZE,     /* uint64_t, in bytes */
    SNAPSHOT, /* F[,every=N] */
} Kind;

typedef struct Row {
    const char *name;
    char letter;
    Kind kind;
    const char *value; /* as the help shows it */
    unsigned commands;
    size_t field;
    size_t also;
    uint64_t least, most;
    const char *unit;
    const char *help;
} Row;

#define FIELD(f) .field = offsetof(Options, f)

#define RUNS (IN_RUN | IN_RESUME)
#define EXECUTES (RUNS | IN_DIFF | IN_PROFILE | IN_LADDER | IN_DIS | IN_TRACE)
#define READS                                                                                      \
    (IN_RUN | IN_DIFF | IN_PROFILE | IN_LADDER | IN_DIS | IN_VERIFY | IN_BUILD | IN_ASM | IN_TRACE)

static const Row rows[] = {
    {"engine", 0, ENGINE, "NAME", RUNS | IN_PROFILE | IN_AUDIT | IN_LADDER, FIELD(engine),
     .help =
         "the engine to run in; 'bobbin engines' lists them, the default first; ladder: A,B,...\n"
         "measures these alone"},
    {"fuel", 0, NUMBER, "N", EXECUTES, FIELD(fuel), .most = UINT64_MAX, .unit = "instructions",
     .help = "stop with OutOfFuel after N of them; resume: after N more"},
    {"stack", 0, NUMBER, "N", EXECUTES | IN_VERIFY, FIELD(stack), .least = 1, .most = BOB_MAX_STACK,
     .unit = "values", .help = "the operand stack of one frame"},
    {"depth", 0, NUMBER, "N", EXECUTES | IN_VERIFY, FIELD(depth), .least = 1, .most = BOB_MAX_DEPTH,
     .unit = "frames", .help = "how deep calls may nest"},
    {"arena", 0, NUMBER, "N", EXECUTES | IN_VERIFY, FIELD(arena), .least = 1, .most = BOB_MAX_ARENA,
     .unit = "values", .help = "locals and operand stacks of all frames together"},
    {"heap", 0, SIZE, "SIZE", EXECUTES | IN_VERIFY, FIELD(heap), .most = BOB_MAX_HEAP,
     .unit = "bytes", .help = "what lists, tuples and strings may take"},
    {"output", 0, SIZE, "SIZE", EXECUTES | IN_VERIFY, FIELD(output), .most = UINT64_MAX,
     .unit = "bytes", .help = "what the program may write"},
    {"load-bytes", 0, SIZE, "SIZE", READS | IN_RESUME, FIELD(load.bytes), .most = UINT64_MAX,
     .unit = "bytes", .help = "how large a program may be; a snapshot has as many as it says"},
    {"load-functions", 0, NUMBER, "N", READS | IN_RESUME, FIELD(load.functions), .most = UINT64_MAX,
     .unit = "functions", .help = "how many a program may have"},
    {"load-names", 0, NUMBER, "N", READS | IN_RESUME, FIELD(load.names), .most = UINT64_MAX,
     .unit = "names", .help = "how many variables and parameters may be called"},
    {"allow-undefined", 0, FLAG, NULL, EXECUTES, FIELD(allow_undefined),
     .help = "a name that is not defined reads as none instead of UndefinedVariable"},
    {"warm-up", 0, NUMBER, "N", RUNS, FIELD(warm_up), .most = UINT32_MAX, .unit = "times",
     .help = "let the engine 'fused' execute N instructions for each of the program's before\n"
             "'typed' decodes what still runs, up to four times as many where the program is\n"
             "large; 0: at once; it changes no result"},
    {"trace", 0, MAYBE, "F.bobt", RUNS, FIELD(trace), offsetof(Options, trace_file),
     .help = "write each instruction as a line of JSON to the file, or to standard error;\n"
             "such a run is executed by the reference engine"},
    {"state", 0, MAYBE, "F.json", RUNS, FIELD(state), offsetof(Options, state_file),
     .help = "write the final state as JSON to the file, or to standard error"},
    {"stats", 0, FLAG, NULL, RUNS, FIELD(stats),
     .help = "afterwards print instructions, bytes, frames and seconds to standard error"},
    {"json", 0, FLAG, NULL,
     RUNS | IN_BUILD | IN_ASM | IN_VERIFY | IN_PROFILE | IN_LADDER | IN_OPS | IN_ENGINES |
         IN_AUDIT | IN_VERSION,
     FIELD(json), .help = "print the outcome, or what the command tells, as JSON"},
    {"checkpoint", 0, SNAPSHOT, "F.bobs[,every=N]", RUNS, FIELD(checkpoint),
     .help = "write a snapshot to the file when the fuel runs out or on SIGINT or SIGTERM,\n"
             "and with every=N also each N instructions; 'bobbin resume' continues from it"},
    {"out", 0, TEXT, "FILE", RUNS, FIELD(out),
     .help = "write what the program prints to FILE instead of standard output; resume: cut FILE\n"
             "back to the snapshot, if it begins with the output up to there, and go on"},
    {NULL, 'c', CODE, "CODE", READS, FIELD(code), .help = "the program itself instead of FILE"},
    {NULL, 'o', TEXT, "FILE", IN_BUILD | IN_ASM | IN_DIS | IN_TRACE, FIELD(to),
     .help = "where to write, '-' for standard output; trace: the page"},
    {"steps", 0, NUMBER, "N", IN_TRACE, FIELD(steps), .least = 1, .most = 10000000,
     .unit = "instructions", .help = "show so many"},
    {"from", 0, NUMBER, "N", IN_TRACE, FIELD(from), .most = UINT64_MAX, .unit = "instructions",
     .help = "begin after so many, with the state that the machine has there"},
    {"markdown", 0, FLAG, NULL, IN_OPS | IN_HELP, FIELD(markdown),
     .help = "ops: print the whole manual of operations, help: the table of options, as Markdown"},
    {"man", 0, FLAG, NULL, IN_HELP, FIELD(man),
     .help = "print the manual page of bobbin, or of the command named, as man(1) reads it"},
    {"completion", 0, TEXT, "SHELL", IN_HELP, FIELD(completion),
     .help = "print what completes command lines in a shell: bash, zsh or fish"},
    {"threaded", 0, MAYBE, "ENGINE", IN_DIS, FIELD(threaded), offsetof(Options, threaded_engine),
     .help = "print the threaded code of an engine (default: fused) beside the bytecode; with\n"
             "typed the program is run, which the options of a run then apply to"},
    {"rounds", 0, NUMBER, "N", IN_LADDER, FIELD(rounds), .least = 1, .most = 100000,
     .unit = "rounds",
     .help = "measure each engine so often; without it for some seconds, three times at least"},
    {"html", 0, TEXT, "FILE", IN_LADDER, FIELD(html),
     .help = "also write the table as one HTML page to FILE"},
    {"matrix", 0, FLAG, NULL, IN_LADDER, FIELD(matrix),
     .help = "measure each way of dispatch with each representation of the code, and print what\n"
             "either is worth alone"},
    {"csv", 0, FLAG, NULL, IN_LADDER, FIELD(csv),
     .help = "print a row for each round of each engine, as comma-separated values"},
    {"mispredicts", 0, MAYBE, "models", IN_LADDER, FIELD(mispredicts),
     offsetof(Options, mispredicts_by),
     .help = "also tell how many dispatches a processor would foretell wrongly: by two models of\n"
             "predictors, by hardware counters where there are any, and, unless `models` is said,\n"
             "by running each engine under valgrind's cachegrind, which is fifty times as slow"},
    {"folded", 0, FLAG, NULL, IN_PROFILE, FIELD(folded),
     .help = "print call paths as folded stacks, for flame graphs"},
    {"top", 0, NUMBER, "N", IN_PROFILE, FIELD(top), .least = 1, .most = UINT32_MAX, .unit = "rows",
     .help = "show so many rows of each table"},
    {"help", 'h', FLAG, NULL, IN_ALL, FIELD(help), .help = "print this page"},
};
_Static_assert(COUNT_OF(rows) <= 64, "Options.given has a bit for each");

static bool takes(const Command *command, const Row *row)
{
    return (row->commands & command->bit) != 0;
}

static void *field(Options *o, size_t offset)
{
    return (char *)o + offset;
}

static void options_init(Options *o, const Command *command)
{
    BobConfig config;
    bob_config_init(&config);
    *o = (Options){
        .command = command,
        .fuel = config.fuel,
        .stack = config.stack,
        .depth = config.depth,
        .arena = config.arena,
        .heap = config.heap,
        .output = config.output,
        .warm_up = config.warm_up,
        .top = 15,
        .steps = 10000,
    };
    bob_load_limits_init(&o->load);
}

void options_free(Options *o)
{
    free(o->checkpoint);
    o->checkpoint = NULL;
}

void options_config(const Options *o, BobConfig *config)
{
    bob_config_init(config);
    config->engine = o->engine;
    config->fuel = o->fuel;
    config->stack = (uint32_t)o->stack;
    config->depth = (uint32_t)o->depth;
    config->arena = o->arena;
    config->heap = o->heap;
    config->output = o->output;
    config->allow_undefined = o->allow_undefined;
    config->warm_up = (uint32_t)o->warm_up;
}

/* ---- values ---- */

static bool take_number(Options *o, const Row *row, const char *text)
{
    bool size = row->kind == SIZE;
    uint64_t n;
    if (number_parse(text, size, &n) && n >= row->least && n <= row->most) {
        *(uint64_t *)field(o, row->field) = n;
        return true;
    }
    char most[64];
    if (row->most == UINT64_MAX)
        snprintf(most, sizeof most, "2**64 - 1");
    else
        snprintf(most, sizeof most, "%llu", (unsigned long long)row->most);
    wrong_usage(o->command,
                "--%s: '%s' is not accepted; it takes a whole number of %s from %llu to %s, such "
                "as %s (K, M, G: powers of %s)",
                row->name, text, row->unit, (unsigned long long)row->least, most,
                size ? "67108864, 64M or 64MB" : "1000000, 1_000_000, 1e6 or 1M",
                size ? "1024" : "1000");
    return false;
}

/* Why this build lacks the engine; NULL where it knows none of that name. */
static const char *why_absent(const char *engine)
{
    const char *name, *reason;
    for (unsigned i = 0; (name = bob_engine_absent(i, &reason)) != NULL; i++)
        if (strcmp(name, engine) == 0)
            return reason;
    return NULL;
}

bool engine_known(const char *engine)
{
    const char *name;
    for (unsigned i = 0; (name = bob_engine_name(i, NULL)) != NULL; i++)
        if (strcmp(name, engine) == 0)
            return true;
    return false;
}

int engine_refused(const Options *o, const char *option, const char *engine)
{
    const char *names[64], *reason = why_absent(engine);
    unsigned n = 0;
    if (reason != NULL)
        return wrong_usage(o->command, "--%s: this build has no engine '%s': %s", option, engine,
                           reason);
    while (n + 1 < COUNT_OF(names) && (names[n] = bob_engine_name(n, NULL)) != NULL)
        n++;
    names[n] = NULL;
    BobBuffer list = {.allocator = &bob_malloc_allocator};
    for (unsigned i = 0; i < n; i++)
        bob_buffer_printf(&list, "%s%s", i == 0 ? "" : ", ", names[i]);
    bob_buffer_byte(&list, '\0');
    const char *near = nearest(engine, names);
    int status = wrong_usage(
        o->command, "--%s: '%s' is no engine of this build%s%s%s; the engines are: %s", option,
        engine, near != NULL ? " (did you mean '" : "", near != NULL ? near : "",
        near != NULL ? "'?)" : "", list.failed ? "" : list.bytes);
    bob_buffer_free(&list);
    return status;
}

/* `ladder` takes several. */
static bool take_engines(Options *o, const char *list)
{
    char name[64];
    o->engine = list;
    for (;; list++) {
        size_t n = strcspn(list, ",");
        snprintf(name, sizeof name, "%.*s", (int)(n < sizeof name ? n : sizeof name - 1), list);
        if (!engine_known(name)) {
            engine_refused(o, "engine", name);
            return false;
        }
        list += n;
        if (*list == '\0')
            return true;
    }
}

static bool take_engine(Options *o, const char *name)
{
    if (o->command->bit == IN_LADDER)
        return take_engines(o, name);
    if (!engine_known(name)) {
        engine_refused(o, "engine", name);
        return false;
    }
    o->engine = name;
    return true;
}

/* F.bobs or F.bobs,every=N. */
static bool take_checkpoint(Options *o, const char *text)
{
    static const char accepted[] =
        "it takes F.bobs or F.bobs,every=N with N instructions from 1, such as every=1M";
    char *copy = strdup(text);
    if (copy == NULL) {
        complain("out of memory");
        return false;
    }
    free(o->checkpoint);
    o->checkpoint = copy;
    o->every = 0;
    char *comma = strrchr(copy, ',');
    if (comma != NULL && strchr(comma, '=') != NULL && strchr(comma, '/') == NULL) {
        if (strncmp(comma, ",every=", 7) != 0 || !number_parse(comma + 7, false, &o->every) ||
            o->every == 0) {
            wrong_usage(o->command, "--checkpoint: '%s' is not accepted; %s", text, accepted);
            return false;
        }
        *comma = '\0';
    }
    if (copy[0] == '\0' || strcmp(copy, "-") == 0) {
        wrong_usage(o->command, "--checkpoint: '%s' names no file; %s", text, accepted);
        return false;
    }
    return true;
}

/* The program is the first word, whatever follows. */
static bool take_code(Options *o, const char *code)
{
    if (o->word_count != 0) {
        wrong_usage(o->command, "-c takes the place of a file, but '%s' was given before it",
                    o->words[0]);
        return false;
    }
    o->code = code;
    o->words[o->word_count++] = (char *)code;
    return true;
}

/* value is NULL where none was given. */
static bool take(Options *o, const Row *row, const char *value)
{
    o->given |= (uint64_t)1 << (row - rows);
    switch (row->kind) {
    case FLAG:
        *(bool *)field(o, row->field) = true;
        return true;
    case MAYBE:
        *(bool *)field(o, row->field) = true;
        *(const char **)field(o, row->also) = value;
        return true;
    case ENGINE:
        return take_engine(o, value);
    case CODE:
        return take_code(o, value);
    case TEXT:
        *(const char **)field(o, row->field) = value;
        return true;
    case NUMBER:
    case SIZE:
        return take_number(o, row, value);
    case SNAPSHOT:
        return take_checkpoint(o, value);
    }
    return false;
}

/* ---- words ---- */

/* Which commands take the option, as "run, resume". */
static void list_commands(BobBuffer *b, const Row *row)
{
    bool first = true;
    for (unsigned i = 0; commands[i] != NULL; i++)
        if (takes(commands[i], row)) {
            bob_buffer_printf(b, "%s%s", first ? "" : ", ", commands[i]->name);
            first = false;
        }
}

static const Row *find_row(const char *name, size_t n, char letter)
{
    for (unsigned i = 0; i < COUNT_OF(rows); i++) {
        const Row *row = &rows[i];
        if (letter != 0
                ? row->letter == letter
                : row->name != NULL && strlen(row->name) == n && memcmp(row->name, name, n) == 0)
            return row;
    }
    return NULL;
}

/* row: that of another command, or NULL. */
static bool unknown_option(const Options *o, const char *word, const Row *row)
{
    const char *names[COUNT_OF(rows) + 1];
    unsigned n = 0;
    if (row != NULL) {
        BobBuffer list = {.allocator = &bob_malloc_allocator};
        list_commands(&list, row);
        bob_buffer_byte(&list, '\0');
        wrong_usage(o->command, "unknown option '%s' for this command; it belongs to: %s", word,
                    list.failed ? "" : list.bytes);
        bob_buffer_free(&list);
        return false;
    }
    for (unsigned i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].name != NULL && takes(o->command, &rows[i]))
            names[n++] = rows[i].name;
    names[n] = NULL;
    char bare[64];
    const char *start = word + strspn(word, "-");
    snprintf(bare, sizeof bare, "%.*s", (int)strcspn(start, "="), start);
    const char *near = nearest(bare, names);
    if (near != NULL)
        wrong_usage(o->command, "unknown option '%s'; did you mean '--%s'?", word, near);
    else
        wrong_usage(o->command, "unknown option '%s'", word);
    return false;
}

const char *options_given(const Options *o, const char *const *names)
{
    for (; *names != NULL; names++) {
        const Row *row = find_row(*names, strlen(*names), 0);
        if (row != NULL && (o->given >> (row - rows) & 1) != 0)
            return *names;
    }
    return NULL;
}

/* The option at argv[*i], with its value if that is the next word. */
static bool parse_option(Options *o, int argc, char **argv, int *i)
{
    const char *word = argv[*i], *value = NULL;
    const Row *row;
    if (word[1] == '-') {
        size_t n = strcspn(word + 2, "=");
        row = find_row(word + 2, n, 0);
        if (word[2 + n] == '=')
            value = word + 3 + n;
    } else {
        row = find_row(NULL, 0, word[1]);
        if (word[2] != '\0') {
            value = word + 2;
            if (row != NULL && row->kind == FLAG)
                row = NULL;
        }
    }
    if (row == NULL || !takes(o->command, row))
        return unknown_option(o, word, row);
    if (row->kind == FLAG && value != NULL) {
        wrong_usage(o->command, "--%s takes no value, but '%s' gives one", row->name, word);
        return false;
    }
    bool needs = row->kind != FLAG && row->kind != MAYBE;
    if (needs && value == NULL) {
        if (*i + 1 >= argc) {
            wrong_usage(o->command, "%s needs a value: %s %s", word, word, row->value);
            return false;
        }
        value = argv[++*i];
    }
    if (value != NULL && value[0] == '\0' && row->kind != CODE) {
        wrong_usage(o->command, "'%s' gives an empty value; %s is needed", word, row->value);
        return false;
    }
    if (row->kind == MAYBE && value == NULL && o->word_count == 0)
        o->before_file = row->name;
    return take(o, row, value);
}

/* "-" and negative numbers are words. */
static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] != '\0' && !(word[1] >= '0' && word[1] <= '9') &&
           word[1] != '.';
}

/* Whether a word looks like what the option's row calls its value: F.bobt, F.json, ENGINE. */
static bool looks_like_value(const Row *row, const char *word)
{
    const char *suffix = strrchr(row->value, '.');
    size_t n = strlen(word), size = suffix != NULL ? strlen(suffix) : 0;
    if (suffix != NULL)
        return n > size && strcmp(word + n - size, suffix) == 0;
    return engine_known(word) && access(word, F_OK) != 0;
}

/* "--trace t.bobt p.py": an optional value is taken after '=' alone, so that t.bobt would be the
 * program and p.py its argument. */
static bool value_apart(const Options *o)
{
    const Row *row =
        o->before_file != NULL ? find_row(o->before_file, strlen(o->before_file), 0) : NULL;
    if (row == NULL || o->word_count == 0 || !looks_like_value(row, o->words[0]))
        return false;
    wrong_usage(o->command, "'%s' is taken for FILE; for a value of --%s write '--%s=%s'",
                o->words[0], row->name, row->name, o->words[0]);
    return true;
}

/* Whether there are as many words as the command takes. */
static bool words_fit(const Options *o)
{
    const Command *c = o->command;
    int first_line = (int)strcspn(c->synopsis, "\n");
    if (o->word_count < c->least)
        wrong_usage(c, "no %s given; usage: bobbin %.*s", c->word_names, first_line, c->synopsis);
    else if (!c->arguments && c->most >= 0 && o->word_count > c->most)
        wrong_usage(c, "'%s' is one word too many; usage: bobbin %.*s", o->words[c->most],
                    first_line, c->synopsis);
    else
        return true;
    return false;
}

bool options_parse(Options *o, const Command *command, int argc, char **argv)
{
    options_init(o, command);
    o->words = argv; /* words move to the front, over options already read */
    bool ended = false, good = true;
    for (int i = 0; i < argc && good; i++) {
        if (!ended && strcmp(argv[i], "--") == 0) {
            ended = true;
            if (o->word_count == 0)
                o->before_file = NULL;
        } else if (!ended && is_option(argv[i])) {
            if (o->word_count == 0)
                o->before_file = NULL;
            good = parse_option(o, argc, argv, &i);
        } else {
            argv[o->word_count++] = argv[i];
            if (command->arguments && o->word_count == 2)
                ended = true;
            /* After "--" a program's arguments are taken as they are. */
        }
    }
    if (good && (o->help || (!value_apart(o) && words_fit(o))))
        return true;
    options_free(o);
    return false;
}

/* ---- help ---- */

static void put_default(BobBuffer *b, const Row *row, Options *defaults)
{
    if (row->kind != NUMBER && row->kind != SIZE)
        return;
    uint64_t n = *(uint64_t *)field(defaults, row->field);
    if (n < row->least)
        return;
    if (n == BOB_UNLIMITED)
        bob_buffer_printf(b, " (in %s; default: no limit)", row->unit);
    else if (row->kind == SIZE && n >= 1u << 30 && n % (1u << 30) == 0)
        bob_buffer_printf(b, " (in %s; default %lluG)", row->unit, (unsigned long long)(n >> 30));
    else
        bob_buffer_printf(b, " (in %s; default %llu)", row->unit, (unsigned long long)n);
}

static void put_form(BobBuffer *b, const Row *row)
{
    if (row->letter != 0)
        bob_buffer_printf(b, "-%c%s", row->letter, row->name != NULL ? ", " : "");
    if (row->name != NULL)
        bob_buffer_printf(b, "--%s", row->name);
    if (row->kind == MAYBE)
        bob_buffer_printf(b, "[=%s]", row->value);
    else if (row->value != NULL)
        bob_buffer_printf(b, " %s", row->value);
    bob_buffer_byte(b, '\0');
}

void options_help(const Command *command)
{
    Options defaults;
    options_init(&defaults, NULL);
    for (unsigned i = 0; i < COUNT_OF(rows); i++) {
        const Row *row = &rows[i];
        if (!takes(command, row))
            continue;
        BobBuffer form = {.allocator = &bob_malloc_allocator};
        put_form(&form, row);
        const char *left = form.failed ? "" : form.bytes;
        if (strlen(left) > 20)
            printf("  %s\n%24s", left, "");
        else
            printf("  %-22s", left);
        bob_buffer_free(&form);
        for (const char *p = row->help; *p != '\0'; p++) {
            putchar(*p);
            if (*p == '\n')
                printf("%24s", "");
        }
        BobBuffer value = {.allocator = &bob_malloc_allocator};
        put_default(&value, row, &defaults);
        printf("%.*s\n", (int)value.size, value.size > 0 ? value.bytes : "");
        bob_buffer_free(&value);
    }
    printf("  %-22send of the options\n", "--");
}

void options_markdown(BobBuffer *b)
{
    bob_buffer_text(b, "| option | commands | what it does |\n|---|---|---|\n");
    for (unsigned i = 0; i < COUNT_OF(rows); i++) {
        const Row *row = &rows[i];
        bob_buffer_text(b, "| `");
        put_form(b, row);
        if (b->size > 0)
            b->size--; /* its NUL */
        bob_buffer_text(b, "` | ");
        if (row->commands == IN_ALL)
            bob_buffer_text(b, "all");
        else
            list_commands(b, row);
        bob_buffer_text(b, " | ");
        for (const char *p = row->help; *p != '\0'; p++)
            bob_buffer_byte(b, *p == '\n' ? ' ' : *p);
        bob_buffer_text(b, " |\n");
    }
}

static OptionValue value_of(const Row *row)
{
    if (row->value == NULL)
        return VALUE_NONE;
    if (strcmp(row->value, "SHELL") == 0)
        return VALUE_SHELL;
    if (row->kind == ENGINE || strcmp(row->value, "ENGINE") == 0)
        return VALUE_ENGINE;
    if (row->kind == MAYBE || row->kind == TEXT || row->kind == SNAPSHOT)
        return VALUE_FILE;
    return VALUE_OTHER;
}

bool option_at(unsigned i, const Command *command, OptionView *view)
{
    if (i >= COUNT_OF(rows))
        return false;
    const Row *row = &rows[i];
    *view = (OptionView){.taken = takes(command, row),
                         .name = row->name,
                         .letter = row->letter,
                         .value = row->value,
                         .optional = row->kind == MAYBE,
                         .takes = value_of(row),
                         .help = row->help};
    return true;
}

void option_default(unsigned i, BobBuffer *b)
{
    Options defaults;
    options_init(&defaults, NULL);
    put_default(b, &rows[i], &defaults);
}
