/* Which part of a text a comment is about. */
#ifndef IL_WAIVER_PLACE_H
#define IL_WAIVER_PLACE_H

#include "document.h"
#include "model.h"

/* The line that OFFSET stands on, with its break. */
il_span il_place_line(const il_source *source, uint32_t offset);

/* What stands where in a YAML template, so that each comment is placed quickly. */
typedef struct il_place_index il_place_index;

/* Of DOCUMENT and of the resources of APP that stand in it, in ARENA; both borrowed. */
il_place_index *il_place_index_new(il_arena *arena, const il_document *document, const il_app *app);

/* Whether a scalar stands at AT: what looks like a comment there is text. */
bool il_place_in_scalar(const il_place_index *index, uint32_t at);

/* What begins next behind COMMENT: a statement, property, argument or element to its end, at least its first line; of what has a body (a class, a function, a
 * loop) only the head; of a section of a template only the line. Empty when nothing follows. INDEX is the template's; NULL in a program. */
il_span il_place_next(const il_document *document, const il_place_index *index, il_span comment);

/* What makes the resource that COMMENT is about: in a program the `new` whose arguments it stands in, else the statement that follows; in a template the
 * resource that it is indented into, else the next one. Empty when there is none. */
il_span il_place_resource(const il_document *document, const il_place_index *index, il_span comment);

#endif
