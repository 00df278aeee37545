/* .gitignore: which of the files that are found a project does not call its own. */
#ifndef IL_IGNORE_H
#define IL_IGNORE_H

#include "arena.h"
#include "vec.h"

typedef struct {
    il_str pattern;    /* against the path below the file's folder */
    bool negated;      /* a line that begins with `!` */
    bool folders_only; /* a line that ends with `/` */
    bool anywhere;     /* no `/` but at the end: against the last part alone, at any depth */
    unsigned line;     /* from 1 */
} il_ignore_rule;

/* The rules of one file, and what holds above its folder. */
typedef struct il_ignore {
    const struct il_ignore *above;
    il_str folder; /* that the patterns are relative to, as the paths that are asked about */
    il_str file;   /* as it is shown to people */
    IL_VEC(il_ignore_rule) rules;
} il_ignore;

/* Reads TEXT (borrowed) of FILE for FOLDER (both borrowed). The result lives in ARENA. ABOVE may be NULL. Source: gitignore(5). */
const il_ignore *il_ignore_read(il_arena *arena, const il_ignore *above, il_str folder, il_str file, il_str text);

/* The rule that decides on PATH, the innermost file's last that matches, or NULL; *FROM is then the file that has it. PATH lies below the folders of
 * LIST. A negated rule says that PATH is not ignored. */
const il_ignore_rule *il_ignore_find(const il_ignore *list, il_str path, bool is_folder, const il_ignore **from);

#endif
