#define _DEFAULT_SOURCE /* madvise */
#include "core/base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/base/digits.h"
#ifdef __linux__
#include <sys/mman.h>
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* since Linux 5.14; older ones refuse it */
#endif
#endif

static void *malloc_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    (void)ctx;
    (void)old_size;
    if (new_size == 0) {
        free(ptr);
        return NULL;
    }
    return realloc(ptr, new_size);
}

const BobAllocator bob_malloc_allocator = {malloc_resize, NULL};

void *bob_alloc(const BobAllocator *a, size_t n)
{
    return a->resize(a->ctx, NULL, 0, n == 0 ? 1 : n);
}

void bob_map_soon(const BobAllocator *a, void *p, size_t n)
{
#ifdef __linux__
    const uintptr_t page = 4096;
    uintptr_t skip = -(uintptr_t)p & (page - 1);
    if (a->resize == malloc_resize && n >= skip + page)
        (void)madvise((char *)p + skip, (n - skip) & ~(page - 1), MADV_POPULATE_WRITE);
#endif
}

void *bob_alloc_stack(const BobAllocator *a, size_t n)
{
    char *p = bob_alloc(a, n);
#if defined __linux__ && defined MADV_HUGEPAGE
    const uintptr_t large = (uintptr_t)2 << 20;
    uintptr_t skip = large + (-(uintptr_t)p & (large - 1));
    if (a->resize == malloc_resize && p != NULL && n >= skip + large)
        (void)madvise(p + skip, (n - skip) & ~(large - 1), MADV_HUGEPAGE);
#endif
    return p;
}

void *bob_alloc_zeroed(const BobAllocator *a, size_t n)
{
    void *p = bob_alloc(a, n);
    if (p != NULL)
        memset(p, 0, n);
    return p;
}

void bob_free(const BobAllocator *a, void *p, size_t n)
{
    if (p != NULL)
        a->resize(a->ctx, p, n == 0 ? 1 : n, 0);
}

/* The capacity of an array that grew to `count` elements one by one. */
static size_t array_capacity(size_t count)
{
    if (count == 0)
        return 0;
    return count <= 8 ? 8 : (size_t)1 << bob_log2_ceil(count);
}

void *bob_array_room(const BobAllocator *a, void *array, size_t count, size_t element)
{
    size_t have = array_capacity(count), want = array_capacity(count + 1);
    if (want == have)
        return array;
    return a->resize(a->ctx, array, have * element, want * element);
}

void bob_array_free(const BobAllocator *a, void *array, size_t count, size_t element)
{
    if (array != NULL)
        a->resize(a->ctx, array, array_capacity(count) * element, 0);
}

bool bob_buffer_reserve(BobBuffer *b, size_t more)
{
    size_t want;
    char *grown;
    if (b->failed)
        return false;
    if (more <= b->capacity - b->size)
        return true;
    want = b->capacity < 256 ? 256 : b->capacity;
    while (want - b->size < more) {
        if (want > SIZE_MAX / 2) {
            b->failed = true;
            return false;
        }
        want *= 2;
    }
    grown = b->allocator->resize(b->allocator->ctx, b->bytes, b->capacity, want);
    if (grown == NULL) {
        b->failed = true;
        return false;
    }
    b->bytes = grown;
    b->capacity = want;
    return true;
}

void bob_buffer_add(BobBuffer *b, const void *bytes, size_t n)
{
    if (n == 0 || !bob_buffer_reserve(b, n))
        return;
    memcpy(b->bytes + b->size, bytes, n);
    b->size += n;
}

void bob_buffer_text(BobBuffer *b, const char *text)
{
    bob_buffer_add(b, text, strlen(text));
}

void bob_buffer_byte(BobBuffer *b, char c)
{
    bob_buffer_add(b, &c, 1);
}

void bob_buffer_u32(BobBuffer *b, uint32_t v)
{
    unsigned char le[4] = {(unsigned char)v, (unsigned char)(v >> 8), (unsigned char)(v >> 16),
                           (unsigned char)(v >> 24)};
    bob_buffer_add(b, le, sizeof le);
}

void bob_buffer_u64(BobBuffer *b, uint64_t v)
{
    bob_buffer_u32(b, (uint32_t)v);
    bob_buffer_u32(b, (uint32_t)(v >> 32));
}

void bob_buffer_printf(BobBuffer *b, const char *format, ...)
{
    va_list ap;
    int n;
    va_start(ap, format);
    n = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    if (n < 0 || !bob_buffer_reserve(b, (size_t)n + 1))
        return;
    va_start(ap, format);
    (void)vsnprintf(b->bytes + b->size, (size_t)n + 1, format, ap);
    va_end(ap);
    b->size += (size_t)n;
}

void bob_buffer_decimal(BobBuffer *b, bool negative, uint64_t magnitude)
{
    char digits[24], *at = bob_digits_before(digits + sizeof digits, magnitude);
    if (negative)
        *--at = '-';
    bob_buffer_add(b, at, (size_t)(digits + sizeof digits - at));
}

void bob_buffer_free(BobBuffer *b)
{
    if (b->bytes != NULL)
        b->allocator->resize(b->allocator->ctx, b->bytes, b->capacity, 0);
    b->bytes = NULL;
    b->size = b->capacity = 0;
}
