/* What the parsers of this layer share; no other layer includes it. */
#ifndef IL_PARSE_H
#define IL_PARSE_H

#include "document.h"

/* Each fills DOCUMENT from its source and reports what is wrong to DOCUMENT's sink. */
void il_json__parse(il_document *document);
void il_yaml__parse(il_document *document);
void il_ts__parse(il_document *document);
/* The tree alone: findings are there already. */
void il_ts__parse_again(il_document *document);

/* Reports a syntax error and counts it. False when the file has had its share of them: the parser then stops (that is reported too). */
bool il_syntax__error(il_document *document, il_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same for what can be read but is hardly meant; not counted. */
bool il_syntax__warning(il_document *document, il_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Adds a place that explains the finding reported last. */
void il_syntax__related(il_document *document, il_span span, const char *message);
/* TEXT as it is quoted in a message: in double quotes, control characters escaped, cut where it is long. In DOCUMENT's arena. */
const char *il_syntax__quoted(il_document *document, il_str text);
/* Length of the byte order mark (UTF-8) that TEXT begins with: 0 or 3. */
size_t il_syntax__bom(il_str text);
/* False, with a finding, when the file is UTF-16: no parser of ours reads that. */
bool il_syntax__readable(il_document *document);

/* Builds trees bottom up: the items and members of the containers that are still open wait on one stack. */
typedef struct {
    il_document *document;
    il_arena *scratch; /* dies with the parse */
    IL_VEC(il_member) waiting;
    il_node *slab; /* nodes are handed out of arrays: an allocation each would cost more than the parsing */
    size_t slab_left;
} il_tree;

il_tree il_tree__begin(il_document *document);
void il_tree__end(il_tree *tree);
il_node *il_tree__node(il_tree *tree, il_node_kind kind, il_span span);
/* Moves what waits from index FIRST on into LIST or MAP. */
void il_tree__close_list(il_tree *tree, il_node *list, size_t first);
void il_tree__close_map(il_tree *tree, il_node *map, size_t first);
/* Reports the keys of MAP that are written twice. */
void il_tree__check_keys(il_tree *tree, const il_node *map);

/* Reads the JSON string whose opening quote stands at *AT, which moves behind it. False when it is not closed, which is reported. */
bool il_json__string(il_tree *tree, uint32_t *at, il_node **out);

/* Gives tree-sitter an allocator that survives its freeing of wrong addresses. Before its first use. */
void il_ts__use_memory(void);

/* Whether a plain YAML scalar is a number by YAML 1.1, which is what CloudFormation reads; *VALUE is set if it is a finite one. */
bool il_yaml__number(il_str text, double *value);
/* Sets kind and value of the plain scalar NODE from its text by YAML 1.1's rules; dates stay strings. */
void il_yaml__resolve(il_node *node);
/* Replaces the `<<` members of MAP by the members of the maps that they name; own keys win, earlier maps win over later ones. */
void il_yaml__merge(il_tree *tree, il_node *map);
/* What libyaml's PROBLEM means to somebody who writes templates. */
const char *il_yaml__explain(const char *problem);

#endif
