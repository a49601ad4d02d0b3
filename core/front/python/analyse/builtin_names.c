/* The names that Python has from the start. */
#include <string.h>

#include "core/front/python/compiler.h"

bool bob_py_is_builtin_name(const char *name)
{
    static const char *const others[] = {"Ellipsis",
                                         "NotImplemented",
                                         "GeneratorExit",
                                         "EnvironmentError",
                                         "StopAsyncIteration",
                                         "__annotations__",
                                         "__build_class__",
                                         "__builtins__",
                                         "__cached__",
                                         "__debug__",
                                         "__doc__",
                                         "__file__",
                                         "__import__",
                                         "__loader__",
                                         "__name__",
                                         "__package__",
                                         "__spec__",
                                         "aiter",
                                         "anext",
                                         "ascii",
                                         "bin",
                                         "breakpoint",
                                         "bytearray",
                                         "bytes",
                                         "callable",
                                         "classmethod",
                                         "compile",
                                         "complex",
                                         "copyright",
                                         "credits",
                                         "delattr",
                                         "dict",
                                         "dir",
                                         "eval",
                                         "exec",
                                         "exit",
                                         "filter",
                                         "frozenset",
                                         "getattr",
                                         "globals",
                                         "hasattr",
                                         "hash",
                                         "help",
                                         "hex",
                                         "id",
                                         "input",
                                         "isinstance",
                                         "issubclass",
                                         "iter",
                                         "license",
                                         "locals",
                                         "map",
                                         "memoryview",
                                         "next",
                                         "object",
                                         "oct",
                                         "open",
                                         "property",
                                         "quit",
                                         "set",
                                         "setattr",
                                         "slice",
                                         "staticmethod",
                                         "super",
                                         "type",
                                         "vars",
                                         NULL};
    unsigned i;
    if (bob_py_builtin_row(name) != NULL || bob_py_is_error_type(name))
        return true;
    for (i = 0; others[i] != NULL; i++)
        if (strcmp(others[i], name) == 0)
            return true;
    return false;
}

bool bob_py_is_error_type(const char *name)
{
    static const char *const types[] = {"ArithmeticError",
                                        "AssertionError",
                                        "AttributeError",
                                        "BaseException",
                                        "BaseExceptionGroup",
                                        "BlockingIOError",
                                        "BrokenPipeError",
                                        "BufferError",
                                        "BytesWarning",
                                        "ChildProcessError",
                                        "ConnectionAbortedError",
                                        "ConnectionError",
                                        "ConnectionRefusedError",
                                        "ConnectionResetError",
                                        "DeprecationWarning",
                                        "EOFError",
                                        "EncodingWarning",
                                        "Exception",
                                        "ExceptionGroup",
                                        "FileExistsError",
                                        "FileNotFoundError",
                                        "FloatingPointError",
                                        "FutureWarning",
                                        "IOError",
                                        "ImportError",
                                        "ImportWarning",
                                        "IndentationError",
                                        "IndexError",
                                        "InterruptedError",
                                        "IsADirectoryError",
                                        "KeyError",
                                        "KeyboardInterrupt",
                                        "LookupError",
                                        "MemoryError",
                                        "ModuleNotFoundError",
                                        "NameError",
                                        "NotADirectoryError",
                                        "NotImplementedError",
                                        "OSError",
                                        "OverflowError",
                                        "PendingDeprecationWarning",
                                        "PermissionError",
                                        "ProcessLookupError",
                                        "RecursionError",
                                        "ReferenceError",
                                        "ResourceWarning",
                                        "RuntimeError",
                                        "RuntimeWarning",
                                        "StopIteration",
                                        "SyntaxError",
                                        "SyntaxWarning",
                                        "SystemError",
                                        "SystemExit",
                                        "TabError",
                                        "TimeoutError",
                                        "TypeError",
                                        "UnboundLocalError",
                                        "UnicodeDecodeError",
                                        "UnicodeEncodeError",
                                        "UnicodeError",
                                        "UnicodeTranslateError",
                                        "UnicodeWarning",
                                        "UserWarning",
                                        "ValueError",
                                        "Warning",
                                        "ZeroDivisionError",
                                        NULL};
    unsigned i;
    for (i = 0; types[i] != NULL; i++)
        if (strcmp(types[i], name) == 0)
            return true;
    return false;
}

bool bob_py_calls(PyCompiler *c, uint32_t scope, const PyExpr *e, const char *name)
{
    return e->kind == PY_CALL && e->call.function->kind == PY_NAME &&
           bob_py_is(e->call.function->name.id, name) &&
           bob_py_resolve(c, scope, e->call.function->name.id).kind == REF_BUILTIN;
}

bool bob_py_is_lazy(PyCompiler *c, uint32_t scope, const PyExpr *e)
{
    return bob_py_calls(c, scope, e, "range") || bob_py_calls(c, scope, e, "enumerate") ||
           bob_py_calls(c, scope, e, "zip") || bob_py_calls(c, scope, e, "reversed");
}
