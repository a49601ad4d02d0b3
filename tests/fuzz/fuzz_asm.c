/* Any text: refused with a place, or a program that its disassembly gives again. */
#include <stdlib.h>
#include <string.h>

#include "core/front/assembly/assembler.h"
#include "core/front/assembly/disassembler.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool fact)
{
    if (!fact)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    BobProgram *first, *second;
    BobBuffer text = {.allocator = &bob_malloc_allocator};
    BobError error;
    if (bob_asm((const char *)data, size, "fuzz", NULL, NULL, &first, &error) != BOB_OK) {
        check(error.kind == BOB_INVALID_PROGRAM && error.line > 0 && error.column > 0);
        return 0;
    }
    check(bob_dis(first, &text) == BOB_OK);
    check(bob_asm(text.bytes, text.size, "dis", NULL, NULL, &second, &error) == BOB_OK);
    check(first->hash == second->hash);
    bob_buffer_free(&text);
    bob_program_free(first);
    bob_program_free(second);
    return 0;
}
