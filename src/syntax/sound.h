/* What holds for every document, whatever its bytes: for tests and fuzzers. */
#ifndef IL_SOUND_H
#define IL_SOUND_H

#include "document.h"

/* What is wrong with DOCUMENT itself (not with its text): NULL, or the broken promise as static text. */
const char *il_sound(const il_document *document);

/* Nodes that a walk over ROOT meets, aliases followed. */
size_t il_sound_count(const il_node *root);

#endif
