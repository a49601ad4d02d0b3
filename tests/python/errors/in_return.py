def f(x):
    return (
        x[0] + x[1]
    )


print(f([1, 2]))
print(f([1]))
