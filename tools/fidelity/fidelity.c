/* Compares apps with their synthesized assembly: `fidelity [-v] [--json] FOLDER…`, each a folder with a cdk.json and a cdk.out. The model is the
 * one that `infralint model` prints; nothing is run. Prints what is not equal, with both places, and a line of counts for each app (with
 * -v unknown leaves too; with --json everything, one object a line). Exit status 1 when something that the model claims is not so. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "disk.h"
#include "engine.h"
#include "fidelity_compare.h"
#include "model_dump.h"

typedef struct {
    il_arena *arena;
    il_files files;
    IL_VEC(il_document *) documents;
    IL_VEC(il_fidelity_template) templates;
} assembly;

static void add_template(assembly *a, il_str path)
{
    il_str text;
    if (a->files.read(a->files.context, a->arena, path, &text))
        return;
    il_document *document = il_document_parse(IL_DOCUMENT_JSON, path, text);
    IL_PUSH(a->arena, &a->documents, document);
    if (document->n_roots)
        IL_PUSH(a->arena, &a->templates,
                ((il_fidelity_template){.name = path, .document = document, .root = document->roots[0]}));
}

/* The names that FOLDER's manifest gives the stacks whose templates lie there. */
static void name_stacks(assembly *a, il_str folder)
{
    il_str path = il_path_join(a->arena, folder, IL_STR("manifest.json")), text;
    if (a->files.read(a->files.context, a->arena, path, &text))
        return;
    il_document *document = il_document_parse(IL_DOCUMENT_JSON, path, text);
    IL_PUSH(a->arena, &a->documents, document);
    const il_node *artifacts = document->n_roots ? il_node_get(document->roots[0], IL_STR("artifacts")) : NULL;
    for (size_t i = 0; artifacts && i < artifacts->map.n; i++) {
        const il_node *artifact = artifacts->map.members[i].value;
        const il_node *properties = il_node_get(artifact, IL_STR("properties"));
        il_str file = il_node_string(il_node_get(properties, IL_STR("templateFile")));
        il_str name = il_node_string(il_node_get(properties, IL_STR("stackName")));
        il_str whole = il_path_join(a->arena, folder, file);
        for (size_t t = 0; file.n && t < a->templates.n; t++)
            if (il_str_eq(a->templates.items[t].name, whole))
                a->templates.items[t].stack = name.n ? name : artifacts->map.members[i].key->text;
    }
}

static void find_templates(assembly *a, il_str folder)
{
    il_file_entry *entries;
    size_t n = 0;
    if (a->files.list(a->files.context, a->arena, folder, &entries, &n))
        return;
    for (size_t i = 0; i < n; i++) {
        il_str path = il_path_join(a->arena, folder, entries[i].name);
        if (entries[i].kind == IL_FILE_FOLDER && il_str_starts(entries[i].name, IL_STR("assembly-")))
            find_templates(a, path);
        else if (entries[i].kind == IL_FILE_REGULAR && il_str_ends(entries[i].name, IL_STR(".template.json")))
            add_template(a, path);
    }
    name_stacks(a, folder);
}

/* The model of the program whose cdk.json lies in FOLDER; NULL when there is none. */
static const il_app *model_of(il_engine *engine, il_str folder)
{
    const il_app *const *apps;
    il_engine_add(engine, folder);
    size_t n = il_engine_models(engine, &apps);
    for (size_t i = 0; i < n; i++)
        if (apps[i]->kind == IL_APP_CDK && il_str_eq(apps[i]->root, folder))
            return apps[i];
    return NULL;
}

/* "file:line:column", or nothing. */
static void put_place(il_buf *out, il_loc loc)
{
    if (!loc.source)
        return;
    il_pos at = il_source_pos(loc.source, loc.span.start);
    il_buf_printf(out, "%.*s:%u:%u", IL_FMT(il_source_path(loc.source)), at.line, at.column);
}

static il_loc template_place(const il_fidelity_entry *e)
{
    return e->template && e->node ? (il_loc){e->template->document->source, e->node->span} : (il_loc){NULL, {0, 0}};
}

/* White space squeezed, cut at MOST bytes (not within a character). */
static void put_short(il_buf *out, il_str text, size_t most)
{
    bool space = false;
    for (size_t i = 0; i < text.n; i++) {
        bool blank = strchr(" \t\r\n", text.p[i]) && text.p[i];
        if (!blank && most == 0 && ((unsigned char)text.p[i] & 0xC0) != 0x80) {
            il_buf_puts(out, "…");
            return;
        }
        if (!blank && space)
            il_buf_putc(out, ' ');
        if (!blank)
            il_buf_putc(out, text.p[i]);
        space = blank;
        most -= most > 0 && !blank;
    }
}

static void put_value(il_buf *out, const il_fidelity_entry *e, size_t most)
{
    if (!e->value) {
        il_buf_puts(out, e->kind == IL_FIDELITY_UNKNOWN ? "(open)" : "");
    } else if (e->value->kind == IL_UNKNOWN) {
        il_buf_printf(out, "%s%s%.*s", e->value->unknown.reason, e->value->unknown.detail.n ? ": " : "",
                      IL_FMT(e->value->unknown.detail));
    } else {
        il_buf text = {0};
        il_model_dump_value(&text, e->value, NULL);
        put_short(out, il_buf_str(&text), most);
        il_buf_free(&text);
    }
}

static void put_entry(il_buf *out, const il_fidelity_entry *e)
{
    il_buf_printf(out, "%s%s %.*s %.*s", il_fidelity_kind_name(e->kind), e->announced ? " (gap)" : "", IL_FMT(e->path),
                  IL_FMT(e->type));
    if (e->at.n)
        il_buf_printf(out, " %.*s", IL_FMT(e->at));
    if (e->kind != IL_FIDELITY_EXTRA && e->kind != IL_FIDELITY_GONE) {
        il_buf_puts(out, " = ");
        put_short(out, e->node ? il_loc_text(template_place(e)) : IL_STR("(nothing)"), 100);
        il_buf_puts(out, e->kind == IL_FIDELITY_UNKNOWN ? "  unknown: " : "  model: ");
        put_value(out, e, 100);
    }
    il_buf_puts(out, "  at ");
    put_place(out, e->source);
    il_buf_puts(out, e->node ? " / " : "");
    put_place(out, template_place(e));
    il_buf_putc(out, '\n');
}

static void put_text(il_buf *out, const char *key, const char *value, size_t n)
{
    il_buf_printf(out, ",\"%s\":\"", key);
    il_buf_json(out, (il_str){value, n});
    il_buf_putc(out, '"');
}

static void put_json_entry(il_buf *out, const il_fidelity_entry *e)
{
    il_buf text = {0};
    il_buf_printf(out, "{\"kind\":\"%s\"", il_fidelity_kind_name(e->kind));
    put_text(out, "type", e->type.p, e->type.n);
    put_text(out, "path", e->path.p, e->path.n);
    put_text(out, "at", e->at.p, e->at.n);
    if (e->node && e->kind != IL_FIDELITY_GONE) {
        put_short(&text, il_loc_text(template_place(e)), 400);
        put_text(out, "expected", text.p, text.n);
        il_buf_clear(&text);
    }
    put_value(&text, e, 400);
    put_text(out, "model", text.p ? text.p : "", text.n);
    if (e->kind == IL_FIDELITY_UNKNOWN) {
        const char *reason = e->value && e->value->kind == IL_UNKNOWN ? e->value->unknown.reason
                             : e->value                               ? il_kind_name(e->value->kind)
                                                                      : "open map or list";
        put_text(out, "reason", reason, strlen(reason));
    }
    il_buf_clear(&text);
    put_place(&text, e->source);
    put_text(out, "source", text.p ? text.p : "", text.n);
    il_buf_clear(&text);
    put_place(&text, template_place(e));
    put_text(out, "template", text.p ? text.p : "", text.n);
    il_buf_printf(out, ",\"leaves\":%zu,\"announced\":%s}", e->leaves, e->announced ? "true" : "false");
    il_buf_free(&text);
}

/* What was not followed, and which resources it may hide. */
static void put_json_gaps(il_buf *out, const il_app *app)
{
    for (size_t i = 0; i < app->gaps.n; i++) {
        const il_gap *gap = &app->gaps.items[i];
        il_buf place = {0};
        put_place(&place, gap->loc);
        il_buf_printf(out, "%s\n{\"at\":\"%.*s\"", i ? "," : "", IL_FMT(il_buf_str(&place)));
        put_text(out, "reason", gap->reason, strlen(gap->reason));
        put_text(out, "detail", gap->detail.p, gap->detail.n);
        put_text(out, "type", gap->type ? gap->type : "", gap->type ? strlen(gap->type) : 0);
        il_buf_putc(out, '}');
        il_buf_free(&place);
    }
}

static void put_json(il_buf *out, il_str folder, const il_app *app, const il_fidelity *r)
{
    il_buf_puts(out, "{\"app\":\"");
    il_buf_json(out, folder);
    il_buf_printf(
        out,
        "\",\"resources\":%zu,\"found\":%zu,\"missing\":%zu,\"announced\":%zu,\"extra\":%zu,"
        "\"leaves\":{\"equal\":%zu,\"unknown\":%zu,\"different\":%zu,\"missing\":%zu,\"aside\":%zu},\"entries\":[",
        r->resources, r->found, r->gone, r->announced, r->extra, r->equal, r->unknown, r->different, r->missing,
        r->aside);
    for (size_t i = 0; i < r->entries.n; i++) {
        il_buf_puts(out, i ? ",\n" : "\n");
        put_json_entry(out, &r->entries.items[i]);
    }
    il_buf_puts(out, "],\"gaps\":[");
    put_json_gaps(out, app);
    il_buf_puts(out, "]}\n");
}

static void put_counts(il_buf *out, il_str folder, const il_fidelity *r)
{
    il_buf_printf(out, "%.*s: %zu resources, %zu found, %zu missing (%zu announced), %zu extra; ", IL_FMT(folder),
                  r->resources, r->found, r->gone, r->announced, r->extra);
    il_buf_printf(out, "leaves: %zu equal, %zu unknown, %zu different, %zu missing, %zu aside\n", r->equal, r->unknown,
                  r->different, r->missing, r->aside);
}

typedef struct {
    bool verbose, json;
} options;

static bool compare_folder(const options *o, const char *name)
{
    assembly a = {.arena = il_arena_new()};
    a.files = il_disk_files(a.arena);
    il_engine_options engine_options = {.source_only = true};
    il_engine *engine = il_engine_new(&a.files, &engine_options);
    il_str folder = il_disk_path(a.arena, il_str_of(name));
    find_templates(&a, il_path_join(a.arena, folder, IL_STR("cdk.out")));
    const il_app *app = model_of(engine, folder);
    il_buf out = {0};
    bool sound = false;
    if (!app || !a.templates.n) {
        fprintf(stderr, "fidelity: %s has no %s\n", name, app ? "templates in cdk.out" : "cdk.json and program");
    } else {
        il_fidelity r = il_fidelity_compare(a.arena, app, a.templates.items, a.templates.n);
        for (size_t i = 0; !o->json && i < r.entries.n; i++)
            if (o->verbose || r.entries.items[i].kind != IL_FIDELITY_UNKNOWN)
                put_entry(&out, &r.entries.items[i]);
        if (o->json)
            put_json(&out, folder, app, &r);
        else
            put_counts(&out, folder, &r);
        sound = r.different == 0 && r.extra == 0 && r.gone == r.announced;
    }
    fwrite(out.p, 1, out.n, stdout);
    il_buf_free(&out);
    il_engine_free(engine);
    for (size_t i = 0; i < a.documents.n; i++)
        il_document_free(a.documents.items[i]);
    il_arena_free(a.arena);
    return sound;
}

int main(int argc, char **argv)
{
    options o = {false, false};
    int folders = 0, sound = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-v") == 0)
            o.verbose = true;
        else if (strcmp(argv[i], "--json") == 0)
            o.json = true;
        else
            sound += compare_folder(&o, argv[i]), folders++;
    }
    if (!o.json)
        printf("%d passed, %d failed\n", sound, folders - sound);
    il_intern_free();
    return sound == folders && folders ? 0 : 1;
}
