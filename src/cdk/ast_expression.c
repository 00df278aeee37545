/* Expressions. Wrappers that change no value (parentheses, casts, `!`, `await`) give their inside. */
#include <string.h>

#include "ast_build.h"

static const struct {
    const char *text;
    il_operator op;
} operators[] = {
    {"+", IL_OPERATOR_ADD},
    {"-", IL_OPERATOR_SUB},
    {"*", IL_OPERATOR_MUL},
    {"/", IL_OPERATOR_DIV},
    {"%", IL_OPERATOR_MOD},
    {"**", IL_OPERATOR_POW},
    {"&", IL_OPERATOR_BIT_AND},
    {"|", IL_OPERATOR_BIT_OR},
    {"^", IL_OPERATOR_BIT_XOR},
    {"<<", IL_OPERATOR_SHL},
    {">>", IL_OPERATOR_SHR},
    {">>>", IL_OPERATOR_USHR},
    {"==", IL_OPERATOR_EQ},
    {"!=", IL_OPERATOR_NE},
    {"===", IL_OPERATOR_EQ_STRICT},
    {"!==", IL_OPERATOR_NE_STRICT},
    {"<", IL_OPERATOR_LT},
    {"<=", IL_OPERATOR_LE},
    {">", IL_OPERATOR_GT},
    {">=", IL_OPERATOR_GE},
    {"&&", IL_OPERATOR_AND},
    {"||", IL_OPERATOR_OR},
    {"??", IL_OPERATOR_NULLISH},
    {"in", IL_OPERATOR_IN},
    {"instanceof", IL_OPERATOR_INSTANCEOF},
    {"!", IL_OPERATOR_NOT},
    {"~", IL_OPERATOR_BIT_NOT},
    {"typeof", IL_OPERATOR_TYPEOF},
    {"void", IL_OPERATOR_VOID},
    {"delete", IL_OPERATOR_DELETE},
};

static il_operator operator_of(il_str text)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (il_str_is(text, operators[i].text))
            return operators[i].op;
    }
    return IL_OPERATOR_NONE;
}

il_ast *il_ast__only(il_ast_builder *b, const il_ast_place *place)
{
    il_ast *found = NULL;
    bool broken = false;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        broken |= il_ast__broken(b);
        if (!found && il_ast__named(b) && il_ast__word(b) != T_type_annotation && il_ast__word(b) != T_type_arguments)
            found = il_ast__expression(b, place);
    }
    return broken ? il_ast__new(b, IL_AST_ERROR) : found;
}

/* Comma lists: arrays, arguments. A hole (two commas in a row) is NULL in arrays. */
static void list(il_ast_builder *b, il_ast *node, const il_ast_place *place, bool holes)
{
    size_t mark = b->stack.n;
    bool waiting = true;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__broken(b)) {
            node->flags |= IL_AST_BROKEN;
        } else if (il_ast__named(b)) {
            il_ast__push(b, il_ast__expression(b, place));
            waiting = false;
        } else if (holes && il_ast__is(b, ",")) {
            if (waiting)
                il_ast__push(b, NULL);
            waiting = true;
        }
    }
    il_ast__kids(b, node, mark);
}

static il_ast *array(il_ast_builder *b, const il_ast_place *place)
{
    il_ast *node = il_ast__new(b, IL_AST_ARRAY);
    il_ast_place inside = {place->position ? "element" : NULL, place->key};
    list(b, node, &inside, true);
    return node;
}

il_ast *il_ast__property_name(il_ast_builder *b, il_ast *owner)
{
    owner->key = il_ast__span(b);
    switch (il_ast__word(b)) {
    case T_computed_property_name: {
        il_ast *name = il_ast__only(b, &(il_ast_place){NULL, {NULL, 0}});
        if (name && name->kind == IL_AST_LITERAL && name->value->kind == IL_EV_STRING) {
            owner->name = il_intern(name->value->string);
            return NULL;
        }
        return name ? name : il_ast__new(b, IL_AST_ERROR);
    }
    case T_string:
        owner->name = il_intern(il_ast__string(b, &(il_ast_place){NULL, {NULL, 0}})->value->string);
        return NULL;
    default:
        owner->name = il_intern(il_ast__text(b));
        return NULL;
    }
}

static il_ast *pair(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_PAIR);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast_field field = il_ast__field(b);
        if (field == F_key) {
            node->a = il_ast__property_name(b, node);
        } else if (field == F_value) {
            il_ast_place place = {"property", il_str_of(node->name)};
            node->b = il_ast__expression(b, &place);
        }
    }
    return node;
}

static il_ast *identifier(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_IDENT);
    node->name = il_intern(il_ast__text(b));
    return node;
}

static il_ast *object(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_OBJECT);
    size_t mark = b->stack.n;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast *kid = NULL;
        if (il_ast__broken(b))
            node->flags |= IL_AST_BROKEN;
        switch (il_ast__word(b)) {
        case T_pair:
            kid = pair(b);
            break;
        case T_shorthand_property_identifier:
            kid = il_ast__new(b, IL_AST_PAIR);
            kid->b = identifier(b);
            kid->name = kid->b->name;
            kid->key = kid->span;
            break;
        case T_spread_element:
            kid = il_ast__expression(b, &il_ast__other);
            break;
        case T_method_definition:
            kid = il_ast__method(b);
            break;
        default:
            break;
        }
        if (kid)
            il_ast__push(b, kid);
    }
    il_ast__kids(b, node, mark);
    return node;
}

static void chain(il_ast *node)
{
    if (node->a && node->a->flags & (IL_AST_OPTIONAL | IL_AST_CHAIN) &&
        (node->a->kind == IL_AST_MEMBER || node->a->kind == IL_AST_INDEX || node->a->kind == IL_AST_CALL))
        node->flags |= IL_AST_CHAIN;
}

static bool is_cast(il_ast_word word)
{
    return word == T_as_expression || word == T_satisfies_expression;
}

static il_ast *member(il_ast_builder *b, il_ast_kind kind)
{
    il_ast *node = il_ast__new(b, kind), *cast = NULL;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        switch (il_ast__field(b)) {
        case F_object:
        case F_module:
            node->a = il_ast__expression(b, &il_ast__other);
            /* `x as a.B.C`: the parser sometimes takes what is behind the first names for a member of the whole. */
            if (node->a && (is_cast(il_ast__word(b)) || node->a == b->cast))
                cast = node->a;
            break;
        case F_optional_chain:
            node->flags |= IL_AST_OPTIONAL;
            break;
        case F_property:
        case F_name:
            node->name = il_intern(il_ast__text(b));
            node->key = il_ast__span(b);
            break;
        case F_index:
            node->b = il_ast__expression(b, &il_ast__other);
            break;
        default:
            break;
        }
    }
    if (cast) {
        b->cast = cast;
        return cast;
    }
    chain(node);
    return node;
}

/* The last name of what is called or made: `ipv4` of `ec2.Peer.ipv4`. */
static il_str callee_name(const il_ast *callee)
{
    return callee && callee->name ? il_str_of(callee->name) : (il_str){NULL, 0};
}

/* Arguments at the cursor. A string that is the second argument of a `new` behind something named is a construct's id, no value. */
static void arguments(il_ast_builder *b, il_ast *call)
{
    il_ast_place place = {"argument", callee_name(call->a)};
    il_ast_place id = {NULL, {NULL, 0}};
    bool plain = call->kind == IL_AST_NEW || (call->a && call->a->kind == IL_AST_SUPER);
    bool require = call->kind == IL_AST_CALL && il_str_is(place.key, "require");
    size_t mark = b->stack.n, i = 0;
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__broken(b))
            call->flags |= IL_AST_BROKEN;
        if (!il_ast__named(b) || il_ast__broken(b))
            continue;
        const il_ast *first = i ? b->stack.items[mark] : NULL;
        bool is_id = i == 1 && plain &&
                     (first->kind == IL_AST_THIS || first->kind == IL_AST_IDENT || first->kind == IL_AST_MEMBER);
        il_ast__push(b, il_ast__expression(b, is_id || require ? &id : &place));
        i++;
    }
    il_ast__kids(b, call, mark);
}

static void note_app(il_ast_builder *b, const il_ast *node)
{
    const il_ast *class = node->a;
    if (class && (class->kind == IL_AST_IDENT || class->kind == IL_AST_MEMBER) && il_str_is(callee_name(class), "App"))
        b->file->makes_app = true;
}

/* tag`a${b}c` calls tag(["a", "c"], b): what stands between two texts is one substitution. */
static void tagged_template(il_ast_builder *b, il_ast *call)
{
    il_ast *node = il_ast__template(b, &il_ast__other), *list = il_ast__new(b, IL_AST_ARRAY);
    bool whole = node->kind == IL_AST_LITERAL, text_is_due = true;
    size_t mark = b->stack.n, n = whole ? 1 : node->n;
    il_ast *const *parts = whole ? &node : node->kids;
    for (size_t i = 0; i < n; i++) {
        bool text = whole || parts[i]->flags & IL_AST_PREFIX;
        if (text || text_is_due)
            il_ast__push(b, text ? parts[i] : il_ast__text_literal(b, node->span, IL_STR("")));
        text_is_due = !text;
    }
    if (text_is_due)
        il_ast__push(b, il_ast__text_literal(b, node->span, IL_STR("")));
    il_ast__kids(b, list, mark);
    il_ast__push(b, list);
    for (size_t i = 0; i < n && !whole; i++) {
        if (!(parts[i]->flags & IL_AST_PREFIX))
            il_ast__push(b, parts[i]);
    }
    il_ast__kids(b, call, mark);
}

static il_ast *call(il_ast_builder *b, il_ast_kind kind)
{
    il_ast *node = il_ast__new(b, kind);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        if (il_ast__broken(b))
            node->flags |= IL_AST_BROKEN;
        switch (il_ast__field(b)) {
        case F_function:
        case F_constructor:
            node->a = il_ast__expression(b, &il_ast__other);
            break;
        case F_arguments:
            if (il_ast__word(b) == T_arguments)
                arguments(b, node);
            else
                tagged_template(b, node);
            break;
        case F_optional_chain:
            node->flags |= IL_AST_OPTIONAL;
            break;
        default:
            if (il_ast__word(b) == T_optional_chain || il_ast__is(b, "?."))
                node->flags |= IL_AST_OPTIONAL;
            break;
        }
    }
    if (kind == IL_AST_NEW)
        note_app(b, node);
    else
        chain(node);
    if (node->a && node->a->kind == IL_AST_IMPORT) {
        node->a->a = node->n ? node->kids[0] : NULL;
        node->a->span = node->span;
        return node->a;
    }
    return node;
}

/* unary, update, binary, assignment, ternary: operands by field. */
static il_ast *operation(il_ast_builder *b, il_ast_kind kind, const il_ast_place *place)
{
    il_ast *node = il_ast__new(b, kind);
    bool compares = false, broken = false;
    il_ast_place assigned = {place->position ? "initializer" : NULL, {NULL, 0}};
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        broken |= il_ast__broken(b);
        switch (il_ast__field(b)) {
        case F_operator:
            node->op = (uint8_t)operator_of(il_ast__text(b));
            compares = node->op >= IL_OPERATOR_EQ && node->op <= IL_OPERATOR_GE;
            if (!node->a)
                node->flags |= IL_AST_PREFIX;
            break;
        case F_condition:
            node->a = il_ast__expression(b, &il_ast__other);
            break;
        case F_argument:
            node->a = il_ast__expression(b, place);
            break;
        case F_left:
            if (kind == IL_AST_ASSIGN) {
                node->a = il_ast__pattern(b);
                assigned.key = callee_name(node->a);
            } else {
                node->a = il_ast__expression(b, place);
            }
            break;
        case F_consequence:
            node->b = il_ast__expression(b, place);
            break;
        case F_right:
            node->b = il_ast__expression(b, kind == IL_AST_ASSIGN ? &assigned : compares ? &il_ast__other : place);
            break;
        case F_alternative:
            node->c = il_ast__expression(b, place);
            break;
        default:
            break;
        }
    }
    if (broken)
        node->kind = IL_AST_ERROR;
    return node;
}

static il_ast *augmented(il_ast_builder *b, const il_ast_place *place)
{
    il_ast *node = il_ast__new(b, IL_AST_ASSIGN);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast_field field = il_ast__field(b);
        if (field == F_left) {
            node->a = il_ast__pattern(b);
        } else if (field == F_right) {
            node->b = il_ast__expression(b, place);
        } else if (field == F_operator) {
            il_str text = il_ast__text(b);
            node->op = (uint8_t)operator_of(il_str_slice(text, 0, text.n ? text.n - 1 : 0));
        }
    }
    return node;
}

static il_ast *update(il_ast_builder *b)
{
    il_ast *node = il_ast__new(b, IL_AST_UPDATE);
    for (bool more = il_ast__enter(b); more; more = il_ast__next(b)) {
        il_ast_field field = il_ast__field(b);
        if (field == F_operator) {
            node->op = il_ast__is(b, "++") ? IL_OPERATOR_ADD : IL_OPERATOR_SUB;
            if (!node->a)
                node->flags |= IL_AST_PREFIX;
        } else if (field == F_argument) {
            node->a = il_ast__pattern(b);
        }
    }
    return node;
}

static il_ast *with_kids(il_ast_builder *b, il_ast_kind kind, const il_ast_place *place)
{
    il_ast *node = il_ast__new(b, kind);
    list(b, node, place, false);
    return node;
}

static il_ast *with_operand(il_ast_builder *b, il_ast_kind kind)
{
    il_ast *node = il_ast__new(b, kind);
    node->a = il_ast__only(b, &il_ast__other);
    return node;
}

static il_ast *compound(il_ast_builder *b, il_ast_word word, const il_ast_place *place) /* table */
{
    switch (word) {
    case T_template_string:
        return il_ast__template(b, place);
    case T_array:
        return array(b, place);
    case T_object:
        return object(b);
    case T_member_expression:
    case T_nested_identifier:
    case T_nested_type_identifier:
        return member(b, IL_AST_MEMBER);
    case T_subscript_expression:
        return member(b, IL_AST_INDEX);
    case T_call_expression:
        return call(b, IL_AST_CALL);
    case T_new_expression:
        return call(b, IL_AST_NEW);
    case T_unary_expression:
        return operation(b, IL_AST_UNARY, place);
    case T_binary_expression:
        return operation(b, IL_AST_BINARY, place);
    case T_ternary_expression:
        return operation(b, IL_AST_TERNARY, place);
    case T_assignment_expression:
        return operation(b, IL_AST_ASSIGN, place);
    case T_augmented_assignment_expression:
        return augmented(b, place);
    case T_update_expression:
        return update(b);
    case T_arrow_function:
    case T_function_expression:
    case T_generator_function:
        return il_ast__function(b);
    case T_class:
        return il_ast__class(b);
    case T_sequence_expression:
        return with_kids(b, IL_AST_SEQUENCE, place);
    case T_spread_element:
        return with_operand(b, IL_AST_SPREAD);
    case T_yield_expression:
        return with_operand(b, IL_AST_YIELD);
    default:
        return il_ast__new(b, IL_AST_ERROR);
    }
}

static il_ast *leaf(il_ast_builder *b, il_ast_word word, const il_ast_place *place)
{
    switch (word) {
    case T_identifier:
    case T_type_identifier:
        return identifier(b);
    case T_meta_property: /* `import.meta` and `new.target`, under the names that they have in the text */
        return identifier(b);
    case T_this:
        return il_ast__new(b, IL_AST_THIS);
    case T_super:
        return il_ast__new(b, IL_AST_SUPER);
    case T_import:
        return il_ast__new(b, IL_AST_IMPORT);
    case T_regex:
        return il_ast__new(b, IL_AST_REGEX);
    case T_string:
        return il_ast__string(b, place);
    case T_number:
    case T_true:
    case T_false:
    case T_null:
    case T_undefined:
        return il_ast__constant(b, word);
    default:
        return NULL;
    }
}

il_ast *il_ast__expression(il_ast_builder *b, const il_ast_place *place)
{
    if (b->depth >= IL_DEPTH_MAX)
        return il_ast__new(b, IL_AST_ERROR);
    il_ast_word word = il_ast__word(b);
    il_ast *node = leaf(b, word, place);
    if (node)
        return node;
    switch (word) {
    case T_instantiation_expression: /* `a < (b)` is taken for one when something is missing behind it */
        if (ts_node_has_error(il_ast__node(b)))
            return il_ast__new(b, IL_AST_ERROR);
        node = il_ast__only(b, place);
        return node ? node : il_ast__new(b, IL_AST_ERROR);
    case T_parenthesized_expression:
    case T_as_expression:
    case T_satisfies_expression:
    case T_non_null_expression:
    case T_type_assertion:
    case T_await_expression:
        node = il_ast__only(b, place);
        return node ? node : il_ast__new(b, IL_AST_ERROR);
    default:
        return compound(b, word, place);
    }
}
