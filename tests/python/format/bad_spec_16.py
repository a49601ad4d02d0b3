x = "a"
print("before")
print(f"{x:.2f}")
