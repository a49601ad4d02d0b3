/* The table of commands and how argv selects one of them. Read tool.h first. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/bobbin/tool.h"

const Command *const commands[] = {
    &command_run,     &command_resume,  &command_build, &command_asm,
    &command_dis,     &command_verify,  &command_diff,  &command_trace,
    &command_profile, &command_ladder,  &command_ops,   &command_engines,
    &command_audit,   &command_version, &command_help,  NULL,
};

const Command *command_find(const char *name)
{
    for (unsigned i = 0; commands[i] != NULL; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static int unknown_command(const char *word)
{
    const char *names[32];
    unsigned n = 0;
    for (; commands[n] != NULL && n + 1 < COUNT_OF(names); n++)
        names[n] = commands[n]->name;
    names[n] = NULL;
    const char *near = nearest(word, names);
    if (near != NULL)
        complain("'%s' is no command and no file; did you mean '%s'?", word, near);
    else
        complain("'%s' is no command and no file", word);
    fputs("Try 'bobbin --help'.\n", stderr);
    return EXIT_USAGE;
}

static int run_command(const Command *command, int argc, char **argv)
{
    Options options;
    if (!options_parse(&options, command, argc, argv))
        return ferror(stderr) != 0 ? EXIT_FAULT : EXIT_USAGE;
    int status = EXIT_WELL;
    if (options.help)
        command_help_text(command);
    else
        status = command->run(&options);
    options_free(&options);
    bool lost = ferror(stdout) != 0;
    if (fflush(stdout) != 0 || lost) {
        complain("cannot write standard output: %s", lost ? "a write failed" : strerror(errno));
        status = EXIT_FAULT;
    }
    /* What could not be said: standard error is not buffered. */
    return ferror(stderr) != 0 ? EXIT_FAULT : status;
}

/* Where a standard stream is closed, a file opened later must not take its number. Reading
 * and writing such a stream fails, as it should, standard error alone is thrown away. */
static void hold_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_WRONLY);
}

int main(int argc, char **argv)
{
    hold_standard_streams();
    if (argc < 2) {
        fputs("usage: bobbin FILE [ARG...]\n"
              "       bobbin COMMAND [OPTION...] [FILE]\n\n",
              stderr);
        command_list(stderr);
        fputs("\nTry 'bobbin --help'.\n", stderr);
        return EXIT_USAGE;
    }
    const char *first = argv[1];
    if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0)
        return run_command(&command_help, argc - 2, argv + 2);
    if (strcmp(first, "--version") == 0 || strcmp(first, "-V") == 0)
        return run_command(&command_version, argc - 2, argv + 2);
    const Command *command = command_find(first);
    if (command != NULL)
        return run_command(command, argc - 2, argv + 2);

    /* A word that is neither a command nor looks like a file is a misspelt command. */
    struct stat st;
    if (first[0] != '-' && strpbrk(first, "./") == NULL && stat(first, &st) != 0)
        return unknown_command(first);
    return run_command(&command_run, argc - 1, argv + 1);
}
