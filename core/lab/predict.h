/* How often an indirect-branch predictor would be wrong about an engine's dispatches: simulated,
 * from the sequence of handlers that a run dispatches to, by two models.
 *
 *   last target   one entry a jump, without limit: where it went last. What processors had until
 *                 about 2005, and what Ertl and Gregg, "The Structure and Performance of Efficient
 *                 Interpreters" (JILP 5, 2003), measured
 *   history       ITTAGE in its simplest form: Seznec and Michaud, "A case for (partially) tagged
 *                 geometric history length branch prediction" (JILP 8, 2006), section 5. What
 *                 processors of the last ten years have is of this kind
 *
 * A run gives three sequences: of words, of decoded cells, of cells with superinstructions. Each
 * is simulated twice: as jumps of one address, as in a loop around a switch, a table of functions
 * or one computed goto; and as jumps of as many addresses as there are handlers, as where each
 * handler ends in its own.
 *
 * What is left out: a handler's slow path has a jump of its own, which here is the handler's; calls
 * of C and returns from them; other jumps of the loop, and those of the program that runs it. */
#ifndef BOB_PREDICT_H
#define BOB_PREDICT_H

#include "core/decode/decode.h"

/* ---- one simulated predictor ---- */

#define BOB_PREDICT_TABLES 6u /* with tags; history lengths 2, 4, 8 ... 64 dispatches */
#define BOB_PREDICT_BITS 9u   /* each has 2^9 entries */
#define BOB_PREDICT_LONGEST (1u << BOB_PREDICT_TABLES)
#define BOB_PREDICT_SITES (TH_COUNT + 1u) /* jumps: each handler's, and the one that enters */

typedef struct BobPredictEntry {
    uint16_t tag, target;
    uint8_t confidence; /* 0 to 3: a target is replaced at 0 */
    bool useful;        /* it was right where the table of the next shorter history was wrong */
} BobPredictEntry;

/* Of one sequence of jumps. All zero is a predictor that has seen nothing. */
typedef struct BobPredictor {
    uint64_t missed_last, missed_history;
    uint16_t last[BOB_PREDICT_SITES]; /* by jump: its last target + 1, 0 for none */
    BobPredictEntry tables[BOB_PREDICT_TABLES][1u << BOB_PREDICT_BITS];
    uint64_t hashes[BOB_PREDICT_TABLES];   /* of the last 2, 4, 8 ... targets */
    uint16_t targets[BOB_PREDICT_LONGEST]; /* the last ones, as a ring */
    uint32_t at;                           /* the oldest of them */
    uint32_t allocations;                  /* so many: takes the place of a random number */
} BobPredictor;

/* A jump at `site` goes to handler `target`: counts what the models had foretold wrongly, and lets
 * them learn. */
void bob_predict_jump(BobPredictor *p, unsigned site, unsigned target);

/* ---- a run ---- */

enum { BOB_SEQUENCE_WORDS, BOB_SEQUENCE_CELLS, BOB_SEQUENCE_SUPER, BOB_SEQUENCE_COUNT };

typedef struct BobSequence {
    uint64_t dispatches;
    unsigned site;          /* the jump that comes next, where each handler has one */
    BobPredictor one, each; /* jumps of one address, and of one for each handler */
} BobSequence;

typedef struct BobPrediction {
    BobState *state;
    BobCode *code[BOB_SEQUENCE_COUNT]; /* NULL for words */
    BobSequence sequences[BOB_SEQUENCE_COUNT];
    /* the instruction that is being executed */
    uint32_t function, ip;
} BobPrediction;

/* A simulation of the run of s from here on; NULL when memory is out. */
NODISCARD BobPrediction *bob_prediction_new(BobState *s);
void bob_prediction_free(BobPrediction *p);

/* As a BobEngine's run. */
BobStatus bob_prediction_run(BobPrediction *p, uint64_t stop);

#endif
