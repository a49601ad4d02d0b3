/* Programs: building, releasing and asking; validate.c checks and derives. */
#include "core/machine/exceptions.h"
#include "core/machine/program.h"

#include <string.h>

#include "core/base/limits.h"
#include "core/base/utf8.h"
#include "core/machine/state.h"
#include "core/machine/types/str_index.h"

/* The shared strings: objects first, then their texts of one size. */
#define STATIC_COUNT 129u
#define STATIC_TEXT (sizeof(BobText) + 4)
#define STATIC_BYTES (STATIC_COUNT * (sizeof(BobObject) + STATIC_TEXT))

static void init_static(BobObject *o, BobText *t, const char *text, uint32_t n)
{
    memset(o, 0, sizeof *o);
    memset(t, 0, sizeof *t);
    t->used = n;
    t->strings = 1;
    t->room_class = NO_ROOM;
    memcpy(t->bytes, text, n);
    t->bytes[n] = '\0';
    o->data = t;
    o->type = OBJ_STR;
    o->room_class = NO_ROOM;
    o->flags = OBJ_STATIC;
    o->size = n;
    o->points = (uint32_t)bob_utf8_points(text, n);
}

static BobObject *make_statics(const BobAllocator *a)
{
    BobObject *objects = bob_alloc(a, STATIC_BYTES);
    char *texts;
    unsigned i;
    if (objects == NULL)
        return NULL;
    texts = (char *)(objects + STATIC_COUNT);
    for (i = 0; i < STATIC_COUNT; i++) {
        char c = (char)i;
        init_static(&objects[i], (BobText *)(void *)(texts + i * STATIC_TEXT), &c,
                    i == BOB_EMPTY_STR ? 0 : 1);
    }
    return objects;
}

BobProgram *bob_program_new(const BobAllocator *allocator)
{
    const BobAllocator *a = allocator != NULL ? allocator : &bob_malloc_allocator;
    BobProgram *p = bob_alloc_zeroed(a, sizeof *p);
    if (p == NULL)
        return NULL;
    p->allocator = *a;
    p->main = BOB_INTERN_NONE;
    p->names.allocator = p->function_names.allocator = p->asks.allocator = &p->allocator;
    p->limits = bob_default_limits();
    p->statics = make_statics(a);
    if (p->statics == NULL) {
        bob_program_free(p);
        return NULL;
    }
    return p;
}

/* ---- limits ---- */

BobLoadLimits bob_default_limits(void)
{
    return (BobLoadLimits){
        .size = sizeof(BobLoadLimits),
        .bytes = BOB_DEFAULT_LOAD_BYTES,
        .functions = BOB_DEFAULT_LOAD_FUNCTIONS,
        .names = BOB_DEFAULT_LOAD_NAMES,
        .constants = BOB_DEFAULT_LOAD_CONSTANTS,
        .instructions = BOB_DEFAULT_LOAD_INSTRUCTIONS,
    };
}

void bob_program_limit(BobProgram *p, const BobLoadLimits *limits)
{
    if (limits != NULL)
        p->limits = *limits;
}

/* Whether there may be one more of what there are `count` of. */
static bool may_add(BobProgram *p, uint64_t count, uint64_t limit, uint64_t most, const char *what)
{
    uint64_t least = limit < most ? limit : most;
    if (count < least)
        return true;
    p->over = what;
    p->over_limit = least;
    return false;
}

BobStatus bob_program_built(const BobProgram *p, BobStatus status, BobError *error)
{
    if (status != BOB_OUT_OF_MEMORY || p == NULL || p->over == NULL)
        return status;
    return bob_error_set(error, BOB_INVALID_PROGRAM, "more than %llu %s, which is the limit",
                         (unsigned long long)p->over_limit, p->over);
}

/* ---- releasing ---- */

static void free_function(const BobAllocator *a, BobFunction *f)
{
    bob_array_free(a, f->params, f->param_count, sizeof *f->params);
    bob_array_free(a, f->code, f->code_size + (size_t)f->sealed, sizeof *f->code);
    bob_array_free(a, f->lines, f->line_count, sizeof *f->lines);
    bob_array_free(a, f->handlers, f->handler_count, sizeof *f->handlers);
    bob_free(a, f->locals, f->local_count * sizeof *f->locals);
    bob_free(a, f->local_by_name, f->local_count * sizeof *f->local_by_name);
}

static bool is_shared(const BobProgram *p, const BobObject *o)
{
    return o >= p->statics && o < p->statics + STATIC_COUNT;
}

static size_t text_bytes(size_t n, size_t points)
{
    return sizeof(BobObject) + sizeof(BobText) + n + 1 + bob_static_index_room(n, points);
}

static void free_constants(BobProgram *p)
{
    uint32_t i;
    for (i = 0; i < p->constant_count; i++) {
        BobValue v = p->constants[i];
        if (v.tag == TAG_REF && !is_shared(p, v.ref))
            bob_free(&p->allocator, v.ref, text_bytes(v.ref->size, v.ref->points));
    }
    bob_array_free(&p->allocator, p->constants, p->constant_count, sizeof *p->constants);
}

void bob_program_free(BobProgram *p)
{
    BobAllocator a;
    uint32_t i;
    if (p == NULL)
        return;
    a = p->allocator;
    for (i = 0; i < p->function_count; i++)
        free_function(&a, &p->functions[i]);
    bob_array_free(&a, p->functions, p->function_count, sizeof *p->functions);
    free_constants(p);
    bob_intern_free(&p->function_names);
    bob_intern_free(&p->names);
    bob_intern_free(&p->asks);
    if (p->source != NULL)
        bob_free(&a, (char *)p->source, strlen(p->source) + 1);
    bob_free(&a, p->statics, STATIC_BYTES);
    bob_free(&a, p, sizeof *p);
}

/* ---- building ---- */

uint32_t bob_program_add_function(BobProgram *p, const char *name, size_t n)
{
    BobFunction f = {.name_size = (uint32_t)n, .max_depth = BOB_UNPROVEN};
    if (!may_add(p, p->function_count, p->limits.functions, BOB_MAX_FUNCTIONS, "functions") ||
        n > BOB_MAX_TEXT)
        return BOB_INTERN_NONE;
    /* A name without its function, should the second step fail, does no harm: the program
     * is given up then. */
    if (bob_intern_add(&p->function_names, name, n) != p->function_count)
        return BOB_INTERN_NONE;
    f.name = p->function_names.keys[p->function_count].bytes;
    if (!bob_array_push(&p->allocator, p->functions, p->function_count, f))
        return BOB_INTERN_NONE;
    return p->function_count - 1;
}

uint32_t bob_program_add_name(BobProgram *p, const char *name, size_t n)
{
    uint32_t found = bob_intern_find(&p->names, name, n);
    if (found != BOB_INTERN_NONE)
        return found;
    if (!may_add(p, p->names.count, p->limits.names, BOB_MAX_NAMES, "names") || n > BOB_MAX_TEXT)
        return BOB_INTERN_NONE;
    return bob_intern_add(&p->names, name, n);
}

uint32_t bob_program_add_ask(BobProgram *p, const char *name, size_t n)
{
    uint32_t found = bob_intern_find(&p->asks, name, n);
    if (found != BOB_INTERN_NONE)
        return found;
    if (!may_add(p, p->asks.count, BOB_MAX_ASKS, BOB_MAX_ASKS, "names to ask by") ||
        n > BOB_MAX_TEXT)
        return BOB_INTERN_NONE;
    return bob_intern_add(&p->asks, name, n);
}

uint32_t bob_program_add_constant(BobProgram *p, BobValue v)
{
    if (!may_add(p, p->constant_count, p->limits.constants, BOB_MAX_CONSTANTS, "constants"))
        return BOB_INTERN_NONE;
    if (v.tag == TAG_FLOAT && v.f != v.f)
        v.f = bob_quiet_nan();
    if (!bob_array_push(&p->allocator, p->constants, p->constant_count, v))
        return BOB_INTERN_NONE;
    return p->constant_count - 1;
}

uint32_t bob_program_add_text_constant(BobProgram *p, const char *text, size_t n)
{
    BobObject *o;
    uint32_t index;
    size_t bytes;
    if (n == 0)
        return bob_program_add_constant(p, bob_ref(bob_static_str(p, BOB_EMPTY_STR)));
    if (n == 1)
        return bob_program_add_constant(p, bob_ref(bob_static_str(p, (unsigned char)text[0])));
    if (n > BOB_MAX_TEXT)
        return BOB_INTERN_NONE;
    bytes = text_bytes(n, bob_utf8_points(text, n));
    o = bob_alloc(&p->allocator, bytes);
    if (o == NULL)
        return BOB_INTERN_NONE;
    init_static(o, (BobText *)(void *)(o + 1), text, (uint32_t)n);
    bob_static_index_make(o);
    index = bob_program_add_constant(p, bob_ref(o));
    if (index == BOB_INTERN_NONE)
        bob_free(&p->allocator, o, bytes);
    return index;
}

bool bob_function_add_param(BobProgram *p, uint32_t function, uint32_t name)
{
    BobFunction *f = &p->functions[function];
    BobParam param = {name, PARAM_POSITIONAL};
    return bob_array_push(&p->allocator, f->params, f->param_count, param);
}

void bob_function_pass_param(BobProgram *p, uint32_t function, unsigned kind)
{
    BobFunction *f = &p->functions[function];
    ASSERT(f->param_count > 0 && (kind & ~PARAM_DEFAULT) < PARAM_KIND_COUNT);
    f->params[f->param_count - 1].kind = (uint8_t)kind;
}

const char *const bob_param_kind_names[] = {
    [PARAM_POSITIONAL] = "positional", [PARAM_POSITIONAL_ONLY] = "positional_only",
    [PARAM_VALUES] = "values",         [PARAM_KEYWORD_ONLY] = "keyword_only",
    [PARAM_KEYWORDS] = "keywords",     [PARAM_CELL] = "cell",
};

/* Those by position may be positional-only at first, each sort in a row, and the two that take any
 * number once. */
static int param_order(BobParamKind kind)
{
    switch (kind) {
    case PARAM_POSITIONAL_ONLY:
        return 0;
    case PARAM_POSITIONAL:
        return 1;
    case PARAM_VALUES:
    case PARAM_KEYWORD_ONLY:
    case PARAM_KEYWORDS:
    case PARAM_CELL:
    case PARAM_KIND_COUNT:
        break;
    }
    return (int)kind;
}

const char *bob_param_fault(const BobFunction *f, uint32_t i)
{
    BobParamKind kind = bob_param_kind(f, i), before = i > 0 ? bob_param_kind(f, i - 1) : kind;
    bool once = kind == PARAM_VALUES || kind == PARAM_KEYWORDS;
    if (kind >= PARAM_KIND_COUNT || (f->params[i].kind & ~(0xFu | PARAM_DEFAULT)) != 0)
        return "is of no kind";
    if (bob_has_default(f, i) && (once || kind == PARAM_CELL))
        return "can't have a default";
    if (i == 0)
        return NULL;
    if (param_order(kind) < param_order(before) || (once && kind == before))
        return "is of a kind that can't come here";
    if (kind <= PARAM_POSITIONAL_ONLY && bob_has_default(f, i - 1) && !bob_has_default(f, i))
        return "has no default, after one that has";
    return NULL;
}

bool bob_function_emit(BobProgram *p, uint32_t function, BobWord word, uint32_t line)
{
    BobFunction *f = &p->functions[function];
    uint32_t current = f->line_count == 0 ? 0 : f->lines[f->line_count - 1].line;
    if (!may_add(p, f->code_size, BOB_MAX_CODE, BOB_MAX_CODE, "instructions in a function") ||
        !may_add(p, p->instructions, p->limits.instructions, UINT64_MAX, "instructions"))
        return false;
    if (line != current) {
        BobLine entry = {f->code_size, line};
        if (!bob_array_push(&p->allocator, f->lines, f->line_count, entry))
            return false;
    }
    p->instructions++;
    return bob_array_push(&p->allocator, f->code, f->code_size, word);
}

bool bob_program_add_handler(BobProgram *p, uint32_t function, BobHandler handler)
{
    BobFunction *f = &p->functions[function];
    return may_add(p, f->handler_count, BOB_MAX_CODE, BOB_MAX_CODE, "handlers in a function") &&
           bob_array_push(&p->allocator, f->handlers, f->handler_count, handler);
}

bool bob_program_set_source(BobProgram *p, const char *name, size_t n)
{
    char *copy = bob_alloc(&p->allocator, n + 1);
    if (copy == NULL)
        return false;
    memcpy(copy, name, n);
    copy[n] = '\0';
    if (p->source != NULL)
        bob_free(&p->allocator, (char *)p->source, strlen(p->source) + 1);
    p->source = copy;
    return true;
}

/* ---- asking ---- */

uint32_t bob_function_slot(const BobFunction *f, uint32_t name)
{
    uint32_t low = 0, high = f->local_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (f->local_by_name[middle].name < name)
            low = middle + 1;
        else
            high = middle;
    }
    return low < f->local_count && f->local_by_name[low].name == name ? f->local_by_name[low].slot
                                                                      : BOB_NO_SLOT;
}

uint32_t bob_function_line(const BobFunction *f, uint32_t ip)
{
    uint32_t low = 0, high = f->line_count; /* the first entry past ip is in low..high */
    if (ip >= f->code_size)
        return 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (f->lines[middle].ip <= ip)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? 0 : f->lines[low - 1].line;
}

const BobHandler *bob_function_handler(const BobFunction *f, uint32_t ip)
{
    uint32_t low = 0, high = f->handler_count; /* the first that ends past ip is in low..high */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (f->handlers[middle].to <= ip)
            low = middle + 1;
        else
            high = middle;
    }
    return low < f->handler_count && f->handlers[low].from <= ip ? &f->handlers[low] : NULL;
}

bool bob_operand_is_valid(const BobProgram *p, BobWord w)
{
    uint32_t n = bob_operand(w);
    if (bob_opcode(w) >= OP_COUNT)
        return true;
    switch (bob_ops[bob_opcode(w)].operand) {
    case OPERAND_CONST:
        return n < p->constant_count;
    case OPERAND_NAME:
        return n < p->names.count;
    case OPERAND_FUNC:
        return n < p->function_count;
    case OPERAND_MATH:
        return n < BOB_MATH_COUNT;
    case OPERAND_BUILTIN:
        return n >> 8 < BOB_BUILTIN_COUNT + 0u;
    case OPERAND_EXCEPTION:
        return n >> 8 < EXC_COUNT + 0u;
    case OPERAND_ASK:
        return n >> 8 < p->asks.count;
    case OPERAND_NONE:
    case OPERAND_TARGET:
    case OPERAND_COUNT:
        break;
    }
    return true;
}
