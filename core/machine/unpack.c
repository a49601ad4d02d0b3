/* Reading containers: every byte is suspect. The layout is in container.h.
 *
 * A reader stands at `at` within a section that ends at `end`; whatever is read moves it
 * on. What can't be accepted is reported where it begins, and all is given up. */
#include <string.h>

#include "core/base/hash.h"
#include "core/base/limits.h"
#include "core/base/utf8.h"
#include "core/machine/container.h"
#include "core/machine/state.h"

typedef struct Reader {
    const unsigned char *bytes;
    uint64_t at;
    uint64_t end;
    BobProgram *program;
    BobError *error;
    uint32_t *param_of; /* by name: the function that has it as a parameter, + 1 */
} Reader;

typedef struct Text {
    const char *bytes;
    uint32_t size;
    uint64_t at; /* where its size stands */
} Text;

#define REFUSE(r, offset, ...)                                             \
    refused((r), (offset), bob_error_set((r)->error, BOB_INVALID_PROGRAM, __VA_ARGS__))

static COLD BobStatus refused(Reader *r, uint64_t offset, BobStatus status)
{
    if (r->error != NULL) {
        r->error->offset = offset;
        r->error->has_offset = true;
    }
    return status;
}

static COLD BobStatus no_memory(Reader *r)
{
    return bob_error_set(r->error, BOB_OUT_OF_MEMORY, "out of memory");
}

static uint64_t number_at(const unsigned char *b, unsigned size)
{
    uint64_t v = 0;
    while (size-- > 0)
        v = v << 8 | b[size];
    return v;
}

/* ---- pieces ---- */

static BobStatus read_number(Reader *r, unsigned size, uint64_t *v, const char *what)
{
    if (r->end - r->at < size)
        return REFUSE(r, r->at, "the section ends within %s", what);
    *v = number_at(r->bytes + r->at, size);
    r->at += size;
    return BOB_OK;
}

static BobStatus read_u32(Reader *r, uint32_t *v, const char *what)
{
    uint64_t wide = 0;
    BobStatus status = read_number(r, 4, &wide, what);
    *v = (uint32_t)wide;
    return status;
}

/* A count of things that take at least `least` bytes each. */
static BobStatus read_count(Reader *r, uint32_t *count, uint32_t limit, unsigned least, const char *what)
{
    uint64_t at = r->at;
    BobStatus status = read_u32(r, count, what);
    if (status != BOB_OK)
        return status;
    if (*count > (r->end - r->at) / least)
        return REFUSE(r, at, "%u %s do not fit the %llu bytes left of the section", *count, what,
                      (unsigned long long)(r->end - r->at));
    if (*count > limit)
        return REFUSE(r, at, "%u %s are more than the limit of %u", *count, what, limit);
    return BOB_OK;
}

static BobStatus read_text(Reader *r, Text *t, const char *what)
{
    size_t valid;
    BobStatus status;
    t->at = r->at;
    status = read_count(r, &t->size, BOB_MAX_TEXT, 1, what);
    if (status != BOB_OK)
        return status;
    t->bytes = (const char *)r->bytes + r->at;
    valid = bob_utf8_valid(t->bytes, t->size);
    if (valid != t->size)
        return REFUSE(r, r->at + valid, "invalid UTF-8 in %s", what);
    r->at += t->size;
    return BOB_OK;
}

/* A text that C strings can hold. */
static BobStatus read_name(Reader *r, Text *t, const char *what)
{
    const char *nul;
    BobStatus status = read_text(r, t, what);
    if (status != BOB_OK)
        return status;
    nul = t->size == 0 ? NULL : memchr(t->bytes, '\0', t->size);
    if (nul != NULL)
        return REFUSE(r, (uint64_t)(nul - (const char *)r->bytes), "a NUL within %s", what);
    return BOB_OK;
}

/* ---- names, constants, source ---- */

static BobStatus read_names(Reader *r)
{
    uint32_t count, i;
    BobStatus status = read_count(r, &count, BOB_MAX_NAMES, 4, "bytes of names");
    for (i = 0; i < count && status == BOB_OK; i++) {
        Text t;
        uint32_t added;
        status = read_name(r, &t, "bytes of a name");
        if (status != BOB_OK)
            break;
        added = bob_program_add_name(r->program, t.bytes, t.size);
        if (added == BOB_INTERN_NONE)
            return no_memory(r);
        if (added != i)
            return REFUSE(r, t.at, "name %u is the same as name %u", i, added);
    }
    return status;
}

static BobStatus read_float(Reader *r, BobValue *v)
{
    uint64_t at = r->at, bits, quiet;
    double nan = bob_quiet_nan();
    BobStatus status = read_number(r, 8, &bits, "a float");
    if (status != BOB_OK)
        return status;
    *v = bob_float(0);
    memcpy(&v->f, &bits, sizeof bits);
    memcpy(&quiet, &nan, sizeof quiet);
    if (v->f != v->f && bits != quiet)
        return REFUSE(r, at, "a nan other than 7ff8000000000000");
    return BOB_OK;
}

static BobStatus read_bool(Reader *r, BobValue *v)
{
    uint64_t at = r->at, byte;
    BobStatus status = read_number(r, 1, &byte, "a bool");
    if (status != BOB_OK)
        return status;
    if (byte > 1)
        return REFUSE(r, at, "a bool must be 0 or 1, not %u", (unsigned)byte);
    *v = bob_bool(byte != 0);
    return BOB_OK;
}

static BobStatus read_text_constant(Reader *r)
{
    Text t;
    BobStatus status = read_text(r, &t, "bytes of a string");
    if (status != BOB_OK)
        return status;
    if (bob_program_add_text_constant(r->program, t.bytes, t.size) == BOB_INTERN_NONE)
        return no_memory(r);
    return BOB_OK;
}

static BobStatus read_constant(Reader *r)
{
    uint64_t at = r->at, tag, bits = 0;
    BobValue v = bob_none();
    BobStatus status = read_number(r, 1, &tag, "a constant");
    if (status != BOB_OK)
        return status;
    switch (tag) {
    case CONSTANT_NONE:
        break;
    case CONSTANT_BOOL:
        status = read_bool(r, &v);
        break;
    case CONSTANT_INT:
        status = read_number(r, 8, &bits, "an int");
        v = bob_int((int64_t)bits);
        break;
    case CONSTANT_FLOAT:
        status = read_float(r, &v);
        break;
    case CONSTANT_STR:
        return read_text_constant(r);
    default:
        return REFUSE(r, at, "unknown constant tag %u", (unsigned)tag);
    }
    if (status == BOB_OK && bob_program_add_constant(r->program, v) == BOB_INTERN_NONE)
        return no_memory(r);
    return status;
}

static BobStatus read_constants(Reader *r)
{
    uint32_t count, i;
    BobStatus status = read_count(r, &count, BOB_MAX_CONSTANTS, 1, "constants");
    for (i = 0; i < count && status == BOB_OK; i++)
        status = read_constant(r);
    return status;
}

static BobStatus read_source(Reader *r)
{
    Text t;
    BobStatus status;
    if (r->at == r->end)
        return BOB_OK;
    status = read_name(r, &t, "bytes of the source's name");
    if (status == BOB_OK && !bob_program_set_source(r->program, t.bytes, t.size))
        return no_memory(r);
    return status;
}

/* ---- functions ---- */

static BobStatus read_function_name(Reader *r)
{
    Text t;
    uint32_t same;
    BobStatus status = read_name(r, &t, "bytes of a function's name");
    if (status != BOB_OK)
        return status;
    same = bob_intern_find(&r->program->function_names, t.bytes, t.size);
    if (same != BOB_INTERN_NONE)
        return REFUSE(r, t.at, "function %u has the same name as function %u",
                      r->program->function_count, same);
    if (bob_program_add_function(r->program, t.bytes, t.size) == BOB_INTERN_NONE)
        return no_memory(r);
    return BOB_OK;
}

static BobStatus read_params(Reader *r, uint32_t function)
{
    uint64_t start = r->at;
    uint32_t count, i;
    BobStatus status = read_count(r, &count, BOB_MAX_NAMES, 4, "parameters");
    if (status != BOB_OK)
        return status;
    if (count > 0 && strcmp(r->program->functions[function].name, "main") == 0)
        return REFUSE(r, start, "the function main must not have parameters");
    for (i = 0; i < count; i++) {
        uint64_t at = r->at;
        uint32_t name = 0;
        status = read_u32(r, &name, "parameters");
        if (status != BOB_OK)
            return status;
        if (name >= r->program->names.count)
            return REFUSE(r, at, "a parameter is name %u of %u", name, r->program->names.count);
        if (r->param_of[name] == function + 1)
            return REFUSE(r, at, "two parameters of one name");
        r->param_of[name] = function + 1;
        if (!bob_function_add_param(r->program, function, name))
            return no_memory(r);
    }
    return BOB_OK;
}

/* `functions` is their count to be: those that follow are not there yet. */
static bool names_something(const Reader *r, BobWord w, uint32_t functions)
{
    unsigned opcode = bob_opcode(w);
    if (opcode < OP_COUNT && bob_ops[opcode].operand == OPERAND_FUNC)
        return bob_operand(w) < functions;
    return bob_operand_is_valid(r->program, w);
}

/* Line entries as they stand in the bytes, checked on the way: the instructions are added
 * with their lines, and the program makes its own table, which must come out the same. */
typedef struct Lines {
    const unsigned char *next;
    uint32_t left;
    uint32_t line;
} Lines;

static BobStatus read_words(Reader *r, uint32_t function, uint32_t count, uint32_t functions, Lines *lines)
{
    uint32_t ip;
    for (ip = 0; ip < count; ip++, r->at += 4) {
        BobWord w = (BobWord)number_at(r->bytes + r->at, 4);
        if (lines->left > 0 && number_at(lines->next, 4) == ip) {
            lines->line = (uint32_t)number_at(lines->next + 4, 4);
            lines->next += 8;
            lines->left--;
        }
        if (!names_something(r, w, functions))
            return REFUSE(r, r->at, "operand %u of %s names no %s (function %.100s, instruction %u)",
                          bob_operand(w), bob_ops[bob_opcode(w)].name,
                          bob_operand_noun(bob_opcode(w)), r->program->functions[function].name, ip);
        if (!bob_function_emit(r->program, function, w, lines->line))
            return no_memory(r);
    }
    return BOB_OK;
}

static BobStatus check_lines(Reader *r, uint32_t entries, uint32_t code_size)
{
    uint32_t i, line = 0;
    uint64_t ip_after = 0;
    for (i = 0; i < entries; i++, r->at += 8) {
        uint32_t ip = (uint32_t)number_at(r->bytes + r->at, 4);
        uint32_t next = (uint32_t)number_at(r->bytes + r->at + 4, 4);
        if (ip >= code_size)
            return REFUSE(r, r->at, "a line entry for instruction %u of %u", ip, code_size);
        if (ip < ip_after)
            return REFUSE(r, r->at, "line entries are not in increasing order");
        if (next == line)
            return REFUSE(r, r->at + 4, "a line entry repeats line %u", line);
        ip_after = (uint64_t)ip + 1;
        line = next;
    }
    return BOB_OK;
}

/* Instructions and lines; the lines stand behind and are checked first. */
static BobStatus read_code(Reader *r, uint32_t function, uint32_t functions)
{
    uint32_t count, entries;
    uint64_t code;
    Lines lines = {NULL, 0, 0};
    BobStatus status = read_count(r, &count, BOB_MAX_CODE, 4, "instructions");
    if (status != BOB_OK)
        return status;
    code = r->at;
    r->at += 4ull * count;
    status = read_count(r, &entries, BOB_MAX_CODE, 8, "line entries");
    lines.next = r->bytes + r->at;
    lines.left = entries;
    if (status == BOB_OK)
        status = check_lines(r, entries, count);
    if (status == BOB_OK) {
        uint64_t after = r->at;
        r->at = code;
        status = read_words(r, function, count, functions, &lines);
        r->at = after;
    }
    return status;
}

static BobStatus read_functions(Reader *r)
{
    size_t names = r->program->names.count * sizeof *r->param_of;
    uint64_t start = r->at;
    uint32_t count, i;
    BobStatus status = read_count(r, &count, BOB_MAX_FUNCTIONS, 16, "functions");
    if (status != BOB_OK)
        return status;
    r->param_of = bob_alloc_zeroed(&r->program->allocator, names);
    if (r->param_of == NULL)
        return no_memory(r);
    for (i = 0; i < count && status == BOB_OK; i++) {
        status = read_function_name(r);
        if (status == BOB_OK)
            status = read_params(r, i);
        if (status == BOB_OK)
            status = read_code(r, i, count);
    }
    bob_free(&r->program->allocator, r->param_of, names);
    if (status == BOB_OK && bob_intern_find(&r->program->function_names, "main", 4) == BOB_INTERN_NONE)
        return REFUSE(r, start, "there is no function main");
    return status;
}

/* ---- the whole ---- */

static BobStatus check_head(Reader *r, uint64_t n)
{
    uint64_t version, length;
    if (n < BOB_CONTAINER_HEAD)
        return memcmp(r->bytes, BOB_CONTAINER_MAGIC, n < 8 ? n : 8) == 0
                   ? REFUSE(r, n, "the container is truncated: its head takes %u bytes", BOB_CONTAINER_HEAD)
                   : REFUSE(r, 0, "not a container: the magic bytes are wrong");
    if (memcmp(r->bytes, BOB_CONTAINER_MAGIC, 8) != 0)
        return REFUSE(r, 0, "not a container: the magic bytes are wrong");
    version = number_at(r->bytes + 8, 4);
    if (version != BOB_CONTAINER_VERSION)
        return REFUSE(r, 8, "container version %llu is not supported, only %u",
                      (unsigned long long)version, BOB_CONTAINER_VERSION);
    length = number_at(r->bytes + 16, 8);
    if (length < BOB_CONTAINER_BODY + 8)
        return REFUSE(r, 16, "a length of %llu bytes is too short for a container",
                      (unsigned long long)length);
    if (length != n)
        return REFUSE(r, length > n ? n : length, "the container should have %llu bytes but has %llu",
                      (unsigned long long)length, (unsigned long long)n);
    return BOB_OK;
}

static BobStatus check_identity(Reader *r, uint64_t n)
{
    uint64_t sections = number_at(r->bytes + 12, 4);
    if (number_at(r->bytes + n - 8, 8) != bob_hash(r->bytes, (size_t)n - 8))
        return REFUSE(r, n - 8, "the checksum does not match: the container is damaged");
    if (sections != BOB_CONTAINER_SECTIONS)
        return REFUSE(r, 12, "%llu sections, not %u", (unsigned long long)sections,
                      BOB_CONTAINER_SECTIONS);
    if (number_at(r->bytes + 24, 8) != bob_ops_hash())
        return REFUSE(r, 24, "made for another table of operations");
    return BOB_OK;
}

/* Moves the reader to a section, which must begin where the one before ended. */
static BobStatus enter_section(Reader *r, uint32_t id, uint64_t body_end)
{
    uint64_t entry = BOB_CONTAINER_HEAD + (id - 1) * BOB_CONTAINER_ENTRY;
    const unsigned char *b = r->bytes + entry;
    uint64_t offset = number_at(b + 8, 8), length = number_at(b + 16, 8);
    if (number_at(b, 4) != id)
        return REFUSE(r, entry, "section %u where section %u must stand", (unsigned)number_at(b, 4), id);
    if (number_at(b + 4, 4) != 0)
        return REFUSE(r, entry + 4, "unused bits are set in the table of sections");
    if (offset != r->end)
        return REFUSE(r, entry + 8, "section %u begins at %llu, not at %llu where the one before ends",
                      id, (unsigned long long)offset, (unsigned long long)r->end);
    if (length > body_end - offset)
        return REFUSE(r, entry + 16, "section %u of %llu bytes does not fit the container", id,
                      (unsigned long long)length);
    r->at = offset;
    r->end = offset + length;
    return BOB_OK;
}

static BobStatus read_sections(Reader *r, uint64_t n)
{
    static BobStatus (*const readers[])(Reader *) = {
        [SECTION_NAMES] = read_names,
        [SECTION_CONSTANTS] = read_constants,
        [SECTION_SOURCE] = read_source,
        [SECTION_FUNCTIONS] = read_functions,
    };
    uint32_t id;
    r->end = BOB_CONTAINER_BODY;
    for (id = SECTION_NAMES; id < SECTION_END; id++) {
        BobStatus status = enter_section(r, id, n - 8);
        if (status == BOB_OK)
            status = readers[id](r);
        if (status != BOB_OK)
            return status;
        if (r->at != r->end)
            return REFUSE(r, r->at, "%llu bytes too many at the end of section %u",
                          (unsigned long long)(r->end - r->at), id);
    }
    if (r->end != n - 8)
        return REFUSE(r, r->end, "bytes between the last section and the checksum");
    return BOB_OK;
}

BobStatus bob_container_read(const void *bytes, size_t n, const BobAllocator *allocator,
                             BobProgram **program, BobError *error)
{
    Reader r = {.bytes = n > 0 ? bytes : (const void *)"", .error = error};
    BobStatus status = check_head(&r, n);
    *program = NULL;
    if (status == BOB_OK)
        status = check_identity(&r, n);
    if (status != BOB_OK)
        return status;
    r.program = bob_program_new(allocator);
    if (r.program == NULL)
        return no_memory(&r);
    status = read_sections(&r, n);
    if (status == BOB_OK)
        status = bob_program_finish(r.program, error);
    if (status != BOB_OK) {
        bob_program_free(r.program);
        return status;
    }
    ASSERT(r.program->hash == bob_hash(bytes, n)); /* one encoding for each program */
    *program = r.program;
    return BOB_OK;
}
