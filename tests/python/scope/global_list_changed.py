items = []


def push(x):
    items.append(x)
    return len(items)


print(push(1), push("a"), items)
items = ["new"]
print(push(2), items)
