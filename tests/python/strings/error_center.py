# what CPython says
print("first")
x = 'abc'.center('a')
print(x)
