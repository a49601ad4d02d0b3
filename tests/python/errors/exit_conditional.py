import sys
n = 3
sys.exit(0 if n == 3 else "bad")
