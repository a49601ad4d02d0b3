/* Python source to a program (docs/python.md). */
#ifndef BOB_PYTHON_COMPILE_H
#define BOB_PYTHON_COMPILE_H

#include "core/machine/program.h"

/* Compiles n bytes of source. name is the file's name, for messages, the line table and
 * sys.argv[0]; it may be NULL. On success *program is new, finished and the caller's. Otherwise
 * BOB_OUT_OF_MEMORY, or BOB_INVALID_PROGRAM with line, column and message in *error (may be
 * NULL): a syntax error as CPython 3.11 reports it, or a construct outside the subset. */
NODISCARD BobStatus bob_py_compile(const char *text, size_t n, const char *name,
                                   const BobAllocator *allocator, const BobLoadLimits *limits,
                                   BobProgram **program, BobError *error);

/* The same with ownership off (analyse/own.h) in those functions of which `unowned` says so: no
 * RELEASE is emitted in them, and the program does the same in more memory. `function` counts defs
 * and comprehensions in the order of the source, the module's code being 0. For tests. */
typedef bool PyUnowned(void *ctx, uint32_t function);
NODISCARD BobStatus bob_py_compile_unowned(const char *text, size_t n, const char *name,
                                           const BobAllocator *allocator, PyUnowned *unowned,
                                           void *ctx, BobProgram **program, BobError *error);

/* Calls `each` for what is refused in the source, as far as it can be told: the error that
 * bob_py_compile gives first, the others in the order of the source. Nothing inside of what is
 * refused is examined. BOB_OK where nothing is refused, else the status of that error. */
NODISCARD BobStatus bob_py_refusals(const char *text, size_t n, const char *name,
                                    const BobAllocator *allocator, BobRefusal *each, void *ctx);

#endif
