/* Patterns (what stands left of `=`, parameters), functions and classes. */
#include <string.h>

#include "ast_build.h"

il_ast *il_ast__initializer(il_ast_builder *b, const il_ast *target)
{
    il_ast_place place = {"initializer", il_str_of(target ? target->name : NULL)};
    return il_ast__expression(b, &place);
}

static il_ast *pattern_property(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_PATTERN_PROPERTY);
    il_ast_word word = il_ast__word(b);
    if (word == T_shorthand_property_identifier_pattern) {
        node->a = il_ast__new(b, IL_AST_IDENT);
        node->name = node->a->name = il_intern(il_ast__text(b));
        return node;
    }
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        switch (il_ast__field(b)) {
        case F_key:
            node->c = il_ast__property_name(b, node);
            break;
        case F_value:
        case F_left:
            node->a = il_ast__pattern(b);
            break;
        case F_right:
            node->b = il_ast__initializer(b, node->a);
            break;
        default:
            break;
        }
    }
    if (word == T_object_assignment_pattern && node->a)
        node->name = node->a->name;
    if (node->a && node->a->kind == IL_AST_PATTERN_DEFAULT) {
        node->b = node->a->b;
        node->a = node->a->a;
    }
    return node;
}

static il_ast *rest(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_SPREAD);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__named(b) && !node->a)
            node->a = il_ast__pattern(b);
    }
    return node;
}

static il_ast *object_pattern(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_PATTERN_OBJECT);
    size_t mark = b->stack.n;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast_word word = il_ast__word(b);
        if (word == T_rest_pattern)
            il_ast__push(b, rest(b));
        else if (word == T_pair_pattern || word == T_object_assignment_pattern ||
                 word == T_shorthand_property_identifier_pattern)
            il_ast__push(b, pattern_property(b));
    }
    il_ast__kids(b, node, mark);
    return node;
}

static il_ast *array_pattern(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_PATTERN_ARRAY);
    size_t mark = b->stack.n;
    bool waiting = true;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__named(b)) {
            il_ast__push(b, il_ast__pattern(b));
            waiting = false;
        } else if (il_ast__is(b, ",")) {
            if (waiting)
                il_ast__push(b, NULL);
            waiting = true;
        }
    }
    il_ast__kids(b, node, mark);
    return node;
}

static il_ast *pattern_default(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_PATTERN_DEFAULT);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast_field field = il_ast__field(b);
        if (field == F_left) {
            node->a = il_ast__pattern(b);
        } else if (field == F_right) {
            node->b = il_ast__initializer(b, node->a);
        }
    }
    return node;
}

il_ast *il_ast__pattern(il_ast_builder *b)
{
    if (b->depth >= IL_DEPTH_MAX)
        return il_ast__new(b, IL_AST_ERROR);
    switch (il_ast__word(b)) {
    case T_object_pattern:
        return object_pattern(b);
    case T_array_pattern:
        return array_pattern(b);
    case T_assignment_pattern:
        return pattern_default(b);
    case T_rest_pattern:
        return rest(b);
    case T_shorthand_property_identifier_pattern: {
        il_ast *name = il_ast__new(b, IL_AST_IDENT);
        name->name = il_intern(il_ast__text(b));
        return name;
    }
    default:
        return il_ast__expression(b, &il_ast__other);
    }
}

il_ast *il_ast__type(il_ast_builder *b)
{
    il_ast_word word = il_ast__word(b);
    if (word == T_type_identifier || word == T_nested_type_identifier)
        return il_ast__expression(b, &il_ast__other);
    if (word != T_type_annotation)
        return NULL;
    il_ast *type = NULL;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__named(b) && !type)
            type = il_ast__type(b);
    }
    return type;
}

/* required_parameter or optional_parameter; NULL for the type-only parameter `this`. */
static il_ast *parameter(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_PARAM);
    bool is_this = false;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast_word word = il_ast__word(b);
        switch (il_ast__field(b)) {
        case F_pattern:
        case F_name:
            is_this = word == T_this;
            node->a = il_ast__pattern(b);
            break;
        case F_type:
            node->c = il_ast__type(b);
            break;
        case F_value:
            node->b = il_ast__initializer(b, node->a);
            break;
        default:
            if (word == T_accessibility_modifier || word == T_override_modifier || il_ast__is(b, "readonly"))
                node->flags |= IL_AST_PROPERTY;
            break;
        }
    }
    if (node->a && node->a->kind == IL_AST_SPREAD) {
        node->flags |= IL_AST_REST;
        node->a = node->a->a;
    }
    return is_this || !node->a ? NULL : node;
}

static void parameters(il_ast_builder *b, il_ast *function)
{
    size_t mark = b->stack.n;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast_word word = il_ast__word(b);
        il_ast *param = word == T_required_parameter || word == T_optional_parameter ? parameter(b) : NULL;
        if (param)
            il_ast__push(b, param);
    }
    il_ast__kids(b, function, mark);
}

/* `x => …`: one bare name. */
static void bare_parameter(il_ast_builder *b, il_ast *function)
{
    size_t mark = b->stack.n;
    il_ast *param = il_ast__new(b, IL_AST_PARAM);
    param->a = il_ast__pattern(b);
    il_ast__push(b, param);
    il_ast__kids(b, function, mark);
}

il_ast *il_ast__function(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_FUNCTION);
    if (il_ast__word(b) == T_arrow_function)
        node->flags |= IL_AST_ARROW;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (!il_ast__named(b) && il_ast__is(b, "*"))
            node->flags |= IL_AST_GENERATOR;
        switch (il_ast__field(b)) {
        case F_name:
            node->name = il_intern(il_ast__text(b));
            node->key = il_ast__span(b);
            break;
        case F_parameter:
            bare_parameter(b, node);
            break;
        case F_parameters:
            parameters(b, node);
            break;
        case F_body: {
            il_ast_place place = {"return", {NULL, 0}};
            node->a =
                il_ast__word(b) == T_statement_block ? il_ast__block(b, IL_AST_BLOCK) : il_ast__expression(b, &place);
            break;
        }
        default:
            break;
        }
    }
    return node;
}

il_ast *il_ast__method(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_METHOD);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__field(b) == F_name)
            node->a = il_ast__property_name(b, node);
        else if (il_ast__named(b))
            continue;
        else if (il_ast__is(b, "static"))
            node->flags |= IL_AST_STATIC;
        else if (il_ast__is(b, "get"))
            node->flags |= IL_AST_GETTER;
        else if (il_ast__is(b, "set"))
            node->flags |= IL_AST_SETTER;
    }
    node->b = il_ast__function(b);
    node->b->name = NULL;
    return node->b->a ? node : NULL;
}

static il_ast *field(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_FIELD);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast_field at = il_ast__field(b);
        if (at == F_name) {
            node->a = il_ast__property_name(b, node);
        } else if (at == F_value) {
            node->b = il_ast__initializer(b, node);
        } else if (!il_ast__named(b) && il_ast__is(b, "static")) {
            node->flags |= IL_AST_STATIC;
        }
    }
    return node;
}

static void class_body(il_ast_builder *b, il_ast *class)
{
    size_t mark = b->stack.n;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast *kid = NULL;
        switch (il_ast__word(b)) {
        case T_method_definition:
            kid = il_ast__method(b);
            break;
        case T_public_field_definition:
            kid = field(b);
            break;
        case T_class_static_block:
            for (bool inner = il_ast__enter(b); inner; inner = il_ast__next(b)) {
                if (il_ast__word(b) == T_statement_block)
                    kid = il_ast__block(b, IL_AST_BLOCK);
            }
            break;
        default:
            if (il_ast__named(b)) /* a signature: what it declares is no member here */
                class->flags |= IL_AST_BROKEN;
            break;
        }
        if (kid)
            il_ast__push(b, kid);
    }
    il_ast__kids(b, class, mark);
}

/* class_heritage: the value of its extends_clause. */
static il_ast *heritage(il_ast_builder *b)
{
    il_ast *base = NULL;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__word(b) == T_extends_clause)
            base = il_ast__only(b, &il_ast__other);
    }
    return base;
}

il_ast *il_ast__class(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_CLASS);
    if (b->depth >= IL_DEPTH_MAX)
        return node;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__field(b) == F_name) {
            node->name = il_intern(il_ast__text(b));
            node->key = il_ast__span(b);
        } else if (il_ast__word(b) == T_class_heritage) {
            node->a = heritage(b);
        } else if (il_ast__word(b) == T_class_body) {
            class_body(b, node);
        }
    }
    return node;
}
