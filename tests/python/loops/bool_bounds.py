# A bool is an int where a range or enumerate begins, ends and steps.
for i in range(any([0]), 2):
    print(i)
for i in range(not 1, 2):
    print(i)
print([i for i in range(bool(0), 2)])
for n, x in enumerate('ab', 'a'.startswith('b')):
    print(n, x)
for n in enumerate('ab', True):
    print(n)
a = 3 > 2
b = 3 < 2
for i in range(b, a):
    print(i)
for i in range(b | b, a & a):
    print(i)
for i in range(b and a, a or b):
    print(i)
for i in range(False if a else True, 3, a):
    print(i)
for i in range(True, -2, -a):
    print(i)
print([i for i in range(a == b, 3 in [3])], [i for i in range(a is True, 2)])
print(list(range(b, 2)), list(range(False, True)), list(enumerate('ab', a)))
print([p for p in zip(range(b, 3), range(a, 3))])
print([i for i in reversed(range(b, a))], [i for i in reversed(range(b, 3, a))])
print(sum(i for i in range(b, a)), max(i for i in range(b, a)), [min(b, a), max(a, b), sum([b, a])])


def f(lo, hi, by):
    for i in range(lo, hi, by):
        print(i, end=' ')
    for n, x in enumerate('xy', lo):
        print(n, x, end=' ')
    print()


f(False, True, True)
f(True, 3, 2)
f(min(a, b), max(a, b), abs(a))
t = (False, [True])
for i in range(t[0], t[1][0]):
    print(i)
print(+a, -b, ~a, a + b, a * b, a - b, a // a, a ** a, a % a, a << b, a ^ a, a ^ b, round(a), abs(b), divmod(a, a))
x = False
x += False
for i in range(x, 1):
    print(i)
x = False
x |= False
for i in range(x, 1):
    print(i)
x |= 0
print(x)
