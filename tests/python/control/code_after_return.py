def f():
    return 1
    print("never")


def g(n):
    while True:
        if n > 3:
            return n
        n += 1
    print("never")


def h():
    for i in range(3):
        break
        print("never")
    return i


print(f(), g(0), h())
