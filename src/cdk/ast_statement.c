/* Statements. What did not parse is searched for the statements that did. */
#include <string.h>

#include "ast_build.h"

/* Pushes the statement at the cursor on the stack; an ERROR gives those inside. */
static void push_statements(il_ast_builder *b)
{
    if (il_ast__word(b) != T_ERROR) {
        il_ast *statement = il_ast__statement(b);
        if (statement)
            il_ast__push(b, statement);
        return;
    }
    if (b->depth >= IL_DEPTH_MAX)
        return;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__named(b))
            push_statements(b);
    }
}

static void statements(il_ast_builder *b, il_ast *node)
{
    size_t mark = b->stack.n;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__named(b) || il_ast__word(b) == T_ERROR)
            push_statements(b);
    }
    il_ast__kids(b, node, mark);
}

il_ast *il_ast__block(il_ast_builder *b, il_ast_kind kind)
{
    il_ast *node = il_ast__new(b, kind);
    if (b->depth < IL_DEPTH_MAX)
        statements(b, node);
    return node;
}

static il_ast *declarator(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_DECLARATOR);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        switch (il_ast__field(b)) {
        case F_name:
            node->a = il_ast__pattern(b);
            break;
        case F_type:
            node->c = il_ast__type(b);
            break;
        case F_value:
            node->b = il_ast__initializer(b, node->a);
            break;
        default:
            break;
        }
    }
    return node;
}

static il_ast *declaration(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_VAR);
    if (il_ast__word(b) == T_variable_declaration)
        node->flags |= IL_AST_VARIABLE;
    size_t mark = b->stack.n;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__word(b) == T_variable_declarator)
            il_ast__push(b, declarator(b));
    }
    il_ast__kids(b, node, mark);
    return node;
}

static il_ast *else_clause(il_ast_builder *b)
{
    il_ast *inner = NULL;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__named(b) && !inner)
            inner = il_ast__statement(b);
    }
    return inner;
}

/* if, while, do, for, for-in, labeled, try: parts by field. */
static il_ast *by_fields(il_ast_builder *b, il_ast_kind kind)
{
    il_ast *node = il_ast__new(b, kind);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        switch (il_ast__field(b)) {
        case F_condition:
        case F_value:
            if (il_ast__named(b))
                node->a = il_ast__expression(b, &il_ast__other);
            break;
        case F_consequence:
        case F_body:
            node->b = il_ast__statement(b);
            break;
        case F_alternative:
            node->c = else_clause(b);
            break;
        case F_label:
            node->name = il_intern(il_ast__text(b));
            break;
        default:
            break;
        }
    }
    return node;
}

static il_ast *for_statement(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_FOR), *body = NULL;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast_field at = il_ast__field(b);
        il_ast_word word = il_ast__word(b);
        if (!il_ast__named(b) || word == T_empty_statement)
            continue;
        if (at == F_initializer)
            node->a = word == T_lexical_declaration || word == T_variable_declaration
                          ? declaration(b)
                          : il_ast__expression(b, &il_ast__other);
        else if (at == F_condition)
            node->b = word == T_expression_statement ? il_ast__only(b, &il_ast__other)
                                                     : il_ast__expression(b, &il_ast__other);
        else if (at == F_increment)
            node->c = il_ast__expression(b, &il_ast__other);
        else if (at == F_body)
            body = il_ast__statement(b);
    }
    size_t mark = b->stack.n;
    il_ast__push(b, body);
    il_ast__kids(b, node, mark);
    return node;
}

static il_ast *for_in(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_FOR_IN);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        switch (il_ast__field(b)) {
        case F_kind:
            node->flags |= IL_AST_DECLARES;
            if (il_ast__is(b, "var"))
                node->flags |= IL_AST_VARIABLE;
            break;
        case F_left:
            node->a = il_ast__pattern(b);
            break;
        case F_operator:
            if (il_ast__is(b, "of"))
                node->flags |= IL_AST_OF;
            break;
        case F_right:
            node->b = il_ast__expression(b, &il_ast__other);
            break;
        case F_body:
            node->c = il_ast__statement(b);
            break;
        default:
            break;
        }
    }
    return node;
}

static il_ast *switch_case(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_CASE);
    size_t mark = b->stack.n;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast_field at = il_ast__field(b);
        if (at == F_value)
            node->a = il_ast__expression(b, &il_ast__other);
        else if (il_ast__named(b))
            push_statements(b);
    }
    il_ast__kids(b, node, mark);
    return node;
}

static il_ast *switch_statement(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_SWITCH);
    size_t mark = b->stack.n;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__field(b) == F_value) {
            node->a = il_ast__expression(b, &il_ast__other);
        } else if (il_ast__word(b) == T_switch_body) {
            for (bool inner = il_ast__enter(b); inner; inner = il_ast__next(b)) {
                if (il_ast__word(b) == T_switch_case || il_ast__word(b) == T_switch_default)
                    il_ast__push(b, switch_case(b));
            }
        }
    }
    il_ast__kids(b, node, mark);
    return node;
}

static void handler(il_ast_builder *b, il_ast *node)
{
    size_t mark = b->stack.n;
    il_ast *pattern = NULL;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__field(b) == F_parameter)
            pattern = il_ast__pattern(b);
        else if (il_ast__field(b) == F_body)
            node->b = il_ast__block(b, IL_AST_BLOCK);
    }
    il_ast__push(b, pattern);
    il_ast__kids(b, node, mark);
}

static il_ast *try_statement(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_TRY);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        switch (il_ast__field(b)) {
        case F_body:
            node->a = il_ast__block(b, IL_AST_BLOCK);
            break;
        case F_handler:
            handler(b, node);
            break;
        case F_finalizer:
            for (bool inner = il_ast__enter(b); inner; inner = il_ast__next(b)) {
                if (il_ast__word(b) == T_statement_block)
                    node->c = il_ast__block(b, IL_AST_BLOCK);
            }
            break;
        default:
            break;
        }
    }
    return node;
}

static il_ast *enum_member(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_PAIR);
    if (il_ast__word(b) != T_enum_assignment) {
        node->a = il_ast__property_name(b, node);
        return node;
    }
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast_field at = il_ast__field(b);
        if (at == F_name)
            node->a = il_ast__property_name(b, node);
        else if (at == F_value)
            node->b = il_ast__initializer(b, node);
    }
    return node;
}

static il_ast *enum_declaration(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_ENUM);
    size_t mark = b->stack.n;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__field(b) == F_name) {
            node->name = il_intern(il_ast__text(b));
        } else if (il_ast__word(b) == T_enum_body) {
            for (bool inner = il_ast__enter(b); inner; inner = il_ast__next(b)) {
                if (il_ast__named(b))
                    il_ast__push(b, enum_member(b));
            }
        }
    }
    il_ast__kids(b, node, mark);
    return node;
}

static il_ast *namespace_declaration(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_NAMESPACE);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__field(b) == F_name)
            node->name = il_intern(il_ast__text(b));
        else if (il_ast__field(b) == F_body)
            node->a = il_ast__block(b, IL_AST_BLOCK);
    }
    return node;
}

/* return, throw and an expression as a statement. */
static il_ast *with_expression(il_ast_builder *b, il_ast_kind kind)
{
    static const il_ast_place returned = {"return", {NULL, 0}};
    if (kind == IL_AST_EXPRESSION) {
        il_ast *inner = NULL;
        for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
            if (il_ast__word(b) == T_internal_module)
                inner = namespace_declaration(b);
        }
        if (inner)
            return inner;
    }
    il_ast *node = il_ast__new(b, kind);
    node->a = il_ast__only(b, kind == IL_AST_RETURN ? &returned : &il_ast__other);
    return node;
}

static il_ast *jump(il_ast_builder *b, il_ast_kind kind)
{
    il_ast *node = il_ast__new(b, kind);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__field(b) == F_label)
            node->name = il_intern(il_ast__text(b));
    }
    return node;
}

static il_ast *labeled(il_ast_builder *b)
{
    il_ast *node = by_fields(b, IL_AST_LABELED);
    node->a = node->b;
    return node;
}

static void note_interface(il_ast_builder *b)
{
    il_ast_interface one = {0};
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__field(b) == F_name)
            one.name = il_intern(il_ast__text(b));
        if (il_ast__word(b) != T_extends_type_clause)
            continue;
        for (bool inner = il_ast__enter(b); inner; inner = il_ast__next(b))
            if (il_ast__named(b) && !one.base)
                one.base = il_ast__type(b);
    }
    if (one.name && one.base)
        IL_PUSH(b->arena, &b->file->interfaces, one);
}

static il_ast *simple(il_ast_builder *b, il_ast_word word) /* table */
{
    switch (word) {
    case T_expression_statement:
        return with_expression(b, IL_AST_EXPRESSION);
    case T_return_statement:
        return with_expression(b, IL_AST_RETURN);
    case T_throw_statement:
        return with_expression(b, IL_AST_THROW);
    case T_break_statement:
        return jump(b, IL_AST_BREAK);
    case T_continue_statement:
        return jump(b, IL_AST_CONTINUE);
    case T_lexical_declaration:
    case T_variable_declaration:
        return declaration(b);
    case T_function_declaration:
    case T_generator_function_declaration:
        return il_ast__function(b);
    case T_class_declaration:
    case T_abstract_class_declaration:
        return il_ast__class(b);
    case T_interface_declaration:
        note_interface(b);
        return NULL;
    case T_enum_declaration:
        return enum_declaration(b);
    case T_internal_module:
    case T_module:
        return namespace_declaration(b);
    case T_import_statement:
        return il_ast__import(b);
    case T_import_alias:
        return il_ast__import_alias(b);
    case T_export_statement:
        return il_ast__export(b);
    default:
        return NULL; /* types, empty statements, `declare` */
    }
}

il_ast *il_ast__statement(il_ast_builder *b)
{
    if (b->depth >= IL_DEPTH_MAX)
        return il_ast__new(b, IL_AST_ERROR);
    il_ast_word word = il_ast__word(b);
    switch (word) {
    case T_statement_block:
        return il_ast__block(b, IL_AST_BLOCK);
    case T_if_statement:
        return by_fields(b, IL_AST_IF);
    case T_while_statement:
        return by_fields(b, IL_AST_WHILE);
    case T_do_statement:
        return by_fields(b, IL_AST_DO);
    case T_for_statement:
        return for_statement(b);
    case T_for_in_statement:
        return for_in(b);
    case T_switch_statement:
        return switch_statement(b);
    case T_labeled_statement:
        return labeled(b);
    case T_try_statement:
        return try_statement(b);
    default:
        return simple(b, word);
    }
}
