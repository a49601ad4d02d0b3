x = 2
print(x)
x **= "a"
print(x)
