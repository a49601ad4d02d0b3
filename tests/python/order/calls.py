def say(x):
    print("eval", x)
    return x


def f(a, b, c):
    return [a, b, c]


print(f(say(1), say(2), say(3)))
print(f(c=say(1), b=say(2), a=say(3)))
print(f(say(1), c=say(2), b=say(3)))
print(max(say(4), say(9), say(2)))
print(min(say(4), say(9), say(2)))
print(say("x"), say("y"), sep=say("-"), end=say("!\n"))
print(say("x"), say("y"), end=say("!\n"), sep=say("-"))
