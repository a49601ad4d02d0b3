/* Snapshots: a run that is stopped, saved and restored anywhere is the run that was not; and
 * no bytes whatever make a machine that does anything else but run or refuse. */
#include <criterion/criterion.h>

#include "core/base/hash.h"
#include "core/machine/store/snapshot.h"
#include "tests/machines.h"

#define REUSE /* a dangling reference, its header and room taken by the next object */             \
    "PUSH_CONST 1\nPUSH_CONST 2\nLIST_NEW 2\nSTORE_NAME a\nLOAD_NAME a\nSTORE_NAME old\n"

static const struct {
    const char *name, *text;
} programs[] = {
    {"arithmetic", "PUSH_CONST 7\nPUSH_CONST -2\nFLOORDIV\nDUP\nPUSH_CONST 3\nPOW\nPRINT 2\n"
                   "PUSH_CONST 9223372036854775807\nPUSH_CONST 1\nWRAP_ADD\nRETURN_VAL"},
    {"floats",
     "PUSH_CONST nan\nDUP\nSTORE_NAME n\nPUSH_CONST inf\nPUSH_CONST -0.0\nPUSH_CONST 1e300\n"
     "LIST_NEW 4\nDUP\nPRINT 1\nPUSH_CONST inf\nPUSH_CONST inf\nSUB\nNEG\nDUP\nSTORE_NAME m\n"
     "LIST_NEW 2\nHALT"},
    {"lists of each kind",
     "PUSH_CONST 1\nPUSH_CONST 2\nLIST_NEW 2\nSTORE_NAME i\nPUSH_CONST 1.5\nPUSH_CONST "
     "nan\nLIST_NEW 2\n"
     "STORE_NAME f\nPUSH_CONST true\nLIST_NEW 1\nSTORE_NAME b\nLOAD_NAME i\nLOAD_NAME f\nLIST_NEW "
     "2\n"
     "STORE_NAME r\nPUSH_CONST none\nPUSH_FUNC main\nPUSH_CONST \"x\"\nLIST_NEW 3\nSTORE_NAME m\n"
     "LOAD_NAME i\nPUSH_CONST \"\xC3\xA9\"\nLIST_APPEND\nLOAD_NAME f\nPUSH_CONST 0\nPUSH_CONST "
     "none\nINDEX_SET\n"
     "LOAD_NAME i\nLIST_POP\nPOP\nLOAD_NAME i\nPUSH_CONST 5\nLIST_APPEND\nLOAD_NAME r\nLOAD_NAME "
     "m\n"
     "LOAD_NAME b\nTUPLE_NEW 3\nDUP\nPRINT 1\nRETURN_VAL"},
    {"shared lists",
     "LIST_NEW 0\nDUP\nDUP\nLIST_NEW 2\nSTORE_NAME pair\nPUSH_CONST 7\nLIST_APPEND\n"
     "LOAD_NAME pair\nPRINT 1\nLOAD_NAME pair\nDUP\nPUSH_CONST 0\nINDEX_GET\n"
     "PUSH_CONST 8\nLIST_APPEND\nRETURN_VAL"},
    {"a list in itself",
     "LIST_NEW 0\nSTORE_NAME a\nLOAD_NAME a\nLOAD_NAME a\nLIST_APPEND\nLOAD_NAME a\n"
     "PUSH_CONST 1\nLIST_APPEND\nLOAD_NAME a\nTUPLE_NEW 1\nSTORE_NAME t\nLOAD_NAME a\n"
     "LOAD_NAME t\nLIST_APPEND\nLOAD_NAME t\nPRINT 1\nLOAD_NAME a\nRETURN_VAL"},
    {"two lists in each other",
     "LIST_NEW 0\nSTORE_GLOBAL a\nLOAD_GLOBAL a\nLIST_NEW 1\nSTORE_NAME b\n"
     "LOAD_GLOBAL a\nLOAD_NAME b\nLIST_APPEND\nLOAD_NAME b\nPRINT 1\n"
     "LOAD_NAME b\nPUSH_CONST 0\nINDEX_GET\nLOAD_GLOBAL a\nIS\nRETURN_VAL"},
    {"lists that grow",
     "LIST_NEW 0\nSTORE_NAME l\nPUSH_CONST 20\nSTORE_NAME i\n"
     "on: LOAD_NAME i\nJUMP_IF_FALSE end\nLOAD_NAME l\nLOAD_NAME i\nLIST_APPEND\n"
     "LOAD_NAME i\nPUSH_CONST 1\nSUB\nSTORE_NAME i\nJUMP on\nend: LOAD_NAME l\nHALT"},
    {"tuples in lists in tuples", "PUSH_CONST 1\nTUPLE_NEW 1\nDUP\nLIST_NEW 2\nDUP\nTUPLE_NEW "
                                  "2\nDUP\nPRINT 1\nTUPLE_NEW 0\nLIST_NEW 2\nHALT"},
    {"strings in one buffer",
     "PUSH_CONST \"ab\"\nPUSH_CONST \"cd\"\nADD\nSTORE_NAME a\nLOAD_NAME a\nSTORE_NAME b\n"
     "LOAD_NAME a\nPUSH_CONST \"e\"\nADD\nSTORE_NAME a\nLOAD_NAME a\nPUSH_CONST "
     "\"\xC3\xA9\"\nADD\nSTORE_NAME c\n"
     "LOAD_NAME b\nPUSH_CONST \"zz\"\nADD\nSTORE_NAME d\nLOAD_NAME a\nLOAD_NAME b\nLOAD_NAME "
     "c\nLOAD_NAME d\n"
     "PRINT 4\nLOAD_NAME c\nRELEASE\nLOAD_NAME b\nFREE\nLOAD_NAME a\nPUSH_CONST "
     "\"f\"\nADD\nSTORE_NAME e\n"
     "LOAD_NAME d\nRELEASE\nPUSH_CONST \"qq\"\nPUSH_CONST \"rr\"\nADD\nLOAD_NAME e\nLOAD_NAME "
     "a\nLIST_NEW 3\nHALT"},
    {"a buffer whose end nothing shows",
     "PUSH_CONST \"ab\"\nPUSH_CONST \"cd\"\nADD\nDUP\nPUSH_CONST "
     "\"efg\"\nADD\nPOP\nDUP\nPUSH_CONST \"x\"\nADD\n"
     "PRINT 1\nPUSH_CONST \"y\"\nADD\nRETURN_VAL"},
    {"growing in place",
     "PUSH_CONST \"ab\"\nPUSH_CONST 2\nMUL\nSTORE_NAME s\nPUSH_CONST 9\nSTORE_NAME i\n"
     "on: LOAD_NAME s\nPUSH_CONST \"<\xE2\x82\xAC>\"\nADD\nSTORE_NAME s\nLOAD_NAME i\n"
     "PUSH_CONST 1\nSUB\nDUP\nSTORE_NAME i\nJUMP_IF_TRUE on\nLOAD_NAME s\nDUP\nPRINT 1\n"
     "PUSH_CONST -2\nINDEX_GET\nRETURN_VAL"},
    {"freed", REUSE "LOAD_NAME a\nFREE\nPUSH_CONST 3\nPUSH_CONST 4\nLIST_NEW 2\nSTORE_NAME b\n"
                    "LOAD_NAME old\nLOAD_NAME b\nTUPLE_NEW 2\nSTORE_NAME t\nLOAD_NAME b\nPRINT 1\n"
                    "LOAD_NAME old\nLEN\nHALT"},
    {"released and reused",
     REUSE "LOAD_NAME a\nRELEASE\nPUSH_CONST \"ab\"\nPUSH_CONST \"cd\"\nADD\nSTORE_NAME b\n"
           "LOAD_NAME old\nPRINT 1\nLOAD_NAME old\nPUSH_CONST \"ef\"\nADD\nRETURN_VAL"},
    {"released and not reused", REUSE "LOAD_NAME a\nRELEASE\nNOP\nNOP\nLOAD_NAME old\nLOAD_NAME a\n"
                                      "LIST_NEW 2\nDUP\nPUSH_CONST 0\nINDEX_GET\nPRINT 1\nHALT"},
    {"three released, one reached",
     "LIST_NEW 0\nSTORE_NAME a\nLIST_NEW 0\nSTORE_NAME b\nTUPLE_NEW 0\nSTORE_NAME c\nLOAD_NAME "
     "b\nSTORE_GLOBAL keep\n"
     "LOAD_NAME a\nRELEASE\nLOAD_NAME b\nRELEASE\nLOAD_NAME c\nRELEASE\nDELETE_NAME a\nDELETE_NAME "
     "b\nDELETE_NAME c\n"
     "PUSH_CONST 1\nTUPLE_NEW 1\nSTORE_NAME a\nPUSH_CONST 2\nLIST_NEW 1\nSTORE_NAME b\nLOAD_GLOBAL "
     "keep\nPRINT 1\n"
     "PUSH_CONST 3\nLIST_NEW 1\nSTORE_NAME c\nLOAD_NAME a\nLOAD_NAME b\nLOAD_NAME c\nLOAD_GLOBAL "
     "keep\nLIST_NEW 4\nHALT"},
    {"released twice through a broken promise",
     REUSE "LOAD_NAME a\nRELEASE\nLIST_NEW 0\nSTORE_NAME b\nLOAD_NAME old\nRELEASE\nTUPLE_NEW "
           "0\nSTORE_NAME c\n"
           "LOAD_NAME old\nLOAD_NAME b\nLOAD_NAME c\nPRINT 3\nLOAD_NAME old\nRELEASE\nLOAD_NAME "
           "c\nRELEASE\nHALT"},
    {"a released list in a list",
     REUSE "LOAD_NAME a\nLIST_NEW 1\nSTORE_GLOBAL g\nLOAD_NAME a\nRELEASE\nDELETE_NAME a\n"
           "DELETE_NAME old\nPUSH_CONST \"12\"\nPUSH_CONST 3\nMUL\nSTORE_NAME s\n"
           "LOAD_GLOBAL g\nPRINT 1\nLOAD_GLOBAL g\nRETURN_VAL"},
    {"rooms given back",
     "PUSH_CONST 1\nPUSH_CONST 3\nLIST_FILL\nDUP\nSTORE_NAME a\nFREE\nPUSH_CONST 2\n"
     "PUSH_CONST 4\nLIST_FILL\nSTORE_NAME b\nLOAD_NAME b\nPUSH_CONST 1\nLIST_APPEND\n"
     "PUSH_CONST 5\nPUSH_CONST 3\nLIST_FILL\nLOAD_NAME b\nPRINT 2\nLOAD_NAME a\nHALT"},
    {"deep recursion",
     "PUSH_CONST 14\nCALL_FUNC sum\nDUP\nPRINT 1\nRETURN_VAL\n"
     ".func sum n\nLOAD_NAME n\nJUMP_IF_TRUE more\nPUSH_CONST 0\nRETURN_VAL\n"
     "more: LOAD_NAME n\nLIST_NEW 1\nSTORE_NAME l\nLOAD_NAME n\nLOAD_NAME n\nPUSH_CONST 1\nSUB\n"
     "CALL_FUNC sum\nADD\nLOAD_NAME l\nRELEASE\nRETURN_VAL"},
    {"too deep", "PUSH_CONST 1\nCALL_FUNC f\nHALT\n.func f x\nLOAD_NAME x\nPUSH_CONST "
                 "1\nADD\nCALL_FUNC f\nRETURN_VAL"},
    {"an unproven stack",
     "PUSH_CONST 5\nSTORE_NAME i\non: LOAD_NAME i\nLOAD_NAME i\nPUSH_CONST 1\nSUB\nDUP\n"
     "STORE_NAME i\nJUMP_IF_TRUE on\nCALL_FUNC f\nPRINT 3\nLIST_NEW 2\nHALT\n"
     ".func f\nPUSH_CONST 1\nPUSH_CONST 2\nPUSH_CONST true\nJUMP_IF_TRUE 5\nPUSH_CONST "
     "4\nRETURN_VAL"},
    {"unproven until it overflows", "l: PUSH_CONST \"ab\"\nPUSH_CONST \"cd\"\nADD\nJUMP l"},
    {"globals",
     "PUSH_CONST 1\nSTORE_GLOBAL x\nPUSH_CONST \"ab\"\nSTORE_GLOBAL y\nLOAD_NAME x\nLIST_NEW 1\n"
     "STORE_GLOBAL z\nPUSH_CONST 9\nSTORE_NAME x\nLOAD_NAME x\nLOAD_GLOBAL x\nDELETE_NAME "
     "x\nLOAD_NAME x\n"
     "LOAD_NAME z\nPRINT 4\nLOAD_NAME w\nHALT"},
    {"functions as values",
     "PUSH_FUNC twice\nSTORE_NAME f\nLOAD_NAME f\nPUSH_FUNC inc\nPUSH_CONST 5\nCALL_VALUE 2\n"
     "LOAD_NAME f\nLIST_NEW 2\nDUP\nPRINT 1\nRETURN_VAL\n"
     ".func twice g x\nLOAD_NAME g\nLOAD_NAME g\nLOAD_NAME x\nCALL_VALUE 1\nCALL_VALUE "
     "1\nRETURN_VAL\n"
     ".func inc x\nLOAD_NAME x\nPUSH_CONST 1\nADD\nRETURN_VAL"},
    {"arguments", "ARG_COUNT\nDUP\nPRINT 1\nPUSH_CONST 1\nARG\nDUP\nPUSH_CONST -1\nARG\nADD\nPRINT "
                  "1\nPUSH_CONST 2\n"
                  "ARG\nEXIT"},
    {"characters and constants",
     "PUSH_CONST \"\"\nPUSH_CONST \"a\"\nPUSH_CONST \"constant\"\nPUSH_CONST 122\nCHR\n"
     "PUSH_CONST 128013\nCHR\nPUSH_CONST \"constant\"\nPUSH_CONST 2\nINDEX_GET\nTUPLE_NEW 6\n"
     "DUP\nPRINT 1\nDUP\nUNPACK 6\nPRINT 6\nRETURN_VAL"},
    {"text that is not ASCII",
     "PUSH_CONST \"gr\xC3\xBC\xC3\x9F dich \xF0\x9F\x90\x8D\"\nSTORE_NAME s\nLOAD_NAME "
     "s\nPUSH_CONST 2\n"
     "PUSH_CONST none\nSLICE_GET\nDUP\nPRINT 1\nDUP\nLEN\nSTORE_GLOBAL \"\xC3\xA9t\xC3\xA9\"\n"
     "LOAD_NAME s\nPUSH_CONST -1\nINDEX_GET\nADD\nRETURN_VAL"},
    {"surcharges",
     "PUSH_CONST 0\nPUSH_CONST 300\nLIST_FILL\nSTORE_NAME l\nLOAD_NAME l\nLOAD_NAME l\nEQ\nPRINT "
     "1\n"
     "PUSH_CONST 1\nLOAD_NAME l\nIN\nPOP\nLOAD_NAME l\nTO_STR\nLEN\nPRINT 1\nPUSH_CONST \"ab\"\n"
     "PUSH_CONST 100\nMUL\nDUP\nADD\nLEN\nLOAD_NAME l\nCALL_BUILTIN sorted 1\nPUSH_CONST "
     "0\nINDEX_GET\nLIST_NEW 2\nHALT"},
    {"out of fuel in a surcharge",
     "PUSH_CONST 0\nPUSH_CONST 800\nLIST_FILL\nSTORE_NAME l\non: LOAD_NAME l\nLOAD_NAME l\n"
     "ADD\nRELEASE\nJUMP on"},
    {"built-ins",
     "PUSH_CONST \"b a,c a\"\nPUSH_CONST \"a\"\nCALL_BUILTIN split 2\nSTORE_NAME p\nLOAD_NAME p\n"
     "CALL_BUILTIN enumerate 1\nDUP\nPRINT 1\nPUSH_CONST \"-\"\nLOAD_NAME p\nCALL_BUILTIN join 2\n"
     "CALL_BUILTIN upper 1\nSTORE_NAME u\nLOAD_NAME p\nPUSH_CONST 0\nLOAD_NAME u\nCALL_BUILTIN "
     "insert 3\nPOP\n"
     "LOAD_NAME p\nCALL_BUILTIN sort 1\nPOP\nPUSH_CONST 7\nPUSH_CONST -2\nCALL_BUILTIN divmod "
     "2\nLOAD_NAME p\n"
     "PUSH_CONST 3.25\nPUSH_CONST \">8.1f\"\nCALL_BUILTIN format 2\nTUPLE_NEW 3\nHALT"},
    {"raise", ".source \"x.py\"\n.line 3\nPUSH_CONST \"long \"\nPUSH_CONST 60\nMUL\n.line "
              "4\nDUP\nPRINT 1\nRAISE"},
    {"division by zero", ".source \"x.py\"\n.line 7\nPUSH_CONST 1\nCALL_FUNC f\nHALT\n.func f "
                         "x\n.line 2\nLOAD_NAME x\nLIST_NEW 1\n"
                         "LOAD_NAME x\nPUSH_CONST 0\n.line 3\nMOD\nRETURN_VAL"},
    {"output exceeded",
     "PUSH_CONST \"ab\"\nPUSH_CONST 150\nMUL\nSTORE_NAME s\nl: LOAD_NAME s\nPRINT 1\nJUMP l"},
    {"heap exceeded", "LIST_NEW 0\nSTORE_NAME l\non: LOAD_NAME l\nPUSH_CONST 9\nPUSH_CONST "
                      "300\nLIST_FILL\nLIST_APPEND\nJUMP on"},
    {"underflow", "PUSH_CONST 1\nPUSH_CONST 2\nADD\nADD"},
    {"a bad jump", "PUSH_CONST \"x\"\nDUP\nJUMP_IF_TRUE 77"},
    {"off the end", "PUSH_CONST 1\nPRINT 1\nLIST_NEW 0"},
    {"no opcode", "PUSH_CONST 1\n.raw 255 9"},
    {"nothing", ""},
};

static const char *const arguments[] = {"one", "zw\xC3\xB6lf", "", "last"};

static BobProgram *load(const char *text)
{
    Text whole = {NULL, 0, 0};
    BobProgram *p;
    BobError error;
    if (strncmp(text, ".source", 7) == 0) { /* belongs before the first function */
        size_t line = (size_t)(strchr(text, '\n') + 1 - text);
        text_write(&whole, text, line);
        text += line;
    }
    text_write(&whole, ".func main\n", 11);
    text_write(&whole, text, strlen(text));
    cr_assert(bob_program_load(whole.bytes, whole.size, "t", NULL, &p, &error) == BOB_OK,
              "%u: %s\n%s", error.line, error.message, whole.bytes);
    text_free(&whole);
    return p;
}

static void limits(BobConfig *c, Text *output)
{
    bob_config_init(c);
    c->warm_up = 0;
    c->stack = 40;
    c->depth = 20;
    c->arena = 2000;
    c->heap = 1u << 16;
    c->output = 1000;
    c->fuel = 1500;
    c->write = text_write;
    c->write_ctx = output;
}

static BobMachine *start(const BobProgram *p, const BobConfig *c)
{
    BobMachine *m;
    BobError error;
    cr_assert(bob_machine_new(p, c, 4, arguments, &m, &error) == BOB_OK, "%s", error.message);
    return m;
}

static void run_whole(const BobProgram *p, const char *engine, Seen *seen)
{
    BobConfig c;
    BobMachine *m;
    limits(&c, &seen->output);
    c.engine = engine;
    m = start(p, &c);
    seen_take(seen, m, p, bob_machine_run(m));
    bob_machine_free(m);
}

/* ---- going on is as if never stopped ---- */

/* The snapshots of one run by instruction count, with the output so far. */
typedef struct Stops {
    Text bytes[2000];
    size_t written[2000];
} Stops;

static Stops stops;

static void forget_stops(void)
{
    size_t i;
    for (i = 0; i < sizeof stops.bytes / sizeof *stops.bytes; i++)
        text_free(&stops.bytes[i]);
}

static void take(const char *name, const BobMachine *m, const BobProgram *p, Text *to)
{
    char *bytes;
    size_t n;
    BobError error;
    cr_assert(bob_machine_snapshot(m, &bytes, &n, &error) == BOB_OK, "%s: %s", name, error.message);
    to->size = 0;
    text_write(to, bytes, n);
    bob_bytes_free(p, bytes, n);
}

/* Restores in an engine, saves again, runs on: all the same. `before` is the output until then. */
static void go_on(const char *name, const BobProgram *p, const char *engine, const Text *bytes,
                  const char *before, size_t before_n, const Seen *whole)
{
    BobConfig c;
    BobMachine *m;
    BobError error;
    Seen seen = {.status = BOB_OK};
    Text again = {NULL, 0, 0};
    const char *what;
    limits(&c, &seen.output);
    c.engine = engine;
    text_write(&seen.output, before, before_n);
    cr_assert(bob_machine_restore(p, &c, bytes->bytes, bytes->size, &m, &error) == BOB_OK,
              "%s: %s at %llu", name, error.message, (unsigned long long)error.offset);
    take(name, m, p, &again);
    cr_assert(text_same(&again, bytes), "%s at %llu: saved again in %s it is not the same bytes",
              name, (unsigned long long)bob_machine_instructions(m), engine);
    seen_take(&seen, m, p, bob_machine_run(m));
    what = seen_difference(whole, &seen);
    cr_assert(what == NULL, "%s, going on in %s: another %s\n%s\n%s", name, engine, what,
              whole->state.bytes, seen.state.bytes);
    bob_machine_free(m);
    text_free(&again);
    seen_free(&seen);
}

/* One instruction after another in the first engine, each stop resumed in all. */
static void stop_everywhere(const char *name, const BobProgram *p, const Seen *whole)
{
    BobConfig c;
    Text output = {NULL, 0, 0};
    BobMachine *m;
    BobStatus status = BOB_YIELDED;
    const char *engine;
    unsigned i;
    limits(&c, &output);
    m = start(p, &c);
    text_write(&output, "", 0);
    for (;;) {
        uint64_t at = bob_machine_instructions(m);
        cr_assert(at < sizeof stops.bytes / sizeof *stops.bytes);
        if (status == BOB_OK)
            break;
        take(name, m, p, &stops.bytes[at]);
        stops.written[at] = output.size;
        for (i = 0; (engine = bob_engine_name(i, NULL)) != NULL; i++)
            go_on(name, p, engine, &stops.bytes[at], output.bytes, output.size, whole);
        if (status != BOB_YIELDED)
            break;
        status = bob_machine_run_slice(m, 1);
    }
    bob_machine_free(m);
    text_free(&output);
}

/* In slices of n: the same bytes at the same instruction. */
static void stop_in_slices(const char *name, const BobProgram *p, const char *engine,
                           uint64_t slice)
{
    BobConfig c;
    Text output = {NULL, 0, 0}, bytes = {NULL, 0, 0};
    BobMachine *m;
    limits(&c, &output);
    c.engine = engine;
    m = start(p, &c);
    while (bob_machine_run_slice(m, slice) == BOB_YIELDED) {
        uint64_t at = bob_machine_instructions(m);
        take(name, m, p, &bytes);
        cr_assert(text_same(&bytes, &stops.bytes[at]),
                  "%s: %s in slices of %llu, another snapshot at %llu", name, engine,
                  (unsigned long long)slice, (unsigned long long)at);
        cr_assert_eq(output.size, stops.written[at]);
    }
    bob_machine_free(m);
    text_free(&output);
    text_free(&bytes);
}

Test(test_snapshot, anywhere_in_any_engine)
{
    static const uint64_t slices[] = {1, 2, 3, 7, 50};
    const char *engine;
    unsigned i, e, k;
    for (i = 0; i < sizeof programs / sizeof *programs; i++) {
        BobProgram *p = load(programs[i].text);
        Seen whole = {.status = BOB_OK};
        run_whole(p, NULL, &whole);
        cr_assert(whole.instructions <= 1500 && whole.status != BOB_YIELDED);
        stop_everywhere(programs[i].name, p, &whole);
        for (e = 0; (engine = bob_engine_name(e, NULL)) != NULL; e++)
            for (k = 0; k < sizeof slices / sizeof *slices; k++)
                stop_in_slices(programs[i].name, p, engine, slices[k]);
        forget_stops();
        seen_free(&whole);
        bob_program_free(p);
    }
}

/* ---- where the parts of a snapshot are ---- */

typedef struct Layout {
    size_t arguments, counts, account, texts, objects, first_object, released, host, frames,
        globals, end;
} Layout;

static uint64_t get(const Text *t, size_t at, unsigned size)
{
    uint64_t v = 0;
    unsigned i;
    for (i = 0; i < size; i++)
        v |= (uint64_t)(unsigned char)t->bytes[at + i] << (8 * i);
    return v;
}

static void put(Text *t, size_t at, unsigned size, uint64_t v)
{
    unsigned i;
    for (i = 0; i < size; i++)
        t->bytes[at + i] = (char)(v >> (8 * i));
}

/* The checksum as it should be. */
static void seal(Text *t)
{
    put(t, t->size - 8, 8, bob_hash(t->bytes, t->size - 8));
}

static size_t skip_object(const Text *t, size_t at)
{
    uint64_t type = get(t, at, 1);
    if ((get(t, at + 1, 1) & SNAP_FREED) != 0)
        return at + 2;
    if (type == SNAP_TYPE_STR)
        return at + 10;
    at += type == SNAP_TYPE_LIST ? 3 : 2;
    return at + 4 + 9 * get(t, at, 4);
}

static Layout layout(const BobProgram *p, const Text *t)
{
    Layout l;
    size_t at = BOB_SNAPSHOT_HEAD;
    uint64_t n;
    at += 8 + get(t, at, 8);
    l.arguments = at;
    for (n = get(t, at, 4), at += 4; n > 0; n--)
        at += 4 + get(t, at, 4);
    l.counts = at;
    l.account = at + 52 + get(t, at + 12, 8) % BOB_HASH_BLOCK;
    l.texts = at = l.account + 16 + BOB_ROOM_CLASSES * 8;
    for (n = get(t, at, 4), at += 4; n > 0; n--)
        at += 13 + get(t, at + 9, 4);
    l.objects = at;
    l.first_object = at + 4;
    for (n = get(t, at, 4), at += 4; n > 0; n--)
        at = skip_object(t, at);
    l.released = at;
    l.host = at + 4 + 4 * get(t, at, 4);
    at = l.host + 10 + 9 + 8;
    l.frames = at + 4 + 4 * get(t, at, 4);
    at = l.frames;
    for (n = get(t, at, 4), at += 4; n > 0; n--)
        at += 16 + 9 * (p->functions[get(t, at, 4)].local_count + get(t, at + 8, 4));
    l.globals = at;
    l.end = at + 4 + 13 * get(t, at, 4) + 9; /* what is being handled */
    cr_assert_eq(l.end, t->size - 8);
    return l;
}

/* A snapshot of the program after n instructions. */
static BobProgram *stopped(const char *text, uint64_t n, Text *bytes)
{
    BobProgram *p = load(text);
    BobConfig c;
    BobMachine *m;
    limits(&c, NULL);
    c.write = NULL;
    m = start(p, &c);
    cr_assert(n == 0 || bob_machine_run_slice(m, n) == BOB_YIELDED);
    take("stopped", m, p, bytes);
    bob_machine_free(m);
    return p;
}

/* The message of the refusal, "" where it was none. */
static const char *refusal(const BobProgram *p, const BobConfig *c, const Text *t)
{
    static BobError error;
    BobMachine *m;
    BobStatus status = bob_machine_restore(p, c, t->bytes, t->size, &m, &error);
    if (status == BOB_OK) {
        bob_machine_free(m);
        return "";
    }
    cr_assert_null(m);
    cr_assert(status == error.kind && error.message[0] != '\0');
    cr_assert(status == BOB_INVALID_PROGRAM, "%s: %s", bob_status_name(status), error.message);
    cr_assert(error.has_offset && error.offset <= t->size);
    return error.message;
}

/* ---- limits ---- */

Test(test_snapshot, limits_below_what_the_state_needs)
{
    enum { STACK, DEPTH, ARENA, HEAP, OUTPUT };
    static const struct {
        unsigned limit;
        uint64_t least; /* that is enough */
        const char *names;
    } rows[] = {
        {STACK, 4, "stack"}, {DEPTH, 4, "depth"},   {ARENA, 2 + 3 * 6, "arena"},
        {HEAP, 48, "heap"},  {OUTPUT, 9, "output"},
    };
    /* main: 1 local and 1 operand; f: 2 and 4, three frames of it at the stop. The heap: the
     * list's header and its room of one element. */
    static const char text[] =
        "PUSH_CONST 5\nLIST_NEW 1\nSTORE_NAME l\nPUSH_CONST \"somewhat\"\nPRINT 1\n"
        "PUSH_CONST 3\nCALL_FUNC f\nHALT\n"
        ".func f n\nLOAD_NAME n\nSTORE_NAME m\nLOAD_NAME n\nLOAD_NAME n\nLOAD_NAME n\nLOAD_NAME "
        "n\nPOP\nPUSH_CONST 1\nSUB\nCALL_FUNC f\nRETURN_VAL";
    Text bytes = {NULL, 0, 0};
    BobProgram *p = stopped(text, 7 + 2 * 10 + 6, &bytes);
    size_t i;
    cr_assert_eq(p->functions[0].max_depth, 1);
    cr_assert_eq(p->functions[1].max_depth, 4);
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned below;
        for (below = 0; below < 2; below++) {
            BobConfig c;
            uint64_t v = rows[i].least - below;
            const char *message;
            limits(&c, NULL);
            c.write = NULL;
            if (rows[i].limit == STACK)
                c.stack = (uint32_t)v;
            else if (rows[i].limit == DEPTH)
                c.depth = (uint32_t)v;
            else if (rows[i].limit == ARENA)
                c.arena = v;
            else if (rows[i].limit == HEAP)
                c.heap = v;
            else
                c.output = v;
            message = refusal(p, &c, &bytes);
            cr_assert(below ? strstr(message, rows[i].names) != NULL : message[0] == '\0',
                      "%s %llu: '%s'", rows[i].names, (unsigned long long)v, message);
        }
    }
    bob_program_free(p);
    text_free(&bytes);

    /* main alone, begun, and larger than the arena */
    p = stopped("PUSH_CONST 1\nSTORE_NAME a\nPUSH_CONST 1\nSTORE_NAME b\nHALT", 2, &bytes);
    for (i = 2; i <= 3; i++) {
        BobConfig c;
        limits(&c, NULL);
        c.write = NULL;
        c.arena = i;
        cr_assert((strstr(refusal(p, &c, &bytes), "arena") != NULL) == (i == 2));
    }
    bob_program_free(p);

    /* not begun: it fails as a new machine would */
    p = stopped("PUSH_CONST 1\nSTORE_NAME a\nPUSH_CONST 1\nSTORE_NAME b\nHALT", 0, &bytes);
    {
        BobConfig c;
        BobMachine *m;
        limits(&c, NULL);
        c.write = NULL;
        c.arena = 2;
        cr_assert(bob_machine_restore(p, &c, bytes.bytes, bytes.size, &m, NULL) == BOB_OK);
        cr_assert_eq(bob_machine_run(m), BOB_CALL_DEPTH_EXCEEDED);
        bob_machine_free(m);
        /* less fuel than was spent: it stands still */
    }
    bob_program_free(p);
    p = stopped("NOP\nNOP\nNOP\nHALT", 2, &bytes);
    {
        BobConfig c;
        BobMachine *m;
        limits(&c, NULL);
        c.write = NULL;
        c.fuel = 1;
        cr_assert(bob_machine_restore(p, &c, bytes.bytes, bytes.size, &m, NULL) == BOB_OK);
        cr_assert_eq(bob_machine_run(m), BOB_OUT_OF_FUEL);
        cr_assert_eq(bob_machine_instructions(m), 2);
        bob_machine_set_fuel(m, 3);
        cr_assert_eq(bob_machine_run(m), BOB_OUT_OF_FUEL);
        cr_assert_eq(bob_machine_error(m)->ip, 3);
        bob_machine_set_fuel(m, 4);
        cr_assert_eq(bob_machine_run(m), BOB_OK);
        bob_machine_free(m);
    }
    bob_program_free(p);
    text_free(&bytes);
}

/* ---- damage ---- */

static const char rich[] = /* every part of a snapshot is there */
    "PUSH_CONST \"ab\"\nPUSH_CONST \"c\xC3\xA9\"\nADD\nSTORE_NAME s\nLOAD_NAME s\nPUSH_CONST "
    "\"d\"\nADD\nSTORE_GLOBAL t\n"
    "LIST_NEW 0\nSTORE_NAME x\nLIST_NEW 0\nSTORE_NAME y\nLIST_NEW 0\nSTORE_NAME q\nPUSH_CONST "
    "1\nLIST_NEW 1\n"
    "STORE_NAME z\nLOAD_NAME z\nFREE\nLOAD_NAME s\nPUSH_CONST 2.5\nPUSH_CONST none\nPUSH_FUNC "
    "f\nPUSH_CONST \"text\"\n"
    "PUSH_CONST true\nPUSH_CONST 65\nCHR\nTUPLE_NEW 7\nLOAD_NAME x\nRELEASE\nLOAD_NAME "
    "y\nRELEASE\nLOAD_NAME q\n"
    "RELEASE\nDELETE_NAME y\nLOAD_NAME s\nPRINT 1\nDUP\nCALL_FUNC f\nHALT\n"
    ".func f v\nLOAD_NAME v\nLIST_NEW 1\nDUP\nLOAD_NAME v\nLIST_APPEND\nPUSH_CONST 5\nTUPLE_NEW "
    "2\nLOAD_NAME v\nEQ\n"
    "JUMP_IF_TRUE 14\nPUSH_CONST \"ab\"\nPUSH_CONST \"cd\"\nADD\nRETURN_VAL\nPUSH_CONST "
    "3\nRETURN_VAL";
#define RICH_STOP                                                                                  \
    44 /* in f: three headers were released, f took the last; of the others one is reached */

Test(test_snapshot, damage_is_refused)
{
    Text bytes = {NULL, 0, 0}, other = {NULL, 0, 0};
    BobProgram *p = stopped(rich, RICH_STOP, &bytes), *q, *inside;
    BobConfig c;
    BobError error;
    size_t i, n = bytes.size;
    unsigned bit;
    Layout l = layout(p, &bytes);
    limits(&c, NULL);
    c.write = NULL;
    cr_assert(get(&bytes, l.texts, 4) > 0 && get(&bytes, l.objects, 4) > 3 &&
              get(&bytes, l.released, 4) > 0 && get(&bytes, l.frames, 4) == 2 &&
              get(&bytes, l.globals, 4) > 0 && get(&bytes, l.arguments, 4) == 4);
    cr_assert_str_empty(refusal(p, &c, &bytes));
    for (i = 0; i < n; i++) { /* truncated, in a block of that very size */
        Text cut = {malloc(i + 1), i, i + 1};
        memcpy(cut.bytes, bytes.bytes, i);
        cr_assert_str_not_empty(refusal(p, &c, &cut), "%zu of %zu bytes", i, n);
        if (i > BOB_SNAPSHOT_HEAD + 8) { /* and sealed again */
            put(&cut, 16, 8, i);
            seal(&cut);
            cr_assert_str_not_empty(refusal(p, &c, &cut), "%zu of %zu bytes, sealed", i, n);
        }
        free(cut.bytes);
    }
    for (i = 0; i < n; i++)
        for (bit = 0; bit < 8; bit++) {
            bytes.bytes[i] ^= (char)(1 << bit);
            cr_assert_str_not_empty(refusal(p, &c, &bytes), "bit %u of byte %zu", bit, i);
            bytes.bytes[i] ^= (char)(1 << bit);
        }
    text_write(&bytes, "x", 1); /* longer */
    cr_assert_str_not_empty(refusal(p, &c, &bytes));
    put(&bytes, 16, 8, bytes.size);
    seal(&bytes);
    cr_assert_str_not_empty(refusal(p, &c, &bytes));
    bob_program_free(p);

    /* of another program; of the same program in another place of memory */
    p = stopped(rich, RICH_STOP, &bytes);
    q = stopped("NOP\nNOP\nHALT", 1, &other);
    cr_assert_str_eq(refusal(q, &c, &bytes), "a snapshot of another program");
    cr_assert_str_eq(refusal(p, &c, &other), "a snapshot of another program");
    cr_assert(bob_snapshot_program(bytes.bytes, bytes.size, NULL, &inside, &error) == BOB_OK);
    cr_assert_eq(bob_program_hash(inside), bob_program_hash(p));
    cr_assert_str_empty(refusal(inside, &c, &bytes));
    bob_program_free(inside);
    cr_assert(bob_program_load(bytes.bytes, bytes.size, "t", NULL, &inside, &error) ==
              BOB_INVALID_PROGRAM);
    cr_assert_not_null(strstr(error.message, "resume"));

    /* of another build */
    put(&bytes, 24, 8, bob_ops_hash() + 1);
    seal(&bytes);
    cr_assert_not_null(strstr(refusal(p, &c, &bytes), "operation table"));
    put(&bytes, 24, 8, bob_ops_hash());
    put(&bytes, 8, 4, 1);
    seal(&bytes);
    cr_assert_str_eq(refusal(p, &c, &bytes), "snapshot version 1, this build reads 2");
    put(&bytes, 8, 4, BOB_SNAPSHOT_VERSION + 1);
    seal(&bytes);
    cr_assert_str_eq(refusal(p, &c, &bytes), "snapshot version 3, this build reads 2");
    put(&bytes, 8, 4, BOB_SNAPSHOT_VERSION);
    put(&bytes, 12, 4, 1);
    seal(&bytes);
    cr_assert_not_null(strstr(refusal(p, &c, &bytes), "flags"));
    cr_assert_not(bob_is_snapshot("\x8B"
                                  "BOB",
                                  4));
    bob_program_free(p);
    bob_program_free(q);
    text_free(&bytes);
    text_free(&other);
}

/* Sealed bytes that may or may not be refused: then the machine runs, saves, shows itself. */
static void survive(const BobProgram *p, const BobConfig *c, const Text *t)
{
    BobMachine *m;
    BobError error;
    Text text = {NULL, 0, 0};
    BobStatus status = bob_machine_restore(p, c, t->bytes, t->size, &m, &error);
    if (status != BOB_OK) {
        cr_assert(status == BOB_INVALID_PROGRAM || status == BOB_OUT_OF_MEMORY);
        return;
    }
    take("survivor", m, p, &text);
    cr_assert(bob_machine_state_json(m, ignore_write, NULL) == BOB_OK);
    bob_machine_set_fuel(m, bob_machine_instructions(m) + 100);
    (void)bob_machine_run(m);
    cr_assert(bob_machine_outcome_json(m, ignore_write, NULL) == BOB_OK);
    text_free(&text);
    bob_machine_free(m);
}

/* Each byte of the first eight counts, and so does being long enough for them. */
Test(test_snapshot, wrong_magic)
{
    BobProgram *p = load("PUSH_CONST 1\nHALT"), *q;
    BobConfig c;
    BobMachine *m, *other;
    BobError error;
    Text output = {NULL, 0, 0};
    char *bytes;
    size_t n, i;
    limits(&c, &output);
    m = start(p, &c);
    cr_assert_eq(bob_machine_snapshot(m, &bytes, &n, &error), BOB_OK);
    for (i = 0; i < 8; i++) {
        bytes[i] ^= 0x20;
        cr_assert_not(bob_is_snapshot(bytes, n));
        cr_assert_eq(bob_machine_restore(p, &c, bytes, n, &other, &error), BOB_INVALID_PROGRAM);
        cr_assert(strcmp(error.message, "not a snapshot") == 0 && error.offset == 0, "%s",
                  error.message);
        cr_assert_eq(bob_snapshot_program(bytes, n, NULL, &q, &error), BOB_INVALID_PROGRAM);
        cr_assert_str_eq(error.message, "not a snapshot");
        bytes[i] ^= 0x20;
        cr_assert_eq(bob_machine_restore(p, &c, bytes, i, &other, &error), BOB_INVALID_PROGRAM);
        cr_assert_str_eq(error.message, "not a snapshot");
    }
    bob_bytes_free(p, bytes, n);
    bob_machine_free(m);
    bob_program_free(p);
    text_free(&output);
}

Test(test_snapshot, forged_bytes)
{
    static const unsigned char values[] = {0, 1, 6, 0x7F, 0xFF};
    size_t i, k;
    unsigned v, engines = 0;
    while (bob_engine_name(engines, NULL) != NULL)
        engines++;
    for (i = 0; i <= sizeof programs / sizeof *programs; i++) {
        Text bytes = {NULL, 0, 0};
        const char *text = i == 0 ? rich : programs[i - 1].text;
        uint64_t at = i == 0 ? RICH_STOP : 20;
        BobProgram *p = load(text);
        BobConfig c;
        BobMachine *m;
        Layout l;
        limits(&c, NULL);
        c.write = NULL;
        m = start(p, &c);
        if (bob_machine_run_slice(m, at) != BOB_OK) {
            take("forged", m, p, &bytes);
            l = layout(p, &bytes);
            for (k = BOB_SNAPSHOT_HEAD; k < bytes.size - 8 && bytes.size < 3000; k++) {
                char was = bytes.bytes[k];
                if (k > BOB_SNAPSHOT_HEAD + 8 && k < l.arguments)
                    continue; /* the program: refused by its hash */
                for (v = 0; v < sizeof values; v++) {
                    bytes.bytes[k] = (char)values[v];
                    seal(&bytes);
                    c.engine = bob_engine_name((unsigned)(k + v) % engines, NULL);
                    survive(p, &c, &bytes);
                }
                bytes.bytes[k] = was;
            }
        }
        bob_machine_free(m);
        bob_program_free(p);
        text_free(&bytes);
    }
}

/* ---- forged states: sealed, and false in one place ---- */

Test(test_snapshot, forged_states)
{
    enum { ARGUMENTS, COUNTS, ACCOUNT, TEXTS, OBJECTS, FIRST, RELEASED, FRAMES, GLOBALS };
    static const struct {
        unsigned part;
        int offset;
        unsigned size;
        uint64_t value;
        const char *message;
    } rows[] = {
        {ARGUMENTS, 0, 4, UINT32_MAX, "arguments"},
        {ARGUMENTS, 4, 4, UINT32_MAX, "ends here"},
        {ARGUMENTS, 8, 1, 0xFF, "no text"},
        {ARGUMENTS, 8, 1, 0, "no text"},
        {COUNTS, 12, 8, 1001, "output"},
        {COUNTS, 20, 8, 1, "no such hash"},
        {ACCOUNT, 0, 8, 0, "charged"},
        {ACCOUNT, 0, 8, UINT64_MAX, "heap"},
        {ACCOUNT, 8, 8, UINT64_MAX, "free headers"},
        {ACCOUNT, 8, 8, 0, "free headers"},
        {ACCOUNT, 16, 8, UINT64_MAX, "free rooms"},
        {ACCOUNT, 16 + 35 * 8, 8, 1, "free rooms"},
        {TEXTS, 0, 4, UINT32_MAX, "texts"},
        {TEXTS, 4, 4, UINT32_MAX, "contradict"}, /* used */
        {TEXTS, 8, 4, 0, "contradict"},          /* strings */
        {TEXTS, 8, 4, 1, "can't show"},
        {TEXTS, 12, 1, 36, "contradict"}, /* room class */
        {TEXTS, 12, 1, 255, "contradict"},
        {TEXTS, 12, 1, 30, "charged"},
        {TEXTS, 13, 4, UINT32_MAX, "ends here"}, /* shown */
        {TEXTS, 17, 1, 0xC3, "UTF-8"},
        {OBJECTS, 0, 4, UINT32_MAX, "objects"},
        {OBJECTS, 0, 4, 0, "no such object|type of object|free header|bytes|exit code|no machine"},
        {FIRST, 0, 1, 200, "type of object"},
        {FIRST, 0, 1, 255, "type of object"},
        {FIRST, 1, 1, SNAP_RELEASED, "the flags 2"}, /* released and alive */
        {FIRST, 1, 1, 4, "the flags 4"},
        {FIRST, 2, 4, 7, "no such text"},
        {FIRST, 6, 4, 0, "can't show"},
        {FIRST, 6, 4, 99, "can't show"},
        {FIRST, 6, 4, 4, "inside a character"},
        {RELEASED, 0, 4, UINT32_MAX, "free headers"},
        {RELEASED, 4, 4, UINT32_MAX, "not a free header"},
        {RELEASED, 4, 4, 1, "not a free header"},
        {RELEASED, 8, 4, 0, "not reached"},
        {FRAMES, 0, 4, UINT32_MAX, "frames"},
        {FRAMES, 0, 4, 0, "without frames"},
        {FRAMES, 4, 4, 9, "function"}, /* the function of main's frame */
        {FRAMES, 4, 4, 1, "function"},
        {FRAMES, 8, 4, UINT32_MAX, "no instruction"}, /* its ip */
        {FRAMES, 8, 4, 0, "called nothing"},
        {FRAMES, 8, 4, 3, "did not call"},
        {FRAMES, 12, 4, UINT32_MAX, "operands"}, /* its depth */
        {FRAMES, 12, 4, 0, "operands|value|function"},
        {FRAMES, 16, 4, 1, "returns to nobody"}, /* what becomes of its result */
        {FRAMES, 20, 1, 9, "kind of value"},     /* its first local */
        {FRAMES, 21, 8, UINT64_MAX, "no such object"},
        {FRAMES, 20, 1, SNAP_FUNC, "no such function|"},
        {FRAMES, 20, 1, SNAP_STATIC, "|no such character"},
        {GLOBALS, 0, 4, UINT32_MAX, "globals"},
        {GLOBALS, 0, 4, 0, "after the end|none with bits"},
        {GLOBALS, 4, 4, 99, "name"},
        {GLOBALS, 8, 1, SNAP_UNBOUND, "unbound"},
        {GLOBALS, 8, 1, SNAP_NONE, "none with bits"},
        {GLOBALS, 8, 1, SNAP_BOOL, "bool|"},
    };
    Text bytes = {NULL, 0, 0};
    BobProgram *p = stopped(rich, RICH_STOP, &bytes);
    Layout l = layout(p, &bytes);
    const size_t parts[] = {l.arguments,    l.counts,   l.account, l.texts,  l.objects,
                            l.first_object, l.released, l.frames,  l.globals};
    BobConfig c;
    size_t i;
    limits(&c, NULL);
    c.write = NULL;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t at = parts[rows[i].part] + (size_t)rows[i].offset;
        uint64_t was = get(&bytes, at, rows[i].size);
        const char *message, *want = rows[i].message;
        bool fits = false;
        put(&bytes, at, rows[i].size, rows[i].value);
        seal(&bytes);
        message = refusal(p, &c, &bytes);
        while (!fits) { /* one of several */
            char part[64];
            size_t n = strcspn(want, "|");
            (void)snprintf(part, sizeof part, "%.*s", (int)n, want);
            fits = n == 0 ? message[0] == '\0' : strstr(message, part) != NULL;
            want += n;
            if (*want++ == '\0')
                break;
        }
        cr_expect(fits, "row %zu (%u+%d=%llx): '%s', not '%s'", i, rows[i].part, rows[i].offset,
                  (unsigned long long)rows[i].value, message, rows[i].message);
        put(&bytes, at, rows[i].size, was);
    }
    bob_program_free(p);
    text_free(&bytes);
}

/* The proven depth of the top frame, of a caller, and a frame where no path leads. */
Test(test_snapshot, forged_depths)
{
    static const struct {
        uint64_t ip, depth; /* of the only frame */
        bool fine;
    } rows[] = {
        {0, 0, true},  {1, 1, true},  {2, 2, true},  {3, 1, true},  {4, 0, false},
        {5, 0, true},  {5, 2, true},  {0, 1, false}, {2, 1, false}, {3, 2, false},
        {1, 3, false}, {6, 0, false}, {5, 3, false},
    };
    BobProgram *p = load("PUSH_CONST 1\nDUP\nADD\nHALT\nNOP");
    Text bytes = {NULL, 0, 0};
    BobConfig c;
    BobMachine *m;
    size_t i, k;
    limits(&c, NULL);
    c.write = NULL;
    m = start(p, &c);
    take("depths", m, p, &bytes);
    bob_machine_free(m);
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        Layout l = layout(p, &bytes);
        Text forged = {NULL, 0, 0};
        const char *message;
        text_write(&forged, bytes.bytes, l.frames + 20);
        put(&forged, l.frames + 8, 4, rows[i].ip);
        put(&forged, l.frames + 12, 4, rows[i].depth);
        for (k = 0; k < rows[i].depth; k++)
            text_write(&forged, "\3\5\0\0\0\0\0\0\0", 9);
        text_write(&forged, bytes.bytes + l.globals, bytes.size - l.globals);
        put(&forged, 16, 8, forged.size);
        seal(&forged);
        message = refusal(p, &c, &forged);
        cr_expect((message[0] == '\0') == rows[i].fine, "ip %llu depth %llu: '%s'",
                  (unsigned long long)rows[i].ip, (unsigned long long)rows[i].depth, message);
        if (message[0] == '\0')
            survive(p, &c, &forged);
        text_free(&forged);
    }
    bob_program_free(p);
    text_free(&bytes);
}
