/* Memory: each allocation fails once, alone and with all that follow; nothing leaks, nothing
 * is half done, and a machine that failed so goes on where memory is there again. And the
 * heap's account. */
#include <criterion/criterion.h>

#include "core/base/copy.h"
#include "core/machine/heap.h"
#include "tests/machines.h"

static const char *const arguments[] = {"one", "zw\xC3\xB6lf"};

#define S "PUSH_CONST \"some words, and more words\"\n"
#define L "PUSH_CONST 3\nPUSH_CONST 1\nPUSH_CONST 2\nLIST_NEW 3\n"
#define WORDS "PUSH_CONST \"ab\"\nPUSH_CONST \"cd\"\nLIST_NEW 2\n"

/* Bodies of main: every instruction and built-in that makes anything, and some errors. */
static const char *const bodies[] = {
    "PUSH_CONST 1\nLIST_NEW 1\nSTORE_NAME a\nPUSH_CONST 2\nTUPLE_NEW 1\nLOAD_NAME a\nTUPLE_NEW "
    "2\nHALT",
    "PUSH_CONST none\nPUSH_CONST 700\nLIST_FILL\nLEN\nRETURN_VAL",
    "LIST_NEW 0\nSTORE_NAME l\nPUSH_CONST 40\nSTORE_NAME i\non: LOAD_NAME l\nLOAD_NAME "
    "i\nLIST_APPEND\nLOAD_NAME i\n"
    "PUSH_CONST 1\nSUB\nDUP\nSTORE_NAME i\nJUMP_IF_TRUE on\nLOAD_NAME l\nHALT",
    S S "ADD\n" S "ADD\nDUP\nPRINT 1\nPUSH_CONST 3\nPUSH_CONST none\nSLICE_GET\nRETURN_VAL",
    S "PUSH_CONST 200\nMUL\nLEN\n" L "PUSH_CONST 300\nMUL\nLEN\n" L
      "TUPLE_NEW 1\nPUSH_CONST 100\nMUL\nLEN\nLIST_NEW 3\nHALT",
    L L "ADD\n" L "PUSH_CONST 1\nPUSH_CONST none\nSLICE_GET\nTUPLE_NEW 2\nDUP\nADD\nHALT",
    "PUSH_CONST \"h\xC3\xA9\xE2\x82\xAC\"\nDUP\nPUSH_CONST -1\nINDEX_GET\nSWAP\nUNPACK 3\nLIST_NEW "
    "4\nDUP\nTO_STR\nLIST_NEW 2\nHALT",
    "PUSH_CONST 128013\nCHR\nPUSH_CONST 0\nARG\nPUSH_CONST 1\nARG\nPUSH_CONST "
    "1.5\nTO_STR\nPUSH_CONST 12345\nTO_STR\nLIST_NEW 5\nHALT",
    L "DUP\nPRINT 1\n" S "PRINT 1\nPUSH_CONST \"x\"\nPUSH_CONST 3000\nMUL\nDUP\nPRINT 2\nHALT",
    L "FREE\n" L "DUP\nRELEASE\nSTORE_NAME old\n" L "LOAD_NAME old\nIS\nHALT",
    L "CALL_BUILTIN list 1\nCALL_BUILTIN tuple 1\nCALL_BUILTIN reversed 1\nCALL_BUILTIN enumerate "
      "1\nHALT",
    S "CALL_BUILTIN list 1\n" S "CALL_BUILTIN tuple 1\n" S
      "CALL_BUILTIN reversed 1\nTUPLE_NEW 3\nHALT",
    "PUSH_CONST 30\nCALL_BUILTIN range 1\nDUP\nCALL_BUILTIN zip 2\n" L L
    "CALL_BUILTIN zip_strict 2\nLIST_NEW 2\nHALT",
    "PUSH_CONST \"caf\xC3\xA9s\"\nDUP\nCALL_BUILTIN enumerate 1\nSWAP\nDUP\nCALL_BUILTIN zip "
    "2\nLIST_NEW 2\nHALT",
    "PUSH_CONST 50\nCALL_BUILTIN range 1\nCALL_BUILTIN reversed 1\nCALL_BUILTIN sorted "
    "1\nDUP\nPUSH_CONST true\n"
    "CALL_BUILTIN sort 2\nPOP\nCALL_BUILTIN sum 1\nHALT",
    WORDS WORDS "LIST_NEW 2\nLIST_NEW 0\nCALL_BUILTIN sum 2\nHALT",
    "PUSH_CONST 17\nPUSH_CONST 5\nCALL_BUILTIN divmod 2\n" L
    "PUSH_CONST 0\nPUSH_CONST 9\nCALL_BUILTIN insert 3\nPOP\n" L "DUP\nCALL_BUILTIN copy 1\nDUP\n" L
    "CALL_BUILTIN extend 2\nPOP\nLIST_NEW 3\nHALT",
    L "DUP\nSTORE_NAME a\nPUSH_CONST 5\nCALL_BUILTIN imul 2\n" L
      "CALL_BUILTIN iadd 2\nLOAD_NAME a\nPUSH_CONST 4\nCALL_BUILTIN append 2\n"
      "POP\nPRINT 1\nLOAD_NAME a\nHALT",
    "PUSH_CONST \", \"\n" WORDS "CALL_BUILTIN join 2\n" S
    "PUSH_CONST \" \"\nCALL_BUILTIN split 2\n" S "CALL_BUILTIN split 1\nLIST_NEW 3\nHALT",
    S "CALL_BUILTIN upper 1\nCALL_BUILTIN lower 1\nPUSH_CONST \"so\"\nCALL_BUILTIN strip "
      "2\nPUSH_CONST \"or\"\nPUSH_CONST \"oars \"\n"
      "CALL_BUILTIN replace 3\nHALT",
    L "CALL_BUILTIN repr 1\n" L
      "CALL_BUILTIN str 1\nPUSH_CONST 2.5\nPUSH_CONST \">9.3f\"\nCALL_BUILTIN format 2\n" S L
      "CALL_BUILTIN concat 2\nLIST_NEW 4\nHALT",
    "PUSH_CONST \"%s is %5d\"\n" L
    "PUSH_CONST 4\nTUPLE_NEW 2\nCALL_BUILTIN mod 2\nPUSH_CONST \"{:>8} {!r}\"\nPUSH_CONST 1\n" S
    "CALL_BUILTIN str_format 3\nPUSH_CONST \"-\"\nPUSH_CONST \"!\"\nCALL_BUILTIN print_sep 4\nHALT",
    "PUSH_CONST 12\nCALL_FUNC f\nHALT\n.func f n\nLOAD_NAME n\nJUMP_IF_TRUE more\nLIST_NEW "
    "0\nRETURN_VAL\nmore: LOAD_NAME n\n"
    "LIST_NEW 1\nLOAD_NAME n\nPUSH_CONST 1\nSUB\nCALL_FUNC f\nADD\nRETURN_VAL",
    S "PUSH_CONST 20\nMUL\nRAISE",
    L L "SUB",
    "PUSH_CONST 0\nPUSH_CONST 100000\nLIST_FILL",
    L "DUP\nFREE\nPRINT 1",
    "PUSH_CONST 1\nSTORE_GLOBAL g\nLIST_NEW 0\nSTORE_GLOBAL h\nLOAD_NAME g\nPUSH_FUNC "
    "main\nPUSH_CONST nan\nTUPLE_NEW 3\nSTORE_NAME t\n"
    "PUSH_CONST 3\nEXIT",
};

static void config(BobConfig *c, Ledger *ledger, Text *output)
{
    bob_config_init(c);
    c->warm_up = 0;
    c->stack = 100;
    c->depth = 50;
    c->arena = 1000;
    c->heap = 1u << 20;
    c->output = 1u << 16;
    c->fuel = 10000;
    c->write = text_write;
    c->write_ctx = output;
    c->allocator = (BobAllocator){ledger_resize, ledger};
}

/* What a machine says of itself after it failed for want of memory. */
static void check_failed(const BobMachine *m, const Ledger *ledger)
{
    const BobError *e = bob_machine_error(m);
    char *bytes;
    size_t n;
    BobStatus status;
    cr_assert_eq(e->kind, BOB_OUT_OF_MEMORY);
    cr_assert_str_not_empty(e->message);
    cr_assert_not_null(e->function);
    status = bob_machine_state_json(m, ignore_write, NULL);
    cr_assert(status == (ledger->all_after ? BOB_OUT_OF_MEMORY : BOB_OK));
    status = bob_machine_outcome_json(m, ignore_write, NULL);
    cr_assert(status == (ledger->all_after ? BOB_OUT_OF_MEMORY : BOB_OK));
    if (ledger->all_after) {
        BobError error;
        cr_assert_eq(bob_machine_snapshot(m, &bytes, &n, &error), BOB_OUT_OF_MEMORY);
        cr_assert_eq(error.kind, BOB_OUT_OF_MEMORY);
    }
}

/* The run of one program, from text to JSON, by way of a container and a snapshot. A call that
 * fails for want of memory ends it: false. `reference` is the run where nothing failed. */
static bool whole_story(const char *text, Ledger *ledger, Seen *seen, const Seen *reference)
{
    BobAllocator a = {ledger_resize, ledger};
    BobProgram *first = NULL, *p = NULL;
    BobMachine *m = NULL, *other = NULL;
    BobConfig c;
    BobError error = {.kind = BOB_OK};
    char *bytes, *assembly;
    size_t n, assembly_n;
    BobStatus status;
    bool done = false;
    config(&c, ledger, &seen->output);
    seen->output.size = 0;

    if (bob_program_load(text, strlen(text), "t", &a, &first, &error) != BOB_OK)
        goto failed;
    if (bob_program_to_assembly(first, &assembly, &assembly_n) != BOB_OK)
        goto quietly;
    bob_bytes_free(first, assembly, assembly_n);
    if (bob_program_to_container(first, &bytes, &n) != BOB_OK)
        goto quietly;
    status = bob_program_load(bytes, n, "t", &a, &p, &error);
    bob_bytes_free(first, bytes, n);
    if (status != BOB_OK)
        goto failed;
    if (bob_machine_new(p, &c, 2, arguments, &m, &error) != BOB_OK)
        goto failed;
    status = bob_machine_run_slice(m, 12);
    if (status != BOB_OUT_OF_MEMORY || ledger->failures == 0) {
        status = bob_machine_run_slice(m, 12);
        if (status != BOB_OK && (status != BOB_OUT_OF_MEMORY || ledger->failures == 0)) {
            if (bob_machine_snapshot(m, &bytes, &n, &error) != BOB_OK)
                goto failed;
            status = bob_machine_restore(p, &c, bytes, n, &other, &error);
            bob_bytes_free(p, bytes, n);
            if (status != BOB_OK)
                goto failed;
            bob_machine_free(m);
            m = other;
        }
    }
    status = bob_machine_run(m);
    if (status == BOB_OUT_OF_MEMORY && ledger->failures > 0) {
        check_failed(m, ledger);
        if (ledger->all_after)
            goto quietly;
        /* memory is there again: it goes on as if nothing had happened */
        if (bob_machine_snapshot(m, &bytes, &n, &error) != BOB_OK)
            goto failed;
        status = bob_machine_restore(p, &c, bytes, n, &other, &error);
        bob_bytes_free(p, bytes, n);
        cr_assert_eq(status, BOB_OK);
        bob_machine_free(m);
        m = other;
        status = bob_machine_run(m);
    }
    if (ledger->failures == 0 || !ledger->all_after) {
        uint64_t failures = ledger->failures;
        seen_take(seen, m, p, status);
        if (reference != NULL && ledger->failures == failures) {
            const char *what = seen_difference(reference, seen);
            cr_assert(what == NULL, "another %s after call %llu failed:\n%s\n%s\n%s", what,
                      (unsigned long long)ledger->fail_at, text, reference->state.bytes,
                      seen->state.bytes);
        }
        done = ledger->failures == 0;
    }
    goto quietly;
failed:
    cr_assert(error.kind == BOB_OUT_OF_MEMORY, "call %llu failed, but: %s: %s\n%s",
              (unsigned long long)ledger->fail_at, bob_status_name(error.kind), error.message,
              text);
    cr_assert_str_not_empty(error.message);
quietly:
    bob_machine_free(m);
    bob_program_free(p);
    bob_program_free(first);
    cr_assert_eq(ledger->in_use, 0, "%llu bytes leaked after call %llu failed\n%s",
                 (unsigned long long)ledger->in_use, (unsigned long long)ledger->fail_at, text);
    cr_assert_eq(ledger->wrong, 0, "a wrong old_size after call %llu failed\n%s",
                 (unsigned long long)ledger->fail_at, text);
    return done;
}

Test(test_memory, each_allocation_fails)
{
    size_t i;
    unsigned mode;
    for (i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        char text[2000];
        Seen reference = {.status = BOB_OK}, seen = {.status = BOB_OK};
        Ledger ledger = {0};
        uint64_t n;
        (void)snprintf(text, sizeof text, ".source \"x.py\"\n.func main\n.line 1\n%s", bodies[i]);
        cr_assert(whole_story(text, &ledger, &reference, NULL), "%s", text);
        cr_assert_gt(ledger.calls, 20);
        for (mode = 0; mode < 2; mode++) {
            for (n = 1;; n++) {
                ledger = (Ledger){.fail_at = n, .all_after = mode == 1};
                if (whole_story(text, &ledger, &seen, &reference))
                    break;
                cr_assert_lt(n, 10000);
            }
            cr_assert_geq(n, ledger.calls);
        }
        seen_free(&reference);
        seen_free(&seen);
    }
}

/* Traces and refusals. */
Test(test_memory, trace_and_refusals)
{
    static const char *const bad[] = {".func main\nADDD", ".func other\n",
                                      ".func main\nPUSH_CONST \"\\q\"", "\213BOB\r\n\x1A\n...."};
    char text[2000];
    size_t i;
    uint64_t n;
    (void)snprintf(text, sizeof text, ".func main\n%s", bodies[0]);
    for (n = 1; n < 500; n++) {
        Ledger ledger = {.fail_at = n};
        BobAllocator a = {ledger_resize, &ledger};
        BobConfig c;
        BobProgram *p;
        BobMachine *m;
        BobError error;
        Text output = {NULL, 0, 0};
        config(&c, &ledger, &output);
        if (bob_program_load(text, strlen(text), "t", &a, &p, &error) == BOB_OK) {
            if (bob_machine_new(p, &c, 0, NULL, &m, &error) == BOB_OK) {
                BobStatus traced = bob_machine_trace(m, ignore_write, NULL),
                          status = bob_machine_run(m);
                cr_assert(status == BOB_OK ||
                          (ledger.failures > 0 &&
                           (status == BOB_OUT_OF_MEMORY || status == BOB_OUTPUT_FAILED)));
                cr_assert(traced == BOB_OK || ledger.failures > 0);
                cr_assert(bob_machine_state_json(m, ignore_write, NULL) == BOB_OK ||
                          ledger.failures > 0);
                bob_machine_free(m);
            }
            bob_program_free(p);
        }
        cr_assert(ledger.in_use == 0 && ledger.wrong == 0);
        text_free(&output);
    }
    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        for (n = 0; n < 60; n++) {
            Ledger ledger = {.fail_at = n, .all_after = n % 2};
            BobAllocator a = {ledger_resize, &ledger};
            BobProgram *p;
            BobError error;
            BobStatus status = bob_program_load(bad[i], strlen(bad[i]), "t", &a, &p, &error);
            cr_assert(status == error.kind && p == NULL);
            cr_assert(status == BOB_INVALID_PROGRAM ||
                      (status == BOB_OUT_OF_MEMORY && ledger.failures > 0));
            cr_assert(ledger.in_use == 0 && ledger.wrong == 0);
        }
    }
}

/* Restoring, and refusals of snapshots and configurations. */
Test(test_memory, snapshots_of_programs)
{
    static const char text[] =
        ".func main\nPUSH_CONST \"ab\"\nPUSH_CONST 3\nMUL\nSTORE_NAME s\nHALT";
    BobProgram *p, *q;
    BobMachine *m;
    BobConfig c;
    BobError error;
    char *bytes;
    size_t n;
    uint64_t k;
    bob_config_init(&c);
    c.warm_up = 0;
    cr_assert(bob_program_load(text, strlen(text), "t", NULL, &p, &error) == BOB_OK);
    cr_assert(bob_machine_new(p, &c, 2, arguments, &m, &error) == BOB_OK);
    cr_assert(bob_machine_run_slice(m, 4) == BOB_YIELDED);
    cr_assert(bob_machine_snapshot(m, &bytes, &n, &error) == BOB_OK);
    bob_machine_free(m);
    for (k = 0; k < 120; k++) {
        Ledger ledger = {.fail_at = k / 2, .all_after = k % 2};
        BobAllocator a = {ledger_resize, &ledger};
        BobStatus status = bob_snapshot_program(bytes, n, &a, &q, &error);
        cr_assert(status == (ledger.failures > 0 ? BOB_OUT_OF_MEMORY : BOB_OK));
        bob_program_free(q);
        cr_assert(ledger.in_use == 0 && ledger.wrong == 0);
        ledger = (Ledger){.fail_at = k / 2, .all_after = k % 2};
        c.allocator = a;
        bytes[n - 1] ^= 1; /* damaged, with all memory in the world or none */
        cr_assert(bob_machine_restore(p, &c, bytes, n, &m, &error) != BOB_OK && m == NULL);
        bytes[n - 1] ^= 1;
        status = bob_machine_restore(p, &c, bytes, n, &m, &error);
        cr_assert(status == (ledger.failures > 0 ? BOB_OUT_OF_MEMORY : BOB_OK) ||
                  ledger.fail_at == 1);
        bob_machine_free(m);
        c.stack = 0;
        cr_assert(bob_machine_new(p, &c, 0, NULL, &m, &error) == BOB_INVALID_ARGUMENT);
        c.stack = 100;
        cr_assert(ledger.in_use == 0 && ledger.wrong == 0);
    }
    bob_bytes_free(p, bytes, n);
    bob_program_free(p);
}

/* ---- the account ---- */

static BobObject *object(BobHeap *h, BobObjectType type, uint64_t capacity)
{
    BobObject *o;
    cr_assert_eq(bob_heap_new(h, type, capacity, &o), BOB_OK);
    return o;
}

static BobObject *string(BobHeap *h, const char *text)
{
    BobObject *o;
    cr_assert_eq(bob_heap_new_str(h, text, strlen(text), strlen(text), &o), BOB_OK);
    return o;
}

Test(test_memory, charges)
{
    static const struct {
        uint64_t capacity, bytes; /* elements, charge beyond the header */
    } lists[] = {{0, 0},   {1, 16},       {2, 32},       {3, 64},      {4, 64},
                 {5, 128}, {1000, 16384}, {1024, 16384}, {1025, 32768}};
    static const struct {
        uint64_t size, bytes;
    } texts[] = {{1, 1}, {2, 2}, {3, 4}, {4, 4}, {5, 8}, {17, 32}, {4096, 4096}, {4097, 8192}};
    BobHeap h;
    BobObject *o;
    size_t i;
    bob_heap_init(&h, &bob_malloc_allocator, 1u << 20);
    for (i = 0; i < sizeof lists / sizeof *lists; i++) {
        uint64_t before = h.account.charged;
        o = object(&h, i % 2 ? OBJ_LIST : OBJ_TUPLE, lists[i].capacity);
        cr_assert_eq(h.account.charged - before, 32 + lists[i].bytes);
        cr_assert(o->size == 0 && o->len[KIND_INT] == 0);
        cr_assert_eq(bob_capacity(o), lists[i].bytes / 16);
    }
    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        uint64_t before = h.account.charged;
        cr_assert_eq(bob_heap_new_str(&h, NULL, texts[i].size, texts[i].size, &o), BOB_OK);
        memset(((BobText *)o->data)->bytes, 'x', texts[i].size);
        cr_assert_eq(h.account.charged - before, 32 + texts[i].bytes);
    }
    { /* growing: 4, then double; the old rooms are credit */
        uint64_t before;
        BobObject *l = object(&h, OBJ_LIST, 0);
        before = h.account.charged;
        for (i = 0; i < 9; i++)
            cr_assert_eq(bob_list_append(&h, l, bob_int((int64_t)i)), BOB_OK);
        cr_assert_eq(h.account.charged - before, 64 + 128 + 256);
        cr_assert(h.account.free_rooms[6] == 1 && h.account.free_rooms[7] == 1 &&
                  bob_capacity(l) == 16);
        before = h.account.charged;
        (void)object(&h, OBJ_TUPLE, 4);
        (void)object(&h, OBJ_LIST, 8);
        cr_assert_eq(h.account.charged - before, 64); /* two headers */
        (void)string(&h, "a text of five and sixty bytes, or so, that needs a room of 128..");
    }
    { /* the limit: to the byte, and nothing happens beyond it */
        BobHeap tight;
        BobHeapAccount before;
        bob_heap_init(&tight, &bob_malloc_allocator, 96);
        o = object(&tight, OBJ_LIST, 4);
        before = tight.account;
        cr_assert_eq(before.charged, 96);
        cr_assert_eq(bob_heap_new(&tight, OBJ_LIST, 0, &o), BOB_OUT_OF_MEMORY);
        cr_assert_eq(bob_heap_new_str(&tight, "x", 1, 1, &o), BOB_OUT_OF_MEMORY);
        cr_assert_eq(bob_heap_new(&tight, OBJ_LIST, UINT64_MAX / 2, &o), BOB_OUT_OF_MEMORY);
        cr_assert_eq(bob_heap_new_str(&tight, NULL, UINT64_MAX, 1, &o), BOB_OUT_OF_MEMORY);
        cr_assert(memcmp(&before, &tight.account, sizeof before) == 0);
        bob_heap_end(&tight);
    }
    bob_heap_end(&h);
}

Test(test_memory, blocks)
{
    BobHeap h;
    BobObject *lists[64];
    uint32_t i, k;
    bob_heap_init(&h, &bob_malloc_allocator, 1u << 28);
    for (i = 0; i < 64; i++) { /* in shared blocks, and with rooms that need one of their own */
        lists[i] = object(&h, OBJ_LIST, (uint64_t)1 << i % 18);
        for (k = 0; k < bob_capacity(lists[i]); k++)
            cr_assert_eq(bob_list_append(&h, lists[i], bob_int((int64_t)i)), BOB_OK);
    }
    for (i = 0; i < 64; i++) /* none lies on another */
        for (k = 0; k < lists[i]->size; k++)
            cr_assert_eq(bob_element(lists[i], k).i, (int64_t)i);
    bob_heap_end(&h);
}

Test(test_memory, last_in_first_out)
{
    BobHeap h;
    BobObject *a, *b, *c, *o;
    void *room_a, *room_b, *room_c;
    bob_heap_init(&h, &bob_malloc_allocator, 1u << 20);
    a = object(&h, OBJ_LIST, 4);
    b = object(&h, OBJ_TUPLE, 4);
    c = object(&h, OBJ_LIST, 2);
    room_a = a->data;
    room_b = b->data;
    room_c = c->data;
    bob_heap_free(&h, a, true);
    bob_heap_free(&h, b, false); /* the room alone */
    bob_heap_free(&h, c, true);
    cr_assert(h.account.free_headers == 2 && h.account.free_rooms[6] == 2 &&
              h.account.free_rooms[5] == 1);
    cr_assert(b->type == OBJ_TUPLE && b->flags == OBJ_FREED && b->size == 0);
    cr_assert((c->flags & OBJ_RELEASED) != 0);
    o = object(&h, OBJ_TUPLE, 3); /* the last header, the last room of that size */
    cr_assert(o == c && o->data == room_b && o->type == OBJ_TUPLE && o->flags == 0);
    o = string(&h, "of a hundred bits or so it is."); /* 30 bytes: class 5 */
    cr_assert(o == a && ((BobText *)o->data)->bytes == (char *)room_c);
    o = object(&h, OBJ_LIST, 4);
    cr_assert(o != a && o != b && o != c && o->data == room_a);
    cr_assert_eq(h.account.charged, 4 * 32 + 2 * 64 + 32);
    { /* what is static stays */
        BobObject still = {.type = OBJ_STR, .flags = OBJ_STATIC, .size = 1, .points = 1};
        bob_heap_free(&h, &still, true);
        cr_assert(still.type == OBJ_STR && still.flags == OBJ_STATIC);
    }
    bob_heap_end(&h);
}

Test(test_memory, rollback)
{
    BobHeap h;
    BobHeapAccount before;
    BobObject *old[4], *made[8], *again[8], *l;
    void *rooms[8];
    unsigned i, k;
    bob_heap_init(&h, &bob_malloc_allocator, 1u << 20);
    for (i = 0; i < 4; i++)
        old[i] = object(&h, OBJ_LIST, i < 2 ? 4 : 2);
    for (i = 0; i < 4; i++)
        bob_heap_free(&h, old[i], true);
    before = h.account;
    for (k = 0; k < 3; k++) { /* again and again the same objects in the same order */
        bob_heap_begin(&h);
        for (i = 0; i < 8; i++) {
            made[i] = i % 3 == 2 ? string(&h, "a text of 20 bytes..")
                                 : object(&h, i % 2 ? OBJ_LIST : OBJ_TUPLE, i);
            if (k == 0) {
                again[i] = made[i];
                rooms[i] = made[i]->data;
            }
            cr_assert(made[i] == again[i] && made[i]->data == rooms[i], "object %u of try %u", i,
                      k);
        }
        bob_heap_rollback(&h);
        cr_assert(memcmp(&before, &h.account, sizeof before) == 0);
    }
    for (i = 4; i-- > 0;) { /* and the free list as it was */
        l = object(&h, OBJ_LIST, 0);
        cr_assert_eq(l, old[i]);
    }
    before = h.account;
    bob_heap_begin(&h);
    l = object(&h, OBJ_LIST, 4);
    bob_heap_commit(&h);
    cr_assert_eq(h.account.charged - before.charged, 32); /* the room was credit */
    cr_assert(l->type == OBJ_LIST);
    bob_heap_end(&h);
}

Test(test_memory, strings_in_place)
{
    BobHeap h;
    BobObject *a, *b, *c, *d;
    uint64_t charged;
    bob_heap_init(&h, &bob_malloc_allocator, 1u << 20);
    cr_assert_eq(bob_heap_new_str(&h, "abcde", 5, 5, &a), BOB_OK); /* room for 8 */
    charged = h.account.charged;
    cr_assert(bob_heap_can_extend(a, 3) && !bob_heap_can_extend(a, 4) &&
              !bob_heap_can_extend(a, UINT64_MAX));
    cr_assert_eq(bob_heap_extend_str(&h, a, "\xC3\xA9", 2, 1, &b), BOB_OK);
    cr_assert_eq(h.account.charged - charged, 32);
    cr_assert(b->data == a->data && b->size == 7 && b->points == 6 && a->size == 5 &&
              !bob_str_is_ascii(b));
    cr_assert_not(bob_heap_can_extend(a, 1)); /* it no longer ends the buffer */
    cr_assert(bob_heap_can_extend(b, 1) && !bob_heap_can_extend(b, 2));
    cr_assert_eq(bob_heap_extend_str(&h, b, bob_str_bytes(a), 1, 1, &c), BOB_OK);
    cr_assert(memcmp(bob_str_bytes(c),
                     "abcde\xC3\xA9"
                     "a",
                     8) == 0);
    bob_heap_free(&h, b, true);
    bob_heap_free(&h, a, true);
    cr_assert_eq(h.account.free_rooms[3], 0); /* c shows it still */
    bob_heap_free(&h, c, false);
    cr_assert(h.account.free_rooms[3] == 1 && h.account.free_headers == 2);
    charged = h.account.charged;
    cr_assert_eq(bob_heap_new_str(&h, "12345678", 8, 8, &d), BOB_OK);
    cr_assert(d == a && h.account.charged == charged);
    { /* an extension is undone with the text's count, but not its bytes */
        cr_assert_eq(bob_heap_new_str(&h, "abcde", 5, 5, &a), BOB_OK);
        bob_heap_free(&h, a, true);
        cr_assert(h.account.free_rooms[3] == 1);
    }
    bob_heap_end(&h);
}

/* To all places near its source modulo 4096, of all sizes about the pieces'. */
Test(memory, blocks_are_copied_whole_and_nothing_else)
{
    static char from[16384], to[32768];
    size_t n, distance, i;
    for (i = 0; i < sizeof from; i++)
        from[i] = (char)(i * 7 + i / 256);
    for (distance = 0; distance < 700; distance += 1 + distance / 40)
        for (n = 0; n < 9000; n += n < 700 ? 37 : 991) {
            size_t base = 4096 + ((uintptr_t)from - (uintptr_t)to) % 4096 + distance;
            memset(to, 0x55, sizeof to);
            bob_copy(to + base, from, n);
            cr_assert_arr_eq(to + base, from, n);
            cr_assert(to[base - 1] == 0x55 && to[base + n] == 0x55);
        }
}
