/* Grants: what a method of a resource lets somebody do, as a statement of that somebody's policy or, for a principal that has none, of the
 * resource's own policy; with what it needs of the key that encrypts the resource. */
#include <string.h>

#include "lower_models.h"
#include "lower_policy.h"

/* A grant that is being made. */
typedef struct {
    il_low_unit *unit; /* the resource */
    const il_method_call *call;
    const il_ev *grantee;
} grant;

static il_cat grant_entry(const il_low_unit *unit, il_str method)
{
    for (il_cat data = unit->data; data; data = il_low__parent(data)) {
        il_cat entry = il_cat_find(il_cat_get(data, IL_W_GRANTS), method);
        if (entry)
            return entry;
    }
    return IL_CAT_NONE;
}

/* A key that belongs to the resource gets grants as well; the data of some classes does not say which. */
static bool has_unseen_key(const il_low_unit *unit, il_cat statements)
{
    static const char *const props[] = {"encryptionKey", "encryptionMasterKey", "masterKey"};
    for (size_t i = 0; i < il_cat_count(statements); i++)
        if (il_cat_find(il_cat_at(statements, i), IL_STR("key")))
            return false;
    for (size_t i = 0; i < sizeof props / sizeof *props; i++)
        if (il_low__given(il_low__prop(unit, props[i])) != IL_NO)
            return true;
    return il_low__child_of(unit, IL_STR("Key")) != NULL || il_low__part_at(unit, IL_STR("Key/Resource")) != NULL;
}

/* A grant writes policies: of whom it is for, or the resource's own. */
static void announce_policies(const grant *g, const char *reason)
{
    static const char *const types[] = {"AWS::IAM::Policy",           "AWS::Lambda::Permission",
                                        "AWS::S3::BucketPolicy",      "AWS::SQS::QueuePolicy",
                                        "AWS::SNS::TopicPolicy",      "AWS::SecretsManager::ResourcePolicy",
                                        "AWS::Events::EventBusPolicy"};
    il_low__open_others(g->unit->low, il_low__ev_unit(g->unit->low, g->unit));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        il_low__gap(g->unit, g->call->loc, reason, il_str_of(g->call->method), il_intern(il_str_of(types[i])));
}

/* A construct of the program's own says itself who it is granted for, which is not read: whoever stands below it may get the statement;
 * of anything else, anybody may. */
static bool announce(const grant *g)
{
    il_low *low = g->unit->low;
    il_construct *construct = il_ev_construct(il_low__reduce(low, g->grantee));
    il_low_unit *behind = construct ? il_low__unit_of(construct) : NULL;
    if (behind)
        behind->granted = true;
    else
        low->granted = true;
    announce_policies(g, "policy of an identity that is not known");
    return true;
}

/* Through another service: {StringEquals: {kms:ViaService: service.region.amazonaws.com}} */
static il_low_node *via_service(il_low_unit *unit, il_str service, il_loc loc)
{
    il_low *low = unit->low;
    const il_value *parts[3] = {il_value_string(low->arena, loc, il_arena_printf(low->arena, "%.*s.", IL_FMT(service))),
                                il_low__freeze(low, unit, il_low__environment(unit, IL_STR("region"), loc)),
                                il_value_string(low->arena, loc, IL_STR(".amazonaws.com"))};
    il_low_node *condition = il_low__map(low, loc), *test = il_low__map(low, loc);
    il_low__put(low, test, IL_STR("kms:ViaService"), (il_loc){0},
                il_low__leaf(low, il_value_join(low->arena, loc, parts, 3)));
    il_low__put(low, condition, IL_STR("StringEquals"), (il_loc){0}, test);
    return condition;
}

static void add(const grant *g, il_low_document *document, il_low_statement *s, bool to_principal)
{
    s->loc = g->call->loc;
    s->under = g->call->condition;
    if (to_principal)
        il_low__add_principal(g->unit, s, g->grantee, false);
    il_low__add_statement(document, s);
    document->open = document->open || g->call->many;
}

/* Whether the grantee is a principal on its own: a service, an account, an ARN, or a construct that says which one it is. */
static bool is_principal(const grant *g)
{
    il_low *low = g->unit->low;
    const il_ev *ev = il_low__principal(low, g->grantee);
    if (il_low__unit_behind(low, ev))
        ev = il_low__principal(low, il_low__ev_member(low, ev, IL_STR("grantPrincipal"), g->call->loc));
    return ev->kind == IL_EV_OBJECT && (il_low__given(il_low__field(low, ev, "principal")) == IL_YES ||
                                        il_low__given(il_low__field(low, ev, "principals")) == IL_YES);
}

/* Adds the statement NODE on the resource of OWNER; false when nobody knows whose policy it goes to. */
static bool give(const grant *g, il_low_unit *owner, il_low_node *node, bool own_policy_only)
{
    il_low *low = g->unit->low;
    il_low_document *document = own_policy_only ? NULL : il_low__identity_document(low, g->grantee, g->call->loc);
    bool to_principal = !document;
    if (to_principal && !is_principal(g) && !il_low__identity(low, g->grantee))
        return false;
    if (to_principal) {
        document = il_low__resource_document(owner, g->call->loc);
        if (il_low__policy_self(owner).n)
            il_low__put(low, node, IL_STR("Resource"), (il_loc){0},
                        il_low__text(low, g->call->loc, il_low__policy_self(owner)));
    }
    if (!document)
        return false;
    add(g, document, il_low__statement_of_node(low, node), to_principal);
    return true;
}

/* One statement of the data on the resource itself, or on its key, if it has one. */
static bool give_entry(const grant *g, il_cat entry)
{
    il_low *low = g->unit->low;
    il_low_scope scope = {low, g->unit, NULL, g->call->args, g->call->n_args, g->call->loc, IL_FROM_DEFAULT};
    il_cat key = il_cat_find(entry, IL_STR("key")), via = il_cat_find(entry, IL_STR("via"));
    il_low_node *whole = il_low__template(&scope, entry), *node = il_low__map(low, g->call->loc);
    static const char *const words[] = {"Action", "Condition", "Effect", "Resource"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        il_low__put(low, node, il_str_of(words[i]), (il_loc){0}, il_low__member(whole, il_str_of(words[i])));
    if (!key) {
        bool given = give(g, g->unit, node, false);
        il_low_document *document = given && il_cat_true(il_cat_find(entry, IL_STR("index")))
                                        ? il_low__identity_document(low, g->grantee, g->call->loc)
                                        : NULL;
        if (document && document->statements.n)
            document->statements.items[document->statements.n - 1]->table = il_low__primary(g->unit);
        return given || il_cat_true(il_cat_find(entry, IL_STR("principal_only")));
    }
    const il_ev *self = il_low__ev_unit(low, g->unit);
    const il_ev *ev = il_low__reduce(low, il_low__ev_member(low, self, il_cat_text(key), g->call->loc));
    il_low_unit *owner = il_low__unit_behind(low, ev);
    if (il_low__given(ev) == IL_NO || (ev->kind == IL_EV_MEMBER && !owner))
        return true;
    if (!owner)
        return false;
    il_low__put(
        low, node, IL_STR("Resource"), (il_loc){0},
        il_low__plain(low, il_low__ev_member(low, il_low__ev_unit(low, owner), IL_STR("keyArn"), g->call->loc)));
    if (via)
        il_low__put(low, node, IL_STR("Condition"), (il_loc){0}, via_service(g->unit, il_cat_text(via), g->call->loc));
    return give(g, owner, node, via != IL_CAT_NONE);
}

static bool unseen(const grant *g)
{
    il_low_document *document = il_low__identity_document(g->unit->low, g->grantee, g->call->loc);
    if (!document)
        return announce(g);
    document->open = true;
    return true;
}

bool il_low__grant(il_low_unit *unit, const il_method_call *call)
{
    il_low *low = unit->low;
    il_cat entry = call->method ? grant_entry(unit, il_str_of(call->method)) : IL_CAT_NONE;
    if (!entry || call->n_args == 0)
        return false;
    grant g = {unit, call, call->args[0]};
    il_low_unit *identity = il_low__identity(low, g.grantee);
    if (identity && il_low__is_immutable(low, identity))
        return true;
    il_cat statements = il_cat_get(entry, IL_W_STATEMENTS);
    /* CDK v1 grants other actions than the data has. */
    if (unit->construct->v1)
        return unseen(&g);
    for (size_t i = 0; i < il_cat_count(statements); i++)
        if (!give_entry(&g, il_cat_at(statements, i)))
            return il_low__is_import(unit) && !identity ? true : unseen(&g);
    if (has_unseen_key(unit, statements))
        return unseen(&g);
    return true;
}

bool il_low__unknown_grant(il_low_unit *unit, const il_method_call *call)
{
    if (!call->method || !il_str_starts(il_str_of(call->method), IL_STR("grant")) || call->n_args == 0 ||
        !il_low__of_library(unit->class))
        return false;
    grant g = {unit, call, call->args[0]};
    announce_policies(&g, "grant that the catalogue does not know");
    return unseen(&g);
}
