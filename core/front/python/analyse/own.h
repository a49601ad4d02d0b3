/* Ownership: whose object a RELEASE may give back.
 *
 * There is no garbage collector and no reference count, so a RELEASE is a promise that nobody
 * refers to the object any more; a wrong one makes a dangling reference. The promise is proved
 * from facts that only ever gain, while infer.c walks the module until nothing changes:
 *
 *   kept      something besides the variable may refer to its object: it was stored in a list or
 *             another variable, passed to a function that keeps it, yielded by an expression
 *             whose value is kept
 *   tainted   the variable was given an object that something else may refer to. Kept and tainted
 *             differ in who came first: `b = a` keeps a's object and taints b
 *   made      it was given a fresh object (T_FRESH: the expression made it), else there is nothing
 *             to release
 *
 * A local that is made and neither kept nor tainted, and whose values are all objects, is an
 * owner: what it refers to is its alone. It is released when it is assigned again and when its
 * function ends. Between, two more hold objects: a temporary (a fresh value of an expression)
 * that an operation only reads is remembered in a hidden local and released after it; and a loop
 * does so with what it runs over.
 *
 * An owner begins as the empty string, which needs no storage and may be released any number of
 * times, so that its first assignment releases something harmless. That must not be seen: where a
 * use is not dominated by the first assignment (PySymbol.undominated) the variable itself stays
 * unbound, and a second local of that name with `.own` after it holds the same object.
 *
 * All this assumes that a function goes on from statement to statement, or the program ends. In a
 * function where that is not so (a handler of exceptions would be entered with temporaries held,
 * and with variables half way through an assignment) ownership is switched off: PyScope.unowned.
 * No RELEASE is emitted in it then. What it says about its parameters and results stays true, since
 * that is about references, not about releases: those who call it and whom it calls need not know.
 *
 * No other file emits RELEASE or reads PyOwnership. */
#ifndef BOB_PYTHON_OWN_H
#define BOB_PYTHON_OWN_H

#include "core/front/python/compiler.h"

/* ---- facts, for infer.c; each sets c->changed where it tells something new ---- */

/* A value of these types is bound to a variable. A constant is fresh and yet nobody's to release:
 * it lives as long as the program. */
void bob_py_own_give(PyCompiler *c, PySymbol *s, PyTypes types, bool constant);
/* Something else may refer to its object from now on. */
void bob_py_own_keep(PyCompiler *c, PySymbol *s);
/* Its object is, or may be, another's: a parameter's is the caller's. */
void bob_py_own_taint(PyCompiler *c, PySymbol *s);
/* Whether its object may be referred to after its frame, or a call that it is passed to, is gone.
 */
bool bob_py_own_is_kept(const PySymbol *s);
/* Whether nothing else refers to its object, so that it can be handed over as if just made. */
bool bob_py_own_is_sole(const PySymbol *s);
/* The local whose object an assignment takes over, since nothing reads the local after it, or
 * NULL. */
PySymbol *bob_py_moved(PyCompiler *c, uint32_t scope, const PyStmt *s);
/* Of a list or tuple that this expression makes: the types of its elements, with T_FRESH where
 * nothing else refers to them either; else T_ALL. */
PyTypes bob_py_made_elements(const PyExpr *e);
/* All of them kept and tainted: nothing is released but temporaries. */
void bob_py_own_give_up(PyCompiler *c);
/* Decides who is an owner; once, when the facts are final. */
void bob_py_own_decide(PyCompiler *c);

/* ---- code ---- */

/* Whether e is surely an object that nothing else refers to, to be released after its use. */
bool bob_py_is_temporary(PyCompiler *c, const PyExpr *e);
/* Takes the value on the stack, which was made for this use: RELEASE, or POP where ownership is
 * off. */
void bob_py_release_top(PyCompiler *c);
/* The value of an expression that nobody wants. */
void bob_py_drop(PyCompiler *c, const PyExpr *e);
/* The truth of the temporary on the stack in its place, and the temporary given back. */
void bob_py_release_tested(PyCompiler *c);

/* Remembers the value on the stack, which was made for this use, in a hidden local: its name, or
 * PY_NOTHING where ownership is off. */
uint32_t bob_py_hold_top(PyCompiler *c);
/* Gives back what a hidden local holds, which was made for this use. */
void bob_py_release_made(PyCompiler *c, uint32_t name);
/* e, remembered in a hidden local where it is a temporary: PY_NOTHING where not.
 * bob_py_release_local gives it back, under whatever is on the stack. */
uint32_t bob_py_emit_held(PyCompiler *c, const PyExpr *e);
void bob_py_release_local(PyCompiler *c, uint32_t name);
/* The same where e is read and nothing in it lives on, so that its elements can go too. */
void bob_py_release_held(PyCompiler *c, uint32_t name, const PyExpr *e);

/* The temporaries among the arguments of a call, until the call is over. */
#define PY_MOST_HELD 16u
typedef struct PyHeld {
    uint32_t names[PY_MOST_HELD];
    const PyExpr *values[PY_MOST_HELD];
    uint32_t count;
    bool all; /* no element lives on either */
} PyHeld;

/* An argument; `retained`: it may live on after the call, which makes it no temporary. */
void bob_py_emit_argument(PyCompiler *c, const PyExpr *e, bool retained, PyHeld *held);
void bob_py_release_arguments(PyCompiler *c, const PyHeld *held);

/* Binds the value on the stack to a local; an owner's object is released. */
void bob_py_store_local(PyCompiler *c, PySymbol *s);
/* Whether `target += list` may leave the variable alone: an owner's list is still that object, and
 * storing it would release it. */
bool bob_py_stays_itself(const PySymbol *s, const PyExpr *target);
/* The object of a moved local is the target's now: it may not release it. */
void bob_py_forget_moved(PyCompiler *c, PySymbol *moved);
/* Owners where the function begins and ends; `returned` is a name that is returned, or NULL: its
 * object is the caller's. */
void bob_py_begin_owners(PyCompiler *c);
void bob_py_release_owners(PyCompiler *c, const PyExpr *returned);

#endif
