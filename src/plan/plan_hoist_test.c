/* Literals of programs that move into cdk.json: which key they get, what reads them, where that is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "buf.h"
#include "plan.h"

static il_document *program, *settings;

static const il_document *document_of(void *context, const il_source *source)
{
    (void)context;
    return source == program->source ? program : settings;
}

static const il_document *load(void *context, il_str path)
{
    (void)context;
    return il_str_is(path, "app/cdk.json") ? settings : NULL;
}

/* The text of DOCUMENT with the edits of FIX that are its own. */
static const char *apply(il_arena *arena, const il_document *document, const il_fix *fix)
{
    il_str text = il_source_text(document->source);
    il_buf out = {0};
    uint32_t from = 0;
    for (size_t i = 0; i < fix->n_edits; i++) {
        if (fix->edits[i].source != document->source)
            continue;
        il_buf_add(&out, il_str_slice(text, from, fix->edits[i].span.start));
        il_buf_add(&out, fix->edits[i].text);
        from = fix->edits[i].span.end;
    }
    il_buf_add(&out, il_str_slice(text, from, text.n));
    il_str result = il_arena_str(arena, il_buf_str(&out));
    il_buf_free(&out);
    return result.p;
}

static const char plain[] = "{\n  \"app\": \"npx ts-node bin/shop.ts\"\n}\n";
#define CONTEXT(key, value)                                                                                            \
    "{\n  \"app\": \"npx ts-node bin/shop.ts\",\n  \"context\": {\n    \"" key "\": \"" value "\"\n  }\n}\n"

/* Moves the literal 'ADDRESS' of TEXT. AFTER is the program then, or why it is refused; JSON is cdk.json then (NULL: not looked at). */
static void check(const char *text, const char *json, const char *after, const char *json_after)
{
    il_arena *arena = il_arena_new();
    program = il_document_parse(IL_DOCUMENT_TS, IL_STR("app/lib/stack.ts"), il_str_of(text));
    settings = json ? il_document_parse(IL_DOCUMENT_JSON, IL_STR("app/cdk.json"), il_str_of(json)) : NULL;
    il_app *app = il_app_new(arena, IL_APP_CDK, IL_STR("app"));
    const char *literal = strstr(text, "'10.");
    assert_non_null(literal);
    uint32_t start = (uint32_t)(literal - text), end = start + (uint32_t)(strchr(literal + 1, '\'') - literal) + 1;
    il_rule_fix page = {.title = "Move it", .hoist = "context"};
    il_rule rule = {.id = "net-hardcoded-cidr", .fixes = &page, .n_fixes = 1};
    il_verdict verdict = {.rule = &rule,
                          .resource = il_app_add(app, NULL, il_intern(IL_STR("AWS::EC2::SecurityGroup")))};
    verdict.loc = (il_loc){program->source, {start, end}};
    il_loader loader = {.load = load};
    il_planner_input input = {.arena = arena, .app = app, .document_of = document_of, .loader = &loader};
    il_plan *plans;
    const char *no_fix;
    size_t n = il_plan_fixes(il_planner_new(&input), &verdict, &plans, &no_fix);
    assert_string_equal(n ? apply(arena, program, &plans[0].fix) : no_fix, after);
    if (json_after)
        assert_string_equal(apply(arena, settings, &plans[0].fix), json_after);
    il_document_free(program);
    il_document_free(settings);
    il_arena_free(arena);
}

#define STACK(body)                                                                                                    \
    "class S extends Stack {\n  constructor(scope: Construct, id: string) {\n    super(scope, id);\n    " body         \
    "\n  }\n}\n"

static void a_description_names_the_key(void **state)
{
    (void)state;
    check(
        STACK("db.addIngressRule(ec2.Peer.ipv4('10.1.2.3/32'), ec2.Port.tcp(5432), 'BI vendor');"), plain,
        STACK(
            "db.addIngressRule(ec2.Peer.ipv4(this.node.tryGetContext('shop:biVendorCidr')), ec2.Port.tcp(5432), 'BI vendor');"),
        "{\n  \"app\": \"npx ts-node bin/shop.ts\",\n  \"context\": {\n    \"shop:biVendorCidr\": \"10.1.2.3/32\"\n  }\n}\n");
}

static void names_of_the_author_are_kept(void **state)
{
    (void)state;
    check(STACK("f({ CACHE_HOST: '10.1.2.3' });"), plain,
          STACK("f({ CACHE_HOST: this.node.tryGetContext('shop:cacheHost') });"), NULL);
    check(STACK("const vpnPool = '10.1.2.0/24';"), plain,
          STACK("const vpnPool = this.node.tryGetContext('shop:vpnPool');"), NULL);
    check(STACK("group.allow(ec2.Peer.ipv4('10.1.2.3/32'));"), plain,
          STACK("group.allow(ec2.Peer.ipv4(this.node.tryGetContext('shop:groupCidr')));"), NULL);
}

static void a_key_with_that_value_is_used_again(void **state)
{
    (void)state;
    check(STACK("const pool = '10.1.2.0/24';"), CONTEXT("shop:pool", "10.1.2.0/24"),
          STACK("const pool = this.node.tryGetContext('shop:pool');"), CONTEXT("shop:pool", "10.1.2.0/24"));
    check(STACK("const pool = '10.1.2.0/24';"), CONTEXT("shop:pool", "192.168.0.0/16"),
          STACK("const pool = this.node.tryGetContext('shop:pool2');"), NULL);
}

static void scopes_other_than_this(void **state)
{
    (void)state;
    check("function make(scope: Construct) {\n  return f('10.1.2.3');\n}\n", plain,
          "function make(scope: Construct) {\n  return f(scope.node.tryGetContext('shop:networkAddress'));\n}\n", NULL);
    check(
        "class S extends Stack {\n  constructor(scope: Construct, id: string) {\n    super(scope, id, { pool: '10.0.0.0/8' });\n  }\n}\n",
        plain,
        "class S extends Stack {\n  constructor(scope: Construct, id: string) {\n    super(scope, id, { pool: scope.node.tryGetContext('shop:pool') });"
        "\n  }\n}\n",
        NULL);
    check("const app = new cdk.App();\nconst pool = '10.0.0.0/8';\n", plain,
          "const app = new cdk.App();\nconst pool = app.node.tryGetContext('shop:pool');\n", NULL);
    check("class S extends Stack {\n  pool = '10.0.0.0/8';\n}\n", plain,
          "class S extends Stack {\n  pool = this.node.tryGetContext('shop:pool');\n}\n", NULL);
}

static const char no_construct[] = "no construct is at hand where the value is written, to read the context from";
static const char no_text[] = "the value is not written as a text of its own";

static void refusals(void **state)
{
    (void)state;
    check("const POOL = '10.0.0.0/8';\n", plain, no_construct, NULL);
    check("class S {\n  pool = '10.0.0.0/8';\n}\n", plain, no_construct, NULL);
    check("class S extends Stack {\n  static pool = '10.0.0.0/8';\n}\n", plain, no_construct, NULL);
    check("type Pool = '10.0.0.0/8';\n", plain, no_text, NULL);
    check(STACK("f({ '10.0.0.0/8': 1 });"), plain, no_text, NULL);
    check(STACK("f('10.0.0.0/8');"), NULL, "there is no cdk.json that the value could move to", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_description_names_the_key),
        cmocka_unit_test(names_of_the_author_are_kept),
        cmocka_unit_test(a_key_with_that_value_is_used_again),
        cmocka_unit_test(scopes_other_than_this),
        cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
