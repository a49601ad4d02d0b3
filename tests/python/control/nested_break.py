for i in range(4):
    for j in range(4):
        if j == 2:
            break
        if i == 2:
            continue
        print(i, j)
    else:
        print("inner else")
    if i == 3:
        break
else:
    print("outer else")
