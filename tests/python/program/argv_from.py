# args: é 5
from sys import argv, exit

args = argv[1:]
args.append("x")
print(args, len(argv))
exit(int(argv[2]))
