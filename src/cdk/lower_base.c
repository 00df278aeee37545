/* Base trees: the resources that a construct has before its props say anything, and the constructs that it makes below itself. */
#include "lower.h"

static il_cat base_of(const il_low_unit *unit)
{
    for (il_cat data = unit->data; data; data = il_low__parent(data))
        if (il_cat_get(data, IL_W_BASE))
            return il_cat_get(data, IL_W_BASE);
    return IL_CAT_NONE;
}

/* The condition under which a resource exists whose guard depends on a choice of two arms. */
static bool existence(const il_low_verdict *verdict, il_condition *condition)
{
    if (!verdict->choice || verdict->choice->choice.n != 2)
        return false;
    int yes = verdict->truths[0] == IL_YES ? 0 : verdict->truths[1] == IL_YES ? 1 : -1;
    if (yes < 0 || verdict->truths[1 - yes] != IL_NO)
        return false;
    *condition = verdict->choice->choice.conditions[yes];
    return true;
}

static void fill(il_low_unit *unit, il_low_part *part, il_cat entry)
{
    il_low_scope scope = {unit->low, unit, NULL, NULL, 0, unit->construct->loc, IL_FROM_DEFAULT};
    il_cat properties = il_cat_get(entry, IL_W_PROPERTIES), attributes = il_cat_get(entry, IL_W_ATTRIBUTES);
    for (size_t i = 0; i < il_cat_count(properties); i++) {
        il_low_node *node = il_low__template(&scope, il_cat_at(properties, i));
        if (il_low__is_tags(part, il_cat_key(properties, i)))
            il_low__own_tags(part, node, (il_loc){0});
        else
            il_low__put(unit->low, part->properties, il_cat_key(properties, i), (il_loc){0}, node);
    }
    for (size_t i = 0; i < il_cat_count(attributes); i++)
        il_low__put(unit->low, part->attributes, il_cat_key(attributes, i), (il_loc){0},
                    il_low__template(&scope, il_cat_at(attributes, i)));
}

/* The unit that the resource at *RELATIVE belongs to: the deepest construct below UNIT on the way; *RELATIVE is the rest of the way. */
static il_low_unit *owner_of(il_low_unit *unit, il_str *relative)
{
    for (size_t n = relative->n; n > 0; n--) {
        il_low_unit *child =
            relative->p[n - 1] == '/' ? il_low__child_of(unit, il_str_slice(*relative, 0, n - 1)) : NULL;
        if (child) {
            *relative = il_str_slice(*relative, n, relative->n);
            return child;
        }
    }
    return unit;
}

/* A resource, or a construct that the library makes below this one; after `^` one that the stack has once for all. */
static void make_entry(il_low_unit *unit, il_str relative, il_cat entry, const il_condition *condition)
{
    if (il_cat_get(entry, IL_W_CHILD)) {
        il_low_unit *owner = owner_of(unit, &relative);
        il_low__bare_child(owner, relative, il_cat_text(il_cat_get(entry, IL_W_CHILD)));
        return;
    }
    il_low_scope scope = {unit->low, unit, NULL, NULL, 0, unit->construct->loc, IL_FROM_DEFAULT};
    if (il_str_starts(relative, IL_STR("^"))) {
        il_str below = il_str_slice(relative, 1, relative.n);
        if (!unit->stack_unit || il_low__part_at(unit, relative) || il_low__child_of(unit->stack_unit, below))
            return;
        unit = unit->stack_unit;
        relative = below;
    }
    il_cat creates = il_cat_get(entry, IL_W_CREATES);
    if (creates) {
        il_cat props = il_cat_get(entry, IL_W_PROPS);
        il_low_unit *made = il_low__child(unit, relative, il_cat_text(creates),
                                          props ? il_low__instantiate(&scope, props) : NULL, scope.loc);
        if (il_cat_true(il_cat_get(entry, IL_W_GENERATED)))
            il_low__generated(made);
        return;
    }
    il_low_unit *owner = owner_of(unit, &relative);
    il_low_part *part = il_low__part(owner, relative, il_cat_text(il_cat_get(entry, IL_W_TYPE)));
    part->out->generated = il_cat_true(il_cat_get(entry, IL_W_GENERATED));
    if (condition)
        part->out->condition = *condition;
}

/* What ENTRY may have made: its type, or the types of the base tree of the construct that it creates. */
static void base_gap(il_low_unit *unit, il_str relative, il_cat entry)
{
    static const char reason[] = "depends on a value that is not known";
    il_cat tree = il_cat_get(il_cat_construct(il_cat_text(il_cat_get(entry, IL_W_CREATES))), IL_W_BASE);
    il_str type = il_cat_text(il_cat_get(entry, IL_W_TYPE));
    if (!il_cat_count(tree))
        il_low__gap(unit, unit->construct->loc, reason, relative, type.n ? il_intern(type) : NULL);
    for (size_t i = 0; i < il_cat_count(tree); i++)
        base_gap(unit, il_cat_key(tree, i), il_cat_at(tree, i));
}

/* Whether DOUBT, with these props, is about the existence of the resource at RELATIVE. */
static bool doubts_existence(il_low_unit *unit, il_cat doubt, il_str relative)
{
    il_cat maybe = il_cat_get(doubt, IL_W_MAYBE);
    for (size_t i = 0; i < il_cat_count(maybe); i++)
        if (il_str_eq(il_cat_text(il_cat_at(maybe, i)), relative))
            return il_low__guard(unit, il_cat_get(doubt, IL_W_WHEN)).truth != IL_NO;
    return false;
}

static bool doubted(il_low_unit *unit, il_str relative)
{
    for (il_cat data = unit->data; data; data = il_low__parent(data)) {
        il_cat doubts = il_cat_get(data, IL_W_DOUBTS);
        for (size_t i = 0; i < il_cat_count(doubts); i++)
            if (doubts_existence(unit, il_cat_at(doubts, i), relative))
                return true;
    }
    return false;
}

void il_low__make_base(il_low_unit *unit)
{
    il_cat base = base_of(unit);
    for (size_t i = 0, n = il_cat_count(base); i < n; i++) {
        il_cat entry = il_cat_at(base, i);
        il_low_verdict verdict = il_low__guard(unit, il_cat_get(entry, IL_W_WHEN));
        il_condition condition;
        if (verdict.truth != IL_NO && doubted(unit, il_cat_key(base, i)))
            base_gap(unit, il_cat_key(base, i), entry);
        else if (verdict.truth == IL_YES)
            make_entry(unit, il_cat_key(base, i), entry, NULL);
        else if (existence(&verdict, &condition))
            make_entry(unit, il_cat_key(base, i), entry, &condition);
        else if (verdict.truth == IL_MAYBE)
            base_gap(unit, il_cat_key(base, i), entry);
    }
}

/* Default properties, once all resources of the unit exist that they may refer to. */
void il_low__fill_base(il_low_unit *unit)
{
    il_cat base = base_of(unit);
    for (size_t i = 0, n = il_cat_count(base); i < n; i++) {
        il_cat entry = il_cat_at(base, i);
        il_low_part *part = il_cat_get(entry, IL_W_TYPE) ? il_low__part_at(unit, il_cat_key(base, i)) : NULL;
        if (!part)
            continue;
        fill(unit, part, entry);
        if (il_cat_true(il_cat_get(entry, IL_W_OPENS)))
            part->properties->open = part->attributes->open = true;
    }
}
