import sys


def die(why):
    sys.exit(why)


items = ["a", 1]
die(items[0])
