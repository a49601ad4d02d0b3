# what CPython says
print("first")
x = 'a'.splitlines('a')
print(x)
