/* What all editors share: lines and indentation of the text around an edit, and the list of edits being made. */
#ifndef IL_EDIT_TEXT_H
#define IL_EDIT_TEXT_H

#include "buf.h"
#include "finding.h"

typedef IL_VEC(il_edit) il_edits;

/* Replaces SPAN of SOURCE by TEXT (copied). An edit that would change nothing, or replaces alike a second time, is left out. */
void il_edits_add(il_arena *arena, il_edits *edits, const il_source *source, il_span span, il_str text);
/* Brings EDITS into the order that a fix needs: by path, start and end. Edits at one place keep their order. */
void il_edits_sort(il_edits *edits);
/* Whether edits (sorted) overlap, or insert twice at one place. */
bool il_edits_clash(const il_edits *edits);

/* The first byte of the line that OFFSET is on; the first byte of its line break (or the end of the text). */
uint32_t il_text_line_start(il_str text, uint32_t offset);
uint32_t il_text_line_end(il_str text, uint32_t offset);
/* The first byte of the next line. */
uint32_t il_text_next_line(il_str text, uint32_t offset);
/* The spaces and tabs that the line of OFFSET begins with. */
il_str il_text_indent(il_str text, uint32_t offset);
bool il_text_same_line(il_str text, uint32_t a, uint32_t b);
/* Whether only spaces, tabs and line breaks lie in [from, to). */
bool il_text_blank(il_str text, uint32_t from, uint32_t to);
/* Whether OFFSET is the first byte of its line that is not blank. */
bool il_text_first_on_line(il_str text, uint32_t offset);
/* The end of what is not blank in [from, to). */
uint32_t il_text_trim_end(il_str text, uint32_t from, uint32_t to);
/* Whether NAME stands in TEXT at or after *AT, not inside of a longer identifier; *AT gets its place. */
bool il_text_word(il_str text, il_str name, uint32_t *at);

/* The content of BUF, copied to ARENA; BUF is freed. */
il_str il_buf_take(il_arena *arena, il_buf *buf);

#endif
