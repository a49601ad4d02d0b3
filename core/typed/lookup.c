/* Finding what has been decoded: versions by their contexts, how many an instruction has in an
 * entry, and entries by function and types. Hash tables that grow, so that each look-up takes the
 * same time in programs of any size. */
#include <string.h>

#include "core/typed/alloc.h"
#include "core/typed/hoist.h"
#include "core/typed/lookup.h"
#include "core/typed/typed_state.h"

#define LEAST_CHAINS 64u

/* ---- tables ---- */

/* Chains keep the order of their nodes, the newest first. Where there is no memory for more
 * chains they get longer. */
static void grow(Typed *t, Table *table)
{
    const BobAllocator *a = &t->s->allocator;
    uint32_t more = table->chain_count == 0 ? LEAST_CHAINS : 2 * table->chain_count, i;
    Node **chains = bob_alloc_zeroed(a, more * sizeof(Node *));
    if (chains == NULL)
        return;
    for (i = 0; i < table->chain_count; i++) {
        Node *reversed = NULL, *n = table->chains[i];
        while (n != NULL) {
            Node *next = n->next;
            n->next = reversed;
            reversed = n;
            n = next;
        }
        while (reversed != NULL) {
            Node *next = reversed->next, **chain = &chains[reversed->hash & (more - 1)];
            reversed->next = *chain;
            *chain = reversed;
            reversed = next;
        }
    }
    bob_free(a, table->chains, table->chain_count * sizeof(Node *));
    table->chains = chains;
    table->chain_count = more;
}

static Node *first(const Table *table, uint64_t hash)
{
    return table->chain_count == 0 ? NULL : table->chains[hash & (table->chain_count - 1)];
}

/* False where there is no memory for a first chain. */
static bool add(Typed *t, Table *table, Node *n, uint64_t hash)
{
    Node **chain;
    if (table->count >= table->chain_count)
        grow(t, table);
    if (table->chain_count == 0)
        return false;
    chain = &table->chains[hash & (table->chain_count - 1)];
    n->hash = hash;
    n->next = *chain;
    *chain = n;
    table->count++;
    return true;
}

void bob_table_free(Typed *t, Table *table)
{
    bob_free(&t->s->allocator, table->chains, table->chain_count * sizeof(Node *));
    *table = (Table){.chains = NULL};
}

static uint64_t mix(uint64_t h, uint64_t x)
{
    return (h ^ x) * 0x9E3779B97F4A7C15u ^ h >> 29;
}

/* The upper bits of a product depend on all bits, chains are chosen by the lower ones. */
static uint64_t finish(uint64_t h)
{
    return h ^ h >> 32;
}

/* ---- versions ---- */

static uint64_t key_of(const Var *v, bool local)
{
    _Static_assert(TAG_COUNT <= 16, "4 bits for the tag");
    uint64_t k = v->type | (uint64_t)v->positive << 4 | (uint64_t)v->single << 5;
    return local && v->where == AT_COPY ? k | 0x100 | (uint64_t)v->i << 16 : k;
}

static uint64_t hash_of(const Context *c, const Version *lp)
{
    uint32_t i, locals = c->entry->info->locals;
    uint64_t h = mix((uintptr_t)c->entry, c->ip) ^ (uintptr_t)lp;
    for (i = 0; i < locals + c->depth; i++)
        h = mix(h, key_of(&c->var[i], i < locals));
    return finish(h);
}

static bool same(const Context *a, const Context *b)
{
    uint32_t i, locals = a->entry->info->locals;
    if (a->entry != b->entry || a->ip != b->ip || a->depth != b->depth)
        return false;
    for (i = 0; i < locals + a->depth; i++)
        if (key_of(&a->var[i], i < locals) != key_of(&b->var[i], i < locals) ||
            (i < locals && a->var[i].where == AT_COPY &&
             (b->var[i].where != AT_COPY || a->var[i].i != b->var[i].i)))
            return false;
    return true;
}

static uint64_t hash_of_join_point(const Entry *e, uint32_t ip)
{
    return finish(mix(mix(0, (uintptr_t)e), ip));
}

static JoinPoint *join_point_of(const Typed *t, const Context *c)
{
    uint64_t hash = hash_of_join_point(c->entry, c->ip);
    Node *n;
    for (n = first(&t->join_points, hash); n != NULL; n = n->next) {
        JoinPoint *p = (JoinPoint *)n;
        if (p->entry == c->entry && p->ip == c->ip)
            return p;
    }
    return NULL;
}

uint32_t bob_count_versions(const Typed *t, const Context *c)
{
    const JoinPoint *p = join_point_of(t, c);
    return p == NULL ? 0 : p->versions;
}

/* The version for a context. Where lp is to point at it, whatever lp is now. One with fewer hoisted
 * loads will do where there are many: it loads again what it could have had. */
Version *bob_find_version(const Typed *t, const Context *c, bool at_lp)
{
    uint64_t hash = hash_of(c, at_lp ? NULL : c->lp);
    Version *best = NULL;
    uint32_t n = 0;
    Node *node;
    for (node = first(&t->versions, hash); node != NULL; node = node->next) {
        Version *v = (Version *)node;
        if (node->hash != hash || !same(v->context, c) ||
            (at_lp ? v->context->lp != v : v->context->lp != c->lp))
            continue;
        n++;
        if (bob_hoists_all(c, v->context) &&
            (best == NULL || bob_count_hoisted(v->context) > bob_count_hoisted(best->context)))
            best = v;
    }
    return best != NULL && n < MOST_HOISTING &&
                   bob_count_hoisted(best->context) < bob_count_hoisted(c) &&
                   bob_count_versions(t, c) < MOST_VERSIONS / 2
               ? NULL
               : best;
}

bool bob_add_version(Typed *t, Version *v, const Context *c, bool at_lp)
{
    return add(t, &t->versions, &v->node, hash_of(c, at_lp ? NULL : c->lp));
}

bool bob_count_version(Typed *t, Version *v)
{
    const Context *c = v->context;
    JoinPoint *p = join_point_of(t, c);
    if (p == NULL) {
        p = bob_typed_alloc(t, sizeof *p);
        if (p == NULL || !add(t, &t->join_points, &p->node, hash_of_join_point(c->entry, c->ip)))
            return false;
        p->entry = c->entry;
        p->ip = c->ip;
    }
    p->versions++;
    v->index = t->version_count++;
    v->before = t->all_versions;
    t->all_versions = v;
    return true;
}

/* ---- contexts of cells ---- */

typedef struct Known {
    Node node; /* by cell */
    const TypedCell *cell;
    Context *context;
} Known;

const Context *bob_known_context(Typed *t, const TypedCell *cell)
{
    uint64_t hash = finish(mix(0, (uintptr_t)cell));
    Known *k = NULL;
    Node *n;
    for (n = first(&t->exits, hash); n != NULL; n = n->next)
        if (((Known *)n)->cell == cell)
            return ((Known *)n)->context;
    bob_context_at(t, cell, t->spare);
    if (t->fine && t->bytes < MOST_BYTES / 4) /* there is room for what is worth more */
        k = bob_typed_alloc(t, sizeof *k);
    if (k == NULL)
        return t->spare;
    k->cell = cell;
    k->context = bob_context_copy(t, t->spare);
    return k->context != NULL && add(t, &t->exits, &k->node, hash) ? k->context : t->spare;
}

/* ---- entries ---- */

static Entry *new_entry(Typed *t, FunctionInfo *info, const uint8_t *types, EntryKind kind)
{
    uint32_t n = types == NULL ? 0 : info->f->param_count;
    Entry *e = bob_typed_alloc(t, sizeof *e + n);
    if (e == NULL)
        return NULL;
    e->info = info;
    e->kind = (uint8_t)kind;
    e->types = (uint8_t *)(e + 1);
    if (n > 0)
        memcpy(e->types, types, n);
    e->return_type = -1;
    return e;
}

Entry *bob_entry_of_state(Typed *t, uint32_t function, EntryKind kind)
{
    FunctionInfo *info = bob_function_info(t, function);
    Entry **e = &info->of_state[kind == ENTRY_BOTTOM];
    if (info->typed && *e == NULL)
        *e = new_entry(t, info, NULL, kind);
    return *e;
}

Entry *bob_entry(Typed *t, uint32_t function, const uint8_t *types)
{
    FunctionInfo *info = bob_function_info(t, function);
    uint64_t hash = mix(0, function);
    uint32_t i;
    Node *n;
    Entry *e;
    if (!info->typed)
        return NULL;
    for (i = 0; i < info->f->param_count; i++)
        hash = mix(hash, types[i]);
    hash = finish(hash);
    for (n = first(&t->entries, hash); n != NULL; n = n->next) {
        e = (Entry *)n;
        if (e->info == info && memcmp(e->types, types, info->f->param_count) == 0)
            return e;
    }
    e = new_entry(t, info, types, ENTRY_CALLED);
    return e != NULL && add(t, &t->entries, &e->node, hash) ? e : NULL;
}
