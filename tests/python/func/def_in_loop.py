fs = []
for i in range(3):
    def f(x):
        return x + 1
    fs.append(f)
print([g(1) for g in fs])
