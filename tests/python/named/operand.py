print((x := 5) + "a")
