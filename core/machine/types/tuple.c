/* The type tuple: values side by side that never change. */
#include "core/machine/types/types.h"

const BobTypeOps bob_type_tuple = {
    .what = "tuple",
    .item = bob_elements_item,
    .slice = bob_elements_slice,
    .unpack = bob_elements_unpack,
    .join = bob_elements_join,
    .repeat = bob_elements_repeat,
    .contains = bob_elements_contain,
    .relate = bob_elements_relate,
    .open = "(",
    .close = ")",
    .close_one = ",)",
    .inside = "(...)",
};
