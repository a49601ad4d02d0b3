# args: q
import sys
import sys as s
from sys import argv

print(s.argv[1], argv[1], s.argv is sys.argv, argv is sys.argv)
argv.append("z")
print(len(sys.argv))
