def walk(tree, depth=0):
    if len(tree) == 0:
        return depth
    best = depth
    for child in tree:
        d = walk(child, depth + 1)
        if d > best:
            best = d
    return best


print(walk([]), walk([[]]), walk([[], [[], [[]]]]))
