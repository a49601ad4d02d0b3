/* `bobbin asm F.boba -o F.bob` and `bobbin build F.py -o F.bob`: text to a container. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/bobbin/tool.h"

/* FILE with .bob for its .boba or .py, or with .bob added; to be freed. */
static char *default_name(const char *path)
{
    size_t n = strlen(path);
    char *name = malloc(n + 5);
    if (name == NULL)
        return NULL;
    memcpy(name, path, n + 1);
    if (n > 5 && strcmp(path + n - 5, ".boba") == 0)
        n -= 5;
    else if (n > 3 && strcmp(path + n - 3, ".py") == 0)
        n -= 3;
    memcpy(name + n, ".bob", 5);
    return name;
}

static int write_container(const Options *o, const BobProgram *program, const char *to)
{
    char *bytes = NULL;
    size_t n = 0;
    if (bob_program_to_container(program, &bytes, &n) != BOB_OK) {
        complain("out of memory");
        return EXIT_FAULT;
    }
    int status = EXIT_WELL;
    bool possible = strcmp(to, "-") == 0 || sink_prepare(to);
    if (!possible) {
        status = wrong_usage(o->command, "cannot write '%s': %s", to, strerror(errno));
    } else if (!file_write(to, bytes, n)) {
        complain("cannot write '%s': %s", strcmp(to, "-") == 0 ? "standard output" : to,
                 strerror(errno));
        status = EXIT_FAULT;
    } else if (o->json) {
        BobBuffer b = {.allocator = &bob_malloc_allocator};
        bob_buffer_printf(
            &b, "{\"schema\":\"bobbin.%s/1\",\"status\":\"ok\",\"output\":", o->command->name);
        json_text(&b, to);
        bob_buffer_printf(&b, ",\"bytes\":%zu,\"hash\":\"%016llx\"}\n", n,
                          (unsigned long long)bob_program_hash(program));
        status = standard_write(STDERR_FILENO, &b);
        bob_buffer_free(&b);
    }
    bob_bytes_free(program, bytes, n);
    return status;
}

static int asm_run(const Options *o)
{
    const char *path = o->words[0], *to = o->to;
    if (to == NULL && (o->code != NULL || strcmp(path, "-") == 0))
        return wrong_usage(o->command,
                           "-o: %s has no name to derive one from; "
                           "give -o F.bob, or -o - for standard output",
                           o->code != NULL ? "the program of -c" : "standard input");
    char *name = NULL;
    if (to == NULL && (to = name = default_name(path)) == NULL) {
        complain("out of memory");
        return EXIT_FAULT;
    }
    Input in;
    BobProgram *program = NULL;
    int status = program_read(o, path, &in, &program, NULL);
    if (status == EXIT_WELL) {
        status = write_container(o, program, to);
        bob_program_free(program);
        input_free(&in);
    }
    free(name);
    return status;
}

const Command command_asm = {
    .name = "asm",
    .bit = IN_ASM,
    .synopsis = "asm [-o F.bob] F.boba",
    .summary = "assemble text into a container",
    .help =
        "Reads assembly text and writes the program as a container (.bob). The file is written\n"
        "beside its place and then moved there, so that no half of one is ever seen. Without -o\n"
        "it is called as FILE with .bob instead of .boba. 'bobbin help ops' lists the\n"
        "operations; 'bobbin dis' goes the other way.",
    .statuses = "0    the container is written\n"
                "2    wrong usage, or a file that can't be opened\n"
                "3    the text does not parse; the message names line and column\n"
                "4    FILE is a container and was refused\n"
                "70   the container can't be written",
    .examples = "bobbin asm sum.boba                    writes sum.bob\n"
                "bobbin asm sum.boba -o /tmp/s.bob\n"
                "bobbin asm - -o - < sum.boba | bobbin run -",
    .least = 1,
    .most = 1,
    .word_names = "FILE",
    .run = asm_run,
};

const Command command_build = {
    .name = "build",
    .bit = IN_BUILD,
    .synopsis = "build [-o F.bob] FILE.py",
    .summary = "compile Python source into a container",
    .help =
        "Compiles a Python program of the subset that Bobbin runs and writes it as a container\n"
        "(.bob), beside its place and then moved there. What is outside the subset is refused "
        "with\n"
        "line, column and what it is; docs/python.md lists what is in it. Without -o the "
        "container\n"
        "is called as FILE with .bob instead of .py.",
    .statuses = "0    the container is written\n"
                "2    wrong usage, or a file that can't be opened\n"
                "3    a syntax error, or a construct outside the subset\n"
                "4    FILE is a container and was refused\n"
                "70   the container can't be written",
    .examples = "bobbin build primes.py                 writes primes.bob\n"
                "bobbin build primes.py -o - | bobbin run - 1000",
    .least = 1,
    .most = 1,
    .word_names = "FILE",
    .run = asm_run,
};
