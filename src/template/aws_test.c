/* What AWS documents, case by case: each table names the page of the CloudFormation template reference (docs.aws.amazon.com/
 * AWSCloudFormation/latest/TemplateReference/) whose examples and sentences it holds us to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "probe.h"

/* Around each case stands the same template; the case is the property A of R, or the whole when it begins with a section. */
#define HEAD                                                                                                           \
    "Transform: AWS::LanguageExtensions\n"                                                                             \
    "Parameters:\n  Env: {Type: String, AllowedValues: [prod, test]}\n  Free: {Type: String}\n"                        \
    "  Names: {Type: CommaDelimitedList, Default: 'a, b'}\n  Size: {Type: Number, Default: 7}\n"                       \
    "Mappings:\n  RegionMap:\n    us-east-1: {HVM64: ami-1, HVMG2: ami-2}\n    us-west-1: {HVM64: ami-3}\n"            \
    "  Kinds:\n    prod: {Type: m5.large, Zones: [x, y]}\n    test: {Type: t3.micro, Zones: [z]}\n"                    \
    "Conditions:\n  IsProd: !Equals [!Ref Env, prod]\n  IsTest: !Equals [!Ref Env, test]\n"                            \
    "  Snapshot: !Not [!Equals [!Ref Free, '']]\n  Both: !And [!Condition IsProd, !Condition Snapshot]\n"              \
    "  Either: !Or [!Condition IsProd, !Condition IsTest]\n  Never: !Equals [a, b]\n  Always: !Not [!Condition Never]\n"

#define RESOURCE(value)                                                                                                \
    HEAD "Resources:\n  B: {Type: AWS::S3::Bucket}\n  R:\n    Type: AWS::X::Y\n    Properties:\n      A: " value "\n"

typedef struct {
    const char *value, *want;
} one_case;

static void check(const char *template, const char *path, const char *want)
{
    il_probe *probe = il_probe_read(template);
    assert_string_equal(il_probe_json(probe, path), want);
    assert_string_equal(il_probe_findings(probe), "");
    il_probe_free(probe);
}

static void check_all(const one_case *cases, size_t n)
{
    il_arena *arena = il_arena_new();
    for (size_t i = 0; i < n; i++)
        check(il_arena_printf(arena, RESOURCE("%s"), cases[i].value).p, "R.Properties.A", cases[i].want);
    il_arena_free(arena);
}

#define CHECK_ALL(cases) check_all(cases, sizeof(cases) / sizeof *(cases))

/* intrinsic-function-reference-sub.html */
static void sub(void **state)
{
    (void)state;
    static const one_case cases[] = {
        {"!Sub 'www.${Domain}'", "{\"Fn::Join\": [\"\", [\"www.\", {\"Ref\": \"Domain\"}]]}"},
        {"!Sub ['www.${Domain}', {Domain: !Ref Free}]", "{\"Fn::Join\": [\"\", [\"www.\", {\"Ref\": \"Free\"}]]}"},
        {"!Sub ['www.${Domain}', {Domain: example.com}]", "\"www.example.com\""},
        {"!Sub 'arn:aws:ec2:${AWS::Region}:${AWS::AccountId}:vpc/${B}'",
         "{\"Fn::Join\": [\"\", [\"arn:aws:ec2:\", {\"Ref\": \"AWS::Region\"}, \":\", {\"Ref\": \"AWS::AccountId\"}, "
         "\":vpc/\", {\"Ref\": \"B\"}]]}"},
        {"!Sub '${B.Arn}/*'", "{\"Fn::Join\": [\"\", [{\"Fn::GetAtt\": [\"B\", \"Arn\"]}, \"/*\"]]}"},
        {"!Sub '${!Literal}'", "\"${Literal}\""},
        {"!Sub '${Size} and ${AWS::NoValue}'", "\"7 and \""},
        {"!Sub ['${A}${B}', {A: !Sub '${Size}', B: 2}]", "\"72\""},
        {"!Sub ['${Size}', {Size: own}]", "\"own\""},
        {"!Sub plain", "\"plain\""},
        {"{'Fn::Sub': ['${x}', {x: {'Fn::If': [Always, yes-, no-]}}]}", "\"yes-\""},
    };
    CHECK_ALL(cases);
}

/* intrinsic-function-reference-findinmap.html, intrinsic-function-reference-findinmap-enhancements.html */
static void find_in_map(void **state)
{
    (void)state;
    static const one_case cases[] = {
        {"!FindInMap [RegionMap, us-east-1, HVM64]", "\"ami-1\""},
        {"!FindInMap [RegionMap, !Ref AWS::Region, HVM64]",
         "{\"$choice\": [{\"when\": \"AWS::Region = us-east-1\", \"holds\": true, \"value\": \"ami-1\"}, {\"when\": "
         "\"AWS::Region = us-west-1\", \"holds\": true, \"value\": \"ami-3\"}]}"},
        {"!FindInMap [RegionMap, !Ref AWS::Region, HVMG2]", "\"ami-2\""}, /* another region's deployment fails */
        {"!FindInMap [RegionMap, !Ref AWS::Region, Type, {DefaultValue: m5.small}]", "\"m5.small\""},
        {"!FindInMap [RegionMap, eu-west-1, HVM64, {DefaultValue: !Ref Size}]", "7"},
        {"!FindInMap [Kinds, !Ref Env, Type]",
         "{\"$choice\": [{\"when\": \"Env = prod\", \"holds\": true, \"value\": \"m5.large\"}, {\"when\": \"Env = "
         "test\", \"holds\": true, \"value\": \"t3.micro\"}]}"},
        {"!FindInMap [Kinds, !Select [0, !Split ['|', 'prod|test']], Type]", "\"m5.large\""},
        {"!FindInMap [!Sub 'Ki${Tail}', prod, Type]",
         "{\"Fn::FindInMap\": [{\"Fn::Join\": [\"\", [\"Ki\", {\"Ref\": \"Tail\"}]]}, \"prod\", \"Type\"]}"},
        {"!FindInMap [Kinds, !If [IsProd, prod, test], Type]",
         "{\"$choice\": [{\"when\": \"IsProd\", \"holds\": true, \"value\": \"m5.large\"}, {\"when\": \"IsProd\", "
         "\"holds\": false, \"value\": \"t3.micro\"}]}"},
        {"!Select [1, !FindInMap [Kinds, prod, Zones]]", "\"y\""},
        {"!FindInMap [Kinds, nowhere, Type]", "{\"Fn::FindInMap\": [\"Kinds\", \"nowhere\", \"Type\"]}"},
    };
    CHECK_ALL(cases);
}

/* intrinsic-function-reference-conditions.html: Fn::And, Fn::Equals, Fn::If, Fn::Not, Fn::Or */
static void conditions(void **state)
{
    (void)state;
    static const one_case cases[] = {
        {"!If [Always, a, b]", "\"a\""},
        {"!If [Never, a, b]", "\"b\""},
        {"!If [Never, a, !Ref AWS::NoValue]", "{\"$missing\": true}"},
        {"!If [Snapshot, !Ref Free, !Ref AWS::NoValue]",
         "{\"$choice\": [{\"when\": \"Snapshot\", \"holds\": true, \"value\": {\"Ref\": \"Free\"}}, {\"when\": \"Snapshot\", "
         "\"holds\": false, \"value\": {\"$missing\": true}}]}"},
        {"!If [Both, !If [IsProd, a, b], c]", /* a true And has only true parts */
         "{\"$choice\": [{\"when\": \"Both\", \"holds\": true, \"value\": \"a\"}, {\"when\": \"Both\", \"holds\": false, "
         "\"value\": \"c\"}]}"},
        {"!If [Either, x, !If [IsProd, a, b]]", /* a false Or has only false ones */
         "{\"$choice\": [{\"when\": \"Either\", \"holds\": true, \"value\": \"x\"}, {\"when\": \"Either\", \"holds\": false, "
         "\"value\": \"b\"}]}"},
        {"!If [IsProd, !Ref Env, other]", /* the parameter is what it was compared with */
         "{\"$choice\": [{\"when\": \"IsProd\", \"holds\": true, \"value\": \"prod\"}, {\"when\": \"IsProd\", \"holds\": "
         "false, \"value\": \"other\"}]}"},
        {"!If [IsProd, other, !Ref Env]", /* and, with what is allowed, what is left */
         "{\"$choice\": [{\"when\": \"IsProd\", \"holds\": true, \"value\": \"other\"}, {\"when\": \"IsProd\", \"holds\": "
         "false, \"value\": \"test\"}]}"},
        {"[one, !If [Never, two, !Ref AWS::NoValue], three]", "[\"one\", \"three\"]"},
        {"{Key: !If [Never, 1, !Ref AWS::NoValue], Other: 2}", "{\"Key\": {\"$missing\": true}, \"Other\": 2}"},
    };
    CHECK_ALL(cases);
}

/* intrinsic-function-reference-select.html, -split.html, -join.html, -cidr.html, -length.html, -ToJsonString.html, -base64.html, -getazs.html */
static void lists_and_texts(void **state)
{
    (void)state;
    static const one_case cases[] = {
        {"!Select ['1', [apples, grapes, oranges, mangoes]]", "\"grapes\""},
        {"!Select [1, !Ref Names]", "\"b\""},
        {"!Split ['|', 'a|b|c']", "[\"a\", \"b\", \"c\"]"},
        {"!Split ['|', 'a||c|']", "[\"a\", \"\", \"c\", \"\"]"},
        {"!Join [':', [a, b, c]]", "\"a:b:c\""},
        {"!Join [',', !Ref Names]", "\"a,b\""},
        {"!Join ['', ['arn:', !Ref AWS::Partition, ':s3:::x/*']]",
         "{\"Fn::Join\": [\"\", [\"arn:\", {\"Ref\": \"AWS::Partition\"}, \":s3:::x/*\"]]}"},
        {"!Cidr [192.168.0.0/24, 6, 5]",
         "[\"192.168.0.0/27\", \"192.168.0.32/27\", \"192.168.0.64/27\", \"192.168.0.96/27\", \"192.168.0.128/27\", "
         "\"192.168.0.160/27\"]"},
        {"!Select [0, !Cidr [10.0.0.0/16, 1, 8]]", "\"10.0.0.0/24\""},
        {"!Cidr [!GetAtt Vpc.CidrBlock, 1, 8]", "{\"Fn::Cidr\": [{\"Fn::GetAtt\": [\"Vpc\", \"CidrBlock\"]}, 1, 8]}"},
        {"!Cidr [10.0.0.0/24, 6, 8]", "{\"Fn::Cidr\": [\"10.0.0.0/24\", 6, 8]}"}, /* does not fit: an error */
        {"{'Fn::Length': [1, !Ref Free, 3]}", "3"},
        {"{'Fn::Length': !Ref Names}", "2"},
        {"{'Fn::ToJsonString': {key1: value1, key2: !Ref Size}}", "\"{\\\"key1\\\":\\\"value1\\\",\\\"key2\\\":7}\""},
        {"{'Fn::ToJsonString': [{a: !Ref AWS::NoValue, b: true}]}", "\"[{\\\"b\\\":true}]\""},
        {"!Base64 text", "{\"Fn::Base64\": [\"text\"]}"},
        {"!GetAZs ''", "{\"Fn::GetAZs\": [\"\"]}"},
        {"!ImportValue shared", "{\"Fn::ImportValue\": [\"shared\"]}"},
    };
    CHECK_ALL(cases);
}

/* parameters-section-structure.html; parameter-reference.html; dynamic-references.html has the SSM types */
static void parameters(void **state)
{
    (void)state;
#define PARAMETER(definition)                                                                                          \
    "Parameters:\n  P: {" definition "}\nResources:\n  R: {Type: AWS::X::Y, Properties: {A: !Ref P}}\n"
    static const one_case cases[] = {
        {PARAMETER("Type: String, Default: a"), "\"a\""},
        {PARAMETER("Type: Number, Default: 5"), "5"},
        {PARAMETER("Type: String"), "{\"Ref\": \"P\"}"},
        {PARAMETER("Type: String, Default: secret, NoEcho: true"), "{\"Ref\": \"P\"}"},
        {PARAMETER("Type: String, Default: secret, NoEcho: 'true'"), "{\"Ref\": \"P\"}"},
        {PARAMETER("Type: CommaDelimitedList, Default: 'a, b,c '"), "[\"a\", \"b\", \"c\"]"},
        {PARAMETER("Type: 'List<AWS::EC2::Subnet::Id>', Default: 'subnet-1,subnet-2'"), "[\"subnet-1\", \"subnet-2\"]"},
        {PARAMETER("Type: 'AWS::SSM::Parameter::Value<String>', Default: /my/name"), "{\"Ref\": \"P\"}"},
        {PARAMETER("Type: String, AllowedValues: [only]"), "\"only\""},
        {PARAMETER("Type: String, AllowedValues: [a, b]"),
         "{\"$choice\": [{\"when\": \"P = a\", \"holds\": true, \"value\": \"a\"}, {\"when\": \"P = b\", \"holds\": true, "
         "\"value\": \"b\"}]}"},
        {PARAMETER("Type: Number, AllowedValues: [1, 2, 3, 4, 5, 6, 7, 8, 9]"), "{\"Ref\": \"P\"}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(cases[i].value, "R.Properties.A", cases[i].want);
}

#define LOOPS(text) "Transform: AWS::LanguageExtensions\n" text

/* intrinsic-function-reference-foreach.html and its pages of examples */
static void for_each(void **state)
{
    (void)state;
    const char *topics =
        LOOPS("Resources:\n  Fn::ForEach::Topics:\n    - TopicName\n    - [Success, Failure]\n"
              "    - SnsTopic${TopicName}:\n        Type: AWS::SNS::Topic\n"
              "        Properties: {TopicName: !Ref TopicName, DisplayName: !Sub 'the ${TopicName}'}\n");
    check(topics, "SnsTopicSuccess.Properties", "{\"TopicName\": \"Success\", \"DisplayName\": \"the Success\"}");
    check(topics, "SnsTopicFailure.Properties.TopicName", "\"Failure\"");
    const char *bare = LOOPS("Resources:\n  Fn::ForEach::Hosts:\n    - Ip\n    - [10.0.2.1, 10.0.3.1]\n"
                             "    - Host&{Ip}: {Type: AWS::X::Y, Properties: {A: !Ref Ip, B: '${Ip} &{Ip}'}}\n");
    check(bare, "Host10021.Properties", "{\"A\": \"10.0.2.1\", \"B\": \"10.0.2.1 10021\"}");
    const char *properties = LOOPS("Resources:\n  R:\n    Type: AWS::X::Y\n    Properties:\n      Fn::ForEach::P:\n"
                                   "        - Name\n        - [A, B]\n        - ${Name}Id: !Ref Name\n      C: 1\n");
    check(properties, "R.Properties", "{\"AId\": \"A\", \"BId\": \"B\", \"C\": 1}");
    const char *nested =
        LOOPS("Parameters: {Zones: {Type: CommaDelimitedList, Default: 'x,y'}}\nResources:\n"
              "  Fn::ForEach::Outer:\n    - O\n    - [A, B]\n    - Fn::ForEach::Inner:\n        - I\n"
              "        - !Ref Zones\n        - N${O}${I}: {Type: AWS::X::Y, Properties: {V: '${O}-${I}'}}\n");
    check(nested, "NAx.Properties.V", "\"A-x\"");
    check(nested, "NBy.Properties.V", "\"B-y\"");
    const char *guarded =
        LOOPS("Conditions:\n  Fn::ForEach::C: [N, [a, b], {'Is${N}': !Equals ['${N}', a]}]\nResources:\n"
              "  R: {Type: AWS::X::Y, Properties: {A: !If [Isa, 1, 2], B: !If [Isb, 1, 2]}}\n");
    check(guarded, "R.Properties", "{\"A\": 1, \"B\": 2}");
}

/* An unknown collection, and a template that does not declare the language extensions. */
static void loops_that_are_not_expanded(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(LOOPS("Parameters: {Names: {Type: CommaDelimitedList}}\nResources:\n"
                                          "  Fn::ForEach::Loop: [N, !Ref Names, {'R${N}': {Type: AWS::X::Y}}]\n"));
    assert_true(il_app_may_make(probe->app, IL_STR("AWS::X::Y")));
    il_probe_free(probe);
    probe = il_probe_read("Resources:\n  Fn::ForEach::Loop: [N, [a], {'R${N}': {Type: AWS::X::Y}}]\n");
    assert_null(il_probe_resource(probe, "Ra"));
    assert_true(il_app_may_make(probe->app, IL_STR("AWS::X::Y")));
    il_probe_free(probe);
}

static void loops_keep_their_places(void **state)
{
    (void)state;
    il_probe *probe = il_probe_read(LOOPS("Resources:\n  Fn::ForEach::Loop: [N, [a, b], {'R${N}': {Type: AWS::X::Y, "
                                          "Properties: {A: !Sub 'x-${N}', B: 5}}}]\n"));
    assert_string_equal(il_probe_place(probe, "Ra.Properties.A"), "!Sub 'x-${N}'");
    assert_string_equal(il_probe_place(probe, "Rb.Properties.B"), "5");
    assert_string_equal(il_arena_str(probe->arena, il_loc_text(il_probe_resource(probe, "Rb")->loc)).p, "'R${N}'");
    il_probe_free(probe);
}

/* aws-attribute-dependson.html, -deletionpolicy.html, -updatereplacepolicy.html; transform-aws-languageextensions.html lets functions in */
static void attributes(void **state)
{
    (void)state;
#define ATTRIBUTE(text) HEAD "Resources:\n  R: {Type: AWS::X::Y, " text "}\n"
    check(ATTRIBUTE("DependsOn: B"), "R.DependsOn", "\"B\"");
    check(ATTRIBUTE("DependsOn: [B, C]"), "R.DependsOn", "[\"B\", \"C\"]");
    check(ATTRIBUTE("DeletionPolicy: RetainExceptOnCreate"), "R.DeletionPolicy", "\"RetainExceptOnCreate\"");
    check(ATTRIBUTE("DeletionPolicy: !If [Always, Retain, Delete]"), "R.DeletionPolicy", "\"Retain\"");
    check(ATTRIBUTE("UpdateReplacePolicy: !FindInMap [Kinds, prod, Keep, {DefaultValue: Snapshot}]"),
          "R.UpdateReplacePolicy", "\"Snapshot\"");
    check(ATTRIBUTE("CreationPolicy: {ResourceSignal: {Count: !Ref Size}}"), "R.CreationPolicy",
          "{\"ResourceSignal\": {\"Count\": 7}}");
}

/* pseudo-parameter-reference.html: AWS::NoValue takes out what it is the value of */
static void no_value(void **state)
{
    (void)state;
    static const one_case cases[] = {
        {"!Ref AWS::NoValue", "{\"$missing\": true}"},
        {"[!Ref AWS::NoValue, a]", "[\"a\"]"},
        {"!Join ['-', [a, !Ref AWS::NoValue, b]]", "\"a-b\""},
        {"!Ref AWS::StackName", "{\"Ref\": \"AWS::StackName\"}"},
        {"!Ref AWS::Partition", "{\"Ref\": \"AWS::Partition\"}"},
    };
    CHECK_ALL(cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sub),
        cmocka_unit_test(find_in_map),
        cmocka_unit_test(conditions),
        cmocka_unit_test(lists_and_texts),
        cmocka_unit_test(parameters),
        cmocka_unit_test(for_each),
        cmocka_unit_test(loops_that_are_not_expanded),
        cmocka_unit_test(loops_keep_their_places),
        cmocka_unit_test(attributes),
        cmocka_unit_test(no_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
