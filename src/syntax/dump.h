/* A document as text, for tests: one line a node, the same form for all languages. Compiled into tests only. */
#ifndef IL_DUMP_H
#define IL_DUMP_H

#include "buf.h"
#include "document.h"

/* Writes DOCUMENT's trees and then its findings to OUT. */
void il_dump(il_buf *out, const il_document *document);

#endif
