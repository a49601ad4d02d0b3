x = 1.5
print("before")
print(f"{x:d}")
