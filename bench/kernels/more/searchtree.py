def insert(keys, left, right, key):
    node = len(keys)
    at = 0
    while at < node:
        if key == keys[at]:
            return at
        if key < keys[at]:
            if left[at] < 0:
                left[at] = node
                break
            at = left[at]
        else:
            if right[at] < 0:
                right[at] = node
                break
            at = right[at]
    keys.append(key)
    left.append(-1)
    right.append(-1)
    return node


def height(left, right, node):
    if node < 0:
        return 0
    return 1 + max(height(left, right, left[node]), height(left, right, right[node]))


def in_order(keys, left, right, node, checksum):
    if node < 0:
        return checksum
    checksum = in_order(keys, left, right, left[node], checksum)
    checksum = (checksum * 31 + keys[node]) % 1000000007
    return in_order(keys, left, right, right[node], checksum)


def main():
    total = 0
    seed = 31337
    for round in range(20):
        keys = []
        left = []
        right = []
        for i in range(20000):
            seed = seed * 16807 % 2147483647
            insert(keys, left, right, seed % 15000)
        total += in_order(keys, left, right, 0, 0) + height(left, right, 0)
    print(total)


main()
