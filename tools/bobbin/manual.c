/* Manual pages, made of the tables that `bobbin help` prints: one for bobbin, one for each
 * command. The macros are those of man(7) that groff and mandoc both know. They carry no date, so
 * that two builds give the same bytes. */
#include <ctype.h>
#include <string.h>

#include "tools/bobbin/tool.h"

/* Appends n bytes with what roff reserves escaped. A hyphen stays one that can be copied into a
 * shell, and quotes stay straight. */
static void put_text(BobBuffer *b, const char *text, size_t n)
{
    static const struct {
        char c;
        const char *escape;
    } escapes[] = {{'\\', "\\e"},  {'-', "\\-"},   {'\'', "\\(aq"}, {'`', "\\(ga"},
                   {'^', "\\(ha"}, {'~', "\\(ti"}, {'"', "\\(dq"}};
    for (size_t i = 0; i < n; i++) {
        const char *escape = NULL;
        for (unsigned k = 0; k < COUNT_OF(escapes); k++)
            if (escapes[k].c == text[i])
                escape = escapes[k].escape;
        if (escape == NULL && text[i] == '.' && (b->size == 0 || b->bytes[b->size - 1] == '\n'))
            escape = "\\&."; /* at a line's start it would be a macro */
        if (escape != NULL)
            bob_buffer_text(b, escape);
        else
            bob_buffer_byte(b, text[i]);
    }
}

static void put_word(BobBuffer *b, const char *text)
{
    put_text(b, text, strlen(text));
}

/* Paragraphs: an empty line separates them. */
static void put_paragraphs(BobBuffer *b, const char *text)
{
    for (size_t n; *text != '\0'; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        if (n == 0)
            bob_buffer_text(b, ".PP");
        else
            put_text(b, text, n);
        bob_buffer_byte(b, '\n');
    }
}

/* Lines as they are, in the typeface of terminals. */
static void put_lines(BobBuffer *b, const char *text)
{
    bob_buffer_text(b, ".EX\n");
    put_word(b, text);
    bob_buffer_text(b, "\n.EE\n");
}

static void put_synopsis(BobBuffer *b, const char *synopsis)
{
    bob_buffer_text(b, ".SH SYNOPSIS\n.nf\n");
    for (size_t n; *synopsis != '\0'; synopsis += n + (synopsis[n] == '\n')) {
        n = strcspn(synopsis, "\n");
        bob_buffer_text(b, "\\fBbobbin\\fR ");
        put_text(b, synopsis, n);
        bob_buffer_byte(b, '\n');
    }
    bob_buffer_text(b, ".fi\n");
}

static void put_options(BobBuffer *b, const Command *command)
{
    OptionView v;
    bob_buffer_text(b, ".SH OPTIONS\n");
    for (unsigned i = 0; option_at(i, command, &v); i++) {
        if (!v.taken)
            continue;
        bob_buffer_text(b, ".TP\n\\fB");
        if (v.letter != 0)
            bob_buffer_printf(b, "\\-%c%s", v.letter, v.name != NULL ? "\\fR, \\fB" : "");
        if (v.name != NULL) {
            bob_buffer_text(b, "\\-\\-");
            put_word(b, v.name);
        }
        bob_buffer_text(b, "\\fR");
        if (v.value != NULL) {
            bob_buffer_text(b, v.optional ? "[=\\fI" : " \\fI");
            put_word(b, v.value);
            bob_buffer_text(b, v.optional ? "\\fR]" : "\\fR");
        }
        bob_buffer_byte(b, '\n');
        put_word(b, v.help);
        option_default(i, b);
        bob_buffer_byte(b, '\n');
    }
    bob_buffer_text(b, ".TP\n\\fB\\-\\-\\fR\nend of the options\n");
}

/* Lines of a number and what it means. */
static void put_statuses(BobBuffer *b, const char *text)
{
    bob_buffer_text(b, ".SH EXIT STATUS\n");
    for (size_t n; *text != '\0'; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        size_t digits = strspn(text, "0123456789"), space = strspn(text + digits, " ");
        if (digits > 0)
            bob_buffer_printf(b, ".TP\n\\fB%.*s\\fR\n", (int)digits, text);
        put_text(b, text + digits + space, n - digits - space);
        bob_buffer_byte(b, '\n');
    }
}

static void put_title(BobBuffer *b, const Command *command, const char *summary)
{
    bob_buffer_text(b, ".\\\" Made by 'bobbin help --man'; do not edit.\n.TH BOBBIN");
    if (command != NULL) {
        bob_buffer_text(b, "\\-");
        for (const char *p = command->name; *p != '\0'; p++)
            bob_buffer_byte(b, (char)toupper((unsigned char)*p));
    }
    bob_buffer_text(b, " 1 \"\" \"Bobbin " BOB_VERSION "\" \"Bobbin\"\n.SH NAME\nbobbin");
    if (command != NULL) {
        bob_buffer_text(b, "\\-");
        put_word(b, command->name);
    }
    bob_buffer_text(b, " \\- ");
    put_word(b, summary);
    bob_buffer_byte(b, '\n');
}

static void command_page(BobBuffer *b, const Command *c)
{
    put_title(b, c, c->summary);
    put_synopsis(b, c->synopsis);
    bob_buffer_text(b, ".SH DESCRIPTION\n");
    put_paragraphs(b, c->help);
    put_options(b, c);
    put_statuses(b, c->statuses);
    bob_buffer_text(b, ".SH EXAMPLES\n");
    put_lines(b, c->examples);
    bob_buffer_text(b, ".SH SEE ALSO\n.BR bobbin (1)\n");
}

static void bobbin_page(BobBuffer *b)
{
    const Command *g = &general_page;
    put_title(b, NULL, g->summary);
    put_synopsis(b, g->synopsis);
    bob_buffer_text(b, ".SH DESCRIPTION\n");
    put_paragraphs(b, g->help);
    bob_buffer_text(b, ".SH COMMANDS\nEach has a page of its own; \\fBman bobbin\\-run\\fR and "
                       "\\fBbobbin help run\\fR show the same.\n");
    for (unsigned i = 0; commands[i] != NULL; i++) {
        bob_buffer_printf(b, ".TP\n.BR bobbin\\-%s (1)\n", commands[i]->name);
        put_word(b, commands[i]->summary);
        bob_buffer_byte(b, '\n');
    }
    put_statuses(b, g->statuses);
    bob_buffer_text(b, ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\n"
                       "where it is set, messages on a terminal have no colours\n"
                       ".SH EXAMPLES\n");
    put_lines(b, g->examples);
    bob_buffer_text(b, ".SH SEE ALSO\n");
    for (unsigned i = 0; commands[i] != NULL; i++)
        bob_buffer_printf(b, ".BR bobbin\\-%s (1)%s\n", commands[i]->name,
                          commands[i + 1] != NULL ? "," : "");
}

void manual_page(BobBuffer *b, const Command *command)
{
    if (command != NULL)
        command_page(b, command);
    else
        bobbin_page(b);
}
