# what CPython says
print("first")
x = hex('a')
print(x)
