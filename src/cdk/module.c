/* Modules: one a file, read and run on demand. An import is looked up when its name is first used, as the compiler drops imports that only
 * types use; a module runs once, at its first use, outside of whatever condition holds there. */
#include "eval.h"

#include <string.h>

il_module *il_module__at(il_eval *e, il_str path)
{
    il_module *known = il_map_get(&e->modules, path);
    if (known)
        return known;
    const il_loader *loader = e->input->loader;
    const il_document *document = loader->load(loader->context, path);
    if (!document || document->kind == IL_DOCUMENT_TEXT || document->kind == IL_DOCUMENT_YAML)
        return NULL;
    /* A file may be reached by two paths, as from a folder inside of the project. */
    path = il_source_path(document->source);
    known = il_map_get(&e->modules, path);
    if (known)
        return known;
    il_module *module = IL_NEW(e->arena, il_module);
    module->path = il_arena_str(e->arena, path);
    module->directory = il_arena_str(e->arena, il_path_directory(module->path));
    module->document = document;
    module->scope = il_ev__scope(e, NULL);
    module->scope->function = true;
    module->scope->module = module;
    if (document->kind == IL_DOCUMENT_JSON) {
        const il_node *root = document->n_roots ? document->roots[0] : NULL;
        module->whole = il_ev__from_json(e, document, root, IL_FROM_CONTEXT);
        module->state = IL_MODULE_DONE;
    } else {
        module->file = il_ast__read(e->arena, document, &e->program->literals);
        if (loader->release)
            loader->release(loader->context, document);
        e->limit += (size_t)IL_EVAL_STEPS_A_BYTE * il_source_text(document->source).n;
        e->memory += (size_t)IL_EVAL_MEMORY_A_BYTE * il_source_text(document->source).n;
    }
    il_map_put(&e->modules, module->path, module);
    return module;
}

il_module *il_module__resolve(il_eval *e, il_str directory, il_str specifier)
{
    bool relative = il_str_starts(specifier, IL_STR("./")) || il_str_starts(specifier, IL_STR("../")) ||
                    il_str_is(specifier, ".") || il_str_is(specifier, "..");
    il_str file;
    if (relative) {
        file = il_project_file(&e->project, il_path_join(e->arena, directory, specifier));
    } else {
        const il_symbol *package = (const il_symbol *)il_ev__module_symbol(e, specifier);
        if (package->library || package->builtin)
            return NULL;
        file = il_project_import(&e->project, directory, specifier);
    }
    return file.n ? il_module__at(e, file) : NULL;
}

/* ---- what a module declares before it runs ---- */

static void add_export(il_eval *e, il_module *module, il_export export)
{
    IL_PUSH(e->arena, &module->exports, export);
}

static void export_pattern(il_eval *e, il_module *module, const il_ast *pattern)
{
    if (!pattern)
        return;
    if (pattern->kind == IL_AST_IDENT)
        add_export(e, module, (il_export){.name = pattern->name, .local = pattern->name});
    for (uint32_t i = 0; i < pattern->n; i++)
        export_pattern(e, module, pattern->kids[i] ? pattern->kids[i]->a : NULL);
}

static void declare_export(il_eval *e, il_module *module, const il_ast *node)
{
    const il_ast *a = node->a;
    if (node->flags & IL_AST_EQUALS || !a)
        return;
    bool named = (a->kind == IL_AST_FUNCTION || a->kind == IL_AST_CLASS || a->kind == IL_AST_ENUM ||
                  a->kind == IL_AST_NAMESPACE) &&
                 a->name;
    if (node->flags & IL_AST_DEFAULT)
        add_export(e, module, (il_export){.name = il_intern(IL_STR("default")), .local = named ? a->name : NULL});
    else if (named)
        add_export(e, module, (il_export){.name = a->name, .local = a->name});
    for (uint32_t i = 0; a->kind == IL_AST_VAR && i < a->n; i++)
        export_pattern(e, module, a->kids[i]->a);
}

static void declare_import(il_eval *e, il_module *module, const il_ast *node)
{
    for (uint32_t i = 0; i < node->n; i++) {
        il_ast *kid = node->kids[i];
        il_variable variable = {.name = kid->name, .import = kid, .module = node->name};
        IL_PUSH(e->arena, &module->scope->variables, variable);
    }
}

static void declare(il_eval *e, il_module *module, const il_ast *node)
{
    switch (node->kind) {
    case IL_AST_IMPORTS:
        declare_import(e, module, node);
        break;
    case IL_AST_EXPORT:
        declare_export(e, module, node);
        break;
    case IL_AST_EXPORT_LIST:
        for (uint32_t i = 0; i < node->n; i++)
            add_export(e, module,
                       (il_export){.name = node->kids[i]->name, .local = node->kids[i]->a->name, .from = node->name});
        break;
    case IL_AST_EXPORT_ALL:
        if (node->a)
            add_export(e, module,
                       (il_export){.name = node->a->name, .local = il_intern(IL_STR("*")), .from = node->name});
        else
            IL_PUSH(e->arena, &module->all, node->name);
        break;
    default:
        break;
    }
}

static void declare_commonjs(il_eval *e, il_module *module)
{
    if (!il_str_ends(module->path, IL_STR("js")))
        return;
    il_name exports = il_intern(IL_STR("exports"));
    il_loc loc = {module->document->source, {0, 0}};
    const il_ev *value = il_ev__object(e, loc);
    module->commonjs = il_ev__object(e, loc);
    il_ev__set(e, module->commonjs->object, exports, loc, value);
    il_ev__declare(e, module->scope, il_intern(IL_STR("module")), module->commonjs);
    il_ev__declare(e, module->scope, exports, value);
}

void il_module__run(il_eval *e, il_module *module)
{
    if (module->state != IL_MODULE_NEW)
        return;
    module->state = IL_MODULE_RUNNING;
    il_frame frame = {.up = e->frame, .module = module, .scope = module->scope};
    il_conditions *conditions = e->conditions;
    unsigned many = e->many;
    uint32_t fork = e->fork;
    const il_ast *bound = e->bound;
    il_name variable = e->variable;
    e->frame = &frame;
    e->conditions = NULL;
    e->many = 0;
    e->fork = 0;
    if (module->file->broken)
        il_ev__gap(e, (il_loc){module->document->source, {0, 0}}, "syntax error", module->path);
    for (uint32_t i = 0; i < module->file->program->n; i++)
        declare(e, module, module->file->program->kids[i]);
    declare_commonjs(e, module);
    il_region region;
    il_ev__enter_region(e, &region, IL_REGION_FUNCTION, NULL);
    il_ev__statements(e, module->file->program);
    if (e->throwing && e->throwing != e->exit)
        il_ev__gap(e, e->throwing->loc, il_why_thrown, IL_STR("nothing behind it is run"));
    il_ev__drop_thrown(e);
    il_ev__leave_region(e, &region, e->undefined);
    e->frame = frame.up;
    e->conditions = conditions;
    e->many = many;
    e->fork = fork;
    e->bound = bound;
    e->variable = variable;
    module->state = IL_MODULE_DONE;
}

void il_module__export_statement(il_eval *e, il_ast *node)
{
    il_module *module = e->frame->module;
    il_ast *a = node->a;
    if (node->flags & IL_AST_EQUALS) {
        module->whole = il_ev__eval(e, a);
        return;
    }
    bool named = (a->kind == IL_AST_FUNCTION || a->kind == IL_AST_CLASS) && a->name;
    if (!(node->flags & IL_AST_DEFAULT) || named) {
        il_ev__statement(e, a);
        return;
    }
    const il_ev *value = il_ev__eval(e, a);
    for (size_t i = 0; i < module->exports.n; i++) {
        if (!strcmp(module->exports.items[i].name, "default"))
            module->exports.items[i].value = value;
    }
}

/* ---- looking up ---- */

static const il_ev *namespace_of(il_eval *e, il_module *module)
{
    if (!module->namespace) {
        module->namespace = il_ev__object(e, (il_loc){module->document->source, {0, 0}});
        module->namespace->object->module = module;
    }
    return module->namespace;
}

static const il_ev *commonjs_exports(il_eval *e, const il_module *module)
{
    (void)e;
    const il_field *field =
        module->commonjs ? il_ev__field(module->commonjs->object, il_intern(IL_STR("exports"))) : NULL;
    bool used = field && (field->value->kind != IL_EV_OBJECT || field->value->object->fields.n);
    return used ? field->value : NULL;
}

static const il_ev *export_value(il_eval *e, il_module *module, const il_export *export)
{
    if (export->value)
        return export->value;
    if (export->from)
        return il_module__import(e, module, export->from, export->local);
    il_variable *variable = export->local ? il_ev__lookup(module->scope, export->local, NULL) : NULL;
    if (!variable)
        return NULL;
    return variable->value || !variable->import ? variable->value : il_module__binding(e, module->scope, variable);
}

/* NAME through the module's `export * from`: its own files first, since a package seems to have every name. */
static const il_ev *export_of_all(il_eval *e, il_module *module, il_name name)
{
    for (int packages = 0; packages < 2; packages++) {
        for (size_t i = 0; i < module->all.n; i++) {
            il_str specifier = il_str_of(module->all.items[i]);
            il_module *other = il_module__resolve(e, module->directory, specifier);
            const il_ev *found = NULL;
            if (other && !packages)
                found = il_module__export(e, other, name);
            else if (!other && packages)
                found = il_module__import(e, module, module->all.items[i], name);
            if (found)
                return found;
        }
    }
    return NULL;
}

const il_ev *il_module__export(il_eval *e, il_module *module, il_name name)
{
    il_module__run(e, module);
    const il_ev *whole = module->whole ? module->whole : commonjs_exports(e, module);
    if (!strcmp(name, "*") || !strcmp(name, "="))
        return whole ? whole : namespace_of(e, module);
    for (size_t i = 0; i < module->exports.n; i++) {
        if (module->exports.items[i].name == name)
            return export_value(e, module, &module->exports.items[i]);
    }
    if (whole) {
        const il_ev *member = il_ev__member(e, whole, name, whole->loc);
        bool is_default = !strcmp(name, "default");
        return is_default && (member->kind == IL_EV_UNDEFINED || member->kind == IL_EV_UNKNOWN) ? whole : member;
    }
    if (module->searching)
        return NULL;
    module->searching = true;
    const il_ev *found = strcmp(name, "default") ? export_of_all(e, module, name) : NULL;
    module->searching = false;
    return found;
}

const il_ev *il_module__import(il_eval *e, il_module *module, il_name specifier, il_name name)
{
    il_str text = il_str_of(specifier);
    il_module *other = il_module__resolve(e, module->directory, text);
    if (other)
        return il_module__export(e, other, name);
    const il_ev *symbol = il_ev__module_symbol(e, text);
    if (!strcmp(name, "*") || !strcmp(name, "="))
        return symbol;
    return il_ev__member(e, symbol, name, (il_loc){module->document->source, {0, 0}});
}

const il_ev *il_module__binding(il_eval *e, il_scope *scope, il_variable *variable)
{
    il_ast *import = variable->import;
    il_module *module = scope->module;
    size_t index = (size_t)(variable - scope->variables.items);
    il_str specifier = il_str_of(variable->module);
    const il_ev *value = il_module__import(e, module, variable->module, import->a->name);
    if (!value) {
        il_module *other = il_module__resolve(e, module->directory, specifier);
        il_loc loc = {module->document->source, import->span};
        value = il_ev__unknown(e, loc, "not exported", il_str_of(import->a->name));
        if (other && other->state == IL_MODULE_RUNNING)
            return value; /* a circle of imports: it may be there later */
    }
    scope->variables.items[index].value = value;
    return value;
}
