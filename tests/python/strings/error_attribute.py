# what CPython says
print("first")
x = (5).zfill(2)
print(x)
