/* Imports: finds how the file can already name a library symbol, and adds to the imports, in the file's own style, when it cannot. Resolves
 * by binding, never by the name of an alias. */
#include "map.h"
#include "ts_editor.h"

typedef enum { STYLE_NAMESPACE, STYLE_NAMED, STYLE_ALIAS, STYLE_REQUIRE, STYLES } import_style;

/* One import statement of the file. */
typedef struct {
    TSNode statement;
    il_str module;  /* as written */
    il_str library; /* as jsii names it: "aws-cdk-lib.aws_s3" */
    il_str space;   /* namespace, default or require binding */
    TSNode named;   /* the `{…}`; null if none */
    bool require, type_only;
} import;

typedef struct {
    IL_VEC(import) list;
    bool v1;
} imports;

/* "@aws-cdk/aws-s3" and "aws-cdk-lib/aws-s3/lib/x" → "aws-cdk-lib.aws_s3"; modules of others stay as they are. */
static il_str library_of(il_arena *arena, il_str module)
{
    bool v2 = il_str_starts(module, IL_STR("aws-cdk-lib/")), v1 = il_str_starts(module, IL_STR("@aws-cdk/"));
    if (il_str_is(module, "@aws-cdk/core") || il_str_is(module, "aws-cdk-lib/core"))
        return IL_STR("aws-cdk-lib");
    if ((!v1 && !v2) || il_str_ends(module, IL_STR("-alpha")))
        return module;
    il_str rest = il_str_slice(module, v1 ? 9 : 12, module.n), first = il_str_cut(&rest, '/');
    il_str name = il_arena_printf(arena, "aws-cdk-lib.%.*s", IL_FMT(first));
    char *p = (char *)name.p;
    for (size_t i = 12; i < name.n; i++)
        p[i] = p[i] == '-' ? '_' : p[i];
    return name;
}

static bool has_type_keyword(TSNode node)
{
    return ts_node_child_count(node) > 1 &&
           (il_ts_is(ts_node_child(node, 0), "type") || il_ts_is(ts_node_child(node, 1), "type"));
}

static void read_clause(const il_ts_editor *editor, import *entry, TSNode clause)
{
    for (uint32_t i = 0; i < ts_node_named_child_count(clause); i++) {
        TSNode part = ts_node_named_child(clause, i);
        if (il_ts_is(part, "named_imports"))
            entry->named = part;
        else if (il_ts_is(part, "namespace_import"))
            entry->space = il_ts_text(editor->document, ts_node_named_child(part, 0));
        else if (il_ts_is(part, "identifier"))
            entry->space = il_ts_text(editor->document, part);
    }
}

static void read_import(const il_ts_editor *editor, imports *all, TSNode statement)
{
import entry = {.statement = statement, .type_only = has_type_keyword(statement) };
    TSNode source = il_ts_field(statement, "source"), clause = {0};
    for (uint32_t i = 0; i < ts_node_named_child_count(statement); i++) {
        TSNode part = ts_node_named_child(statement, i);
        if (il_ts_is(part, "import_require_clause") || il_ts_is(part, "import_clause"))
            clause = part;
    }
    if (ts_node_is_null(clause))
        return;
    entry.require = il_ts_is(clause, "import_require_clause");
    if (entry.require)
        source = il_ts_field(clause, "source");
    if (ts_node_is_null(source) || !il_ts_string(editor->arena, editor->document, source, &entry.module))
        return;
    entry.library = library_of(editor->arena, entry.module);
    read_clause(editor, &entry, clause);
    all->v1 |= il_str_starts(entry.module, IL_STR("@aws-cdk/")) && il_str_starts(entry.library, IL_STR("aws-cdk-lib"));
    IL_PUSH(editor->arena, &all->list, entry);
}

static imports read_imports(const il_ts_editor *editor)
{
    imports all = {0};
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(editor->document->ts));
    for (bool more = ts_tree_cursor_goto_first_child(&cursor); more; more = ts_tree_cursor_goto_next_sibling(&cursor)) {
        TSNode node = ts_tree_cursor_current_node(&cursor);
        if (il_ts_is(node, "import_statement"))
            read_import(editor, &all, node);
    }
    ts_tree_cursor_delete(&cursor);
    bool v2 = false;
    for (size_t i = 0; i < all.list.n; i++)
        v2 |= il_str_starts(all.list.items[i].module, IL_STR("aws-cdk-lib"));
    all.v1 &= !v2;
    return all;
}

static bool bind(il_arena *arena, il_map *bound, il_str name)
{
    il_str *kept = IL_NEW(arena, il_str);
    *kept = name;
    return name.n && il_map_put(bound, name, kept);
}

bool il_ts_imports_twice(il_arena *arena, const il_document *document)
{
    il_ts_editor editor = {.arena = arena, .document = document};
    imports all = read_imports(&editor);
    il_map bound = il_map_in(arena);
    bool twice = false;
    for (size_t i = 0; i < all.list.n; i++) {
        const import *entry = &all.list.items[i];
        twice |= bind(arena, &bound, entry->space);
        for (uint32_t k = 0; !ts_node_is_null(entry->named) && k < ts_node_named_child_count(entry->named); k++) {
            TSNode one = ts_node_named_child(entry->named, k), local = il_ts_field(one, "alias");
            local = ts_node_is_null(local) ? il_ts_field(one, "name") : local;
            twice |= !ts_node_is_null(local) && bind(arena, &bound, il_ts_text(document, local));
        }
    }
    return twice;
}

/* The local name of NAME in a `{…}` of imports; empty if it is not there or only as a type. */
static il_str local_name(const il_ts_editor *editor, TSNode named, il_str name)
{
    for (uint32_t i = 0; !ts_node_is_null(named) && i < ts_node_named_child_count(named); i++) {
        TSNode specifier = ts_node_named_child(named, i);
        TSNode imported = il_ts_field(specifier, "name"), alias = il_ts_field(specifier, "alias");
        if (ts_node_is_null(imported) || il_ts_is(ts_node_child(specifier, 0), "type"))
            continue;
        if (il_str_eq(il_ts_text(editor->document, imported), name))
            return il_ts_text(editor->document, ts_node_is_null(alias) ? imported : alias);
    }
    return (il_str){0};
}

/* "aws-cdk-lib.aws_s3.Bucket.X" → library "aws-cdk-lib.aws_s3", submodule "aws_s3", rest "Bucket.X". */
typedef struct {
    il_str library, submodule, first, rest; /* first: the part of `rest` up to its dot */
} symbol;

static symbol split(il_str name)
{
    symbol s = {0};
    size_t end = 0, at = 0;
    while (at < name.n) {
        size_t dot = il_str_find(name, IL_STR("."), at);
        size_t stop = dot == SIZE_MAX ? name.n : dot;
        if (at > 0 && name.p[at] >= 'A' && name.p[at] <= 'Z')
            break;
        if (at > 0)
            s.submodule = il_str_slice(name, at, stop);
        end = stop;
        at = stop + 1;
    }
    s.library = il_str_slice(name, 0, end);
    s.rest = end < name.n ? il_str_slice(name, end + 1, name.n) : (il_str){0};
    il_str rest = s.rest;
    s.first = il_str_cut(&rest, '.');
    return s;
}

static il_str dotted(const il_ts_editor *editor, il_str left, il_str right)
{
    return right.n ? il_arena_printf(editor->arena, "%.*s.%.*s", IL_FMT(left), IL_FMT(right)) : left;
}

/* How the file can name S as it is; the empty text if it cannot. */
static il_str present(const il_ts_editor *editor, const imports *all, const symbol *s)
{
    il_str space = {0}, core = {0};
    for (size_t i = 0; i < all->list.n; i++) {
        const import *entry = &all->list.items[i];
        if (entry->type_only)
            continue;
        if (il_str_eq(entry->library, s->library)) {
            il_str name = s->first.n ? local_name(editor, entry->named, s->first) : (il_str){0};
            if (name.n)
                return dotted(editor, name,
                              s->rest.n > s->first.n ? il_str_slice(s->rest, s->first.n + 1, s->rest.n) : (il_str){0});
            space = entry->space.n ? entry->space : space;
        } else if (s->submodule.n && il_str_is(entry->library, "aws-cdk-lib")) {
            il_str alias = local_name(editor, entry->named, s->submodule);
            space = alias.n ? alias : space;
            core = entry->space.n ? entry->space : core;
        }
    }
    if (space.n)
        return dotted(editor, space, s->rest);
    il_str through_core = core.n ? il_arena_printf(editor->arena, "%.*s.aws_", IL_FMT(core)) : (il_str){0};
    if (core.n && il_str_contains(editor->text, through_core))
        return dotted(editor, dotted(editor, core, s->submodule), s->rest);
    return space;
}

/* What an import that this fix adds already brings for S; the empty text if nothing. */
static il_str wanted_before(const il_ts_editor *editor, const symbol *s)
{
    for (size_t i = 0; i < editor->wanted.n; i++) {
        const il_ts_wanted *w = &editor->wanted.items[i];
        if (!il_str_eq(w->library, s->library))
            continue;
        if (w->name.n == 0)
            return dotted(editor, w->local, s->rest);
        if (il_str_eq(w->name, s->first))
            return dotted(editor, w->local,
                          s->rest.n > s->first.n ? il_str_slice(s->rest, s->first.n + 1, s->rest.n) : (il_str){0});
    }
    return (il_str){0};
}

/* Specifiers like `aws_s3 as s3` among those of NAMED. */
static size_t count_submodules(const il_ts_editor *editor, TSNode named)
{
    size_t n = 0;
    for (uint32_t i = 0; !ts_node_is_null(named) && i < ts_node_named_child_count(named); i++) {
        TSNode name = il_ts_field(ts_node_named_child(named, i), "name");
        n += !ts_node_is_null(name) && il_str_starts(il_ts_text(editor->document, name), IL_STR("aws_"));
    }
    return n;
}

/* How most modules of the CDK are imported here; without any, what goes with the way that its core is. */
static import_style style_of(const il_ts_editor *editor, const imports *all)
{
    size_t counts[STYLES] = {0};
    import_style best = STYLE_NAMESPACE, core = STYLE_NAMESPACE;
    for (size_t i = 0; i < all->list.n; i++) {
        const import *entry = &all->list.items[i];
        bool named = !ts_node_is_null(entry->named);
        if (entry->type_only)
            continue;
        if (il_str_is(entry->library, "aws-cdk-lib")) {
            counts[STYLE_ALIAS] += count_submodules(editor, entry->named);
            core = entry->require ? STYLE_REQUIRE : named && !all->v1 ? STYLE_ALIAS : core;
        } else if (il_str_starts(entry->library, IL_STR("aws-cdk-lib."))) {
            counts[entry->require ? STYLE_REQUIRE : named ? STYLE_NAMED : STYLE_NAMESPACE]++;
        }
    }
    size_t total = 0;
    for (int style = 0; style < STYLES; style++) {
        total += counts[style];
        if (counts[style] > counts[best])
            best = (import_style)style;
    }
    return total ? best : core;
}

static const import *extendable(const imports *all, il_str library)
{
    for (size_t i = 0; i < all->list.n; i++) {
        const import *entry = &all->list.items[i];
        if (il_str_eq(entry->library, library) && !ts_node_is_null(entry->named) && !entry->type_only)
            return entry;
    }
    return NULL;
}

static il_str module_of(const il_ts_editor *editor, const imports *all, const symbol *s)
{
    if (!il_str_is(s->library, "aws-cdk-lib") && !s->submodule.n)
        return s->library;
    if (!s->submodule.n)
        return all->v1 ? IL_STR("@aws-cdk/core") : IL_STR("aws-cdk-lib");
    il_str module =
        il_arena_printf(editor->arena, "%s/%.*s", all->v1 ? "@aws-cdk" : "aws-cdk-lib", IL_FMT(s->submodule));
    char *p = (char *)module.p;
    for (size_t i = 0; i < module.n; i++)
        p[i] = p[i] == '_' ? '-' : p[i];
    return module;
}

static bool used(const il_ts_editor *editor, il_str name)
{
    return il_ts_count_uses(editor->document, name, ts_tree_root_node(editor->document->ts)) > 0;
}

/* A local name for a whole module: "s3", "cloudwatchActions"; "awsLambda" where "lambda" is taken. */
static il_str module_name(il_ts_editor *editor, const symbol *s)
{
    if (!s->submodule.n)
        return il_ts_free_name(editor, il_str_is(s->library, "aws-cdk-lib") ? IL_STR("cdk") : s->library);
    bool aws = il_str_starts(s->submodule, IL_STR("aws_"));
    il_str hint = il_str_slice(s->submodule, aws ? 4 : 0, s->submodule.n);
    return il_ts_free_name(editor, used(editor, hint) ? s->submodule : hint);
}

/* A local name for one symbol: its own, unless the file uses that for something else. */
static il_str symbol_name(const il_ts_editor *editor, il_str name)
{
    il_str local = name;
    for (int number = 1; used(editor, local); number++)
        local = il_arena_printf(editor->arena, number > 1 ? "Aws%.*s%d" : "Aws%.*s", IL_FMT(name), number);
    return local;
}

/* `name` or `name as local`. */
static il_str specifier(const il_ts_editor *editor, il_str name, il_str local)
{
    return il_str_eq(name, local) ? name : il_arena_printf(editor->arena, "%.*s as %.*s", IL_FMT(name), IL_FMT(local));
}

static void want_symbol(il_ts_editor *editor, const imports *all, const symbol *s, const import *extend)
{
    il_ts_wanted w = {.library = s->library, .name = s->first, .named = true, .module = module_of(editor, all, s)};
    w.local = symbol_name(editor, s->first);
    w.clause = specifier(editor, s->first, w.local);
    if (extend)
        w.extend = extend->named;
    IL_PUSH(editor->arena, &editor->wanted, w);
}

static void want_module(il_ts_editor *editor, const imports *all, const symbol *s, import_style style)
{
    const import *core = extendable(all, IL_STR("aws-cdk-lib"));
    il_ts_wanted w = {.library = s->library, .module = module_of(editor, all, s), .local = module_name(editor, s)};
    if (style == STYLE_ALIAS && core && s->submodule.n) {
        w.named = true;
        w.extend = core->named;
        w.clause = specifier(editor, s->submodule, w.local);
    } else {
        w.require = style == STYLE_REQUIRE;
        w.clause = w.require ? w.local : il_arena_printf(editor->arena, "* as %.*s", IL_FMT(w.local));
    }
    IL_PUSH(editor->arena, &editor->wanted, w);
}

bool il_ts_is_former(const il_ts_editor *editor)
{
    return read_imports(editor).v1;
}

il_str il_ts_added_module(const il_ts_editor *editor, size_t i)
{
    return i < editor->wanted.n ? editor->wanted.items[i].module : (il_str){0};
}

il_str il_ts_symbol(il_ts_editor *editor, il_str library_name)
{
    imports all = read_imports(editor);
    symbol s = split(library_name);
    il_str expression = present(editor, &all, &s);
    if (!expression.n)
        expression = wanted_before(editor, &s);
    if (expression.n)
        return expression;
    const import *extend = extendable(&all, s.library);
    import_style style = style_of(editor, &all);
    bool core = !s.submodule.n && il_str_is(s.library, "aws-cdk-lib");
    bool named = style == STYLE_NAMED || (core && style == STYLE_ALIAS);
    if (s.first.n && (extend || named))
        want_symbol(editor, &all, &s, extend);
    else
        want_module(editor, &all, &s, style);
    return wanted_before(editor, &s);
}

/* Names compare as formatters sort them, without regard to case. */
static int compare(il_str a, il_str b)
{
    for (size_t i = 0; i < a.n && i < b.n; i++) {
        int x = a.p[i] >= 'A' && a.p[i] <= 'Z' ? a.p[i] + 32 : a.p[i],
            y = b.p[i] >= 'A' && b.p[i] <= 'Z' ? b.p[i] + 32 : b.p[i];
        if (x != y)
            return x - y;
    }
    return a.n < b.n ? -1 : a.n > b.n;
}

/* The index behind which NAME goes among N sorted NAMES; N - 1 when they are not sorted or fewer than two. */
static long sorted_place(const il_str *names, size_t n, il_str name)
{
    long place = -1;
    for (size_t i = 1; i < n; i++) {
        if (compare(names[i - 1], names[i]) > 0)
            return (long)n - 1;
    }
    if (n < 2)
        return (long)n - 1;
    for (size_t i = 0; i < n; i++)
        place = compare(names[i], name) < 0 ? (long)i : place;
    return place;
}

/* Each name is an edit of its own where that is possible, so that two fixes that bring the same one bring it once. */
static void extend_import(il_ts_editor *editor, TSNode named)
{
    il_ts_container braces = il_ts__container(editor, named);
    size_t n = braces.elements.n;
    il_str *names = IL_NEW_ARRAY(editor->arena, n, il_str),
           *texts = IL_NEW_ARRAY(editor->arena, editor->wanted.n, il_str);
    for (size_t i = 0; i < n; i++) {
        TSNode name = il_ts_field(braces.elements.items[i].node, "name");
        names[i] = ts_node_is_null(name) ? (il_str){0} : il_ts_text(editor->document, name);
    }
    for (long at = -1; at < (long)n; at++) {
        size_t count = 0;
        for (size_t i = 0; i < editor->wanted.n; i++) {
            const il_ts_wanted *w = &editor->wanted.items[i];
            if (!ts_node_is_null(w->extend) && ts_node_eq(w->extend, named) && sorted_place(names, n, w->clause) == at)
                texts[count++] = w->clause;
        }
        bool apart = at >= 0 && (!braces.lines || braces.elements.items[at].comma ||
                                 braces.elements.items[at].tail == braces.elements.items[at].end);
        for (size_t i = 0; apart && i < count; i++)
            il_ts__insert(editor, &braces, at, texts + i, 1);
        if (!apart && count > 0)
            il_ts__insert(editor, &braces, at, texts, count);
    }
}

/* The specifiers that all wanted imports of W's module bring, in braces; else its clause. */
static il_str clause_of(const il_ts_editor *editor, const il_ts_wanted *w)
{
    if (!w->named)
        return w->clause;
    il_buf out = {0};
    for (size_t i = 0; i < editor->wanted.n; i++) {
        const il_ts_wanted *other = &editor->wanted.items[i];
        if (!other->named || !ts_node_is_null(other->extend) || !il_str_eq(other->module, w->module))
            continue;
        il_buf_puts(&out, out.n ? ", " : editor->pad ? "{ " : "{");
        il_buf_add(&out, other->clause);
    }
    il_buf_puts(&out, editor->pad ? " }" : "}");
    return il_buf_take(editor->arena, &out);
}

/* A new import statement in the form of LIKE's. */
static il_str statement_text(const il_ts_editor *editor, const il_ts_wanted *w, const import *like)
{
    il_str form = like ? il_ts_text(editor->document, like->statement) : (il_str){0};
    char quote = like && il_str_contains(form, IL_STR("\"")) ? '"' : like ? '\'' : editor->quote;
    const char *end = like ? (il_str_ends(form, IL_STR(";")) ? ";" : "") : editor->semicolons ? ";" : "";
    il_str clause = clause_of(editor, w);
    if (w->require)
        return il_arena_printf(editor->arena, "import %.*s = require(%c%.*s%c)%s", IL_FMT(clause), quote,
                               IL_FMT(w->module), quote, end);
    return il_arena_printf(editor->arena, "import %.*s from %c%.*s%c%s", IL_FMT(clause), quote, IL_FMT(w->module),
                           quote, end);
}

/* Whether W begins a new statement: among several names of one new module the first does. */
static bool begins_statement(const il_ts_editor *editor, const il_ts_wanted *w)
{
    if (!ts_node_is_null(w->extend))
        return false;
    for (const il_ts_wanted *other = editor->wanted.items; other < w; other++) {
        if (other->named && w->named && ts_node_is_null(other->extend) && il_str_eq(other->module, w->module))
            return false;
    }
    return true;
}

static void emit_statement(il_ts_editor *editor, const import *behind, bool before, il_str text)
{
    il_arena *arena = editor->arena;
    if (!behind) {
        uint32_t at = il_str_starts(editor->text, IL_STR("#!")) ? il_text_next_line(editor->text, 0) : 0;
        il_ts__emit(editor, at, at, il_arena_printf(arena, "%.*s%.*s", IL_FMT(text), IL_FMT(editor->newline)));
        return;
    }
    il_span span = il_ts_span(behind->statement);
    if (before) {
        il_ts__emit(editor, span.start, span.start,
                    il_arena_printf(arena, "%.*s%.*s", IL_FMT(text), IL_FMT(editor->newline)));
        return;
    }
    uint32_t line_end = il_text_line_end(editor->text, span.end);
    bool comment = il_str_starts(il_str_trim(il_str_slice(editor->text, span.end, line_end)), IL_STR("//"));
    uint32_t at = comment ? line_end : span.end;
    il_ts__emit(editor, at, at, il_arena_printf(arena, "%.*s%.*s", IL_FMT(editor->newline), IL_FMT(text)));
}

/* The imports of the CDK, else all of them: where new ones belong. */
static size_t family_of(const imports *all, const import **family)
{
    size_t n = 0;
    for (size_t i = 0; i < all->list.n; i++) {
        if (il_str_starts(all->list.items[i].library, IL_STR("aws-cdk-lib")))
            family[n++] = &all->list.items[i];
    }
    for (size_t i = 0; n == 0 && i < all->list.n; i++)
        family[i] = &all->list.items[i];
    return n ? n : all->list.n;
}

/* Each is an edit of its own: see extend_import. */
static void add_statements(il_ts_editor *editor)
{
    imports all = read_imports(editor);
    const import **family = IL_NEW_ARRAY(editor->arena, all.list.n, const import *);
    size_t n = family_of(&all, family);
    il_str *modules = IL_NEW_ARRAY(editor->arena, n, il_str);
    for (size_t i = 0; i < n; i++)
        modules[i] = family[i]->module;
    for (long at = -1; at < (long)n; at++) {
        const import *beside = n == 0 ? NULL : family[at < 0 ? 0 : at];
        for (size_t i = 0; i < editor->wanted.n; i++) {
            const il_ts_wanted *w = &editor->wanted.items[i];
            if (begins_statement(editor, w) && sorted_place(modules, n, w->module) == at)
                emit_statement(editor, beside, at < 0, statement_text(editor, w, beside));
        }
    }
}

void il_ts__finish_imports(il_ts_editor *editor)
{
    for (size_t i = 0; i < editor->wanted.n; i++) {
        TSNode named = editor->wanted.items[i].extend;
        bool done = ts_node_is_null(named);
        for (size_t before = 0; before < i && !done; before++) {
            TSNode other = editor->wanted.items[before].extend;
            done = !ts_node_is_null(other) && ts_node_eq(other, named);
        }
        if (!done)
            extend_import(editor, named);
    }
    if (editor->wanted.n > 0)
        add_statements(editor);
}
