x = None
print("before")
print(f"{x:>5}")
