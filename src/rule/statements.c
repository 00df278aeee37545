#include "trial.h"

const il_value *il_view__statements(il_judge *judge, const il_resource *resource)
{
    return il_value_list(judge->arena, resource->loc, NULL, 0);
}
