/* xxh64, from the xxhash library's header. */
#ifndef BOB_HASH_H
#define BOB_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t bob_hash(const void *bytes, size_t n);

#endif
