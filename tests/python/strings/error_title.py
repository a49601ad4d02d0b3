# what CPython says
print("first")
x = 'abc'.title(1)
print(x)
