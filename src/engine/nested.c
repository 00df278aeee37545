/* Which templates are those of nested stacks: they are judged where they are used, with the parameters that their parent gives, and not
 * alone with their defaults. Two that nest each other are judged alone: neither is the parent. */
#include "workspace.h"

#include "template.h"

static il_unit *unit_at(const il_engine *engine, il_str path)
{
    return il_map_get(&engine->templates, path);
}

static const il_document *document_of(il_engine *engine, const il_unit *unit)
{
    const il_document *document = unit->may_nest ? il_workspace_document(engine, unit->template_path) : NULL;
    return document && unit->template_root < document->n_roots ? document : NULL;
}

static bool nests(il_engine *engine, const il_unit *outer, const il_unit *inner)
{
    const il_document *document = document_of(engine, outer);
    il_template_paths paths = {0};
    if (document)
        paths = il_template_nested(engine->arena, document, outer->template_root);
    for (size_t i = 0; i < paths.n; i++)
        if (il_str_eq(paths.items[i], inner->template_path))
            return true;
    return false;
}

void il_nested_mark(il_engine *engine)
{
    for (size_t i = 0; i < engine->units.n; i++) {
        const il_unit *outer = engine->units.items[i];
        const il_document *document = document_of(engine, outer);
        il_template_paths paths = {0};
        if (document)
            paths = il_template_nested(engine->arena, document, outer->template_root);
        for (size_t k = 0; k < paths.n; k++) {
            il_unit *inner = unit_at(engine, paths.items[k]);
            if (inner && inner != outer && !nests(engine, inner, outer))
                inner->nested = true;
        }
    }
}
