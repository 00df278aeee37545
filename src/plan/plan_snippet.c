/* Snippets of pages in programs. Holes: `{{var}}` the construct's variable (a bare `new` gets one), `{{scope}}` what it was made in,
 * `{{id:X}}` a free construct id made of its own and X, `{{new:X}}` a free one made of X alone, `{{name:x}}` a free name for a variable of the
 * snippet, `{{name:+X}}` one made of the construct's id and X, `{{import:MODULE}}` the module by the file's own binding, `{{one:TYPE}}` the one construct of that type (CloudFormation's, or
 * "aws_sns.Topic") that can be seen from here; of several the one whose id has a word of `{{one:TYPE/word,word}}`. */
#include "plan_program.h"

static const char refused_id[] = "the construct's id is not written out";

/* A method that makes a construct (`alb.addListener('Http', {…})`) takes no scope: what it is called on is one. */
unsigned il_plan__first_argument(const il_snippet_site *site)
{
    return il_ts_is(site->expression, "call_expression") ? 0 : 1;
}

/* The argument of the construct's expression that is its scope or id. */
static TSNode argument(const il_snippet_site *site, size_t index)
{
    TSNode none = {0}, arguments = il_ts_field(site->expression, "arguments");
    if (ts_node_is_null(arguments))
        return none;
    for (uint32_t i = 0, seen = 0; i < ts_node_named_child_count(arguments); i++) {
        TSNode child = ts_node_named_child(arguments, i);
        if (!il_ts_is(child, "comment") && seen++ == index)
            return child;
    }
    return none;
}

static bool id_taken(const il_snippet_site *site, il_str id)
{
    const il_construct *scope = site->construct->scope;
    const il_app *app = site->p->planner->input.app;
    il_str path =
        scope && scope->path.n ? il_arena_printf(site->p->arena, "%.*s/%.*s", IL_FMT(scope->path), IL_FMT(id)) : id;
    for (size_t i = 0; i < app->resources.n; i++) {
        il_str other = app->resources.items[i]->construct_path;
        if (il_str_starts(other, path) && (other.n == path.n || other.p[path.n] == '/'))
            return true;
    }
    return false;
}

/* Who asks for a name: the rule, at this expression; of fixes that are kept apart, all of them. */
static il_str owner_of(const il_snippet_site *site)
{
    if (site->p->sharing.n)
        return site->p->sharing;
    return il_arena_printf(site->p->arena, "%s %u", site->p->verdict->rule->id, il_ts_span(site->expression).start);
}

/* NAME as it must be unique: in this file. */
static il_str claim_of(const il_snippet_site *site, il_str name)
{
    il_str path = il_source_path(site->document->source);
    return il_arena_printf(site->p->arena, "%.*s %.*s", IL_FMT(path), IL_FMT(name));
}

/* BASE, or BASE with a number, as a construct id that is free in the scope and not given out to anybody else than OWNER. */
static il_str free_id(const il_snippet_site *site, il_str base, il_str owner)
{
    il_str id = base;
    for (int number = 2; id_taken(site, id) || !il_plan__claim(site->p->planner, claim_of(site, id), owner); number++)
        id = il_arena_printf(site->p->arena, "%.*s%d", IL_FMT(base), number);
    return id;
}

static il_str quoted(const il_snippet_site *site, const il_hole *hole, il_str id)
{
    return hole->quoted ? id : il_arena_printf(site->p->arena, "'%.*s'", IL_FMT(id));
}

/* An id made of that which NODE computes, and MORE: `${name}Errors`. Empty where that would be hard to read. */
static il_str computed_id(const il_snippet_site *site, TSNode node, il_str more)
{
    il_arena *arena = site->p->arena;
    il_str text = il_ts_text(site->document, node);
    if (il_ts_is(node, "template_string"))
        return il_arena_printf(arena, "%.*s%.*s`", IL_FMT(il_str_slice(text, 0, text.n - 1)), IL_FMT(more));
    if (il_ts_is(node, "identifier") || il_ts_is(node, "member_expression"))
        return il_arena_printf(arena, "`${%.*s}%.*s`", IL_FMT(text), IL_FMT(more));
    return (il_str){0};
}

static bool fill_id(const il_snippet_site *site, il_hole *hole, il_str *out, const char **refusal)
{
    il_arena *arena = site->p->arena;
    il_str own;
    TSNode node = argument(site, il_plan__first_argument(site));
    const il_ev *id = site->construct->id;
    *refusal = refused_id;
    if (ts_node_is_null(node))
        return false;
    bool written = il_ts_string(arena, site->document, node, &own);
    if (!written)
        own = id && id->kind == IL_EV_STRING ? id->string : il_ts_text(site->document, node);
    il_str base = il_arena_printf(arena, "%.*s%.*s", IL_FMT(own), IL_FMT(hole->arg));
    il_str owner = il_arena_printf(arena, "%s %u", site->p->verdict->rule->id, il_ts_span(site->expression).start);
    il_str free = free_id(site, base, owner);
    hole->bare = !written;
    *out = written ? quoted(site, hole, free) : computed_id(site, node, il_str_slice(free, own.n, free.n));
    return out->n > 0 && !(written && il_str_contains(own, IL_STR("'")));
}

/* Variables and ids do not meet. */
static il_str variable_claim(const il_snippet_site *site, il_str name)
{
    return il_arena_printf(site->p->arena, "variable %.*s", IL_FMT(claim_of(site, name)));
}

/* A name for a variable that the snippet makes, the same at each hole of that name. */
static il_str fill_name(const il_snippet_site *site, il_str base)
{
    il_arena *arena = site->p->arena;
    if (il_str_starts(base, IL_STR("+"))) {
        const il_ev *id = site->construct->id;
        il_str own = id && id->kind == IL_EV_STRING ? id->string : (il_str){0}, more = il_str_slice(base, 1, base.n);
        base = il_ts_camel(arena, il_arena_printf(arena, "%.*s%.*s", IL_FMT(own), IL_FMT(more)));
    }
    il_str name = base, owner = il_arena_printf(arena, "name %.*s", IL_FMT(owner_of(site)));
    TSNode root = ts_tree_root_node(site->document->ts);
    for (int number = 2; il_ts_count_uses(site->document, name, root) > 0 ||
                         !il_plan__claim(site->p->planner, variable_claim(site, name), owner);
         number++)
        name = il_arena_printf(arena, "%.*s%d", IL_FMT(base), number);
    return name;
}

/* "aws-cdk-lib/aws-sns", "aws-sns" and "aws_sns" → "aws-cdk-lib.aws_sns". */
static il_str library_of(il_arena *arena, il_str module)
{
    if (il_str_is(module, "aws-cdk-lib") || il_str_is(module, "core") || il_str_is(module, "cdk"))
        return IL_STR("aws-cdk-lib");
    if (il_str_starts(module, IL_STR("@")) || il_str_starts(module, IL_STR("aws-cdk-lib.")) ||
        il_str_is(module, "constructs"))
        return module;
    bool long_form = il_str_starts(module, IL_STR("aws-cdk-lib/"));
    il_str name =
        il_arena_printf(arena, "aws-cdk-lib.%.*s", IL_FMT(il_str_slice(module, long_form ? 12 : 0, module.n)));
    char *p = (char *)name.p;
    for (size_t i = 12; i < name.n; i++)
        p[i] = p[i] == '-' ? '_' : p[i];
    return name;
}

/* The module, with the symbol that follows: a file may import that by name. */
static void fill_import(const il_snippet_site *site, il_hole *hole, il_str *out)
{
    il_str library = library_of(site->p->arena, hole->arg);
    size_t end = 1;
    bool symbol = hole->after.n > 1 && hole->after.p[0] == '.' && hole->after.p[1] >= 'A' && hole->after.p[1] <= 'Z';
    while (symbol && end < hole->after.n) {
        char c = hole->after.p[end];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '_')
            break;
        end++;
    }
    hole->consumed = symbol ? end : 0;
    il_str name = il_arena_printf(site->p->arena, "%.*s%.*s", IL_FMT(library), (int)hole->consumed, hole->after.p);
    *out = il_ts_symbol(site->editor, name);
}

bool il_plan__is_l1(const il_construct *construct)
{
    il_str name = il_str_of(construct->class);
    size_t dot = SIZE_MAX;
    for (size_t i = 0; i < name.n; i++)
        dot = name.p[i] == '.' ? i : dot;
    return dot != SIZE_MAX && il_str_starts(il_str_slice(name, dot + 1, name.n), IL_STR("Cfn"));
}

static TSNode expression_of(const il_document *document, il_span span)
{
    TSNode node = il_ts_at(document, span);
    while (!ts_node_is_null(node) && !il_ts_is(node, "new_expression") && !il_ts_is(node, "call_expression"))
        node = ts_node_parent(node);
    return node;
}

bool il_plan__is_own(const il_construct *construct)
{
    return construct->scope && il_loc_eq(construct->whole, construct->scope->whole);
}

const il_construct *il_plan__construct_of(const il_resource *resource)
{
    const il_construct *construct = il_cdk_construct_of(resource);
    while (construct && il_plan__is_own(construct))
        construct = construct->scope;
    return construct;
}

/* Whether CONSTRUCT is one that `{{one:TYPE}}` may mean, made in a place that the site can see; *MAKER is where. */
static bool usable(const il_snippet_site *site, const il_construct *construct, TSNode *maker)
{
    if (!construct || construct == site->construct || il_plan__is_own(construct) ||
        construct->document != site->construct->document || construct->many)
        return false;
    *maker = expression_of(site->document, construct->whole.span);
    return !ts_node_is_null(*maker) && il_ts_visible(site->document, *maker, site->expression);
}

static bool same_node(TSNode a, TSNode b)
{
    return ts_node_eq(a, b);
}

/* Constructs that a hole `one` may mean: how many different expressions make them, and the last of these. */
typedef struct {
    size_t n;
    TSNode maker;
    const il_resource *resource;
} choice;

static void choose(choice *c, TSNode maker, const il_resource *resource)
{
    c->resource = resource;
    c->n += !c->n || !same_node(maker, c->maker);
    c->maker = maker;
}

static bool fill_one(const il_snippet_site *site, const il_hole *hole, il_str *out, const char **refusal)
{
    const il_app *app = site->p->planner->input.app;
    il_str type = hole->arg, words = il_plan__one_words(&type), class = library_of(site->p->arena, type);
    bool cfn = il_str_contains(type, IL_STR("::"));
    choice all = {0}, named = {0};
    for (size_t i = 0; i < app->resources.n; i++) {
        const il_resource *resource = app->resources.items[i];
        const il_construct *construct = il_resource_is_fact(resource) ? NULL : il_cdk_construct_of(resource);
        TSNode maker;
        bool fits = construct && (cfn ? il_str_is(type, resource->type) && !il_plan__is_l1(construct)
                                      : il_str_is(class, construct->class));
        if (!fits || !usable(site, construct, &maker))
            continue;
        choose(&all, maker, resource);
        if (construct->id && construct->id->kind == IL_EV_STRING && il_plan__has_word(construct->id->string, words))
            choose(&named, maker, resource);
    }
    const choice *one = named.n == 1 ? &named : &all;
    if (one->n != 1) {
        const il_construct *scope = site->construct->scope;
        il_plan__want(site->p, type, scope ? scope->path : (il_str){0});
        *refusal = one->n ? "there are several constructs that the fix could use"
                          : "there is no construct in reach that the fix could use";
        return false;
    }
    il_ts_require_after(site->editor, one->maker);
    site->p->uses = one->resource;
    *out = il_ts_bound(site->document, one->maker);
    return true;
}

static bool fill_scope(const il_snippet_site *site, il_str *out, const char **refusal)
{
    TSNode node = il_plan__first_argument(site) ? argument(site, 0) : (TSNode){0};
    bool simple = !ts_node_is_null(node) &&
                  (il_ts_is(node, "this") || il_ts_is(node, "identifier") || il_ts_is(node, "member_expression"));
    *refusal = "the construct's scope is computed";
    if (simple)
        *out = il_ts_text(site->document, node);
    return simple;
}

static bool fill_variable(il_snippet_site *site, il_str *out, const char **refusal)
{
    const il_construct *c = site->construct;
    il_str hint = c->id && c->id->kind == IL_EV_STRING ? c->id->string : il_str_of(c->class);
    il_str owner = il_arena_printf(site->p->arena, "variable %u", il_ts_span(site->expression).start), base = hint;
    for (int number = 2;
         !il_plan__claim(site->p->planner, variable_claim(site, il_ts_camel(site->p->arena, hint)), owner); number++)
        hint = il_arena_printf(site->p->arena, "%.*s%d", IL_FMT(base), number);
    *refusal = site->variable.n ? NULL : il_ts_bind(site->editor, site->expression, hint, &site->variable);
    *out = site->variable;
    return !*refusal;
}

static bool fill_hole(void *context, il_hole *hole, il_str *out, const char **refusal)
{
    il_snippet_site *site = context;
    if (il_str_is(hole->name, "var"))
        return fill_variable(site, out, refusal);
    if (il_str_is(hole->name, "scope"))
        return fill_scope(site, out, refusal);
    if (il_str_is(hole->name, "id"))
        return fill_id(site, hole, out, refusal);
    if (il_str_is(hole->name, "one"))
        return fill_one(site, hole, out, refusal);
    if (il_str_is(hole->name, "new"))
        *out = quoted(site, hole, free_id(site, hole->arg, owner_of(site)));
    else if (il_str_is(hole->name, "name"))
        *out = fill_name(site, hole->arg);
    else if (il_str_is(hole->name, "symbol"))
        *out = il_ts_symbol(site->editor, hole->arg);
    else if (il_str_is(hole->name, "import"))
        fill_import(site, hole, out);
    else {
        *refusal = "the fix has a part that programs do not know";
        return false;
    }
    return true;
}

const char *il_plan__fill_value(il_snippet_site *site, il_edit_value *value)
{
    const char *refusal = NULL;
    il_filler filler = {fill_hole, site};
    return il_plan__fill_patch(site->p->arena, value, &filler, &refusal) ? NULL : refusal;
}

/* NODE's text as code: the lines after the first as deep as they stand below the line that it begins on. */
static il_edit_value *code_of(il_arena *arena, const il_document *document, TSNode node)
{
    il_str text = il_ts_text(document, node), all = il_source_text(document->source);
    size_t depth = il_text_indent(all, ts_node_start_byte(node)).n;
    il_buf out = {0};
    for (size_t i = 0; i < text.n; i++) {
        bool first = text.p[i] == '\n';
        il_buf_putc(&out, text.p[i]);
        for (size_t k = 0; first && k < depth && i + 1 < text.n && text.p[i + 1] == ' '; k++)
            i++;
    }
    il_edit_value *value = il_edit_code(arena, il_arena_str(arena, il_buf_str(&out)));
    il_buf_free(&out);
    return value;
}

/* An object literal as a patch: nested literals are merged, other values are code. */
static il_edit_value *patch_of(il_arena *arena, const il_document *document, TSNode node)
{
    if (!il_ts_is(node, "object"))
        return code_of(arena, document, node);
    il_edit_value *map = il_edit_map(arena);
    for (uint32_t i = 0; i < ts_node_named_child_count(node); i++) {
        TSNode pair = ts_node_named_child(node, i);
        if (il_ts_is(pair, "pair"))
            il_edit_put(arena, map, il_arena_str(arena, il_ts_text(document, il_ts_field(pair, "key"))),
                        patch_of(arena, document, il_ts_field(pair, "value")));
    }
    return map;
}

static const char *merge_props(il_snippet_site *site, il_str literal, il_edit_value *patch)
{
    il_arena *arena = site->p->arena;
    il_str text = il_arena_printf(arena, "(%.*s)", IL_FMT(il_str_trim(literal)));
    il_document *document = il_document_parse(IL_DOCUMENT_TS, IL_STR("snippet.ts"), text);
    TSNode statement = ts_node_named_child(ts_tree_root_node(document->ts), 0);
    TSNode group = ts_node_is_null(statement) ? statement : ts_node_named_child(statement, 0);
    TSNode object = ts_node_is_null(group) ? group : ts_node_named_child(group, 0);
    const char *refusal = document->n_errors || ts_node_is_null(object) || !il_ts_is(object, "object")
                              ? "the page's props are no literal"
                              : NULL;
    il_edit_value *props = refusal ? NULL : patch_of(arena, document, object);
    for (size_t i = 0; props && i < props->members.n; i++)
        il_edit_put(arena, patch, props->members.items[i].key, props->members.items[i].value);
    il_document_free(document);
    return refusal;
}

size_t il_plan__props_at(il_str snippet)
{
    size_t at = il_str_find(snippet, IL_STR("props:"), 0);
    while (at != SIZE_MAX && at > 0 && snippet.p[at - 1] != '\n')
        at = il_str_find(snippet, IL_STR("props:"), at + 1);
    return at;
}

const char *il_plan__add_snippet(il_snippet_site *site, il_edit_value *patch)
{
    il_str text = il_str_trim(il_str_of(site->p->page->add_ts)), filled;
    const char *refusal = NULL;
    il_filler filler = {fill_hole, site};
    if (!il_plan__fill(site->p->arena, text, &filler, &filled, &refusal))
        return refusal;
    size_t at = il_plan__props_at(filled);
    if (at == SIZE_MAX)
        return il_ts_insert_after(site->editor, site->expression, filled);
    il_str statements = il_str_trim(il_str_slice(filled, 0, at));
    refusal = NULL; /* what holes could not be filled with, once they are */
    if (statements.n)
        refusal = il_ts_insert_before(site->editor, site->expression, statements);
    return refusal ? refusal : merge_props(site, il_str_slice(filled, at + 6, filled.n), patch);
}
