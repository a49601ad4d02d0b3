/* Any text as Python: refused with a place, or a program that its disassembly gives again, that
 * does the same in every engine under tiny limits, and that can't fail in one of the manners that
 * only bytecode can. The first bytes choose the limits. */
#include "tests/fuzz/agree.h"

#define HEAD 6u

static void again(const BobProgram *p)
{
    BobProgram *second;
    BobError error;
    char *text;
    size_t n;
    CHECK(bob_program_to_assembly(p, &text, &n) == BOB_OK);
    CHECK(bob_program_load(text, n, "dis", NULL, &second, &error) == BOB_OK);
    CHECK(bob_program_hash(p) == bob_program_hash(second));
    bob_program_free(second);
    bob_bytes_free(p, text, n);
}

/* What a compiler of Python never brings about. */
static void check_kind(const BobProgram *p, const uint8_t *how)
{
    Seen seen = {0};
    run_whole(&seen, p, "switch", how, false);
    CHECK(seen.status != BOB_INVALID_OPCODE && seen.status != BOB_INVALID_JUMP_TARGET &&
          seen.status != BOB_STACK_UNDERFLOW && seen.status != BOB_USE_AFTER_FREE);
    seen_free(&seen);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    BobProgram *p;
    BobError error;
    Ledger ledger = {0};
    BobAllocator allocator = {ledger_resize, &ledger};
    BobStatus status;
    if (size < HEAD)
        return 0;
    status = bob_program_load(data + HEAD, size - HEAD, "fuzz.py", &allocator, &p, &error);
    if (status == BOB_OK) {
        again(p);
        check_kind(p, data);
        run_everywhere(p, data, data[4], 1 + data[5] % 60, false);
        bob_program_free(p);
    } else {
        CHECK(status == BOB_INVALID_PROGRAM && p == NULL);
        CHECK(error.line > 0 || error.has_offset);
        CHECK(memchr(error.message, '\0', sizeof error.message) != NULL &&
              error.message[0] != '\0');
    }
    CHECK(ledger.wrong == 0 && ledger.in_use == 0);
    return 0;
}
