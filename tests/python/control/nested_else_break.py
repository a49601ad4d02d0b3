for i in range(3):
    for j in range(3):
        if i * j == 2:
            print("found", i, j)
            break
    else:
        print("none for", i)
        continue
    print("after break", i)
    break
