def f(a, b, c, d, e, f_, g, h, i, j):
    return a + b * 2 + c * 3 + d * 4 + e * 5 + f_ * 6 + g * 7 + h * 8 + i * 9 + j * 10


print(f(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
print(f(j=1, i=2, h=3, g=4, f_=5, e=6, d=7, c=8, b=9, a=10))
