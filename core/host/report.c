/* What a report of an error shows: the exception that nobody caught, and those that it was raised
 * from, each with its traceback, the first of all first. */
#include <string.h>

#include "core/bobbin_lab.h"
#include "core/vm.h"
#include "core/machine/exceptions.h"
#include "core/machine/sem.h"
#include "core/machine/text/text.h"

/* So many of a chain are shown, the latest. */
#define MOST_CHAINED 100u

typedef struct Link {
    const BobObject *exception; /* NULL: the error itself, of which there is no object */
    BobReportKind joined;       /* to the one that comes after it */
} Link;

typedef struct Report {
    BobState *s;
    BobReportVisit *visit;
    void *ctx;
} Report;

static void show_place(const Report *r, uint32_t function, uint32_t ip)
{
    const BobFunction *f = &r->s->program->functions[function];
    BobReportPart part = {
        .kind = BOB_REPORT_FRAME, .function = f->name, .ip = ip, .line = bob_function_line(f, ip)};
    r->visit(r->ctx, &part);
}

/* The frames that the error stopped in, the oldest first. */
static void show_frames(const Report *r)
{
    const BobState *s = r->s;
    uint32_t i, count = s->frame_count - (s->thrown_again ? 1 : 0);
    for (i = 0; i < count; i++)
        show_place(r, s->frames[i].function, s->frames[i].ip - (i + 1 < s->frame_count));
}

static void show_int_place(const Report *r, int64_t place)
{
    uint32_t function = (uint32_t)((uint64_t)place >> 32);
    if (function < r->s->program->function_count)
        show_place(r, function, (uint32_t)place);
}

/* Those that an exception went through before it was caught. */
static void show_places(const Report *r, const BobObject *o)
{
    BobValue places = bob_exception_part(o, EXC_PLACES);
    uint32_t i;
    if (places.tag == TAG_INT)
        show_int_place(r, places.i);
    for (i = bob_is_list(places) ? places.ref->size : 0; i-- > 0;)
        show_int_place(r, bob_element(places.ref, i).i);
}

static void show_error(const Report *r, const BobObject *o)
{
    BobState *s = r->s;
    BobReportPart part = {.kind = BOB_REPORT_ERROR};
    const BobError *e = &s->error;
    BobBuffer text = {.allocator = &s->allocator};
    part.exception = e->exception;
    part.message = e->long_message != NULL ? e->long_message : e->message;
    if (o != NULL) {
        BobSink sink = bob_sink(s, (uint64_t)1 << 20);
        BobError kept = s->error;
        sink.stop = (uint64_t)1 << 20;
        part.exception = bob_type_name(bob_ref((BobObject *)o));
        part.message = "<exception str() failed>";
        if (bob_write_str(s, &sink, bob_ref((BobObject *)o)) == BOB_OK) {
            bob_buffer_add(&text, s->scratch.bytes, s->scratch.size);
            bob_buffer_byte(&text, '\0');
            part.message = text.failed ? "" : text.bytes;
        }
        s->error = kept;
    }
    r->visit(r->ctx, &part);
    bob_buffer_free(&text);
}

/* Of which exception the error is, or what it was raised from. */
static const BobObject *object_of(BobValue v)
{
    return bob_is_exception(v) ? v.ref : NULL;
}

static const BobObject *before(const BobState *s, const BobObject *o, bool first,
                               BobReportKind *joined)
{
    const BobObject *context = object_of(s->handled), *from;
    *joined = BOB_REPORT_CONTEXT;
    if (o == NULL)
        return context;
    from = object_of(bob_exception_part(o, EXC_CAUSE));
    if (from != NULL) {
        *joined = BOB_REPORT_CAUSE;
        return from;
    }
    if (bob_exception_part(o, EXC_SUPPRESS).i != 0)
        return NULL;
    if (first && !s->thrown_again && context != NULL && context != o)
        return context;
    return object_of(bob_exception_part(o, EXC_CONTEXT));
}

BobStatus bob_machine_report(const BobMachine *m, BobReportVisit *visit, void *ctx)
{
    Link links[MOST_CHAINED];
    uint32_t count = 0, i;
    Report r = {.visit = visit, .ctx = ctx};
    const BobObject *o;
    BobReportKind joined = BOB_REPORT_CONTEXT;
    if (m == NULL || visit == NULL || !bob_at_rest(m))
        return BOB_INVALID_ARGUMENT;
    r.s = bob_settled(m);
    if (r.s->error.kind == BOB_OK || r.s->frame_count == 0)
        return BOB_INVALID_ARGUMENT;
    o = object_of(r.s->thrown_object);
    for (;;) {
        links[count++] = (Link){o, joined};
        if (count == 1 && bob_exception_of_kind(r.s->error.kind) == EXC_NONE)
            break; /* it can't be caught, and has nothing to do with what is being handled */
        o = before(r.s, o, count == 1, &joined);
        for (i = 0; i < count && o != NULL; i++)
            if (links[i].exception == o)
                o = NULL;
        if (o == NULL || count == MOST_CHAINED)
            break;
    }
    for (i = count; i-- > 0;) {
        BobReportPart part = {.kind = links[i].joined};
        BobReportPart begin = {.kind = BOB_REPORT_BEGIN};
        visit(ctx, &begin);
        if (i == 0)
            show_frames(&r);
        if (links[i].exception != NULL)
            show_places(&r, links[i].exception);
        show_error(&r, links[i].exception);
        if (i > 0)
            visit(ctx, &part);
    }
    return BOB_OK;
}
