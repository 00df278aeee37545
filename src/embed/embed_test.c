#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <infralint/infralint.h>

static const char template[] = "Resources:\n  Data:\n    Type: AWS::S3::Bucket\n";

static void findings_and_edits_can_be_walked(void **state)
{
    (void)state;
    il_lint_file file = {"t.yaml", template, strlen(template)};
    il_lint_options options = {.select = "s3-bucket-versioning"};
    il_lint *lint = il_lint_run(&file, 1, &options);
    assert_null(il_lint_error(lint));
    assert_int_equal(il_lint_count(lint), 1);
    il_lint_finding finding = il_lint_finding_at(lint, 0);
    assert_string_equal(finding.rule, "s3-bucket-versioning");
    assert_string_equal(finding.path, "t.yaml");
    assert_int_equal(finding.start_line, 2);
    assert_int_equal(finding.start_byte, 13);
    assert_int_equal(finding.n_fixes, 1);
    il_lint_fix fix = il_lint_fix_at(lint, 0, 0);
    assert_int_equal(fix.n_edits, 1);
    assert_non_null(strstr(il_lint_edit_at(lint, 0, 0, 0).text, "Status: Enabled"));
    il_lint_free(lint);
}

static void an_unknown_rule_is_said(void **state)
{
    (void)state;
    il_lint_options options = {.select = "nope-nope"};
    il_lint *lint = il_lint_run(NULL, 0, &options);
    assert_string_equal(il_lint_error(lint), "unknown rule 'nope-nope'");
    assert_int_equal(il_lint_count(lint), 0);
    il_lint_free(lint);
}

static void nothing_gives_nothing(void **state)
{
    (void)state;
    il_lint *lint = il_lint_run(NULL, 0, NULL);
    assert_null(il_lint_error(lint));
    assert_int_equal(il_lint_count(lint), 0);
    il_lint_free(lint);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(findings_and_edits_can_be_walked),
        cmocka_unit_test(an_unknown_rule_is_said),
        cmocka_unit_test(nothing_gives_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
