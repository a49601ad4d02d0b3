def say(x):
    print("eval", x)
    return x


data = [1, 2]


def get():
    print("get")
    return data


get()[say(0)] += say(5)
get()[say(-1)] **= say(3)
print(data)
n = 1
n += say(n) + say(2)
print(n)
