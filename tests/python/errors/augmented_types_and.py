x = 6
print(x)
x &= "a"
print(x)
