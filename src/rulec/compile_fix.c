/* `fix:`: the alternatives, best first. */
#include <string.h>

#include "compiler.h"

static const char *const *leaves(il_compiler *c, const il_node *node, bool types, size_t *n)
{
    const il_node *one[1] = {node};
    const il_node *const *items = node->kind == IL_NODE_LIST ? (const il_node *const *)node->list.items : one;
    *n = node->kind == IL_NODE_LIST ? node->list.n : 1;
    const char **paths = IL_NEW_ARRAY(c->arena, *n ? *n : 1, const char *);
    for (size_t i = 0; i < *n; i++)
        paths[i] = il_compile__leaf(c, items[i], types);
    return paths;
}

/* What is worked out from the case: a property is never called like that. */
static bool is_operand(const il_node *node)
{
    return node->kind == IL_NODE_MAP && (il_node_get(node, IL_STR("value")) || il_node_get(node, IL_STR("product")) ||
                                         il_node_get(node, IL_STR("quotient")));
}

static void set_leaves(il_compiler *c, const il_node *node, il_rule_fix *fix)
{
    if (node->kind != IL_NODE_MAP || !node->map.n) {
        il_compile__error(c, node, "`set` is a map of paths and values");
        return;
    }
    il_rule_set_leaf *set = IL_NEW_ARRAY(c->arena, node->map.n, il_rule_set_leaf);
    for (size_t i = 0; i < node->map.n; i++) {
        set[i].path = il_compile__leaf(c, node->map.members[i].key, false);
        set[i].value = &il_missing;
        if (is_operand(node->map.members[i].value)) {
            il_operand operand = il_compile__operand(c, node->map.members[i].value);
            set[i].operand = il_compile__copy(c->arena, &operand, sizeof operand);
        } else {
            set[i].value = il_compile__value(c, node->map.members[i].value);
        }
    }
    fix->set = set;
    fix->n_set = node->map.n;
}

static void check_holes(il_compiler *c, const il_node *node, il_str text)
{
    for (size_t at = il_str_find(text, IL_STR("{{"), 0); at != SIZE_MAX; at = il_str_find(text, IL_STR("{{"), at)) {
        size_t end = il_str_find(text, IL_STR("}}"), at);
        il_str hole = end == SIZE_MAX ? IL_STR("") : il_str_slice(text, at + 2, end), rest = hole;
        il_str word = il_str_cut(&rest, ':');
        bool alone = il_str_is(word, "var") || il_str_is(word, "scope");
        bool more = il_str_is(word, "id") || il_str_is(word, "new") || il_str_is(word, "name") ||
                    il_str_is(word, "import") || il_str_is(word, "one") || il_str_is(word, "symbol");
        if (!(alone && !rest.p) && !(more && rest.n)) {
            il_compile__error(c, node,
                              "a hole is {{var}}, {{scope}}, {{id:NAME}}, {{new:NAME}}, {{name:NAME}}, "
                              "{{import:MODULE}}, {{symbol:NAME}} or {{one:TYPE}}");
            return;
        }
        at = end + 2;
    }
}

static void set_add(il_compiler *c, const il_node *node, il_rule_fix *fix)
{
    static const char *const known[] = {"cfn", "ts"};
    if (node->kind != IL_NODE_MAP || !node->map.n) {
        il_compile__error(c, node, "`add` is a map of cfn and ts");
        return;
    }
    for (size_t i = 0; i < node->map.n; i++) {
        const il_node *key = node->map.members[i].key, *value = node->map.members[i].value;
        if (il_str_is(key->text, "ts")) {
            fix->add_ts = il_compile__string(c, value, "a snippet");
            check_holes(c, value, value->text);
        } else if (!il_str_is(key->text, "cfn")) {
            il_compile__unknown(c, key, "key of add", known, 2);
        } else if (value->kind != IL_NODE_MAP || !value->map.n) {
            il_compile__error(c, value, "`cfn` is a map of logical ids and resources");
        } else {
            fix->add_cfn = il_compile__value(c, value);
        }
    }
}

static void set_safety(il_compiler *c, const il_node *node, il_rule_fix *fix)
{
    if (il_str_is(node->text, "unsafe"))
        fix->safety = IL_UNSAFE;
    else if (!il_str_is(node->text, "safe"))
        il_compile__error(c, node, "safety is safe or unsafe");
}

/* Whether the page adds the resource that HOLE ("{{id:Queue}}") is the logical id of. */
static bool adds(const il_rule_fix *fix, il_str hole)
{
    for (size_t i = 0; fix->add_cfn && i < fix->add_cfn->map.n; i++)
        if (il_str_eq(fix->add_cfn->map.entries[i].key, hole))
            return true;
    return false;
}

/* Logical ids that the texts in VALUE make up, without a resource to go with them, would be references to nothing. */
static void check_ids(il_compiler *c, const il_node *node, const il_rule_fix *fix, const il_value *value)
{
    if (value->kind == IL_STRING) {
        for (size_t at = 0; (at = il_str_find(value->string, IL_STR("{{"), at)) != SIZE_MAX; at += 2) {
            size_t end = il_str_find(value->string, IL_STR("}}"), at);
            il_str hole = il_str_slice(value->string, at, end == SIZE_MAX ? value->string.n : end + 2);
            bool id = il_str_starts(hole, IL_STR("{{id:")) || il_str_starts(hole, IL_STR("{{new:"));
            if (id && !adds(fix, hole))
                il_compile__error(c, node, "`add.cfn` adds no resource called %.*s", IL_FMT(hole));
        }
    } else if (value->kind == IL_LIST) {
        for (size_t i = 0; i < value->list.n; i++)
            check_ids(c, node, fix, value->list.items[i]);
    } else if (value->kind == IL_MAP) {
        for (size_t i = 0; i < value->map.n; i++)
            check_ids(c, node, fix, value->map.entries[i].value);
    } else if (value->kind == IL_CALL) {
        for (size_t i = 0; i < value->call.n; i++)
            check_ids(c, node, fix, value->call.items[i]);
    }
}

static void read_beside(il_compiler *c, const il_node *node, il_rule_fix *fix)
{
    fix->beside = il_compile__strings(c, node, "a type", &fix->n_beside);
    for (size_t i = 0; i < fix->n_beside; i++)
        if (!il_compile__is_type(il_str_of(fix->beside[i])))
            il_compile__error(c, node, "`%s` is no type such as AWS::S3::Bucket", fix->beside[i]);
}

/* The resource that a `let` has named. */
static void read_on(il_compiler *c, const il_node *node, il_rule_fix *fix)
{
    const il_path *path = node->kind == IL_NODE_STRING ? il_compile__path(c, node) : NULL;
    bool named = path && path->start == IL_START_SLOT && path->slot >= IL_SLOT_FIRST && path->n_keys == 0;
    if (named)
        fix->on = path->slot;
    else if (path || node->kind != IL_NODE_STRING)
        il_compile__error(c, node, "`on` takes a resource that `let` has named, as $name");
}

static void read_rewrite(il_compiler *c, const il_node *node, il_rule_fix *fix)
{
    static const char *const known[] = {"from", "to", "drop"};
    for (size_t i = 0; node->kind == IL_NODE_MAP && i < node->map.n; i++) {
        const il_node *key = node->map.members[i].key, *value = node->map.members[i].value;
        if (il_str_is(key->text, "from"))
            fix->rewrite_from = il_compile__string(c, value, "a name of aws-cdk-lib");
        else if (il_str_is(key->text, "to"))
            fix->rewrite_to = il_compile__string(c, value, "a name of aws-cdk-lib");
        else if (il_str_is(key->text, "drop"))
            fix->rewrite_drop = il_compile__strings(c, value, "a member", &fix->n_rewrite_drop);
        else
            il_compile__unknown(c, key, "key of rewrite", known, 3);
    }
    if (!fix->rewrite_from || !fix->rewrite_to)
        il_compile__error(c, node, "`rewrite` is a map of from and to, names of aws-cdk-lib, and what to drop");
}

static void read_key(il_compiler *c, const il_member *member, il_rule_fix *fix)
{
    static const char *const known[] = {"title",  "safety", "set",    "remove", "allow", "add",
                                        "beside", "on",     "prefer", "hoist",  "when",  "rewrite"};
    const il_node *key = member->key, *value = member->value;
    if (il_str_is(key->text, "title")) {
        fix->title = il_compile__string(c, value, "a title");
    } else if (il_str_is(key->text, "safety")) {
        set_safety(c, value, fix);
    } else if (il_str_is(key->text, "set")) {
        set_leaves(c, value, fix);
    } else if (il_str_is(key->text, "remove")) {
        fix->remove = leaves(c, value, true, &fix->n_remove);
    } else if (il_str_is(key->text, "allow")) {
        fix->allow = leaves(c, value, true, &fix->n_allow);
    } else if (il_str_is(key->text, "add")) {
        set_add(c, value, fix);
    } else if (il_str_is(key->text, "prefer")) {
        fix->prefer = il_compile__strings(c, value, "a prop", &fix->n_prefer);
    } else if (il_str_is(key->text, "on")) {
        read_on(c, value, fix);
    } else if (il_str_is(key->text, "beside")) {
        read_beside(c, value, fix);
    } else if (il_str_is(key->text, "rewrite")) {
        read_rewrite(c, value, fix);
    } else if (il_str_is(key->text, "when")) {
        fix->when = il_compile__cond(c, value);
    } else if (il_str_is(key->text, "hoist")) {
        fix->hoist = il_compile__string(c, value, "a mechanism");
        if (!il_str_is(value->text, "context"))
            il_compile__error(c, value, "a value is hoisted into `context`");
    } else {
        il_compile__unknown(c, key, "key of a fix", known, sizeof known / sizeof *known);
    }
}

static void read_fix(il_compiler *c, const il_node *node, il_rule_fix *fix)
{
    if (node->kind != IL_NODE_MAP) {
        il_compile__error(c, node, "a fix is a map with a title, a safety and what to set, remove, add or hoist");
        return;
    }
    for (size_t i = 0; i < node->map.n; i++)
        read_key(c, &node->map.members[i], fix);
    if (!fix->title || !il_node_get(node, IL_STR("safety")))
        il_compile__error(c, node, "a fix has a title and a safety");
    if (!fix->n_set && !fix->n_remove && !fix->add_ts && !fix->add_cfn && !fix->hoist && !fix->rewrite_to)
        il_compile__error(c, node, "a fix sets, removes, adds, rewrites or hoists something");
    for (size_t i = 0; i < fix->n_set; i++)
        check_ids(c, node, fix, fix->set[i].value);
    if (fix->add_cfn)
        check_ids(c, node, fix, fix->add_cfn);
    if (fix->on && (fix->n_remove || fix->add_cfn || fix->hoist))
        il_compile__error(c, node, "on another resource a fix can only set something");
    if (fix->n_beside && (fix->n_set || fix->n_remove || fix->hoist))
        il_compile__error(c, node, "beside another resource a fix can only add");
}

void il_compile__fixes(il_compiler *c, const il_node *node, il_rule *rule)
{
    if (node->kind != IL_NODE_LIST || !node->list.n) {
        il_compile__error(c, node, "`fix` is a list of alternatives, best first");
        return;
    }
    il_rule_fix *fixes = IL_NEW_ARRAY(c->arena, node->list.n, il_rule_fix);
    for (size_t i = 0; i < node->list.n; i++)
        read_fix(c, node->list.items[i], &fixes[i]);
    rule->fixes = fixes;
    rule->n_fixes = node->list.n;
}
