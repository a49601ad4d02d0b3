# what CPython says
print("first")
x = 'abc'.lstrip(1)
print(x)
