/* The `bobbin` program: what its commands share.
 *
 * A command is a row of the table in main.c and one file: it gets parsed options, does
 * its work through core/bobbin.h and returns an exit status of docs/machine.md, 9.
 * Program output goes to standard output, everything else to standard error. */
#ifndef BOBBIN_TOOL_H
#define BOBBIN_TOOL_H

#include <limits.h>
#include <stdio.h>

#include "core/base/base.h"
#include "core/base/memory.h"
#include "core/bobbin.h"

enum {
    EXIT_WELL = 0,
    EXIT_ERROR = 1,   /* a runtime error of the program */
    EXIT_USAGE = 2,   /* wrong usage, a file that can't be opened */
    EXIT_SOURCE = 3,  /* source or assembly that does not parse */
    EXIT_REFUSED = 4, /* a container or snapshot that was refused */
    EXIT_LIMIT = 5,   /* fuel, stack, depth, heap, output */
    EXIT_DIFFERENCE = 6,
    EXIT_FAULT = 70, /* a fault of Bobbin's own: memory is out, a write failed */
    EXIT_STOPPED = 75,
    EXIT_INTERRUPTED = 130
};

/* ---- options.c ---- */

/* A bit a command: an option's row says with these which commands take it. */
enum {
    IN_RUN = 1 << 0,
    IN_RESUME = 1 << 1,
    IN_BUILD = 1 << 2,
    IN_ASM = 1 << 3,
    IN_DIS = 1 << 4,
    IN_VERIFY = 1 << 5,
    IN_DIFF = 1 << 6,
    IN_PROFILE = 1 << 7,
    IN_LADDER = 1 << 8,
    IN_OPS = 1 << 9,
    IN_ENGINES = 1 << 10,
    IN_AUDIT = 1 << 11,
    IN_VERSION = 1 << 12,
    IN_HELP = 1 << 13,
    IN_TRACE = 1 << 14,
    IN_ALL = (1 << 15) - 1
};

typedef struct Command Command;

typedef struct Options {
    const Command *command;
    uint64_t given;     /* a bit a row of the table */
    const char *engine; /* NULL: the default */
    uint64_t fuel, stack, depth, arena, heap, output, warm_up;
    BobLoadLimits load;
    bool allow_undefined, trace, state, stats, json, markdown, help, threaded, mispredicts, folded,
        matrix, csv;
    const char *mispredicts_by;          /* NULL: by all that there is */
    const char *trace_file, *state_file; /* NULL: standard error */
    char *checkpoint;                    /* NULL: none; a copy */
    uint64_t every;                      /* 0: only when the run stops */
    const char *to;                      /* -o */
    const char *out;                     /* NULL: standard output */
    const char *code;                    /* -c, in the place of FILE: then it is words[0] too */
    const char *threaded_engine;         /* of dis; NULL: fused */
    uint64_t rounds, top;                /* rounds 0: as many as time allows */
    const char *html;
    uint64_t steps, from;
    bool man;               /* of help */
    const char *completion; /* of help: a shell */
    char **words;           /* FILE and what follows; into argv */
    int word_count;
    const char *before_file; /* an option with an optional value that stood right before FILE */
} Options;

struct Command {
    const char *name;
    unsigned bit;
    const char *synopsis; /* after "bobbin ", one a line */
    const char *summary;  /* one line, for the list of commands */
    const char *help;     /* paragraphs on what it does */
    const char *statuses;
    const char *examples;
    int least, most;        /* words; most -1: any number */
    const char *word_names; /* for "no FILE given" */
    bool arguments;         /* words after the first are a program's, whatever they look like */
    int (*run)(const Options *options);
};

/* Parses the words after the command's name. False after wrong usage, which is then
 * reported. argv must outlive the options. */
bool options_parse(Options *o, const Command *command, int argc, char **argv);
void options_free(Options *o);
/* The rows of a command as its help shows them; all of them as the table of docs/cli.md. */
void options_help(const Command *command);
void options_markdown(BobBuffer *b);

/* A row as manual pages and completions see it. */
typedef enum OptionValue {
    VALUE_NONE,
    VALUE_FILE,
    VALUE_ENGINE,
    VALUE_SHELL,
    VALUE_OTHER /* a number, code: nothing to complete */
} OptionValue;
typedef struct OptionView {
    bool taken;       /* by the command asked for */
    const char *name; /* NULL: it has a letter alone */
    char letter;      /* 0: none */
    const char *value;
    bool optional; /* the value is given after '=' or not at all */
    OptionValue takes;
    const char *help; /* lines */
} OptionView;
/* Row i of the table; false past the last. */
bool option_at(unsigned i, const Command *command, OptionView *view);
/* Appends " (in instructions; default: no limit)" and the like, for a row that has a default. */
void option_default(unsigned i, BobBuffer *b);

/* The first of these names (NULL past the last) that was given as an option, or NULL. */
const char *options_given(const Options *o, const char *const *names);

/* A whole number as people write it: 1000000, 1_000_000, 1e6, 1M, 1.5M; with `size` K, M, G
 * are powers of 1024, and B, iB may follow. False where it is none, or none that is whole. */
bool number_parse(const char *text, bool size, uint64_t *n);

bool engine_known(const char *engine);
/* Why --OPTION can't be that engine, with the nearest one. EXIT_USAGE. */
int engine_refused(const Options *o, const char *option, const char *engine);

/* The limits and the engine in a machine's terms. */
void options_config(const Options *o, BobConfig *config);

/* ---- main.c, help.c ---- */

extern const Command command_audit, command_run, command_build, command_asm, command_dis,
    command_verify, command_diff, command_profile, command_ladder, command_ops, command_engines,
    command_resume, command_trace, command_version, command_help;
extern const Command *const commands[]; /* NULL past the last */

const Command *command_find(const char *name);
void command_list(FILE *to);
void command_help_text(const Command *command);
void general_help(void);
extern const Command general_page; /* what is said of bobbin as a whole; no command */

/* ---- manual.c, completion.c: made of the same tables ---- */

/* Appends the manual page of a command, or of bobbin where it is NULL, as man(1) reads it. */
void manual_page(BobBuffer *b, const Command *command);
/* Appends the completions of a shell; false where it is neither bash, zsh nor fish. */
bool completion_script(BobBuffer *b, const char *shell);

/* ---- error_report.c ---- */

/* All text that comes from input reaches a terminal through these: control characters, bytes
 * that are no UTF-8 and marks that change the direction of text are shown as escapes. */
void show(FILE *to, const char *format, ...) PRINTF_LIKE(2, 3); /* line ends pass */
void show_bytes(FILE *to, const char *bytes, size_t n, bool line_ends_pass);
void escaped(BobBuffer *b, const char *bytes, size_t n, bool line_ends_pass);

/* "bobbin: " and the message, a line on standard error. */
void complain(const char *format, ...) PRINTF_LIKE(1, 2);
/* The same with the command's name and where to find help; returns EXIT_USAGE. */
int wrong_usage(const Command *command, const char *format, ...) PRINTF_LIKE(2, 3);

/* The name nearest to a wrong one by edit distance, NULL where none is near. `names` ends
 * with NULL. */
const char *nearest(const char *wrong, const char *const *names);

/* A number in groups of three digits. */
const char *grouped(uint64_t n, char out[32]);

/* A JSON string with its quotes; what is not UTF-8 becomes U+FFFD. */
void json_text(BobBuffer *b, const char *text);
void json_bytes(BobBuffer *b, const char *text, size_t n);

/* Text inside of an HTML element or a quoted attribute. */
void html_text(BobBuffer *b, const char *text);

/* The outcome as JSON without the engine's name, so that engines can be compared;
 * NUL-terminated, b->failed where memory is out. */
void engineless_outcome(const BobMachine *machine, BobBuffer *b);

/* ---- bar_chart.c ---- */

/* Appends a bar for a share from 0 to 1 of `width` columns, in blocks where the locale has
 * UTF-8; as much as a hair for anything above 0. */
void bar(BobBuffer *b, double share, unsigned width);
/* Appends 12.3 ms and the like. */
void put_seconds(BobBuffer *b, double seconds);

/* ---- files.c ---- */

/* The bytes of a file, "-" for standard input. shown is the name for messages. */
typedef struct Input {
    const char *path;
    const char *shown;
    char *bytes;
    size_t size;
} Input;

/* EXIT_WELL, or what to exit with after having said why. */
int input_read(Input *in, const char *path, uint64_t limit);
void input_free(Input *in);

/* Buffered bytes for a file. A regular file is written beside its place and
 * moved there by sink_close(), so that it is never seen half written; pipes, devices and
 * the standard streams are written directly. */
typedef struct Sink {
    int fd;
    bool owned;   /* fd is closed with the sink */
    int slot;     /* of the temporary, -1 for none */
    char *target; /* where the temporary goes */
    char *buffer;
    size_t used;
    int error; /* an errno; once set, nothing more is written */
    uint64_t written;
} Sink;

/* False and errno where the file can't be created. */
bool sink_open(Sink *s, const char *path);
bool sink_open_fd(Sink *s, int fd);
int sink_write(void *sink, const char *bytes, size_t n); /* a BobWrite; nonzero: s->error */
bool sink_flush(Sink *s);
bool sink_close(Sink *s); /* false: s->error says why; the place is as it was */
void sink_abandon(Sink *s);

/* Whether sink_open() is likely to succeed; errno if not. What killed runs left there is removed.
 */
bool sink_prepare(const char *path);

/* Bytes to a file, as a whole or not at all; false and errno. "-" is standard output. */
bool file_write(const char *path, const char *bytes, size_t n);
/* A buffer to standard output or standard error; reports a failure: EXIT_WELL or EXIT_FAULT. */
int standard_write(int fd, const BobBuffer *b);
/* The same for text to standard output that has names or other input in it. */
int standard_text(const BobBuffer *b);

/* Code of the command line as an input. */
int input_code(Input *in, const char *code);

/* Flushes, and where it is a regular file waits until the disk has it. */
bool sink_sync(Sink *s);

/* ---- durable.c ---- */

const char *path_base(const char *path); /* after the last '/' */
/* The folder that holds its name. False and errno where it is too long. */
bool path_folder(const char *path, char folder[PATH_MAX]);
/* The path itself, or what a link leads to, to be freed; NULL and errno. */
char *path_resolved(const char *path);
int sync_all(int fd); /* fsync, also where signals arrive */
/* Waits until the disk has the names in the path's folder. */
bool folder_sync(const char *path);

/* Removes the temporaries that killed runs left. */
void beside_clean(const char *target);
/* A new file beside target: its fd, or -1 and errno. */
int temporary_make(const char *target, int *slot);
bool temporary_move(int slot, const char *target); /* false: errno; it may be in place already */
void temporary_drop(int slot);

typedef struct Lock {
    int fd; /* -1: not held */
    int slot;
} Lock;

/* False and errno: EWOULDBLOCK where another process holds it, EEXIST where what is at the
 * lock's place is none. */
bool lock_take(Lock *lock, const char *target);
void lock_give(Lock *lock);
const char *lock_path(const Lock *lock);

/* Removes temporaries and locks; may be called from a signal handler. */
void beside_remove_all(void);

/* ---- load.c ---- */

/* Reads a program from a container, assembly or a snapshot (`snapshot` then says so; with
 * NULL a snapshot is refused as wrong usage). EXIT_WELL, or what to exit with after having
 * reported it. */
int program_read(const Options *o, const char *path, Input *in, BobProgram **program,
                 bool *snapshot);

/* The bytes of line `line` (from 1) of a text; NULL where there is none. */
const char *text_line(const char *text, size_t size, uint32_t line, size_t *length);
/* Whether it is Python source: neither assembly, container nor snapshot. */
bool is_python(const Input *in);

/* Reports a refusal of `in` (or where memory was out) and returns the exit status. */
int refused(const Options *o, const Input *in, const BobError *error);

/* ---- session.c ---- */

/* A run from the command's beginning to its exit status. */
typedef struct Session {
    const Options *options;
    const BobProgram *program;
    const Input *input;
    BobConfig config;
    BobMachine *machine;
    Lock lock; /* of the checkpoint */
    Sink out, trace;
    bool resumed;
    bool saved; /* the snapshot of the state in which the run stopped is written */
    double seconds;
    char fault[320]; /* why Bobbin could not do its part, "" for no fault */
} Session;

/* Each gives EXIT_WELL or what to exit with. In this order: before anything is read; with the
 * program; (the caller makes s->machine); output_open(); the run with its report. */
int session_begin(Session *s, const Options *o);
int session_open(Session *s, const BobProgram *program, const Input *input);
int session_run(Session *s);
void session_close(Session *s);

/* ---- outputs.c ---- */

int checkpoint_lock(Session *s);
int outputs_apart(const Session *s); /* refuses one file for two things */
int output_open(Session *s);
const char *output_name(const Session *s);

/* ---- asks.c ---- */

/* As bob_machine_run_slice() and bob_machine_run(), but what the program asks is answered: they
 * never come back with BOB_ASKED. */
BobStatus run_slice_answered(BobMachine *machine, uint64_t slice);
BobStatus run_answered(BobMachine *machine);

/* ---- traceback.c ---- */

void traceback_print(const BobMachine *machine, const Input *input);
/* The exit status for an error of a run. */
int error_exit(BobStatus status, const BobError *error);
/* The same of a machine that failed: what an exception ends is a program's own error. */
int machine_exit(const BobMachine *machine, const Input *input, BobStatus status);
/* Of a run that was measured and not run for its own sake: the traceback of one that failed,
 * and the exit status; EXIT_WELL for one that ended, whatever it gave to EXIT. */
int run_ended(const BobMachine *machine, const Input *input);
/* "Kind: message", the last line of a report. */
void show_kind(BobStatus kind, const char *message);
bool colours(void);

#endif
