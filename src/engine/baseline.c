#include "baseline.h"

#include <stdlib.h>
#include <string.h>

#include "map.h"

typedef IL_VEC(il_baseline_entry *) entry_list;

struct il_baseline {
    il_arena *arena;
    il_str folder, here;
    il_map by_key; /* all but the count → il_baseline_entry * */
    entry_list all;
    il_baseline_entry *sorted;
};

il_baseline *il_baseline_new(il_arena *arena, il_str folder, il_str here)
{
    il_baseline *b = IL_NEW(arena, il_baseline);
    *b = (il_baseline){.arena = arena, .folder = folder, .here = here, .by_key = il_map_in(arena)};
    return b;
}

/* ---- Paths ---- */

/* TO, absolute, as seen from the folder FROM, absolute. */
static il_str seen_from(il_arena *arena, il_str from, il_str to)
{
    size_t common = 0, i = 0;
    for (; i < from.n && i < to.n && from.p[i] == to.p[i]; i++)
        if (from.p[i] == '/')
            common = i + 1;
    if (i == from.n && i < to.n && (to.p[i] == '/' || from.n == 1))
        common = from.n == 1 ? 1 : i + 1;
    il_buf out = {0};
    for (size_t k = common; k < from.n; k++)
        if (k == common || from.p[k - 1] == '/')
            il_buf_puts(&out, "../");
    il_buf_add(&out, il_str_slice(to, common, to.n));
    il_str text = il_arena_str(arena, il_buf_str(&out));
    il_buf_free(&out);
    return text;
}

static il_str file_of(il_arena *arena, const il_baseline *b, il_str path)
{
    return seen_from(arena, b->folder, il_path_join(arena, b->here, path));
}

il_str il_baseline_path(const il_baseline *baseline, const il_baseline_entry *entry)
{
    return seen_from(baseline->arena, baseline->here, il_path_join(baseline->arena, baseline->folder, entry->file));
}

/* ---- What a finding is known by ---- */

enum { LONGEST_TEXT = 120 };

/* What stands at LOC, told apart from other elements and not by its layout: without white space, with one kind of quotes, without commas at ends. */
static il_str squeezed(il_arena *arena, il_loc loc)
{
    il_str text = il_loc_text(loc);
    char *out = il_arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i] == '"' || text.p[i] == '`' ? '\'' : text.p[i];
        if ((unsigned char)c <= ' ')
            continue;
        if (n && out[n - 1] == ',' && strchr("])}", c))
            n--;
        out[n++] = c;
    }
    if (n <= LONGEST_TEXT)
        return (il_str){out, n};
    return il_arena_printf(arena, "%016llx", (unsigned long long)il_hash((il_str){out, n}));
}

/* PATH with every index of a list as `*`. */
static il_str without_indexes(il_arena *arena, il_str path, bool *indexed)
{
    il_buf out = {0};
    double index;
    *indexed = false;
    while (path.p && path.n) {
        il_str part = il_str_cut(&path, '.');
        bool number = il_str_number(part, &index);
        *indexed = *indexed || number;
        if (out.n)
            il_buf_putc(&out, '.');
        il_buf_add(&out, number ? IL_STR("*") : part);
    }
    il_str text = il_arena_str(arena, il_buf_str(&out));
    il_buf_free(&out);
    return text;
}

/* The entry of FINDING's SUBJECT (NULL: of what is no resource). */
static il_baseline_entry entry_of(il_arena *arena, const il_baseline *b, const il_finding *f, const il_subject *subject)
{
    bool indexed;
    il_baseline_entry e = {.rule = il_str_of(f->rule), .count = 1};
    e.file = file_of(arena, b, il_source_path(f->loc.source));
    e.property = without_indexes(arena, f->property, &indexed);
    if (subject && subject->construct_path.n)
        e.resource = subject->construct_path;
    else if (subject && subject->logical_id.n)
        e.resource = subject->logical_id;
    else
        e.resource = subject ? subject->type : f->about;
    bool named = subject ? subject->construct_path.n || subject->logical_id.n : f->about.n > 0;
    if (indexed || !named)
        e.text = squeezed(arena, f->element.source ? f->element : f->loc);
    return e;
}

static bool may_be_known(const il_finding *f)
{
    static const char *const never[] = {IL_RULE_SYNTAX, IL_RULE_IO, IL_RULE_EMPTY, IL_RULE_STALE, IL_RULE_CONFIG};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strcmp(f->rule, never[i]) == 0)
            return false;
    return true;
}

static il_str key_of(il_arena *arena, const il_baseline_entry *e)
{
    return il_arena_printf(arena, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s", IL_FMT(e->file), IL_FMT(e->rule), IL_FMT(e->resource),
                           IL_FMT(e->property), IL_FMT(e->text));
}

/* ---- The entries ---- */

void il_baseline_add_entry(il_baseline *b, const il_baseline_entry *entry)
{
    il_str key = key_of(b->arena, entry);
    il_baseline_entry *known = il_map_get(&b->by_key, key);
    b->sorted = NULL;
    if (known) {
        known->count += entry->count;
        return;
    }
    known = IL_NEW(b->arena, il_baseline_entry);
    *known = (il_baseline_entry){.file = il_arena_str(b->arena, entry->file),
                                 .rule = il_arena_str(b->arena, entry->rule),
                                 .resource = il_arena_str(b->arena, entry->resource),
                                 .property = il_arena_str(b->arena, entry->property),
                                 .text = il_arena_str(b->arena, entry->text),
                                 .count = entry->count};
    il_map_put(&b->by_key, key, known);
    IL_PUSH(b->arena, &b->all, known);
}

void il_baseline_add(il_baseline *b, const il_finding *f)
{
    if (!may_be_known(f))
        return;
    for (size_t i = 0; i < (f->n_subjects ? f->n_subjects : 1); i++) {
        il_baseline_entry e = entry_of(b->arena, b, f, f->n_subjects ? &f->subjects[i] : NULL);
        il_baseline_add_entry(b, &e);
    }
}

size_t il_baseline_count(const il_baseline *b, const il_baseline_entry *entry)
{
    const il_baseline_entry *known = il_map_get(&b->by_key, key_of(b->arena, entry));
    return known ? known->count : 0;
}

static int order(const void *left, const void *right)
{
    const il_baseline_entry *a = left, *b = right;
    const il_str x[] = {a->file, a->rule, a->resource, a->property, a->text};
    const il_str y[] = {b->file, b->rule, b->resource, b->property, b->text};
    for (size_t i = 0; i < sizeof x / sizeof *x; i++) {
        int cmp = il_str_cmp(x[i], y[i]);
        if (cmp)
            return cmp;
    }
    return 0;
}

const il_baseline_entry *il_baseline_entries(il_baseline *b, size_t *n)
{
    *n = b->all.n;
    if (b->sorted || !b->all.n)
        return b->sorted;
    b->sorted = IL_NEW_ARRAY(b->arena, b->all.n, il_baseline_entry);
    for (size_t i = 0; i < b->all.n; i++)
        b->sorted[i] = *b->all.items[i];
    qsort(b->sorted, b->all.n, sizeof *b->sorted, order);
    return b->sorted;
}

/* ---- The file ---- */

static void put(il_buf *out, const char *name, il_str text, bool first)
{
    if (!text.n && !first)
        return;
    il_buf_printf(out, "%s\"%s\": \"", first ? "" : ", ", name);
    il_buf_json(out, text);
    il_buf_putc(out, '"');
}

void il_baseline_write(il_buf *out, il_baseline *b)
{
    size_t n;
    const il_baseline_entry *entries = il_baseline_entries(b, &n);
    il_buf_puts(out, "{\n  \"version\": 1,\n  \"findings\": [");
    for (size_t i = 0; i < n; i++) {
        il_buf_puts(out, i ? ",\n    {" : "\n    {");
        put(out, "file", entries[i].file, true);
        put(out, "rule", entries[i].rule, false);
        put(out, "resource", entries[i].resource, false);
        put(out, "property", entries[i].property, false);
        put(out, "text", entries[i].text, false);
        if (entries[i].count > 1)
            il_buf_printf(out, ", \"count\": %zu", entries[i].count);
        il_buf_putc(out, '}');
    }
    il_buf_puts(out, n ? "\n  ]\n}\n" : "]\n}\n");
}

static bool refuse(const il_document *document, const il_node *node, const char *what, const char **why, il_loc *at)
{
    *why = what;
    *at = (il_loc){document->source, node ? node->span : (il_span){0, 0}};
    return false;
}

static bool read_entry(il_baseline *b, const il_document *document, const il_node *node, const char **why, il_loc *at)
{
    static const char *const keys[] = {"file", "rule", "resource", "property", "text", "count"};
    for (size_t i = 0; node->kind == IL_NODE_MAP && i < node->map.n; i++) {
        const il_node *key = node->map.members[i].key, *value = node->map.members[i].value;
        size_t k = 0;
        while (k < sizeof keys / sizeof *keys && !il_str_is(key->text, keys[k]))
            k++;
        if (k == sizeof keys / sizeof *keys)
            return refuse(document, key, "an entry has no such key", why, at);
        if (k < 5 && value->kind != IL_NODE_STRING)
            return refuse(document, value, "this must be a text", why, at);
    }
    double count = 1;
    const il_node *counted = il_node_get(node, IL_STR("count"));
    il_baseline_entry e = {.file = il_node_string(il_node_get(node, IL_STR("file"))),
                           .rule = il_node_string(il_node_get(node, IL_STR("rule"))),
                           .resource = il_node_string(il_node_get(node, IL_STR("resource"))),
                           .property = il_node_string(il_node_get(node, IL_STR("property"))),
                           .text = il_node_string(il_node_get(node, IL_STR("text")))};
    if (counted && (!il_node_number(counted, &count) || count < 1 || count > 1e9 || count != (double)(size_t)count))
        return refuse(document, counted, "'count' must be a whole number above 0", why, at);
    if (node->kind != IL_NODE_MAP || !e.file.n || !e.rule.n)
        return refuse(document, node, "an entry is a map with a file and a rule", why, at);
    e.count = (size_t)count;
    il_baseline_add_entry(b, &e);
    return true;
}

bool il_baseline_read(il_baseline *b, const il_document *document, const char **why, il_loc *at)
{
    double version;
    const il_node *root = document->n_roots ? document->roots[0] : NULL;
    if (document->syntax.findings.n) {
        const il_finding *f = &document->syntax.findings.items[0];
        *why = il_arena_str(b->arena, f->message).p;
        *at = f->loc;
        return false;
    }
    const il_node *list = il_node_get(root, IL_STR("findings")), *number = il_node_get(root, IL_STR("version"));
    if (!list || list->kind != IL_NODE_LIST || !il_node_number(number, &version))
        return refuse(document, root, "this is no baseline: it has a version and a list of findings", why, at);
    if (version != 1)
        return refuse(document, number, "this version of a baseline is not known: a newer infralint wrote it", why, at);
    for (size_t i = 0; i < list->list.n; i++)
        if (!read_entry(b, document, list->list.items[i], why, at))
            return false;
    return true;
}

/* ---- Matching ---- */

struct il_baseline_run {
    il_arena *arena;
    const il_baseline *baseline;
    il_map taken; /* key → size_t * */
};

il_baseline_run *il_baseline_begin(il_arena *arena, const il_baseline *baseline)
{
    il_baseline_run *run = IL_NEW(arena, il_baseline_run);
    *run = (il_baseline_run){arena, baseline, il_map_in(arena)};
    return run;
}

static size_t *taken_of(il_baseline_run *run, il_str key)
{
    size_t *taken = il_map_get(&run->taken, key);
    if (!taken) {
        taken = IL_NEW(run->arena, size_t);
        il_map_put(&run->taken, key, taken);
    }
    return taken;
}

bool il_baseline_knows(il_baseline_run *run, const il_finding *f)
{
    size_t n = f->n_subjects ? f->n_subjects : 1, got = 0;
    size_t **taken = IL_NEW_ARRAY(run->arena, n, size_t *);
    if (!may_be_known(f) || !run->baseline->all.n)
        return false;
    for (; got < n; got++) {
        il_baseline_entry e = entry_of(run->arena, run->baseline, f, f->n_subjects ? &f->subjects[got] : NULL);
        il_str key = key_of(run->arena, &e);
        const il_baseline_entry *known = il_map_get(&run->baseline->by_key, key);
        taken[got] = known ? taken_of(run, key) : NULL;
        if (!known || *taken[got] >= known->count)
            break;
        ++*taken[got];
    }
    for (size_t i = 0; got < n && i < got; i++)
        --*taken[i];
    return got == n;
}
