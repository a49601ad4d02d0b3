/* `bobbin help`: the general page and a page a command. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tools/bobbin/tool.h"

void command_list(FILE *to)
{
    fputs("Commands:\n", to);
    for (unsigned i = 0; commands[i] != NULL; i++)
        fprintf(to, "  %-9s %s\n", commands[i]->name, commands[i]->summary);
}

/* Each line of text, indented. */
static void indented(const char *text, const char *before)
{
    while (*text != '\0') {
        size_t n = strcspn(text, "\n");
        printf("%s%.*s\n", n == 0 ? "" : before, (int)n, text);
        text += n + (text[n] == '\n');
    }
}

const Command general_page = {
    .synopsis = "FILE [ARG...]                 the same as: bobbin run FILE [ARG...]\n"
                "-c CODE [ARG...]              the same with the program itself\n"
                "COMMAND [OPTION...] [FILE]",
    .summary = "runs programs of Python-like bytecode, within limits, the same way every time",
    .help =
        "Files are told apart by their content, not by their name: Python source (.py), "
        "assembly\n"
        "text (.boba), containers (.bob) and snapshots (.bobs). '-' as FILE is standard input.\n"
        "\nProgram output goes to standard output, everything else to standard error.",
    .statuses = "0    ended well (or the number that the program gave to EXIT)\n"
                "1    a runtime error of the program\n"
                "2    wrong usage, or a file that can't be opened\n"
                "3    source or assembly that does not parse, or is outside the subset\n"
                "4    a container or snapshot that was refused\n"
                "5    a limit was reached: fuel, stack, depth, arena, heap, output\n"
                "6    diff, ladder: a difference was found\n"
                "70   a fault of bobbin's own, such as output that can't be written\n"
                "75   stopped on request, snapshot written\n"
                "130  interrupted",
    .examples =
        "$ bobbin -c 'print(sum([i * i for i in range(10)]))'\n"
        "285\n"
        "$ bobbin dis -c 'print(1 + 2)'           its bytecode\n"
        "$ bobbin run --fuel 1M --heap 64M f.py   with a budget of instructions and of bytes\n"
        "$ bobbin diff f.py                       every engine, and CPython: the same?",
};

void general_help(void)
{
    printf("bobbin " BOB_VERSION ": %s.\n\nUsage:\n", general_page.summary);
    indented(general_page.synopsis, "  bobbin ");
    putchar('\n');
    command_list(stdout);
    printf("\n'bobbin help COMMAND' or 'bobbin COMMAND --help' explains a command.\n\n%s\n"
           "\nExit statuses:\n",
           general_page.help);
    indented(general_page.statuses, "  ");
    fputs("\nTo begin with:\n", stdout);
    indented(general_page.examples, "  ");
}

void command_help_text(const Command *c)
{
    printf("bobbin %s: %s\n\nUsage:\n", c->name, c->summary);
    indented(c->synopsis, "  bobbin ");
    printf("\n%s\n\nOptions:\n", c->help);
    options_help(c);
    fputs("\nExit statuses:\n", stdout);
    indented(c->statuses, "  ");
    fputs("\nExamples:\n", stdout);
    indented(c->examples, "  ");
}

static int no_command(const Options *o, const char *word)
{
    const char *names[32];
    unsigned n = 0;
    for (; commands[n] != NULL && n + 1 < COUNT_OF(names); n++)
        names[n] = commands[n]->name;
    names[n] = NULL;
    const char *near = nearest(word, names);
    if (near != NULL)
        return wrong_usage(o->command, "'%s' is no command; did you mean '%s'?", word, near);
    return wrong_usage(o->command, "'%s' is no command", word);
}

/* What is made for programs to read: a table, a manual page, completions. */
static int help_made(const Options *o, const Command *command)
{
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    int status = EXIT_WELL;
    if (o->markdown + o->man + (o->completion != NULL) > 1)
        status = wrong_usage(o->command, "--markdown, --man and --completion are one thing each");
    else if (command != NULL && !o->man)
        status =
            wrong_usage(o->command, "--markdown and --completion are for all commands together");
    else if (o->man)
        manual_page(&b, command);
    else if (o->markdown)
        options_markdown(&b);
    else if (!completion_script(&b, o->completion))
        status = wrong_usage(o->command, "--completion: '%s' is none of bash, zsh and fish",
                             o->completion);
    if (status == EXIT_WELL)
        status = standard_write(STDOUT_FILENO, &b);
    bob_buffer_free(&b);
    return status;
}

static int help_run(const Options *o)
{
    const Command *command = NULL;
    if (o->word_count > 0 && (command = command_find(o->words[0])) == NULL)
        return no_command(o, o->words[0]);
    if (o->markdown || o->man || o->completion != NULL)
        return help_made(o, command);
    if (command != NULL)
        command_help_text(command);
    else
        general_help();
    return EXIT_WELL;
}

const Command command_help = {
    .name = "help",
    .bit = IN_HELP,
    .synopsis = "help [COMMAND]\n"
                "help --man [COMMAND]\n"
                "help --completion SHELL\n"
                "help --markdown",
    .summary = "explain bobbin or one of its commands",
    .help =
        "Without a word it prints the general page, with a command's name that command's page,\n"
        "with --man either as a manual page, with --markdown the table of all options and the\n"
        "commands that take them. --completion prints what makes a shell complete command lines;\n"
        "'make install' puts pages and completions where man and the shells find them.",
    .statuses = "0    the page was printed\n"
                "2    wrong usage, such as a name that is no command",
    .examples = "bobbin help\n"
                "bobbin help run\n"
                "bobbin help --man run > bobbin-run.1\n"
                "source <(bobbin help --completion bash)",
    .least = 0,
    .most = 1,
    .word_names = "COMMAND",
    .run = help_run,
};
