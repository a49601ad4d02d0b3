/* Gives a fuzz target each file named, and each file in each folder named, once: what libFuzzer
 * does with its corpus, for any compiler. Linked with one target; ends with "N passed, N failed" (a
 * failure aborts before that). */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned files;

static void replay_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    uint8_t *bytes = NULL, *exact;
    size_t size = 0, room = 0, n;
    if (in == NULL) {
        perror(path);
        exit(2);
    }
    do {
        if (size == room) {
            room = 2 * room + 4096;
            bytes = realloc(bytes, room);
            if (bytes == NULL)
                exit(70);
        }
        n = fread(bytes + size, 1, room - size, in);
        size += n;
    } while (n > 0);
    (void)fclose(in);
    exact = malloc(size); /* no slack that could hide a read past the end */
    if (exact == NULL && size > 0)
        exit(70);
    if (size > 0)
        memcpy(exact, bytes, size);
    free(bytes);
    (void)fprintf(stderr, "%s\n", path); /* the last one named is the one that failed */
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    files++;
}

static void replay(const char *path)
{
    DIR *d = opendir(path);
    struct dirent *entry;
    if (d == NULL) {
        replay_file(path);
        return;
    }
    while ((entry = readdir(d)) != NULL) {
        char inner[4096];
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        replay(inner);
    }
    (void)closedir(d);
}

int main(int argc, char **argv)
{
    int i;
    for (i = 1; i < argc; i++)
        replay(argv[i]);
    printf("%u passed, 0 failed\n", files);
    return files == 0;
}
