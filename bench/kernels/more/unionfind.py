def find(parent, x):
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x


def union(parent, size, a, b):
    a = find(parent, a)
    b = find(parent, b)
    if a == b:
        return False
    if size[a] < size[b]:
        a, b = b, a
    parent[b] = a
    size[a] += size[b]
    return True


def percolate(width, seed):
    """Cells opened at random until the top row is joined to the bottom row."""
    cells = width * width
    top = cells
    bottom = cells + 1
    parent = [i for i in range(cells + 2)]
    size = [1] * (cells + 2)
    is_open = [False] * cells
    opened = 0
    while find(parent, top) != find(parent, bottom):
        seed = seed * 16807 % 2147483647
        cell = seed % cells
        if is_open[cell]:
            continue
        is_open[cell] = True
        opened += 1
        column = cell % width
        if cell < width:
            union(parent, size, cell, top)
        elif is_open[cell - width]:
            union(parent, size, cell, cell - width)
        if cell >= cells - width:
            union(parent, size, cell, bottom)
        elif is_open[cell + width]:
            union(parent, size, cell, cell + width)
        if column > 0 and is_open[cell - 1]:
            union(parent, size, cell, cell - 1)
        if column < width - 1 and is_open[cell + 1]:
            union(parent, size, cell, cell + 1)
    return opened


def main():
    total = 0
    for k in range(60):
        total += percolate(200, 1000 + k)
    print(total)


main()
