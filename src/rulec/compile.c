#include "compile.h"

#include <string.h>

#include "compiler.h"
#include "document.h"

static const char *const keys[] = {"id",      "title", "severity", "category", "packs", "resource", "where",
                                   "each",    "let",   "when",     "require",  "deny",  "cases",    "at",
                                   "message", "label", "params",   "fix",      "also"};
static const char *const categories[] = {"security", "data-protection", "observability", "reliability",
                                         "cost",     "architecture",    "delivery",      "performance"};
static const char *const packs[] = {"recommended", "security", "reliability", "cost", "brief", "aws-solutions"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *il_rule_key(size_t index)
{
    return index < COUNT(keys) ? keys[index] : NULL;
}

il_tables il_tables_in(il_arena *arena)
{
    return (il_tables){arena, il_map_in(arena)};
}

/* "s3-bucket-versioning" of "rules/s3/s3-bucket-versioning.md". */
static il_str stem(il_str path)
{
    size_t slash = path.n, dot = path.n;
    while (slash && path.p[slash - 1] != '/')
        slash--;
    while (dot > slash && path.p[dot - 1] != '.')
        dot--;
    return il_str_slice(path, slash, dot > slash ? dot - 1 : path.n);
}

/* The YAML of TEXT, a prefix of SOURCE; what is wrong with it is reported as of SOURCE. Free with il_document_free. */
static il_document *parse(const il_source *source, il_str text, il_sink *sink, size_t *errors)
{
    il_document *document = il_document_parse(IL_DOCUMENT_YAML, il_source_path(source), text);
    for (size_t i = 0; i < document->syntax.findings.n; i++) {
        const il_finding *finding = &document->syntax.findings.items[i];
        il_sink_syntax(sink, (il_loc){source, finding->loc.span}, "%.*s", IL_FMT(finding->message));
        ++*errors;
    }
    return document;
}

bool il_tables_add(il_tables *tables, il_str path, il_str text, il_sink *sink)
{
    il_arena *arena = tables->arena;
    const il_source *source = il_source_new(arena, path, il_arena_str(arena, text));
    il_compiler c = {.arena = arena, .source = source, .sink = sink, .tables = tables};
    il_document *document = parse(source, il_source_text(source), sink, &c.errors);
    const il_node *root = document->n_roots ? document->roots[0] : NULL;
    const il_node *entries = il_node_get(root, IL_STR("entries"));
    static const char *const needed[] = {"what", "source", "date"};
    for (size_t i = 0; i < COUNT(needed); i++)
        if (!il_node_get(root, il_str_of(needed[i])))
            il_compile__error(&c, root, "a table says `%s`: what it holds, where it is from, and of which day",
                              needed[i]);
    if (!entries || (entries->kind != IL_NODE_LIST && entries->kind != IL_NODE_MAP))
        il_compile__error(&c, root, "a table has `entries`, a list or a map");
    else if (!c.errors)
        il_map_put(&tables->by_name, il_arena_str(arena, stem(path)), (void *)il_compile__value(&c, entries));
    il_document_free(document);
    return c.errors == 0;
}

static bool known(il_str word, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (il_str_is(word, words[i]))
            return true;
    return false;
}

static const il_node *need(il_compiler *c, const il_node *root, const char *key)
{
    const il_node *node = il_node_get(root, il_str_of(key));
    if (!node)
        il_compile__error(c, root, "the front matter has no `%s`", key);
    return node;
}

static const char *one_of(il_compiler *c, const il_node *node, const char *what, const char *const *words, size_t n)
{
    const char *word = il_compile__string(c, node, what);
    if (word && !known(node->text, words, n))
        il_compile__unknown(c, node, what, words, n);
    return word;
}

static void read_packs(il_compiler *c, const il_node *node, il_rule *rule)
{
    rule->packs = il_compile__strings(c, node, "a pack", &rule->n_packs);
    for (size_t i = 0; i < rule->n_packs; i++)
        if (!known(il_str_of(rule->packs[i]), packs, COUNT(packs)))
            il_compile__unknown(c, node->kind == IL_NODE_LIST ? node->list.items[i] : node, "pack", packs,
                                COUNT(packs));
}

static void read_also(il_compiler *c, const il_node *node, il_rule *rule)
{
    if (node->kind != IL_NODE_MAP) {
        il_compile__error(c, node, "`also` is a map of tools and their names for the rule");
        return;
    }
    il_rule_also *also = IL_NEW_ARRAY(c->arena, node->map.n, il_rule_also);
    for (size_t i = 0; i < node->map.n; i++) {
        also[i].tool = il_arena_str(c->arena, node->map.members[i].key->text).p;
        also[i].ids = il_compile__strings(c, node->map.members[i].value, "a name", &also[i].n_ids);
    }
    rule->also = also;
    rule->n_also = node->map.n;
}

static void read_param(il_compiler *c, const il_member *member, il_rule_param *param)
{
    static const char *const types[] = {"integer", "number", "string", "boolean", "list"};
    static const char *const known_keys[] = {"type", "default", "description"};
    param->name = il_arena_str(c->arena, member->key->text).p;
    param->type = "string";
    param->description = "";
    param->fallback = &il_missing;
    if (member->value->kind != IL_NODE_MAP || !il_node_get(member->value, IL_STR("default"))) {
        il_compile__error(c, member->value, "a parameter has a type and a default");
        return;
    }
    for (size_t i = 0; i < member->value->map.n; i++) {
        const il_node *key = member->value->map.members[i].key, *value = member->value->map.members[i].value;
        if (il_str_is(key->text, "type"))
            param->type = one_of(c, value, "type", types, COUNT(types));
        else if (il_str_is(key->text, "default"))
            param->fallback = il_compile__value(c, value);
        else if (il_str_is(key->text, "description"))
            param->description = il_compile__string(c, value, "a description");
        else
            il_compile__unknown(c, key, "key of a parameter", known_keys, COUNT(known_keys));
    }
}

static void read_params(il_compiler *c, const il_node *node, il_rule *rule)
{
    if (node->kind != IL_NODE_MAP) {
        il_compile__error(c, node, "`params` is a map of names");
        return;
    }
    il_rule_param *params = IL_NEW_ARRAY(c->arena, node->map.n, il_rule_param);
    for (size_t i = 0; i < node->map.n; i++)
        read_param(c, &node->map.members[i], &params[i]);
    c->params = rule->params = params;
    c->n_params = rule->n_params = node->map.n;
}

/* The types of `resource:`; app, stack and project are facts. */
static void read_resource(il_compiler *c, const il_node *node, il_rule *rule, il_rule_code *code)
{
    static const char *const facts[][2] = {
        {"app", "App"}, {"stack", "Stack"}, {"project", "Project"}, {"suppression", "Suppression"}};
    const char **types = (const char **)il_compile__strings(c, node, "a type", &code->n_types);
    rule->source_only = code->n_types > 0;
    for (size_t i = 0; i < code->n_types; i++) {
        bool fact = strncmp(types[i], "Source::", 8) == 0;
        for (size_t j = 0; j < COUNT(facts); j++) {
            if (strcmp(types[i], facts[j][0]) != 0)
                continue;
            types[i] = facts[j][1];
            fact = true;
        }
        rule->source_only = rule->source_only && strncmp(types[i], "Source::", 8) == 0;
        if (!fact && !il_compile__is_type(il_str_of(types[i])))
            il_compile__error(c, node, "`%s` is no type such as AWS::S3::Bucket, nor app, stack or project", types[i]);
    }
    code->types = types;
}

static void read_each(il_compiler *c, const il_node *node, il_rule_code *code)
{
    const il_node *properties = il_node_get(node, IL_STR("properties"));
    if (node->kind != IL_NODE_MAP) {
        code->each = il_compile__path(c, node);
    } else if (!properties && node->map.n && il_compile__is_type(node->map.members[0].key->text)) {
        code->each_table = il_compile__value(c, node);
    } else if (!properties || node->map.n != 1) {
        il_compile__error(c, node, "`each` is a path, { TYPE: PATH } or { properties: { data: NAME } }");
    } else {
        code->each_table = il_compile__table(c, properties);
        if (code->each_table && code->each_table->kind != IL_MAP)
            il_compile__error(c, properties, "the table must be a map of types and their properties");
    }
    c->has_each = true;
}

static void read_let(il_compiler *c, const il_member *member, il_let *let)
{
    const il_node *follow = il_node_get(member->value, IL_STR("follow")),
                  *type = il_node_get(member->value, IL_STR("type"));
    const il_node *value = il_node_get(member->value, IL_STR("value"));
    bool shorthand = value && member->value->map.n == 1, reference = follow && type && member->value->map.n == 2;
    if (!shorthand && !reference) {
        il_compile__error(c, member->value, "a name is { follow: PATH, type: TYPE } or { value: PATH }");
        return;
    }
    let->path = il_compile__path(c, shorthand ? value : follow);
    if (reference)
        let->types = il_compile__strings(c, type, "a type", &let->n_types);
    for (size_t i = 0; i < let->n_types; i++)
        if (!il_compile__is_type(il_str_of(let->types[i])))
            il_compile__error(c, type, "`%s` is no type", let->types[i]);
    let->slot = il_compile__bind(c, member->key, reference, true);
}

static void read_lets(il_compiler *c, const il_node *node, il_rule_code *code)
{
    if (node->kind != IL_NODE_MAP) {
        il_compile__error(c, node, "`let` is a map of names");
        return;
    }
    il_let *lets = IL_NEW_ARRAY(c->arena, node->map.n, il_let);
    for (size_t i = 0; i < node->map.n; i++)
        read_let(c, &node->map.members[i], &lets[i]);
    code->lets = lets;
    code->n_lets = node->map.n;
}

/* A case, or the page itself: when, require or deny, and what is said. What a case leaves out it has from OUTER. */
static void read_case(il_compiler *c, const il_node *node, const il_case *outer, il_case *out)
{
    const il_node *require = il_node_get(node, IL_STR("require")), *deny = il_node_get(node, IL_STR("deny"));
    const il_node *severity = il_node_get(node, IL_STR("severity")), *message = il_node_get(node, IL_STR("message"));
    const il_node *label = il_node_get(node, IL_STR("label")), *when = il_node_get(node, IL_STR("when"));
    const il_node *at = il_node_get(node, IL_STR("at"));
    *out = *outer;
    if (severity)
        il_compile__severity(c, severity, &out->severity);
    c->lets_used = 0;
    if (when)
        out->when = il_compile__cond(c, when);
    if (!require == !deny)
        il_compile__error(c, node, "a page or case has either `require` or `deny`");
    else
        out->test = il_compile__cond(c, require ? require : deny);
    out->deny = deny != NULL;
    out->lets = c->lets_used;
    if (at)
        out->at = il_compile__path(c, at);
    if (message)
        out->message = il_compile__text(c, message);
    if (label)
        out->label = il_compile__text(c, label);
    if (!out->message.n)
        il_compile__error(c, node, "there is no `message`: what is wrong, what comes of it, what to do");
}

static void read_cases(il_compiler *c, const il_node *root, const il_case *outer, il_rule_code *code)
{
    static const char *const known_keys[] = {"severity", "message", "label", "when", "require", "deny", "at"};
    const il_node *list = il_node_get(root, IL_STR("cases")), *when = il_node_get(root, IL_STR("when"));
    bool single = il_node_get(root, IL_STR("require")) || il_node_get(root, IL_STR("deny"));
    if (single == (list != NULL)) {
        il_compile__error(c, list ? list : root, "a page has one of `require`, `deny` and `cases`");
        return;
    }
    if (list && (list->kind != IL_NODE_LIST || !list->list.n)) {
        il_compile__error(c, list, "`cases` is a list");
        return;
    }
    code->n_cases = list ? list->list.n : 1;
    il_case *cases = IL_NEW_ARRAY(c->arena, code->n_cases, il_case);
    code->cases = cases;
    if (!list) {
        read_case(c, root, outer, &cases[0]);
        return;
    }
    c->lets_used = 0;
    if (when)
        code->when = il_compile__cond(c, when);
    code->when_lets = c->lets_used;
    for (size_t i = 0; i < code->n_cases; i++) {
        const il_node *one = list->list.items[i];
        for (size_t j = 0; one->kind == IL_NODE_MAP && j < one->map.n; j++)
            if (!known(one->map.members[j].key->text, known_keys, COUNT(known_keys)))
                il_compile__unknown(c, one->map.members[j].key, "key of a case", known_keys, COUNT(known_keys));
        read_case(c, one, outer, &cases[i]);
    }
}

static void read_where(il_compiler *c, const il_node *node, il_rule_code *code)
{
    code->production = il_str_is(node->text, "production");
    if (!code->production)
        il_compile__error(c, node, "`where` is production");
}

/* The order matters: names are read before what uses them. */
static void read_code(il_compiler *c, const il_node *root, il_rule *rule)
{
    il_rule_code *code = IL_NEW(c->arena, il_rule_code);
    const il_node *resource = need(c, root, "resource"), *where = il_node_get(root, IL_STR("where"));
    const il_node *each = il_node_get(root, IL_STR("each")), *let = il_node_get(root, IL_STR("let"));
    const il_node *at = il_node_get(root, IL_STR("at")), *message = il_node_get(root, IL_STR("message"));
    const il_node *label = il_node_get(root, IL_STR("label"));
    il_case outer = {.severity = rule->severity};
    rule->code = code;
    if (resource)
        read_resource(c, resource, rule, code);
    if (where)
        read_where(c, where, code);
    if (each)
        read_each(c, each, code);
    if (let)
        read_lets(c, let, code);
    if (at)
        outer.at = il_compile__path(c, at);
    if (message)
        outer.message = il_compile__text(c, message);
    if (label)
        outer.label = il_compile__text(c, label);
    read_cases(c, root, &outer, code);
}

static void read_front(il_compiler *c, const il_node *root, const il_compile_input *input, il_rule *rule)
{
    il_str path = input->path;
    const il_node *id = need(c, root, "id"), *title = need(c, root, "title"), *severity = need(c, root, "severity");
    const il_node *category = need(c, root, "category"),
                  *in_packs = input->own ? il_node_get(root, IL_STR("packs")) : need(c, root, "packs");
    const il_node *params = il_node_get(root, IL_STR("params")), *fix = il_node_get(root, IL_STR("fix"));
    const il_node *also = il_node_get(root, IL_STR("also"));
    for (size_t i = 0; i < root->map.n; i++)
        if (!known(root->map.members[i].key->text, keys, COUNT(keys)))
            il_compile__unknown(c, root->map.members[i].key, "key", keys, COUNT(keys));
    if (id && !il_str_eq(id->text, stem(path)))
        il_compile__error(c, id, "the id must be the file's name, %.*s", IL_FMT(stem(path)));
    rule->id = id ? il_compile__string(c, id, "an id") : "";
    rule->title = title ? il_compile__string(c, title, "a title") : "";
    if (severity)
        il_compile__severity(c, severity, &rule->severity);
    if (category)
        rule->category = one_of(c, category, "category", categories, COUNT(categories));
    if (in_packs)
        read_packs(c, in_packs, rule);
    if (params)
        read_params(c, params, rule);
    read_code(c, root, rule);
    if (fix)
        il_compile__fixes(c, fix, rule);
    if (also)
        read_also(c, also, rule);
}

bool il_rule_fixes_source(const il_rule *rule)
{
    for (size_t i = 0; i < rule->n_fixes; i++) {
        const il_rule_fix *fix = &rule->fixes[i];
        if (fix->n_set || fix->n_remove || fix->add_ts || fix->hoist)
            return true;
    }
    return false;
}

bool il_rule_fixes_template(const il_rule *rule)
{
    for (size_t i = 0; i < rule->n_fixes && !rule->source_only; i++) {
        const il_rule_fix *fix = &rule->fixes[i];
        if (fix->n_set || fix->n_remove || fix->add_cfn || fix->hoist)
            return true;
    }
    return false;
}

static bool is_source(il_str language)
{
    return il_str_is(language, "ts") || il_str_is(language, "tsx") || il_str_is(language, "js");
}

static bool has_block(const il_page *page, il_section section, bool source)
{
    for (size_t i = 0; i < page->blocks.n; i++) {
        const il_block *block = &page->blocks.items[i];
        bool template = il_str_is(block->language, "yaml") || il_str_is(block->language, "json");
        if (block->section == section && !block->file.n && (source ? is_source(block->language) : template))
            return true;
    }
    return false;
}

/* Rules about the app or the project as a whole are shown on small trees of files, whatever their language. */
static bool about_one_resource(const il_rule *rule)
{
    for (size_t i = 0; i < rule->code->n_types; i++)
        if (!strchr(rule->code->types[i], ':') && strcmp(rule->code->types[i], "*") != 0)
            return false;
    return true;
}

static void check_examples(il_compiler *c, const il_rule *rule, const il_page *page)
{
    static const char *const prose[] = {"why it matters, in a few sentences, below the front matter",
                                        "the section When it does not apply"};
    for (size_t i = 0; i < COUNT(prose); i++)
        if (!(page->sections >> i & 1))
            il_compile__error(c, NULL, "the page lacks %s", prose[i]);
    for (il_section section = IL_PAGE_FAILS; section <= IL_PAGE_FIXED; section++) {
        bool fixed = section == IL_PAGE_FIXED, single = about_one_resource(rule);
        bool source = fixed ? il_rule_fixes_source(rule) : single;
        bool template = fixed ? il_rule_fixes_template(rule) : single && !rule->source_only;
        if (source && !has_block(page, section, true))
            il_compile__error(c, NULL, "%s has no TypeScript example (```ts)", il_section_name(section));
        if (template && !has_block(page, section, false))
            il_compile__error(c, NULL, "%s has no template example (```yaml)", il_section_name(section));
        if (!fixed && !single && !has_block(page, section, true) && !has_block(page, section, false))
            il_compile__error(c, NULL, "%s has no example", il_section_name(section));
    }
}

static void check_own_examples(il_compiler *c, const il_page *page)
{
    static const il_section needed[] = {IL_PAGE_FAILS, IL_PAGE_PASSES};
    for (size_t i = 0; i < COUNT(needed); i++)
        if (!has_block(page, needed[i], true) && !has_block(page, needed[i], false))
            il_compile__error(c, NULL, "%s has no example", il_section_name(needed[i]));
}

il_rule *il_rule_compile(const il_compile_input *input, il_page *out)
{
    il_arena *arena = input->arena;
    il_page page;
    const il_source *source = il_source_new(arena, input->path, il_arena_str(arena, input->text));
    il_compiler c = {
        .arena = arena, .source = source, .sink = input->sink, .tables = input->tables, .n_slots = IL_SLOT_FIRST};
    if (!il_page_split(arena, source, &page, input->sink))
        return NULL;
    il_document *document = parse(source, page.front, input->sink, &c.errors);
    const il_node *root = document->n_roots ? document->roots[0] : NULL;
    il_rule *rule = IL_NEW(arena, il_rule);
    if (root && root->kind == IL_NODE_MAP && !c.errors)
        read_front(&c, root, input, rule);
    else if (!c.errors)
        il_compile__error(&c, root, "the front matter is no map");
    if (!c.errors && !input->lenient && input->own)
        check_own_examples(&c, &page);
    else if (!c.errors && !input->lenient)
        check_examples(&c, rule, &page);
    il_document_free(document);
    rule->page = page.body.n ? page.body.p : "";
    rule->page_line = il_source_pos(source, (uint32_t)page.front.n).line + 1;
    rule->path = il_source_path(source).p;
    if (out)
        *out = page;
    return c.errors ? NULL : rule;
}
