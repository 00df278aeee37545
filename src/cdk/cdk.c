#include "cdk.h"

il_app *il_cdk_read(il_arena *arena, const il_cdk_input *input)
{
    return il_cdk_lower(arena, il_cdk_evaluate(arena, input), input->root);
}
