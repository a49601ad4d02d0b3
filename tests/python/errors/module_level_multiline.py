x = [1, 2]
print("a")
y = (x[0] +
     x[1] +
     x[2])
