/* Reading containers: every byte is suspect. The layout is in container.h; the section of
 * functions is read by unpack_functions.c. */
#include <string.h>

#include "core/base/hash.h"
#include "core/base/limits.h"
#include "core/base/utf8.h"
#include "core/machine/store/unpack.h"

BobStatus bob_unpack_refused(BobUnpack *r, uint64_t offset, BobStatus status)
{
    if (r->error != NULL) {
        r->error->offset = offset;
        r->error->has_offset = true;
    }
    return status;
}

BobStatus bob_unpack_no_memory(BobUnpack *r)
{
    return bob_error_set(r->error, BOB_OUT_OF_MEMORY, "out of memory");
}

/* ---- pieces ---- */

BobStatus bob_unpack_number(BobUnpack *r, unsigned size, uint64_t *v, const char *what)
{
    if (r->end - r->at < size)
        return REFUSE(r, r->at, "the section ends within %s", what);
    *v = bob_unpack_bits(r->bytes + r->at, size);
    r->at += size;
    return BOB_OK;
}

BobStatus bob_unpack_u32(BobUnpack *r, uint32_t *v, const char *what)
{
    uint64_t wide = 0;
    BobStatus status = bob_unpack_number(r, 4, &wide, what);
    *v = (uint32_t)wide;
    return status;
}

BobStatus bob_unpack_count(BobUnpack *r, uint32_t *count, uint64_t limit, unsigned least,
                           const char *what)
{
    uint64_t at = r->at;
    BobStatus status = bob_unpack_u32(r, count, what);
    if (status != BOB_OK)
        return status;
    if (*count > (r->end - r->at) / least)
        return REFUSE(r, at, "%u %s do not fit the %llu bytes left of the section", *count, what,
                      (unsigned long long)(r->end - r->at));
    if (*count > limit)
        return REFUSE(r, at, "%u %s are more than the limit of %llu", *count, what,
                      (unsigned long long)limit);
    return BOB_OK;
}

BobStatus bob_unpack_text(BobUnpack *r, BobUnpackText *t, const char *what)
{
    size_t valid;
    BobStatus status;
    t->at = r->at;
    status = bob_unpack_count(r, &t->size, BOB_MAX_TEXT, 1, what);
    if (status != BOB_OK)
        return status;
    t->bytes = (const char *)r->bytes + r->at;
    valid = bob_utf8_valid(t->bytes, t->size);
    if (valid != t->size)
        return REFUSE(r, r->at + valid, "invalid UTF-8 in %s", what);
    r->at += t->size;
    return BOB_OK;
}

BobStatus bob_unpack_name(BobUnpack *r, BobUnpackText *t, const char *what)
{
    const char *nul;
    BobStatus status = bob_unpack_text(r, t, what);
    if (status != BOB_OK)
        return status;
    nul = t->size == 0 ? NULL : memchr(t->bytes, '\0', t->size);
    if (nul != NULL)
        return REFUSE(r, (uint64_t)(nul - (const char *)r->bytes), "a NUL within %s", what);
    return BOB_OK;
}

/* ---- names, constants, source ---- */

/* Texts, all different, which `add` gives numbers to in their order. */
static BobStatus read_interned(BobUnpack *r, uint64_t limit,
                               uint32_t (*add)(BobProgram *p, const char *name, size_t n))
{
    uint32_t count, i;
    BobStatus status = bob_unpack_count(r, &count, limit, 4, "names");
    for (i = 0; i < count && status == BOB_OK; i++) {
        BobUnpackText t;
        uint32_t added;
        status = bob_unpack_name(r, &t, "bytes of a name");
        if (status != BOB_OK)
            break;
        added = add(r->program, t.bytes, t.size);
        if (added == BOB_INTERN_NONE)
            return bob_unpack_no_memory(r);
        if (added != i)
            return REFUSE(r, t.at, "name %u is the same as name %u", i, added);
    }
    return status;
}

static BobStatus read_names(BobUnpack *r)
{
    return read_interned(r, r->program->limits.names, bob_program_add_name);
}

static BobStatus read_asks(BobUnpack *r)
{
    return read_interned(r, BOB_MAX_ASKS, bob_program_add_ask);
}

static BobStatus read_float(BobUnpack *r, BobValue *v)
{
    uint64_t at = r->at, bits = 0, quiet;
    double nan = bob_quiet_nan();
    BobStatus status = bob_unpack_number(r, 8, &bits, "a float");
    if (status != BOB_OK)
        return status;
    *v = bob_float(0);
    memcpy(&v->f, &bits, sizeof bits);
    memcpy(&quiet, &nan, sizeof quiet);
    if (v->f != v->f && bits != quiet)
        return REFUSE(r, at, "a nan other than 7ff8000000000000");
    return BOB_OK;
}

static BobStatus read_bool(BobUnpack *r, BobValue *v)
{
    uint64_t at = r->at, byte = 0;
    BobStatus status = bob_unpack_number(r, 1, &byte, "a bool");
    if (status != BOB_OK)
        return status;
    if (byte > 1)
        return REFUSE(r, at, "a bool must be 0 or 1, not %u", (unsigned)byte);
    *v = bob_bool(byte != 0);
    return BOB_OK;
}

static BobStatus read_text_constant(BobUnpack *r)
{
    BobUnpackText t;
    BobStatus status = bob_unpack_text(r, &t, "bytes of a string");
    if (status != BOB_OK)
        return status;
    if (bob_program_add_text_constant(r->program, t.bytes, t.size) == BOB_INTERN_NONE)
        return bob_unpack_no_memory(r);
    return BOB_OK;
}

static BobStatus read_constant(BobUnpack *r)
{
    uint64_t at = r->at, tag = 0, bits = 0;
    BobValue v = bob_none();
    BobStatus status = bob_unpack_number(r, 1, &tag, "a constant");
    if (status != BOB_OK)
        return status;
    switch (tag) {
    case CONSTANT_NONE:
        break;
    case CONSTANT_BOOL:
        status = read_bool(r, &v);
        break;
    case CONSTANT_INT:
        status = bob_unpack_number(r, 8, &bits, "an int");
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
        return bob_unpack_no_memory(r);
    return status;
}

static BobStatus read_constants(BobUnpack *r)
{
    uint32_t count, i;
    BobStatus status = bob_unpack_count(r, &count, r->program->limits.constants, 1, "constants");
    for (i = 0; i < count && status == BOB_OK; i++)
        status = read_constant(r);
    return status;
}

static BobStatus read_source(BobUnpack *r)
{
    BobUnpackText t;
    BobStatus status;
    if (r->at == r->end)
        return BOB_OK;
    status = bob_unpack_name(r, &t, "bytes of the source's name");
    if (status == BOB_OK && !bob_program_set_source(r->program, t.bytes, t.size))
        return bob_unpack_no_memory(r);
    return status;
}

/* ---- the whole ---- */

static BobStatus check_head(BobUnpack *r, uint64_t n)
{
    uint64_t version, length;
    if (n < BOB_CONTAINER_HEAD)
        return memcmp(r->bytes, BOB_CONTAINER_MAGIC, n < 8 ? n : 8) == 0
                   ? REFUSE(r, n, "the container is truncated: its head takes %u bytes",
                            BOB_CONTAINER_HEAD)
                   : REFUSE(r, 0, "not a container: the magic bytes are wrong");
    if (memcmp(r->bytes, BOB_CONTAINER_MAGIC, 8) != 0)
        return REFUSE(r, 0, "not a container: the magic bytes are wrong");
    version = bob_unpack_bits(r->bytes + 8, 4);
    if (version != BOB_CONTAINER_VERSION)
        return REFUSE(r, 8, "container version %llu is not supported, only %u",
                      (unsigned long long)version, BOB_CONTAINER_VERSION);
    length = bob_unpack_bits(r->bytes + 16, 8);
    if (length < BOB_CONTAINER_BODY + 8)
        return REFUSE(r, 16, "a length of %llu bytes is too short for a container",
                      (unsigned long long)length);
    if (length != n)
        return REFUSE(r, length > n ? n : length,
                      "the container should have %llu bytes but has %llu",
                      (unsigned long long)length, (unsigned long long)n);
    return BOB_OK;
}

static BobStatus check_identity(BobUnpack *r, uint64_t n)
{
    uint64_t sections = bob_unpack_bits(r->bytes + 12, 4);
    if (bob_unpack_bits(r->bytes + n - 8, 8) != bob_hash(r->bytes, (size_t)n - 8))
        return REFUSE(r, n - 8, "the checksum does not match: the container is damaged");
    if (sections != BOB_CONTAINER_SECTIONS)
        return REFUSE(r, 12, "%llu sections, not %u", (unsigned long long)sections,
                      BOB_CONTAINER_SECTIONS);
    if (bob_unpack_bits(r->bytes + 24, 8) != bob_ops_hash())
        return REFUSE(r, 24, "made for another table of operations");
    return BOB_OK;
}

/* Moves the reader to a section, which must begin where the one before ended. */
static BobStatus enter_section(BobUnpack *r, uint32_t id, uint64_t body_end)
{
    uint64_t entry = BOB_CONTAINER_HEAD + (id - 1) * BOB_CONTAINER_ENTRY;
    const unsigned char *b = r->bytes + entry;
    uint64_t offset = bob_unpack_bits(b + 8, 8), length = bob_unpack_bits(b + 16, 8);
    if (bob_unpack_bits(b, 4) != id)
        return REFUSE(r, entry, "section %u where section %u must stand",
                      (unsigned)bob_unpack_bits(b, 4), id);
    if (bob_unpack_bits(b + 4, 4) != 0)
        return REFUSE(r, entry + 4, "unused bits are set in the table of sections");
    if (offset != r->end)
        return REFUSE(r, entry + 8,
                      "section %u begins at %llu, not at %llu where the one before ends", id,
                      (unsigned long long)offset, (unsigned long long)r->end);
    if (length > body_end - offset)
        return REFUSE(r, entry + 16, "section %u of %llu bytes does not fit the container", id,
                      (unsigned long long)length);
    r->at = offset;
    r->end = offset + length;
    return BOB_OK;
}

static BobStatus read_sections(BobUnpack *r, uint64_t n)
{
    static BobStatus (*const readers[])(BobUnpack *) = {
        [SECTION_NAMES] = read_names,
        [SECTION_CONSTANTS] = read_constants,
        [SECTION_SOURCE] = read_source,
        [SECTION_ASKS] = read_asks,
        [SECTION_FUNCTIONS] = bob_unpack_functions,
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
                             const BobLoadLimits *limits, BobProgram **program, BobError *error)
{
    BobUnpack r = {.bytes = n > 0 ? bytes : (const void *)"", .error = error};
    BobStatus status = check_head(&r, n);
    *program = NULL;
    if (status == BOB_OK)
        status = check_identity(&r, n);
    if (status != BOB_OK)
        return status;
    r.program = bob_program_new(allocator);
    if (r.program == NULL)
        return bob_unpack_no_memory(&r);
    bob_program_limit(r.program, limits);
    status = read_sections(&r, n);
    if (status == BOB_OK)
        status = bob_program_finish(r.program, error);
    status = bob_program_built(r.program, status, error);
    if (status == BOB_INVALID_PROGRAM && r.program->over != NULL)
        (void)bob_unpack_refused(&r, r.at, status);
    if (status != BOB_OK) {
        bob_program_free(r.program);
        return status;
    }
    ASSERT(r.program->hash == bob_hash(bytes, n)); /* one encoding for each program */
    *program = r.program;
    return BOB_OK;
}
