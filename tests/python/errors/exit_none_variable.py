import sys


def die(why):
    sys.exit(why)


items = ["a", None]
die(items[1])
