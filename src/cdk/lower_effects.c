/* Effects: where the value of a prop or argument goes in which resource, under which guard, and how it gets there. */
#include "lower_policy.h"

/* One effect on the way. */
typedef struct {
    il_low_unit *unit;
    il_low_part *part;
    il_low_node *map; /* properties, or attributes for a path that begins with a dot */
    il_str path;
    il_str op;
    il_cat shape, key;
    il_loc key_loc;
} effect;

static il_low_node *previous(const effect *e)
{
    return e->path.n ? il_low__at(e->map, e->path) : NULL;
}

/* Sets the members of NODE in the properties themselves. */
static void spread(const effect *e, const il_low_node *node)
{
    if (node->kind != IL_LOW_MAP) {
        il_low__open(e->map);
        return;
    }
    for (size_t i = 0; i < node->fields.n; i++)
        il_low__put(e->unit->low, e->map, node->fields.items[i].key, e->key_loc, node->fields.items[i].node);
    e->map->open = e->map->open || node->open;
}

static bool same_key(const il_low_node *a, const il_low_node *b, il_str key)
{
    const il_low_node *x = il_low__member(a, key), *y = il_low__member(b, key);
    return x && y && x->kind == IL_LOW_LEAF && y->kind == IL_LOW_LEAF && il_value_eq(x->leaf, y->leaf);
}

/* Adds NODE, an item or a list of them, to the list at the path; one with the key of an earlier item takes its place. */
static void merge(const effect *e, il_low_node *node)
{
    il_low_node *list = previous(e);
    if (node->kind == IL_LOW_MAP) {
        il_low_node *one = il_low__list(e->unit->low, node->loc);
        il_low__push(e->unit->low, one, node);
        node = one;
    }
    if (!list || list->kind != IL_LOW_LIST || node->kind != IL_LOW_LIST) {
        il_low__set(e->unit->low, e->map, e->path, e->key_loc, node);
        return;
    }
    il_str key = il_cat_text(e->key);
    for (size_t i = 0; i < node->items.n; i++) {
        size_t at = 0;
        while (at < list->items.n && !same_key(list->items.items[at], node->items.items[i], key))
            at++;
        if (at < list->items.n)
            list->items.items[at] = node->items.items[i];
        else
            il_low__push(e->unit->low, list, node->items.items[i]);
    }
    list->open = list->open || node->open;
}

static void extend(const effect *e, il_low_node *node)
{
    if (node->kind != IL_LOW_LIST) {
        il_low__set(e->unit->low, e->map, e->path, e->key_loc,
                    il_low__unknown(e->unit->low, node->loc, "list that cannot be known", (il_str){NULL, 0}));
        return;
    }
    for (size_t i = 0; i < node->items.n; i++)
        il_low__append(e->unit->low, e->map, e->path, e->key_loc, node->items.items[i]);
    il_low_node *list = previous(e);
    if (list && node->open)
        list->open = true;
}

/* A statement that may be there: it says nothing of what it would. */
static void open_document(const effect *e)
{
    il_low_unit *unit = e->unit;
    il_low_document *document =
        il_str_is(e->op, "identity")
            ? il_low__identity_document(unit->low, il_low__ev_unit(unit->low, unit), unit->construct->loc)
            : il_low__resource_document(unit, unit->construct->loc);
    if (document)
        document->open = true;
}

/* Adds the statement NODE to the policy of the role that the construct acts with; an imported role has none here. */
static void identity(const effect *e, il_low_node *node)
{
    il_low_unit *unit = e->unit;
    il_low_document *document =
        il_low__identity_document(unit->low, il_low__ev_unit(unit->low, unit), unit->construct->loc);
    if (document)
        il_low__add_statement(document, il_low__statement_of_node(unit->low, node));
}

/* Adds the statement NODE to the resource's own policy. */
static void resource(const effect *e, il_low_node *node)
{
    il_low_document *document = il_low__resource_document(e->unit, e->unit->construct->loc);
    if (document)
        il_low__add_statement(document, il_low__statement_of_node(e->unit->low, node));
}

static void write(const effect *e, il_low_node *node)
{
    if (!node)
        return;
    if (il_str_is(e->op, "identity"))
        identity(e, node);
    else if (il_str_is(e->op, "resource"))
        resource(e, node);
    else if (il_str_is(e->op, "tag"))
        il_low__tag(e->part, e->path, e->key_loc, node);
    else if (e->path.n == 0)
        spread(e, node);
    else if (il_str_is(e->op, "append"))
        il_low__append(e->unit->low, e->map, e->path, e->key_loc, node);
    else if (il_str_is(e->op, "extend"))
        extend(e, node);
    else if (il_str_is(e->op, "merge"))
        merge(e, node);
    else
        il_low__set(e->unit->low, e->map, e->path, e->key_loc, node);
}

/* The node of a value that is one of several: an arm that gives nothing leaves what was there. */
static il_low_node *over_arms(const effect *e, const il_ev *choice)
{
    il_low *low = e->unit->low;
    il_low_node **nodes = IL_NEW_ARRAY(low->arena, choice->choice.n, il_low_node *);
    for (size_t i = 0; i < choice->choice.n; i++) {
        nodes[i] = il_low__shape(e->unit, e->shape, choice->choice.arms[i]);
        if (!nodes[i])
            nodes[i] = previous(e);
    }
    return il_low__choose(low, choice, nodes);
}

static il_low_node *node_of(const effect *e, const il_ev *value)
{
    const il_ev *ev = il_low__reduce(e->unit->low, value);
    if (ev->kind == IL_EV_CHOICE && e->path.n && e->op.n == 0)
        return over_arms(e, ev);
    return il_low__shape(e->unit, e->shape, value);
}

/* The effect under a guard that depends on a choice: what was there stays in the arms where the guard does not hold. */
static il_low_node *over_guard(const effect *e, const il_low_verdict *verdict, const il_ev *value)
{
    il_low *low = e->unit->low;
    const il_ev *choice = verdict->choice;
    il_low_node **nodes = IL_NEW_ARRAY(low->arena, choice->choice.n, il_low_node *);
    for (size_t i = 0; i < choice->choice.n; i++) {
        const il_ev *arm = il_low__assume(il_low__reduce(low, value), choice->choice.conditions[i]);
        if (verdict->truths[i] == IL_YES)
            nodes[i] = node_of(e, arm);
        else if (verdict->truths[i] == IL_MAYBE)
            nodes[i] = il_low__unknown(low, value->loc, "depends on a value that is not known", (il_str){NULL, 0});
        if (!nodes[i] && e->op.n == 0)
            nodes[i] = previous(e);
    }
    return il_low__choose(low, choice, nodes);
}

/* The policy statements that a prop gives the role of the construct. */
static void statements_of(il_low_unit *unit, il_str prop)
{
    const il_field *field = il_low__field_entry(unit->props, prop);
    il_low_document *document =
        field ? il_low__identity_document(unit->low, il_low__ev_unit(unit->low, unit), field->name_loc) : NULL;
    if (document)
        il_low__add_statements(document, field->value);
}

void il_low__effect(il_low_unit *unit, il_cat data, const il_ev *value, il_loc key_loc)
{
    il_cat at = il_cat_get(data, IL_W_AT);
    effect e = {.unit = unit, .part = at ? il_low__part_at(unit, il_cat_text(at)) : il_low__primary(unit)};
    if (!e.part)
        return;
    e.path = il_cat_text(il_cat_get(data, IL_W_PATH));
    e.map = il_str_starts(e.path, IL_STR(".")) ? e.part->attributes : e.part->properties;
    if (e.map == e.part->attributes)
        e.path = il_str_slice(e.path, 1, e.path.n);
    e.op = il_cat_text(il_cat_get(data, IL_W_OP));
    e.shape = il_cat_get(data, IL_W_SHAPE);
    if (il_str_is(e.op, "statements")) {
        statements_of(unit, e.path);
        return;
    }
    e.key = il_cat_get(data, IL_W_KEY);
    e.key_loc = key_loc;
    il_low_verdict verdict = il_low__guard(unit, il_cat_get(data, IL_W_WHEN));
    if (verdict.truth == IL_YES)
        write(&e, node_of(&e, value));
    else if (verdict.truth == IL_MAYBE && il_str_is(e.op, "resource"))
        il_low__doubt_resource_document(unit, value->loc.source ? value->loc : unit->construct->loc);
    else if (verdict.choice)
        write(&e, over_guard(&e, &verdict, value));
    else if (verdict.truth == IL_MAYBE && (il_str_is(e.op, "identity") || il_str_is(e.op, "resource")))
        open_document(&e);
    else if (verdict.truth == IL_MAYBE && e.path.n)
        il_low__set(unit->low, e.map, e.path, key_loc,
                    il_low__unknown(unit->low, value->loc, "depends on a value that is not known", (il_str){NULL, 0}));
}

void il_low__effects(il_low_unit *unit, il_cat effects, const il_ev *value, il_loc key_loc)
{
    for (size_t i = 0, n = il_cat_count(effects); i < n; i++)
        il_low__effect(unit, il_cat_at(effects, i), value, key_loc);
}
