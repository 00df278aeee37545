#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model_dump.h"

static il_arena *arena;
static il_app *app;
static il_stack *stack;
static const il_source *file;

static int setup(void **state)
{
    (void)state;
    arena = il_arena_new();
    app = il_app_new(arena, IL_APP_CDK, IL_STR("root"));
    stack = il_app_add_stack(app, IL_STR("S"));
    file = il_source_new(arena, IL_STR("lib/x.ts"), IL_STR("first\nsecond\n"));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    il_arena_free(arena);
    return 0;
}

static il_loc at(uint32_t start)
{
    return (il_loc){file, {start, start + 1}};
}

static const il_value *text(const char *s)
{
    return il_value_string(arena, at(0), il_str_of(s));
}

static const il_value *list(const il_value *only)
{
    const il_value **items = IL_NEW(arena, const il_value *);
    *items = only;
    return il_value_list(arena, at(0), items, 1);
}

static const il_value *map(const char *key, const il_value *value)
{
    il_entry *entry = IL_NEW(arena, il_entry);
    *entry = (il_entry){il_str_of(key), at(0), value};
    return il_value_map(arena, at(0), entry, 1);
}

static void check_value(const il_value *value, const char *want)
{
    il_buf buf = {0};
    il_model_dump_value(&buf, value, stack);
    il_buf_putc(&buf, '\0');
    assert_string_equal(buf.p, want);
    il_buf_free(&buf);
}

static void plain_values_stand_as_themselves(void **state)
{
    (void)state;
    check_value(text("a\"b\n"), "\"a\\\"b\\n\"");
    check_value(il_value_bool(arena, at(0), true), "true");
    check_value(il_value_null(arena, at(0)), "null");
    check_value(il_value_list(arena, at(0), NULL, 0), "[]");
    check_value(map("k", list(text("v"))), "{\n  \"k\": [\n    \"v\"\n  ]\n}");
}

static void numbers_are_as_short_as_they_can_be(void **state)
{
    (void)state;
    check_value(il_value_number(arena, at(0), 14), "14");
    check_value(il_value_number(arena, at(0), 0.1), "0.1");
    check_value(il_value_number(arena, at(0), -1.5e300), "-1.5e+300");
    check_value(il_value_number(arena, at(0), 111122223333), "111122223333");
    check_value(il_value_number(arena, at(0), 9007199254740992), "9007199254740992");
}

static void what_the_author_named_like_our_marks_is_escaped(void **state)
{
    (void)state;
    check_value(map("$open", text("x")), "{\n  \"$$open\": \"x\"\n}");
}

static void open_and_missing_are_marked(void **state)
{
    (void)state;
    check_value(&il_missing, "{\"$missing\": true}");
    check_value(il_value_opened(arena, map("a", text("x"))), "{\n  \"a\": \"x\",\n  \"$open\": true\n}");
    check_value(il_value_opened(arena, list(text("x"))), "[\n  \"x\",\n  {\"$open\": true}\n]");
}

static void references_name_their_target(void **state)
{
    (void)state;
    il_str none = {NULL, 0};
    il_resource *bucket = il_app_add(app, stack, il_intern(IL_STR("AWS::S3::Bucket")));
    bucket->construct_path = IL_STR("S/B/Resource");
    const il_value *arn = il_value_ref(arena, at(0), bucket, none, IL_STR("Arn"));
    check_value(arn, "{\n  \"$ref\": \"S/B/Resource\",\n  \"$attribute\": \"Arn\"\n}");
    bucket->logical_id = IL_STR("B123");
    check_value(arn, "{\n  \"Fn::GetAtt\": [\n    \"B123\",\n    \"Arn\"\n  ]\n}");
    bucket->stack = il_app_add_stack(app, IL_STR("Other"));
    check_value(il_value_ref(arena, at(0), bucket, none, none), "{\n  \"Ref\": \"B123\",\n  \"$stack\": \"Other\"\n}");
    check_value(il_value_ref(arena, at(0), NULL, IL_STR("AWS::Region"), none), "{\n  \"Ref\": \"AWS::Region\"\n}");
}

static void calls_and_choices(void **state)
{
    (void)state;
    const il_value *parts[] = {text("a"), il_value_ref(arena, at(0), NULL, IL_STR("R"), (il_str){NULL, 0})};
    check_value(
        il_value_join(arena, at(0), parts, 2),
        "{\n  \"Fn::Join\": [\n    \"\",\n    [\n      \"a\",\n      {\n        \"Ref\": \"R\"\n      }\n    ]\n  ]\n}");
    check_value(il_value_call(arena, at(0), il_intern(IL_STR("Fn::GetAZs")), parts, 1),
                "{\n  \"Fn::GetAZs\": [\n    \"a\"\n  ]\n}");
    il_arm arms[] = {{{IL_STR("P"), true, at(0)}, text("x")}, {{IL_STR("P"), false, at(0)}, &il_missing}};
    check_value(
        il_value_choice(arena, at(0), arms, 2),
        "{\n  \"$choice\": [\n    {\n      \"when\": \"P\",\n      \"holds\": true,\n      \"value\": \"x\"\n    },\n"
        "    {\n      \"when\": \"P\",\n      \"holds\": false,\n      \"value\": {\"$missing\": true}\n    }\n  ]\n}");
}

static void unknown_has_its_reason_and_place(void **state)
{
    (void)state;
    check_value(il_value_unknown(arena, at(6), "environment variable", IL_STR("STAGE")),
                "{\n  \"$unknown\": {\n    \"reason\": \"environment variable\",\n    \"detail\": \"STAGE\",\n"
                "    \"file\": \"lib/x.ts\",\n    \"line\": 2,\n    \"column\": 1\n  }\n}");
    il_loc nowhere = {NULL, {0, 0}};
    check_value(il_value_unknown(arena, nowhere, "r", (il_str){NULL, 0}),
                "{\n  \"$unknown\": {\n    \"reason\": \"r\"\n  }\n}");
}

static const char whole_model[] = "{\n"
                                  "  \"version\": 1,\n"
                                  "  \"kind\": \"cdk\",\n"
                                  "  \"root\": \"root\",\n"
                                  "  \"stacks\": [\n"
                                  "    {\n"
                                  "      \"name\": \"S\",\n"
                                  "      \"outputs\": {\n"
                                  "        \"e\": \"v\"\n"
                                  "      }\n"
                                  "    }\n"
                                  "  ],\n"
                                  "  \"resources\": [\n"
                                  "    {\n"
                                  "      \"type\": \"AWS::S3::Bucket\",\n"
                                  "      \"logicalId\": \"B\",\n"
                                  "      \"stack\": \"S\",\n"
                                  "      \"file\": \"lib/x.ts\",\n"
                                  "      \"line\": 2,\n"
                                  "      \"column\": 1,\n"
                                  "      \"generated\": true,\n"
                                  "      \"escaped\": true,\n"
                                  "      \"many\": true,\n"
                                  "      \"condition\": {\n"
                                  "        \"when\": \"prod\",\n"
                                  "        \"holds\": false\n"
                                  "      },\n"
                                  "      \"origins\": {\n"
                                  "        \"Properties.Versions\": \"default\",\n"
                                  "        \"Properties.Tags.0\": \"context\"\n"
                                  "      },\n"
                                  "      \"body\": {\n"
                                  "        \"Properties\": {\n"
                                  "          \"Versions\": {\n"
                                  "            \"Status\": \"On\"\n"
                                  "          },\n"
                                  "          \"Tags\": [\n"
                                  "            \"t\"\n"
                                  "          ]\n"
                                  "        }\n"
                                  "      }\n"
                                  "    }\n"
                                  "  ],\n"
                                  "  \"facts\": [\n"
                                  "    {\n"
                                  "      \"type\": \"App\",\n"
                                  "      \"body\": {\n"
                                  "        \"a\": \"x\"\n"
                                  "      }\n"
                                  "    }\n"
                                  "  ],\n"
                                  "  \"gaps\": [\n"
                                  "    {\n"
                                  "      \"reason\": \"not followed\",\n"
                                  "      \"detail\": \"helper\",\n"
                                  "      \"type\": \"AWS::X::Y\",\n"
                                  "      \"file\": \"lib/x.ts\",\n"
                                  "      \"line\": 1,\n"
                                  "      \"column\": 1\n"
                                  "    }\n"
                                  "  ]\n"
                                  "}\n";

static void the_whole_model(void **state)
{
    (void)state;
    il_resource *bucket = il_app_add(app, stack, il_intern(IL_STR("AWS::S3::Bucket")));
    bucket->logical_id = IL_STR("B");
    bucket->loc = at(6);
    bucket->generated = bucket->escaped = bucket->many = true;
    bucket->condition = (il_condition){IL_STR("prod"), false, at(0)};
    const il_value *inner = il_value_with_origin(
        arena, map("Status", il_value_with_origin(arena, text("On"), IL_FROM_DEFAULT)), IL_FROM_DEFAULT);
    const il_value *tags = list(il_value_with_origin(arena, text("t"), IL_FROM_CONTEXT));
    il_entry entries[] = {{IL_STR("Versions"), at(0), inner}, {IL_STR("Tags"), at(0), tags}};
    bucket->body = map("Properties", il_value_map(arena, at(0), entries, 2));
    il_app_add(app, NULL, il_intern(IL_STR("App")))->body = map("a", text("x"));
    il_app_add_gap(app,
                   (il_gap){at(0), "not followed", IL_STR("helper"), il_intern(IL_STR("AWS::X::Y")), false, false});
    stack->outputs = map("e", text("v"));
    il_buf buf = {0};
    il_model_dump(&buf, app);
    il_buf_putc(&buf, '\0');
    assert_string_equal(buf.p, whole_model);
    il_buf_free(&buf);
}

static void check_explained(const char *want)
{
    il_buf buf = {0};
    il_model_explain(&buf, app);
    il_buf_putc(&buf, '\0');
    assert_string_equal(buf.p, want);
    il_buf_free(&buf);
}

static void add_body(const il_value *body)
{
    il_app_add(app, stack, il_intern(IL_STR("AWS::X::Y")))->body = body;
}

static void the_costliest_reasons_come_first(void **state)
{
    (void)state;
    const il_value *once = il_value_unknown(arena, at(0), "function result", IL_STR("f()"));
    const il_value *often = il_value_unknown(arena, at(6), "environment variable", IL_STR("STAGE"));
    const il_value *also = il_value_unknown(arena, at(8), "environment variable", (il_str){NULL, 0});
    add_body(map("a", once));
    app->resources.items[app->resources.n - 1]->construct_path = IL_STR("Data/B");
    add_body(map("a", also));
    add_body(map("a", list(often)));
    add_body(map("o", il_value_opened(arena, map("x", text("v")))));
    add_body(il_value_call(arena, at(0), il_intern(IL_STR("Fn::Join")), (const il_value *[]){often}, 1));
    il_app_add_gap(app, (il_gap){at(0), "loop that is not expanded", IL_STR("L"), NULL, false, false});
    check_explained("3 unknown: environment variable\n"
                    "      2  lib/x.ts:2:1  STAGE\n"
                    "           AWS::X::Y a.0\n"
                    "           AWS::X::Y\n"
                    "      1  lib/x.ts:2:3\n"
                    "           AWS::X::Y a\n"
                    "1 unknown: function result\n"
                    "      1  lib/x.ts:1:1  f()\n"
                    "           Data/B a\n"
                    "may hold more than is seen:\n"
                    "  AWS::X::Y o\n"
                    "not followed:\n"
                    "  loop that is not expanded, may make any resource  lib/x.ts:1:1  L\n");
}

static void nothing_unknown_is_said_too(void **state)
{
    (void)state;
    add_body(map("a", text("x")));
    check_explained("everything is known\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(plain_values_stand_as_themselves),
        TEST(numbers_are_as_short_as_they_can_be),
        TEST(what_the_author_named_like_our_marks_is_escaped),
        TEST(open_and_missing_are_marked),
        TEST(references_name_their_target),
        TEST(calls_and_choices),
        TEST(unknown_has_its_reason_and_place),
        TEST(the_whole_model),
        TEST(the_costliest_reasons_come_first),
        TEST(nothing_unknown_is_said_too),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    il_intern_free();
    return failed;
}
