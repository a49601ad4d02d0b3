i = 0


def step():
    global i
    i += 1


while i < 5:
    step()
    print(i, end=" ")
print()
for i in range(3):
    step()
    print(i, end=" ")
print(i)
