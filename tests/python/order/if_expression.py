def say(x):
    print("eval", x)
    return x


print(say(1) if say(True) else say(2))
print(say(1) if say(False) else say(2))
print(say(1) if say(0) else say(2) if say(0) else say(3))
print([say("a"), say("b")][say(0) if say(1) else say(1)])
