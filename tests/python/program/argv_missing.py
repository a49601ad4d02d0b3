import sys

print("a")
print(sys.argv[1])
