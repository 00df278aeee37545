/* What a walk passes over, and why. */
#ifndef IL_SKIP_H
#define IL_SKIP_H

#include "ignore.h"
#include "workspace.h"

/* Notes that PATH (copied) was passed over; WHY is static or lives as long as the engine. FOUND: nobody named it, so it is noted only where options ask
 * for every skip. */
void il_skip_note(il_engine *engine, il_str path, const char *why, bool found);

/* What the .gitignore files from the root of FOLDER's repository down to the folder above FOLDER say. NULL for nothing. */
const il_ignore *il_skip_above(il_engine *engine, il_str folder);

/* LIST with FOLDER's own .gitignore, if ENTRIES has one. */
const il_ignore *il_skip_enter(il_engine *engine, const il_ignore *list, il_str folder, const il_file_entry *entries,
                               size_t n);

/* Why ENTRY at PATH is not looked at: dependencies, hidden folders, snapshots of tests, assets, links, what LIST ignores. NULL when it is. */
const char *il_skip_why(il_engine *engine, const il_ignore *list, il_str path, const il_file_entry *entry);

#endif
