x = 5
spec = ",_"
print("before")
print(format(x, spec))
