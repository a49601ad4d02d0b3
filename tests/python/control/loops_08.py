a = b = 0
def g():
    global a, b
    a, b = b + 1, a + 1
    return a
for i in range(3):
    g()
    print(a, b)
