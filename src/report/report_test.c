/* Whole outputs of every format for one canned set of findings, against testdata/report (IL_UPDATE=1 writes it anew); and what goldens
 * cannot show. argv[1] is testdata/report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "canned.h"
#include "golden.h"
#include "utf8.h"

static const char *folder;
static il_arena *arena;
static il_report report;
static const il_report_options plain = {.width = 100, .context = 2, .code_frame = true};

static int setup(void **state)
{
    (void)state;
    arena = il_arena_new();
    report = il_canned_report(arena, il_arena_printf(arena, "%s/files", folder).p);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    il_arena_free(arena);
    return 0;
}

static il_str written(const char *format, const il_report *what, const il_report_options *options)
{
    il_buf out = {0};
    il_report_find(il_str_of(format))(&out, what, options);
    il_str text = il_arena_str(arena, il_buf_str(&out));
    il_buf_free(&out);
    return text;
}

static void check_golden(const char *name, il_str text)
{
    const char *path = il_arena_printf(arena, "%s/%s", folder, name).p;
    if (il_golden_updating())
        il_golden_write(path, text);
    else if (!il_str_eq(il_golden_read(arena, path), text))
        fail_msg("%s is not what is written now; see the difference with: ./dev test --update, git diff", name);
}

static void human(void **state)
{
    (void)state;
    check_golden("human.txt", written("human", &report, &plain));
}

static void human_with_colour_and_links(void **state)
{
    (void)state;
    il_report_options options = plain;
    options.color = options.links = true;
    check_golden("human-color.txt", written("human", &report, &options));
}

static void human_in_a_narrow_terminal(void **state)
{
    (void)state;
    il_report_options options = plain;
    options.width = 60;
    options.context = 0;
    check_golden("human-narrow.txt", written("human", &report, &options));
}

static void human_without_code(void **state)
{
    (void)state;
    il_report_options options = plain;
    options.code_frame = false;
    check_golden("human-no-code.txt", written("human", &report, &options));
}

/* No output is wider than the terminal, whatever its width; links and names alone may be. */
static void frames_keep_to_the_width(void **state)
{
    (void)state;
    for (unsigned width = 28; width < 140; width++) {
        il_report_options options = plain;
        options.width = width;
        il_str rest = written("human", &report, &options);
        while (rest.p && rest.n) {
            il_str line = il_str_cut(&rest, '\n');
            bool frame = il_str_contains(line, IL_STR("│"));
            size_t columns = 0, length;
            for (size_t i = 0; i < line.n; i += length)
                columns += (size_t)il_utf8_columns(il_utf8_decode(il_str_slice(line, i, line.n), &length));
            if (frame && columns > width)
                fail_msg("%zu columns at width %u: %.*s", columns, width, IL_FMT(line));
        }
    }
}

static void concise(void **state)
{
    (void)state;
    check_golden("concise.txt", written("concise", &report, &plain));
}

static void json(void **state)
{
    (void)state;
    il_str text = written("json", &report, &plain);
    check_golden("report.json", text);
    cJSON *root = cJSON_ParseWithOpts(text.p, NULL, true);
    assert_non_null(root);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(root, "findings")), report.n_findings);
    cJSON_Delete(root);
}

static void sarif(void **state)
{
    (void)state;
    check_golden("report.sarif", written("sarif", &report, &plain));
}

/* Run in a folder below the repository's root, on files beside it and outside of the repository. */
static void sarif_places_are_relative_to_the_root(void **state)
{
    (void)state;
    il_report_options options = plain;
    options.uri_prefix = IL_STR("apps/a b/");
    static const char *const cases[][2] = {
        {"lib/x.ts", "\"uri\":\"apps/a%20b/lib/x.ts\",\"uriBaseId\":\"%SRCROOT%\""},
        {"../c/x.ts", "\"uri\":\"apps/c/x.ts\",\"uriBaseId\":\"%SRCROOT%\""},
        {"../../x.ts", "\"uri\":\"x.ts\",\"uriBaseId\":\"%SRCROOT%\""},
        {"../../../x.ts", "\"uri\":\"../x.ts\",\"uriBaseId\":\"%SRCROOT%\""},
        {"/opt/[x]#1.ts", "\"uri\":\"file:///opt/%5Bx%5D%231.ts\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        il_finding f = {.rule = IL_RULE_SYNTAX, .severity = IL_ERROR, .origin = "syntax", .message = IL_STR("m")};
        f.loc.source = il_source_new(arena, il_str_of(cases[i][0]), IL_STR("x"));
        il_report one = {.findings = &f, .n_findings = 1};
        il_str text = written("sarif", &one, &options);
        if (!il_str_contains(text, il_str_of(cases[i][1])))
            fail_msg("%s: %s", cases[i][0], text.p);
    }
}

/* GitHub refuses a run of more than 25,000 results: the least severe are left out, and it says so. */
static void sarif_keeps_the_most_severe(void **state)
{
    (void)state;
    enum { ALL = 25003 };
    il_finding *many = IL_NEW_ARRAY(arena, ALL, il_finding);
    for (size_t i = 0; i < ALL; i++) {
        many[i] =
            (il_finding){.rule = IL_RULE_SYNTAX, .severity = IL_WARNING, .origin = "syntax", .message = IL_STR("m")};
        many[i].loc.source = report.findings[0].loc.source;
    }
    many[1].severity = many[ALL - 1].severity = IL_NOTE;
    many[ALL - 2].severity = IL_ERROR;
    il_report all = {.findings = many, .n_findings = ALL};
    cJSON *root = cJSON_Parse(written("sarif", &all, &plain).p);
    cJSON *run = cJSON_GetArrayItem(cJSON_GetObjectItem(root, "runs"), 0),
          *results = cJSON_GetObjectItem(run, "results");
    assert_int_equal(cJSON_GetArraySize(results), 25000);
    size_t of[3] = {0};
    for (cJSON *r = results->child; r; r = r->next) {
        il_severity severity;
        assert_true(il_severity_parse(il_str_of(cJSON_GetObjectItem(r, "level")->valuestring), &severity));
        of[severity]++;
    }
    assert_int_equal(of[IL_ERROR], 1);
    assert_int_equal(of[IL_NOTE], 0);
    cJSON *invocation = cJSON_GetArrayItem(cJSON_GetObjectItem(run, "invocations"), 0);
    cJSON *notes = cJSON_GetObjectItem(invocation, "toolExecutionNotifications");
    assert_string_equal(cJSON_GetObjectItem(cJSON_GetObjectItem(notes->child, "message"), "text")->valuestring,
                        "3 results of lower severity are left out: a run may have 25000.");
    cJSON_Delete(root);
}

/* The formats for CI, run in a folder below the repository's root; what a schema can say of them is in tools/check. */
static void formats_for_ci(void **state)
{
    (void)state;
    static const char *const names[][2] = {{"jsonl", "report.jsonl"},  {"github", "github.txt"},
                                           {"gitlab", "gitlab.json"},  {"rdjson", "rdjson.json"},
                                           {"junit", "junit.xml"},     {"checkstyle", "checkstyle.xml"},
                                           {"markdown", "markdown.md"}};
    il_report_options options = plain;
    options.uri_prefix = IL_STR("apps/data,1/");
    il_report none = {.summary = {.files = 1}};
    il_buf empty = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        check_golden(names[i][1], written(names[i][0], &report, &options));
        il_buf_printf(&empty, "== %s\n%s", names[i][0], written(names[i][0], &none, &options).p);
    }
    check_golden("none-ci.txt", il_buf_str(&empty));
    il_buf_free(&empty);
}

static void nothing_found(void **state)
{
    (void)state;
    il_report none = {.rules = report.rules, .n_rules = 1, .summary = {.files = 1, .stacks = 1, .resources = 1}};
    none.summary.milliseconds = 12.3;
    check_golden("none.txt", written("human", &none, &plain));
    check_golden("none.json", written("json", &none, &plain));
    check_golden("none.sarif", written("sarif", &none, &plain));
    assert_int_equal(written("concise", &none, &plain).n, 0);
}

/* What --severity-min hides and what --fix did is said in the summary. */
static void the_summary_after_fixing(void **state)
{
    (void)state;
    il_report_fixed fixes[] = {{.rule = "s3-bucket-versioning", .file = IL_STR("lib/data-stack.ts"), .applied = true},
                               {.rule = "net-hardcoded-ip", .file = IL_STR("lib/a\nb.ts"), .line = 7}};
    fixes[0].title = IL_STR("Turn versioning on");
    fixes[0].line = 12;
    fixes[1].why = "it would break another rule";
    il_report left = report;
    left.findings = NULL;
    left.n_findings = 0;
    left.fixes = fixes;
    left.n_fixes = 2;
    left.summary.errors = 0;
    left.summary.fixed = left.summary.not_fixed = 1;
    check_golden("fixed.txt", written("human", &left, &plain));
}

static void rules_as_text_and_json(void **state)
{
    (void)state;
    il_buf text = {0}, list = {0}, page = {0};
    il_report_rules_text(&text, report.rules, report.n_rules, &plain);
    il_report_rules_json(&list, report.rules, report.n_rules);
    il_report_explain(&page, il_report_rule_of(&report, "s3-bucket-versioning"), &plain);
    check_golden("rules.txt", il_buf_str(&text));
    check_golden("rules.json", il_buf_str(&list));
    check_golden("explain.txt", il_buf_str(&page));
    cJSON *root = cJSON_ParseWithOpts(list.p, NULL, true);
    assert_int_equal(cJSON_GetArraySize(root), report.n_rules);
    cJSON_Delete(root);
    il_buf_free(&text);
    il_buf_free(&list);
    il_buf_free(&page);
}

static void formats_have_names(void **state)
{
    (void)state;
    il_str rest = il_str_of(il_report_names());
    size_t n = 0;
    for (; rest.p; n++)
        assert_non_null(il_report_find(il_str_trim(il_str_cut(&rest, ','))));
    assert_int_equal(n, 11);
    assert_null(il_report_find(IL_STR("xml")));
    assert_null(il_report_find(IL_STR("")));
}

int main(int argc, char **argv)
{
    folder = argc > 1 ? argv[1] : "testdata/report";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(human, setup, teardown),
        cmocka_unit_test_setup_teardown(human_with_colour_and_links, setup, teardown),
        cmocka_unit_test_setup_teardown(human_in_a_narrow_terminal, setup, teardown),
        cmocka_unit_test_setup_teardown(human_without_code, setup, teardown),
        cmocka_unit_test_setup_teardown(frames_keep_to_the_width, setup, teardown),
        cmocka_unit_test_setup_teardown(concise, setup, teardown),
        cmocka_unit_test_setup_teardown(json, setup, teardown),
        cmocka_unit_test_setup_teardown(sarif, setup, teardown),
        cmocka_unit_test_setup_teardown(sarif_places_are_relative_to_the_root, setup, teardown),
        cmocka_unit_test_setup_teardown(sarif_keeps_the_most_severe, setup, teardown),
        cmocka_unit_test_setup_teardown(formats_for_ci, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_found, setup, teardown),
        cmocka_unit_test_setup_teardown(the_summary_after_fixing, setup, teardown),
        cmocka_unit_test_setup_teardown(rules_as_text_and_json, setup, teardown),
        cmocka_unit_test_setup_teardown(formats_have_names, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
