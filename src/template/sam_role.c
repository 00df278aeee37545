/* The role that SAM makes for a function or a state machine without one. Policy templates become statements that are not known: what they
 * grant is SAM's matter. */
#include <string.h>

#include "sam.h"

static void put_trust(il_sam *s, il_entries *out, const char *service)
{
    const il_entry *given = il_sam__entry(s, "AssumeRolePolicyDocument");
    if (given && given->value->kind != IL_MISSING) {
        il_sam__move(s, out, "AssumeRolePolicyDocument", given);
        return;
    }
    const il_value *action = il_sam__text(s, "sts:AssumeRole"), *name = il_sam__text(s, service);
    il_entries principal = {0}, statement = {0}, document = {0};
    il_sam__put(s, &principal, "Service", il_sam__list(s, &name, 1));
    il_sam__put(s, &statement, "Action", il_sam__list(s, &action, 1));
    il_sam__put(s, &statement, "Effect", il_sam__text(s, "Allow"));
    il_sam__put(s, &statement, "Principal", il_sam__map(s, &principal));
    const il_value *only = il_sam__map(s, &statement);
    il_sam__put(s, &document, "Version", il_sam__text(s, "2012-10-17"));
    il_sam__put(s, &document, "Statement", il_sam__list(s, &only, 1));
    il_sam__put(s, out, "AssumeRolePolicyDocument", il_sam__map(s, &document));
}

typedef struct {
    IL_VEC(const il_value *) managed, inlined;
    bool open;
} policies;

/* The ARN of the AWS managed policy NAME, as far as its path follows from its name. */
static const il_value *managed_arn(il_sam *s, const il_value *name)
{
    static const char *const plain[] = {"Administrator", "FullAccess", "PowerUserAccess", "ReadOnlyAccess"};
    const char *path = NULL;
    if (il_str_starts(name->string, IL_STR("AWSLambda")) && il_str_ends(name->string, IL_STR("Role")))
        path = "service-role/";
    for (size_t i = 0; !path && i < sizeof plain / sizeof *plain; i++)
        path = il_str_contains(name->string, il_str_of(plain[i])) ? "" : NULL;
    if (!path)
        return il_value_unknown(s->r->arena, name->loc, "path of a managed policy", name->string);
    il_str arn = il_arena_printf(s->r->arena, "arn:aws:iam::aws:policy/%s%.*s", path, IL_FMT(name->string));
    return il_value_with_origin(s->r->arena, il_value_string(s->r->arena, name->loc, arn), name->origin);
}

/* A policy of the list: the name or ARN of a managed one, a document, or a template of SAM's. */
static void add_policy(il_sam *s, policies *p, const il_value *policy)
{
    if (policy->kind == IL_STRING && !il_str_starts(policy->string, IL_STR("arn:"))) {
        IL_PUSH(s->r->arena, &p->managed, managed_arn(s, policy));
    } else if (policy->kind == IL_STRING || policy->kind == IL_REF || policy->kind == IL_CALL) {
        IL_PUSH(s->r->arena, &p->managed, policy);
    } else if (policy->kind == IL_MAP) {
        bool document = il_value_entry(policy, IL_STR("Statement")) != NULL;
        il_str name = il_arena_printf(s->r->arena, "%.*sRolePolicy%zu", IL_FMT(s->main->logical_id), p->inlined.n);
        const il_value *text =
            il_value_with_origin(s->r->arena, il_value_string(s->r->arena, s->loc, name), IL_FROM_DEFAULT);
        il_str template = policy->map.n ? policy->map.entries[0].key : (il_str){NULL, 0};
        il_entries inlined = {0};
        il_entry entry = {IL_STR("PolicyDocument"), policy->loc, policy};
        if (!document)
            entry.value = il_value_unknown(s->r->arena, policy->loc, "SAM policy template", template);
        il_sam__put(s, &inlined, "PolicyName", text);
        IL_PUSH(s->r->arena, &inlined, entry);
        IL_PUSH(s->r->arena, &p->inlined, il_value_map(s->r->arena, policy->loc, inlined.items, inlined.n));
    } else if (policy->kind != IL_MISSING) {
        p->open = true;
    }
}

static void add_policies(il_sam *s, policies *p, const il_value *value)
{
    for (size_t i = 0; value->kind == IL_LIST && i < value->list.n; i++)
        add_policy(s, p, value->list.items[i]);
    if (value->kind != IL_LIST)
        add_policy(s, p, value);
    p->open = p->open || value->open;
}

static const il_value *list_of(il_sam *s, const il_value *const *items, size_t n, bool open)
{
    const il_value *list = il_sam__list(s, items, n);
    return open ? il_value_opened(s->r->arena, list) : list;
}

const il_value *il_sam__role(il_sam *s, const il_sam_role *role)
{
    static const il_writing moved[] = {{"Path", "RolePath"}, {"PermissionsBoundary", "PermissionsBoundary"}};
    il_entries out = {0};
    policies p = {0};
    for (size_t i = 0; i < role->managed.n; i++) {
        il_str arn = il_arena_printf(s->r->arena, "arn:aws:iam::aws:policy/%s", role->managed.items[i]);
        IL_PUSH(s->r->arena, &p.managed, il_sam__text(s, arn.p));
    }
    add_policies(s, &p, il_sam__get(s, "Policies"));
    put_trust(s, &out, role->service);
    if (p.managed.n || p.open)
        il_sam__put(s, &out, "ManagedPolicyArns", list_of(s, p.managed.items, p.managed.n, p.open));
    if (p.inlined.n || p.open)
        il_sam__put(s, &out, "Policies", list_of(s, p.inlined.items, p.inlined.n, p.open));
    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++)
        il_sam__move(s, &out, moved[i].made, il_sam__entry(s, moved[i].written));
    bool function = strcmp(s->main->type, "AWS::Lambda::Function") == 0;
    il_sam__put(s, &out, "Tags",
                il_sam__tags(s, il_sam__get(s, "Tags"), function ? "lambda:createdBy" : "stateMachine:createdBy"));
    bool known = s->own->kind == IL_MAP || s->own->kind == IL_MISSING;
    return il_sam__body(s, &out, known, false);
}
