/* What any construct or resource can be told: removal policies, overrides and writes to the L1 below, logical ids. Overrides come last. */
#include <string.h>

#include "lower_models.h"

/* The node that SHAPE makes of a policy; an arm of a choice that says nothing leaves what was there. */
static il_low_node *policy_node(il_low_part *part, const char *shape, const char *attribute, const il_ev *policy)
{
    il_low *low = part->unit->low;
    il_cat data = il_cat_shape(il_str_of(shape));
    if (policy->kind != IL_EV_CHOICE)
        return il_low__shape(part->unit, data, policy);
    il_low_node **nodes = IL_NEW_ARRAY(low->arena, policy->choice.n, il_low_node *);
    for (size_t i = 0; i < policy->choice.n; i++) {
        nodes[i] = il_low__shape(part->unit, data, policy->choice.arms[i]);
        if (!nodes[i])
            nodes[i] = il_low__member(part->attributes, il_str_of(attribute));
    }
    return il_low__choose(low, policy, nodes);
}

static void remove_part(il_low_part *part, const il_ev *policy, il_loc key_loc)
{
    il_low *low = part->unit->low;
    il_low__put(low, part->attributes, IL_STR("DeletionPolicy"), key_loc,
                policy_node(part, "deletion-policy", "DeletionPolicy", policy));
    il_low__put(low, part->attributes, IL_STR("UpdateReplacePolicy"), key_loc,
                policy_node(part, "update-replace-policy", "UpdateReplacePolicy", policy));
}

void il_low__removal(il_low_unit *unit, const il_ev *policy, il_loc key_loc)
{
    il_cat relatives = IL_CAT_NONE;
    for (il_cat data = unit->data; data && !relatives; data = il_low__parent(data))
        relatives = il_cat_get(data, IL_W_REMOVAL);
    for (size_t i = 0, n = relatives ? il_cat_count(relatives) : 1; i < n; i++) {
        il_low_part *part =
            relatives ? il_low__part_at(unit, il_cat_text(il_cat_at(relatives, i))) : il_low__primary(unit);
        if (part)
            remove_part(part, policy, key_loc);
    }
}

/* ---- Overrides ---- */

/* "A.B\.C.0" → its first component, without the backslashes; *PATH is the rest. */
static il_str cut_override(il_low *low, il_str *path)
{
    char *out = il_arena_alloc(low->arena, path->n + 1);
    size_t n = 0, i = 0;
    for (; i < path->n && path->p[i] != '.'; i++) {
        if (path->p[i] == '\\' && i + 1 < path->n)
            i++;
        out[n++] = path->p[i];
    }
    *path = i < path->n ? il_str_slice(*path, i + 1, path->n) : (il_str){NULL, 0};
    return (il_str){out, n};
}

/* As the library merges: maps member by member, everything else is replaced. */
static void merge_at(il_low *low, il_low_node *map, il_str key, il_loc loc, il_low_node *value)
{
    il_low_node *old = il_low__member(map, key);
    if (!value || !old || old->kind != IL_LOW_MAP || value->kind != IL_LOW_MAP || il_low__is_function(value)) {
        il_low__put(low, map, key, loc, value);
        return;
    }
    for (size_t i = 0; i < value->fields.n; i++)
        merge_at(low, old, value->fields.items[i].key, value->fields.items[i].key_loc, value->fields.items[i].node);
    old->open = old->open || value->open;
}

static void override(il_low *low, il_low_node *at, il_str path, il_loc loc, il_low_node *value)
{
    il_str key = cut_override(low, &path);
    if (at->kind == IL_LOW_LIST) {
        double index;
        bool inside = il_str_number(key, &index) && index >= 0 && index < (double)at->items.n;
        if (inside && path.p)
            override(low, at->items.items[(size_t)index], path, loc, value);
        else if (inside && value)
            at->items.items[(size_t)index] = value;
        else
            at->open = true;
        return;
    }
    if (at->kind == IL_LOW_LEAF) {
        if (at->leaf->kind != IL_UNKNOWN)
            at->leaf = il_value_unknown(low->arena, loc, "changed in part", path);
        return;
    }
    if (!path.p) {
        merge_at(low, at, key, loc, value);
        return;
    }
    il_low_node *next = il_low__member(at, key);
    if (!next && !value)
        return;
    if (!next)
        il_low__put(low, at, key, loc, next = il_low__map(low, loc));
    override(low, next, path, loc, value);
}

/* A resource of another type than its class makes. */
static void retype(il_low_part *part, const il_low_node *value)
{
    il_low *low = part->unit->low;
    if (value && value->kind == IL_LOW_LEAF && value->leaf->kind == IL_STRING)
        il_app_retype(low->app, part->out, il_intern(value->leaf->string));
    else
        il_low__open(part->properties);
}

/* PATH begins at the resource (`Properties.X`, `DeletionPolicy`). */
static void override_resource(il_low_part *part, il_str path, il_loc loc, il_low_node *value)
{
    static const il_str properties = IL_STR_INIT("Properties.");
    il_low *low = part->unit->low;
    if (il_str_starts(path, properties))
        override(low, part->properties, il_str_slice(path, properties.n, path.n), loc, value);
    else if (il_str_is(path, "Type"))
        retype(part, value);
    else if (il_str_is(path, "Properties"))
        il_low__open(part->properties);
    else
        override(low, part->attributes, path, loc, value);
}

static il_low_node *under_condition(il_low_part *part, const il_method_call *call, il_str path, il_low_node *value)
{
    if (!call->condition.text.n)
        return value;
    static const il_str properties = IL_STR_INIT("Properties.");
    bool property = il_str_starts(path, properties);
    const il_low_node *map = property ? part->properties : part->attributes;
    return il_low__either(part->unit, call->condition, value,
                          il_low__at(map, property ? il_str_slice(path, properties.n, path.n) : path));
}

static bool override_call(il_low_part *part, const il_method_call *call)
{
    static const struct {
        const char *method;
        const char *prefix;
        bool deletes;
    } methods[] = {{"addPropertyOverride", "Properties.", false},
                   {"addPropertyDeletionOverride", "Properties.", true},
                   {"addOverride", "", false},
                   {"addDeletionOverride", "", true}};
    il_low *low = part->unit->low;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (strcmp(call->method, methods[i].method) != 0)
            continue;
        il_str path = il_low__string(il_low__arg(low, call, 0));
        if (path.n == 0) {
            il_low__open(part->properties);
            il_low__open(part->attributes);
            return true;
        }
        path = il_arena_printf(low->arena, "%s%.*s", methods[i].prefix, IL_FMT(path));
        il_low_node *value = methods[i].deletes || call->n_args < 2 ? NULL : il_low__plain(low, call->args[1]);
        override_resource(part, path, call->loc, under_condition(part, call, path, value));
        return true;
    }
    return false;
}

/* ---- What else an L1 can be told ---- */

static void option_write(il_low_part *part, const il_method_call *call)
{
    static const struct {
        const char *option, *attribute;
    } options[] = {{"deletionPolicy", "DeletionPolicy"},
                   {"updateReplacePolicy", "UpdateReplacePolicy"},
                   {"metadata", "Metadata"},
                   {"condition", "Condition"},
                   {"updatePolicy", "UpdatePolicy"},
                   {"creationPolicy", "CreationPolicy"}};
    il_low *low = part->unit->low;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (strcmp(call->property, options[i].option) == 0)
            il_low__put(low, part->attributes, il_str_of(options[i].attribute), call->loc,
                        under_condition(part, call, il_str_of(options[i].attribute), il_low__plain(low, call->value)));
}

/* Unlike an override this replaces what the key had. A key that is not known may be any. */
static void add_metadata(il_low_part *part, const il_method_call *call)
{
    il_low *low = part->unit->low;
    il_str key = il_low__string(il_low__arg(low, call, 0));
    il_low_node *metadata = il_low__member(part->attributes, IL_STR("Metadata"));
    if (!metadata || metadata->kind != IL_LOW_MAP)
        il_low__put(low, part->attributes, IL_STR("Metadata"), call->loc, metadata = il_low__map(low, call->loc));
    if (!key.n || call->n_args < 2)
        il_low__open(metadata);
    else
        il_low__put(low, metadata, key, call->loc,
                    under_condition(part, call, il_arena_printf(low->arena, "Metadata.%.*s", IL_FMT(key)),
                                    il_low__plain(low, call->args[1])));
}

/* A method of the L1 that PART is, or of its tag manager. */
static bool l1_method(il_low_part *part, const il_method_call *call)
{
    static const char *const silent[] = {"addDependency", "addDependsOn", "removeDependency",   "getAtt",
                                         "getMetadata",   "toString",     "obtainDependencies", "replaceDependency",
                                         "inspect"};
    il_low *low = part->unit->low;
    if (strcmp(call->method, "addMetadata") == 0) {
        add_metadata(part, call);
        return true;
    }
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
        if (strcmp(call->method, silent[i]) == 0)
            return true;
    if (strcmp(call->method, "overrideLogicalId") == 0) {
        part->logical_id = il_low__string(il_low__arg(low, call, 0));
        part->id_unknown = part->logical_id.n == 0;
        return true;
    }
    return override_call(part, call);
}

/* A write to a prop of the L1 that PART is. */
static void l1_write(il_low_part *part, const il_method_call *call)
{
    il_low *low = part->unit->low;
    il_str class = part->unit->l1 ? part->unit->class : il_cat_l1_of_type(il_str_of(part->out->type));
    if (class.n == 0) {
        il_low__open(part->properties);
        return;
    }
    il_cat type;
    il_str key = il_low__l1_name(low, il_low__l1_props_type(low, class), il_str_of(call->property), &type);
    il_low_node *node = type ? il_low__l1_value(part->unit, type, call->value) : il_low__plain(low, call->value);
    il_str path = il_arena_printf(low->arena, "Properties.%.*s", IL_FMT(key));
    il_low__put(low, part->properties, key, call->loc, under_condition(part, call, path, node));
}

/* The resource that a call speaks to: of an L1, or `x.node.defaultChild`. *SKIP is how many members of the path lead there. */
static il_low_part *spoken_to(il_low_unit *unit, const il_method_call *call, size_t *skip)
{
    *skip = 0;
    if (call->path.n >= 2 && strcmp(call->path.items[0], "node") == 0 &&
        strcmp(call->path.items[1], "defaultChild") == 0) {
        *skip = 2;
        return il_low__primary(unit);
    }
    return unit->l1 || il_low__model(unit) == &il_low__raw_model ? il_low__primary(unit) : NULL;
}

bool il_low__resource_call(il_low_unit *unit, const il_method_call *call)
{
    size_t skip;
    il_low_part *part = spoken_to(unit, call, &skip);
    if (!part) {
        if (skip)
            il_low__open_unit(unit);
        return skip > 0;
    }
    il_low__part_call(part, call, skip);
    return true;
}

void il_low__part_call(il_low_part *part, const il_method_call *call, size_t skip)
{
    il_low_unit *unit = part->unit;
    size_t rest = call->path.n - skip;
    const char *member = rest ? call->path.items[skip] : "";
    if (rest == 1 && strcmp(member, "cfnOptions") == 0 && call->property) {
        option_write(part, call);
    } else if (rest == 1 && strcmp(member, "tags") == 0 && call->method) {
        il_low__open(part->tags ? part->tags : (part->tags = il_low__map(unit->low, part->out->loc)));
    } else if (rest == 0 && call->property) {
        l1_write(part, call);
    } else if (rest == 0 && strcmp(call->method, "applyRemovalPolicy") == 0) {
        remove_part(part, il_low__conditional(unit->low, call, il_low__arg(unit->low, call, 0)), call->loc);
    } else if (!(rest == 0 && l1_method(part, call)) && !(rest && strcmp(member, "node") == 0)) {
        il_low__open(part->properties);
        il_low__open(part->attributes);
    }
}

void il_low__override_call(il_low_unit *unit, const il_method_call *call)
{
    size_t skip;
    il_low_part *part = spoken_to(unit, call, &skip);
    if (part && call->path.n == skip)
        override_call(part, call);
    else
        il_low__open_unit(unit);
}

bool il_low__is_override(const il_method_call *call)
{
    static const char *const methods[] = {"addPropertyOverride", "addPropertyDeletionOverride", "addOverride",
                                          "addDeletionOverride"};
    for (size_t i = 0; call->method && i < sizeof methods / sizeof *methods; i++)
        if (strcmp(call->method, methods[i]) == 0)
            return true;
    return false;
}
