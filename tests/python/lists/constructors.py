print(list(), list("abc"), list((1, 2)), list([1]), tuple(), tuple([1, 2]), tuple("ab"), list("é€"))
print(str(), int(), float(), bool(), str([1, "a"]), str((1,)), str(None), str(True))
a = [1]
print(list(a) is a, list(a) == a)
t = (1, 2)
print(tuple(t) == t, list(t), tuple(list(t)))
print(list(enumerate("ab")), list(zip("ab", [1, 2])), list(reversed([1, 2])), list(range(3)))
