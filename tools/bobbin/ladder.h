/* What `bobbin ladder` measured, for its table, JSON and page. */
#ifndef BOBBIN_LADDER_H
#define BOBBIN_LADDER_H

#include "core/bobbin_lab.h"
#include "tools/bobbin/tool.h"

#define MOST_RUNGS 64u

/* Of a run, without start-up; simulated. */
typedef struct Predicted {
    bool known;
    uint64_t indirect, indirect_missed, conditional_missed;
} Predicted;

/* Events that hardware counts. */
enum { COUNTER_INSTRUCTIONS, COUNTER_BRANCHES, COUNTER_MISSED, COUNTER_COUNT };

/* ---- counters.c ---- */

typedef struct Counters {
    int fds[COUNTER_COUNT];
} Counters;
/* NULL, or why there are none; then nothing is open. */
const char *counters_open(Counters *c);
void counters_close(Counters *c);
void counters_start(const Counters *c);
/* What was counted since; false where the kernel never got to count. */
bool counters_stop(const Counters *c, uint64_t counted[COUNTER_COUNT]);

typedef struct Rung {
    const char *engine;
    const char *dispatch, *representation; /* the cell of the matrix; NULL: it is none */
    bool rung;                             /* of the ladder; else a cell of the matrix alone */
    const double *times;                   /* of the rounds, in their order */
    double first;                          /* seconds of the run that was checked */
    double least, low, median, high, most;
    uint64_t dispatches;
    Predicted predicted;
    BobDispatchModels models; /* of its dispatches; none where they are 0 */
    uint64_t counted[COUNTER_COUNT];
    bool has_counted;
} Rung;

typedef struct Ladder {
    const Options *options;
    const BobProgram *program;
    const Input *input;
    Rung rungs[MOST_RUNGS];
    unsigned rung_count, rounds;
    double *times; /* of all rungs */
    char *outcome; /* bobbin.run/1, without the engine */
    BobStatus status;
    uint64_t instructions, output_bytes, output_hash;
    int cpu;                   /* that it was pinned to, or -1 */
    const char *not_predicted; /* why cachegrind simulated nothing though that was asked for */
    const char *not_counted;   /* why hardware counted nothing */
    char processor[128];
} Ladder;

/* The half of the rounds in the middle, of the median. */
static inline double ladder_spread(const Rung *r)
{
    return r->median > 0 ? (r->high - r->low) / r->median : 0;
}
/* The rung before a rung; NULL for the first, and for a cell, which has a row and a column instead.
 */
static inline const Rung *ladder_before(const Ladder *l, unsigned i)
{
    const Rung *before = NULL;
    for (unsigned k = 0; k < i && l->rungs[i].rung; k++)
        if (l->rungs[k].rung)
            before = &l->rungs[k];
    return before;
}
static inline double ladder_ns(const Rung *r)
{
    return r->dispatches > 0 ? r->least * 1e9 / (double)r->dispatches : 0;
}
static inline double ladder_missed(const Rung *r)
{
    return r->dispatches > 0 ? (double)r->predicted.indirect_missed / (double)r->dispatches : 0;
}

/* How many times as long one takes as another: the median over the rounds, in each of which both
 * ran, and where that median lies with a confidence of at least 95 % (by order statistics, which
 * assume nothing of the distribution); with fewer than six rounds all that was seen. */
typedef struct Ratio {
    double median, low, high;
} Ratio;
Ratio ladder_ratio(const Ladder *l, const Rung *a, const Rung *b);
/* Whether the rounds tell the two apart. */
static inline bool ladder_apart(const Ratio *r)
{
    return r->low > 1 || r->high < 1;
}

/* ---- ladder_matrix.c ---- */

void matrix_table(BobBuffer *b, const Ladder *l, bool coloured);
void matrix_html(BobBuffer *b, const Ladder *l);

/* How this program was built. */
extern const char ladder_compiler[], ladder_flags[];

/* One page that needs nothing else: ladder_html.c. */
void ladder_html(BobBuffer *b, const Ladder *l);

#endif
