/* The built-ins against CPython (tests/data/builtins.txt, made by make_builtins.py), then
 * what CPython can't tell: surcharges, heap edges, rollback, aliases, freed operands. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/machine/sem.h"
#include "core/machine/text/text.h"

static BobProgram *program;
static BobState state;
static char written[4096];
static size_t written_size;

static int keep(void *ctx, const char *bytes, size_t n)
{
    (void)ctx;
    if (written_size + n < sizeof written)
        memcpy(written + written_size, bytes, n);
    written_size += n;
    return 0;
}

static void start(uint64_t heap)
{
    BobConfig config = {.fuel = BOB_UNLIMITED,
                        .stack = 10,
                        .depth = 10,
                        .arena = 1000,
                        .heap = heap,
                        .output = 1000,
                        .write = keep};
    cr_assert_eq(bob_state_init(&state, program, &config, 0, NULL), BOB_OK);
}

static void setup(void)
{
    uint32_t f;
    program = bob_program_new(&bob_malloc_allocator);
    f = bob_program_add_function(program, "main", 4);
    cr_assert(bob_function_emit(program, f, bob_word(OP_HALT, 0), 0));
    cr_assert_eq(bob_program_finish(program, NULL), BOB_OK);
    start(1 << 30);
    written_size = 0;
}

static void restart(uint64_t heap)
{
    bob_state_end(&state);
    start(heap);
}

static void teardown(void)
{
    bob_state_end(&state);
    bob_program_free(program);
}

TestSuite(builtins, .init = setup, .fini = teardown, .timeout = 120);

/* ---- Python literals ---- */

static BobValue parse(const char **p);

static BobValue parse_text(const char **p)
{
    static char text[1 << 16];
    char quote = *(*p)++;
    size_t n = 0;
    BobValue v;
    while (**p != quote) {
        char c = *(*p)++;
        const char *plain = "nrt\\'\"", *value = "\n\r\t\\'\"", *at;
        if (c != '\\') {
            text[n++] = c;
            continue;
        }
        c = *(*p)++;
        at = strchr(plain, c);
        if (at != NULL) {
            text[n++] = value[at - plain];
        } else {
            unsigned digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
            char hex[9] = "";
            memcpy(hex, *p, digits);
            *p += digits;
            n += bob_utf8_encode((uint32_t)strtoul(hex, NULL, 16), text + n);
        }
    }
    ++*p;
    cr_assert_eq(bob_str_new(&state, text, n, &v), BOB_OK);
    return v;
}

static BobValue parse_sequence(const char **p)
{
    BobObjectType type = **p == '[' ? OBJ_LIST : OBJ_TUPLE;
    char close = **p == '[' ? ']' : ')';
    BobValue values[512];
    uint32_t n = 0;
    BobObject *o;
    for (++*p; **p != close;) {
        values[n++] = parse(p);
        while (**p == ',' || **p == ' ')
            ++*p;
    }
    ++*p;
    cr_assert_eq(bob_seq_new(&state.heap, type, values, n, &o), BOB_OK);
    return bob_ref(o);
}

static BobValue parse(const char **p)
{
    static const struct {
        const char *text;
        BobValue v;
    } words[] = {{"None", {.tag = TAG_NONE}},
                 {"True", {.tag = TAG_BOOL, .i = 1}},
                 {"False", {.tag = TAG_BOOL}},
                 {"inf", {.tag = TAG_FLOAT, .f = INFINITY}},
                 {"-inf", {.tag = TAG_FLOAT, .f = -INFINITY}},
                 {"nan", {.tag = TAG_FLOAT, .f = NAN}}};
    size_t i, n;
    char *end;
    for (i = 0; i < COUNT_OF(words); i++) {
        if (strncmp(*p, words[i].text, strlen(words[i].text)) == 0) {
            *p += strlen(words[i].text);
            return words[i].v;
        }
    }
    if (**p == '\'' || **p == '"')
        return parse_text(p);
    if (**p == '[' || **p == '(')
        return parse_sequence(p);
    n = strspn(*p, "-0123456789");
    if ((*p)[n] == '.' || (*p)[n] == 'e') {
        double f = strtod(*p, &end);
        *p = end;
        return bob_float(f);
    }
    i = (size_t)strtoll(*p, &end, 10);
    *p = end;
    return bob_int((int64_t)i);
}

static BobValue value(const char *text)
{
    return parse(&text);
}

static uint32_t builtin(const char *name)
{
    int i = bob_builtin_number(name, strlen(name));
    cr_assert(i >= 0, "no built-in %s", name);
    return (uint32_t)i;
}

static BobStatus call(const char *name, const BobValue *args, uint32_t argc, BobValue *r)
{
    state.surcharge = 0;
    return bob_sem_CALL_BUILTIN(&state, builtin(name) << 8 | argc, args, 1, r);
}

static char *shown(BobValue v, char *out, size_t room)
{
    BobSink k = bob_sink(&state, room - 1);
    cr_assert_eq(bob_write_repr(&state, &k, v), BOB_OK);
    cr_assert(k.size < room);
    if (k.size > 0)
        memcpy(out, state.scratch.bytes, k.size);
    out[k.size] = '\0';
    return out + k.size;
}

/* ---- CPython's rows ---- */

static bool same_account(const BobHeapAccount *a, const BobHeapAccount *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* The row's call made; what came of it in the row's terms. */
static void outcome(const char *name, BobValue *args, uint32_t argc, char *got, size_t room)
{
    static const char *const mutators[] = {"append",  "pop",   "del_item", "insert", "extend",
                                           "reverse", "clear", "sort",     "remove"};
    BobHeapAccount before = state.heap.account;
    BobValue r;
    BobStatus status = call(name, args, argc, &r);
    size_t i;
    if (status != BOB_OK) {
        snprintf(got, room,
                 "error %s", /* CPython's row calls the type's method, of which that is one */
                 bob_status_name(state.thrown == EXC_AttributeError && status == BOB_USER_ERROR
                                     ? BOB_TYPE_ERROR
                                     : status));
        cr_assert(same_account(&before, &state.heap.account), "%s: a failure changed the heap",
                  name);
        cr_assert_eq(state.surcharge, 0);
        return;
    }
    got = shown(r, got, room);
    for (i = 0; i < COUNT_OF(mutators); i++)
        if (strcmp(name, mutators[i]) == 0) {
            *got++ = ' ';
            shown(args[0], got, room / 2);
        }
}

Test(builtins, as_cpython)
{
    static char line[1 << 16], got[1 << 16];
    FILE *f = fopen("tests/data/builtins.txt", "r");
    unsigned rows = 0, wrong = 0;
    cr_assert(f != NULL);
    while (fgets(line, sizeof line, f) != NULL) {
        char *expect, *arg;
        BobValue args[256];
        uint32_t argc = 0;
        line[strcspn(line, "\n")] = '\0';
        expect = strchr(line, '\t');
        *expect++ = '\0';
        arg = strchr(expect, '\t');
        while (arg != NULL) {
            const char *at = arg + 1;
            if (argc == 0)
                *arg = '\0';
            args[argc++] = parse(&at);
            arg = *at == '\t' ? (char *)at : NULL;
        }
        outcome(line, args, argc, got, sizeof got);
        rows++;
        if (strcmp(got, expect) != 0 && wrong++ < 40)
            fprintf(stderr, "row %u: %s\n  is       %s\n  expected %s\n  message  %s\n", rows, line,
                    got, expect, state.error.message);
        if (rows % 500 == 0)
            restart(1 << 30);
    }
    fclose(f);
    cr_assert(rows > 1500);
    cr_assert_eq(wrong, 0, "%u of %u rows differ", wrong, rows);
}

/* ---- surcharges ---- */

static BobValue numbers(int64_t n)
{
    BobValue stop = bob_int(n), r;
    cr_assert_eq(call("range", &stop, 1, &r), BOB_OK);
    return r;
}

static BobValue letters(uint32_t n)
{
    BobValue pair[2] = {value("'a'"), bob_int(n)}, r;
    state.surcharge = 0;
    cr_assert_eq(bob_sem_MUL(&state, pair[0], pair[1], &r), BOB_OK);
    return r;
}

Test(builtins, surcharges)
{
    BobValue r;
    struct {
        const char *name;
        BobValue args[4];
        uint32_t argc;
        uint64_t fuel;
    } rows[] = {
        {"range", {bob_int(63)}, 1, 0},
        {"range", {bob_int(64)}, 1, 1},
        {"list", {numbers(640)}, 1, 10},
        {"tuple", {numbers(640)}, 1, 10},
        {"list", {letters(128)}, 1, 2},
        {"reversed", {numbers(127)}, 1, 1},
        {"enumerate", {numbers(128)}, 1, 2},
        {"zip", {numbers(640), numbers(128)}, 2, 2},
        {"sorted", {numbers(64)}, 1, 7},   /* 64 * 7 / 64 */
        {"sorted", {numbers(100)}, 1, 10}, /* 700 / 64 */
        {"sort", {numbers(1000)}, 1, 156}, /* 10000 / 64 */
        {"sum", {numbers(128)}, 1, 2},
        {"any", {numbers(1000)}, 1, 0}, /* decided at the second */
        {"all", {numbers(1000)}, 1, 0},
        {"min", {numbers(128)}, 1, 2},
        {"index", {numbers(1000), bob_int(127)}, 2, 2},
        {"index", {numbers(1000), bob_int(126)}, 2, 1},
        {"count", {numbers(1000), bob_int(0)}, 2, 15},
        {"insert", {numbers(128), bob_int(0), bob_int(1)}, 3, 2},
        {"insert", {numbers(128), bob_int(128), bob_int(1)}, 3, 0},
        {"pop", {numbers(129), bob_int(0)}, 2, 2},
        {"pop", {numbers(129)}, 1, 0},
        {"del_item", {numbers(65), bob_int(0)}, 2, 1},
        {"reverse", {numbers(128)}, 1, 2},
        {"copy", {numbers(128)}, 1, 2},
        {"extend", {numbers(5), numbers(128)}, 2, 2},
        {"imul", {numbers(64), bob_int(3)}, 2, 3},
        {"clear", {numbers(1000)}, 1, 0},
        {"upper", {letters(128)}, 1, 2},
        {"find", {letters(128), value("'b'")}, 2, 2},
        {"find", {letters(128), value("'a'")}, 2, 0},
        {"replace", {letters(64), value("'a'"), value("'bb'")}, 3, 3}, /* 64 seen, 128 made */
        {"replace", {letters(128), value("'x'"), value("'bb'")}, 3, 2},
        {"join", {value("'--'"), letters(64)}, 2, 2}, /* 64 + 126 */
        {"format", {bob_int(5), value("'128'")}, 2, 2},
        {"mod", {value("'%64d'"), bob_int(5)}, 2, 1},
        {"str_format", {value("'{:63}'"), bob_int(5)}, 2, 0},
        {"repr", {letters(62)}, 1, 1},
        {"mod", {value("'%.0r'"), letters(1000)}, 2, 15}, /* made and cut off */
        {"str_format", {value("'{!r:.0}'"), letters(1000)}, 2, 15},
    };
    size_t i;
    for (i = 0; i < COUNT_OF(rows); i++) {
        BobStatus status = call(rows[i].name, rows[i].args, rows[i].argc, &r);
        cr_expect(status == BOB_OK && state.surcharge == rows[i].fuel,
                  "row %zu, %s: %s, %llu of fuel", i, rows[i].name, bob_status_name(status),
                  (unsigned long long)state.surcharge);
    }
}

Test(builtins, fuel_ends_work)
{
    BobValue pair[2] = {bob_int(0), value("'99999999999'")}, r, list = numbers(1000);
    BobHeapAccount before;
    state.fuel = 100;
    before = state.heap.account;
    cr_assert_eq(call("format", pair, 2, &r), BOB_OUT_OF_FUEL);
    pair[1] = value("',>9223372036854775807'");
    before = state.heap.account;
    cr_assert_eq(call("format", pair, 2, &r), BOB_OUT_OF_FUEL);
    pair[0] = bob_int(INT64_MAX);
    cr_assert_eq(call("range", pair, 1, &r), BOB_OUT_OF_FUEL);
    cr_assert_eq(call("sort", &list, 1, &r), BOB_OUT_OF_FUEL);
    state.fuel = 157; /* the sort's 156 and its own */
    cr_assert_eq(call("sort", &list, 1, &r), BOB_OK);
    state.fuel = 156;
    cr_assert_eq(call("sort", &list, 1, &r), BOB_OUT_OF_FUEL);
    state.fuel = 10;
    cr_assert_eq(call("index", (BobValue[]){list, bob_int(-1)}, 2, &r), BOB_OUT_OF_FUEL);
    cr_assert_eq(call("count", (BobValue[]){list, bob_int(-1)}, 2, &r), BOB_OUT_OF_FUEL);
    cr_assert(same_account(&before, &state.heap.account));
}

/* Two equal lists, nested so that comparing them would take 2^60 steps. */
Test(builtins, sort_of_deep_values_ends)
{
    BobValue pair[2] = {value("[1]"), value("[1]")}, list, r;
    int i;
    for (i = 0; i < 60; i++) {
        int k;
        for (k = 0; k < 2; k++) {
            BobValue both[2] = {pair[k], pair[k]};
            BobObject *o;
            cr_assert_eq(bob_seq_new(&state.heap, OBJ_LIST, both, 2, &o), BOB_OK);
            pair[k] = bob_ref(o);
        }
    }
    {
        BobObject *o;
        cr_assert_eq(bob_seq_new(&state.heap, OBJ_LIST, pair, 2, &o), BOB_OK);
        list = bob_ref(o);
    }
    state.fuel = 100000;
    cr_assert_eq(call("sort", &list, 1, &r), BOB_OUT_OF_FUEL);
    cr_assert_eq(call("sorted", &list, 1, &r), BOB_OUT_OF_FUEL);
    cr_assert_eq(call("max", &list, 1, &r), BOB_OUT_OF_FUEL);
    cr_assert_eq(call("count", (BobValue[]){list, pair[1]}, 2, &r), BOB_OUT_OF_FUEL);
    cr_assert_eq(state.fuel, 100000);
    cr_assert(list.ref->size == 2 && bob_element(list.ref, 0).ref == pair[0].ref);
}

/* ---- the heap ---- */

/* Each call, under every heap limit from none to enough: OutOfMemory without effect, then
 * success. */
Test(builtins, every_heap_limit)
{
    static const char *const rows[][4] = {
        {"list", "'h\\xe9\\xe8\\u4f60'"},
        {"zip", "[1, 2, 3]", "'\\xe9\\xe8\\xea'"},
        {"enumerate", "'h\\xe9\\xe8'"},
        {"split", "'abc def ghi jkl'"},
        {"sorted", "'\\xe9\\xe8\\xea'"},
        {"reversed", "'\\xe9\\xe8\\xea'"},
        {"divmod", "7", "2"},
        {"extend", "[1, 2, 3]", "'\\xe9\\xe8\\xea\\xeb'"},
        {"iadd", "[1, 2, 3]", "[4, 5, 6, 7, 8, 9]"},
        {"imul", "[1, 2, 3]", "5"},
        {"insert", "[1, 2, 3, 4]", "0", "9"},
        {"append", "[1, 2, 3, 4]", "9"},
        {"copy", "[1, 2, 3, 4]"},
        {"replace", "'abcabc'", "'b'", "'xyz'"},
        {"join", "', '", "['ab', 'cd']"},
        {"sum", "[[1], [2, 3]]", "[0]"},
        {"format", "5", "'20'"},
        {"str_format", "'{:>{}}'", "1", "20"},
        {"upper", "'abc'"},
        {"range", "10"},
    };
    size_t i;
    for (i = 0; i < COUNT_OF(rows); i++) {
        uint64_t extra;
        BobStatus status = BOB_OUT_OF_MEMORY;
        for (extra = 0; status != BOB_OK; extra += 1) {
            BobValue args[3], r;
            uint32_t argc = 0, k;
            char before[200], after[200];
            BobHeapAccount account;
            cr_assert(extra < 5000, "%s never succeeds", rows[i][0]);
            restart(1 << 30);
            for (; argc < 3 && rows[i][argc + 1] != NULL; argc++)
                args[argc] = value(rows[i][argc + 1]);
            shown(args[0], before, sizeof before);
            account = state.heap.account;
            state.heap.limit = account.charged + extra;
            status = call(rows[i][0], args, argc, &r);
            if (status == BOB_OK)
                break;
            cr_assert_eq(status, BOB_OUT_OF_MEMORY, "%s", rows[i][0]);
            cr_assert(same_account(&account, &state.heap.account), "%s, %llu bytes more",
                      rows[i][0], (unsigned long long)extra);
            shown(args[0], after, sizeof after);
            cr_assert_str_eq(before, after);
            state.heap.limit = 1 << 30; /* and again, as if nothing had been */
            for (k = 0; k < 2; k++)
                cr_assert_eq(call(rows[i][0], args, argc, &r), BOB_OK);
        }
        cr_assert(extra > 0, "%s takes nothing", rows[i][0]);
    }
}

Test(builtins, sort_is_stable_and_fails_whole)
{
    BobValue list = value("[True, 1, 1.0, 0, False, 0.0]"), args[2] = {list, bob_bool(true)}, r;
    char text[200];
    cr_assert_eq(call("sort", args, 1, &r), BOB_OK);
    shown(list, text, sizeof text);
    cr_assert_str_eq(text, "[0, False, 0.0, True, 1, 1.0]");
    cr_assert_eq(call("sort", args, 2, &r), BOB_OK);
    shown(list, text, sizeof text);
    cr_assert_str_eq(text, "[True, 1, 1.0, 0, False, 0.0]");
    args[0] = value("[3, 2, 'a', 1]");
    cr_assert_eq(call("sort", args, 1, &r), BOB_TYPE_ERROR);
    shown(args[0], text, sizeof text);
    cr_assert_str_eq(text, "[3, 2, 'a', 1]");
}

/* Long lists against a plain insertion sort of pairs. */
Test(builtins, sort_of_long_lists)
{
    uint64_t seed = 1;
    uint32_t n;
    for (n = 60; n < 3000; n = n * 3 / 2 + 1) {
        BobValue list = numbers(0), r;
        uint32_t i;
        for (i = 0; i < n; i++) {
            BobValue pair[2];
            BobObject *o;
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            pair[0] = bob_int((int64_t)(seed >> 58));
            pair[1] = bob_int(i);
            cr_assert_eq(bob_seq_new(&state.heap, OBJ_TUPLE, pair, 1 + (n & 1), &o), BOB_OK);
            cr_assert_eq(bob_list_append(&state.heap, list.ref, n % 4 == 2 ? pair[0] : bob_ref(o)),
                         BOB_OK);
        }
        cr_assert_eq(call("sort", &list, 1, &r), BOB_OK);
        for (i = 1; i < n; i++) {
            uint64_t work = 0;
            bool less;
            cr_assert_eq(bob_compare(&state, CMP_LT, bob_element(list.ref, i),
                                     bob_element(list.ref, i - 1), &work, &less),
                         BOB_OK);
            cr_assert(!less);
        }
    }
}

/* ---- aliases and freed operands ---- */

Test(builtins, one_object_twice)
{
    BobValue list = value("[1, 2, 3]"), args[3] = {list, list, list}, r;
    char text[200];
    cr_assert_eq(call("extend", args, 2, &r), BOB_OK);
    cr_assert_eq(call("iadd", args, 2, &r), BOB_OK);
    shown(list, text, sizeof text);
    cr_assert_str_eq(text, "[1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]");
    cr_assert_eq(call("clear", args, 1, &r), BOB_OK);
    cr_assert_eq(call("append", args, 2, &r), BOB_OK);
    shown(list, text, sizeof text);
    cr_assert_str_eq(text, "[[...]]");
    cr_assert_eq(call("index", args, 2, &r), BOB_OK); /* an object equals itself */
    cr_assert_eq(call("zip", args, 3, &r), BOB_OK);
}

/* Every built-in, with a freed list, tuple and str in every place. */
Test(builtins, freed_operands)
{
    static const char *const samples[] = {"[1, 2]", "(1, 2)", "'ab'", "3"};
    int b;
    for (b = 0; b < BOB_BUILTIN_COUNT; b++) {
        uint32_t argc, place, kind, other;
        for (argc = 1; argc <= 4 && argc <= bob_builtins[b].most; argc++)
            for (place = 0; place < argc; place++)
                for (kind = 0; kind < 3; kind++)
                    for (other = 0; other < 4; other++) {
                        BobValue args[4], r;
                        BobStatus status;
                        uint32_t i;
                        for (i = 0; i < argc; i++)
                            args[i] = value(samples[other]);
                        args[place] = value(samples[kind]);
                        cr_assert_eq(bob_sem_FREE(&state, 0, &args[place], 0, NULL), BOB_OK);
                        status = call(bob_builtins[b].name, args, argc, &r);
                        if (argc < bob_builtins[b].least)
                            cr_assert_eq(status, BOB_TYPE_ERROR);
                        else if (place == 0 && strcmp(bob_builtins[b].name, "print_sep") != 0)
                            cr_assert_eq(status, BOB_USE_AFTER_FREE, "%s of a freed %s: %s",
                                         bob_builtins[b].name, samples[kind],
                                         bob_status_name(status));
                    }
    }
}

Test(builtins, freed_elements)
{
    static const char *const rows[] = {"sum", "sorted", "sort", "min", "repr", "any", "concat"};
    size_t i;
    for (i = 0; i < COUNT_OF(rows); i++) {
        BobValue list = value("[[], [1], []]"), element = bob_element(list.ref, 0), r;
        cr_assert_eq(bob_sem_FREE(&state, 0, &element, 0, NULL), BOB_OK);
        cr_assert_eq(call(rows[i], &list, 1, &r), BOB_USE_AFTER_FREE, "%s", rows[i]);
    }
}

/* ---- counts of arguments, output ---- */

Test(builtins, counts_of_arguments)
{
    BobValue r, args[255];
    int b;
    for (b = 0; b < 255; b++)
        args[b] = bob_int(b);
    for (b = 0; b < BOB_BUILTIN_COUNT; b++) {
        if (bob_builtins[b].least > 0)
            cr_assert_eq(call(bob_builtins[b].name, args, bob_builtins[b].least - 1u, &r),
                         BOB_TYPE_ERROR);
        else
            cr_assert_eq(bob_sem_CALL_BUILTIN(&state, (uint32_t)b << 8, args, 0, &r),
                         BOB_STACK_OVERFLOW);
        if (bob_builtins[b].most < 255)
            cr_assert_eq(call(bob_builtins[b].name, args, bob_builtins[b].most + 1u, &r),
                         BOB_TYPE_ERROR);
        else
            (void)call(bob_builtins[b].name, args, 255, &r);
    }
    cr_assert_eq(call("max", args, 255, &r), BOB_OK);
    cr_assert_eq(r.i, 254);
    for (b = 0; b < 255; b++)
        args[b] = value("(1, 2)");
    cr_assert_eq(call("zip", args, 255, &r), BOB_OK);
}

/* What Python programs may pass and what the machine takes are two columns of builtins.def: one
 * must follow from the other. */
static void check_signature(const char *name, int builtin, const char *signature, unsigned receiver)
{
    unsigned least = receiver, most = receiver;
    const char *p = signature;
    if (builtin < 0)
        return;
    while (*p != '\0') {
        size_t n = strcspn(p, ",=");
        if (*p == '*' && n > 1)
            most = 255;
        else if (*p != '/' && *p != '*' && p[n] != '=')
            least++, most += most < 255;
        else if (p[n] == '=' && p[n + 1] != '!')
            most += most < 255;
        p += strcspn(p, ",");
        p += strspn(p, ", ");
    }
    if (builtin == BUILTIN_count || builtin == BUILTIN_pop || builtin == BUILTIN_update) {
        /* of several types, the machine's row is for all of them */
        cr_expect(bob_builtins[builtin].least <= least && bob_builtins[builtin].most >= most,
                  "%s(%s)", name, signature);
        return;
    }
    cr_expect_eq(bob_builtins[builtin].least, least, "%s(%s)", name, signature);
    cr_expect(bob_builtins[builtin].most == most, "%s(%s)", name, signature);
}

Test(builtins, signatures)
{
    const int NO = -1;
#define FUNCTION(name, builtin, op, at, signature, ...)                                            \
    check_signature(#name, builtin, signature, 0);
#define METHOD(name, receivers, builtin, signature, ...)                                           \
    check_signature(#name, builtin, signature, 1);
#define MODULE_MATH(name, builtin, signature, ...) check_signature(#name, builtin, signature, 0);
#include "core/machine/builtins/builtins.def"
#define MATH(name, arity, signature, style, result, builtin)                                       \
    check_signature(#name, builtin, signature, 0);
#include "core/machine/builtins/math.def"
}

Test(builtins, printing)
{
    BobValue r, none = bob_none(), a = bob_int(1), b = value("'x'");
    cr_assert_eq(call("print_sep", (BobValue[]){a, b, none, none}, 4, &r), BOB_OK);
    cr_assert_eq(call("print_sep", (BobValue[]){a, b, value("', '"), value("''")}, 4, &r), BOB_OK);
    cr_assert_eq(call("print_sep", (BobValue[]){none, value("'!'")}, 2, &r), BOB_OK);
    cr_assert_eq(r.tag, TAG_NONE);
    cr_assert(written_size == 9 && memcmp(written, "1 x\n1, x!", 9) == 0);
    cr_assert_eq(call("print_sep", (BobValue[]){a, a, none}, 3, &r), BOB_TYPE_ERROR);
    cr_assert_eq(call("print_sep", (BobValue[]){letters(990), none, b}, 3, &r), BOB_OK);
    cr_assert_eq(state.output.size, 1000);
    cr_assert_eq(call("print_sep", (BobValue[]){none, b}, 2, &r), BOB_OUTPUT_EXCEEDED);
    cr_assert_eq(state.output.size, 1000);
    cr_assert_eq(call("print_sep", (BobValue[]){none, value("''")}, 2, &r), BOB_OK);
}
