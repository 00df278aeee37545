/* codebuild.Project: its environment, its source, and what its role may do by default. */
#include <string.h>

#include "buf.h"
#include "lower_models.h"
#include "lower_policy.h"

static void put(il_low *low, il_low_node *map, const char *key, il_loc loc, il_low_node *node)
{
    il_low__put(low, map, il_str_of(key), loc, node);
}

static void set(il_low_part *part, const char *path, il_loc loc, il_low_node *node)
{
    il_low__set(part->unit->low, part->properties, il_str_of(path), loc, node);
}

static il_low_node *text(il_low *low, il_loc loc, const char *words)
{
    return il_low__text(low, loc, il_str_of(words));
}

/* The document of the project's role, at this place of the program; NULL for a role from elsewhere. */
static il_low_document *role_document(il_low_unit *unit)
{
    return il_low__identity_document(unit->low, il_low__ev_unit(unit->low, unit), unit->construct->loc);
}

/* A statement of the catalogue, with ARG in its holes. */
static void allow(il_low_unit *unit, const char *shape, const il_ev *arg)
{
    il_low *low = unit->low;
    il_low_scope scope = {low, unit, NULL, &arg, 1, unit->construct->loc, IL_FROM_DEFAULT};
    il_low_node *node = il_low__template(&scope, il_cat_get(il_cat_shape(il_str_of(shape)), IL_W_CONSTANT));
    il_low_document *document = role_document(unit);
    if (document && node)
        il_low__add_statement(document, il_low__statement_of_node(low, node));
}

/* ---- Sources ---- */

/* Source.gitHub({owner, repo, …}). */
static void git_hub(il_low_unit *unit, il_low_part *part, const il_ev *hub)
{
    il_low *low = unit->low;
    const il_ev *owner = il_low__field(low, hub, "owner"), *repo = il_low__field(low, hub, "repo"),
                *hook = il_low__field(low, hub, "webhook"), *filters = il_low__field(low, hub, "webhookFilters"),
                *depth = il_low__field(low, hub, "cloneDepth"), *report = il_low__field(low, hub, "reportBuildStatus");
    il_low_node *source = il_low__map(low, hub->loc);
    bool known = owner->kind == IL_EV_STRING && repo->kind == IL_EV_STRING;
    put(low, source, "Type", (il_loc){0}, text(low, hub->loc, "GITHUB"));
    put(low, source, "Location", hub->loc,
        known ? il_low__text(low, hub->loc,
                             il_arena_printf(low->arena, "https://github.com/%.*s/%.*s.git", IL_FMT(owner->string),
                                             IL_FMT(repo->string)))
              : il_low__unknown(low, hub->loc, "address of a repository", (il_str){NULL, 0}));
    put(low, source, "ReportBuildStatus", report->loc,
        il_low__given(report) == IL_NO ? il_low__leaf(low, il_value_bool(low->arena, hub->loc, true))
                                       : il_low__plain(low, report));
    put(low, source, "GitCloneDepth", depth->loc, il_low__plain(low, depth));
    bool hooked = il_low__given(hook) != IL_NO || il_low__given(filters) != IL_NO;
    if (hooked)
        set(part, "Triggers", hook->loc, il_low__unknown(low, hub->loc, "webhook of a source", (il_str){NULL, 0}));
    source->open = hub->kind != IL_EV_OBJECT || hub->open || hub->object->open;
    set(part, "Source", hub->loc, source);
}

static void bind_source(il_low_unit *unit, il_low_part *part)
{
    il_low *low = unit->low;
    const il_ev *source = il_low__prop(unit, "source");
    if (il_low__given(source) == IL_NO)
        return;
    bool described = source->kind == IL_EV_OBJECT;
    const il_ev *plain = described ? il_low__field(low, source, "source") : low->undefined,
                *hub = described ? il_low__field(low, source, "hub") : low->undefined,
                *statement = described ? il_low__field(low, source, "statement") : low->undefined,
                *version = described ? il_low__field(low, source, "version") : low->undefined;
    if (il_low__given(hub) != IL_NO)
        git_hub(unit, part, hub);
    else
        set(part, "Source", source->loc,
            il_low__given(plain) == IL_YES
                ? il_low__plain(low, plain)
                : il_low__unknown(low, source->loc, "source of a project", (il_str){NULL, 0}));
    if (il_low__given(version) != IL_NO)
        set(part, "SourceVersion", version->loc, il_low__plain(low, version));
    il_low_document *document = role_document(unit);
    if (document && il_low__given(statement) == IL_YES)
        il_low__add_statement(document, il_low__statement_of_node(low, il_low__plain(low, statement)));
    else if (document && il_low__given(hub) == IL_NO)
        document->open = true;
}

/* ---- Environment ---- */

/* A parameter that a build reads: its name without the leading slash. */
static void allow_parameter(il_low_unit *unit, const il_ev *value)
{
    il_low *low = unit->low;
    const il_ev *name = il_low__reduce(low, value);
    il_low_document *document = role_document(unit);
    if (name->kind != IL_EV_STRING) {
        if (document)
            document->open = true;
        return;
    }
    il_str s = name->string;
    if (il_str_starts(s, IL_STR("/")))
        s = il_str_slice(s, 1, s.n);
    allow(unit, "build-parameter-statement", il_low__ev_text(low, value->loc, s));
}

static il_low_node *variable(il_low_unit *unit, const il_field *field)
{
    il_low *low = unit->low;
    const il_ev *value = il_low__field(low, field->value, "value"), *type = il_low__field(low, field->value, "type");
    il_low_node *item = il_low__map(low, field->name_loc), *plain = il_low__plain(low, value);
    put(low, item, "Name", field->name_loc, il_low__text(low, field->name_loc, il_str_of(field->name)));
    put(low, item, "Type", type->loc,
        il_low__given(type) == IL_NO ? text(low, field->name_loc, "PLAINTEXT") : il_low__plain(low, type));
    if (plain && plain->kind == IL_LOW_LEAF)
        plain->leaf = il_low__as_text(low, plain->leaf);
    put(low, item, "Value", value->loc, plain);
    if (il_str_is(il_low__string(type), "PARAMETER_STORE")) {
        allow_parameter(unit, value);
    } else if (il_low__given(type) != IL_NO && !il_str_is(il_low__string(type), "PLAINTEXT")) {
        il_low_document *document = role_document(unit);
        if (document)
            document->open = true;
    }
    return item;
}

static void variables(il_low_unit *unit, il_low_part *part, const il_ev *given)
{
    il_low *low = unit->low;
    if (il_low__given(given) == IL_NO)
        return;
    if (given->kind != IL_EV_OBJECT) {
        set(part, "Environment.EnvironmentVariables", given->loc, il_low__plain(low, given));
        return;
    }
    for (size_t i = 0; i < given->object->fields.n; i++)
        il_low__append(low, part->properties, IL_STR("Environment.EnvironmentVariables"), given->loc,
                       variable(unit, &given->object->fields.items[i]));
    il_low_node *list = il_low__at(part->properties, IL_STR("Environment.EnvironmentVariables"));
    if (list && (given->open || given->object->open))
        list->open = true;
}

/* The image with what it brings along, unless the environment says otherwise. */
static void image(il_low_unit *unit, il_low_part *part, const il_ev *environment)
{
    static const char *const fields[][2] = {
        {"type", "Type"}, {"imageId", "Image"}, {"imagePullPrincipalType", "ImagePullCredentialsType"}};
    il_low *low = unit->low;
    const il_ev *given = il_low__field(low, environment, "buildImage"), *of = given;
    il_loc loc = part->out->loc;
    if (il_low__given(given) == IL_NO)
        of = il_low__reduce(low, il_low__symbol(low, "aws-cdk-lib.aws_codebuild.LinuxBuildImage.STANDARD_7_0", loc));
    for (size_t i = 0; i < 3; i++) {
        const il_ev *value = of->kind == IL_EV_OBJECT ? il_low__field(low, of, fields[i][0]) : low->undefined;
        il_str path = il_arena_printf(low->arena, "Environment.%s", fields[i][1]);
        il_low__set(low, part->properties, path, given->loc,
                    value->kind == IL_EV_STRING ? il_low__plain(low, value)
                                                : il_low__unknown(low, loc, "image of a project", (il_str){NULL, 0}));
    }
    const il_ev *compute = of->kind == IL_EV_OBJECT ? il_low__field(low, of, "defaultComputeType") : low->undefined;
    if (!il_low__at(part->properties, IL_STR("Environment.ComputeType")))
        set(part, "Environment.ComputeType", (il_loc){0},
            compute->kind == IL_EV_STRING ? il_low__plain(low, compute)
                                          : il_low__unknown(low, loc, "image of a project", (il_str){NULL, 0}));
    if (of->kind != IL_EV_OBJECT)
        il_low__at(part->properties, IL_STR("Environment"))->open = true;
}

static void environment_of(il_low_unit *unit, il_low_part *part)
{
    il_low *low = unit->low;
    const il_ev *environment = il_low__prop(unit, "environment");
    il_low_node *map = il_low__given(environment) == IL_NO
                           ? NULL
                           : il_low__shape(unit, il_cat_shape(IL_STR("build-environment")), environment);
    if (!map || map->kind != IL_LOW_MAP) {
        map = il_low__map(low, part->out->loc);
        map->open = il_low__given(environment) == IL_MAYBE;
    }
    put(low, part->properties, "Environment", environment->loc, map);
    image(unit, part, environment);
    if (!il_low__member(map, IL_STR("PrivilegedMode")))
        put(low, map, "PrivilegedMode", (il_loc){0},
            il_low__leaf(low, il_value_with_origin(low->arena, il_value_bool(low->arena, part->out->loc, false),
                                                   IL_FROM_DEFAULT)));
    variables(unit, part, il_low__field(low, environment, "environmentVariables"));
    variables(unit, part, il_low__prop(unit, "environmentVariables"));
}

/* ---- Build specifications ---- */

static void new_line(il_buf *out, int depth)
{
    il_buf_putc(out, '\n');
    il_buf_repeat(out, ' ', (size_t)depth * 2);
}

static bool write_json(il_low *low, il_buf *out, const il_ev *value, int depth);

static bool write_items(il_low *low, il_buf *out, const il_ev *list, int depth)
{
    bool known = !list->open;
    for (size_t i = 0; i < list->list.n && known; i++) {
        if (i)
            il_buf_putc(out, ',');
        new_line(out, depth + 1);
        known = write_json(low, out, list->list.items[i], depth + 1);
    }
    if (list->list.n)
        new_line(out, depth);
    return known;
}

static bool write_fields(il_low *low, il_buf *out, const il_ev *object, int depth)
{
    bool known = !object->open && !object->object->open, any = false;
    for (size_t i = 0; i < object->object->fields.n && known; i++) {
        const il_field *field = &object->object->fields.items[i];
        const il_ev *value = il_low__reduce(low, field->value);
        if (value->kind == IL_EV_UNDEFINED)
            continue;
        known = strcmp(field->name, "Ref") != 0 && strncmp(field->name, "Fn::", 4) != 0;
        if (any)
            il_buf_putc(out, ',');
        any = true;
        new_line(out, depth + 1);
        il_buf_putc(out, '"');
        il_buf_json(out, il_str_of(field->name));
        il_buf_puts(out, "\": ");
        known = known && write_json(low, out, value, depth + 1);
    }
    if (any)
        new_line(out, depth);
    return known;
}

/* As JSON.stringify(value, undefined, 2) has it; false when something in it is not known. */
static bool write_json(il_low *low, il_buf *out, const il_ev *value, int depth)
{
    const il_ev *ev = il_low__reduce(low, value);
    bool known = true;
    if (depth > 32)
        return false;
    if (ev->kind == IL_EV_STRING) {
        il_buf_putc(out, '"');
        il_buf_json(out, ev->string);
        il_buf_putc(out, '"');
    } else if (ev->kind == IL_EV_NUMBER) {
        il_buf_add(out, il_low__as_text(low, il_value_number(low->arena, ev->loc, ev->number))->string);
    } else if (ev->kind == IL_EV_BOOL) {
        il_buf_puts(out, ev->boolean ? "true" : "false");
    } else if (ev->kind == IL_EV_NULL) {
        il_buf_puts(out, "null");
    } else if (ev->kind == IL_EV_ARRAY) {
        il_buf_putc(out, '[');
        known = write_items(low, out, ev, depth);
        il_buf_putc(out, ']');
    } else if (ev->kind == IL_EV_OBJECT) {
        il_buf_putc(out, '{');
        known = write_fields(low, out, ev, depth);
        il_buf_putc(out, '}');
    } else {
        known = false;
    }
    return known;
}

/* The text of a file's name or of an object that the author wrote. */
static il_low_node *spec_of(il_low_unit *unit, const il_ev *spec)
{
    il_low *low = unit->low;
    if (spec->kind != IL_EV_OBJECT || !il_low__field_entry(spec, IL_STR("buildSpec")))
        return il_low__plain(low, spec);
    il_buf out = {0};
    bool known = write_json(low, &out, il_low__field(low, spec, "buildSpec"), 0);
    il_low_node *node = known ? il_low__text(low, spec->loc, il_arena_str(low->arena, il_buf_str(&out)))
                              : il_low__unknown(low, spec->loc, "build specification", (il_str){NULL, 0});
    il_buf_free(&out);
    return node;
}

static void lower_project(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_ev *spec = il_low__prop(unit, "buildSpec"), *reports = il_low__prop(unit, "grantReportGroupPermissions");
    if (!part)
        return;
    bind_source(unit, part);
    if (il_low__given(spec) != IL_NO)
        set(part, "Source.BuildSpec", spec->loc, spec_of(unit, spec));
    environment_of(unit, part);
    allow(unit, "build-log-statement", low->undefined);
    if (reports->kind != IL_EV_BOOL || reports->boolean)
        allow(unit, "build-report-statement", low->undefined);
    static const char *const granting[] = {"cache",
                                           "logging",
                                           "artifacts",
                                           "secondarySources",
                                           "secondaryArtifacts",
                                           "encryptionKey",
                                           "vpc",
                                           "ssmSessionPermissions"};
    for (size_t i = 0; i < sizeof granting / sizeof *granting; i++)
        if (il_low__given(il_low__prop(unit, granting[i])) != IL_NO) {
            il_low_document *document = role_document(unit);
            if (document)
                document->open = true;
        }
}

const il_low_model il_low__build_project_model = {.name = "build-project", .lower = lower_project};
