n = 0
print("a")
for i in range(1, 5,
               n):
    print(i)
