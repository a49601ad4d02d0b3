words = "b a c".split()
s = sorted(words)
words = s
s = [w + "!" for w in words]
print(words, s)
