/* The type exception: its class, its arguments, what it was raised from and where (exceptions.h).
 */
#include "core/machine/exceptions.h"

#include "core/base/memory.h"
#include "core/machine/text/json.h"
#include "core/machine/types/types.h"

static void write_json(BobBuffer *b, const BobObject *o)
{
    bob_buffer_printf(b, "\"<%s>\"", bob_type_name(bob_ref((BobObject *)o)));
}

const BobTypeOps bob_type_exception = {
    .what = "exception",
    .open = "(", /* after the name of the class, around the arguments: text.c */
    .close = ")",
    .close_one = ")",
    .inside = "...",
    .write_json = write_json,
};
