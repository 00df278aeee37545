#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "select.h"

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

static il_selected pick(const char *select, const char *ignore)
{
    static il_str words[2];
    words[0] = il_str_of(select);
    words[1] = il_str_of(ignore);
    il_selection selection = {
        .select = words, .n_select = select != NULL, .ignore = words + 1, .n_ignore = ignore != NULL};
    return il_select(arena, NULL, &selection);
}

static bool has(const il_selected *selected, const char *id)
{
    for (size_t i = 0; i < selected->n; i++)
        if (strcmp(selected->rules[i]->id, id) == 0)
            return true;
    return false;
}

static void nothing_said_is_recommended(void **state)
{
    (void)state;
    il_selected plain = pick(NULL, NULL), named = pick("recommended", NULL);
    assert_true(plain.n > 0);
    assert_int_equal(plain.n, named.n);
}

static void ids_prefixes_packs_categories_and_other_names_select(void **state)
{
    (void)state;
    il_selected id = pick("s3-bucket-versioning", NULL), prefix = pick("s3-*", NULL), other = pick("ckv_aws_21", NULL);
    assert_int_equal(id.n, 1);
    assert_true(prefix.n >= 2 && has(&prefix, "s3-bucket-lifecycle") && !has(&prefix, "sqs-queue-dlq"));
    assert_true(has(&other, "s3-bucket-versioning"));
    il_selected category = pick("data-protection", NULL), pack = pick("brief", NULL);
    assert_true(has(&category, "dynamodb-table-pitr") && !has(&category, "sqs-queue-dlq"));
    assert_true(has(&pack, "net-hardcoded-ip"));
    assert_int_equal(pick("all", NULL).n, il_rules_builtin_count);
}

static void ignore_takes_away(void **state)
{
    (void)state;
    il_selected s = pick("all", "s3-*");
    assert_true(s.n < il_rules_builtin_count && !has(&s, "s3-bucket-versioning"));
}

static void an_unknown_word_is_refused_with_the_nearest(void **state)
{
    (void)state;
    il_selected near = pick("s3-bucket-versionning", NULL), far = pick("zzzzzzzzzzzzzzzzzz", NULL),
                ignored = pick("all", "nope-nope-nope");
    assert_string_equal(near.meant, "s3-bucket-versioning");
    assert_true(il_str_is(far.unknown, "zzzzzzzzzzzzzzzzzz"));
    assert_null(far.meant);
    assert_true(il_str_is(ignored.unknown, "nope-nope-nope"));
}

static void the_selection_is_sorted(void **state)
{
    (void)state;
    il_selected s = pick("all", NULL);
    for (size_t i = 1; i < s.n; i++)
        assert_true(strcmp(s.rules[i - 1]->id, s.rules[i]->id) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_said_is_recommended, setup, teardown),
        cmocka_unit_test_setup_teardown(ids_prefixes_packs_categories_and_other_names_select, setup, teardown),
        cmocka_unit_test_setup_teardown(ignore_takes_away, setup, teardown),
        cmocka_unit_test_setup_teardown(an_unknown_word_is_refused_with_the_nearest, setup, teardown),
        cmocka_unit_test_setup_teardown(the_selection_is_sorted, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
