def reraise(n):
    try:
        return [1][n]
    except IndexError:
        print("seen")
        raise


def helper():
    raise


def other():
    try:
        raise ValueError("one")
    except ValueError as e:
        raise KeyError("two") from e


def in_helper():
    try:
        raise ValueError("from a helper")
    except ValueError:
        helper()


def deep(n):
    if n == 0:
        raise RuntimeError("bottom")
    return deep(n - 1)


def recurse(n):
    return recurse(n + 1)


try:
    reraise(3)
except IndexError as e:
    print("again", e)
try:
    other()
except KeyError as e:
    print("other", repr(e))
try:
    in_helper()
except ValueError as e:
    print(e)
try:
    raise
except RuntimeError as e:
    print(e)
try:
    raise "text"
except TypeError as e:
    print(e)
try:
    raise ValueError("x") from 5
except TypeError as e:
    print(e)
for n in (0, 3, 50):
    try:
        deep(n)
    except RuntimeError as e:
        print(n, e)
try:
    recurse(0)
except RecursionError as e:
    print("too deep")
except RuntimeError:
    print("no")
kept = None
try:
    raise OverflowError("big")
except ArithmeticError as e:
    kept = e
print(repr(kept), kept)
try:
    raise kept
except OverflowError as e:
    print(e is kept)
try:
    print(e)
except NameError as problem:
    print(problem)


def unbound():
    try:
        x = 1 / 0
    except ZeroDivisionError:
        pass
    try:
        return x
    except UnboundLocalError as e:
        return str(e)


print(unbound())
errors = []
for i in range(5):
    try:
        errors.append(10 // (i - 2))
    except ZeroDivisionError as e:
        errors.append(e)
print(errors)
try:
    pass
except:
    print("no")
else:
    print("else")
try:
    raise OSError(2, "No such file")
except OSError as e:
    print(e, repr(e))
try:
    try:
        raise KeyError(1)
    except:
        print("bare")
        raise
except LookupError as e:
    print(repr(e))
