/* bob_program_finish: checks a program once and derives what every engine needs. */
#include <string.h>

#include "core/base/hash.h"
#include "core/machine/store/container.h"
#include "core/machine/program.h"
#include "core/machine/state.h"

/* ---- local names ---- */

/* While the locals of a function are collected: slot_of[name] is its slot + 1, or 0. All
 * zero between functions, so that the work is linear in the program. */
typedef struct Locals {
    BobProgram *program;
    uint32_t *slot_of;
    uint32_t *names; /* slot to name */
    uint32_t count;
} Locals;

/* False where the name has a slot already. */
static bool add_local(Locals *l, uint32_t name)
{
    if (l->slot_of[name] != 0)
        return false;
    l->names[l->count++] = name;
    l->slot_of[name] = l->count;
    return true;
}

static BobStatus collect(Locals *l, const BobFunction *f, BobError *error)
{
    uint32_t i;
    for (i = 0; i < f->param_count; i++)
        if (!add_local(l, f->params[i].name))
            return bob_error_set(error, BOB_INVALID_PROGRAM,
                                 "function %.80s has two parameters of the name %.80s", f->name,
                                 bob_program_name(l->program, f->params[i].name));
    for (i = 0; i < f->code_size; i++)
        if (bob_opcode(f->code[i]) == OP_STORE_NAME)
            (void)add_local(l, bob_operand(f->code[i]));
    return BOB_OK;
}

static void sift(BobLocal *a, uint32_t root, uint32_t n)
{
    for (;;) {
        uint32_t child = 2 * root + 1;
        BobLocal swap;
        if (child >= n)
            return;
        if (child + 1 < n && a[child].name < a[child + 1].name)
            child++;
        if (a[root].name >= a[child].name)
            return;
        swap = a[root];
        a[root] = a[child];
        a[child] = swap;
        root = child;
    }
}

/* Heap sort: the C library's qsort may take memory that is not the caller's allocator's. */
static void sort_by_name(BobLocal *a, uint32_t n)
{
    uint32_t i;
    for (i = n / 2; i-- > 0;)
        sift(a, i, n);
    for (i = n; i-- > 1;) {
        BobLocal largest = a[0];
        a[0] = a[i];
        a[i] = largest;
        sift(a, 0, i);
    }
}

/* The collected names become the function's. */
static BobStatus keep_locals(const Locals *l, BobFunction *f)
{
    const BobAllocator *a = &l->program->allocator;
    uint32_t i;
    if (l->count == 0)
        return BOB_OK;
    f->locals = bob_alloc(a, l->count * sizeof *f->locals);
    f->local_by_name = bob_alloc(a, l->count * sizeof *f->local_by_name);
    f->local_count = l->count;
    if (f->locals == NULL || f->local_by_name == NULL)
        return BOB_OUT_OF_MEMORY;
    for (i = 0; i < l->count; i++) {
        f->locals[i] = l->names[i];
        f->local_by_name[i] = (BobLocal){l->names[i], i};
    }
    sort_by_name(f->local_by_name, l->count);
    return BOB_OK;
}

static BobStatus derive_locals(BobProgram *p, BobError *error)
{
    const BobAllocator *a = &p->allocator;
    size_t bytes = p->names.count * sizeof(uint32_t);
    Locals l = {.program = p};
    BobStatus status = BOB_OK;
    uint32_t i, k;
    l.slot_of = bob_alloc_zeroed(a, bytes);
    l.names = bob_alloc(a, bytes);
    if (l.slot_of == NULL || l.names == NULL)
        status = BOB_OUT_OF_MEMORY;
    for (i = 0; i < p->function_count && status == BOB_OK; i++) {
        l.count = 0;
        status = collect(&l, &p->functions[i], error);
        if (status == BOB_OK)
            status = keep_locals(&l, &p->functions[i]);
        for (k = 0; k < l.count; k++)
            l.slot_of[l.names[k]] = 0;
    }
    bob_free(a, l.slot_of, bytes);
    bob_free(a, l.names, bytes);
    return status;
}

/* ---- checks ---- */

static BobStatus check_operands(const BobProgram *p, BobError *error)
{
    uint32_t i, ip;
    for (i = 0; i < p->function_count; i++) {
        const BobFunction *f = &p->functions[i];
        for (ip = 0; ip < f->code_size; ip++) {
            BobWord w = f->code[ip];
            if (bob_operand_is_valid(p, w))
                continue;
            (void)bob_error_set(error, BOB_INVALID_PROGRAM,
                                "operand %u of %s names no %s (function %.100s, instruction %u)",
                                bob_operand(w), bob_ops[bob_opcode(w)].name,
                                bob_operand_noun(bob_opcode(w)), f->name, ip);
            if (error != NULL)
                error->ip = ip;
            return BOB_INVALID_PROGRAM;
        }
    }
    return BOB_OK;
}

static BobStatus check_handlers(BobProgram *p, BobError *error)
{
    uint32_t i, k;
    for (i = 0; i < p->function_count; i++) {
        const BobFunction *f = &p->functions[i];
        uint32_t last = 0;
        for (k = 0; k < f->handler_count; k++) {
            const BobHandler *h = &f->handlers[k];
            const char *wrong = h->from >= h->to            ? "covers nothing"
                                : h->to > f->code_size      ? "covers more than there is"
                                : h->from < last            ? "begins before the one before it ends"
                                : h->start >= f->code_size  ? "is at no instruction"
                                : h->depth >= BOB_MAX_STACK ? "keeps too many operands"
                                                            : NULL;
            if (wrong != NULL)
                return bob_error_set(error, BOB_INVALID_PROGRAM, "handler %u of function %.80s %s",
                                     k, f->name, wrong);
            last = h->to;
        }
        p->has_handlers |= f->handler_count > 0;
    }
    return BOB_OK;
}

static BobStatus check_main(BobProgram *p, BobError *error)
{
    p->main = bob_intern_find(&p->function_names, "main", 4);
    if (p->main == BOB_INTERN_NONE)
        return bob_error_set(error, BOB_INVALID_PROGRAM, "there is no function main");
    if (p->functions[p->main].param_count != 0)
        return bob_error_set(error, BOB_INVALID_PROGRAM,
                             "the function main must not have parameters");
    return BOB_OK;
}

/* Parameters stand in the order of their kinds; of those by position, the ones with a default
 * come last. */
static BobStatus check_params(const BobProgram *p, BobError *error)
{
    uint32_t i, k;
    for (i = 0; i < p->function_count; i++) {
        const BobFunction *f = &p->functions[i];
        for (k = 0; k < f->param_count; k++) {
            const char *fault = bob_param_fault(f, k);
            if (fault != NULL)
                return bob_error_set(error, BOB_INVALID_PROGRAM,
                                     "parameter %.80s of function %.80s %s",
                                     bob_program_name(p, f->params[k].name), f->name, fault);
        }
    }
    return BOB_OK;
}

/* ---- what is derived ---- */

static void derive_binding(BobProgram *p)
{
    uint32_t i, k;
    bool copied;
    for (i = 0; i < p->function_count; i++) {
        BobFunction *f = &p->functions[i];
        f->positional = f->bound = 0;
        f->plain = copied = true;
        for (k = 0; k < f->param_count; k++) {
            unsigned kind = bob_param_kind(f, k);
            bool held = bob_has_default(f, k) || kind == PARAM_CELL;
            f->positional += kind <= PARAM_POSITIONAL_ONLY;
            f->bound += held;
            f->plain = f->plain && kind <= PARAM_POSITIONAL_ONLY && !held;
            copied = copied && (kind == PARAM_CELL || (kind <= PARAM_POSITIONAL_ONLY && !held));
        }
        f->takes = copied ? f->positional : UINT32_MAX;
    }
}

static BobStatus derive_depths(BobProgram *p)
{
    uint32_t i, longest = 0, *depth_at;
    BobStatus status = BOB_OK;
    for (i = 0; i < p->function_count; i++)
        if (p->functions[i].code_size > longest)
            longest = p->functions[i].code_size;
    depth_at = bob_alloc(&p->allocator, longest * sizeof *depth_at);
    if (depth_at == NULL)
        return BOB_OUT_OF_MEMORY;
    for (i = 0; i < p->function_count && status == BOB_OK; i++) {
        BobFunction *f = &p->functions[i];
        status = bob_prove_depth(p, f, depth_at, &f->max_depth);
    }
    bob_free(&p->allocator, depth_at, longest * sizeof *depth_at);
    return status;
}

static BobStatus derive_hash(BobProgram *p)
{
    BobBuffer bytes = {.allocator = &p->allocator};
    BobStatus status = bob_container_write(p, &bytes);
    if (status == BOB_OK)
        p->hash = bob_hash(bytes.bytes, bytes.size);
    bob_buffer_free(&bytes);
    return status;
}

static void find_special(BobProgram *p)
{
    static const char *const names[] = {
#define SPECIAL(name) "__" #name "__",
#include "core/machine/types/special.def"
    };
    uint32_t i;
    for (i = 0; i < SPECIAL_COUNT; i++)
        p->special[i] = bob_intern_find(&p->names, names[i], strlen(names[i]));
}

/* An unassigned opcode after the last instruction stops an engine that runs past it. */
static BobStatus seal(BobProgram *p)
{
    uint32_t i;
    for (i = 0; i < p->function_count; i++) {
        BobFunction *f = &p->functions[i];
        BobWord *code = bob_array_room(&p->allocator, f->code, f->code_size, sizeof *code);
        if (code == NULL)
            return BOB_OUT_OF_MEMORY;
        f->code = code;
        f->code[f->code_size] = OP_NEVER;
        f->sealed = true;
    }
    return BOB_OK;
}

BobStatus bob_program_finish(BobProgram *p, BobError *error)
{
    BobStatus status = check_operands(p, error);
    uint32_t i;
    if (status == BOB_OK)
        status = check_params(p, error);
    if (status == BOB_OK)
        status = check_handlers(p, error);
    if (status == BOB_OK)
        status = check_main(p, error);
    derive_binding(p);
    if (status == BOB_OK)
        status = derive_locals(p, error);
    if (status == BOB_OK)
        status = derive_depths(p);
    if (status == BOB_OK)
        status = bob_bound_calls(p);
    if (status == BOB_OK)
        status = derive_hash(p);
    if (status == BOB_OK)
        status = seal(p);
    find_special(p);
    p->code_size = 0;
    for (i = 0; i < p->function_count; i++)
        p->code_size += p->functions[i].code_size;
    if (status == BOB_OUT_OF_MEMORY)
        (void)bob_error_set(error, status, "out of memory");
    return status;
}
