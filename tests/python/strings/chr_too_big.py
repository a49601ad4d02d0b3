print(chr(1114111) != "")
print(chr(1114112))
