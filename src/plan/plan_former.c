/* Programs of version 1 of the CDK: the library's modules are packages of their own there, and classes lack the props that they got later. What a fix
 * would need and is not there refuses it, since nothing else would notice before the compiler. */
#include <string.h>

#include "catalog.h"
#include "plan_program.h"

static const char refused_module[] = "it needs a package of version 1 of the CDK that package.json does not name";
static const char refused_prop[] = "version 1 of the CDK does not have what it needs";

/* The package.json that is nearest above PATH; NULL for none. */
static const il_document *manifest_of(const il_planning *p, il_str path)
{
    const il_loader *loader = p->planner->input.loader;
    while (loader && loader->exists && path.n) {
        path = il_path_directory(path);
        il_str file = il_path_join(p->arena, path, IL_STR("package.json"));
        if (loader->exists(loader->context, file))
            return loader->load(loader->context, file);
    }
    return NULL;
}

static bool depends_on(const il_planning *p, const il_document *manifest, il_str module)
{
    il_str quoted = il_arena_printf(p->arena, "\"%.*s\"", IL_FMT(module));
    return manifest && il_str_contains(il_source_text(manifest->source), quoted);
}

static bool listed(il_str names, il_str name)
{
    while (names.n) {
        if (il_str_eq(il_str_cut(&names, ' '), name))
            return true;
    }
    return false;
}

/* Whether TEXT gives a class that it makes one of the props, or names one of the members, that CLASS got later. */
static bool writes_later_name(const il_planning *p, il_str class, il_str names, il_str text)
{
    size_t dot = class.n;
    while (dot > 0 && class.p[dot - 1] != '.')
        dot--;
    il_str last = il_str_slice(class, dot, class.n);
    if (!il_str_contains(text, last))
        return false;
    bool made = il_str_contains(text, il_arena_printf(p->arena, "%.*s(", IL_FMT(last)));
    while (names.n) {
        il_str name = il_str_cut(&names, ' '),
               member = il_arena_printf(p->arena, "%.*s.%.*s", IL_FMT(last), IL_FMT(name));
        if (il_str_contains(text, member) ||
            (made && il_str_contains(text, il_arena_printf(p->arena, " %.*s:", IL_FMT(name)))))
            return true;
    }
    return false;
}

static bool any_later_name(const il_planning *p, il_str text)
{
    il_cat since = il_cat_since();
    for (size_t i = 0; i < il_cat_count(since); i++)
        if (writes_later_name(p, il_cat_key(since, i), il_cat_text(il_cat_at(since, i)), text))
            return true;
    return false;
}

const char *il_plan__former_refusal(const il_snippet_site *site, const il_edit_value *patch, const il_edits *edits)
{
    const il_planning *p = site->p;
    if (!il_ts_is_former(site->editor))
        return NULL;
    il_str class = il_str_of(site->construct->class);
    il_cat later = il_cat_find(il_cat_since(), class);
    if (!later && !il_cat_l1(class) && patch->members.n)
        return refused_prop;
    for (size_t i = 0; later && i < patch->members.n; i++)
        if (patch->members.items[i].value->kind != IL_EDIT_REMOVE &&
            listed(il_cat_text(later), patch->members.items[i].key))
            return refused_prop;
    for (size_t i = 0; i < edits->n; i++)
        if (any_later_name(p, edits->items[i].text))
            return refused_prop;
    const il_document *manifest = manifest_of(p, il_source_path(site->document->source));
    il_str module;
    for (size_t i = 0; (module = il_ts_added_module(site->editor, i)).n; i++)
        if (!depends_on(p, manifest, module))
            return refused_module;
    return NULL;
}
