/* Statements on their way out: merged where the library merges them, sorted where it sorts, one value instead of a list of one. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "lower_policy.h"

/* ---- Sorting: by the JSON text that the template will have ---- */

static void add_json(il_buf *out, const il_value *value, const il_stack *stack)
{
    switch (value->kind) {
    case IL_STRING:
        il_buf_putc(out, '"');
        il_buf_json(out, value->string);
        il_buf_putc(out, '"');
        return;
    case IL_REF: {
        const il_resource *target = value->ref.target;
        il_str id = target ? target->logical_id : value->ref.name;
        bool imported = target && target->stack != stack;
        if (imported)
            il_buf_printf(out, "{\"Fn::ImportValue\":\"%.*s:ExportsOutput%s%.*s%.*s",
                          IL_FMT(target->stack ? target->stack->name : id), value->ref.attribute.n ? "FnGetAtt" : "Ref",
                          IL_FMT(id), IL_FMT(value->ref.attribute));
        else if (value->ref.attribute.n)
            il_buf_printf(out, "{\"Fn::GetAtt\":[\"%.*s\",\"%.*s\"]}", IL_FMT(id), IL_FMT(value->ref.attribute));
        else
            il_buf_printf(out, "{\"Ref\":\"%.*s\"}", IL_FMT(id));
        return;
    }
    case IL_CALL:
        il_buf_printf(out, "{\"%s\":[\"\",[", value->call.name);
        for (size_t i = 0; i < value->call.n; i++) {
            if (i)
                il_buf_putc(out, ',');
            add_json(out, value->call.items[i], stack);
        }
        il_buf_puts(out, "]]}");
        return;
    default:
        il_buf_puts(out, il_kind_name(value->kind));
    }
}

typedef struct {
    il_str key;
    const il_value *value;
} sortable;

static int by_key(const void *a, const void *b)
{
    return il_str_cmp(((const sortable *)a)->key, ((const sortable *)b)->key);
}

/* Whether the text of VALUE, which decides where it stands, can be known. */
static bool has_text(const il_value *value)
{
    for (size_t i = 0; value->kind == IL_CALL && i < value->call.n; i++)
        if (!has_text(value->call.items[i]))
            return false;
    return value->kind != IL_UNKNOWN && value->kind != IL_CHOICE;
}

/* Several values of which one cannot be known are in an order that cannot be known. */
static bool has_order(const il_low_values *values)
{
    bool known = true;
    for (size_t i = 0; i < values->n; i++)
        known = known && has_text(values->items[i]);
    return known || values->n < 2;
}

static void sort_values(il_low *low, il_low_values *values, const il_stack *stack)
{
    sortable *items = IL_NEW_ARRAY(low->arena, values->n, sortable);
    for (size_t i = 0; i < values->n; i++) {
        il_buf key = {0};
        add_json(&key, values->items[i], stack);
        items[i] = (sortable){il_arena_str(low->arena, il_buf_str(&key)), values->items[i]};
        il_buf_free(&key);
    }
    if (values->n)
        qsort(items, values->n, sizeof *items, by_key);
    for (size_t i = 0; i < values->n; i++)
        values->items[i] = items[i].value;
}

/* ---- Merging ---- */

static bool same_set(const il_low_values *a, const il_low_values *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        bool found = false;
        for (size_t k = 0; k < b->n && !found; k++)
            found = il_value_eq(a->items[i], b->items[k]);
        if (!found)
            return false;
    }
    return true;
}

static bool same_node(il_low *low, const il_low_node *a, const il_low_node *b)
{
    if (!a || !b)
        return a == b;
    return il_value_eq(il_low__freeze(low, NULL, a), il_low__freeze(low, NULL, b));
}

static bool is_known(const il_low_statement *s)
{
    return !s->rest && !s->open && !s->under.text.n;
}

static void add_all(il_low *low, il_low_values *into, const il_low_values *from)
{
    for (size_t i = 0; i < from->n; i++) {
        bool found = false;
        for (size_t k = 0; k < into->n && !found; k++)
            found = il_value_eq(into->items[k], from->items[i]);
        if (!found)
            IL_PUSH(low->arena, into, from->items[i]);
    }
}

static il_low_node *as_list(il_low *low, il_low_node *node)
{
    if (node->kind == IL_LOW_LIST)
        return node;
    il_low_node *list = il_low__list(low, node->loc);
    il_low__push(low, list, node);
    return list;
}

/* The kinds of both, each with the values of both. */
static il_low_node *merged_principals(il_low *low, il_low_node *a, il_low_node *b)
{
    il_low_node *out = il_low__map(low, a->loc);
    for (size_t i = 0; i < a->fields.n; i++)
        il_low__put(low, out, a->fields.items[i].key, a->fields.items[i].key_loc, a->fields.items[i].node);
    for (size_t i = 0; i < b->fields.n; i++) {
        il_low_field *field = &b->fields.items[i];
        il_low_node *old = il_low__member(out, field->key);
        if (!old) {
            il_low__put(low, out, field->key, field->key_loc, field->node);
            continue;
        }
        il_low_node *list = il_low__list(low, old->loc), *from = as_list(low, old), *more = as_list(low, field->node);
        for (size_t k = 0; k < from->items.n; k++)
            il_low__push(low, list, from->items.items[k]);
        for (size_t k = 0; k < more->items.n; k++) {
            bool found = false;
            for (size_t m = 0; m < list->items.n && !found; m++)
                found = same_node(low, list->items.items[m], more->items.items[k]);
            if (!found)
                il_low__push(low, list, more->items.items[k]);
        }
        il_low__put(low, out, field->key, field->key_loc, list);
    }
    return out;
}

/* Makes A say what A and B say, if the library would: they differ in at most one of actions, resources and principals. */
static bool merge(il_low *low, il_low_statement *a, const il_low_statement *b)
{
    if (!is_known(a) || !is_known(b) || !il_value_eq(a->effect, b->effect) || a->sid->kind != IL_MISSING ||
        b->sid->kind != IL_MISSING || !same_node(low, a->condition, b->condition) ||
        !same_set(&a->not_actions, &b->not_actions) || !same_set(&a->not_resources, &b->not_resources) ||
        !same_node(low, a->not_principal, b->not_principal))
        return false;
    bool principals = same_node(low, a->principal, b->principal);
    if (same_set(&a->actions, &b->actions) + same_set(&a->resources, &b->resources) + principals < 2)
        return false;
    if (!principals) {
        bool maps =
            a->principal && b->principal && a->principal->kind == IL_LOW_MAP && b->principal->kind == IL_LOW_MAP;
        if (!maps)
            return false;
        a->principal = merged_principals(low, a->principal, b->principal);
    }
    add_all(low, &a->actions, &b->actions);
    add_all(low, &a->resources, &b->resources);
    return true;
}

static void remove_at(il_low_document *document, size_t i)
{
    memmove(document->statements.items + i, document->statements.items + i + 1,
            (document->statements.n - i - 1) * sizeof *document->statements.items);
    document->statements.n--;
}

static void merge_all(il_low *low, il_low_document *document)
{
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < document->statements.n; i++)
            for (size_t k = i + 1; k < document->statements.n;)
                if (merge(low, document->statements.items[i], document->statements.items[k])) {
                    remove_at(document, k);
                    again = true;
                } else {
                    k++;
                }
    }
}

/* ---- Writing ---- */

static void put_list(il_low *low, il_low_node *map, const char *key, const il_low_values *values, il_loc loc)
{
    il_str name = il_str_of(key);
    il_low_node *list = il_low__list(low, loc);
    for (size_t i = 0; i < values->n; i++)
        il_low__push(low, list, il_low__leaf(low, values->items[i]));
    il_low__put(low, map, name, (il_loc){0}, list);
}

/* One value, or a list of several. */
static void put_values(il_low *low, il_low_node *map, const char *key, const il_low_values *values, il_loc loc)
{
    if (values->n == 1)
        il_low__put(low, map, il_str_of(key), (il_loc){0}, il_low__leaf(low, values->items[0]));
    else if (values->n)
        put_list(low, map, key, values, loc);
}

/* Kinds in order, each one value or a list of several. */
static il_low_node *principal_node(il_low *low, il_low_node *principal, const il_stack *stack, bool sorted)
{
    if (!principal || principal->kind != IL_LOW_MAP)
        return principal;
    il_low_node *out = il_low__map(low, principal->loc);
    for (size_t i = 0; i < principal->fields.n; i++) {
        il_low_field *field = &principal->fields.items[i];
        il_low_node *list = as_list(low, field->node);
        il_low_values values = {0};
        for (size_t k = 0; k < list->items.n; k++) {
            const il_value *value = il_low__freeze(low, NULL, list->items.items[k]);
            IL_PUSH(low->arena, &values, value);
        }
        if (sorted)
            sort_values(low, &values, stack);
        put_values(low, out, field->key.p, &values, principal->loc);
    }
    out->open = principal->open;
    return out;
}

static il_low_node *node_of(il_low *low, il_low_statement *s, const il_stack *stack, bool sorted)
{
    if (s->rest)
        return s->rest;
    if (sorted) {
        sort_values(low, &s->actions, stack);
        sort_values(low, &s->resources, stack);
    }
    il_low_node *map = il_low__map(low, s->loc);
    map->handle = s->handle;
    bool ordered = !sorted || (has_order(&s->actions) && has_order(&s->resources));
    put_values(low, map, "Action", &s->actions, s->loc);
    put_values(low, map, "NotAction", &s->not_actions, s->loc);
    il_low__put(low, map, IL_STR("Condition"), (il_loc){0}, s->condition);
    il_low__put(low, map, IL_STR("Effect"), (il_loc){0}, il_low__leaf(low, s->effect));
    il_low__put(low, map, IL_STR("Principal"), (il_loc){0}, principal_node(low, s->principal, stack, sorted));
    il_low__put(low, map, IL_STR("NotPrincipal"), (il_loc){0}, principal_node(low, s->not_principal, stack, sorted));
    /* The library works a table's resources out late: what it does not sort then stays a list. */
    if (!ordered)
        il_low__put(low, map, IL_STR("Resource"), (il_loc){0},
                    il_low__unknown(low, s->loc, "order of values that are not known", (il_str){NULL, 0}));
    else if (s->table && !sorted)
        put_list(low, map, "Resource", &s->resources, s->loc);
    else
        put_values(low, map, "Resource", &s->resources, s->loc);
    put_values(low, map, "NotResource", &s->not_resources, s->loc);
    il_low__put(low, map, IL_STR("Sid"), (il_loc){0}, il_low__leaf(low, s->sid));
    map->open = s->open;
    return map;
}

/* Statements in the order of the program. */
static void order_statements(il_low_document *document)
{
    for (size_t i = 1; i < document->statements.n; i++) {
        il_low_statement *s = document->statements.items[i];
        size_t at = i;
        for (; at > 0 && document->statements.items[at - 1]->order > s->order; at--)
            document->statements.items[at] = document->statements.items[at - 1];
        document->statements.items[at] = s;
    }
}

/* What a statement says of a table holds of its indexes as well. */
static void add_indexes(il_low *low, il_low_document *document)
{
    for (size_t i = 0; i < document->statements.n; i++) {
        il_low_statement *s = document->statements.items[i];
        const il_low_node *properties = s->table ? s->table->properties : NULL;
        if (!properties || (!il_low__member(properties, IL_STR("GlobalSecondaryIndexes")) &&
                            !il_low__member(properties, IL_STR("LocalSecondaryIndexes"))))
            continue;
        const il_value *parts[2] = {il_value_ref(low->arena, s->loc, s->table->out, (il_str){NULL, 0}, IL_STR("Arn")),
                                    il_value_string(low->arena, s->loc, IL_STR("/index/*"))};
        const il_value *indexes = il_value_join(low->arena, s->loc, parts, 2);
        IL_PUSH(low->arena, &s->resources, indexes);
    }
}

/* Whether somebody unknown was granted something, who may be the one that the policy belongs to. */
static bool may_hold_more(const il_low *low, const il_low_document *document)
{
    const char *type = document->part->out->type;
    if (strcmp(type, "AWS::IAM::Policy") != 0 || document->part->unit->generated)
        return false;
    bool granted = low->granted;
    for (const il_low_unit *unit = document->part->unit; unit; unit = unit->parent)
        granted = granted || unit->granted;
    return granted;
}

static void write_document(il_low *low, il_low_document *document)
{
    document->open = document->open || may_hold_more(low, document);
    add_indexes(low, document);
    order_statements(document);
    il_low_part *part = document->part;
    bool minimize = !document->plain && il_low__flag(low, "@aws-cdk/aws-iam:minimizePolicies");
    if (minimize)
        merge_all(low, document);
    il_low_node *list = il_low__list(low, document->loc), *map = document->into;
    if (!map)
        map = il_low__map(low, document->loc);
    for (size_t i = 0; i < document->statements.n; i++) {
        il_low_statement *s = document->statements.items[i];
        il_low_node *node = node_of(low, s, part->out->stack, minimize);
        bool known = is_known(s), twice = false;
        for (size_t k = 0; k < list->items.n && known && !twice; k++)
            twice = same_node(low, list->items.items[k], node);
        if (twice)
            continue;
        if (document->sids && node->kind == IL_LOW_MAP && !il_low__member(node, IL_STR("Sid")))
            il_low__put(low, node, IL_STR("Sid"), (il_loc){0},
                        il_low__text(low, s->loc, il_arena_printf(low->arena, "%zu", list->items.n)));
        il_low__push(low, list, s->under.text.n ? il_low__either(part->unit, s->under, node, NULL) : node);
    }
    list->open = document->open || part->properties->open;
    il_low__put(low, map, IL_STR("Statement"), (il_loc){0}, list);
    il_low__put(low, map, IL_STR("Version"), (il_loc){0}, il_low__text(low, document->loc, IL_STR("2012-10-17")));
    if (!document->into)
        il_low__set(low, part->properties, document->path, document->key_loc, map);
}

void il_low__write_documents(il_low *low)
{
    for (size_t i = 0; i < low->documents.n; i++)
        write_document(low, low->documents.items[i]);
}
