/* Any bytes, their length and checksum made to fit so that the deep checks are reached:
 * refused with an offset, or a program that writes the very same bytes. */
#include <stdlib.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/machine/store/container.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool fact)
{
    if (!fact)
        abort();
}

static void put_u64(uint8_t *at, uint64_t v)
{
    unsigned i;
    for (i = 0; i < 8; i++)
        at[i] = (uint8_t)(v >> (8 * i));
}

static void read_and_write(const uint8_t *bytes, size_t size)
{
    BobProgram *p;
    BobBuffer again = {.allocator = &bob_malloc_allocator};
    BobError error;
    if (bob_container_read(bytes, size, NULL, NULL, &p, &error) != BOB_OK) {
        check(error.kind == BOB_INVALID_PROGRAM && error.has_offset && error.offset <= size);
        return;
    }
    check(bob_container_write(p, &again) == BOB_OK);
    check(again.size == size && memcmp(again.bytes, bytes, size) == 0);
    bob_buffer_free(&again);
    bob_program_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy;
    read_and_write(data, size);
    if (size < BOB_CONTAINER_BODY + 8)
        return 0;
    copy = malloc(size);
    check(copy != NULL);
    memcpy(copy, data, size);
    memcpy(copy, BOB_CONTAINER_MAGIC, 8);
    put_u64(copy + 16, size);
    put_u64(copy + 24, bob_ops_hash());
    put_u64(copy + size - 8, bob_hash(copy, size - 8));
    read_and_write(copy, size);
    free(copy);
    return 0;
}
