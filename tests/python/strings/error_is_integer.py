# what CPython says
print("first")
x = (5).is_integer()
print(x)
