print(min([4]))
print(min([]))
