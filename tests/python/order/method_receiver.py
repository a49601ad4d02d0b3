def say(x):
    print("eval", x)
    return x


say([3, 1, 2]).sort()
print(say("a,b").split(say(",")))
print(say("-").join(say(["x", "y"])))
l = []
l.append(say(1))
l.insert(say(0), say(2))
say(l).extend(say([5]))
print(l)
print("{} {}".format(say(1), say(2)))
print("%s %s" % (say(1), say(2)))
print(f"{say(1)} {say(2):>{say(5)}} {say('z')!r}")
