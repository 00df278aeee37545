/* A path is followed from the app down, a component at a time, among the constructs that the program makes there. An id that is known decides;
 * one that is known in part (`Eip${i}`) does if it fits, if tree.json has no other class there, and if no second `new` could be meant. Below
 * a construct of the library the library is the maker. Below a stack or a plain construct nothing is: what the program's evaluation has not
 * seen there is never guessed. */
#include "construct_path.h"

#include <string.h>

#include "notes.h"

/* Children of one scope, in the order of creation. */
typedef struct {
    IL_VEC(const il_construct *) list;
} family;

struct il_paths {
    il_arena *arena;
    const il_app *assembly;
    il_map families; /* address of the scope → family * */
    IL_VEC(const il_construct *) adrift;
    il_map found; /* path → found * */
};

/* What stands at a path. */
typedef struct {
    const il_construct *construct; /* NULL: none of the program's */
    bool doubtful;                 /* one of several of the program's may */
} found;

static family *family_of(il_paths *paths, const il_construct *scope)
{
    il_str key = {(const char *)&scope, sizeof scope};
    family *f = il_map_get(&paths->families, key);
    if (!f) {
        f = IL_NEW(paths->arena, family);
        il_map_put(&paths->families, il_arena_str(paths->arena, key), f);
    }
    return f;
}

static bool is_class(const il_construct *construct, const char *const *classes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (construct->class && strcmp(construct->class, classes[i]) == 0)
            return true;
    return false;
}

static bool is_app(const il_construct *construct)
{
    static const char *const classes[] = {"aws-cdk-lib.App"};
    return is_class(construct, classes, 1);
}

bool il_construct_contains(const il_construct *construct)
{
    static const char *const classes[] = {"constructs.Construct", "aws-cdk-lib.App",         "aws-cdk-lib.Stack",
                                          "aws-cdk-lib.Stage",    "aws-cdk-lib.NestedStack", "aws-cdk-lib.Resource"};
    return !construct->class || is_class(construct, classes, sizeof classes / sizeof *classes);
}

/* Classes that make their resource when another construct first uses them. */
static bool is_lazy(const il_construct *construct)
{
    static const char *const classes[] = {"aws-cdk-lib.aws_rds.ParameterGroup"};
    return is_class(construct, classes, sizeof classes / sizeof *classes);
}

il_paths *il_paths_new(il_arena *arena, const il_program *program, const il_app *assembly)
{
    il_paths *paths = IL_NEW(arena, il_paths);
    paths->arena = arena;
    paths->assembly = assembly;
    paths->families = il_map_in(arena);
    paths->found = il_map_in(arena);
    for (size_t i = 0; program && i < program->constructs.n; i++) {
        const il_construct *c = program->constructs.items[i];
        if (c->adrift)
            IL_PUSH(arena, &paths->adrift, c);
        else if (!is_app(c))
            IL_PUSH(arena, &family_of(paths, c->scope && is_app(c->scope) ? NULL : c->scope)->list, c);
    }
    return paths;
}

il_str il_construct_parent(il_str path)
{
    while (path.n && path.p[path.n - 1] != '/')
        path.n--;
    return il_str_slice(path, 0, path.n ? path.n - 1 : 0);
}

/* ---- ids ---- */

typedef enum { DIFFERS, MAY_FIT, FITS } fit;

/* Whether the parts of a text, some of them unknown, can make up TEXT; with a known part it is more than a guess. */
static fit fit_parts(const il_ev *id, il_str text)
{
    bool known = false;
    size_t at = 0;
    for (size_t i = 0; i < id->list.n; i++) {
        const il_ev *part = id->list.items[i];
        if (part->kind != IL_EV_STRING || !part->string.n)
            continue;
        size_t next = il_str_find(text, part->string, at);
        bool last = i + 1 == id->list.n;
        if (next == SIZE_MAX || (i == 0 && next != 0) || (last && !il_str_ends(text, part->string)))
            return DIFFERS;
        at = next + part->string.n;
        known = true;
    }
    return known ? FITS : MAY_FIT;
}

static fit fit_id(const il_ev *id, il_str text)
{
    fit best = DIFFERS;
    switch (id->kind) {
    case IL_EV_STRING:
        return il_str_eq(id->string, text) ? FITS : DIFFERS;
    case IL_EV_CONCAT:
        return fit_parts(id, text);
    case IL_EV_CHOICE:
        for (size_t i = 0; i < id->choice.n; i++) {
            fit one = fit_id(id->choice.arms[i], text);
            best = one > best ? one : best;
        }
        return best;
    default:
        return MAY_FIT;
    }
}

/* Whether CLASS, what tree.json has, is known and another than CONSTRUCT's. */
static bool other_class(const il_construct *construct, il_str class)
{
    return class.n && construct->class && !il_str_is(class, construct->class);
}

/* ---- the way down ---- */

static il_str last_part(il_str path)
{
    il_str folder = il_construct_parent(path);
    return folder.n ? il_str_slice(path, folder.n + 1, path.n) : path;
}

/* Whether CONSTRUCT stands at a path that ends with ID: surely, or as its id has it in part. The evaluation takes the default of an id
 * that the environment may set for the id (`process.env.STAGE ?? 'dev'`): that is its path. */
static fit fits(const il_construct *construct, il_str id, bool exact)
{
    if (exact)
        return construct->path.n && il_str_eq(last_part(construct->path), id) ? FITS : DIFFERS;
    return construct->id->kind == IL_EV_STRING ? DIFFERS : fit_id(construct->id, id);
}

/* Which of the children of SCOPE stands at PATH. */
static found among(il_paths *paths, const il_construct *scope, il_str path)
{
    const family *f = family_of(paths, scope);
    il_str id = last_part(path), class = {NULL, 0};
    found out = {0};
    bool asked = false, certain = false;
    for (int exact = 1; exact >= 0; exact--) {
        for (size_t i = 0; i < f->list.n; i++) {
            const il_construct *c = f->list.items[i];
            fit how = fits(c, id, exact);
            if (how == DIFFERS)
                continue;
            if (!exact && !asked) {
                class = il_notes_class(paths->assembly, path);
                asked = true;
            }
            if (other_class(c, class))
                continue;
            out.doubtful = out.doubtful || (out.construct && !il_loc_eq(out.construct->loc, c->loc));
            certain = certain || how == FITS || class.n;
            out.construct = c;
        }
        if (out.construct)
            break;
    }
    if (out.construct && !certain)
        out.doubtful = true;
    if (out.doubtful)
        out.construct = NULL;
    return out;
}

/* Whether a construct whose scope is not known may be what stands at PATH. */
static bool may_drift_to(const il_paths *paths, il_str path)
{
    il_str class = paths->adrift.n ? il_notes_class(paths->assembly, path) : (il_str){NULL, 0};
    for (size_t i = 0; i < paths->adrift.n; i++) {
        const il_construct *c = paths->adrift.items[i];
        if (fit_id(c->id, last_part(path)) != DIFFERS && !other_class(c, class))
            return true;
    }
    return false;
}

static found at_path(il_paths *paths, il_str path)
{
    const found *known = il_map_get(&paths->found, path);
    if (known)
        return *known;
    il_str above = il_construct_parent(path);
    found parent = above.n ? at_path(paths, above) : (found){0}, out = {0};
    if (parent.doubtful)
        out.doubtful = true;
    else if (!above.n || parent.construct)
        out = among(paths, parent.construct, path);
    if (!out.construct && !out.doubtful && may_drift_to(paths, path))
        out.doubtful = true;
    found *copy = IL_NEW(paths->arena, found);
    *copy = out;
    il_map_put(&paths->found, il_arena_str(paths->arena, path), copy);
    return out;
}

/* "App/Inner" of "App/Inner.NestedStack/Inner.NestedStackResource": the resource that stands for a nested stack. */
static il_str without_nested(il_str path)
{
    il_str above = il_construct_parent(path), ending = IL_STR(".NestedStack");
    return il_str_ends(above, ending) ? il_str_slice(above, 0, above.n - ending.n) : path;
}

static bool too_deep(il_str path)
{
    size_t depth = 0;
    for (size_t i = 0; i < path.n; i++)
        depth += path.p[i] == '/';
    return depth > IL_DEPTH_MAX;
}

const il_construct *il_paths_gap(il_paths *paths, il_str path)
{
    if (too_deep(path))
        return NULL;
    for (il_str at = path; at.n; at = il_construct_parent(at)) {
        found f = at_path(paths, at);
        if (f.doubtful)
            return NULL;
        if (f.construct)
            return at.n < path.n && il_construct_contains(f.construct) ? f.construct : NULL;
    }
    return NULL;
}

const il_construct *il_paths_maker(il_paths *paths, il_str path, bool *sure)
{
    path = without_nested(path);
    if (too_deep(path))
        return NULL;
    for (il_str at = path; at.n; at = il_construct_parent(at)) {
        found f = at_path(paths, at);
        if (f.doubtful)
            return NULL;
        if (!f.construct)
            continue;
        il_str rest = il_str_slice(path, at.n == path.n ? at.n : at.n + 1, path.n);
        if (rest.n && il_construct_contains(f.construct))
            return NULL;
        bool own = !rest.n || il_str_is(rest, "Resource") || il_str_is(rest, "Default");
        *sure = own && !is_lazy(f.construct);
        return f.construct;
    }
    return NULL;
}
