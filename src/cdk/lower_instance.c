/* ec2.Instance and LaunchTemplate: subnet and zone, machine image, user data, network interfaces, the tag Name of all that belongs to them. */
#include <ctype.h>
#include <string.h>

#include "lower_build.h"
#include "lower_compute.h"
#include "lower_connections.h"
#include "lower_instance.h"
#include "lower_vpc.h"

static const il_ev *prop(const il_low_unit *unit, const char *name)
{
    return il_low__prop(unit, name);
}

/* ---- The tag Name ---- */

static bool takes_name(const il_low_part *part)
{
    return il_cat_taggable(il_str_of(part->out->type)).n && !part->unit->generated &&
           strcmp(part->out->type, "AWS::EC2::LaunchTemplate") != 0;
}

void il_low__name_all(il_low_unit *unit, il_low_node *name)
{
    for (size_t i = 0; i < unit->parts.n; i++) {
        il_low_part *part = unit->parts.items[i];
        if (takes_name(part) && !(part->tags && il_low__member(part->tags, IL_STR("Name"))))
            il_low__tag(part, IL_STR("Name"), (il_loc){0}, name);
    }
    for (size_t i = 0; i < unit->children.n; i++)
        il_low__name_all(unit->children.items[i], name);
}

/* ---- Machine images ---- */

/* What the template will say of the parameter for the image in the SSM parameter NAME. */
static const il_resource *image_parameter(il_low *low, il_loc loc, il_str name)
{
    static const char type[] = "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>";
    il_arena *arena = low->arena;
    il_resource *fact = IL_NEW(arena, il_resource);
    il_entry *entries = IL_NEW_ARRAY(arena, 3, il_entry);
    entries[0] = (il_entry){IL_STR("Type"), {0}, il_value_string(arena, loc, il_str_of(type))};
    entries[1] = (il_entry){IL_STR("Default"), {0}, il_value_string(arena, loc, name)};
    entries[2] = (il_entry){IL_STR("Properties"), {0}, il_value_map(arena, loc, entries, 2)};
    fact->type = il_intern(IL_STR("Parameter"));
    fact->loc = loc;
    fact->body = il_value_map(arena, loc, &entries[2], 1);
    return fact;
}

/* A reference to the parameter that CDK makes for the SSM parameter NAME. */
static il_low_node *parameter_ref(il_low *low, il_loc loc, il_str name)
{
    char *id = il_arena_alloc(low->arena, name.n + 64);
    size_t n = 0;
    il_str whole =
        il_arena_printf(low->arena, "SsmParameterValue:%.*s:C96584B6F00A464EAD1953AFF4B05118.Parameter", IL_FMT(name));
    for (size_t i = 0; i < whole.n; i++)
        if (isalnum((unsigned char)whole.p[i]))
            id[n++] = whole.p[i];
    il_value *ref =
        (il_value *)il_value_ref(low->arena, loc, NULL, (il_str){id, n}, (il_str){NULL, 0}); /* made just now */
    ref->parameter = image_parameter(low, loc, name);
    return il_low__leaf(low, ref);
}

/* Parts of a parameter's name, with `-` between those that are there; empty when one cannot be known. */
static il_str joined(il_low *low, const il_ev *parts)
{
    il_str out = {NULL, 0};
    for (size_t i = 0; i < parts->list.n; i++) {
        const il_ev *part = il_low__reduce(low, parts->list.items[i]);
        if (il_low__given(part) == IL_NO ||
            (part->kind == IL_EV_STRING && (part->string.n == 0 || il_str_is(part->string, "standard"))))
            continue;
        if (part->kind != IL_EV_STRING)
            return (il_str){NULL, 0};
        out = out.n ? il_arena_printf(low->arena, "%.*s-%.*s", IL_FMT(out), IL_FMT(part->string)) : part->string;
    }
    return out;
}

/* The parts of the parameter's name; some images have them by generation. */
static const il_ev *parts_of(il_low *low, const il_ev *image)
{
    il_str generation = il_low__known_text(low, il_low__field(low, image, "generation"));
    if (generation.n == 0)
        return il_low__field(low, image, "parameter");
    return il_low__field(low, il_low__field(low, image, "generations"), il_arena_str(low->arena, generation).p);
}

/* The catalogue describes an image as {parameter: [part, …]}, {generation, generations: {name: [part, …]}}, {id} or {map: true}. */
il_low_node *il_low__image_id(il_low_unit *unit, const il_ev *value)
{
    il_low *low = unit->low;
    const il_ev *image = il_low__reduce(low, value), *parts = parts_of(low, image);
    const il_ev *id = il_low__field(low, image, "id"), *cached = il_low__field(low, image, "cachedInContext");
    bool looked_up = cached->kind != IL_EV_UNDEFINED && !(cached->kind == IL_EV_BOOL && !cached->boolean);
    if (image->kind != IL_EV_OBJECT || looked_up)
        return il_low__unknown(low, value->loc, "machine image", (il_str){NULL, 0});
    if (parts->kind == IL_EV_ARRAY) {
        il_str name = joined(low, parts);
        return name.n ? parameter_ref(low, value->loc, name)
                      : il_low__unknown(low, value->loc, "machine image", (il_str){NULL, 0});
    }
    return il_low__given(id) != IL_NO ? il_low__plain(low, id)
                                      : il_low__unknown(low, value->loc, "machine image", (il_str){NULL, 0});
}

/* ---- User data ---- */

typedef struct {
    il_low *low;
    const il_value **parts;
    size_t n, capacity;
    bool known;
} script;

static void add_part(script *s, const il_value *part)
{
    if (s->n == s->capacity) {
        size_t more = s->capacity ? s->capacity * 2 : 16;
        const il_value **parts = IL_NEW_ARRAY(s->low->arena, more, const il_value *);
        if (s->n)
            memcpy(parts, s->parts, s->n * sizeof *parts);
        s->parts = parts;
        s->capacity = more;
    }
    s->parts[s->n++] = part;
}

static void add_line(script *s, const il_ev *line)
{
    il_low_node *node = il_low__plain(s->low, line);
    const il_value *value = node ? il_low__freeze(s->low, NULL, node) : &il_missing;
    add_part(s, il_value_string(s->low->arena, line->loc, IL_STR("\n")));
    if (value->kind == IL_STRING || value->kind == IL_REF || value->kind == IL_CALL)
        add_part(s, value);
    else
        s->known = false;
}

static void add_lines(script *s, const il_ev **lines, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add_line(s, lines[i]);
}

/* Commands of `userData.addCommands(…)`. */
static void add_calls(script *s, const il_calls *calls, bool *known)
{
    for (size_t i = 0; calls && i < calls->list.n; i++) {
        const il_method_call *call = &calls->list.items[i];
        if (!call->method || strcmp(call->method, "render") == 0)
            continue;
        if (strcmp(call->method, "addCommands") != 0 || call->condition.text.n || call->many)
            *known = false;
        else
            add_lines(s, call->args, call->n_args);
    }
}

/* The base64 of a script: what UserData.forLinux() or .custom(text) gives, and commands that were added to the construct. */
il_low_node *il_low__user_data(il_low_unit *unit, const il_ev *given, bool linux)
{
    il_low *low = unit->low;
    il_loc loc = given->kind == IL_EV_UNDEFINED ? unit->construct->loc : given->loc;
    script s = {.low = low, .known = true};
    const il_ev *data = il_low__given(given) == IL_NO ? NULL : given;
    if (!data) {
        s.known = linux;
        add_part(&s, il_value_string(low->arena, loc, IL_STR("#!/bin/bash")));
    } else if (data->kind == IL_EV_CALL &&
               strcmp(data->lib.symbol ? data->lib.symbol : "", "aws-cdk-lib.aws_ec2.UserData.forLinux") == 0) {
        s.known = data->lib.n_args == 0 || il_low__given(il_low__reduce(low, data->lib.args[0])) == IL_NO;
        add_part(&s, il_value_string(low->arena, loc, IL_STR("#!/bin/bash")));
        add_calls(&s, data->lib.calls, &s.known);
    } else if (data->kind == IL_EV_CALL && data->lib.n_args &&
               strcmp(data->lib.symbol ? data->lib.symbol : "", "aws-cdk-lib.aws_ec2.UserData.custom") == 0) {
        il_low_node *text = il_low__plain(low, data->lib.args[0]);
        add_part(&s, text ? il_low__freeze(low, NULL, text) : &il_missing);
        s.known = s.parts[0]->kind == IL_STRING || s.parts[0]->kind == IL_REF || s.parts[0]->kind == IL_CALL;
        add_calls(&s, data->lib.calls, &s.known);
    } else {
        s.known = false;
    }
    il_low_lines *own = unit->lines;
    for (size_t i = 0; own && i < own->list.n; i++)
        add_line(&s, own->list.items[i]);
    s.known = s.known && !(own && own->unsure);
    if (!s.known)
        return il_low__unknown(low, loc, "user data", (il_str){NULL, 0});
    const il_value **args = IL_NEW_ARRAY(low->arena, 1, const il_value *);
    args[0] = il_value_join(low->arena, loc, s.parts, s.n);
    return il_low__leaf(low, il_value_call(low->arena, loc, il_intern(IL_STR("Fn::Base64")), args, 1));
}

void il_low__add_line(il_low_unit *unit, const il_ev *line, bool unsure)
{
    if (!unit->lines)
        unit->lines = IL_NEW(unit->low->arena, il_low_lines);
    if (line)
        IL_PUSH(unit->low->arena, &unit->lines->list, line);
    unit->lines->unsure = unit->lines->unsure || unsure;
}

bool il_low__add_user_data(il_low_unit *unit, const il_method_call *call)
{
    for (size_t i = 0; i < call->n_args; i++)
        il_low__add_line(unit, call->args[i], call->condition.text.n || call->many);
    return true;
}

/* `x.userData.addCommands(…)`. */
bool il_low__user_data_call(il_low_unit *unit, const il_method_call *call)
{
    if (call->path.n != 1 || strcmp(call->path.items[0], "userData") != 0 || !call->method)
        return false;
    if (strcmp(call->method, "addCommands") == 0)
        return il_low__add_user_data(unit, call);
    if (strcmp(call->method, "render") != 0)
        il_low__add_line(unit, NULL, true);
    return true;
}

/* Whether the image is known to be of Linux. */
bool il_low__is_linux(il_low_unit *unit, const il_ev *image)
{
    const il_ev *kind = il_low__field(unit->low, image, "os");
    return kind->kind == IL_EV_STRING && il_str_is(kind->string, "linux") &&
           il_low__given(il_low__field(unit->low, image, "userData")) == IL_NO;
}

/* ---- Instances ---- */

static il_low_node *group_ids(il_low_unit *unit, il_loc loc)
{
    il_low *low = unit->low;
    il_low_node *list = il_low__list(low, loc);
    const il_ev *given = prop(unit, "securityGroup");
    il_low_side side = il_low__side(low, il_low__ev_unit(low, unit));
    if (il_low__given(given) != IL_NO)
        il_low__push(low, list, il_low__read(low, given, "securityGroupId", given->loc));
    for (size_t i = 0; i < side.groups.n; i++)
        if (il_low__given(given) == IL_NO || side.groups.items[i] != il_low__unit_behind(low, given))
            il_low__push(low, list, il_low__ref(low, loc, il_low__primary(side.groups.items[i]), IL_STR("GroupId")));
    for (size_t i = 0; i < unit->groups.n; i++)
        if (il_low__is_import(unit->groups.items[i]))
            il_low__push(low, list,
                         il_low__read(low, il_low__ev_unit(low, unit->groups.items[i]), "securityGroupId", loc));
    return list;
}

/* The subnet that the instance is in: the first that is selected, of its zone when it says one. */
static const il_low_subnet *first_subnet(il_low_unit *unit)
{
    if (il_low__given(prop(unit, "availabilityZone")) != IL_NO)
        return NULL;
    il_low_selection chosen = il_low__select(unit->low, prop(unit, "vpc"), prop(unit, "vpcSubnets"));
    return chosen.known && chosen.list.n ? chosen.list.items[0] : NULL;
}

static void put_place(il_low_unit *unit, il_low_part *part)
{
    il_low *low = unit->low;
    il_loc loc = part->out->loc;
    const il_ev *listed = il_low__field(low, prop(unit, "vpcSubnets"), "subnets");
    const il_low_subnet *subnet = first_subnet(unit);
    const il_ev *one = listed->kind == IL_EV_ARRAY && listed->list.n && !listed->open ? listed->list.items[0] : NULL;
    il_low_unit *behind = one ? il_low__unit_behind(low, one) : subnet ? subnet->unit : NULL;
    il_low_part *resource = behind ? il_low__part_at(behind, IL_STR("Subnet")) : NULL;
    if (il_low__given(prop(unit, "availabilityZone")) != IL_NO)
        one = NULL, resource = NULL;
    il_low_node *zone = resource ? il_low__member(resource->properties, IL_STR("AvailabilityZone")) : NULL;
    il_low__give(part, "AvailabilityZone",
                 zone ? zone : il_low__unknown(low, loc, "availability zone", (il_str){NULL, 0}));
    il_low__give(part, "SubnetId",
                 resource ? il_low__ref(low, loc, resource, (il_str){NULL, 0})
                 : one    ? il_low__read(low, one, "subnetId", loc)
                          : il_low__unknown(low, loc, "subnet of an instance", (il_str){NULL, 0}));
}

/* With a say in public addresses, subnet and groups stand in a network interface. */
static void put_interface(il_low_unit *unit, il_low_part *part)
{
    il_low *low = unit->low;
    const il_ev *public = prop(unit, "associatePublicIpAddress");
    if (il_low__given(public) == IL_NO)
        return;
    if (public->kind != IL_EV_BOOL) {
        static const char *const keys[] = {"NetworkInterfaces", "SubnetId", "SecurityGroupIds"};
        for (size_t i = 0; i < 3; i++)
            il_low__give(part, keys[i], il_low__unknown(low, public->loc, "public address", (il_str){NULL, 0}));
        return;
    }
    il_low_node *map = il_low__map_of(low, public->loc, "AssociatePublicIpAddress", il_low__plain(low, public),
                                      "DeviceIndex", il_low__words(low, public->loc, "0"), "GroupSet",
                                      il_low__member(part->properties, IL_STR("SecurityGroupIds")), "SubnetId",
                                      il_low__member(part->properties, IL_STR("SubnetId")), NULL);
    il_low__give(part, "NetworkInterfaces", il_low__list_of(low, map));
    il_low__give(part, "SubnetId", NULL);
    il_low__give(part, "SecurityGroupIds", NULL);
}

static void finish_instance(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *name = prop(unit, "instanceName"), *image = prop(unit, "machineImage");
    put_place(unit, part);
    il_low__give(part, "SecurityGroupIds", group_ids(unit, part->out->loc));
    put_interface(unit, part);
    bool replaced = il_low__given(prop(unit, "userDataCausesReplacement")) != IL_NO;
    il_low__give(part, "UserData",
                 il_low__given(prop(unit, "init")) != IL_NO
                     ? il_low__unknown(low, part->out->loc, "user data", (il_str){NULL, 0})
                     : il_low__user_data(unit, prop(unit, "userData"), il_low__is_linux(unit, image)));
    part->id_unknown = replaced || il_low__given(prop(unit, "init")) != IL_NO;
    il_low__name_all(unit, il_low__given(name) == IL_NO ? il_low__text(low, part->out->loc, unit->path)
                                                        : il_low__plain(low, name));
}

/* ---- Launch templates ---- */

static void put_tag_specifications(il_low_unit *unit, il_low_part *part)
{
    static const char *const types[] = {"instance", "volume"};
    il_low *low = unit->low;
    il_loc loc = part->out->loc;
    il_low_node *list = il_low__list(low, loc);
    bool tagged = false;
    for (const il_low_unit *u = unit; u; u = u->parent)
        for (size_t i = 0; i < u->construct->calls.list.n; i++) {
            const il_method_call *call = &u->construct->calls.list.items[i];
            tagged = tagged || (call->path.n && strcmp(call->path.items[0], "Tags") == 0);
        }
    for (size_t i = 0; i < 3; i++) {
        il_low_node *tag = il_low__map_of(low, loc, "Key", il_low__words(low, loc, "Name"), "Value",
                                          il_low__text(low, loc, unit->path), NULL);
        il_low_node *tags = il_low__list_of(low, tag);
        tags->open = tagged;
        il_low_node *entry =
            il_low__map_of(low, loc, "ResourceType", il_low__words(low, loc, i < 2 ? types[i] : "launch-template"),
                           "Tags", tags, NULL);
        if (i < 2)
            il_low__push(low, list, entry);
        else
            il_low__give(part, "TagSpecifications", il_low__list_of(low, entry));
    }
    il_low__set(low, part->properties, IL_STR("LaunchTemplateData.TagSpecifications"), (il_loc){0}, list);
}

static void finish_template(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *public = prop(unit, "associatePublicIpAddress"), *data = prop(unit, "userData");
    const il_ev *image = prop(unit, "machineImage");
    il_low_node *groups = group_ids(unit, part->out->loc);
    bool always = il_low__flag(low, "@aws-cdk/aws-ec2:launchTemplateDefaultUserData") ||
                  il_low__flag(low, "@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig");
    if (il_low__given(public) != IL_NO) {
        il_low_node *map =
            il_low__map_of(low, public->loc, "AssociatePublicIpAddress", il_low__plain(low, public), "DeviceIndex",
                           il_low__number(low, public->loc, 0), "Groups", groups->items.n ? groups : NULL, NULL);
        il_low__set(low, part->properties, IL_STR("LaunchTemplateData.NetworkInterfaces"), public->loc,
                    il_low__list_of(low, map));
    } else if (groups->items.n) {
        il_low__set(low, part->properties, IL_STR("LaunchTemplateData.SecurityGroupIds"), (il_loc){0}, groups);
    }
    if (il_low__given(data) != IL_NO || (always && il_low__given(image) != IL_NO))
        il_low__set(low, part->properties, IL_STR("LaunchTemplateData.UserData"), (il_loc){0},
                    il_low__user_data(unit, data, il_low__is_linux(unit, image)));
    put_tag_specifications(unit, part);
}

const il_low_model il_low__instance_model = {
    .name = "instance", .call = il_low__user_data_call, .finish = finish_instance};
const il_low_model il_low__launch_template_model = {
    .name = "launch-template", .call = il_low__user_data_call, .finish = finish_template};
