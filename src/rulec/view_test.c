/* The views: every policy statement of a resource, every address, each with its place. And which actions a statement covers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "language_support.h"

typedef struct {
    const char *app, *verdicts;
} row;

static void check(const char *language, const row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        il_bench bench = il_bench_new();
        il_bench_app(&bench, rows[i].app);
        const il_rule *rule = il_bench_rule(&bench, language);
        if (!rule)
            fail_msg("%s\ndoes not compile: %.*s", language, IL_FMT(bench.sink.findings.items[0].message));
        il_str said = il_bench_verdicts(&bench, rule, NULL);
        if (!il_str_is(said, rows[i].verdicts))
            fail_msg("%s\nsays:\n%.*sshould say:\n%s", rows[i].app, IL_FMT(said), rows[i].verdicts);
        il_bench_free(&bench);
    }
}

#define CHECK(language, ...)                                                                                           \
    do {                                                                                                               \
        const row rows[] = {__VA_ARGS__};                                                                              \
        check(language, rows, sizeof rows / sizeof *rows);                                                             \
    } while (0)

#define STATEMENTS                                                                                                                   \
    "resource: '*'\neach: .statements\ndeny: { $each: { present: true } }\nmessage: '{$each.Policy} {$each.Trust} {$each.Effect|?} " \
    "a={$each.Action|-} na={$each.NotAction|-} r={$each.Resource|-} p={$each.Principal|-}'"

static void test_statements(void **state)
{
    (void)state;
    CHECK(
        STATEMENTS,
        {"R: { Type: AWS::IAM::Policy, Properties: { PolicyDocument: { Statement: { Effect: Allow, Action: 's3:*', Resource: '*' } } } }",
         "error R[PolicyDocument.Statement] PolicyDocument.Statement @Effect: PolicyDocument false Allow a=s3:* na=- r=* p=-\n"},
        {"R: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: [a, b], AWS: c }, Action: x }] },"
         " Policies: [{ PolicyDocument: { Statement: [{ Effect: Deny, NotAction: [y, z], Resource: !GetAtt R.Arn }] } }] } }",
         "error R[AssumeRolePolicyDocument.Statement.0] AssumeRolePolicyDocument.Statement.0 @Effect: AssumeRolePolicyDocument true Allow a=x na=- r=- p=a, b, c\n"
         "error R[Policies.0.PolicyDocument.Statement.0] Policies.0.PolicyDocument.Statement.0 @Effect: Policies false Deny a=- na=y, z r=${R} p=-\n"},
        {"R: { Type: AWS::SQS::QueuePolicy, Properties: { PolicyDocument: { Statement: [{ Effect: Allow, Principal: '*', Action: 'sqs:*' }] } } }",
         "error R[PolicyDocument.Statement.0] PolicyDocument.Statement.0 @Effect: PolicyDocument false Allow a=sqs:* na=- r=- p=*\n"},
        {"R: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Statement: [{ Effect: Allow, Action: 'kms:*', Resource: '*' }] } } }",
         "error R[KeyPolicy.Statement.0] KeyPolicy.Statement.0 @Effect: KeyPolicy false Allow a=kms:* na=- r=* p=-\n"},
        {"R: { Type: AWS::Events::EventBusPolicy, Properties: { Statement: { Effect: Allow, Principal: '*', Action: x } } }",
         "error R[Statement] Statement @Effect: Statement false Allow a=x na=- r=- p=*\n"},
        {"R: { Type: AWS::WAFv2::WebACL, Properties: { Rules: [{ Action: { Block: {} } }] } }", ""},
        {"R: { Type: AWS::SQS::Queue }", ""},
        {"R: { Type: AWS::IAM::Policy, Properties: { PolicyDocument: { Statement: [!unknown u, { Effect: Allow, Action: !unknown v }] } } }",
         "error R[PolicyDocument.Statement.1] PolicyDocument.Statement.1 @Effect: PolicyDocument false Allow a=- na=- r=- p=-\n"},
        {"R: { Type: AWS::IAM::Policy, Properties: { PolicyDocument: !choice { IsProd: { Statement: [{ Effect: Allow, Action: x }] }, '!IsProd': {} } } }",
         "error R[PolicyDocument.Statement.0] PolicyDocument.Statement.0 @Effect: PolicyDocument false Allow a=x na=- r=- p=-\n"},
        {"R: { Type: AWS::IAM::Policy, Properties: { PolicyDocument: !choice { Big: { Statement: [{ Effect: Allow, Action: x }] }, '!Big': {} } } }",
         "maybe R[PolicyDocument.Statement.0] PolicyDocument.Statement.0 @Effect: PolicyDocument false Allow a=x na=- r=- p=-\n"});
}

static void test_statements_in_text(void **state)
{
    (void)state;
    CHECK(
        STATEMENTS,
        {"R: { Type: AWS::Logs::ResourcePolicy, Properties: { PolicyDocument: '{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"es\"}, \"Action\": [\"logs:Put*\"]}]}' } }",
         "error R[PolicyDocument.Statement.0] PolicyDocument.Statement.0 @Effect: PolicyDocument false Allow a=logs:Put* na=- r=- p=es\n"},
        {"R: { Type: AWS::Logs::ResourcePolicy, Properties: { PolicyDocument: !join ['{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"x\",\"Resource\":\"', !GetAtt R.Arn, ':*\"}}'] } }",
         "error R[PolicyDocument.Statement] PolicyDocument.Statement @Effect: PolicyDocument false Allow a=x na=- r=${R}:* p=-\n"},
        {"R: { Type: T::R::R, Properties: { PolicyDocument: '{\"Statement\": [}' } }", ""},
        {"R: { Type: T::R::R, Properties: { PolicyDocument: 'no policy' } }", ""});
    /* The place of an action inside of a text. */
    CHECK(
        "resource: '*'\neach: .statements\ndeny: { $each.Action: { any: { matches: '\\*' } } }",
        {"R: { Type: T::R::R, Properties: { Policy: '{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"s3:Get\", \"s3:*\"]}]}' } }",
         "error R[Policy.Statement.0] Policy.Statement.0.Action.1 @s3:*: wrong\n"});
}

static void test_open_statements(void **state)
{
    (void)state;
    CHECK("resource: '*'\nrequire: { .statements: { any: { Effect: Deny } } }",
          {"R: { Type: T::R::R, Properties: { Policy: !unknown u } }", "maybe R  @R: wrong\n"},
          {"R: { Type: T::R::R, Properties: { Policy: { Statement: !open [{ Effect: Allow, Action: x }] } } }",
           "maybe R  @R: wrong\n"},
          {"R: { Type: T::R::R, escaped: true }", "maybe R  @R: wrong\n"},
          {"R: { Type: T::R::R }", "error R  @R: wrong\n"},
          {"R: { Type: T::R::R, Properties: { Policy: { Statement: [{ Effect: Deny, Action: x }] } } }", ""});
}

static void test_grants(void **state)
{
    (void)state;
#define GRANT(actions) "resource: '*'\neach: .statements\nrequire: { $each: { " actions " } }"
#define POLICY(body) "R: { Type: T::R::R, Properties: { Policy: { Statement: { Effect: Allow, " body " } } } }"
#define NO "error R[Policy.Statement] Policy.Statement @Effect: wrong\n"
#define MAYBE "maybe R[Policy.Statement] Policy.Statement @Effect: wrong\n"
    CHECK(GRANT("grants: ['s3:GetObject']"), {POLICY("Action: 's3:GetObject'"), ""},
          {POLICY("Action: ['x', 'S3:getobject']"), ""}, {POLICY("Action: 's3:Get*'"), ""},
          {POLICY("Action: 's3:*'"), ""}, {POLICY("Action: '*'"), ""}, {POLICY("Action: 's3:?etObject'"), ""},
          {POLICY("Action: 's3:Put*'"), NO}, {POLICY("Action: 's3:GetObjectAcl'"), NO}, {POLICY("Action: []"), NO},
          {POLICY("Action: !unknown u"), MAYBE}, {POLICY("Action: [!unknown u]"), MAYBE},
          {POLICY("Action: [!unknown u, 's3:*']"), ""}, {POLICY("NotAction: 's3:GetObject'"), NO},
          {POLICY("NotAction: 'iam:*'"), ""}, {POLICY("NotAction: 's3:*'"), NO});
    CHECK(GRANT("grants: ['s3:*']"), {POLICY("Action: 's3:*'"), ""}, {POLICY("Action: '*'"), ""},
          {POLICY("Action: 's3:Get*'"), NO});
    CHECK(GRANT("grants: [a:b, c:d]"), {POLICY("Action: [a:b, 'c:*']"), ""}, {POLICY("Action: [a:b]"), NO});
    CHECK(GRANT("grants-any: [[a:b, c:d], [e:f]]"), {POLICY("Action: [a:b]"), NO}, {POLICY("Action: [a:b, c:d]"), ""},
          {POLICY("Action: 'e:*'"), ""}, {POLICY("Action: [a:b, !unknown u]"), MAYBE});
}

#define ADDRESSES                                                                                                      \
    "resource: ['*', Source::Literal]\neach: .addresses\ndeny: { $each: { present: true } }\nmessage: '{$each.Class} {$each.Range} {$each.Position} {$each.Whole}'"

static void test_positions(void **state)
{
    (void)state;
    CHECK(
        ADDRESSES,
        {"R: { Type: AWS::EC2::SecurityGroup, Properties: { SecurityGroupIngress: [{ CidrIp: 52.1.2.3/32 }, { CidrIpv6: '::/0' }] } }",
         "error R[SecurityGroupIngress.0.CidrIp] SecurityGroupIngress.0.CidrIp @52.1.2.3/32: public host network false\n"
         "error R[SecurityGroupIngress.1.CidrIpv6] SecurityGroupIngress.1.CidrIpv6 @::/0: any range network false\n"},
        {"R: { Type: AWS::EC2::NetworkAclEntry, Properties: { CidrBlock: 10.0.0.0/8 } }",
         "error R[CidrBlock] CidrBlock @10.0.0.0/8: private range network true\n"},
        {"R: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/8 } }",
         "error R[CidrBlock] CidrBlock @10.0.0.0/8: private range addressing true\n"},
        {"R: { Type: AWS::EC2::Route, Properties: { DestinationCidrBlock: 52.0.0.0/8 } }",
         "error R[DestinationCidrBlock] DestinationCidrBlock @52.0.0.0/8: public range addressing false\n"},
        {"R: { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: { DB: 10.0.0.5, APP_VERSION: 1.2.3.4 } } } }",
         "error R[Environment.Variables.DB] Environment.Variables.DB @10.0.0.5: private host value false\n"
         "error R[Environment.Variables.APP_VERSION] Environment.Variables.APP_VERSION @1.2.3.4: public host version false\n"},
        {"R: { Type: AWS::SNS::Subscription, Properties: { Endpoint: 'http://52.1.2.3/x' } }",
         "error R[Endpoint] Endpoint @52.1.2.3: public host neutral false\n"},
        {"R: { Type: AWS::Route53::RecordSet, Properties: { ResourceRecords: [88.99.142.17] } }",
         "error R[ResourceRecords.0] ResourceRecords.0 @88.99.142.17: public host network false\n"},
        {"R: { Type: AWS::RDS::DBInstance, Properties: { EngineVersion: 8.0.35.1, Tags: [{ Key: version, Value: 1.2.3.4 }, { Key: host, Value: 1.2.3.4 }] } }",
         "error R[EngineVersion] EngineVersion @8.0.35.1: public host version false\n"
         "error R[Tags.0.Value] Tags.0.Value @1.2.3.4: public host version false\n"
         "error R[Tags.1.Value] Tags.1.Value @1.2.3.4: public host neutral false\n"},
        {"R: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: 52.1.2.3, Description: 'http://52.1.2.3/' } }",
         ""},
        {"R: { Type: AWS::S3::BucketPolicy, Properties: { PolicyDocument: { Statement: { Condition: { IpAddress: { 'AWS:sourceip': [52.1.2.0/24] } } } } } }",
         "error R[PolicyDocument.Statement.Condition.IpAddress.AWS:sourceip.0] PolicyDocument.Statement.Condition.IpAddress.AWS:sourceip.0 @52.1.2.0/24: public range network false\n"},
        {"R: { Type: T::R::R, Properties: { A: 'the address 1.2.3.4', B: v1.2.3.4, C: 1.2.3, D: 12:34:56 } }", ""});
}

static void test_texts(void **state)
{
    (void)state;
    CHECK(
        ADDRESSES,
        {"R: { Type: T::R::R, Properties: { A: !join ['http://10.0.0.5:', !Ref R, '/x'] } }",
         "error R[A] A @10.0.0.5: private host neutral false\n"},
        {"R: { Type: T::R::R, Properties: { A: !join ['10.0.0.', !Ref R] } }", ""},
        {"R: { Type: AWS::EC2::Instance, Properties: { UserData: 'ping 10.0.0.5 && yum install x-1.2.3.4' } }",
         "error R[UserData] UserData @10.0.0.5: private host user-data false\n"},
        {"R: { Type: AWS::EC2::Instance, Properties: { UserData: 'IyEvYmluL3NoCnBpbmcgMTAuMC4wLjUKcGluZyA1Mi4xLjIuMwo=' } }",
         "error R[UserData] UserData @'IyEvYmluL3NoCnBpbmcgMTAuMC4wLjUKcGluZyA1Mi4xLjIuMwo=': private host user-data false\n"
         "error R[UserData] UserData @'IyEvYmluL3NoCnBpbmcgMTAuMC4wLjUKcGluZyA1Mi4xLjIuMwo=': public host user-data false\n"},
        {"R: { Type: T::R::R, Properties: { Policy: '{\"Condition\": {\"IpAddress\": {\"aws:SourceIp\": [\"52.1.2.3/32\"]}}}' } }",
         "error R[Policy.Condition.IpAddress.aws:SourceIp.0] Policy.Condition.IpAddress.aws:SourceIp.0 @52.1.2.3/32: public host network false\n"},
        {"R: { Type: AWS::EC2::SecurityGroupIngress, Properties: { CidrIp: !choice { P: 52.1.2.3/32, '!P': 10.0.0.1/32 } } }",
         "error R[CidrIp] CidrIp @52.1.2.3/32: public host network false\nerror R[CidrIp] CidrIp @10.0.0.1/32: private host network false\n"},
        {"R: { Type: T::R::R, Properties: { A: !unknown u, B: !Ref R, C: 5, D: true } }", ""});
}

/* Literals of the program: what stands in a resource is judged there. */
static void test_literals(void **state)
{
    (void)state;
    CHECK(ADDRESSES,
          {"L: { Type: Source::Literal, Properties: { Value: 52.1.2.3/32, Key: ipv4 } }",
           "error L[Value] Value @52.1.2.3/32: public host network false\n"},
          {"L: { Type: Source::Literal, Properties: { Value: 52.1.2.3, Key: HOST } }",
           "error L[Value] Value @52.1.2.3: public host neutral false\n"},
          {"L: { Type: Source::Literal, Properties: { Value: 1.2.3.4, Key: engineVersion } }",
           "error L[Value] Value @1.2.3.4: public host version false\n"},
          {"L: { Type: Source::Literal, Properties: { Value: 10.0.0.0/16, Key: cidr } }",
           "error L[Value] Value @10.0.0.0/16: private range addressing false\n"},
          {"L: { Type: Source::Literal, Properties: { Value: 'ping 10.0.0.1', Key: addCommands } }",
           "error L[Value] Value @10.0.0.1: private host user-data false\n"},
          {"L: { Type: Source::Literal, Properties: { Value: 52.1.2.3, Key: alarmDescription } }", ""},
          {"L: { Type: Source::Literal, Properties: { Value: 'at 52.1.2.3', Key: x } }", ""});
}

/* A literal that stands in a resource is not reported twice, and never as what it is not. */
static void test_covered(void **state)
{
    (void)state;
    il_bench bench = il_bench_new();
    il_bench_app(&bench, "R: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 52.1.2.3 } }\n"
                         "L: { Type: Source::Literal, Properties: { Value: 52.1.2.3, Key: x } }");
    const il_value *in_resource =
        il_value_get(il_resource_properties(il_bench_resource(&bench, "R")), IL_STR("CidrBlock"));
    il_value *literal =
        (il_value *)il_value_get(il_resource_properties(il_bench_resource(&bench, "L")), IL_STR("Value"));
    const il_rule *rule =
        il_bench_rule(&bench, "resource: Source::Literal\neach: .addresses\ndeny: { $each.Class: public }");
    assert_non_null(rule);
    assert_true(il_str_is(il_bench_verdicts(&bench, rule, NULL), "error L[Value] Value @52.1.2.3: wrong\n"));
    literal->loc = in_resource->loc;
    assert_true(il_str_is(il_bench_verdicts(&bench, rule, NULL), ""));
    il_bench_free(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statements),      cmocka_unit_test(test_statements_in_text),
        cmocka_unit_test(test_open_statements), cmocka_unit_test(test_grants),
        cmocka_unit_test(test_positions),       cmocka_unit_test(test_texts),
        cmocka_unit_test(test_literals),        cmocka_unit_test(test_covered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
