/* Method calls on constructs and on what they give: by the catalogue's data, by a structural model, or, when nobody knows the method and
 * it does not merely read, by opening what it may touch. */
#include <stdlib.h>
#include <string.h>

#include "lower_build.h"

/* Methods of these names only read, in every construct of the library. */
static bool only_reads(il_str method)
{
    static const char *const starts[] = {
        "metric", "arnFor", "urlFor",  "virtualHosted", "transferAcceleration", "select", "get", "find", "is", "to",
        "format", "split",  "resolve", "validate",      "unsafeUnwrap"};
    static const char *const whole[] = {"exportValue", "exportStringListValue", "reportMissingContextKey", "synth",
                                        "addStackTag", "templateOptions",       "renderLogicalId"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (il_str_starts(method, il_str_of(starts[i])))
            return true;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (il_str_is(method, whole[i]))
            return true;
    return false;
}

/* Methods of texts and lists, which members of constructs are. */
static bool is_of_language(il_str method)
{
    static const char *const names[] = {
        "startsWith", "endsWith", "includes", "indexOf", "lastIndexOf",   "charAt", "at",      "concat",    "slice",
        "replace",    "match",    "search",   "trim",    "padStart",      "padEnd", "repeat",  "substring", "substr",
        "replaceAll", "map",      "filter",   "forEach", "reduce",        "some",   "every",   "join",      "flat",
        "flatMap",    "keys",     "values",   "entries", "localeCompare", "length", "trimEnd", "trimStart"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (il_str_is(method, names[i]))
            return true;
    return false;
}

static il_cat method_entry(const il_low_unit *unit, il_str method)
{
    for (il_cat data = unit->data; data; data = il_low__parent(data)) {
        il_cat entry = il_cat_find(il_cat_get(data, IL_W_METHODS), method);
        if (entry)
            return entry;
        if (il_cat_find(il_cat_get(data, IL_W_METRICS), method))
            return il_cat_find(il_cat_get(data, IL_W_METRICS), method);
    }
    return IL_CAT_NONE;
}

const il_ev *il_low__conditional(il_low *low, const il_method_call *call, const il_ev *value)
{
    if (!call->condition.text.n)
        return value;
    il_ev *ev = IL_NEW(low->arena, il_ev);
    ev->kind = IL_EV_CHOICE;
    ev->loc = value->loc;
    ev->choice.n = 2;
    ev->choice.conditions = IL_NEW_ARRAY(low->arena, 2, il_condition);
    ev->choice.arms = IL_NEW_ARRAY(low->arena, 2, const il_ev *);
    ev->choice.conditions[0] = ev->choice.conditions[1] = call->condition;
    ev->choice.conditions[1].holds = !call->condition.holds;
    ev->choice.arms[0] = value;
    ev->choice.arms[1] = low->undefined;
    return ev;
}

static void open_for(il_low_unit *unit, const il_method_call *call, const char *reason)
{
    il_str name = il_str_of(call->method ? call->method : call->property);
    il_low__open_unit(unit);
    il_gap gap = {.loc = call->loc, .reason = reason, .detail = name};
    il_low__unfollowed(unit, &gap, call->args, call->n_args);
}

/* ---- Creations ---- */

static void create(il_low_unit *unit, const il_ev *self, const il_method_call *call, il_cat entry)
{
    il_low *low = unit->low;
    il_low_scope scope = {low, self ? NULL : unit, self, call->args, call->n_args, call->loc, IL_FROM_SOURCE};
    il_cat below = il_cat_get(entry, IL_W_SCOPE), props = il_cat_get(entry, IL_W_PROPS);
    il_low_unit *parent = below ? il_low__unit_behind(low, il_low__instantiate(&scope, below)) : unit;
    if (!parent) {
        il_low__gap(unit, call->loc, "scope that is not known", il_str_of(call->method), NULL);
        return;
    }
    il_str id = il_low__known_text(low, il_low__instantiate(&scope, il_cat_get(entry, IL_W_ID)));
    low->order = call->order;
    il_low_unit *made = il_low__child_by(parent, id, il_cat_text(il_cat_get(entry, IL_W_CREATES)),
                                         props ? il_low__instantiate(&scope, props) : NULL, call);
    il_low__result(low, call->result, il_low__ev_unit(low, made));
}

/* Methods of what is no construct (metrics): looked up in the data of the one interface that has them. */
static il_cat value_method(const il_method_call *call)
{
    il_cat metric = il_cat_construct(IL_STR("aws-cdk-lib.aws_cloudwatch.IMetric"));
    return call->method ? il_cat_find(il_cat_get(metric, IL_W_METHODS), il_str_of(call->method)) : IL_CAT_NONE;
}

/* What the methods of a call's result create: below the construct that it gave, or of a metric. */
static void create_from_value(il_low *low, const il_ev *value, int depth)
{
    if (!value || (value->kind != IL_EV_CALL && value->kind != IL_EV_NEW) || !value->lib.calls || depth > 16)
        return;
    il_low_unit *made = il_low__unit_behind(low, value);
    for (size_t i = 0; i < value->lib.calls->list.n; i++) {
        const il_method_call *call = &value->lib.calls->list.items[i];
        il_cat own = made && call->method && !call->path.n ? method_entry(made, il_str_of(call->method)) : IL_CAT_NONE;
        il_cat entry = made ? IL_CAT_NONE : value_method(call);
        if (il_cat_get(own, IL_W_CREATES))
            create(made, NULL, call, own);
        else if (entry && il_cat_get(entry, IL_W_CREATES) && low->units.n)
            create(low->units.items[0], value, call, entry);
        create_from_value(low, call->result, depth + 1);
    }
}

/* The unit that members of the call's path lead to, as far as they lead to one; *SKIP is how many. UNIT itself, and none, when the first
 * leads nowhere. */
static il_low_unit *receiver_of(il_low_unit *unit, const il_method_call *call, size_t *skip)
{
    const il_ev *ev = il_low__ev_unit(unit->low, unit);
    il_low_unit *found = unit;
    *skip = 0;
    for (size_t i = 0; i < call->path.n && strcmp(call->path.items[i], "node") != 0; i++) {
        ev = il_low__ev_member(unit->low, ev, il_str_of(call->path.items[i]), call->loc);
        il_low_unit *next = il_low__unit_behind(unit->low, ev);
        if (!next)
            continue;
        found = next;
        *skip = i + 1;
    }
    return found;
}

static void create_from_calls(il_low_unit *unit)
{
    il_low *low = unit->low;
    for (size_t i = 0; i < unit->construct->calls.list.n; i++) {
        const il_method_call *call = &unit->construct->calls.list.items[i];
        if (!call->method)
            continue;
        size_t skip;
        il_low_unit *on = receiver_of(unit, call, &skip);
        il_cat entry = skip == call->path.n ? method_entry(on, il_str_of(call->method)) : IL_CAT_NONE;
        if (il_cat_get(entry, IL_W_CREATES))
            create(on, NULL, call, entry);
        create_from_value(low, call->result, 0);
    }
}

void il_low__creations(il_low *low)
{
    for (size_t i = 0; i < low->units.n; i++)
        create_from_calls(low->units.items[i]);
    for (size_t i = 0; i < low->program->values.n; i++)
        create_from_value(low, low->program->values.items[i], 0);
}

/* ---- Methods ---- */

static void open_lists(il_low_unit *unit, il_cat effect)
{
    il_cat at = il_cat_get(effect, IL_W_AT);
    il_low_part *part = at ? il_low__part_at(unit, il_cat_text(at)) : il_low__primary(unit);
    il_low_node *node = part ? il_low__at(part->properties, il_cat_text(il_cat_get(effect, IL_W_PATH))) : NULL;
    if (node && node->kind != IL_LOW_LEAF)
        node->open = true;
}

static const il_ev *all_arguments(il_low *low, const il_method_call *call)
{
    il_ev *ev = IL_NEW(low->arena, il_ev);
    ev->kind = IL_EV_ARRAY;
    ev->loc = call->loc;
    ev->list.items = call->args;
    ev->list.n = call->n_args;
    return ev;
}

static void method_effects(il_low_unit *unit, const il_method_call *call, il_cat effects)
{
    il_low *low = unit->low;
    for (size_t i = 0, n = il_cat_count(effects); i < n; i++) {
        il_cat effect = il_cat_at(effects, i);
        il_cat arg = il_cat_get(effect, IL_W_ARG);
        double index = il_cat_number(arg);
        const il_ev *value = index < 0                      ? all_arguments(low, call)
                             : (size_t)index < call->n_args ? call->args[(size_t)index]
                                                            : low->undefined;
        if (!arg)
            value = il_low__ev_text(low, call->loc, (il_str){"", 0});
        il_low__effect(unit, effect, il_low__conditional(low, call, value), call->loc);
        if (call->many)
            open_lists(unit, effect);
    }
}

static void by_entry(il_low_unit *unit, const il_method_call *call, il_cat entry)
{
    il_cat effects = il_cat_get(entry, IL_W_EFFECTS), makes = il_cat_get(entry, IL_W_MAKES),
           opens = il_cat_get(entry, IL_W_OPENS);
    if (il_cat_get(entry, IL_W_MODEL) && il_low__model_method(unit, il_cat_text(il_cat_get(entry, IL_W_MODEL)), call))
        return;
    if (effects)
        method_effects(unit, call, effects);
    for (size_t i = 0; il_cat_true(il_cat_get(entry, IL_W_ELSEWHERE)) && i < call->n_args; i++)
        il_low__open_others(unit->low, call->args[i]);
    il_gap gap = {.loc = call->loc, .reason = "method that the catalogue knows in part"};
    gap.detail = il_str_of(call->method);
    if (makes)
        il_low__made_of(unit, &gap, makes, call->args, call->n_args);
    for (size_t i = 0; i < il_cat_count(opens); i++) {
        il_str path = il_cat_text(il_cat_at(opens, i));
        il_low_part *part = il_low__primary(unit);
        if (part)
            il_low__set(unit->low, part->properties, path, call->loc,
                        il_low__unknown(unit->low, call->loc, "method that the catalogue knows in part",
                                        il_str_of(call->method)));
    }
}

/* An aspect may write any property of anything below; those that only look are known. */
static void aspect(il_low_unit *unit, const il_method_call *call)
{
    const il_ev *visitor = call->n_args ? call->args[0] : unit->low->undefined;
    il_str class = visitor->kind == IL_EV_NEW ? il_str_of(visitor->lib.symbol) : (il_str){NULL, 0};
    if (il_str_starts(class, IL_STR("cdk-nag.")) || il_str_starts(class, IL_STR("aws-cdk-lib.Validations")))
        return;
    bool tag = il_str_is(class, "aws-cdk-lib.Tag");
    if (!tag && !il_str_is(class, "aws-cdk-lib.RemoveTag")) {
        il_low__open_unit(unit);
        return;
    }
    il_method_call direct = *call;
    direct.method = il_intern(tag ? IL_STR("add") : IL_STR("remove"));
    direct.args = visitor->lib.args;
    direct.n_args = visitor->lib.n_args;
    il_low__tag_call(unit, &direct);
}

/* Calls whose effect reaches what is made after them: they take effect when all is made. */
static bool is_late(const il_method_call *call)
{
    static const char *const statics[] = {"Tags", "Aspects", "Mixins"};
    for (size_t i = 0; call->path.n && i < sizeof statics / sizeof *statics; i++)
        if (strcmp(call->path.items[0], statics[i]) == 0)
            return true;
    return false;
}

static void late_call(il_low_unit *unit, const il_method_call *call)
{
    if (strcmp(call->path.items[0], "Tags") != 0)
        aspect(unit, call);
    else if (call->method)
        il_low__tag_call(unit, call);
}

/* node.findChild(id) and node.tryFindChild(id): a construct below, or the L1 of a resource. False when it is not known which. */
static bool find_child(il_low_unit *unit, const il_method_call *call)
{
    il_str id = il_low__string(il_low__arg(unit->low, call, 0));
    il_low_unit *child = id.n ? il_low__child_of(unit, id) : NULL;
    il_low_part *part = id.n && !child ? il_low__part_at(unit, id) : NULL;
    /* A construct of which only its resource is known stands for that. */
    if (id.n && !child && !part)
        part = il_low__part_at(unit, il_arena_printf(unit->low->arena, "%.*s/Resource", IL_FMT(id)));
    if (part)
        child = il_low__view(part);
    if (child)
        il_low__result(unit->low, call->result, il_low__ev_unit(unit->low, child));
    return child != NULL;
}

static bool finds_child(const il_method_call *call)
{
    return call->method && call->path.n == 1 && strcmp(call->path.items[0], "node") == 0 &&
           (strcmp(call->method, "findChild") == 0 || strcmp(call->method, "tryFindChild") == 0);
}

/* Calls by way of `node` and of the statics that take the construct (`Tags.of(x).add`). */
static bool indirect_call(il_low_unit *unit, const il_method_call *call)
{
    const char *first = call->path.n ? call->path.items[0] : NULL;
    if (!first || (call->path.n > 1 && strcmp(call->path.items[1], "defaultChild") == 0))
        return false;
    if (is_late(call))
        return true;
    if (finds_child(call)) {
        const il_ev *result = call->result;
        bool used = result && result->kind == IL_EV_CALL && result->lib.calls && result->lib.calls->list.n;
        if (!find_child(unit, call) && used)
            open_for(unit, call, "construct below that is not known");
    } else if (strcmp(first, "node") == 0 && call->path.n == 1 && call->method &&
               strcmp(call->method, "tryRemoveChild") == 0)
        open_for(unit, call, "construct taken out of the tree");
    else if (strcmp(first, "node") != 0 && strcmp(first, "Annotations") != 0 && strcmp(first, "Validations") != 0 &&
             strcmp(first, "templateOptions") != 0 && strcmp(first, "Stack") != 0 &&
             strcmp(first, "RemovalPolicies") != 0)
        return false;
    return true;
}

/* The call as its receiver has it. */
static const il_method_call *received(il_low *low, const il_method_call *call, size_t skip)
{
    if (skip == 0)
        return call;
    il_method_call *direct = IL_NEW(low->arena, il_method_call);
    *direct = *call;
    direct->path.items += skip;
    direct->path.n -= skip;
    return direct;
}

static bool applies_removal(il_low_unit *unit, const il_method_call *call)
{
    if (!call->method || strcmp(call->method, "applyRemovalPolicy") != 0 || call->path.n)
        return false;
    il_low__removal(unit, il_low__conditional(unit->low, call, il_low__arg(unit->low, call, 0)), call->loc);
    return true;
}

/* `Tags.of(vpc.publicSubnets[0])`: a late call of what the path leads to. False when it leads to nothing that is known. */
static bool postpone(il_low_unit *receiver, const il_method_call *call)
{
    if (!is_late(call))
        return false;
    IL_PUSH(receiver->low->arena, &receiver->construct->calls.list, *call);
    return true;
}

void il_low__method_call(il_low_unit *unit, const il_method_call *call)
{
    unit->low->here = unit;
    if (il_low__is_override(call) || indirect_call(unit, call) || il_low__resource_call(unit, call))
        return;
    const il_low_model *model = il_low__model(unit);
    if ((model && model->call && model->call(unit, call)) || il_low__connections(unit, call))
        return;
    if (call->path.n) {
        size_t skip;
        il_low_unit *receiver = receiver_of(unit, call, &skip);
        const il_method_call *direct = received(unit->low, call, skip);
        if (receiver != unit && !postpone(receiver, direct))
            il_low__method_call(receiver, direct);
        else if (receiver != unit)
            return;
        else if (!call->method || !(only_reads(il_str_of(call->method)) || is_of_language(il_str_of(call->method))))
            open_for(unit, call, "method that the catalogue does not know");
        return;
    }
    if (applies_removal(unit, call))
        return;
    il_cat entry = method_entry(unit, il_str_of(call->method ? call->method : call->property));
    if (entry)
        by_entry(unit, call, entry);
    else if (il_low__grant(unit, call) || il_low__unknown_grant(unit, call))
        return;
    else if (!call->method || !only_reads(il_str_of(call->method)))
        open_for(unit, call, "method that the catalogue does not know");
}

/* A call that waits for its turn: on a construct, or on what an earlier call or a library function gave. */
typedef struct pending {
    il_low_unit *unit; /* the construct, or whose call gave the receiver; NULL for what a library function gave */
    const il_method_call *call;
    const struct pending *on; /* the call whose result it is called on; NULL for none */
    const il_ev *receiver;    /* what a library function gave; NULL for none */
    il_low_unit *made;        /* what the call gave, once it ran */
} pending;

typedef IL_VEC(pending *) pendings;

static void add_pending(il_low *low, pendings *list, pending first, int depth)
{
    const il_ev *result = first.call->result;
    pending *one = IL_NEW(low->arena, pending);
    *one = first;
    IL_PUSH(low->arena, list, one);
    bool chains = result && result->kind == IL_EV_CALL && result->lib.calls && depth < 16;
    for (size_t i = 0; chains && i < result->lib.calls->list.n; i++)
        add_pending(low, list, (pending){.unit = first.unit, .call = &result->lib.calls->list.items[i], .on = one},
                    depth + 1);
}

static int by_order(const void *a, const void *b)
{
    const pending *x = *(pending *const *)a, *y = *(pending *const *)b;
    return x->call->order < y->call->order ? -1 : x->call->order > y->call->order;
}

/* What a method gave that the catalogue knows as one that only reads is none of the template's resources; what its own methods make is
 * what the construct announces (stages and waves of a pipeline). What they are given may still be changed. */
static bool result_only_reads(il_low *low, const pending *p)
{
    const il_method_call *first = p->on ? p->on->call : NULL;
    for (const pending *on = p->on; on; on = on->on)
        first = on->call;
    if (!first || !first->method || first->path.n ||
        !il_cat_true(il_cat_get(method_entry(p->unit, il_str_of(first->method)), IL_W_READS)))
        return false;
    il_name type = il_intern(IL_STR("AWS::IAM::Policy"));
    il_low__gap(p->unit, p->call->loc, "method of a result that only reads", il_str_of(p->call->method), type);
    for (size_t i = 0; i < p->call->n_args; i++)
        if (!il_low__unit_behind(low, p->call->args[i]))
            IL_PUSH(low->arena, &low->handed, ((il_low_handed){p->call->args[i], low->app->gaps.n - 1, false}));
    return true;
}

static void run(il_low *low, pending *p)
{
    il_low_unit *unit = p->on ? p->on->made : p->unit;
    low->order = p->call->order;
    if (p->receiver)
        unit = il_low__unit_behind(low, p->receiver);
    if (unit && il_low__is_override(p->call)) {
        size_t skip;
        il_low_unit *receiver = receiver_of(unit, p->call, &skip);
        IL_PUSH(low->arena, &low->overrides, ((il_low_override){receiver, received(low, p->call, skip)}));
    } else if (unit)
        il_low__method_call(unit, p->call);
    else if (p->unit && !value_method(p->call) && p->call->method && !only_reads(il_str_of(p->call->method)) &&
             !only_reads(il_str_of(p->on->call->method)) && !result_only_reads(low, p))
        open_for(p->unit, p->call, "method of a result that is not known");
    if (p->call->result)
        p->made = il_low__unit_behind(low, p->call->result);
}

static void stray(il_low_unit *unit)
{
    for (size_t i = 0; i < unit->parts.n; i++)
        unit->parts.items[i]->out->strayed = true;
    for (size_t i = 0; i < unit->children.n; i++)
        stray(unit->children.items[i]);
}

/* All calls in the order of the program: what one adds may be what the next one speaks of. */
void il_low__methods(il_low *low)
{
    pendings list = {0};
    for (size_t i = 0; i < low->units.n; i++) {
        il_low_unit *unit = low->units.items[i];
        for (size_t k = 0; k < unit->construct->calls.list.n; k++)
            add_pending(
                low, &list,
                (pending){.unit = il_low__unit_of(unit->construct), .call = &unit->construct->calls.list.items[k]}, 0);
    }
    for (size_t i = 0; i < low->program->values.n; i++) {
        const il_ev *value = low->program->values.items[i];
        bool import = value->kind == IL_EV_CALL && value->lib.calls && il_low__unit_behind(low, value);
        for (size_t k = 0; import && k < value->lib.calls->list.n; k++)
            add_pending(low, &list, (pending){.call = &value->lib.calls->list.items[k], .receiver = value}, 0);
    }
    if (list.n)
        qsort(list.items, list.n, sizeof *list.items, by_order);
    for (size_t i = 0; i < list.n; i++)
        run(low, list.items[i]);
    for (size_t i = 0; i < low->units.n; i++)
        if (low->units.items[i]->construct->escaped) {
            il_low__open_unit(low->units.items[i]);
            stray(low->units.items[i]);
        }
}

void il_low__late_calls(il_low *low)
{
    for (size_t i = 0; i < low->units.n; i++) {
        il_low_unit *unit = low->units.items[i];
        for (size_t k = 0; k < unit->construct->calls.list.n; k++)
            if (is_late(&unit->construct->calls.list.items[k]))
                late_call(unit, &unit->construct->calls.list.items[k]);
    }
}

void il_low__overrides(il_low *low)
{
    for (size_t i = 0; i < low->overrides.n; i++)
        il_low__override_call(low->overrides.items[i].unit, low->overrides.items[i].call);
}
