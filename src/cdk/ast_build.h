/* The state of one conversion, shared by the files of the conversion (ast*.c). Each converter finds the cursor at its node and leaves it
 * there. Children are walked by `for (bool more = il_ast__enter(b); more; more = il_ast__next(b))`, without `break`. */
#ifndef IL_AST_BUILD_H
#define IL_AST_BUILD_H

#include "ast.h"
#include "ast_words.h"

#define IL_AST_WORD(name) T_##name,
typedef enum { T_OTHER, IL_AST_NODES(IL_AST_WORD) T_COUNT } il_ast_word;
#undef IL_AST_WORD

#define IL_AST_WORD(name) F_##name,
typedef enum { F_NONE, IL_AST_FIELDS(IL_AST_WORD) F_COUNT } il_ast_field;
#undef IL_AST_WORD

/* Where an expression stands, for the literals in it. A NULL position: not a value (an import path, a construct's id). */
typedef struct {
    const char *position;
    il_str key;
} il_ast_place;

typedef struct {
    il_arena *arena;
    const il_document *document;
    il_str text;
    TSTreeCursor cursor;
    const uint8_t *words;  /* symbol → il_ast_word */
    const uint8_t *fields; /* field id → il_ast_field */
    unsigned depth;
    const il_ast *cast;     /* what was cast, in a chain of members that the parser took the type for */
    IL_VEC(il_ast *) stack; /* kids of the lists that are being built */
    il_literals *literals;
    il_ast_file *file;
} il_ast_builder;

extern const il_ast_place il_ast__other;

bool il_ast__enter(il_ast_builder *b);
bool il_ast__next(il_ast_builder *b);
TSNode il_ast__node(il_ast_builder *b);
il_ast_word il_ast__word(il_ast_builder *b);
il_ast_field il_ast__field(il_ast_builder *b);
bool il_ast__named(il_ast_builder *b);  /* and no comment */
bool il_ast__broken(il_ast_builder *b); /* text that did not parse, or the place of something missing */
il_span il_ast__span(il_ast_builder *b);
il_str il_ast__text(il_ast_builder *b);
bool il_ast__is(il_ast_builder *b, const char *token);

/* A new node with the span of the cursor's. */
il_ast *il_ast__new(il_ast_builder *b, il_ast_kind kind);
/* Takes what was pushed on the stack since MARK as NODE's kids. */
void il_ast__kids(il_ast_builder *b, il_ast *node, size_t mark);
void il_ast__push(il_ast_builder *b, il_ast *kid);

il_ast *il_ast__expression(il_ast_builder *b, const il_ast_place *place);
/* The first named child, converted as an expression; NULL when there is none. */
il_ast *il_ast__only(il_ast_builder *b, const il_ast_place *place);
/* The value that TARGET (a name, pattern, field; may be NULL) begins with. */
il_ast *il_ast__initializer(il_ast_builder *b, const il_ast *target);
il_ast *il_ast__pattern(il_ast_builder *b);
il_ast *il_ast__statement(il_ast_builder *b);
/* Statements of the node at the cursor (a block, a program) as KIND. */
il_ast *il_ast__block(il_ast_builder *b, il_ast_kind kind);
il_ast *il_ast__function(il_ast_builder *b);
il_ast *il_ast__class(il_ast_builder *b);
/* method_definition → METHOD. NULL when it has no body. */
il_ast *il_ast__method(il_ast_builder *b);
/* A type annotation's (or type's) name as an expression to look up; NULL for other types. */
il_ast *il_ast__type(il_ast_builder *b);
/* Sets OWNER's name and key from the property name at the cursor; returns the expression of a computed one, else NULL. */
il_ast *il_ast__property_name(il_ast_builder *b, il_ast *owner);
/* string or template_string at the cursor. */
il_ast *il_ast__string(il_ast_builder *b, const il_ast_place *place);
il_ast *il_ast__template(il_ast_builder *b, const il_ast_place *place);
/* A string of the text TEXT that stands at SPAN. */
il_ast *il_ast__text_literal(il_ast_builder *b, il_span span, il_str text);
/* number, true, false, null, undefined. */
il_ast *il_ast__constant(il_ast_builder *b, il_ast_word word);
/* imports and exports (ast_module.c). */
il_ast *il_ast__import(il_ast_builder *b);
il_ast *il_ast__import_alias(il_ast_builder *b);
il_ast *il_ast__export(il_ast_builder *b);

#endif
