/* The audit of one engine. The code is disassembled from the start to the end of each of its
 * functions; then each handler is walked from its address in the label table, through jumps
 * and both sides of branches, to the indirect jumps it ends in.
 *
 *   dispatch site   an indirect jump of the engine, except through a table of offsets
 *                   (movslq, add, jmp), which is a C switch
 *   quick path      from a handler's head to a dispatch without passing a call; what can
 *                   reach no dispatch without a call is a slow path or a side exit
 *   C stack         a memory operand by rsp (by rbp too where the function makes it its frame
 *                   pointer), push and pop; lea reads nothing
 *   a handler's own every dispatch on its quick paths (on all, where it has no quick
 *                   one) is reached from no other handler */
#include "tools/audit/engine.h"

#include <capstone/capstone.h>
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* By the name in C, as engines.def says. */
#define SWITCH(name) BY_SWITCH, name "_loop", "bob_engine_" name, NULL
#define TABLE(name) BY_CALL, name "_loop", NULL, name "_"
#define SHARED(name) BY_SHARED, name "_loop", NULL, NULL
#define GOTO(name) BY_GOTO, name "_loop", NULL, NULL
#define TAIL(name) BY_TAIL, name "_loop", NULL, name "_"

#define IS_RUNG false
#define IS_CELL false
#define IS_ALONE true

const EngineKind engine_kinds[] = {
#define ENGINE(c_name, name, place, dispatch, representation, shared)                              \
    {name, dispatch(#c_name), shared, IS_##place},
#include "core/engines/engines.def"
    {NULL, BY_SWITCH, NULL, NULL, NULL, 0, false},
};
#undef SHARED

/* The opcodes that a switch tells apart: its jump table is not read. */
enum {
#define OP(name, ...) ROW_##name,
#include "core/machine/ops.def"
    ROW_COUNT
};

#define MOST_CODE ((uint64_t)1 << 24)
#define MOST_HANDLERS 65536u
#define LEAST_HANDLERS 16u /* an engine has some eighty: fewer are not its table */
#define MOST_COPIES                                                                                \
    8 /* of a dispatch that is to be one: no more than a site for so many handlers */
#define NOWHERE UINT32_MAX

typedef struct Insn {
    uint64_t offset;
    uint32_t target; /* of a direct jump inside the engine, NOWHERE */
    uint8_t size;
    bool jump, branch, call, dispatch, stop, stack, last; /* last: nothing falls through */
    bool set_aside;  /* a dispatch that is shared as it is meant */
    bool dispatches; /* a dispatch is near: without a call */
    bool quick;
} Insn;

typedef struct Code {
    const ElfFile *e;
    uint32_t section;
    Insn *insns;
    uint32_t count, room;
    uint32_t *stack; /* of walks */
    uint32_t *seen;  /* by walk number */
    uint32_t walk;
    uint32_t *served; /* by instruction: handlers that a dispatch serves */
} Code;

static const Symbol *find_symbol(const ElfFile *e, const char *name, unsigned kind)
{
    size_t n = strlen(name);
    for (uint64_t i = 0; i < e->symbol_count; i++) {
        const Symbol *s = &e->symbols[i];
        /* gcc appends .isra.0, .constprop.0; .cold is another piece of it */
        if (s->section != 0 && s->kind == kind && strncmp(s->name, name, n) == 0 &&
            (s->name[n] == '\0' || (s->name[n] == '.' && strstr(s->name + n, ".cold") == NULL)))
            return s;
    }
    return NULL;
}

/* Functions that other files call have the prefix of such names. */
static const Symbol *find_function(const ElfFile *e, const char *name)
{
    char external[64];
    const Symbol *s = find_symbol(e, name, STT_FUNC);
    snprintf(external, sizeof external, "bob_%s", name);
    return s != NULL ? s : find_symbol(e, external, STT_FUNC);
}

static const Symbol *function_at(const ElfFile *e, uint32_t section, uint64_t offset)
{
    for (uint64_t i = 0; i < e->symbol_count; i++) {
        const Symbol *s = &e->symbols[i];
        if (s->kind == STT_FUNC && s->section == section && offset >= s->offset &&
            offset - s->offset < s->size)
            return s;
    }
    return NULL;
}

/* ---- the label table ---- */

/* The longest run of pointers, 8 bytes apart, to where `wanted` says: the label table. */
static void label_table(const ElfFile *e, bool (*wanted)(const Pointer *, const void *),
                        const void *ctx, const Pointer **first, uint64_t *count)
{
    uint64_t run = 0;
    *first = NULL;
    *count = 0;
    for (uint64_t i = 0; i < e->pointer_count; i++) {
        const Pointer *p = &e->pointers[i];
        bool follows = run > 0 && p->section == p[-1].section && p->offset == p[-1].offset + 8;
        run = !wanted(p, ctx) ? 0 : follows ? run + 1 : 1;
        if (run > *count) {
            *count = run;
            *first = p - (run - 1);
        }
    }
}

static bool into_function(const Pointer *p, const void *ctx)
{
    const Symbol *f = ctx;
    return p->target_section == f->section && p->target >= f->offset &&
           p->target - f->offset < f->size;
}

typedef struct Prefixed {
    uint32_t section;
    uint64_t *starts; /* of functions with the prefix, sorted */
    uint64_t count;
} Prefixed;

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static bool to_prefixed(const Pointer *p, const void *ctx)
{
    const Prefixed *f = ctx;
    return p->target_section == f->section && f->count > 0 &&
           bsearch(&p->target, f->starts, f->count, sizeof *f->starts, by_number) != NULL;
}

/* ---- instructions ---- */

static bool by_stack(const cs_insn *i, bool frame_pointer)
{
    const cs_x86 *x = &i->detail->x86;
    switch (i->id) {
    case X86_INS_PUSH:
    case X86_INS_POP:
        return true;
    case X86_INS_LEA:
    case X86_INS_NOP:
        return false;
    default:
        break;
    }
    for (unsigned k = 0; k < x->op_count; k++)
        if (x->operands[k].type == X86_OP_MEM &&
            (x->operands[k].mem.base == X86_REG_RSP ||
             (frame_pointer && x->operands[k].mem.base == X86_REG_RBP)))
            return true;
    return false;
}

static bool conditional(unsigned id)
{
    switch (id) {
    case X86_INS_JAE:
    case X86_INS_JA:
    case X86_INS_JBE:
    case X86_INS_JB:
    case X86_INS_JE:
    case X86_INS_JGE:
    case X86_INS_JG:
    case X86_INS_JLE:
    case X86_INS_JL:
    case X86_INS_JNE:
    case X86_INS_JNO:
    case X86_INS_JNP:
    case X86_INS_JNS:
    case X86_INS_JO:
    case X86_INS_JP:
    case X86_INS_JS:
    case X86_INS_JCXZ:
    case X86_INS_JECXZ:
    case X86_INS_JRCXZ:
    case X86_INS_LOOP:
    case X86_INS_LOOPE:
    case X86_INS_LOOPNE:
        return true;
    default:
        return false;
    }
}

/* Disassembles one function after what is there. False where memory is out or, with why, it
 * is no code. Targets are offsets until link_targets(). */
static bool disassemble(Code *c, const Symbol *f, csh handle, Audit *a)
{
    const Section *s = &c->e->sections[f->section];
    const uint8_t *at = s->bytes + f->offset;
    size_t left = f->size;
    uint64_t address = f->offset;
    bool frame_pointer = false;
    unsigned since_offset = 99; /* instructions since a load from a table of offsets */
    cs_insn *i = cs_malloc(handle);
    if (i == NULL)
        return false;
    while (left > 0) {
        const cs_x86 *x;
        Insn n = {.target = NOWHERE};
        if (!cs_disasm_iter(handle, &at, &left, &address, i)) {
            snprintf(a->why, sizeof a->why, "no instruction at 0x%llx of %.40s",
                     (unsigned long long)address, f->name);
            cs_free(i, 1);
            return false;
        }
        x = &i->detail->x86;
        n.offset = i->address;
        n.size = (uint8_t)i->size;
        if (i->id == X86_INS_MOV && x->op_count == 2 && x->operands[0].type == X86_OP_REG &&
            x->operands[0].reg == X86_REG_RBP && x->operands[1].type == X86_OP_REG &&
            x->operands[1].reg == X86_REG_RSP)
            frame_pointer = true;
        n.stack = by_stack(i, frame_pointer);
        since_offset++;
        if (i->id == X86_INS_MOVSXD && x->op_count == 2 && x->operands[1].type == X86_OP_MEM &&
            x->operands[1].mem.index != X86_REG_INVALID && x->operands[1].mem.scale == 4)
            since_offset = 0;
        if (i->id == X86_INS_JMP || conditional(i->id)) {
            n.branch = conditional(i->id);
            n.last = !n.branch;
            if (x->op_count == 1 && x->operands[0].type == X86_OP_IMM) {
                n.jump = true;
                if (!elf_patched(c->e, f->section, i->address, i->size) &&
                    x->operands[0].imm >= 0 && x->operands[0].imm < UINT32_MAX)
                    n.target = (uint32_t)x->operands[0].imm;
            } else if (since_offset <= 3 && x->operands[0].type == X86_OP_REG) {
                a->switches++;
                n.stop = true;
            } else {
                n.dispatch = true;
                a->sites += a->kind->strategy != BY_CALL;
            }
        } else if (i->id == X86_INS_CALL) {
            n.call = true;
            if (x->op_count == 1 && x->operands[0].type != X86_OP_IMM &&
                (a->kind->strategy == BY_TAIL || a->kind->strategy == BY_CALL)) {
                a->tail_lost += a->kind->strategy == BY_TAIL;
                a->sites += a->kind->strategy == BY_CALL;
            }
        } else if (i->id == X86_INS_RET || i->id == X86_INS_UD2 || i->id == X86_INS_HLT) {
            n.last = n.stop = true;
        }
        a->all_stack += n.stack;
        if (c->count == c->room) {
            uint32_t room = c->room * 2 + 1024;
            Insn *grown = realloc(c->insns, room * sizeof *grown);
            if (grown == NULL) {
                cs_free(i, 1);
                return false;
            }
            c->insns = grown;
            c->room = room;
        }
        c->insns[c->count++] = n;
    }
    a->bytes += f->size;
    cs_free(i, 1);
    return true;
}

static int by_offset(const void *a, const void *b)
{
    const Insn *x = a, *y = b;
    return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static uint32_t insn_at(const Code *c, uint64_t offset)
{
    Insn want = {.offset = offset};
    const Insn *i =
        c->count == 0 ? NULL : bsearch(&want, c->insns, c->count, sizeof *c->insns, by_offset);
    return i == NULL ? NOWHERE : (uint32_t)(i - c->insns);
}

/* The next instruction, where it follows without a gap. */
static uint32_t next_of(const Code *c, uint32_t i)
{
    const Insn *n = &c->insns[i];
    return !n->last && i + 1 < c->count && n[1].offset == n->offset + n->size ? i + 1 : NOWHERE;
}

static void link_targets(Code *c)
{
    bool changed = true;
    qsort(c->insns, c->count, sizeof *c->insns, by_offset);
    for (uint32_t i = 0; i < c->count; i++)
        if (c->insns[i].target != NOWHERE)
            c->insns[i].target = insn_at(c, c->insns[i].target);
    /* What comes to a dispatch without a call; backwards, a few rounds for jumps back. */
    for (unsigned round = 0; changed && round < 64; round++) {
        changed = false;
        for (uint32_t i = c->count; i-- > 0;) {
            Insn *n = &c->insns[i];
            uint32_t next = next_of(c, i);
            bool d = n->dispatch || (!n->call && !n->stop &&
                                     ((next != NOWHERE && c->insns[next].dispatches) ||
                                      (n->target != NOWHERE && c->insns[n->target].dispatches)));
            changed |= d != n->dispatches;
            n->dispatches = d;
        }
    }
}

/* ---- walks ---- */

/* Walks from a handler's head. quick: calls end a path. Calls visit(i) on each instruction
 * that is reached; returns whether a dispatch is. */
typedef struct Visit {
    bool dispatches;
    bool stack;  /* on a quick path */
    bool shared; /* a dispatch that others reach as well */
    bool own;    /* a dispatch that nobody else reaches */
} Visit;

static Visit walk(Code *c, uint32_t head, bool quick, bool count)
{
    Visit v = {false, false, false, false};
    uint32_t depth = 0;
    if (head == NOWHERE)
        return v;
    c->walk++;
    c->stack[depth++] = head;
    c->seen[head] = c->walk;
    while (depth > 0) {
        uint32_t i = c->stack[--depth], edges[2];
        Insn *n = &c->insns[i];
        if (n->dispatch) {
            v.dispatches = true;
            c->served[i] += count;
            v.shared |= c->served[i] > 1 && !n->set_aside;
            v.own |= c->served[i] == 1;
        }
        if (quick && n->dispatches) {
            n->quick = true;
            v.stack |= n->stack;
        }
        if (n->dispatch || n->stop || (quick && n->call))
            continue;
        edges[0] = next_of(c, i);
        edges[1] = n->jump ? n->target : NOWHERE;
        for (unsigned k = 0; k < 2; k++)
            if (edges[k] != NOWHERE && c->seen[edges[k]] != c->walk) {
                c->seen[edges[k]] = c->walk;
                c->stack[depth++] = edges[k];
            }
    }
    return v;
}

static void judge(Audit *a)
{
    if (a->tail_lost > 0) {
        a->verdict = LOST_TAIL;
        snprintf(a->why, sizeof a->why, "%llu dispatches are calls, not jumps",
                 (unsigned long long)a->tail_lost);
    } else if (a->dispatching == 0) {
        a->verdict = MERGED;
        snprintf(a->why, sizeof a->why, "no handler has a dispatch");
    } else if (a->own * OWN_DENOMINATOR < a->dispatching * OWN_NUMERATOR) {
        a->verdict = MERGED;
        snprintf(a->why, sizeof a->why,
                 "merged dispatch: only %llu of %llu handlers have their own; one site serves %llu",
                 (unsigned long long)a->own, (unsigned long long)a->dispatching,
                 (unsigned long long)a->most_shared);
    } else {
        a->verdict = REPLICATED;
    }
}

/* Of an engine that is to have one dispatch for all. Some jumps may be of switches that its
 * handlers have in them. */
static void judge_shared(Audit *a)
{
    if (a->sites * MOST_COPIES <= a->handlers)
        return;
    a->verdict = COPIED;
    snprintf(a->why, sizeof a->why,
             "copied dispatch: %llu sites where one is meant for %llu handlers",
             (unsigned long long)a->sites, (unsigned long long)a->handlers);
}

/* The most shared sites, as many as the engine means to share; none that serves half of all. */
static void set_aside(Code *c, Audit *a)
{
    for (unsigned k = 0; k < a->kind->may_share; k++) {
        uint32_t most = NOWHERE;
        for (uint32_t i = 0; i < c->count; i++)
            if (c->served[i] > 1 && c->served[i] < a->handlers / 2 && !c->insns[i].set_aside &&
                (most == NOWHERE || c->served[i] > c->served[most]))
                most = i;
        if (most == NOWHERE)
            return;
        c->insns[most].set_aside = true;
        a->set_aside++;
    }
}

/* heads: the handlers' offsets, sorted, each once. */
static bool walk_handlers(Code *c, const uint64_t *heads, uint64_t count, Audit *a)
{
    bool *is_quick = calloc(count + 1, sizeof *is_quick);
    c->stack = calloc(c->count + 1u, sizeof *c->stack);
    c->seen = calloc(c->count + 1u, sizeof *c->seen);
    c->served = calloc(c->count + 1u, sizeof *c->served);
    if (is_quick == NULL || c->stack == NULL || c->seen == NULL || c->served == NULL) {
        free(is_quick);
        return false;
    }
    for (uint64_t h = 0; h < count; h++) { /* which dispatches serve how many */
        uint32_t head = insn_at(c, heads[h]);
        Visit v = walk(c, head, true, true);
        is_quick[h] = v.dispatches;
        a->stacked += v.stack;
        if (!v.dispatches)
            v = walk(c, head, false, true);
        a->dispatching += v.dispatches;
    }
    set_aside(c, a);
    for (uint64_t h = 0; h < count; h++) {
        Visit v = walk(c, insn_at(c, heads[h]), is_quick[h], false);
        a->own += v.own && !v.shared;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        const Insn *n = &c->insns[i];
        a->quick += n->quick;
        a->quick_stack += n->quick && n->stack;
        if (c->served[i] > a->most_shared && !n->set_aside)
            a->most_shared = c->served[i];
    }
    a->instructions = c->count;
    free(is_quick);
    return true;
}

/* ---- one engine ---- */

static bool unreadable(Audit *a, const char *why)
{
    a->verdict = UNREADABLE;
    if (a->why[0] == '\0')
        snprintf(a->why, sizeof a->why, "%s", why);
    return true;
}

/* Whether a function is of the engine with that prefix: `tail_` is the beginning of other
 * engines' too, tail_cells_ for one. */
static bool has_prefix(const char *name, const char *prefix)
{
    size_t n = strlen(prefix);
    if (strncmp(name, prefix, n) != 0)
        return false;
    for (const EngineKind *k = engine_kinds; k->name != NULL; k++)
        if (k->prefix != NULL && strlen(k->prefix) > n && strncmp(k->prefix, prefix, n) == 0 &&
            strncmp(name, k->prefix, strlen(k->prefix)) == 0)
            return false;
    return true;
}

/* All functions in whose section and prefix they are, and in an object file the side exits, which
 * have the same names in each. */
static bool disassemble_prefixed(Code *c, const ElfFile *e, uint32_t section, csh handle, Audit *a)
{
    static const char *const others[] = {"leave", "failed", "out_of_fuel"};
    for (uint64_t i = 0; i < e->symbol_count; i++) {
        const Symbol *s = &e->symbols[i];
        bool mine;
        if (s->kind != STT_FUNC || s->section != section || s->size == 0)
            continue;
        mine = has_prefix(s->name, a->kind->prefix) && strcmp(s->name, a->kind->function) != 0;
        if (a->kind->strategy == BY_TAIL && !e->linked)
            for (unsigned k = 0; k < sizeof others / sizeof others[0]; k++)
                mine |= strcmp(s->name, others[k]) == 0;
        if (!mine)
            continue;
        if (a->bytes + s->size > MOST_CODE)
            return unreadable(a, "more code than an engine has") && false;
        if (!disassemble(c, s, handle, a))
            return false;
    }
    return true;
}

static bool prefixed_functions(const ElfFile *e, const char *prefix, uint32_t section, Prefixed *f)
{
    f->section = section;
    f->count = 0;
    f->starts = malloc((e->symbol_count + 1) * sizeof *f->starts);
    if (f->starts == NULL)
        return false;
    for (uint64_t i = 0; i < e->symbol_count; i++)
        if (e->symbols[i].kind == STT_FUNC && e->symbols[i].section == section &&
            has_prefix(e->symbols[i].name, prefix))
            f->starts[f->count++] = e->symbols[i].offset;
    qsort(f->starts, f->count, sizeof *f->starts, by_number);
    return true;
}

/* The function that runs an engine is the second member of its BobEngine. */
static const Symbol *run_function(const ElfFile *e, const char *engine)
{
    const Symbol *s = find_symbol(e, engine, STT_OBJECT);
    for (uint64_t i = 0; s != NULL && i < e->pointer_count; i++)
        if (e->pointers[i].section == s->section && e->pointers[i].offset == s->offset + 8)
            return function_at(e, e->pointers[i].target_section, e->pointers[i].target);
    return NULL;
}

static bool audit_code(const ElfFile *e, const Symbol *f, csh handle, Audit *a, bool *no_memory)
{
    const EngineKind *kind = a->kind;
    Code c = {.e = e, .section = f->section};
    Prefixed prefixed = {0};
    const Pointer *first = NULL;
    uint64_t *heads = NULL, count = 0;
    if (e->sections[f->section].bytes == NULL ||
        (e->sections[f->section].flags & SHF_EXECINSTR) == 0 || f->size == 0 || f->size > MOST_CODE)
        return unreadable(a, "its function is no code");
    if (kind->prefix != NULL) {
        if (!prefixed_functions(e, kind->prefix, f->section, &prefixed))
            goto out_of_memory;
        label_table(e, to_prefixed, &prefixed, &first, &a->table);
    } else if (kind->strategy == BY_GOTO || kind->strategy == BY_SHARED) {
        label_table(e, into_function, f, &first, &a->table);
    }
    heads = malloc((a->table + 1) * sizeof *heads);
    if (heads == NULL)
        goto out_of_memory;
    for (uint64_t i = 0; i < a->table; i++)
        heads[i] = first[i].target;
    qsort(heads, a->table, sizeof *heads, by_number);
    for (uint64_t i = 0; i < a->table; i++)
        if (count == 0 || heads[count - 1] != heads[i])
            heads[count++] = heads[i];
    a->handlers = count;
    if (kind->strategy == BY_TAIL ? !disassemble_prefixed(&c, e, f->section, handle, a)
                                  : !disassemble(&c, f, handle, a)) {
        if (a->why[0] == '\0')
            goto out_of_memory;
        unreadable(a, "");
        goto done;
    }
    if (kind->strategy == BY_SWITCH || kind->strategy == BY_SHARED || kind->strategy == BY_CALL) {
        if (kind->strategy == BY_SWITCH) {
            a->handlers = a->table = ROW_COUNT;
            a->sites += a->switches;
            a->switches = 0;
        }
        a->instructions = c.count;
        a->most_shared = a->handlers;
        a->dispatching = a->handlers;
        a->verdict = SHARED;
        if (!kind->alone)
            judge_shared(a);
        goto done;
    }
    if (count < LEAST_HANDLERS || count > MOST_HANDLERS) {
        unreadable(a, "no table of labels leads into it");
        goto done;
    }
    link_targets(&c);
    if (!walk_handlers(&c, heads, count, a))
        goto out_of_memory;
    if (kind->strategy == BY_TAIL)
        a->tail_kept = a->sites;
    judge(a);
    goto done;
out_of_memory:
    *no_memory = true;
done:
    free(prefixed.starts);
    free(heads);
    free(c.insns);
    free(c.stack);
    free(c.seen);
    free(c.served);
    return !*no_memory;
}

bool engine_audit(const ElfFile *e, const EngineKind *kind, Audit *a, bool *no_memory)
{
    const Symbol *f;
    csh handle;
    bool found;
    memset(a, 0, sizeof *a);
    a->kind = kind;
    *no_memory = false;
    f = find_function(e, kind->function);
    if (f == NULL && kind->object != NULL)
        f = run_function(e, kind->object);
    if (f == NULL)
        return false;
    if (cs_open(CS_ARCH_X86, CS_MODE_64, &handle) != CS_ERR_OK) {
        *no_memory = true;
        return false;
    }
    cs_option(handle, CS_OPT_DETAIL, CS_OPT_ON);
    found = audit_code(e, f, handle, a, no_memory);
    cs_close(&handle);
    return found;
}
