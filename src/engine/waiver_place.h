/* Which part of a text a comment is about. */
#ifndef IL_WAIVER_PLACE_H
#define IL_WAIVER_PLACE_H

#include "document.h"
#include "model.h"

/* The line that OFFSET stands on, with its break. */
il_span il_place_line(const il_source *source, uint32_t offset);

/* What begins next behind COMMENT: a statement, property, argument or element to its end, at least its first line; of what has a body (a class, a function, a
 * loop) only the head; of a section of a template only the line. Empty when nothing follows. */
il_span il_place_next(const il_document *document, il_span comment);

/* What makes the resource that COMMENT is about: in a program the `new` whose arguments it stands in, else the statement that follows; in a template the
 * resource that it is indented into, else the next one of APP. Empty when there is none. */
il_span il_place_resource(const il_document *document, const il_app *app, il_span comment);

#endif
