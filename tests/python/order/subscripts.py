def say(x):
    print("eval", x)
    return x


data = [10, 20, 30, 40]
print(say(data)[say(1)])
print(say(data)[say(1):say(3)])
say(data)[say(0)] = say(99)
print(data)
say(data)[say(0)] += say(1)
print(data)
data[say(1)], data[say(2)] = say("p"), say("q")
print(data)
del say(data)[say(0)]
print(data)
