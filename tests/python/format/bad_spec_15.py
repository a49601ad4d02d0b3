x = 5
print("before")
print(f"{x:10.2d}")
