assert True
assert [0], "x"
print("fine")
