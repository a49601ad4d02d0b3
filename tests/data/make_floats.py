#!/usr/bin/python3
"""Writes what CPython says of floats, for tests/unit/test_floattext.c:

tests/data/floats.txt        rows of hard cases; bits are the double's, in hex
    r BITS REPR              repr, and reading it back
    s BITS TEXT              float(TEXT)
    n BITS PLACES BITS|!     round(x, PLACES); ! where CPython raises OverflowError
tests/data/float_hashes.txt  for each 1000 of a million doubles made by numbered_double()
                             here and there alike, the FNV-1a hash of their reprs, one a line

Run from the repository's root. The same on every run."""

import random
import struct

ROWS = 2000
BLOCKS, BLOCK = 1000, 1000
MASK = (1 << 64) - 1


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def double(b):
    return struct.unpack("<d", struct.pack("<Q", b))[0]


def splitmix(i):
    z = (i + 1) * 0x9E3779B97F4A7C15 & MASK
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def finite(b):
    return b if b >> 52 & 0x7FF != 0x7FF else b & ~(1 << 62)


def numbered_double(i):
    a, b = splitmix(2 * i), splitmix(2 * i + 1)
    kind = i % 10
    if kind < 2:  # any bits
        return double(finite(a))
    if kind < 4:  # the magnitudes of daily life, 2**-40 to 2**60
        return double((a & (1 << 52) - 1) + (983 + b % 100 << 52))
    if kind == 4:  # subnormals of all sizes
        return double((a & (1 << 52) - 1) >> b % 52)
    if kind == 5:  # powers of two and their neighbours
        return double(((a % 2045 + 1) << 52) + b % 3 - 1)
    if kind == 6:  # short decimals
        return float(a % 10 ** (b % 15 + 1)) / float(10 ** (b // 16 % 23))
    if kind == 7:  # integers of all sizes
        return float(a >> b % 64)
    if kind == 8:  # halves, quarters, ...
        return float(a >> 24) / float(1 << b % 60)
    return double(bits(float(f"1e{a % 616 - 307}")) + b % 5 - 2)  # next to powers of ten


def hash_block(first):
    h = 0xCBF29CE484222325
    for i in range(first, first + BLOCK):
        for byte in (repr(numbered_double(i)) + "\n").encode():
            h = (h ^ byte) * 0x100000001B3 & MASK
    return h


def repr_cases(rng):
    yield from (0.0, -0.0, float("inf"), -float("inf"), float("nan"), 0.1, -0.1, 1 / 3, 2 / 3)
    yield from (1e15, 1e16, 1e17, 123456789012345680.0, 9999999999999998.0, 99999999999999999.0)
    yield from (1e-3, 1e-4, 1e-5, 0.00012345, 999999999999999.9, 9007199254740993.0, 2.0**53 + 2)
    yield from (5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308)
    yield from (2.0**k for k in range(-1074, 1024, 3))
    yield from (double(bits(float(f"1e{k}")) + d) for k in range(-323, 309, 5) for d in (-1, 0, 1))
    for _ in range(ROWS // 5):
        yield double(finite(rng.getrandbits(64)))
        yield double(rng.getrandbits(52) >> rng.randrange(52))
        yield round(rng.uniform(-1000, 1000), rng.randrange(6))
        yield float(rng.getrandbits(rng.randrange(1, 64)))


def halfway(b):
    """The decimal text exactly between a double and the next."""
    low, high = double(b).as_integer_ratio(), double(b + 1).as_integer_ratio()
    n, d = low[0] * high[1] + high[0] * low[1], 2 * low[1] * high[1]
    places = d.bit_length() - 1  # d is a power of two
    while d % 2 == 0 and n % 2 == 0:
        n, d, places = n // 2, d // 2, places - 1
    return str(n * 5**places), -places


def read_cases(rng):
    yield from ("0", "-0", "+0.", ".5", "5.", "00000.00000", "1e5", "1E+5", "1e-5", "-1.5e3", "0e999")
    yield from ("1e400", "-1e400", "1e-400", "1e99999999999999999999", "1e-99999999999999999999")
    yield from ("1.7976931348623158e308", "1.7976931348623159e308", "4.9e-324", "2.4e-324", "2.5e-324")
    yield from ("9007199254740993", "9007199254740992.99999", "9007199254740993.0000000001")
    yield from ("0." + "0" * 400 + "1e400", "1" + "0" * 400 + "e-400", "123456789012345e22")
    for b in (0, 1, 0x000FFFFFFFFFFFFF, 0x3FF0000000000000, 0x7FEFFFFFFFFFFFFE):
        digits, exponent = halfway(b)
        for tail in ("", "0", "000001"):
            cut = len(tail)
            yield f"{digits}{tail}e{exponent - cut}"
        yield f"{int(digits) - 1}e{exponent}"
    for _ in range(60):
        digits, exponent = halfway(rng.getrandbits(62) % 0x7FE0000000000000)
        if len(digits) < 60:
            yield f"{digits}e{exponent}"
            yield f"{digits}1e{exponent - 1}"
    for _ in range(100):
        yield f"{rng.getrandbits(70)}.{rng.getrandbits(40)}e{rng.randrange(-340, 300)}"


def round_cases(rng):
    for x in (0.5, 1.5, 2.5, 2.675, 1.005, 0.125, 0.375, -0.5, -2.5, 1e22, 0.0, -0.0, 5e-324):
        yield from ((x, n) for n in (-400, -23, -22, -1, 0, 1, 2, 3, 22, 323, 324, 10**18))
    for x in (5.0, 15.0, 25.0, 25.5, 24.99, 45.0, 55.0, 95.0, 99.5, 4.9, 5.0000001, 449.9, 450.0, 950.0):
        yield from ((s * x, n) for n in (-1, -2, -3) for s in (1, -1))
    for x in (1.7976931348623157e308, 9e307, 5e307, 1.5e308):
        yield from ((x, n) for n in (-307, -308, -309, -300, 0, 10))
    yield from ((float(x), n) for x in ("inf", "-inf", "nan") for n in (0, 2, -2))
    for _ in range(250):
        yield rng.uniform(-1e3, 1e3), rng.randrange(-4, 17)
        yield rng.randrange(10**6) / 1000 + 0.0005, 3
        yield double(finite(rng.getrandbits(64))), rng.randrange(-308, 324)


def rounded(x, n):
    try:
        return f"{bits(round(x, n)):016x}"
    except OverflowError:
        return "!"


def main():
    rng = random.Random(1)
    with open("tests/data/floats.txt", "w") as out:
        for x in repr_cases(rng):
            print("r", f"{bits(x):016x}", repr(x), file=out)
        for text in read_cases(rng):
            print("s", f"{bits(float(text)):016x}", text, file=out)
        for x, n in round_cases(rng):
            print("n", f"{bits(x):016x}", n, rounded(x, n), file=out)
    with open("tests/data/float_hashes.txt", "w") as out:
        for block in range(BLOCKS):
            print(f"{hash_block(block * BLOCK):016x}", file=out)


if __name__ == "__main__":
    main()
