/* Interning that can't be flooded. The keys come from files that may be hostile, and names
 * that collide in xxh64 are easily made, in its low bits or in all of them; a secret seed would
 * need a source of chance, which the library has not. So no key is looked for in more than
 * BOB_INTERN_PROBES slots: what finds none of them free goes into a tree that depends on no hash,
 * a crit-bit tree over the keys' own bits. Each fork names the first bit in which the keys below
 * it differ, so that a walk visits at most nine forks for each byte of the key and compares bytes
 * once. The work for a key is thus linear in its size, whatever the others are.
 *
 * For the tree a key is a sequence of symbols: 0x100 + b for each byte b, then zeros without
 * end. No key's sequence then begins another's. */
#include "core/base/intern.h"

#include <string.h>

#include "core/base/hash.h"

typedef struct Wanted {
    uint64_t hash;
    const char *bytes;
    size_t size;
} Wanted;

static bool is_key(const BobInternKey *k, const Wanted *w)
{
    return k->hash == w->hash && k->size == w->size && memcmp(k->bytes, w->bytes, w->size) == 0;
}

/* ---- slots ---- */

/* The slot where the key is, or the empty one where it belongs; NULL where neither is near. */
static uint32_t *probe(const BobIntern *t, const Wanted *w, uint64_t *work)
{
    uint32_t mask = t->slot_count - 1, i;
    for (i = 0; i < BOB_INTERN_PROBES; i++) {
        uint32_t *slot = &t->slots[((uint32_t)w->hash + i) & mask];
        ++*work;
        if (*slot == 0 || is_key(&t->keys[*slot - 1], w))
            return slot;
    }
    return NULL;
}

/* ---- the tree ---- */

static unsigned symbol(const char *bytes, size_t n, size_t at)
{
    return at < n ? 0x100u | (unsigned char)bytes[at] : 0;
}

static unsigned side(const BobInternFork *f, const Wanted *w)
{
    return symbol(w->bytes, w->size, f->at) >> f->bit & 1;
}

static BobInternFork *fork_of(const BobIntern *t, uint32_t child)
{
    return &t->forks[child & ~BOB_INTERN_FORK];
}

/* The only key of the tree that may be the wanted one; the tree is not empty. */
static uint32_t walk(const BobIntern *t, const Wanted *w, uint64_t *work)
{
    uint32_t child = t->root;
    for (; (child & BOB_INTERN_FORK) != 0; ++*work) {
        const BobInternFork *f = fork_of(t, child);
        child = f->child[side(f, w)];
    }
    return child - 1;
}

static uint32_t find_in_tree(const BobIntern *t, const Wanted *w, uint64_t *work)
{
    uint32_t number;
    if (t->root == 0)
        return BOB_INTERN_NONE;
    number = walk(t, w, work);
    return is_key(&t->keys[number], w) ? number : BOB_INTERN_NONE;
}

/* The fork at which w leaves the path of another key. */
static BobInternFork fork_between(const Wanted *w, const BobInternKey *other)
{
    BobInternFork f = {0};
    unsigned differ = 0;
    for (; differ == 0; f.at++)
        differ = symbol(w->bytes, w->size, f.at) ^ symbol(other->bytes, other->size, f.at);
    f.at--;
    f.bit = bob_bit_length(differ) - 1;
    return f;
}

/* Memory for one more key in the tree; false where there is none. */
static bool reserve(BobIntern *t)
{
    BobInternFork unused = {0};
    return t->root == 0 || bob_array_push(t->allocator, t->forks, t->fork_count, unused);
}

/* Puts key `number`, which is w and not in the tree, into it; after reserve(). */
static void plant(BobIntern *t, const Wanted *w, uint32_t number)
{
    uint32_t *link = &t->root, fresh = (t->fork_count - 1) | BOB_INTERN_FORK;
    BobInternFork f;
    if (t->root == 0) {
        t->root = number + 1;
        return;
    }
    f = fork_between(w, &t->keys[walk(t, w, &t->work)]);
    while ((*link & BOB_INTERN_FORK) != 0) {
        BobInternFork *next = fork_of(t, *link);
        if (next->at > f.at || (next->at == f.at && next->bit < f.bit))
            break;
        link = &next->child[side(next, w)];
        t->work++;
    }
    f.child[side(&f, w)] = number + 1;
    f.child[!side(&f, w)] = *link;
    *fork_of(t, fresh) = f;
    *link = fresh;
}

/* ---- both ---- */

/* Twice as many slots. What finds no free one goes into the tree; what is there stays. */
static bool rehash(BobIntern *t)
{
    uint32_t old = t->slot_count, want = old == 0 ? 16 : old * 2, i;
    BobIntern bigger = *t;
    bigger.slot_count = want;
    bigger.slots = bob_alloc_zeroed(t->allocator, want * sizeof *t->slots);
    if (bigger.slots == NULL)
        return false;
    for (i = 0; i < t->count; i++) {
        BobInternKey *k = &t->keys[i];
        Wanted w = {k->hash, k->bytes, k->size};
        uint32_t *slot = k->in_tree ? NULL : probe(&bigger, &w, &t->work);
        if (slot != NULL) {
            *slot = i + 1;
        } else if (!k->in_tree) {
            if (!reserve(t)) { /* those planted so far may stand in both */
                bob_free(t->allocator, bigger.slots, want * sizeof *t->slots);
                return false;
            }
            plant(t, &w, i);
            k->in_tree = true;
        }
    }
    bob_free(t->allocator, t->slots, old * sizeof *t->slots);
    t->slots = bigger.slots;
    t->slot_count = want;
    return true;
}

uint32_t bob_intern_find(const BobIntern *t, const void *bytes, size_t n)
{
    Wanted w = {bob_hash(bytes, n), bytes, n};
    const uint32_t *slot;
    uint64_t work = 0;
    if (t->slot_count == 0)
        return BOB_INTERN_NONE;
    slot = probe(t, &w, &work);
    return slot != NULL && *slot != 0 ? *slot - 1 : find_in_tree(t, &w, &work);
}

/* Adds a key that is new; `slot` is the empty one for it, or NULL. */
static uint32_t add(BobIntern *t, const Wanted *w, uint32_t *slot)
{
    BobInternKey key = {w->hash, NULL, (uint32_t)w->size, slot == NULL};
    char *copy = bob_alloc(t->allocator, w->size + 1);
    if (copy == NULL || (key.in_tree && !reserve(t))) {
        bob_free(t->allocator, copy, w->size + 1);
        return BOB_INTERN_NONE;
    }
    memcpy(copy, w->bytes, w->size);
    copy[w->size] = '\0';
    key.bytes = copy;
    if (!bob_array_push(t->allocator, t->keys, t->count, key)) {
        bob_free(t->allocator, copy, w->size + 1);
        return BOB_INTERN_NONE;
    }
    if (key.in_tree)
        plant(t, w, t->count - 1);
    else
        *slot = t->count;
    return t->count - 1;
}

uint32_t bob_intern_add(BobIntern *t, const void *bytes, size_t n)
{
    Wanted w = {bob_hash(bytes, n), bytes, n};
    uint32_t *slot, found;
    if (t->count >= BOB_INTERN_FORK / 2 || n >= UINT32_MAX)
        return BOB_INTERN_NONE;
    if ((t->count + 1) * 2ull > t->slot_count && !rehash(t))
        return BOB_INTERN_NONE;
    slot = probe(t, &w, &t->work);
    if (slot != NULL && *slot != 0)
        return *slot - 1;
    found = find_in_tree(t, &w, &t->work);
    if (found != BOB_INTERN_NONE)
        return found;
    return add(t, &w, slot);
}

void bob_intern_free(BobIntern *t)
{
    uint32_t i;
    for (i = 0; i < t->count; i++)
        bob_free(t->allocator, (char *)t->keys[i].bytes, t->keys[i].size + 1u);
    bob_array_free(t->allocator, t->keys, t->count, sizeof *t->keys);
    bob_array_free(t->allocator, t->forks, t->fork_count, sizeof *t->forks);
    bob_free(t->allocator, t->slots, t->slot_count * sizeof *t->slots);
    t->keys = NULL;
    t->slots = NULL;
    t->forks = NULL;
    t->count = t->slot_count = t->fork_count = t->root = 0;
}
