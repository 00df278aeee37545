/* Tags: those of the resource's own props, and Tags.of(scope).add(…) over everything below the scope, as the library merges and sorts
 * them. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lower_models.h"

static il_low_node *tags_of(il_low_part *part)
{
    if (!part->tags)
        part->tags = il_low__map(part->unit->low, part->out->loc);
    return part->tags;
}

void il_low__own_tags(il_low_part *part, il_low_node *node, il_loc key_loc)
{
    il_low *low = part->unit->low;
    il_low_node *tags = tags_of(part);
    if (!node)
        return;
    if (node->kind == IL_LOW_MAP) {
        for (size_t i = 0; i < node->fields.n; i++)
            il_low__put(low, tags, node->fields.items[i].key, key_loc, node->fields.items[i].node);
        tags->open = tags->open || node->open;
        return;
    }
    if (node->kind != IL_LOW_LIST) {
        tags->open = true;
        return;
    }
    tags->open = tags->open || node->open;
    for (size_t i = 0; i < node->items.n; i++) {
        const il_low_node *item = node->items.items[i], *key = il_low__member(item, IL_STR("Key"));
        if (key && key->kind == IL_LOW_LEAF && key->leaf->kind == IL_STRING)
            il_low__put(low, tags, key->leaf->string, key_loc, il_low__member(item, IL_STR("Value")));
        else
            tags->open = true;
    }
}

void il_low__tag(il_low_part *part, il_str name, il_loc key_loc, il_low_node *value)
{
    bool leaf = value && value->kind == IL_LOW_LEAF;
    if (leaf &&
        (value->leaf->kind == IL_UNKNOWN || value->leaf->kind == IL_CHOICE)) /* the tag itself may not be there */
        il_low__open(tags_of(part));
    else
        il_low__put(part->unit->low, tags_of(part), name, key_loc, value);
}

void il_low__name_tag(il_low_part *part, il_str name)
{
    if (part && name.n)
        il_low__put(part->unit->low, tags_of(part), IL_STR("Name"), (il_loc){0},
                    il_low__text(part->unit->low, part->out->loc, name));
}

bool il_low__is_tags(const il_low_part *part, il_str property)
{
    il_str form = il_cat_taggable(il_str_of(part->out->type));
    il_str_cut(&form, ':');
    return form.n && il_str_eq(form, property);
}

/* Whether TYPE is let through by the options' includeResourceTypes and excludeResourceTypes. */
static il_truth admits(il_low *low, const il_ev *options, il_str type)
{
    il_truth admitted = IL_YES;
    static const char *const lists[] = {"includeResourceTypes", "excludeResourceTypes"};
    for (int k = 0; k < 2; k++) {
        const il_ev *list = il_low__field(low, options, lists[k]);
        if (list->kind == IL_EV_UNDEFINED || (list->kind == IL_EV_ARRAY && list->list.n == 0))
            continue;
        if (list->kind != IL_EV_ARRAY || list->open)
            return IL_MAYBE;
        bool found = false;
        for (size_t i = 0; i < list->list.n; i++)
            found = found || il_str_eq(il_low__string(il_low__reduce(low, list->list.items[i])), type);
        admitted = il_and(admitted, il_truth_of(found == (k == 0)));
    }
    return admitted;
}

/* Whether a tag with PRIORITY counts beside what was said of NAME before; remembers it if so. */
static bool outranks(il_low_part *part, il_str name, double priority)
{
    il_low *low = part->unit->low;
    const il_low_node *old = part->priorities ? il_low__member(part->priorities, name) : NULL;
    if (old && old->leaf->number > priority)
        return false;
    if (!part->priorities)
        part->priorities = il_low__map(low, part->out->loc);
    il_low__put(low, part->priorities, name, (il_loc){0},
                il_low__leaf(low, il_value_number(low->arena, part->out->loc, priority)));
    return true;
}

/* Types that only later releases of the library can tag: whether a tag reaches them depends on the project's. */
static bool tagged_lately(il_str type)
{
    static const char *const types[] = {"AWS::ApplicationAutoScaling::ScalableTarget",
                                        "AWS::Budgets::Budget",
                                        "AWS::Config::ConformancePack",
                                        "AWS::Config::OrganizationConformancePack",
                                        "AWS::ElastiCache::GlobalReplicationGroup",
                                        "AWS::ElasticLoadBalancingV2::Listener",
                                        "AWS::Glue::Connection",
                                        "AWS::Glue::CustomEntityType",
                                        "AWS::Grafana::Workspace",
                                        "AWS::Personalize::Dataset",
                                        "AWS::Personalize::DatasetGroup",
                                        "AWS::Personalize::Schema",
                                        "AWS::Personalize::Solution",
                                        "AWS::RDS::DBProxyTargetGroup",
                                        "AWS::SageMaker::NotebookInstanceLifecycleConfig"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (il_str_is(type, types[i]))
            return true;
    return false;
}

/* A tag of the call for PART, unless the resource cannot be tagged or has no tag manager. */
static void tag_part(il_low_part *part, const il_method_call *call)
{
    il_low *low = part->unit->low;
    il_str type = il_str_of(part->out->type), name = il_low__string(il_low__arg(low, call, 0));
    bool nested = il_str_contains(il_cat_taggable(type), IL_STR("."));
    if (part->unit->generated || il_cat_taggable(type).n == 0 || (nested && part->unit->l1) ||
        il_low__model(part->unit) == &il_low__raw_model)
        return;
    bool add = strcmp(call->method, "add") == 0;
    il_truth admitted = admits(low, il_low__arg(low, call, add ? 2 : 1), type);
    const il_ev *priority = il_low__field(low, il_low__arg(low, call, add ? 2 : 1), "priority");
    double rank = priority->kind == IL_EV_NUMBER ? priority->number : add ? 100 : 200;
    if (admitted == IL_NO || (name.n && !outranks(part, name, rank)))
        return;
    il_low_node *tags = tags_of(part), *value = add && call->n_args > 1 ? il_low__plain(low, call->args[1]) : NULL;
    bool launched = il_str_starts(il_cat_taggable(type), IL_STR("asg")) &&
                    il_low__given(il_low__field(low, il_low__arg(low, call, 2), "applyToLaunchedInstances")) != IL_NO;
    if (name.n == 0 || admitted == IL_MAYBE || call->condition.text.n || launched || tagged_lately(type))
        tags->open = true;
    else
        il_low__put(low, tags, name, call->loc, value);
}

void il_low__tag_call(il_low_unit *unit, const il_method_call *call)
{
    for (size_t i = 0; i < unit->parts.n; i++)
        tag_part(unit->parts.items[i], call);
    /* Each stage is synthesized for itself: aspects, and so tags, from outside do not reach into it. */
    for (size_t i = 0; i < unit->children.n; i++)
        if (il_low__model(unit->children.items[i]) != &il_low__stage_model)
            il_low__tag_call(unit->children.items[i], call);
}

/* Letters in either case before each other, as JavaScript's localeCompare has plain names. */
static int by_name(const void *a, const void *b)
{
    il_str x = ((const il_low_field *)a)->key, y = ((const il_low_field *)b)->key;
    for (size_t i = 0; i < x.n && i < y.n; i++) {
        int order = tolower((unsigned char)x.p[i]) - tolower((unsigned char)y.p[i]);
        if (order)
            return order;
    }
    return x.n != y.n ? (x.n < y.n ? -1 : 1) : -il_str_cmp(x, y);
}

static il_low_node *as_list(il_low *low, const il_low_node *tags)
{
    il_low_node *list = il_low__list(low, tags->loc);
    for (size_t i = 0; i < tags->fields.n; i++) {
        const il_low_field *field = &tags->fields.items[i];
        il_low_node *item = il_low__map(low, field->node->loc);
        il_low__put(low, item, IL_STR("Key"), field->key_loc, il_low__text(low, field->key_loc, field->key));
        il_low__put(low, item, IL_STR("Value"), field->key_loc, field->node);
        il_low__push(low, list, item);
    }
    list->open = tags->open;
    return list;
}

/* Tags of an Auto Scaling group, which its instances get as well. */
static il_low_node *as_launched_list(il_low *low, const il_low_node *tags)
{
    il_low_node *list = as_list(low, tags);
    for (size_t i = 0; i < list->items.n; i++) {
        const il_value *yes = il_value_bool(low->arena, list->items.items[i]->loc, true);
        il_low__put(low, list->items.items[i], IL_STR("PropagateAtLaunch"), (il_loc){0},
                    il_low__leaf(low, il_value_with_origin(low->arena, yes, IL_FROM_DEFAULT)));
    }
    return list;
}

static void write_part(il_low_part *part)
{
    il_low_node *tags = part->tags;
    if (!tags || (tags->fields.n == 0 && !tags->open))
        return;
    il_low *low = part->unit->low;
    il_str form = il_cat_taggable(il_str_of(part->out->type)), kind = il_str_cut(&form, ':');
    if (tags->fields.n)
        qsort(tags->fields.items, tags->fields.n, sizeof *tags->fields.items, by_name);
    il_low_node *node = tags;
    if (tags->fields.n == 0) {
        /* None is known to be there; whether one is, nobody can say. */
        il_low__open(il_low__member(part->properties, form.n ? form : IL_STR("Tags")));
        part->properties->open = part->properties->open || form.n > 0;
        return;
    }
    if (il_str_is(kind, "asg") && !part->unit->l1)
        node = as_launched_list(low, tags);
    else if (il_str_is(kind, "asg"))
        node = il_low__unknown(low, part->out->loc, "tags of an Auto Scaling group", (il_str){NULL, 0});
    else if (!il_str_is(kind, "map"))
        node = as_list(low, tags);
    il_low__set(low, part->properties, form.n ? form : IL_STR("Tags"), (il_loc){0}, node);
}

void il_low__write_tags(il_low *low)
{
    for (size_t i = 0; i < low->units.n; i++)
        for (size_t k = 0; k < low->units.items[i]->parts.n; k++)
            write_part(low->units.items[i]->parts.items[k]);
}
