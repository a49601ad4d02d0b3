count = [0]


def where():
    count[0] += 1
    return count[0] - 1


data = [1, 2, 3, 4]
data[where()] += 10
data[where()] -= 10
data[where()] *= 10
data[where()] //= 3
print(data, count)
