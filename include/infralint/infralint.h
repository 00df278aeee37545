/* infralint for embedding: lint files that are in memory, walk the findings, take the edits.
 *
 *     il_lint_file file = {"template.yaml", text, strlen(text)};
 *     il_lint *lint = il_lint_run(&file, 1, NULL);
 *     for (size_t i = 0; i < il_lint_count(lint); i++)
 *         printf("%s\n", il_lint_finding_at(lint, i).message);
 *     il_lint_free(lint);
 *
 * One thread at a time in the whole process: names are interned globally. Nothing is read from disk or network, nothing is executed.
 * Offsets are bytes from 0; lines count from 1, columns from 1 in UTF-16 code units, ends are exclusive. */
#ifndef INFRALINT_H
#define INFRALINT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A file as the linter shall see it. `path` is relative with `/`; a cdk.json among the files makes its folder an app. */
typedef struct {
    const char *path;
    const char *bytes;
    size_t length;
} il_lint_file;

/* Lists are words with commas, as --select and --ignore take them; NULL is the default. */
typedef struct {
    const char *select;
    const char *ignore;
    int without_fixes; /* not 0: spare the proof of fixes */
} il_lint_options;

typedef struct il_lint il_lint;

/* Lints FILES, all of them together. FILES and their bytes are borrowed until il_lint_free; OPTIONS may be NULL. Returns owned: never
 * NULL. What cannot be done is said by il_lint_error. */
il_lint *il_lint_run(const il_lint_file *files, size_t n_files, const il_lint_options *options);
void il_lint_free(il_lint *lint);

/* NULL, or why nothing was linted (an unknown rule). Borrowed from LINT. */
const char *il_lint_error(const il_lint *lint);

/* Everything below borrows from LINT. */
typedef struct {
    const char *rule;     /* "s3-bucket-versioning" */
    const char *severity; /* "error", "warning", "note" */
    const char *message;
    const char *path;
    size_t start_byte, end_byte;
    unsigned start_line, start_column, end_line, end_column;
    size_t n_fixes; /* alternatives, best first */
} il_lint_finding;

typedef struct {
    const char *title;
    int safe;
    size_t n_edits; /* apply together or not at all; sorted, apart */
} il_lint_fix;

/* Replace [start_byte, end_byte) of the file at `path` by `text`. */
typedef struct {
    const char *path;
    size_t start_byte, end_byte;
    const char *text;
    size_t length;
} il_lint_edit;

/* Sorted by path, place and rule. An index out of range is a caller's mistake and ends the process. */
size_t il_lint_count(const il_lint *lint);
il_lint_finding il_lint_finding_at(const il_lint *lint, size_t finding);
il_lint_fix il_lint_fix_at(const il_lint *lint, size_t finding, size_t fix);
il_lint_edit il_lint_edit_at(const il_lint *lint, size_t finding, size_t fix, size_t edit);

#ifdef __cplusplus
}
#endif

#endif
