print(len([1, 2, 3]) == 3 and "ok")
