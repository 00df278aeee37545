/* Fixes in templates: one patch of the whole document. Values that came from a parameter's default are changed there; resources that are
 * added stand behind the one that the finding is about and share its condition. */
#include "edit_data.h"
#include "planner.h"
#include "template.h"

typedef struct {
    il_planning *p;
    const il_document *document;
    size_t root;
    const il_node *resources; /* the section */
    il_edit_value *patch;
} template_plan;

static il_edit_value *section(const template_plan *t, const char *name)
{
    il_edit_member *member = il_edit_member_of(t->patch, il_str_of(name));
    if (!member)
        member = il_edit_put(t->p->arena, t->patch, il_str_of(name), il_edit_map(t->p->arena));
    return member->value;
}

static il_str written_id(const template_plan *t)
{
    const il_resource *resource = t->p->resource;
    return resource->written_as.n ? resource->written_as : resource->logical_id;
}

/* Where the body path of a resource that a transform made is written, if it is one of the author's properties under another name; empty
 * for none. */
static il_str written_path(const template_plan *t, il_str path)
{
    const il_resource *resource = t->p->resource;
    il_str start = IL_STR("Properties.");
    bool property = il_str_starts(path, start);
    if (!resource->writings)
        return path;
    if (!property)
        return resource->written_as.n ? (il_str){NULL, 0} : path;
    il_str rest = il_str_slice(path, start.n, path.n);
    for (size_t i = 0; i < resource->n_writings; i++) {
        il_str made = il_str_of(resource->writings[i].made), below = il_str_slice(rest, made.n, rest.n);
        if (il_str_starts(rest, made) && (below.n == 0 || below.p[0] == '.'))
            return il_arena_printf(t->p->arena, "Properties.%s%.*s", resource->writings[i].written, IL_FMT(below));
    }
    return (il_str){NULL, 0};
}

/* Finds the resource as it is written; false when a transform or another template made it. */
static bool locate(template_plan *t)
{
    const il_resource *resource = t->p->resource;
    const il_node *node = il_template_node(resource->handle);
    t->document = il_plan__document(t->p, resource->loc.source);
    for (size_t i = 0; t->document && node && i < t->document->n_roots; i++) {
        t->root = i;
        t->resources = il_node_get(t->document->roots[i], IL_STR("Resources"));
        if (il_node_get(t->resources, written_id(t)) == node)
            return true;
    }
    return false;
}

static il_str own_id(const template_plan *t, il_str suffix)
{
    return il_arena_printf(t->p->arena, "%.*s%.*s", IL_FMT(t->p->resource->logical_id), IL_FMT(suffix));
}

/* BASE, or BASE with a number, as a logical id that is free and not given out to anybody else. */
static il_str free_id(const template_plan *t, il_str base, bool shared)
{
    il_arena *arena = t->p->arena;
    il_str id = base,
           owner = il_arena_printf(arena, "%s %.*s", t->p->verdict->rule->id, IL_FMT(t->p->resource->logical_id));
    owner = shared && t->p->sharing.n ? t->p->sharing : owner;
    for (int number = 2; il_node_get(t->resources, id) || !il_plan__claim(t->p->planner, id, owner); number++)
        id = il_arena_printf(arena, "%.*s%d", IL_FMT(base), number);
    return id;
}

/* The logical id of the one resource of TYPE in this template. */
static bool one_of(const template_plan *t, il_str type, il_str *out, const char **refusal)
{
    il_str words = il_plan__one_words(&type);
    const il_type_list *list = il_app_of_type(t->p->planner->input.app, type);
    const il_resource *found = NULL, *named = NULL;
    size_t n_found = 0, n_named = 0;
    for (size_t i = 0; i < list->n; i++) {
        const il_resource *resource = list->items[i];
        if (resource->generated || resource->stack != t->p->resource->stack)
            continue;
        n_found++;
        found = resource;
        if (il_plan__has_word(resource->logical_id, words)) {
            n_named++;
            named = resource;
        }
    }
    found = n_named == 1 ? named : found;
    if (n_named != 1 && n_found != 1) {
        il_plan__want(t->p, type, t->p->resource->stack ? t->p->resource->stack->name : (il_str){0});
        *refusal = n_found ? "the template has several resources that the fix could use"
                           : "the template has no resource that the fix could use";
        return false;
    }
    *refusal = "the resource that the fix would use exists under a condition";
    if (found->condition.text.n && !il_str_eq(found->condition.text, t->p->resource->condition.text))
        return false;
    *out = found->logical_id;
    return true;
}

static bool fill_hole(void *context, il_hole *hole, il_str *out, const char **refusal)
{
    template_plan *t = context;
    if (il_str_is(hole->name, "one"))
        return one_of(t, hole->arg, out, refusal);
    if (il_str_is(hole->name, "var"))
        *out = t->p->resource->logical_id;
    else if (il_str_is(hole->name, "id"))
        *out = free_id(t, own_id(t, hole->arg), false);
    else if (il_str_is(hole->name, "new"))
        *out = free_id(t, hole->arg, true);
    else {
        *refusal = "the fix has a part that templates do not know";
        return false;
    }
    return true;
}

/* The members of the resource itself go beside its Type. */
static void place_member(const template_plan *t, il_edit_value *resource, il_str path)
{
    il_str rest = path, key = il_str_cut(&rest, '.');
    il_edit_member *member = il_edit_member_of(resource, key);
    (void)t;
    if (member && !il_str_is(key, "Properties"))
        member->after = IL_STR("Type");
}

static il_str scalar_text(il_arena *arena, const il_value *value)
{
    if (value->kind == IL_BOOL)
        return il_str_of(value->boolean ? "true" : "false");
    if (value->kind == IL_NUMBER)
        return il_plan__number(arena, value->number);
    return value->kind == IL_STRING ? value->string : (il_str){NULL, 0};
}

/* Whether PARAMETER may be given VALUE. */
static bool allows(il_arena *arena, const il_resource *parameter, const il_value *value)
{
    const il_value *allowed = il_value_get(il_resource_properties(parameter), IL_STR("AllowedValues"));
    bool found = allowed->kind != IL_LIST;
    for (size_t i = 0; !found && i < allowed->list.n; i++)
        found = il_str_eq(scalar_text(arena, allowed->list.items[i]), scalar_text(arena, value));
    return found;
}

static const char *set_leaf(template_plan *t, il_edit_value *resource, const il_rule_set_leaf *leaf)
{
    il_planning *p = t->p;
    il_str path = il_plan__body_path(p->arena, p->verdict, leaf->path);
    if (path.n == 0)
        return "the fix speaks of another resource";
    const il_value *present = il_plan__value_at(p->resource->body, path), *wanted = il_plan__leaf(p, leaf);
    if (leaf->operand && wanted->kind != IL_NUMBER && wanted->kind != IL_STRING)
        return "what it should become is not known";
    if (il_value_eq(present, wanted))
        return NULL;
    if (present->kind == IL_CHOICE)
        return "the value depends on a condition";
    if (present->origin == IL_FROM_PARAMETER && present->parameter) {
        if (!allows(p->arena, present->parameter, wanted))
            return "the parameter does not allow the value";
        il_edit_value *parameter = il_edit_map(p->arena);
        il_edit_put(p->arena, section(t, "Parameters"), present->parameter->logical_id, parameter);
        il_edit_put(p->arena, parameter, IL_STR("Default"), il_plan__patch_of(p, wanted));
        return NULL;
    }
    if (present->origin == IL_FROM_ENVIRONMENT && present->parameter)
        return "the value is given from outside of the template";
    path = written_path(t, path);
    if (path.n == 0)
        return "a transform makes this; no property of the template says it";
    il_edit_value *value = il_plan__patch_of(p, wanted);
    if (il_plan__adds(present, wanted))
        value->kind = IL_EDIT_APPEND;
    if (!il_edit_set(p->arena, resource, path, value))
        return "the fix contradicts itself";
    place_member(t, resource, path);
    return NULL;
}

static const char *remove_leaf(template_plan *t, il_edit_value *resource, const char *page_path)
{
    il_planning *p = t->p;
    il_str path = il_plan__body_path(p->arena, p->verdict, page_path);
    if (il_str_contains(path, IL_STR("::")))
        return NULL;
    path = written_path(t, path);
    if (path.n == 0)
        return "a transform makes this; no property of the template says it";
    return il_edit_set(p->arena, resource, path, il_edit_remove(p->arena)) ? NULL : "the fix contradicts itself";
}

/* The resources that the page adds, behind this one and under its condition. */
static void add_resources(template_plan *t)
{
    il_planning *p = t->p;
    il_edit_value *added = il_plan__patch_of(p, p->page->add_cfn), *resources = section(t, "Resources");
    il_str behind = written_id(t);
    for (size_t i = 0; i < added->members.n; i++) {
        il_edit_member *member =
            il_edit_put(p->arena, resources, added->members.items[i].key, added->members.items[i].value);
        member->after = behind;
        if (p->resource->condition.text.n && member->value->kind == IL_EDIT_MAP &&
            !il_edit_member_of(member->value, IL_STR("Condition")))
            il_edit_put(p->arena, member->value, IL_STR("Condition"),
                        il_edit_string(p->arena, p->resource->condition.text))
                ->after = IL_STR("Type");
    }
}

static const char *make_patch(template_plan *t)
{
    il_planning *p = t->p;
    il_edit_value *resource = il_edit_map(p->arena);
    const char *refusal = NULL;
    for (size_t i = 0; i < p->page->n_set && !refusal; i++)
        refusal = set_leaf(t, resource, &p->page->set[i]);
    for (size_t i = 0; i < p->page->n_remove && !refusal; i++)
        refusal = remove_leaf(t, resource, p->page->remove[i]);
    if (refusal)
        return refusal;
    if (resource->members.n)
        il_edit_put(p->arena, section(t, "Resources"), written_id(t), resource);
    if (p->page->add_cfn)
        add_resources(t);
    il_filler filler = {fill_hole, t};
    return il_plan__fill_patch(p->arena, t->patch, &filler, &refusal) ? NULL : refusal;
}

void il_plan__template(il_planning *p)
{
    template_plan t = {.p = p, .patch = il_edit_map(p->arena)};
    if (!locate(&t)) {
        il_plan__refuse(p, "the resource is not written in this template");
        return;
    }
    if (!p->page->n_set && !p->page->n_remove && !p->page->add_cfn) {
        il_plan__refuse(p, "the rule has no fix for templates");
        return;
    }
    il_edits edits = {0};
    const char *refusal = make_patch(&t);
    if (!refusal)
        refusal = il_edit_data(p->arena, t.document, t.root, t.patch, &edits);
    if (refusal)
        il_plan__refuse(p, refusal);
    else
        il_plan__propose(p, &edits);
}
