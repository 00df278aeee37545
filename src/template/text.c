/* Fn::Join and Fn::Split, and how values read inside a text. A text with parts is a call of "Fn::Join" without a delimiter (value.h), so
 * the delimiter becomes parts; where a condition decides whether an item is there at all, the text is unknown in that part. */
#include "reader.h"

const il_value *il_reader__text_of(il_reader *r, const il_value *value)
{
    il_str text;
    double number;
    if (value->kind == IL_BOOL) {
        text = il_str_of(value->boolean ? "true" : "false");
    } else if (value->kind == IL_NUMBER) {
        const il_node *node = value->handle;
        bool written = node && node->kind == IL_NODE_NUMBER && il_str_number(node->text, &number);
        text = written ? node->text : il_arena_printf(r->arena, "%.15g", value->number);
    } else {
        return value;
    }
    il_value *string = (il_value *)il_value_string(r->arena, value->loc, text); /* made just now */
    string->handle = value->handle;
    string->origin = value->origin;
    string->parameter = value->parameter;
    return string;
}

bool il_reader__optional(const il_value *value)
{
    if (value->kind == IL_MISSING)
        return true;
    for (size_t i = 0; value->kind == IL_CHOICE && i < value->choice.n; i++)
        if (il_reader__optional(value->choice.arms[i].value))
            return true;
    return false;
}

static il_loc end_of(il_loc loc)
{
    return (il_loc){loc.source, {loc.span.end, loc.span.end}};
}

/* The delimiter stands between the items, so that text that is joined stands from its first item to its last. */
static const il_value *joined(il_reader *r, const il_site *site, const il_value *delimiter, const il_value *list)
{
    const il_value **parts = IL_NEW_ARRAY(r->arena, list->list.n * 2, const il_value *);
    size_t n = 0;
    for (size_t i = 0; i < list->list.n; i++) {
        const il_value *item = list->list.items[i];
        bool doubtful = delimiter->string.n > 0 && il_reader__optional(item);
        if (i > 0 && delimiter->string.n > 0)
            parts[n++] = il_value_at(r->arena, delimiter, end_of(list->list.items[i - 1]->loc));
        if (doubtful)
            item = il_value_unknown(r->arena, item->loc, "text under a condition", (il_str){NULL, 0});
        parts[n++] = il_reader__text_of(r, item);
    }
    return il_value_join(r->arena, il_reader__loc(r, site->node), parts, n);
}

const il_value *il_reader__join(il_reader *r, const il_site *site)
{
    if (il_reader__n_args(site) != 2)
        return il_reader__malformed(r, site);
    const il_value *delimiter = il_reader__text_of(r, il_reader__value(r, il_reader__nth(site, 0)));
    const il_value *list = il_reader__value(r, il_reader__nth(site, 1));
    if (delimiter->kind != IL_STRING || list->kind == IL_MISSING)
        return il_reader__malformed(r, site);
    if (list->kind != IL_LIST)
        return il_reader__kept(r, site, &list, 1); /* a text of parts that a function gives */
    const il_value *text = joined(r, site, delimiter, list);
    bool ours = text->kind == IL_STRING || (text->kind == IL_CALL && !text->handle);
    return ours ? il_reader__own(text, site->node) : text;
}

/* The parts of the second of ARGS between the first, each at its own place where the text stands in the file as it reads. */
static const il_value *split(il_reader *r, const il_site *site, const il_value *const *args, size_t n)
{
    IL_VEC(const il_value *) items = {0};
    const il_value *delimiter = il_reader__text_of(r, args[0]), *text = il_reader__text_of(r, args[n - 1]);
    if (delimiter->kind != IL_STRING || delimiter->string.n == 0 || text->kind != IL_STRING)
        return NULL;
    for (size_t from = 0, to; from <= text->string.n; from = to + delimiter->string.n) {
        to = il_str_find(text->string, delimiter->string, from);
        to = to == SIZE_MAX ? text->string.n : to;
        const il_value *item = il_value_string(r->arena, text->loc, il_str_slice(text->string, from, to));
        IL_PUSH(r->arena, &items, il_reader__derived(il_reader__own(item, text->handle), text));
    }
    const il_value *list = il_value_list(r->arena, il_reader__loc(r, site->node), items.items, items.n);
    return il_reader__derived(il_reader__own(list, site->node), text);
}

const il_value *il_reader__split(il_reader *r, const il_site *site)
{
    if (il_reader__n_args(site) != 2)
        return il_reader__malformed(r, site);
    const il_value *args[] = {il_reader__value(r, il_reader__nth(site, 0)),
                              il_reader__value(r, il_reader__nth(site, 1))};
    const il_value *list = il_reader__over_arms(r, site, args, 2, split);
    return list ? list : il_reader__kept(r, site, args, 2);
}
