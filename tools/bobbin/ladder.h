/* What `bobbin ladder` measured, for its table, JSON and page. */
#ifndef BOBBIN_LADDER_H
#define BOBBIN_LADDER_H

#include "tools/bobbin/tool.h"

#define MOST_RUNGS 32u

/* Of a run, without start-up; simulated. */
typedef struct Predicted {
    bool known;
    uint64_t indirect, indirect_missed, conditional_missed;
} Predicted;

typedef struct Rung {
    const char *engine;
    double first; /* seconds of the run that was checked */
    double least, low, median, high, most;
    uint64_t dispatches;
    Predicted predicted;
} Rung;

typedef struct Ladder {
    const Options *options;
    const BobProgram *program;
    const Input *input;
    Rung rungs[MOST_RUNGS];
    unsigned rung_count, rounds;
    char *outcome; /* bobbin.run/1, without the engine */
    BobStatus status;
    uint64_t instructions, output_bytes, output_hash;
    int cpu;                   /* that it was pinned to, or -1 */
    const char *not_predicted; /* why there are no mispredicts though they were asked for */
    char processor[128];
} Ladder;

/* The half of the rounds in the middle, of the median. */
static inline double ladder_spread(const Rung *r)
{
    return r->median > 0 ? (r->high - r->low) / r->median : 0;
}
static inline double ladder_ns(const Rung *r)
{
    return r->dispatches > 0 ? r->least * 1e9 / (double)r->dispatches : 0;
}
static inline double ladder_missed(const Rung *r)
{
    return r->dispatches > 0 ? (double)r->predicted.indirect_missed / (double)r->dispatches : 0;
}

/* How this program was built. */
extern const char ladder_compiler[], ladder_flags[];

/* One page that needs nothing else: ladder_html.c. */
void ladder_html(BobBuffer *b, const Ladder *l);

#endif
