def say(x):
    print("eval", x)
    return x


for i in range(say(0), say(3), say(1)):
    print(i)
n = 3
for i in range(n):
    n += 1
print(n)
l = [1, 2, 3]
for i in range(len(l)):
    l.append(i)
print(l)
