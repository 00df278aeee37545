/* What git knows of the working directory's repository: which files changed, and what is staged. git itself is asked, so that worktrees, sparse and shallow
 * clones, attributes and every version of the index are read as git reads them; nothing of the project's runs (no hook, no filter, no external diff, no
 * monitor of files), and nothing is written. */
#ifndef IL_GIT_H
#define IL_GIT_H

#include "files.h"
#include "options.h"

typedef enum {
    IL_GIT_STAGED,  /* what a commit would hold, against HEAD */
    IL_GIT_CHANGED, /* what is on disk, files that git does not know yet included, against HEAD */
    IL_GIT_SINCE    /* the same against where REF and HEAD parted */
} il_git_change;

/* The files that are there and differ, relative to the working directory and sorted, into OUT. REF is for IL_GIT_SINCE. All in ARENA. NULL when done, else
 * why not. */
const char *il_git_changes(il_arena *arena, il_git_change change, il_str ref, il_words *out);

/* DISK (borrowed; must outlive the result) as the index has it: staged texts, without files that git does not know; configuration of infralint
 * itself is seen all the same. In ARENA. NULL when done, else why not. */
const char *il_git_index(il_arena *arena, const il_files *disk, il_files *out);

#endif
