# what CPython says
print("first")
x = 'abc'.ljust(5, 5)
print(x)
