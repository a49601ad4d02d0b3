print([1] + [2, 3], [1, 2] * 3, 2 * [0], [1] * 0, [1] * -1, [] + [])
print((1,) + (2,), (1, 2) * 2, 3 * ("a",), () * 5)
print("ab" * 3, 2 * "x", "a" * 0, "a" * -5, "" * 9)
print([1] * True, "a" * True)
l = [1]
l *= 3
print(l)
l += (2, 3)
l += "xy"
print(l)
m = l
m *= 2
print(l is m, len(l))
t = (1,)
u = t
t += (2,)
print(t, u)
t *= 2
print(t)
