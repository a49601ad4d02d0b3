n = 3
while True:
    n -= 1
    print(6 % n)
