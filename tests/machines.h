/* For tests that run machines: what can be seen of one, gathered and compared; an allocator
 * that counts, checks and fails on request. No test framework needed. */
#ifndef MACHINES_H
#define MACHINES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/bobbin.h"

/* ---- bytes from a BobWrite ---- */

typedef struct Text {
    char *bytes; /* NUL-terminated once anything was written */
    size_t size, room;
} Text;

static inline int text_write(void *ctx, const char *bytes, size_t n)
{
    Text *t = ctx;
    if (n > SIZE_MAX / 4)
        abort();
    if (t->size + n + 1 > t->room) {
        t->room = 2 * (t->size + n) + 256;
        t->bytes = realloc(t->bytes, t->room);
    }
    memcpy(t->bytes + t->size, bytes, n);
    t->size += n;
    t->bytes[t->size] = '\0';
    return 0;
}

static inline int ignore_write(void *ctx, const char *bytes, size_t n)
{
    (void)ctx;
    (void)bytes;
    (void)n;
    return 0;
}

static inline void text_free(Text *t)
{
    free(t->bytes);
    memset(t, 0, sizeof *t);
}

static inline bool text_same(const Text *a, const Text *b)
{
    return a->size == b->size && (a->size == 0 || memcmp(a->bytes, b->bytes, a->size) == 0);
}

/* Takes `"engine":"...",` out: engines differ in nothing else. */
static inline void text_drop_engine(Text *t)
{
    static const char field[] = "\"engine\":\"";
    char *at = t->bytes == NULL ? NULL : strstr(t->bytes, field), *end;
    if (at == NULL)
        return;
    end = strchr(at + sizeof field - 1, '"') + 2;
    memmove(at, end, (size_t)(t->bytes + t->size + 1 - end));
    t->size -= (size_t)(end - at);
}

/* ---- a host that answers by the first letter of the name ---- */

/* 't' a text, 'l' a list, 'e' an error; 'a' the first argument where it is a number or a text,
 * after a cost; else a number. */
static inline BobStatus answer_ask(BobMachine *m)
{
    BobAsk ask = {.size = sizeof ask};
    BobStatus status = bob_machine_ask(m, &ask);
    BobView first = bob_machine_ask_argument(m, 0);
    BobInput items[3] = {bob_in_int(1), bob_in_text("two"), bob_in_float(3.5)}, in;
    if (status != BOB_OK)
        return status;
    in = bob_in_int((int64_t)ask.argc + 40);
    if (*ask.name == 't')
        in = bob_in_text("zw\xC3\xB6lf");
    else if (*ask.name == 'l')
        in = bob_in_list(items, 3);
    else if (*ask.name == 'e')
        return bob_machine_answer_error(m, "KeyError", "k");
    else if (*ask.name == 'a' && bob_machine_cost(m, 3) != BOB_OK)
        in = bob_in_bool(true); /* less than that is left */
    else if (*ask.name == 'a')
        in = first.type == BOB_INT     ? bob_in_int(first.integer)
             : first.type == BOB_BOOL  ? bob_in_bool(first.boolean)
             : first.type == BOB_FLOAT ? bob_in_float(first.number)
             : first.type == BOB_STR   ? bob_in_str(first.text, first.length)
                                       : bob_in_none();
    status = bob_machine_answer(m, &in);
    if (status == BOB_OUT_OF_MEMORY) /* beyond the limit of its heap */
        status = bob_machine_answer_error(m, "MemoryError", "");
    return status;
}

/* bob_machine_run_slice() with that host: BOB_ASKED never comes back. */
static inline BobStatus answered_slice(BobMachine *m, uint64_t n)
{
    uint64_t begin = bob_machine_instructions(m), done = 0;
    for (;;) {
        BobStatus status = bob_machine_run_slice(m, n - done);
        if (status != BOB_ASKED)
            return status;
        status = answer_ask(m);
        if (status != BOB_OK)
            return status;
        done = bob_machine_instructions(m) - begin;
        if (done >= n)
            return BOB_YIELDED;
    }
}

static inline BobStatus answered_run(BobMachine *m)
{
    return answered_slice(m, UINT64_MAX);
}

/* ---- everything that can be seen of a machine ---- */

typedef struct Seen {
    BobStatus status;
    Text output, state, outcome, snapshot;
    uint64_t instructions, heap_bytes, output_bytes;
    uint32_t depth;
    BobError error; /* its strings live as long as program and machine; see error_text */
    Text error_text;
} Seen;

static inline void seen_free(Seen *s)
{
    text_free(&s->output);
    text_free(&s->state);
    text_free(&s->outcome);
    text_free(&s->snapshot);
    text_free(&s->error_text);
}

/* Every field of an error as text. */
static inline void error_describe(Text *t, const BobError *e)
{
    char line[512];
    int n = snprintf(line, sizeof line, "%s|%s|%s|%s|%s|ip %u|%u:%u|offset %llu %d|%llu|",
                     bob_status_name(e->kind), e->message, e->function != NULL ? e->function : "-",
                     e->opcode != NULL ? e->opcode : "-", e->source != NULL ? e->source : "-",
                     e->ip, e->line, e->column, (unsigned long long)e->offset, e->has_offset,
                     (unsigned long long)e->instructions);
    text_write(t, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
    if (e->long_message != NULL)
        text_write(t, e->long_message, strlen(e->long_message));
}

/* output is not touched. */
static inline void seen_take(Seen *s, const BobMachine *m, const BobProgram *p, BobStatus status)
{
    char *bytes;
    size_t n;
    s->status = status;
    s->instructions = bob_machine_instructions(m);
    s->heap_bytes = bob_machine_heap_bytes(m);
    s->output_bytes = bob_machine_output_bytes(m);
    s->depth = bob_machine_depth(m);
    s->error = *bob_machine_error(m);
    s->state.size = s->outcome.size = s->snapshot.size = s->error_text.size = 0;
    error_describe(&s->error_text, &s->error);
    (void)bob_machine_state_json(m, text_write, &s->state);
    (void)bob_machine_outcome_json(m, text_write, &s->outcome);
    text_drop_engine(&s->state);
    text_drop_engine(&s->outcome);
    if (bob_machine_snapshot(m, &bytes, &n, NULL) == BOB_OK) {
        text_write(&s->snapshot, bytes, n);
        bob_bytes_free(p, bytes, n);
    }
}

/* What differs first, or NULL. */
static inline const char *seen_difference(const Seen *a, const Seen *b)
{
    return a->status != b->status                       ? "status"
           : a->instructions != b->instructions         ? "instructions"
           : !text_same(&a->output, &b->output)         ? "output"
           : a->output_bytes != b->output_bytes         ? "output bytes"
           : a->heap_bytes != b->heap_bytes             ? "heap bytes"
           : a->depth != b->depth                       ? "depth"
           : !text_same(&a->error_text, &b->error_text) ? "error"
           : !text_same(&a->state, &b->state)           ? "state"
           : !text_same(&a->outcome, &b->outcome)       ? "outcome"
           : !text_same(&a->snapshot, &b->snapshot)     ? "snapshot"
                                                        : NULL;
}

/* ---- an allocator that counts, checks old_size, and fails on request ---- */

typedef struct Ledger {
    uint64_t calls;   /* that asked for memory */
    uint64_t fail_at; /* the call that fails, from 1; 0: none */
    bool all_after;   /* and all after it */
    uint64_t failures;
    uint64_t in_use; /* bytes */
    uint64_t peak;   /* the most of them since it was last set */
    uint64_t wrong;  /* calls with another old_size than was asked for */
} Ledger;

/* Before each block its size, so far away that alignment stays. */
#define LEDGER_HEAD 16

static inline void *ledger_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    Ledger *l = ctx;
    char *block = ptr == NULL ? NULL : (char *)ptr - LEDGER_HEAD, *moved;
    size_t had = 0;
    if (block != NULL)
        memcpy(&had, block, sizeof had);
    l->wrong += had != (ptr == NULL ? 0 : old_size);
    if (new_size == 0) {
        l->in_use -= had;
        if (block != NULL)
            memset(block, 0xDD, had < 65536 ? had + LEDGER_HEAD : 65536);
        free(block);
        return NULL;
    }
    l->calls++;
    if (l->fail_at != 0 && (l->all_after ? l->calls >= l->fail_at : l->calls == l->fail_at)) {
        l->failures++;
        return NULL;
    }
    moved = malloc(new_size + LEDGER_HEAD); /* always elsewhere: stale pointers show */
    if (moved == NULL)
        return NULL;
    memset(moved + LEDGER_HEAD, 0xA5, new_size < 65536 ? new_size : 65536);
    if (block != NULL) {
        memcpy(moved + LEDGER_HEAD, ptr, had < new_size ? had : new_size);
        free(block);
    }
    memcpy(moved, &new_size, sizeof new_size);
    l->in_use += new_size - had;
    if (l->in_use > l->peak)
        l->peak = l->in_use;
    return moved + LEDGER_HEAD;
}

#endif
