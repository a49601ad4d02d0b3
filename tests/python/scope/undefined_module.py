print("a")
print(later)
later = 1
