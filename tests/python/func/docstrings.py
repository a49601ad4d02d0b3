"""Of the module."""


def f():
    """Of the function."""
    return 1


def g():
    "Only a docstring"


def h():
    '''Several
    lines'''
    "another string"
    x = 1
    "and one here"
    return x


print(f(), g(), h())
"a string in between"
1
None
