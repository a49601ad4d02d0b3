/* Files: reading as a whole, writing beside the place and moving there. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/bobbin/tool.h"

#define SINK_BUFFER 65536 /* of a pipe's size: larger writes gain nothing */
#define READ_PIECE ((size_t)1 << 20)
#define SNAPSHOT_LENGTH 16           /* where a snapshot says how long it is */
#define STREAM_CAP ((size_t)1 << 30) /* of a pipe or device, which may never end */

/* ---- reading ---- */

/* How many bytes there may be, given the first ones. A snapshot may have as many as it says, in a
 * file as many as there are: up to half the memory of the machine, less from a stream. */
static size_t read_limit(const Input *in, const struct stat *st, size_t limit)
{
    bool regular = S_ISREG(st->st_mode);
    long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    size_t cap = pages > 0 && page > 0 ? (size_t)pages / 2 * (size_t)page : STREAM_CAP;
    uint64_t says = 0;
    if (in->size < SNAPSHOT_LENGTH + 8 || !bob_is_snapshot(in->bytes, in->size))
        return limit;
    for (unsigned i = 8; i-- > 0;)
        says = says << 8 | (unsigned char)in->bytes[SNAPSHOT_LENGTH + i];
    if (regular)
        says = (uint64_t)st->st_size;
    else if (cap > STREAM_CAP)
        cap = STREAM_CAP;
    if (says > cap)
        says = cap;
    return says > limit ? (size_t)says : limit;
}

/* All of fd, but no more than *limit, which is set to what it came to; 0, or an errno, EFBIG where
 * there is more. */
static int read_all(int fd, Input *in, size_t *limit)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return errno;
    if (S_ISDIR(st.st_mode))
        return EISDIR;
    size_t room = READ_PIECE;
    in->bytes = malloc(room);
    if (in->bytes == NULL)
        return ENOMEM;
    for (;;) {
        ssize_t got = read(fd, in->bytes + in->size, room - in->size);
        if (got < 0 && errno != EINTR)
            return errno;
        if (got > 0)
            in->size += (size_t)got;
        if (got != 0 && in->size < room)
            continue;
        *limit = read_limit(in, &st, *limit);
        if (in->size > *limit)
            return EFBIG;
        if (got == 0)
            return 0;
        room =
            S_ISREG(st.st_mode) && (uint64_t)st.st_size >= room ? (size_t)st.st_size + 1 : room * 2;
        if (room > *limit)
            room = *limit + 1; /* one more, to see that there is more */
        char *grown = realloc(in->bytes, room);
        if (grown == NULL)
            return ENOMEM;
        in->bytes = grown;
    }
}

int input_read(Input *in, const char *path, uint64_t limit)
{
    bool standard = strcmp(path, "-") == 0;
    *in = (Input){.path = path, .shown = standard ? "<stdin>" : path};
    size_t most = limit < SIZE_MAX / 4 ? (size_t)limit : SIZE_MAX / 4;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    int error = fd < 0 ? errno : read_all(fd, in, &most);
    if (fd >= 0 && !standard)
        close(fd);
    if (error == 0)
        return EXIT_WELL;
    input_free(in);
    if (error == ENOENT && command_find(path) != NULL)
        complain("cannot read '%s': %s (a command comes before its options)", path,
                 strerror(error));
    else if (error == EFBIG)
        complain("cannot read '%s': it has more than %zu bytes, which is the limit (--load-bytes)",
                 in->shown, most);
    else
        complain("cannot read '%s': %s", in->shown, strerror(error));
    return error == ENOMEM ? EXIT_FAULT : EXIT_USAGE;
}

int input_code(Input *in, const char *code)
{
    *in = (Input){.path = "-c", .shown = "<string>", .bytes = strdup(code), .size = strlen(code)};
    if (in->bytes != NULL)
        return EXIT_WELL;
    complain("out of memory");
    return EXIT_FAULT;
}

void input_free(Input *in)
{
    free(in->bytes);
    in->bytes = NULL;
    in->size = 0;
}

/* ---- writing ---- */

/* 0, or an errno. */
static int write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t did = write(fd, bytes, n);
        if (did > 0) {
            bytes += did;
            n -= (size_t)did;
        } else if (did == 0) {
            return EIO; /* nothing, and no reason: it would go on so */
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            struct pollfd ready = {.fd = fd, .events = POLLOUT};
            poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

static bool same_file(int fd, const struct stat *st)
{
    struct stat other;
    return fstat(fd, &other) == 0 && other.st_dev == st->st_dev && other.st_ino == st->st_ino;
}

bool sink_open_fd(Sink *s, int fd)
{
    *s = (Sink){.fd = fd, .slot = -1, .buffer = malloc(SINK_BUFFER)};
    if (s->buffer == NULL)
        errno = ENOMEM;
    return s->buffer != NULL;
}

bool sink_sync(Sink *s)
{
    struct stat st;
    if (!sink_flush(s))
        return false;
    if (fstat(s->fd, &st) != 0 || (S_ISREG(st.st_mode) && sync_all(s->fd) != 0))
        s->error = errno;
    return s->error == 0;
}

char *path_resolved(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? realpath(path, NULL) : strdup(path);
}

bool sink_open(Sink *s, const char *path)
{
    struct stat st;
    bool exists = stat(path, &st) == 0;
    if (strcmp(path, "-") == 0 || (exists && same_file(STDOUT_FILENO, &st)))
        return sink_open_fd(s, STDOUT_FILENO);
    if (exists && same_file(STDERR_FILENO, &st))
        return sink_open_fd(s, STDERR_FILENO);
    if (!sink_open_fd(s, -1))
        return false;
    s->owned = true;
    if (exists && !S_ISREG(st.st_mode)) {
        s->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    } else {
        /* A link stays a link: its file is replaced. */
        s->target = path_resolved(path);
        if (s->target != NULL)
            s->fd = temporary_make(s->target, &s->slot);
    }
    if (s->fd >= 0)
        return true;
    int error = errno;
    s->owned = false;
    sink_abandon(s);
    errno = error;
    return false;
}

bool sink_prepare(const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0) {
        if (S_ISDIR(st.st_mode)) {
            errno = EISDIR;
            return false;
        }
        if (!S_ISREG(st.st_mode))
            return access(path, W_OK) == 0;
    }
    char folder[PATH_MAX];
    if (path_base(path)[0] == '\0') {
        errno = path[0] == '\0' ? ENOENT : EISDIR;
        return false;
    }
    if (!path_folder(path, folder) || access(folder, W_OK | X_OK) != 0)
        return false;
    char *target = path_resolved(path);
    if (target != NULL)
        beside_clean(target);
    free(target);
    return target != NULL;
}

bool sink_flush(Sink *s)
{
    if (s->error == 0 && s->used > 0)
        s->error = write_all(s->fd, s->buffer, s->used);
    s->used = 0;
    return s->error == 0;
}

int sink_write(void *sink, const char *bytes, size_t n)
{
    Sink *s = sink;
    s->written += n;
    if (n > SINK_BUFFER - s->used && !sink_flush(s))
        return s->error;
    if (n >= SINK_BUFFER) {
        if (s->error == 0)
            s->error = write_all(s->fd, bytes, n);
        return s->error;
    }
    memcpy(s->buffer + s->used, bytes, n);
    s->used += n;
    return s->error;
}

void sink_abandon(Sink *s)
{
    if (s->owned && s->fd >= 0)
        close(s->fd);
    if (s->slot >= 0)
        temporary_drop(s->slot);
    free(s->target);
    free(s->buffer);
    *s = (Sink){.fd = -1, .slot = -1, .error = s->error, .written = s->written};
}

bool sink_close(Sink *s)
{
    sink_flush(s);
    if (s->slot >= 0 && s->error == 0 && sync_all(s->fd) != 0 && errno != EINVAL)
        s->error = errno;
    if (s->owned && close(s->fd) != 0 && s->error == 0)
        s->error = errno;
    s->owned = false;
    if (s->slot >= 0 && s->error == 0 && !temporary_move(s->slot, s->target))
        s->error = errno;
    sink_abandon(s);
    return s->error == 0;
}

bool file_write(const char *path, const char *bytes, size_t n)
{
    Sink s;
    if (!sink_open(&s, path))
        return false;
    sink_write(&s, bytes, n);
    if (sink_close(&s))
        return true;
    errno = s.error;
    return false;
}

int standard_text(const BobBuffer *b)
{
    BobBuffer safe = {.allocator = &bob_malloc_allocator, .failed = b->failed};
    if (!b->failed)
        escaped(&safe, b->bytes, b->size, true);
    int status = standard_write(STDOUT_FILENO, &safe);
    bob_buffer_free(&safe);
    return status;
}

int standard_write(int fd, const BobBuffer *b)
{
    if (b->failed) {
        complain("out of memory");
        return EXIT_FAULT;
    }
    int error = write_all(fd, b->bytes, b->size);
    if (error == 0)
        return EXIT_WELL;
    complain("cannot write standard %s: %s", fd == STDOUT_FILENO ? "output" : "error",
             strerror(error));
    return EXIT_FAULT;
}
