if 1:
    print("1")
if 0:
    print("0")
if "":
    print("empty")
if "x":
    print("x")
if None:
    print("None")
if []:
    print("list")
if [0]:
    print("list of 0")
if ():
    print("tuple")
while 1:
    break
print(1 if [] else 2, 1 if "a" else 2, not "", not [1], not None, not 0.0)
