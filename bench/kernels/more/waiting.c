#include "../rt.h"

static double waiting(int64_t customers, int64_t seed, double load)
{
    double clock = 0.0, free_at = 0.0, waited = 0.0, longest = 0.0;
    int64_t idle = 0;
    for (int64_t i = 0; i < customers; i++) {
        double begin;
        seed = seed * 16807 % 2147483647;
        clock += 2.0 * (double)seed / 2147483647;
        if (free_at > clock) {
            double wait = free_at - clock;
            waited += wait;
            if (wait > longest)
                longest = wait;
            begin = free_at;
        } else {
            idle += 1;
            begin = clock;
        }
        seed = seed * 16807 % 2147483647;
        free_at = begin + load * (double)seed / 2147483647;
    }
    return waited / (double)customers + longest + (double)idle / (double)customers;
}

static void run(void)
{
    double total = 0.0;
    for (int64_t k = 0; k < 20; k++)
        total += waiting(200000, 12345 + k, 1.0 + 0.045 * (double)k);
    print_float(total);
}
