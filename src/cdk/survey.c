/* One walk over the text of each module that ran, for rules about the program itself: what it asks of its surroundings and where, the names of the
 * library that it writes, members that nobody declares, and tables of settings for environments. Refuses to guess: a class whose base or members are not all known is left out, a
 * table that another file may import counts as perhaps used. */
#include <string.h>

#include "eval.h"

/* The class that the walk is in. */
typedef struct around {
    const struct around *up;
    const il_ast *class;
    il_name base; /* the last name of what it extends; NULL for none */
    bool library; /* which is a class of the library that has only the members below */
    bool is_this; /* `this` is an instance of it here */
    bool is_static;
} around;

typedef struct {
    il_eval *e;
    const il_module *module;
    il_sights tables;            /* SETTINGS of this module … */
    IL_VEC(const il_ast *) asts; /* … and their OBJECTs */
} walk;

/* What aws-cdk-lib's Stack, Stage, NestedStack and Construct have: constructs, 10.x, and aws-cdk-lib 2.x of 2026-01. */
static const char *const library_members[] = {
    "account",
    "addDependency",
    "addMetadata",
    "addStackTag",
    "addTransform",
    "addFileAsset",
    "addDockerImageAsset",
    "allocateLogicalId",
    "artifactId",
    "assetOutdir",
    "availabilityZones",
    "bundlingRequired",
    "construct",
    "constructor",
    "dependencies",
    "environment",
    "exportStringListValue",
    "exportValue",
    "formatArn",
    "getLogicalId",
    "hasOwnProperty",
    "maxResources",
    "nested",
    "nestedStackParent",
    "nestedStackResource",
    "node",
    "notificationArns",
    "onPrepare",
    "onSynthesize",
    "onValidate",
    "outdir",
    "parentStage",
    "parseArn",
    "partition",
    "permissionsBoundary",
    "policyValidationBeta1",
    "prepare",
    "prepareApp",
    "prepareCrossReference",
    "region",
    "regionalFact",
    "removeStackTag",
    "renameLogicalId",
    "reportMissingContextKey",
    "resolve",
    "setParameter",
    "splitArn",
    "stackDependencies",
    "stackId",
    "stackName",
    "stageName",
    "synth",
    "synthesize",
    "synthesizer",
    "tags",
    "templateFile",
    "templateFullPath",
    "templateOptions",
    "terminationProtection",
    "toJsonString",
    "toString",
    "toYamlString",
    "urlSuffix",
    "validate",
    "with",
};

static bool is_library_member(il_name name)
{
    for (size_t i = 0; i < sizeof library_members / sizeof *library_members; i++)
        if (!strcmp(name, library_members[i]))
            return true;
    return false;
}

static void sight(walk *w, const around *in, il_sight_kind kind, il_name name, il_span span)
{
    il_sight one = {.kind = kind, .name = name, .loc = {w->module->document->source, span}};
    one.class = in ? in->class->name : NULL;
    one.base = in ? in->base : NULL;
    IL_PUSH(w->e->arena, &w->e->program->sights, one);
}

static bool is_member_of(const il_ast *node, const char *object, const char *name)
{
    return node && node->kind == IL_AST_MEMBER && !strcmp(node->name, name) && node->a->kind == IL_AST_IDENT &&
           !strcmp(node->a->name, object);
}

static bool is_environment(const il_ast *node)
{
    return is_member_of(node, "process", "env");
}

/* The import that NODE, a chain of members, begins with; NULL when it begins with something else. */
static il_variable *import_of(const walk *w, const il_ast *node)
{
    while (node && node->kind == IL_AST_MEMBER)
        node = node->a;
    if (!node || node->kind != IL_AST_IDENT)
        return NULL;
    for (size_t i = 0; i < w->module->scope->variables.n; i++) {
        il_variable *variable = &w->module->scope->variables.items[i];
        if (variable->name == node->name)
            return variable->import ? variable : NULL;
    }
    return NULL;
}

static bool imported_from_library(const walk *w, const il_ast *base)
{
    const il_variable *variable = import_of(w, base);
    return variable && (!strcmp(variable->module, "aws-cdk-lib") || !strcmp(variable->module, "@aws-cdk/core") ||
                        !strcmp(variable->module, "constructs"));
}

/* The library name that NODE writes out, from the import BINDING on; NULL when it is none. */
static const il_ev *symbol_of(walk *w, const il_ev *binding, const il_ast *node)
{
    const il_ev *object = node->kind == IL_AST_IDENT ? binding : symbol_of(w, binding, node->a);
    if (!object || object->kind != IL_EV_SYMBOL || node->kind == IL_AST_IDENT)
        return object;
    const il_symbol *symbol = (const il_symbol *)object;
    return symbol->library && symbol->level < 2 ? il_ev__symbol_member(w->e, symbol, node->name, object->loc) : NULL;
}

static void look_at_name(walk *w, const around *in, const il_ast *node)
{
    il_variable *variable = import_of(w, node);
    if (!variable || variable->module[0] == '.')
        return;
    const il_ev *binding = il_module__binding(w->e, w->module->scope, variable);
    const il_ev *symbol = binding ? symbol_of(w, binding, node) : NULL;
    if (symbol && symbol->kind == IL_EV_SYMBOL && ((const il_symbol *)symbol)->library &&
        ((const il_symbol *)symbol)->level)
        sight(w, in, IL_SIGHT_SYMBOL, symbol->lib.symbol, node->span);
}

static bool is_plain_base(il_name base)
{
    static const char *const names[] = {"Stack", "NestedStack", "Stage", "Construct"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(base, names[i]))
            return true;
    return false;
}

static bool declares(const il_ast *class, il_name name)
{
    for (uint32_t i = 0; i < class->n; i++) {
        const il_ast *kid = class->kids[i];
        if (kid->name == name && kid->kind != IL_AST_BLOCK)
            return true;
        bool constructor = kid->kind == IL_AST_METHOD && kid->name && !strcmp(kid->name, "constructor");
        for (uint32_t j = 0; constructor && j < kid->b->n; j++) {
            const il_ast *param = kid->b->kids[j];
            if (param->flags & IL_AST_PROPERTY && param->a && param->a->name == name)
                return true;
        }
    }
    return false;
}

/* Whether something in NODE assigns this.NAME: JavaScript declares so. */
static bool assigns(const il_ast *node, il_name name, unsigned depth)
{
    if (!node || depth > IL_DEPTH_MAX)
        return false;
    if (node->kind == IL_AST_ASSIGN && node->a && node->a->kind == IL_AST_MEMBER && node->a->name == name &&
        node->a->a->kind == IL_AST_THIS)
        return true;
    if (assigns(node->a, name, depth + 1) || assigns(node->b, name, depth + 1) || assigns(node->c, name, depth + 1))
        return true;
    for (uint32_t i = 0; i < node->n; i++)
        if (assigns(node->kids[i], name, depth + 1))
            return true;
    return false;
}

static bool seen_undeclared(const walk *w, const around *in, il_name name)
{
    const il_sights *sights = &w->e->program->sights;
    for (size_t i = sights->n; i-- > 0;) {
        const il_sight *s = &sights->items[i];
        if (s->kind == IL_SIGHT_UNDECLARED && s->name == name && s->class == in->class->name &&
            s->loc.source == w->module->document->source)
            return true;
    }
    return false;
}

static void look_at_this(walk *w, const around *in, const il_ast *node)
{
    if (!in || !in->is_this || in->is_static || !in->library || in->class->flags & IL_AST_BROKEN || !in->class->name)
        return;
    if (declares(in->class, node->name) || is_library_member(node->name) || assigns(in->class, node->name, 0) ||
        seen_undeclared(w, in, node->name))
        return;
    sight(w, in, IL_SIGHT_UNDECLARED, node->name, node->span);
}

static void visit(walk *w, const around *in, const il_ast *node, unsigned depth);

static void visit_all(walk *w, const around *in, const il_ast *node, unsigned depth)
{
    visit(w, in, node->a, depth);
    visit(w, in, node->b, depth);
    visit(w, in, node->c, depth);
    for (uint32_t i = 0; i < node->n; i++)
        visit(w, in, node->kids[i], depth);
}

static void visit_class(walk *w, const around *in, const il_ast *node, unsigned depth)
{
    const il_ast *base = node->a;
    around inner = {.up = in, .class = node, .base = base ? base->name : NULL, .is_this = true};
    inner.library = base && base->name && is_plain_base(base->name) && imported_from_library(w, base);
    visit(w, in, base, depth);
    for (uint32_t i = 0; i < node->n; i++) {
        inner.is_static = (node->kids[i]->flags & IL_AST_STATIC) != 0;
        const il_ast *kid = node->kids[i];
        if (kid->kind == IL_AST_METHOD) /* its function has this class's `this` */
            visit_all(w, &inner, kid->b, depth);
        else
            visit_all(w, &inner, kid, depth);
    }
}

/* `function () {…}` and methods of objects have a `this` of their own. */
static void visit_function(walk *w, const around *in, const il_ast *node, unsigned depth)
{
    if (!in || node->flags & IL_AST_ARROW) {
        visit_all(w, in, node, depth);
        return;
    }
    around inner = *in;
    inner.is_this = false;
    visit_all(w, &inner, node, depth);
}

static bool is_environment_word(il_name name)
{
    static const char *const words[] = {"dev",  "develop", "development", "test",    "testing", "qa",  "uat",
                                        "stag", "stage",   "staging",     "preprod", "prod",    "prd", "production"};
    char lower[16];
    size_t n = name ? strlen(name) : 0;
    if (!n || n >= sizeof lower)
        return false;
    for (size_t i = 0; i <= n; i++)
        lower[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + ('a' - 'A') : name[i]);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(lower, words[i]))
            return true;
    return false;
}

/* `const NAME = { dev: {…}, prod: {…} }`. */
static void look_for_settings(walk *w, const around *in, const il_ast *node)
{
    const il_ast *table = node->b;
    if (!table || table->kind != IL_AST_OBJECT || table->flags & IL_AST_BROKEN || !node->a ||
        node->a->kind != IL_AST_IDENT)
        return;
    uint32_t n = 0;
    for (uint32_t i = 0; i < table->n; i++) {
        const il_ast *kid = table->kids[i];
        if (kid->kind != IL_AST_PAIR || !kid->b || kid->b->kind != IL_AST_OBJECT)
            return;
        n += is_environment_word(kid->name);
    }
    if (n < 2)
        return;
    il_sight one = {.kind = IL_SIGHT_SETTINGS, .name = node->a->name};
    one.loc = (il_loc){w->module->document->source, node->a->span};
    one.class = in ? in->class->name : NULL;
    IL_PUSH(w->e->arena, &w->tables, one);
    IL_PUSH(w->e->arena, &w->asts, table);
}

static void visit(walk *w, const around *in, const il_ast *node, unsigned depth)
{
    if (!node || ++depth > IL_DEPTH_MAX)
        return;
    switch (node->kind) {
    case IL_AST_CLASS:
        visit_class(w, in, node, depth);
        return;
    case IL_AST_FUNCTION:
        visit_function(w, in, node, depth);
        return;
    case IL_AST_MEMBER:
        if (is_environment(node->a)) {
            sight(w, in, IL_SIGHT_ENVIRONMENT, node->name, node->span);
            return;
        }
        if (is_environment(node))
            sight(w, in, IL_SIGHT_ENVIRONMENT, NULL, node->span);
        else if (node->a->kind == IL_AST_THIS)
            look_at_this(w, in, node);
        else if (!strcmp(node->name, "tryGetContext") || !strcmp(node->name, "getContext"))
            sight(w, in, IL_SIGHT_CONTEXT, NULL, node->key);
        else
            look_at_name(w, in, node);
        if (node->a->kind == IL_AST_MEMBER && import_of(w, node))
            return; /* the whole name was looked at */
        break;
    case IL_AST_IDENT:
        look_at_name(w, in, node);
        break;
    case IL_AST_IMPORTS:
    case IL_AST_EXPORT_LIST:
        return;
    case IL_AST_INDEX:
        if (is_environment(node->a)) {
            const il_ev *key = node->b && node->b->kind == IL_AST_LITERAL ? node->b->value : NULL;
            sight(w, in, IL_SIGHT_ENVIRONMENT, key && key->kind == IL_EV_STRING ? il_intern(key->string) : NULL,
                  node->span);
            visit(w, in, node->b, depth);
            return;
        }
        break;
    case IL_AST_DECLARATOR:
        look_for_settings(w, in, node);
        break;
    default:
        break;
    }
    visit_all(w, in, node, depth);
}

static bool has_name(const il_ast *object, il_name name)
{
    for (uint32_t i = 0; i < object->n; i++)
        if (object->kids[i]->name == name)
            return true;
    return false;
}

static bool is_open(const il_ast *object)
{
    bool open = object->flags & IL_AST_BROKEN;
    for (uint32_t i = 0; i < object->n; i++)
        open = open || !object->kids[i]->name; /* a spread, a computed key */
    return open;
}

/* What OBJECT writes out: a string, a number, true or false of its own. */
static const il_ev *scalars_of(il_eval *e, const il_ast *object, il_loc loc)
{
    const il_ev *value = il_ev__object(e, loc);
    value->object->open = is_open(object);
    for (uint32_t i = 0; i < object->n; i++) {
        const il_ast *kid = object->kids[i];
        if (kid->kind != IL_AST_PAIR || !kid->name || !kid->b)
            continue;
        il_loc key = {loc.source, kid->key};
        const il_ev *held = kid->b->kind == IL_AST_LITERAL ? kid->b->value : NULL;
        il_ev__set(e, value->object, kid->name, key,
                   held ? held : il_ev__unknown(e, key, "setting", (il_str){NULL, 0}));
    }
    return value;
}

static void read_settings(il_eval *e, il_sight *table, const il_ast *ast)
{
    il_ev_settings *all = IL_NEW_ARRAY(e->arena, ast->n, il_ev_settings);
    for (uint32_t i = 0; i < ast->n; i++) {
        const il_ast *object = ast->kids[i]->b;
        all[i].name = ast->kids[i]->name;
        all[i].loc = (il_loc){table->loc.source, ast->kids[i]->key};
        all[i].value = scalars_of(e, object, all[i].loc);
        for (uint32_t j = 0; j < ast->n && !is_open(object); j++) {
            const il_ast *other = ast->kids[j]->b;
            for (uint32_t k = 0; k < other->n; k++) {
                il_name name = other->kids[k]->name;
                bool known = !name || has_name(object, name);
                for (size_t m = 0; m < all[i].missing.n && !known; m++)
                    known = all[i].missing.items[m] == name;
                if (!known)
                    IL_PUSH(e->arena, &all[i].missing, name);
            }
        }
    }
    table->settings = all;
    table->n_settings = ast->n;
}

/* How often NAME is read below NODE. */
static uint32_t count_mentions(const il_ast *node, il_name name, unsigned depth)
{
    if (!node || depth > IL_DEPTH_MAX)
        return 0;
    uint32_t n = (node->kind == IL_AST_IDENT || node->kind == IL_AST_IMPORT_NAME) && node->name == name;
    n += count_mentions(node->a, name, depth + 1) + count_mentions(node->b, name, depth + 1) +
         count_mentions(node->c, name, depth + 1);
    for (uint32_t i = 0; i < node->n; i++)
        n += count_mentions(node->kids[i], name, depth + 1);
    return n;
}

static bool exports(const il_module *module, il_name name)
{
    for (size_t i = 0; i < module->exports.n; i++)
        if (module->exports.items[i].name == name || module->exports.items[i].local == name)
            return true;
    return module->whole != NULL || module->commonjs != NULL;
}

static void survey_module(il_eval *e, const il_module *module)
{
    walk w = {.e = e, .module = module};
    visit(&w, NULL, module->file->program, 0);
    for (size_t i = 0; i < w.tables.n; i++) {
        il_sight *table = &w.tables.items[i];
        bool mentioned = count_mentions(module->file->program, table->name, 0) > 1; /* once where it is declared */
        table->used = mentioned ? IL_YES : exports(module, table->name) ? IL_MAYBE : IL_NO;
        read_settings(e, table, w.asts.items[i]);
        IL_PUSH(e->arena, &e->program->sights, *table);
    }
}

void il_ev__survey(il_eval *e)
{
    for (size_t i = 0; i < e->modules.n; i++) {
        const il_module *module = e->modules.entries[i].value;
        if (module->file && module->state != IL_MODULE_NEW && !module->file->broken)
            survey_module(e, module);
    }
}
