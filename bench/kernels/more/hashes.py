def xorshift(x):
    x ^= (x << 13) & 0xFFFFFFFF
    x ^= x >> 17
    x ^= (x << 5) & 0xFFFFFFFF
    return x


def fnv(data):
    h = 2166136261
    for byte in data:
        h = ((h ^ byte) * 16777619) & 0xFFFFFFFF
    return h


def adler(data):
    a = 1
    b = 0
    for byte in data:
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a


def main():
    data = []
    x = 2463534242
    for i in range(10000):
        x = xorshift(x)
        data.append(x & 255)
    for round in range(1200):
        x = xorshift(x ^ fnv(data))
        x = xorshift(x ^ adler(data))
        data[round] = x & 255
    print(x)


main()
