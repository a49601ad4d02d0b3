#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#if defined(__has_include)
#if __has_include("core/bobbin_lab.h")
#include "core/bobbin_lab.h"
#endif
#endif
#include "core/base/memory.h"
#include "core/front/python/compile.h"

void *must(void *p)
{
    if (p == NULL) {
        fprintf(stderr, "bench: out of memory\n");
        exit(70);
    }
    return p;
}

static _Noreturn void refuse(const char *name, const char *why)
{
    fprintf(stderr, "bench: %s: %s\n", name, why);
    exit(70);
}

BobProgram *program_read(const char *path)
{
    BobProgram *p = NULL;
    BobError error = {0};
    size_t n = strlen(path), size;
    char *bytes = must(malloc(1u << 20));
    FILE *in = fopen(path, "rb");
    BobStatus status;
    if (in == NULL)
        refuse(path, strerror(errno));
    size = fread(bytes, 1, 1u << 20, in);
    (void)fclose(in);
    if (n > 3 && strcmp(path + n - 3, ".py") == 0)
        status = bob_py_compile(bytes, size, path, &bob_malloc_allocator, NULL, &p, &error);
    else
        status = bob_program_load(bytes, size, path, NULL, &p, &error);
    if (status != BOB_OK)
        refuse(path, error.message);
    free(bytes);
    return p;
}

BobProgram *program_assemble(const char *text)
{
    BobProgram *p = NULL;
    BobError error = {0};
    if (bob_program_load(text, strlen(text), "case", NULL, &p, &error) != BOB_OK) {
        fprintf(stderr, "%s", text);
        refuse("case", error.message);
    }
    return p;
}

/* bench-compare builds revisions from before there was a matrix: their engines are all rungs. */
#ifdef BOB_HAS_MATRIX
static bool info_of(const char *name, BobEngineInfo *info)
{
    for (unsigned i = 0;; i++) {
        *info = (BobEngineInfo){.size = sizeof *info};
        if (!bob_engine_info(i, info))
            return false;
        if (strcmp(info->name, name) == 0)
            return true;
    }
}

bool engine_cell(const char *name, const char **dispatch, const char **representation)
{
    BobEngineInfo info;
    if (!info_of(name, &info) || info.dispatch == NULL)
        return false;
    *dispatch = info.dispatch;
    *representation = info.representation;
    return true;
}

static bool is_rung(const char *name)
{
    BobEngineInfo info;
    return info_of(name, &info) && info.rung;
}
#else
bool engine_cell(const char *name, const char **dispatch, const char **representation)
{
    (void)name;
    (void)dispatch;
    (void)representation;
    return false;
}

static bool is_rung(const char *name)
{
    (void)name;
    return true;
}
#endif

void engine_json(FILE *out, const char *name)
{
    const char *dispatch, *representation;
    fprintf(out, "\"engine\":\"%s\"", name);
    if (engine_cell(name, &dispatch, &representation))
        fprintf(out, ",\"dispatch\":\"%s\",\"representation\":\"%s\"", dispatch, representation);
}

const char **engines_wanted(const char *names, bool matrix)
{
    const char **list, *name;
    unsigned count = 0;
    size_t n = 0;
    while (bob_engine_name(count, NULL) != NULL)
        count++;
    list = must(calloc(count + 1, sizeof *list));
    for (unsigned i = 0; (name = bob_engine_name(i, NULL)) != NULL; i++) {
        const char *at = names;
        bool wanted = (names == NULL || *names == '\0') && (matrix || is_rung(name));
        while (!wanted && at != NULL && *at != '\0') {
            size_t k = strcspn(at, ",");
            wanted = k == strlen(name) && strncmp(at, name, k) == 0;
            at += k + (at[k] == ',');
        }
        if (wanted)
            list[n++] = name;
    }
    if (n == 0)
        refuse(names, "no such engine in this build");
    return list;
}

void json_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', out);
        if ((unsigned char)*text >= 0x20)
            fputc(*text, out);
    }
    fputc('"', out);
}
