def make():
    global made
    made = [1, 2]


make()
print(made)
made.append(3)
print(made)
