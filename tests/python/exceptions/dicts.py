def lookup(d, keys):
    found = []
    for k in keys:
        try:
            found.append(d[k])
        except KeyError as e:
            found.append(repr(e))
            found.append(str(e))
            found.append(e)
    return found


d = {"a": 1, 2: "b", (1, 2): None}
print(lookup(d, ["a", "b", 2, 3, (1, 2), (2, 1), 1.5, None]))
for k, v in d.items():
    try:
        if k == 2:
            raise ValueError(v)
        print(k, v)
    except ValueError as e:
        print("value", e)
        continue
    finally:
        print("next")
for k in d:
    try:
        if k == 2:
            break
    finally:
        print("f", k)


def first(d):
    for k in d:
        try:
            return d[k] / 0
        except ZeroDivisionError:
            for j in range(3):
                try:
                    if j == 2:
                        return k
                finally:
                    print("j", j)
    return None


print(first(d))
try:
    {}.popitem()
except KeyError as e:
    print(e, repr(e))
try:
    d[[1]]
except TypeError as e:
    print(e)
total = 0
for i in range(1000):
    try:
        total += 10 // (i % 5)
    except ZeroDivisionError:
        total -= 1
print(total)
