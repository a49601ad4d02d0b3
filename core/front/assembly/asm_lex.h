/* The tokens of assembly text, line by line, and what words and strings mean. */
#ifndef BOB_ASM_LEX_H
#define BOB_ASM_LEX_H

#include "core/base/memory.h"
#include "core/machine/value.h"

typedef enum BobAsmTokenType {
    TOKEN_LINE_END,    /* of the line, or a comment */
    TOKEN_WORD,        /* anything up to white space, ';', ':' or '"' */
    TOKEN_STRING,      /* with its quotes */
    TOKEN_OPEN_STRING, /* without the closing quote */
    TOKEN_COLON,
} BobAsmTokenType;

typedef struct BobAsmToken {
    BobAsmTokenType type;
    size_t at; /* offset in the text */
    size_t size;
    bool touches_next; /* no white space between it and what follows on the line */
} BobAsmToken;

typedef struct BobAsmLexer {
    const char *text;
    size_t at;
    size_t line_end; /* the tokens end here: at "\n", "\r\n" or the end of the text */
} BobAsmLexer;

BobAsmToken bob_asm_next(BobAsmLexer *l);

/* [A-Za-z_][A-Za-z0-9_.]*: what needs no quotes where a name is expected. */
bool bob_asm_is_identifier(const char *s, size_t n);

/* Appends what is between the quotes of a string, escapes replaced. False where an escape
 * is bad: then *bad is its offset in s and *why the reason. */
bool bob_asm_unescape(const char *s, size_t n, BobBuffer *out, size_t *bad, const char **why);

/* Reads an unsigned integer (decimal, 0x, 0o, 0b) of at most `limit`. NULL, or the reason
 * against it. */
const char *bob_asm_unsigned(const char *s, size_t n, uint64_t limit, uint64_t *out);

/* Whether a word is none, true, false, inf or nan; otherwise *nearest is the one that may
 * have been meant, or NULL. */
bool bob_asm_is_constant_word(const char *s, size_t n, const char **nearest);

/* Reads none, true, false, an int or a float. BOB_OK, BOB_OUT_OF_MEMORY or
 * BOB_INVALID_PROGRAM with the reason in *why. */
BobStatus bob_asm_literal(const char *s, size_t n, BobValue *out, const char **why);

#endif
