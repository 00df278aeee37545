/* cognito.UserPool: functions that are called, attributes of users. */
#include <string.h>

#include "lower_models.h"

static il_str capitalized(il_low *low, il_str name)
{
    char *out = il_arena_alloc(low->arena, name.n + 1);
    memcpy(out, name.p, name.n);
    if (name.n && out[0] >= 'a' && out[0] <= 'z')
        out[0] = (char)(out[0] - 'a' + 'A');
    return (il_str){out, name.n};
}

/* Functions that send messages themselves have a version of what they are given. */
static void put_trigger(il_low *low, il_low_part *part, il_str name, il_low_node *arn, il_loc loc)
{
    bool sms = il_str_is(name, "CustomSmsSender");
    il_str key = sms ? IL_STR("CustomSMSSender") : name;
    il_str path = il_arena_printf(low->arena, "LambdaConfig.%.*s", IL_FMT(key));
    if (sms || il_str_is(name, "CustomEmailSender")) {
        il_low_node *map = il_low__map(low, loc);
        il_low__put(low, map, IL_STR("LambdaArn"), loc, arn);
        il_low__put(low, map, IL_STR("LambdaVersion"), (il_loc){0}, il_low__text(low, loc, IL_STR("V1_0")));
        arn = map;
    }
    il_low__set(low, part->properties, path, loc, arn);
}

/* The function that the pool calls for OPERATION ("preSignUp"), and the leave to do so. */
static void add_trigger(il_low_unit *unit, il_str operation, const il_ev *function, il_loc loc)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    il_str name = capitalized(low, operation);
    il_low_unit *behind = il_low__unit_behind(low, function);
    il_low_node *arn = il_low__plain(low, il_low__ev_member(low, function, IL_STR("functionArn"), loc));
    put_trigger(low, part, name, arn, loc);
    il_str id = il_arena_printf(low->arena, "%.*sCognito", IL_FMT(name));
    if (!behind || il_low__is_import(behind)) {
        if (!behind)
            il_low__gap(unit, loc, "trigger of a user pool", name, il_intern(IL_STR("AWS::Lambda::Permission")));
        return;
    }
    il_low_part *permission = il_low__permission(unit, id, function, IL_STR("cognito-idp.amazonaws.com"), loc);
    permission->properties->open = permission->attributes->open = false;
    il_low__put(low, permission->properties, IL_STR("FunctionName"), (il_loc){0}, arn);
    il_low__put(low, permission->properties, IL_STR("SourceArn"), (il_loc){0},
                il_low__ref(low, loc, part, IL_STR("Arn")));
}

/* addTrigger(UserPoolOperation.PRE_SIGN_UP, fn) */
bool il_low__add_trigger(il_low_unit *unit, const il_method_call *call)
{
    const il_ev *operation = il_low__arg(unit->low, call, 0);
    const il_ev *name =
        operation->kind == IL_EV_STRING ? operation : il_low__field(unit->low, operation, "operationName");
    if (call->n_args < 2 || name->kind != IL_EV_STRING || call->n_args > 2 || call->many || call->condition.text.n)
        return false;
    add_trigger(unit, name->string, call->args[1], call->loc);
    return true;
}

/* ---- Attributes ---- */

static const struct {
    const char *prop, *name;
} standard[] = {{"address", "address"},
                {"birthdate", "birthdate"},
                {"email", "email"},
                {"familyName", "family_name"},
                {"gender", "gender"},
                {"givenName", "given_name"},
                {"locale", "locale"},
                {"middleName", "middle_name"},
                {"fullname", "name"},
                {"nickname", "nickname"},
                {"phoneNumber", "phone_number"},
                {"profilePicture", "picture"},
                {"preferredUsername", "preferred_username"},
                {"profilePage", "profile"},
                {"timezone", "zoneinfo"},
                {"lastUpdateTime", "updated_at"},
                {"website", "website"}};

static il_low_node *or_bool(il_low *low, const il_ev *value, bool otherwise, il_loc loc)
{
    if (il_low__given(value) != IL_NO)
        return il_low__plain(low, value);
    return il_low__leaf(low, il_value_bool(low->arena, loc, otherwise));
}

static bool add_standard(il_low *low, il_low_node *list, const il_ev *attributes)
{
    if (attributes->kind != IL_EV_OBJECT)
        return il_low__given(attributes) == IL_NO;
    for (size_t i = 0; i < attributes->object->fields.n; i++) {
        const il_field *field = &attributes->object->fields.items[i];
        const il_ev *value = il_low__reduce(low, field->value);
        size_t k = 0;
        while (k < sizeof standard / sizeof *standard && strcmp(standard[k].prop, field->name) != 0)
            k++;
        if (il_low__given(value) == IL_NO)
            continue;
        if (k == sizeof standard / sizeof *standard || value->kind != IL_EV_OBJECT)
            return false;
        il_low_node *map = il_low__map(low, field->name_loc);
        il_low__put(low, map, IL_STR("Mutable"), (il_loc){0},
                    or_bool(low, il_low__field(low, value, "mutable"), true, field->name_loc));
        il_low__put(low, map, IL_STR("Name"), (il_loc){0},
                    il_low__text(low, field->name_loc, il_str_of(standard[k].name)));
        il_low__put(low, map, IL_STR("Required"), (il_loc){0},
                    or_bool(low, il_low__field(low, value, "required"), false, field->name_loc));
        il_low__push(low, list, map);
    }
    return !attributes->open && !attributes->object->open;
}

static void put_limit(il_low *low, il_low_node *map, const char *path, const il_ev *value)
{
    il_low_node *node = il_low__given(value) == IL_NO ? NULL : il_low__plain(low, value);
    if (node && node->kind == IL_LOW_LEAF)
        node->leaf = il_low__as_text(low, node->leaf);
    if (node)
        il_low__set(low, map, il_str_of(path), value->loc, node);
}

static bool add_custom(il_low *low, il_low_node *list, const il_ev *attributes)
{
    if (attributes->kind != IL_EV_OBJECT)
        return il_low__given(attributes) == IL_NO;
    for (size_t i = 0; i < attributes->object->fields.n; i++) {
        const il_field *field = &attributes->object->fields.items[i];
        const il_ev *value = il_low__reduce(low, field->value), *type = il_low__field(low, value, "data_type");
        const il_ev *options = il_low__field(low, value, "options");
        if (value->kind != IL_EV_OBJECT || type->kind != IL_EV_STRING)
            return false;
        bool number = il_str_is(type->string, "Number");
        il_low_node *map = il_low__map(low, field->name_loc);
        il_low__put(low, map, IL_STR("AttributeDataType"), (il_loc){0}, il_low__plain(low, type));
        il_low__put(low, map, IL_STR("Name"), (il_loc){0}, il_low__text(low, field->name_loc, il_str_of(field->name)));
        put_limit(low, map, number ? "NumberAttributeConstraints.MinValue" : "StringAttributeConstraints.MinLength",
                  il_low__field(low, options, number ? "min" : "minLen"));
        put_limit(low, map, number ? "NumberAttributeConstraints.MaxValue" : "StringAttributeConstraints.MaxLength",
                  il_low__field(low, options, number ? "max" : "maxLen"));
        il_low__put(low, map, IL_STR("Mutable"), (il_loc){0},
                    il_low__plain(low, il_low__field(low, options, "mutable")));
        il_low__push(low, list, map);
    }
    return !attributes->open && !attributes->object->open;
}

static void put_schema(il_low_unit *unit, il_low_part *part)
{
    il_low *low = unit->low;
    const il_ev *known = il_low__prop(unit, "standardAttributes"), *own = il_low__prop(unit, "customAttributes");
    il_low_node *list = il_low__list(low, unit->construct->loc);
    if (il_low__given(known) == IL_NO && il_low__given(own) == IL_NO)
        return;
    if (!add_standard(low, list, known) || !add_custom(low, list, own))
        il_low__put(low, part->properties, IL_STR("Schema"), (il_loc){0},
                    il_low__unknown(low, list->loc, "attributes of users", (il_str){NULL, 0}));
    else if (list->items.n)
        il_low__put(low, part->properties, IL_STR("Schema"), (il_loc){0}, list);
}

static void lower_user_pool(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *triggers = il_low__prop(unit, "lambdaTriggers");
    if (!part)
        return;
    put_schema(unit, part);
    if (triggers->kind != IL_EV_OBJECT) {
        if (il_low__given(triggers) != IL_NO)
            il_low__put(low, part->properties, IL_STR("LambdaConfig"), triggers->loc,
                        il_low__unknown(low, triggers->loc, "triggers of a user pool", (il_str){NULL, 0}));
        return;
    }
    for (size_t i = 0; i < triggers->object->fields.n; i++) {
        const il_field *field = &triggers->object->fields.items[i];
        if (il_low__given(il_low__reduce(low, field->value)) != IL_NO)
            add_trigger(unit, il_str_of(field->name), field->value, field->name_loc);
    }
}

/* ---- Clients ---- */

/* Appends NAME for each of FLAGS that is set on OBJECT; false when one cannot be known. */
static bool add_flags(il_low *low, il_low_node *list, const il_ev *object, const char *const (*flags)[2], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const il_ev *flag = il_low__field(low, object, flags[i][0]);
        if (il_low__given(flag) != IL_NO && flag->kind != IL_EV_BOOL)
            return false;
        if (flag->kind == IL_EV_BOOL && flag->boolean)
            il_low__push(low, list, il_low__text(low, object->loc, il_str_of(flags[i][1])));
    }
    return true;
}

static void put_auth_flows(il_low_unit *unit, il_low_part *part)
{
    static const char *const flows[][2] = {{"userPassword", "ALLOW_USER_PASSWORD_AUTH"},
                                           {"adminUserPassword", "ALLOW_ADMIN_USER_PASSWORD_AUTH"},
                                           {"custom", "ALLOW_CUSTOM_AUTH"},
                                           {"userSrp", "ALLOW_USER_SRP_AUTH"},
                                           {"user", "ALLOW_USER_AUTH"}};
    il_low *low = unit->low;
    const il_ev *given = il_low__prop(unit, "authFlows");
    if (il_low__given(given) == IL_NO || (given->kind == IL_EV_OBJECT && !given->object->fields.n && !given->open))
        return;
    il_low_node *list = il_low__list(low, given->loc);
    bool known = given->kind == IL_EV_OBJECT && !given->open && !given->object->open &&
                 add_flags(low, list, given, flows, sizeof flows / sizeof *flows);
    if (il_low__given(il_low__prop(unit, "refreshTokenRotationGracePeriod")) == IL_NO)
        il_low__push(low, list, il_low__text(low, given->loc, IL_STR("ALLOW_REFRESH_TOKEN_AUTH")));
    il_low__put(low, part->properties, IL_STR("ExplicitAuthFlows"), given->loc,
                known ? list : il_low__unknown(low, given->loc, "flows of a client", (il_str){NULL, 0}));
}

static const char *const oauth_flows[][2] = {
    {"clientCredentials", "client_credentials"}, {"implicitCodeGrant", "implicit"}, {"authorizationCodeGrant", "code"}};

/* The flows, and the addresses to come back to, which some flows need. */
static void put_oauth_flows(il_low_unit *unit, il_low_part *part, const il_ev *oauth)
{
    il_low *low = unit->low;
    const il_ev *flows = il_low__field(low, oauth, "flows"), *back = il_low__field(low, oauth, "callbackUrls");
    il_low_node *list = il_low__list(low, oauth->loc), *urls = NULL;
    bool given = il_low__given(flows) != IL_NO;
    bool known = !given || (flows->kind == IL_EV_OBJECT && !flows->open && !flows->object->open &&
                            add_flags(low, list, flows, oauth_flows, 3));
    for (size_t i = 1; i < 3 && !given; i++)
        il_low__push(low, list, il_low__text(low, oauth->loc, il_str_of(oauth_flows[i][1])));
    bool returns = !given || il_low__given(il_low__field(low, flows, oauth_flows[1][0])) == IL_YES ||
                   il_low__given(il_low__field(low, flows, oauth_flows[2][0])) == IL_YES;
    if (il_low__given(back) != IL_NO) {
        urls = il_low__plain(low, back);
    } else if (returns) {
        urls = il_low__list(low, oauth->loc);
        il_low__push(low, urls, il_low__text(low, oauth->loc, IL_STR("https://example.com")));
    }
    il_low__put(low, part->properties, IL_STR("AllowedOAuthFlows"), (il_loc){0},
                known ? (list->items.n ? list : NULL)
                      : il_low__unknown(low, oauth->loc, "flows of a client", (il_str){NULL, 0}));
    il_low__put(low, part->properties, IL_STR("CallbackURLs"), back->loc, urls);
}

static void push_scope(il_low *low, il_low_node *list, il_str name, il_loc loc)
{
    for (size_t i = 0; i < list->items.n; i++)
        if (list->items.items[i]->kind == IL_LOW_LEAF && list->items.items[i]->leaf->kind == IL_STRING &&
            il_str_eq(list->items.items[i]->leaf->string, name))
            return;
    il_low__push(low, list, il_low__text(low, loc, name));
}

/* Who asks for a profile, an address or a number asks for who it is as well. */
static void put_scopes(il_low_unit *unit, il_low_part *part, const il_ev *oauth)
{
    static const char *const implied[] = {"phone", "email", "profile"};
    il_low *low = unit->low;
    const il_ev *scopes = il_low__field(low, oauth, "scopes");
    if (il_low__given(scopes) == IL_NO)
        return;
    il_low_node *list = il_low__list(low, scopes->loc);
    bool known = scopes->kind == IL_EV_ARRAY && !scopes->open, opens_id = false;
    for (size_t i = 0; known && i < scopes->list.n; i++) {
        const il_ev *name = il_low__field(low, scopes->list.items[i], "scopeName");
        known = name->kind == IL_EV_STRING;
        for (size_t k = 0; k < 3; k++)
            opens_id = opens_id || il_str_is(il_low__string(name), implied[k]);
        if (known)
            push_scope(low, list, name->string, name->loc);
    }
    if (opens_id)
        push_scope(low, list, IL_STR("openid"), scopes->loc);
    il_low__put(low, part->properties, IL_STR("AllowedOAuthScopes"), scopes->loc,
                known ? list : il_low__unknown(low, scopes->loc, "scopes of a client", (il_str){NULL, 0}));
}

static void lower_client(il_low_unit *unit)
{
    static const char *const oauth_keys[] = {"AllowedOAuthFlows", "AllowedOAuthScopes", "CallbackURLs"};
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *oauth = il_low__prop(unit, "oAuth"), *disabled = il_low__prop(unit, "disableOAuth");
    if (!part)
        return;
    put_auth_flows(unit, part);
    const il_low_node *providers = il_low__member(part->properties, IL_STR("SupportedIdentityProviders"));
    if (providers && providers->kind == IL_LOW_LIST && !providers->items.n && !providers->open)
        il_low__put(low, part->properties, IL_STR("SupportedIdentityProviders"), (il_loc){0}, NULL);
    if (il_low__given(disabled) != IL_NO) {
        bool off = disabled->kind == IL_EV_BOOL && disabled->boolean;
        for (size_t i = 0; i < 3 && off; i++)
            il_low__put(low, part->properties, il_str_of(oauth_keys[i]), (il_loc){0}, NULL);
        il_low__put(low, part->properties, IL_STR("AllowedOAuthFlowsUserPoolClient"), disabled->loc,
                    disabled->kind == IL_EV_BOOL
                        ? il_low__leaf(low, il_value_bool(low->arena, disabled->loc, !off))
                        : il_low__unknown(low, disabled->loc, "clients of a user pool", (il_str){NULL, 0}));
        part->properties->open = part->properties->open || disabled->kind != IL_EV_BOOL;
    }
    if (il_low__given(oauth) == IL_NO)
        return;
    put_oauth_flows(unit, part, oauth);
    put_scopes(unit, part, oauth);
    il_low__put(low, part->properties, IL_STR("LogoutURLs"), (il_loc){0},
                il_low__plain(low, il_low__field(low, oauth, "logoutUrls")));
    il_low__put(low, part->properties, IL_STR("DefaultRedirectURI"), (il_loc){0},
                il_low__plain(low, il_low__field(low, oauth, "defaultRedirectUri")));
}

const il_low_model il_low__user_pool_client_model = {.name = "user-pool-client", .lower = lower_client};
const il_low_model il_low__user_pool_model = {.name = "user-pool", .lower = lower_user_pool};
