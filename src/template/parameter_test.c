#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "probe.h"

#define AROUND(parameters)                                                                                             \
    "Parameters:\n" parameters "Resources:\n  R:\n    Type: AWS::X::Y\n    Properties:\n      A: !Ref P\n"

static void a_default_stands_for_the_parameter(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(AROUND("  P: {Type: String, Default: dev}\n"));
    const il_value *value = il_probe_at(probe, "R.Properties.A");
    assert_string_equal(il_probe_json(probe, "R.Properties.A"), "\"dev\"");
    assert_int_equal(value->origin, IL_FROM_PARAMETER);
    assert_ptr_equal(value->parameter, il_probe_resource(probe, "P"));
    assert_string_equal(il_probe_place(probe, "R.Properties.A"), "dev");
    il_probe_free(probe);
}

static void check_stays(const char *text)
{
    il_probe *probe = il_probe_read(text);
    const il_value *value = il_probe_at(probe, "R.Properties.A");
    assert_string_equal(il_probe_json(probe, "R.Properties.A"), "{\"Ref\": \"P\"}");
    assert_null(value->ref.target);
    assert_ptr_equal(value->parameter, il_probe_resource(probe, "P"));
    assert_string_equal(il_probe_place(probe, "R.Properties.A"), "!Ref P");
    il_probe_free(probe);
}

static void without_a_usable_default_it_stays_a_ref(void **state)
{
    (void)state;
    check_stays(AROUND("  P: {Type: String}\n"));
    check_stays(AROUND("  P: {Type: String, Default: }\n"));
    check_stays(AROUND("  P: {Type: String, Default: hunter2, NoEcho: true}\n"));
    check_stays(AROUND("  P: {Type: String, Default: hunter2, NoEcho: 'True'}\n"));
    check_stays(AROUND("  P: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/b}\n"));
    check_stays(AROUND("  P: {Type: String, Default: [a]}\n"));
}

static void a_list_parameter_is_a_list_with_exact_places(void **state)
{
    (void)state;
    static const char *const types[] = {"CommaDelimitedList", "'List<AWS::EC2::Subnet::Id>'"};
    for (size_t i = 0; i < 2; i++) {
        il_arena *arena = il_arena_new();
        const char *kind = types[i];
        il_probe *probe =
            il_probe_read(il_arena_printf(arena, AROUND("  P: {Type: %s, Default: '10.0.0.0/8, b ,c'}\n"), kind).p);
        assert_string_equal(il_probe_json(probe, "R.Properties.A"), "[\"10.0.0.0/8\", \"b\", \"c\"]");
        assert_string_equal(il_probe_place(probe, "R.Properties.A.0"), "10.0.0.0/8");
        assert_string_equal(il_probe_place(probe, "R.Properties.A.1"), "b");
        assert_string_equal(il_probe_place(probe, "R.Properties.A"), "'10.0.0.0/8, b ,c'");
        assert_int_equal(il_probe_at(probe, "R.Properties.A.1")->origin, IL_FROM_PARAMETER);
        assert_ptr_equal(il_probe_at(probe, "R.Properties.A.1")->parameter, il_probe_resource(probe, "P"));
        il_probe_free(probe);
        il_arena_free(arena);
    }
}

static void numbers_stay_numbers(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(AROUND("  P: {Type: Number, Default: 7}\n"));
    assert_string_equal(il_probe_json(probe, "R.Properties.A"), "7");
    il_probe_free(probe);
}

static void every_parameter_is_a_fact(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(AROUND("  P: {Type: String, NoEcho: true}\n"));
    const il_resource *fact = il_probe_resource(probe, "P");
    assert_string_equal(fact->type, "Parameter");
    assert_true(il_resource_is_fact(fact));
    assert_string_equal(il_probe_json(probe, "P.Properties"), "{\"Type\": \"String\", \"NoEcho\": true}");
    assert_string_equal(il_arena_str(probe->arena, il_loc_text(fact->loc)).p, "P");
    assert_string_equal(il_arena_str(probe->arena, il_loc_text(fact->whole)).p, "P: {Type: String, NoEcho: true}");
    il_probe_free(probe);
}

static void what_is_no_parameter_is_reported(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(AROUND("  P: String\n"));
    assert_string_equal(il_probe_findings(probe), "2:6 the parameter P is not a map\n");
    assert_string_equal(il_probe_json(probe, "R.Properties.A"), "{\"Ref\": \"P\"}");
    il_probe_free(probe);
    probe = il_probe_read("Parameters: [a]\nResources: {}\n");
    assert_string_equal(il_probe_findings(probe), "1:13 Parameters is not a map\n");
    il_probe_free(probe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_default_stands_for_the_parameter),
        cmocka_unit_test(without_a_usable_default_it_stays_a_ref),
        cmocka_unit_test(a_list_parameter_is_a_list_with_exact_places),
        cmocka_unit_test(numbers_stay_numbers),
        cmocka_unit_test(every_parameter_is_a_fact),
        cmocka_unit_test(what_is_no_parameter_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
