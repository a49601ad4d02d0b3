x = "a"
print(f"{x:>3}")
print(f"{x:d}")
