/* Files of the project that the program reads, and paths to them. A path below the project is an unknown text with il_why_path: where the
 * project lies on the machine that synthesizes is not known, what lies in it is. */
#include <stdint.h>
#include <string.h>

#include "eval_builtin.h"
#include "utf8.h"

enum { FILE_MAX = 1 << 18 };

static bool is_path(const il_ev *value)
{
    return value->kind == IL_EV_UNKNOWN && value->unknown.reason == il_why_path;
}

const il_ev *il_ev__path(il_eval *e, il_loc loc, il_str path)
{
    return il_ev__unknown(e, loc, il_why_path, path);
}

const il_ev *il_ev__path_tail(il_eval *e, il_loc loc, const il_ev *path, il_str tail)
{
    bool joins = is_path(path) && tail.n && tail.p[0] == '/';
    return joins ? il_ev__path(e, loc, il_path_join(e->arena, path->unknown.detail, il_str_slice(tail, 1, tail.n)))
                 : NULL;
}

/* The file that VALUE names: a path in the project, or a text relative to where the app is run. */
static bool file_of(const il_builtin *c, const il_ev *value, il_str *path)
{
    if (is_path(value))
        *path = value->unknown.detail;
    else if (value->kind == IL_EV_STRING && value->string.n && value->string.p[0] != '/')
        *path = il_path_join(c->e->arena, c->e->input->root, value->string);
    else
        return false;
    return true;
}

/* path.join, resolve, normalize: paths in the project stay paths in the project. */
static const il_ev *join(const il_builtin *c, bool resolve)
{
    il_eval *e = c->e;
    bool project = resolve;
    il_str path = project ? e->input->root : (il_str){NULL, 0};
    if (c->args->open)
        return NULL;
    for (size_t i = 0; i < c->args->n; i++) {
        const il_ev *part = c->args->items[i];
        if (!is_path(part) && part->kind != IL_EV_STRING)
            return NULL;
        bool absolute = !is_path(part) && part->string.n && part->string.p[0] == '/';
        if (absolute && resolve)
            project = false;
        if (absolute && !resolve && path.p)
            part = il_ev__string(e, c->loc, il_str_slice(part->string, 1, part->string.n));
        path = is_path(part) ? part->unknown.detail : il_path_join(e->arena, path, part->string);
        project |= is_path(part);
    }
    if (!project && path.n == 0)
        path = IL_STR(".");
    return project ? il_ev__path(e, c->loc, path) : il_ev__string(e, c->loc, path);
}

/* Where the ending of the file name NAME begins, as path.extname has it. */
static size_t ending_at(il_str name)
{
    size_t at = name.n;
    while (at > 0 && name.p[at - 1] != '.')
        at--;
    return at > 1 ? at - 1 : name.n;
}

/* dirname, basename, extname. */
static const il_ev *part(const il_builtin *c, il_str which)
{
    il_eval *e = c->e;
    const il_ev *value = il_builtin_first(c), *ending = il_ev__argument(e, c->args, 1);
    bool anchored = is_path(value);
    if (!anchored && value->kind != IL_EV_STRING)
        return NULL;
    il_str path = anchored ? value->unknown.detail : value->string;
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    il_str directory = il_path_directory(path),
           name = il_str_slice(path, directory.n ? directory.n + 1 : path.n && path.p[0] == '/', path.n);
    if (il_str_is(which, "dirname")) {
        if (anchored)
            return il_ev__path(e, c->loc, path.n ? directory : IL_STR(".."));
        bool top = path.n && path.p[0] == '/';
        return il_ev__string(e, c->loc, directory.n ? directory : top ? IL_STR("/") : IL_STR("."));
    }
    if (anchored && name.n == 0)
        return NULL; /* the project's own folder: its name is not known */
    if (il_str_is(which, "extname"))
        return il_ev__string(e, c->loc, il_str_slice(name, ending_at(name), name.n));
    if (ending->kind == IL_EV_STRING && il_str_ends(name, ending->string) && name.n > ending->string.n)
        name.n -= ending->string.n;
    return ending->kind == IL_EV_STRING || ending->kind == IL_EV_UNDEFINED ? il_ev__string(e, c->loc, name) : NULL;
}

static const il_ev *parse(const il_builtin *c)
{
    il_eval *e = c->e;
    const il_ev *base = part(c, IL_STR("basename")), *made = il_ev__object(e, c->loc);
    if (!base || base->kind != IL_EV_STRING)
        return NULL;
    size_t at = ending_at(base->string);
    il_ev__set(e, made->object, il_intern(IL_STR("dir")), c->loc, part(c, IL_STR("dirname")));
    il_ev__set(e, made->object, il_intern(IL_STR("base")), c->loc, base);
    il_ev__set(e, made->object, il_intern(IL_STR("ext")), c->loc, part(c, IL_STR("extname")));
    il_ev__set(e, made->object, il_intern(IL_STR("name")), c->loc,
               il_ev__string(e, c->loc, il_str_slice(base->string, 0, at)));
    made->object->open = true; /* and root */
    return made;
}

static const il_ev *path_function(const il_builtin *c, il_str name)
{
    if (il_str_is(name, "join") || il_str_is(name, "normalize"))
        return join(c, false);
    if (il_str_is(name, "resolve"))
        return join(c, true);
    if (il_str_is(name, "dirname") || il_str_is(name, "basename") || il_str_is(name, "extname"))
        return part(c, name);
    if (il_str_is(name, "parse"))
        return parse(c);
    const il_ev *value = il_builtin_first(c);
    if (il_str_is(name, "isAbsolute") && (is_path(value) || value->kind == IL_EV_STRING))
        return il_ev__bool(c->e, c->loc, is_path(value) || (value->string.n && value->string.p[0] == '/'));
    return NULL;
}

/* The text of a file of the project: known where it is a text of moderate length. */
static const il_ev *read_file(const il_builtin *c)
{
    il_eval *e = c->e;
    const il_loader *loader = e->input->loader;
    il_str path;
    if (!file_of(c, il_builtin_first(c), &path) || !loader->exists(loader->context, path))
        return NULL;
    const il_document *document = loader->load(loader->context, path);
    il_str text = document ? il_source_text(document->source) : (il_str){NULL, 0};
    if (!document || text.n > FILE_MAX || il_utf8_invalid(text) != SIZE_MAX || (text.n && memchr(text.p, '\0', text.n)))
        return NULL;
    if (document->kind == IL_DOCUMENT_JSON)
        IL_PUSH(e->arena, &e->texts, document);
    il_ev__charge(e, text.n);
    return il_ev__string(e, c->loc, text);
}

/* readJson of fs-extra and its kin. */
static const il_ev *read_json(const il_builtin *c)
{
    const il_ev *text = read_file(c);
    return text ? il_ev__parse_json(c->e, text, c->loc) : NULL;
}

/* A file that is there; what is not may be a folder, or be made before the app is run. */
static const il_ev *exists(const il_builtin *c)
{
    const il_loader *loader = c->e->input->loader;
    il_str path;
    bool known = file_of(c, il_builtin_first(c), &path) && loader->exists(loader->context, path);
    return known ? il_ev__bool(c->e, c->loc, true) : NULL;
}

const il_ev *il_ev__file_function(const il_builtin *c)
{
    il_str name = il_str_of(c->name), last = il_ev__last_name(c->name);
    if (il_str_starts(name, IL_STR("node.path")))
        return path_function(c, last);
    if (il_str_is(last, "cwd") && il_str_contains(name, IL_STR(".process.")))
        return il_ev__path(c->e, c->loc, c->e->input->root);
    if (il_str_is(name, "node.url.fileURLToPath") || il_str_is(name, "node.url.pathToFileURL"))
        return is_path(il_builtin_first(c)) ? il_builtin_first(c) : NULL;
    if (!il_str_starts(name, IL_STR("node.fs")))
        return NULL;
    if (il_str_is(last, "readFileSync") || il_str_is(last, "readFile"))
        return read_file(c);
    if (il_str_is(last, "readJsonSync") || il_str_is(last, "readJSONSync") || il_str_is(last, "readJson") ||
        il_str_is(last, "readJSON"))
        return read_json(c);
    return il_str_is(last, "existsSync") || il_str_is(last, "pathExistsSync") ? exists(c) : NULL;
}

/* new URL('../x', import.meta.url): a path again, what is read of it is the path. */
const il_ev *il_ev__new_url(const il_builtin *c)
{
    il_eval *e = c->e;
    const il_ev *to = il_builtin_first(c), *from = il_ev__argument(e, c->args, 1);
    if (to->kind != IL_EV_STRING || !is_path(from))
        return il_ev__give_up(c);
    return il_ev__path(e, c->loc, il_path_join(e->arena, il_path_directory(from->unknown.detail), to->string));
}

const il_ev *il_ev__new_regex(const il_builtin *c)
{
    il_eval *e = c->e;
    const il_ev *body = il_builtin_first(c), *flags = il_ev__argument(e, c->args, 1);
    if (body->kind == IL_EV_UNKNOWN && body->unknown.reason == il_why_regex && flags->kind == IL_EV_UNDEFINED)
        return body;
    if (body->kind != IL_EV_STRING || (flags->kind != IL_EV_STRING && flags->kind != IL_EV_UNDEFINED))
        return il_ev__give_up(c);
    il_str with = flags->kind == IL_EV_STRING ? flags->string : IL_STR("");
    return il_ev__unknown(e, c->loc, il_why_regex,
                          il_arena_printf(e->arena, "/%.*s/%.*s", IL_FMT(body->string), IL_FMT(with)));
}
