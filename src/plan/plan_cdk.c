/* Fixes in programs. A leaf that is absent, or that the construct's own expression says, is set through the prop that makes it; a value
 * that was written elsewhere (a constant, a caller, another file, a method's argument) is changed there, and the proof tells whether
 * all that it reaches agree. */
#include <math.h>
#include <string.h>

#include "plan_program.h"

/* How many ways to set a leaf are tried. */
enum { WAYS = 4 };

typedef struct {
    il_planning *p;
    il_snippet_site site;
    size_t way;           /* which of the props to take where there are several */
    size_t ways;          /* out: how many there are at most */
    il_edit_value *patch; /* of the construct's props */
    IL_VEC(il_ts_editor *) editors;
    IL_VEC(const il_document *) documents;
} program_plan;

static il_ts_editor *editor_for(program_plan *t, const il_document *document)
{
    for (size_t i = 0; i < t->documents.n; i++) {
        if (t->documents.items[i] == document)
            return t->editors.items[i];
    }
    il_ts_editor *editor = il_ts_editor_new(t->p->arena, document);
    IL_PUSH(t->p->arena, &t->editors, editor);
    IL_PUSH(t->p->arena, &t->documents, document);
    return editor;
}

/* Finds the expression that makes the resource: that of the construct which the program itself has. */
static bool locate(program_plan *t)
{
    const il_construct *construct = il_plan__construct_of(t->p->resource);
    if (!construct || !construct->whole.source)
        return false;
    const il_document *document = il_plan__document(t->p, construct->whole.source);
    if (!document || !document->ts)
        return false;
    TSNode node = il_ts_at(document, construct->whole.span);
    while (!ts_node_is_null(node) && !il_ts_is(node, "new_expression") && !il_ts_is(node, "call_expression"))
        node = ts_node_parent(node);
    t->site = (il_snippet_site){.p = t->p, .construct = construct, .document = document, .expression = node};
    if (!ts_node_is_null(node))
        t->site.editor = editor_for(t, document);
    return !ts_node_is_null(node);
}

/* The members of cdk.RemovalPolicy, which methods take as well as props; NULL for any other leaf. */
static il_edit_value *removal_policy(const program_plan *t, il_str path, const il_value *wanted)
{
    static const char *const policies[][2] = {{"Retain", "{{symbol:aws-cdk-lib.RemovalPolicy}}.RETAIN"},
                                              {"Snapshot", "{{symbol:aws-cdk-lib.RemovalPolicy}}.SNAPSHOT"}};
    if (!il_str_is(path, "DeletionPolicy") && !il_str_is(path, "UpdateReplacePolicy"))
        return NULL;
    for (size_t i = 0; wanted->kind == IL_STRING && i < sizeof policies / sizeof *policies; i++) {
        if (il_str_is(wanted->string, policies[i][0]))
            return il_edit_code(t->p->arena, il_str_of(policies[i][1]));
    }
    return NULL;
}

/* What stands in a program for VALUE, when the literal NODE is of its kind. */
static il_edit_value *literal_for(const program_plan *t, TSNode node, const il_value *value)
{
    il_arena *arena = t->p->arena;
    bool string = il_ts_is(node, "string"), number = il_ts_is(node, "number") || il_ts_is(node, "unary_expression");
    bool boolean = il_ts_is(node, "true") || il_ts_is(node, "false");
    if (string && value->kind == IL_STRING)
        return il_edit_string(arena, value->string);
    if (number && value->kind == IL_NUMBER)
        return il_edit_literal(arena, il_plan__number(arena, value->number));
    if (boolean && value->kind == IL_BOOL)
        return il_edit_literal(arena, value->boolean ? IL_STR("true") : IL_STR("false"));
    return NULL;
}

/* The node whose text is exactly at LOC; a null node if there is none. */
static TSNode node_at(const il_document *document, il_loc loc)
{
    TSNode none = {0}, node = document && document->ts ? il_ts_at(document, loc.span) : none;
    if (ts_node_is_null(node))
        return none;
    il_span span = il_ts_span(node);
    return span.start == loc.span.start && span.end == loc.span.end ? node : none;
}

/* Replaces the expression at LOC by LITERAL, if a literal of its kind stands there, else by CODE (NULL for none). */
static const char *replace_at(program_plan *t, il_loc loc, const il_value *literal, il_edit_value *code)
{
    const il_document *document = il_plan__document(t->p, loc.source);
    TSNode node = node_at(document, loc);
    if (ts_node_is_null(node))
        return "the value is not written as one expression";
    il_ts_editor *editor = editor_for(t, document);
    il_edit_value *value = literal_for(t, node, literal);
    if (!value && code) {
        il_snippet_site there = t->site;
        there.editor = editor;
        const char *refusal = il_plan__fill_value(&there, code);
        if (refusal)
            return refusal;
        value = code;
    }
    return value ? il_ts_replace(editor, node, value) : "the value is computed";
}

/* `Duration.days(DAYS)`: the amount was written apart from the call. Its new value in the same unit goes there. */
static bool amount_elsewhere(const il_value *present, const il_value *wanted, il_loc *loc, double *amount)
{
    const il_ev *ev = present->handle;
    if (present->kind != IL_NUMBER || wanted->kind != IL_NUMBER || !ev || ev->kind != IL_EV_CALL || ev->lib.receiver ||
        ev->lib.n_args == 0)
        return false;
    const il_ev *argument = ev->lib.args[0];
    bool unit = ev->lib.symbol && (strstr(ev->lib.symbol, ".Duration.") || strstr(ev->lib.symbol, ".Size."));
    if (!unit || argument->kind != IL_EV_NUMBER || il_loc_contains(ev->loc, argument->loc) || present->number == 0)
        return false;
    *loc = argument->loc;
    *amount = wanted->number * argument->number / present->number;
    return *amount == floor(*amount);
}

/* Why a value of this origin cannot be changed where it was written; NULL when it can. */
static const char *origin_refusal(il_origin origin)
{
    switch (origin) {
    case IL_FROM_CONTEXT:
        return "the value comes from the context";
    case IL_FROM_ENVIRONMENT:
        return "the value comes from the environment";
    case IL_FROM_PARAMETER:
        return "the value comes from a parameter";
    default:
        return NULL;
    }
}

/* What CONSTRUCT is given for the prop NAME; NULL if nothing. */
static const il_ev *prop_value(const il_construct *construct, il_str name)
{
    const il_ev *props = construct->props;
    for (size_t i = 0; props->kind == IL_EV_OBJECT && i < props->object->fields.n; i++) {
        const il_field *field = &props->object->fields.items[i];
        if (il_str_is(name, field->name) && field->value->kind != IL_EV_UNDEFINED)
            return field->value;
    }
    return NULL;
}

/* Whether the prop NAME is written, be it that it is undefined. */
static bool is_written(const il_construct *construct, il_str name)
{
    const il_ev *props = construct->props;
    for (size_t i = 0; props->kind == IL_EV_OBJECT && i < props->object->fields.n; i++)
        if (il_str_is(name, props->object->fields.items[i].name))
            return true;
    return false;
}

static bool has_prop(const il_construct *construct, const char *name)
{
    return prop_value(construct, il_str_of(name)) != NULL;
}

/* The literal that the prop NAME has its value from, when that stands outside of the construct's expression: a constant, a parameter's argument. */
static const il_ev *literal_elsewhere(const program_plan *t, il_str name)
{
    const il_ev *value = prop_value(t->site.construct, name);
    bool literal = value && (value->kind == IL_EV_BOOL || value->kind == IL_EV_NUMBER || value->kind == IL_EV_STRING);
    bool here = literal && il_loc_contains(t->site.construct->whole, value->loc);
    return literal && !here && value->loc.source && value->origin == IL_FROM_SOURCE ? value : NULL;
}

/* The library refuses two props that say the same: what stands there under a name of former times goes. */
static void drop_former(program_plan *t, const il_plan_prop *props, size_t n, il_str chosen)
{
    il_arena *arena = t->p->arena;
    il_str top = il_str_cut(&chosen, '.');
    for (size_t i = 0; i < n; i++) {
        il_str rest = props[i].prop, name = il_str_cut(&rest, '.');
        if (props[i].deprecated && !il_str_eq(name, top) && has_prop(t->site.construct, il_arena_str(arena, name).p))
            il_edit_put(arena, t->patch, name, il_edit_remove(arena));
    }
}

/* Sets the prop that makes the leaf at PATH. To a list that is there, the items are added. */
static const char *set_prop(program_plan *t, il_str path, const il_value *present, const il_value *wanted)
{
    il_plan_prop *props;
    size_t n = il_plan__inverse(t->p, t->site.construct, path, wanted, &props);
    t->ways = n > t->ways ? n : t->ways;
    if (n == 0)
        return "no property of the construct sets this";
    const il_plan_prop *prop = &props[t->way < n ? t->way : n - 1];
    const char *refusal = il_plan__fill_value(&t->site, prop->value);
    if (refusal)
        return refusal;
    if (il_plan__adds(present, wanted) && prop->value->kind == IL_EDIT_LIST)
        prop->value->kind = IL_EDIT_APPEND;
    for (size_t i = 0; prop->deprecated && i < n; i++) {
        il_str rest = props[i].prop, name = il_str_cut(&rest, '.');
        if (!props[i].deprecated && is_written(t->site.construct, name))
            return "the property that says this today is there already";
    }
    const il_ev *literal = literal_elsewhere(t, prop->prop);
    if (literal)
        return replace_at(t, literal->loc, &il_missing, prop->value);
    if (!prop->deprecated)
        drop_former(t, props, n, prop->prop);
    return il_edit_set(t->p->arena, t->patch, prop->prop, prop->value) ? NULL : "the fix contradicts itself";
}

/* The arm of a choice that the finding points at. */
static const il_value *failing_arm(const program_plan *t, const il_value *choice)
{
    for (size_t i = 0; i < choice->choice.n; i++) {
        const il_value *arm = choice->choice.arms[i].value;
        if (arm->loc.source && il_loc_eq(arm->loc, t->p->verdict->loc))
            return arm;
    }
    return NULL;
}

static const char *change_present(program_plan *t, il_str path, const il_value *present, const il_value *wanted)
{
    il_plan_prop *props;
    il_loc loc;
    double amount;
    const char *refusal = origin_refusal(present->origin);
    if (refusal)
        return refusal;
    if (amount_elsewhere(present, wanted, &loc, &amount))
        return replace_at(t, loc, il_value_number(t->p->arena, loc, amount), NULL);
    if (il_loc_contains(t->site.construct->whole, present->loc)) {
        refusal = set_prop(t, path, present, wanted);
        return refusal && !replace_at(t, present->loc, wanted, NULL)
                   ? NULL
                   : refusal; /* a literal of its kind is the value itself */
    }
    il_edit_value *code = removal_policy(t, path, wanted);
    size_t n = code ? 0 : il_plan__inverse(t->p, t->site.construct, path, wanted, &props);
    if (n > 0)
        code = props[t->way < n ? t->way : n - 1].value;
    return replace_at(t, present->loc, wanted, code);
}

static const char *set_leaf(program_plan *t, const il_rule_set_leaf *leaf)
{
    il_planning *p = t->p;
    il_str path = il_plan__body_path(p->arena, p->verdict, leaf->path);
    if (path.n == 0)
        return "the fix speaks of another resource";
    const il_value *wanted = il_plan__leaf(p, leaf), *present = il_plan__value_at(p->resource->body, path);
    if (leaf->operand && wanted->kind != IL_NUMBER && wanted->kind != IL_STRING)
        return "what it should become is not known";
    if (il_plan__has_hole(wanted))
        return p->page->add_ts ? NULL : "the rule has no fix for programs";
    if (il_value_eq(present, wanted))
        return NULL;
    if (present->kind == IL_CHOICE) {
        const il_value *arm = failing_arm(t, present);
        return arm ? replace_at(t, arm->loc, wanted, removal_policy(t, path, wanted))
                   : "the value depends on a condition";
    }
    bool written = present->kind != IL_MISSING && present->kind != IL_UNKNOWN && present->origin != IL_FROM_DEFAULT &&
                   present->loc.source;
    if (present->kind == IL_UNKNOWN && present->loc.source)
        return "the value cannot be known without running the program";
    return written ? change_present(t, path, present, wanted) : set_prop(t, path, present, wanted);
}

/* Takes out the member of a literal, or the statement that is a call, which says PRESENT and nothing else. The proof tells whether it did. */
static const char *remove_written(program_plan *t, const il_value *present)
{
    const il_document *document = il_plan__document(t->p, present->loc.source);
    TSNode node = node_at(document, present->loc), parent = ts_node_is_null(node) ? node : ts_node_parent(node);
    if (ts_node_is_null(parent))
        return "the value is not written as one expression";
    il_ts_editor *editor = editor_for(t, document);
    if (il_ts_is(parent, "arguments"))
        return il_ts_remove_statement(editor, ts_node_parent(parent));
    il_str key;
    TSNode name = il_ts_field(parent, "key");
    if (!il_ts_is(parent, "pair") || ts_node_is_null(name))
        return "the property that says this is not written with the construct";
    if (!il_ts_string(t->p->arena, document, name, &key))
        key = il_ts_text(document, name);
    il_edit_value *patch = il_edit_map(t->p->arena);
    il_edit_put(t->p->arena, patch, key, il_edit_remove(t->p->arena));
    return il_ts_set_object(editor, ts_node_parent(parent), patch);
}

static const char *remove_leaf(program_plan *t, const char *page_path)
{
    il_planning *p = t->p;
    il_plan_prop *props;
    il_str path = il_plan__body_path(p->arena, p->verdict, page_path);
    const il_value *present = il_plan__value_at(p->resource->body, path);
    bool absent = present->kind == IL_MISSING || (present->kind == IL_UNKNOWN && !present->loc.source);
    if (strstr(page_path, "::") || absent)
        return NULL;
    size_t n = il_plan__inverse(p, t->site.construct, path, present, &props);
    if (n == 0 || !il_loc_contains(t->site.construct->whole, present->loc))
        return remove_written(t, present);
    return il_edit_set(p->arena, t->patch, props[0].prop, il_edit_remove(p->arena)) ? NULL
                                                                                    : "the fix contradicts itself";
}

/* What the library has go with a removal policy: props that it accepts only beside DESTROY (NULL for none), and what changes too. */
static const struct {
    const char *class, *prop;
    const char *const *allow;
    size_t n_allow;
} with_removal[] = {
    {"aws-cdk-lib.aws_s3.Bucket", "autoDeleteObjects",
     (const char *const[]){"Custom::S3AutoDeleteObjects", "AWS::S3::BucketPolicy", "Tags", ".DependsOn"}, 4},
    {"aws-cdk-lib.aws_ecr.Repository", "autoDeleteImages", (const char *const[]){"Custom::ECRAutoDeleteImages", "Tags"},
     2},
    {"aws-cdk-lib.aws_rds.DatabaseCluster", NULL, (const char *const[]){"DeletionProtection"}, 1},
    {"aws-cdk-lib.aws_rds.DatabaseInstance", NULL, (const char *const[]){"DeletionProtection"}, 1},
};

static void apply_removal(program_plan *t)
{
    const il_construct *construct = t->site.construct;
    bool policy = false;
    for (size_t i = 0; i < t->p->page->n_set; i++)
        policy |= !strcmp(t->p->page->set[i].path, ".DeletionPolicy");
    for (size_t i = 0; policy && i < sizeof with_removal / sizeof *with_removal; i++) {
        if (strcmp(construct->class, with_removal[i].class))
            continue;
        const char *prop = with_removal[i].prop;
        if (prop && has_prop(construct, prop))
            il_edit_put(t->p->arena, t->patch, il_str_of(prop), il_edit_remove(t->p->arena));
        t->p->allow = with_removal[i].allow;
        t->p->n_allow = with_removal[i].n_allow;
    }
}

/* A class of the project has props of its own: only those that are written there are known to exist, unless they are, or extend, the library's. That
 * they are handed on the proof says. */
static bool props_known(const program_plan *t)
{
    if (t->site.construct->props_type)
        return true;
    for (size_t i = 0; t->site.construct->user_class && i < t->patch->members.n; i++) {
        il_str key = t->patch->members.items[i].key;
        if (!has_prop(t->site.construct, il_arena_str(t->p->arena, key).p))
            return false;
    }
    return true;
}

/* A method that makes a construct (`cluster.addCapacity`) takes options of its own: only those that are written there are known to exist. `createAlarm`
 * takes all that an alarm does. */
static bool options_known(const program_plan *t)
{
    TSNode expression = t->site.expression;
    if (!il_ts_is(expression, "call_expression") ||
        il_str_ends(il_ts_text(t->site.document, il_ts_field(expression, "function")), IL_STR(".createAlarm")))
        return true;
    for (size_t i = 0; i < t->patch->members.n; i++)
        if (!has_prop(t->site.construct, il_arena_str(t->p->arena, t->patch->members.items[i].key).p))
            return false;
    return true;
}

/* Merges the patch into the innermost object literal around the place of the finding. */
static const char *set_around(program_plan *t)
{
    il_loc loc = t->p->verdict->loc;
    const il_document *document = il_plan__document(t->p, loc.source);
    TSNode none = {0}, node = document && document->ts ? il_ts_at(document, loc.span) : none;
    while (!ts_node_is_null(node) && !il_ts_is(node, "object"))
        node = ts_node_parent(node);
    if (ts_node_is_null(node))
        return "the element is not written as a literal";
    return il_ts_set_object(editor_for(t, document), node, t->patch);
}

/* Stacks of Service Catalog's products are uploaded alone: the code of a custom resource would be an asset, and synthesis fails. */
static bool takes_no_assets(const program_plan *t)
{
    const il_rule_fix *page = t->p->page;
    bool custom = false;
    for (size_t i = 0; i < page->n_allow; i++)
        custom |= il_str_starts(il_str_of(page->allow[i]), IL_STR("Custom::"));
    for (const il_construct *c = t->site.construct; custom && c; c = c->scope)
        if (!strcmp(c->class, "aws-cdk-lib.aws_servicecatalog.ProductStack"))
            return true;
    return false;
}

static const char *make_edits(program_plan *t, il_edits *edits)
{
    const il_rule_fix *page = t->p->page;
    const char *refusal =
        takes_no_assets(t) ? "it would bring an asset, which the stack of a product cannot have" : NULL;
    bool props_only = page->add_ts && il_plan__props_at(il_str_of(page->add_ts)) != SIZE_MAX;
    for (size_t i = 0; i < page->n_set && !refusal && !props_only; i++)
        refusal = set_leaf(t, &page->set[i]);
    for (size_t i = 0; i < page->n_remove && !refusal; i++)
        refusal = remove_leaf(t, page->remove[i]);
    if (!refusal && page->add_ts)
        refusal = il_plan__add_snippet(&t->site, t->patch);
    if (refusal)
        return refusal;
    apply_removal(t);
    bool around = props_only && t->p->verdict->element.n && !il_loc_eq(t->p->verdict->loc, t->p->resource->loc);
    if (!around && !props_known(t))
        return "the construct is made through a class of the project, which has properties of its own";
    if (!around && !options_known(t))
        return "the construct is made by a method that need not take the property";
    if (t->patch->members.n)
        refusal = around ? set_around(t)
                         : il_ts_set_argument(t->site.editor, t->site.expression, il_plan__first_argument(&t->site) + 1,
                                              t->patch);
    for (size_t i = 0; i < t->editors.n && !refusal; i++)
        refusal = il_ts_finish(t->editors.items[i], edits);
    for (size_t i = 0; i < t->documents.n && !refusal; i++)
        if (il_ts_leaves_unused(t->documents.items[i], edits->items, edits->n))
            refusal = "what the value is read from now would not be used any more";
    return refusal ? refusal : il_plan__former_refusal(&t->site, t->patch, edits);
}

void il_plan__cdk(il_planning *p)
{
    const il_rule_fix *page = p->page;
    size_t ways = 1;
    if (!page->n_set && !page->n_remove && !page->add_ts) {
        il_plan__refuse(p, "the rule has no fix for programs");
        return;
    }
    for (size_t way = 0; way < ways && way < WAYS; way++) {
        program_plan t = {.p = p, .way = way, .ways = 1, .patch = il_edit_map(p->arena)};
        il_edits edits = {0};
        if (!locate(&t)) {
            il_plan__refuse(p, "the program does not make this resource by itself");
            return;
        }
        const char *refusal = make_edits(&t, &edits);
        ways = t.ways;
        if (refusal)
            il_plan__refuse(p, refusal);
        else
            il_plan__propose(p, &edits);
    }
}
