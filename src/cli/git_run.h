/* One run of git. */
#ifndef IL_GIT_RUN_H
#define IL_GIT_RUN_H

#include "arena.h"
#include "buf.h"

/* Runs git with ARGUMENTS (NULL at the end) in FOLDER ("" = the working directory) and puts what it prints into OUT. Returns its exit status; -1 when it
 * could not be run. Its complaints are not shown. */
int il_git_run(il_arena *arena, il_str folder, const char *const *arguments, il_buf *out);

/* The texts of N blobs by their object names, in ARENA. False when one cannot be read. */
bool il_git_blobs(il_arena *arena, const il_str *names, size_t n, il_str *texts);

#endif
