/* Very long functions and very many: what programs of a few hundred instructions never come to.
 * The code is not kept in the Spec: it is made again from what the Spec says of it. */
#include "tests/random/random.h"

/* Of a body so many programs are made that differ in the NOPs between its lines alone: limits are
 * then reached at each of its instructions. */
enum { PHASES = 64, PAD_EACH = 400 /* lines */ };

/* What is being written: one function. */
typedef struct Pen {
    Random *r;
    BobWord *code;
    uint32_t size, room;
    uint32_t locals; /* their names begin at GLOBALS */
    uint32_t f, functions;
    bool calls, loops; /* it may have them */
    uint32_t depth;
} Pen;

static uint32_t write_word(Pen *w, unsigned opcode, uint32_t operand)
{
    if (w->size == w->room) {
        w->room = w->room == 0 ? 1024 : 2 * w->room;
        w->code = realloc(w->code, w->room * sizeof *w->code);
        if (w->code == NULL)
            abort();
    }
    w->code[w->size] = bob_word(opcode, operand);
    return w->size++;
}

static void write_land(Pen *w, uint32_t jump)
{
    w->code[jump] = bob_word(bob_opcode(w->code[jump]), w->size);
}

static uint32_t a_local(Pen *w)
{
    return GLOBALS + below(w->r, w->locals);
}

static void write_int(Pen *w, int64_t n)
{
    write_word(w, OP_PUSH_CONST, random_int_constant(n));
}

static void write_load(Pen *w)
{
    uint32_t name;
    if (one_in(w->r, 5)) {
        write_int(w, (int64_t[]){0, 1, 2, 3, 7, 10, 97, -1}[below(w->r, 8)]);
    } else {
        name = a_local(w);
        write_word(w, one_in(w->r, 4) ? OP_LOAD_NAME : OP_LOAD_LOCAL, name);
    }
}

static void write_test(Pen *w)
{
    write_load(w);
    write_load(w);
    write_word(w, ONE_OF(w->r, OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE), 0);
}

/* A sum, with choices in it: then paths meet while operands wait. */
static void write_sum(Pen *w)
{
    uint32_t n = one_in(w->r, 30) ? 2 + below(w->r, 40) : below(w->r, 3), i;
    write_load(w);
    for (i = 0; i < n; i++) {
        if (one_in(w->r, 6)) {
            uint32_t otherwise, end;
            write_test(w);
            otherwise = write_word(w, OP_JUMP_IF_FALSE, 0);
            write_load(w);
            end = write_word(w, OP_JUMP, 0);
            write_land(w, otherwise);
            write_load(w);
            write_land(w, end);
        } else {
            write_load(w);
        }
        if (one_in(w->r, 3)) { /* operands wait */
            write_load(w);
            write_word(w, OP_MUL, 0);
        }
        write_word(w, ONE_OF(w->r, OP_ADD, OP_SUB, OP_ADD, OP_MAX), 0);
    }
    if (w->loops && one_in(w->r, 40)) { /* a float from here on */
        write_int(w, 2);
        write_word(w, OP_DIV, 0);
    }
    write_int(w, (int64_t[]){97, 1000, 7, 255, 64, 31}[below(w->r, 6)]);
    write_word(w, OP_MOD, 0);
}

static void write_lines(Pen *w, uint32_t n);

/* Locals that are copies of one that then changes. */
static void write_copies(Pen *w)
{
    uint32_t n = one_in(w->r, 10) ? below(w->r, 30) : 1 + below(w->r, 3), of = a_local(w);
    while (n-- > 0) {
        write_word(w, OP_LOAD_LOCAL, of);
        write_word(w, OP_STORE_NAME, a_local(w));
    }
    write_word(w, OP_LOAD_LOCAL, of);
    write_int(w, 1);
    write_word(w, ONE_OF(w->r, OP_ADD, OP_MUL, OP_SUB), 0);
    write_word(w, OP_STORE_NAME, of);
}

static void write_choice(Pen *w)
{
    uint32_t arms = one_in(w->r, 20) ? 1 + below(w->r, 40) : 1 + below(w->r, 3), ends[41], i;
    for (i = 0; i < arms; i++) {
        uint32_t next;
        write_test(w);
        next = write_word(w, OP_JUMP_IF_FALSE, 0);
        write_lines(w, 1);
        ends[i] = write_word(w, OP_JUMP, 0);
        write_land(w, next);
    }
    if (one_in(w->r, 2))
        write_lines(w, 1);
    for (i = 0; i < arms; i++)
        write_land(w, ends[i]);
}

/* while counter > 0; the counter is a local that nothing else is. */
static void write_loop(Pen *w)
{
    uint32_t counter = GLOBALS + w->locals + w->depth, head, out;
    write_int(w, (int64_t[]){1, 2, 3, 5}[below(w->r, 4)]);
    write_word(w, OP_STORE_NAME, counter);
    head = w->size;
    write_word(w, OP_LOAD_LOCAL, counter);
    out = write_word(w, OP_JUMP_IF_FALSE, 0);
    w->depth++;
    write_lines(w, 1 + below(w->r, 4));
    w->depth--;
    write_word(w, OP_LOAD_LOCAL, counter);
    write_int(w, 1);
    write_word(w, OP_SUB, 0);
    write_word(w, OP_STORE_NAME, counter);
    write_word(w, OP_JUMP, head);
    write_land(w, out);
}

/* Functions of odd numbers call those of even ones, which call none. */
static void write_call(Pen *w)
{
    uint32_t f = 2 * (1 + below(w->r, (w->functions + 1) / 2));
    if (!w->calls || f >= w->functions) {
        write_sum(w);
    } else {
        write_load(w);
        write_load(w);
        write_word(w, OP_CALL_FUNC, f);
    }
    write_word(w, OP_STORE_NAME, a_local(w));
}

static void write_lines(Pen *w, uint32_t n)
{
    for (; n > 0; n--) {
        switch (below(w->r, 16)) {
        case 0:
            if (w->loops && w->depth < 2) {
                write_loop(w);
                break;
            }
            FALLTHROUGH;
        case 1:
        case 2:
        case 3:
            if (w->depth < 6) {
                w->depth += 2;
                write_choice(w);
                w->depth -= 2;
                break;
            }
            FALLTHROUGH;
        case 4:
            write_copies(w);
            break;
        case 5:
            write_call(w);
            break;
        case 6:
            write_sum(w);
            write_word(w, OP_STORE_GLOBAL, below(w->r, 2));
            write_word(w, OP_LOAD_GLOBAL, below(w->r, 2));
            write_word(w, OP_STORE_NAME, a_local(w));
            break;
        case 7:
            write_word(w, OP_NOP, 0);
            break;
        default:
            write_sum(w);
            write_word(w, OP_STORE_NAME, a_local(w));
        }
    }
}

static void write_function(Pen *w, const Long *l)
{
    uint32_t i, head;
    w->size = w->depth = 0;
    w->loops = !l->straight;
    w->calls = w->loops && (w->f == 0 || w->f % 2 == 1);
    w->locals = w->f < 2 ? l->locals : 2 + below(w->r, 6);
    for (i = w->f == 0 ? 0 : 2; i < w->locals; i++) {
        write_int(w, (int64_t[]){0, 1, 2, 3, 7, 10, 97, -1}[i % 8]);
        write_word(w, OP_STORE_NAME, GLOBALS + i);
    }
    for (i = 0; w->f == 0 && i < 2; i++) {
        write_int(w, 3);
        write_word(w, OP_STORE_GLOBAL, i);
    }
    head = w->size;
    i = w->f == 0 ? l->main_lines : l->straight ? l->lines : 1 + below(w->r, l->lines);
    while (i > 0) { /* a decoding can begin anywhere: it is to meet about one of the pads */
        uint32_t n = i < PAD_EACH ? i : PAD_EACH, k;
        for (k = 0; k < l->pad; k++)
            write_word(w, OP_NOP, 0);
        write_lines(w, n);
        i -= n;
    }
    if (w->f == 0 && w->functions > 1) { /* every function, as often as the Spec says */
        uint32_t counter = GLOBALS + w->locals + 2, out;
        write_int(w, 1);
        for (i = 0; i < l->calls; i++) {
            write_int(w, 1);
            write_word(w, OP_ADD, 0);
        }
        write_word(w, OP_STORE_NAME, counter);
        head = w->size;
        for (i = 1; i < w->functions; i++) {
            write_load(w);
            write_load(w);
            write_word(w, OP_CALL_FUNC, i);
            write_word(w, OP_STORE_NAME, a_local(w));
        }
        write_word(w, OP_LOAD_LOCAL, counter);
        write_int(w, 1);
        write_word(w, OP_SUB, 0);
        write_word(w, OP_DUP, 0);
        write_word(w, OP_STORE_NAME, counter);
        out = write_word(w, OP_JUMP_IF_FALSE, 0);
        write_word(w, OP_JUMP, head);
        write_land(w, out);
    }
    for (i = 0; w->f == 0 && i < w->locals; i++) {
        write_word(w, OP_LOAD_LOCAL, GLOBALS + i);
        write_word(w, OP_PRINT, 1);
    }
    write_sum(w);
    write_word(w, OP_RETURN_VAL, 0);
}

void random_build_long(BobProgram *p, const Spec *s)
{
    Random r = {s->extent.seed};
    Pen w = {.r = &r, .functions = s->extent.functions};
    uint32_t i;
    char name[16];
    for (; w.f < w.functions; w.f++) {
        (void)snprintf(name, sizeof name, w.f == 0 ? "main" : "f%u", w.f);
        (void)bob_program_add_function(p, name, strlen(name));
        for (i = 0; w.f > 0 && i < 2; i++)
            (void)bob_function_add_param(p, w.f, GLOBALS + i);
        write_function(&w, &s->extent);
        for (i = 0; i < w.size; i++)
            (void)bob_function_emit(p, w.f, w.code[i], 0);
    }
    free(w.code);
}

void random_make_long(Spec *s, uint64_t seed, bool phases)
{
    Random r = {(phases ? seed / PHASES : seed) * 0xD1342543DE82EF95u | 1};
    Long *l = &s->extent;
    memset(s, 0, sizeof *s);
    *l = (Long){.seed = r.state ^ 0x9E3779B97F4A7C15u, .lines = 12, .calls = 1 + below(&r, 4)};
    l->locals = one_in(&r, 6) ? 100 + below(&r, LOOP_NAMES - GLOBALS - 110) : 3 + below(&r, 9);
    l->straight = phases || one_in(&r, 3);
    switch (phases ? below(&r, 2) : below(&r, 5)) {
    case 0: /* one long function */
        l->functions = 2;
        l->lines = phases ? 3000 : 100 + below(&r, one_in(&r, 4) ? 4000 : 900);
        l->calls = 1 + below(&r, 3);
        break;
    case 1: /* a long main */
        l->functions = 1 + below(&r, 4);
        l->main_lines = phases ? 3000 : 100 + below(&r, one_in(&r, 4) ? 4000 : 900);
        break;
    case 2: /* many functions */
        l->functions = 100 + below(&r, one_in(&r, 4) ? 3000 : 600);
        break;
    case 3:
        l->functions = 10 + below(&r, 60);
        l->lines = 40 + below(&r, 100);
        break;
    default:
        l->functions = 1 + below(&r, 10);
        l->lines = l->main_lines = 1 + below(&r, 60);
    }
    l->pad = phases ? (uint32_t)(seed % PHASES) : below(&r, 50);
    bob_config_init(&s->config);
    s->config.output = 1u << 20;
    s->config.fuel = one_in(&r, 3) ? 1000 + below(&r, 400000) : 1000000;
    s->config.warm_up = !phases && one_in(&r, 4) ? 1 + below(&r, 6) : 0;
}
