/* What a program asks of its host, where that is the command line. */
#include <string.h>

#include "tools/bobbin/tool.h"

/* An ask that nobody answers ends the program, by name. */
static BobStatus unanswered(BobMachine *m, const BobAsk *ask)
{
    char text[200];
    snprintf(text, sizeof text, "'%.120s' is asked of the host, and nobody answers", ask->name);
    return bob_machine_answer_error(m, "Unsupported", text);
}

BobStatus run_slice_answered(BobMachine *m, uint64_t slice)
{
    uint64_t begin = bob_machine_instructions(m), done = 0;
    BobAsk ask = {.size = sizeof ask};
    for (;;) {
        BobStatus status = bob_machine_run_slice(m, slice - done);
        if (status != BOB_ASKED || bob_machine_ask(m, &ask) != BOB_OK)
            return status;
        status = unanswered(m, &ask);
        if (status != BOB_OK)
            return status;
        done = bob_machine_instructions(m) - begin;
        if (done >= slice)
            return BOB_YIELDED;
    }
}

BobStatus run_answered(BobMachine *m)
{
    return run_slice_answered(m, BOB_UNLIMITED);
}
