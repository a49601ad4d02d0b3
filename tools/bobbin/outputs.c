/* What a session writes to: the lock of its checkpoint, the file of --out, the trace; and that
 * no two of them, and not the program either, are one file. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/hash.h"
#include "tools/bobbin/tool.h"

#define PIECE 65536u

/* ---- the lock ---- */

int checkpoint_lock(Session *s)
{
    const Options *o = s->options;
    struct stat st;
    s->lock.fd = -1;
    if (o->checkpoint == NULL)
        return EXIT_WELL;
    if (!sink_prepare(o->checkpoint))
        return wrong_usage(o->command, "--checkpoint: cannot write '%s': %s", o->checkpoint,
                           strerror(errno));
    if (stat(o->checkpoint, &st) == 0 && !S_ISREG(st.st_mode))
        return EXIT_WELL; /* a pipe or device: it is not replaced */
    char *target = path_resolved(o->checkpoint);
    if (target == NULL) {
        complain("cannot find '%s': %s", o->checkpoint, strerror(errno));
        return EXIT_FAULT;
    }
    bool locked = lock_take(&s->lock, target);
    int error = errno;
    free(target);
    if (locked)
        return EXIT_WELL;
    if (error == EWOULDBLOCK)
        return wrong_usage(o->command,
                           "--checkpoint: another bobbin that still runs writes '%s' (it holds "
                           "'%s'); give another file, or wait until it ends",
                           o->checkpoint, lock_path(&s->lock));
    if (error == EEXIST)
        return wrong_usage(o->command,
                           "--checkpoint: '%s' is needed to lock '%s', but is no empty file: "
                           "move it elsewhere",
                           lock_path(&s->lock), o->checkpoint);
    return wrong_usage(o->command, "--checkpoint: cannot lock '%s' (with '%s'): %s", o->checkpoint,
                       lock_path(&s->lock), strerror(error));
}

/* ---- one file for two things ---- */

typedef struct Place {
    const char *what, *path;
    bool exists;
    struct stat st; /* of the file, or of the folder it would be made in */
} Place;

/* False where there is nothing to compare: not a regular file, or no place at all. */
static bool find_place(Place *p, const char *what, const char *path)
{
    char folder[PATH_MAX];
    if (path == NULL)
        return false;
    *p = (Place){.what = what, .path = path};
    p->exists = (strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &p->st) : stat(path, &p->st)) == 0;
    if (p->exists)
        return S_ISREG(p->st.st_mode);
    return path_folder(path, folder) && stat(folder, &p->st) == 0;
}

static bool same_place(const Place *a, const Place *b)
{
    return a->exists == b->exists && a->st.st_dev == b->st.st_dev && a->st.st_ino == b->st.st_ino &&
           (a->exists || strcmp(path_base(a->path), path_base(b->path)) == 0);
}

int outputs_apart(const Session *s)
{
    const Options *o = s->options;
    const bool file = o->code == NULL;
    const struct {
        const char *what, *path;
    } all[] = {
        {"FILE", file ? o->words[0] : NULL}, {"--out", o->out}, {"--trace", o->trace_file},
        {"--state", o->state_file},          {"-o", o->to},     {"--checkpoint", o->checkpoint},
    };
    Place places[COUNT_OF(all)];
    unsigned n = 0;
    for (unsigned i = 0; i < COUNT_OF(all); i++) {
        /* "-" is a file for FILE alone; a snapshot may be replaced by the next one. */
        if (i > 0 && all[i].path != NULL && strcmp(all[i].path, "-") == 0)
            continue;
        if (!find_place(&places[n], all[i].what, all[i].path))
            continue;
        for (unsigned k = 0; k < n; k++)
            if (same_place(&places[k], &places[n]) &&
                !(i + 1 == COUNT_OF(all) && strcmp(places[k].what, "FILE") == 0 &&
                  bob_is_snapshot(s->input->bytes, s->input->size)))
                return wrong_usage(o->command, "%s '%s' and %s '%s' are one file", places[k].what,
                                   places[k].path, places[n].what, places[n].path);
        n++;
    }
    return EXIT_WELL;
}

/* ---- --out ---- */

const char *output_name(const Session *s)
{
    return s->options->out != NULL ? s->options->out : "standard output";
}

/* The sink over fd, which it owns. */
static int output_sink(Session *s, int fd, bool owned)
{
    if (!sink_open_fd(&s->out, fd)) {
        if (owned)
            close(fd);
        complain("out of memory");
        return EXIT_FAULT;
    }
    s->out.owned = owned;
    return EXIT_WELL;
}

static int output_refused(Session *s, int fd, const char *why)
{
    if (fd >= 0)
        close(fd);
    return wrong_usage(s->options->command, "--out: %s '%s': %s",
                       s->resumed ? "cannot go on in" : "cannot write", s->options->out, why);
}

static int output_busy(Session *s, int fd)
{
    return output_refused(
        s, fd, errno == EWOULDBLOCK ? "another bobbin that still runs writes it" : strerror(errno));
}

/* A regular file from its beginning; anything else as it is. */
static int output_create(Session *s)
{
    const char *path = s->options->out;
    struct stat st;
    bool existed = stat(path, &st) == 0;
    bool regular = !existed || S_ISREG(st.st_mode);
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | (existed ? 0 : O_CREAT), 0666);
    if (fd < 0)
        return output_refused(s, fd, strerror(errno));
    if (regular && flock(fd, LOCK_EX | LOCK_NB) != 0)
        return output_busy(s, fd);
    if (regular && (ftruncate(fd, 0) != 0 || (!existed && !folder_sync(path)))) {
        complain("cannot write '%s': %s", path, strerror(errno));
        close(fd);
        return EXIT_FAULT;
    }
    return output_sink(s, fd, true);
}

/* Whether the first `size` bytes of fd have that hash; false and errno, 0 where they have not. */
static bool begins_with(int fd, uint64_t size, uint64_t hash)
{
    static unsigned char piece[PIECE];
    BobHashing h;
    bob_hashing_begin(&h);
    while (h.size < size) {
        size_t n = size - h.size < PIECE ? (size_t)(size - h.size) : PIECE;
        ssize_t got = pread(fd, piece, n, (off_t)h.size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            errno = got < 0 ? errno : 0; /* it became shorter */
            return false;
        }
        bob_hashing_add(&h, piece, (size_t)got);
    }
    errno = 0;
    return bob_hashing_value(&h) == hash;
}

/* The file of an earlier run, cut back to what had been written at the snapshot: what came
 * after will be written again. Nothing is cut before all of what is kept was recognised. */
static int output_cut(Session *s)
{
    const char *path = s->options->out;
    uint64_t size = bob_machine_output_bytes(s->machine);
    struct stat st;
    char why[200];
    int fd = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return output_refused(s, fd, strerror(errno));
    if (fstat(fd, &st) != 0)
        return output_refused(s, fd, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return output_refused(s, fd, "it is no regular file, so what it holds can't be checked");
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        return output_busy(s, fd);
    if ((uint64_t)st.st_size < size) {
        snprintf(why, sizeof why,
                 "it holds %llu bytes, but %llu had been written at the snapshot; nothing is "
                 "changed",
                 (unsigned long long)st.st_size, (unsigned long long)size);
        return output_refused(s, fd, why);
    }
    if (!begins_with(fd, size, bob_machine_output_hash(s->machine))) {
        if (errno == 0) {
            snprintf(why, sizeof why,
                     "its first %llu bytes are not what had been written at the snapshot; nothing "
                     "is changed",
                     (unsigned long long)size);
            return output_refused(s, fd, why);
        }
        complain("cannot read '%s': %s", path, strerror(errno));
    } else if (((uint64_t)st.st_size > size && ftruncate(fd, (off_t)size) != 0) ||
               lseek(fd, (off_t)size, SEEK_SET) < 0) {
        complain("cannot cut '%s' back to %llu bytes: %s", path, (unsigned long long)size,
                 strerror(errno));
    } else {
        return output_sink(s, fd, true);
    }
    close(fd);
    return EXIT_FAULT;
}

int output_open(Session *s)
{
    struct stat st;
    if (s->options->out == NULL)
        return output_sink(s, STDOUT_FILENO, false);
    if (strcmp(s->options->out, "-") == 0)
        return wrong_usage(s->options->command, "--out: '-' names no file; without --out the "
                                                "output goes to standard output");
    /* A run that was stopped before it wrote anything may have made no file yet. */
    if (s->resumed && !(bob_machine_output_bytes(s->machine) == 0 &&
                        stat(s->options->out, &st) != 0 && errno == ENOENT))
        return output_cut(s);
    return output_create(s);
}
