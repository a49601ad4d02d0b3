/* A bobbin whose calls of the system fail where a test wants it: linked with --wrap for each of
 * them (Makefile). BOBBIN_IO says how:
 *
 *   CALL:K:ERRNO     the Kth call of CALL fails; "any" for CALL counts all of them
 *   CALL:K:ERRNO+    this and all later ones fail
 *   CALL:K:short     the Kth and all later writes take half of what they are given
 *   any:K:kill       SIGKILL at the Kth call
 *   any:K:cut        the power goes at the Kth call: bytes that were not synced are lost, and
 *                    so are names whose folder was not; then the process ends with 99
 *
 * BOBBIN_IO_COUNTS names a file that gets "CALL N" lines when the process ends by itself. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WRITE, FSYNC, RENAME, CLOSE, MKOSTEMP, OPEN, FTRUNCATE, FLOCK, FCHMOD, LSEEK, CALLS };
static const char *const names[CALLS] = {"write", "fsync",     "rename", "close",  "mkostemp",
                                         "open",  "ftruncate", "flock",  "fchmod", "lseek"};

ssize_t __real_write(int fd, const void *bytes, size_t n);
int __real_fsync(int fd);
int __real_rename(const char *from, const char *to);
int __real_close(int fd);
int __real_mkostemp(char *path, int flags);
int __real_open(const char *path, int flags, ...);
int __real_ftruncate(int fd, off_t size);
int __real_flock(int fd, int what);
int __real_fchmod(int fd, mode_t mode);
off_t __real_lseek(int fd, off_t offset, int whence);

ssize_t __wrap_write(int fd, const void *bytes, size_t n);
int __wrap_fsync(int fd);
int __wrap_rename(const char *from, const char *to);
int __wrap_close(int fd);
int __wrap_mkostemp(char *path, int flags);
int __wrap_open(const char *path, int flags, ...);
int __wrap_ftruncate(int fd, off_t size);
int __wrap_flock(int fd, int what);
int __wrap_fchmod(int fd, mode_t mode);
off_t __wrap_lseek(int fd, off_t offset, int whence);

/* ---- what the disk has ---- */

/* A regular file that is written: how much of it was synced, and a descriptor of our own. */
static struct {
    dev_t dev;
    ino_t ino;
    int fd;
    off_t synced;
} files[64];
static unsigned file_count;

/* A name that its folder does not have for sure yet; what it meant before is kept beside it. */
static struct {
    char to[PATH_MAX], before[PATH_MAX];
    bool existed;
} moves[16];
static unsigned move_count;

static void opened(int fd, off_t synced)
{
    struct stat st;
    if (fd <= STDERR_FILENO || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return;
    for (unsigned i = 0; i < file_count; i++)
        if (files[i].dev == st.st_dev && files[i].ino == st.st_ino)
            return;
    if (file_count == sizeof files / sizeof *files)
        abort();
    files[file_count].dev = st.st_dev;
    files[file_count].ino = st.st_ino;
    files[file_count].fd = fcntl(fd, F_DUPFD_CLOEXEC, 500);
    files[file_count++].synced = synced < 0 ? st.st_size : synced;
}

static void synced(int fd)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return;
    if (S_ISDIR(st.st_mode)) {
        for (unsigned i = 0; i < move_count; i++)
            if (moves[i].existed)
                unlink(moves[i].before);
        move_count = 0;
    }
    for (unsigned i = 0; i < file_count; i++)
        if (files[i].dev == st.st_dev && files[i].ino == st.st_ino)
            files[i].synced = st.st_size;
}

static void power_cut(void)
{
    for (unsigned i = 0; i < file_count; i++) {
        struct stat st;
        if (fstat(files[i].fd, &st) == 0 && st.st_size > files[i].synced &&
            __real_ftruncate(files[i].fd, files[i].synced) != 0)
            continue; /* it was opened for reading: nothing was written */
    }
    while (move_count-- > 0)
        if (!moves[move_count].existed)
            unlink(moves[move_count].to);
        else if (__real_rename(moves[move_count].before, moves[move_count].to) != 0)
            abort();
    _exit(99);
}

/* ---- whether a call fails ---- */

static unsigned long counts[CALLS], all;

static void write_counts(void)
{
    FILE *f = fopen(getenv("BOBBIN_IO_COUNTS"), "w");
    if (f == NULL)
        abort();
    for (unsigned i = 0; i < CALLS; i++)
        fprintf(f, "%s %lu\n", names[i], counts[i]);
    fprintf(f, "any %lu\n", all);
    fclose(f);
}

/* 0, or the errno to fail with; -1 for a short write. */
static int fate(int call)
{
    const char *plan = getenv("BOBBIN_IO");
    unsigned long count = ++counts[call];
    if (++all == 1 && getenv("BOBBIN_IO_COUNTS") != NULL)
        atexit(write_counts);
    if (plan == NULL || plan[0] == '\0')
        return 0;
    size_t n = strcspn(plan, ":");
    char *end;
    if (strncmp(plan, "any:", 4) == 0)
        count = all;
    else if (strlen(names[call]) != n || strncmp(plan, names[call], n) != 0)
        return 0;
    unsigned long k = strtoul(plan + n + 1, &end, 10);
    const char *how = end + 1;
    if (strcmp(how, "short") == 0)
        return count >= k ? -1 : 0;
    if (count != k && !(count > k && strchr(how, '+') != NULL))
        return 0;
    if (strcmp(how, "kill") == 0)
        raise(SIGKILL);
    if (strcmp(how, "cut") == 0)
        power_cut();
    return (int)strtol(how, NULL, 10);
}

static bool fails(int call)
{
    int error = fate(call);
    if (error > 0)
        errno = error;
    return error > 0;
}

/* ---- the calls ---- */

ssize_t __wrap_write(int fd, const void *bytes, size_t n)
{
    int error = fate(WRITE);
    if (error > 0) {
        errno = error;
        return -1;
    }
    return __real_write(fd, bytes, error < 0 && n > 1 ? n / 2 : n);
}

int __wrap_fsync(int fd)
{
    if (fails(FSYNC))
        return -1;
    int status = __real_fsync(fd);
    if (status == 0)
        synced(fd);
    return status;
}

int __wrap_rename(const char *from, const char *to)
{
    if (fails(RENAME))
        return -1;
    if (move_count == sizeof moves / sizeof *moves)
        abort();
    snprintf(moves[move_count].to, PATH_MAX, "%s", to);
    snprintf(moves[move_count].before, PATH_MAX, "%.4000s.before-%u", to, move_count);
    moves[move_count].existed = link(to, moves[move_count].before) == 0;
    move_count++;
    return __real_rename(from, to);
}

/* The descriptor is gone also where it fails, as Linux has it. */
int __wrap_close(int fd)
{
    int error = fate(CLOSE);
    int status = __real_close(fd);
    if (error > 0) {
        errno = error;
        return -1;
    }
    return status;
}

int __wrap_mkostemp(char *path, int flags)
{
    if (fails(MKOSTEMP))
        return -1;
    int fd = __real_mkostemp(path, flags);
    opened(fd, 0);
    return fd;
}

int __wrap_open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
    va_end(args);
    if (fails(OPEN))
        return -1;
    int fd = __real_open(path, flags, mode);
    opened(fd, -1);
    return fd;
}

int __wrap_ftruncate(int fd, off_t size)
{
    if (fails(FTRUNCATE))
        return -1;
    int status = __real_ftruncate(fd, size);
    struct stat st;
    for (unsigned i = 0; status == 0 && fstat(fd, &st) == 0 && i < file_count; i++)
        if (files[i].dev == st.st_dev && files[i].ino == st.st_ino && files[i].synced > size)
            files[i].synced = size;
    return status;
}

int __wrap_flock(int fd, int what)
{
    return fails(FLOCK) ? -1 : __real_flock(fd, what);
}

int __wrap_fchmod(int fd, mode_t mode)
{
    return fails(FCHMOD) ? -1 : __real_fchmod(fd, mode);
}

off_t __wrap_lseek(int fd, off_t offset, int whence)
{
    return fails(LSEEK) ? -1 : __real_lseek(fd, offset, whence);
}
