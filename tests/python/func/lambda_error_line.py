f = lambda x: (
    1 +
    x // 0
)
print(3)
f(
    2
)
