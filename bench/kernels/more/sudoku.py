PUZZLE = "800000000003600000070090200050007000000045700000100030001000068008500010090000400"
steps = 0


def fits(board, cell, digit):
    row = cell // 9 * 9
    column = cell % 9
    for k in range(9):
        if board[row + k] == digit or board[column + 9 * k] == digit:
            return False
    corner = cell // 27 * 27 + column // 3 * 3
    for k in range(3):
        if board[corner + k] == digit or board[corner + 9 + k] == digit or board[corner + 18 + k] == digit:
            return False
    return True


def solve(board, empty, at):
    global steps
    steps += 1
    if at == len(empty):
        return True
    cell = empty[at]
    for digit in range(1, 10):
        if fits(board, cell, digit):
            board[cell] = digit
            if solve(board, empty, at + 1):
                return True
    board[cell] = 0
    return False


def main():
    total = 0
    board = [int(ch) for ch in PUZZLE]
    empty = [cell for cell in range(81) if board[cell] == 0]
    for round in range(12):
        work = board[:]
        solve(work, empty, 0)
        for cell in range(81):
            total = (total * 10 + work[cell]) % 1000003
    print(total)
    print(steps)


main()
