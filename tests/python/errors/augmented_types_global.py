count = None


def f():
    global count
    count += 1


f()
