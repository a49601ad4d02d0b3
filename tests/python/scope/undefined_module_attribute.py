def later():
    return math.pi + os.path


print("before")
if len("ab") > 2:
    print(os.getcwd(1, k=2))
print(later())
