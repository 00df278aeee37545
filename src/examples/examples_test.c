/* The runner of examples notices what is wrong with a page: each of its assertions fails where it should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"
#include "compile.h"
#include "examples.h"
#include "pattern.h"

typedef struct {
    il_buf said;
    unsigned passed;
} record;

static void failed(void *context, uint32_t line, const char *what)
{
    record *r = context;
    il_buf_printf(&r->said, "%u: %s\n", line, what);
}

static void passed(void *context)
{
    ((record *)context)->passed++;
}

/* A rule of one property, with EXAMPLES below its front matter, which end at line 12. */
static void run(const char *examples, record *out)
{
    il_arena *arena = il_arena_new();
    il_sink sink = {.arena = arena};
    il_tables tables = il_tables_in(arena);
    il_page page;
    il_compile_input input = {
        .arena = arena,
        .path = IL_STR("rules/x.md"),
        .text = il_arena_printf(arena,
                                "---\nid: x\ntitle: x\nseverity: error\ncategory: security\npacks: [recommended]\n"
                                "resource: AWS::S3::Bucket\nrequire: { A: 1 }\nmessage: A is wrong\n"
                                "fix: [{ title: t, safety: safe, set: { A: 1 } }]\n---\n%s",
                                examples),
        .tables = &tables,
        .sink = &sink,
        .lenient = true};
    const il_rule *rule = il_rule_compile(&input, &page);
    assert_non_null(rule);
    *out = (record){0};
    il_examples_run(rule, &page, &(il_example_report){out, failed, passed});
    il_buf_putc(&out->said, '\0');
    il_arena_free(arena);
}

#define BAD "Resources:\n  B: "
#define BUCKET "\n    Type: AWS::S3::Bucket\n    Properties: { A: "
#define END " }\n```\n"

static const struct {
    const char *examples, *said; /* said: empty = passes */
} rows[] = {
    {"## Fails\n```yaml\n" BAD BUCKET "2" END, "14: an example that fails says where"},
    {"## Fails\n```yaml\n" BAD "#! error `B` wrong" BUCKET "1" END, "15: there is no finding `B` wrong"},
    {"## Fails\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 2 } #! error `2` A is wrong\n```\n",
     ""},
    {"## Fails\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 2 } #! A is wrong\n```\n",
     ""},
    {"## Fails\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 2 } #! warning `2` A is wrong\n```\n",
     "there is no finding `2`"},
    {"## Fails\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 2 } #! error `3` A is wrong\n```\n",
     "there is no finding `3`"},
    {"## Fails\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 2 } #! error `2` A is right\n```\n",
     "17: not expected: template.yaml:4:22: error x `2` A is wrong"},
    {"## Fails\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket #! A is wrong\n    Properties: { A: 2 }\n```\n",
     "17: not expected"},
    {"## Fails\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 2 } #! error `2\n```\n",
     "this is no expectation"},
    {"## Fails\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 2 } #! error\n```\n",
     "this is no expectation"},
    {"## Passes\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 2 }\n```\n",
     "17: not expected"},
    {"## Passes\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 1 } #! A is wrong\n```\n",
     "only examples that fail expect"},
    {"## Passes\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 1 }\n```\n", ""},
    {"## Unknown\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: !ImportValue X }\n```\n",
     ""},
    {"## Unknown\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: [\n```\n", "not expected"},
    {"## Fails\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 2 } #! A is wrong\n```\n"
     "## Fixed\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 1 }\n```\n",
     ""},
    {"## Fails\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 2 } #! A is wrong\n```\n"
     "## Fixed\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 3 }\n```\n",
     "21: the fixed text is another"},
    {"## Passes\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 1 }\n```\n"
     "## Fixed\n```yaml\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: { A: 1 }\n```\n",
     "21: this fixed text belongs to no failing example"},
};

static void test_runner(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        record r;
        run(rows[i].examples, &r);
        bool good = *rows[i].said ? strstr(r.said.p, rows[i].said) != NULL : !*r.said.p && r.passed == 1;
        if (!good)
            fail_msg("%s\nsays: %s\nshould say: %s", rows[i].examples, r.said.p, rows[i].said);
        il_buf_free(&r.said);
    }
}

static void test_wrap(void **state)
{
    (void)state;
    il_arena *arena = il_arena_new();
    il_example_file file = {0};
    il_example_wrap(arena, IL_STR("import { a } from 'b';\nnew s3.Bucket(\n  this);\n"), &file);
    const il_source *source = il_source_new(arena, IL_STR("x.ts"), file.text);
    assert_true(file.snippet);
    assert_int_equal(file.head, 1);
    assert_true(il_str_is(il_source_slice(source, il_source_line(source, file.head_at)), "import { a } from 'b';"));
    assert_true(il_str_is(il_source_slice(source, il_source_line(source, file.body_at)), "    new s3.Bucket("));
    assert_true(il_str_is(il_source_slice(source, il_source_line(source, file.body_at + 1)), "      this);"));
    il_str whole = IL_STR("import { App } from 'aws-cdk-lib';\n");
    file = (il_example_file){0};
    il_example_wrap(arena, whole, &file);
    assert_false(file.snippet);
    assert_true(il_str_eq(file.text, whole));
    il_arena_free(arena);
}

static int forget(void **state)
{
    (void)state;
    il_intern_free();
    il_pattern_free();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_runner), cmocka_unit_test(test_wrap)};
    return cmocka_run_group_tests(tests, NULL, forget);
}
