/* The disk: the only place that reads and writes files. */
#ifndef IL_DISK_H
#define IL_DISK_H

#include "files.h"

/* The files below the working directory, whose own path is put into ARENA. */
il_files il_disk_files(il_arena *arena);

/* Reads standard input to its end into ARENA. NULL when done, else why not. */
const char *il_disk_read_stdin(il_arena *arena, il_str *text);

/* PATH as the engine wants it: relative to the working directory where it lies below it, without `.` and inner `..`, no `/` at the end. */
il_str il_disk_path(il_arena *arena, il_str path);

/* From the root of the git repository to the working directory: "" at the root or without a repository, else "sub/folder/". */
il_str il_disk_git_prefix(il_arena *arena);

/* Replaces PATH by TEXT: a temporary file beside it, synced, renamed over it, with the old one's mode; a link's target is replaced, not
 * the link. With EXPECTED, a file whose bytes are others is left alone. NULL when done, else why not. */
const char *il_disk_replace(il_arena *arena, il_str path, il_str text, const il_str *expected);

/* Writes TEXT to PATH (created or replaced). NULL when done, else why not. */
const char *il_disk_write(il_arena *arena, il_str path, il_str text);

/* Makes FOLDER and the folders above it, as far as they are not there. NULL when done, else why not. */
const char *il_disk_make_folders(il_arena *arena, il_str folder);

/* Lets everybody run PATH who may read it. NULL when done, else why not. */
const char *il_disk_make_executable(il_arena *arena, il_str path);

#endif
