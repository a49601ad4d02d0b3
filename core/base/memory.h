/* Memory through a BobAllocator: plain blocks, growing arrays, growing byte buffers.
 * All of these return NULL or false when memory is out and leave what was there. */
#ifndef BOB_MEMORY_H
#define BOB_MEMORY_H

#include "core/base/base.h"
#include "core/bobbin.h"

/* malloc and free. */
extern const BobAllocator bob_malloc_allocator;

NODISCARD void *bob_alloc(const BobAllocator *a, size_t n);
/* Says that these n bytes will all be written before long. What malloc gave, Linux then maps at
 * once, for half of what a fault for each page costs; otherwise nothing happens. */
void bob_map_soon(const BobAllocator *a, void *p, size_t n);
/* The same for stacks that are written from their beginning on, mostly not far: beyond the first
 * 2 MiB malloc's memory comes in pages of that size where Linux has them. A fault for each small
 * page takes thrice as long as a recursion that writes it. */
NODISCARD void *bob_alloc_stack(const BobAllocator *a, size_t n);
NODISCARD void *bob_alloc_zeroed(const BobAllocator *a, size_t n);
void bob_free(const BobAllocator *a, void *p, size_t n);

/* Arrays that grow by one element: capacity is a function of the count, so it need not be
 * stored. Makes room for element `count` and returns the array (NULL: out of memory, the
 * old array stays valid). */
NODISCARD void *bob_array_room(const BobAllocator *a, void *array, size_t count, size_t element);
void bob_array_free(const BobAllocator *a, void *array, size_t count, size_t element);

/* Appends `value` to array[count++]; false when memory is out. */
#define bob_array_push(a, array, count, value)                                                     \
    __extension__({                                                                                \
        void *grown_ = bob_array_room((a), (array), (count), sizeof *(array));                     \
        if (grown_ != NULL) {                                                                      \
            (array) = grown_;                                                                      \
            (array)[(count)++] = (value);                                                          \
        }                                                                                          \
        grown_ != NULL;                                                                            \
    })

/* Bytes. Start with {.allocator = a}; `failed` stays set once memory ran out, so that a
 * writer may check once at the end. */
typedef struct BobBuffer {
    const BobAllocator *allocator;
    char *bytes;
    size_t size;
    size_t capacity;
    size_t free_of_charge; /* bytes that a writer's budget does not count */
    bool failed;
} BobBuffer;

bool bob_buffer_reserve(BobBuffer *b, size_t more);
void bob_buffer_add(BobBuffer *b, const void *bytes, size_t n);
void bob_buffer_text(BobBuffer *b, const char *text);
void bob_buffer_byte(BobBuffer *b, char c);
void bob_buffer_u32(BobBuffer *b, uint32_t v); /* little-endian */
void bob_buffer_u64(BobBuffer *b, uint64_t v);
void bob_buffer_printf(BobBuffer *b, const char *format, ...) PRINTF_LIKE(2, 3);
/* In decimal; printf takes five times as long, and states hold many numbers. */
void bob_buffer_decimal(BobBuffer *b, bool negative, uint64_t magnitude);
void bob_buffer_free(BobBuffer *b);

#endif
