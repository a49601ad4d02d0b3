/* What is kept beside a file: the temporary that becomes it, the lock of the run that writes it,
 * and the folder that holds its name.
 *
 * F.bobbin-tmp-XXXXXX is a temporary of F, locked (flock) as long as its process lives; one that
 * nobody holds was left by a process that was killed. F.bobbin-lock is the lock of F: an empty
 * file that is removed by who holds it. The system lets go of a lock when its process ends,
 * however it ends, so a file that is left over locks nothing. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/bobbin/tool.h"

#define TEMPORARY ".bobbin-tmp-"
#define LOCK ".bobbin-lock"
#define LETTERS 6u /* that mkostemp() chooses */

/* Where a signal handler finds what must not stay: a slot's name is written before `used`. */
static struct {
    char path[PATH_MAX];
    volatile int used;
} slots[6];

static int slot_free(void)
{
    for (int i = 0; i < (int)COUNT_OF(slots); i++)
        if (!slots[i].used)
            return i;
    errno = EMFILE;
    return -1;
}

static bool slot_name(int slot, const char *target, const char *suffix)
{
    int n = snprintf(slots[slot].path, PATH_MAX, "%s%s", target, suffix);
    if (n < PATH_MAX)
        return true;
    errno = ENAMETOOLONG;
    return false;
}

void beside_remove_all(void)
{
    for (unsigned i = 0; i < COUNT_OF(slots); i++)
        if (slots[i].used)
            unlink(slots[i].path);
}

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

bool path_folder(const char *path, char folder[PATH_MAX])
{
    size_t n = (size_t)(path_base(path) - path);
    if (n >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    while (n > 1 && path[n - 1] == '/')
        n--;
    snprintf(folder, PATH_MAX, "%.*s", n == 0 ? 1 : (int)n, n == 0 ? "." : path);
    return true;
}

int sync_all(int fd)
{
    int status;
    do
        status = fsync(fd);
    while (status != 0 && errno == EINTR);
    return status;
}

bool folder_sync(const char *path)
{
    char folder[PATH_MAX];
    int fd = path_folder(path, folder) ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd < 0)
        return false;
    int error = sync_all(fd) != 0 ? errno : 0;
    if (error == EINVAL) /* a file system whose folders need no such thing */
        error = 0;
    if (close(fd) != 0 && error == 0)
        error = errno;
    errno = error;
    return error == 0;
}

/* ---- temporaries ---- */

static bool is_temporary_of(const char *name, const char *base)
{
    size_t n = strlen(base);
    if (strncmp(name, base, n) != 0 || strncmp(name + n, TEMPORARY, strlen(TEMPORARY)) != 0)
        return false;
    const char *letters = name + n + strlen(TEMPORARY);
    return strlen(letters) == LETTERS && strspn(letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                         "abcdefghijklmnopqrstuvwxyz"
                                                         "0123456789") == LETTERS;
}

/* Removes a temporary that nobody holds. Where that fails it stays for the next run. */
static void remove_abandoned(int folder, const char *name)
{
    struct stat st;
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() && st.st_nlink == 1 &&
        flock(fd, LOCK_EX | LOCK_NB) == 0)
        unlinkat(folder, name, 0);
    close(fd);
}

void beside_clean(const char *target)
{
    char folder[PATH_MAX];
    DIR *d = path_folder(target, folder) ? opendir(folder) : NULL;
    if (d == NULL)
        return;
    for (const struct dirent *e; (e = readdir(d)) != NULL;)
        if (is_temporary_of(e->d_name, path_base(target)))
            remove_abandoned(dirfd(d), e->d_name);
    closedir(d);
}

/* A new file that this process holds; its fd, or -1 and errno. Another process that cleans may
 * take it away before it is locked: then errno is EAGAIN. */
static int make_held(char *path)
{
    struct stat st;
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0)
        return -1;
    bool held = flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
    int error = !held || fstat(fd, &st) != 0 || st.st_nlink == 0 ? EAGAIN : 0;
    mode_t mask = umask(0);
    umask(mask);
    if (error == 0 && fchmod(fd, 0666 & ~mask) != 0)
        error = errno;
    if (error == 0)
        return fd;
    unlink(path);
    close(fd);
    errno = error;
    return -1;
}

int temporary_make(const char *target, int *slot)
{
    int free_slot = slot_free(), fd = -1;
    if (free_slot < 0)
        return -1;
    for (int tries = 0; tries < 10 && fd < 0; tries++) {
        if (!slot_name(free_slot, target, TEMPORARY "XXXXXX"))
            return -1;
        fd = make_held(slots[free_slot].path);
        if (fd < 0 && errno != EAGAIN)
            return -1;
    }
    if (fd < 0)
        return -1;
    slots[free_slot].used = 1;
    *slot = free_slot;
    return fd;
}

bool temporary_move(int slot, const char *target)
{
    if (rename(slots[slot].path, target) != 0)
        return false;
    slots[slot].used = 0;
    return folder_sync(target);
}

void temporary_drop(int slot)
{
    if (slots[slot].used)
        unlink(slots[slot].path);
    slots[slot].used = 0;
}

/* ---- locks ---- */

/* fd is locked, but is it still the file of that name? Its last holder may have removed it. */
static bool still_named(int fd, const char *path)
{
    struct stat mine, named;
    return fstat(fd, &mine) == 0 && lstat(path, &named) == 0 && mine.st_dev == named.st_dev &&
           mine.st_ino == named.st_ino;
}

bool lock_take(Lock *lock, const char *target)
{
    struct stat st;
    *lock = (Lock){.fd = -1, .slot = slot_free()};
    if (lock->slot < 0 || !slot_name(lock->slot, target, LOCK))
        return false;
    const char *path = slots[lock->slot].path;
    for (int tries = 0; tries < 100; tries++) {
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
        if (fd < 0)
            return false;
        int error = fstat(fd, &st) != 0                       ? errno
                    : !S_ISREG(st.st_mode) || st.st_size != 0 ? EEXIST
                    : flock(fd, LOCK_EX | LOCK_NB) != 0       ? errno
                                                              : 0;
        if (error == 0 && still_named(fd, path)) {
            lock->fd = fd;
            slots[lock->slot].used = 1;
            return true;
        }
        close(fd);
        errno = error != 0 ? error : EAGAIN;
        if (error != 0)
            return false;
    }
    return false;
}

const char *lock_path(const Lock *lock)
{
    return lock->slot >= 0 ? slots[lock->slot].path : LOCK;
}

void lock_give(Lock *lock)
{
    if (lock->fd < 0)
        return;
    temporary_drop(lock->slot); /* before it is let go of: the next holder makes its own */
    close(lock->fd);
    lock->fd = -1;
}
