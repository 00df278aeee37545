/* secretsmanager: what a secret's key allows, rotation by a function. */
#include "lower_models.h"
#include "lower_policy.h"

/* Who may use the secret may use its key by way of the service. */
static void allow_key(il_low_unit *unit)
{
    static const char *const uses[] = {"via-use", "via-grant"};
    il_low_unit *key = il_low__unit_behind(unit->low, il_low__prop(unit, "encryptionKey"));
    if (!key || il_low__is_import(key))
        return;
    il_low_scope scope = {unit->low, unit, NULL, NULL, 0, unit->construct->loc, IL_FROM_DEFAULT};
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
        il_str name = il_arena_printf(unit->low->arena, "aws-cdk-lib.aws_secretsmanager.%s", uses[i]);
        il_low_node *node = il_low__template(&scope, il_cat_call(name));
        il_low_document *document = il_low__resource_document(key, unit->construct->loc);
        if (document && node)
            il_low__add_statement(document, il_low__statement_of_node(unit->low, node));
    }
}

/* Nobody deletes the secret with the account's root. */
bool il_low__deny_root_delete(il_low_unit *unit, const il_method_call *call)
{
    il_low *low = unit->low;
    il_loc loc = call ? call->loc : unit->construct->loc;
    il_low_document *document = il_low__resource_document(unit, loc);
    il_low_scope scope = {low, unit, NULL, NULL, 0, loc, IL_FROM_DEFAULT};
    il_low_node *node = il_low__template(&scope, il_cat_call(IL_STR("aws-cdk-lib.aws_secretsmanager.deny-delete")));
    if (document && node)
        il_low__add_statement(document, il_low__statement_of_node(low, node));
    return document != NULL;
}

static void put_rules(il_low_unit *unit, il_low_part *part)
{
    il_low *low = unit->low;
    const il_ev *after = il_low__prop(unit, "automaticallyAfter");
    double seconds = 30 * 86400.0;
    if (il_low__given(after) != IL_NO && !il_low__amount(low, after, &seconds)) {
        il_low__put(low, part->properties, IL_STR("RotationRules"), after->loc,
                    il_low__unknown(low, after->loc, "amount that cannot be known", (il_str){NULL, 0}));
        return;
    }
    if (seconds <= 0)
        return;
    double hours = seconds / 3600, days = hours / 24;
    bool whole = days == (double)(long long)days;
    double n = whole ? days : hours;
    il_str text = il_arena_printf(low->arena, "rate(%.0f %s%s)", n, whole ? "day" : "hour", n == 1 ? "" : "s");
    il_low__set(low, part->properties, IL_STR("RotationRules.ScheduleExpression"), after->loc,
                il_low__text(low, part->out->loc, text));
}

/* The function may be called by the service (under an id that is a hash) and reads and writes the secret. */
static void lower_rotation(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *function = il_low__prop(unit, "rotationLambda"), *secret = il_low__prop(unit, "secret");
    il_low_unit *of = il_low__unit_behind(low, secret);
    il_loc loc = unit->construct->loc;
    if (!part)
        return;
    put_rules(unit, part);
    if (il_low__given(function) != IL_NO) {
        il_low__gap(unit, loc, "permission of a function", (il_str){NULL, 0},
                    il_intern(IL_STR("AWS::Lambda::Permission")));
        il_low_document *document = il_low__identity_document(low, function, loc);
        il_low_allowance use = {.actions = {"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue",
                                            "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"},
                                .resource =
                                    il_low__plain(low, il_low__ev_member(low, secret, IL_STR("secretArn"), loc)),
                                .loc = loc};
        il_low_allowance random = {.actions = {"secretsmanager:GetRandomPassword"},
                                   .resource = il_low__text(low, loc, IL_STR("*")),
                                   .loc = loc};
        const il_ev *args[] = {function};
        il_method_call call = {.method = "grantEncryptDecryptVia", .args = args, .n_args = 1, .loc = loc};
        if (of)
            il_low__grant(of, &call);
        il_low__allow(document, &use);
        il_low__allow(document, &random);
    }
    if (of && !il_low__is_import(of))
        il_low__deny_root_delete(of, NULL);
}

const il_low_model il_low__secret_model = {.name = "secret", .lower = allow_key};
const il_low_model il_low__rotation_model = {.name = "rotation-schedule", .lower = lower_rotation};

/* ---- Parameters ---- */

/* A name with slashes begins with one, which then separates it from what stands before. */
static const il_ev *parameter_member(il_low_unit *unit, il_str name, il_loc loc)
{
    const il_ev *given = il_low__prop(unit, "parameterName");
    if (!il_str_is(name, "parameterArn") || il_low__given(given) == IL_NO)
        return NULL;
    if (given->kind != IL_EV_STRING)
        return il_low__ev_unknown(unit->low, loc, "name of a parameter", (il_str){NULL, 0});
    return il_str_starts(given->string, IL_STR("/"))
               ? il_low__ev_member(unit->low, il_low__ev_unit(unit->low, unit), IL_STR("qualifiedArn"), loc)
               : NULL;
}

const il_low_model il_low__stored_parameter_model = {.name = "stored-parameter", .member = parameter_member};
