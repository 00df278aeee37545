#include "language_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "document.h"
#include "pattern.h"

il_bench il_bench_new(void)
{
    il_arena *arena = il_arena_new();
    return (il_bench){.arena = arena, .tables = il_tables_in(arena), .sink = {.arena = arena}};
}

void il_bench_free(il_bench *bench)
{
    il_arena_free(bench->arena);
    il_pattern_free();
    il_intern_free();
}

typedef struct {
    il_bench *bench;
    const il_source *source;
} reader;

static il_loc loc_of(const reader *r, const il_node *node)
{
    return (il_loc){r->source, node->span};
}

static const il_value *read_value(reader *r, const il_node *node);

static const il_value *read_choice(reader *r, const il_node *node)
{
    il_arm *arms = IL_NEW_ARRAY(r->bench->arena, node->map.n, il_arm);
    for (size_t i = 0; i < node->map.n; i++) {
        il_str text = il_arena_str(r->bench->arena, node->map.members[i].key->text);
        bool holds = !(text.n && text.p[0] == '!');
        arms[i].condition = (il_condition){.text = il_str_slice(text, holds ? 0 : 1, text.n), .holds = holds};
        arms[i].value = read_value(r, node->map.members[i].value);
    }
    return il_value_choice(r->bench->arena, loc_of(r, node), arms, node->map.n);
}

static const il_value **read_items(reader *r, const il_node *node)
{
    const il_value **items = IL_NEW_ARRAY(r->bench->arena, node->list.n + 1, const il_value *);
    for (size_t i = 0; i < node->list.n; i++)
        items[i] = read_value(r, node->list.items[i]);
    return items;
}

static const il_value *read_ref(reader *r, const il_node *node)
{
    il_str rest = il_arena_str(r->bench->arena, node->text), id = il_str_cut(&rest, '.');
    char name[128];
    snprintf(name, sizeof name, "%.*s", IL_FMT(id));
    const il_resource *target = il_bench_resource(r->bench, name);
    il_value *value = (il_value *)il_value_ref(r->bench->arena, loc_of(r, node), target, id, rest);
    if (target && strcmp(target->type, "Parameter") == 0)
        value->parameter = target;
    return value;
}

static const il_value *plain(reader *r, const il_node *node)
{
    il_arena *arena = r->bench->arena;
    double number = 0;
    switch (node->kind) {
    case IL_NODE_NULL:
        return il_value_null(arena, loc_of(r, node));
    case IL_NODE_BOOL:
        return il_value_bool(arena, loc_of(r, node), node->boolean);
    case IL_NODE_NUMBER:
        if (!il_node_number(node, &number))
            abort();
        return il_value_number(arena, loc_of(r, node), number);
    case IL_NODE_STRING:
        return il_value_string(arena, loc_of(r, node), il_arena_str(arena, node->text));
    case IL_NODE_LIST:
        return il_value_list(arena, loc_of(r, node), read_items(r, node), node->list.n);
    case IL_NODE_MAP:
        break;
    }
    il_entry *entries = IL_NEW_ARRAY(arena, node->map.n, il_entry);
    for (size_t i = 0; i < node->map.n; i++) {
        entries[i].key = il_arena_str(arena, node->map.members[i].key->text);
        entries[i].key_loc = loc_of(r, node->map.members[i].key);
        entries[i].value = read_value(r, node->map.members[i].value);
    }
    return il_value_map(arena, loc_of(r, node), entries, node->map.n);
}

static const il_value *read_parameter(reader *r, const il_node *node)
{
    il_value *value = NULL;
    char name[128];
    snprintf(name, sizeof name, "%.*s", IL_FMT(node->text));
    const il_resource *definition = il_bench_resource(r->bench, name);
    if (!definition)
        abort();
    const il_value *fallback = il_value_get(il_resource_properties(definition), IL_STR("Default"));
    value = (il_value *)il_value_with_origin(r->bench->arena, fallback, IL_FROM_PARAMETER);
    value->parameter = definition;
    return value;
}

static const il_value *read_value(reader *r, const il_node *node)
{
    il_arena *arena = r->bench->arena;
    il_str tag = node->tag ? il_str_of(node->tag) : (il_str){NULL, 0}, text = il_arena_str(arena, node->text);
    if (il_str_is(tag, "unknown"))
        return il_value_unknown(arena, loc_of(r, node), "test", text);
    if (il_str_is(tag, "open"))
        return il_value_opened(arena, plain(r, node));
    if (il_str_is(tag, "choice"))
        return read_choice(r, node);
    if (il_str_is(tag, "Ref") || il_str_is(tag, "GetAtt"))
        return read_ref(r, node);
    if (il_str_is(tag, "join"))
        return il_value_join(arena, loc_of(r, node), read_items(r, node), node->list.n);
    if (il_str_is(tag, "call"))
        return il_value_call(arena, loc_of(r, node), il_intern(text), read_items(r, node), 0);
    if (il_str_is(tag, "novalue"))
        return il_value_missing_at(arena, loc_of(r, node));
    if (il_str_is(tag, "context"))
        return il_value_with_origin(arena, plain(r, node), IL_FROM_CONTEXT);
    if (il_str_is(tag, "default"))
        return il_value_with_origin(arena, plain(r, node), IL_FROM_DEFAULT);
    if (il_str_is(tag, "param"))
        return read_parameter(r, node);
    if (il_str_is(tag, "import")) {
        const il_value **items = IL_NEW_ARRAY(arena, 1, const il_value *);
        items[0] = il_value_string(arena, loc_of(r, node), text);
        return il_value_call(arena, loc_of(r, node), il_intern(IL_STR("Fn::ImportValue")), items, 1);
    }
    return plain(r, node);
}

static il_stack *stack_named(il_app *app, il_str name)
{
    for (size_t i = 0; i < app->stacks.n; i++)
        if (il_str_eq(app->stacks.items[i]->name, name))
            return app->stacks.items[i];
    return il_app_add_stack(app, name);
}

/* Resources first stand empty, so that references find them. */
static void add_resource(reader *r, const il_node *id, const il_node *body)
{
    il_app *app = r->bench->app;
    il_str stack = il_node_string(il_node_get(body, IL_STR("stack")));
    il_resource *resource = il_app_add(app, stack_named(app, il_arena_str(app->arena, stack)),
                                       il_intern(il_node_string(il_node_get(body, IL_STR("Type")))));
    resource->logical_id = il_arena_str(app->arena, id->text);
    resource->loc = loc_of(r, id);
    resource->whole = loc_of(r, body);
    resource->escaped = il_node_get(body, IL_STR("escaped"));
    resource->generated = il_node_get(body, IL_STR("generated"));
    resource->many = il_node_get(body, IL_STR("many"));
    il_str condition = il_node_string(il_node_get(body, IL_STR("condition")));
    resource->condition = (il_condition){.text = il_arena_str(app->arena, condition), .holds = true};
}

static void read_app_entry(reader *r, const il_node *key, const il_node *value)
{
    il_app *app = r->bench->app;
    if (il_str_is(key->text, "$gap")) {
        il_name type = il_str_is(value->text, "any") ? NULL : il_intern(value->text);
        il_app_add_gap(app, (il_gap){.reason = "test", .type = type});
    } else if (il_str_is(key->text, "$lone")) {
        app->lone = true;
    } else if (il_str_is(key->text, "$exports")) {
        stack_named(app, (il_str){NULL, 0})->outputs = read_value(r, value);
    }
}

void il_bench_app(il_bench *bench, const char *yaml)
{
    il_document *document = il_document_parse(IL_DOCUMENT_YAML, IL_STR("app.yaml"), il_str_of(yaml));
    const il_source *source =
        il_source_new(bench->arena, IL_STR("app.yaml"), il_arena_str(bench->arena, il_str_of(yaml)));
    reader r = {bench, source};
    if (document->n_roots != 1 || document->roots[0]->kind != IL_NODE_MAP || document->n_errors) {
        fprintf(stderr, "the test's app is no YAML map: %s\n", yaml);
        abort();
    }
    const il_node *root = document->roots[0];
    bench->app = il_app_new(bench->arena, IL_APP_TEMPLATE, IL_STR(""));
    for (size_t i = 0; i < root->map.n; i++)
        if (root->map.members[i].key->text.p[0] != '$')
            add_resource(&r, root->map.members[i].key, root->map.members[i].value);
    size_t at = 0;
    for (size_t i = 0; i < root->map.n; i++) {
        const il_node *key = root->map.members[i].key, *value = root->map.members[i].value;
        if (key->text.p[0] == '$')
            read_app_entry(&r, key, value);
        else
            bench->app->resources.items[at++]->body = read_value(&r, value);
    }
    il_document_free(document);
}

const il_resource *il_bench_resource(const il_bench *bench, const char *id)
{
    for (size_t i = 0; i < bench->app->resources.n; i++)
        if (il_str_is(bench->app->resources.items[i]->logical_id, id))
            return bench->app->resources.items[i];
    return NULL;
}

const il_rule *il_bench_rule(il_bench *bench, const char *language)
{
    bool message = strstr(language, "message:") != NULL;
    il_str text = il_arena_printf(
        bench->arena, "---\nid: x\ntitle: x\nseverity: error\ncategory: security\npacks: [recommended]\n%s%s\n---\n",
        message ? "\n" : "message: wrong\n", language);
    bench->sink.findings.n = 0;
    return il_rule_compile(&(il_compile_input){.arena = bench->arena,
                                               .path = IL_STR("rules/x.md"),
                                               .text = text,
                                               .tables = &bench->tables,
                                               .sink = &bench->sink,
                                               .lenient = true},
                           NULL);
}

typedef struct {
    il_buf *buf;
} printer;

/* Why something is not decided is tested for itself. */
static il_str without_doubt(const il_verdict *verdict)
{
    size_t end = verdict->answer == IL_MAYBE ? il_str_find(verdict->message, IL_STR("): "), 0) : SIZE_MAX;
    return end == SIZE_MAX ? verdict->message : il_str_slice(verdict->message, end + 3, verdict->message.n);
}

static void print_verdict(void *context, const il_verdict *verdict)
{
    il_buf *buf = ((printer *)context)->buf;
    il_buf_printf(buf, "%s %.*s", verdict->answer == IL_MAYBE ? "maybe" : il_severity_name(verdict->severity),
                  IL_FMT(verdict->resource->logical_id));
    if (verdict->element.n)
        il_buf_printf(buf, "[%.*s]", IL_FMT(verdict->element));
    il_buf_printf(buf, " %.*s @%.*s: %.*s", IL_FMT(verdict->failing), IL_FMT(il_loc_text(verdict->loc)),
                  IL_FMT(without_doubt(verdict)));
    if (verdict->label.n)
        il_buf_printf(buf, " (%.*s)", IL_FMT(verdict->label));
    for (size_t i = 0; i < verdict->n_related; i++)
        il_buf_printf(buf, " see %.*s", IL_FMT(verdict->related[i].message));
    il_buf_putc(buf, '\n');
}

il_str il_bench_verdicts(il_bench *bench, const il_rule *rule, const il_rule_options *options)
{
    il_buf buf = {0};
    il_rule_options all = options ? *options : (il_rule_options){0};
    all.report_unknown = true;
    il_judge *judge = il_judge_new(bench->arena, bench->app, &all);
    il_judge_rule(judge, rule, print_verdict, &(printer){&buf});
    il_str text = il_arena_str(bench->arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return text;
}
