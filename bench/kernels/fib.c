#include "rt.h"

static int64_t fib(int64_t n)
{
    if (n < 2)
        return n;
    return fib(n - 1) + fib(n - 2);
}

static void run(void)
{
    print_int(fib(35));
}
