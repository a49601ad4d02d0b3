/* Hardware counters of branches, through perf_event, where the kernel gives them: most virtual
 * machines and containers don't. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tools/bobbin/ladder.h"

static const uint64_t events[] = {PERF_COUNT_HW_INSTRUCTIONS, PERF_COUNT_HW_BRANCH_INSTRUCTIONS,
                                  PERF_COUNT_HW_BRANCH_MISSES};
_Static_assert(COUNT_OF(events) == COUNTER_COUNT, "an event for each counter, in their order");

static int open_event(uint64_t event)
{
    struct perf_event_attr attr = {.type = PERF_TYPE_HARDWARE,
                                   .size = sizeof attr,
                                   .config = event,
                                   .disabled = 1,
                                   .exclude_kernel = 1,
                                   .exclude_hv = 1,
                                   .read_format = PERF_FORMAT_TOTAL_TIME_ENABLED |
                                                  PERF_FORMAT_TOTAL_TIME_RUNNING};
    return (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

const char *counters_open(Counters *c)
{
    for (unsigned i = 0; i < COUNTER_COUNT; i++)
        c->fds[i] = -1;
    for (unsigned i = 0; i < COUNTER_COUNT; i++) {
        c->fds[i] = open_event(events[i]);
        if (c->fds[i] < 0) {
            const char *why = errno == EACCES || errno == EPERM
                                  ? "the kernel does not allow it (kernel.perf_event_paranoid)"
                              : errno == ENOENT || errno == ENODEV || errno == EOPNOTSUPP
                                  ? "this processor, or what virtualises it, has none"
                              : errno == ENOSYS ? "this kernel has no perf_event"
                                                : strerror(errno);
            counters_close(c);
            return why;
        }
    }
    return NULL;
}

void counters_close(Counters *c)
{
    for (unsigned i = 0; i < COUNTER_COUNT; i++)
        if (c->fds[i] >= 0) {
            close(c->fds[i]);
            c->fds[i] = -1;
        }
}

void counters_start(const Counters *c)
{
    for (unsigned i = 0; i < COUNTER_COUNT; i++) {
        (void)ioctl(c->fds[i], PERF_EVENT_IOC_RESET, 0);
        (void)ioctl(c->fds[i], PERF_EVENT_IOC_ENABLE, 0);
    }
}

bool counters_stop(const Counters *c, uint64_t counted[COUNTER_COUNT])
{
    bool all = true;
    for (unsigned i = 0; i < COUNTER_COUNT; i++)
        (void)ioctl(c->fds[i], PERF_EVENT_IOC_DISABLE, 0);
    for (unsigned i = 0; i < COUNTER_COUNT; i++) {
        uint64_t value[3]; /* the count, the time it was enabled, the time it counted */
        all = all && read(c->fds[i], value, sizeof value) == (ssize_t)sizeof value && value[2] > 0;
        if (all) /* where there are fewer counters than events they take turns */
            counted[i] = (uint64_t)((double)value[0] * ((double)value[1] / (double)value[2]));
    }
    return all;
}
