/* Any bytes as a snapshot of a fixed program, magic, length, table hash, program and checksum
 * made to fit: refused with an offset, or a machine that saves, shows itself and runs. The
 * input is, after an even byte, what follows the program in a snapshot; after an odd one, a number
 * of instructions and edits (u16 place, u8 value) of the snapshot taken there. */
#include <stdlib.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/machine/store/snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] =
    ".func main\n    PUSH_CONST \"ab\"\n    PUSH_CONST \"c\xC3\xA9\"\n    ADD\n    DUP\n    "
    "STORE_NAME s\n"
    "    STORE_GLOBAL t\n    LIST_NEW 0\n    STORE_NAME l\non:\n    LOAD_NAME l\n    LOAD_NAME s\n"
    "    LIST_APPEND\n    LOAD_NAME s\n    PUSH_CONST \"d\"\n    ADD\n    STORE_NAME s\n    "
    "LOAD_NAME l\n"
    "    CALL_FUNC f\n    PRINT 1\n    LOAD_NAME s\n    LEN\n    PUSH_CONST 12\n    LT\n    "
    "JUMP_IF_TRUE on\n"
    "    LOAD_NAME l\n    HALT\n"
    ".func f v\n    PUSH_CONST 2.5\n    PUSH_FUNC g\n    TUPLE_NEW 2\n    DUP\n    STORE_NAME w\n  "
    "  LOAD_NAME v\n"
    "    LIST_NEW 2\n    DUP\n    FREE\n    RELEASE\n    LOAD_NAME w\n    PUSH_CONST 1\n    "
    "INDEX_GET\n"
    "    LOAD_NAME v\n    CALL_VALUE 1\n    LOAD_NAME w\n    RELEASE\n    RETURN_VAL\n"
    ".func g v\n    LOAD_NAME v\n    LEN\n    PUSH_CONST 3\n    MOD\nmore:\n    DUP\n    "
    "JUMP_IF_TRUE some\n"
    "    POP\n    LOAD_GLOBAL t\n    RETURN_VAL\nsome:\n    LOAD_NAME v\n    TO_STR\n    "
    "RETURN_VAL\n";

static void check(bool fact)
{
    if (!fact)
        abort();
}

static int ignore(void *ctx, const char *bytes, size_t n)
{
    (void)ctx;
    (void)bytes;
    (void)n;
    return 0;
}

static void put_u64(uint8_t *at, uint64_t v)
{
    unsigned i;
    for (i = 0; i < 8; i++)
        at[i] = (uint8_t)(v >> (8 * i));
}

static void small(BobConfig *c)
{
    bob_config_init(c);
    c->warm_up = 0;
    c->stack = 50;
    c->depth = 20;
    c->arena = 1000;
    c->heap = 1u << 16;
    c->output = 2000;
}

static void restore_and_run(const BobProgram *p, const uint8_t *bytes, size_t size)
{
    BobConfig c;
    BobMachine *m;
    BobError error;
    char *again;
    size_t n;
    BobStatus status;
    small(&c);
    status = bob_machine_restore(p, &c, bytes, size, &m, &error);
    if (status != BOB_OK) {
        check(status == BOB_OUT_OF_MEMORY ||
              (status == BOB_INVALID_PROGRAM && error.has_offset && error.offset <= size));
        return;
    }
    check(bob_machine_snapshot(m, &again, &n, &error) == BOB_OK);
    bob_bytes_free(p, again, n);
    check(bob_machine_state_json(m, ignore, NULL) == BOB_OK);
    bob_machine_set_fuel(m, bob_machine_instructions(m) + 1000);
    (void)bob_machine_run(m);
    check(bob_machine_outcome_json(m, ignore, NULL) == BOB_OK);
    bob_machine_free(m);
}

static const BobProgram *program(void)
{
    static BobProgram *p;
    if (p == NULL)
        check(bob_program_load(text, sizeof text - 1, "fuzz", NULL, &p, NULL) == BOB_OK);
    return p;
}

/* The snapshot after that many instructions, or at the last before the end. */
static char *genuine(unsigned instructions, size_t *n)
{
    BobConfig c;
    BobMachine *m;
    char *bytes;
    small(&c);
    c.fuel = instructions;
    check(bob_machine_new(program(), &c, 0, NULL, &m, NULL) == BOB_OK);
    if (bob_machine_run(m) == BOB_OK) {
        bob_machine_free(m);
        return genuine(instructions / 2, n);
    }
    check(bob_machine_snapshot(m, &bytes, n, NULL) == BOB_OK);
    bob_machine_free(m);
    return bytes;
}

static void edited(const uint8_t *data, size_t size)
{
    size_t n, i, first;
    char *bytes = genuine(data[0], &n);
    for (first = 0, i = 0; i < 8; i++)
        first |= (size_t)(uint8_t)bytes[BOB_SNAPSHOT_HEAD + i] << (8 * i);
    first += BOB_SNAPSHOT_HEAD + 8;
    for (i = 1; i + 3 <= size; i += 3) {
        size_t at = first + (data[i] | (size_t)data[i + 1] << 8);
        if (at < n)
            bytes[at] = (char)data[i + 2];
    }
    put_u64((uint8_t *)bytes + n - 8, bob_hash(bytes, n - 8));
    restore_and_run(program(), (const uint8_t *)bytes, n);
    bob_bytes_free(program(), bytes, n);
}

static void wrapped(const uint8_t *data, size_t size)
{
    char *container;
    size_t n, total, head;
    uint8_t *bytes;
    check(bob_program_to_container(program(), &container, &n) == BOB_OK);
    head = BOB_SNAPSHOT_HEAD + 8 + n;
    total = head + size + 8;
    bytes = calloc(1, total);
    check(bytes != NULL);
    memcpy(bytes, BOB_SNAPSHOT_MAGIC, 8);
    bytes[8] = BOB_SNAPSHOT_VERSION;
    put_u64(bytes + 16, total);
    put_u64(bytes + 24, bob_ops_hash());
    put_u64(bytes + BOB_SNAPSHOT_HEAD, n);
    memcpy(bytes + BOB_SNAPSHOT_HEAD + 8, container, n);
    memcpy(bytes + head, data, size);
    put_u64(bytes + total - 8, bob_hash(bytes, total - 8));
    restore_and_run(program(), bytes, total);
    free(bytes);
    bob_bytes_free(program(), container, n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    restore_and_run(program(), data, size);
    if (size > 1 && (data[0] & 1) != 0)
        edited(data + 1, size - 1);
    else if (size > 0)
        wrapped(data + 1, size - 1);
    return 0;
}
