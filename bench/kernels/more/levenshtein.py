def distance(a, b):
    previous = [j for j in range(len(b) + 1)]
    for i in range(len(a)):
        current = [i + 1]
        for j in range(len(b)):
            cost = previous[j]
            if a[i] != b[j]:
                cost += 1
            if previous[j + 1] + 1 < cost:
                cost = previous[j + 1] + 1
            if current[j] + 1 < cost:
                cost = current[j] + 1
            current.append(cost)
        previous = current
    return previous[len(b)]


def main():
    words = []
    seed = 9
    for k in range(60):
        word = []
        seed = seed * 16807 % 2147483647
        for i in range(60 + seed % 40):
            seed = seed * 16807 % 2147483647
            word.append(97 + seed // 3 % 6)
        words.append(word)
    total = 0
    for a in words:
        for b in words:
            total += distance(a, b)
    print(total)


main()
