/* What the files of calls share: emit_call.c, emit_builtin.c, emit_key.c, emit_reduce.c. */
#ifndef BOB_PYTHON_EMIT_CALL_H
#define BOB_PYTHON_EMIT_CALL_H

#include "core/front/python/compiler.h"

/* ---- emit_call.c ---- */

/* Argument i of a call, keywords after the others. */
const PyExpr *bob_py_argument_of(const PyExpr *e, uint32_t i);
/* A call that is known to fail: what it gets is evaluated, then it fails with that message. */
void bob_py_emit_failing_call(PyCompiler *c, const PyExpr *e, const char *message);

/* The arguments of a call, and the call, of the value on the stack. */
void bob_py_emit_call_of_top(PyCompiler *c, const PyExpr *e);

/* ---- emit_builtin.c ---- */

/* Whether evaluating it surely neither fails nor does anything. */
bool bob_py_is_harmless(PyCompiler *c, const PyExpr *e);
void bob_py_emit_builtin_call(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row);
void bob_py_emit_method_call(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row,
                             const PyExpr *receiver);
/* math.name(...) */
void bob_py_emit_math_call(PyCompiler *c, const PyExpr *e, const PyIdentifier *name);

/* ---- emit_key.c ---- */

/* sorted(), min() or max() with a key, and sort() of a list: false, and nothing emitted, where the
 * call has none or does not fit. */
bool bob_py_emit_keyed_call(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row);
bool bob_py_emit_keyed_sort(PyCompiler *c, const PyExpr *e, const PyExpr *receiver);

/* ---- emit_reduce.c ---- */

/* A built-in with the trait IS_LOOP, of a generator expression. */
void bob_py_emit_reduction(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row);
/* The least or greatest element; of none it is `otherwise` or, where that is NULL, an error.
 * `otherwise` is harmless, so that it can come last. */
void bob_py_emit_best(PyCompiler *c, const PyExpr *e, const PyBuiltinRow *row,
                      const PyExpr *otherwise);

/* dict.fromkeys(...). */
void bob_py_emit_fromkeys(PyCompiler *c, const PyExpr *e);

#endif
