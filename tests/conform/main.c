/* The conformance suite: every case below tests/programs, on every engine, whole and in
 * slices. What a case may expect is described in tests/programs/README.md.
 *
 *   conform [--engines=NAME,NAME...] [--whole] [--rows] [DIR or FILE...]
 *
 * --engines takes these alone, --whole leaves out slices and stops on the way; --rows demands that
 * what is run executes every operation, function of MATH and built-in at least once with success
 * (as is demanded where nothing is named, which is all of tests/programs).
 *
 * An engine passes a case where it meets the expectations, where slices of 1, 2 and 7
 * instructions come to the same end, where a failed instruction left everything as it was
 * one instruction earlier, and where it agrees with the first engine; the default engine
 * wherever it is stopped. */
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "tests/conform/conform.h"

static bool ends_in(const char *name, const char *end)
{
    size_t n = strlen(name), k = strlen(end);
    return n >= k && strcmp(name + n - k, end) == 0;
}

static void read_file(const char *path)
{
    Text text = {0};
    char piece[65536];
    size_t n;
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        fprintf(stderr, "conform: %s: %s\n", path, strerror(errno));
        exit(2);
    }
    add(&text, "", 0);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        add(&text, piece, n);
    (void)fclose(f);
    if (ends_in(path, ".rows"))
        read_rows(path, text.bytes);
    else
        read_programs(path, text.bytes);
    text_free(&text);
}

static void walk(const char *path)
{
    struct dirent **entries;
    struct stat info;
    int i, n;
    if (stat(path, &info) != 0) {
        fprintf(stderr, "conform: %s: %s\n", path, strerror(errno));
        exit(2);
    }
    if (!S_ISDIR(info.st_mode)) {
        read_file(path);
        return;
    }
    n = scandir(path, &entries, NULL, alphasort);
    for (i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        char below[4096];
        int size = snprintf(below, sizeof below, "%s/%s", path, name);
        if (name[0] != '.' && size < (int)sizeof below && stat(below, &info) == 0 &&
            (S_ISDIR(info.st_mode) || ends_in(name, ".boba") || ends_in(name, ".rows")))
            walk(below);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

int main(int argc, char **argv)
{
    int i;
    bool named = false, rows = false;
    for (i = 1; i < argc; i++)
        if (strncmp(argv[i], "--engines=", 10) == 0) {
            only_engines = argv[i] + 10;
        } else if (strcmp(argv[i], "--whole") == 0) {
            only_whole = true;
        } else if (strcmp(argv[i], "--rows") == 0) {
            rows = true;
        } else {
            walk(argv[i]);
            named = true;
        }
    if (!named)
        walk("tests/programs");
    if (rows || !named)
        check_executed();
    printf("%lu passed, %lu failed\n", passed, failed);
    return failed > 0 || passed == 0;
}
