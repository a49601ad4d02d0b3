x = 2.5
print(x)
x /= [1]
print(x)
