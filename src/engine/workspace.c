/* Documents are parsed once per text and stay until the engine goes: findings, values and edits point into them. */
#include "workspace.h"

#include <string.h>

/* Bytes of program text whose trees are kept: a tree takes some eighty times as much. Beyond, trees go when nobody needs them and are grown again. */
enum { TREES_KEPT = 64 * 1024 };

il_str il_workspace_path(const il_engine *engine, il_str path)
{
    il_str here = engine->files->here;
    if (!here.n || !il_str_starts(path, IL_STR("..")) || (path.n > 2 && path.p[2] != '/'))
        return path;
    il_str whole = il_path_join(engine->arena, here, path);
    if (il_str_eq(whole, here))
        return IL_STR("");
    bool below = il_str_starts(whole, here) && whole.p[here.n] == '/';
    return below ? il_str_slice(whole, here.n + 1, whole.n) : path;
}

il_slot *il_workspace_slot(il_engine *engine, il_str path)
{
    path = il_workspace_path(engine, path);
    il_slot *slot = il_map_get(&engine->slots, path);
    if (!slot) {
        slot = IL_NEW(engine->arena, il_slot);
        slot->path = il_arena_str(engine->arena, path);
        il_map_put(&engine->slots, slot->path, slot);
    }
    return slot;
}

void il_workspace_io_error(il_engine *engine, il_str path, const char *why)
{
    engine->unreadable = true;
    il_str none = {"", 0};
    const il_source *source = il_source_new(engine->arena, path, none);
    il_finding finding = {.rule = IL_RULE_IO, .severity = IL_ERROR, .category = IL_STR("syntax"), .origin = "syntax"};
    finding.loc = (il_loc){source, {0, 0}};
    finding.message = il_arena_printf(engine->arena, "Cannot be read: %s. Nothing was checked there.", why);
    il_sink_report(&engine->io, finding);
}

static void read_slot(il_engine *engine, il_slot *slot)
{
    if (slot->read)
        return;
    slot->read = true;
    slot->own = il_arena_new();
    const char *why = engine->files->read(engine->files->context, slot->own, slot->path, &slot->disk);
    if (!why && slot->disk.n > IL_SOURCE_MAX)
        why = "the file is larger than 1 GiB";
    if (!why)
        return;
    slot->missing = true;
    il_workspace_io_error(engine, slot->path, why);
}

bool il_workspace_text(il_engine *engine, il_str path, il_str *text)
{
    il_slot *slot = il_workspace_slot(engine, path);
    if (slot->overlaid) {
        *text = slot->overlay;
        return true;
    }
    read_slot(engine, slot);
    *text = slot->disk;
    return !slot->missing;
}

il_document *il_workspace_document(il_engine *engine, il_str path)
{
    il_slot *slot = il_workspace_slot(engine, path);
    il_str text;
    if (slot->document) {
        if (slot->document->dropped) {
            il_document_grow_tree(slot->document);
            engine->tree_bytes += il_source_text(slot->document->source).n;
        }
        return slot->document;
    }
    if (!il_workspace_text(engine, path, &text))
        return NULL;
    slot->document = il_document_parse(il_document_kind_of(slot->path, text), slot->path, text);
    if (slot->document->ts)
        engine->tree_bytes += il_source_text(slot->document->source).n;
    IL_PUSH(engine->arena, &engine->documents, slot->document);
    IL_PUSH(engine->arena, &engine->opened, slot);
    return slot->document;
}

il_document *il_workspace_kept_document(il_engine *engine, il_str path)
{
    il_workspace_slot(engine, path)->kept = true;
    return il_workspace_document(engine, path);
}

il_slot il_workspace_overlay(il_engine *engine, il_str path, il_str text)
{
    il_slot *slot = il_workspace_slot(engine, path), before = *slot;
    slot->overlaid = true;
    slot->laid = il_arena_new();
    slot->overlay = il_arena_str(slot->laid, text);
    slot->document = NULL;
    return before;
}

/* Takes DOCUMENT, the newest of those that are there, out of the engine and frees it. */
static void drop_document(il_engine *engine, il_document *document)
{
    il_document **last = &engine->documents.items[engine->documents.n - 1];
    while (*last != document)
        last--;
    *last = engine->documents.items[--engine->documents.n];
    if (document->ts)
        engine->tree_bytes -= il_source_text(document->source).n;
    il_document_free(document);
}

void il_workspace_forget(il_engine *engine, il_str path)
{
    il_slot *slot = il_workspace_slot(engine, path);
    if (slot->overlaid || slot->kept || !slot->read || slot->missing)
        return;
    if (slot->document)
        drop_document(engine, slot->document);
    il_arena_free(slot->own);
    *slot = (il_slot){.path = slot->path};
}

void il_workspace_restore(il_engine *engine, const il_slot *before)
{
    il_slot *slot = il_workspace_slot(engine, before->path);
    if (slot->document && slot->document != before->document)
        drop_document(engine, slot->document);
    if (slot->laid != before->laid)
        il_arena_free(slot->laid);
    *slot = *before;
}

static const il_document *load(void *context, il_str path)
{
    il_engine *engine = context;
    if (!engine->loader.exists(engine, path))
        return NULL;
    return il_workspace_document(engine, path);
}

void il_workspace_release(il_engine *engine, il_document *document)
{
    if (!document->ts || engine->tree_bytes <= TREES_KEPT)
        return;
    engine->tree_bytes -= il_source_text(document->source).n;
    il_document_drop_tree(document);
}

static void release(void *context, const il_document *document)
{
    il_engine *engine = context;
    il_slot *slot = il_map_get(&engine->slots, il_source_path(document->source));
    if (slot && slot->document == document)
        il_workspace_release(engine, slot->document);
}

static bool exists(void *context, il_str path)
{
    il_engine *engine = context;
    const il_slot *slot = il_map_get(&engine->slots, path);
    if (slot && (slot->overlaid || slot->read))
        return slot->overlaid || !slot->missing;
    return engine->files->kind(engine->files->context, path) == IL_FILE_REGULAR;
}

il_loader il_workspace_loader(il_engine *engine)
{
    return (il_loader){engine, load, exists, release};
}

/* How many folders PATH climbs before it says a name; *REST is what follows. */
static size_t climbs(il_str path, il_str *rest)
{
    size_t n = 0;
    for (*rest = path; il_str_is(path, "..") || il_str_starts(path, IL_STR("../")); n++) {
        path = il_str_slice(path, path.n > 2 ? 3 : 2, path.n);
        *rest = path;
    }
    return n;
}

bool il_in_scope(const il_engine *engine, il_str path)
{
    il_str below, rest;
    size_t up = climbs(path, &rest);
    for (size_t i = 0; i < engine->scope.n; i++) {
        il_str scope = engine->scope.items[i];
        /* The working directory, and each one above it, holds all relative paths that do not climb out of it. */
        if (!il_str_starts(path, IL_STR("/")) && up <= climbs(scope, &below) && !below.n)
            return true;
        if (scope.n == 0)
            continue;
        if (!il_str_starts(path, scope))
            continue;
        if (path.n == scope.n || path.p[scope.n] == '/' || scope.p[scope.n - 1] == '/')
            return true;
    }
    return false;
}
