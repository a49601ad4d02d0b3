/* Where values are: registers, slots, copies of locals, constants; and the moves between.
 *
 * References are always in slots: handlers read them there, and the registers are left to
 * what is calculated with. A local that was assigned from another is a copy of it (range loops
 * do that in each iteration) and costs nothing until one of the two changes; a copy outlives
 * additions to its original by keeping the difference. */
#include <string.h>

#include "core/typed/hoist.h"
#include "core/typed/liveness.h"
#include "core/typed/typed_state.h"

/* ---- free registers and slots ---- */

static uint64_t regs_of(const Var *v, bool floats)
{
    bool holds = v->where == AT_REG || (v->where == AT_COPY && v->reg != NO_REG);
    return holds && is_float(v->type) == floats ? (uint64_t)1 << v->reg : 0;
}

static uint64_t free_regs(const Decode *d, bool floats)
{
    uint64_t used = floats ? 0 : d->pinned_regs;
    uint32_t i, n = d->info->locals + d->c->depth;
    for (i = 0; i < n; i++)
        used |= i < d->info->locals || d->c->var[i].where == AT_REG ? regs_of(&d->c->var[i], floats)
                                                                    : 0;
    return ~used & (((uint64_t)1 << (floats ? BOB_TYPED_FLOATS : BOB_TYPED_INTS)) - 1);
}

/* True if an operation at or after insert_at uses this location, or its side exit does. What is
 * inserted before that operation must not clobber it. */
static bool is_taken_at_insertion(const Decode *d, Operand at, bool floats)
{
    uint32_t i, k;
    for (i = d->insert_at; i < d->op_count; i++) {
        if (bob_is_live_at(d, &d->ops[i].side_exit, at, floats))
            return true;
        for (k = 0; k < d->ops[i].count; k++)
            if (same_location(d->ops[i].a[k], at) &&
                (at.kind == IN_SLOT ||
                 kind_is_float(bob_typed_rows[d->ops[i].row].operands[k]) == floats))
                return true;
    }
    return false;
}

/* A home that no operand uses, for the next one. */
static uint32_t free_slot(const Decode *d)
{
    uint32_t first = d->info->locals, k = d->c->depth, tried, i;
    uint32_t room = d->info->vars - first + 1; /* one more, for an instruction under way */
    for (tried = 0; tried < room; tried++, k = k + 1 < room ? k + 1 : 0) {
        bool taken = false;
        for (i = 0; i < d->c->depth && !taken; i++)
            taken = d->c->var[first + i].where == AT_SLOT &&
                    d->c->var[first + i].n == bob_home(first + k);
        if (!taken && !is_taken_at_insertion(d, bob_slot(d, bob_home(first + k)), false))
            return bob_home(first + k);
    }
    return bob_home(d->info->vars +
                    1); /* for what is inserted before an operation with many operands */
}

Var bob_new_slot(Decode *d, unsigned type)
{
    return (Var){.type = (uint8_t)type, .where = AT_SLOT, .n = free_slot(d)};
}

Var bob_new_temp(Decode *d, unsigned type)
{
    uint64_t regs = type == TAG_REF || type == TAG_FUNC ? 0 : free_regs(d, is_float(type));
    while (regs != 0 &&
           is_taken_at_insertion(d, bob_reg((unsigned)__builtin_ctzll(regs)), is_float(type)))
        regs &= regs - 1;
    if (regs == 0)
        return bob_new_slot(d, type);
    return (Var){.type = (uint8_t)type, .where = AT_REG, .reg = (uint8_t)__builtin_ctzll(regs)};
}

/* ---- using operands ---- */

static Var local_location(const Decode *d, uint32_t local, unsigned type);

/* Puts the value of a var into a place. */
static void compute(Decode *d, Operand to, const Var *v, uint32_t before)
{
    const Var *from;
    if (v->where != AT_COPY) {
        if (has_value(v->type))
            bob_move(d, to, bob_location(d, v), is_float(v->type), before);
        return;
    }
    from = &d->c->var[v->from];
    if (v->less != NO_LOCAL) {
        bob_op_before(d, before, ROW_SUB, 3, to, bob_location(d, from),
                      bob_location(d, &d->c->var[v->less]));
        if (v->plus != 0)
            bob_op_before(d, before + 1, ROW_ADDK, 3, to, to, bob_imm(v->plus));
    } else if (v->plus != 0) {
        bob_op_before(d, before, ROW_ADDK, 3, to, bob_location(d, from), bob_imm(v->plus));
    } else {
        bob_move(d, to, bob_location(d, from), is_float(v->type), before);
    }
}

static bool is_plain_copy(const Var *v)
{
    return v->where == AT_COPY && v->plus == 0 && v->less == NO_LOCAL;
}

/* Gives an operand a place of its own. */
static void materialise(Decode *d, Var *v, Var fresh, uint32_t before)
{
    BobObject *hint = d->hint[bob_index_of(d, v)];
    fresh.positive = v->positive;
    fresh.single = v->single;
    compute(d, bob_location(d, &fresh), v, before);
    bob_set(d, bob_index_of(d, v), fresh);
    d->hint[bob_index_of(d, v)] = hint;
}

/* The value of a constant or copy in a place of its own. */
void bob_materialise(Decode *d, Var *v)
{
    uint32_t index = bob_index_of(d, v);
    materialise(d, v,
                index < d->info->locals ? local_location(d, index, v->type)
                                        : bob_new_temp(d, v->type),
                d->op_count);
}

/* An operand as a handler reads it: a register, a slot or a constant. */
Operand bob_use(Decode *d, Var *v)
{
    if (v->where == AT_COPY && !is_plain_copy(v))
        materialise(d, v, bob_new_temp(d, v->type), d->op_count);
    return bob_location(d, v);
}

/* Not as a constant. */
void bob_settle(Decode *d, Var *v)
{
    if (v->where == AT_CONST || (v->where == AT_COPY && !is_plain_copy(v)))
        materialise(d, v, bob_new_temp(d, v->type), d->op_count);
}

Operand bob_use_slot(Decode *d, Var *v)
{
    Operand at = bob_use(d, v);
    if (at.kind == IN_SLOT)
        return at;
    if (v->where == AT_COPY) { /* of a local in a register */
        Var *local = &d->c->var[v->from];
        if (local->synced)
            return bob_slot(d, bob_home(v->from));
    }
    materialise(d, v, bob_new_slot(d, v->type), d->op_count);
    return bob_location(d, v);
}

/* ---- locals ---- */

/* Where local `local` is put when it is assigned a value of that type. */
static Var local_location(const Decode *d, uint32_t local, unsigned type)
{
    const Var *v = &d->c->var[local];
    bool keeps = (v->where == AT_REG || v->where == AT_COPY) && v->reg != NO_REG &&
                 has_value(v->type) && is_float(v->type) == is_float(type) && type != TAG_REF &&
                 type != TAG_FUNC;
    if (keeps)
        return (Var){.type = (uint8_t)type, .where = AT_REG, .reg = v->reg};
    return (Var){.type = (uint8_t)type, .where = AT_SLOT, .n = bob_home(local)};
}

/* A local is about to change in operation `before` (d->op_count: in the next one). Its copies
 * get the value themselves before that; but where `plus` and `less` say what is added,
 * copies in locals keep the difference instead. */
static void unshare(Decode *d, uint32_t local, uint32_t before, bool adds, int64_t plus,
                    uint32_t less)
{
    uint32_t i, n = d->info->locals + d->c->depth;
    for (i = 0; i < n; i++) {
        Var v = d->c->var[i];
        int64_t sum = (int64_t)v.plus - plus;
        uint32_t ops = d->op_count;
        if (i == local || v.where != AT_COPY || (v.from != local && v.less != local))
            continue;
        if (adds && !v.shifted && i < d->info->locals && v.type == TAG_INT && v.less != local &&
            (less == NO_LOCAL || v.less == NO_LOCAL) && sum == (int32_t)sum) {
            v.plus = (int32_t)sum;
            v.positive = false;
            v.shifted = true; /* once: what is not assigned in each iteration is no loop variable,
                               * and would make a new version each time */
            if (less != NO_LOCAL)
                v.less = (uint16_t)less;
            bob_set(d, i, v);
            continue;
        }
        d->insert_at = before;
        materialise(d, &d->c->var[i],
                    i < d->info->locals ? local_location(d, i, v.type) : bob_new_temp(d, v.type),
                    before);
        d->insert_at = NO_OP;
        before += d->op_count - ops;
    }
}

void bob_unshare(Decode *d, uint32_t local)
{
    unshare(d, local, d->op_count, false, 0, NO_LOCAL);
}

/* What the last operation adds to a local, if that is what it does: copies then keep the
 * difference, and need no register. */
static bool adds_to(const Decode *d, const Op *op, uint32_t local, int64_t *plus, uint32_t *less)
{
    Operand at = bob_location(d, &d->c->var[local]);
    *less = NO_LOCAL;
    *plus = 0;
    if (op->row == ROW_ADDK && same_location(op->a[1], at)) {
        *plus = op->a[2].i;
        return *plus > -1000000 && *plus < 1000000;
    }
    if (op->row == ROW_ADD && (same_location(op->a[1], at) || same_location(op->a[2], at))) {
        Operand other = op->a[same_location(op->a[1], at) ? 2 : 1];
        uint32_t i;
        for (i = 0; i < d->info->locals; i++) {
            const Var *v = &d->c->var[i];
            if (i != local && (v->where == AT_REG || v->where == AT_SLOT) && v->type == TAG_INT &&
                same_location(bob_location(d, v), other)) {
                *less = i;
                return true;
            }
        }
    }
    return false;
}

static bool takes_register(const Op *op)
{
    char kind = bob_typed_rows[op->row].operands[0];
    return kind_only_writes(kind) && kind_place(kind) == PLACE_ANY;
}

/* The register that a local has, for a value of that type. */
static uint8_t reserved(const Var *local, unsigned type)
{
    return (local->where == AT_REG || local->where == AT_COPY) && has_value(local->type) &&
                   is_float(local->type) == is_float(type) && type != TAG_REF && type != TAG_FUNC
               ? local->reg
               : NO_REG;
}

/* True if materialising a copy of this local before `op` would overwrite one of op's inputs or a
 * location that is live at its side exit. */
static bool copy_disturbs(const Decode *d, uint32_t local, const Op *op)
{
    uint32_t i, k;
    for (i = 0; i < d->info->locals; i++) {
        const Var *v = &d->c->var[i];
        Var location;
        if (i == local || v->where != AT_COPY || (v->from != local && v->less != local))
            continue;
        location = local_location(d, i, v->type);
        if (bob_is_live_at(d, &op->side_exit, bob_location(d, &location), is_float(v->type)))
            return true;
        for (k = 1; k < op->count; k++)
            if (same_location(op->a[k], bob_location(d, &location)))
                return true;
    }
    return false;
}

/* Pops the top into a local. */
void bob_store_local(Decode *d, uint32_t local)
{
    Var *v = top(d, 0), value = *v, to;
    BobObject *hint = d->hint[bob_index_of(d, v)];
    uint32_t made;
    bob_forget_hoisted(d, local);
    if (value.where == AT_COPY && value.from == local && is_plain_copy(&value)) {
        to = d->c->var[local]; /* x = x, or x = int(x) of a bool, where the type alone changes */
        bob_pop(d, 1);
        if (to.type != value.type) {
            to.type = value.type;
            bob_set(d, local, to);
        }
        return;
    }
    if (value.where == AT_COPY && (value.from == local || value.less == local)) {
        bob_settle(d, v);
        value = *v;
    }
    if (!has_value(value.type) || value.where == AT_COPY) {
        to = value;
        to.reg = value.where == AT_COPY ? reserved(&d->c->var[local], value.type) : NO_REG;
        bob_unshare(d, local);
        bob_pop(d, 1);
    } else {
        to = local_location(d, local, value.type);
        to.positive = value.positive;
        to.single = value.single;
        made = bob_producer(d, v);
        if (made + 1 == d->op_count && (to.where == AT_SLOT || takes_register(&d->ops[made])) &&
            !copy_disturbs(d, local, &d->ops[made])) {
            /* the operation that made the value puts it there */
            int64_t plus;
            uint32_t less, ops = d->op_count;
            bool adds;
            bob_pop(d, 1);
            adds = d->c->var[local].type == TAG_INT && d->c->var[local].where != AT_COPY &&
                   adds_to(d, &d->ops[made], local, &plus, &less);
            unshare(d, local, made, adds, adds ? plus : 0, adds ? less : NO_LOCAL);
            made += d->op_count - ops;
            d->ops[made].a[0] = bob_location(d, &to);
        } else {
            Operand from = bob_location(d, &value);
            bob_unshare(d, local);
            bob_move(d, bob_location(d, &to), from, is_float(value.type), d->op_count);
            bob_pop(d, 1); /* only now: a call may be fused with this move; if it fails, execution
                            * resumes before the move and needs the operand */
        }
    }
    bob_set(d, local, to);
    d->hint[local] = hint;
}

/* An operand to where the callee will have it. */
void bob_pass(Decode *d, Var *v, const Var *to)
{
    uint32_t made = bob_producer(d, v), i;
    Var was = *v;
    /* Operations since then read it where it was; and a side exit in a function inlined since
     * resumes before that call, whose own arguments would overwrite it. */
    for (i = made + 1; made < d->op_count && i < d->op_count; i++)
        if (d->ops[i].side_exit.inlined ||
            bob_reads(&d->ops[i], bob_location(d, v), is_float(v->type)))
            made = NO_OP;
    if (made >= d->op_count) {
        compute(d, bob_location(d, to), v, d->op_count);
    } else { /* it goes there at once; what was recorded since must say so */
        d->ops[made].a[0] = bob_location(d, to);
        for (i = d->ops[made].side_exit.events; i < d->event_count; i++) {
            Var *e = &d->events[i].var;
            if (e->where == was.where && is_float(e->type) == is_float(was.type) &&
                (was.where == AT_REG ? e->reg == was.reg : e->n == was.n))
                *e = *to;
        }
    }
    bob_set(d, bob_index_of(d, v), *to);
}

/* All locals and operands into their slots, for a call, but its arguments, the upper `args`. */
void bob_spill_all(Decode *d, uint32_t args)
{
    uint32_t i;
    for (i = 0; i < d->info->locals + d->c->depth - args; i++) {
        Var v = d->c->var[i];
        if (v.where == AT_REG) {
            Var to = i < d->info->locals ? (Var){.where = AT_SLOT, .n = bob_home(i)}
                                         : bob_new_slot(d, v.type);
            to.type = v.type;
            to.positive = v.positive;
            to.single = v.single;
            if (!v.synced)
                bob_move(d, bob_location(d, &to), bob_location(d, &v), is_float(v.type),
                         d->op_count);
            bob_set(d, i, to);
        } else if (v.where == AT_COPY && v.reg != NO_REG) {
            v.reg = NO_REG;
            bob_set(d, i, v);
        }
    }
}

/* ---- loops ---- */

#define LONG_LOOP 4000u /* instructions; in longer ones no local lives in a register */

/* How often each local is used in a loop, inner loops counting eightfold. */
static void count_uses(const Decode *d, const Loop *loop, uint32_t *uses, bool *stored)
{
    const FunctionInfo *f = d->info;
    uint32_t ip, i;
    memset(uses, 0, f->locals * sizeof *uses);
    memset(stored, 0, f->locals * sizeof *stored);
    for (ip = loop->head; ip <= loop->end; ip++) {
        BobWord w = f->f->code[ip];
        unsigned opcode = bob_opcode(w), depth = 0;
        const Loop *in = bob_loop_at(f, ip);
        uint32_t slot;
        if (opcode != OP_LOAD_LOCAL && opcode != OP_LOAD_NAME && opcode != OP_STORE_NAME)
            continue;
        slot = bob_function_slot(f->f, bob_operand(w));
        if (slot == BOB_NO_SLOT)
            continue;
        if (in != NULL && in->level > loop->level) /* loops inside this one */
            depth = in->level - loop->level;
        uses[slot] += 1u << (3 * (depth < 6 ? depth : 6));
        stored[slot] |= opcode == OP_STORE_NAME;
    }
    for (i = 0; i < f->locals; i++) /* a copy needs no place */
        if (d->c->var[i].where == AT_COPY) {
            uses[d->c->var[i].from] += uses[i];
            uses[i] = 0;
        }
}

/* Chooses the locals that live in registers in a loop and puts them there, all others into
 * their slots. One register of each class stays free for what is calculated. */
void bob_allocate(Decode *d, const Loop *loop)
{
    uint32_t uses[MOST_VARS], i;
    bool chosen[MOST_VARS] = {false}, stored[MOST_VARS];
    unsigned left[2] = {BOB_TYPED_INTS - 1, BOB_TYPED_FLOATS - 1};
    if (loop->calls || loop->end - loop->head > LONG_LOOP)
        left[0] = left[1] = 0;
    else
        count_uses(d, loop, uses, stored);
    while (left[0] + left[1] > 0) {
        uint32_t best = MOST_VARS;
        for (i = 0; i < d->info->locals; i++) {
            const Var *v = &d->c->var[i];
            if (!chosen[i] && uses[i] > 1 && (v->where == AT_SLOT || v->where == AT_REG) &&
                v->type != TAG_REF && v->type != TAG_FUNC && left[is_float(v->type)] > 0 &&
                (best == MOST_VARS || uses[i] > uses[best]))
                best = i;
        }
        if (best == MOST_VARS)
            break;
        chosen[best] = true;
        left[is_float(d->c->var[best].type)]--;
    }
    for (i = 0; i < d->info->locals; i++) { /* out with the others */
        Var v = d->c->var[i];
        if (v.where == AT_REG && !chosen[i]) {
            Var to = {.type = v.type, .where = AT_SLOT, .positive = v.positive, .n = bob_home(i)};
            if (!v.synced)
                bob_move(d, bob_location(d, &to), bob_location(d, &v), is_float(v.type),
                         d->op_count);
            bob_set(d, i, to);
        } else if (v.where == AT_COPY && v.reg != NO_REG) {
            v.reg = NO_REG;
            bob_set(d, i, v);
        }
    }
    for (i = 0; i < d->info->locals; i++) { /* in with these */
        Var v = d->c->var[i];
        if (chosen[i] && v.where == AT_REG && v.synced && stored[i]) {
            v.synced = false; /* in later iterations it won't be */
            bob_set(d, i, v);
        }
        uint64_t regs = free_regs(d, is_float(v.type));
        if (chosen[i] && v.where == AT_SLOT && regs != 0) {
            Var to = {
                .type = v.type, .where = AT_REG, .positive = v.positive, .synced = !stored[i]};
            to.reg = (uint8_t)__builtin_ctzll(regs);
            bob_move(d, bob_location(d, &to), bob_location(d, &v), is_float(v.type), d->op_count);
            bob_set(d, i, to);
        }
    }
}

/* ---- from one context to another of the same types ---- */

static bool clashes(const Move *a, const Move *b)
{
    /* a's target is what b still has to read */
    return !b->done && a != b && same_location(a->to, b->from) &&
           (a->to.kind == IN_SLOT || a->floats == b->floats);
}

/* Whether values must be moved to enter `to` from here; with `emit`, moves them. */
bool bob_moves(Decode *d, const Context *to, bool emit)
{
    Move *moves = d->moves;
    uint32_t n = d->info->locals + d->c->depth, count = 0, i, k, left;
    for (i = 0; i < n; i++) {
        const Var *have = &d->c->var[i], *want = &to->var[i];
        if (!has_value(want->type) || want->where == AT_COPY || want->where == AT_CONST)
            continue; /* the same by the versions' key */
        if (want->where == AT_REG && want->synced && have->where == AT_REG && !have->synced)
            moves[count++] = (Move){bob_slot(d, bob_home(i)), bob_location(d, have),
                                    is_float(want->type), false};
        if (want->where == AT_SLOT && have->where == AT_REG && have->synced &&
            want->n == bob_home(i))
            continue;
        if (!same_location(bob_location(d, have), bob_location(d, want)))
            moves[count++] =
                (Move){bob_location(d, want), bob_location(d, have), is_float(want->type), false};
    }
    if (!emit || count == 0)
        return count > 0;
    for (left = count; left > 0;) {
        bool moved = false;
        for (i = 0; i < count; i++) {
            bool free = !moves[i].done;
            for (k = 0; k < count && free; k++)
                free = !clashes(&moves[i], &moves[k]);
            if (free) {
                bob_move(d, moves[i].to, moves[i].from, moves[i].floats, d->op_count);
                moves[i].done = moved = true;
                left--;
            }
        }
        if (!moved) { /* a ring: one value steps aside into the spare slot */
            for (i = 0; moves[i].done; i++)
                ;
            {
                Operand spare = bob_slot(d, bob_home(d->info->vars) + moves[i].floats + 1),
                        old = moves[i].from;
                bob_move(d, spare, old, moves[i].floats, d->op_count);
                for (k = 0; k < count; k++)
                    if (!moves[k].done && same_location(moves[k].from, old) &&
                        (old.kind == IN_SLOT || moves[k].floats == moves[i].floats))
                        moves[k].from = spare;
            }
        }
    }
    return true;
}
