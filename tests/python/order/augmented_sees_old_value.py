x = 1


def change():
    global x
    x = 100
    return 1


x += change()
print(x)
x = x + change()
print(x)
x = change() + x
print(x)
