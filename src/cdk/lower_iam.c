/* Principals, the policies of roles, users and groups, the policies of resources, and grants between them. */
#include <string.h>

#include "lower_build.h"
#include "lower_models.h"
#include "lower_policy.h"

enum { PRINCIPAL_DEPTH = 8 };

/* ---- Principals ---- */

static void put_principal(il_low *low, il_low_node **map, il_str kind, il_low_node *value, il_loc loc)
{
    if (!value)
        return;
    if (!*map)
        *map = il_low__map(low, loc);
    if ((*map)->kind != IL_LOW_MAP)
        return;
    il_low_node *old = il_low__member(*map, kind);
    if (!old) {
        il_low__put(low, *map, kind, (il_loc){0}, value);
        return;
    }
    if (old->kind != IL_LOW_LIST) {
        il_low_node *list = il_low__list(low, old->loc);
        il_low__push(low, list, old);
        il_low__put(low, *map, kind, (il_loc){0}, old = list);
    }
    if (value->kind == IL_LOW_LIST)
        for (size_t i = 0; i < value->items.n; i++)
            il_low__push(low, old, value->items.items[i]);
    else
        il_low__push(low, old, value);
}

/* principal.withConditions(…) and withSessionTags(), as the classes of the same effect. */
const il_ev *il_low__principal(il_low *low, const il_ev *value)
{
    const il_ev *ev = il_low__reduce(low, value);
    if (ev->kind != IL_EV_CALL || !ev->lib.receiver)
        return ev;
    bool conditions = strcmp(ev->lib.member, "withConditions") == 0 && ev->lib.n_args == 1;
    if (!conditions && strcmp(ev->lib.member, "withSessionTags") != 0)
        return ev;
    il_ev *inner = IL_NEW(low->arena, il_ev);
    inner->kind = IL_EV_ARRAY;
    inner->loc = ev->loc;
    inner->list.n = 1;
    inner->list.items = IL_NEW_ARRAY(low->arena, 1, const il_ev *);
    inner->list.items[0] = ev->lib.receiver;
    const il_ev *out = il_low__ev_with(low, low->undefined, "principals", inner);
    return conditions ? il_low__ev_with(low, out, "conditions", ev->lib.args[0])
                      : il_low__ev_with(low, out, "session_tags", il_low__ev_text(low, ev->loc, IL_STR("true")));
}

static bool has_member(const il_low_unit *unit, const char *name)
{
    for (il_cat data = unit->data; data; data = il_low__parent(data))
        if (il_cat_find(il_cat_get(data, IL_W_MEMBERS), il_str_of(name)))
            return true;
    return false;
}

/* The role that a construct acts with, or the construct itself when it is an identity. */
static il_low_unit *identity_of(il_low *low, il_low_unit *unit, int depth)
{
    if (!unit || depth > PRINCIPAL_DEPTH)
        return NULL;
    if (has_member(unit, "roleArn") || has_member(unit, "userArn") || has_member(unit, "groupArn"))
        return unit;
    if (!has_member(unit, "role"))
        return NULL;
    const il_ev *self = il_low__ev_unit(low, unit);
    return identity_of(
        low, il_low__unit_behind(low, il_low__ev_member(low, self, IL_STR("role"), unit->construct->loc)), depth + 1);
}

static il_low_node *arn_of(il_low *low, il_low_unit *identity, il_loc loc)
{
    const char *member = has_member(identity, "roleArn")   ? "roleArn"
                         : has_member(identity, "userArn") ? "userArn"
                                                           : "groupArn";
    return il_low__plain(low, il_low__ev_member(low, il_low__ev_unit(low, identity), il_str_of(member), loc));
}

static void add_conditions(il_low *low, il_low_statement *s, const il_ev *conditions)
{
    il_low_node *node = il_low__given(conditions) == IL_NO ? NULL : il_low__plain(low, conditions);
    if (!node)
        return;
    if (s->condition && !il_value_eq(il_low__freeze(low, NULL, s->condition), il_low__freeze(low, NULL, node)))
        s->open = true;
    else if (node->kind != IL_LOW_MAP || node->fields.n || node->open)
        s->condition = node;
}

static void add_described(il_low_unit *unit, il_low_statement *s, const il_ev *ev, bool not_principal, int depth);

static void add_one(il_low_unit *unit, il_low_statement *s, const il_ev *value, bool not_principal, int depth)
{
    il_low *low = unit->low;
    il_low_node **map = not_principal ? &s->not_principal : &s->principal;
    const il_ev *ev = il_low__principal(low, value);
    il_low_unit *behind = il_low__unit_behind(low, ev), *identity = identity_of(low, behind, 0);
    if (depth > PRINCIPAL_DEPTH)
        s->open = true;
    else if (identity)
        put_principal(low, map, IL_STR("AWS"), arn_of(low, identity, value->loc), value->loc);
    else if (behind && has_member(behind, "grantPrincipal"))
        add_one(unit, s, il_low__ev_member(low, ev, IL_STR("grantPrincipal"), value->loc), not_principal, depth + 1);
    else if (ev->kind == IL_EV_OBJECT)
        add_described(unit, s, ev, not_principal, depth);
    else {
        s->open = true;
        put_principal(low, map, IL_STR("AWS"), il_low__unknown(low, value->loc, "principal", (il_str){NULL, 0}),
                      value->loc);
    }
}

/* A principal as the catalogue describes it: {principal: {kind: value} or "*", principals, conditions}. */
static void add_described(il_low_unit *unit, il_low_statement *s, const il_ev *ev, bool not_principal, int depth)
{
    il_low *low = unit->low;
    il_low_node **map = not_principal ? &s->not_principal : &s->principal;
    const il_ev *principal = il_low__field(low, ev, "principal"), *several = il_low__field(low, ev, "principals");
    for (size_t i = 0; several->kind == IL_EV_ARRAY && i < several->list.n; i++)
        add_one(unit, s, several->list.items[i], not_principal, depth + 1);
    if (principal->kind == IL_EV_STRING && !*map)
        *map = il_low__plain(low, principal);
    for (size_t i = 0; principal->kind == IL_EV_OBJECT && i < principal->object->fields.n; i++) {
        const il_field *field = &principal->object->fields.items[i];
        put_principal(low, map, il_str_of(field->name), il_low__plain(low, field->value), ev->loc);
    }
    if (principal->kind == IL_EV_UNDEFINED && several->kind == IL_EV_UNDEFINED)
        s->open = true;
    add_conditions(low, s, il_low__field(low, ev, "conditions"));
}

void il_low__add_principal(il_low_unit *unit, il_low_statement *statement, const il_ev *value, bool not_principal)
{
    il_low_unit *before = unit->low->here;
    unit->low->here = unit;
    add_one(unit, statement, value, not_principal, 0);
    unit->low->here = before;
}

/* ---- Policies of identities ---- */

static bool is_import(const il_low_unit *identity)
{
    return il_str_is(identity->class, "aws-cdk-lib.aws_iam.ImportedRole");
}

/* The name of the policy that statements for IDENTITY go to. */
static il_str policy_id(il_low *low, const il_low_unit *identity)
{
    if (!is_import(identity))
        return IL_STR("DefaultPolicy");
    if (!il_low__flag(low, "@aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName"))
        return IL_STR("Policy");
    return il_arena_printf(low->arena, "Policy%.*s", IL_FMT(il_low__unique_id(low->arena, identity->path)));
}

static il_low_part *default_policy(il_low *low, il_low_unit *identity, il_loc loc)
{
    il_str id = policy_id(low, identity);
    il_low_unit *policy = il_low__child_of(identity, id);
    if (policy)
        return il_low__part_at(policy, IL_STR("Resource"));
    policy = il_low__bare_child(identity, id, IL_STR("aws-cdk-lib.aws_iam.Policy"));
    il_low_part *part = il_low__part(policy, IL_STR("Resource"), IL_STR("AWS::IAM::Policy"));
    const char *key = has_member(identity, "roleArn") ? "Roles" : has_member(identity, "userArn") ? "Users" : "Groups";
    il_low_node *list = il_low__list(low, loc);
    il_low_part *primary = il_low__primary(identity);
    if (primary)
        il_low__push(low, list, il_low__ref(low, loc, primary, (il_str){NULL, 0}));
    else if (is_import(identity))
        il_low__push(
            low, list,
            il_low__plain(low, il_low__ev_member(low, il_low__ev_unit(low, identity), IL_STR("roleName"), loc)));
    bool named = is_import(identity) && !il_str_is(id, "Policy");
    il_low__put(low, part->properties, IL_STR("PolicyName"), (il_loc){0},
                named ? il_low__text(low, loc, id) : il_low__resource_name(part));
    il_low__put(low, part->properties, il_str_of(key), (il_loc){0}, list);
    return part;
}

il_low_node *il_low__resource_name(const il_low_part *part)
{
    il_low_unit *unit = part->unit;
    il_str path = part->out->construct_path;
    if (!unit->stack_unit || path.n <= unit->stack_unit->path.n + 1)
        return il_low__unknown(unit->low, part->out->loc, "name made by the library", (il_str){NULL, 0});
    il_str id = il_low__unique_id(unit->low->arena, il_str_slice(path, unit->stack_unit->path.n + 1, path.n));
    return il_low__text(unit->low, part->out->loc, id);
}

/* The number of the account in an ARN; empty when it is not known. */
static il_str account_in(il_str arn)
{
    il_str account = {NULL, 0};
    for (size_t i = 0; i < 5 && arn.p; i++)
        account = il_str_cut(&arn, ':');
    return arn.p ? account : (il_str){NULL, 0};
}

bool il_low__is_immutable(il_low *low, const il_low_unit *identity)
{
    if (!is_import(identity))
        return false;
    const il_ev *mutable = il_low__prop(identity, "mutable"), *arn = il_low__prop(identity, "roleArn");
    const il_ev *account = il_low__reduce(low, il_low__ev_unit(low, (il_low_unit *)identity));
    il_low_node *here = il_low__environment((il_low_unit *)identity, IL_STR("account"), account->loc);
    il_str own =
        here && here->kind == IL_LOW_LEAF && here->leaf->kind == IL_STRING ? here->leaf->string : (il_str){NULL, 0};
    il_str theirs = account_in(il_low__string(arn));
    return (mutable->kind == IL_EV_BOOL && !mutable->boolean) || (own.n && theirs.n && !il_str_eq(own, theirs));
}

il_low_document *il_low__identity_document(il_low *low, const il_ev *grantee, il_loc loc)
{
    il_low_unit *behind = il_low__unit_behind(low, grantee), *identity = identity_of(low, behind, 0);
    const il_low_model *model = behind ? il_low__model(behind) : NULL;
    if (model == &il_low__policy_model && il_low__primary(behind))
        return il_low__document(il_low__primary(behind), IL_STR("PolicyDocument"));
    il_low_part *part = identity ? default_policy(low, identity, loc) : NULL;
    return part ? il_low__document(part, IL_STR("PolicyDocument")) : NULL;
}

il_low_unit *il_low__identity(il_low *low, const il_ev *grantee)
{
    return identity_of(low, il_low__unit_behind(low, grantee), 0);
}

/* ---- Policies of resources ---- */

static il_cat policy_entry(const il_low_unit *unit)
{
    for (il_cat data = unit->data; data; data = il_low__parent(data))
        if (il_cat_get(data, IL_W_POLICY))
            return il_cat_get(data, IL_W_POLICY);
    return IL_CAT_NONE;
}

il_str il_low__policy_self(const il_low_unit *unit)
{
    return il_cat_text(il_cat_find(policy_entry(unit), IL_STR("self")));
}

void il_low__doubt_resource_document(il_low_unit *unit, il_loc loc)
{
    il_cat entry = policy_entry(unit), type = il_cat_get(entry, IL_W_TYPE);
    il_str at = il_cat_text(il_cat_get(entry, IL_W_AT));
    bool there = !type || il_low__part_at(unit, at);
    il_low_document *document = there ? il_low__resource_document(unit, loc) : NULL;
    if (document)
        document->open = true;
    if (!there)
        il_low__gap(unit, loc, "depends on a value that is not known", at, il_intern(il_cat_text(type)));
}

il_low_document *il_low__resource_document(il_low_unit *unit, il_loc loc)
{
    il_cat entry = policy_entry(unit);
    if (!entry)
        return NULL;
    il_str at = il_cat_text(il_cat_get(entry, IL_W_AT));
    il_low_part *part = at.p ? il_low__part_at(unit, at) : il_low__primary(unit);
    if (!part && il_cat_get(entry, IL_W_TYPE)) {
        part = il_low__part(unit, at, il_cat_text(il_cat_get(entry, IL_W_TYPE)));
        il_low_scope scope = {unit->low, unit, NULL, NULL, 0, loc, IL_FROM_DEFAULT};
        il_cat properties = il_cat_get(entry, IL_W_PROPERTIES), attributes = il_cat_get(entry, IL_W_ATTRIBUTES);
        for (size_t i = 0; i < il_cat_count(properties); i++)
            il_low__put(unit->low, part->properties, il_cat_key(properties, i), (il_loc){0},
                        il_low__template(&scope, il_cat_at(properties, i)));
        for (size_t i = 0; i < il_cat_count(attributes); i++)
            il_low__put(unit->low, part->attributes, il_cat_key(attributes, i), (il_loc){0},
                        il_low__template(&scope, il_cat_at(attributes, i)));
    }
    il_low_document *document = part ? il_low__document(part, il_cat_text(il_cat_get(entry, IL_W_PATH))) : NULL;
    if (document && il_cat_true(il_cat_find(entry, IL_STR("sids"))))
        document->sids = true;
    return document;
}

/* ---- Methods ---- */

static void add_arguments(il_low_unit *unit, il_low_document *document, const il_method_call *call)
{
    for (size_t i = 0; i < call->n_args; i++) {
        size_t from = document->statements.n;
        il_low__add_statements(document, call->args[i]);
        for (size_t k = from; k < document->statements.n; k++)
            document->statements.items[k]->under = call->condition;
    }
    document->open = document->open || call->many;
    (void)unit;
}

static bool open_instead(il_low_unit *unit, const il_method_call *call, const char *type)
{
    il_low__open_unit(unit);
    il_low__gap(unit, call->loc, "policy of an identity that is not known", il_str_of(call->method),
                il_intern(il_str_of(type)));
    return true;
}

bool il_low__identity_policy(il_low_unit *unit, const il_method_call *call)
{
    il_low_unit *identity = identity_of(unit->low, unit, 0);
    if (identity && il_low__is_immutable(unit->low, identity))
        return true;
    il_low_document *document = il_low__identity_document(unit->low, il_low__ev_unit(unit->low, unit), call->loc);
    if (!document)
        return open_instead(unit, call, "AWS::IAM::Policy");
    add_arguments(unit, document, call);
    return true;
}

/* function.addToRolePolicy(statement): under a flag of new projects each statement is a policy of its own. */
bool il_low__function_policy(il_low_unit *unit, const il_method_call *call)
{
    static const il_str prefix = IL_STR_INIT("inlinePolicyAddedToExecutionRole-");
    il_low *low = unit->low;
    il_low_unit *role = identity_of(low, unit, 0);
    if (!il_low__flag(low, "@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy") || !role || call->many ||
        call->n_args != 1)
        return il_low__identity_policy(unit, call);
    if (il_low__is_immutable(low, role))
        return true;
    size_t n = 0;
    for (size_t i = 0; i < unit->children.n; i++)
        n += il_str_starts(il_low__string(unit->children.items[i]->construct->id), prefix);
    const il_ev *roles = il_low__ev_list(low, call->loc, il_low__ev_unit(low, role));
    const il_ev *statements = il_low__ev_list(low, call->loc, call->args[0]);
    il_str id = il_arena_printf(low->arena, "%.*s%zu", IL_FMT(prefix), n);
    il_low__child_by(unit, id, IL_STR("aws-cdk-lib.aws_iam.Policy"),
                     il_low__ev_object(low, call->loc, "statements", statements, "roles", roles, NULL), call);
    return true;
}

bool il_low__resource_policy(il_low_unit *unit, const il_method_call *call)
{
    il_low_document *document = il_low__resource_document(unit, call->loc);
    if (!document)
        return false;
    add_arguments(unit, document, call);
    return true;
}

/* Policy and ManagedPolicy: the document is the resource's own. */
bool il_low__own_policy(il_low_unit *unit, const il_method_call *call)
{
    il_low_part *part = il_low__primary(unit);
    if (!part)
        return false;
    add_arguments(unit, il_low__document(part, IL_STR("PolicyDocument")), call);
    return true;
}

bool il_low__assume_role_policy(il_low_unit *unit, const il_method_call *call)
{
    il_low_part *part = il_low__primary(unit);
    if (!part)
        return false;
    add_arguments(unit, il_low__document(part, IL_STR("AssumeRolePolicyDocument")), call);
    return true;
}

/* ---- Attachments ---- */

/* A policy that is attached: to the identity that it is called on. */
bool il_low__attach_policy(il_low_unit *unit, const il_method_call *call)
{
    il_low *low = unit->low;
    il_low_unit *policy = il_low__unit_behind(low, il_low__arg(low, call, 0));
    il_low_part *part = policy ? il_low__primary(policy) : NULL, *own = il_low__primary(unit);
    if (!part || !own || call->condition.text.n || call->many)
        return open_instead(unit, call, "AWS::IAM::Policy");
    const char *list = has_member(unit, "roleArn") ? "Roles" : has_member(unit, "userArn") ? "Users" : "Groups";
    il_low__append(low, part->properties, il_str_of(list), call->loc,
                   il_low__ref(low, call->loc, own, (il_str){NULL, 0}));
    return true;
}

/* ---- Shapes ---- */

il_low_node *il_low__policy_shape(il_low_unit *unit, const il_ev *value)
{
    il_low_part *part = il_low__primary(unit);
    if (!part)
        return NULL;
    il_low_node *map = il_low__map(unit->low, value->loc);
    il_low__add_statements(il_low__document_in(part, map), value);
    return map;
}

/* {name: PolicyDocument} → [{PolicyName, PolicyDocument}] */
il_low_node *il_low__inline_policies(il_low_unit *unit, const il_ev *value)
{
    il_low *low = unit->low;
    const il_ev *ev = il_low__reduce(low, value);
    if (ev->kind != IL_EV_OBJECT)
        return il_low__unknown(low, value->loc, "inline policies", (il_str){NULL, 0});
    il_low_node *list = il_low__list(low, ev->loc);
    for (size_t i = 0; i < ev->object->fields.n; i++) {
        const il_field *field = &ev->object->fields.items[i];
        il_low_node *item = il_low__map(low, field->value->loc);
        il_low__put(low, item, IL_STR("PolicyDocument"), field->name_loc, il_low__policy_shape(unit, field->value));
        il_low__put(low, item, IL_STR("PolicyName"), field->name_loc,
                    il_low__text(low, field->name_loc, il_str_of(field->name)));
        il_low__push(low, list, item);
    }
    list->open = ev->open || ev->object->open;
    return list;
}

/* ---- Models ---- */

static void lower_policy(il_low_unit *unit)
{
    il_low_part *part = il_low__primary(unit);
    if (!part)
        return;
    il_low_document *document = il_low__document(part, IL_STR("PolicyDocument"));
    const il_field *statements = il_low__field_entry(unit->props, IL_STR("statements"));
    const il_field *given = il_low__field_entry(unit->props, IL_STR("document"));
    if (statements)
        document->key_loc = statements->name_loc;
    if (given)
        il_low__add_statements(document, given->value);
    if (statements)
        il_low__add_statements(document, statements->value);
    bool seen = unit->props->kind == IL_EV_OBJECT && !unit->props->open && !unit->props->object->open;
    document->open = document->open || (!seen && il_low__given(unit->props) != IL_NO);
}

/* The trust policy: what the principals of `assumedBy` may do, each in a statement of its own. */
static void trust(il_low_unit *unit, il_low_document *document, const il_ev *value, int depth)
{
    il_low *low = unit->low;
    const il_ev *ev = il_low__principal(low, value), *several = il_low__field(low, ev, "principals");
    bool tags = ev->kind == IL_EV_OBJECT && il_low__given(il_low__field(low, ev, "session_tags")) == IL_YES;
    size_t from = document->statements.n;
    const il_ev *conditions = il_low__field(low, ev, "conditions");
    if (ev->kind == IL_EV_OBJECT && several->kind == IL_EV_ARRAY && depth < PRINCIPAL_DEPTH) {
        for (size_t i = 0; i < several->list.n; i++)
            trust(unit, document, several->list.items[i], depth + 1);
        for (size_t i = from; tags && i < document->statements.n; i++)
            IL_PUSH(low->arena, &document->statements.items[i]->actions,
                    il_low__text(low, value->loc, IL_STR("sts:TagSession"))->leaf);
        for (size_t i = from; il_low__given(conditions) != IL_NO && i < document->statements.n; i++)
            il_low__add_conditions(low, document->statements.items[i], conditions);
        return;
    }
    il_low_statement *s = IL_NEW(low->arena, il_low_statement);
    s->sid = &il_missing;
    s->loc = value->loc;
    s->handle = value;
    s->effect = il_low__text(low, value->loc, IL_STR("Allow"))->leaf;
    const il_ev *action = ev->kind == IL_EV_OBJECT ? il_low__field(low, ev, "action") : low->undefined;
    const il_value *name = action->kind == IL_EV_STRING ? il_low__plain(low, action)->leaf
                                                        : il_low__text(low, value->loc, IL_STR("sts:AssumeRole"))->leaf;
    IL_PUSH(low->arena, &s->actions, name);
    il_low__add_principal(unit, s, value, false);
    il_low__add_statement(document, s);
}

/* {StringEquals: {sts:ExternalId: one or several}} on the first statement. */
static void external_ids(il_low_unit *unit, il_low_document *document)
{
    il_low *low = unit->low;
    const il_ev *several = il_low__prop(unit, "externalIds"), *one = il_low__prop(unit, "externalId");
    il_low_node *ids = il_low__given(several) == IL_NO ? NULL : il_low__plain(low, several);
    il_low_node *old = il_low__given(one) == IL_NO ? NULL : il_low__plain(low, one);
    if ((!ids && !old) || !document->statements.n)
        return;
    il_low_statement *s = document->statements.items[0];
    bool known = !(ids && old) && !s->condition && document->statements.n == 1 && (!ids || ids->kind == IL_LOW_LIST);
    if (!known) {
        s->condition = il_low__unknown(low, s->loc, "external ids", (il_str){NULL, 0});
        return;
    }
    il_low_node *map = il_low__map(low, s->loc), *test = il_low__map(low, s->loc);
    if (ids && ids->items.n == 1 && !ids->open)
        ids = ids->items.items[0];
    il_low__put(low, test, IL_STR("sts:ExternalId"), (il_loc){0}, ids ? ids : old);
    il_low__put(low, map, IL_STR("StringEquals"), (il_loc){0}, test);
    s->condition = map;
}

static void lower_role(il_low_unit *unit)
{
    il_low_part *part = il_low__primary(unit);
    const il_field *assumed = il_low__field_entry(unit->props, IL_STR("assumedBy"));
    if (!part)
        return;
    il_low_document *document = il_low__document(part, IL_STR("AssumeRolePolicyDocument"));
    document->open = assumed == NULL;
    if (assumed) {
        document->key_loc = assumed->name_loc;
        trust(unit, document, assumed->value, 0);
    }
    external_ids(unit, document);
}

/* The name of an imported role is the last part of its ARN. */
static const il_ev *imported_role_member(il_low_unit *unit, il_str name, il_loc loc)
{
    il_low *low = unit->low;
    const il_ev *given = il_low__prop(unit, "roleName"), *arn = il_low__prop(unit, "roleArn");
    if (!il_str_is(name, "roleName"))
        return NULL;
    if (il_low__given(given) != IL_NO)
        return given;
    il_str text = il_low__string(arn), last = {NULL, 0};
    while (text.p)
        last = il_str_cut(&text, '/');
    return last.n && last.n < il_low__string(arn).n ? il_low__ev_text(low, loc, last)
                                                    : il_low__ev_unknown(low, loc, "imported role", (il_str){NULL, 0});
}

/* group.addUser(user): the group's name in the user's list. */
bool il_low__add_user_to_group(il_low_unit *unit, const il_method_call *call)
{
    il_low *low = unit->low;
    il_low_unit *user = il_low__unit_behind(low, il_low__arg(low, call, 0));
    il_low_part *part = user ? il_low__primary(user) : NULL, *own = il_low__primary(unit);
    if (!part || !own || call->many || call->condition.text.n) {
        if (user)
            il_low__open_unit(user);
        return true;
    }
    il_low__append(low, part->properties, IL_STR("Groups"), call->loc,
                   il_low__ref(low, call->loc, own, (il_str){NULL, 0}));
    return true;
}

const il_low_model il_low__imported_role_model = {.name = "imported-role", .member = imported_role_member};
const il_low_model il_low__policy_model = {.name = "policy", .lower = lower_policy};
/* role.assumeRolePolicy.addStatements(…) */
static bool role_call(il_low_unit *unit, const il_method_call *call)
{
    bool trusts = call->path.n == 1 && strcmp(call->path.items[0], "assumeRolePolicy") == 0 && call->method &&
                  strcmp(call->method, "addStatements") == 0;
    return trusts && il_low__assume_role_policy(unit, call);
}

const il_low_model il_low__role_model = {.name = "role", .lower = lower_role, .call = role_call};
