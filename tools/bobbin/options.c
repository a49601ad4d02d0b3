/* The options: one row each, from which parsing, the commands' help and the nearest-name
 * refusals are made. */
#include <stdlib.h>
#include <string.h>

#include "core/base/limits.h"
#include "tools/bobbin/tool.h"

typedef enum Kind {
    FLAG,     /* bool */
    TEXT,     /* const char * */
    MAYBE,    /* --name or --name=F: a bool, and the const char * after `also` */
    NUMBER,   /* uint64_t */
    SIZE,     /* uint64_t, K M G */
    SNAPSHOT, /* F[,every=N] */
} Kind;

typedef struct Row {
    unsigned bit;
    const char *name;
    char letter;
    Kind kind;
    const char *value; /* as the help shows it */
    size_t field;
    size_t also;
    uint64_t least, most;
    const char *unit;
    const char *help;
} Row;

#define FIELD(f) .field = offsetof(Options, f)

static const Row rows[] = {
    {OPT_ENGINE, "engine", 0, TEXT, "NAME", FIELD(engine),
     .help = "the engine to run in; 'bobbin engines' lists them, the default first"},
    {OPT_FUEL, "fuel", 0, NUMBER, "N", FIELD(fuel), .most = UINT64_MAX, .unit = "instructions",
     .help = "stop with OutOfFuel after N of them; resume: after N more"},
    {OPT_STACK, "stack", 0, NUMBER, "N", FIELD(stack), .least = 1, .most = BOB_MAX_STACK,
     .unit = "values", .help = "the operand stack of one frame"},
    {OPT_DEPTH, "depth", 0, NUMBER, "N", FIELD(depth), .least = 1, .most = BOB_MAX_DEPTH,
     .unit = "frames", .help = "how deep calls may nest"},
    {OPT_ARENA, "arena", 0, NUMBER, "N", FIELD(arena), .least = 1, .most = BOB_MAX_ARENA,
     .unit = "values", .help = "locals and operand stacks of all frames together"},
    {OPT_HEAP, "heap", 0, SIZE, "SIZE", FIELD(heap), .most = BOB_MAX_HEAP, .unit = "bytes",
     .help = "what lists, tuples and strings may take"},
    {OPT_OUTPUT, "output", 0, SIZE, "SIZE", FIELD(output), .most = UINT64_MAX, .unit = "bytes",
     .help = "what the program may write"},
    {OPT_UNDEFINED, "allow-undefined", 0, FLAG, NULL, FIELD(allow_undefined),
     .help = "a name that is not defined reads as none instead of UndefinedVariable"},
    {OPT_WARM_UP, "warm-up", 0, NUMBER, "N", FIELD(warm_up), .most = UINT32_MAX, .unit = "times",
     .help = "let the engine 'fused' execute N instructions for each of the program's before\n"
             "'typed' decodes what still runs; 0: at once"},
    {OPT_TRACE, "trace", 0, MAYBE, "F.bobt", FIELD(trace), offsetof(Options, trace_file),
     .help = "write each instruction as a line of JSON to the file, or to standard error;\n"
             "such a run is executed by the reference engine"},
    {OPT_STATE, "state", 0, MAYBE, "F.json", FIELD(state), offsetof(Options, state_file),
     .help = "write the final state as JSON to the file, or to standard error"},
    {OPT_STATS, "stats", 0, FLAG, NULL, FIELD(stats),
     .help = "afterwards print instructions, bytes, frames and seconds to standard error"},
    {OPT_JSON, "json", 0, FLAG, NULL, FIELD(json), .help = "write the outcome as JSON"},
    {OPT_CHECKPOINT, "checkpoint", 0, SNAPSHOT, "F.bobs[,every=N]", FIELD(checkpoint),
     .help = "write a snapshot to the file when the fuel runs out or on SIGINT or SIGTERM,\n"
             "and with every=N also each N instructions; 'bobbin resume' goes on from it"},
    {OPT_TO, NULL, 'o', TEXT, "FILE", FIELD(to), .help = "where to write, '-' for standard output"},
    {OPT_MARKDOWN, "markdown", 0, FLAG, NULL, FIELD(markdown),
     .help = "print the whole manual of operations as Markdown"},
    {OPT_THREADED, "threaded", 0, MAYBE, "ENGINE", FIELD(threaded),
     offsetof(Options, threaded_engine),
     .help = "print the threaded code of an engine (default: fused) beside the bytecode"},
    {OPT_ROUNDS, "rounds", 0, NUMBER, "N", FIELD(rounds), .least = 1, .most = 100000,
     .unit = "rounds",
     .help = "measure each engine so often; without it for some seconds, three times at least"},
    {OPT_HTML, "html", 0, TEXT, "FILE", FIELD(html),
     .help = "also write the table as one HTML page to FILE"},
    {OPT_MISPREDICTS, "mispredicts", 0, FLAG, NULL, FIELD(mispredicts),
     .help =
         "also run each engine under valgrind's cachegrind, which simulates a branch predictor;\n"
         "slow: about fifty times"},
    {OPT_FOLDED, "folded", 0, FLAG, NULL, FIELD(folded),
     .help = "print call paths as folded stacks, for flame graphs"},
    {OPT_TOP, "top", 0, NUMBER, "N", FIELD(top), .least = 1, .most = UINT32_MAX, .unit = "rows",
     .help = "show so many rows of each table"},
    {OPT_HELP, "help", 'h', FLAG, NULL, FIELD(help), .help = "print this page"},
};

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
    };
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

/* A whole number in decimal, with K, M or G where sizes are taken; false if it is none or
 * too large for 64 bits. */
static bool parse_number(const char *text, bool size, uint64_t *n)
{
    uint64_t value = 0;
    const char *p = text;
    for (; *p >= '0' && *p <= '9'; p++)
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, (uint64_t)(*p - '0'), &value))
            return false;
    if (p == text)
        return false;
    if (size && *p != '\0') {
        unsigned shift = *p == 'K' || *p == 'k'   ? 10
                         : *p == 'M' || *p == 'm' ? 20
                         : *p == 'G' || *p == 'g' ? 30
                                                  : 0;
        if (shift == 0 || value > UINT64_MAX >> shift)
            return false;
        value <<= shift;
        p++;
    }
    *n = value;
    return *p == '\0';
}

static bool take_number(Options *o, const Row *row, const char *text)
{
    uint64_t n;
    if (parse_number(text, row->kind == SIZE, &n) && n >= row->least && n <= row->most) {
        *(uint64_t *)field(o, row->field) = n;
        return true;
    }
    char most[64];
    if (row->most == UINT64_MAX)
        snprintf(most, sizeof most, "2**64 - 1");
    else
        snprintf(most, sizeof most, "%llu", (unsigned long long)row->most);
    wrong_usage(o->command,
                "--%s: '%s' is not accepted; it takes a whole number of %s from %llu to %s%s",
                row->name, text, row->unit, (unsigned long long)row->least, most,
                row->kind == SIZE ? ", also with K, M or G (1024, 1024**2, 1024**3) after it" : "");
    return false;
}

static bool take_engine(Options *o, const char *name)
{
    const char *names[64], *known;
    unsigned n = 0;
    for (; n + 1 < COUNT_OF(names) && (known = bob_engine_name(n, NULL)) != NULL; n++) {
        if (strcmp(known, name) == 0) {
            o->engine = name;
            return true;
        }
        names[n] = known;
    }
    names[n] = NULL;
    BobBuffer list = {.allocator = &bob_malloc_allocator};
    for (unsigned i = 0; i < n; i++)
        bob_buffer_printf(&list, "%s%s", i == 0 ? "" : ", ", names[i]);
    bob_buffer_byte(&list, '\0');
    const char *near = nearest(name, names);
    wrong_usage(o->command, "--engine: '%s' is no engine of this build%s%s%s; the engines are: %s",
                name, near != NULL ? " (did you mean '" : "", near != NULL ? near : "",
                near != NULL ? "'?)" : "", list.failed ? "" : list.bytes);
    bob_buffer_free(&list);
    return false;
}

/* F.bobs or F.bobs,every=N. */
static bool take_checkpoint(Options *o, const char *text)
{
    static const char accepted[] = "it takes F.bobs or F.bobs,every=N with N instructions from 1";
    char *copy = strdup(text);
    if (copy == NULL) {
        complain("memory is out");
        return false;
    }
    free(o->checkpoint);
    o->checkpoint = copy;
    o->every = 0;
    char *comma = strrchr(copy, ',');
    if (comma != NULL && strchr(comma, '=') != NULL && strchr(comma, '/') == NULL) {
        if (strncmp(comma, ",every=", 7) != 0 || !parse_number(comma + 7, false, &o->every) ||
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

/* value is NULL where none was given. */
static bool take(Options *o, const Row *row, const char *value)
{
    switch (row->kind) {
    case FLAG:
        *(bool *)field(o, row->field) = true;
        return true;
    case MAYBE:
        *(bool *)field(o, row->field) = true;
        *(const char **)field(o, row->also) = value;
        return true;
    case TEXT:
        if (row->bit == OPT_ENGINE)
            return take_engine(o, value);
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

static bool unknown_option(const Options *o, const char *word)
{
    const char *names[COUNT_OF(rows) + 1];
    unsigned n = 0;
    for (unsigned i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].name != NULL && ((o->command->options | OPT_HELP) & rows[i].bit) != 0)
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

static const Row *find_row(const Options *o, const char *name, size_t n, char letter)
{
    for (unsigned i = 0; i < COUNT_OF(rows); i++) {
        const Row *row = &rows[i];
        if (((o->command->options | OPT_HELP) & row->bit) == 0)
            continue;
        if (letter != 0
                ? row->letter == letter
                : row->name != NULL && strlen(row->name) == n && memcmp(row->name, name, n) == 0)
            return row;
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
        row = find_row(o, word + 2, n, 0);
        if (word[2 + n] == '=')
            value = word + 3 + n;
    } else {
        row = find_row(o, NULL, 0, word[1]);
        if (word[2] != '\0') {
            value = word + 2;
            if (row != NULL && row->kind == FLAG)
                row = NULL;
        }
    }
    if (row == NULL)
        return unknown_option(o, word);
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
    if (value != NULL && value[0] == '\0') {
        wrong_usage(o->command, "'%s' gives an empty value; %s is needed", word, row->value);
        return false;
    }
    return take(o, row, value);
}

/* "-" and negative numbers are words. */
static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] != '\0' && !(word[1] >= '0' && word[1] <= '9') &&
           word[1] != '.';
}

bool options_parse(Options *o, const Command *command, int argc, char **argv)
{
    options_init(o, command);
    o->words = argv; /* words move to the front, over options already read */
    bool ended = false;
    for (int i = 0; i < argc; i++) {
        if (!ended && strcmp(argv[i], "--") == 0) {
            ended = true;
        } else if (!ended && is_option(argv[i])) {
            if (!parse_option(o, argc, argv, &i)) {
                options_free(o);
                return false;
            }
        } else {
            argv[o->word_count++] = argv[i];
            if (command->arguments && o->word_count == 2)
                ended = true;
            /* After "--" a program's arguments are taken as they are. */
        }
    }
    if (o->help ||
        (o->word_count >= command->least && (command->arguments || o->word_count <= command->most)))
        return true;
    if (o->word_count < command->least)
        wrong_usage(command, "no %s given; usage: bobbin %s", command->word_names,
                    command->synopsis);
    else
        wrong_usage(command, "'%s' is one word too many; usage: bobbin %s", o->words[command->most],
                    command->synopsis);
    options_free(o);
    return false;
}

/* ---- help ---- */

static void print_default(FILE *to, const Row *row, Options *defaults)
{
    uint64_t n = *(uint64_t *)field(defaults, row->field);
    if (n < row->least)
        return;
    if (n == BOB_UNLIMITED)
        fprintf(to, " (in %s; default: no limit)", row->unit);
    else if (row->kind == SIZE && n >= 1u << 30 && n % (1u << 30) == 0)
        fprintf(to, " (in %s; default %lluG)", row->unit, (unsigned long long)(n >> 30));
    else
        fprintf(to, " (in %s; default %llu)", row->unit, (unsigned long long)n);
}

void options_help(FILE *to, unsigned mask)
{
    Options defaults;
    options_init(&defaults, NULL);
    for (unsigned i = 0; i < COUNT_OF(rows); i++) {
        const Row *row = &rows[i];
        if ((mask & row->bit) == 0)
            continue;
        char left[64];
        if (row->name == NULL)
            snprintf(left, sizeof left, "-%c %s", row->letter, row->value);
        else if (row->letter != 0)
            snprintf(left, sizeof left, "-%c, --%s", row->letter, row->name);
        else if (row->kind == MAYBE)
            snprintf(left, sizeof left, "--%s[=%s]", row->name, row->value);
        else
            snprintf(left, sizeof left, "--%s%s%s", row->name, row->value != NULL ? " " : "",
                     row->value != NULL ? row->value : "");
        if (strlen(left) > 20)
            fprintf(to, "  %s\n%24s", left, "");
        else
            fprintf(to, "  %-22s", left);
        for (const char *p = row->help; *p != '\0'; p++) {
            fputc(*p, to);
            if (*p == '\n')
                fprintf(to, "%24s", "");
        }
        if (row->kind == NUMBER || row->kind == SIZE)
            print_default(to, row, &defaults);
        fputc('\n', to);
    }
    fprintf(to, "  %-22send of the options\n", "--");
}
