/* Where the app lay is learned from all frames together: the file of each is looked for by its longest end that exists below the app's folder,
 * and the beginning that most files then agree on is the app's old folder. A file beside that folder is taken relative to it. One short
 * name alone (index.ts) so never decides against the others. */
#include "origin.h"

#include <string.h>

#include "source_map.h"
#include "ts.h"
#include "utf8.h"

enum { FILES_MAX = 200 };

/* A beginning of absolute paths, and how many files it fits. */
typedef struct {
    il_str folder;
    size_t votes, longest;
} beginning;

struct il_origins {
    il_arena *arena;
    il_str root;
    const il_loader *loader;
    il_map learned; /* file of a frame → non-NULL */
    IL_VEC(const il_map *) sets;
    IL_VEC(beginning) beginnings;
    il_map maps; /* compiled file → compiled * */
    IL_VEC(il_document *) documents;
};

/* A compiled file and what is known of it. */
typedef struct {
    il_source_map *map;
    il_str folder; /* where the map's sources are named from */
    bool compiled; /* made by a compiler, with or without a map */
} compiled;

il_origins *il_origins_new(il_arena *arena, il_str root, const il_loader *loader)
{
    il_origins *o = IL_NEW(arena, il_origins);
    o->arena = arena;
    o->root = root;
    o->loader = loader;
    o->learned = il_map_in(arena);
    o->maps = il_map_in(arena);
    return o;
}

void il_origins_free(il_origins *o)
{
    for (size_t i = 0; i < o->documents.n; i++)
        il_document_free(o->documents.items[i]);
}

static bool exists(const il_origins *o, il_str path)
{
    return o->loader->exists(o->loader->context, path);
}

/* ---- where the app lay ---- */

static void vote(il_origins *o, il_str folder, size_t length)
{
    for (size_t i = 0; i < o->beginnings.n; i++) {
        beginning *b = &o->beginnings.items[i];
        if (!il_str_eq(b->folder, folder))
            continue;
        b->votes++;
        b->longest = length > b->longest ? length : b->longest;
        return;
    }
    IL_PUSH(o->arena, &o->beginnings, ((beginning){folder, 1, length}));
}

static void learn_file(il_origins *o, il_str file)
{
    if (il_map_put(&o->learned, file, o))
        return;
    for (size_t at = 0; at < file.n; at++) {
        if (file.p[at] != '/')
            continue;
        il_str rest = il_str_slice(file, at + 1, file.n);
        if (rest.n && exists(o, il_path_join(o->arena, o->root, rest))) {
            vote(o, il_str_slice(file, 0, at), rest.n);
            return;
        }
    }
}

void il_origins_learn_frame(il_origins *o, il_str text)
{
    il_stack_frame frame;
    if (o->learned.n < FILES_MAX && il_stack_frame_parse(o->arena, text, &frame) && !il_stack_frame_foreign(&frame))
        learn_file(o, frame.file);
}

static void learn_frames(il_origins *o, const il_node *frames)
{
    for (size_t i = 0; frames && frames->kind == IL_NODE_LIST && i < frames->list.n; i++)
        il_origins_learn_frame(o, il_node_string(frames->list.items[i]));
}

void il_origins_learn(il_origins *o, const il_map *notes)
{
    for (size_t i = 0; i < o->sets.n; i++)
        if (o->sets.items[i] == notes)
            return;
    if (!notes)
        return;
    IL_PUSH(o->arena, &o->sets, notes);
    for (size_t i = 0; i < notes->n && o->learned.n < FILES_MAX; i++) {
        const il_node *list = notes->entries[i].value;
        for (size_t k = 0; k < list->list.n; k++) {
            const il_node *note = list->list.items[k];
            if (il_str_is(il_node_string(il_node_get(note, IL_STR("type"))), "aws:cdk:creationStack"))
                learn_frames(o, il_node_get(note, IL_STR("data")));
            else
                learn_frames(o, il_node_get(note, IL_STR("trace")));
        }
    }
}

static const beginning *best_beginning(const il_origins *o)
{
    const beginning *best = NULL;
    for (size_t i = 0; i < o->beginnings.n; i++) {
        const beginning *b = &o->beginnings.items[i];
        if (!best || b->votes > best->votes || (b->votes == best->votes && b->longest > best->longest))
            best = b;
    }
    return best;
}

/* FILE, absolute, as a path here; p == NULL when it is not here. */
static il_str path_here(il_origins *o, il_str file)
{
    const beginning *b = best_beginning(o);
    il_str none = {NULL, 0};
    if (!b)
        return none;
    il_str folder = b->folder, up = {"", 0};
    for (int climbed = 0; climbed <= 4; climbed++) {
        bool inside = il_str_starts(file, folder) && file.n > folder.n && file.p[folder.n] == '/';
        if (inside) {
            il_str rest = il_str_slice(file, folder.n + 1, file.n);
            rest = il_arena_printf(o->arena, "%.*s%.*s", IL_FMT(up), IL_FMT(rest));
            il_str path = il_path_join(o->arena, o->root, rest);
            return exists(o, path) ? path : none;
        }
        if (!folder.n)
            break;
        folder = il_path_directory(folder);
        up = il_arena_printf(o->arena, "../%.*s", IL_FMT(up));
    }
    return none;
}

/* ---- compiled files ---- */

static bool is_script(il_str path)
{
    return il_str_ends(path, IL_STR(".js")) || il_str_ends(path, IL_STR(".mjs")) || il_str_ends(path, IL_STR(".cjs"));
}

static il_source_map *parse_map(il_origins *o, il_str path, il_str text)
{
    il_document *document = il_document_parse(IL_DOCUMENT_JSON, path, text);
    IL_PUSH(o->arena, &o->documents, document);
    return document->n_roots && !document->n_errors ? il_source_map_new(o->arena, document->roots[0]) : NULL;
}

static void read_map(il_origins *o, compiled *c, il_str path, il_str url)
{
    il_str text = il_source_map_inline(o->arena, url);
    c->folder = il_path_directory(path);
    if (!text.p && !il_str_contains(url, IL_STR(":"))) {
        il_str map_path = il_path_join(o->arena, c->folder, url);
        const il_document *document = exists(o, map_path) ? o->loader->load(o->loader->context, map_path) : NULL;
        c->folder = il_path_directory(map_path);
        if (document)
            text = il_source_text(document->source);
    }
    if (text.p)
        c->map = parse_map(o, path, text);
}

static const compiled *compiled_at(il_origins *o, const il_document *document)
{
    il_str path = il_source_path(document->source), text = il_source_text(document->source);
    compiled *c = il_map_get(&o->maps, path);
    if (c)
        return c;
    c = IL_NEW(o->arena, compiled);
    il_map_put(&o->maps, path, c);
    il_str url = il_source_map_url(text);
    if (url.n)
        read_map(o, c, path, url);
    size_t dot = path.n;
    while (dot && path.p[dot - 1] != '.')
        dot--;
    il_str twin = il_arena_printf(o->arena, "%.*sts", IL_FMT(il_str_slice(path, 0, dot)));
    il_str marker = IL_STR("Object.defineProperty(exports, \"__esModule\"");
    c->compiled = url.n || exists(o, twin) || il_str_contains(text, marker);
    return c;
}

/* The offset of LINE and COLUMN (UTF-16), SIZE_MAX beyond the text. */
static size_t offset_of(const il_source *source, uint32_t line, uint32_t column)
{
    if (line > il_source_line_count(source))
        return SIZE_MAX;
    il_span span = il_source_line(source, line);
    il_str text = il_source_slice(source, span);
    size_t length;
    uint32_t units = 1;
    for (size_t i = 0; i < text.n; i += length) {
        if (units >= column)
            return span.start + i;
        units += il_utf8_decode(il_str_slice(text, i, text.n), &length) > 0xFFFF ? 2 : 1;
    }
    return units == column ? span.end : SIZE_MAX;
}

static const il_document *program_at(il_origins *o, il_str path)
{
    const il_document *document = path.p ? o->loader->load(o->loader->context, path) : NULL;
    return document && document->ts ? document : NULL;
}

/* The source that MAPPED names: beside the map, else by its longest end below the app's folder. */
static const il_document *mapped_source(il_origins *o, const compiled *c, il_str name)
{
    il_str path = il_path_join(o->arena, c->folder, name);
    if (exists(o, path))
        return program_at(o, path);
    while (name.p && name.n) {
        bool up = il_str_starts(name, IL_STR("../"));
        path = il_path_join(o->arena, o->root, name);
        if (!up && exists(o, path))
            return program_at(o, path);
        il_str_cut(&name, '/');
    }
    return NULL;
}

il_origin_answer il_origins_find(il_origins *o, il_str text, il_origin_place *out)
{
    il_stack_frame frame;
    if (!il_stack_frame_parse(o->arena, text, &frame) || il_stack_frame_foreign(&frame))
        return IL_ORIGIN_NONE;
    const il_document *document = program_at(o, path_here(o, frame.file));
    if (document && is_script(il_source_path(document->source))) {
        const compiled *c = compiled_at(o, document);
        il_mapped mapped;
        if (c->map && il_source_map_find(c->map, frame.line, frame.column, &mapped)) {
            document = mapped_source(o, c, mapped.source);
            frame.line = mapped.line;
            frame.column = mapped.column;
        } else if (c->compiled) {
            document = NULL;
        }
    }
    size_t offset = document ? offset_of(document->source, frame.line, frame.column) : SIZE_MAX;
    if (offset == SIZE_MAX)
        return IL_ORIGIN_ABSENT;
    *out = (il_origin_place){document, (uint32_t)offset};
    return IL_ORIGIN_FOUND;
}
