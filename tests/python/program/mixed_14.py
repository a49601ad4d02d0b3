def say(x):
    print(x)
    return x
print(max(say(x) for x in [1, "a", 2]))
