#include "lower_policy.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"

il_low_document *il_low__document_in(il_low_part *part, il_low_node *into)
{
    il_low_document *document = IL_NEW(part->unit->low->arena, il_low_document);
    document->part = part;
    document->into = into;
    document->loc = into->loc;
    IL_PUSH(part->unit->low->arena, &part->unit->low->documents, document);
    return document;
}

il_low_document *il_low__document(il_low_part *part, il_str path)
{
    il_low *low = part->unit->low;
    for (size_t i = 0; i < low->documents.n; i++)
        if (!low->documents.items[i]->into && low->documents.items[i]->part == part &&
            il_str_eq(low->documents.items[i]->path, path))
            return low->documents.items[i];
    il_low_document *document = IL_NEW(low->arena, il_low_document);
    document->part = part;
    document->path = path;
    document->loc = part->out->loc;
    IL_PUSH(low->arena, &low->documents, document);
    il_low_node *old = il_low__at(part->properties, path), *list = il_low__member(old, IL_STR("Statement"));
    document->open =
        old && (old->kind != IL_LOW_MAP || old->open || (list && (list->kind != IL_LOW_LIST || list->open)));
    size_t before = low->order;
    low->order = part->unit->construct->order; /* what stands there already came with the construct */
    for (size_t i = 0; list && i < list->items.n; i++)
        il_low__add_statement(document, il_low__statement_of_node(low, list->items.items[i]));
    low->order = before;
    return document;
}

void il_low__add_statement(il_low_document *document, il_low_statement *statement)
{
    statement->order = document->part->unit->low->order;
    IL_PUSH(document->part->unit->low->arena, &document->statements, statement);
}

static bool holds(const il_low_values *values, const il_value *value)
{
    for (size_t i = 0; i < values->n; i++)
        if (il_value_eq(values->items[i], value))
            return true;
    return false;
}

static void add_value(il_low *low, il_low_values *values, const il_value *value)
{
    if (value->kind != IL_MISSING && !holds(values, value))
        IL_PUSH(low->arena, values, value);
}

/* ---- From nodes ---- */

/* The items of a list, or the one value. False when it cannot be taken apart. */
static bool values_of_node(il_low *low, il_low_values *out, const il_low_node *node)
{
    if (!node)
        return true;
    if (node->kind == IL_LOW_LIST) {
        for (size_t i = 0; i < node->items.n; i++)
            add_value(low, out, il_low__freeze(low, NULL, node->items.items[i]));
        return !node->open;
    }
    add_value(low, out, il_low__freeze(low, NULL, node));
    return true;
}

il_low_statement *il_low__statement_of_node(il_low *low, il_low_node *node)
{
    il_low_statement *s = IL_NEW(low->arena, il_low_statement);
    s->sid = s->effect = &il_missing;
    s->loc = node->loc;
    s->handle = node->handle;
    if (node->kind != IL_LOW_MAP) {
        s->rest = node;
        return s;
    }
    s->open = node->open;
    bool known = values_of_node(low, &s->actions, il_low__member(node, IL_STR("Action")));
    known = values_of_node(low, &s->not_actions, il_low__member(node, IL_STR("NotAction"))) && known;
    known = values_of_node(low, &s->resources, il_low__member(node, IL_STR("Resource"))) && known;
    known = values_of_node(low, &s->not_resources, il_low__member(node, IL_STR("NotResource"))) && known;
    s->sid = il_low__freeze(low, NULL, il_low__member(node, IL_STR("Sid")));
    s->effect = il_low__freeze(low, NULL, il_low__member(node, IL_STR("Effect")));
    s->principal = il_low__member(node, IL_STR("Principal"));
    s->not_principal = il_low__member(node, IL_STR("NotPrincipal"));
    s->condition = il_low__member(node, IL_STR("Condition"));
    if (!known)
        s->rest = node;
    return s;
}

/* ---- From the program ---- */

static void add_list(il_low *low, il_low_statement *s, il_low_values *out, const il_ev *value)
{
    const il_ev *ev = il_low__reduce(low, value);
    if (ev->kind == IL_EV_UNDEFINED)
        return;
    if (ev->kind != IL_EV_ARRAY) {
        add_value(low, out, il_low__freeze(low, NULL, il_low__plain(low, ev)));
        s->open = s->open || ev->kind == IL_EV_UNKNOWN;
        return;
    }
    for (size_t i = 0; i < ev->list.n; i++)
        add_value(low, out, il_low__freeze(low, NULL, il_low__plain(low, ev->list.items[i])));
    s->open = s->open || ev->open;
}

static void add_principals(il_low_unit *unit, il_low_statement *s, const il_ev *list, bool not_principal)
{
    const il_ev *ev = il_low__reduce(unit->low, list);
    if (ev->kind == IL_EV_ARRAY)
        for (size_t i = 0; i < ev->list.n; i++)
            il_low__add_principal(unit, s, ev->list.items[i], not_principal);
    else if (ev->kind != IL_EV_UNDEFINED)
        s->open = true;
}

void il_low__add_conditions(il_low *low, il_low_statement *s, const il_ev *value)
{
    il_low_node *node = il_low__plain(low, value);
    if (!node)
        return;
    if (!s->condition || s->condition->kind != IL_LOW_MAP || node->kind != IL_LOW_MAP) {
        s->condition = s->condition ? il_low__unknown(low, node->loc, "conditions merged", (il_str){NULL, 0}) : node;
        return;
    }
    for (size_t i = 0; i < node->fields.n; i++) {
        il_low_field *field = &node->fields.items[i];
        il_low_node *old = il_low__member(s->condition, field->key);
        if (!old || old->kind != IL_LOW_MAP || field->node->kind != IL_LOW_MAP) {
            il_low__put(low, s->condition, field->key, field->key_loc, field->node);
            continue;
        }
        for (size_t k = 0; k < field->node->fields.n; k++)
            il_low__put(low, old, field->node->fields.items[k].key, field->node->fields.items[k].key_loc,
                        field->node->fields.items[k].node);
    }
}

/* Methods called on a statement after it was made. */
static void later_call(il_low_unit *unit, il_low_statement *s, const il_method_call *call)
{
    il_low *low = unit->low;
    struct {
        const char *method;
        il_low_values *values;
    } lists[] = {{"addActions", &s->actions},
                 {"addNotActions", &s->not_actions},
                 {"addResources", &s->resources},
                 {"addNotResources", &s->not_resources}};
    if (!call->method || call->condition.text.n || call->many) {
        s->open = true;
        return;
    }
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
        if (strcmp(call->method, lists[k].method) == 0) {
            for (size_t i = 0; i < call->n_args; i++)
                add_value(low, lists[k].values, il_low__freeze(low, NULL, il_low__plain(low, call->args[i])));
            return;
        }
    if (strcmp(call->method, "addAllResources") == 0)
        add_value(low, &s->resources, il_value_string(low->arena, call->loc, IL_STR("*")));
    else if (strcmp(call->method, "addPrincipals") == 0)
        for (size_t i = 0; i < call->n_args; i++)
            il_low__add_principal(unit, s, call->args[i], false);
    else if (strcmp(call->method, "addConditions") == 0 && call->n_args)
        il_low__add_conditions(low, s, call->args[0]);
    else if (strcmp(call->method, "addAnyPrincipal") == 0 && !s->principal)
        il_low__put(low, s->principal = il_low__map(low, call->loc), IL_STR("AWS"), (il_loc){0},
                    il_low__text(low, call->loc, IL_STR("*")));
    else if (strcmp(call->method, "toString") != 0 && strcmp(call->method, "toJSON") != 0)
        s->open = true;
}

static il_low_statement *of_props(il_low_unit *unit, const il_ev *value, const il_ev *props)
{
    il_low *low = unit->low;
    il_low_statement *s = IL_NEW(low->arena, il_low_statement);
    s->loc = value->loc;
    s->handle = value;
    const il_ev *effect = il_low__field(low, props, "effect");
    s->sid = il_low__freeze(low, NULL, il_low__plain(low, il_low__field(low, props, "sid")));
    s->effect = effect->kind == IL_EV_UNDEFINED
                    ? il_value_with_origin(low->arena, il_value_string(low->arena, value->loc, IL_STR("Allow")),
                                           IL_FROM_DEFAULT)
                    : il_low__freeze(low, NULL, il_low__plain(low, effect));
    add_list(low, s, &s->actions, il_low__field(low, props, "actions"));
    add_list(low, s, &s->not_actions, il_low__field(low, props, "notActions"));
    add_list(low, s, &s->resources, il_low__field(low, props, "resources"));
    add_list(low, s, &s->not_resources, il_low__field(low, props, "notResources"));
    add_principals(unit, s, il_low__field(low, props, "principals"), false);
    add_principals(unit, s, il_low__field(low, props, "notPrincipals"), true);
    const il_ev *conditions = il_low__field(low, props, "conditions");
    if (il_low__given(conditions) != IL_NO)
        il_low__add_conditions(low, s, conditions);
    s->open = s->open || (props->kind == IL_EV_OBJECT && (props->open || props->object->open)) ||
              props->kind == IL_EV_UNKNOWN;
    return s;
}

static il_low_statement *unreadable(il_low *low, const il_ev *value)
{
    il_low_statement *s = IL_NEW(low->arena, il_low_statement);
    s->sid = s->effect = &il_missing;
    s->loc = value->loc;
    il_low_node *node = il_low__plain(low, value);
    s->rest = il_low__is_unknown(node) ? node : il_low__unknown(low, value->loc, "policy statement", (il_str){NULL, 0});
    return s;
}

il_low_statement *il_low__statement(il_low_unit *unit, const il_ev *value)
{
    il_low *low = unit->low;
    if (value->kind == IL_EV_CALL && !value->lib.receiver && value->lib.n_args &&
        strcmp(value->lib.symbol, "aws-cdk-lib.aws_iam.PolicyStatement.fromJson") == 0) {
        il_low_node *node = il_low__plain(low, value->lib.args[0]);
        return node ? il_low__statement_of_node(low, node) : unreadable(low, value);
    }
    if (value->kind == IL_EV_OBJECT && value->origin == IL_FROM_DEFAULT)
        return il_low__statement_of_node(low, il_low__plain(low, value));
    if (value->kind != IL_EV_NEW || strcmp(value->lib.symbol, "aws-cdk-lib.aws_iam.PolicyStatement") != 0)
        return unreadable(low, value);
    const il_ev *props = value->lib.n_args ? il_low__reduce(low, value->lib.args[0]) : low->undefined;
    il_low_statement *s = of_props(unit, value, props);
    for (size_t i = 0; value->lib.calls && i < value->lib.calls->list.n; i++)
        later_call(unit, s, &value->lib.calls->list.items[i]);
    return s;
}

/* Statements of a PolicyDocument and those added to it later. */
static void add_document(il_low_document *document, const il_ev *value)
{
    il_low *low = document->part->unit->low;
    const il_ev *props = value->lib.n_args ? il_low__reduce(low, value->lib.args[0]) : low->undefined;
    document->sids = document->sids || il_low__given(il_low__field(low, props, "assignSids")) == IL_YES;
    const il_ev *statements = il_low__field(low, props, "statements");
    if (il_low__given(statements) != IL_NO)
        il_low__add_statements(document, statements);
    document->open = document->open || props->kind == IL_EV_UNKNOWN;
    for (size_t i = 0; value->lib.calls && i < value->lib.calls->list.n; i++) {
        const il_method_call *call = &value->lib.calls->list.items[i];
        bool adds =
            call->method && strcmp(call->method, "addStatements") == 0 && !call->condition.text.n && !call->many;
        for (size_t k = 0; adds && k < call->n_args; k++)
            il_low__add_statements(document, call->args[k]);
        document->open = document->open || !adds;
    }
}

static void add_json(il_low_document *document, const il_ev *json)
{
    il_low *low = document->part->unit->low;
    il_low_node *node = il_low__plain(low, json), *list = il_low__member(node, IL_STR("Statement"));
    document->open = document->open || !list || list->kind != IL_LOW_LIST || list->open;
    for (size_t i = 0; list && i < list->items.n; i++)
        il_low__add_statement(document, il_low__statement_of_node(low, list->items.items[i]));
}

void il_low__add_statements(il_low_document *document, const il_ev *value)
{
    il_low_unit *unit = document->part->unit;
    bool is_new = value->kind == IL_EV_NEW,
         is_call = value->kind == IL_EV_CALL && !value->lib.receiver && value->lib.n_args;
    if (is_new && strcmp(value->lib.symbol, "aws-cdk-lib.aws_iam.PolicyDocument") == 0) {
        add_document(document, value);
        return;
    }
    if (is_call && strcmp(value->lib.symbol, "aws-cdk-lib.aws_iam.PolicyDocument.fromJson") == 0) {
        add_json(document, value->lib.args[0]);
        return;
    }
    const il_ev *ev = is_new || is_call ? value : il_low__reduce(unit->low, value);
    if (ev->kind == IL_EV_ARRAY) {
        for (size_t i = 0; i < ev->list.n; i++)
            il_low__add_statements(document, ev->list.items[i]);
        document->open = document->open || ev->open;
    } else if (ev->kind != IL_EV_UNDEFINED) {
        il_low__add_statement(document, il_low__statement(unit, ev));
    }
}
