/* Whole models and the places of all their values, compared with files: testdata/template/X.yaml with X.yaml.model.json and
 * X.yaml.places, the assembly beside them alike. IL_UPDATE=1 writes the expectations anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "buf.h"
#include "golden.h"
#include "map.h"
#include "model_dump.h"
#include "template.h"

#define FOLDER "testdata/template"

static il_arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = il_arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    il_arena_free(arena);
    return 0;
}

static void compare(const char *path, const char *ending, const il_buf *got)
{
    const char *file = il_arena_printf(arena, "%s%s", path, ending).p;
    if (il_golden_updating())
        il_golden_write(file, il_buf_str(got));
    assert_string_equal(il_arena_str(arena, il_buf_str(got)).p, il_golden_read(arena, file).p);
}

static void put_span(il_buf *out, il_loc loc)
{
    if (!loc.source) {
        il_buf_puts(out, "nowhere");
        return;
    }
    il_pos from = il_source_pos(loc.source, loc.span.start), to = il_source_pos(loc.source, loc.span.end);
    il_buf_printf(out, "%u:%u-%u:%u ", from.line, from.column, to.line, to.column);
    il_buf_json(out, il_str_slice(il_loc_text(loc), 0, 60));
}

static void put_places(il_buf *out, il_str path, const il_value *value);

static void put_child(il_buf *out, il_str path, const char *step, const il_value *child)
{
    put_places(out, il_arena_printf(arena, "%.*s.%s", IL_FMT(path), step), child);
}

static void put_places(il_buf *out, il_str path, const il_value *value)
{
    il_buf_printf(out, "%.*s %s ", IL_FMT(path), il_kind_name(value->kind));
    put_span(out, value->loc);
    il_buf_putc(out, '\n');
    for (size_t i = 0; value->kind == IL_MAP && i < value->map.n; i++)
        put_child(out, path, il_arena_str(arena, value->map.entries[i].key).p, value->map.entries[i].value);
    for (size_t i = 0; value->kind == IL_LIST && i < value->list.n; i++)
        put_child(out, path, il_arena_printf(arena, "%zu", i).p, value->list.items[i]);
    for (size_t i = 0; value->kind == IL_CALL && i < value->call.n; i++)
        put_child(out, path, il_arena_printf(arena, "%s:%zu", value->call.name, i).p, value->call.items[i]);
    for (size_t i = 0; value->kind == IL_CHOICE && i < value->choice.n; i++)
        put_child(out, path, value->choice.arms[i].condition.holds ? "then" : "else", value->choice.arms[i].value);
}

static void put_findings(il_buf *out, const il_sink *sink)
{
    for (size_t i = 0; i < sink->findings.n; i++) {
        const il_finding *finding = &sink->findings.items[i];
        il_buf_printf(out, "%s: ", il_severity_name(finding->severity));
        il_buf_printf(out, "%.*s: ", IL_FMT(il_source_path(finding->loc.source)));
        put_span(out, finding->loc);
        il_buf_printf(out, ": %.*s\n", IL_FMT(finding->message));
    }
}

static void check_app(const char *path, const il_app *app, const il_sink *sink, const il_sink *syntax)
{
    il_buf model = {0}, places = {0};
    if (syntax)
        put_findings(&places, syntax);
    put_findings(&places, sink);
    for (size_t i = 0; i < app->resources.n; i++) {
        const il_resource *resource = app->resources.items[i];
        il_str name = resource->logical_id.n ? resource->logical_id : il_str_of(resource->type);
        il_buf_printf(&places, "\n%s %.*s ", resource->type, IL_FMT(name));
        put_span(&places, resource->loc);
        il_buf_puts(&places, " .. ");
        put_span(&places, resource->whole);
        il_buf_putc(&places, '\n');
        put_places(&places, name, resource->body);
    }
    il_model_dump(&model, app);
    compare(path, ".model.json", &model);
    compare(path, ".places", &places);
    il_buf_free(&model);
    il_buf_free(&places);
}

static void check_file(const char *path)
{
    il_str text = il_golden_read(arena, path);
    il_document *document = il_document_parse(il_document_kind_of(il_str_of(path), text), il_str_of(path), text);
    il_sink sink = {.arena = arena};
    assert_true(document->n_roots > 0);
    assert_true(il_template_recognize(document->roots[0]));
    check_app(path, il_template_read(arena, &(il_template_input){.document = document}, &sink), &sink,
              &document->syntax);
    il_document_free(document);
}

static void templates_give_the_expected_models(void **state)
{
    (void)state;
    static const char *const files[] = {"aliases.yaml",   "broken.yaml", "conditions.yaml", "functions.json",
                                        "functions.yaml", "loops.yaml",  "sam.yaml",        "wrong.yaml"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        check_file(il_arena_printf(arena, "%s/%s", FOLDER, files[i]).p);
    size_t n;
    il_golden_files(arena, FOLDER, ".model.json", &n);
    assert_int_equal(n, sizeof files / sizeof *files + 1); /* and the assembly's: none is left over */
}

static const il_document *load(void *context, il_str path)
{
    il_map *documents = context;
    const char *file = il_arena_str(arena, path).p;
    struct stat status;
    il_document *document = il_map_get(documents, path);
    if (document || stat(file, &status))
        return document;
    document = il_document_parse(IL_DOCUMENT_JSON, path, il_golden_read(arena, file));
    il_map_put(documents, path, document);
    return document;
}

static bool exists(void *context, il_str path)
{
    return load(context, path) != NULL;
}

static void an_assembly_gives_the_expected_model(void **state)
{
    (void)state;
    il_map documents = il_map_in(arena);
    il_sink sink = {.arena = arena};
    const il_loader loader = {.context = &documents, .load = load, .exists = exists};
    il_app *app = il_assembly_read(arena, IL_STR(FOLDER "/assembly"), &(il_assembly_input){.loader = &loader}, &sink);
    assert_non_null(app);
    check_app(FOLDER "/assembly", app, &sink, NULL);
    for (size_t i = 0; i < documents.n; i++)
        il_document_free(documents.entries[i].value);
}

/* Cut anywhere, a template is read without harm; where the syntax is broken, nothing is said of what may stand behind. */
static void a_template_may_be_cut_anywhere(void **state)
{
    (void)state;
    static const char *const files[] = {FOLDER "/functions.yaml", FOLDER "/functions.json", FOLDER "/aliases.yaml",
                                        FOLDER "/loops.yaml", FOLDER "/sam.yaml"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        il_str text = il_golden_read(arena, files[i]);
        for (size_t n = 0; n < text.n; n++) {
            il_arena *own = il_arena_new();
            il_sink sink = {.arena = own};
            il_document *document = il_document_parse(il_document_kind_of(il_str_of(files[i]), text), IL_STR("t"),
                                                      il_str_slice(text, 0, n));
            for (size_t root = 0; root < document->n_roots; root++)
                assert_non_null(il_template_read(own, &(il_template_input){.document = document, .root = root}, &sink));
            il_template_resembles(il_source_text(document->source));
            assert_true(document->n_errors == 0 || sink.findings.n == 0);
            il_document_free(document);
            il_arena_free(own);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(templates_give_the_expected_models, setup, teardown),
        cmocka_unit_test_setup_teardown(an_assembly_gives_the_expected_model, setup, teardown),
        cmocka_unit_test_setup_teardown(a_template_may_be_cut_anywhere, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
