def popcount(x):
    x = x - ((x >> 1) & 0x55555555)
    x = (x & 0x33333333) + ((x >> 2) & 0x33333333)
    x = (x + (x >> 4)) & 0x0F0F0F0F
    x = x + (x >> 8)
    return (x + (x >> 16)) & 63


def reverse(x):
    result = 0
    for k in range(16):
        result = (result << 1) | (x & 1)
        x >>= 1
    return result


def gray(x):
    return x ^ (x >> 1)


def ungray(x):
    shift = 1
    while shift < 32:
        x ^= x >> shift
        shift <<= 1
    return x


def main():
    bits = 0
    palindromes = 0
    mixed = 0
    for i in range(5000000):
        g = gray(i)
        bits += popcount(g ^ 0x2AAAAAAA)
        if i < 65536 and reverse(i) == i:
            palindromes += 1
        mixed = (mixed * 5 + ungray(g ^ 1)) & 0xFFFFFF
    print(bits)
    print(palindromes)
    print(mixed)


main()
