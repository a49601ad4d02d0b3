# what CPython says
print("first")
x = 'abc'.partition(5)
print(x)
