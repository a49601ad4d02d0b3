/* Operations on the value that the one before made, and nothing else reads. */
#include <string.h>

#include "core/typed/fuse.h"

static bool is_power(int64_t k)
{
    return k > 0 && (k & (k - 1)) == 0;
}

_Static_assert(ROW_JLE == ROW_JLT + 1 && ROW_JEQ == ROW_JLT + 2 && ROW_JNE == ROW_JLT + 3,
               "comparisons of two ints follow each other");
static bool compares_ints(const Op *op)
{
    return op->row >= ROW_JLT && op->row <= ROW_JNE;
}

_Static_assert(ROW_JLEK == ROW_JLTK + 1 && ROW_JGTK == ROW_JLTK + 2 && ROW_JGEK == ROW_JLTK + 3 &&
                   ROW_JEQK == ROW_JLTK + 4 && ROW_JNEK == ROW_JLTK + 5,
               "comparisons with a constant follow each other, in the order of fuse_load's rows");
static bool compares_with_constant(const Op *op)
{
    return op->row >= ROW_JLTK && op->row <= ROW_JNEK;
}

/* An element compared: `left` where it is the left operand. */
static bool fuse_load_compare(Decode *d, uint32_t i, const Op *a, const Op *b, bool left)
{
    if (a->row == ROW_LDIATK)
        return b->row == ROW_JLE && MERGE(left ? ROW_LDIATKJLE : ROW_LDIATKJGE, a->a[1], a->a[2],
                                          a->a[3], b->a[left ? 1 : 0], b->a[2], a->a[4]);
    unsigned row = b->row == ROW_JEQ   ? ROW_LDIJEQ
                   : b->row == ROW_JNE ? ROW_LDIJNE
                   : b->row == ROW_JLT ? (left ? ROW_LDIJLT : ROW_LDIJGT)
                                       : (left ? ROW_LDIJLE : ROW_LDIJGE);
    return MERGE(row, a->a[1], a->a[2], b->a[left ? 1 : 0], b->a[2], a->a[3]);
}

/* Two elements of a list compared. */
static bool fuse_compare_two(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand list = a->a[1], at = a->a[2];
    if (!same_location(b->a[0], list) || same_location(b->a[1], a->a[0]))
        return false;
    switch (b->row) {
    case ROW_LDIJLT:
    case ROW_LDIJLE:
        if (a->row == ROW_LDIATK)
            return b->row == ROW_LDIJLE && same_location(b->a[1], at) &&
                   MERGE(ROW_LDI2ATKJLE, list, at, a->a[3], b->a[3], a->a[4]);
        return MERGE(b->row == ROW_LDIJLT ? ROW_LDI2JLT : ROW_LDI2JLE, list, b->a[1], at, b->a[3],
                     a->a[3]);
    case ROW_LDIJGT:
    case ROW_LDIJGE:
        if (a->row == ROW_LDIATK)
            return b->row == ROW_LDIJGE && same_location(b->a[1], at) &&
                   MERGE(ROW_LDI2ATKJGE, list, at, a->a[3], b->a[3], a->a[4]);
        return MERGE(b->row == ROW_LDIJGT ? ROW_LDI2JLT : ROW_LDI2JLE, list, at, b->a[1], b->a[3],
                     a->a[3]);
    case ROW_LDIATKJLE:
    case ROW_LDIATKJGE:
        return a->row == ROW_LDI && same_location(b->a[1], at) &&
               MERGE(b->row == ROW_LDIATKJLE ? ROW_LDI2ATKJGE : ROW_LDI2ATKJLE, list, at, b->a[2],
                     b->a[4], a->a[3]);
    default:
        return false;
    }
}

/* An element of a table in one list: t = x * y, then that at t + z. */
static bool fuse_table(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    bool floats = b->row == ROW_LDFAT, x_has, y_has;
    unsigned along = floats ? ROW_LDFROW : ROW_LDIROW, down = floats ? ROW_LDFCOL : ROW_LDICOL;
    Operand x, y, z = b->a[same_location(b->a[2], a->a[0]) ? 3 : 2];
    x_has = bob_find_slot(d, i, a->a[1], false, &x);
    y_has = bob_find_slot(d, i, a->a[2], false, &y);
    if (x_has && y_has && z.kind == IN_REG)
        return MERGE(along, b->a[0], b->a[1], x, y, z, b->a[4]);
    return bob_find_slot(d, i + 1, z, false, &z) &&
           ((y_has && MERGE(down, b->a[0], b->a[1], a->a[1], y, z, b->a[4])) ||
            (x_has && MERGE(down, b->a[0], b->a[1], a->a[2], x, z, b->a[4])));
}

/* A truth value that only a branch tests: the branch makes the comparison itself. */
static bool fuse_truth(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    static const struct {
        uint16_t truth, yes, no;
        bool swapped; /* `no` compares b with a */
    } branches[] = {
        {ROW_LT, ROW_JLT, ROW_JLE, true},      {ROW_LE, ROW_JLE, ROW_JLT, true},
        {ROW_EQ, ROW_JEQ, ROW_JNE, false},     {ROW_NE, ROW_JNE, ROW_JEQ, false},
        {ROW_LTK, ROW_JLTK, ROW_JGEK, false},  {ROW_LEK, ROW_JLEK, ROW_JGTK, false},
        {ROW_GTK, ROW_JGTK, ROW_JLEK, false},  {ROW_GEK, ROW_JGEK, ROW_JLTK, false},
        {ROW_EQK, ROW_JEQK, ROW_JNEK, false},  {ROW_NEK, ROW_JNEK, ROW_JEQK, false},
        {ROW_FLT, ROW_FJLT, ROW_FJNLT, false}, {ROW_FLE, ROW_FJLE, ROW_FJNLE, false},
        {ROW_FEQ, ROW_FJEQ, ROW_FJNE, false},  {ROW_FNE, ROW_FJNE, ROW_FJEQ, false},
    };
    bool yes = b->row == ROW_JNEK;
    size_t k;
    if ((b->row != ROW_JEQK && b->row != ROW_JNEK) || b->a[1].i != 0)
        return false;
    for (k = 0; k < sizeof branches / sizeof *branches; k++)
        if (branches[k].truth == a->row) {
            unsigned first = !yes && branches[k].swapped ? 2 : 1;
            return MERGE(yes ? branches[k].yes : branches[k].no, a->a[first], a->a[3 - first],
                         b->a[2]);
        }
    return false;
}

/* A value that is only moved is made where it is moved to. */
static bool fuse_move(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    const char *kinds = bob_typed_rows[a->row].operands;
    Operand operands[MOST_OPERANDS];
    if (bob_typed_rows[a->row].jumps || !bob_typed_rows[a->row].one_result ||
        kind_is_float(kinds[0]) != (b->row == ROW_FMOV))
        return false;
    if ((b->row != ROW_MOV && b->row != ROW_FMOV) || !same_location(b->a[1], a->a[0]))
        return false;
    memcpy(operands, a->a, sizeof operands);
    operands[0] = b->a[0];
    return bob_merge_ops(d, i, a->row, a->count, operands);
}

/* Which operand of a binary operation that is: the other one is 3 less that. */
static unsigned operand_of(const Op *op, Operand at)
{
    return same_location(op->a[1], at) ? 1 : 2;
}

/* An int element of a list, loaded with or without the computation of its index. */
static bool fuse_int_element(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand t = a->a[0];
    unsigned at = operand_of(b, a->a[0]);
    switch (a->row) {
    case ROW_LDI:
        if (fuse_compare_two(d, i, a, b))
            return true;
        if (compares_ints(b) && !same_location(b->a[0], b->a[1]))
            return fuse_load_compare(d, i, a, b, same_location(b->a[0], t));
        if (b->row == ROW_STI && same_location(b->a[2], t) && !same_location(b->a[1], t))
            return MERGE(ROW_COPYI, a->a[1], a->a[2], b->a[0], b->a[1], a->a[3]);
        if (compares_with_constant(b)) {
            static const uint16_t rows[] = {ROW_LDIJLTK, ROW_LDIJLEK, ROW_LDIJGTK,
                                            ROW_LDIJGEK, ROW_LDIJEQK, ROW_LDIJNEK};
            return MERGE(rows[b->row - ROW_JLTK], a->a[1], a->a[2], b->a[1], b->a[2], a->a[3]);
        }
        if (b->row == ROW_ADDK)
            return MERGE(ROW_LDIADDK, b->a[0], a->a[1], a->a[2], b->a[2], a->a[3]);
        if (b->row == ROW_XOR && !same_location(b->a[1], b->a[2]))
            return MERGE(ROW_LDIXOR, b->a[0], a->a[1], a->a[2], b->a[3 - at], a->a[3]);
        if (b->row == ROW_ADD && !same_location(b->a[1], b->a[2]))
            return MERGE(ROW_LDIADD, b->a[0], a->a[1], a->a[2], b->a[3 - at], a->a[3]);
        return false;
    case ROW_LDIAT:
        return (b->row == ROW_JEQK || b->row == ROW_JNEK) &&
               MERGE(b->row == ROW_JEQK ? ROW_LDIATJEQK : ROW_LDIATJNEK, a->a[1], a->a[2], a->a[3],
                     b->a[1], b->a[2], a->a[4]);
    case ROW_LDIATK:
        if (fuse_compare_two(d, i, a, b))
            return true;
        if (b->row == ROW_JEQK || b->row == ROW_JNEK)
            return MERGE(b->row == ROW_JEQK ? ROW_LDIATKJEQK : ROW_LDIATKJNEK, a->a[1], a->a[2],
                         a->a[3], b->a[1], b->a[2], a->a[4]);
        return b->row == ROW_JLE && !same_location(b->a[0], b->a[1]) &&
               fuse_load_compare(d, i, a, b, same_location(b->a[0], t));
    default:
        return false;
    }
}

/* Elements of other kinds, characters, lengths, globals: above all compared. */
static bool fuse_element(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand t = a->a[0];
    switch (a->row) {
    case ROW_LEN:
        if (b->row == ROW_FUELJLE && !same_location(b->a[1], t))
            return MERGE(ROW_LENJLE, a->a[1], b->a[1], b->a[2], b->a[3], a->a[2]);
        if (b->row == ROW_BLT && !same_location(b->a[0], t))
            return MERGE(ROW_BLTLEN, b->a[0], a->a[1], b->a[2], a->a[2]);
        return false;
    case ROW_LDS:
        if (b->row == ROW_CODE)
            return MERGE(ROW_ORDS, b->a[0], a->a[1], a->a[2], a->a[3]);
        return false;
    case ROW_ORDS:
        if (b->row == ROW_JEQK || b->row == ROW_JNEK)
            return MERGE(b->row == ROW_JEQK ? ROW_LDSJEQK : ROW_LDSJNEK, a->a[1], a->a[2], b->a[1],
                         b->a[2], a->a[3]);
        return false;
    case ROW_LDB:
        if (b->row == ROW_JEQK && b->a[1].i == 0 && same_location(b->a[0], t))
            return MERGE(ROW_LDXJF, a->a[1], a->a[2], bob_imm(KIND_BOOL), b->a[2], a->a[3]);
        return false;
    case ROW_LDX:
        if ((b->row == ROW_LDI || b->row == ROW_LDF) && same_location(b->a[1], t) &&
            !same_location(b->a[2], t) && a->a[3].i == KIND_REF)
            return MERGE(b->row == ROW_LDI ? ROW_LDXI : ROW_LDXF, b->a[0], a->a[1], a->a[2],
                         b->a[2], b->a[3]);
        return false;
    case ROW_LDG:
        if ((b->row == ROW_JEQ || b->row == ROW_JNE) && !same_location(b->a[0], b->a[1]))
            return MERGE(b->row == ROW_JEQ ? ROW_JEQG : ROW_JNEG,
                         b->a[same_location(b->a[0], t) ? 1 : 0], a->a[1], a->a[2], b->a[2],
                         a->a[3]);
        return false;
    default:
        return false;
    }
}

/* A float element in arithmetic. */
static bool fuse_float_element(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand t = a->a[0];
    unsigned at = operand_of(b, a->a[0]);
    switch (a->row) {
    case ROW_LDF:
        if (same_location(b->a[1], b->a[2]))
            return false;
        if (b->row == ROW_LDFSUB)
            return same_location(b->a[1], a->a[1]) && same_location(b->a[3], t) &&
                   MERGE(ROW_LDFDIF, b->a[0], a->a[1], a->a[2], b->a[2], a->a[3]);
        if (b->row == ROW_FMULADD)
            return !same_location(b->a[0], t) &&
                   MERGE(ROW_LDFMULADD, b->a[0], a->a[1], a->a[2], b->a[3 - at], a->a[3]);
        if (b->row == ROW_FADD || b->row == ROW_FMUL || (b->row == ROW_FSUB && at == 2))
            return MERGE(b->row == ROW_FADD   ? ROW_LDFADD
                         : b->row == ROW_FMUL ? ROW_LDFMUL
                                              : ROW_LDFSUB,
                         b->a[0], a->a[1], a->a[2], b->a[3 - at], a->a[3]);
        return false;
    case ROW_LDFMUL:
        if (b->row == ROW_FADDAT || b->row == ROW_FSUBAT)
            return same_location(b->a[1], a->a[2]) && same_location(b->a[2], t) &&
                   MERGE(b->row == ROW_FADDAT ? ROW_LDFMULADDAT : ROW_LDFMULSUBAT, b->a[0], a->a[1],
                         a->a[2], a->a[3], b->a[3]);
        if (b->row == ROW_FADD && same_location(b->a[0], b->a[3 - at]) &&
            !same_location(b->a[0], t))
            return MERGE(ROW_LDFMULADD, b->a[0], a->a[1], a->a[2], a->a[3], a->a[4]);
        return false;
    case ROW_LDFROW:
    case ROW_LDFCOL:
        return b->row == ROW_FMULADD && !same_location(b->a[0], t) &&
               !same_location(b->a[1], b->a[2]) &&
               MERGE(a->row == ROW_LDFROW ? ROW_LDFROWMULADD : ROW_LDFCOLMULADD, b->a[0], a->a[1],
                     a->a[2], a->a[3], a->a[4], b->a[3 - at], a->a[5]);
    default:
        return false;
    }
}

/* Floats: multiplied and added, above all into what is added to. */
static bool fuse_float(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand t = a->a[0];
    unsigned at = operand_of(b, a->a[0]);
    switch (a->row) {
    case ROW_I2F:
        if (b->row == ROW_RFDIVK)
            return MERGE(ROW_DIVIDEK, b->a[0], a->a[1], b->a[2]);
        return false;
    case ROW_FMUL: /* into what is added to */
        if (b->row == ROW_FADDAT || b->row == ROW_FSUBAT)
            return MERGE(b->row == ROW_FADDAT ? ROW_FMULADDAT : ROW_FMULSUBAT, b->a[0], b->a[1],
                         a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_FADD && same_location(b->a[0], b->a[3 - at]) &&
            !same_location(b->a[0], t))
            return MERGE(ROW_FMULADD, b->a[0], a->a[1], a->a[2]);
        if (b->row == ROW_FSUB && at == 2 && same_location(b->a[0], b->a[1]) &&
            !same_location(b->a[0], t))
            return MERGE(ROW_FMULSUB, b->a[0], a->a[1], a->a[2]);
        if (b->row == ROW_FADD && !same_location(b->a[1], b->a[2]))
            return MERGE(ROW_FMULADDS, b->a[0], a->a[1], a->a[2], b->a[3 - at]);
        return false;
    case ROW_FMULK:
        if (b->row == ROW_FMUL && !same_location(b->a[1], b->a[2]))
            return MERGE(ROW_FMULKMUL, b->a[0], a->a[1], a->a[2], b->a[3 - at]);
        return false;
    case ROW_FADD:
        if (b->row == ROW_FJGTK || b->row == ROW_FJNGTK || b->row == ROW_FJLTK ||
            b->row == ROW_FJNLTK)
            return MERGE(b->row == ROW_FJGTK    ? ROW_FADDJGT
                         : b->row == ROW_FJNGTK ? ROW_FADDJNGT
                         : b->row == ROW_FJLTK  ? ROW_FADDJLT
                                                : ROW_FADDJNLT,
                         a->a[1], a->a[2], b->a[1], b->a[2]);
        return false;
    default:
        return false;
    }
}

/* Bits and remainders: masked, shifted, tested. */
static bool fuse_bits(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand t = a->a[0];
    unsigned at = operand_of(b, a->a[0]);
    switch (a->row) {
    case ROW_MOD:
        if (b->row == ROW_JEQK || b->row == ROW_JNEK)
            return MERGE(b->row == ROW_JEQK ? ROW_MODJEQK : ROW_MODJNEK, a->a[1], a->a[2], b->a[1],
                         b->a[2]);
        return false;
    case ROW_ANDK:
        if (b->row == ROW_LDI && same_location(b->a[2], t))
            return MERGE(ROW_LDIAND, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_JNEK || b->row == ROW_JEQK) {
            bool zero = b->a[1].i == 0, bit = is_power(a->a[2].i) && b->a[1].i == a->a[2].i;
            if (zero || bit)
                return MERGE((b->row == ROW_JNEK) == zero ? ROW_JBITS1 : ROW_JBITS0, a->a[1],
                             a->a[2], b->a[2]);
        }
        return false;
    case ROW_SHRK:
        if (b->row == ROW_XOR && same_location(b->a[3 - at], a->a[1]))
            return MERGE(ROW_XSHRK, b->a[0], a->a[1], a->a[2]);
        if (b->row == ROW_XOR && !same_location(b->a[1], b->a[2]))
            return MERGE(ROW_XORSHRK, b->a[0], b->a[3 - at], a->a[1], a->a[2]);
        if (b->row == ROW_ANDK)
            return MERGE(ROW_SHRKANDK, b->a[0], a->a[1], a->a[2], b->a[2]);
        return false;
    default:
        return false;
    }
}

/* Products of ints. */
static bool fuse_product(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand t = a->a[0];
    unsigned at = operand_of(b, a->a[0]);
    switch (a->row) {
    case ROW_MUL:
        if (b->row == ROW_ADDAT && !same_location(b->a[1], t))
            return MERGE(ROW_MULADDAT, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_ADD && same_location(b->a[0], b->a[3 - at]) && !same_location(b->a[0], t))
            return MERGE(ROW_MULADD, b->a[0], a->a[1], a->a[2]);
        if (b->row == ROW_SHRK)
            return MERGE(ROW_MULSHRK, b->a[0], a->a[1], a->a[2], b->a[2]);
        return (b->row == ROW_LDIAT || b->row == ROW_LDFAT) && !same_location(b->a[2], b->a[3]) &&
               fuse_table(d, i, a, b);
    case ROW_MULK:
        if (b->row == ROW_MODMAGIC)
            return MERGE(ROW_MULKMODMAGIC, b->a[0], a->a[1], a->a[2], b->a[2], b->a[3], b->a[4]);
        if (b->row == ROW_ADDK)
            return MERGE(ROW_MULKADDK, b->a[0], a->a[1], a->a[2], b->a[2]);
        if (b->row == ROW_ADD && !same_location(b->a[1], b->a[2]))
            return MERGE(ROW_MULKADD, b->a[0], a->a[1], a->a[2], b->a[3 - at]);
        return false;
    default:
        return false;
    }
}

/* Sums and differences of ints: indices above all. */
static bool fuse_sum(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    Operand t = a->a[0];
    switch (a->row) {
    case ROW_ADDK:
        if (b->row == ROW_LDI && same_location(b->a[2], t))
            return MERGE(ROW_LDIATK, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_LDF && same_location(b->a[2], t))
            return MERGE(ROW_LDFATK, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_LDX && same_location(b->a[2], t))
            return MERGE(ROW_LDXATK, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3], b->a[4]);
        if (b->row == ROW_STI && same_location(b->a[1], t) && !same_location(b->a[2], t))
            return MERGE(ROW_STIATK, b->a[0], a->a[1], a->a[2], b->a[2], b->a[3]);
        if (b->row == ROW_JLE && !same_location(b->a[0], b->a[1]))
            return same_location(b->a[0], t)
                       ? MERGE(ROW_ADDKJLE, a->a[1], a->a[2], b->a[1], b->a[2])
                       : MERGE(ROW_JLEADDK, b->a[0], a->a[1], a->a[2], b->a[2]);
        return false;
    case ROW_SUB:
        return (b->row == ROW_LDI || b->row == ROW_LDF) && same_location(b->a[2], t) &&
               MERGE(b->row == ROW_LDI ? ROW_LDIATSUB : ROW_LDFATSUB, b->a[0], b->a[1], a->a[1],
                     a->a[2], b->a[3]);
    case ROW_ADD:
        if (b->row == ROW_LDI && same_location(b->a[2], t))
            return MERGE(ROW_LDIAT, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if (b->row == ROW_LDF && same_location(b->a[2], t))
            return MERGE(ROW_LDFAT, b->a[0], b->a[1], a->a[1], a->a[2], b->a[3]);
        if ((b->row == ROW_STIK || b->row == ROW_STXK) && same_location(b->a[1], t))
            return MERGE(ROW_STXKAT, b->a[0], a->a[1], a->a[2], b->a[2],
                         b->row == ROW_STXK ? b->a[3] : bob_imm(KIND_INT),
                         b->a[b->row == ROW_STXK ? 4 : 3]);
        if (b->row == ROW_MODMAGIC)
            return MERGE(ROW_ADDMODMAGIC, b->a[0], a->a[1], a->a[2], b->a[2], b->a[3], b->a[4]);
        if (b->row == ROW_ADDK)
            return MERGE(ROW_ADDADDK, b->a[0], a->a[1], a->a[2], b->a[2]);
        if (b->row == ROW_RET)
            return MERGE(ROW_RETADD, a->a[1], a->a[2], b->a[1], b->a[2]);
        return false;
    default:
        return false;
    }
}

bool bob_fuse_value(Decode *d, uint32_t i, const Op *a, const Op *b)
{
    if (fuse_move(d, i, a, b) || fuse_truth(d, i, a, b))
        return true;
    switch (a->row) {
    case ROW_LDI:
    case ROW_LDIAT:
    case ROW_LDIATK:
        return fuse_int_element(d, i, a, b);
    case ROW_LEN:
    case ROW_LDS:
    case ROW_ORDS:
    case ROW_LDB:
    case ROW_LDX:
    case ROW_LDG:
        return fuse_element(d, i, a, b);
    case ROW_LDF:
    case ROW_LDFMUL:
    case ROW_LDFROW:
    case ROW_LDFCOL:
        return fuse_float_element(d, i, a, b);
    case ROW_I2F:
    case ROW_FMUL:
    case ROW_FMULK:
    case ROW_FADD:
        return fuse_float(d, i, a, b);
    case ROW_MOD:
    case ROW_ANDK:
    case ROW_SHRK:
        return fuse_bits(d, i, a, b);
    case ROW_MUL:
    case ROW_MULK:
        return fuse_product(d, i, a, b);
    case ROW_ADDK:
    case ROW_SUB:
    case ROW_ADD:
        return fuse_sum(d, i, a, b);
    default:
        return false;
    }
}
