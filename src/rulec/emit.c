/* What is pointed to is printed before what points to it: each function below prints its parts first and gives back their names. */
#include "emit.h"

#include <string.h>

#include "code.h"

typedef struct {
    il_buf *out;
    il_arena *arena;
    il_map seen; /* pointer → name, for what several places share */
    size_t count;
} emitter;

static const char *new_name(emitter *e, const char *prefix)
{
    return il_arena_printf(e->arena, "%s%zu", prefix, e->count++).p;
}

static const char *reference(emitter *e, const char *name)
{
    return name ? il_arena_printf(e->arena, "&%s", name).p : "NULL";
}

static const char *seen(emitter *e, const void *thing)
{
    return il_map_get(&e->seen, (il_str){(const char *)&thing, sizeof thing});
}

static void remember(emitter *e, const void *thing, const char *name)
{
    const void **key = IL_NEW(e->arena, const void *);
    *key = thing;
    il_map_put(&e->seen, (il_str){(const char *)key, sizeof *key}, (void *)name);
}

/* A C string literal; three octal digits, so that a following digit is no part of an escape. */
static void literal(il_buf *out, il_str text)
{
    il_buf_putc(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == '\n')
            il_buf_puts(out, i + 1 < text.n ? "\\n\"\n\"" : "\\n");
        else if (c == '"' || c == '\\')
            il_buf_printf(out, "\\%c", c);
        else if (c < 32 || c >= 127 || c == '?')
            il_buf_printf(out, "\\%03o", c);
        else
            il_buf_putc(out, (char)c);
    }
    il_buf_putc(out, '"');
}

static void text(emitter *e, const char *string)
{
    if (string)
        literal(e->out, il_str_of(string));
    else
        il_buf_puts(e->out, "NULL");
}

static void view(emitter *e, il_str string)
{
    il_buf_putc(e->out, '{');
    literal(e->out, string);
    il_buf_printf(e->out, ", %zu}", string.n);
}

static const char *value(emitter *e, const il_value *v);

static const char *list_items(emitter *e, const il_value *v)
{
    const char **names = IL_NEW_ARRAY(e->arena, v->list.n, const char *);
    for (size_t i = 0; i < v->list.n; i++)
        names[i] = value(e, v->list.items[i]);
    if (!v->list.n)
        return "NULL";
    const char *items = new_name(e, "items");
    il_buf_printf(e->out, "static const il_value *%s[] = {", items);
    for (size_t i = 0; i < v->list.n; i++)
        il_buf_printf(e->out, "%s, ", reference(e, names[i]));
    il_buf_puts(e->out, "};\n");
    return items;
}

static const char *map_entries(emitter *e, const il_value *v)
{
    const char **names = IL_NEW_ARRAY(e->arena, v->map.n, const char *);
    for (size_t i = 0; i < v->map.n; i++)
        names[i] = value(e, v->map.entries[i].value);
    if (!v->map.n)
        return "NULL";
    const char *entries = new_name(e, "entries");
    il_buf_printf(e->out, "static il_entry %s[] = {", entries);
    for (size_t i = 0; i < v->map.n; i++) {
        il_buf_puts(e->out, "{.key = ");
        view(e, v->map.entries[i].key);
        il_buf_printf(e->out, ", .value = %s}, ", reference(e, names[i]));
    }
    il_buf_puts(e->out, "};\n");
    return entries;
}

/* Constants only: what YAML can say. */
static const char *value(emitter *e, const il_value *v)
{
    static const char *const kinds[] = {"IL_MISSING", "IL_NULL", "IL_BOOL", "IL_NUMBER",
                                        "IL_STRING",  "IL_LIST", "IL_MAP"};
    const char *name = v ? seen(e, v) : NULL, *inside = NULL;
    if (!v || name)
        return name;
    if (v->kind == IL_LIST)
        inside = list_items(e, v);
    else if (v->kind == IL_MAP)
        inside = map_entries(e, v);
    name = new_name(e, "value");
    il_buf_printf(e->out, "static const il_value %s = {.kind = %s, ", name, kinds[v->kind]);
    switch (v->kind) {
    case IL_BOOL:
        il_buf_printf(e->out, ".boolean = %s", v->boolean ? "true" : "false");
        break;
    case IL_NUMBER:
        il_buf_printf(e->out, ".number = %.17g", v->number);
        break;
    case IL_STRING:
        il_buf_puts(e->out, ".string = ");
        view(e, v->string);
        break;
    case IL_LIST:
        il_buf_printf(e->out, ".list = {%s, %zu}", inside, v->list.n);
        break;
    case IL_MAP:
        il_buf_printf(e->out, ".map = {%s, %zu}", inside, v->map.n);
        break;
    default:
        break;
    }
    il_buf_puts(e->out, "};\n");
    remember(e, v, name);
    return name;
}

static const char *strings(emitter *e, const char *const *items, size_t n)
{
    if (!n)
        return "NULL";
    const char *name = new_name(e, "strings");
    il_buf_printf(e->out, "static const char *const %s[] = {", name);
    for (size_t i = 0; i < n; i++) {
        text(e, items[i]);
        il_buf_puts(e->out, ", ");
    }
    il_buf_puts(e->out, "};\n");
    return name;
}

static const char *path(emitter *e, const il_path *p)
{
    const char *name = p ? seen(e, p) : NULL, *keys = "NULL";
    if (!p || name)
        return name;
    if (p->n_keys) {
        keys = new_name(e, "keys");
        il_buf_printf(e->out, "static const il_str %s[] = {", keys);
        for (size_t i = 0; i < p->n_keys; i++) {
            view(e, p->keys[i]);
            il_buf_puts(e->out, ", ");
        }
        il_buf_puts(e->out, "};\n");
    }
    name = new_name(e, "path");
    il_buf_printf(e->out, "static const il_path %s = {%d, %d, %d, %d, %s, %zu, ", name, p->start, p->slot, p->body,
                  p->view, keys, p->n_keys);
    view(e, p->text);
    il_buf_puts(e->out, "};\n");
    remember(e, p, name);
    return name;
}

static const char *operands(emitter *e, const il_operand *items, size_t n)
{
    if (!n)
        return "NULL";
    const char *(*parts)[3] = il_arena_array(e->arena, n, sizeof *parts);
    for (size_t i = 0; i < n; i++) {
        parts[i][0] = reference(e, value(e, items[i].value));
        parts[i][1] = reference(e, path(e, items[i].path));
        parts[i][2] = operands(e, items[i].items, items[i].n_items);
    }
    const char *name = new_name(e, "operands");
    il_buf_printf(e->out, "static const il_operand %s[] = {", name);
    for (size_t i = 0; i < n; i++) {
        il_buf_printf(e->out, "{%d, %s, %s, %s, %zu, %d, ", items[i].kind, parts[i][0], parts[i][1], parts[i][2],
                      items[i].n_items, items[i].index);
        text(e, items[i].text);
        il_buf_puts(e->out, "}, ");
    }
    il_buf_puts(e->out, "};\n");
    return name;
}

static const char *conds(emitter *e, const il_cond *items, size_t n);

static const char *relation(emitter *e, const il_relation *r)
{
    if (!r)
        return "NULL";
    const char *types = strings(e, r->types, r->n_types);
    const char *where = r->where ? conds(e, r->where, 1) : "NULL",
               *require = r->require ? conds(e, r->require, 1) : "NULL";
    const char *min = operands(e, r->min, r->min != NULL), *max = operands(e, r->max, r->max != NULL);
    const char *name = new_name(e, "relation");
    il_buf_printf(e->out, "static const il_relation %s = {%s, %zu, %d, %d, %s, %s, %s, %s};\n", name, types, r->n_types,
                  r->scope, r->slot, where, require, min, max);
    return reference(e, name);
}

static const char *conds(emitter *e, const il_cond *items, size_t n)
{
    if (!n)
        return "NULL";
    const char *(*parts)[4] = il_arena_array(e->arena, n, sizeof *parts);
    for (size_t i = 0; i < n; i++) {
        parts[i][0] = reference(e, path(e, items[i].path));
        parts[i][1] = conds(e, items[i].kids, items[i].n_kids);
        parts[i][2] = operands(e, items[i].operands, items[i].n_operands);
        parts[i][3] = relation(e, items[i].relation);
    }
    const char *name = new_name(e, "conds");
    il_buf_printf(e->out, "static const il_cond %s[] = {", name);
    for (size_t i = 0; i < n; i++)
        il_buf_printf(e->out, "{%d, %d, %u, %s, %s, %zu, %s, %zu, %s}, ", items[i].op, items[i].slot, items[i].flag,
                      parts[i][0], parts[i][1], items[i].n_kids, parts[i][2], items[i].n_operands, parts[i][3]);
    il_buf_puts(e->out, "};\n");
    return name;
}

static const char *pieces(emitter *e, const il_text *t)
{
    if (!t->n)
        return "NULL";
    const char **paths = IL_NEW_ARRAY(e->arena, t->n, const char *);
    for (size_t i = 0; i < t->n; i++)
        paths[i] = reference(e, path(e, t->pieces[i].path));
    const char *name = new_name(e, "pieces");
    il_buf_printf(e->out, "static const il_piece %s[] = {", name);
    for (size_t i = 0; i < t->n; i++) {
        il_buf_printf(e->out, "{%d, ", t->pieces[i].kind);
        view(e, t->pieces[i].text);
        il_buf_printf(e->out, ", %s, %d}, ", paths[i], t->pieces[i].index);
    }
    il_buf_puts(e->out, "};\n");
    return name;
}

static const char *cases(emitter *e, const il_case *items, size_t n)
{
    const char *(*parts)[5] = il_arena_array(e->arena, n, sizeof *parts);
    for (size_t i = 0; i < n; i++) {
        parts[i][0] = pieces(e, &items[i].message);
        parts[i][1] = pieces(e, &items[i].label);
        parts[i][2] = items[i].when ? conds(e, items[i].when, 1) : "NULL";
        parts[i][3] = conds(e, items[i].test, 1);
        parts[i][4] = reference(e, path(e, items[i].at));
    }
    const char *name = new_name(e, "cases");
    il_buf_printf(e->out, "static const il_case %s[] = {", name);
    for (size_t i = 0; i < n; i++)
        il_buf_printf(e->out, "{%d, {%s, %zu}, {%s, %zu}, %s, %s, %d, %s, %u}, ", items[i].severity, parts[i][0],
                      items[i].message.n, parts[i][1], items[i].label.n, parts[i][2], parts[i][3], items[i].deny,
                      parts[i][4], items[i].lets);
    il_buf_puts(e->out, "};\n");
    return name;
}

static const char *lets(emitter *e, const il_let *items, size_t n)
{
    if (!n)
        return "NULL";
    const char *(*parts)[2] = il_arena_array(e->arena, n, sizeof *parts);
    for (size_t i = 0; i < n; i++) {
        parts[i][0] = reference(e, path(e, items[i].path));
        parts[i][1] = strings(e, items[i].types, items[i].n_types);
    }
    const char *name = new_name(e, "lets");
    il_buf_printf(e->out, "static const il_let %s[] = {", name);
    for (size_t i = 0; i < n; i++)
        il_buf_printf(e->out, "{%d, %s, %s, %zu}, ", items[i].slot, parts[i][0], parts[i][1], items[i].n_types);
    il_buf_puts(e->out, "};\n");
    return name;
}

static const char *code(emitter *e, const il_rule_code *c)
{
    const char *types = strings(e, c->types, c->n_types), *each = reference(e, path(e, c->each));
    const char *table = reference(e, value(e, c->each_table)), *names = lets(e, c->lets, c->n_lets);
    const char *when = c->when ? conds(e, c->when, 1) : "NULL", *all = cases(e, c->cases, c->n_cases);
    const char *name = new_name(e, "code");
    il_buf_printf(e->out, "static const il_rule_code %s = {%s, %zu, %d, %s, %s, %s, %zu, %s, %u, %s, %zu};\n", name,
                  types, c->n_types, c->production, each, table, names, c->n_lets, when, c->when_lets, all, c->n_cases);
    return reference(e, name);
}

static const char *leaves(emitter *e, const il_rule_fix *fix)
{
    const char *(*values)[2] = il_arena_array(e->arena, fix->n_set ? fix->n_set : 1, sizeof *values);
    for (size_t i = 0; i < fix->n_set; i++) {
        values[i][0] = reference(e, value(e, fix->set[i].value));
        values[i][1] = operands(e, fix->set[i].operand, fix->set[i].operand ? 1 : 0);
    }
    if (!fix->n_set)
        return "NULL";
    const char *name = new_name(e, "leaves");
    il_buf_printf(e->out, "static const il_rule_set_leaf %s[] = {", name);
    for (size_t i = 0; i < fix->n_set; i++) {
        il_buf_putc(e->out, '{');
        text(e, fix->set[i].path);
        il_buf_printf(e->out, ", %s, %s}, ", values[i][0], values[i][1]);
    }
    il_buf_puts(e->out, "};\n");
    return name;
}

static const char *fixes(emitter *e, const il_rule_fix *items, size_t n)
{
    if (!n)
        return "NULL";
    const char *(*parts)[8] = il_arena_array(e->arena, n, sizeof *parts);
    for (size_t i = 0; i < n; i++) {
        parts[i][0] = leaves(e, &items[i]);
        parts[i][1] = strings(e, items[i].remove, items[i].n_remove);
        parts[i][2] = strings(e, items[i].allow, items[i].n_allow);
        parts[i][3] = reference(e, value(e, items[i].add_cfn));
        parts[i][4] = strings(e, items[i].prefer, items[i].n_prefer);
        parts[i][5] = items[i].when ? conds(e, items[i].when, 1) : "NULL";
        parts[i][6] = strings(e, items[i].beside, items[i].n_beside);
        parts[i][7] = strings(e, items[i].rewrite_drop, items[i].n_rewrite_drop);
    }
    const char *name = new_name(e, "fixes");
    il_buf_printf(e->out, "static const il_rule_fix %s[] = {", name);
    for (size_t i = 0; i < n; i++) {
        il_buf_puts(e->out, "{.title = ");
        text(e, items[i].title);
        il_buf_printf(e->out, ", .safety = %d, .set = %s, .n_set = %zu, .remove = %s, .n_remove = %zu", items[i].safety,
                      parts[i][0], items[i].n_set, parts[i][1], items[i].n_remove);
        il_buf_printf(e->out, ", .allow = %s, .n_allow = %zu, .add_cfn = %s, .prefer = %s, .n_prefer = %zu, .add_ts = ",
                      parts[i][2], items[i].n_allow, parts[i][3], parts[i][4], items[i].n_prefer);
        text(e, items[i].add_ts);
        il_buf_printf(e->out, ", .when = %s, .beside = %s, .n_beside = %zu, .on = %d, .hoist = ", parts[i][5],
                      parts[i][6], items[i].n_beside, items[i].on);
        text(e, items[i].hoist);
        il_buf_printf(e->out, ", .rewrite_drop = %s, .n_rewrite_drop = %zu, .rewrite_from = ", parts[i][7],
                      items[i].n_rewrite_drop);
        text(e, items[i].rewrite_from);
        il_buf_puts(e->out, ", .rewrite_to = ");
        text(e, items[i].rewrite_to);
        il_buf_puts(e->out, "}, ");
    }
    il_buf_puts(e->out, "};\n");
    return name;
}

static const char *also(emitter *e, const il_rule_also *items, size_t n)
{
    const char **ids = IL_NEW_ARRAY(e->arena, n, const char *);
    for (size_t i = 0; i < n; i++)
        ids[i] = strings(e, items[i].ids, items[i].n_ids);
    if (!n)
        return "NULL";
    const char *name = new_name(e, "also");
    il_buf_printf(e->out, "static const il_rule_also %s[] = {", name);
    for (size_t i = 0; i < n; i++) {
        il_buf_putc(e->out, '{');
        text(e, items[i].tool);
        il_buf_printf(e->out, ", %s, %zu}, ", ids[i], items[i].n_ids);
    }
    il_buf_puts(e->out, "};\n");
    return name;
}

static const char *params(emitter *e, const il_rule_param *items, size_t n)
{
    const char **values = IL_NEW_ARRAY(e->arena, n, const char *);
    for (size_t i = 0; i < n; i++)
        values[i] = reference(e, value(e, items[i].fallback));
    if (!n)
        return "NULL";
    const char *name = new_name(e, "params");
    il_buf_printf(e->out, "static const il_rule_param %s[] = {", name);
    for (size_t i = 0; i < n; i++) {
        const char *const texts[] = {items[i].name, items[i].type, items[i].description};
        il_buf_putc(e->out, '{');
        for (size_t j = 0; j < sizeof texts / sizeof *texts; j++) {
            text(e, texts[j]);
            il_buf_puts(e->out, ", ");
        }
        il_buf_printf(e->out, "%s}, ", values[i]);
    }
    il_buf_puts(e->out, "};\n");
    return name;
}

/* Prints what RULE points to and gives its initializer. */
static il_str rule(emitter *e, const il_rule *r)
{
    const char *in_packs = strings(e, r->packs, r->n_packs), *names = also(e, r->also, r->n_also);
    const char *all = fixes(e, r->fixes, r->n_fixes), *settings = params(e, r->params, r->n_params);
    const char *compiled = code(e, r->code);
    const struct {
        const char *field, *text;
    } texts[] = {{"id", r->id}, {"title", r->title}, {"category", r->category}, {"path", r->path}, {"page", r->page}};
    il_buf own = {0};
    il_buf_printf(&own, "{.severity = %d, .packs = %s, .n_packs = %zu, .also = %s, .n_also = %zu", r->severity,
                  in_packs, r->n_packs, names, r->n_also);
    il_buf_printf(
        &own,
        ", .fixes = %s, .n_fixes = %zu, .params = %s, .n_params = %zu, .source_only = %d, .page_line = %u, .code = %s",
        all, r->n_fixes, settings, r->n_params, r->source_only, r->page_line, compiled);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        il_buf_printf(&own, ",\n.%s = ", texts[i].field);
        literal(&own, il_str_of(texts[i].text));
    }
    il_buf_puts(&own, "},\n");
    il_str initializer = il_arena_str(e->arena, il_buf_str(&own));
    il_buf_free(&own);
    return initializer;
}

void il_emit_rules(il_buf *out, il_arena *arena, const il_rule *const *rules, size_t n)
{
    emitter e = {.out = out, .arena = arena, .seen = il_map_in(arena)};
    il_str *initializers = IL_NEW_ARRAY(arena, n ? n : 1, il_str);
    il_buf_puts(out, "/* Made by rulec from the pages below rules/. */\n#include \"code.h\"\n\n");
    for (size_t i = 0; i < n; i++)
        initializers[i] = rule(&e, rules[i]);
    il_buf_puts(out, "static const il_rule rules[] = {\n");
    for (size_t i = 0; i < n; i++)
        il_buf_add(out, initializers[i]);
    il_buf_printf(out,
                  "{.id = \"\"}};\n\nconst il_rule *const il_rules_builtin = rules;\n"
                  "const size_t il_rules_builtin_count = %zu;\n",
                  n);
}
