/* What a finding says: the page's text with the particulars of this resource put in. */
#include <string.h>

#include "buf.h"
#include "trial.h"

/* The construct path below the stack, without the filler at its end: "Orders/Role" of "Data/Orders/Role/Resource". */
static il_str short_path(const il_resource *resource)
{
    il_str path = resource->construct_path, stack = {NULL, 0};
    if (resource->stack)
        stack = resource->stack->construct_path;
    if (stack.n && path.n > stack.n && il_str_starts(path, stack) && path.p[stack.n] == '/')
        path = il_str_slice(path, stack.n + 1, path.n);
    static const char *const fillers[] = {"/Resource", "/Default"};
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (il_str_ends(path, il_str_of(fillers[i])))
            path = il_str_slice(path, 0, path.n - strlen(fillers[i]));
    return path;
}

il_str il_resource__name(il_arena *arena, const il_resource *resource)
{
    il_str name = resource->construct_path.n ? short_path(resource) : resource->logical_id;
    if (!name.n && resource->stack && il_resource_is_fact(resource))
        name = resource->stack->name;
    return name.n ? il_arena_printf(arena, "'%.*s'", IL_FMT(name)) : IL_STR("of unknown name");
}

il_str il_resource__noun(il_arena *arena, il_name type)
{
    const char *last = strrchr(type, ':');
    last = last ? last + 1 : type;
    il_buf buf = {0};
    for (size_t i = 0; last[i]; i++) {
        bool capital = last[i] >= 'A' && last[i] <= 'Z';
        bool next_small = last[i + 1] >= 'a' && last[i + 1] <= 'z',
             acronym = i && !(last[i - 1] >= 'a' && last[i - 1] <= 'z');
        if (capital && i && (!acronym || next_small))
            il_buf_putc(&buf, ' ');
        bool keep = capital && !next_small && (acronym || i == 0) && last[i + 1];
        il_buf_putc(&buf, capital && !keep ? (char)(last[i] | 32) : last[i]);
    }
    il_str noun = il_arena_str(arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return noun;
}

static bool add_value(il_arena *arena, il_buf *buf, const il_value *value, unsigned depth);

static bool add_items(il_arena *arena, il_buf *buf, const il_value *const *items, size_t n, const char *between)
{
    bool all = true;
    for (size_t i = 0; i < n && all; i++) {
        if (i)
            il_buf_puts(buf, between);
        all = items[i]->kind != IL_LIST && add_value(arena, buf, items[i], 1);
    }
    return all;
}

/* False when VALUE has no short text. */
static bool add_value(il_arena *arena, il_buf *buf, const il_value *value, unsigned depth)
{
    il_str text;
    if (il_scalar__text(arena, value, &text)) {
        il_buf_add(buf, text);
        return true;
    }
    switch (value->kind) {
    case IL_REF:
        if (!value->ref.target && !value->ref.name.n)
            return false;
        text = value->ref.target && value->ref.target->logical_id.n ? value->ref.target->logical_id : value->ref.name;
        il_buf_printf(buf, "${%.*s}", IL_FMT(text));
        return text.n > 0;
    case IL_LIST:
        return depth == 0 && value->list.n && add_items(arena, buf, value->list.items, value->list.n, ", ");
    case IL_CALL:
        return strcmp(value->call.name, "Fn::Join") == 0 && add_items(arena, buf, value->call.items, value->call.n, "");
    default:
        return false;
    }
}

/* Long texts are cut: a message is read, not searched. */
static void add_short(il_buf *buf, il_str text)
{
    enum { LONGEST = 80 };
    if (text.n <= LONGEST) {
        il_buf_add(buf, text);
        return;
    }
    size_t cut = LONGEST;
    while (cut && ((unsigned char)text.p[cut] & 0xC0) == 0x80)
        cut--;
    il_buf_add(buf, il_str_slice(text, 0, cut));
    il_buf_puts(buf, "…");
}

static void add_shown(il_trial *trial, il_buf *buf, const il_value *value, il_str fallback)
{
    il_buf shown = {0};
    if (add_value(trial->judge->arena, &shown, value, 0) && shown.n)
        add_short(buf, il_buf_str(&shown));
    else if (fallback.n)
        il_buf_add(buf, fallback);
    else
        il_buf_puts(buf, il_value_absent(value) ? "nothing" : "a value that is not known");
    il_buf_free(&shown);
}

static void add_path(il_trial *trial, il_buf *buf, const il_piece *piece, const il_spot *subject)
{
    const il_path *path = piece->path;
    il_spot spot = {.value = &il_missing};
    bool whole = path->n_keys == 0 && !path->body && !path->view;
    if (whole && path->start == IL_START_SLOT && trial->slots[path->slot].kind == IL_BOUND_RESOURCE) {
        il_buf_add(buf, il_resource__name(trial->judge->arena, trial->slots[path->slot].resource));
        return;
    }
    il_spot__resolve(trial, path, subject, &spot);
    add_shown(trial, buf, spot.value, piece->text);
}

/* Whether what was said so far calls for a noun: nothing was, or it ends with a preposition. */
static bool wants_noun(il_str said)
{
    static const char *const before[] = {" of ", " in ", " behind ", " to ", " for ", " by ", " on ", " that "};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (il_str_ends(said, il_str_of(before[i])))
            return true;
    return said.n == 0;
}

/* Without a name: "This role is given ...", "A rule of this security group ...", "Bucket of unknown name ...". */
static void add_name(il_trial *trial, il_buf *buf)
{
    il_arena *arena = trial->judge->arena;
    il_str name = il_resource__name(arena, trial->self);
    if (il_str_starts(name, IL_STR("'")) || !wants_noun(il_buf_str(buf))) {
        il_buf_add(buf, name);
        return;
    }
    il_buf_puts(buf, buf->n ? "this " : "This ");
    il_buf_add(buf, il_resource__noun(arena, trial->self->type));
}

il_str il_trial__text(il_trial *trial, const il_text *text, const il_spot *subject)
{
    il_arena *arena = trial->judge->arena;
    il_buf buf = {0};
    for (size_t i = 0; i < text->n; i++) {
        const il_piece *piece = &text->pieces[i];
        const il_operand param = {.kind = IL_OPERAND_PARAM, .index = piece->index};
        switch (piece->kind) {
        case IL_PIECE_TEXT:
            il_buf_add(&buf, piece->text);
            break;
        case IL_PIECE_NAME:
            add_name(trial, &buf);
            break;
        case IL_PIECE_TYPE:
            il_buf_add(&buf, il_resource__noun(arena, trial->self->type));
            break;
        case IL_PIECE_PARAM:
            add_shown(trial, &buf, il_operand__value(trial, &param, subject), piece->text);
            break;
        case IL_PIECE_PATH:
            add_path(trial, &buf, piece, subject);
            break;
        }
    }
    for (size_t i = 0; i < buf.n; i++)
        if (buf.p[i] == '\n' || buf.p[i] == '\r')
            buf.p[i] = ' ';
    il_str message = il_arena_str(arena, il_buf_str(&buf));
    il_buf_free(&buf);
    return message;
}
