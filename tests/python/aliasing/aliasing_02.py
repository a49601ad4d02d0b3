def f(n):
    s = ""
    for i in range(n):
        s = s + chr(65 + i % 26)
    return s
a = f(30)
b = f(30)
print(a == b, a)
