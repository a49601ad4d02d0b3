def quicksort(a, low, high):
    while low < high:
        pivot = a[(low + high) // 2]
        i = low
        j = high
        while i <= j:
            while a[i] < pivot:
                i += 1
            while a[j] > pivot:
                j -= 1
            if i <= j:
                a[i], a[j] = a[j], a[i]
                i += 1
                j -= 1
        if j - low < high - i:
            quicksort(a, low, j)
            low = i
        else:
            quicksort(a, i, high)
            high = j


def main():
    n = 200000
    seed = 99
    checksum = 0
    for round in range(5):
        a = []
        for i in range(n):
            seed = seed * 16807 % 2147483647
            a.append(seed % 1000000)
        quicksort(a, 0, n - 1)
        for i in range(0, n, 7):
            checksum = (checksum * 31 + a[i]) % 1000000007
    print(checksum)


main()
