import sys

if len(sys.argv) > 100:
    def f(x):
        return x
else:
    def f(x):
        return -x
print(f(3))
for i in range(3):
    def g():
        return 7
print(g())
