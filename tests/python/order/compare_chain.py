def say(x):
    print("eval", x)
    return x


print(say(1) < say(2) < say(3))
print(say(1) < say(0) < say(3))
print(say(3) > say(2) > say(2) > say(1))
print(say(1) == say(1) != say(2) in say([2]))
print(say(1) < say(2) > say(1))
print(not say(1) < say(2))
