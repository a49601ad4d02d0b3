# what CPython says
print("first")
x = 'a'.bit_length()
print(x)
