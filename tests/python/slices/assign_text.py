x = "ab"
x[:] = "c"
