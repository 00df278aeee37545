#include "git.h"

#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "git_run.h"
#include "map.h"

typedef struct {
    il_arena *arena;
    il_str up;     /* from the working directory to the root of the working tree: "" or "../../" */
    il_str prefix; /* and back: "" or "sub/folder/" */
} repository;

/* A file that git tells of. */
typedef struct {
    il_str path; /* relative to the working directory */
    il_str was;  /* the object that it was before */
    char status;
    bool regular, was_regular; /* it is, it was a plain file */
} entry;

typedef IL_VEC(entry) entry_list;

static int run(const repository *r, const char *const *arguments, il_str *text)
{
    il_buf out = {0};
    int status = il_git_run(r->arena, r->up, arguments, &out);
    *text = il_arena_str(r->arena, il_buf_str(&out));
    il_buf_free(&out);
    return status;
}

static const char *open_repository(il_arena *arena, repository *r)
{
    static const char *const arguments[] = {"rev-parse", "--is-inside-work-tree", "--show-cdup", "--show-prefix", NULL};
    *r = (repository){.arena = arena};
    il_str text;
    int status = run(r, arguments, &text);
    if (status < 0)
        return "git cannot be run";
    if (status || !il_str_is(il_str_cut(&text, '\n'), "true"))
        return "git finds no repository here that it may read";
    r->prefix = (il_str){NULL, 0};
    il_str up = il_str_cut(&text, '\n');
    r->prefix = il_str_cut(&text, '\n');
    r->up = up;
    return NULL;
}

/* PATH, which git gives from the root, from the working directory. */
static il_str from_here(const repository *r, il_str path)
{
    if (il_str_starts(path, r->prefix))
        return il_str_slice(path, r->prefix.n, path.n);
    return il_path_join(r->arena, r->up, path);
}

/* Entries of `--raw -z`: ":MODE MODE OBJECT OBJECT STATUS", NUL, the path, NUL. Source: git-diff(1), "Raw output format". */
static bool read_raw(const repository *r, il_str text, entry_list *out)
{
    while (text.p && text.n) {
        il_str head = il_str_cut(&text, '\0'), path = il_str_cut(&text, '\0');
        if (head.n < 2 || head.p[0] != ':' || !path.n)
            return false;
        il_str before = il_str_cut(&head, ' '), mode = il_str_cut(&head, ' '), was = il_str_cut(&head, ' ');
        il_str_cut(&head, ' ');
        entry e = {.path = from_here(r, path), .was = was, .status = head.n ? head.p[0] : ' '};
        e.regular = il_str_starts(mode, IL_STR("100")) || e.status == 'U'; /* unmerged: modes are not told */
        e.was_regular = il_str_starts(before, IL_STR(":100"));
        IL_PUSH(r->arena, out, e);
    }
    return true;
}

/* Paths with a NUL behind each. */
static void read_paths(const repository *r, il_str text, entry_list *out)
{
    while (text.p && text.n) {
        entry e = {.path = from_here(r, il_str_cut(&text, '\0')), .status = '?', .regular = true};
        if (e.path.n)
            IL_PUSH(r->arena, out, e);
    }
}

#define RAW "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all"

static bool staged(const repository *r, entry_list *out)
{
    static const char *const arguments[] = {"diff", "--cached", RAW, NULL};
    il_str text;
    return run(r, arguments, &text) == 0 && read_raw(r, text, out);
}

/* What is on disk against COMMIT. */
static bool against(const repository *r, il_str commit, entry_list *out)
{
    const char *const arguments[] = {"diff", RAW, il_arena_str(r->arena, commit).p, "--", NULL};
    il_str text;
    return run(r, arguments, &text) == 0 && read_raw(r, text, out);
}

static bool unknown_to_git(const repository *r, entry_list *out)
{
    static const char *const arguments[] = {"ls-files", "--others", "--exclude-standard", "-z", NULL};
    il_str text;
    if (run(r, arguments, &text) != 0)
        return false;
    read_paths(r, text, out);
    return true;
}

/* What git knows and is on disk. */
static bool everything(const repository *r, entry_list *out)
{
    static const char *const known[] = {"ls-files", "--cached", "-z", NULL};
    static const char *const deleted[] = {"ls-files", "--deleted", "-z", NULL};
    entry_list gone = {0};
    il_map missing = il_map_in(r->arena);
    il_str all, without;
    if (run(r, known, &all) != 0 || run(r, deleted, &without) != 0)
        return false;
    read_paths(r, without, &gone);
    for (size_t i = 0; i < gone.n; i++)
        il_map_put(&missing, gone.items[i].path, out);
    read_paths(r, all, out);
    size_t kept = 0;
    for (size_t i = 0; i < out->n; i++)
        if (!il_map_get(&missing, out->items[i].path))
            out->items[kept++] = out->items[i];
    out->n = kept;
    return true;
}

/* The object that NAME is the name of; empty when there is none. */
static il_str commit_of(const repository *r, il_str name)
{
    const char *const arguments[] = {"rev-parse",
                                     "--verify",
                                     "--quiet",
                                     "--end-of-options",
                                     il_arena_printf(r->arena, "%.*s^{commit}", IL_FMT(name)).p,
                                     NULL};
    il_str text;
    return run(r, arguments, &text) == 0 ? il_arena_str(r->arena, il_str_trim(text)) : (il_str){NULL, 0};
}

static bool is_shallow(const repository *r)
{
    static const char *const arguments[] = {"rev-parse", "--is-shallow-repository", NULL};
    il_str text;
    return run(r, arguments, &text) == 0 && il_str_is(il_str_trim(text), "true");
}

/* Where REF and HEAD parted, to *COMMIT. */
static const char *parting(const repository *r, il_str ref, il_str *commit)
{
    static const char fetch[] =
        "this clone is shallow: fetch all of the history (fetch-depth: 0, git fetch --unshallow)";
    *commit = commit_of(r, ref);
    const char *whole = is_shallow(r) ? fetch : NULL;
    if (!commit->n)
        return il_arena_printf(r->arena, "git knows no commit '%.*s'%s%s", IL_FMT(ref), whole ? "; " : "",
                               whole ? whole : "")
            .p;
    const char *const arguments[] = {"merge-base", commit->p, "HEAD", NULL};
    il_str text;
    if (run(r, arguments, &text) == 0)
        *commit = il_arena_str(r->arena, il_str_trim(text));
    else if (whole)
        return il_arena_printf(r->arena, "HEAD and '%.*s' have no commit in common here; %s", IL_FMT(ref), whole).p;
    return NULL; /* histories that never met: all that differs from REF */
}

static const char *changed(const repository *r, il_git_change change, il_str ref, entry_list *found)
{
    static const char failed[] = "git cannot tell what changed";
    if (change == IL_GIT_STAGED)
        return staged(r, found) ? NULL : failed;
    il_str commit = commit_of(r, IL_STR("HEAD"));
    if (change == IL_GIT_SINCE) {
        const char *why = parting(r, ref, &commit);
        if (why)
            return why;
    }
    bool fine = commit.n ? against(r, commit, found) : everything(r, found);
    return fine && unknown_to_git(r, found) ? NULL : failed;
}

static int path_order(const void *a, const void *b)
{
    return il_str_cmp(*(const il_str *)a, *(const il_str *)b);
}

const char *il_git_changes(il_arena *arena, il_git_change change, il_str ref, il_words *out)
{
    repository r;
    entry_list found = {0};
    const char *why = open_repository(arena, &r);
    if (!why)
        why = changed(&r, change, ref, &found);
    for (size_t i = 0; !why && i < found.n; i++)
        if (found.items[i].regular && found.items[i].status != 'D')
            IL_PUSH(arena, out, found.items[i].path);
    if (out->n)
        qsort(out->items, out->n, sizeof *out->items, path_order);
    return why;
}

/* ---- The index as a file system ---- */

typedef struct {
    il_str text;
} blob;

typedef IL_VEC(il_file_entry) entries_of_folder;

typedef struct {
    const il_files *disk;
    il_map blobs;   /* path → blob *: staged texts that are not those on disk */
    il_map hidden;  /* path → non-NULL: not in the index */
    il_map folders; /* path → entries_of_folder *: what of `blobs` lies there */
} view;

static il_file_kind view_kind(void *context, il_str path)
{
    const view *v = context;
    if (il_map_get(&v->blobs, path))
        return IL_FILE_REGULAR;
    if (il_map_get(&v->hidden, path))
        return IL_FILE_NONE;
    il_file_kind kind = v->disk->kind(v->disk->context, path);
    return kind == IL_FILE_NONE && il_map_get(&v->folders, path) ? IL_FILE_FOLDER : kind;
}

static const char *view_read(void *context, il_arena *arena, il_str path, il_str *text)
{
    const view *v = context;
    const blob *staged_text = il_map_get(&v->blobs, path);
    if (staged_text) {
        *text = il_arena_str(arena, staged_text->text);
        return NULL;
    }
    return il_map_get(&v->hidden, path) ? "it is not in the index" : v->disk->read(v->disk->context, arena, path, text);
}

static int entry_order(const void *a, const void *b)
{
    return il_str_cmp(((const il_file_entry *)a)->name, ((const il_file_entry *)b)->name);
}

static const char *view_list(void *context, il_arena *arena, il_str folder, il_file_entry **entries, size_t *n)
{
    const view *v = context;
    const entries_of_folder *more = il_map_get(&v->folders, folder);
    il_file_entry *there = NULL;
    size_t n_there = 0, kept = 0;
    if (!more || v->disk->kind(v->disk->context, folder) == IL_FILE_FOLDER) {
        const char *why = v->disk->list(v->disk->context, arena, folder, &there, &n_there);
        if (why)
            return why;
    }
    il_map names = il_map_in(arena);
    il_file_entry *all = IL_NEW_ARRAY(arena, n_there + (more ? more->n : 0), il_file_entry);
    for (size_t i = 0; more && i < more->n; i++)
        if (!il_map_put(&names, more->items[i].name, all))
            all[kept++] = more->items[i];
    for (size_t i = 0; i < n_there; i++)
        if (!il_map_get(&names, there[i].name) && !il_map_get(&v->hidden, il_path_join(arena, folder, there[i].name)))
            all[kept++] = there[i];
    if (kept)
        qsort(all, kept, sizeof *all, entry_order);
    *entries = all;
    *n = kept;
    return NULL;
}

static int64_t view_modified(void *context, il_str path)
{
    const view *v = context;
    return v->disk->modified ? v->disk->modified(v->disk->context, path) : 0;
}

/* Notes PATH, a file or (KIND) folder, in the folder above it, up to one that is known. */
static void note_folders(il_arena *arena, view *v, il_str path, il_file_kind kind)
{
    for (int depth = 0; path.n && !il_str_ends(path, IL_STR("..")) && depth < 200; depth++) {
        il_str folder = il_path_directory(path);
        il_str name = il_str_slice(path, folder.n ? folder.n + 1 : 0, path.n);
        entries_of_folder *list = il_map_get(&v->folders, folder);
        bool known = list != NULL;
        if (!known) {
            list = IL_NEW(arena, entries_of_folder);
            il_map_put(&v->folders, folder, list);
        }
        il_file_entry one = {.name = name, .kind = kind};
        IL_PUSH(arena, list, one);
        if (known)
            return;
        path = folder;
        kind = IL_FILE_FOLDER;
    }
}

/* infralint's own settings hold although nobody has added them yet: they are about the run, not of the commit. */
static bool is_setting(il_str path)
{
    il_str name = il_str_slice(path, il_path_directory(path).n ? il_path_directory(path).n + 1 : 0, path.n);
    return il_str_starts(name, IL_STR("infralint.")) || il_str_starts(name, IL_STR(".infralint-"));
}

/* What the index has otherwise than the disk. Of unmerged files there is no one text: those on disk count. */
static const char *read_index(const repository *r, view *v)
{
    static const char *const arguments[] = {"diff-files", RAW, NULL};
    static const char failed[] = "git cannot read the index";
    entry_list differing = {0}, unknown = {0};
    il_str text;
    if (run(r, arguments, &text) != 0 || !read_raw(r, text, &differing) || !unknown_to_git(r, &unknown))
        return failed;
    il_str *names = IL_NEW_ARRAY(r->arena, differing.n, il_str), *texts = IL_NEW_ARRAY(r->arena, differing.n, il_str);
    il_str *paths = IL_NEW_ARRAY(r->arena, differing.n, il_str);
    il_map unmerged = il_map_in(r->arena);
    size_t n = 0;
    for (size_t i = 0; i < differing.n; i++) {
        const entry *e = &differing.items[i];
        if (e->status == 'U') /* comes before what one of its sides differs in */
            il_map_put(&unmerged, e->path, v);
        if (il_map_get(&unmerged, e->path))
            continue;
        bool added = e->status == 'A'; /* `git add --intent-to-add`: the index knows its name alone */
        if (added)
            il_map_put(&v->hidden, e->path, v);
        if (e->was_regular && (e->status == 'M' || e->status == 'D')) {
            paths[n] = e->path;
            names[n++] = e->was;
        }
    }
    if (!il_git_blobs(r->arena, names, n, texts))
        return failed;
    for (size_t i = 0; i < n; i++) {
        blob *b = IL_NEW(r->arena, blob);
        b->text = texts[i];
        il_map_put(&v->blobs, paths[i], b);
        note_folders(r->arena, v, paths[i], IL_FILE_REGULAR);
    }
    for (size_t i = 0; i < unknown.n; i++)
        if (!is_setting(unknown.items[i].path))
            il_map_put(&v->hidden, unknown.items[i].path, v);
    return NULL;
}

const char *il_git_index(il_arena *arena, const il_files *disk, il_files *out)
{
    repository r;
    const char *why = open_repository(arena, &r);
    if (why)
        return why;
    view *v = IL_NEW(arena, view);
    *v = (view){.disk = disk, .blobs = il_map_in(arena), .hidden = il_map_in(arena), .folders = il_map_in(arena)};
    why = read_index(&r, v);
    *out = (il_files){v, view_kind, view_read, view_list, disk->here, view_modified};
    return why;
}
