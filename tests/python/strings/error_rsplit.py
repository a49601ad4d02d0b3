# what CPython says
print("first")
x = 'abc'.rsplit('')
print(x)
