def f():
    for i in [[1], [2]]:
        for j in zip([1, 2], [3]):
            return j
print(f())
