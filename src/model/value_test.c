#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model.h"

static il_arena *arena;
static const il_source *file;

static int setup(void **state)
{
    (void)state;
    arena = il_arena_new();
    file = il_source_new(arena, IL_STR("f"), IL_STR("0123456789012345678901234567890123456789"));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    il_arena_free(arena);
    return 0;
}

static il_loc at(uint32_t start, uint32_t end)
{
    return (il_loc){file, {start, end}};
}

static const il_value *text(const char *s)
{
    return il_value_string(arena, at(0, 1), il_str_of(s));
}

static const il_value *unknown(void)
{
    return il_value_unknown(arena, at(0, 1), "test", IL_STR("x"));
}

static const il_value *list_of(const il_value *a, const il_value *b)
{
    const il_value **items = IL_NEW_ARRAY(arena, 2, const il_value *);
    items[0] = a;
    items[1] = b;
    return il_value_list(arena, at(0, 2), items, b ? 2 : 1);
}

static const il_value *map_of(const char *key, const il_value *value)
{
    il_entry *entry = IL_NEW(arena, il_entry);
    *entry = (il_entry){il_str_of(key), at(0, 1), value};
    return il_value_map(arena, at(0, 2), entry, 1);
}

static const il_value *join(const il_value *a, const il_value *b, const il_value *c)
{
    const il_value *parts[] = {a, b, c};
    return il_value_join(arena, at(0, 30), parts, c ? 3 : b ? 2 : a ? 1 : 0);
}

static const il_value *ref(const char *name)
{
    return il_value_ref(arena, at(5, 6), NULL, il_str_of(name), (il_str){NULL, 0});
}

static void an_absent_key_is_missing_in_a_closed_map(void **state)
{
    (void)state;
    const il_value *map = map_of("a", text("x"));
    assert_ptr_equal(il_value_get(map, IL_STR("b")), &il_missing);
    assert_int_equal(il_value_get(il_value_opened(arena, map), IL_STR("b"))->kind, IL_UNKNOWN);
    assert_int_equal(il_value_get(il_value_opened(arena, map), IL_STR("a"))->kind, IL_STRING);
    assert_false(map->open);
}

static void what_is_no_map_has_no_keys(void **state)
{
    (void)state;
    const il_value *u = unknown();
    assert_ptr_equal(il_value_get(u, IL_STR("a")), u);
    assert_ptr_equal(il_value_get(text("a"), IL_STR("a")), &il_missing);
    assert_ptr_equal(il_value_get(&il_missing, IL_STR("a")), &il_missing);
    assert_null(il_value_entry(text("a"), IL_STR("a")));
}

static void joined_text_is_text(void **state)
{
    (void)state;
    const il_value *a = il_value_string(arena, at(1, 3), IL_STR("a")),
                   *b = il_value_string(arena, at(5, 8), IL_STR("b"));
    const il_value *ab = join(a, b, NULL);
    assert_int_equal(ab->kind, IL_STRING);
    assert_true(il_str_is(ab->string, "ab"));
    assert_int_equal(ab->loc.span.end, 30);
    assert_true(il_str_is(join(NULL, NULL, NULL)->string, ""));
    assert_int_equal(join(text(""), text(""), NULL)->kind, IL_STRING);
}

static void joined_parts_are_flat_and_as_few_as_can_be(void **state)
{
    (void)state;
    const il_value *a = il_value_string(arena, at(1, 3), IL_STR("a")),
                   *b = il_value_string(arena, at(5, 8), IL_STR("b"));
    const il_value *inner = join(b, ref("R"), text(""));
    const il_value *outer = join(a, inner, text("c"));
    assert_int_equal(outer->kind, IL_CALL);
    assert_string_equal(outer->call.name, "Fn::Join");
    assert_int_equal(outer->call.n, 3);
    assert_true(il_str_is(outer->call.items[0]->string, "ab"));
    assert_int_equal(outer->call.items[0]->loc.span.start, 1);
    assert_int_equal(outer->call.items[0]->loc.span.end, 8);
    assert_true(il_str_is(outer->call.items[2]->string, "c"));
    assert_true(il_str_is(b->string, "b")); /* values are immutable */
}

static void one_part_alone_is_itself(void **state)
{
    (void)state;
    const il_value *r = ref("R");
    assert_ptr_equal(join(text(""), r, NULL), r);
}

static void joined_text_may_hold_nul(void **state)
{
    (void)state;
    const il_value *nul = il_value_string(arena, at(0, 1), IL_STR("a\0b"));
    assert_int_equal(join(nul, text("c"), NULL)->string.n, 4);
}

static void joined_text_has_the_origin_that_is_least_constant(void **state)
{
    (void)state;
    const il_value *parameter = il_value_with_origin(arena, text("p"), IL_FROM_PARAMETER);
    const il_value *chosen = il_value_with_origin(arena, text("d"), IL_FROM_DEFAULT);
    assert_int_equal(join(text("a"), parameter, text("b"))->origin, IL_FROM_PARAMETER);
    const il_value *empty = il_value_with_origin(arena, text(""), IL_FROM_PARAMETER);
    assert_int_equal(join(text("a"), empty, NULL)->origin, IL_FROM_PARAMETER);
    assert_int_equal(join(empty, NULL, NULL)->origin, IL_FROM_PARAMETER);
    assert_int_equal(join(NULL, NULL, NULL)->origin, IL_FROM_SOURCE);
    assert_int_equal(join(chosen, text("a"), NULL)->origin, IL_FROM_SOURCE);
    assert_int_equal(join(chosen, chosen, NULL)->origin, IL_FROM_DEFAULT);
    assert_int_equal(il_origin_mixed(IL_FROM_CONTEXT, IL_FROM_ENVIRONMENT), IL_FROM_ENVIRONMENT);
    assert_string_equal(il_origin_name(IL_FROM_CONTEXT), "context");
}

static il_arm arm(bool holds, const il_value *value)
{
    return (il_arm){{IL_STR("C"), holds, at(0, 1)}, value};
}

static void equal_arms_fold(void **state)
{
    (void)state;
    il_arm same[] = {arm(true, text("x")), arm(false, text("x"))};
    assert_int_equal(il_value_choice(arena, at(0, 1), same, 2)->kind, IL_STRING);
    il_arm other[] = {arm(true, text("x")), arm(false, text("y"))};
    assert_int_equal(il_value_choice(arena, at(0, 1), other, 2)->kind, IL_CHOICE);
    il_arm never[] = {arm(true, unknown()), arm(false, unknown())};
    assert_int_equal(il_value_choice(arena, at(0, 1), never, 2)->kind, IL_CHOICE);
    assert_int_equal(il_value_choice(arena, at(0, 1), NULL, 0)->kind, IL_MISSING);
}

static void too_many_arms_are_unknown(void **state)
{
    (void)state;
    il_arm arms[IL_ARMS_MAX + 1];
    for (int i = 0; i <= IL_ARMS_MAX; i++)
        arms[i] = arm(true, il_value_number(arena, at(0, 1), i));
    assert_int_equal(il_value_choice(arena, at(0, 1), arms, IL_ARMS_MAX)->kind, IL_CHOICE);
    assert_int_equal(il_value_choice(arena, at(0, 1), arms, IL_ARMS_MAX + 1)->kind, IL_UNKNOWN);
}

static void equal_is_the_same_known_content(void **state)
{
    (void)state;
    assert_true(il_value_eq(text("a"), text("a")));
    assert_false(il_value_eq(text("1"), il_value_number(arena, at(0, 1), 1)));
    assert_true(il_value_eq(list_of(text("a"), text("b")), list_of(text("a"), text("b"))));
    assert_false(il_value_eq(list_of(text("a"), text("b")), list_of(text("b"), text("a"))));
    assert_false(il_value_eq(list_of(text("a"), NULL), list_of(text("a"), text("b"))));
    assert_true(il_value_eq(map_of("k", text("a")), map_of("k", text("a"))));
    assert_false(il_value_eq(map_of("k", text("a")), map_of("j", text("a"))));
    assert_false(il_value_eq(map_of("k", text("a")), il_value_opened(arena, map_of("k", text("a")))));
    assert_true(il_value_eq(&il_missing, il_value_missing_at(arena, at(0, 1))));
    assert_true(il_value_eq(il_value_null(arena, at(0, 1)), il_value_null(arena, at(1, 2))));
    assert_false(il_value_eq(il_value_bool(arena, at(0, 1), true), il_value_bool(arena, at(0, 1), false)));
}

static void unknown_equals_nothing(void **state)
{
    (void)state;
    const il_value *u = unknown();
    assert_false(il_value_eq(u, u));
    assert_false(il_value_eq(list_of(u, NULL), list_of(u, NULL)));
}

static void refs_are_equal_by_target_or_name(void **state)
{
    (void)state;
    il_app *app = il_app_new(arena, IL_APP_CDK, (il_str){NULL, 0});
    const il_resource *a = il_app_add(app, NULL, il_intern(IL_STR("A"))), *b = il_app_add(app, NULL, a->type);
    il_str none = {NULL, 0};
    const il_value *to_a = il_value_ref(arena, at(0, 1), a, none, none),
                   *to_b = il_value_ref(arena, at(0, 1), b, none, none);
    assert_true(il_value_eq(to_a, il_value_ref(arena, at(3, 4), a, IL_STR("x"), none)));
    assert_false(il_value_eq(to_a, to_b));
    assert_false(il_value_eq(to_a, il_value_ref(arena, at(0, 1), a, none, IL_STR("Arn"))));
    assert_true(il_value_eq(ref("P"), ref("P")));
    assert_false(il_value_eq(ref("P"), ref("Q")));
    assert_false(il_value_eq(ref(""), ref("")));
}

static void copies_change_one_field(void **state)
{
    (void)state;
    const il_value *a = text("a");
    const il_value *b = il_value_at(
        arena, il_value_with_handle(arena, il_value_with_origin(arena, a, IL_FROM_CONTEXT), file), at(7, 8));
    assert_true(il_value_eq(a, b));
    assert_int_equal(b->origin, IL_FROM_CONTEXT);
    assert_ptr_equal(b->handle, file);
    assert_int_equal(b->loc.span.start, 7);
    assert_int_equal(a->origin, IL_FROM_SOURCE);
    assert_string_equal(il_kind_name(b->kind), "string");
    assert_string_equal(il_kind_name(IL_UNKNOWN), "unknown");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_absent_key_is_missing_in_a_closed_map),
        TEST(what_is_no_map_has_no_keys),
        TEST(joined_text_is_text),
        TEST(joined_parts_are_flat_and_as_few_as_can_be),
        TEST(one_part_alone_is_itself),
        TEST(joined_text_may_hold_nul),
        TEST(joined_text_has_the_origin_that_is_least_constant),
        TEST(equal_arms_fold),
        TEST(too_many_arms_are_unknown),
        TEST(equal_is_the_same_known_content),
        TEST(unknown_equals_nothing),
        TEST(refs_are_equal_by_target_or_name),
        TEST(copies_change_one_field),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    il_intern_free();
    return failed;
}
