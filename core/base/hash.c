#include "core/base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t bob_hash(const void *bytes, size_t n)
{
    return XXH64(bytes, n, 0);
}
