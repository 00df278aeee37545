/* What hangs on a database: parameter groups, the attachment of its secret and its rotation, retention of its logs, and the instances that older
 * programs give a cluster. */
#include "lower_rds.h"

#include <string.h>

#include "lower_build.h"
#include "lower_compute.h"
#include "lower_connections.h"
#include "lower_policy.h"
#include "lower_vpc.h"

static bool is_cluster(const il_low_part *part)
{
    return strstr(part->out->type, "DBCluster") != NULL;
}

/* ---- Parameter groups ---- */

/* A parameter group becomes a resource when a cluster or an instance first uses it. */
il_low_part *il_low__parameter_group(il_low_unit *group, bool cluster)
{
    il_low *low = group->low;
    const char *own = cluster ? "AWS::RDS::DBClusterParameterGroup" : "AWS::RDS::DBParameterGroup";
    for (size_t i = 0; i < group->parts.n; i++)
        if (strcmp(group->parts.items[i]->out->type, own) == 0)
            return group->parts.items[i];
    const char *id = group->parts.n == 0 ? "Resource" : cluster ? "ClusterParameterGroup" : "InstanceParameterGroup";
    il_low_part *part = il_low__part(group, il_str_of(id), il_str_of(own));
    il_loc loc = part->out->loc;
    const il_ev *text = il_low__prop(group, "description"), *parameters = il_low__prop(group, "parameters");
    const il_ev *removal = il_low__prop(group, "removalPolicy");
    il_low_node *family = il_low__plain(low, il_low__field(low, il_low__prop(group, "engine"), "parameterFamily"));
    const il_value *words[2] = {
        il_value_string(low->arena, loc,
                        cluster ? IL_STR("Cluster parameter group for ") : IL_STR("Parameter group for ")),
        family ? il_low__freeze(low, group, family) : &il_missing};
    const il_value **parts = IL_NEW_ARRAY(low->arena, 2, const il_value *);
    memcpy(parts, words, sizeof words);
    if (!family || words[1]->kind == IL_UNKNOWN || words[1]->kind == IL_CHOICE)
        family = il_low__unknown(low, loc, "family of an engine", (il_str){NULL, 0});
    il_low__give(part, "Family", family);
    il_low__give(part, "Description",
                 il_low__given(text) != IL_NO  ? il_low__plain(low, text)
                 : words[1]->kind == IL_STRING ? il_low__leaf(low, il_value_join(low->arena, loc, parts, 2))
                                               : il_low__unknown(low, loc, "family of an engine", (il_str){NULL, 0}));
    il_low__give(part, "Parameters",
                 il_low__given(parameters) == IL_NO ? il_low__map(low, loc) : il_low__plain(low, parameters));
    il_low__give(part, cluster ? "DBClusterParameterGroupName" : "DBParameterGroupName",
                 il_low__plain(low, il_low__prop(group, "name")));
    part->attributes->open = il_low__given(removal) != IL_NO;
    return part;
}

/* Puts the group that PROPS name (parameterGroup), or that is made for their `parameters`. */
void il_low__use_parameters(il_low_unit *unit, il_low_part *part, const il_ev *props, const char *id)
{
    il_low *low = unit->low;
    bool cluster = is_cluster(part);
    const char *key = cluster ? "DBClusterParameterGroupName" : "DBParameterGroupName";
    const il_ev *given = il_low__field(low, props, "parameterGroup"), *own = il_low__field(low, props, "parameters");
    il_low_unit *group = il_low__unit_behind(low, given);
    if (il_low__given(given) == IL_NO && il_low__given(own) != IL_NO)
        group = il_low__child(
            unit, il_str_of(id), IL_STR("aws-cdk-lib.aws_rds.ParameterGroup"),
            il_low__ev_object(low, own->loc, "engine", il_low__prop(unit, "engine"), "parameters", own, NULL),
            own->loc);
    if (group && il_str_ends(group->class, IL_STR("aws_rds.ParameterGroup")) &&
        il_low__given(il_low__prop(group, "engine")) != IL_NO)
        il_low__give_ref(part, key, il_low__parameter_group(group, cluster), NULL);
    else if (il_low__given(given) != IL_NO)
        il_low__give(part, key, il_low__unknown(low, given->loc, "parameter group", (il_str){NULL, 0}));
}

/* ---- Secrets ---- */

/* Binds the secret behind VALUE to the database; the attachment, or NULL when there is no such secret. */
il_low_unit *il_low__attach_secret(il_low_unit *database, il_low_part *part, const il_ev *value)
{
    il_low *low = database->low;
    il_low_unit *secret = il_low__unit_behind(low, value);
    if (!secret || !il_low__primary(secret))
        return NULL;
    il_low_unit *made = il_low__child_of(secret, IL_STR("Attachment"));
    if (made)
        return made;
    made = il_low__bare_child(secret, IL_STR("Attachment"),
                              IL_STR("aws-cdk-lib.aws_secretsmanager.SecretTargetAttachment"));
    il_low_part *bound = il_low__part(made, IL_STR("Resource"), IL_STR("AWS::SecretsManager::SecretTargetAttachment"));
    il_low__give_ref(bound, "SecretId", il_low__primary(secret), NULL);
    il_low__give_ref(bound, "TargetId", part, NULL);
    il_low__give_text(bound, "TargetType", part->out->type);
    return made;
}

static void deny_deletion(il_low_unit *attachment, il_loc loc)
{
    il_low *low = attachment->low;
    if (il_low__child_of(attachment, IL_STR("Policy")))
        return;
    il_low_unit *policy =
        il_low__bare_child(attachment, IL_STR("Policy"), IL_STR("aws-cdk-lib.aws_secretsmanager.ResourcePolicy"));
    il_low_part *part = il_low__part(policy, IL_STR("Resource"), IL_STR("AWS::SecretsManager::ResourcePolicy"));
    const il_value **parts = IL_NEW_ARRAY(low->arena, 5, const il_value *);
    parts[0] = il_value_string(low->arena, loc, IL_STR("arn:"));
    parts[1] = il_low__freeze(low, policy, il_low__environment(policy, IL_STR("partition"), loc));
    parts[2] = il_value_string(low->arena, loc, IL_STR(":iam::"));
    parts[3] = il_low__freeze(low, policy, il_low__environment(policy, IL_STR("account"), loc));
    parts[4] = il_value_string(low->arena, loc, IL_STR(":root"));
    il_low_node *root = il_low__leaf(low, il_value_join(low->arena, loc, parts, 5));
    il_low_node *statement =
        il_low__map_of(low, loc, "Action", il_low__words(low, loc, "secretsmanager:DeleteSecret"), "Effect",
                       il_low__words(low, loc, "Deny"), "Principal", il_low__map_of(low, loc, "AWS", root, NULL),
                       "Resource", il_low__words(low, loc, "*"), NULL);
    il_low__give(part, "ResourcePolicy",
                 il_low__map_of(low, loc, "Statement", il_low__list_of(low, statement), "Version",
                                il_low__words(low, loc, "2012-10-17"), NULL));
    il_low__give_ref(part, "SecretId", il_low__primary(attachment), NULL);
}

/* The application of the serverless repository that rotates, its security group, and the schedule below the secret's attachment. */
static void rotate(il_low_unit *database, il_low_unit *attachment, const il_ev *options, const il_method_call *call)
{
    il_low *low = database->low;
    il_loc loc = call->loc;
    const il_ev *every = il_low__field(low, options, "automaticallyAfter");
    const il_ev *group = il_low__field(low, options, "securityGroup"), *vpc = il_low__prop(database, "vpc");
    double seconds = 30 * 86400;
    il_low_unit *rotation = il_low__bare_child(database, IL_STR("RotationSingleUser"), IL_STR("constructs.Construct"));
    if (il_low__given(group) == IL_NO)
        group = il_low__ev_unit(low, il_low__child_by(rotation, IL_STR("SecurityGroup"),
                                                      IL_STR("aws-cdk-lib.aws_ec2.SecurityGroup"),
                                                      il_low__ev_object(low, loc, "vpc", vpc, NULL), call));
    il_low_link link = {
        .self = il_low__ev_unit(low, database), .other = group, .loc = loc, .description = low->undefined};
    link.port = il_low__side(low, link.self).port;
    il_low__connect(low, &link);
    il_low_part *app = il_low__part(rotation, IL_STR("Resource"), IL_STR("AWS::Serverless::Application"));
    app->out->loc = app->out->whole = loc;
    static const char *const open[] = {"Location", "Parameters"};
    for (size_t i = 0; i < 2; i++)
        il_low__give(app, open[i], il_low__unknown(low, loc, "rotation of a secret", (il_str){NULL, 0}));
    static const char *const policies[] = {"DeletionPolicy", "UpdateReplacePolicy"};
    for (size_t i = 0; i < 2; i++)
        il_low__put(low, app->attributes, il_str_of(policies[i]), (il_loc){0}, il_low__words(low, loc, "Delete"));
    il_low_part *schedule =
        il_low__part(attachment, IL_STR("RotationSchedule/Resource"), IL_STR("AWS::SecretsManager::RotationSchedule"));
    schedule->out->loc = schedule->out->whole = loc;
    il_low__give_ref(schedule, "RotationLambdaARN", app, "Outputs.RotationLambdaARN");
    il_low__give_ref(schedule, "SecretId", il_low__primary(attachment), NULL);
    bool known = il_low__given(every) == IL_NO || il_low__amount(low, every, &seconds);
    double days = seconds / 86400;
    bool whole = known && days >= 1 && days == (double)(long)days;
    il_str rate = il_arena_printf(low->arena, days == 1 ? "rate(%.0f day)" : "rate(%.0f days)", days);
    il_low__give(schedule, "RotationRules",
                 il_low__map_of(low, loc, "ScheduleExpression",
                                whole ? il_low__text(low, loc, rate)
                                      : il_low__unknown(low, loc, "rotation of a secret", (il_str){NULL, 0}),
                                NULL));
    const il_ev *now = il_low__field(low, options, "rotateImmediatelyOnUpdate");
    il_low__give(schedule, "RotateImmediatelyOnUpdate", il_low__plain(low, now));
    deny_deletion(attachment, loc);
}

bool il_low__rotate_secret(il_low_unit *unit, const il_method_call *call)
{
    static const char *const types[] = {"AWS::SecretsManager::RotationSchedule", "AWS::Serverless::Application",
                                        "AWS::SecretsManager::ResourcePolicy", "AWS::EC2::SecurityGroup",
                                        "AWS::EC2::SecurityGroupIngress"};
    il_low *low = unit->low;
    const il_ev *secret = il_low__ev_member(low, il_low__ev_unit(low, unit), IL_STR("secret"), call->loc);
    il_low_unit *attachment = il_low__unit_behind(low, secret);
    if (attachment && il_low__primary(attachment) && !call->condition.text.n && !call->many &&
        !il_low__child_of(unit, IL_STR("RotationSingleUser")))
        rotate(unit, attachment, il_low__arg(low, call, 0), call);
    else
        il_low__announce(unit, call->loc, "rotation of a secret", types, 5);
    return true;
}

/* ---- Logs ---- */

void il_low__keep_logs(il_low_unit *unit, il_low_part *part)
{
    il_low *low = unit->low;
    const il_ev *keep = il_low__prop(unit, "cloudwatchLogsRetention"),
                *logs = il_low__prop(unit, "cloudwatchLogsExports");
    if (il_low__given(keep) == IL_NO || il_low__given(logs) == IL_NO)
        return;
    static const char *const types[] = {"Custom::LogRetention", "AWS::Lambda::Function", "AWS::IAM::Role",
                                        "AWS::IAM::Policy"};
    for (size_t i = 0; logs->kind == IL_EV_ARRAY && i < logs->list.n; i++) {
        il_str log = il_low__known_text(low, logs->list.items[i]);
        const il_ev **words = IL_NEW_ARRAY(low->arena, 4, const il_ev *);
        il_ev *name = IL_NEW(low->arena, il_ev);
        words[0] = il_low__ev_words(low, logs->loc, is_cluster(part) ? "/aws/rds/cluster/" : "/aws/rds/instance/");
        words[1] = il_low__ev_member(low, il_low__ev_unit(low, unit), IL_STR("@Resource"), logs->loc);
        words[2] = il_low__ev_words(low, logs->loc, "/");
        words[3] = logs->list.items[i];
        *name = (il_ev){.kind = IL_EV_CONCAT, .loc = logs->loc, .list = {words, 4}};
        if (log.n)
            il_low__child(unit, il_arena_printf(low->arena, "LogRetention%.*s", IL_FMT(log)),
                          IL_STR("aws-cdk-lib.aws_logs.LogRetention"),
                          il_low__ev_object(low, keep->loc, "logGroupName", name, "retention", keep, "role",
                                            il_low__prop(unit, "cloudwatchLogsRetentionRole"), NULL),
                          keep->loc);
    }
    if (logs->kind != IL_EV_ARRAY || logs->open)
        il_low__announce(unit, logs->loc, "retention of logs", types, 4);
}

/* ---- Instances of a cluster, as older programs have them ---- */

static il_low_node *or_not(il_low *low, const il_ev *props, const char *name)
{
    return il_low__plain(low, il_low__field(low, props, name));
}

static void put_legacy(il_low_unit *unit, const il_ev *props, il_low_part *cluster, il_low_part *part)
{
    static const char *const plain[][2] = {{"publiclyAccessible", "PubliclyAccessible"},
                                           {"autoMinorVersionUpgrade", "AutoMinorVersionUpgrade"},
                                           {"allowMajorVersionUpgrade", "AllowMajorVersionUpgrade"},
                                           {"deleteAutomatedBackups", "DeleteAutomatedBackups"},
                                           {"preferredMaintenanceWindow", "PreferredMaintenanceWindow"}};
    static const char *const others[] = {"performanceInsightRetention", "performanceInsightEncryptionKey",
                                         "enablePerformanceInsights", "parameterGroup", "parameters"};
    il_low *low = unit->low;
    const il_ev *type = il_low__field(low, props, "instanceType"), *subnets = il_low__field(low, props, "vpcSubnets");
    il_low__give(part, "Engine", or_not(low, il_low__prop(unit, "engine"), "engineType"));
    il_low__give_ref(part, "DBClusterIdentifier", cluster, NULL);
    il_low__give(part, "DBInstanceClass",
                 il_low__given(type) == IL_NO ? il_low__words(low, part->out->loc, "db.t3.medium")
                                              : il_low__shape(unit, il_cat_shape(IL_STR("db-instance-class")), type));
    il_low__give(part, "DBSubnetGroupName", il_low__member(cluster->properties, IL_STR("DBSubnetGroupName")));
    if (il_low__given(subnets) == IL_YES)
        il_low__give(part, "PubliclyAccessible",
                     il_low__bool(low, subnets->loc,
                                  il_str_is(il_low__string(il_low__field(low, subnets, "subnetType")), "Public")));
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (il_low__given(il_low__field(low, props, plain[i][0])) != IL_NO)
            il_low__give(part, plain[i][1], or_not(low, props, plain[i][0]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        part->properties->open = part->properties->open || il_low__given(il_low__field(low, props, others[i])) != IL_NO;
    part->properties->open = part->properties->open ||
                             il_low__given(il_low__prop(unit, "monitoringInterval")) != IL_NO ||
                             il_low__given(il_low__prop(unit, "instanceIdentifierBase")) != IL_NO ||
                             il_low__given(il_low__prop(unit, "clusterIdentifier")) != IL_NO;
}

/* False when it cannot be known how many there are. */
bool il_low__legacy_instances(il_low_unit *unit, il_low_part *cluster)
{
    il_low *low = unit->low;
    const il_ev *count = il_low__prop(unit, "instances"), *props = il_low__prop(unit, "instanceProps");
    const il_ev *removal = il_low__prop(unit, "removalPolicy");
    static const char *const policies[] = {"DeletionPolicy", "UpdateReplacePolicy"};
    double n = count->kind == IL_EV_NUMBER ? count->number : 2;
    if ((il_low__given(count) != IL_NO && count->kind != IL_EV_NUMBER) || props->kind != IL_EV_OBJECT || n > 16)
        return false;
    il_cat shape = il_cat_shape(IL_STR("cluster-instance-policy"));
    for (int i = 0; i < (int)n; i++) {
        il_low_part *part =
            il_low__part(unit, il_arena_printf(low->arena, "Instance%d", i + 1), IL_STR("AWS::RDS::DBInstance"));
        put_legacy(unit, props, cluster, part);
        for (size_t k = 0; k < 2; k++) {
            il_low_node *node = il_low__given(removal) == IL_NO ? NULL : il_low__shape(unit, shape, removal);
            il_low__put(low, part->attributes, il_str_of(policies[k]), (il_loc){0},
                        node ? node : il_low__words(low, part->out->loc, "Delete"));
        }
    }
    return true;
}
