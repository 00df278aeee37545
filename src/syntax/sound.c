#include "sound.h"

#include "ts.h"
#include "utf8.h"

typedef struct {
    const il_document *document;
    const char *broken; /* the first broken promise */
    unsigned depth;
} walk;

static void expect(walk *w, bool holds, const char *promise)
{
    if (!holds && !w->broken)
        w->broken = promise;
}

static bool within(il_span outer, il_span inner)
{
    return outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end;
}

static void node(walk *w, const il_node *n);

static void list(walk *w, const il_node *n)
{
    uint32_t behind = n->span.start;
    for (size_t i = 0; i < n->list.n; i++) {
        const il_node *item = n->list.items[i];
        expect(w, item != NULL, "an item is missing");
        expect(w, n->alias || (within(n->span, item->span) && item->span.start >= behind),
               "an item lies outside of its list or its turn");
        behind = item->span.end;
        node(w, item);
    }
}

static void map(walk *w, const il_node *n)
{
    uint32_t behind = n->span.start;
    for (size_t i = 0; i < n->map.n; i++) {
        const il_member *m = &n->map.members[i];
        bool away = n->alias || m->merged;
        expect(w, m->key && m->value, "a member has no key or no value");
        expect(w, m->key->kind != IL_NODE_LIST && m->key->kind != IL_NODE_MAP, "a key is no scalar");
        expect(w, away || (within(n->span, m->key->span) && m->key->span.start >= behind),
               "a key lies outside of its map or its turn");
        expect(w, away || (within(n->span, m->value->span) && m->value->span.start >= m->key->span.end),
               "a value lies not behind its key");
        if (!away)
            behind = m->value->span.end;
        node(w, m->value);
    }
}

static void node(walk *w, const il_node *n)
{
    il_str text = il_source_text(w->document->source);
    expect(w, within((il_span){0, (uint32_t)text.n}, n->span), "a node lies outside of its file");
    expect(w, n->text.p || n->text.n == 0, "a text without bytes");
    if (w->broken || (n->kind != IL_NODE_LIST && n->kind != IL_NODE_MAP))
        return;
    expect(w, ++w->depth <= IL_DEPTH_MAX, "a node is nested too deeply");
    if (n->kind == IL_NODE_LIST)
        list(w, n);
    else
        map(w, n);
    w->depth--;
}

static void findings(walk *w)
{
    const il_document *d = w->document;
    size_t errors = 0;
    for (size_t i = 0; i < d->syntax.findings.n; i++) {
        const il_finding *f = &d->syntax.findings.items[i];
        il_str text = il_source_text(d->source);
        errors += f->severity == IL_ERROR;
        expect(w, f->loc.source == d->source && within((il_span){0, (uint32_t)text.n}, f->loc.span),
               "a finding lies outside of its file");
        expect(w, f->message.n && il_utf8_invalid(f->message) == SIZE_MAX, "a message is no text");
        expect(w, !il_str_contains(f->message, IL_STR("\n")), "a message has a line break");
        for (size_t k = 0; k < f->n_related; k++)
            expect(w, within((il_span){0, (uint32_t)text.n}, f->related[k].loc.span),
                   "a related place lies outside of its file");
    }
    expect(w, (errors > 0) == (d->n_errors > 0) && errors <= d->n_errors, "the errors are counted wrongly");
}

const char *il_sound(const il_document *document)
{
    walk w = {.document = document};
    bool program = document->kind == IL_DOCUMENT_TS || document->kind == IL_DOCUMENT_TSX;
    for (size_t i = 0; i < document->n_roots; i++)
        node(&w, document->roots[i]);
    expect(&w, program == (document->ts != NULL), "a program has no tree");
    if (document->ts)
        expect(&w, ts_node_end_byte(ts_tree_root_node(document->ts)) <= il_source_text(document->source).n,
               "the program lies outside of its file");
    findings(&w);
    return w.broken;
}

size_t il_sound_count(const il_node *root)
{
    size_t n = 1;
    for (size_t i = 0; root->kind == IL_NODE_LIST && i < root->list.n; i++)
        n += il_sound_count(root->list.items[i]);
    for (size_t i = 0; root->kind == IL_NODE_MAP && i < root->map.n; i++)
        n += 1 + il_sound_count(root->map.members[i].value);
    return n;
}
