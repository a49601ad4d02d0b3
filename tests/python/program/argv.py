# args: one 2 three
import sys

print(len(sys.argv), sys.argv[1:])
for a in sys.argv[1:]:
    print(a, len(a))
n = int(sys.argv[2]) if len(sys.argv) > 2 else 0
print(n * 2)
