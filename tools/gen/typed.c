/* Makes the handlers of the typed engine: for each row of core/typed/handlers.def one handler
 * for every combination of the places of its operands.
 *
 *   typed INTS FLOATS fused|plain handlers.inc labels.inc rows.inc
 *
 * handlers.inc are the labelled bodies, labels.inc the table of their addresses, in which a
 * handler's number is the first of its row plus a mixed-radix number of its operands' places
 * (a register's number, or as last digit the slot): bob_handler in core/typed/emit.c counts alike.
 * rows.inc is what the decoder knows of each row (RowInfo). */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/typed/kinds.h"

typedef struct Row {
    const char *name, *operands, *body;
    int fused; /* made of several others: left out where plain */
} Row;

static const Row rows[] = {
#define ROW(name, operands, ...) {#name, operands, #__VA_ARGS__, 0},
#define FUSED(name, operands, ...) {#name, operands, #__VA_ARGS__, 1},
#include "core/typed/handlers.def"
};

static int ints, floats;

static int locations(char kind)
{
    return (int)kind_locations(kind, (uint32_t)ints, (uint32_t)floats);
}

static bool is_slot(char kind, int location)
{
    return kind_in_slot(kind, (uint32_t)location, (uint32_t)ints, (uint32_t)floats);
}

/* Writes the body with its operands in place of A, B, C ... */
static void print_body(FILE *f, const char *body, char text[MOST_OPERANDS][48], int count)
{
    const char *p = body;
    while (*p != 0) {
        if (isalpha((unsigned char)*p) || *p == '_') {
            size_t n = 1;
            while (isalnum((unsigned char)p[n]) || p[n] == '_')
                n++;
            if (n == 1 && *p >= 'A' && *p < 'A' + count)
                fputs(text[*p - 'A'], f);
            else
                fwrite(p, 1, n, f);
            p += n;
        } else { /* a statement a line, so that compilers read no indentation into it */
            if (*p == ';')
                fputs(";\n", f);
            else
                fputc(*p, f);
            p++;
        }
    }
}

static void handler(FILE *f, const Row *row, const int *location, int number)
{
    char text[MOST_OPERANDS][48];
    int count = (int)strlen(row->operands), slots = 0, word, i;
    for (i = 0; i < count; i++)
        slots += is_slot(row->operands[i], location[i]);
    word = 1 + (slots + 3) / 4;
    slots = 0;
    for (i = 0; i < count; i++) {
        char kind = row->operands[i];
        bool is_float = kind_is_float(kind);
        if (kind_words(kind) > 0) {
            bool value = kind_place(kind) == PLACE_VALUE || kind_place(kind) == PLACE_BACK;
            const char *form = !value ? "%d" : is_float ? "ip[%d].f" : "ip[%d].i";
            snprintf(text[i], sizeof text[i], form, word);
            word += (int)kind_words(kind);
        } else if (is_slot(kind, location[i])) {
            snprintf(text[i], sizeof text[i], is_float ? "SLOTF(%d)" : "SLOT(%d)", slots++);
        } else {
            snprintf(text[i], sizeof text[i], is_float ? "f%d" : "r%d", location[i]);
        }
    }
    fprintf(f, "H_%d: /* %s */ {\n#define SIZE %d\n", number, row->name, word);
    if (strncmp(row->name, "RET", 3) == 0) /* calls go on after it (RECURSE) */
        fprintf(f, "#undef SIZE_%s\n#define SIZE_%s %d\n", row->name, row->name, word);
    print_body(f, row->body, text, count);
    fputs(";\n#undef SIZE\n}\n", f);
}

/* The operand that may change places with the one before it, which it is never the first of; or
 * 0 where there is none. */
static int second_of_two(const char *operands)
{
    int i;
    for (i = 0; operands[i] != 0; i++)
        if (kind_place(operands[i]) == PLACE_SECOND)
            return i;
    return 0;
}

/* Of two operands that may change places only one order is made. */
static bool is_made(const Row *row, const int *location)
{
    int second = second_of_two(row->operands);
    return second == 0 || location[second - 1] <= location[second];
}

static void print_row(FILE *f, const Row *row, int first)
{
    bool jumps = false, one_result = kind_only_writes(row->operands[0]);
    int i;
    for (i = 0; row->operands[i] != 0; i++) {
        jumps |= kind_jumps(row->operands[i]);
        one_result &= i == 0 || (kind_access(row->operands[i]) & ACCESS_WRITE) == 0;
    }
    fprintf(f, "{\"%s\", \"%s\", %d, %s, %s, %d},\n", row->name, row->operands, first,
            jumps ? "true" : "false", one_result ? "true" : "false", second_of_two(row->operands));
}

/* A letter that operands.def does not have would be an operand without a location. */
static void check_row(const Row *row)
{
    int i;
    for (i = 0; row->operands[i] != 0; i++)
        if (kind_place(row->operands[i]) == PLACE_NONE || i == MOST_OPERANDS) {
            fprintf(stderr, "typed: %s: operand %d, '%c', is none of operands.def's\n", row->name,
                    i, row->operands[i]);
            exit(1);
        }
}

int main(int argc, char **argv)
{
    FILE *code, *labels, *info;
    int number = 0, made = 0, fuses;
    size_t r;
    if (argc != 7) {
        fprintf(stderr, "usage: typed INTS FLOATS fused|plain handlers.inc labels.inc rows.inc\n");
        return 2;
    }
    ints = atoi(argv[1]);
    floats = atoi(argv[2]);
    fuses = strcmp(argv[3], "plain") != 0;
    code = fopen(argv[4], "w");
    labels = fopen(argv[5], "w");
    info = fopen(argv[6], "w");
    if (ints < 1 || floats < 1 || code == NULL || labels == NULL || info == NULL) {
        fprintf(stderr, "typed: %s %s %s: can't be made\n", argv[4], argv[5], argv[6]);
        return 1;
    }
    for (r = 0; r < sizeof rows / sizeof *rows; r++) {
        const Row *row = &rows[r];
        int location[MOST_OPERANDS] = {0}, count = (int)strlen(row->operands), i;
        check_row(row);
        print_row(info, row, number);
        do {
            if (is_made(row, location) && (fuses || !row->fused)) {
                handler(code, row, location, number);
                fprintf(labels, "&&H_%d,\n", number);
                made++;
            } else {
                fprintf(labels, "&&trap,\n");
            }
            number++;
            for (i = count - 1; i >= 0 && ++location[i] == locations(row->operands[i]); i--)
                location[i] = 0;
        } while (i >= 0);
    }
    fprintf(code, "/* %d handlers of %zu rows */\n", made, r);
    fprintf(info, "#define GENERATED_INTS %d\n#define GENERATED_FLOATS %d\n", ints, floats);
    fprintf(info, "#define GENERATED_ROWS %zu\n", r);
    return fclose(code) != 0 || fclose(labels) != 0 || fclose(info) != 0;
}
