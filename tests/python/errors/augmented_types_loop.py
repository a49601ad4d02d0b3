total = 0
for word in ["a", "b"]:
    print(word)
    total += word
