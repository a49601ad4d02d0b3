MOD = 7340033


def power(base, exponent):
    result = 1
    while exponent > 0:
        if exponent % 2 == 1:
            result = result * base % MOD
        base = base * base % MOD
        exponent //= 2
    return result


def transform(a, n, root):
    j = 0
    for i in range(1, n):
        bit = n // 2
        while j >= bit:
            j -= bit
            bit //= 2
        j += bit
        if i < j:
            a[i], a[j] = a[j], a[i]
    length = 2
    while length <= n:
        step = power(root, n // length)
        half = length // 2
        for start in range(0, n, length):
            w = 1
            for k in range(start, start + half):
                u = a[k]
                v = a[k + half] * w % MOD
                a[k] = (u + v) % MOD
                a[k + half] = (u - v + MOD) % MOD
                w = w * step % MOD
        length *= 2


def multiply(a, b, n):
    root = power(3, (MOD - 1) // n)
    transform(a, n, root)
    transform(b, n, root)
    for i in range(n):
        a[i] = a[i] * b[i] % MOD
    transform(a, n, power(root, MOD - 2))
    inverse = power(n, MOD - 2)
    for i in range(n):
        a[i] = a[i] * inverse % MOD


def main():
    n = 8192
    seed = 5
    checksum = 0
    for round in range(50):
        a = [0] * n
        b = [0] * n
        for i in range(n // 2):
            seed = seed * 16807 % 2147483647
            a[i] = seed % MOD
            seed = seed * 16807 % 2147483647
            b[i] = seed % MOD
        multiply(a, b, n)
        for i in range(n):
            checksum = (checksum * 31 + a[i]) % 1000000007
    print(checksum)


main()
