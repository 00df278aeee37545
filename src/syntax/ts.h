/* Small words over tree-sitter's TypeScript trees: text, fields, named children. Node types are compared by symbol where speed matters.
 * Unlike JSON and YAML trees these are nested as deeply as their text: who walks them by recursion counts the depth (IL_DEPTH_MAX). */
#ifndef IL_TS_H
#define IL_TS_H

#include "document.h"

il_span il_ts_span(TSNode node);
il_loc il_ts_loc(const il_document *document, TSNode node);
/* Borrows from the document's bytes. */
il_str il_ts_text(const il_document *document, TSNode node);
bool il_ts_is(TSNode node, const char *type);
/* The child in FIELD; a null node when there is none. */
TSNode il_ts_field(TSNode node, const char *field);
/* The smallest named node that covers SPAN. */
TSNode il_ts_at(const il_document *document, il_span span);
/* The nearest of NODE and its ancestors with TYPE; a null node when there is none. */
TSNode il_ts_ancestor(TSNode node, const char *type);
/* The value of a `string` node or of a template string without substitutions, escapes decoded, in ARENA. False for other nodes. */
bool il_ts_string(il_arena *arena, const il_document *document, TSNode node, il_str *out);
/* The value of TEXT, a piece of a template string between its quotes and substitutions, in ARENA. False when an escape is malformed. */
bool il_ts_template_part(il_arena *arena, il_str text, il_str *out);

#endif
