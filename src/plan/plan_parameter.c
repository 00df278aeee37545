/* Moves a literal out of a template: into a parameter with that default, and a reference to it where the literal stood. */
#include "edit_data.h"
#include "planner.h"

typedef struct {
    il_planning *p;
    const il_document *document;
    const il_node *root;
    il_span span;   /* of the finding */
    il_str address; /* what moves */
    il_str name;    /* of the parameter */
    il_str key;     /* the last key on the way, for the name */
    const char *refusal;
} move;

/* Where a string stands: in a place of its own, or in the text of Fn::Sub. */
typedef enum { OWN, IN_SUB } position;

static bool holds(il_span outer, il_span inner)
{
    return outer.start <= inner.start && inner.end <= outer.end;
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The first run of digits, dots and a prefix length that has the shape of an IPv4 address; empty if there is none. */
static il_str address_in(il_str text)
{
    for (size_t at = 0; at < text.n; at++) {
        size_t end = at, dots = 0;
        if (!digit(text.p[at]) || (at > 0 && (digit(text.p[at - 1]) || text.p[at - 1] == '.')))
            continue;
        for (; end < text.n && (digit(text.p[end]) || text.p[end] == '.'); end++)
            dots += text.p[end] == '.';
        if (dots != 3 || text.p[end - 1] == '.')
            continue;
        size_t prefix = end < text.n && text.p[end] == '/' ? end + 1 : end;
        while (prefix > end && prefix < text.n && digit(text.p[prefix]))
            prefix++;
        return il_str_slice(text, at, prefix > end + 1 ? prefix : end);
    }
    return (il_str){0};
}

static bool contains_nocase(il_str text, const char *word)
{
    il_str what = il_str_of(word);
    for (size_t at = 0; at + what.n <= text.n; at++) {
        if (il_str_eq_nocase(il_str_slice(text, at, at + what.n), what))
            return true;
    }
    return false;
}

/* "WebSecurityGroupCidrIp": the resource, the key, and what it is. */
static void name_parameter(move *m)
{
    il_arena *arena = m->p->arena;
    const il_node *parameters = il_node_get(m->root, IL_STR("Parameters")),
                  *resources = il_node_get(m->root, IL_STR("Resources"));
    bool arn = il_str_starts(m->address, IL_STR("arn:"));
    bool told = contains_nocase(m->key, "cidr") || contains_nocase(m->key, "ip") || contains_nocase(m->key, "address");
    const char *suffix = arn ? "Arn" : told ? "" : il_str_contains(m->address, IL_STR("/")) ? "Cidr" : "Address";
    il_buf key = {0};
    for (size_t i = 0; i < m->key.n; i++) {
        char c = m->key.p[i];
        if (digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            il_buf_putc(&key, c);
    }
    il_str base = il_arena_printf(arena, "%.*s%.*s%s", IL_FMT(m->p->resource->logical_id), (int)key.n,
                                  key.n ? key.p : "", suffix);
    il_buf_free(&key);
    il_str owner = il_arena_printf(arena, "%u", m->span.start);
    m->name = base;
    for (int number = 2; il_node_get(parameters, m->name) || il_node_get(resources, m->name) ||
                         !il_plan__claim(m->p->planner, m->name, owner);
         number++)
        m->name = il_arena_printf(arena, "%.*s%d", IL_FMT(base), number);
}

/* TEXT with every address replaced by `${name}`. */
static il_str substituted(const move *m, il_str text)
{
    il_buf out = {0};
    size_t at = 0;
    for (size_t found; (found = il_str_find(text, m->address, at)) != SIZE_MAX; at = found + m->address.n) {
        il_buf_add(&out, il_str_slice(text, at, found));
        il_buf_printf(&out, "${%.*s}", IL_FMT(m->name));
    }
    il_buf_add(&out, il_str_slice(text, at, text.n));
    return il_buf_take(m->p->arena, &out);
}

static il_edit_value *call(const move *m, const char *function, il_str text)
{
    il_edit_value *map = il_edit_map(m->p->arena);
    il_edit_put(m->p->arena, map, il_str_of(function), il_edit_string(m->p->arena, text));
    return map;
}

static il_edit_value *replace_string(move *m, const il_node *node, position where)
{
    il_str text = node->text, exact = il_source_slice(m->document->source, m->span);
    bool sub_tag = node->tag && il_str_is(IL_STR("Sub"), node->tag), in_text = where == IN_SUB || sub_tag;
    bool word = !il_str_contains(text, IL_STR(" ")) && !il_str_contains(text, IL_STR("\n"));
    m->address = address_in(il_str_contains(text, exact) ? exact : text);
    if (!in_text && word)
        m->address = text;
    if (node->alias || node->kind != IL_NODE_STRING || m->address.n == 0 || (node->tag && !sub_tag)) {
        m->refusal = "the value is not written as a text of its own";
        return NULL;
    }
    name_parameter(m);
    if (where == IN_SUB)
        return il_edit_string(m->p->arena, substituted(m, text));
    if (sub_tag)
        return call(m, "Fn::Sub", substituted(m, text));
    if (m->address.n == text.n)
        return call(m, "Ref", m->name);
    if (il_str_contains(text, IL_STR("${"))) {
        m->refusal = "the text would have to become an Fn::Sub, and it holds `${` already";
        return NULL;
    }
    return call(m, "Fn::Sub", substituted(m, text));
}

static il_edit_value *replace_in(move *m, const il_node *node, position where);

static il_edit_value *replace_member(move *m, const il_node *node)
{
    for (size_t i = 0; i < node->map.n; i++) {
        const il_member *member = &node->map.members[i];
        if (member->merged || !holds(member->value->span, m->span))
            continue;
        il_str key = member->key->text;
        bool function = il_str_starts(key, IL_STR("Fn::"));
        if (!function)
            m->key = key;
        il_edit_value *map = il_edit_map(m->p->arena);
        il_edit_value *inner = replace_in(m, member->value, il_str_is(key, "Fn::Sub") ? IN_SUB : OWN);
        il_edit_put(m->p->arena, map, key, inner ? inner : il_edit_remove(m->p->arena));
        return inner ? map : NULL;
    }
    return NULL;
}

/* The part of a patch that leads from NODE to the literal; NULL when there is no way. */
static il_edit_value *replace_in(move *m, const il_node *node, position where)
{
    if (node->kind == IL_NODE_MAP)
        return replace_member(m, node);
    if (node->kind != IL_NODE_LIST)
        return replace_string(m, node, where);
    bool sub = where == IN_SUB || (node->tag && il_str_is(IL_STR("Sub"), node->tag));
    for (size_t i = 0; i < node->list.n; i++) {
        if (!holds(node->list.items[i]->span, m->span))
            continue;
        il_edit_value *map = il_edit_map(m->p->arena);
        il_edit_value *inner = replace_in(m, node->list.items[i], sub && i == 0 ? IN_SUB : OWN);
        if (inner)
            il_edit_put(m->p->arena, map, il_arena_printf(m->p->arena, "%zu", i), inner);
        return inner ? map : NULL;
    }
    return NULL;
}

/* Different parameters go behind different ones that are there, so that several literals can be moved at once. */
static il_str neighbour(const move *m)
{
    il_map *hoists = &m->p->planner->hoists;
    const il_node *present = il_node_get(m->root, IL_STR("Parameters"));
    size_t order = hoists->n, n = present && present->kind == IL_NODE_MAP ? present->map.n : 0;
    il_map_put(hoists, il_arena_printf(m->p->arena, "%.*s %u", IL_FMT(m->name), m->span.start), hoists);
    return n > 0 ? present->map.members[n - 1 - order % n].key->text : (il_str){0};
}

static void add_parameter(move *m, il_edit_value *patch)
{
    il_arena *arena = m->p->arena;
    il_edit_value *section = il_edit_map(arena), *parameter = il_edit_map(arena);
    il_edit_put(arena, patch, IL_STR("Parameters"), section)->before = IL_STR("Resources");
    il_edit_put(arena, section, m->name, parameter)->after = neighbour(m);
    il_edit_put(arena, parameter, IL_STR("Type"), il_edit_string(arena, IL_STR("String")));
    il_edit_put(arena, parameter, IL_STR("Default"), il_edit_string(arena, m->address));
}

static const char *make_edits(move *m, il_edits *edits)
{
    for (size_t i = 0; i < m->document->n_roots; i++) {
        m->root = m->document->roots[i];
        if (!holds(m->root->span, m->span))
            continue;
        il_edit_value *patch = replace_in(m, m->root, OWN);
        if (!patch)
            return m->refusal ? m->refusal : "the value is not written as a text of its own";
        add_parameter(m, patch);
        return il_edit_data(m->p->arena, m->document, i, patch, edits);
    }
    return "the value is not written as a text of its own";
}

void il_plan__hoist_template(il_planning *p)
{
    move m = {.p = p, .document = il_plan__document(p, p->verdict->loc.source), .span = p->verdict->loc.span};
    il_edits edits = {0};
    const char *refusal =
        m.document && p->resource->logical_id.n ? make_edits(&m, &edits) : "the place of the value is not known";
    if (refusal)
        il_plan__refuse(p, refusal);
    else
        il_plan__propose(p, &edits);
}
