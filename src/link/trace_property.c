/* The property of a `new` that a leaf of its resource comes from, as far as the literal at the `new` shows it: a prop of the same name, in a
 * class of CloudFormation's own down to any depth, in any other class only if the very value stands there. */
#include <string.h>

#include "trace.h"
#include "ts.h"

/* "BucketName" and "bucketName"; "SSEAlgorithm" and "sseAlgorithm". */
static bool same_name(il_str cloudformation, il_str prop)
{
    if (!prop.n || prop.n != cloudformation.n || (prop.p[0] | 32) != (cloudformation.p[0] | 32))
        return false;
    return il_str_eq_nocase(prop, cloudformation);
}

/* The value of the prop of OBJECT that NAME may come from; a null node when there is none, or when a spread may be it. */
static TSNode prop_of(il_arena *scratch, const il_document *document, TSNode object, il_str name)
{
    TSNode found = {0};
    for (uint32_t i = 0; i < ts_node_named_child_count(object); i++) {
        TSNode child = ts_node_named_child(object, i), own = il_ts_field(child, "key");
        if (il_ts_is(child, "spread_element"))
            found = (TSNode){0};
        if (il_ts_is(child, "shorthand_property_identifier") && same_name(name, il_ts_text(document, child)))
            found = child;
        if (!il_ts_is(child, "pair") || ts_node_is_null(own))
            continue;
        il_str text = il_ts_text(document, own);
        if (il_ts_is(own, "string") && !il_ts_string(scratch, document, own, &text))
            continue;
        if (same_name(name, text))
            found = il_ts_field(child, "value");
    }
    return found;
}

static bool shows(il_arena *scratch, const il_document *document, TSNode node, const il_value *value)
{
    il_str text;
    double number;
    switch (value->kind) {
    case IL_STRING:
        return il_ts_string(scratch, document, node, &text) && il_str_eq(text, value->string);
    case IL_BOOL:
        return il_ts_is(node, value->boolean ? "true" : "false");
    case IL_NUMBER:
        return il_ts_is(node, "number") && il_str_number(il_ts_text(document, node), &number) &&
               number == value->number;
    default:
        return false;
    }
}

/* The object literal among the arguments of the `new`. */
static TSNode props_of(const il_traced *traced)
{
    TSNode none = {0}, node = il_ts_at(traced->document, traced->whole.span);
    TSNode arguments = ts_node_is_null(node) ? none : il_ts_field(node, "arguments");
    if (ts_node_is_null(arguments) || ts_node_named_child_count(arguments) < 3)
        return none;
    TSNode props = ts_node_named_child(arguments, 2);
    return il_ts_is(props, "object") ? props : none;
}

static bool is_l1(const il_traced *traced)
{
    il_str text = il_loc_text(traced->loc);
    size_t at = text.n;
    while (at && text.p[at - 1] != '.' && text.p[at - 1] != ' ')
        at--;
    return il_str_starts(il_str_slice(text, at, text.n), IL_STR("Cfn"));
}

il_loc il_trace_property(const il_traced *traced, const il_str *keys, size_t n, const il_value *value)
{
    il_loc none = {0};
    TSNode object = traced->how == IL_TRACED_NEW ? props_of(traced) : (TSNode){0}, found = {0};
    bool l1 = is_l1(traced);
    il_arena *scratch = il_arena_new();
    for (size_t i = 0; i < n && il_ts_is(object, "object"); i++) {
        TSNode next = prop_of(scratch, traced->document, object, keys[i]);
        if (ts_node_is_null(next))
            break;
        found = next;
        object = i + 1 < n ? next : (TSNode){0};
        if (!l1 && i + 1 < n)
            break;
    }
    bool sure = !ts_node_is_null(found) && (l1 || (n == 1 && shows(scratch, traced->document, found, value)));
    il_arena_free(scratch);
    return sure ? il_ts_loc(traced->document, found) : none;
}
