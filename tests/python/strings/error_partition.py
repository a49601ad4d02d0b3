# what CPython says
print("first")
x = 'abc'.partition('')
print(x)
