s = "abc"
for i in range(len(s) - 1, -1, -1):
    print(s[i])
