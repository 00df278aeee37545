/* Another call in place of one that the program writes: `new origins.S3Origin(bucket, options)` becomes
 * `origins.S3BucketOrigin.withOriginAccessControl(bucket, options)`. Promises: the arguments stay as they are written, less the members that the page
 * drops. Refuses where the finding does not lead to one such call. */
#include "plan_program.h"

/* The arguments of NODE if it calls what the text CALLEE says; else a null node. */
static TSNode arguments_of(const il_document *document, TSNode node, il_str callee)
{
    TSNode none = {0};
    bool made = il_ts_is(node, "new_expression");
    if (!made && !il_ts_is(node, "call_expression"))
        return none;
    TSNode called = il_ts_field(node, made ? "constructor" : "function");
    if (ts_node_is_null(called) || !il_str_eq(il_ts_text(document, called), callee))
        return none;
    return il_ts_field(node, "arguments");
}

/* Calls of CALLEE below NODE: how many, and the last one. */
static size_t count_below(const il_document *document, TSNode node, il_str callee, TSNode *found)
{
    size_t n = 0;
    if (!ts_node_is_null(arguments_of(document, node, callee))) {
        *found = node;
        n = 1;
    }
    for (uint32_t i = 0; i < ts_node_named_child_count(node); i++)
        n += count_below(document, ts_node_named_child(node, i), callee, found);
    return n;
}

/* The call that the finding stands in, else the only one in the expression that it points at; a null node if there is none. */
static TSNode call_at(const il_document *document, il_loc loc, il_str callee)
{
    TSNode none = {0}, found = none, node = il_ts_at(document, loc.span);
    for (TSNode up = node; !ts_node_is_null(up) && !il_ts_is(up, "statement_block"); up = ts_node_parent(up))
        if (!ts_node_is_null(arguments_of(document, up, callee)))
            return up;
    if (!ts_node_is_null(node) && (il_ts_is(node, "property_identifier") || il_ts_is(node, "identifier")))
        node = ts_node_parent(node);
    bool whole = ts_node_is_null(node) || !ts_node_parent(node).id || il_ts_is(node, "program");
    return !whole && count_below(document, node, callee, &found) == 1 ? found : none;
}

/* Takes the members of NAMES out of the literals among ARGUMENTS. */
static const char *drop(const il_planning *p, il_ts_editor *editor, TSNode arguments)
{
    const char *refusal = NULL;
    for (uint32_t i = 0; i < ts_node_named_child_count(arguments) && !refusal; i++) {
        TSNode argument = ts_node_named_child(arguments, i);
        il_edit_value *patch = il_edit_map(p->arena);
        for (size_t k = 0; il_ts_is(argument, "object") && k < p->page->n_rewrite_drop; k++)
            il_edit_put(p->arena, patch, il_str_of(p->page->rewrite_drop[k]), il_edit_remove(p->arena));
        if (patch->members.n)
            refusal = il_ts_set_object(editor, argument, patch);
    }
    return refusal;
}

/* What the file calls NAME. Where it imports the old class by its own name and uses it nowhere else, the new one takes its place. */
static il_str callee_of(il_ts_editor *editor, il_str from, il_str name)
{
    il_str rest = name;
    il_str_cut(&rest, '.');
    il_str_cut(&rest, '.');
    il_str class = rest, members = rest;
    class = il_str_cut(&members, '.');
    bool bare = !il_str_contains(from, IL_STR("."));
    return bare && il_ts_import_instead(editor, from, class) ? rest : il_ts_symbol(editor, name);
}

/* A name alone, where the finding points at it: `ec2.SubnetType.PRIVATE_WITH_NAT`. False where it is none. */
static bool rename_at(il_planning *p, const il_document *document, il_str from)
{
    TSNode node = il_ts_at(document, p->verdict->loc.span);
    bool name = il_ts_is(node, "member_expression") || il_ts_is(node, "identifier");
    if (ts_node_is_null(node) || !name || !il_str_eq(il_ts_text(document, node), from))
        return false;
    TSNode parent = ts_node_parent(node);
    if (!ts_node_is_null(parent) && !ts_node_is_null(arguments_of(document, parent, from)))
        return false; /* it is called */
    il_edits edits = {0};
    il_ts_editor *editor = il_ts_editor_new(p->arena, document);
    il_str to = il_ts_symbol(editor, il_str_of(p->page->rewrite_to));
    const char *refusal = il_ts_replace(editor, node, il_edit_code(p->arena, to));
    if (!refusal)
        refusal = il_ts_finish(editor, &edits);
    if (refusal)
        il_plan__refuse(p, refusal);
    else
        il_plan__propose(p, &edits);
    return true;
}

void il_plan__rewrite(il_planning *p)
{
    const il_document *document = il_plan__document(p, p->verdict->loc.source);
    if (!document || !document->ts) {
        il_plan__refuse(p, "the rule has no fix for templates");
        return;
    }
    il_str from = il_ts_symbol(il_ts_editor_new(p->arena, document), il_str_of(p->page->rewrite_from));
    if (rename_at(p, document, from))
        return;
    TSNode call = call_at(document, p->verdict->loc, from);
    if (ts_node_is_null(call)) {
        il_plan__refuse(p, "what makes this is written elsewhere");
        return;
    }
    il_edits edits = {0};
    il_ts_editor *editor = il_ts_editor_new(p->arena, document);
    TSNode arguments = arguments_of(document, call, from);
    const char *refusal = drop(p, editor, arguments);
    if (!refusal)
        refusal = il_ts_call_instead(editor, call, callee_of(editor, from, il_str_of(p->page->rewrite_to)));
    if (!refusal)
        refusal = il_ts_finish(editor, &edits);
    if (!refusal && il_ts_leaves_unused(document, edits.items, edits.n))
        refusal = "what is not used any more would stay behind";
    if (refusal)
        il_plan__refuse(p, refusal);
    else
        il_plan__propose(p, &edits);
}
