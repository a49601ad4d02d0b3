/* Writing containers; unpack.c reads them, container.h draws the layout. */
#include "core/machine/store/container.h"

#include <string.h>

#include "core/base/hash.h"

bool bob_is_container(const void *bytes, size_t n)
{
    const unsigned char *b = bytes;
    return n > 0 && (b[0] == 0x8B || (n >= 8 && memcmp(b + 1, &BOB_CONTAINER_MAGIC[1], 7) == 0));
}

static void write_text(BobBuffer *out, const char *text, size_t n)
{
    bob_buffer_u32(out, (uint32_t)n);
    bob_buffer_add(out, text, n);
}

static void write_interned(const BobIntern *names, BobBuffer *out)
{
    uint32_t i;
    bob_buffer_u32(out, names->count);
    for (i = 0; i < names->count; i++)
        write_text(out, names->keys[i].bytes, names->keys[i].size);
}

static void write_names(const BobProgram *p, BobBuffer *out)
{
    write_interned(&p->names, out);
}

static void write_asks(const BobProgram *p, BobBuffer *out)
{
    write_interned(&p->asks, out);
}

static void write_constant(BobValue v, BobBuffer *out)
{
    uint64_t bits;
    switch ((BobTag)v.tag) {
    case TAG_BOOL:
        bob_buffer_byte(out, CONSTANT_BOOL);
        bob_buffer_byte(out, v.i != 0);
        break;
    case TAG_INT:
        bob_buffer_byte(out, CONSTANT_INT);
        bob_buffer_u64(out, (uint64_t)v.i);
        break;
    case TAG_FLOAT:
        memcpy(&bits, &v.f, sizeof bits);
        bob_buffer_byte(out, CONSTANT_FLOAT);
        bob_buffer_u64(out, bits);
        break;
    case TAG_REF:
        bob_buffer_byte(out, CONSTANT_STR);
        write_text(out, bob_str_bytes(v.ref), v.ref->size);
        break;
    case TAG_UNBOUND:
    case TAG_NONE:
    case TAG_FUNC:
    case TAG_COUNT:
        ASSERT(v.tag == TAG_NONE);
        bob_buffer_byte(out, CONSTANT_NONE);
        break;
    }
}

static void write_constants(const BobProgram *p, BobBuffer *out)
{
    uint32_t i;
    bob_buffer_u32(out, p->constant_count);
    for (i = 0; i < p->constant_count; i++)
        write_constant(p->constants[i], out);
}

static void write_source(const BobProgram *p, BobBuffer *out)
{
    if (p->source != NULL)
        write_text(out, p->source, strlen(p->source));
}

static void write_function(const BobFunction *f, BobBuffer *out)
{
    uint32_t i;
    write_text(out, f->name, f->name_size);
    bob_buffer_u32(out, f->param_count);
    for (i = 0; i < f->param_count; i++)
        bob_buffer_u32(out, f->params[i].name | (uint32_t)f->params[i].kind << 24);
    bob_buffer_u32(out, f->code_size);
    for (i = 0; i < f->code_size; i++)
        bob_buffer_u32(out, f->code[i]);
    bob_buffer_u32(out, f->line_count);
    for (i = 0; i < f->line_count; i++) {
        bob_buffer_u32(out, f->lines[i].ip);
        bob_buffer_u32(out, f->lines[i].line);
    }
    bob_buffer_u32(out, f->handler_count);
    for (i = 0; i < f->handler_count; i++) {
        bob_buffer_u32(out, f->handlers[i].from);
        bob_buffer_u32(out, f->handlers[i].to);
        bob_buffer_u32(out, f->handlers[i].start);
        bob_buffer_u32(out, f->handlers[i].depth);
    }
}

static void write_functions(const BobProgram *p, BobBuffer *out)
{
    uint32_t i;
    bob_buffer_u32(out, p->function_count);
    for (i = 0; i < p->function_count; i++)
        write_function(&p->functions[i], out);
}

static void put_u64(char *at, uint64_t v)
{
    unsigned i;
    for (i = 0; i < 8; i++)
        at[i] = (char)(v >> (8 * i));
}

static void write_head(BobBuffer *out)
{
    uint32_t id;
    bob_buffer_add(out, BOB_CONTAINER_MAGIC, 8);
    bob_buffer_u32(out, BOB_CONTAINER_VERSION);
    bob_buffer_u32(out, BOB_CONTAINER_SECTIONS);
    bob_buffer_u64(out, 0); /* the length: known at the end */
    bob_buffer_u64(out, bob_ops_hash());
    for (id = SECTION_NAMES; id < SECTION_END; id++) {
        bob_buffer_u32(out, id);
        bob_buffer_u32(out, 0);
        bob_buffer_u64(out, 0); /* offset and length: known when it is written */
        bob_buffer_u64(out, 0);
    }
}

BobStatus bob_container_write(const BobProgram *p, BobBuffer *out)
{
    static void (*const writers[])(const BobProgram *, BobBuffer *) = {
        [SECTION_NAMES] = write_names,         [SECTION_CONSTANTS] = write_constants,
        [SECTION_SOURCE] = write_source,       [SECTION_ASKS] = write_asks,
        [SECTION_FUNCTIONS] = write_functions,
    };
    size_t start = out->size;
    uint32_t id;
    write_head(out);
    for (id = SECTION_NAMES; id < SECTION_END; id++) {
        size_t begin = out->size, entry;
        writers[id](p, out);
        if (out->failed)
            return BOB_OUT_OF_MEMORY;
        entry = start + BOB_CONTAINER_HEAD + (id - 1) * BOB_CONTAINER_ENTRY;
        put_u64(out->bytes + entry + 8, begin - start);
        put_u64(out->bytes + entry + 16, out->size - begin);
    }
    put_u64(out->bytes + start + 16, out->size - start + 8);
    bob_buffer_u64(out, bob_hash(out->bytes + start, out->size - start));
    return out->failed ? BOB_OUT_OF_MEMORY : BOB_OK;
}
