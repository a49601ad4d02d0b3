# What is added in place overflows in the middle of a loop: the element stays.
def fill(a, n):
    for i in range(n):
        a[i % 4] += i
        a[3] += 1000000000000000000  # bobbin: IntegerOverflow


def main():
    a = [1, 2, 3, 4]
    fill(a, 3)
    fill(a, 50)


main()
