/* The conversion's frame: the tables from the grammar's symbols to ours, the cursor, the nodes. */
#include "ast.h"

#include <string.h>

#include "ast_build.h"

enum { SYMBOLS_MAX = 1024, FIELDS_MAX = 128, LANGUAGES = 2 };

/* What a grammar's numbers mean. Made at the first file of each of the two grammars, for the life of the process. */
typedef struct {
    const TSLanguage *language;
    uint8_t words[SYMBOLS_MAX];
    uint8_t fields[FIELDS_MAX];
} tables;

static tables languages[LANGUAGES];

#define NAME(name) #name,
static const char *const word_names[] = {IL_AST_NODES(NAME)};
static const char *const field_names[] = {IL_AST_FIELDS(NAME)};
#undef NAME

const il_ast_place il_ast__other = {"other", {NULL, 0}};

static uint8_t number_of(const char *name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!strcmp(name, names[i]))
            return (uint8_t)(i + 1);
    }
    return 0;
}

static const tables *tables_of(const TSLanguage *language)
{
    for (size_t i = 0; i < LANGUAGES; i++) {
        if (languages[i].language == language)
            return &languages[i];
    }
    tables *t = languages[0].language ? &languages[1] : &languages[0];
    *t = (tables){.language = language};
    uint32_t n = ts_language_symbol_count(language);
    for (uint32_t s = 0; s < n && s < SYMBOLS_MAX; s++) {
        if (ts_language_symbol_type(language, (TSSymbol)s) == TSSymbolTypeRegular)
            t->words[s] = number_of(ts_language_symbol_name(language, (TSSymbol)s), word_names, T_COUNT - 1);
    }
    n = ts_language_field_count(language);
    for (uint32_t f = 1; f <= n && f < FIELDS_MAX; f++)
        t->fields[f] = number_of(ts_language_field_name_for_id(language, (TSFieldId)f), field_names, F_COUNT - 1);
    return t;
}

bool il_ast__enter(il_ast_builder *b)
{
    if (!ts_tree_cursor_goto_first_child(&b->cursor))
        return false;
    b->depth++;
    return true;
}

bool il_ast__next(il_ast_builder *b)
{
    if (ts_tree_cursor_goto_next_sibling(&b->cursor))
        return true;
    ts_tree_cursor_goto_parent(&b->cursor);
    b->depth--;
    return false;
}

TSNode il_ast__node(il_ast_builder *b)
{
    return ts_tree_cursor_current_node(&b->cursor);
}

il_ast_word il_ast__word(il_ast_builder *b)
{
    TSSymbol symbol = ts_node_symbol(il_ast__node(b));
    if (symbol == (TSSymbol)-1)
        return T_ERROR;
    return symbol < SYMBOLS_MAX ? (il_ast_word)b->words[symbol] : T_OTHER;
}

il_ast_field il_ast__field(il_ast_builder *b)
{
    TSFieldId field = ts_tree_cursor_current_field_id(&b->cursor);
    return field < FIELDS_MAX ? (il_ast_field)b->fields[field] : F_NONE;
}

bool il_ast__named(il_ast_builder *b)
{
    TSNode node = il_ast__node(b);
    return ts_node_is_named(node) && !ts_node_is_extra(node);
}

bool il_ast__broken(il_ast_builder *b)
{
    TSNode node = il_ast__node(b);
    return ts_node_symbol(node) == (TSSymbol)-1 || ts_node_is_missing(node);
}

il_span il_ast__span(il_ast_builder *b)
{
    TSNode node = il_ast__node(b);
    return (il_span){ts_node_start_byte(node), ts_node_end_byte(node)};
}

il_str il_ast__text(il_ast_builder *b)
{
    il_span span = il_ast__span(b);
    return il_str_slice(b->text, span.start, span.end);
}

bool il_ast__is(il_ast_builder *b, const char *token)
{
    return il_str_is(il_ast__text(b), token);
}

il_ast *il_ast__new(il_ast_builder *b, il_ast_kind kind)
{
    il_ast *node = IL_NEW(b->arena, il_ast);
    node->kind = (uint8_t)kind;
    node->span = il_ast__span(b);
    b->file->n_nodes++;
    return node;
}

void il_ast__push(il_ast_builder *b, il_ast *kid)
{
    IL_PUSH(b->arena, &b->stack, kid);
}

void il_ast__kids(il_ast_builder *b, il_ast *node, size_t mark)
{
    size_t n = b->stack.n - mark;
    node->n = (uint32_t)n;
    node->kids = n ? IL_NEW_ARRAY(b->arena, n, il_ast *) : NULL;
    for (size_t i = 0; i < n; i++)
        node->kids[i] = b->stack.items[mark + i];
    b->stack.n = mark;
}

il_ast_file *il_ast__read(il_arena *arena, const il_document *document, il_literals *literals)
{
    il_ast_file *file = IL_NEW(arena, il_ast_file);
    file->document = document;
    if (!document->ts) {
        file->program = IL_NEW(arena, il_ast);
        file->program->kind = IL_AST_BLOCK;
        return file;
    }
    TSNode root = ts_tree_root_node(document->ts);
    const tables *t = tables_of(ts_tree_language(document->ts));
    il_ast_builder b = {
        .arena = arena,
        .document = document,
        .text = il_source_text(document->source),
        .cursor = ts_tree_cursor_new(root),
        .words = t->words,
        .fields = t->fields,
        .literals = literals,
        .file = file,
    };
    file->broken = ts_node_has_error(root);
    file->program = il_ast__block(&b, IL_AST_BLOCK);
    ts_tree_cursor_delete(&b.cursor);
    return file;
}
