def main():
    x = helper(2)
    print(x)
def helper(n, m=3):
    return n * m
main()
