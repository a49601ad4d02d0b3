print("abc"[1:2:0])
