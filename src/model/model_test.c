#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model.h"

static il_arena *arena;
static il_app *app;

static int setup(void **state)
{
    (void)state;
    arena = il_arena_new();
    app = il_app_new(arena, IL_APP_TEMPLATE, IL_STR("root"));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    il_arena_free(arena);
    return 0;
}

static il_resource *add(const char *type, const char *path)
{
    il_resource *resource = il_app_add(app, NULL, il_intern(il_str_of(type)));
    resource->construct_path = il_str_of(path);
    return resource;
}

static void resources_are_found_by_type_in_order(void **state)
{
    (void)state;
    il_resource *a = add("AWS::S3::Bucket", NULL), *b = add("AWS::X::Y", NULL), *c = add("AWS::S3::Bucket", NULL);
    const il_type_list *buckets = il_app_of_type(app, IL_STR("AWS::S3::Bucket"));
    assert_int_equal(buckets->n, 2);
    assert_ptr_equal(buckets->items[0], a);
    assert_ptr_equal(buckets->items[1], c);
    assert_ptr_equal(app->resources.items[1], b);
    assert_int_equal(il_app_of_type(app, IL_STR("AWS::None"))->n, 0);
    assert_ptr_equal(a->app, app);
    assert_ptr_equal(a->body, &il_missing);
}

static void resources_come_before_facts_on_a_path(void **state)
{
    (void)state;
    add("Source::Construct", "S/B");
    il_resource *bucket = add("AWS::S3::Bucket", "S/B");
    add("Source::Construct", "S/B");
    add("AWS::S3::BucketPolicy", "S/B");
    il_resource *fact = add("Stack", "S");
    add("AWS::X::Y", "");
    il_app_index(app);
    assert_ptr_equal(il_map_get(&app->by_path, IL_STR("S/B")), bucket);
    assert_ptr_equal(il_map_get(&app->by_path, IL_STR("S")), fact);
    assert_int_equal(app->by_path.n, 2);
}

static void gaps_say_what_may_be_made(void **state)
{
    (void)state;
    assert_false(il_app_may_make(app, IL_STR("AWS::A::B")));
    il_app_add_gap(app, (il_gap){.reason = "r", .type = il_intern(IL_STR("AWS::A::B"))});
    assert_true(il_app_may_make(app, IL_STR("AWS::A::B")));
    assert_false(il_app_may_make(app, IL_STR("AWS::C::D")));
    il_app_add_gap(app, (il_gap){.reason = "r"});
    assert_true(il_app_may_make(app, IL_STR("AWS::C::D")));
}

static void facts_are_told_by_their_type(void **state)
{
    (void)state;
    static const char *const facts[] = {"App", "Stack", "Parameter", "Project", "Stack::Output", "Source::Call"};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        assert_true(il_resource_is_fact(add(facts[i], NULL)));
    assert_false(il_resource_is_fact(add("AWS::S3::Bucket", NULL)));
    assert_false(il_resource_is_fact(add("Custom::Source", NULL)));
    assert_false(il_resource_is_fact(add("Stackset", NULL)));
}

static void properties_are_never_null(void **state)
{
    (void)state;
    il_resource *resource = add("AWS::X::Y", NULL);
    assert_ptr_equal(il_resource_properties(resource), &il_missing);
    il_loc nowhere = {NULL, {0, 0}};
    resource->body = il_value_unknown(arena, nowhere, "r", (il_str){NULL, 0});
    assert_int_equal(il_resource_properties(resource)->kind, IL_UNKNOWN);
    il_entry entry = {IL_STR("Properties"), nowhere, il_value_bool(arena, nowhere, true)};
    resource->body = il_value_map(arena, nowhere, &entry, 1);
    assert_int_equal(il_resource_properties(resource)->kind, IL_BOOL);
}

static void truth_is_three_valued(void **state)
{
    (void)state;
    for (int a = IL_NO; a <= IL_YES; a++) {
        for (int b = IL_NO; b <= IL_YES; b++) {
            assert_int_equal(il_and(a, b), a < b ? a : b);
            assert_int_equal(il_or(a, b), a > b ? a : b);
            assert_int_equal(il_not(il_and(a, b)), il_or(il_not(a), il_not(b)));
        }
    }
    assert_int_equal(il_not(IL_MAYBE), IL_MAYBE);
    assert_int_equal(il_not(IL_YES), IL_NO);
    assert_int_equal(il_truth_of(true), IL_YES);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(resources_are_found_by_type_in_order),
        TEST(resources_come_before_facts_on_a_path),
        TEST(gaps_say_what_may_be_made),
        TEST(facts_are_told_by_their_type),
        TEST(properties_are_never_null),
        TEST(truth_is_three_valued),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    il_intern_free();
    return failed;
}
