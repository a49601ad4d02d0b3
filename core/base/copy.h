/* memcpy for large blocks whose places the caller does not choose. */
#ifndef BOB_COPY_H
#define BOB_COPY_H

#include <stddef.h>

/* Copies n bytes that do not overlap. */
void bob_copy(char *to, const char *from, size_t n);

#endif
