def check(b):
    s = 0
    for i in range(3):
        s = s * 31 % 1000003
        s += b // 3 + b // 7 * 2 + b // 10 * 3 + b // 1000000007 * 5 + b // 9223372036854775807
        s = s % 1000000007
        s += b % 3 + b % 7 * 2 + b % 10 * 3 + b % 1000000007 * 5 + b % 9223372036854775807 % 17 + b // 4611686018427387905 + b % 4611686018427387905 % 1009
    return s
def main():
    x = 1
    t = 0
    for i in range(62):
        for k in range(-3, 4):
            t = (t * 17 + check(x + k) + check(-x + k)) % 1000000009
        x = x * 2
    big = 9223372036854775807
    print(t, check(big), check(-big - 1), check(-big), check(big - 1), check(0), check(-1))
main()
