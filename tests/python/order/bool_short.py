def say(x):
    print("eval", x)
    return x


print(say(0) and say(1))
print(say(1) and say(2))
print(say(0) or say(1))
print(say(1) or say(2))
print(say("") or say([]) or say(None) or say(0))
print(say("a") and say([1]) and say(7))
print(not say(0) and say(3))
print((say(0) or say(2)) and (say(3) or say(4)))
if say(1) and not say(0) or say(5):
    print("taken")
