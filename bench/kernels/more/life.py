def neighbours(grid, width, height, x, y):
    left = (x - 1) % width
    right = (x + 1) % width
    above = grid[(y - 1) % height]
    row = grid[y]
    below = grid[(y + 1) % height]
    return above[left] + above[x] + above[right] + row[left] + row[right] + below[left] + below[x] + below[right]


def generation(grid, width, height):
    result = []
    for y in range(height):
        row = []
        for x in range(width):
            n = neighbours(grid, width, height, x, y)
            if n == 3 or n == 2 and grid[y][x] == 1:
                row.append(1)
            else:
                row.append(0)
        result.append(row)
    return result


def main():
    width = 128
    height = 96
    grid = []
    seed = 2024
    for y in range(height):
        row = []
        for x in range(width):
            seed = seed * 16807 % 2147483647
            row.append(seed // 16 % 2)
        grid.append(row)
    alive = 0
    for step in range(1200):
        grid = generation(grid, width, height)
        alive += sum([sum(row) for row in grid])
    print(alive)


main()
