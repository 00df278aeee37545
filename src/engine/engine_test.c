#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buf.h"
#include "engine.h"
#include "intern.h"
#include "select.h"

/* One lint of files in memory. */
typedef struct {
    il_arena *arena;
    il_memory memory;
    il_files files;
    il_engine *engine;
    const il_result *result;
} lint;

static il_engine_options options_of(il_arena *arena, const char *rule)
{
    il_str *word = IL_NEW(arena, il_str);
    *word = il_str_of(rule);
    il_selection selection = {.select = word, .n_select = 1};
    il_selected selected = il_select(arena, NULL, &selection);
    assert_null(selected.unknown.p);
    return (il_engine_options){
        .rules = selected.rules, .n_rules = selected.n, .plan_fixes = true, .fix_min = IL_WARNING};
}

static void open_lint(lint *l, const il_memory_file *files, size_t n, const char *rule)
{
    l->arena = il_arena_new();
    l->memory = (il_memory){files, n};
    l->files = il_memory_files(&l->memory);
    il_engine_options options = options_of(l->arena, rule);
    l->engine = il_engine_new(&l->files, &options);
}

static void close_lint(lint *l)
{
    il_engine_free(l->engine);
    il_arena_free(l->arena);
}

static void check(lint *l, const char *path)
{
    il_engine_add(l->engine, il_str_of(path));
    l->result = il_engine_check(l->engine);
}

static const il_finding *finding(const lint *l, size_t i)
{
    assert_true(i < l->result->findings.findings.n);
    return &l->result->findings.findings.items[i];
}

static void assert_at(const il_finding *f, const char *path, uint32_t line, const char *text)
{
    assert_string_equal(il_source_path(f->loc.source).p, path);
    assert_int_equal(il_source_pos(f->loc.source, f->loc.span.start).line, line);
    assert_true(il_str_is(il_loc_text(f->loc), text));
}

#define FILE_OF(name, content)                                                                                         \
    {                                                                                                                  \
        IL_STR_INIT(name), IL_STR_INIT(content)                                                                        \
    }

static const il_memory_file template_files[] = {
    FILE_OF("t/a.yaml",
            "Resources:\n  Data:\n    Type: AWS::S3::Bucket\n  Kept:\n    Type: AWS::S3::Bucket\n    Properties:\n"
            "      VersioningConfiguration: { Status: Enabled }\n"),
    FILE_OF("t/other.yaml", "name: not a template\n"),
    FILE_OF("t/broken.json", "{\"Resources\": {\"B\": {\"Type\": \"AWS::S3::Bucket\",}"),
};

static void a_template_is_judged_resource_by_resource(void **state)
{
    (void)state;
    lint l;
    open_lint(&l, template_files, 2, "s3-bucket-versioning");
    check(&l, "t");
    assert_int_equal(l.result->findings.findings.n, 1);
    assert_at(finding(&l, 0), "t/a.yaml", 2, "Data");
    assert_int_equal(l.result->resources, 2);
    assert_int_equal(l.result->n_skips, 0);
    assert_int_equal(finding(&l, 0)->n_fixes, 1);
    close_lint(&l);
}

static void what_is_named_and_no_template_is_said(void **state)
{
    (void)state;
    lint l;
    open_lint(&l, template_files, 2, "s3-bucket-versioning");
    check(&l, "t/other.yaml");
    assert_int_equal(l.result->findings.findings.n, 0);
    assert_int_equal(l.result->n_skips, 1);
    close_lint(&l);
}

static void what_looks_like_a_template_and_does_not_parse_is_a_finding(void **state)
{
    (void)state;
    lint l;
    open_lint(&l, template_files, 3, "s3-bucket-versioning");
    check(&l, "t/broken.json");
    assert_true(l.result->findings.findings.n > 0);
    assert_string_equal(finding(&l, 0)->rule, IL_RULE_SYNTAX);
    close_lint(&l);
}

static void a_path_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    lint l;
    open_lint(&l, template_files, 1, "all");
    check(&l, "nowhere");
    assert_int_equal(l.result->findings.findings.n, 1);
    assert_string_equal(finding(&l, 0)->rule, IL_RULE_IO);
    assert_true(l.result->unreadable);
    close_lint(&l);
}

static void fixing_a_template_converges(void **state)
{
    (void)state;
    lint l;
    open_lint(&l, template_files, 1, "s3-bucket-versioning");
    il_engine_add(l.engine, IL_STR("t"));
    const il_fix_result *fixed = il_engine_fix(l.engine);
    assert_int_equal(fixed->n_applied, 1);
    assert_int_equal(fixed->n_files, 1);
    assert_int_equal(fixed->left->findings.findings.n, 0);
    assert_true(il_str_contains(fixed->files[0].after, IL_STR("Status: Enabled\n  Kept:")));
    lint again;
    il_memory_file after = {fixed->files[0].path, fixed->files[0].after};
    open_lint(&again, &after, 1, "s3-bucket-versioning");
    il_engine_add(again.engine, IL_STR("t"));
    assert_int_equal(il_engine_fix(again.engine)->n_files, 0);
    close_lint(&again);
    close_lint(&l);
}

#define STACK_HEAD                                                                                                     \
    "import * as cdk from 'aws-cdk-lib';\nimport * as s3 from 'aws-cdk-lib/aws-s3';\n"                                 \
    "export class Data extends cdk.Stack {\n  constructor(scope: any, id: string) {\n    super(scope, id);\n"

static const il_memory_file app_files[] = {
    FILE_OF("app/cdk.json", "{\"app\": \"npx ts-node bin/app.ts\"}\n"),
    FILE_OF("app/bin/app.ts", "import * as cdk from 'aws-cdk-lib';\nimport { Data } from '../lib/data';\n"
                              "new Data(new cdk.App(), 'Data');\n"),
    FILE_OF("app/lib/data.ts", STACK_HEAD "    new s3.Bucket(this, 'Uploads');\n  }\n}\n"),
    FILE_OF("app/lib/unrelated.ts", "export const x = 1;\n"),
    FILE_OF(
        "app/cdk.out/manifest.json",
        "{\"version\":\"55.0.0\",\"artifacts\":{\"Data\":{\"type\":\"aws:cloudformation:stack\","
        "\"environment\":\"aws://unknown-account/unknown-region\",\"properties\":{\"templateFile\":\"Data.template.json\"}}}}"),
    FILE_OF("app/cdk.out/Data.template.json",
            "{\"Resources\":{\"UploadsA1\":{\"Type\":\"AWS::S3::Bucket\","
            "\"Metadata\":{\"aws:cdk:path\":\"Data/Uploads/Resource\"}},\n\"Hidden\":{\"Type\":\"AWS::S3::Bucket\"}}}"),
};

static void a_program_is_judged_where_it_was_written(void **state)
{
    (void)state;
    lint l;
    open_lint(&l, app_files, 4, "s3-bucket-versioning");
    check(&l, "app");
    assert_int_equal(l.result->findings.findings.n, 1);
    assert_at(finding(&l, 0), "app/lib/data.ts", 6, "new s3.Bucket");
    assert_string_equal(finding(&l, 0)->origin, "source");
    assert_int_equal(finding(&l, 0)->n_fixes, 1);
    close_lint(&l);
}

static void the_path_decides_what_is_shown_and_not_what_is_analysed(void **state)
{
    (void)state;
    lint l;
    open_lint(&l, app_files, 4, "s3-bucket-versioning");
    check(&l, "app/lib/unrelated.ts");
    assert_int_equal(l.result->findings.findings.n, 0);
    check(&l, "app/lib/data.ts");
    assert_int_equal(l.result->findings.findings.n, 1);
    close_lint(&l);
}

static void program_and_template_give_one_finding(void **state)
{
    (void)state;
    lint l;
    open_lint(&l, app_files, 6, "s3-bucket-versioning");
    check(&l, "app");
    assert_int_equal(l.result->findings.findings.n, 2);
    /* The template has no path for this one: its stack is all that is known. */
    assert_at(finding(&l, 0), "app/bin/app.ts", 3, "new Data");
    assert_int_equal(finding(&l, 0)->n_related, 1);
    assert_string_equal(il_source_path(finding(&l, 0)->related[0].loc.source).p, "app/cdk.out/Data.template.json");
    assert_string_equal(finding(&l, 0)->no_fix, "the template is generated: the program that makes it must change");
    assert_at(finding(&l, 1), "app/lib/data.ts", 6, "new s3.Bucket");
    assert_int_equal(finding(&l, 1)->n_related, 1);
    close_lint(&l);
}

static void a_cdk_out_that_is_named_is_reported_in_its_program(void **state)
{
    (void)state;
    lint l;
    open_lint(&l, app_files, 6, "s3-bucket-versioning");
    check(&l, "app/cdk.out");
    assert_int_equal(l.result->findings.findings.n, 2);
    assert_at(finding(&l, 1), "app/lib/data.ts", 6, "new s3.Bucket");
    assert_int_equal(l.result->assemblies, 1);
    close_lint(&l);
}

static void fixing_a_program_changes_the_program_alone(void **state)
{
    (void)state;
    lint l;
    open_lint(&l, app_files, 6, "s3-bucket-versioning");
    il_engine_add(l.engine, IL_STR("app"));
    const il_fix_result *fixed = il_engine_fix(l.engine);
    assert_int_equal(fixed->n_files, 1);
    assert_true(il_str_contains(fixed->files[0].after, IL_STR("new s3.Bucket(this, 'Uploads', { versioned: true });")));
    close_lint(&l);
}

static void findings_keep_their_fingerprint_when_lines_move(void **state)
{
    (void)state;
    il_memory_file moved[4];
    for (size_t i = 0; i < 4; i++)
        moved[i] = app_files[i];
    moved[2].text = IL_STR("// a line more\n\n" STACK_HEAD "    new   s3.Bucket(this,  'Uploads');\n  }\n}\n");
    lint a, b;
    open_lint(&a, app_files, 4, "s3-bucket-versioning");
    open_lint(&b, moved, 4, "s3-bucket-versioning");
    check(&a, "app");
    check(&b, "app");
    assert_true(il_str_eq(finding(&a, 0)->fingerprint, finding(&b, 0)->fingerprint));
    close_lint(&a);
    close_lint(&b);
}

/* ---- Many apps ---- */

#define APP_FILES(name, stack)                                                                                         \
    FILE_OF(name "/cdk.json", "{ \"app\": \"npx ts-node bin.ts\" }"),                                                  \
        FILE_OF(name "/bin.ts", "import * as cdk from 'aws-cdk-lib';\nimport * as s3 from 'aws-cdk-lib/aws-s3';\n"     \
                                "import { Store } from '../shared/store';\n"                                           \
                                "const stack = new cdk.Stack(new cdk.App(), '" name "');\n" stack)

/* The last two share what has a finding; the file that four of them import and do not use has none there. */
static const il_memory_file many_files[] = {
    FILE_OF("shared/store.ts", "import * as s3 from 'aws-cdk-lib/aws-s3';\nimport { Construct } from 'constructs';\n"
                               "export class Store extends Construct {\n"
                               "  constructor(scope: Construct, id: string) {\n    super(scope, id);\n"
                               "    new s3.Bucket(this, 'Shared');\n  }\n}\n"),
    APP_FILES("a", "new s3.Bucket(stack, 'Own');\n"),
    APP_FILES("b", "new s3.Bucket(stack, 'Own', { versioned: true });\n"),
    APP_FILES("c", "new s3.Bucket(stack, 'Own', { versioned: false });\n"),
    APP_FILES("d", "new s3.Bucket(stack, 'Own', {});\n"),
    APP_FILES("e", "new Store(stack, 'Store');\nnew s3.Bucket(stack, 'Own');\n"),
    APP_FILES("f", "new Store(stack, 'Store');\n"),
};

/* All that a report could show of a finding. */
static void describe(il_buf *out, const il_finding *f)
{
    il_pos pos = il_source_pos(f->loc.source, f->loc.span.start);
    il_buf_printf(out, "%s %s:%u %.*s [%.*s] %.*s", f->rule, il_source_path(f->loc.source).p, pos.line,
                  IL_FMT(f->message), IL_FMT(il_loc_text(f->loc)), IL_FMT(f->fingerprint));
    for (size_t i = 0; i < f->n_subjects; i++)
        il_buf_printf(out, " %.*s", IL_FMT(f->subjects[i].construct_path));
    for (size_t i = 0; i < f->n_fixes; i++)
        for (size_t k = 0; k < f->fixes[i].n_edits; k++)
            il_buf_printf(out, " %u+%.*s", f->fixes[i].edits[k].span.start, IL_FMT(f->fixes[i].edits[k].text));
    il_buf_printf(out, " %s\n", f->no_fix ? f->no_fix : "");
}

static void describe_all(il_buf *out, bool in_turns)
{
    lint l;
    l.arena = il_arena_new();
    l.memory = (il_memory){many_files, sizeof many_files / sizeof *many_files};
    l.files = il_memory_files(&l.memory);
    il_engine_options options = options_of(l.arena, "s3-bucket-versioning");
    options.in_turns = in_turns;
    l.engine = il_engine_new(&l.files, &options);
    for (size_t i = 0; i < l.memory.n; i++)
        il_engine_add(l.engine, il_path_directory(many_files[i].path));
    l.result = il_engine_check(l.engine);
    for (size_t i = 0; i < l.result->findings.findings.n; i++)
        describe(out, finding(&l, i));
    il_buf_printf(out, "%zu files, %zu stacks, %zu resources\n", l.result->files, l.result->stacks,
                  l.result->resources);
    close_lint(&l);
}

static void many_apps_are_judged_as_if_all_were_there_at_once(void **state)
{
    (void)state;
    il_buf at_once = {0}, in_turns = {0};
    describe_all(&at_once, false);
    describe_all(&in_turns, true);
    assert_true(il_str_contains(il_buf_str(&at_once), IL_STR("shared/store.ts:6")));
    assert_true(il_str_contains(il_buf_str(&at_once), IL_STR("e/Store/Shared/Resource f/Store/Shared/Resource")));
    assert_true(il_str_eq(il_buf_str(&at_once), il_buf_str(&in_turns)));
    il_buf_free(&at_once);
    il_buf_free(&in_turns);
}

static int forget_names(void **state)
{
    (void)state;
    il_intern_free();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_template_is_judged_resource_by_resource),
        cmocka_unit_test(what_is_named_and_no_template_is_said),
        cmocka_unit_test(what_looks_like_a_template_and_does_not_parse_is_a_finding),
        cmocka_unit_test(a_path_that_is_not_there_is_an_error),
        cmocka_unit_test(fixing_a_template_converges),
        cmocka_unit_test(a_program_is_judged_where_it_was_written),
        cmocka_unit_test(the_path_decides_what_is_shown_and_not_what_is_analysed),
        cmocka_unit_test(program_and_template_give_one_finding),
        cmocka_unit_test(a_cdk_out_that_is_named_is_reported_in_its_program),
        cmocka_unit_test(fixing_a_program_changes_the_program_alone),
        cmocka_unit_test(findings_keep_their_fingerprint_when_lines_move),
        cmocka_unit_test(many_apps_are_judged_as_if_all_were_there_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, forget_names);
}
