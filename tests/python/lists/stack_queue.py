stack = []
for c in "((a)(b(c)))":
    if c == "(":
        stack.append(c)
    elif c == ")":
        stack.pop()
    else:
        print(c, len(stack))
queue = [1]
seen = []
while queue:
    x = queue.pop(0)
    seen.append(x)
    for y in (2 * x, 2 * x + 1):
        if y < 12:
            queue.append(y)
print(seen)
