/* Holes of snippets: `{{name}}` and `{{name:argument}}`. What a hole means is the language's own; here is only how they are found. CloudFormation's
 * dynamic references (`{{resolve:…}}`) are none. */
#include "planner.h"

static bool quoted_at(il_str text, size_t start, size_t end)
{
    char before = start > 0 ? text.p[start - 1] : 0, after = end < text.n ? text.p[end] : 0;
    return before == after && (before == '\'' || before == '"' || before == '`');
}

/* The next hole at or after AT, or SIZE_MAX. Of `${{{…}}}` the inner braces are the hole's. */
static size_t hole_at(il_str text, size_t at)
{
    size_t open = il_str_find(text, IL_STR("{{"), at);
    while (open != SIZE_MAX && open + 2 < text.n && text.p[open + 2] == '{')
        open++;
    return open;
}

bool il_plan__fill(il_arena *arena, il_str text, const il_filler *filler, il_str *out, const char **refusal)
{
    il_buf buf = {0};
    size_t at = 0;
    for (;;) {
        size_t open = hole_at(text, at), close = open == SIZE_MAX ? SIZE_MAX : il_str_find(text, IL_STR("}}"), open);
        if (close == SIZE_MAX)
            break;
        il_str rest = il_str_slice(text, open + 2, close), name = il_str_cut(&rest, ':'), filled;
        il_hole hole = {
            .name = il_str_trim(name), .arg = il_str_trim(rest), .quoted = quoted_at(text, open, close + 2)};
        hole.after = il_str_slice(text, close + 2, text.n);
        bool reference = il_str_is(name, "resolve");
        if (!reference && !filler->fill(filler->context, &hole, &filled, refusal)) {
            il_buf_free(&buf);
            return false;
        }
        bool bare = hole.bare && hole.quoted;
        il_buf_add(&buf, il_str_slice(text, at, reference ? close + 2 : open - bare));
        il_buf_add(&buf, reference ? (il_str){0} : filled);
        at = close + 2 + hole.consumed + bare;
    }
    il_buf_add(&buf, il_str_slice(text, at, text.n));
    *out = il_buf_take(arena, &buf);
    return true;
}

bool il_plan__fill_patch(il_arena *arena, il_edit_value *value, const il_filler *filler, const char **refusal)
{
    bool text = value->kind == IL_EDIT_STRING || value->kind == IL_EDIT_CODE;
    if (text && !il_plan__fill(arena, value->text, filler, &value->text, refusal))
        return false;
    for (size_t i = 0; i < value->items.n; i++) {
        if (!il_plan__fill_patch(arena, value->items.items[i], filler, refusal))
            return false;
    }
    for (size_t i = 0; i < value->members.n; i++) {
        il_edit_member *member = &value->members.items[i];
        if (!il_plan__fill(arena, member->key, filler, &member->key, refusal) ||
            !il_plan__fill_patch(arena, member->value, filler, refusal))
            return false;
    }
    return true;
}
