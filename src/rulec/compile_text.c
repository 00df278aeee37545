/* Messages: `{$name}`, `{$type}`, `{$min-days}`, `{PATH}`, `{PATH|what to say when there is nothing}`. */
#include <string.h>

#include "compiler.h"

static bool is_param(const il_compiler *c, il_str name, int *index)
{
    for (size_t i = 0; i < c->n_params; i++) {
        if (il_str_is(name, c->params[i].name)) {
            *index = (int)i;
            return true;
        }
    }
    return false;
}

static il_piece placeholder(il_compiler *c, const il_node *node, il_str inside)
{
    il_piece piece = {.kind = IL_PIECE_PATH, .index = IL_SLOT_NONE};
    il_str rest = inside, name = il_str_cut(&rest, '|');
    piece.text = il_arena_str(c->arena, rest);
    if (il_str_is(name, "$name"))
        piece.kind = IL_PIECE_NAME;
    else if (il_str_is(name, "$type"))
        piece.kind = IL_PIECE_TYPE;
    else if (name.n > 1 && name.p[0] == '$' && is_param(c, il_str_slice(name, 1, name.n), &piece.index))
        piece.kind = IL_PIECE_PARAM;
    else
        piece.path = il_compile__path_text(c, node, name);
    return piece;
}

il_text il_compile__text(il_compiler *c, const il_node *node)
{
    IL_VEC(il_piece) pieces = {0};
    const char *text = il_compile__string(c, node, "a message");
    il_str rest = il_str_trim(il_str_of(text));
    while (rest.n) {
        size_t open = il_str_find(rest, IL_STR("{"), 0), until = open == SIZE_MAX ? rest.n : open;
        if (until) {
            il_piece piece = {.kind = IL_PIECE_TEXT, .text = il_str_slice(rest, 0, until), .index = IL_SLOT_NONE};
            IL_PUSH(c->arena, &pieces, piece);
        }
        if (open == SIZE_MAX)
            break;
        size_t close = il_str_find(rest, IL_STR("}"), open);
        if (close == SIZE_MAX) {
            il_compile__error(c, node, "the placeholder is not closed by }");
            break;
        }
        il_piece piece = placeholder(c, node, il_str_slice(rest, open + 1, close));
        IL_PUSH(c->arena, &pieces, piece);
        rest = il_str_slice(rest, close + 1, rest.n);
    }
    return (il_text){pieces.items, pieces.n};
}
