x = [1]
print("before")
print(f"{x:5}")
