print(str(5), str(-2.50), str("x"), str([1, [2]]), str(()), str(None), str(False), str(1e50))
print(len(str(12345)), str(5) + "5", int(str(42)) + 1, float(str(0.1)) == 0.1)
