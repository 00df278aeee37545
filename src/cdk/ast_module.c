/* Imports and exports, in every style that TypeScript and JavaScript have. */
#include "ast_build.h"

static il_ast *named(il_ast_builder *b, il_ast_kind kind, const char *name)
{
    il_ast *node = il_ast__new(b, kind);
    node->name = il_intern(il_str_of(name));
    return node;
}

/* A binding of the local name at the cursor to IMPORTED ("default", "*", "="). */
static void bind(il_ast_builder *b, const char *imported)
{
    il_ast *node = il_ast__new(b, IL_AST_IMPORT_NAME);
    node->name = il_intern(il_ast__text(b));
    node->a = named(b, IL_AST_IDENT, imported);
    il_ast__push(b, node);
}

static il_name name_at(il_ast_builder *b)
{
    if (il_ast__word(b) == T_string)
        return il_intern(il_ast__string(b, &(il_ast_place){NULL, {NULL, 0}})->value->string);
    return il_intern(il_ast__text(b));
}

/* `a as b`: for an import a is the imported name; for an export a is the local one. */
static il_ast *specifier(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_IMPORT_NAME);
    il_name name = NULL, alias = NULL;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast_field at = il_ast__field(b);
        if (at == F_name)
            name = name_at(b);
        else if (at == F_alias)
            alias = name_at(b);
        else if (!il_ast__named(b) && il_ast__is(b, "type"))
            node->flags |= IL_AST_TYPE;
    }
    node->a = named(b, IL_AST_IDENT, name);
    node->name = alias ? alias : node->a->name;
    return node;
}

static void specifiers(il_ast_builder *b)
{
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast_word word = il_ast__word(b);
        if (word == T_import_specifier || word == T_export_specifier)
            il_ast__push(b, specifier(b));
    }
}

static void import_clause(il_ast_builder *b)
{
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        switch (il_ast__word(b)) {
        case T_identifier:
            bind(b, "default");
            break;
        case T_named_imports:
            specifiers(b);
            break;
        case T_namespace_import:
            for (bool inner = il_ast__enter(b); inner; inner = il_ast__next(b)) {
                if (il_ast__word(b) == T_identifier)
                    bind(b, "*");
            }
            break;
        default:
            break;
        }
    }
}

il_ast *il_ast__import(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_IMPORTS);
    size_t mark = b->stack.n;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__field(b) == F_source) {
            node->name = name_at(b);
        } else if (il_ast__word(b) == T_import_clause) {
            import_clause(b);
        } else if (il_ast__word(b) == T_import_require_clause) {
            for (bool inner = il_ast__enter(b); inner; inner = il_ast__next(b)) {
                if (il_ast__field(b) == F_source)
                    node->name = name_at(b);
                else if (il_ast__word(b) == T_identifier)
                    bind(b, "=");
            }
        } else if (!il_ast__named(b) && il_ast__is(b, "type")) {
            node->flags |= IL_AST_TYPE;
        }
    }
    il_ast__kids(b, node, mark);
    return node->name ? node : NULL;
}

/* `import X = a.b.c` is a constant. */
il_ast *il_ast__import_alias(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_VAR), *declarator = il_ast__new(b, IL_AST_DECLARATOR);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (!il_ast__named(b))
            continue;
        il_ast *part = il_ast__expression(b, &il_ast__other);
        if (!declarator->a)
            declarator->a = part;
        else
            declarator->b = part;
    }
    size_t mark = b->stack.n;
    il_ast__push(b, declarator);
    il_ast__kids(b, node, mark);
    return node;
}

typedef struct {
    il_ast *declaration, *list, *namespace;
    il_name source;
    bool all, type;
    uint16_t flags;
} export_parts;

static void export_part(il_ast_builder *b, export_parts *parts)
{
    il_ast_field at = il_ast__field(b);
    il_ast_word word = il_ast__word(b);
    if (at == F_declaration) {
        parts->declaration = il_ast__statement(b);
    } else if (at == F_value) {
        parts->declaration = il_ast__expression(b, &(il_ast_place){"other", {NULL, 0}});
    } else if (at == F_source) {
        parts->source = name_at(b);
    } else if (word == T_export_clause) {
        parts->list = il_ast__new(b, IL_AST_EXPORT_LIST);
        size_t mark = b->stack.n;
        specifiers(b);
        il_ast__kids(b, parts->list, mark);
    } else if (word == T_namespace_export) {
        parts->namespace = il_ast__only(b, &il_ast__other);
        parts->all = true;
    } else if (il_ast__named(b) && word != T_decorator) {
        parts->declaration = il_ast__expression(b, &il_ast__other);
    } else if (il_ast__is(b, "default")) {
        parts->flags |= IL_AST_DEFAULT;
    } else if (il_ast__is(b, "=")) {
        parts->flags |= IL_AST_EQUALS;
    } else if (il_ast__is(b, "*")) {
        parts->all = true;
    } else if (il_ast__is(b, "type")) {
        parts->type = true;
    }
}

il_ast *il_ast__export(il_ast_builder *b)
{
    export_parts parts = {0};
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b))
        export_part(b, &parts);
    if (parts.type)
        return NULL;
    if (parts.all) {
        il_ast *node = il_ast__new(b, IL_AST_EXPORT_ALL);
        node->name = parts.source;
        node->a = parts.namespace;
        return parts.source ? node : NULL;
    }
    if (parts.list) {
        parts.list->name = parts.source;
        return parts.list;
    }
    if (!parts.declaration)
        return NULL;
    il_ast *node = il_ast__new(b, IL_AST_EXPORT);
    node->a = parts.declaration;
    node->flags = parts.flags;
    return node;
}
