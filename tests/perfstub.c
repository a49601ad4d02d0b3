/* Stands in for a kernel with hardware counters, where there is none: preloaded, perf_event_open
 * gives pipes that hold what such a counter tells. Each counted half of the time, so that what is
 * reported is twice what is read: 1000 instructions, 200 branches, 7 mispredicted. PERF_ERRNO: it
 * fails with that. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/perf_event.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int open_counter(const struct perf_event_attr *attr)
{
    static const uint64_t counts[] = {[PERF_COUNT_HW_INSTRUCTIONS] = 1000,
                                      [PERF_COUNT_HW_BRANCH_INSTRUCTIONS] = 200,
                                      [PERF_COUNT_HW_BRANCH_MISSES] = 7};
    const char *fails = getenv("PERF_ERRNO");
    int ends[2];
    if (fails != NULL) {
        errno = atoi(fails);
        return -1;
    }
    if (pipe(ends) != 0)
        return -1;
    for (int engine = 0; engine < 2; engine++) { /* it is read once for each engine */
        uint64_t value[3] = {counts[attr->config], 100, 50};
        if (write(ends[1], value, sizeof value) != (ssize_t)sizeof value)
            return -1;
    }
    return ends[0];
}

long syscall(long number, ...)
{
    va_list args;
    if (number != SYS_perf_event_open) {
        errno = ENOSYS;
        return -1;
    }
    va_start(args, number);
    const struct perf_event_attr *attr = va_arg(args, const struct perf_event_attr *);
    va_end(args);
    return open_counter(attr);
}
