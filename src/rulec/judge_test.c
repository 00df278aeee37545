/* What the language says of several resources: relations, references, elements, cases, production; and what a verdict tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "language_support.h"

typedef struct {
    const char *app, *language, *verdicts;
} row;

static void check_with(const row *rows, size_t n, const il_rule_options *options)
{
    for (size_t i = 0; i < n; i++) {
        il_bench bench = il_bench_new();
        static const char table[] =
            "what: x\nsource: x\ndate: 2025-01-01\nentries: { T::S::T: [A, L.B], T::S::M: ['V.*'], colours: [red, blue] }\n";
        assert_true(il_tables_add(&bench.tables, IL_STR("rules/data/things.yaml"), il_str_of(table), &bench.sink));
        il_bench_app(&bench, rows[i].app);
        const il_rule *rule = il_bench_rule(&bench, rows[i].language);
        if (!rule)
            fail_msg("%s\ndoes not compile: %.*s", rows[i].language, IL_FMT(bench.sink.findings.items[0].message));
        il_str said = il_bench_verdicts(&bench, rule, options);
        if (!il_str_is(said, rows[i].verdicts))
            fail_msg("%s\non %s\nsays:\n%.*sshould say:\n%s", rows[i].language, rows[i].app, IL_FMT(said),
                     rows[i].verdicts);
        il_bench_free(&bench);
    }
}

#define CHECK(...)                                                                                                     \
    do {                                                                                                               \
        const row rows[] = {__VA_ARGS__};                                                                              \
        check_with(rows, sizeof rows / sizeof *rows, NULL);                                                            \
    } while (0)

/* A VPC and its flow log, as the commonest relation. */
#define FLOW_LOG "resource: T::V::V\nrequire: { exists: { type: T::F::F, where: { Of: { names: $self } } } }"

static void test_exists(void **state)
{
    (void)state;
    CHECK({"V: { Type: T::V::V }\nF: { Type: T::F::F, Properties: { Of: !Ref V } }", FLOW_LOG, ""},
          {"V: { Type: T::V::V }\nF: { Type: T::F::F, Properties: { Of: !Ref F } }", FLOW_LOG, "error V  @V: wrong\n"},
          {"V: { Type: T::V::V }", FLOW_LOG, "error V  @V: wrong\n"},
          {"V: { Type: T::V::V }\n$lone: true", FLOW_LOG, "warning V  @V: wrong\n"},
          {"V: { Type: T::V::V }\nF: { Type: T::F::F, Properties: { Of: !unknown u } }", FLOW_LOG,
           "maybe V  @V: wrong\n"},
          {"V: { Type: T::V::V, escaped: true }", FLOW_LOG, "maybe V  @V: wrong\n"},
          {"V: { Type: T::V::V }\n$gap: T::F::F", FLOW_LOG, "maybe V  @V: wrong\n"},
          {"V: { Type: T::V::V }\n$gap: T::G::G", FLOW_LOG, "error V  @V: wrong\n"},
          {"V: { Type: T::V::V }\n$gap: any", FLOW_LOG, "maybe V  @V: wrong\n"},
          {"V: { Type: T::V::V, stack: A }\nF: { Type: T::F::F, stack: B, Properties: { Of: !Ref V } }", FLOW_LOG, ""},
          {"V: { Type: T::V::V, stack: A }\nF: { Type: T::F::F, stack: B }",
           "resource: T::V::V\nrequire: { exists: { type: T::F::F, in: stack } }", "error V  @V: wrong\n"},
          {"V: { Type: T::V::V }\nF: { Type: T::F::F, condition: Large, Properties: { Of: !Ref V } }", FLOW_LOG,
           "maybe V  @V: wrong\n"},
          {"V: { Type: T::V::V, condition: Large }\nF: { Type: T::F::F, condition: Large, Properties: { Of: !Ref V } }",
           FLOW_LOG, ""},
          {"V: { Type: T::V::V }\nF: { Type: T::F::F, condition: IsProd, Properties: { Of: !Ref V } }", FLOW_LOG, ""},
          {"V: { Type: T::V::V }\nF: { Type: T::F::F, many: true, Properties: { Of: !Ref V } }", FLOW_LOG,
           "maybe V  @V: wrong\n"},
          {"V: { Type: T::V::V }\nF: { Type: T::F::F }", "resource: T::V::V\ndeny: { exists: { type: T::F::F } }",
           "error V  @F: wrong\n"},
          {"V: { Type: T::V::V }\nF: { Type: T::F::F }",
           "resource: T::V::V\nrequire: { exists: { type: [T::G::G, 'T::F::*'] } }", ""});
}

static void test_lone_is_only_for_what_is_not_found(void **state)
{
    (void)state;
    static const char either[] = "resource: T::V::V\nrequire: { or: [{ A: 1 }, { exists: { type: T::F::F } }] }";
    static const char both[] = "resource: T::V::V\nrequire: { A: 1, exists: { type: T::F::F } }";
    CHECK({"V: { Type: T::V::V }\n$lone: true", "resource: T::V::V\nrequire: { A: 1 }",
           "error V A @V: wrong (A is not set)\n"},
          {"V: { Type: T::V::V }\n$lone: true", either, "warning V A @V: wrong (A is not set)\n"},
          {"V: { Type: T::V::V }\n$lone: true", both, "error V A @V: wrong (A is not set)\n"},
          {"V: { Type: T::V::V, Properties: { A: 1 } }\n$lone: true", both, "warning V  @V: wrong\n"},
          {"V: { Type: T::V::V }\n$lone: true", "resource: T::V::V\ndeny: { not: { exists: { type: T::F::F } } }",
           "warning V  @V: wrong\n"});
}

static void test_project(void **state)
{
    (void)state;
    il_bench first = il_bench_new(), second = il_bench_new();
    il_bench_app(&first, "V: { Type: T::V::V }");
    il_bench_app(&second, "F: { Type: T::F::F }");
    const il_app *others[] = {second.app};
    const il_rule_options options = {.others = others, .n_others = 1};
    const il_resource *v = il_bench_resource(&first, "V");
    const il_rule *app = il_bench_rule(&first, "resource: T::V::V\nrequire: { exists: { type: T::F::F } }");
    const il_rule *project =
        il_bench_rule(&first, "resource: T::V::V\nrequire: { exists: { type: T::F::F, in: project } }");
    assert_true(app && project);
    assert_int_equal(il_judge_resource(il_judge_new(first.arena, first.app, &options), app, v), IL_NO);
    assert_int_equal(il_judge_resource(il_judge_new(first.arena, first.app, &options), project, v), IL_YES);
    assert_int_equal(il_judge_resource(il_judge_new(first.arena, first.app, NULL), project, v), IL_NO);
    second.app->resources.n = 0;
    second.app->by_type = il_map_in(second.arena);
    il_app_add_gap(second.app, (il_gap){.reason = "test"});
    assert_int_equal(il_judge_resource(il_judge_new(first.arena, first.app, &options), app, v), IL_NO);
    assert_int_equal(il_judge_resource(il_judge_new(first.arena, first.app, &options), project, v), IL_MAYBE);
    il_bench_free(&second);
    il_bench_free(&first);
}

static void test_stack(void **state)
{
    (void)state;
    CHECK(
        {"R: { Type: T::R::R, stack: Data }", "resource: T::R::R\nrequire: { $stack.name: Data }", ""},
        {"R: { Type: T::R::R, stack: Data }", "resource: T::R::R\nrequire: { $stack.name: Api }",
         "error R  @R: wrong\n"},
        {"R: { Type: T::R::R, stack: Data }", "resource: T::R::R\nrequire: { $stack.environment: x }",
         "maybe R  @R: wrong\n"},
        {"P: { Type: Project, Properties: { Scripts: { test: jest } } }\nR: { Type: T::R::R }",
         "resource: T::R::R\nrequire: { $project.Scripts.test: jest, $project.Scripts.lint: { present: false } }", ""},
        {"R: { Type: T::R::R }", "resource: T::R::R\nrequire: { $project.Scripts.test: jest }", "maybe R  @R: wrong\n"},
        {"P: { Type: Project, Properties: { Scripts: {} } }",
         "resource: project\nrequire: { Scripts.test: { present: true } }",
         "error P Scripts.test @Scripts: wrong (Scripts.test is not set)\n"});
}

static void test_count(void **state)
{
    (void)state;
    static const char two[] = "resource: T::V::V\nrequire: { count: { type: T::F::F, where: { A: 1 }, min: 2 } }";
    static const char few[] = "resource: T::V::V\nrequire: { count: { type: T::F::F, max: 1 } }";
    CHECK(
        {"V: { Type: T::V::V }\nF: { Type: T::F::F, Properties: { A: 1 } }\nG: { Type: T::F::F, Properties: { A: 1 } }",
         two, ""},
        {"V: { Type: T::V::V }\nF: { Type: T::F::F, Properties: { A: 1 } }\nG: { Type: T::F::F }", two,
         "error V  @V: wrong\n"},
        {"V: { Type: T::V::V }\nF: { Type: T::F::F, Properties: { A: 1 } }\nG: { Type: T::F::F, Properties: { A: !unknown u } }",
         two, "maybe V  @V: wrong\n"},
        {"V: { Type: T::V::V }\nF: { Type: T::F::F, many: true, Properties: { A: 1 } }", two, "maybe V  @V: wrong\n"},
        {"V: { Type: T::V::V }\n$gap: any", two, "maybe V  @V: wrong\n"},
        {"V: { Type: T::V::V }\nF: { Type: T::F::F }", few, ""},
        {"V: { Type: T::V::V }\nF: { Type: T::F::F }\nG: { Type: T::F::F }\n$lone: true", few, "error V  @V: wrong\n"});
}

static void test_every(void **state)
{
    (void)state;
    static const char every[] =
        "resource: T::V::V\nrequire: { every: { type: T::F::F, as: f, where: { Of: { names: $self } }, "
        "require: { A: 1, $f.A: { present: true } } } }";
    CHECK(
        {"V: { Type: T::V::V }", every, ""},
        {"V: { Type: T::V::V }\nF: { Type: T::F::F, Properties: { Of: !Ref V, A: 1 } }", every, ""},
        {"V: { Type: T::V::V }\nF: { Type: T::F::F, Properties: { Of: !Ref V, A: 2 } }", every, "error V  @2: wrong\n"},
        {"V: { Type: T::V::V }\nF: { Type: T::F::F, Properties: { Of: x, A: 2 } }", every, ""},
        {"V: { Type: T::V::V }\nF: { Type: T::F::F, Properties: { Of: !unknown u, A: 2 } }", every,
         "maybe V  @2: wrong\n"},
        {"V: { Type: T::V::V }\n$gap: T::F::F", every, "maybe V  @V: wrong\n"});
}

static void test_follow(void **state)
{
    (void)state;
    static const char language[] =
        "resource: T::M::M\nlet: { q: { follow: Source, type: T::Q::Q } }\nrequire: { $q.Timeout: { min: 30 } }\n"
        "message: '{$q} waits {$q.Timeout|not} long'";
    CHECK(
        {"Q: { Type: T::Q::Q, Properties: { Timeout: 30 } }\nM: { Type: T::M::M, Properties: { Source: !GetAtt Q.Arn } }",
         language, ""},
        {"Q: { Type: T::Q::Q, Properties: { Timeout: 5 } }\nM: { Type: T::M::M, Properties: { Source: !GetAtt Q.Arn } }",
         language, "error M  @5: 'Q' waits 5 long see the q 'Q'\n"},
        {"Q: { Type: T::Q::Q, Properties: { QName: jobs, Timeout: 5 } }\nM: { Type: T::M::M, Properties: { Source: jobs } }",
         language, "error M  @5: 'Q' waits 5 long see the q 'Q'\n"},
        {"Q: { Type: T::Q::Q }\nM: { Type: T::M::M, Properties: { Source: !join ['arn:', !GetAtt Q.Name] } }", language,
         "error M  @Q: 'Q' waits not long see the q 'Q'\n"},
        {"Q: { Type: T::Q::Q, Properties: { Timeout: 5 } }\nM: { Type: T::M::M, Properties: { Source: !import X } }\n$exports: { X: !Ref Q }",
         language, "error M  @5: 'Q' waits 5 long see the q 'Q'\n"},
        {"M: { Type: T::M::M, Properties: { Source: !import X } }", language, "maybe M  @M: nothing waits not long\n"},
        {"M: { Type: T::M::M, Properties: { Source: 'arn:aws:sqs:x' } }", language,
         "maybe M  @M: nothing waits not long\n"},
        {"M: { Type: T::M::M }", language, ""},
        {"P: { Type: T::Q::Q, Properties: { Timeout: 5 } }\nQ: { Type: T::Q::Q, Properties: { Timeout: 5 } }\n"
         "M: { Type: T::M::M, Properties: { Source: !choice { A: !Ref P, '!A': !Ref Q } } }",
         language, "maybe M  @M: nothing waits not long\n"},
        {"R: { Type: T::R::R, Properties: { A: { B: { C: 1 } } } }",
         "resource: T::R::R\nlet: { b: { value: A.B } }\nrequire: { $b.C: 2 }", "error R A.B.C @1: wrong\n"});
}

static void test_each(void **state)
{
    (void)state;
    static const char language[] =
        "resource: T::R::R\neach: L\nrequire: { $each.A: 1 }\nmessage: '{$each.B|?} in {$name}'";
    CHECK({"R: { Type: T::R::R, Properties: { L: [{ A: 1 }, { A: 2, B: x }, { B: y }] } }", language,
           "error R[L.1] L.1.A @2: x in 'R'\nerror R[L.2] L.2.A @B: y in 'R' (L.2.A is not set)\n"},
          {"R: { Type: T::R::R, Properties: { L: { A: 2 } } }", language, "error R[L] L.A @2: ? in 'R'\n"},
          {"R: { Type: T::R::R }", language, ""},
          {"R: { Type: T::R::R, Properties: { L: [{ A: !unknown u }] } }", language,
           "maybe R[L.0] L.0.A @!unknown u: ? in 'R'\n"},
          {"R: { Type: T::R::R, Properties: { L: [!choice { P: { A: 2 }, '!P': !novalue n }] } }", language,
           "maybe R[L.0] L.0.A @2: ? in 'R'\n"},
          {"R: { Type: T::R::R, Properties: { L: [!choice { IsProd: { A: 2 }, '!IsProd': !novalue n }] } }", language,
           "error R[L.0] L.0.A @2: ? in 'R'\n"},
          {"R: { Type: T::R::R, Properties: { L: !choice { P: [{ A: 2 }], '!P': [{ A: 3 }] } } }", language,
           "error R[L.0] L.0.A @2: ? in 'R'\nerror R[L.0] L.0.A @3: ? in 'R'\n"},
          {"R: { Type: T::R::R, Properties: { L: !choice { P: [{ A: 2 }], '!P': [{ A: 1 }] } } }", language,
           "maybe R[L.0] L.0.A @2: ? in 'R'\n"});
}

static void test_tables(void **state)
{
    (void)state;
    CHECK(
        {"S: { Type: T::S::T, Properties: { A: 1, L: [{ B: 2 }, { B: 1 }, {}] } }",
         "resource: '*'\neach: { properties: { data: things } }\ndeny: { $each: { above: 0 } }",
         "error S[A] A @1: wrong\nerror S[L.0.B] L.0.B @2: wrong\nerror S[L.1.B] L.1.B @1: wrong\n"},
        {"S: { Type: T::S::M, Properties: { V: { red: 1, blue: 1, old: !unknown u } } }",
         "resource: '*'\neach: { properties: { data: things } }\ndeny: { $key: { in: [red, old] }, $each: 1 }\nmessage: '{$key} is set'",
         "error S[V.red] V.red @1: red is set\n"},
        {"S: { Type: T::S::T, Properties: { A: 1 } }",
         "resource: '*'\neach: { properties: { data: things } }\ndeny: { $key: { present: false } }",
         "error S[A]  @S: wrong\n"},
        {"S: { Type: T::S::T, Properties: { L: [{ B: 2 }], A: 3 } }\nR: { Type: T::R::R, Properties: { A: 1, K: 4, L: [2] } }",
         "resource: '*'\neach: { T::S::T: L, T::R::R: [A, L] }\ndeny: { $each: { present: true } }",
         "error S[L.0] L.0 @B: wrong\nerror R[A] A @1: wrong\nerror R[L.0] L.0 @2: wrong\n"},
        {"G: { Type: T::G::G, Properties: { Rules: [{ P: 1 }, { P: 2 }] } }\nH: { Type: T::G::Rule, Properties: { P: 2 } }",
         "resource: [T::G::G, T::G::Rule]\neach: { T::G::G: Rules, T::G::Rule: '' }\ndeny: { $each.P: 2 }",
         "error G[Rules.1] Rules.1.P @2: wrong\nerror H P @2: wrong\n"},
        {"S: { Type: T::S::T, Properties: { C: green } }",
         "resource: T::S::T\nrequire: { C: { in: { data: things.colours } } }", "error S C @green: wrong\n"},
        {"S: { Type: T::S::T, Properties: { C: red, K: colours } }",
         "resource: T::S::T\nrequire: { C: { in: { data: things, key: K } } }", ""},
        {"S: { Type: T::S::T, Properties: { C: red, K: !unknown k } }",
         "resource: T::S::T\nrequire: { C: { in: { data: things, key: K } } }", "maybe S C @red: wrong\n"},
        {"S: { Type: T::S::T, Properties: { C: red, K: other } }",
         "resource: T::S::T\nrequire: { C: { in: { data: things, key: K } } }", "error S C @red: wrong\n"});
}

static void test_cases(void **state)
{
    (void)state;
    static const char language[] =
        "resource: T::R::R\nwhen: { Skip: { present: false } }\ncases:\n"
        "  - { when: { K: a }, deny: { A: 0 }, message: 'zero: {A}' }\n"
        "  - { severity: note, require: { A: { min: 7 } }, message: few, label: 'only {A}', at: K }";
    CHECK(
        {"R: { Type: T::R::R, Properties: { K: a, A: 0 } }", language, "error R A @0: zero: 0\n"},
        {"R: { Type: T::R::R, Properties: { K: b, A: 0 } }", language, "note R A @b: few (only 0)\n"},
        {"R: { Type: T::R::R, Properties: { K: a, A: 9 } }", language, ""},
        {"R: { Type: T::R::R, Properties: { K: !unknown k, A: 0 } }", language, "note R A @!unknown k: few (only 0)\n"},
        {"R: { Type: T::R::R, Properties: { K: a, A: !unknown a } }", language,
         "maybe R A @!unknown a: zero: a value that is not known\n"},
        {"R: { Type: T::R::R, Properties: { K: a, A: 0, Skip: true } }", language, ""},
        {"R: { Type: T::R::R, Properties: !unknown p }", language, "maybe R A @R: zero: a value that is not known\n"});
}

static void test_production(void **state)
{
    (void)state;
    static const char language[] = "resource: T::R::R\nwhere: production\nrequire: { .DeletionPolicy: Retain }";
    CHECK({"R: { Type: T::R::R, stack: Data, DeletionPolicy: Delete }", language,
           "error R .DeletionPolicy @Delete: wrong\n"},
          {"R: { Type: T::R::R, stack: DevData, DeletionPolicy: Delete }", language, ""},
          {"R: { Type: T::R::R, stack: DeviceData, DeletionPolicy: Delete }", language,
           "error R .DeletionPolicy @Delete: wrong\n"},
          {"R: { Type: T::R::R, stack: data-test-eu, DeletionPolicy: Delete }", language, ""},
          {"R: { Type: T::R::R, stack: LatestData, DeletionPolicy: Delete }", language,
           "error R .DeletionPolicy @Delete: wrong\n"},
          {"R: { Type: T::R::R, stack: PR12Preview, DeletionPolicy: Delete }", language, ""},
          {"R: { Type: T::R::R, stack: DevToolsProd, DeletionPolicy: Delete }", language,
           "error R .DeletionPolicy @Delete: wrong\n"},
          {"R: { Type: T::R::R, condition: IsDev, DeletionPolicy: Delete }", language, ""},
          {"R: { Type: T::R::R, DeletionPolicy: !choice { IsProd: Retain, '!IsProd': Delete } }", language, ""},
          {"R: { Type: T::R::R, DeletionPolicy: !choice { Big: Retain, '!Big': Delete } }", language,
           "maybe R .DeletionPolicy @Delete: wrong (when Big = false)\n"});
    static const char cases[] =
        "resource: T::R::R\ncases:\n"
        "  - { when: { .production: true }, deny: { .DeletionPolicy: Delete } }\n"
        "  - { severity: note, when: { .production: false }, deny: { .DeletionPolicy: Delete } }";
    CHECK({"R: { Type: T::R::R, stack: DevData, DeletionPolicy: Delete }", cases,
           "note R .DeletionPolicy @Delete: wrong\n"},
          {"R: { Type: T::R::R, stack: Data, DeletionPolicy: Delete }", cases,
           "error R .DeletionPolicy @Delete: wrong\n"});
    static const char *const ours[] = {"lab*"}, *const live[] = {"gold"};
    const il_rule_options options = {.exempt = ours, .n_exempt = 1, .production = live, .n_production = 1};
    const row configured[] = {
        {"R: { Type: T::R::R, stack: LaboratoryData, DeletionPolicy: Delete }", language, ""},
        {"R: { Type: T::R::R, stack: DevData, DeletionPolicy: Delete }", language,
         "error R .DeletionPolicy @Delete: wrong\n"},
        {"R: { Type: T::R::R, DeletionPolicy: !choice { isGold: Retain, '!isGold': Delete } }", language, ""}};
    check_with(configured, 3, &options);
}

/* Conditions as people write them: which arm is no production. */
static void test_conditions(void **state)
{
    (void)state;
    static const char *const not_production_when_false[] = {
        "isProd",          "IsProduction", "props.stage === 'prod'", "stage === 'live' || stage === 'prod'",
        "(isProd)",        "env != 'dev'", "!(stage === 'dev')",     "!isDev",
        "isProd || isLive"};
    static const char *const not_production_when_true[] = {"isDev",
                                                           "stage !== 'prod'",
                                                           "NotProd",
                                                           "isNonProd",
                                                           "isDev || isTest",
                                                           "isDev && props.large",
                                                           "!isProd",
                                                           "IsSandbox",
                                                           "stage != 'prod' && big()",
                                                           "(stage === 'test')"};
    static const char *const undecided[] = {"isLarge", "isProd && isLarge", "isDev || isLarge",
                                            "stage === 'dev' ? prod : dev", "reproduce"};
    const struct {
        const char *const *texts;
        size_t n;
        const char *if_true, *if_false;
    } groups[] = {{not_production_when_false, sizeof not_production_when_false / sizeof(char *), "Retain", "Delete"},
                  {not_production_when_true, sizeof not_production_when_true / sizeof(char *), "Delete", "Retain"},
                  {undecided, sizeof undecided / sizeof(char *), "Retain", "Delete"},
                  {undecided, sizeof undecided / sizeof(char *), "Delete", "Retain"}};
    for (size_t g = 0; g < 4; g++)
        for (size_t i = 0; i < groups[g].n; i++) {
            il_bench bench = il_bench_new();
            il_bench_app(&bench, "R: { Type: T::R::R }");
            il_arm arms[2] = {{{il_str_of(groups[g].texts[i]), true, {0}}, NULL},
                              {{il_str_of(groups[g].texts[i]), false, {0}}, NULL}};
            arms[0].value = il_value_string(bench.arena, (il_loc){0}, il_str_of(groups[g].if_true));
            arms[1].value = il_value_string(bench.arena, (il_loc){0}, il_str_of(groups[g].if_false));
            il_entry entry = {.key = IL_STR("A"), .value = il_value_choice(bench.arena, (il_loc){0}, arms, 2)};
            const il_value *properties = il_value_map(bench.arena, (il_loc){0}, &entry, 1);
            il_entry body = {.key = IL_STR("Properties"), .value = properties};
            bench.app->resources.items[0]->body = il_value_map(bench.arena, (il_loc){0}, &body, 1);
            const il_rule *rule = il_bench_rule(&bench, "resource: T::R::R\nrequire: { A: Retain }");
            assert_non_null(rule);
            il_truth answer =
                il_judge_resource(il_judge_new(bench.arena, bench.app, NULL), rule, bench.app->resources.items[0]);
            if (answer != (g < 2 ? IL_YES : IL_MAYBE))
                fail_msg("`%s` ? %s : %s is answered %d", groups[g].texts[i], groups[g].if_true, groups[g].if_false,
                         answer);
            il_bench_free(&bench);
        }
}

static void test_places(void **state)
{
    (void)state;
    CHECK({"R: { Type: T::R::R, Properties: { A: { B: { C: 1 } } } }", "resource: T::R::R\nrequire: { A.B.D: 1 }",
           "error R A.B.D @B: wrong (A.B.D is not set)\n"},
          {"R: { Type: T::R::R, Properties: { A: { B: !novalue n } } }", "resource: T::R::R\nrequire: { A.B.D: 1 }",
           "error R A.B.D @A: wrong (A.B.D is not set)\n"},
          {"R: { Type: T::R::R, Properties: { X: 1 } }", "resource: T::R::R\nrequire: { A.B: 1 }",
           "error R A.B @R: wrong (A.B is not set)\n"},
          {"R: { Type: T::R::R, Properties: { A: { B: !default 1 } } }", "resource: T::R::R\nrequire: { A.B: 2 }",
           "error R A.B @A: wrong\n"},
          {"R: { Type: T::R::R, Properties: { A: [1, 2] } }", "resource: T::R::R\nrequire: { A: { any: 3 } }",
           "error R A @A: wrong\n"},
          {"R: { Type: T::R::R, Properties: { A: [1, 2] } }", "resource: T::R::R\nrequire: { A: { all: 1 } }",
           "error R A.1 @2: wrong\n"},
          {"R: { Type: T::R::R, Properties: { A: { K: 1 } } }",
           "resource: T::R::R\nrequire: { A: { keys: { none: K } } }", "error R A.0 @K: wrong\n"},
          {"R: { Type: T::R::R, Properties: { A: 1, B: { C: 2 } } }", "resource: T::R::R\nrequire: { A: 9, B.C: 9 }",
           "error R B.C @2: wrong\n"},
          {"R: { Type: T::R::R, Properties: { E: Allow, A: [x, '*'] } }",
           "resource: T::R::R\ndeny: { E: Allow, A: { any: '*' } }", "error R A.1 @'*': wrong\n"},
          {"R: { Type: T::R::R, Properties: { A: 1 } }", "resource: T::R::R\nrequire: { B: 1 }\nat: A",
           "error R B @1: wrong (B is not set)\n"});
}

static void test_messages(void **state)
{
    (void)state;
    CHECK(
        {"R: { Type: AWS::RDS::DBCluster, Properties: { A: [1, x], B: !join [a, !Ref R, b], C: !Ref R, D: true, E: 1.5, F: {} } }",
         "resource: AWS::RDS::DBCluster\nrequire: { Z: 1 }\nmessage: '{$type} {$name}: {A} {B} {C} {D} {E} {F} {G} {G|none} {$self.D} {.logicalId}'",
         "error R Z @R: DB cluster 'R': 1, x a${R}b ${R} true 1.5 a value that is not known nothing none true R (Z is not set)\n"},
        {"R: { Type: T::R::R }",
         "resource: T::R::R\nparams: { min-days: { type: integer, default: 7 } }\nrequire: { A: { min: $min-days } }\nmessage: '{$min-days} days'",
         "error R A @R: 7 days (A is not set)\n"});
    il_bench bench = il_bench_new();
    il_bench_app(
        &bench, "R: { Type: T::R::R, Properties: { A: 8 } }\nOptions: { Type: x, Properties: { x: { min-days: 9 } } }");
    const il_rule_options options = {.params = il_resource_properties(il_bench_resource(&bench, "Options"))};
    const il_rule *rule =
        il_bench_rule(&bench, "resource: T::R::R\nparams: { min-days: { type: integer, default: 7 } }\n"
                              "require: { A: { min: $min-days } }\nmessage: '{$min-days} days'");
    assert_non_null(rule);
    il_str said = il_bench_verdicts(&bench, rule, &options);
    assert_true(il_str_is(said, "error R A @8: 9 days\n"));
    il_bench_free(&bench);
}

static void keep_message(void *context, const il_verdict *verdict)
{
    assert_int_equal(verdict->answer, IL_MAYBE);
    assert_int_equal(verdict->severity, IL_NOTE);
    *(il_str *)context = verdict->message;
}

/* With report_unknown: what could not be decided, and why. */
static void test_doubts(void **state)
{
    (void)state;
    static const char *const doubts[][2] = {
        {"R: { Type: T::R::R, Properties: { A: !unknown STAGE } }", "Not decided (test, STAGE): wrong"},
        {"R: { Type: T::R::R, Properties: { A: !Ref R } }",
         "Not decided (the value is there only once it is deployed): wrong"},
        {"R: { Type: T::R::R, Properties: !open {} }", "Not decided (may have been added elsewhere): wrong"},
        {"R: { Type: T::R::R, Properties: { A: !choice { Big: 1, '!Big': 2 } } }",
         "Not decided (it depends: Big = false): wrong"},
        {"R: { Type: T::R::R, Properties: { A: 1 }, escaped: true }",
         "Not decided (what it depends on may be made where we could not look): wrong"}};
    for (size_t i = 0; i < sizeof doubts / sizeof *doubts; i++) {
        il_bench bench = il_bench_new();
        il_str message = {NULL, 0};
        il_bench_app(&bench, doubts[i][0]);
        const il_rule *rule = il_bench_rule(&bench, "resource: T::R::R\nrequire: { A: 1, exists: { type: T::F::F } }");
        if (i < 4)
            rule = il_bench_rule(&bench, "resource: T::R::R\nrequire: { A: 1 }");
        assert_non_null(rule);
        const il_rule_options options = {.report_unknown = true};
        il_judge_rule(il_judge_new(bench.arena, bench.app, &options), rule, keep_message, &message);
        if (!il_str_is(message, doubts[i][1]))
            fail_msg("%s says %.*s", doubts[i][0], IL_FMT(message));
        il_bench_free(&bench);
    }
}

static void count_unfit(void *context, const il_verdict *verdict)
{
    *(uint32_t *)context = verdict->unfit;
}

static void test_fixes(void **state)
{
    (void)state;
    il_bench bench = il_bench_new();
    uint32_t unfit = 0;
    il_bench_app(&bench, "R: { Type: T::R::R, Properties: { A: 0 } }");
    const il_rule *rule =
        il_bench_rule(&bench, "resource: T::R::R\nrequire: { A: { min: 7 } }\nfix:\n"
                              "  - { title: a, safety: safe, when: { A: { above: 0 } }, set: { A: 14 } }\n"
                              "  - { title: b, safety: unsafe, set: { A: 14 } }");
    assert_non_null(rule);
    il_judge_rule(il_judge_new(bench.arena, bench.app, NULL), rule, count_unfit, &unfit);
    assert_int_equal(unfit, 1);
    il_bench_free(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exists),     cmocka_unit_test(test_lone_is_only_for_what_is_not_found),
        cmocka_unit_test(test_project),    cmocka_unit_test(test_stack),
        cmocka_unit_test(test_count),      cmocka_unit_test(test_every),
        cmocka_unit_test(test_follow),     cmocka_unit_test(test_each),
        cmocka_unit_test(test_tables),     cmocka_unit_test(test_cases),
        cmocka_unit_test(test_production), cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_places),     cmocka_unit_test(test_messages),
        cmocka_unit_test(test_fixes),      cmocka_unit_test(test_doubts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
