from sys import exit
print("x")
exit(5)
