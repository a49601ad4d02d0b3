def swap(a, i, j):
    a[i], a[j] = a[j], a[i]


a = [1, 2, 3]
for k in range(5):
    swap(a, 0, k)
    print(a)
