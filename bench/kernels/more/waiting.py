def waiting(customers, seed, load):
    clock = 0.0
    free_at = 0.0
    waited = 0
    longest = 0
    idle = 0
    for i in range(customers):
        seed = seed * 16807 % 2147483647
        clock += 2.0 * seed / 2147483647
        if free_at > clock:
            wait = free_at - clock
            waited += wait
            if wait > longest:
                longest = wait
            begin = free_at
        else:
            idle += 1
            begin = clock
        seed = seed * 16807 % 2147483647
        free_at = begin + load * seed / 2147483647
    return waited / customers + longest + idle / customers


def main():
    total = 0
    for k in range(20):
        total += waiting(200000, 12345 + k, 1.0 + 0.045 * k)
    print("%.9f" % total)


main()
