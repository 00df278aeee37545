/* One immutable file: its bytes, its path and its lines. Everything that infralint says of a file says it in byte offsets of a
 * source; lines and columns are worked out only where a person reads them. */
#ifndef IL_SOURCE_H
#define IL_SOURCE_H

#include <stdint.h>

#include "arena.h"
#include "str.h"

/* Half-open range of bytes. */
typedef struct {
    uint32_t start, end;
} il_span;

typedef struct il_source il_source;

/* A place: a span in a source. source == NULL is "no place". */
typedef struct {
    const il_source *source;
    il_span span;
} il_loc;

/* Lines from 1, columns from 1. `column` counts UTF-16 code units, `byte_column` bytes. */
typedef struct {
    uint32_t line, column, byte_column;
} il_pos;

/* Largest file that is read: offsets are 32 bits wide. */
#define IL_SOURCE_MAX ((size_t)1 << 30)

/* Returns a source in ARENA. Copies PATH (as shown to people: relative to the working directory, `/` as separator); *borrows* TEXT,
 * which must outlive the source. TEXT is at most IL_SOURCE_MAX bytes. */
const il_source *il_source_new(il_arena *arena, il_str path, il_str text);

il_str il_source_path(const il_source *source);
il_str il_source_text(const il_source *source);

/* 1 for an empty file; a file that ends with a line break has its last line before it. LF, CRLF and lone CR end a line. */
uint32_t il_source_line_count(const il_source *source);

/* The bytes of LINE (from 1) without its line break; empty beyond the end. */
il_span il_source_line(const il_source *source, uint32_t line);

/* The place of OFFSET; one beyond the end counts as the end. Behind a final line break that is the first column of a line after the last
 * one, as editors count. */
il_pos il_source_pos(const il_source *source, uint32_t offset);

/* The text of SPAN, clipped to the file. */
il_str il_source_slice(const il_source *source, il_span span);

/* The line break that most lines of the file end with: "\n" or "\r\n"; "\n" for a file of one line. */
il_str il_source_newline(const il_source *source);

il_str il_loc_text(il_loc loc);
bool il_loc_eq(il_loc a, il_loc b);
/* Whether B lies within A (same source). */
bool il_loc_contains(il_loc a, il_loc b);

#endif
