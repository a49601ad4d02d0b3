def f(items):
    for i in items:
        pass
    return i


print(f([1, 2]))
print(f([]))
