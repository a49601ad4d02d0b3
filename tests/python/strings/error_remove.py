# what CPython says
print("first")
x = [1].remove(2)
print(x)
