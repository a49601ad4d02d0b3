from sys import exit as leave, argv
print(len(argv))
leave(len(argv) + 1)
