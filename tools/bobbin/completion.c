/* Completions for bash, zsh and fish, made of the tables of commands and options. Where a file is
 * wanted the shell completes it; numbers and code are left to their writer. */
#include <string.h>

#include "core/bobbin_lab.h"
#include "tools/bobbin/tool.h"

static void put_commands(BobBuffer *b)
{
    for (unsigned i = 0; commands[i] != NULL; i++)
        bob_buffer_printf(b, "%s%s", i == 0 ? "" : " ", commands[i]->name);
}

static void put_engines(BobBuffer *b)
{
    const char *name;
    for (unsigned i = 0; (name = bob_engine_name(i, NULL)) != NULL; i++)
        bob_buffer_printf(b, "%s%s", i == 0 ? "" : " ", name);
}

/* Words that a command takes besides files: names of commands or of operations. */
static bool put_words(BobBuffer *b, const Command *command)
{
    BobOperation op;
    if (command == &command_help)
        put_commands(b);
    else if (command == &command_ops)
        for (unsigned i = 0; bob_operation(i, &op); i++)
            bob_buffer_printf(b, "%s%s", i == 0 ? "" : " ", op.name);
    else
        return false;
    return true;
}

/* Help up to its first ';', in one line, with what the shell's quotes reserve escaped: a backslash
 * before each of the bytes in `reserved`; a quote ends the text, comes alone, and begins it again.
 */
static void put_help(BobBuffer *b, const char *help, const char *reserved)
{
    for (const char *p = help; *p != '\0' && *p != ';'; p++) {
        if (*p == '\'') {
            bob_buffer_text(b, "'\\''");
            continue;
        }
        if (strchr(reserved, *p) != NULL)
            bob_buffer_byte(b, '\\');
        bob_buffer_byte(b, *p == '\n' ? ' ' : *p);
    }
}

/* ---- bash ---- */

/* "--fuel --heap ... -c" of a command. */
static void bash_options(BobBuffer *b, const Command *command)
{
    OptionView v;
    for (unsigned i = 0; option_at(i, command, &v); i++) {
        if (v.taken && v.letter != 0)
            bob_buffer_printf(b, "-%c ", v.letter);
        if (v.taken && v.name != NULL)
            bob_buffer_printf(b, "--%s ", v.name);
    }
}

/* A case: all options, of whatever command, whose value is of this kind. They stand with '=' where
 * that came before the value. */
static void bash_values(BobBuffer *b, OptionValue kind, const char *then)
{
    OptionView v;
    const char *before = "    ";
    for (unsigned i = 0; option_at(i, &command_help, &v); i++) {
        if (v.takes != kind)
            continue;
        if (v.letter != 0)
            bob_buffer_printf(b, "%s-%c", before, v.letter);
        else if (v.optional)
            bob_buffer_printf(b, "%s--%s=", before, v.name);
        else
            bob_buffer_printf(b, "%s--%s | --%s=", before, v.name, v.name);
        before = " | ";
    }
    bob_buffer_printf(b, ")\n        %s\n        return\n        ;;\n", then);
}

static void bash_script(BobBuffer *b)
{
    bob_buffer_text(
        b, "# Completion of bobbin's command lines in bash.\n"
           "# Made by 'bobbin help --completion bash'; do not edit.\n\n"
           "_bobbin() {\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}\n"
           "    local commands='");
    put_commands(b);
    bob_buffer_text(b, "'\n    local engines='");
    put_engines(b);
    bob_buffer_text(b,
                    "'\n"
                    "    local options words=\n"
                    "    COMPREPLY=()\n"
                    "    # bash takes '--engine=fu' for three words.\n"
                    "    if [[ $current == = ]]; then\n"
                    "        current='' option=$option=\n"
                    "    elif [[ $option == = ]]; then\n"
                    "        option=${COMP_WORDS[COMP_CWORD - 2]}=\n"
                    "    fi\n"
                    "    # The value of an option; where nothing is found bash completes a file.\n"
                    "    case $option in\n");
    bash_values(b, VALUE_ENGINE,
                "mapfile -t COMPREPLY < <(compgen -W \"$engines\" -- \"$current\")");
    bash_values(b, VALUE_SHELL,
                "mapfile -t COMPREPLY < <(compgen -W 'bash zsh fish' -- \"$current\")");
    bash_values(b, VALUE_OTHER, "compopt +o default 2>/dev/null");
    bash_values(b, VALUE_FILE, ":");
    bob_buffer_text(b, "    esac\n"
                       "    if [[ $COMP_CWORD == 1 && $current != -* ]]; then\n"
                       "        # A command, or a program to run.\n"
                       "        compopt -o filenames 2>/dev/null\n"
                       "        mapfile -t COMPREPLY < <(\n"
                       "            compgen -W \"$commands\" -- \"$current\"\n"
                       "            [[ -z $current ]] || compgen -f -- \"$current\")\n"
                       "        return\n"
                       "    fi\n"
                       "    case ${COMP_WORDS[1]} in\n");
    for (unsigned i = 0; commands[i] != NULL; i++) {
        if (commands[i] == &command_run)
            continue;
        bob_buffer_printf(b, "    %s)\n        options='", commands[i]->name);
        bash_options(b, commands[i]);
        bob_buffer_text(b, "'\n        words='");
        put_words(b, commands[i]);
        bob_buffer_text(b, "'\n        ;;\n");
    }
    /* bobbin FILE is bobbin run FILE. */
    bob_buffer_text(b, "    *)\n        options='");
    bash_options(b, &command_run);
    bob_buffer_text(b, "'\n        ;;\n"
                       "    esac\n"
                       "    if [[ $current == -* ]]; then\n"
                       "        mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$current\")\n"
                       "    elif [[ -n $words ]]; then\n"
                       "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
                       "    fi\n"
                       "}\n"
                       "complete -o default -F _bobbin bobbin\n");
}

/* ---- zsh ---- */

static void zsh_value(BobBuffer *b, const OptionView *v)
{
    if (v->takes == VALUE_NONE)
        return;
    bob_buffer_printf(b, "%s%s:", v->optional ? "::" : ":", v->value);
    if (v->takes == VALUE_FILE)
        bob_buffer_text(b, "_files");
    else if (v->takes == VALUE_SHELL)
        bob_buffer_text(b, "(bash zsh fish)");
    else if (v->takes == VALUE_ENGINE) {
        bob_buffer_byte(b, '(');
        put_engines(b);
        bob_buffer_byte(b, ')');
    } else
        bob_buffer_byte(b, ' ');
}

static void zsh_option(BobBuffer *b, const OptionView *v)
{
    if (v->letter != 0) {
        bob_buffer_printf(b, " \\\n        '-%c[", v->letter);
        put_help(b, v->help, "[]:\\");
        bob_buffer_byte(b, ']');
        zsh_value(b, v);
        bob_buffer_byte(b, '\'');
    }
    if (v->name != NULL) {
        bob_buffer_printf(b, " \\\n        '--%s%s[", v->name,
                          v->takes == VALUE_NONE ? "" : (v->optional ? "=-" : "="));
        put_help(b, v->help, "[]:\\");
        bob_buffer_byte(b, ']');
        zsh_value(b, v);
        bob_buffer_byte(b, '\'');
    }
}

static void zsh_script(BobBuffer *b)
{
    bob_buffer_text(b, "#compdef bobbin\n"
                       "# Completion of bobbin's command lines in zsh.\n"
                       "# Made by 'bobbin help --completion zsh'; do not edit.\n\n"
                       "_bobbin_commands() {\n"
                       "    local -a commands=(");
    for (unsigned i = 0; commands[i] != NULL; i++) {
        bob_buffer_printf(b, "\n        '%s:", commands[i]->name);
        put_help(b, commands[i]->summary, ":\\");
        bob_buffer_byte(b, '\'');
    }
    bob_buffer_text(b,
                    ")\n"
                    "    _describe -t commands command commands\n"
                    "}\n\n"
                    "_bobbin() {\n"
                    "    if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
                    "        _alternative 'commands:command:_bobbin_commands' 'files:file:_files'\n"
                    "        return\n"
                    "    fi\n"
                    "    local command=$words[2]\n"
                    "    case $command in\n"
                    "    ");
    for (unsigned i = 0; commands[i] != NULL; i++)
        bob_buffer_printf(b, "%s%s", i == 0 ? "" : " | ", commands[i]->name);
    bob_buffer_text(b, ")\n"
                       "        shift words\n"
                       "        (( CURRENT-- )) ;;\n"
                       "    *) command=run ;; # bobbin FILE\n"
                       "    esac\n"
                       "    case $command in\n");
    for (unsigned i = 0; commands[i] != NULL; i++) {
        OptionView v;
        bob_buffer_printf(b, "    %s)\n        _arguments -s", commands[i]->name);
        for (unsigned k = 0; option_at(k, commands[i], &v); k++)
            if (v.taken)
                zsh_option(b, &v);
        bob_buffer_text(b, " \\\n        '*: :");
        BobBuffer words = {.allocator = &bob_malloc_allocator};
        if (put_words(&words, commands[i]))
            bob_buffer_printf(b, "(%.*s)", (int)words.size, words.bytes);
        else
            bob_buffer_text(b, "_files");
        b->failed |= words.failed;
        bob_buffer_free(&words);
        bob_buffer_text(b, "' ;;\n");
    }
    bob_buffer_text(b,
                    "    esac\n"
                    "}\n\n"
                    "# Loaded as a function by compinit, or read by source.\n"
                    "if [[ $funcstack[1] == _bobbin ]]; then _bobbin \"$@\"; else compdef _bobbin "
                    "bobbin; fi\n");
}

/* ---- fish ---- */

static void fish_option(BobBuffer *b, const char *when, const OptionView *v)
{
    bob_buffer_printf(b, "complete -c bobbin -n '%s'", when);
    if (v->letter != 0)
        bob_buffer_printf(b, " -s %c", v->letter);
    if (v->name != NULL)
        bob_buffer_printf(b, " -l %s", v->name);
    if (v->takes == VALUE_FILE && !v->optional)
        bob_buffer_text(b, " -r -F");
    else if (v->takes == VALUE_ENGINE || v->takes == VALUE_SHELL) {
        bob_buffer_printf(b, "%s -f -a '", v->optional ? "" : " -r");
        if (v->takes == VALUE_ENGINE)
            put_engines(b);
        else
            bob_buffer_text(b, "bash zsh fish");
        bob_buffer_byte(b, '\'');
    } else if (v->takes == VALUE_OTHER)
        bob_buffer_text(b, " -x");
    bob_buffer_text(b, " -d '");
    put_help(b, v->help, "\\");
    bob_buffer_text(b, "'\n");
}

static void fish_script(BobBuffer *b)
{
    bob_buffer_text(b, "# Completion of bobbin's command lines in fish.\n"
                       "# Made by 'bobbin help --completion fish'; do not edit.\n\n");
    for (unsigned i = 0; commands[i] != NULL; i++) {
        bob_buffer_printf(b, "complete -c bobbin -n __fish_use_subcommand -a %s -d '",
                          commands[i]->name);
        put_help(b, commands[i]->summary, "\\");
        bob_buffer_text(b, "'\n");
    }
    for (unsigned i = 0; commands[i] != NULL; i++) {
        OptionView v;
        BobBuffer when = {.allocator = &bob_malloc_allocator}, words = when;
        /* bobbin FILE is bobbin run FILE: its options are offered where no command is named. */
        bool run = commands[i] == &command_run;
        bob_buffer_text(&when,
                        run ? "not __fish_seen_subcommand_from" : "__fish_seen_subcommand_from");
        for (unsigned k = 0; commands[k] != NULL; k++)
            if (run ? k != i : k == i)
                bob_buffer_printf(&when, " %s", commands[k]->name);
        bob_buffer_byte(&when, '\0');
        if (!when.failed) {
            for (unsigned k = 0; option_at(k, commands[i], &v); k++)
                if (v.taken)
                    fish_option(b, when.bytes, &v);
            if (put_words(&words, commands[i]))
                bob_buffer_printf(b, "complete -c bobbin -n '%s' -f -a '%.*s'\n", when.bytes,
                                  (int)words.size, words.bytes);
        }
        b->failed |= when.failed || words.failed;
        bob_buffer_free(&when);
        bob_buffer_free(&words);
    }
}

bool completion_script(BobBuffer *b, const char *shell)
{
    if (strcmp(shell, "bash") == 0)
        bash_script(b);
    else if (strcmp(shell, "zsh") == 0)
        zsh_script(b);
    else if (strcmp(shell, "fish") == 0)
        fish_script(b);
    else
        return false;
    return true;
}
