/* The editor for TypeScript: props, statements, names and imports, in the style of the surrounding code. One editor collects the edits of one
 * fix in one file; comments stay where they are. Functions that may refuse return NULL, or (static text) why not; a refusal ends the
 * fix. Pure: reads no files.
 *
 *     il_ts_editor *editor = il_ts_editor_new(arena, document);
 *     il_edit_value *patch = il_edit_map(arena);
 *     il_edit_set(arena, patch, IL_STR("versioned"), il_edit_literal(arena, IL_STR("true")));
 *     const char *refusal = il_ts_set_argument(editor, new_expression, 2, patch);
 *     if (!refusal)
 *         refusal = il_ts_finish(editor, &edits);
 */
#ifndef IL_EDIT_TS_H
#define IL_EDIT_TS_H

#include "edit_text.h"
#include "edit_value.h"
#include "ts.h"

typedef struct il_ts_editor il_ts_editor;

/* Lives in ARENA. DOCUMENT is TypeScript. */
il_ts_editor *il_ts_editor_new(il_arena *arena, const il_document *document);

/* Merges PATCH into argument INDEX of CALL (a `new_expression` or `call_expression`): an object literal, a constant that is one and
 * is used nowhere else, or an argument that is not there yet. */
const char *il_ts_set_argument(il_ts_editor *editor, TSNode call, size_t index, const il_edit_value *patch);
/* Merges PATCH into EXPRESSION, likewise. */
const char *il_ts_set_object(il_ts_editor *editor, TSNode expression, const il_edit_value *patch);
/* Replaces EXPRESSION. */
const char *il_ts_replace(il_ts_editor *editor, TSNode expression, const il_edit_value *value);

/* Has EXPRESSION (a `new_expression` or `call_expression`) call CALLEE instead, without `new`; the arguments stay. */
const char *il_ts_call_instead(il_ts_editor *editor, TSNode expression, il_str callee);
/* For the last use of FROM, which is imported by its own name: imports TO from the same module instead. False, and no edit, where that is not so. */
bool il_ts_import_instead(il_ts_editor *editor, il_str from, il_str to);

/* *NAME: what the construct made by EXPRESSION is bound to ("bucket", "this.bucket"). A bare `new` statement gets a constant named
 * after HINT. */
const char *il_ts_bind(il_ts_editor *editor, TSNode expression, il_str hint, il_str *name);
/* The same without making one: the empty text when it has no name. */
il_str il_ts_bound(const il_document *document, TSNode expression);

/* Adds STATEMENTS (lines, indented from column 0 with two spaces a level, `'` quotes, semicolons) behind or before the statement that
 * EXPRESSION belongs to; in a loop or a callback they run as often as it does. Refused where no statement can stand or where it would run another
 * number of times than EXPRESSION. */
const char *il_ts_insert_after(il_ts_editor *editor, TSNode expression, il_str statements);
const char *il_ts_insert_before(il_ts_editor *editor, TSNode expression, il_str statements);
/* The same, behind the later of the statements of EXPRESSION and OTHERS, which lie in the same file and are visible to it. */
void il_ts_require_after(il_ts_editor *editor, TSNode other);

/* Removes the statement that is nothing but CALL, with its lines. Refused where something else stands on them. */
const char *il_ts_remove_statement(il_ts_editor *editor, TSNode call);

/* The expression for a library name: "aws-cdk-lib.aws_s3.BucketEncryption.KMS" → "s3.BucketEncryption.KMS" by the file's own binding; an
 * import is added or extended, in the file's style, when there is none. "aws-cdk-lib.aws_logs" gives a namespace. */
il_str il_ts_symbol(il_ts_editor *editor, il_str library_name);

/* Whether EDITS (of one fix, N of them) take away the last use of a variable, a parameter or an import of DOCUMENT: compilers are often told to refuse
 * what is left then. */
bool il_ts_leaves_unused(const il_document *document, const il_edit *edits, size_t n);

/* Whether the imports of DOCUMENT bind a name twice. ARENA is for what is needed meanwhile. */
bool il_ts_imports_twice(il_arena *arena, const il_document *document);

/* Whether the file imports version 1 of the CDK (@aws-cdk/…) and not version 2. */
bool il_ts_is_former(const il_ts_editor *editor);
/* The module of the Ith import that the editor adds, as it will be written; empty beyond the last. */
il_str il_ts_added_module(const il_ts_editor *editor, size_t i);

/* HINT as an identifier that begins small: "LambdaErrorAlarm" → "lambdaErrorAlarm", "BI vendor" → "biVendor", in ARENA. */
il_str il_ts_camel(il_arena *arena, il_str hint);
/* The same, as a name that the file does not use yet; not given out twice. */
il_str il_ts_free_name(il_ts_editor *editor, il_str hint);

/* Whether a constant or member made by the statement of MAKER can be read at USER: same class for `this.x`, an enclosing block for others. */
bool il_ts_visible(const il_document *document, TSNode maker, TSNode user);
/* The declarator of the `const`, `let` or `var` that IDENTIFIER stands for, in this file; a null node if there is none. */
TSNode il_ts_declaration(const il_document *document, TSNode identifier);
/* How often IDENTIFIER's name stands for a value in SCOPE, the declaration included. */
size_t il_ts_count_uses(const il_document *document, il_str name, TSNode scope);
/* The quotes that strings have at NODE, else in the file. */
char il_ts_quote_at(const il_ts_editor *editor, TSNode node);

/* Adds the edits, in order, to EDITS (which may hold those of other files already). */
const char *il_ts_finish(il_ts_editor *editor, il_edits *edits);

#endif
