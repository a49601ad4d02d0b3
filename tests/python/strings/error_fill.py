# what CPython says
print("first")
x = 'abc'.center(5, 'ab')
print(x)
