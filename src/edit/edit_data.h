/* The editor for JSON and YAML texts: merges a patch into a tree and says it as byte edits, in the style that the text is written in
 * (indentation, quotes, flow or block, short tags, line breaks, comments). Pure: reads no files. */
#ifndef IL_EDIT_DATA_H
#define IL_EDIT_DATA_H

#include "document.h"
#include "edit_text.h"
#include "edit_value.h"

/* Merges PATCH into root ROOT of DOCUMENT (JSON or YAML) and adds the edits to EDITS. What is already as the patch wants it gives no edit.
 * Returns NULL, or (static text) why it cannot be done; EDITS then hold nothing of use. */
const char *il_edit_data(il_arena *arena, const il_document *document, size_t root, const il_edit_value *patch,
                         il_edits *edits);

/* Whether root ROOT writes intrinsic functions as short tags (`!Ref`): what it does, else what its language allows. */
bool il_edit_short_tags(const il_document *document, size_t root);

#endif
