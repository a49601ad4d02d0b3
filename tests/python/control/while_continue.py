n = 0
while n < 10:
    n += 1
    if n % 2:
        continue
    if n == 8:
        break
    print(n)
print("end", n)
