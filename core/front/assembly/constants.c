#include "core/front/assembly/constants.h"

#include <string.h>

void bob_pool_init(BobPool *pool, const BobAllocator *allocator)
{
    memset(pool, 0, sizeof *pool);
    pool->keys.allocator = allocator;
    pool->scratch.allocator = allocator;
}

void bob_pool_free(BobPool *pool)
{
    bob_array_free(pool->keys.allocator, pool->first, pool->first_count, sizeof *pool->first);
    bob_intern_free(&pool->keys);
    bob_buffer_free(&pool->scratch);
    pool->first = NULL;
    pool->first_count = 0;
}

static uint32_t record_key(BobPool *pool, const void *key, size_t n, uint32_t constant)
{
    uint32_t number = bob_intern_add(&pool->keys, key, n);
    if (number == BOB_INTERN_NONE)
        return BOB_INTERN_NONE;
    if (number < pool->first_count)
        return pool->first[number];
    if (!bob_array_push(pool->keys.allocator, pool->first, pool->first_count, constant))
        return BOB_INTERN_NONE;
    return constant;
}

uint32_t bob_pool_record_text(BobPool *pool, const char *text, size_t n, uint32_t constant)
{
    pool->scratch.size = 0;
    bob_buffer_byte(&pool->scratch, 's');
    bob_buffer_add(&pool->scratch, text, n);
    if (pool->scratch.failed)
        return BOB_INTERN_NONE;
    return record_key(pool, pool->scratch.bytes, pool->scratch.size, constant);
}

uint32_t bob_pool_record(BobPool *pool, BobValue v, uint32_t constant)
{
    char key[9];
    if (bob_is_str(v))
        return bob_pool_record_text(pool, bob_str_bytes(v.ref), v.ref->size, constant);
    if (v.tag == TAG_FLOAT && v.f != v.f)
        v.f = bob_quiet_nan();
    key[0] = (char)v.tag;
    memcpy(key + 1, &v.i, 8);
    return record_key(pool, key, sizeof key, constant);
}

uint32_t bob_pool_constant(BobPool *pool, BobProgram *p, BobValue v)
{
    uint32_t next = p->constant_count, found = bob_pool_record(pool, v, next);
    return found == next ? bob_program_add_constant(p, v) : found;
}

uint32_t bob_pool_text(BobPool *pool, BobProgram *p, const char *text, size_t n)
{
    uint32_t next = p->constant_count, found = bob_pool_record_text(pool, text, n, next);
    return found == next ? bob_program_add_text_constant(p, text, n) : found;
}
