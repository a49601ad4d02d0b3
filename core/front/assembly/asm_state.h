/* The assembler from within: what assembler.c, asm_directive.c and asm_operand.c share.
 *
 * A line is read token by token; `token` is the one not yet used up. Places are offsets in
 * the text until one must be reported. What a line refers to before it is defined is a
 * fixup: labels are settled where the function ends, functions at the end of the text, by
 * reading the name at the fixup's offset again. */
#ifndef BOB_ASM_STATE_H
#define BOB_ASM_STATE_H

#include "core/front/assembly/assembler.h"
#include "core/front/assembly/asm_lex.h"
#include "core/front/assembly/constants.h"
#include "core/machine/program.h"

typedef struct BobAsmFixup {
    uint32_t function;
    uint32_t ip;
    size_t at; /* of the token */
} BobAsmFixup;

/* A .handler of this function: from, to and start, each a number or the place of a label's name. */
typedef struct BobAsmHandler {
    size_t at;
    uint32_t value[3], depth;
    size_t name_at[3]; /* 0: it is a number */
} BobAsmHandler;

typedef struct BobAsm {
    const char *text;
    size_t size;
    const char *name;
    const BobAllocator *allocator;
    BobError *error;
    BobProgram *program;
    BobAsmLexer lexer;
    BobAsmToken token;
    BobPool pool;
    BobBuffer scratch; /* the last name or string read */
    uint32_t function; /* that lines belong to, or BOB_INTERN_NONE */
    uint32_t line;     /* of the source, by .line */
    BobIntern labels;  /* of this function */
    uint32_t *label_ips;
    uint32_t label_count;
    BobAsmFixup *jumps; /* to labels of this function */
    size_t jump_count;
    BobAsmHandler *handlers;
    size_t handler_count;
    BobAsmFixup *calls; /* operands that are functions, by name */
    size_t call_count;
    BobAsmFixup *raws; /* words of .raw: they may name what comes later */
    size_t raw_count;
    BobAssemblyVisit *visit; /* NULL where the places of instructions are not asked for */
    void *visit_ctx;
    uint32_t text_line; /* of the assembly itself */
} BobAsm;

/* Sets the error with the line and column of an offset. Returns BOB_INVALID_PROGRAM. */
BobStatus bob_asm_refuse(BobAsm *a, size_t at, const char *format, ...) PRINTF_LIKE(3, 4);

/* What the program could not be given: BOB_OUT_OF_MEMORY, or a refusal where a limit is why. */
BobStatus bob_asm_full(BobAsm *a, size_t at);

/* As above, for a text of the program that is not known, with the nearest that is. */
BobStatus bob_asm_unknown(BobAsm *a, const BobAsmToken *t, const char *what, const char *nearest);

/* Where the line that `at` is on ends for the lexer; *next, if wanted, is where the next one
 * begins. */
size_t bob_asm_line_end_at(const BobAsm *a, size_t at, size_t *next);

/* Uses up the token. */
static inline void bob_asm_advance(BobAsm *a)
{
    a->token = bob_asm_next(&a->lexer);
}

static inline bool bob_asm_at_end(const BobAsm *a)
{
    return a->token.type == TOKEN_LINE_END;
}

static inline const char *bob_asm_bytes(const BobAsm *a, const BobAsmToken *t)
{
    return a->text + t->at;
}

/* Reads the token as a string, or as a name, into `scratch` and uses it up. `what` says
 * what is expected. */
NODISCARD BobStatus bob_asm_string(BobAsm *a, const char *what);
NODISCARD BobStatus bob_asm_name(BobAsm *a, const char *what);

/* Reads the token as a number up to `limit` and uses it up. */
NODISCARD BobStatus bob_asm_number(BobAsm *a, uint32_t limit, const char *what, uint32_t *out);

/* The line must end here. */
NODISCARD BobStatus bob_asm_line_end(BobAsm *a);

/* The number of the name in `scratch`, or a refusal at `at`. */
NODISCARD BobStatus bob_asm_add_name(BobAsm *a, size_t at, uint32_t *name);

/* Reads a literal and uses it up: in `literal`, or in `scratch` where *is_text. */
NODISCARD BobStatus bob_asm_read_literal(BobAsm *a, BobValue *literal, bool *is_text);

/* Adds an instruction to the function. */
NODISCARD BobStatus bob_asm_emit(BobAsm *a, size_t at, BobWord word);

/* Adds a fixup for the instruction that is emitted next. */
NODISCARD BobStatus bob_asm_fixup(BobAsm *a, BobAsmFixup **fixups, size_t *count, size_t at);

/* asm_operand.c: the operand of an operation whose mnemonic was used up. */
NODISCARD BobStatus bob_asm_operand(BobAsm *a, unsigned opcode, uint32_t *operand);

/* asm_directive.c: the line of a directive, `.word` being the token. */
NODISCARD BobStatus bob_asm_directive(BobAsm *a);

/* asm_link.c: labels at the end of a function; calls, raw words and main at the end of all. */
NODISCARD BobStatus bob_asm_end_function(BobAsm *a);
NODISCARD BobStatus bob_asm_link(BobAsm *a);

#endif
