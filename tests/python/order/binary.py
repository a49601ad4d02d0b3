def say(x):
    print("eval", x)
    return x


print(say(1) + say(2) * say(3))
print(say(2) ** say(3) ** say(1))
print((say(8) - say(3)) // say(2))
print(say("a") + say("b") + say("c"))
print(say(1) << say(2) | say(4) & say(7) ^ say(1))
print(say([1]) + say([2]))
print(-say(3) % say(2))
