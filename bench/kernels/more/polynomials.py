def product(a, b):
    result = [0] * (len(a) + len(b) - 1)
    for i in range(len(a)):
        for j in range(len(b)):
            result[i + j] += a[i] * b[j]
    return result


def evaluate(p, x):
    value = 0
    for k in range(len(p) - 1, -1, -1):
        value = value * x + p[k]
    return value


def derivative(p):
    return [k * p[k] for k in range(1, len(p))]


def main():
    ints = 0
    floats = 0.0
    for round in range(3000):
        p = [(k * k + round) % 11 - 4 for k in range(60)]
        q = [(k * k * k + round) % 13 - 5 for k in range(80)]
        r = product(p, q)
        ints += evaluate(r, 1) + evaluate(derivative(r), -1)
        u = [0.5 * c for c in p]
        v = [0.25 * c for c in q]
        w = product(u, v)
        for x in range(10):
            floats += evaluate(w, x / 10) - evaluate(derivative(w), -x / 16)
            floats += evaluate(p, x / 32)
    print(ints)
    print("%.9f" % floats)


main()
