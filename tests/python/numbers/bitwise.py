print(5 & 3, 5 | 3, 5 ^ 3, ~5, ~0, ~-1, 1 << 10, 1024 >> 3, -1 >> 1, -8 >> 1, -8 & 0xFF, -8 | 7, -8 ^ 7)
print(True & False, True | False, True ^ True, True & 1, ~True, True << 2, 6 & True)
x = 0b1010
x |= 0b0101
x &= 0b1100
x ^= 0xFF
x <<= 4
x >>= 2
print(x)
h = 0
for c in "hash":
    h = (h * 31 + ord(c)) & 0xFFFFFFFF
print(h)
