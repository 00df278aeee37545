/* dynamodb.Table and TableV2: attribute definitions and key schemas from the keys of the table and its indexes. */
#include <string.h>

#include "lower_models.h"

static void put(il_low *low, il_low_node *map, const char *key, il_loc loc, il_low_node *node)
{
    il_low__put(low, map, il_str_of(key), loc, node);
}

/* Adds an attribute to the definitions, once. */
static void define(il_low_part *part, const il_ev *attribute, il_loc loc)
{
    il_low *low = part->unit->low;
    il_low_node *list = il_low__at(part->properties, IL_STR("AttributeDefinitions"));
    il_low_node *item = il_low__map(low, attribute->loc),
                *name = il_low__plain(low, il_low__field(low, attribute, "name"));
    if (!list || list->kind != IL_LOW_LIST || !name)
        return;
    const il_value *value = il_low__freeze(low, part->unit, name);
    for (size_t i = 0; i < list->items.n; i++)
        if (il_value_eq(il_low__freeze(low, part->unit, il_low__member(list->items.items[i], IL_STR("AttributeName"))),
                        value))
            return;
    put(low, item, "AttributeName", loc, name);
    put(low, item, "AttributeType", loc, il_low__plain(low, il_low__field(low, attribute, "type")));
    il_low__push(low, list, item);
}

static void add_key(il_low_part *part, il_low_node *schema, const il_ev *attribute, const char *kind, il_loc loc)
{
    il_low *low = part->unit->low;
    if (il_low__given(attribute) == IL_NO)
        return;
    if (attribute->kind != IL_EV_OBJECT) {
        schema->open = true;
        il_low_node *list = il_low__at(part->properties, IL_STR("AttributeDefinitions"));
        if (list)
            list->open = true;
        return;
    }
    il_low_node *item = il_low__map(low, attribute->loc);
    put(low, item, "AttributeName", loc, il_low__plain(low, il_low__field(low, attribute, "name")));
    put(low, item, "KeyType", (il_loc){0}, il_low__text(low, loc, il_str_of(kind)));
    il_low__push(low, schema, item);
    define(part, attribute, loc);
}

static il_low_node *key_schema(il_low_part *part, const il_ev *props, il_loc loc)
{
    il_low *low = part->unit->low;
    il_low_node *schema = il_low__list(low, loc);
    const il_ev *keys[] = {il_low__field(low, props, "partitionKeys"), il_low__field(low, props, "sortKeys")};
    add_key(part, schema, il_low__field(low, props, "partitionKey"), "HASH", loc);
    for (size_t i = 0; keys[0]->kind == IL_EV_ARRAY && i < keys[0]->list.n; i++)
        add_key(part, schema, il_low__reduce(low, keys[0]->list.items[i]), "HASH", loc);
    add_key(part, schema, il_low__field(low, props, "sortKey"), "RANGE", loc);
    for (size_t i = 0; keys[1]->kind == IL_EV_ARRAY && i < keys[1]->list.n; i++)
        add_key(part, schema, il_low__reduce(low, keys[1]->list.items[i]), "RANGE", loc);
    return schema;
}

static bool is_v2(const il_low_part *part)
{
    return strcmp(part->out->type, "AWS::DynamoDB::GlobalTable") == 0;
}

/* Throughput of an index: what is given or five, unless the table is billed by request. */
static void throughput(il_low_part *part, il_low_node *item, const il_ev *props)
{
    il_low *low = part->unit->low;
    if (is_v2(part) || !il_low__member(part->properties, IL_STR("ProvisionedThroughput")))
        return;
    static const char *const fields[][2] = {{"readCapacity", "ReadCapacityUnits"},
                                            {"writeCapacity", "WriteCapacityUnits"}};
    il_low_node *map = il_low__map(low, props->loc);
    for (size_t i = 0; i < 2; i++) {
        const il_ev *given = il_low__field(low, props, fields[i][0]);
        il_low_node *five = il_low__leaf(
            low, il_value_with_origin(low->arena, il_value_number(low->arena, props->loc, 5), IL_FROM_DEFAULT));
        put(low, map, fields[i][1], given->loc, il_low__given(given) == IL_NO ? five : il_low__plain(low, given));
    }
    put(low, item, "ProvisionedThroughput", (il_loc){0}, map);
}

static void add_index(il_low_unit *unit, const char *list, const il_ev *value, il_loc loc, il_condition under)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *props = il_low__reduce(low, value);
    if (!part)
        return;
    if (props->kind != IL_EV_OBJECT) {
        il_low__put(low, part->properties, il_str_of(list), loc,
                    il_low__unknown(low, value->loc, "index of a table", (il_str){NULL, 0}));
        return;
    }
    bool local = strcmp(list, "LocalSecondaryIndexes") == 0;
    const il_ev *projection = il_low__field(low, props, "projectionType");
    il_low_node *item = il_low__map(low, props->loc), *projected = il_low__map(low, props->loc);
    put(low, item, "IndexName", loc, il_low__plain(low, il_low__field(low, props, "indexName")));
    const il_ev *keys = props;
    if (local)
        keys = il_low__ev_with(low, props, "partitionKey", il_low__prop(unit, "partitionKey"));
    put(low, item, "KeySchema", loc, key_schema(part, keys, loc));
    put(low, projected, "NonKeyAttributes", loc, il_low__plain(low, il_low__field(low, props, "nonKeyAttributes")));
    put(low, projected, "ProjectionType", loc,
        il_low__given(projection) == IL_NO ? il_low__text(low, props->loc, IL_STR("ALL"))
                                           : il_low__plain(low, projection));
    put(low, item, "Projection", loc, projected);
    if (!local)
        throughput(part, item, props);
    item->open = props->open || props->object->open ||
                 il_low__given(il_low__field(low, props, "maxReadRequestUnits")) != IL_NO ||
                 il_low__given(il_low__field(low, props, "maxWriteRequestUnits")) != IL_NO ||
                 il_low__given(il_low__field(low, props, "warmThroughput")) != IL_NO ||
                 il_low__given(il_low__field(low, props, "contributorInsightsEnabled")) != IL_NO ||
                 il_low__given(il_low__field(low, props, "contributorInsightsSpecification")) != IL_NO;
    il_low__append(low, part->properties, il_str_of(list), loc,
                   under.text.n ? il_low__either(unit, under, item, NULL) : item);
}

static void add_indexes(il_low_unit *unit, const char *prop, const char *list)
{
    il_low *low = unit->low;
    const il_field *field = il_low__field_entry(unit->props, il_str_of(prop));
    const il_ev *value = il_low__prop(unit, prop);
    if (!field || il_low__given(value) == IL_NO)
        return;
    for (size_t i = 0; value->kind == IL_EV_ARRAY && i < value->list.n; i++)
        add_index(unit, list, value->list.items[i], field->name_loc, (il_condition){0});
    if (value->kind != IL_EV_ARRAY)
        il_low__put(low, il_low__primary(unit)->properties, il_str_of(list), field->name_loc,
                    il_low__plain(low, value));
}

static void lower_table(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_field *field = il_low__field_entry(unit->props, IL_STR("partitionKey"));
    il_loc loc = field ? field->name_loc : unit->construct->loc;
    put(low, part->properties, "AttributeDefinitions", loc, il_low__list(low, loc));
    put(low, part->properties, "KeySchema", loc, key_schema(part, unit->props, loc));
    add_indexes(unit, "globalSecondaryIndexes", "GlobalSecondaryIndexes");
    add_indexes(unit, "localSecondaryIndexes", "LocalSecondaryIndexes");
}

bool il_low__global_index(il_low_unit *unit, const il_method_call *call)
{
    if (call->n_args)
        add_index(unit, "GlobalSecondaryIndexes", call->args[0], call->loc, call->condition);
    return true;
}

bool il_low__local_index(il_low_unit *unit, const il_method_call *call)
{
    if (call->n_args)
        add_index(unit, "LocalSecondaryIndexes", call->args[0], call->loc, call->condition);
    return true;
}

const il_low_model il_low__table_model = {.name = "table", .lower = lower_table};
