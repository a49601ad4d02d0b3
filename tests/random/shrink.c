/* A program in which something differs, made small and shown. */
#include "tests/random/random.h"

/* Takes the NOPs out of a function; jumps lead where they led. */
static void take_out_nops(Spec *s, uint32_t f)
{
    uint32_t to[CODE + 1], k, n = 0;
    for (k = 0; k < s->size[f]; k++) {
        to[k] = n;
        n += s->code[f][k] != OP_NOP || k + 1 == s->size[f];
    }
    to[k] = n;
    for (k = n = 0; k < s->size[f]; k++) {
        BobWord w = s->code[f][k];
        uint32_t target = bob_operand(w);
        if (bob_opcode(w) < OP_COUNT && bob_ops[bob_opcode(w)].operand == OPERAND_TARGET &&
            target <= s->size[f])
            w = bob_word(bob_opcode(w), to[target]);
        if (w != OP_NOP || k + 1 == s->size[f])
            s->code[f][n++] = w;
    }
    s->size[f] = n;
}

/* Shorter functions, or fewer, as long as something differs. */
static void shrink_long(Spec *s, uint64_t seed)
{
    uint32_t *const counts[] = {&s->extent.functions, &s->extent.lines, &s->extent.main_lines,
                                &s->extent.calls, &s->extent.locals};
    bool smaller = true;
    unsigned i;
    while (smaller) {
        smaller = false;
        for (i = 0; i < COUNT_OF(counts); i++) {
            uint32_t was = *counts[i], by;
            for (by = was / 2; by > 0; by /= 2) {
                *counts[i] = was - by;
                if (*counts[i] > (i == 4 ? 1 : 0) && random_differs(s, seed)) {
                    was = *counts[i];
                    smaller = true;
                }
            }
            *counts[i] = was;
        }
    }
}

/* Ends functions earlier, then makes instructions NOPs and takes them out, as long as something
 * differs. */
static void shrink(Spec *s, uint64_t seed)
{
    static Spec shorter;
    uint32_t f, k;
    bool smaller = true;
    for (f = 0; f < s->functions; f++) {
        uint32_t cut = s->size[f];
        while (cut > 0) {
            uint32_t size = s->size[f];
            s->size[f] = size >= cut ? size - cut : size;
            if (size < cut || s->size[f] == size || !random_differs(s, seed)) {
                s->size[f] = size;
                cut /= 2;
            }
        }
    }
    while (smaller) {
        smaller = false;
        for (f = 0; f < s->functions; f++) {
            for (k = 0; k < s->size[f]; k++) {
                BobWord w = s->code[f][k];
                if (w == OP_NOP)
                    continue;
                s->code[f][k] = OP_NOP;
                if (random_differs(s, seed))
                    smaller = true;
                else
                    s->code[f][k] = w;
            }
            shorter = *s;
            take_out_nops(&shorter, f);
            if (random_differs(&shorter, seed))
                *s = shorter;
        }
    }
}

static void show(const Text *t)
{
    (void)printf("%.*s\n", (int)(t->size < 3000 ? t->size : 3000), t->size > 0 ? t->bytes : "");
}

void random_report(Spec *s, uint64_t seed)
{
    Verdict v;
    BobProgram *p;
    char *text;
    size_t n;
    if (s->extent.functions > 0)
        shrink_long(s, seed);
    else
        shrink(s, seed);
    p = random_build(s);
    (void)bob_program_to_assembly(p, &text, &n);
    (void)printf("%.*s\n", (int)n, text);
    (void)fflush(stdout);
    v = random_check(s, seed);
    (void)printf("seed %llu: %s, engine %s, %s\n", (unsigned long long)seed, v.what, v.engine,
                 v.manner);
    (void)printf("stack %u depth %u arena %llu heap %llu output %llu fuel %llu undefined %d\n",
                 s->config.stack, s->config.depth, (unsigned long long)s->config.arena,
                 (unsigned long long)s->config.heap, (unsigned long long)s->config.output,
                 (unsigned long long)s->config.fuel, s->config.allow_undefined);
    (void)printf("--- expected %s\n", bob_status_name(random_expected.status));
    show(&random_expected.state);
    show(&random_expected.output);
    (void)printf("--- got %s\n", bob_status_name(random_got.status));
    show(&random_got.state);
    show(&random_got.output);
    bob_bytes_free(p, text, n);
    bob_program_free(p);
}
