/* The assembler: errors, tokens, lines. asm_state.h says how it works. */
#include "core/front/assembly/assembler.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/limits.h"
#include "core/base/utf8.h"
#include "core/front/assembly/asm_state.h"
#include "core/machine/state.h"

/* ---- errors ---- */

/* Excerpts of the text in messages are cut after so many bytes. */
#define EXCERPT 60

/* The bytes of a mark at the beginning, which belongs to no line. */
static size_t byte_order_mark(const BobAsm *a)
{
    return a->size >= 3 && memcmp(a->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static void place(BobAsm *a, size_t at)
{
    size_t start = byte_order_mark(a), i;
    uint32_t line = 1;
    for (i = start; i < at; i++)
        if (a->text[i] == '\n') {
            line++;
            start = i + 1;
        }
    a->error->line = line;
    a->error->column = (uint32_t)bob_utf8_points(a->text + start, at - start) + 1;
    a->error->source = a->name;
}

BobStatus bob_asm_refuse(BobAsm *a, size_t at, const char *format, ...)
{
    char message[sizeof a->error->message];
    va_list ap;
    if (a->error == NULL)
        return BOB_INVALID_PROGRAM;
    va_start(ap, format);
    (void)vsnprintf(message, sizeof message, format, ap);
    va_end(ap);
    (void)bob_error_set(a->error, BOB_INVALID_PROGRAM, "%s", message);
    place(a, at);
    return BOB_INVALID_PROGRAM;
}

/* What a message shows of a text: its beginning, up to a character's end. */
static int excerpt(const char *s, size_t n)
{
    return (int)(n <= EXCERPT ? n : bob_utf8_valid(s, EXCERPT));
}

BobStatus bob_asm_unknown(BobAsm *a, const BobAsmToken *t, const char *what, const char *nearest)
{
    bool quoted = t->type == TOKEN_STRING;
    const char *s = bob_asm_bytes(a, t) + quoted;
    size_t n = t->size - 2u * quoted;
    const char *more = n > EXCERPT ? "..." : "";
    if (nearest == NULL)
        return bob_asm_refuse(a, t->at, "unknown %s \"%.*s%s\"", what, excerpt(s, n), s, more);
    return bob_asm_refuse(a, t->at, "unknown %s \"%.*s%s\"; did you mean %s?", what, excerpt(s, n),
                          s, more, nearest);
}

static BobStatus unexpected(BobAsm *a, const char *what)
{
    const BobAsmToken *t = &a->token;
    const char *s = bob_asm_bytes(a, t);
    if (t->type == TOKEN_LINE_END)
        return bob_asm_refuse(a, t->at, "missing operand: %s is expected", what);
    if (t->type == TOKEN_OPEN_STRING)
        return bob_asm_refuse(a, t->at, "unterminated string");
    return bob_asm_refuse(a, t->at, "%s is expected, not %.*s%s", what, excerpt(s, t->size), s,
                          t->size > EXCERPT ? "..." : "");
}

/* ---- tokens ---- */

/* White space must separate what would otherwise be ambiguous. */
static BobStatus check_apart(BobAsm *a)
{
    if (a->token.touches_next)
        return bob_asm_refuse(a, a->token.at + a->token.size, "white space is expected here");
    return BOB_OK;
}

BobStatus bob_asm_string(BobAsm *a, const char *what)
{
    const BobAsmToken t = a->token;
    const char *why;
    size_t bad;
    BobStatus status;
    if (t.type != TOKEN_STRING)
        return unexpected(a, what);
    status = check_apart(a);
    if (status != BOB_OK)
        return status;
    if (t.size > BOB_MAX_TEXT)
        return bob_asm_refuse(a, t.at, "the string is too long");
    a->scratch.size = 0;
    if (!bob_asm_unescape(bob_asm_bytes(a, &t) + 1, t.size - 2, &a->scratch, &bad, &why))
        return bob_asm_refuse(a, t.at + 1 + bad, "%s", why);
    bob_buffer_reserve(&a->scratch, 1); /* so that an empty text has an address, too */
    bob_asm_advance(a);
    return a->scratch.failed ? BOB_OUT_OF_MEMORY : BOB_OK;
}

BobStatus bob_asm_name(BobAsm *a, const char *what)
{
    const BobAsmToken t = a->token;
    BobStatus status;
    if (t.type == TOKEN_STRING) {
        status = bob_asm_string(a, what);
        if (status == BOB_OK && a->scratch.size > 0 &&
            memchr(a->scratch.bytes, '\0', a->scratch.size) != NULL)
            return bob_asm_refuse(a, t.at, "a name must not contain a NUL");
        return status;
    }
    if (t.type != TOKEN_WORD)
        return unexpected(a, what);
    if (!bob_asm_is_identifier(bob_asm_bytes(a, &t), t.size))
        return bob_asm_refuse(a, t.at,
                              "%s is expected, and \"%.*s\" is no identifier: put it in quotes",
                              what, excerpt(bob_asm_bytes(a, &t), t.size), bob_asm_bytes(a, &t));
    status = check_apart(a);
    if (status != BOB_OK)
        return status;
    a->scratch.size = 0;
    bob_buffer_add(&a->scratch, bob_asm_bytes(a, &t), t.size);
    bob_asm_advance(a);
    return a->scratch.failed ? BOB_OUT_OF_MEMORY : BOB_OK;
}

BobStatus bob_asm_number(BobAsm *a, uint32_t limit, const char *what, uint32_t *out)
{
    const BobAsmToken t = a->token;
    const char *why;
    uint64_t wide;
    BobStatus status;
    if (t.type != TOKEN_WORD)
        return unexpected(a, what);
    status = check_apart(a);
    if (status != BOB_OK)
        return status;
    why = bob_asm_unsigned(bob_asm_bytes(a, &t), t.size, limit, &wide);
    if (why != NULL)
        return bob_asm_refuse(a, t.at, "%s from 0 to %u is expected, not %.*s: %s", what, limit,
                              excerpt(bob_asm_bytes(a, &t), t.size), bob_asm_bytes(a, &t), why);
    *out = (uint32_t)wide;
    bob_asm_advance(a);
    return BOB_OK;
}

BobStatus bob_asm_line_end(BobAsm *a)
{
    const BobAsmToken *t = &a->token;
    if (t->type == TOKEN_LINE_END)
        return BOB_OK;
    if (t->type == TOKEN_OPEN_STRING)
        return unexpected(a, "");
    return bob_asm_refuse(a, t->at, "superfluous operand %.*s%s",
                          excerpt(bob_asm_bytes(a, t), t->size), bob_asm_bytes(a, t),
                          t->size > EXCERPT ? "..." : "");
}

BobStatus bob_asm_read_literal(BobAsm *a, BobValue *literal, bool *is_text)
{
    const BobAsmToken t = a->token;
    const char *s = bob_asm_bytes(a, &t), *why = NULL;
    BobStatus status;
    *literal = bob_none();
    *is_text = t.type == TOKEN_STRING;
    if (*is_text)
        return bob_asm_string(a, "a constant");
    if (t.type != TOKEN_WORD)
        return unexpected(a, "a constant");
    status = check_apart(a);
    if (status == BOB_OK && bob_asm_is_identifier(s, t.size) &&
        !bob_asm_is_constant_word(s, t.size, &why))
        return bob_asm_unknown(a, &t, "constant", why);
    if (status == BOB_OK)
        status = bob_asm_literal(s, t.size, literal, &why);
    if (why != NULL)
        return bob_asm_refuse(a, t.at, "bad constant %.*s%s: %s", excerpt(s, t.size), s,
                              t.size > EXCERPT ? "..." : "", why);
    bob_asm_advance(a);
    return status;
}

/* ---- instructions and labels ---- */

BobStatus bob_asm_full(BobAsm *a, size_t at)
{
    BobStatus status = bob_program_built(a->program, BOB_OUT_OF_MEMORY, a->error);
    if (status == BOB_INVALID_PROGRAM && a->error != NULL)
        place(a, at);
    return status;
}

BobStatus bob_asm_add_name(BobAsm *a, size_t at, uint32_t *name)
{
    *name = bob_program_add_name(a->program, a->scratch.bytes, a->scratch.size);
    return *name != BOB_INTERN_NONE ? BOB_OK : bob_asm_full(a, at);
}

BobStatus bob_asm_emit(BobAsm *a, size_t at, BobWord word)
{
    if (a->visit != NULL)
        a->visit(a->visit_ctx, a->program->functions[a->function].name,
                 a->program->functions[a->function].code_size, a->text_line);
    return bob_function_emit(a->program, a->function, word, a->line) ? BOB_OK : bob_asm_full(a, at);
}

BobStatus bob_asm_fixup(BobAsm *a, BobAsmFixup **fixups, size_t *count, size_t at)
{
    BobAsmFixup f = {a->function, a->program->functions[a->function].code_size, at};
    return bob_array_push(a->allocator, *fixups, *count, f) ? BOB_OK : BOB_OUT_OF_MEMORY;
}

static BobStatus instruction(BobAsm *a)
{
    const BobAsmToken t = a->token;
    const char *s = bob_asm_bytes(a, &t);
    uint32_t operand = 0;
    BobStatus status;
    int opcode;
    if (t.type != TOKEN_WORD)
        return unexpected(a, "an operation");
    opcode = bob_op_find(s, t.size);
    if (opcode < 0)
        return bob_asm_unknown(a, &t, "operation", bob_op_nearest(s, t.size));
    if (a->function == BOB_INTERN_NONE)
        return bob_asm_refuse(a, t.at, "an instruction before the first .func");
    status = check_apart(a);
    if (status != BOB_OK)
        return status;
    bob_asm_advance(a);
    status = bob_asm_operand(a, (unsigned)opcode, &operand);
    if (status == BOB_OK)
        status = bob_asm_line_end(a);
    return status == BOB_OK ? bob_asm_emit(a, t.at, bob_word((unsigned)opcode, operand)) : status;
}

/* Whether a label is next: a word or string followed by a colon. */
static bool at_label(const BobAsm *a)
{
    BobAsmLexer ahead = a->lexer;
    return (a->token.type == TOKEN_WORD || a->token.type == TOKEN_STRING) &&
           bob_asm_next(&ahead).type == TOKEN_COLON;
}

static BobStatus label(BobAsm *a)
{
    BobAsmToken t = a->token;
    uint32_t ip;
    BobStatus status;
    if (a->function == BOB_INTERN_NONE)
        return bob_asm_refuse(a, t.at, "a label before the first .func");
    a->token.touches_next = false; /* the colon may */
    status = bob_asm_name(a, "a label");
    if (status != BOB_OK)
        return status;
    bob_asm_advance(a); /* the colon */
    if (bob_intern_find(&a->labels, a->scratch.bytes, a->scratch.size) != BOB_INTERN_NONE)
        return bob_asm_refuse(a, t.at, "label %.*s is defined twice in function %.60s",
                              excerpt(bob_asm_bytes(a, &t), t.size), bob_asm_bytes(a, &t),
                              a->program->functions[a->function].name);
    if (bob_intern_add(&a->labels, a->scratch.bytes, a->scratch.size) == BOB_INTERN_NONE)
        return BOB_OUT_OF_MEMORY;
    ip = a->program->functions[a->function].code_size;
    return bob_array_push(a->allocator, a->label_ips, a->label_count, ip) ? BOB_OK
                                                                          : BOB_OUT_OF_MEMORY;
}

/* ---- lines ---- */

static BobStatus assemble_line(BobAsm *a)
{
    BobStatus status = BOB_OK;
    bob_asm_advance(a);
    while (status == BOB_OK && at_label(a))
        status = label(a);
    if (status != BOB_OK || bob_asm_at_end(a))
        return status;
    if (a->token.type == TOKEN_WORD && a->text[a->token.at] == '.')
        return bob_asm_directive(a);
    return instruction(a);
}

size_t bob_asm_line_end_at(const BobAsm *a, size_t at, size_t *next)
{
    const char *newline = memchr(a->text + at, '\n', a->size - at);
    size_t end = newline == NULL ? a->size : (size_t)(newline - a->text);
    if (next != NULL)
        *next = end + 1;
    return end > at && a->text[end - 1] == '\r' ? end - 1 : end;
}

static BobStatus assemble_lines(BobAsm *a)
{
    size_t at = byte_order_mark(a);
    BobStatus status = BOB_OK;
    while (at < a->size && status == BOB_OK) {
        a->lexer.at = at;
        a->lexer.line_end = bob_asm_line_end_at(a, at, &at);
        a->text_line++;
        status = assemble_line(a);
    }
    return status;
}

static BobStatus check_text(BobAsm *a)
{
    size_t valid = bob_utf8_valid(a->text, a->size);
    const char *nul = valid == 0 ? NULL : memchr(a->text, '\0', valid);
    if (nul != NULL)
        return bob_asm_refuse(a, (size_t)(nul - a->text), "a NUL byte in the text");
    if (valid != a->size)
        return bob_asm_refuse(a, valid, "invalid UTF-8");
    return BOB_OK;
}

static BobStatus assemble(BobAsm *a, const BobLoadLimits *limits)
{
    BobStatus status = check_text(a);
    if (status != BOB_OK)
        return status;
    a->program = bob_program_new(a->allocator);
    if (a->program == NULL)
        return BOB_OUT_OF_MEMORY;
    bob_program_limit(a->program, limits);
    status = assemble_lines(a);
    if (status == BOB_OK)
        status = bob_asm_end_function(a);
    if (status == BOB_OK)
        status = bob_asm_link(a);
    if (status == BOB_OK)
        status = bob_program_finish(a->program, a->error);
    return status;
}

/* On success a->program is finished; otherwise it is NULL. */
static BobStatus assemble_all(BobAsm *a, const BobLoadLimits *limits)
{
    BobStatus status;
    a->lexer.text = a->text;
    a->scratch.allocator = a->labels.allocator = a->allocator;
    a->function = BOB_INTERN_NONE;
    bob_pool_init(&a->pool, a->allocator);
    status = assemble(a, limits);
    bob_pool_free(&a->pool);
    bob_buffer_free(&a->scratch);
    bob_intern_free(&a->labels);
    bob_array_free(a->allocator, a->label_ips, a->label_count, sizeof *a->label_ips);
    bob_array_free(a->allocator, a->jumps, a->jump_count, sizeof *a->jumps);
    bob_array_free(a->allocator, a->handlers, a->handler_count, sizeof *a->handlers);
    bob_array_free(a->allocator, a->calls, a->call_count, sizeof *a->calls);
    bob_array_free(a->allocator, a->raws, a->raw_count, sizeof *a->raws);
    if (status != BOB_OK) {
        bob_program_free(a->program);
        a->program = NULL;
    }
    if (status == BOB_OUT_OF_MEMORY)
        (void)bob_error_set(a->error, status, "out of memory");
    return status;
}

BobStatus bob_asm(const char *text, size_t n, const char *name, const BobAllocator *allocator,
                  const BobLoadLimits *limits, BobProgram **program, BobError *error)
{
    BobAsm a = {.text = n > 0 ? text : "", .size = n, .name = name, .error = error};
    BobStatus status;
    a.allocator = allocator != NULL ? allocator : &bob_malloc_allocator;
    status = assemble_all(&a, limits);
    *program = a.program;
    return status;
}

BobStatus bob_asm_places(const char *text, size_t n, const BobAllocator *allocator,
                         BobAssemblyVisit *visit, void *ctx)
{
    BobAsm a = {.text = n > 0 ? text : "", .size = n, .visit = visit, .visit_ctx = ctx};
    BobStatus status;
    a.allocator = allocator != NULL ? allocator : &bob_malloc_allocator;
    status = assemble_all(&a, NULL);
    bob_program_free(a.program);
    return status;
}
