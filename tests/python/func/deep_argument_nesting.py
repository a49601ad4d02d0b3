def f(x):
    return x + 1


print(f(f(f(f(f(f(f(f(f(f(0)))))))))))
print(f(f(1) * f(2) + f(f(3) - f(4))))
