# args: a b
import sys


def count():
    return len(sys.argv) - 1


def last():
    return sys.argv[-1]


print(count(), last(), sys.argv is sys.argv)
sys.argv.append("c")
print(count(), last())
