store = []
def keep(x):
    store.append(x)
def f():
    t = [1, 2]
    keep(t)
    t = [3]
f()
print(store)
