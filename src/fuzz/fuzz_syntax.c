/* bytes → document. The first byte chooses the language. Whatever the rest is, the document must be sound and its findings must have places. */
#include "sound.h"

#include <stdlib.h>

#include "panic.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    il_document_kind kind = (il_document_kind)(data[0] % IL_DOCUMENT_TEXT);
    il_document *document = il_document_parse(kind, IL_STR("fuzz"), (il_str){(const char *)data + 1, size - 1});
    const char *broken = il_sound(document);
    if (broken)
        il_panic(__FILE__, __LINE__, broken);
    for (size_t i = 0; i < document->syntax.findings.n; i++) {
        il_loc loc = document->syntax.findings.items[i].loc;
        il_pos start = il_source_pos(loc.source, loc.span.start), end = il_source_pos(loc.source, loc.span.end);
        IL_ASSERT(start.line < end.line || (start.line == end.line && start.column <= end.column));
    }
    il_document_free(document);
    il_intern_free();
    return 0;
}
