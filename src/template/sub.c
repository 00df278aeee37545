/* Fn::Sub. Promises each part of the text with the exact bytes where it stands: `${Name}` for a placeholder, the run between two
 * placeholders for what is literal. Works on the text as written, so it need not know how JSON and YAML escape, fold or indent: the nth
 * `${` of the decoded text is the nth of the written one. Where that cannot hold (an escaped `$`, an alias) every part stands at the
 * whole text. */
#include "reader.h"

#include <string.h>

/* Variables of the list form, each evaluated once. */
typedef struct {
    il_str name;
    const il_value *value;
} variable;

typedef struct {
    il_reader *r;
    const il_node *node; /* of the text */
    il_str written;      /* the whole file, when the places can be told; else empty */
    size_t at, end;      /* what of `written` lies ahead */
    const variable *variables;
    size_t n_variables;
    IL_VEC(const il_value *) parts;
} scanner;

static size_t count_of(il_str text, il_str needle)
{
    size_t n = 0;
    for (size_t at = 0; (at = il_str_find(text, needle, at)) != SIZE_MAX; at += needle.n)
        n++;
    return n;
}

/* Where the contents of the scalar NODE stand, behind its tag, quotes and block header. */
static il_span contents_span(il_str file, const il_node *node)
{
    size_t at = node->span.start, end = node->span.end;
    if (file.p[at] == '!')
        while (at < end && !strchr(" \t\r\n", file.p[at]))
            at++;
    if (node->style == IL_STYLE_LITERAL || node->style == IL_STYLE_FOLDED) {
        size_t line = il_str_find(file, IL_STR("\n"), at);
        at = line < end ? line + 1 : end;
    } else {
        while (at < end && strchr(" \t\r\n", file.p[at]))
            at++;
        bool quoted = node->style == IL_STYLE_SINGLE || node->style == IL_STYLE_DOUBLE;
        if (quoted && end - at >= 2) {
            at++;
            end--;
        }
    }
    return (il_span){(uint32_t)at, (uint32_t)end};
}

static void locate(scanner *s)
{
    il_str file = il_source_text(s->r->document->source);
    if (s->node->alias || s->node->span.end > file.n || s->node->span.start >= s->node->span.end)
        return;
    il_span span = contents_span(file, s->node);
    il_str written = il_str_slice(file, span.start, span.end);
    if (count_of(written, IL_STR("${")) != count_of(s->node->text, IL_STR("${")))
        return;
    s->written = file;
    s->at = span.start;
    s->end = span.end;
}

/* The place from where we are up to the next NEEDLE, which is included if THROUGH; the end of the text without one. Moves on. */
static il_loc advance(scanner *s, il_str needle, bool through)
{
    if (s->written.n == 0)
        return il_reader__loc(s->r, s->node);
    size_t start = s->at, stop = needle.n ? il_str_find(s->written, needle, start) : SIZE_MAX;
    s->at = stop < s->end ? stop + (through ? needle.n : 0) : s->end;
    return (il_loc){s->r->document->source, {(uint32_t)start, (uint32_t)s->at}};
}

static void add_literal(scanner *s, il_loc loc, il_str text)
{
    const il_value *value = il_value_string(s->r->arena, loc, text);
    IL_PUSH(s->r->arena, &s->parts, il_reader__own(value, s->node));
}

/* Known text stands where the placeholder stands, so that it and the literal text around it are one place. */
static const il_value *substituted(scanner *s, il_loc loc, const il_value *value)
{
    const il_value *text = il_reader__text_of(s->r, value);
    return text->kind == IL_STRING ? il_value_at(s->r->arena, text, loc) : text;
}

static const il_value *placeholder(scanner *s, il_loc loc, il_str name)
{
    for (size_t i = 0; i < s->n_variables; i++)
        if (il_str_eq(s->variables[i].name, name))
            return s->variables[i].value;
    if (il_str_is(name, "AWS::NoValue"))
        return il_reader__own(il_value_string(s->r->arena, loc, (il_str){NULL, 0}), s->node);
    return il_reader__dotted(s->r, loc, s->node, name);
}

static void scan(scanner *s)
{
    il_str text = s->node->text;
    size_t at = 0;
    while (at < text.n) {
        size_t open = il_str_find(text, IL_STR("${"), at);
        size_t close = open == SIZE_MAX ? open : il_str_find(text, IL_STR("}"), open);
        if (close == SIZE_MAX)
            break;
        il_loc before = advance(s, IL_STR("${"), false);
        if (open > at)
            add_literal(s, before, il_str_slice(text, at, open));
        il_loc loc = advance(s, IL_STR("}"), true);
        il_str name = il_str_trim(il_str_slice(text, open + 2, close));
        if (il_str_starts(name, IL_STR("!")))
            add_literal(s, loc, il_arena_printf(s->r->arena, "${%.*s}", IL_FMT(il_str_slice(name, 1, name.n))));
        else
            IL_PUSH(s->r->arena, &s->parts, substituted(s, loc, placeholder(s, loc, name)));
        at = close + 1;
    }
    if (at < text.n)
        add_literal(s, advance(s, (il_str){NULL, 0}, false), il_str_slice(text, at, text.n));
}

static void read_variables(scanner *s, const il_node *map)
{
    variable *variables = IL_NEW_ARRAY(s->r->arena, map->map.n, variable);
    for (size_t i = 0; i < map->map.n; i++)
        variables[i] = (variable){map->map.members[i].key->text, il_reader__value(s->r, map->map.members[i].value)};
    s->variables = variables;
    s->n_variables = map->map.n;
}

const il_value *il_reader__sub(il_reader *r, const il_site *site)
{
    const il_node *text = site->args, *map = NULL;
    if (il_reader__n_args(site)) {
        text = il_reader__nth(site, 0);
        map = il_reader__nth(site, 1);
    }
    bool tagged = text->tag && text != site->node;
    if (text->kind == IL_NODE_LIST || text->kind == IL_NODE_MAP || text->kind == IL_NODE_NULL || tagged ||
        (map && map->kind != IL_NODE_MAP))
        return il_reader__malformed(r, site);
    scanner s = {.r = r, .node = text};
    if (map)
        read_variables(&s, map);
    locate(&s);
    scan(&s);
    const il_value *value = il_value_join(r->arena, il_reader__loc(r, site->node), s.parts.items, s.parts.n);
    bool ours = value->kind == IL_STRING || (value->kind == IL_CALL && !value->handle);
    return ours ? il_reader__own(value, site->node) : value;
}
