# what CPython says
print("first")
x = 'abc'.zfill(1.5)
print(x)
