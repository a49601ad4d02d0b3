# what CPython says
print("first")
x = 'a'.center(1, 'b', 'c')
print(x)
