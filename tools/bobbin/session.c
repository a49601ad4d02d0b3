/* A run: slices of fuel with a test for signals between them, checkpoints, and afterwards
 * trace, state, statistics and the outcome, in that order. */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tools/bobbin/tool.h"

/* A run goes in slices of this many, so that a signal is seen within some milliseconds. */
#define SLICE 10000000u
/* A traced instruction takes about a thousand times as long as a plain one; a signal
 * should still be seen at once. */
#define TRACED_SLICE 20000u

/* ---- signals ---- */

/* Before and after the run a signal finds nothing that could be interrupted. */
static BobMachine *volatile running;
static volatile sig_atomic_t signalled;
static volatile sig_atomic_t finishing; /* the run is over: its outcome is being written */

static void on_signal(int number)
{
    if (signalled != 0 || (running == NULL && !finishing)) {
        beside_remove_all();
        _exit(EXIT_INTERRUPTED);
    }
    signalled = number;
    if (running != NULL)
        bob_machine_interrupt(running);
}

static void watch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

/* ---- opening ---- */

int session_begin(Session *s, const Options *o)
{
    *s = (Session){.options = o, .out.fd = -1, .trace.fd = -1, .lock.fd = -1};
    watch_signals(); /* from here on there may be a file that must not stay */
    return checkpoint_lock(s);
}

int session_open(Session *s, const BobProgram *program, const Input *input)
{
    const Options *o = s->options;
    s->program = program;
    s->input = input;
    options_config(o, &s->config);
    s->config.write = sink_write;
    s->config.write_ctx = &s->out;
    if (o->state && o->state_file != NULL && strcmp(o->state_file, "-") != 0 &&
        !sink_prepare(o->state_file))
        return wrong_usage(o->command, "--state: cannot write '%s': %s", o->state_file,
                           strerror(errno));
    int status = outputs_apart(s);
    if (status != EXIT_WELL || !o->trace)
        return status;
    bool open = o->trace_file == NULL ? sink_open_fd(&s->trace, STDERR_FILENO)
                : strcmp(o->trace_file, "-") == 0 || sink_prepare(o->trace_file)
                    ? sink_open(&s->trace, o->trace_file)
                    : false;
    if (!open)
        return wrong_usage(o->command, "--trace: cannot write '%s': %s",
                           o->trace_file != NULL ? o->trace_file : "standard error",
                           strerror(errno));
    return EXIT_WELL;
}

void session_close(Session *s)
{
    if (s->machine != NULL)
        bob_machine_free(s->machine);
    s->machine = NULL;
    if (s->out.buffer != NULL)
        sink_abandon(&s->out);
    if (s->trace.buffer != NULL)
        sink_abandon(&s->trace);
    lock_give(&s->lock);
}

/* ---- while running ---- */

/* Bobbin can't do its part; the first reason counts. */
static void PRINTF_LIKE(2, 3) fault(Session *s, const char *format, ...)
{
    if (s->fault[0] != '\0')
        return;
    va_list args;
    va_start(args, format);
    vsnprintf(s->fault, sizeof s->fault, format, args);
    va_end(args);
}

static bool flush_output(Session *s)
{
    if (sink_flush(&s->out))
        return true;
    fault(s, "cannot write %s: %s", output_name(s), strerror(s->out.error));
    return false;
}

/* The output up to now is on the disk, as far as it is a file. */
static bool sync_output(Session *s)
{
    if (sink_sync(&s->out))
        return true;
    fault(s, "cannot write %s to the disk: %s", output_name(s), strerror(s->out.error));
    return false;
}

/* First the output up to the snapshot, then the snapshot, then its name: whenever the power
 * goes, the snapshot that is found has all its output before it. */
static bool write_checkpoint(Session *s)
{
    const char *path = s->options->checkpoint;
    if (!sync_output(s))
        return false;
    Sink sink;
    if (!sink_open(&sink, path)) {
        fault(s, "cannot write the snapshot '%s': %s", path, strerror(errno));
        return false;
    }
    BobError error = {0};
    BobStatus made = bob_machine_snapshot_write(s->machine, sink_write, &sink, &error);
    if (made != BOB_OK && sink.error == 0) { /* the old one stays */
        fault(s, "cannot make a snapshot: %s", error.message);
        sink_abandon(&sink);
        return false;
    }
    bool written = sink_close(&sink);
    if (!written)
        fault(s, "cannot write the snapshot '%s': %s", path, strerror(sink.error));
    return written;
}

/* The first multiple of `every` after n, where the next checkpoint is due. */
static uint64_t due_after(uint64_t n, uint64_t every)
{
    uint64_t due;
    return __builtin_mul_overflow(n / every + 1, every, &due) ? UINT64_MAX : due;
}

static BobStatus run_in_slices(Session *s)
{
    const Options *o = s->options;
    bool terminal = isatty(s->out.fd);
    uint64_t every = o->checkpoint != NULL ? o->every : 0;
    uint64_t due = every != 0 ? due_after(bob_machine_instructions(s->machine), every) : UINT64_MAX;
    for (;;) {
        uint64_t now = bob_machine_instructions(s->machine);
        uint64_t slice = o->trace ? TRACED_SLICE : SLICE;
        if (due - now < slice)
            slice = due - now;
        BobStatus status = run_slice_answered(s->machine, slice);
        if (status != BOB_YIELDED || signalled != 0)
            return status;
        if (terminal && !flush_output(s))
            return status;
        now = bob_machine_instructions(s->machine);
        if (now >= due) {
            if (!write_checkpoint(s))
                return status;
            due = due_after(now, every);
        }
    }
}

/* ---- afterwards ---- */

static void finish_trace(Session *s)
{
    const char *path = s->options->trace_file;
    if (s->options->trace && !sink_close(&s->trace))
        fault(s, "cannot write the trace to '%s': %s", path != NULL ? path : "standard error",
              strerror(s->trace.error));
}

static void write_state(Session *s)
{
    const char *path = s->options->state_file;
    Sink sink;
    bool open = path != NULL ? sink_open(&sink, path) : sink_open_fd(&sink, STDERR_FILENO);
    if (open) {
        BobStatus status = bob_machine_state_json(s->machine, sink_write, &sink);
        sink_write(&sink, "\n", 1);
        if (status == BOB_OUT_OF_MEMORY) {
            sink_abandon(&sink);
            fault(s, "out of memory while writing the state");
        } else if (sink_close(&sink)) {
            return;
        }
        errno = sink.error;
    }
    fault(s, "cannot write the state to '%s': %s", path != NULL ? path : "standard error",
          strerror(errno));
}

static void print_stats(Session *s)
{
    BobMachine *m = s->machine;
    uint64_t n = bob_machine_instructions(m);
    if (s->options->json) {
        fprintf(stderr,
                "{\"schema\":\"bobbin.stats/1\",\"engine\":\"%s\",\"instructions\":%llu,"
                "\"output\":%llu,\"heap\":%llu,\"frames\":%u,\"seconds\":%.6f}\n",
                bob_machine_engine(m), (unsigned long long)n,
                (unsigned long long)bob_machine_output_bytes(m),
                (unsigned long long)bob_machine_heap_bytes(m), bob_machine_depth(m), s->seconds);
        return;
    }
    char number[32];
    fprintf(stderr, "engine        %20s\n", bob_machine_engine(m));
    fprintf(stderr, "instructions  %20s\n", grouped(n, number));
    fprintf(stderr, "output bytes  %20s\n", grouped(bob_machine_output_bytes(m), number));
    fprintf(stderr, "heap bytes    %20s\n", grouped(bob_machine_heap_bytes(m), number));
    fprintf(stderr, "frames        %20s\n", grouped(bob_machine_depth(m), number));
    fprintf(stderr, "CPU seconds   %20.6f\n", s->seconds);
}

/* A fault as an outcome: the library's own object would say that all is well. */
static void fault_json(const Session *s)
{
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    bob_buffer_text(&b, "{\"schema\":\"bobbin.run/1\",\"status\":\"error\",\"engine\":");
    json_text(&b, bob_machine_engine(s->machine));
    bob_buffer_printf(&b, ",\"instructions\":%llu,\"error\":{\"kind\":\"%s\",\"message\":",
                      (unsigned long long)bob_machine_instructions(s->machine),
                      bob_status_name(BOB_OUTPUT_FAILED));
    json_text(&b, s->fault);
    bob_buffer_text(&b, "}}\n");
    (void)standard_write(STDERR_FILENO, &b); /* the status says already that all is not well */
    bob_buffer_free(&b);
}

/* Where there is no memory for the outcome: an object that needs none. */
static void memory_json(const Session *s)
{
    fprintf(
        stderr,
        "{\"schema\":\"bobbin.run/1\",\"status\":\"error\",\"engine\":\"%s\",\"instructions\":%llu,"
        "\"error\":{\"kind\":\"%s\",\"message\":\"no memory is left\"}}\n",
        bob_machine_engine(s->machine), (unsigned long long)bob_machine_instructions(s->machine),
        bob_status_name(BOB_OUT_OF_MEMORY));
}

static void outcome_json(Session *s)
{
    Sink err;
    BobStatus status = BOB_OUT_OF_MEMORY;
    int error = ENOMEM;
    if (sink_open_fd(&err, STDERR_FILENO)) {
        status = bob_machine_outcome_json(s->machine, sink_write, &err);
        if (status == BOB_OK)
            sink_write(&err, "\n", 1);
        if (!sink_close(&err))
            status = BOB_OUTPUT_FAILED;
        error = status == BOB_OUT_OF_MEMORY ? ENOMEM : err.error;
    }
    if (status == BOB_OUT_OF_MEMORY)
        memory_json(s);
    if (status != BOB_OK)
        fault(s, "cannot write standard error: %s", strerror(error));
}

static int exit_status(const Session *s, BobStatus status)
{
    int64_t code;
    switch (status) {
    case BOB_OK:
        return bob_machine_exited(s->machine, &code) ? (int)((uint64_t)code & 0xFF) : EXIT_WELL;
    case BOB_YIELDED:
        return s->options->checkpoint != NULL ? EXIT_STOPPED : EXIT_INTERRUPTED;
    case BOB_INVALID_ARGUMENT:
        return EXIT_USAGE;
    case BOB_OUTPUT_FAILED:
        return EXIT_FAULT;
    default:
        return machine_exit(s->machine, s->input, status);
    }
}

/* How to go on from the snapshot. */
static void resume_hint(const Session *s, const char *what, const char *fuel)
{
    const Options *o = s->options;
    show(stderr, "%s; 'bobbin resume%s%s%s %s' continues it\n", what, fuel,
         o->out != NULL ? " --out " : "", o->out != NULL ? o->out : "", o->checkpoint);
}

/* How it ended, in words. */
static void outcome_text(const Session *s, BobStatus status)
{
    char number[32], what[80];
    const char *count = grouped(bob_machine_instructions(s->machine), number);
    snprintf(what, sizeof what, "%s after %s instructions", s->saved ? "stopped" : "interrupted",
             count);
    if (status == BOB_YIELDED && s->saved)
        resume_hint(s, what, "");
    else if (status == BOB_YIELDED)
        fprintf(stderr, "%s\n", what);
    else if (status == BOB_OUT_OF_FUEL && s->saved)
        resume_hint(s, "snapshot written", " --fuel N");
    if (status != BOB_YIELDED && status != BOB_OK)
        traceback_print(s->machine, s->input);
}

/* The trace or the output could not be written: that is why the program stopped. */
static void name_output_fault(Session *s)
{
    if (s->trace.error != 0)
        finish_trace(s);
    else
        fault(s, "cannot write %s: %s", output_name(s),
              strerror(s->out.error != 0 ? s->out.error : EIO));
}

/* After the run: everything that was asked for, in this order. */
static void finish(Session *s, BobStatus status)
{
    const Options *o = s->options;
    if (status == BOB_OUTPUT_FAILED)
        name_output_fault(s);
    if (o->out != NULL)
        sync_output(s);
    else
        flush_output(s);
    finish_trace(s);
    if (o->checkpoint != NULL && (status == BOB_YIELDED || status == BOB_OUT_OF_FUEL) &&
        s->fault[0] == '\0')
        s->saved = write_checkpoint(s);
    if (o->out != NULL && !sink_close(&s->out))
        fault(s, "cannot write %s: %s", output_name(s), strerror(s->out.error));
    if (o->state)
        write_state(s);
    if (o->stats)
        print_stats(s);
}

int session_run(Session *s)
{
    const Options *o = s->options;
    BobStatus status = BOB_OK;
    if (o->trace)
        status = bob_machine_trace(s->machine, sink_write, &s->trace);
    struct timespec from, to;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    running = s->machine;
    if (status == BOB_OK)
        status = run_in_slices(s);
    finishing = 1;
    running = NULL;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    s->seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;

    finish(s, status);
    bool faulty = s->fault[0] != '\0';
    if (o->json && faulty)
        fault_json(s);
    else if (o->json)
        outcome_json(s);
    else if (!faulty || (status != BOB_YIELDED && status != BOB_OUTPUT_FAILED))
        outcome_text(s, status);
    if (faulty && !o->json)
        complain("%s", s->fault);
    return s->fault[0] != '\0' ? EXIT_FAULT : exit_status(s, status);
}
