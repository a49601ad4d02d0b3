/* The laboratory's interface (core/bobbin_lab.h): profiles, dispatch sites, what engines tell of
 * themselves. Of an engine it knows what engine.h says, and none by name. */
#include <string.h>

#include "core/lab/listing.h"
#include "core/machine/sem.h"
#include "core/machine/text/floattext.h"
#include "core/vm.h"

/* ---- the tables of operations ---- */

bool bob_operation(unsigned opcode, BobOperation *operation)
{
    const BobOpInfo *op;
    if (opcode >= OP_COUNT || operation == NULL)
        return false;
    op = &bob_ops[opcode];
    *operation = (BobOperation){
        .name = op->name,
        .operand = bob_operand_names[op->operand],
        .effect = op->effect,
        .errors = op->errors,
        .cost = op->cost,
        .summary = op->summary,
    };
    return true;
}

const char *bob_math_function(unsigned i, unsigned *arguments)
{
    const char *name = bob_math_name(i);
    if (name != NULL && arguments != NULL)
        *arguments = bob_math_arity(i);
    return name;
}

bool bob_builtin_function(unsigned i, BobBuiltinFunction *builtin)
{
    const BobBuiltinInfo *b;
    if (i >= BOB_BUILTIN_COUNT || builtin == NULL)
        return false;
    b = &bob_builtins[i];
    *builtin = (BobBuiltinFunction){
        .name = b->name,
        .signature = b->signature,
        .cost = b->cost,
        .summary = b->summary,
        .least = b->least,
        .most = b->most,
    };
    return true;
}

size_t bob_float_text(double x, char text[BOB_FLOAT_ROOM])
{
    _Static_assert(BOB_FLOAT_ROOM == BOB_FLOAT_TEXT, "room for any float");
    return text == NULL ? 0 : bob_float_repr(x, text);
}

/* ---- threaded code, registers ---- */

/* Whether that executes what the decoder makes. */
static bool runs_threaded(const BobEngineRow *e)
{
    return e != NULL && e->representation >= BOB_RUNS_CELLS && e->representation <= BOB_RUNS_SUPER;
}

BobStatus bob_program_to_threaded(const BobProgram *program, const char *engine, char **bytes,
                                  size_t *n)
{
    const BobEngineRow *e = bob_find_engine(engine != NULL ? engine : "fused");
    BobBuffer b = {0};
    BobConfig config;
    BobState s;
    BobStatus status;
    if (program == NULL || !runs_threaded(e) || bytes == NULL || n == NULL)
        return BOB_INVALID_ARGUMENT;
    b.allocator = &program->allocator;
    bob_config_init(&config);
    config.allocator = program->allocator;
    status = bob_state_init(&s, program, &config, 0, NULL);
    if (status != BOB_OK)
        return status;
    status = bob_hand_over(bob_decode_listing(&s, e->representation == BOB_RUNS_SUPER, &b), &b,
                           bytes, n);
    bob_state_end(&s);
    return status;
}

bool bob_engine_registers(unsigned i, unsigned *ints, unsigned *floats)
{
    const char *name = bob_engine_name(i, NULL);
    const BobEngineRow *e = name == NULL ? NULL : bob_find_engine(name);
    if (ints == NULL || floats == NULL || e == NULL || e->engine->registers == NULL)
        return false;
    e->engine->registers(ints, floats);
    return true;
}

bool bob_engine_info(unsigned i, BobEngineInfo *info)
{
    const char *name = bob_engine_name(i, NULL);
    const BobEngineRow *e = name == NULL ? NULL : bob_find_engine(name);
    size_t size;
    if (info == NULL || e == NULL)
        return false;
    size = info->size;
    if (size < offsetof(BobEngineInfo, rung) + sizeof info->rung)
        return false;
    *info = (BobEngineInfo){.size = size, .name = e->name, .summary = e->engine->summary};
    info->rung = e->place != BOB_PLACE_CELL;
    if (e->place != BOB_PLACE_ALONE) {
        info->dispatch = bob_matrix_dispatch((unsigned)e->dispatch, NULL);
        info->representation = bob_matrix_representation((unsigned)e->representation, NULL);
    }
    return true;
}

/* ---- the matrix ---- */

typedef struct Named {
    const char *name, *summary;
} Named;

static const Named dispatches[] = {
#define DISPATCH(NAME, name, summary) {name, summary},
#include "core/engines/engines.def"
};
static const Named representations[] = {
#define REPRESENTATION(NAME, name, summary) {name, summary},
#include "core/engines/engines.def"
};

static const char *named(const Named *list, size_t count, unsigned i, const char **summary)
{
    if (i >= count)
        return NULL;
    if (summary != NULL)
        *summary = list[i].summary;
    return list[i].name;
}

const char *bob_matrix_dispatch(unsigned i, const char **summary)
{
    return named(dispatches, sizeof dispatches / sizeof *dispatches, i, summary);
}

const char *bob_matrix_representation(unsigned i, const char **summary)
{
    return named(representations, sizeof representations / sizeof *representations, i, summary);
}

/* ---- mispredicted dispatches ---- */

BobStatus bob_machine_predict(BobMachine *m)
{
    if (!bob_enter(m))
        return BOB_INVALID_ARGUMENT;
    if (m->tracer.write != NULL || m->profile != NULL)
        return bob_leave(m, BOB_INVALID_ARGUMENT);
    if (m->prediction == NULL)
        m->prediction = bob_prediction_new(bob_settled(m));
    return bob_leave(m, m->prediction != NULL ? BOB_OK : BOB_OUT_OF_MEMORY);
}

bool bob_predicted(const BobMachine *m, const char *engine, BobDispatchModels *models)
{
    const BobEngineRow *e = engine == NULL ? NULL : bob_find_engine(engine);
    const BobSequence *sequence;
    const BobPredictor *p;
    if (!bob_at_rest(m) || m->prediction == NULL || e == NULL || e->place == BOB_PLACE_ALONE ||
        models == NULL || models->size < sizeof *models)
        return false;
    sequence =
        &m->prediction->sequences[e->representation == BOB_RUNS_WORDS   ? BOB_SEQUENCE_WORDS
                                  : e->representation == BOB_RUNS_SUPER ? BOB_SEQUENCE_SUPER
                                                                        : BOB_SEQUENCE_CELLS];
    p = e->dispatch == BOB_BY_GOTO || e->dispatch == BOB_BY_TAIL ? &sequence->each : &sequence->one;
    models->dispatches = sequence->dispatches;
    models->missed_last_target = p->missed_last;
    models->missed_history = p->missed_history;
    return true;
}

/* ---- profiles ---- */

BobStatus bob_machine_profile(BobMachine *m)
{
    if (!bob_enter(m))
        return BOB_INVALID_ARGUMENT;
    if (m->tracer.write != NULL || m->prediction != NULL)
        return bob_leave(m, BOB_INVALID_ARGUMENT);
    if (m->profile == NULL)
        m->profile = bob_profile_new(bob_settled(m));
    return bob_leave(m, m->profile != NULL ? BOB_OK : BOB_OUT_OF_MEMORY);
}

/* What was counted, where the machine is at a stop; NULL otherwise. */
static const BobProfile *counted(const BobMachine *m)
{
    return bob_at_rest(m) ? m->profile : NULL;
}

bool bob_profile_function(const BobMachine *m, uint32_t function, BobProfileFunction *info)
{
    const BobProfile *p = counted(m);
    const BobFunction *f;
    uint32_t i;
    if (p == NULL || info == NULL || function >= m->state.program->function_count)
        return false;
    f = &m->state.program->functions[function];
    *info = (BobProfileFunction){
        .name = f->name, .instructions = f->code_size, .calls = p->calls[function]};
    for (i = 0; i < f->code_size; i++)
        info->executed += p->counts[p->first[function] + i].count;
    return true;
}

bool bob_profile_instruction(const BobMachine *m, uint32_t function, uint32_t ip,
                             BobProfileInstruction *info)
{
    const BobProfile *p = counted(m);
    const BobFunction *f;
    const BobProfileCount *c;
    if (p == NULL || info == NULL || function >= m->state.program->function_count ||
        ip >= m->state.program->functions[function].code_size)
        return false;
    f = &m->state.program->functions[function];
    c = &p->counts[p->first[function] + ip];
    *info = (BobProfileInstruction){
        .op = bob_opcode(f->code[ip]) < OP_COUNT ? bob_ops[bob_opcode(f->code[ip])].name : NULL,
        .line = bob_function_line(f, ip),
        .executed = c->count,
        .pair = c->pair,
        .triple = c->triple,
    };
    return true;
}

bool bob_profile_path(const BobMachine *m, uint32_t path, BobProfilePathInfo *info)
{
    const BobProfile *p = counted(m);
    if (p == NULL || info == NULL || path >= p->path_count)
        return false;
    *info = (BobProfilePathInfo){
        .function = p->paths[path].function,
        .parent = p->paths[path].parent == BOB_NO_PATH ? BOB_PROFILE_NONE : p->paths[path].parent,
        .beyond = path < m->state.program->function_count,
        .executed = p->paths[path].count,
    };
    return true;
}

bool bob_profile_next_call(const BobMachine *m, uint32_t *at, BobProfileCall *info)
{
    const BobProfile *p = at == NULL || info == NULL ? NULL : counted(m);
    while (p != NULL && *at < p->link_size) {
        const BobProfileLink *link = &p->links[(*at)++];
        if (link->calls == 0)
            continue;
        *info = (BobProfileCall){p->paths[link->path].function, link->function, link->calls};
        return true;
    }
    return false;
}

/* The dispatch sites of one function; code is NULL for an engine that runs words. */
static uint64_t visit_sites(const BobMachine *m, const BobCode *code, uint32_t function,
                            uint8_t *leader, BobDispatchVisit visit, void *ctx)
{
    const BobFunction *f = &m->state.program->functions[function];
    const BobProfileCount *counts = m->profile->counts + m->profile->first[function];
    uint32_t ip, next;
    uint64_t total = 0;
    bool straight = false;
    bob_view_leaders(f, leader);
    for (ip = 0; ip < f->code_size; ip = next) {
        unsigned opcode = bob_opcode(f->code[ip]), threaded = opcode < OP_COUNT ? opcode : TH_LEAVE;
        BobDispatchSite site = {.function = function, .ip = ip, .executed = counts[ip].count};
        next = ip + 1;
        if (code != NULL) {
            threaded =
                bob_view_threaded(code->callees[function].entry + code->cell_of[function][ip]);
            while (code->cell_of[function][next] == BOB_NO_CELL)
                next++;
        }
        site.instructions = next - ip;
        site.handler = bob_threaded_name(threaded);
        site.joins = straight && !leader[ip] && threaded != TH_LEAVE;
        straight = threaded != TH_LEAVE && bob_goes_straight_on(bob_opcode(f->code[next - 1]));
        total += site.executed;
        if (visit != NULL)
            visit(ctx, &site);
    }
    return total;
}

static BobStatus visit_dispatches(const BobMachine *m, const BobEngineRow *e,
                                  BobDispatchVisit visit, void *ctx, uint64_t *total)
{
    const BobState *s = &m->state;
    BobCode *code = NULL;
    BobStatus status = BOB_OK;
    uint8_t *leader;
    uint32_t i, longest = 0;
    for (i = 0; i < s->program->function_count; i++)
        if (longest < s->program->functions[i].code_size)
            longest = s->program->functions[i].code_size;
    leader = bob_alloc(&s->allocator, longest + 1u);
    if (leader == NULL)
        return BOB_OUT_OF_MEMORY;
    if (runs_threaded(e))
        status = bob_view_decode(s, e->representation == BOB_RUNS_SUPER, &code);
    *total = 0;
    for (i = 0; i < s->program->function_count && status == BOB_OK; i++)
        *total += visit_sites(m, code, i, leader, visit, ctx);
    if (code != NULL)
        bob_code_free(s, code);
    bob_free(&s->allocator, leader, longest + 1u);
    return status;
}

BobStatus bob_profile_dispatches(const BobMachine *m, const char *engine, BobDispatchVisit visit,
                                 void *ctx, uint64_t *total)
{
    const BobEngineRow *e = engine == NULL ? NULL : bob_find_engine(engine);
    if (counted(m) == NULL || e == NULL || e->representation == BOB_RUNS_OWN || total == NULL ||
        !bob_enter(m))
        return BOB_INVALID_ARGUMENT;
    return bob_leave(m, visit_dispatches(m, e, visit, ctx, total));
}

/* ---- an engine watched ---- */

BobStatus bob_machine_watch(BobMachine *m)
{
    if (!bob_at_rest(m) || m->engine->engine->watch == NULL || m->state.engine_data != NULL ||
        m->tracer.write != NULL || m->profile != NULL || m->prediction != NULL || !bob_enter(m))
        return BOB_INVALID_ARGUMENT;
    return bob_leave(m, m->engine->engine->watch(&m->state));
}

/* Whether its engine can say what it counted, if it did. */
static bool is_watched(const BobMachine *m)
{
    return bob_at_rest(m) && m->engine->engine->watch != NULL;
}

BobStatus bob_watch_listing(const BobMachine *m, char **bytes, size_t *n)
{
    BobBuffer b = {0};
    if (!is_watched(m) || bytes == NULL || n == NULL || !bob_enter(m))
        return BOB_INVALID_ARGUMENT;
    b.allocator = &m->state.program->allocator;
    return bob_leave(m, bob_hand_over(m->engine->engine->listing(&m->state, &b), &b, bytes, n));
}

bool bob_watch_totals(const BobMachine *m, BobWatchTotals *totals)
{
    return is_watched(m) && totals != NULL && m->engine->engine->totals(&m->state, totals);
}

BobStatus bob_watch_sites(const BobMachine *m, BobWatchVisit visit, void *ctx)
{
    if (!is_watched(m) || visit == NULL || !bob_enter(m))
        return BOB_INVALID_ARGUMENT;
    return bob_leave(m, m->engine->engine->sites(&m->state, visit, ctx));
}
