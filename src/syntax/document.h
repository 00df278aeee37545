/* A document: one file's bytes, its tree and what is wrong with its syntax, in an arena of its own. Parsing never fails: what cannot be
 * read becomes a finding, and the tree holds what could. Documents are immutable and are kept while their bytes stay equal. */
#ifndef IL_DOCUMENT_H
#define IL_DOCUMENT_H

#include <tree_sitter/api.h>

#include "finding.h"
#include "node.h"

typedef enum {
    IL_DOCUMENT_JSON,
    IL_DOCUMENT_JSONC,
    IL_DOCUMENT_YAML,
    IL_DOCUMENT_TS,
    IL_DOCUMENT_TSX,
    IL_DOCUMENT_TEXT
} il_document_kind;

/* Deepest nesting that is parsed; what lies deeper is a finding. */
enum { IL_DEPTH_MAX = 512 };

typedef struct {
    il_arena *arena;
    il_document_kind kind;
    const il_source *source;
    il_node **roots; /* JSON: one; YAML: one a document; none when nothing could be read */
    size_t n_roots;
    TSTree *ts; /* TypeScript only; NULL when it was dropped */
    bool dropped;
    il_sink syntax;  /* what is wrong with the text */
    size_t n_errors; /* syntax errors; for TypeScript the ERROR and MISSING nodes */
} il_document;

/* Which kind PATH has by its ending (.ts .mts .cts .js .mjs .cjs → TS; .tsx .jsx → TSX; .json .template → JSON; .jsonc and tsconfig*.json →
 * JSONC, which may hold comments and a comma before a closing bracket; .yaml .yml → YAML; else TEXT); a .json or .template whose TEXT does not begin with `{` or `[` and looks like YAML is YAML. */
il_document_kind il_document_kind_of(il_str path, il_str text);

/* A program's tree takes some hundred bytes for each byte of its text. Frees it: `ts` is NULL until il_document_grow_tree, and no TSNode of it may be
 * used any more. Findings and n_errors stay. */
void il_document_drop_tree(il_document *document);
/* Parses again what il_document_drop_tree freed. */
void il_document_grow_tree(il_document *document);

/* Parses TEXT (copied). Returns owned: free with il_document_free. PATH is the path as shown. */
il_document *il_document_parse(il_document_kind kind, il_str path, il_str text);
void il_document_free(il_document *document);

/* How documents are had: the caller of a front end knows about disks, editors and overlays; front ends do not. */
typedef struct il_loader {
    void *context;
    /* Borrows: the document at PATH (relative to the working directory, `/`, no `.` or `..` inside), or NULL when there is no such
     * file. An unreadable file gives NULL and has been reported. */
    const il_document *(*load)(void *context, il_str path);
    /* Whether PATH is a file that can be loaded, at no more cost than a look. */
    bool (*exists)(void *context, il_str path);
    /* DOCUMENT's tree is not needed for now: it may be dropped. NULL when nobody wants to know. */
    void (*release)(void *context, const il_document *document);
} il_loader;

/* Joins DIRECTORY and RELATIVE (`./x`, `../y`) and takes `.` and `..` out; in ARENA. An absolute RELATIVE stays. */
il_str il_path_join(il_arena *arena, il_str directory, il_str relative);
/* "lib" of "lib/x.ts"; "" of "x.ts". */
il_str il_path_directory(il_str path);

#endif
