/* Moves a literal out of a program: into a context key of cdk.json, from where the program reads it. The template stays the same, so
 * nothing is replaced; what changes is who decides. Refused where no construct is at hand to ask for the context. */
#include "cdk.h"
#include "edit_data.h"
#include "edit_ts.h"
#include "planner.h"

typedef struct {
    il_planning *p;
    const il_document *document, *settings; /* the program's file; cdk.json */
    TSNode node;                            /* the string literal */
    il_str value;
    const il_node *context; /* cdk.json's; NULL for none */
} hoist;

/* The string literal at the finding's place; false when it is none that can be moved. */
static bool find_literal(hoist *h)
{
    il_loc loc = h->p->verdict->loc;
    if (!h->document->ts)
        return false;
    TSNode node = il_ts_at(h->document, loc.span);
    while (!ts_node_is_null(node) && (il_ts_is(node, "string_fragment") || il_ts_is(node, "escape_sequence")))
        node = ts_node_parent(node);
    if (ts_node_is_null(node) || !il_ts_string(h->p->arena, h->document, node, &h->value))
        return false;
    TSNode parent = ts_node_parent(node);
    static const char *const fixed[] = {"literal_type",    "import_statement",       "export_statement",
                                        "enum_assignment", "property_signature",     "import_require_clause",
                                        "jsx_attribute",   "public_field_definition"};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        bool field = i + 1 == sizeof fixed / sizeof *fixed;
        if (il_ts_is(parent, fixed[i]) && (!field || !ts_node_eq(il_ts_field(parent, "value"), node)))
            return false;
    }
    h->node = node;
    return !il_ts_is(parent, "pair") || !ts_node_eq(il_ts_field(parent, "key"), node);
}

/* The name of a function's first parameter that is a construct by its name. */
static il_str scope_parameter(const hoist *h, TSNode function)
{
    static const char *const names[] = {"scope", "stack", "app", "parent", "construct"};
    TSNode parameters = il_ts_field(function, "parameters");
    for (uint32_t i = 0; !ts_node_is_null(parameters) && i < ts_node_named_child_count(parameters); i++) {
        TSNode pattern = il_ts_field(ts_node_named_child(parameters, i), "pattern");
        for (size_t n = 0; !ts_node_is_null(pattern) && n < sizeof names / sizeof *names; n++) {
            il_str name = il_ts_text(h->document, pattern);
            if (il_str_is(name, names[n]))
                return name;
        }
    }
    return (il_str){0};
}

/* Whether NODE stands before the end of a constructor's call of super: `this` is not there yet. */
static bool before_super(const hoist *h, TSNode method)
{
    if (!il_str_is(il_ts_text(h->document, il_ts_field(method, "name")), "constructor"))
        return false;
    il_str body = il_ts_text(h->document, method);
    uint32_t start = il_ts_span(method).start, at = 0;
    while (il_text_word(body, IL_STR("super"), &at)) {
        TSNode call = il_ts_ancestor(il_ts_at(h->document, (il_span){start + at, start + at + 5}), "call_expression");
        if (!ts_node_is_null(call) && il_ts_is(il_ts_field(call, "function"), "super"))
            return il_ts_span(h->node).start < il_ts_span(call).end;
        at++;
    }
    return false;
}

static bool is_static(TSNode member)
{
    for (uint32_t i = 0; i < ts_node_child_count(member); i++) {
        if (il_ts_is(ts_node_child(member, i), "static"))
            return true;
    }
    return false;
}

/* A module's `const app = new App()` that stands before the literal. */
static il_str module_app(const hoist *h, TSNode program)
{
    for (uint32_t i = 0; i < ts_node_named_child_count(program); i++) {
        TSNode statement = ts_node_named_child(program, i);
        if (il_ts_span(statement).end > il_ts_span(h->node).start)
            break;
        TSNode declarator = il_ts_is(statement, "lexical_declaration") ? ts_node_named_child(statement, 0) : statement;
        TSNode value = il_ts_field(declarator, "value");
        bool made = !ts_node_is_null(value) && il_ts_is(value, "new_expression");
        if (made && il_str_ends(il_ts_text(h->document, il_ts_field(value, "constructor")), IL_STR("App")))
            return il_ts_text(h->document, il_ts_field(declarator, "name"));
    }
    return (il_str){0};
}

static bool in_construct_class(TSNode member)
{
    TSNode body = ts_node_parent(member), class = ts_node_is_null(body) ? body : ts_node_parent(body);
    for (uint32_t i = 0; !ts_node_is_null(class) && i < ts_node_named_child_count(class); i++) {
        if (il_ts_is(ts_node_named_child(class, i), "class_heritage"))
            return true;
    }
    return false;
}

/* The expression for a construct that can be asked for the context at the literal; empty when there is none. */
static il_str scope_at(const hoist *h)
{
    for (TSNode node = ts_node_parent(h->node); !ts_node_is_null(node); node = ts_node_parent(node)) {
        if (il_ts_is(node, "method_definition")) {
            TSNode parameters = il_ts_field(node, "parameters");
            bool early = before_super(h, node) ||
                         il_loc_contains(il_ts_loc(h->document, parameters), il_ts_loc(h->document, h->node));
            bool own = !early && !is_static(node) && in_construct_class(node);
            return own ? IL_STR("this") : scope_parameter(h, node);
        }
        if (il_ts_is(node, "public_field_definition"))
            return is_static(node) || !in_construct_class(node) ? (il_str){0} : IL_STR("this");
        if (il_ts_is(node, "function_declaration") || il_ts_is(node, "function_expression") ||
            il_ts_is(node, "function"))
            return scope_parameter(h, node);
        if (il_ts_is(node, "arrow_function") && scope_parameter(h, node).n)
            return scope_parameter(h, node);
        if (il_ts_is(node, "program"))
            return module_app(h, node);
    }
    return (il_str){0};
}

/* A text argument of a call beside the literal: a description or an id. */
static il_str other_text(const hoist *h, TSNode call)
{
    TSNode arguments = il_ts_field(call, "arguments");
    il_str text = {0};
    for (uint32_t i = 0; !ts_node_is_null(arguments) && i < ts_node_named_child_count(arguments); i++) {
        TSNode argument = ts_node_named_child(arguments, i);
        bool other = !ts_node_eq(argument, h->node) && il_ts_is(argument, "string");
        if (other && il_ts_string(h->p->arena, h->document, argument, &text) && text.n > 0 && text.n <= 40)
            return text;
    }
    TSNode function = il_ts_field(call, "function"),
           object = ts_node_is_null(function) ? function : il_ts_field(function, "object");
    return !ts_node_is_null(object) && il_ts_is(object, "identifier") &&
                   call.id != ts_node_parent(ts_node_parent(h->node)).id
               ? il_ts_text(h->document, object)
               : (il_str){0};
}

/* What the author calls the literal; *OWN: that is the literal's own name. */
static il_str hint_for(const hoist *h, bool *own)
{
    *own = true;
    for (TSNode node = ts_node_parent(h->node); !ts_node_is_null(node); node = ts_node_parent(node)) {
        il_str text = {0};
        bool named = il_ts_is(node, "variable_declarator") || il_ts_is(node, "public_field_definition");
        if (il_ts_is(node, "pair"))
            text = il_ts_text(h->document, il_ts_field(node, "key"));
        else if (named)
            text = il_ts_text(h->document, il_ts_field(node, "name"));
        else if (il_ts_is(node, "call_expression") || il_ts_is(node, "new_expression"))
            text = other_text(h, node);
        *own &= il_ts_is(node, "pair") || named || il_ts_is(node, "array");
        if (text.n > 0 && text.n <= 40)
            return text;
    }
    *own = false;
    return IL_STR("network");
}

/* The app's name: its entry file, as cdk.json's `app` names it, else its folder. */
static il_str app_name(const hoist *h)
{
    il_str command = il_node_string(il_node_get(h->settings->roots[0], IL_STR("app"))), name = {0};
    while (command.p) {
        il_str word = il_str_cut(&command, ' ');
        bool file =
            il_str_ends(word, IL_STR(".ts")) || il_str_ends(word, IL_STR(".js")) || il_str_ends(word, IL_STR(".mts"));
        if (file)
            name = word;
    }
    if (name.n == 0)
        name = h->p->planner->input.app->root;
    while (il_str_contains(name, IL_STR("/")))
        il_str_cut(&name, '/');
    il_str base = il_str_cut(&name, '.');
    return base.n ? base : IL_STR("app");
}

/* What VALUE is by its looks. */
static const char *kind_of(il_str value)
{
    size_t digits = 0, letters = 0;
    for (size_t i = 0; i < value.n; i++) {
        digits += value.p[i] >= '0' && value.p[i] <= '9';
        letters += value.p[i] >= 'g' && value.p[i] <= 'z';
    }
    if (il_str_starts(value, IL_STR("arn:")))
        return "Arn";
    if (il_str_contains(value, IL_STR("://")))
        return "Url";
    if (il_str_contains(value, IL_STR("/")))
        return "Cidr";
    return digits == value.n                                                                        ? "Account"
           : letters && il_str_contains(value, IL_STR("-")) && !il_str_contains(value, IL_STR(".")) ? "Region"
                                                                                                    : "Address";
}

static il_str context_key(const hoist *h)
{
    bool own;
    il_arena *arena = h->p->arena;
    il_str name = il_ts_camel(arena, hint_for(h, &own)), app = app_name(h);
    const char *suffix = own ? "" : kind_of(h->value);
    il_str base = il_arena_printf(arena, "%.*s:%.*s%s", IL_FMT(app), IL_FMT(name), suffix), key = base;
    for (int number = 2;; number++) {
        const il_node *present = il_node_get(h->context, key);
        bool fits = !present || (present->kind == IL_NODE_STRING && il_str_eq(present->text, h->value));
        if (fits && il_plan__claim(h->p->planner, key, h->value))
            return key;
        key = il_arena_printf(arena, "%.*s%d", IL_FMT(base), number);
    }
}

/* Where the key goes: behind the app's own keys, which stand before the library's flags (`@…`) or alone. Different keys get different places
 * there, so that several literals can be moved at once. */
static void place(const hoist *h, il_edit_member *member)
{
    il_map *hoists = &h->p->planner->hoists;
    size_t *order = il_map_get(hoists, member->key), n = h->context ? h->context->map.n : 0, own = n;
    if (!order) {
        order = IL_NEW(h->p->arena, size_t);
        *order = hoists->n;
        il_map_put(hoists, member->key, order);
    }
    while (own > 0 && il_str_starts(h->context->map.members[own - 1].key->text, IL_STR("@")))
        own--;
    member->slot = *order;
    if (own == 0 && n > 0)
        member->before = h->context->map.members[0].key->text;
    else if (own < n || *order == 0)
        member->after = own > 0 ? h->context->map.members[own - 1].key->text : (il_str){0};
    else if (n > 0)
        member->before = h->context->map.members[n - 1].key->text;
}

static const char *edit_settings(const hoist *h, il_str key, il_edits *edits)
{
    il_arena *arena = h->p->arena;
    il_edit_value *patch = il_edit_map(arena), *context = il_edit_map(arena);
    if (il_node_get(h->context, key))
        return NULL;
    il_edit_put(arena, patch, IL_STR("context"), context);
    place(h, il_edit_put(arena, context, key, il_edit_string(arena, h->value)));
    return il_edit_data(arena, h->settings, 0, patch, edits);
}

static const char *make_edits(hoist *h, il_edits *edits)
{
    il_str scope = scope_at(h);
    if (scope.n == 0)
        return "no construct is at hand where the value is written, to read the context from";
    il_ts_editor *editor = il_ts_editor_new(h->p->arena, h->document);
    il_str key = context_key(h);
    char quote = il_ts_quote_at(editor, h->node);
    il_str code =
        il_arena_printf(h->p->arena, "%.*s.node.tryGetContext(%c%.*s%c)", IL_FMT(scope), quote, IL_FMT(key), quote);
    il_ts_replace(editor, h->node, il_edit_code(h->p->arena, code));
    const char *refusal = edit_settings(h, key, edits);
    return refusal ? refusal : il_ts_finish(editor, edits);
}

void il_plan__hoist_cdk(il_planning *p)
{
    hoist h = {.p = p, .document = il_plan__document(p, p->verdict->loc.source)};
    const il_loader *loader = p->planner->input.loader;
    il_edits edits = {0};
    if (!h.document || !find_literal(&h)) {
        il_plan__refuse(p, "the value is not written as a text of its own");
        return;
    }
    if (loader)
        h.settings =
            loader->load(loader->context, il_path_join(p->arena, p->planner->input.app->root, IL_STR("cdk.json")));
    if (!h.settings || h.settings->n_roots == 0 || h.settings->roots[0]->kind != IL_NODE_MAP) {
        il_plan__refuse(p, "there is no cdk.json that the value could move to");
        return;
    }
    h.context = il_node_get(h.settings->roots[0], IL_STR("context"));
    const char *refusal = make_edits(&h, &edits);
    if (refusal)
        il_plan__refuse(p, refusal);
    else
        il_plan__propose(p, &edits);
}
