/* The entry: which files are run, in which order, and what is looked at that nothing reaches. */
#include "eval.h"

#include <string.h>

/* Tests and type declarations are not part of the app, unless something imports them. */
static bool is_aside(il_str root, il_str path)
{
    static const char *const endings[] = {".d.ts", ".test.ts", ".spec.ts", ".test.js", ".spec.js", ".d.mts", ".d.cts"};
    static const char *const folders[] = {"test", "tests", "__tests__", "node_modules", "cdk.out"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (il_str_ends(path, il_str_of(endings[i])))
            return true;
    }
    il_str rest = il_str_starts(path, root) ? il_str_slice(path, root.n, path.n) : path;
    while (rest.p) {
        il_str part = il_str_cut(&rest, '/');
        for (size_t i = 0; rest.p && i < sizeof folders / sizeof *folders; i++) {
            if (il_str_is(part, folders[i]))
                return true;
        }
    }
    return false;
}

static il_module *entry_of(il_eval *e)
{
    const il_cdk_input *input = e->input;
    il_str entry = input->entry, file;
    if (entry.n == 0) {
        file = il_project_entry(&e->project, input->root);
    } else {
        file = il_project_file(&e->project, entry);
        if (file.n == 0)
            file = il_project_file(&e->project, il_path_join(e->arena, input->root, entry));
    }
    return file.n ? il_module__at(e, file) : NULL;
}

/* Whether PROGRAM has a derived class that it may export. */
static bool exports_class(const il_ast *program)
{
    bool exports = false, derives = false;
    for (uint32_t i = 0; i < program->n; i++) {
        const il_ast *kid = program->kids[i];
        bool is_export = kid->kind == IL_AST_EXPORT && kid->a;
        exports |= is_export || kid->kind == IL_AST_EXPORT_LIST;
        if (is_export)
            kid = kid->a;
        derives |= kid->kind == IL_AST_CLASS && kid->a;
    }
    return exports && derives;
}

static bool is_stack(const il_ev *root)
{
    static const char *const names[] = {"aws-cdk-lib.Stack", "aws-cdk-lib.Stage", "aws-cdk-lib.NestedStack"};
    for (size_t i = 0; root && root->kind == IL_EV_SYMBOL && i < sizeof names / sizeof *names; i++) {
        if (!strcmp(root->lib.symbol, names[i]))
            return true;
    }
    return false;
}

/* A construct class that a caller outside of the app makes: of the construct library, or derived from it. */
static bool is_construct_class(const il_ev *root)
{
    return root && root->kind == IL_EV_SYMBOL && il_ev__is_library_name(root->lib.symbol);
}

static void instantiate_adrift(il_eval *e, il_class *class)
{
    il_loc loc = {class->module->document->source, class->node->name ? class->node->key : class->node->span};
    il_site site = {.document = class->module->document, .head = loc, .whole = loc, .consumed = true};
    il_frame frame = {.module = class->module, .scope = class->module->scope};
    il_args unknown = {.open = true};
    e->frame = &frame;
    il_ev__instantiate(e, class, &unknown, &site);
    e->frame = NULL;
}

typedef bool chosen(const il_ev *root);

/* Instantiates, with nothing known, the exported classes of MODULE that CHOSEN wants and nobody else made. */
static void instantiate_exported(il_eval *e, il_module *module, chosen *choose)
{
    for (size_t i = 0; i < module->exports.n; i++) {
        const il_ev *value = il_module__export(e, module, module->exports.items[i].name);
        if (value && value->kind == IL_EV_CLASS && !value->class->instantiated && choose(il_ev__root_of(value->class)))
            instantiate_adrift(e, value->class);
    }
}

static void run_from_files(il_eval *e, il_module **modules, size_t n, bool constructs_too)
{
    for (size_t i = 0; i < n; i++) {
        if (!modules[i]->file->makes_app && exports_class(modules[i]->file->program))
            il_module__run(e, modules[i]);
    }
    for (size_t i = 0; i < n; i++) {
        if (modules[i]->state == IL_MODULE_DONE)
            instantiate_exported(e, modules[i], is_stack);
    }
    for (size_t i = 0; constructs_too && i < n; i++) {
        if (modules[i]->state == IL_MODULE_DONE)
            instantiate_exported(e, modules[i], is_construct_class);
    }
}

static bool has_app(const il_program *program)
{
    for (size_t i = 0; i < program->constructs.n; i++) {
        if (!strcmp(program->constructs.items[i]->class, "aws-cdk-lib.App"))
            return true;
    }
    return false;
}

/* Whether a file makes an app that was not run: the stacks that nobody made may be that one's. */
static bool has_other_app(il_module **modules, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (modules[i]->file->makes_app && modules[i]->state == IL_MODULE_NEW)
            return true;
    }
    return false;
}

static void run(il_eval *e)
{
    const il_cdk_input *input = e->input;
    il_module **modules = IL_NEW_ARRAY(e->arena, input->n_files, il_module *);
    size_t n = 0;
    for (size_t i = 0; i < input->n_files; i++) {
        il_module *module = is_aside(input->root, input->files[i]) ? NULL : il_module__at(e, input->files[i]);
        if (module && module->file)
            modules[n++] = module;
    }
    il_module *entry = entry_of(e);
    if (entry && entry->file)
        il_module__run(e, entry);
    bool led = has_app(e->program);
    for (size_t i = 0; i < n && !led; i++) {
        if (modules[i]->file->makes_app)
            il_module__run(e, modules[i]);
    }
    if (!led || has_other_app(modules, n))
        run_from_files(e, modules, n, e->program->constructs.n == 0);
}

il_str il_cdk_entry(il_arena *arena, const il_loader *loader, il_str root)
{
    il_project project = il_project_in(arena, loader);
    return il_project_entry(&project, root);
}

il_program *il_cdk_evaluate(il_arena *arena, const il_cdk_input *input)
{
    il_eval *e = IL_NEW(arena, il_eval);
    il_cdk_input *kept = IL_NEW(arena, il_cdk_input); /* aspects are run when the caller's is gone */
    *kept = *input;
    *e = (il_eval){.arena = arena,
                   .input = kept,
                   .limit = IL_EVAL_STEPS,
                   .memory = il_arena_size(arena) + IL_EVAL_MEMORY,
                   .project = il_project_in(arena, input->loader),
                   .modules = il_map_in(arena),
                   .symbols = il_map_in(arena),
                   .conjunctions = il_map_in(arena),
                   .tests = il_map_in(arena)};
    e->program = IL_NEW(arena, il_program);
    e->program->arena = arena;
    e->program->evaluator = e;
    e->undefined = il_ev__new(e, IL_EV_UNDEFINED, (il_loc){0});
    e->environment = il_ev__unknown(e, (il_loc){0}, il_why_environment, (il_str){NULL, 0});
    ((il_ev *)e->environment)->origin = IL_FROM_ENVIRONMENT;
    e->thrown = il_ev__unknown(e, (il_loc){0}, il_why_thrown, (il_str){NULL, 0});
    e->exit = il_ev__unknown(e, (il_loc){0}, "the program ends", (il_str){NULL, 0});
    e->no_context = il_ev__unknown(e, (il_loc){0}, "context key that cdk.json does not have", (il_str){NULL, 0});
    il_ev__read_context(e);
    run(e);
    il_ev__run_aspects(e);
    il_ev__survey(e);
    return e->program;
}
