# what CPython says
print("first")
x = 'abc'.removeprefix(1)
print(x)
