import sys


def die(why):
    sys.exit(why)


items = ["a", 9]
die(items[1])
