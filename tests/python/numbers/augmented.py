x = 10
x += 5
x -= 3
x *= 4
x //= 5
x **= 2
x %= 50
x /= 4
print(x)
x = 7
x <<= 3
x >>= 1
x |= 3
x &= 30
x ^= 5
print(x)
f = 1.5
f += 1
f *= f
f -= 0.25
f //= 2
f **= 0.5
print(f)
