def f():
    import sys
    return 1
f()
sys.exit(3)
