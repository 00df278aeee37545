#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fix.h"

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

static const il_source *source(const char *path, const char *text)
{
    return il_source_new(arena, il_str_of(path), il_str_of(text));
}

static const il_fix *fix_of(const il_edit *edits, size_t n)
{
    il_fix *fix = IL_NEW(arena, il_fix);
    fix->edits = IL_NEW_ARRAY(arena, n, il_edit);
    for (size_t i = 0; i < n; i++)
        fix->edits[i] = edits[i];
    fix->n_edits = n;
    return fix;
}

static const il_fix *one(const il_source *s, uint32_t start, uint32_t end, const char *text)
{
    il_edit edit = {s, {start, end}, il_str_of(text)};
    return fix_of(&edit, 1);
}

static void check_text(il_str got, const char *want)
{
    assert_string_equal(il_arena_str(arena, got).p, want);
}

static void applies_in_order_of_place(void **state)
{
    (void)state;
    const il_source *s = source("a", "one two three");
    il_fix_job jobs[] = {{.rule = "r", .fix = one(s, 8, 13, "3")}, {.rule = "r", .fix = one(s, 0, 3, "1")}};
    il_fixed_file *files;
    assert_int_equal(il_fix_apply(arena, jobs, 2, &files), 1);
    check_text(files[0].text, "1 two 3");
    assert_int_equal(jobs[0].fate, IL_FIX_APPLIED);
    assert_int_equal(jobs[1].fate, IL_FIX_APPLIED);
}

static void the_later_of_two_that_overlap_waits(void **state)
{
    (void)state;
    const il_source *s = source("a", "one two three");
    il_fix_job jobs[] = {{.rule = "b", .fix = one(s, 4, 9, "x")}, {.rule = "a", .fix = one(s, 0, 5, "y")}};
    il_fixed_file *files;
    il_fix_apply(arena, jobs, 2, &files);
    check_text(files[0].text, "ywo three");
    assert_int_equal(jobs[0].fate, IL_FIX_WAITS);
}

static void what_speaks_of_what_another_is_for_waits(void **state)
{
    (void)state;
    static const int acl, stage, topic;
    const il_source *s = source("a", "one two three four");
    il_fix_job jobs[] = {{.rule = "a", .fix = one(s, 0, 3, "1"), .brings_for = &stage, .speaks_of = &acl},
                         {.rule = "b", .fix = one(s, 4, 7, "2"), .brings_for = &acl},
                         {.rule = "c", .fix = one(s, 8, 13, "3"), .brings_for = &topic, .speaks_of = &acl},
                         {.rule = "d", .fix = one(s, 14, 18, "4"), .speaks_of = &topic}};
    il_fixed_file *files;
    il_fix_apply(arena, jobs, 4, &files);
    check_text(files[0].text, "1 two 3 four");
    assert_int_equal(jobs[1].fate, IL_FIX_WAITS);
    assert_int_equal(jobs[2].fate, IL_FIX_APPLIED);
    assert_int_equal(jobs[3].fate, IL_FIX_WAITS);
}

static void the_rule_decides_at_one_place(void **state)
{
    (void)state;
    const il_source *s = source("a", "{}");
    il_fix_job jobs[] = {{.rule = "b", .fix = one(s, 1, 1, "B")}, {.rule = "a", .fix = one(s, 1, 1, "A")}};
    il_fixed_file *files;
    il_fix_apply(arena, jobs, 2, &files);
    check_text(files[0].text, "{A}");
    assert_int_equal(jobs[0].fate, IL_FIX_WAITS);
    assert_int_equal(jobs[1].fate, IL_FIX_APPLIED);
}

static void an_edit_that_two_fixes_share_is_made_once(void **state)
{
    (void)state;
    const il_source *s = source("a", "body1 body2");
    il_edit first[] = {{s, {0, 0}, IL_STR("import x; ")}, {s, {4, 5}, IL_STR("A")}};
    il_edit second[] = {{s, {0, 0}, IL_STR("import x; ")}, {s, {10, 11}, IL_STR("B")}};
    il_fix_job jobs[] = {{.rule = "a", .fix = fix_of(first, 2)}, {.rule = "b", .fix = fix_of(second, 2)}};
    il_fixed_file *files;
    il_fix_apply(arena, jobs, 2, &files);
    check_text(files[0].text, "import x; bodyA bodyB");
    assert_int_equal(jobs[1].fate, IL_FIX_APPLIED);
}

static void a_fix_applies_whole_or_not_at_all(void **state)
{
    (void)state;
    const il_source *a = source("a", "aaaa"), *b = source("b", "bbbb");
    il_edit both[] = {{a, {1, 3}, IL_STR("!")}, {b, {1, 3}, IL_STR("!")}};
    il_fix_job jobs[] = {{.rule = "a", .fix = one(a, 0, 2, "?")}, {.rule = "b", .fix = fix_of(both, 2)}};
    il_fixed_file *files;
    assert_int_equal(il_fix_apply(arena, jobs, 2, &files), 1);
    check_text(files[0].text, "?aa");
    assert_int_equal(jobs[1].fate, IL_FIX_WAITS);
}

static void insertions_with_their_own_separators_stand_one_behind_the_other(void **state)
{
    (void)state;
    const il_source *s = source("a", "{ x }");
    il_fix_job jobs[] = {{.rule = "b", .fix = one(s, 3, 3, ", b: 1")},
                         {.rule = "a", .fix = one(s, 3, 3, ", a: 1")},
                         {.rule = "c", .fix = one(s, 3, 3, ", c: 1")}};
    il_fixed_file *files;
    il_fix_apply(arena, jobs, 3, &files);
    check_text(files[0].text, "{ x, a: 1, b: 1, c: 1 }");
}

static void a_further_argument_waits(void **state)
{
    (void)state;
    const il_source *s = source("a", "f(x)");
    il_fix_job jobs[] = {{.rule = "a", .fix = one(s, 3, 3, ", { a: 1 }")},
                         {.rule = "b", .fix = one(s, 3, 3, ", { b: 1 }")}};
    il_fixed_file *files;
    il_fix_apply(arena, jobs, 2, &files);
    check_text(files[0].text, "f(x, { a: 1 })");
    assert_int_equal(jobs[1].fate, IL_FIX_WAITS);
}

static void nothing_to_do_changes_nothing(void **state)
{
    (void)state;
    il_fixed_file *files;
    assert_int_equal(il_fix_apply(arena, NULL, 0, &files), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(applies_in_order_of_place, setup, teardown),
        cmocka_unit_test_setup_teardown(what_speaks_of_what_another_is_for_waits, setup, teardown),
        cmocka_unit_test_setup_teardown(the_later_of_two_that_overlap_waits, setup, teardown),
        cmocka_unit_test_setup_teardown(the_rule_decides_at_one_place, setup, teardown),
        cmocka_unit_test_setup_teardown(an_edit_that_two_fixes_share_is_made_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_fix_applies_whole_or_not_at_all, setup, teardown),
        cmocka_unit_test_setup_teardown(insertions_with_their_own_separators_stand_one_behind_the_other, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_further_argument_waits, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_to_do_changes_nothing, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
