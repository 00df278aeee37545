#include "stack_frame.h"

static bool whole_number(il_str text, uint32_t *out)
{
    double value;
    if (!il_str_number(text, &value) || value < 1 || value > 1e9 || value != (uint32_t)value)
        return false;
    *out = (uint32_t)value;
    return true;
}

/* Cuts ":NUMBER" off the end of *TEXT. */
static bool cut_number(il_str *text, uint32_t *out)
{
    size_t at = text->n;
    while (at && text->p[at - 1] != ':')
        at--;
    if (at < 2 || !whole_number(il_str_slice(*text, at, text->n), out))
        return false;
    text->n = at - 1;
    return true;
}

static il_str plain_path(il_arena *arena, il_str file)
{
    if (il_str_starts(file, IL_STR("file://")))
        file = il_str_slice(file, 7, file.n);
    char *copy = il_arena_alloc(arena, file.n + 1);
    for (size_t i = 0; i < file.n; i++)
        copy[i] = file.p[i] == '\\' ? '/' : file.p[i];
    il_str path = {copy, file.n};
    bool drive = path.n > 2 && path.p[1] == ':' && path.p[2] == '/';
    return drive ? il_str_slice(path, 2, path.n) : path;
}

bool il_stack_frame_parse(il_arena *arena, il_str text, il_stack_frame *out)
{
    text = il_str_trim(text);
    if (il_str_starts(text, IL_STR("at ")))
        text = il_str_slice(text, 3, text.n);
    if (il_str_starts(text, IL_STR("async ")))
        text = il_str_slice(text, 6, text.n);
    if (!text.n || il_str_starts(text, IL_STR("...")))
        return false;
    il_stack_frame frame = {0};
    if (text.p[text.n - 1] == ')') {
        size_t open = il_str_find(text, IL_STR(" ("), 0);
        if (open >= text.n)
            return false;
        frame.function = il_str_slice(text, 0, open);
        text = il_str_slice(text, open + 2, text.n - 1);
    }
    if (!cut_number(&text, &frame.column) || !cut_number(&text, &frame.line) || !text.n)
        return false;
    frame.file = plain_path(arena, text);
    *out = frame;
    return true;
}

bool il_stack_frame_foreign(const il_stack_frame *frame)
{
    return il_str_contains(frame->file, IL_STR("node_modules/")) || il_str_starts(frame->file, IL_STR("node:")) ||
           il_str_starts(frame->file, IL_STR("internal/"));
}
