x = "a"
print("before")
print(f"{x:d}")
