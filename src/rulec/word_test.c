/* Every word of the language and every row of its table of answers: a condition, a value, the answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "language_support.h"

typedef struct {
    const char *properties, *require;
    il_truth answer;
} row;

/* The resource under test is R; the others are there to be named. */
static const char app[] =
    "Topic: { Type: AWS::SNS::Topic }\n"
    "Named: { Type: AWS::SQS::Queue, Properties: { QueueName: jobs } }\n"
    "Joined: { Type: AWS::SQS::Queue, Properties: { QueueName: !join [app-, !Ref Stage, -jobs] } }\n"
    "Key: { Type: AWS::KMS::Key }\n"
    "Stage: { Type: Parameter, Properties: { Type: String } }\n"
    "Secret: { Type: Parameter, Properties: { Type: String, Default: hunter2, NoEcho: false } }\n"
    "$exports: { TopicArn: !Ref Topic, KeyArn: !GetAtt Key.Arn }\n"
    "R: { Type: T::T::T, Properties: { %s } }\n";

static const char table[] =
    "what: x\nsource: x\ndate: 2026-01-01\nentries:\n  xray: [Put*]\n  s3: [ListAllMyBuckets]\n  ec2: ['Describe*']\n";

static void check(const row *rows, size_t n)
{
    static const char *const names[] = {"no", "maybe", "yes"};
    for (size_t i = 0; i < n; i++) {
        il_bench bench = il_bench_new();
        char language[1024], yaml[2048];
        snprintf(yaml, sizeof yaml, app, rows[i].properties);
        snprintf(language, sizeof language, "resource: T::T::T\nrequire: { %s }", rows[i].require);
        il_bench_app(&bench, yaml);
        il_tables_add(&bench.tables, IL_STR("rules/data/actions.yaml"), il_str_of(table), &bench.sink);
        const il_rule *rule = il_bench_rule(&bench, language);
        if (!rule)
            fail_msg("{ %s } does not compile: %.*s", rows[i].require, IL_FMT(bench.sink.findings.items[0].message));
        il_judge *judge = il_judge_new(bench.arena, bench.app, NULL);
        il_truth answer = il_judge_resource(judge, rule, il_bench_resource(&bench, "R"));
        if (answer != rows[i].answer)
            fail_msg("{ %s } on { %s } is %s, should be %s", rows[i].require, rows[i].properties, names[answer],
                     names[rows[i].answer]);
        il_bench_free(&bench);
    }
}

#define CHECK(...)                                                                                                     \
    do {                                                                                                               \
        const row rows[] = {__VA_ARGS__};                                                                              \
        check(rows, sizeof rows / sizeof *rows);                                                                       \
    } while (0)

static void test_is(void **state)
{
    (void)state;
    CHECK({"A: x", "A: x", IL_YES}, {"A: x", "A: { is: x }", IL_YES}, {"A: x", "A: y", IL_NO}, {"A: X", "A: x", IL_NO},
          {"A: true", "A: true", IL_YES}, {"A: 'true'", "A: true", IL_YES}, {"A: 'True'", "A: true", IL_YES},
          {"A: true", "A: 'true'", IL_YES}, {"A: 'false'", "A: true", IL_NO}, {"A: 1", "A: true", IL_NO},
          {"A: '7'", "A: 7", IL_YES}, {"A: 7", "A: '7'", IL_YES}, {"A: 7.0", "A: 7", IL_YES},
          {"A: '7x'", "A: 7", IL_NO}, {"A: { B: x }", "A.B: x", IL_YES}, {"A: { B: x }", "A: { B: x }", IL_YES},
          {"A: [x]", "A: x", IL_NO}, {"A: x, B: x", "A: { is: { value: B } }", IL_YES},
          {"A: x", "A: { is: { value: B } }", IL_NO}, {"A: x", "A: { is: { value: B, default: x } }", IL_YES},
          {"A: $x", "A: $$x", IL_YES});
}

static void test_in(void **state)
{
    (void)state;
    CHECK({"A: x", "A: { in: [x, y] }", IL_YES}, {"A: z", "A: { in: [x, y] }", IL_NO},
          {"A: '7'", "A: { in: [7] }", IL_YES}, {"A: !unknown z", "A: { in: [x] }", IL_MAYBE},
          {"A: x, B: [x, y]", "A: { in: { value: B } }", IL_YES},
          {"A: x, B: !open [y]", "A: { in: { value: B } }", IL_MAYBE}, {"A: x", "A: { in: [] }", IL_NO});
}

static void test_numbers(void **state)
{
    (void)state;
    CHECK({"A: 7", "A: { min: 7 }", IL_YES}, {"A: 6", "A: { min: 7 }", IL_NO}, {"A: '7'", "A: { min: 7 }", IL_YES},
          {"A: 7", "A: { max: 7 }", IL_YES}, {"A: 8", "A: { max: 7 }", IL_NO}, {"A: 8", "A: { above: 7 }", IL_YES},
          {"A: 7", "A: { above: 7 }", IL_NO}, {"A: 6", "A: { below: 7 }", IL_YES}, {"A: 7", "A: { below: 7 }", IL_NO},
          {"A: x", "A: { min: 7 }", IL_NO}, {"A: 5", "A: { min: 1, max: 9 }", IL_YES},
          {"A: 5", "A: { min: 1, max: 4 }", IL_NO},
          {"A: 30, B: 5", "A: { min: { product: [6, { value: B }] } }", IL_YES},
          {"A: 29, B: 5", "A: { min: { product: [6, { value: B }] } }", IL_NO},
          {"A: 2, B: 8", "A: { max: { quotient: [{ value: B }, 4] } }", IL_YES},
          {"A: 37, B: 7", "A: { is: { sum: [{ value: B }, 30] } }", IL_YES},
          {"A: 38, B: 7", "A: { max: { sum: [{ value: B }, 30] } }", IL_NO},
          {"A: 38", "A: { max: { sum: [{ value: B }, 30] } }", IL_MAYBE},
          {"A: 2, B: 0", "A: { max: { quotient: [4, { value: B }] } }", IL_MAYBE},
          {"A: 29", "A: { min: { product: [6, { value: B }] } }", IL_MAYBE},
          {"A: 18", "A: { min: { product: [6, { value: B, default: 3 }] } }", IL_YES},
          {"A: 5, B: !unknown b", "A: { min: { value: B } }", IL_MAYBE},
          {"A: 5, B: !choice { P: 4, '!P': 3 }", "A: { min: { value: B } }", IL_YES},
          {"A: 5, B: !choice { P: 4, '!P': 6 }", "A: { min: { value: B } }", IL_MAYBE});
}

static void test_like(void **state)
{
    (void)state;
    CHECK({"A: 's3:GetObject'", "A: { like: 's3:get*' }", IL_YES}, {"A: 's3:Get*'", "A: { like: ['s3:*'] }", IL_YES},
          {"A: 's3:Get*'", "A: { like: ['s3:GetObject', 's3:GetObjectAc?'] }", IL_NO},
          {"A: 's3:GetObject'", "A: { like: ['s3:Get?bject'] }", IL_YES}, {"A: 7", "A: { like: ['7'] }", IL_NO},
          {"B: 1", "A: { like: ['*'] }", IL_NO}, {"A: !unknown", "A: { like: ['*'] }", IL_MAYBE});
    CHECK({"A: !join ['arn:', !Ref Stage, ':x']", "A: { like: ['arn:*:x'] }", IL_YES},
          {"A: !join ['arn:', !Ref Stage, ':x']", "A: { like: ['arn:*:y'] }", IL_NO},
          {"A: !join ['arn:', !Ref Stage, ':x']", "A: { like: ['arn:aws:x'] }", IL_MAYBE},
          {"A: !join ['arn:', !Ref Stage, ':x']", "A: { like: ['arn:aws:y', 'arm*'] }", IL_NO},
          {"A: !join ['arn:', !Ref AWS::Partition, ':x']", "A: { like: ['arn:a:b*'] }", IL_NO},
          {"A: !Ref Stage", "A: { like: ['*'] }", IL_MAYBE});
    CHECK({"A: 'XRAY:PutTraceSegments'", "A: { like: { data: actions } }", IL_YES},
          {"A: 's3:ListAllMyBuckets'", "A: { like: { data: actions } }", IL_YES},
          {"A: 'ec2:Describe*'", "A: { like: { data: actions } }", IL_YES},
          {"A: 's3:GetObject'", "A: { like: { data: actions } }", IL_NO},
          {"A: 'nobodyknows:Get'", "A: { like: { data: actions } }", IL_MAYBE},
          {"A: '*'", "A: { like: { data: actions } }", IL_MAYBE});
}

static void test_matches(void **state)
{
    (void)state;
    CHECK({"A: nodejs18.x", "A: { matches: '^nodejs' }", IL_YES}, {"A: python", "A: { matches: '^nodejs' }", IL_NO},
          {"A: 57", "A: { matches: '^5' }", IL_YES}, {"A: Straße", "A: { matches: 'a.e$' }", IL_YES},
          {"A: DEV", "A: { matches: '(?i)dev' }", IL_YES}, {"A: [x]", "A: { matches: x }", IL_NO},
          {"A: !join [x, !Ref Stage]", "A: { matches: x }", IL_MAYBE},
          {"A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "A: { matches: '^(a|aa)+$' }", IL_MAYBE});
}

static void test_present(void **state)
{
    (void)state;
    CHECK({"A: x", "A: { present: true }", IL_YES}, {"", "A: { present: true }", IL_NO},
          {"A: ''", "A: { present: true }", IL_YES}, {"", "A: { present: false }", IL_YES},
          {"A: []", "A: { present: true }", IL_YES}, {"A: !novalue x", "A: { present: true }", IL_NO},
          {"A: null", "A: { present: true }", IL_NO}, {"A: !unknown x", "A: { present: true }", IL_YES},
          {"A: !unknown x", "A.B: { present: true }", IL_MAYBE}, {"A: !Ref Topic", "A: { present: true }", IL_YES},
          {"A: { B: x }", "A.B.C: { present: false }", IL_YES});
}

static void test_default(void **state)
{
    (void)state;
    CHECK({"", "A: { default: 30, min: 20 }", IL_YES}, {"", "A: { default: 30, min: 40 }", IL_NO},
          {"A: 50", "A: { default: 30, min: 40 }", IL_YES}, {"A: !novalue x", "A: { default: true, is: true }", IL_YES},
          {"A: !unknown x", "A: { default: true, is: true }", IL_MAYBE},
          {"A: !choice { P: !novalue x, '!P': 30 }", "A: { default: 30, is: 30 }", IL_YES});
}

static void test_length(void **state)
{
    (void)state;
    CHECK({"A: [x, y]", "A: { length: { min: 2 } }", IL_YES}, {"A: [x]", "A: { length: { min: 2 } }", IL_NO},
          {"A: [x, y]", "A: { length: { max: 1 } }", IL_NO}, {"A: !open [x]", "A: { length: { min: 2 } }", IL_MAYBE},
          {"A: !open [x, y]", "A: { length: { min: 2 } }", IL_YES},
          {"A: !open [x, y]", "A: { length: { max: 1 } }", IL_NO},
          {"A: !open [x]", "A: { length: { max: 1 } }", IL_MAYBE},
          {"A: Straße", "A: { length: { min: 6, max: 6 } }", IL_YES},
          {"A: { B: 1, C: 2 }", "A: { length: { min: 2, max: 2 } }", IL_YES},
          {"A: 5", "A: { length: { min: 1 } }", IL_NO}, {"A: [x, !novalue y]", "A: { length: { min: 2 } }", IL_NO},
          {"A: [x, !choice { P: y, '!P': !novalue n }]", "A: { length: { min: 2 } }", IL_MAYBE},
          {"", "A: { length: { min: 1 } }", IL_NO}, {"", "A: { default: [], length: { max: 1 } }", IL_YES});
}

static void test_any(void **state)
{
    (void)state;
    CHECK({"A: [x, y]", "A: { any: y }", IL_YES}, {"A: [x]", "A: { any: y }", IL_NO}, {"A: []", "A: { any: y }", IL_NO},
          {"A: y", "A: { any: y }", IL_YES}, {"A: { B: 1 }", "A: { any: { B: 1 } }", IL_YES},
          {"A: !open [x]", "A: { any: y }", IL_MAYBE}, {"A: !open [y]", "A: { any: y }", IL_YES},
          {"A: [x, !unknown u]", "A: { any: y }", IL_MAYBE}, {"A: !unknown u", "A: { any: y }", IL_MAYBE},
          {"A: !call 'Fn::GetAZs'", "A: { any: y }", IL_MAYBE},
          {"A: [!choice { P: y, '!P': !novalue n }]", "A: { any: y }", IL_MAYBE},
          {"A: [!choice { P: y, '!P': !novalue n }, y]", "A: { any: y }", IL_YES},
          {"A: [!choice { P: z, '!P': !novalue n }]", "A: { any: y }", IL_NO},
          {"A: [{ K: a, V: 1 }, { K: b, V: 2 }]", "A: { any: { K: b, V: 2 } }", IL_YES},
          {"A: [{ K: a, V: 1 }, { K: b, V: 2 }]", "A: { any: { K: a, V: 2 } }", IL_NO},
          {"A: [{ B: [1, 2] }], C: 2", "A: { any: { as: a, B: { any: { is: { value: C } } } } }", IL_YES},
          {"A: [{ B: [1, 2], C: 2 }]", "A: { any: { as: a, B: { any: { is: { value: $a.C } } } } }", IL_YES});
}

static void test_all_and_none(void **state)
{
    (void)state;
    CHECK({"A: [x, x]", "A: { all: x }", IL_YES}, {"A: [x, y]", "A: { all: x }", IL_NO},
          {"A: []", "A: { all: x }", IL_YES}, {"A: x", "A: { all: x }", IL_YES},
          {"A: !open [x]", "A: { all: x }", IL_MAYBE}, {"A: !open [y]", "A: { all: x }", IL_NO},
          {"A: [x, !unknown u]", "A: { all: x }", IL_MAYBE},
          {"A: [!choice { P: x, '!P': !novalue n }]", "A: { all: x }", IL_YES}, {"A: [x, y]", "A: { none: z }", IL_YES},
          {"A: [x, z]", "A: { none: z }", IL_NO}, {"A: []", "A: { none: z }", IL_YES},
          {"A: !open [x]", "A: { none: z }", IL_MAYBE}, {"A: !open [z]", "A: { none: z }", IL_NO},
          {"A: [!unknown u]", "A: { none: z }", IL_MAYBE});
}

static void test_keys(void **state)
{
    (void)state;
    CHECK({"A: { 'aws:SourceIp': x }", "A: { keys: { any: 'aws:SourceIp' } }", IL_YES},
          {"A: { B: x }", "A: { keys: { any: { matches: '^C' } } }", IL_NO},
          {"A: !open { B: x }", "A: { keys: { any: C } }", IL_MAYBE},
          {"A: { B: x }", "A: { keys: { all: { in: [B, C] } } }", IL_YES},
          {"A: { B: x }", "A: { keys: { none: B } }", IL_NO},
          {"A: { B: !novalue x }", "A: { keys: { none: B } }", IL_YES}, {"A: x", "A: { keys: { any: B } }", IL_NO},
          {"", "A: { keys: { none: B } }", IL_NO}, {"A: !unknown u", "A: { keys: { any: B } }", IL_MAYBE},
          {"A: { B: x }", "A: { none-key: C }", IL_YES}, {"A: { B: x }", "A: { none-key: B }", IL_NO},
          {"A: !open { B: x }", "A: { none-key: C }", IL_MAYBE},
          {"A: { B: !choice { P: x, '!P': !novalue n } }", "A: { none-key: B }", IL_MAYBE},
          {"", "A: { none-key: B }", IL_NO});
}

static void test_includes(void **state)
{
    (void)state;
    CHECK({"A: [x, y, z]", "A: { includes: [x, z] }", IL_YES}, {"A: [x]", "A: { includes: [x, z] }", IL_NO},
          {"A: x", "A: { includes: [x] }", IL_YES}, {"A: ['7']", "A: { includes: [7] }", IL_YES},
          {"A: !open [x]", "A: { includes: [x, z] }", IL_MAYBE},
          {"A: [x, !unknown u]", "A: { includes: [x, z] }", IL_MAYBE},
          {"A: [x, !unknown u]", "A: { includes: [x] }", IL_YES}, {"", "A: { includes: [] }", IL_NO});
}

static void test_literal_and_origin(void **state)
{
    (void)state;
    CHECK({"A: secret", "A: { literal: true }", IL_YES}, {"A: !Ref Topic", "A: { literal: true }", IL_MAYBE},
          {"A: !unknown u", "A: { literal: true }", IL_MAYBE}, {"A: !default x", "A: { literal: true }", IL_NO},
          {"A: '{{resolve:secretsmanager:s}}'", "A: { literal: true }", IL_NO},
          {"A: !param Secret", "A: { literal: true }", IL_YES}, {"", "A: { literal: true }", IL_NO},
          {"A: x", "A: { literal: false }", IL_NO}, {"A: [x]", "A: { literal: true }", IL_NO},
          {"A: x", "A: { origin: source }", IL_YES}, {"A: !context x", "A: { origin: source }", IL_NO},
          {"A: !context x", "A: { origin: [context, parameter] }", IL_YES},
          {"A: !default x", "A: { origin: default }", IL_YES}, {"A: !param Secret", "A: { origin: parameter }", IL_YES},
          {"A: !unknown u", "A: { origin: source }", IL_MAYBE}, {"", "A: { origin: source }", IL_NO});
}

static void test_parameter(void **state)
{
    (void)state;
    CHECK({"A: !param Secret", "A: hunter2", IL_YES},
          {"A: !param Secret", "A: { parameter: { NoEcho: false } }", IL_YES},
          {"A: !param Secret", "A: { parameter: { Default: { present: true } } }", IL_YES},
          {"A: !Ref Stage", "A: { parameter: { Default: { present: true } } }", IL_NO},
          {"A: !Ref Stage", "A: { parameter: { Type: String } }", IL_YES},
          {"A: x", "A: { parameter: { Type: String } }", IL_NO},
          {"A: !unknown u", "A: { parameter: { Type: String } }", IL_MAYBE},
          {"", "A: { parameter: { Type: String } }", IL_NO}, {"A: !Ref Stage", "A: dev", IL_MAYBE});
}

static void test_names(void **state)
{
    (void)state;
    CHECK({"A: !Ref Topic", "A: { names: AWS::SNS::Topic }", IL_YES},
          {"A: !GetAtt Key.Arn", "A: { names: AWS::KMS::Key }", IL_YES},
          {"A: !Ref Topic", "A: { names: AWS::KMS::Key }", IL_NO},
          {"A: !Ref Topic", "A: { names: [AWS::KMS::Key, AWS::SNS::Topic] }", IL_YES},
          {"A: !import TopicArn", "A: { names: AWS::SNS::Topic }", IL_YES},
          {"A: !import KeyArn", "A: { names: AWS::SNS::Topic }", IL_NO},
          {"A: !import Other", "A: { names: AWS::SNS::Topic }", IL_NO},
          {"A: jobs", "A: { names: AWS::SQS::Queue }", IL_YES}, {"A: works", "A: { names: AWS::SQS::Queue }", IL_NO},
          {"A: app-x-jobs", "A: { names: AWS::SQS::Queue }", IL_MAYBE},
          {"A: !join ['arn:aws:sns:', !Ref AWS::Region, ':1:', !Ref Topic]", "A: { names: AWS::SNS::Topic }", IL_YES},
          {"A: !join ['arn:aws:sns:', !Ref AWS::Region, ':1:x']", "A: { names: AWS::SNS::Topic }", IL_NO},
          {"A: !Ref Stage", "A: { names: AWS::SNS::Topic }", IL_MAYBE},
          {"A: !unknown u", "A: { names: AWS::SNS::Topic }", IL_MAYBE},
          {"A: !Ref Elsewhere", "A: { names: AWS::SNS::Topic }", IL_MAYBE},
          {"", "A: { names: AWS::SNS::Topic }", IL_NO},
          {"A: !choice { P: !Ref Topic, '!P': !Ref Key }", "A: { names: AWS::SNS::Topic }", IL_MAYBE},
          {"A: [!Ref Topic]", "A: { any: { names: AWS::SNS::Topic } }", IL_YES},
          {"A: !Ref Topic", "A: { any: { names: AWS::SNS::Topic } }", IL_YES},
          {"A: !Ref Topic", "A: { names: 'AWS::SNS::*' }", IL_YES});
}

static void test_mentions(void **state)
{
    (void)state;
    CHECK({"A: !join [a, !Ref Topic, b, !Ref Key]", "A: { mentions: [AWS::SNS::Topic, AWS::KMS::Key] }", IL_YES},
          {"A: !join [a, !Ref Topic]", "A: { mentions: [AWS::SNS::Topic, AWS::KMS::Key] }", IL_NO},
          {"A: 'arn:aws:sqs:eu:1:jobs'", "A: { mentions: [AWS::SQS::Queue] }", IL_YES},
          {"A: 'arn:aws:sqs:eu:1:myjobs'", "A: { mentions: [AWS::SQS::Queue] }", IL_NO},
          {"A: 'x/stages/y'", "A: { mentions: [/stages/] }", IL_YES},
          {"A: { B: [{ C: !Ref Topic }] }", "A: { mentions: [AWS::SNS::Topic] }", IL_YES},
          {"A: !join [a, !unknown u]", "A: { mentions: [AWS::SNS::Topic] }", IL_MAYBE},
          {"A: !join [a., !Ref 'AWS::Region', .s3]", "A: { mentions: [.s3] }", IL_YES},
          {"A: !join [a., !Ref 'AWS::Region', .s3]", "A: { mentions: [.ec2] }", IL_NO},
          {"A: !join [a., !Ref 'AWS::Region', .s3]", "A: { mentions: [ec2] }", IL_MAYBE},
          {"A: !join [a., !Ref 'AWS::StackName', .s3]", "A: { mentions: [.ec2] }", IL_MAYBE},
          {"", "A: { mentions: [x] }", IL_NO});
}

static void test_text(void **state)
{
    (void)state;
    CHECK({"A: !join [/aws/lambda/, !Ref Topic]", "A: { text: [/aws/lambda/, AWS::SNS::Topic] }", IL_YES},
          {"A: !join [/aws/lambda/, !Ref Topic, /x]", "A: { text: [/aws/lambda/, AWS::SNS::Topic] }", IL_NO},
          {"A: !join [/aws/lambda/, !Ref Key]", "A: { text: [/aws/lambda/, AWS::SNS::Topic] }", IL_NO},
          {"A: /aws/x", "A: { text: [/aws/x] }", IL_YES}, {"A: /aws/xy", "A: { text: [/aws/x] }", IL_NO},
          {"A: !Ref Topic", "A: { text: [AWS::SNS::Topic] }", IL_YES}, {"A: !unknown u", "A: { text: [x] }", IL_MAYBE},
          {"A: !join [table/, !unknown u]", "A: { text: [table/, AWS::SNS::Topic] }", IL_MAYBE},
          {"", "A: { text: [x] }", IL_NO});
}

static void test_same_as(void **state)
{
    (void)state;
    CHECK({"A: x, B: x", "A: { same-as: B }", IL_YES}, {"A: x, B: y", "A: { same-as: B }", IL_NO},
          {"A: !Ref Topic, B: !Ref Topic", "A: { same-as: B }", IL_YES},
          {"A: !Ref Topic, B: !Ref Key", "A: { same-as: B }", IL_NO},
          {"A: !Ref Named, B: jobs", "A: { same-as: B }", IL_YES},
          {"A: !Ref Named, B: works", "A: { same-as: B }", IL_NO},
          {"A: !unknown u, B: x", "A: { same-as: B }", IL_MAYBE},
          {"A: !join [a-, !Ref Stage], B: b-x", "A: { same-as: B }", IL_NO},
          {"A: !join [a-, !Ref Stage], B: a-x", "A: { same-as: B }", IL_MAYBE}, {"A: x", "A: { same-as: B }", IL_NO});
}

static void test_combinators(void **state)
{
    (void)state;
    CHECK({"A: x, B: y", "A: x, B: y", IL_YES}, {"A: x, B: z", "A: x, B: y", IL_NO},
          {"A: x, B: !unknown u", "A: x, B: y", IL_MAYBE}, {"A: z, B: !unknown u", "A: x, B: y", IL_NO},
          {"A: x", "or: [{ A: y }, { A: x }]", IL_YES}, {"A: !unknown u", "or: [{ A: y }, { A: x }]", IL_MAYBE},
          {"A: z", "or: [{ A: y }, { A: x }]", IL_NO}, {"A: x", "and: [{ A: x }, { A: { matches: x } }]", IL_YES},
          {"A: x", "not: { A: x }", IL_NO}, {"A: !unknown u", "not: { A: x }", IL_MAYBE},
          {"A: y", "A: { or: [x, { matches: '^y' }] }", IL_YES}, {"A: y", "A: { not: x }", IL_YES});
}

/* The rows of the table of answers that are not one word's. */
static void test_absent(void **state)
{
    (void)state;
    CHECK({"", "A: x", IL_NO}, {"A: null", "A: x", IL_NO}, {"A: !novalue n", "A: x", IL_NO},
          {"", "A: { min: 1 }", IL_NO}, {"", "A: { matches: x }", IL_NO}, {"", "A: { any: x }", IL_NO},
          {"", "A: { all: x }", IL_YES}, {"", "A: { none: x }", IL_YES}, {"A: !open { C: 1 }", "A.B: x", IL_MAYBE},
          {"A: !open { C: 1 }", "A.B: { present: true }", IL_MAYBE},
          {"A: !open { C: 1 }", "A.B: { all: x }", IL_MAYBE});
}

static void test_references(void **state)
{
    (void)state;
    CHECK({"A: !Ref Topic", "A: x", IL_MAYBE}, {"A: !Ref Topic", "A: { min: 1 }", IL_MAYBE},
          {"A: !Ref Topic", "A: { matches: x }", IL_MAYBE}, {"A: !call 'Fn::Select'", "A: { in: [x] }", IL_MAYBE},
          {"A: !Ref Stage", "A.B: x", IL_MAYBE}, {"A: !call 'Fn::Transform'", "A.B: { present: true }", IL_MAYBE});
}

static void test_choice(void **state)
{
    (void)state;
    CHECK({"A: !choice { P: x, '!P': x }", "A: x", IL_YES}, {"A: !choice { P: 1, '!P': 2 }", "A: { min: 1 }", IL_YES},
          {"A: !choice { P: 1, '!P': 2 }", "A: { min: 3 }", IL_NO},
          {"A: !choice { P: 1, '!P': 2 }", "A: { min: 2 }", IL_MAYBE},
          {"A: !choice { IsProd: Retain, '!IsProd': Delete }", "A: Retain", IL_YES},
          {"A: !choice { IsProd: Delete, '!IsProd': Retain }", "A: Retain", IL_NO},
          {"A: !choice { isDev: Delete, '!isDev': Retain }", "A: Retain", IL_YES},
          {"A: !choice { IsProd: { B: 1 }, '!IsProd': {} }", "A.B: 1", IL_YES},
          {"A: !choice { Large: { B: 1 }, '!Large': {} }", "A.B: 1", IL_MAYBE},
          {"A: !choice { P: !choice { Q: 1, '!Q': 2 }, '!P': 3 }", "A: { max: 3 }", IL_YES},
          {"A: !choice { P: x, '!P': y }, B: !choice { P: x, '!P': y }", "A: x, B: y", IL_MAYBE});
}

static void test_paths(void **state)
{
    (void)state;
    CHECK({"A: { 'b.c': x }", "'A.\"b.c\"': x", IL_YES}, {"A: x, B: { C: y }", "B: { C: y, $self.A: x }", IL_YES},
          {"A: x", ".type: T::T::T", IL_YES}, {"A: x", ".generated: false", IL_YES},
          {"A: x", ".DeletionPolicy: { present: false }", IL_YES}, {"A: x", "$self..logicalId: R", IL_YES},
          {"A: x", "$stack.name: { matches: x }", IL_MAYBE});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_is),
        cmocka_unit_test(test_in),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_like),
        cmocka_unit_test(test_matches),
        cmocka_unit_test(test_present),
        cmocka_unit_test(test_default),
        cmocka_unit_test(test_length),
        cmocka_unit_test(test_any),
        cmocka_unit_test(test_all_and_none),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_includes),
        cmocka_unit_test(test_literal_and_origin),
        cmocka_unit_test(test_parameter),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_mentions),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_same_as),
        cmocka_unit_test(test_combinators),
        cmocka_unit_test(test_absent),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_choice),
        cmocka_unit_test(test_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
