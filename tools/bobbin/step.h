/* Steps of a run: what `bobbin trace` records, an instruction at a time.
 *
 * The machine executes in slices of one instruction. Before and after each, the recorder reads
 * what the instruction can have touched, and keeps the difference: operands taken and pushed, the
 * local or global that was bound, a call or return, output, and what changed in objects.
 *
 * All values that were seen are numbered, so that a step is a few small numbers:
 *
 *   code >= 0   number of a value without an identity (none, int, function ...)
 *   code <  0   object ~code; objects have a number from when they are first seen. RELEASE gives
 *               an object's header back, and what is made next in it has the same number: so a
 *               reference that a program kept against its promise shows what the machine has.
 *
 * That an object can change only where it is an operand of the instruction makes it cheap to be
 * exact: each operand is compared with what is known of it. Of long lists the first elements are
 * known, and those that instructions touched last. */
#ifndef BOBBIN_STEP_H
#define BOBBIN_STEP_H

#include "tools/bobbin/tool.h"

#define STEP_ITEMS 64u    /* elements known of a list or tuple, from its beginning */
#define STEP_TOUCHED 4u   /* beyond these */
#define STEP_TEXT 400u    /* bytes kept of a text */
#define STEP_OUTPUT 4000u /* bytes kept of what one step writes */

typedef int32_t Code;

typedef struct Touched {
    uint32_t index;
    Code code;
} Touched;

typedef enum ChangeKind {
    CHANGE_NEW,   /* seen for the first time, or made again in a header that was given back */
    CHANGE_FREED, /* given back */
    CHANGE_LIST,  /* a list has other elements, or another length */
} ChangeKind;

typedef struct Change {
    ChangeKind kind;
    uint32_t object;
    BobType type;
    uint32_t length; /* elements, or bytes */
    uint32_t text;   /* of a str: the number of its text */
    /* of its known elements `removed` from `from` on gave way to `count` others: those of
     * Steps.codes from `codes` on */
    uint32_t from, removed, count;
    size_t codes;
    Touched touched[STEP_TOUCHED]; /* all there are now */
    uint32_t touched_count;
} Change;

/* A value without an identity. */
typedef struct Scalar {
    BobType type;
    uint64_t bits; /* of a function: where its name is */
} Scalar;

typedef struct KnownText {
    size_t at, size; /* in Steps.text */
} KnownText;

typedef struct Known {
    const void *object;
    BobType type; /* BOB_FREED once it was given back */
    uint32_t length, count, touched_count;
    Code *items; /* count, of room for STEP_ITEMS */
    Touched touched[STEP_TOUCHED];
} Known;

/* Numbers by hash: open addressing, 0 for a free slot, else a number from 1. */
typedef struct Numbers {
    uint32_t *slots;
    size_t size, count;
} Numbers;

typedef struct Steps {
    BobMachine *machine;
    const BobProgram *program;
    Scalar *scalars;
    size_t scalar_count;
    Known *objects;
    size_t object_count;
    KnownText *texts;
    size_t text_count;
    BobBuffer text;
    Numbers scalar_numbers, object_numbers, text_numbers;
    size_t bytes; /* that all this takes, about */
    bool failed;  /* memory is out */

    /* this step, or the last one */
    BobFrameContents at; /* before it: of the top frame */
    BobInstructionInfo instruction;
    uint64_t count, heap;    /* before it */
    uint32_t depth;          /* frames before it */
    uint64_t cost;           /* in fuel */
    uint32_t popped, pushed; /* of its frame; pushed on a return: of the caller */
    bool called, returned, jumped, binds_local, binds_global;
    uint32_t next; /* jumped: to this instruction; called: this function */
    Code bound;    /* STEP_UNBOUND for none any more */
    Code *codes;   /* those pushed, then elements */
    size_t code_count;
    Change *changes;
    size_t change_count;
    uint32_t *operands; /* objects among those popped */
    size_t operand_count;
    int64_t index; /* the first of them as an index, -1 for none */
    bool has_index;
    BobBuffer output; /* what it wrote, as far as it is kept */
    uint64_t output_size;
    uint32_t *waiting; /* objects that were found and not read */
    size_t waiting_count;
} Steps;

#define STEP_UNBOUND INT32_MIN

void steps_begin(Steps *s, BobMachine *machine, const BobProgram *program);
void steps_end(Steps *s);

/* Output of the machine: its BobWrite, with the Steps as ctx. */
int steps_output(void *steps, const char *bytes, size_t n);

/* Executes an instruction. *done says whether it succeeded: then the step is in *s. The status is
 * the machine's: BOB_YIELDED where the program goes on. */
BobStatus step_take(Steps *s, bool *done);

/* The code of a value; objects that are new with it are among the changes, once steps_read() was
 * called. For what is read beside the steps: begin with steps_clear(). */
Code steps_code(Steps *s, BobView v);
void steps_read(Steps *s);
void steps_clear(Steps *s);
/* The number of a text, of which STEP_TEXT bytes are kept (most: others). */
uint32_t steps_text(Steps *s, const char *bytes, size_t n, size_t most);

/* ---- step_json.c ---- */

/* Appends the fields that a step adds to its line of "bobbin.trace/1", with a comma before each. */
void step_json(BobBuffer *b, const Steps *s);
/* A value without an identity as JSON. */
void step_scalar(BobBuffer *b, const Scalar *v);

/* ---- step_page.c ---- */

/* The template and what it is filled with (step_parts.c). */
typedef struct StepPart {
    const char *bytes;
    size_t size;
} StepPart;
extern const StepPart step_html, step_css, step_js;

typedef struct Page Page;

/* A page about the run of a machine from where it is. NULL when memory is out. */
Page *page_new(Steps *s, const Input *input);
void page_free(Page *page);
/* Adds the step that was just taken; false where the page is as large as it may be: then it was not
 * added, and the page says so. */
bool page_add(Page *page);
/* Ends it; cut: the program would have gone on. The page is appended to b. */
void page_finish(Page *page, BobStatus status, bool cut, BobBuffer *b);
/* Steps on it. */
uint64_t page_steps(const Page *page);

#endif
