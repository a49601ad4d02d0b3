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

void general_help(void)
{
    fputs("bobbin " BOB_VERSION ": runs programs of Python-like bytecode, within limits, the same\n"
          "way every time.\n\n"
          "Usage:\n"
          "  bobbin FILE [ARG...]                 the same as: bobbin run FILE [ARG...]\n"
          "  bobbin -c CODE [ARG...]              the same with the program itself\n"
          "  bobbin COMMAND [OPTION...] [FILE]\n\n",
          stdout);
    command_list(stdout);
    fputs("\n'bobbin help COMMAND' or 'bobbin COMMAND --help' explains a command.\n"
          "\nFiles are told apart by their content, not by their name: Python source (.py), "
          "assembly\n"
          "text (.boba), containers (.bob) and snapshots (.bobs). '-' as FILE is standard input.\n"
          "\nProgram output goes to standard output, everything else to standard error.\n"
          "\nExit statuses:\n"
          "  0    ended well (or the number that the program gave to EXIT)\n"
          "  1    a runtime error of the program\n"
          "  2    wrong usage, or a file that can't be opened\n"
          "  3    source or assembly that does not parse, or is outside the subset\n"
          "  4    a container or snapshot that was refused\n"
          "  5    a limit was reached: fuel, stack, depth, heap, output\n"
          "  6    diff, ladder: a difference was found\n"
          "  70   a fault of bobbin's own, such as output that can't be written\n"
          "  75   stopped on request, snapshot written\n"
          "  130  interrupted\n"
          "\nTo begin with:\n"
          "  $ bobbin -c 'print(sum([i * i for i in range(10)]))'\n"
          "  285\n"
          "  $ bobbin dis -c 'print(1 + 2)'           its bytecode\n"
          "  $ bobbin run --fuel 1M --heap 64M f.py   with a budget of instructions and of bytes\n"
          "  $ bobbin diff f.py                       every engine, and CPython: the same?\n",
          stdout);
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

static int help_run(const Options *o)
{
    if (o->markdown) {
        BobBuffer b = {.allocator = &bob_malloc_allocator};
        options_markdown(&b);
        int status = standard_write(STDOUT_FILENO, &b);
        bob_buffer_free(&b);
        return status;
    }
    if (o->word_count == 0) {
        general_help();
        return EXIT_WELL;
    }
    const Command *command = command_find(o->words[0]);
    if (command != NULL) {
        command_help_text(command);
        return EXIT_WELL;
    }
    const char *names[32];
    unsigned n = 0;
    for (; commands[n] != NULL && n + 1 < COUNT_OF(names); n++)
        names[n] = commands[n]->name;
    names[n] = NULL;
    const char *near = nearest(o->words[0], names);
    if (near != NULL)
        return wrong_usage(o->command, "'%s' is no command; did you mean '%s'?", o->words[0], near);
    return wrong_usage(o->command, "'%s' is no command", o->words[0]);
}

const Command command_help = {
    .name = "help",
    .bit = IN_HELP,
    .synopsis = "help [--markdown | COMMAND]",
    .summary = "explain bobbin or one of its commands",
    .help =
        "Without a word it prints the general page, with a command's name that command's page,\n"
        "with --markdown the table of all options and the commands that take them.",
    .statuses = "0    the page was printed\n"
                "2    wrong usage, such as a name that is no command",
    .examples = "bobbin help\n"
                "bobbin help run",
    .least = 0,
    .most = 1,
    .word_names = "COMMAND",
    .run = help_run,
};
