/* Two forms (aws-cdk-lib 2.276.0, core/lib/validation/private/report.js). The new one has pluginName, conclusion and suppressedViolations,
 * and for each construct its path, the resource with the properties meant, and stack traces; the old one has a summary with the plugin's
 * name and, for each construct, the resource beside it. Both are read alike: what a form does not have is absent. Severities are free
 * text there. What is no violation (no name) is passed over; a place that is not found is that of the violation in the report. */
#include "imported.h"

#include <string.h>

#include "back.h"
#include "gather.h"
#include "notes.h"
#include "skip.h"

/* One violation of one construct. */
typedef struct {
    il_round *round;
    il_checked *checked;
    const il_document *report;
    const il_node *violation, *construct;
    const char *rule;
    const il_suppression *suppression; /* NULL: it counts */
} importing;

static il_str text_of(const il_node *map, const char *first, const char *second)
{
    il_str text = il_node_string(il_node_get(map, il_str_of(first)));
    return text.n ? text : il_node_string(il_node_get(map, il_str_of(second)));
}

/* TEXT on one line. */
static il_str on_one_line(il_arena *arena, il_str text)
{
    char *out = il_arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool space = (unsigned char)text.p[i] <= ' ';
        if (!space)
            out[n++] = text.p[i];
        else if (n && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    return il_str_trim((il_str){out, n});
}

/* `plugin/rule`; a plugin's name may hold spaces. */
static const char *rule_of(il_str plugin, il_str rule)
{
    char name[256];
    size_t n = 0;
    for (size_t i = 0; i < plugin.n && n < 100; i++)
        name[n++] = plugin.p[i] == ' ' || plugin.p[i] == '/' ? '-' : plugin.p[i];
    name[n++] = '/';
    for (size_t i = 0; i < rule.n && n < sizeof name; i++)
        name[n++] = (unsigned char)rule.p[i] <= ' ' ? '-' : rule.p[i];
    return il_intern((il_str){name, n});
}

static il_severity severity_of(const il_node *violation)
{
    static const char *const errors[] = {"", "fatal", "error", "critical", "high", "fail"};
    static const char *const notes[] = {"info", "information", "informational", "note", "notice", "low"};
    il_str severity = text_of(violation, "severity", "severity");
    if (il_str_is(severity, "custom"))
        severity = text_of(violation, "customSeverity", "customSeverity");
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (il_str_eq_nocase(severity, il_str_of(errors[i])))
            return IL_ERROR;
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (il_str_eq_nocase(severity, il_str_of(notes[i])))
            return IL_NOTE;
    return IL_WARNING;
}

/* ---- which resource, and which leaf of it ---- */

static const il_node *cloudformation(const importing *im)
{
    const il_node *resource = il_node_get(im->construct, IL_STR("cloudFormationResource"));
    return resource ? resource : im->construct;
}

/* The resource that the report names: by template and logical id (templates in the old form have absolute paths), else by path. */
static const il_resource *resource_of(const importing *im)
{
    const il_app *app = im->checked->assembly;
    il_str id = text_of(cloudformation(im), "logicalId", "resourceLogicalId");
    il_str file = text_of(cloudformation(im), "templatePath", "templatePath");
    il_str path = text_of(im->construct, "constructPath", "constructPath");
    const il_resource *found = NULL;
    for (size_t i = 0; id.n && i < app->resources.n; i++) {
        const il_resource *resource = app->resources.items[i];
        if (il_resource_is_fact(resource) || !il_str_eq(resource->logical_id, id))
            continue;
        if (path.n && resource->construct_path.n && !il_str_eq(path, resource->construct_path))
            continue;
        il_str own = il_source_path(resource->loc.source);
        if (il_str_ends(own, file) || il_str_ends(file, il_str_slice(own, il_path_directory(own).n, own.n)))
            found = resource;
    }
    if (!found && path.n)
        found = il_map_get(&app->by_path, path);
    return found && !il_resource_is_fact(found) ? found : NULL;
}

/* The place in RESOURCE's template that LOCATION ("Properties/Name", "Properties.Name", "/Resources/X/Properties/Name") names, as deep as it
 * leads. */
static il_loc leaf_of(const il_resource *resource, il_str location)
{
    const il_value *value = resource->body;
    il_loc loc = resource->loc;
    char separator = il_str_contains(location, IL_STR("/")) ? '/' : '.';
    bool inside = false;
    while (location.p && location.n) {
        il_str part = il_str_cut(&location, separator);
        double index;
        inside = inside || il_value_entry(value, part);
        if (!inside)
            continue;
        const il_entry *entry = il_value_entry(value, part);
        if (entry)
            value = entry->value;
        else if (value->kind == IL_LIST && il_str_number(part, &index) && index >= 0 && index < (double)value->list.n)
            value = value->list.items[(size_t)index];
        else
            break;
        loc = value->loc.source ? value->loc : loc;
    }
    return loc;
}

/* ---- where ---- */

/* The stack whose construct PATH is. */
static const il_stack *stack_of(const il_app *app, il_str path)
{
    const il_stack *best = NULL;
    for (size_t i = 0; i < app->stacks.n; i++) {
        il_str own = app->stacks.items[i]->construct_path;
        bool around = own.n && il_str_starts(path, own) && (path.n == own.n || path.p[own.n] == '/');
        if (around && (!best || own.n > best->construct_path.n))
            best = app->stacks.items[i];
    }
    return best;
}

/* Where the construct at PATH was made; a construct of the library by its own resource. */
static il_loc place_of_path(const importing *im, il_str path)
{
    static const char *const own[] = {"", "/Resource", "/Default"};
    il_tracer *tracer = il_back_tracer(im->round, im->checked);
    const il_stack *stack = stack_of(im->checked->assembly, path);
    il_traced best = {0};
    for (size_t i = 0; path.n && stack && i < sizeof own / sizeof *own && best.how < IL_TRACED_OWNER; i++) {
        il_str at = il_arena_printf(im->round->arena, "%.*s%s", IL_FMT(path), own[i]);
        il_traced traced = il_trace_path(tracer, stack, at);
        best = traced.how > best.how ? traced : best;
    }
    return best.loc;
}

/* Where the first frame of the report's own stack traces stands. */
static il_loc place_of_traces(const importing *im)
{
    const il_node *traces = il_node_get(im->construct, IL_STR("stackTraces"));
    il_str path = text_of(im->construct, "constructPath", "constructPath");
    for (size_t i = 0; traces && traces->kind == IL_NODE_LIST && i < traces->list.n; i++) {
        il_str rest = il_node_string(traces->list.items[i]);
        while (rest.p && rest.n) {
            il_traced traced;
            il_str frame = il_str_cut(&rest, '\n');
            if (il_trace_frame(il_back_tracer(im->round, im->checked), stack_of(im->checked->assembly, path), frame,
                               &traced))
                return traced.loc;
        }
    }
    return (il_loc){0};
}

static il_loc place_of(const importing *im, const il_resource *resource, il_loc *synthesized)
{
    il_loc loc = {0};
    if (resource) {
        const il_node *paths = il_node_get(cloudformation(im), IL_STR("propertyPaths"));
        paths = paths ? paths : il_node_get(im->construct, IL_STR("locations"));
        bool some = paths && paths->kind == IL_NODE_LIST && paths->list.n;
        *synthesized = leaf_of(resource, some ? il_node_string(paths->list.items[0]) : (il_str){NULL, 0});
        il_verdict verdict = {.resource = resource, .loc = *synthesized};
        il_back back = il_back_of(im->round, im->checked, &verdict);
        loc = back.made.source || !back.loc.source ? back.loc : (il_loc){0};
    }
    if (!loc.source && !im->round->engine->options.template_only) {
        loc = place_of_traces(im);
        loc = loc.source ? loc : place_of_path(im, text_of(im->construct, "constructPath", "constructPath"));
    }
    if (loc.source)
        return loc;
    loc = *synthesized;
    *synthesized = (il_loc){0};
    return loc.source ? loc : (il_loc){im->report->source, im->violation->span};
}

/* ---- findings ---- */

static void fill(const importing *im, il_judged *judged, il_loc loc)
{
    il_arena *arena = im->round->arena;
    il_str description = on_one_line(arena, text_of(im->violation, "description", "ruleName"));
    il_str fix = on_one_line(arena, text_of(im->violation, "suggestedFix", "fix"));
    il_finding *f = &judged->finding;
    *f = (il_finding){.rule = im->rule, .severity = severity_of(im->violation), .message = description, .loc = loc};
    if (fix.n) {
        bool ends = description.n && strchr(".!?", description.p[description.n - 1]);
        f->message =
            il_arena_printf(arena, "%.*s%s How to fix it: %.*s", IL_FMT(description), ends ? "" : ".", IL_FMT(fix));
    }
    f->category = IL_STR("cdk-report");
    f->app = il_gather_app(im->checked->unit);
    f->origin = "cdk";
    f->suppressed = im->suppression;
}

static void add_construct(const importing *im)
{
    const il_resource *resource = resource_of(im);
    il_loc synthesized = {0}, loc = place_of(im, resource, &synthesized);
    const char *key = im->rule;
    if (im->suppression)
        key = il_gather_suppressed(im->round, im->rule);
    il_judged *judged = il_gather_at(im->round, key, loc);
    il_finding *f = &judged->finding;
    if (!f->rule) {
        fill(im, judged, loc);
        if (synthesized.source)
            il_gather_related(im->round, f, (il_related){synthesized, IL_STR("in the synthesized template")});
    }
    judged->named = judged->named || il_in_scope(im->round->engine, il_source_path(im->report->source));
    if (resource)
        il_gather_subject(im->round, f, resource);
}

static void add_violation(importing *im, il_str plugin)
{
    il_str name = text_of(im->violation, "ruleName", "ruleName");
    const il_node *constructs = il_node_get(im->violation, IL_STR("violatingConstructs"));
    if (!constructs)
        constructs = il_node_get(im->violation, IL_STR("violatingResources"));
    if (!name.n)
        return;
    im->rule = rule_of(plugin, name);
    size_t n = constructs && constructs->kind == IL_NODE_LIST ? constructs->list.n : 0;
    for (size_t i = 0; i < n; i++) {
        im->construct = constructs->list.items[i];
        add_construct(im);
    }
    im->construct = NULL;
    if (!n)
        add_construct(im);
}

static const il_suppression *suppression_of(il_arena *arena, const il_node *violation)
{
    il_suppression *out = IL_NEW(arena, il_suppression);
    il_str at = text_of(violation, "acknowledgedAt", "acknowledgedAt");
    out->kind = "inSource";
    out->by = text_of(violation, "acknowledgedId", "ruleName");
    out->reason = on_one_line(arena, text_of(violation, "reason", "reason"));
    if (!out->reason.n)
        out->reason = at.n ? il_arena_printf(arena, "acknowledged at %.*s", IL_FMT(at)) : IL_STR("acknowledged");
    return out;
}

static void add_violations(importing im, il_str plugin, const il_node *list, bool acknowledged)
{
    for (size_t i = 0; list && list->kind == IL_NODE_LIST && i < list->list.n; i++) {
        im.violation = list->list.items[i];
        im.suppression = acknowledged ? suppression_of(im.round->arena, im.violation) : NULL;
        add_violation(&im, plugin);
    }
}

static const il_document *report_of(il_round *round, const il_unit *unit)
{
    static const char *const names[] = {"validation-report.json", "policy-validation-report.json"};
    il_engine *engine = round->engine;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        il_str path = il_path_join(engine->arena, unit->assembly, il_str_of(names[i]));
        if (engine->loader.exists(engine->loader.context, path))
            return il_workspace_document(engine, path);
    }
    il_skip_note(engine, il_path_join(engine->arena, unit->assembly, il_str_of(names[0])),
                 "there is no such report: no plugin found anything, or this CDK writes none", false);
    return NULL;
}

void il_imported_add(il_round *round, il_checked *checked)
{
    if (!checked->unit->assembly.p || !checked->assembly)
        return;
    const il_document *report = report_of(round, checked->unit);
    for (size_t i = 0; report && i < report->syntax.findings.n; i++) {
        const il_finding *f = &report->syntax.findings.items[i];
        il_gather_at(round, f->rule, f->loc)->finding = *f;
    }
    if (!report || !report->n_roots || report->n_errors)
        return;
    const il_node *plugins = il_node_get(report->roots[0], IL_STR("pluginReports"));
    if (!plugins || plugins->kind != IL_NODE_LIST) {
        il_sink_syntax(&round->template_findings, (il_loc){report->source, {0, 0}},
                       "this validation report has no list of pluginReports");
        return;
    }
    importing im = {.round = round, .checked = checked, .report = report};
    for (size_t i = 0; i < plugins->list.n; i++) {
        const il_node *plugin = plugins->list.items[i];
        il_str name = text_of(plugin, "pluginName", "pluginName");
        if (!name.n)
            name = text_of(il_node_get(plugin, IL_STR("summary")), "pluginName", "name");
        name = name.n ? name : IL_STR("cdk");
        add_violations(im, name, il_node_get(plugin, IL_STR("violations")), false);
        add_violations(im, name, il_node_get(plugin, IL_STR("suppressedViolations")), true);
    }
}
