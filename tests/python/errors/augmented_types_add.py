x = 5
print(x)
x += "a"
print(x)
