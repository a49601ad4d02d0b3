# what CPython says
print("first")
x = 'abc'.rindex('x')
print(x)
