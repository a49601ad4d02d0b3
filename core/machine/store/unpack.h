/* The container reader from within: what unpack.c and unpack_functions.c share.
 *
 * A reader is at `at` within a section that ends at `end`; whatever is read moves it
 * on. What can't be accepted is reported where it begins, and all is given up. */
#ifndef BOB_UNPACK_H
#define BOB_UNPACK_H

#include "core/machine/store/container.h"
#include "core/machine/state.h"

typedef struct BobUnpack {
    const unsigned char *bytes;
    uint64_t at;
    uint64_t end;
    BobProgram *program;
    BobError *error;
    uint32_t *param_of; /* by name: the function that has it as a parameter, + 1 */
} BobUnpack;

typedef struct BobUnpackText {
    const char *bytes;
    uint32_t size;
    uint64_t at; /* where its size is */
} BobUnpackText;

#define REFUSE(r, offset, ...)                                                                     \
    bob_unpack_refused((r), (offset), bob_error_set((r)->error, BOB_INVALID_PROGRAM, __VA_ARGS__))

/* Completes the error with its offset. */
COLD BobStatus bob_unpack_refused(BobUnpack *r, uint64_t offset, BobStatus status);
COLD BobStatus bob_unpack_no_memory(BobUnpack *r);

/* The little-endian number of `size` bytes that are there. */
static inline uint64_t bob_unpack_bits(const unsigned char *b, unsigned size)
{
    uint64_t v = 0;
    while (size-- > 0)
        v = v << 8 | b[size];
    return v;
}

NODISCARD BobStatus bob_unpack_number(BobUnpack *r, unsigned size, uint64_t *v, const char *what);
NODISCARD BobStatus bob_unpack_u32(BobUnpack *r, uint32_t *v, const char *what);

/* A count of things that take at least `least` bytes each, all of which are there. */
NODISCARD BobStatus bob_unpack_count(BobUnpack *r, uint32_t *count, uint64_t limit, unsigned least,
                                     const char *what);

/* A text; a text that C strings can hold. */
NODISCARD BobStatus bob_unpack_text(BobUnpack *r, BobUnpackText *t, const char *what);
NODISCARD BobStatus bob_unpack_name(BobUnpack *r, BobUnpackText *t, const char *what);

/* unpack_functions.c: the section of functions; names and constants are there. */
NODISCARD BobStatus bob_unpack_functions(BobUnpack *r);

#endif
