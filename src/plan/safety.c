/* How safe a fix is at best: a page's word, lowered where a property that it changes may have CloudFormation replace the resource (by its resource
 * specification, in the catalogue: "update requires: replacement" and "… some interruptions or replacement"). Of a type that the
 * specification does not know nothing is known, so nothing is safe. */
#include <string.h>

#include "catalog.h"
#include "planner.h"

/* Whether the property at PATH ("Rules.0.Id") lies in, or holds, one that REPLACING names. */
static bool touches(il_arena *arena, il_str replacing, il_str path)
{
    il_buf plain = {0};
    while (path.p) {
        il_str key = il_str_cut(&path, '.');
        if (il_edit_index(key) >= 0)
            continue;
        if (plain.n)
            il_buf_putc(&plain, '.');
        il_buf_add(&plain, key);
    }
    il_str changed = il_buf_take(arena, &plain);
    while (replacing.n) {
        il_str one = il_str_cut(&replacing, ' ');
        il_str shorter = one.n < changed.n ? one : changed, longer = one.n < changed.n ? changed : one;
        bool within = il_str_starts(longer, shorter) && (longer.n == shorter.n || longer.p[shorter.n] == '.');
        if (within)
            return true;
    }
    return false;
}

static bool replaces(const il_planning *p, il_str replacing, const char *page_path)
{
    il_str path = il_plan__body_path(p->arena, p->verdict, page_path), start = IL_STR("Properties.");
    bool property = !strstr(page_path, "::") && il_str_starts(path, start);
    return property && touches(p->arena, replacing, il_str_slice(path, start.n, path.n));
}

il_safety il_plan__safety(const il_planning *p)
{
    const il_rule_fix *page = p->page;
    il_str type = il_str_of(p->resource->type), replacing = il_cat_replacing(type);
    bool changes = page->n_set + page->n_remove + page->n_allow > 0, real = il_str_starts(type, IL_STR("AWS::"));
    if (changes && real && !replacing.p && !il_str_starts(type, IL_STR("AWS::Serverless::")))
        return IL_UNSAFE;
    for (size_t i = 0; i < page->n_set; i++)
        if (replaces(p, replacing, page->set[i].path))
            return IL_UNSAFE;
    for (size_t i = 0; i < page->n_remove; i++)
        if (replaces(p, replacing, page->remove[i]))
            return IL_UNSAFE;
    for (size_t i = 0; i < page->n_allow; i++)
        if (replaces(p, replacing, page->allow[i]))
            return IL_UNSAFE;
    return page->safety;
}
