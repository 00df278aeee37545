/* Private to edit: what the parts of the data editor share. edit_data.c walks, edit_flow.c writes `{…}` and `[…]`, edit_block.c
 * writes YAML's indented form, data_render.c writes values. */
#ifndef IL_DATA_EDITOR_H
#define IL_DATA_EDITOR_H

#include "edit_data.h"

typedef struct {
    il_arena *arena;
    const il_document *document;
    il_str text, newline;
    il_edits *edits;
    bool json;         /* the document is JSON */
    bool short_tags;   /* intrinsics as `!Ref x` */
    bool indent_lists; /* YAML: the dash stands deeper than the key */
    bool pretty;       /* JSON: members on lines of their own */
    bool inline_lists; /* JSON: lists of scalars on one line */
    char quote;        /* YAML: which quotes where quotes are needed */
    il_str step;       /* one level of indentation */
    const char *refusal;
} il_data_editor;

/* How a value in `{…}` or `[…]` is written. */
typedef struct {
    bool quoted; /* keys and strings as in JSON */
    bool lines;  /* members on lines of their own, the first level at `indent` */
    il_str indent;
    il_str colon, comma; /* with their spaces */
    bool pad;            /* `{ a: b }` */
} il_flow_style;

void il_data__refuse(il_data_editor *editor, const char *reason);
/* Does what VALUE asks of NODE where that changes the inside of NODE or nothing, or refuses. False: NODE must be replaced as a whole. */
bool il_data__enter(il_data_editor *editor, const il_node *node, const il_edit_value *value);

/* The items of PATCH that LIST does not have yet. */
const il_edit_value *il_data__missing_items(il_data_editor *editor, const il_node *list, const il_edit_value *patch);

/* Edits a flow map or list (in JSON: any). */
void il_data__flow_map(il_data_editor *editor, const il_node *map, const il_edit_value *patch);
void il_data__flow_append(il_data_editor *editor, const il_node *list, const il_edit_value *patch);
/* Replaces NODE in place; STYLE is that of its container. */
void il_data__flow_replace(il_data_editor *editor, const il_node *node, const il_edit_value *value,
                           const il_flow_style *style);

/* Edits a block map or list. */
void il_data__block_map(il_data_editor *editor, const il_node *map, const il_edit_value *patch);
void il_data__block_append(il_data_editor *editor, const il_node *list, const il_edit_value *patch);

/* A new flow style for a value whose first line is indented by INDENT. */
il_flow_style il_data__flow_style(const il_data_editor *editor, il_str indent);
void il_data__render_flow(const il_data_editor *editor, il_buf *out, const il_edit_value *value,
                          const il_flow_style *style);
void il_data__render_key(const il_data_editor *editor, il_buf *out, il_str key, bool quoted);
/* Writes what follows `key:` in a block map at INDENT: " scalar" or a line break and the lines below. */
void il_data__render_block(const il_data_editor *editor, il_buf *out, const il_edit_value *value, il_str indent);
/* Writes VALUE as a list's item whose dash stands behind INDENT: "- …". */
void il_data__render_item(const il_data_editor *editor, il_buf *out, const il_edit_value *value, il_str indent);
/* Writes a YAML scalar; FLOW where `,` and brackets end it. */
void il_data__render_scalar(const il_data_editor *editor, il_buf *out, const il_edit_value *value, bool flow);
void il_data__render_quoted(il_buf *out, il_str text, char quote);

#endif
