x = 0
if x:
    print("never")
elif 1 // x:
    print("never")
