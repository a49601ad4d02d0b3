/* Parses Python files: `pyparse FILE...` prints every refusal and `N passed, N failed`;
 * `pyparse --dump FILE` prints the tree as tests/pydump.py does from CPython's. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/front/python/parse/parse.h"

static unsigned dumped; /* nodes */

static void dump_expr(const PyExpr *e);
static void dump_body(const char *label, const PyBody *body);

static void dump_text(const char *s, size_t n)
{
    putchar('"');
    for (size_t i = 0; i < n; i++)
        if (s[i] >= ' ' && s[i] < 127 && s[i] != '"' && s[i] != '\\')
            putchar(s[i]);
        else
            printf("\\%02x", (unsigned char)s[i]);
    putchar('"');
}

static void dump_place(const PyPlace *p)
{
    printf("@%u:%u-%u:%u", p->line, p->column, p->end_line, p->end_column);
}

static void dump_list(const PyExprList *list)
{
    printf(" [");
    for (uint32_t i = 0; i < list->count; i++)
        dump_expr(list->items[i]);
    printf("]");
}

static void dump_maybe(const PyExpr *e)
{
    if (e == NULL)
        printf(" -");
    else
        dump_expr(e);
}

static void dump_constant(const PyExpr *e)
{
    switch (e->constant.type) {
    case PY_CONST_NONE:
        printf("None");
        break;
    case PY_CONST_BOOL:
        printf(e->constant.boolean ? "True" : "False");
        break;
    case PY_CONST_INT:
        if (e->constant.overflow)
            printf("int over %d", e->constant.integer != 0);
        else
            printf("int %" PRId64, e->constant.integer);
        break;
    case PY_CONST_FLOAT: {
        uint64_t bits;
        memcpy(&bits, &e->constant.number, sizeof bits);
        printf("float %016" PRIx64, bits);
        break;
    }
    default:
        printf("str ");
        dump_text(e->constant.text, e->constant.size);
    }
}

static void dump_comprehension(const PyExpr *e)
{
    if (e->comprehension.key != NULL)
        dump_expr(e->comprehension.key);
    dump_expr(e->comprehension.element);
    for (uint32_t i = 0; i < e->comprehension.clause_count; i++) {
        const PyComprehension *c = &e->comprehension.clauses[i];
        printf(" for");
        dump_expr(c->target);
        dump_expr(c->iter);
        dump_list(&c->ifs);
    }
}

static void dump_call(const PyExpr *e)
{
    dump_expr(e->call.function);
    dump_list(&e->call.args);
    for (uint32_t i = 0; i < e->call.keyword_count; i++) {
        printf(" %s=", e->call.keywords[i].name != NULL ? e->call.keywords[i].name->text : "**");
        dump_expr(e->call.keywords[i].value);
    }
}

static const char *const operators[] = {"Add",    "Sub",    "Mult",    "MatMult", "Div",
                                        "Mod",    "Pow",    "LShift",  "RShift",  "BitOr",
                                        "BitXor", "BitAnd", "FloorDiv"};
static const char *const unary[] = {"Invert", "Not", "UAdd", "USub"};
static const char *const comparisons[] = {"Eq",  "NotEq", "Lt",    "LtE", "Gt",
                                          "GtE", "Is",    "IsNot", "In",  "NotIn"};
static const char *const contexts[] = {"Load", "Store", "Del"};
static const char *const kinds[] = {
#define EXPR(name, class, words, children) [PY_##name] = #class,
#include "core/front/python/parse/ast.def"
};

static void dump_child(void *ctx, PyExpr *child, PyRole role)
{
    (void)ctx;
    (void)role;
    dump_expr(child);
}

static void dump_params(const PyStmt *s)
{
    for (uint32_t i = 0; i < s->def.param_count; i++) {
        const PyParam *q = &s->def.params[i];
        printf(" (%s%s",
               q->positional_only ? "/"
               : q->keyword_only  ? "*"
               : q->starred       ? "**"
                                  : "",
               q->name->text);
        dump_maybe(q->annotation);
        dump_maybe(q->value);
        printf(")");
    }
}

/* Where the tree's children are all that there is to print, they come from ast.def: that its
 * order is CPython's is compared too. */
static void dump_fields(const PyExpr *e)
{
    switch ((PyExprKind)e->kind) {
    case PY_CONSTANT:
        printf(" ");
        dump_constant(e);
        break;
    case PY_JOINED_STR:
        dump_list(&e->joined.values);
        break;
    case PY_FORMATTED_VALUE:
        dump_expr(e->formatted.value);
        printf(" %c", e->formatted.conversion != '\0' ? e->formatted.conversion : '-');
        dump_maybe(e->formatted.spec);
        break;
    case PY_NAME:
        printf(" %s %s", e->name.id->text, contexts[e->context]);
        break;
    case PY_TUPLE:
    case PY_LIST:
        printf(" %s", contexts[e->context]);
        dump_list(&e->sequence.elements);
        break;
    case PY_BIN_OP:
        printf(" %s", operators[e->binary.op]);
        bob_py_each_child(e, dump_child, NULL);
        break;
    case PY_UNARY_OP:
        printf(" %s", unary[e->unary.op]);
        bob_py_each_child(e, dump_child, NULL);
        break;
    case PY_BOOL_OP:
        printf(e->boolean.op == PY_AND ? " And" : " Or");
        dump_list(&e->boolean.values);
        break;
    case PY_COMPARE:
        dump_expr(e->compare.left);
        for (uint32_t i = 0; i < e->compare.comparators.count; i++) {
            printf(" %s", comparisons[e->compare.ops[i]]);
            dump_expr(e->compare.comparators.items[i]);
        }
        break;
    case PY_CALL:
        dump_call(e);
        break;
    case PY_ATTRIBUTE:
        printf(" %s %s", e->attribute.name->text, contexts[e->context]);
        bob_py_each_child(e, dump_child, NULL);
        break;
    case PY_SUBSCRIPT:
        printf(" %s", contexts[e->context]);
        bob_py_each_child(e, dump_child, NULL);
        break;
    case PY_SLICE:
        dump_maybe(e->slice.lower);
        dump_maybe(e->slice.upper);
        dump_maybe(e->slice.step);
        break;
    case PY_IF_EXP:
        bob_py_each_child(e, dump_child, NULL);
        break;
    case PY_DICT:
        for (uint32_t i = 0; i < e->dict.elements.count; i++) {
            if (e->dict.merged[i])
                printf(" **");
            dump_expr(e->dict.elements.items[i]);
        }
        break;
    case PY_SET:
        dump_list(&e->sequence.elements);
        break;
    case PY_LIST_COMP:
    case PY_SET_COMP:
    case PY_DICT_COMP:
    case PY_GENERATOR_EXP:
        dump_comprehension(e);
        break;
    case PY_STARRED:
    case PY_NAMED_EXPR:
        bob_py_each_child(e, dump_child, NULL);
        break;
    case PY_LAMBDA:
        dump_params(e->lambda.def);
        dump_expr(e->lambda.def->def.body.items[0]->ret.value);
        break;
    case PY_UNSUPPORTED: /* its place alone */
        break;
    }
}

static void dump_expr(const PyExpr *e)
{
    dumped++;
    printf(" (%s", kinds[e->kind]);
    dump_place(&e->place);
    dump_fields(e);
    printf(")");
}

static void dump_def(const PyStmt *s)
{
    printf(" %s", s->def.name->text);
    if (s->def.decorators.count > 0)
        dump_list(&s->def.decorators);
    dump_params(s);
    dump_maybe(s->def.returns);
    dump_body("body", &s->def.body);
}

static void dump_import(const PyStmt *s)
{
    printf(" %u %s", s->import.level, s->import.module != NULL ? s->import.module->text : "-");
    for (uint32_t i = 0; i < s->import.alias_count; i++) {
        const PyAlias *a = &s->import.aliases[i];
        printf(" %s", a->name->text);
        dump_place(&a->place);
        printf(" %s", a->asname != NULL ? a->asname->text : "-");
    }
}

static const char *const statements[] = {
#define STMT(name, class, children) [PY_##name] = #class,
#include "core/front/python/parse/ast.def"
};

static void dump_stmt(const PyStmt *s)
{
    dumped++;
    printf("\n(%s", statements[s->kind]);
    if (s->kind != PY_UNSUPPORTED_STMT)
        dump_place(&s->place);
    switch ((PyStmtKind)s->kind) {
    case PY_CLASS_DEF: /* not compared: names in it are mangled already */
        break;
    case PY_FUNCTION_DEF:
        dump_def(s);
        break;
    case PY_RETURN:
        dump_maybe(s->ret.value);
        break;
    case PY_DELETE:
        dump_list(&s->del.targets);
        break;
    case PY_ASSIGN:
        dump_list(&s->assign.targets);
        dump_expr(s->assign.value);
        break;
    case PY_AUG_ASSIGN:
        printf(" %s", operators[s->aug.op]);
        bob_py_each_part(s, dump_child, NULL, NULL);
        break;
    case PY_ANN_ASSIGN:
        printf(" %d", s->ann.simple);
        dump_expr(s->ann.target);
        dump_expr(s->ann.annotation);
        dump_maybe(s->ann.value);
        break;
    case PY_FOR:
        dump_expr(s->loop.target);
        dump_expr(s->loop.iter);
        dump_body("body", &s->loop.body);
        dump_body("else", &s->loop.orelse);
        break;
    case PY_WHILE:
    case PY_IF:
        dump_expr(s->branch.test);
        dump_body("body", &s->branch.body);
        dump_body("else", &s->branch.orelse);
        break;
    case PY_RAISE:
        dump_maybe(s->raise.exception);
        dump_maybe(s->raise.cause);
        break;
    case PY_TRY:
        dump_body("body", &s->try_.body);
        for (uint32_t i = 0; i < s->try_.handler_count; i++) {
            const PyHandler *h = s->try_.handlers[i];
            printf(" except %s", h->name != NULL ? h->name->text : "-");
            dump_maybe(h->type);
            dump_body("body", &h->body);
        }
        dump_body("else", &s->try_.orelse);
        dump_body("finally", &s->try_.finally);
        break;
    case PY_ASSERT:
        dump_expr(s->assert_.test);
        dump_maybe(s->assert_.message);
        break;
    case PY_IMPORT:
    case PY_IMPORT_FROM:
        dump_import(s);
        break;
    case PY_GLOBAL:
        printf(s->global.nonlocal ? " nonlocal" : "");
        for (uint32_t i = 0; i < s->global.count; i++)
            printf(" %s", s->global.names[i].name->text);
        break;
    case PY_EXPR:
    case PY_PASS:
    case PY_BREAK:
    case PY_CONTINUE:
    case PY_UNSUPPORTED_STMT:
        bob_py_each_part(s, dump_child, NULL, NULL);
        break;
    }
    printf(")");
}

static void dump_body(const char *label, const PyBody *body)
{
    printf(" %s", label);
    for (uint32_t i = 0; i < body->count; i++)
        dump_stmt(body->items[i]);
}

/* ---- the visitors reach what was dumped: no row of ast.def forgets a child ---- */

static void count_expr(void *ctx, PyExpr *e, PyRole role)
{
    (void)role;
    ++*(unsigned *)ctx;
    if (e->kind != PY_UNSUPPORTED)
        bob_py_each_child(e, count_expr, ctx);
    if (e->kind == PY_LAMBDA) /* whose body is no child: it is evaluated in a call */
        count_expr(ctx, e->lambda.def->def.body.items[0]->ret.value, PY_VALUE);
}

static void count_body(void *ctx, const PyBody *body)
{
    for (uint32_t i = 0; i < body->count; i++) {
        const PyStmt *s = body->items[i];
        for (const PyStmt *elif = s; elif != NULL; elif = bob_py_elif(elif))
            ++*(unsigned *)ctx;
        if (s->kind != PY_CLASS_DEF)
            bob_py_each_part(s, count_expr, count_body, ctx);
    }
}

static bool all_visited(const PyModule *module)
{
    unsigned visited = 0;
    count_body(&visited, &module->body);
    if (visited != dumped)
        fprintf(stderr, "%u nodes were dumped, %u visited\n", dumped, visited);
    return visited == dumped;
}

static char *read_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    char *text = NULL;
    size_t room = 0, got;
    *n = 0;
    if (f == NULL)
        return NULL;
    do {
        if (*n == room)
            text = realloc(text, room = room * 2 + 65536);
        got = fread(text + *n, 1, room - *n, f);
        *n += got;
    } while (got > 0);
    fclose(f);
    return text;
}

/* Parses each of the files; with `dump`, prints the trees. */
int main(int argc, char **argv)
{
    int passed = 0, failed = 0, first = 1;
    bool dump = argc > 1 && strcmp(argv[1], "--dump") == 0;
    for (int i = first + dump; i < argc; i++) {
        size_t n;
        char *text = read_file(argv[i], &n);
        PyModule *module;
        BobError error;
        if (text == NULL) {
            fprintf(stderr, "%s: cannot be read\n", argv[i]);
            return 2;
        }
        if (dump)
            printf("=== %s", argv[i]);
        if (bob_py_parse(text, n, argv[i], NULL, &module, &error) == BOB_OK) {
            dumped = 0;
            if (dump)
                dump_body("", &module->body);
            if (dump && !all_visited(module))
                failed++;
            else
                passed++;
        } else {
            failed++;
            printf("%s:%u:%u: %s", argv[i], error.line, error.column, error.message);
        }
        if (dump || module == NULL)
            printf("\n");
        bob_py_module_free(module);
        free(text);
    }
    fprintf(dump ? stderr : stdout, "%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
