/* Where one run of bytes begins in another. */
#ifndef BOB_FIND_H
#define BOB_FIND_H

#include "core/base/base.h"

/* The first place of sub[0..m) in text[0..n), or NULL; that of nothing is text. */
const char *bob_find(const char *text, size_t n, const char *sub, size_t m);

#endif
