#include "memory_loader.h"

#include <stdint.h>

static const il_document *load(void *context, il_str path)
{
    il_memory *memory = context;
    il_document *known = il_map_get(&memory->documents, path);
    const il_str *text = il_map_get(&memory->texts, path);
    if (known || !text)
        return known;
    il_document *document = il_document_parse(il_document_kind_of(path, *text), path, *text);
    il_map_put(&memory->documents, il_arena_str(memory->arena, path), document);
    return document;
}

static bool exists(void *context, il_str path)
{
    const il_memory *memory = context;
    return il_map_get(&memory->texts, path) != NULL;
}

il_memory *il_memory_new(il_arena *arena)
{
    il_memory *memory = IL_NEW(arena, il_memory);
    memory->arena = arena;
    memory->texts = il_map_in(arena);
    memory->documents = il_map_in(arena);
    memory->loader = (il_loader){.context = memory, .load = load, .exists = exists};
    return memory;
}

void il_memory_free(il_memory *memory)
{
    for (size_t i = 0; i < memory->documents.n; i++)
        il_document_free(memory->documents.entries[i].value);
}

void il_memory_add(il_memory *memory, il_str path, il_str text)
{
    il_str *copy = IL_NEW(memory->arena, il_str);
    *copy = text;
    path = il_arena_str(memory->arena, path);
    il_map_put(&memory->texts, path, copy);
    il_document_kind kind = il_document_kind_of(path, text);
    if (kind == IL_DOCUMENT_TS || kind == IL_DOCUMENT_TSX)
        IL_PUSH(memory->arena, &memory->sources, path);
}

void il_memory_split(il_memory *memory, il_str name, il_str text)
{
    const il_str mark = IL_STR("//// ");
    size_t from = 0;
    while (from < text.n) {
        if (il_str_starts(il_str_slice(text, from, text.n), mark)) {
            size_t end = il_str_find(text, IL_STR("\n"), from);
            end = end == SIZE_MAX ? text.n : end;
            name = il_str_trim(il_str_slice(text, from + mark.n, end));
            from = end < text.n ? end + 1 : end;
        }
        size_t next = il_str_find(text, IL_STR("\n//// "), from ? from - 1 : 0);
        size_t to = next == SIZE_MAX ? text.n : next + 1;
        if (to > from || name.n)
            il_memory_add(memory, name, il_str_slice(text, from, to));
        from = to;
    }
}
