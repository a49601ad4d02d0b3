def say(x):
    print("eval", x)
    return x


def f(a=say(1), b=say(2)):
    return a + b


print("defined")
print(f())
print(f(say(10)))
print(f(b=say(20)))
