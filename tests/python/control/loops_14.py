i = 5
def f():
    return [i for i in range(3)], i
print(f())
