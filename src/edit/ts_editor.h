/* Private to edit: what the parts of the TypeScript editor share. ts_object.c knows literals in `{…}` and `[…]`, ts_statement.c statements and
 * names, ts_import.c imports, ts_render.c writes values. */
#ifndef IL_TS_EDITOR_H
#define IL_TS_EDITOR_H

#include "edit_ts.h"

/* An element of a list in brackets. */
typedef struct {
    TSNode node;
    uint32_t start, end;
    uint32_t comma; /* the end of its comma; 0 = none */
    uint32_t tail;  /* the end of comma and comments that follow on the same line */
} il_ts_element;

/* `{…}` or `[…]`, also of named imports. */
typedef struct {
    TSNode node;
    uint32_t open, close; /* the first byte inside; the closing bracket */
    IL_VEC(il_ts_element) elements;
    bool lines;    /* elements stand on lines of their own */
    bool comments; /* holds comments */
    il_str indent; /* of the elements, when `lines` */
} il_ts_container;

/* What finish must add to the imports. */
typedef struct {
    il_str library; /* "aws-cdk-lib.aws_s3" */
    il_str name;    /* the symbol; empty for the whole module */
    il_str local;   /* what the file calls it */
    TSNode extend;  /* the `{…}` to add the clause to; null: a new statement */
    il_str module;  /* as written, "aws-cdk-lib/aws-s3" */
    il_str clause;  /* a specifier when `named`, else what stands between `import` and the source */
    bool named, require;
} il_ts_wanted;

/* Statements to add. */
typedef struct {
    TSNode statement;
    bool before;
    il_str text;
} il_ts_insertion;

struct il_ts_editor {
    il_arena *arena;
    const il_document *document;
    il_str text, newline;
    il_str step;
    char quote;
    bool pad; /* `{ a }`, not `{a}` */
    bool semicolons;
    il_edits edits;
    IL_VEC(il_ts_wanted) wanted;
    IL_VEC(il_ts_insertion) insertions;
    IL_VEC(il_str) names;
    TSNode latest; /* il_ts_require_after: statements go behind this too */
    bool has_latest;
};

/* How a value is written: on one line, or broken at `indent` where it is long. */
typedef struct {
    il_str indent; /* of the line it begins on */
    size_t column; /* where it begins */
    char quote;
    bool one_line;
    bool trailing; /* commas behind last elements */
} il_ts_style;

il_ts_container il_ts__container(const il_ts_editor *editor, TSNode node);
/* Adds TEXTS behind element AT (-1 = before all). */
void il_ts__insert(il_ts_editor *editor, const il_ts_container *container, long at, const il_str *texts, size_t n);
/* Whether a comma follows the last element. */
bool il_ts__trailing(const il_ts_container *container);

void il_ts__render(const il_ts_editor *editor, il_buf *out, const il_edit_value *value, const il_ts_style *style);
void il_ts__render_key(const il_ts_editor *editor, il_buf *out, il_str key, char quote);

/* The statement that NODE belongs to; a null node with *REFUSAL set when nothing can be added beside it. */
TSNode il_ts__statement(TSNode node, const char **refusal);
void il_ts__finish_statements(il_ts_editor *editor);
void il_ts__finish_imports(il_ts_editor *editor);
void il_ts__emit(il_ts_editor *editor, uint32_t start, uint32_t end, il_str text);
/* NODE without parentheses, `as`, `satisfies` and `!`. */
TSNode il_ts__unwrap(TSNode node);
bool il_ts__is_identifier(il_str text);

#endif
