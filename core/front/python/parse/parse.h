/* Python source to a syntax tree. */
#ifndef BOB_PYTHON_PARSE_H
#define BOB_PYTHON_PARSE_H

#include "core/front/python/parse/ast.h"

/* Parses n bytes. On success *module is new and the caller's (bob_py_module_free);
 * otherwise BOB_OUT_OF_MEMORY, or BOB_INVALID_PROGRAM with *error (may be NULL) filled:
 * line and column count from 1, in characters; the message begins with "SyntaxError: ",
 * "IndentationError: " or "TabError: " and is CPython 3.11's where that is cheap; the line
 * is CPython's. error->source is `name` (may be NULL), not copied. Whatever CPython
 * refuses while compiling is refused here, too ('return' outside function and so on);
 * what is valid Python but outside the subset is not: see PyModule.unsupported. Linear in
 * the text; never deeper in the C stack than PY_MAX_NESTING levels of source ask for. */
BobStatus bob_py_parse(const char *text, size_t n, const char *name, const BobAllocator *allocator,
                       PyModule **module, BobError *error);

#endif
