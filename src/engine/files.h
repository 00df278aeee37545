/* The engine's view of a file system: the disk (src/cli), an editor's buffers, or a table in memory (tests). Paths are relative to the
 * working directory with `/`, without `.` and, but for leading ones, without `..`; "" is the working directory. Absolute paths
 * stay absolute. */
#ifndef IL_FILES_H
#define IL_FILES_H

#include <stdint.h>

#include "arena.h"

typedef enum { IL_FILE_NONE, IL_FILE_REGULAR, IL_FILE_FOLDER } il_file_kind;

typedef struct {
    il_str name;
    il_file_kind kind;
    bool link; /* a symbolic link to such a thing */
} il_file_entry;

typedef struct il_files {
    void *context;
    /* What stands at PATH; links are followed. */
    il_file_kind (*kind)(void *context, il_str path);
    /* Reads PATH into ARENA. NULL when done, else why not (static text or in ARENA). */
    const char *(*read)(void *context, il_arena *arena, il_str path, il_str *text);
    /* The entries of FOLDER, sorted by name, in ARENA. NULL when done, else why not. Other things than files and folders, and folders that lead
     * back to one of their own parents, are left out. */
    const char *(*list)(void *context, il_arena *arena, il_str folder, il_file_entry **entries, size_t *n);
    il_str
        here; /* the working directory's own path, absolute; empty where there is none: then nothing above it is looked at for .gitignore */
    /* When PATH was last changed, in nanoseconds; 0 = unknown. NULL where files have no times. */
    int64_t (*modified)(void *context, il_str path);
} il_files;

/* A file system in memory: for tests, examples and embedding. All borrowed. */
typedef struct {
    il_str path, text;
} il_memory_file;

typedef struct {
    const il_memory_file *files;
    size_t n;
} il_memory;

/* The files of MEMORY (borrowed; must outlive the result). */
il_files il_memory_files(il_memory *memory);

#endif
