# what CPython says
print("first")
x = 'a'.center()
print(x)
