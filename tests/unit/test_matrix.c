/* What bobbin_lab.h tells of engines and the matrix, and a machine that predicts; misuse too. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/bobbin_lab.h"

static const char loop[] = ".func main\nPUSH_CONST 100\nCALL_FUNC sum_to\nHALT\n"
                           ".func sum_to n\nPUSH_CONST 0\nSTORE_NAME acc\n"
                           "loop: LOAD_NAME n\nJUMP_IF_FALSE done\n"
                           "LOAD_NAME acc\nLOAD_NAME n\nADD\nSTORE_NAME acc\n"
                           "LOAD_NAME n\nPUSH_CONST 1\nSUB\nSTORE_NAME n\nJUMP loop\n"
                           "done: LOAD_NAME acc\nRETURN_VAL\n";

static BobProgram *program(void)
{
    BobProgram *p;
    BobError error;
    cr_assert_eq(bob_program_load(loop, strlen(loop), "t", NULL, &p, &error), BOB_OK);
    return p;
}

static BobMachine *machine(const BobProgram *p)
{
    BobConfig c;
    BobMachine *m;
    BobError error;
    bob_config_init(&c);
    cr_assert_eq(bob_machine_new(p, &c, 0, NULL, &m, &error), BOB_OK);
    return m;
}

Test(matrix, each_cell_is_one_engine)
{
    unsigned rows = 0, columns = 0, seen = 0, engines = 0;
    const char *summary = NULL;
    for (; bob_matrix_dispatch(rows, &summary) != NULL; rows++)
        cr_assert(summary != NULL && *summary != '\0');
    for (; bob_matrix_representation(columns, NULL) != NULL; columns++)
        ;
    cr_assert_eq(rows, 5);
    cr_assert_eq(columns, 4);
    for (unsigned d = 0; d < rows; d++)
        for (unsigned r = 0; r < columns; r++) {
            BobEngineInfo info = {.size = sizeof info};
            unsigned cells = 0;
            for (unsigned i = 0; bob_engine_info(i, &info); i++)
                if (info.dispatch != NULL &&
                    strcmp(info.dispatch, bob_matrix_dispatch(d, NULL)) == 0 &&
                    strcmp(info.representation, bob_matrix_representation(r, NULL)) == 0)
                    cells++;
            cr_assert_leq(cells, 1);
            seen += cells;
        }
    for (; bob_engine_name(engines, NULL) != NULL; engines++) {
        BobEngineInfo info = {.size = sizeof info};
        cr_assert(bob_engine_info(engines, &info));
        cr_assert_str_eq(info.name, bob_engine_name(engines, NULL));
        cr_assert_eq(info.dispatch == NULL, info.representation == NULL);
        cr_assert(info.rung || info.dispatch != NULL, "%s", info.name);
    }
    /* the reference and `typed` stand outside, and tail calls are not in every build */
    cr_assert_eq(seen, engines - 2);
    cr_assert(seen == rows * columns || seen == (rows - 1) * columns);
}

Test(matrix, misuse_is_told)
{
    BobEngineInfo info = {.size = 0};
    const char *summary = loop;
    cr_assert(!bob_engine_info(0, NULL));
    cr_assert(!bob_engine_info(0, &info));
    info.size = 3;
    cr_assert(!bob_engine_info(0, &info));
    info.size = sizeof info;
    cr_assert(bob_engine_info(0, &info));
    cr_assert(!bob_engine_info(1000, &info));
    cr_assert_null(bob_matrix_dispatch(5, &summary));
    cr_assert_null(bob_matrix_representation(4, NULL));
    cr_assert_null(bob_matrix_dispatch(UINT32_MAX, NULL));
}

Test(matrix, a_machine_predicts)
{
    BobProgram *p = program();
    BobMachine *m = machine(p);
    BobDispatchModels shared = {.size = sizeof shared}, own = {.size = sizeof own};
    cr_assert(!bob_predicted(m, "direct", &own), "nothing is predicted yet");
    cr_assert_eq(bob_machine_predict(m), BOB_OK);
    cr_assert_str_eq(bob_machine_engine(m), "predict");
    cr_assert_eq(bob_machine_run(m), BOB_OK);
    cr_assert(bob_predicted(m, "shared-cells", &shared));
    cr_assert(bob_predicted(m, "direct", &own));
    cr_assert_gt(own.dispatches, 1000);
    cr_assert_eq(own.dispatches, shared.dispatches);
    cr_assert_lt(own.missed_last_target, shared.missed_last_target);
    cr_assert_lt(shared.missed_history, shared.missed_last_target);
    cr_assert(!bob_predicted(m, "typed", &own), "typed is no cell");
    cr_assert(!bob_predicted(m, "nonsense", &own));
    cr_assert(!bob_predicted(m, NULL, &own));
    cr_assert(!bob_predicted(m, "direct", NULL));
    cr_assert(!bob_predicted(NULL, "direct", &own));
    own.size = 3;
    cr_assert(!bob_predicted(m, "direct", &own));
    bob_machine_free(m);
    bob_program_free(p);
}

Test(matrix, who_is_profiled_predicts_nothing)
{
    BobProgram *p = program();
    BobMachine *m = machine(p);
    cr_assert_eq(bob_machine_profile(m), BOB_OK);
    cr_assert_eq(bob_machine_predict(m), BOB_INVALID_ARGUMENT);
    bob_machine_free(m);
    cr_assert_eq(bob_machine_predict(NULL), BOB_INVALID_ARGUMENT);
    bob_program_free(p);
}
