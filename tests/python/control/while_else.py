n = 3
while n:
    n -= 1
    print(n)
else:
    print("done")
n = 3
while n > 0:
    n -= 1
    if n == 1:
        break
else:
    print("not here")
while False:
    print("never")
else:
    print("else of nothing")
while True:
    break
else:
    print("not here")
