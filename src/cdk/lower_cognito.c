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

/* The function that the pool calls for OPERATION ("preSignUp"), and the leave to do so. */
static void add_trigger(il_low_unit *unit, il_str operation, const il_ev *function, il_loc loc)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    il_str name = capitalized(low, operation);
    il_low_unit *behind = il_low__unit_behind(low, function);
    il_low_node *arn = il_low__plain(low, il_low__ev_member(low, function, IL_STR("functionArn"), loc));
    il_low__set(low, part->properties, il_arena_printf(low->arena, "LambdaConfig.%.*s", IL_FMT(name)), loc, arn);
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

const il_low_model il_low__user_pool_model = {.name = "user-pool", .lower = lower_user_pool};
