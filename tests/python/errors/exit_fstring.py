import sys
n = 3
sys.exit(f"n was {n}")
