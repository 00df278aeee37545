/* YAML → nodes, from libyaml's events. libyaml counts characters where we need bytes, lets block collections end at the next token and
 * nests without limit: spans are converted with a running cursor, collections end with their last item, depth is counted here. Aliases
 * share what their anchors hold, up to a limit of what they expand to. After an error the tree holds what was read before it. */
#include <string.h>
#include <yaml.h>

#include "map.h"
#include "panic.h"
#include "parse.h"
#include "utf8.h"

/* Most nodes that aliases may stand for in one file, each counted as often as it is reached. */
enum { ALIASED_MAX = 1 << 20 };

/* What `&name` holds. `weight` is how many nodes a walk over it meets, `height` how deep they nest. */
typedef struct {
    il_node *node;
    size_t weight;
    unsigned height;
    bool open; /* still being read: an alias to it would contain itself */
} anchor;

/* A collection that is still open. */
typedef struct {
    il_node *node;
    size_t first;   /* where its items begin to wait */
    anchor *anchor; /* NULL for none */
    size_t weight;
    unsigned height;
    bool value_next; /* a map whose key has been read */
} frame;

typedef struct {
    il_document *document;
    il_tree tree;
    yaml_parser_t parser;
    il_str
        text; /* what libyaml reads: without the byte order mark, cut at the first character that YAML does not allow */
    uint32_t base; /* offset of `text` in the file */
    bool ascii, cut;
    size_t index, byte; /* the cursor: libyaml's count of characters, and the offset in `text` that goes with it */
    IL_VEC(frame) frames;
    IL_VEC(il_node *) roots;
    il_map anchors; /* name → anchor, of this document */
    size_t aliased;
    bool too_many; /* aliases, which is said once */
    bool stopped;
} reader;

/* The offset in the file of libyaml's character INDEX. Marks go back a little now and then, so the cursor moves both ways. */
static uint32_t offset_of(reader *r, size_t index)
{
    if (r->ascii)
        return r->base + (uint32_t)(index < r->text.n ? index : r->text.n);
    while (r->index < index && r->byte < r->text.n) {
        r->byte += il_utf8_length(il_str_slice(r->text, r->byte, r->text.n));
        r->index++;
    }
    while (r->index > index) {
        do
            r->byte--;
        while (((unsigned char)r->text.p[r->byte] & 0xC0) == 0x80);
        r->index--;
    }
    return r->base + (uint32_t)r->byte;
}

static il_span span_of(reader *r, const yaml_event_t *event)
{
    uint32_t start = offset_of(r, event->start_mark.index);
    uint32_t end = offset_of(r, event->end_mark.index);
    return (il_span){start, end > start ? end : start};
}

static void error(reader *r, il_span span, const char *message)
{
    if (!il_syntax__error(r->document, span, "%s", message))
        r->stopped = true;
}

static frame *top(reader *r)
{
    return r->frames.n ? &r->frames.items[r->frames.n - 1] : NULL;
}

/* The name that a tag is known by: `!Ref` is "Ref", `!!binary` "!binary", and a tag that only says what is plain anyway is none. */
static il_name tag_name(const yaml_char_t *tag)
{
    static const char *const plain[] = {"str", "int", "float", "bool", "null", "map", "seq", NULL};
    il_str text = il_str_of((const char *)tag), core = IL_STR("tag:yaml.org,2002:");
    if (text.n == 0 || il_str_is(text, "!"))
        return NULL;
    if (!il_str_starts(text, core))
        return il_intern(il_str_slice(text, text.p[0] == '!', text.n));
    for (size_t i = 0; plain[i]; i++)
        if (il_str_is(il_str_slice(text, core.n, text.n), plain[i]))
            return NULL;
    char name[64] = "!";
    il_str suffix = il_str_slice(text, core.n, core.n + sizeof name - 2);
    memcpy(name + 1, suffix.p, suffix.n);
    return il_intern((il_str){name, suffix.n + 1});
}

/* The anchor NAME of what begins now; the latest of a name counts. */
static anchor *anchor_new(reader *r, const yaml_char_t *name, il_node *node)
{
    if (!name)
        return NULL;
    anchor *a = IL_NEW(r->tree.scratch, anchor);
    *a = (anchor){.node = node, .weight = 1};
    il_map_put(&r->anchors, il_arena_str(r->tree.scratch, il_str_of((const char *)name)), a);
    return a;
}

/* NODE, which weighs WEIGHT and is HEIGHT deep, goes into the innermost open collection, or becomes a document. */
static void add(reader *r, il_node *node, size_t weight, unsigned height)
{
    frame *f = top(r);
    if (!f) {
        IL_PUSH(r->tree.scratch, &r->roots, node);
        return;
    }
    f->weight += weight;
    if (height >= f->height)
        f->height = height + 1;
    if (f->node->style == IL_STYLE_BLOCK && node->span.end > f->node->span.end)
        f->node->span.end = node->span.end;
    if (f->node->kind == IL_NODE_LIST) {
        IL_PUSH(r->tree.scratch, &r->tree.waiting, ((il_member){.value = node}));
    } else if (f->value_next) {
        il_member *member = &r->tree.waiting.items[r->tree.waiting.n - 1];
        member->value = node;
        /* A key that is no scalar has been reported; its value goes with it. */
        if (!member->key)
            r->tree.waiting.n--;
        f->value_next = false;
    } else {
        bool scalar = node->kind != IL_NODE_LIST && node->kind != IL_NODE_MAP;
        if (!scalar && !r->stopped)
            error(r, (il_span){node->span.start, node->span.start + 1},
                  "a key must be a scalar: lists and maps are no keys here");
        IL_PUSH(r->tree.scratch, &r->tree.waiting, ((il_member){.key = scalar ? node : NULL}));
        f->value_next = true;
    }
}

static il_node_style scalar_style(yaml_scalar_style_t style)
{
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return IL_STYLE_SINGLE;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return IL_STYLE_DOUBLE;
    case YAML_LITERAL_SCALAR_STYLE:
        return IL_STYLE_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE:
        return IL_STYLE_FOLDED;
    default:
        return IL_STYLE_PLAIN;
    }
}

/* The decoded VALUE: a view of the source where it stands there letter by letter, else a copy. */
static il_str scalar_text(reader *r, const il_node *node, il_str value)
{
    bool quoted = node->style == IL_STYLE_SINGLE || node->style == IL_STYLE_DOUBLE;
    uint32_t end = node->span.end - (quoted && node->span.end > node->span.start);
    il_str written = il_source_slice(r->document->source, (il_span){node->span.start, end});
    if (il_str_ends(written, value))
        return il_str_slice(written, written.n - value.n, written.n);
    return il_arena_str(r->document->arena, value);
}

/* A block scalar ends with its last line that holds something; libyaml's mark lies behind the blank lines after it. */
static void trim_block(reader *r, il_node *node)
{
    il_str text = il_source_text(r->document->source);
    while (node->span.end > node->span.start + 1 && strchr(" \t\r\n", text.p[node->span.end - 1]))
        node->span.end--;
}

static void add_scalar(reader *r, const yaml_event_t *event)
{
    il_node *node = il_tree__node(&r->tree, IL_NODE_STRING, span_of(r, event));
    node->style = scalar_style(event->data.scalar.style);
    if (node->style == IL_STYLE_LITERAL || node->style == IL_STYLE_FOLDED)
        trim_block(r, node);
    node->text = scalar_text(r, node, (il_str){(const char *)event->data.scalar.value, event->data.scalar.length});
    const char *tag = (const char *)event->data.scalar.tag;
    bool core = tag && strncmp(tag, "tag:yaml.org,2002:", 18) == 0 && strcmp(tag + 18, "str") != 0;
    node->tag = tag_name(event->data.scalar.tag);
    if (event->data.scalar.plain_implicit || (core && !node->tag))
        il_yaml__resolve(node);
    anchor_new(r, event->data.scalar.anchor, node);
    add(r, node, 1, 0);
}

/* Why the alias to A cannot be followed; NULL if it can. */
static const char *alias_trouble(const reader *r, const anchor *a)
{
    if (!a)
        return "this alias has no anchor before it";
    if (a->open)
        return "this alias stands inside of what it stands for";
    if (r->frames.n + a->height >= IL_DEPTH_MAX)
        return "this alias nests too deeply";
    if (a->weight > ALIASED_MAX - r->aliased)
        return "the aliases of this file stand for more than a million nodes: this one is not followed";
    return NULL;
}

static void add_alias(reader *r, const yaml_event_t *event)
{
    const anchor *a = il_map_get(&r->anchors, il_str_of((const char *)event->data.alias.anchor));
    const char *trouble = alias_trouble(r, a);
    il_node *node = il_tree__node(&r->tree, IL_NODE_NULL, span_of(r, event));
    if (trouble) {
        node->alias = true;
        if (!a || a->weight <= ALIASED_MAX - r->aliased || !r->too_many)
            error(r, node->span, trouble);
        r->too_many = r->too_many || (a && a->weight > ALIASED_MAX - r->aliased);
        add(r, node, 1, 0);
        return;
    }
    il_span span = node->span;
    *node = *a->node;
    node->span = span;
    node->alias = true;
    r->aliased += a->weight;
    add(r, node, a->weight, a->height);
}

static void open_collection(reader *r, const yaml_event_t *event)
{
    bool map = event->type == YAML_MAPPING_START_EVENT;
    bool block = map ? event->data.mapping_start.style == YAML_BLOCK_MAPPING_STYLE
                     : event->data.sequence_start.style == YAML_BLOCK_SEQUENCE_STYLE;
    il_span span = span_of(r, event);
    if (r->frames.n == IL_DEPTH_MAX) {
        il_syntax__error(r->document, span, "nested deeper than %d levels: not read from here on", IL_DEPTH_MAX);
        r->stopped = true;
        return;
    }
    il_node *node = il_tree__node(&r->tree, map ? IL_NODE_MAP : IL_NODE_LIST, span);
    node->style = block ? IL_STYLE_BLOCK : IL_STYLE_FLOW;
    node->tag = tag_name(map ? event->data.mapping_start.tag : event->data.sequence_start.tag);
    anchor *a = anchor_new(r, map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor, node);
    if (a)
        a->open = true;
    frame f = {.node = node, .first = r->tree.waiting.n, .anchor = a, .weight = 1};
    IL_PUSH(r->tree.scratch, &r->frames, f);
}

/* Ends the innermost collection; END is where its closing bracket ends, for flow style. */
static void close_collection(reader *r, uint32_t end)
{
    frame f = *top(r);
    r->frames.n--;
    if (f.node->style == IL_STYLE_FLOW && end > f.node->span.end)
        f.node->span.end = end;
    if (f.node->kind == IL_NODE_LIST) {
        il_tree__close_list(&r->tree, f.node, f.first);
    } else {
        il_tree__close_map(&r->tree, f.node, f.first);
        il_yaml__merge(&r->tree, f.node);
        il_tree__check_keys(&r->tree, f.node);
    }
    if (f.anchor) {
        f.anchor->open = false;
        f.anchor->weight = f.weight;
        f.anchor->height = f.height;
    }
    add(r, f.node, f.weight, f.height);
}

/* After an error: closes what is open. A key without a value keeps null, so that it stays in the tree. */
static void close_all(reader *r)
{
    while (r->frames.n) {
        frame *f = top(r);
        if (f->value_next) {
            const il_node *key = r->tree.waiting.items[r->tree.waiting.n - 1].key;
            uint32_t end = key ? key->span.end : f->node->span.end;
            add(r, il_tree__node(&r->tree, IL_NODE_NULL, (il_span){end, end}), 1, 0);
        }
        const il_member *last = r->tree.waiting.n > f->first ? &r->tree.waiting.items[r->tree.waiting.n - 1] : NULL;
        close_collection(r, last ? last->value->span.end : f->node->span.end);
    }
}

static void handle(reader *r, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        r->anchors = il_map_in(r->tree.scratch);
        break;
    case YAML_SCALAR_EVENT:
        add_scalar(r, event);
        break;
    case YAML_ALIAS_EVENT:
        add_alias(r, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        open_collection(r, event);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_collection(r, offset_of(r, event->end_mark.index));
        break;
    case YAML_STREAM_END_EVENT:
        r->stopped = true;
        break;
    default:
        break;
    }
}

/* The character at libyaml's MARK; nothing at the end of the file, where it goes behind what is written. */
static il_span mark_span(reader *r, yaml_mark_t mark)
{
    uint32_t at = offset_of(r, mark.index), start = at - r->base;
    while (start == r->text.n && at > r->base && strchr(" \t\r\n", r->text.p[at - r->base - 1]))
        at--;
    il_str rest = il_str_slice(r->text, at - r->base, r->text.n);
    uint32_t step =
        rest.n && start < r->text.n && rest.p[0] != '\n' && rest.p[0] != '\r' ? (uint32_t)il_utf8_length(rest) : 0;
    return (il_span){at, at + step};
}

static void report_failure(reader *r)
{
    const yaml_parser_t *p = &r->parser;
    if (p->error == YAML_MEMORY_ERROR)
        IL_PANIC("out of memory");
    if (r->cut)
        return;
    il_syntax__error(r->document, mark_span(r, p->problem_mark), "%s", il_yaml__explain(p->problem));
    if (p->context && p->context_mark.index < p->problem_mark.index)
        il_syntax__related(r->document, mark_span(r, p->context_mark), il_yaml__explain(p->context));
}

/* Cuts the text before the first character that YAML does not allow: libyaml would refuse a whole block of input for it. */
static void cut_text(reader *r)
{
    r->ascii = true;
    for (size_t i = 0; i < r->text.n;) {
        unsigned char c = (unsigned char)r->text.p[i];
        size_t length = 1;
        bool good = (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\r' || c == '\t';
        if (c >= 0x80) {
            uint32_t code = il_utf8_decode(il_str_slice(r->text, i, r->text.n), &length);
            good = length > 1 && !(code < 0xA0 && code != 0x85) && code != 0xFEFF && code != 0xFFFE && code != 0xFFFF;
            r->ascii = false;
        }
        if (!good) {
            uint32_t at = r->base + (uint32_t)i;
            bool utf8 = c < 0x80 || length > 1;
            il_syntax__error(r->document, (il_span){at, at + (uint32_t)length}, "%s: not read from here on",
                             utf8 ? "YAML allows no such character" : "invalid UTF-8");
            r->text.n = i;
            r->cut = true;
            return;
        }
        i += length;
    }
}

static void read_events(reader *r)
{
    if (!yaml_parser_initialize(&r->parser))
        IL_PANIC("out of memory");
    yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)r->text.p, r->text.n);
    while (!r->stopped) {
        yaml_event_t event;
        if (!yaml_parser_parse(&r->parser, &event)) {
            report_failure(r);
            break;
        }
        handle(r, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&r->parser);
    close_all(r);
}

void il_yaml__parse(il_document *document)
{
    if (!il_syntax__readable(document))
        return;
    reader r = {.document = document, .text = il_source_text(document->source)};
    r.base = (uint32_t)il_syntax__bom(r.text);
    r.text = il_str_slice(r.text, r.base, r.text.n);
    r.tree = il_tree__begin(document);
    r.anchors = il_map_in(r.tree.scratch);
    cut_text(&r);
    read_events(&r);
    document->n_roots = r.roots.n;
    document->roots = IL_NEW_ARRAY(document->arena, r.roots.n, il_node *);
    if (r.roots.n)
        memcpy(document->roots, r.roots.items, r.roots.n * sizeof *document->roots);
    il_tree__end(&r.tree);
}
