# heap: 8388608
def build(n, c):
    s = ""
    while len(s) < n:
        s = s + c
    return s
print(len(build(1048576, "é")))
