#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "join.h"

static il_arena *arena;
static il_app *source, *synthesized;
static il_stack *source_stack, *synthesized_stack;

static int setup(void **state)
{
    (void)state;
    arena = il_arena_new();
    source = il_app_new(arena, IL_APP_CDK, (il_str){NULL, 0});
    synthesized = il_app_new(arena, IL_APP_TEMPLATE, (il_str){NULL, 0});
    source_stack = il_app_add_stack(source, IL_STR("S"));
    synthesized_stack = il_app_add_stack(synthesized, IL_STR("S"));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    il_arena_free(arena);
    return 0;
}

/* ID and PATH may be NULL. */
static il_resource *add(il_app *app, const char *type, const char *id, const char *path)
{
    il_resource *resource =
        il_app_add(app, app == source ? source_stack : synthesized_stack, il_intern(il_str_of(type)));
    resource->logical_id = il_str_of(id);
    resource->construct_path = il_str_of(path);
    return resource;
}

static void check_pair(const il_resource *a, const il_resource *b)
{
    assert_ptr_equal(a->twin, b);
    assert_ptr_equal(b->twin, a);
}

static void equal_path_and_type_pair(void **state)
{
    (void)state;
    il_resource *a = add(source, "AWS::S3::Bucket", NULL, "S/B/Resource");
    il_resource *b = add(synthesized, "AWS::S3::Bucket", "B1", "S/B/Resource");
    assert_int_equal(il_link_join(source, synthesized), 1);
    check_pair(a, b);
}

static void another_type_or_path_does_not(void **state)
{
    (void)state;
    il_resource *a = add(source, "AWS::S3::Bucket", "B1", "S/B/Resource");
    add(synthesized, "AWS::S3::BucketPolicy", "B1", "S/B/Resource");
    add(synthesized, "AWS::S3::Bucket", "B1", "S/C/Resource");
    assert_int_equal(il_link_join(source, synthesized), 0);
    assert_null(a->twin);
}

static void without_a_path_stack_and_logical_id_pair(void **state)
{
    (void)state;
    il_resource *a = add(source, "AWS::S3::Bucket", "B1", "S/B/Resource");
    il_resource *b = add(synthesized, "AWS::S3::Bucket", "B1", NULL);
    il_resource *c = add(source, "AWS::X::Y", "C1", NULL), *d = add(synthesized, "AWS::X::Y", "C1", "S/C");
    il_resource *lost = add(source, "AWS::X::Y", NULL, NULL);
    assert_int_equal(il_link_join(source, synthesized), 2);
    check_pair(a, b);
    check_pair(c, d);
    assert_null(lost->twin);
}

static void the_same_id_in_another_stack_does_not(void **state)
{
    (void)state;
    synthesized_stack->name = IL_STR("T");
    add(source, "AWS::S3::Bucket", "B1", NULL);
    add(synthesized, "AWS::S3::Bucket", "B1", NULL);
    assert_int_equal(il_link_join(source, synthesized), 0);
}

static void what_could_pair_twice_is_left_alone(void **state)
{
    (void)state;
    il_resource *a = add(source, "AWS::X::Y", NULL, "S/B"), *b = add(source, "AWS::X::Y", NULL, "S/B");
    il_resource *c = add(synthesized, "AWS::X::Y", "B", "S/B");
    assert_int_equal(il_link_join(source, synthesized), 0);
    assert_null(a->twin);
    assert_null(b->twin);
    assert_null(c->twin);
}

static void facts_of_app_and_stack_pair(void **state)
{
    (void)state;
    il_resource *app = add(source, "App", NULL, NULL), *app2 = add(synthesized, "App", NULL, NULL);
    il_resource *stack = add(source, "Stack", NULL, "S"), *stack2 = add(synthesized, "Stack", "S", "S");
    assert_int_equal(il_link_join(source, synthesized), 2);
    check_pair(app, app2);
    check_pair(stack, stack2);
}

static void joining_again_forgets_the_pairs_before(void **state)
{
    (void)state;
    il_resource *b = add(synthesized, "AWS::S3::Bucket", "B1", "S/B");
    add(source, "AWS::S3::Bucket", NULL, "S/B");
    assert_int_equal(il_link_join(source, synthesized), 1);
    il_app *again = il_app_new(arena, IL_APP_CDK, (il_str){NULL, 0});
    il_resource *fresh = il_app_add(again, NULL, b->type);
    fresh->construct_path = IL_STR("S/B");
    assert_int_equal(il_link_join(again, synthesized), 1);
    check_pair(fresh, b);
    il_app *none = il_app_new(arena, IL_APP_CDK, (il_str){NULL, 0});
    assert_int_equal(il_link_join(none, synthesized), 0);
    assert_null(b->twin);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(equal_path_and_type_pair),
        TEST(another_type_or_path_does_not),
        TEST(without_a_path_stack_and_logical_id_pair),
        TEST(the_same_id_in_another_stack_does_not),
        TEST(what_could_pair_twice_is_left_alone),
        TEST(facts_of_app_and_stack_pair),
        TEST(joining_again_forgets_the_pairs_before),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    il_intern_free();
    return failed;
}
