print(",".join(["a", "b", "c"]), "".join(["x", "y"]), "-".join("abc"), ", ".join([]), "x".join(["one"]), "".join([]))
print("\n".join(("1", "2")), "é".join(["a", "b"]), " ".join([str(i) for i in range(5)]))
words = ["a", "b"]
print("+".join(words + ["c"]), "".join(reversed("hello")))
