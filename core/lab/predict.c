/* Simulated predictors of indirect jumps, and the reference engine, a fourth instance of it, with
 * a hook that feeds them. Read predict.h first. */
#include "core/lab/predict.h"

#include <string.h>

#include "core/engines/engine.h"
#include "core/lab/listing.h"
#include "core/machine/call.h"
#include "core/machine/sem.h"
#include "core/machine/types/class.h"

_Static_assert(TH_COUNT < UINT16_MAX, "a target, and one more, fits an entry");
_Static_assert((BOB_PREDICT_LONGEST & (BOB_PREDICT_LONGEST - 1)) == 0, "the ring wraps by a mask");

/* Entries of a table. */
#define SETS (1u << BOB_PREDICT_BITS)
#define TAG_BITS 11u
#define MOST_CONFIDENT 3u

/* ---- the history of targets ----
 *
 * Real ones fold a register of bits; a polynomial that rolls does the same for whole targets. */

#define BASE 0x9E3779B97F4A7C15u
#define SQUARE(x) ((uint64_t)(x) * (x))
#define BASE_2 SQUARE(BASE)
#define BASE_4 SQUARE(BASE_2)
#define BASE_8 SQUARE(BASE_4)
#define BASE_16 SQUARE(BASE_8)
#define BASE_32 SQUARE(BASE_16)
#define BASE_64 SQUARE(BASE_32)
static const uint64_t powers[] = {BASE_2, BASE_4, BASE_8, BASE_16, BASE_32, BASE_64};
_Static_assert(sizeof powers / sizeof *powers == BOB_PREDICT_TABLES, "one for each length");
_Static_assert(2u << (BOB_PREDICT_TABLES - 1) == BOB_PREDICT_LONGEST, "the ring holds the longest");

static void remember(BobPredictor *p, unsigned target)
{
    static const unsigned mask = BOB_PREDICT_LONGEST - 1;
    for (unsigned i = 0; i < BOB_PREDICT_TABLES; i++) {
        uint64_t oldest = p->targets[(p->at - (2u << i)) & mask];
        p->hashes[i] = p->hashes[i] * BASE + (target + 1) - oldest * powers[i];
    }
    p->targets[p->at & mask] = (uint16_t)(target + 1);
    p->at++;
}

static uint64_t mix(uint64_t x)
{
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93u;
    return x ^ x >> 32;
}

/* ---- ITTAGE ---- */

typedef struct Lookup {
    BobPredictEntry *entries[BOB_PREDICT_TABLES]; /* of each table, that of this jump and history */
    uint16_t tags[BOB_PREDICT_TABLES];
    int provider, alternate; /* the tables of the longest and the next longest history that know
                              * them; -1: the last target */
} Lookup;

static void look_up(BobPredictor *p, unsigned site, Lookup *l)
{
    l->provider = l->alternate = -1;
    for (int i = (int)BOB_PREDICT_TABLES - 1; i >= 0; i--) {
        uint64_t hash = mix(p->hashes[i] + (site + 1) * 0xC2B2AE3D27D4EB4Fu);
        BobPredictEntry *e = l->entries[i] = &p->tables[i][hash & (SETS - 1)];
        l->tags[i] = (uint16_t)(1 + (hash >> 32) % ((1u << TAG_BITS) - 1)); /* 0: an empty entry */
        if (e->tag != l->tags[i])
            continue;
        if (l->provider < 0)
            l->provider = i;
        else if (l->alternate < 0)
            l->alternate = i;
    }
}

static unsigned foretold(const BobPredictor *p, const Lookup *l, int table, unsigned site)
{
    return table >= 0 ? l->entries[table]->target : p->last[site];
}

/* A new entry in a table of longer history, the first that has a useless one for it; where none
 * has, they all become useless, so that the next will find one. */
static void allocate(BobPredictor *p, Lookup *l, unsigned target)
{
    int first = l->provider + 1, i;
    if (first >= (int)BOB_PREDICT_TABLES)
        return;
    /* now and then one further on, so that jumps don't all fight for one table */
    if (first + 1 < (int)BOB_PREDICT_TABLES && (p->allocations++ & 3) == 3)
        first++;
    for (i = first; i < (int)BOB_PREDICT_TABLES; i++)
        if (!l->entries[i]->useful) {
            *l->entries[i] = (BobPredictEntry){.tag = l->tags[i], .target = (uint16_t)target};
            return;
        }
    for (i = first; i < (int)BOB_PREDICT_TABLES; i++)
        l->entries[i]->useful = false;
}

static void learn(BobPredictor *p, Lookup *l, unsigned site, unsigned target)
{
    unsigned said = foretold(p, l, l->provider, site);
    if (l->provider >= 0) {
        BobPredictEntry *e = l->entries[l->provider];
        if (foretold(p, l, l->alternate, site) != said)
            e->useful = said == target;
        if (said == target)
            e->confidence += e->confidence < MOST_CONFIDENT;
        else if (e->confidence > 0)
            e->confidence--;
        else
            e->target = (uint16_t)target;
    }
    if (said != target)
        allocate(p, l, target);
}

void bob_predict_jump(BobPredictor *p, unsigned site, unsigned target)
{
    Lookup l;
    unsigned wanted = target + 1; /* 0 is no target */
    ASSERT(site < BOB_PREDICT_SITES && target < TH_COUNT);
    look_up(p, site, &l);
    p->missed_last += p->last[site] != wanted;
    p->missed_history += foretold(p, &l, l.provider, site) != wanted;
    learn(p, &l, site, wanted);
    p->last[site] = (uint16_t)wanted;
    remember(p, target);
}

/* ---- a run ---- */

#define ENTERS TH_COUNT /* the jump by which a loop is entered */

BobPrediction *bob_prediction_new(BobState *s)
{
    BobPrediction *p = bob_alloc_zeroed(&s->allocator, sizeof *p);
    if (p == NULL)
        return NULL;
    p->state = s;
    for (unsigned i = 0; i < BOB_SEQUENCE_COUNT; i++)
        p->sequences[i].site = ENTERS;
    if (bob_view_decode(s, false, &p->code[BOB_SEQUENCE_CELLS]) != BOB_OK ||
        bob_view_decode(s, true, &p->code[BOB_SEQUENCE_SUPER]) != BOB_OK) {
        bob_prediction_free(p);
        return NULL;
    }
    return p;
}

void bob_prediction_free(BobPrediction *p)
{
    if (p == NULL)
        return;
    for (unsigned i = 0; i < BOB_SEQUENCE_COUNT; i++)
        if (p->code[i] != NULL)
            bob_code_free(p->state, p->code[i]);
    bob_free(&p->state->allocator, p, sizeof *p);
}

static void dispatch(BobPrediction *p, unsigned sequence, unsigned handler)
{
    p->sequences[sequence].dispatches++;
    bob_predict_jump(&p->sequences[sequence].one, 0, handler);
    bob_predict_jump(&p->sequences[sequence].each, p->sequences[sequence].site, handler);
    /* what the reference engine executes is entered again after it */
    p->sequences[sequence].site = handler == TH_LEAVE ? ENTERS : handler;
}

static inline void before(BobPrediction *p, const BobFrame *frame)
{
    p->function = frame->function;
    p->ip = frame->ip;
}

/* The instruction was executed: in each sequence it is a dispatch, unless it is inside of a
 * superinstruction. */
static void after(BobPrediction *p)
{
    const BobFunction *f = &p->state->program->functions[p->function];
    unsigned opcode = bob_opcode(f->code[p->ip]);
    dispatch(p, BOB_SEQUENCE_WORDS, opcode < OP_COUNT ? opcode : TH_LEAVE);
    for (unsigned i = BOB_SEQUENCE_CELLS; i < BOB_SEQUENCE_COUNT; i++) {
        const BobCode *code = p->code[i];
        uint32_t cell = code->cell_of[p->function][p->ip];
        if (cell != BOB_NO_CELL)
            dispatch(p, i, bob_view_threaded(code->callees[p->function].entry + cell));
    }
}

#define HOOK_PARAMETER , BobPrediction *p
#define BEFORE() before(p, frame)
#define AFTER() after(p)
#include "core/engines/reference.inc"

BobStatus bob_prediction_run(BobPrediction *p, uint64_t stop)
{
    return run(p->state, stop, p);
}
