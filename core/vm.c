/* The public interface: programs in, machines that run them (core/bobbin.h). */
#include "core/machine/exceptions.h"
#include "core/vm.h"

#include <stddef.h>
#include <string.h>

#include "core/base/limits.h"
#include "core/base/utf8.h"
#include "core/front/assembly/assembler.h"
#include "core/front/assembly/disassembler.h"
#include "core/front/python/compile.h"
#include "core/machine/check_state.h"
#include "core/machine/store/container.h"
#include "core/machine/store/snapshot.h"
#include "core/machine/text/json.h"
#include "core/machine/types/types.h"

static BobStatus no_argument(BobError *error, const char *what)
{
    return bob_error_set(error, BOB_INVALID_ARGUMENT, "%s may not be NULL", what);
}

const char *bob_version(void)
{
    return BOB_VERSION;
}

/* ---- structures that grow ---- */

void bob_give_sized(void *to, size_t size, const void *defaults, size_t known)
{
    size_t shared = size < known ? size : known;
    if (to == NULL || size < sizeof size)
        return;
    memcpy(to, defaults, shared);
    memset((char *)to + shared, 0, size - shared);
    memcpy(to, &size, sizeof size);
}

/* A caller's structure over the defaults: whole fields only, and nothing that this version does not
 * know. `what` names it and `init` what sets its size. */
static BobStatus take_sized(void *to, size_t known, const void *given, BobError *error,
                            const char *what, const char *init)
{
    size_t size, i;
    memcpy(&size, given, sizeof size);
    if (size < sizeof size || size % _Alignof(uint64_t) != 0 || size > BOB_MAX_CONFIG)
        return bob_error_set(error, BOB_INVALID_ARGUMENT, "%s of %zu bytes: %s sets its size", what,
                             size, init);
    for (i = known; i < size; i++)
        if (((const char *)given)[i] != 0)
            return bob_error_set(error, BOB_INVALID_ARGUMENT,
                                 "%s has fields that this version does not know", what);
    memcpy(to, given, size < known ? size : known);
    return BOB_OK;
}

static BobConfig default_config(void)
{
    return (BobConfig){
        .size = sizeof(BobConfig),
        .fuel = BOB_UNLIMITED,
        .stack = BOB_DEFAULT_STACK,
        .depth = BOB_DEFAULT_DEPTH,
        .arena = BOB_DEFAULT_ARENA,
        .heap = BOB_DEFAULT_HEAP,
        .output = BOB_DEFAULT_OUTPUT,
        .warm_up = BOB_DEFAULT_WARM_UP,
    };
}

void bob_config_init_sized(BobConfig *config, size_t size)
{
    BobConfig defaults = default_config();
    bob_give_sized(config, size, &defaults, sizeof defaults);
}

static BobStatus take_config(const BobConfig *given, BobConfig *config, BobError *error)
{
    BobStatus status;
    *config = default_config();
    if (given == NULL)
        return no_argument(error, "the configuration");
    status =
        take_sized(config, sizeof *config, given, error, "a configuration", "bob_config_init()");
    if (config->allocator.resize == NULL)
        config->allocator = bob_malloc_allocator;
    return status;
}

void bob_load_limits_init_sized(BobLoadLimits *limits, size_t size)
{
    BobLoadLimits defaults = bob_default_limits();
    bob_give_sized(limits, size, &defaults, sizeof defaults);
}

/* NULL means the defaults. */
static BobStatus take_limits(const BobLoadLimits *given, BobLoadLimits *limits, BobError *error)
{
    *limits = bob_default_limits();
    return given == NULL ? BOB_OK
                         : take_sized(limits, sizeof *limits, given, error, "a structure of limits",
                                      "bob_load_limits_init()");
}

_Static_assert(offsetof(BobConfig, size) == 0 && offsetof(BobLoadLimits, size) == 0 &&
                   _Alignof(BobConfig) == _Alignof(uint64_t) &&
                   _Alignof(BobLoadLimits) == _Alignof(uint64_t),
               "the size comes first, and fields end at multiples of it");

/* ---- programs ---- */

static const BobAllocator *allocator_or_malloc(const BobAllocator *a)
{
    return a != NULL && a->resize != NULL ? a : &bob_malloc_allocator;
}

static bool ends_in(const char *name, const char *end)
{
    size_t n = name != NULL ? strlen(name) : 0, k = strlen(end);
    return n > k && memcmp(name + n - k, end, k) == 0;
}

static bool begins_as_assembly(const char *text, size_t n)
{
    size_t i = n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0, word;
    while (i < n && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r' || text[i] == '\n'))
        i++;
    if (i < n && text[i] == '.') /* a directive; .5 is Python's */
        return i + 1 < n && text[i + 1] >= 'a' && text[i + 1] <= 'z';
    if (i < n && text[i] == ';')
        return true;
    for (word = i; i < n && ((text[i] >= 'A' && text[i] <= 'Z') || text[i] == '_' ||
                             (text[i] >= '0' && text[i] <= '9'));
         i++)
        ;
    /* An instruction where a function should begin: the assembler says so. A name of Python's is
     * followed by an operator. */
    if (i == word || bob_op_find(text + word, i - word) < 0)
        return false;
    while (i < n && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r'))
        i++;
    return i == n || strchr("\n;\"_", text[i]) != NULL || (text[i] >= '0' && text[i] <= '9') ||
           (text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z');
}

static bool is_assembly(const char *name, const char *text, size_t n)
{
    return ends_in(name, ".boba") || (!ends_in(name, ".py") && begins_as_assembly(text, n));
}

BobStatus bob_program_load_within(const void *bytes, size_t n, const char *name,
                                  const BobLoadLimits *limits, const BobAllocator *allocator,
                                  BobProgram **program, BobError *error)
{
    const BobAllocator *a = allocator_or_malloc(allocator);
    BobLoadLimits all;
    if (program == NULL)
        return no_argument(error, "the place for the program");
    *program = NULL;
    if (bytes == NULL && n > 0)
        return no_argument(error, "the bytes of the program");
    if (bytes == NULL)
        bytes = "";
    if (take_limits(limits, &all, error) != BOB_OK)
        return BOB_INVALID_ARGUMENT;
    if (bob_is_snapshot(bytes, n))
        return bob_error_set(error, BOB_INVALID_PROGRAM, "a snapshot, not a program: resume it");
    if (n > all.bytes)
        return bob_error_set(error, BOB_INVALID_PROGRAM,
                             "%llu bytes, which is more than the limit "
                             "of %llu",
                             (unsigned long long)n, (unsigned long long)all.bytes);
    if (bob_is_container(bytes, n))
        return bob_container_read(bytes, n, a, &all, program, error);
    if (is_assembly(name, bytes, n))
        return bob_asm(bytes, n, name, a, &all, program, error);
    return bob_py_compile(bytes, n, name, a, &all, program, error);
}

BobStatus bob_program_load(const void *bytes, size_t n, const char *name,
                           const BobAllocator *allocator, BobProgram **program, BobError *error)
{
    return bob_program_load_within(bytes, n, name, NULL, allocator, program, error);
}

BobStatus bob_program_refusals(const void *bytes, size_t n, const char *name,
                               const BobAllocator *allocator, BobRefusal *each, void *ctx)
{
    BobProgram *program = NULL;
    BobError error;
    BobStatus status;
    if (each == NULL)
        return BOB_INVALID_ARGUMENT;
    status = bob_program_load(bytes, n, name, allocator, &program, &error);
    if (status != BOB_INVALID_PROGRAM || bytes == NULL || bob_is_snapshot(bytes, n) ||
        bob_is_container(bytes, n) || is_assembly(name, bytes, n)) {
        if (status != BOB_OK)
            each(ctx, &error);
        bob_program_free(program);
        return status;
    }
    return bob_py_refusals(bytes, n, name, allocator_or_malloc(allocator), each, ctx);
}

BobStatus bob_assembly_lines(const void *text, size_t n, BobAssemblyVisit *visit, void *ctx)
{
    if (text == NULL || visit == NULL)
        return BOB_INVALID_ARGUMENT;
    if (bob_is_snapshot(text, n) || bob_is_container(text, n) || !begins_as_assembly(text, n))
        return BOB_INVALID_PROGRAM;
    return bob_asm_places(text, n, NULL, visit, ctx);
}

BobStatus bob_hand_over(BobStatus status, BobBuffer *b, char **bytes, size_t *n)
{
    if (status == BOB_OK && b->failed)
        status = BOB_OUT_OF_MEMORY;
    if (status != BOB_OK) {
        bob_buffer_free(b);
        return status;
    }
    /* Handed out at its exact size, which is what bob_bytes_free() is told. */
    *bytes = bob_alloc(b->allocator, b->size);
    *n = b->size;
    if (*bytes != NULL)
        memcpy(*bytes, b->bytes, b->size);
    bob_buffer_free(b);
    return *bytes != NULL ? BOB_OK : BOB_OUT_OF_MEMORY;
}

BobStatus bob_program_to_container(const BobProgram *program, char **bytes, size_t *n)
{
    BobBuffer b = {0};
    if (program == NULL || bytes == NULL || n == NULL)
        return BOB_INVALID_ARGUMENT;
    b.allocator = &program->allocator;
    return bob_hand_over(bob_container_write(program, &b), &b, bytes, n);
}

BobStatus bob_program_to_assembly(const BobProgram *program, char **bytes, size_t *n)
{
    BobBuffer b = {0};
    if (program == NULL || bytes == NULL || n == NULL)
        return BOB_INVALID_ARGUMENT;
    b.allocator = &program->allocator;
    return bob_hand_over(bob_dis(program, &b), &b, bytes, n);
}

void bob_bytes_free(const BobProgram *program, char *bytes, size_t n)
{
    if (program != NULL)
        bob_free(&program->allocator, bytes, n);
}

uint64_t bob_program_hash(const BobProgram *program)
{
    return program == NULL ? 0 : program->hash;
}

BobProgramCounts bob_program_counts(const BobProgram *program)
{
    if (program == NULL)
        return (BobProgramCounts){0, 0, 0, 0};
    return (BobProgramCounts){program->function_count, program->code_size, program->constant_count,
                              program->names.count};
}

/* ---- engines ---- */

const BobEngineRow *bob_find_engine(const char *name)
{
    const BobEngineRow *row;
    if (name == NULL)
        name = bob_default_engine;
    for (row = bob_engines; row->engine != NULL; row++)
        if (row->engine->absent == NULL && strcmp(row->name, name) == 0)
            return row;
    return NULL;
}

/* Engine i of those that this build has, or of those that it has not; NULL past the last. */
static const BobEngineRow *engine_at(unsigned i, bool absent)
{
    const BobEngineRow *row;
    for (row = bob_engines; row->engine != NULL; row++)
        if ((row->engine->absent != NULL) == absent && i-- == 0)
            return row;
    return NULL;
}

const char *bob_engine_name(unsigned i, const char **summary)
{
    const BobEngineRow *row = engine_at(i, false);
    if (row == NULL)
        return NULL;
    if (summary != NULL)
        *summary = row->engine->summary;
    return row->name;
}

const char *bob_engine_absent(unsigned i, const char **reason)
{
    const BobEngineRow *row = engine_at(i, true);
    if (row == NULL)
        return NULL;
    if (reason != NULL)
        *reason = row->engine->absent;
    return row->name;
}

const char *bob_default_engine_name(void)
{
    return bob_default_engine;
}

/* ---- machines ---- */

static BobStatus check_range(BobError *e, const char *what, uint64_t v, uint64_t least,
                             uint64_t most)
{
    if (v >= least && v <= most)
        return BOB_OK;
    return bob_error_set(e, BOB_INVALID_ARGUMENT, "%s must be from %llu to %llu, not %llu", what,
                         (unsigned long long)least, (unsigned long long)most,
                         (unsigned long long)v);
}

static BobStatus check_config(const BobConfig *c, BobError *e)
{
    BobStatus status = check_range(e, "stack", c->stack, 1, BOB_MAX_STACK);
    if (status == BOB_OK)
        status = check_range(e, "depth", c->depth, 1, BOB_MAX_DEPTH);
    if (status == BOB_OK)
        status = check_range(e, "arena", c->arena, 1, BOB_MAX_ARENA);
    if (status == BOB_OK)
        status = check_range(e, "heap", c->heap, 0, BOB_MAX_HEAP);
    return status;
}

/* A machine without a state yet; the caller's configuration as `config`. */
static BobStatus new_machine(const BobConfig *given, BobConfig *config, BobMachine **machine,
                             BobError *error)
{
    const BobEngineRow *engine;
    BobStatus status = take_config(given, config, error);
    if (status == BOB_OK)
        status = check_config(config, error);
    if (status != BOB_OK)
        return status;
    engine = bob_find_engine(config->engine);
    if (engine == NULL)
        return bob_error_set(error, BOB_INVALID_ARGUMENT, "no engine is named '%s' in this build",
                             config->engine);
    *machine = bob_alloc_zeroed(&config->allocator, sizeof **machine);
    if (*machine == NULL)
        return bob_error_set(error, BOB_OUT_OF_MEMORY, "no memory for a machine");
    (*machine)->engine = engine;
    (*machine)->status = BOB_YIELDED;
    return BOB_OK;
}

/* Hands it out after bob_state_init or a restore, which clean up after themselves. */
static BobStatus machine_ready(BobMachine *made, const BobConfig *config, BobStatus status,
                               BobMachine **machine)
{
    if (status == BOB_OK) {
        bob_handles_init(&made->handles, made->state.program);
        *machine = made;
    } else {
        bob_free(&config->allocator, made, sizeof *made);
    }
    return status;
}

static BobStatus check_arguments(int argc, const char *const *argv, BobError *error)
{
    int i;
    if (argc < 0)
        return bob_error_set(error, BOB_INVALID_ARGUMENT, "a negative number of arguments");
    for (i = 0; i < argc; i++) {
        if (argv == NULL || argv[i] == NULL)
            return no_argument(error, "a program argument");
        if (bob_utf8_valid(argv[i], strlen(argv[i])) != strlen(argv[i]))
            return bob_error_set(error, BOB_INVALID_ARGUMENT,
                                 "program argument %d is not valid UTF-8", i);
    }
    return BOB_OK;
}

BobStatus bob_machine_new(const BobProgram *program, const BobConfig *given, int argc,
                          const char *const *argv, BobMachine **machine, BobError *error)
{
    BobConfig config;
    BobMachine *made;
    BobStatus status;
    if (machine == NULL)
        return no_argument(error, "the place for the machine");
    *machine = NULL;
    if (program == NULL)
        return no_argument(error, "the program");
    status = check_arguments(argc, argv, error);
    if (status == BOB_OK)
        status = new_machine(given, &config, &made, error);
    if (status != BOB_OK)
        return status;
    status = bob_state_init(&made->state, program, &config, argc, argv);
    if (status != BOB_OK)
        (void)bob_error_set(error, status, "no memory for the frames: %llu values of 16 bytes",
                            (unsigned long long)config.arena);
    return machine_ready(made, &config, status, machine);
}

void bob_machine_free(BobMachine *machine)
{
    BobAllocator a;
    if (!bob_enter(machine))
        return;
    a = machine->state.allocator;
    bob_buffer_free(&machine->tracer.line);
    bob_profile_free(machine->profile);
    bob_prediction_free(machine->prediction);
    bob_handles_end(&machine->handles, &a);
    bob_state_end(&machine->state);
    bob_free(&a, machine, sizeof *machine);
}

/* A main frame that is larger than the arena fails before the first instruction. */
static BobStatus check_entry(BobState *s)
{
    if (s->count > 0 || s->arena_used <= s->arena_limit || s->fuel == 0)
        return BOB_OK;
    (void)bob_fail(s, BOB_CALL_DEPTH_EXCEEDED, "main needs %llu values of the arena's %llu",
                   (unsigned long long)s->arena_used, (unsigned long long)s->arena_limit);
    return bob_fail_here(s, BOB_CALL_DEPTH_EXCEEDED);
}

static BobStatus run_to(BobMachine *m, uint64_t stop)
{
    uint64_t since = m->state.count;
    BobStatus status = m->tracer.write != NULL ? bob_trace_run(&m->tracer, stop)
                       : m->profile != NULL    ? bob_profile_run(m->profile, stop)
                       : m->prediction != NULL ? bob_prediction_run(m->prediction, stop)
                                               : m->engine->engine->run(&m->state, stop);
    bob_check_state(&m->state, since);
    return status;
}

/* What a run that came back with that status has brought the machine to. */
static void end_phase(BobState *s, BobStatus status)
{
    if (status == BOB_YIELDED || status == BOB_ASKED || status == BOB_OUT_OF_FUEL)
        return;
    if (s->phase == PHASE_MAIN)
        s->phase =
            s->ending != ENDING_NONE ? PHASE_IDLE : PHASE_FAILED; /* its trace may have failed */
    else if (s->phase == PHASE_CALL)
        s->phase = PHASE_IDLE;
}

BobStatus bob_run_over(BobMachine *m, BobStatus status)
{
    m->status = status;
    if (m->tracer.write != NULL && status != BOB_YIELDED && status != BOB_ASKED)
        bob_trace_footer(&m->tracer, status);
    if (bob_trace_lost(&m->tracer, status))
        m->status = bob_trace_failed(&m->tracer);
    end_phase(&m->state, m->status);
    return m->status;
}

static BobStatus run_slice(BobMachine *m, uint64_t slice)
{
    BobState *s = &m->state;
    uint64_t stop = slice < s->fuel - s->count ? s->count + slice : s->fuel;
    if (s->count > s->fuel)
        stop = s->fuel;
    m->refusal.kind = BOB_OK;
    if (m->status != BOB_YIELDED && m->status != BOB_ASKED &&
        !(m->status == BOB_OUT_OF_FUEL && s->fuel > s->count))
        return m->status;
    bob_forget_error(s); /* OutOfFuel, where there is more now */
    m->status = check_entry(s);
    if (m->status == BOB_OK)
        m->status = run_to(m, stop);
    if (m->status == BOB_YIELDED)
        atomic_store(&s->interrupted, false);
    return bob_run_over(m, m->status);
}

BobStatus bob_machine_run_slice(BobMachine *m, uint64_t slice)
{
    return bob_enter(m) ? bob_leave(m, run_slice(m, slice)) : BOB_INVALID_ARGUMENT;
}

BobStatus bob_machine_run(BobMachine *m)
{
    return bob_machine_run_slice(m, BOB_UNLIMITED);
}

void bob_machine_interrupt(BobMachine *m)
{
    if (m != NULL)
        atomic_store(&m->state.interrupted, true);
}

void bob_machine_set_fuel(BobMachine *m, uint64_t fuel)
{
    if (bob_at_rest(m) && !m->handling)
        m->state.fuel = fuel;
}

uint64_t bob_machine_instructions(const BobMachine *m)
{
    return m == NULL ? 0 : m->state.count;
}

uint64_t bob_machine_output_bytes(const BobMachine *m)
{
    return m == NULL ? 0 : m->state.output.size;
}

uint64_t bob_machine_output_hash(const BobMachine *m)
{
    return m == NULL ? 0 : bob_hashing_value(&m->state.output);
}

uint64_t bob_machine_heap_bytes(const BobMachine *m)
{
    return m == NULL ? 0 : m->state.heap.account.charged;
}

uint32_t bob_machine_depth(const BobMachine *m)
{
    return bob_at_rest(m) ? bob_settled(m)->frame_count : 0;
}

const char *bob_machine_engine(const BobMachine *m)
{
    if (m == NULL)
        return NULL;
    return m->tracer.write != NULL ? "trace"
           : m->profile != NULL    ? "profile"
           : m->prediction != NULL ? "predict"
                                   : m->engine->name;
}

const BobError *bob_machine_error(const BobMachine *m)
{
    if (m == NULL)
        return NULL;
    return m->refusal.kind != BOB_OK ? &m->refusal : &m->state.error;
}

bool bob_machine_frame(const BobMachine *m, uint32_t index, BobFrameInfo *info)
{
    const BobState *s;
    const BobFunction *f;
    if (!bob_at_rest(m) || info == NULL)
        return false;
    s = bob_settled(m);
    if (index >= s->frame_count)
        return false;
    f = bob_frame_function(s, &s->frames[index]);
    info->function = f->name;
    info->ip = s->frames[index].ip;
    /* below the top: the line of the call */
    info->line = bob_function_line(f, info->ip - (index + 1 < s->frame_count));
    return true;
}

BobStatus bob_machine_trace(BobMachine *m, BobWrite write, void *ctx)
{
    if (write == NULL || !bob_enter(m))
        return BOB_INVALID_ARGUMENT;
    m->tracer.state = bob_settled(m);
    m->tracer.write = write;
    m->tracer.write_ctx = ctx;
    m->tracer.line.allocator = &m->state.allocator;
    bob_trace_header(&m->tracer);
    return bob_leave(m, m->tracer.line.failed ? BOB_OUT_OF_MEMORY
                        : m->tracer.failed    ? BOB_OUTPUT_FAILED
                                              : BOB_OK);
}

bool bob_machine_exited(const BobMachine *m, int64_t *code)
{
    if (m == NULL || m->state.ending != ENDING_EXIT)
        return false;
    if (code != NULL)
        *code = m->state.exit_code;
    return true;
}

/* ---- inspection ---- */

bool bob_program_function(const BobProgram *p, uint32_t function, BobFunctionInfo *info)
{
    const BobFunction *f;
    BobFunctionInfo all;
    if (p == NULL || info == NULL || info->size < sizeof info->size ||
        function >= p->function_count)
        return false;
    f = &p->functions[function];
    all = (BobFunctionInfo){
        .name = f->name,
        .parameters = f->param_count,
        .line = bob_function_line(f, 0),
        .instructions = f->code_size,
        .locals = f->local_count,
    };
    bob_give_sized(info, info->size, &all, sizeof all);
    return true;
}

const char *bob_program_parameter(const BobProgram *p, uint32_t function, uint32_t i)
{
    return p != NULL && function < p->function_count && i < p->functions[function].param_count
               ? bob_program_local(p, function, i)
               : NULL;
}

const char *bob_program_local(const BobProgram *p, uint32_t function, uint32_t local)
{
    if (p == NULL || function >= p->function_count || local >= p->functions[function].local_count)
        return NULL;
    return bob_program_name(p, p->functions[function].locals[local]);
}

const char *bob_program_variable(const BobProgram *p, uint32_t name)
{
    return p == NULL || name >= p->names.count ? NULL : bob_program_name(p, name);
}

bool bob_program_instruction(const BobProgram *p, uint32_t function, uint32_t ip,
                             BobInstructionInfo *info)
{
    const BobFunction *f;
    BobWord w;
    uint32_t n;
    if (p == NULL || info == NULL || function >= p->function_count ||
        ip >= p->functions[function].code_size)
        return false;
    f = &p->functions[function];
    w = f->code[ip];
    n = bob_operand(w);
    *info = (BobInstructionInfo){.local = BOB_NO_LOCAL, .line = bob_function_line(f, ip)};
    info->constant.program = p;
    if (bob_opcode(w) >= OP_COUNT)
        return true;
    info->op = bob_ops[bob_opcode(w)].name;
    info->operand_is = bob_operand_names[bob_ops[bob_opcode(w)].operand];
    info->operand = n;
    bob_stack_effect(p, w, &info->pops, &info->pushes);
    switch (bob_ops[bob_opcode(w)].operand) {
    case OPERAND_CONST:
        info->constant = bob_view(p, p->constants[n]);
        break;
    case OPERAND_NAME:
        info->name = bob_program_name(p, n);
        info->local = bob_function_slot(f, n);
        break;
    case OPERAND_FUNC:
        info->name = p->functions[n].name;
        break;
    case OPERAND_MATH:
        info->name = bob_math_name(n);
        break;
    case OPERAND_BUILTIN:
        info->name = bob_builtins[n >> 8].name;
        break;
    case OPERAND_EXCEPTION:
        info->name = bob_exception_name((BobExceptionClass)(n >> 8));
        break;
    case OPERAND_ASK:
        info->name = p->asks.keys[n >> 8].bytes;
        break;
    case OPERAND_NONE:
    case OPERAND_TARGET:
    case OPERAND_COUNT:
        break;
    }
    return true;
}

/* The frame, or NULL. */
static const BobFrame *frame_at(const BobMachine *m, uint32_t index)
{
    return bob_at_rest(m) && index < bob_settled(m)->frame_count ? &m->state.frames[index] : NULL;
}

bool bob_machine_frame_contents(const BobMachine *m, uint32_t index, BobFrameContents *contents)
{
    const BobFrame *f = contents == NULL ? NULL : frame_at(m, index);
    if (f == NULL)
        return false;
    *contents = (BobFrameContents){f->function, f->ip,
                                   bob_frame_function(&m->state, f)->local_count, f->depth};
    return true;
}

static bool show_value(const BobMachine *m, BobValue v, BobView *value)
{
    if (v.tag == TAG_UNBOUND)
        return false;
    *value = bob_view(m->state.program, v);
    return true;
}

bool bob_machine_local(const BobMachine *m, uint32_t frame, uint32_t local, const char **name,
                       BobView *value)
{
    const BobFrame *f = value == NULL ? NULL : frame_at(m, frame);
    if (f == NULL || local >= bob_frame_function(&m->state, f)->local_count)
        return false;
    if (name != NULL)
        *name = bob_program_local(m->state.program, f->function, local);
    return show_value(m, f->locals[local], value);
}

bool bob_machine_operand(const BobMachine *m, uint32_t frame, uint32_t operand, BobView *value)
{
    const BobFrame *f = value == NULL ? NULL : frame_at(m, frame);
    return f != NULL && operand < f->depth &&
           show_value(m, bob_frame_stack(&m->state, f)[operand], value);
}

bool bob_machine_variable(const BobMachine *m, uint32_t name, BobView *value)
{
    return value != NULL && bob_at_rest(m) && name < m->state.program->names.count &&
           show_value(m, m->state.globals[name], value);
}

/* ---- JSON ---- */

static BobStatus hand_out(BobBuffer *b, BobWrite write, void *ctx)
{
    BobStatus status = b->failed                            ? BOB_OUT_OF_MEMORY
                       : write(ctx, b->bytes, b->size) != 0 ? BOB_OUTPUT_FAILED
                                                            : BOB_OK;
    bob_buffer_free(b);
    return status;
}

BobStatus bob_machine_state_json(const BobMachine *m, BobWrite write, void *ctx)
{
    BobBuffer b = {0};
    if (write == NULL || !bob_enter(m))
        return BOB_INVALID_ARGUMENT;
    b.allocator = &m->state.allocator;
    bob_json_state(&b, bob_settled(m), bob_machine_engine(m));
    return bob_leave(m, hand_out(&b, write, ctx));
}

BobStatus bob_machine_outcome_json(const BobMachine *m, BobWrite write, void *ctx)
{
    BobBuffer b = {0};
    if (write == NULL || !bob_enter(m))
        return BOB_INVALID_ARGUMENT;
    b.allocator = &m->state.allocator;
    bob_json_outcome(&b, bob_settled(m), bob_machine_engine(m), m->status);
    return bob_leave(m, hand_out(&b, write, ctx));
}

BobStatus bob_refusal_json(const BobError *error, BobWrite write, void *ctx)
{
    BobBuffer b = {.allocator = &bob_malloc_allocator};
    if (error == NULL || write == NULL)
        return BOB_INVALID_ARGUMENT;
    bob_json_refusal(&b, error);
    return hand_out(&b, write, ctx);
}

/* ---- snapshots ---- */

BobStatus bob_machine_snapshot_write(const BobMachine *m, BobWrite write, void *ctx,
                                     BobError *error)
{
    BobStatus status;
    if (write == NULL)
        return no_argument(error, "the function to write with");
    if (!bob_enter_handled(m))
        return bob_error_set(error, BOB_INVALID_ARGUMENT,
                             "no machine, or one that calls back at this moment");
    if (m->state.phase == PHASE_FINISHED)
        return bob_leave(m, bob_error_set(error, BOB_INVALID_ARGUMENT, "the machine is finished"));
    status = bob_snapshot_write(bob_settled(m), write, ctx);
    if (status != BOB_OK)
        (void)bob_error_set(error, status,
                            status == BOB_OUTPUT_FAILED ? "the snapshot could not be written"
                                                        : "no memory for the snapshot");
    return bob_leave(m, status);
}

static int keep_piece(void *ctx, const char *bytes, size_t n)
{
    BobBuffer *b = ctx;
    bob_buffer_add(b, bytes, n);
    return b->failed;
}

BobStatus bob_machine_snapshot(const BobMachine *m, char **bytes, size_t *n, BobError *error)
{
    BobBuffer b = {0};
    BobStatus status;
    if (bytes == NULL || n == NULL)
        return no_argument(error, "the place for the snapshot");
    if (m != NULL)
        b.allocator = &m->state.program->allocator;
    status = bob_machine_snapshot_write(m, keep_piece, &b, error);
    if (status == BOB_INVALID_ARGUMENT)
        return status;
    status = bob_hand_over(b.failed ? BOB_OUT_OF_MEMORY : status, &b, bytes, n);
    if (status != BOB_OK)
        (void)bob_error_set(error, status, "no memory for the snapshot");
    return status;
}

BobStatus bob_machine_restore(const BobProgram *program, const BobConfig *given, const void *bytes,
                              size_t n, BobMachine **machine, BobError *error)
{
    BobConfig config;
    BobMachine *made;
    BobStatus status;
    if (machine == NULL)
        return no_argument(error, "the place for the machine");
    *machine = NULL;
    if (program == NULL || bytes == NULL)
        return no_argument(error, program == NULL ? "the program" : "the snapshot");
    status = new_machine(given, &config, &made, error);
    if (status != BOB_OK)
        return status;
    status = bob_snapshot_read(&made->state, program, &config, bytes, n, error);
    if (status == BOB_OK && made->state.phase == PHASE_IDLE)
        made->status = BOB_OK;
    return machine_ready(made, &config, status, machine);
}

BobStatus bob_snapshot_program_within(const void *bytes, size_t n, const BobLoadLimits *limits,
                                      const BobAllocator *allocator, BobProgram **program,
                                      BobError *error)
{
    BobLoadLimits all;
    if (program == NULL)
        return no_argument(error, "the place for the program");
    *program = NULL;
    if (bytes == NULL)
        return no_argument(error, "the snapshot");
    if (take_limits(limits, &all, error) != BOB_OK)
        return BOB_INVALID_ARGUMENT;
    return bob_snapshot_read_program(bytes, n, allocator_or_malloc(allocator), &all, program,
                                     error);
}

BobStatus bob_snapshot_program(const void *bytes, size_t n, const BobAllocator *allocator,
                               BobProgram **program, BobError *error)
{
    return bob_snapshot_program_within(bytes, n, NULL, allocator, program, error);
}
