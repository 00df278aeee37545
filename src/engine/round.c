/* How two models of one app are judged as one: the source's yes or no wins; where it says maybe, the template decides. A template's finding
 * stands in the program, where back.c finds the property or the `new` that made the resource; else in the template. */
#include "round.h"

#include <string.h>

#include "back.h"
#include "baseline.h"
#include "cdk.h"
#include "config.h"
#include "fresh.h"
#include "gather.h"
#include "imported.h"
#include "join.h"
#include "notes.h"
#include "repository.h"
#include "template.h"
#include "turns.h"
#include "waiver.h"

/* A verdict and where it is reported: a template's stands in the program where that is known. */
typedef struct {
    const il_verdict *verdict;
    il_back back;
    il_loc loc;
} placed;

/* The path that failed, of an element of its list too. */
static il_str property_of(il_arena *arena, const il_verdict *verdict)
{
    if (!verdict->element.n || il_str_starts(verdict->failing, verdict->element))
        return verdict->failing;
    return verdict->failing.n ? il_arena_printf(arena, "%.*s.%.*s", IL_FMT(verdict->element), IL_FMT(verdict->failing))
                              : verdict->element;
}

/* Where the first element stands that PROPERTY (below the Properties of RESOURCE) leads through. */
static il_loc element_of(const il_resource *resource, il_str property)
{
    const il_value *value = il_resource_properties(resource);
    double index;
    while (property.p && property.n) {
        il_str part = il_str_cut(&property, '.');
        if (il_str_number(part, &index)) {
            bool there = value->kind == IL_LIST && index >= 0 && index < (double)value->list.n;
            return there ? value->list.items[(size_t)index]->loc : (il_loc){0};
        }
        value = il_value_get(value, part);
    }
    return (il_loc){0};
}

static void fill_finding(il_round *round, il_judged *judged, const placed *p)
{
    const il_verdict *verdict = p->verdict;
    il_finding *f = &judged->finding;
    bool source = verdict->resource->app->kind == IL_APP_CDK, moved = p->back.loc.source;
    *f = (il_finding){
        .rule = verdict->rule->id, .severity = verdict->severity, .message = verdict->message, .loc = p->loc};
    f->category = il_str_of(verdict->rule->category);
    f->app = il_gather_app(judged->checked->unit);
    f->property = property_of(round->arena, verdict);
    f->element = element_of(verdict->resource, f->property);
    if (il_resource_is_fact(verdict->resource))
        f->about =
            verdict->resource->construct_path.n ? verdict->resource->construct_path : verdict->resource->logical_id;
    f->label = moved ? (il_str){NULL, 0} : verdict->label;
    f->origin = source ? "source" : "template";
    for (size_t i = 0; i < verdict->n_related; i++)
        il_gather_related(round, f, verdict->related[i]);
    if (moved)
        il_gather_related(round, f, (il_related){verdict->loc, IL_STR("in the synthesized template")});
    else if (source && verdict->resource->twin)
        il_gather_related(round, f, (il_related){verdict->resource->twin->loc, IL_STR("in the synthesized template")});
}

/* One judge's reports go through this. */
typedef struct {
    il_round *round;
    il_checked *checked;
    const il_rule *rule;
    bool silent; /* only what was accepted is of interest */
} reporting;

/* Whether the configuration of LOC's file wants what VERDICT says, and how severe it is then. */
static bool admitted(reporting *r, const il_verdict *verdict, il_loc loc, il_severity *severity)
{
    const il_engine *engine = r->round->engine;
    const il_stack *stack = verdict->resource->stack;
    il_config_subject subject = {.path = il_source_path(loc.source)};
    subject.construct_path = verdict->resource->construct_path;
    if (stack) {
        subject.stack = stack->name;
        subject.environment = stack->environment;
    }
    const il_config *config = il_engine_config(r->round->engine, il_path_directory(subject.path));
    bool on = il_config_admits(config, verdict->rule, &subject, severity);
    if (verdict->answer == IL_MAYBE)
        *severity = IL_NOTE;
    return on || !engine->options.rules_by_config;
}

/* Whether VERDICT was found where somebody told us to look: in the file of its own place, or in the template that its twin stands in. */
static bool named(const il_round *round, const il_verdict *verdict)
{
    const il_resource *twin = verdict->resource->twin;
    il_loc synthesized = verdict->resource->app->kind == IL_APP_TEMPLATE ? verdict->loc
                         : twin                                          ? twin->loc
                                                                         : (il_loc){0};
    return synthesized.source && il_in_scope(round->engine, il_source_path(synthesized.source));
}

static void add_to(reporting *r, il_judged *judged, const placed *p)
{
    const il_verdict *verdict = p->verdict;
    judged->named = judged->named || named(r->round, verdict);
    il_gather_subject(r->round, &judged->finding, verdict->resource);
    il_verdict *copy = IL_NEW(r->round->arena, il_verdict);
    *copy = *verdict;
    if (p->back.loc.source && verdict->resource->twin) {
        /* The template decided; the program is what a fix must change. */
        copy->resource = verdict->resource->twin;
        copy->loc = verdict->resource->twin->loc;
    }
    IL_PUSH(r->round->arena, &judged->verdicts, copy);
}

/* NULL when the configuration does not want it. */
static il_judged *add_verdict(reporting *r, const placed *p)
{
    const il_verdict *verdict = p->verdict;
    il_severity severity = verdict->severity;
    if (!admitted(r, verdict, p->loc, &severity))
        return NULL;
    const il_suppression *suppressed = il_waivers_find(r->round, r->checked, verdict, p->loc);
    if (r->silent)
        return NULL;
    const char *key = verdict->rule->id;
    il_judged *judged = il_gather_at(r->round, suppressed ? il_gather_suppressed(r->round, key) : key, p->loc);
    bool first = !judged->checked;
    judged->checked = r->checked;
    if (first) {
        bool fixed_in_source = p->back.loc.source && verdict->resource->twin;
        judged->app = fixed_in_source ? r->checked->source : verdict->resource->app;
        fill_finding(r->round, judged, p);
        judged->finding.severity = severity;
        judged->finding.suppressed = suppressed;
    } else if (severity > judged->finding.severity) {
        judged->finding.severity = severity;
        judged->finding.message = verdict->message;
    }
    add_to(r, judged, p);
    return judged;
}

/* A rule and a text it found wrong: how a value that travelled from a literal into a template is known again. */
static il_str literal_key(const il_round *round, const il_verdict *verdict)
{
    il_str text = il_loc_text(verdict->loc);
    while (text.n > 1 && strchr("'\"`", text.p[0]) && text.p[text.n - 1] == text.p[0])
        text = il_str_slice(text, 1, text.n - 1);
    return il_arena_printf(round->arena, "%s %.*s", verdict->rule->id, IL_FMT(text));
}

/* A rule, a type and the `new` that makes resources of it: how one that only the template shows is known to be one of several. */
static il_str made_key(const il_round *round, const il_rule *rule, const il_resource *resource, il_loc made)
{
    return il_arena_printf(round->arena, "%s %s %u %.*s", rule->id, resource->type, made.span.start,
                           IL_FMT(il_source_path(made.source)));
}

static void report_source(void *context, const il_verdict *verdict)
{
    reporting *r = context;
    if (!verdict->loc.source)
        return;
    il_map_put(&r->checked->literals, literal_key(r->round, verdict), r);
    il_judged *judged = add_verdict(r, &(placed){.verdict = verdict, .loc = verdict->loc});
    if (judged && r->checked->assembly && verdict->resource->loc.source)
        il_map_put(&r->checked->made, made_key(r->round, verdict->rule, verdict->resource, verdict->resource->loc),
                   judged);
}

/* What a stale template says counts only where the program cannot say otherwise. */
static bool outdated(const il_checked *checked, const il_resource *resource)
{
    if (!checked->stale || !checked->source)
        return false;
    return resource->twin || !il_app_may_make(checked->source, il_str_of(resource->type));
}

static void report_template(void *context, const il_verdict *verdict)
{
    reporting *r = context;
    const il_resource *resource = verdict->resource;
    if ((r->checked->source && il_resource_is_fact(resource)) || outdated(r->checked, resource))
        return;
    if (resource->twin && il_judge_resource(r->checked->source_judge, verdict->rule, resource->twin) != IL_MAYBE)
        return;
    if (verdict->element.n && il_map_get(&r->checked->literals, literal_key(r->round, verdict)))
        return;
    placed p = {.verdict = verdict, .back = il_back_of(r->round, r->checked, verdict)};
    p.loc = p.back.loc.source ? p.back.loc : verdict->loc;
    il_judged *same = NULL;
    if (p.back.made.source && !resource->twin)
        same = il_map_get(&r->checked->made, made_key(r->round, verdict->rule, resource, p.back.made));
    if (same) {
        add_to(r, same, &p);
        if (!same->finding.n_related)
            il_gather_related(r->round, &same->finding,
                              (il_related){verdict->loc, IL_STR("in the synthesized template")});
    } else if (p.loc.source)
        add_verdict(r, &p);
}

static const char *const *words_of(il_arena *arena, const il_config_words *words)
{
    const char **out = IL_NEW_ARRAY(arena, words->n + 1, const char *);
    for (size_t i = 0; i < words->n; i++)
        out[i] = il_arena_str(arena, words->items[i]).p;
    return words->n ? out : NULL;
}

static void configure(il_round *round, il_checked *checked)
{
    const il_config *config = il_engine_config(round->engine, checked->unit->root);
    const il_rule_options *given = round->engine->options.rule_options;
    il_rule_options *out = &checked->rule_options;
    *out = given ? *given : (il_rule_options){0};
    if (!out->params)
        out->params = config->params;
    if (!out->exempt) {
        out->exempt = words_of(round->arena, &config->exempt);
        out->n_exempt = config->exempt.n;
    }
    if (!out->production) {
        out->production = words_of(round->arena, &config->production);
        out->n_production = config->production.n;
    }
}

/* Whether a file of UNIT may have RULE on: by the configuration of its folder, or of a folder below with one of its own. */
static bool configured(il_round *round, const il_unit *unit, const il_rule *rule)
{
    il_str last = {NULL, 0};
    if (il_config_uses(il_engine_config(round->engine, unit->root), rule))
        return true;
    for (size_t i = 0; i < unit->n_sources; i++) {
        il_str folder = il_path_directory(unit->sources[i]);
        if (last.p && il_str_eq(last, folder))
            continue;
        if (il_config_uses(il_engine_config(round->engine, folder), rule))
            return true;
        last = folder;
    }
    return false;
}

static bool wanted(il_round *round, const il_unit *unit, const il_rule *rule)
{
    return !round->engine->options.rules_by_config || configured(round, unit, rule);
}

/* Whether somebody wants to know of suppressions that are idle: then all rules of the configuration are judged, whatever was selected. */
static bool tells_of_suppressions(const il_engine_options *options)
{
    bool tells = options->list_suppressions;
    for (size_t i = 0; i < options->n_rules && !tells; i++)
        tells = il_waivers_judged_by(options->rules[i]);
    return tells;
}

static bool selected(const il_engine_options *options, const il_rule *rule)
{
    for (size_t i = 0; i < options->n_rules; i++)
        if (options->rules[i] == rule)
            return true;
    return false;
}

bool il_round__judges(il_round *round, const il_checked *checked, const il_rule *rule)
{
    const il_engine_options *options = &round->engine->options;
    if (selected(options, rule))
        return !options->rules_by_config || wanted(round, checked->unit, rule);
    return !options->rules_by_config && configured(round, checked->unit, rule);
}

void il_round__report(il_round *round, il_checked *checked, const il_rule *rule, const il_verdict *verdict)
{
    reporting r = {round, checked, rule, false};
    add_verdict(&r, &(placed){.verdict = verdict, .loc = verdict->loc});
}

static void judge_rule(reporting *r)
{
    if (r->checked->source)
        il_judge_rule(r->checked->source_judge, r->rule, report_source, r);
    if (r->checked->assembly)
        il_judge_rule(r->checked->assembly_judge, r->rule, report_template, r);
}

/* Rules that were not selected, for what was accepted of them. */
static void judge_silently(il_round *round, il_checked *checked)
{
    const il_rules *rules = &round->engine->rules;
    for (size_t i = 0; i < il_rules_count(rules); i++) {
        reporting r = {round, checked, il_rules_at(rules, i), true};
        if (!selected(&round->engine->options, r.rule) && configured(round, checked->unit, r.rule))
            judge_rule(&r);
    }
}

static void judge_unit(il_round *round, il_checked *checked)
{
    const il_engine_options *options = &round->engine->options;
    configure(round, checked);
    il_waivers_collect(round, checked);
    if (checked->source)
        checked->source_judge = il_judge_new(round->arena, checked->source, &checked->rule_options);
    if (checked->assembly)
        checked->assembly_judge = il_judge_new(round->arena, checked->assembly, &checked->rule_options);
    for (size_t i = 0; i < options->n_rules; i++) {
        reporting r = {round, checked, options->rules[i], false};
        if (wanted(round, checked->unit, r.rule))
            judge_rule(&r);
    }
    if (!options->rules_by_config && checked->waivers->all.n && tells_of_suppressions(options))
        judge_silently(round, checked);
}

static void add_syntax(il_round *round, const il_document *document)
{
    for (size_t i = 0; i < document->syntax.findings.n; i++) {
        const il_finding *f = &document->syntax.findings.items[i];
        il_gather_at(round, f->rule, f->loc)->finding = *f;
    }
}

static void read_program(il_round *round, il_checked *checked)
{
    const il_unit *unit = checked->unit;
    il_cdk_input input = {.root = unit->root, .entry = unit->entry, .files = unit->sources, .n_files = unit->n_sources};
    input.loader = &round->engine->loader;
    checked->source = il_cdk_read(round->arena, &input);
    for (size_t i = 0; i < unit->n_sources; i++) {
        const il_slot *slot = il_map_get(&round->engine->slots, unit->sources[i]);
        il_document *document = slot ? slot->document : NULL;
        if (!document)
            document = il_workspace_document(round->engine, unit->sources[i]);
        if (!document)
            continue;
        add_syntax(round, document);
        il_workspace_release(round->engine, document);
    }
    round->files += unit->n_sources;
}

static void read_template(il_round *round, il_checked *checked)
{
    const il_unit *unit = checked->unit;
    const il_document *document = il_workspace_document(round->engine, unit->template_path);
    if (!document)
        return;
    add_syntax(round, document);
    round->files++;
    il_template_input input = {.document = document, .root = unit->template_root, .loader = &round->engine->loader};
    input.givens = round->engine->options.givens;
    bool there = unit->template_root < document->n_roots && il_template_recognize(document->roots[unit->template_root]);
    if (!unit->nested && there)
        checked->assembly = il_template_read(round->arena, &input, &round->template_findings);
}

static size_t count_resources(const il_app *app)
{
    size_t n = 0;
    for (size_t i = 0; i < app->resources.n; i++)
        n += !il_resource_is_fact(app->resources.items[i]);
    return n;
}

static void count_unit(il_round *round, const il_checked *checked)
{
    /* The assembly counts what is deployed; the program's own count stands in where there is none. */
    const il_app *app = checked->assembly ? checked->assembly : checked->source;
    if (!app)
        return;
    round->stacks += app->stacks.n;
    round->resources += count_resources(app);
    if (checked->unit->assembly.p && checked->assembly)
        round->assemblies += il_notes_assemblies(app);
}

static void check_unit(il_round *round, const il_unit *unit)
{
    const il_engine_options *options = &round->engine->options;
    il_checked *checked = IL_NEW(round->arena, il_checked);
    checked->unit = unit;
    checked->place = round->units.n;
    checked->literals = il_map_in(round->arena);
    checked->made = il_map_in(round->arena);
    IL_PUSH(round->arena, &round->units, checked);
    if (unit->n_sources && !options->template_only)
        read_program(round, checked);
    il_repository_add(round, checked);
    if (unit->assembly.p && !options->source_only)
        checked->assembly =
            il_assembly_read(round->arena, unit->assembly,
                             &(il_assembly_input){&round->engine->loader, options->givens}, &round->template_findings);
    if (unit->template_path.p)
        read_template(round, checked);
    if (checked->source && checked->assembly)
        il_link_join(checked->source, checked->assembly);
    il_fresh_judge(checked, round->engine);
    judge_unit(round, checked);
    if (options->import_cdk_report)
        il_imported_add(round, checked);
    count_unit(round, checked);
}

/* What the baseline has does not count. */
static void mark_known(il_round *round)
{
    static const il_suppression known = {.kind = "external", .by = IL_STR_INIT("baseline"), .tool = "baseline"};
    const il_baseline *baseline = round->engine->options.baseline;
    if (!baseline)
        return;
    il_baseline_run *run = il_baseline_begin(round->arena, baseline);
    for (size_t i = 0; i < round->judged.n; i++) {
        il_finding *f = &round->judged.items[i]->finding;
        if (!f->suppressed && il_baseline_knows(run, f))
            f->suppressed = &known;
    }
}

il_round *il_round_of(il_engine *engine, const il_unit *const *units, size_t n)
{
    il_arena *arena = il_arena_new();
    il_round *round = IL_NEW(arena, il_round);
    round->arena = arena;
    round->engine = engine;
    round->by_place = il_map_in(arena);
    round->waived_ids = il_map_in(arena);
    round->template_findings.arena = arena;
    for (size_t i = 0; i < n; i++)
        check_unit(round, units[i]);
    il_waivers_judge(round);
    for (size_t i = 0; i < round->template_findings.findings.n; i++) {
        const il_finding *f = &round->template_findings.findings.items[i];
        il_gather_at(round, f->rule, f->loc)->finding = *f;
    }
    mark_known(round);
    return round;
}

il_round *il_round_new(il_engine *engine)
{
    il_nested_mark(engine);
    const il_unit **units = IL_NEW_ARRAY(engine->arena, engine->units.n, const il_unit *);
    size_t n = 0;
    for (size_t i = 0; i < engine->units.n; i++)
        if (!il_turns_takes(engine, engine->units.items[i]))
            units[n++] = engine->units.items[i];
    return il_round_of(engine, units, n);
}

void il_round_free(il_round *round)
{
    for (size_t i = 0; round && i < round->units.n; i++)
        il_tracer_free(round->units.items[i]->tracer);
    if (round)
        il_arena_free(round->arena);
}

enum { LONG_LINE = 2000, LONG_PLACE = 200 };

/* The line of the finding without white space: reformatting must not make a finding a new one. In a file without line breaks the place itself
 * stands for its line. */
static il_str squeezed_line(il_arena *arena, il_loc loc)
{
    uint32_t line = il_source_pos(loc.source, loc.span.start).line;
    il_str text = il_source_slice(loc.source, il_source_line(loc.source, line));
    if (text.n > LONG_LINE)
        text = il_str_slice(il_loc_text(loc), 0, LONG_PLACE);
    char *out = il_arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ' ' && text.p[i] != '\t')
            out[n++] = text.p[i];
    return (il_str){out, n};
}

/* Rule, file, subject, text of the line and which of several alike: what stays when lines move. */
static void fingerprint(il_arena *arena, il_map *seen, il_finding *f)
{
    il_str subject = {"", 0};
    if (f->n_subjects)
        subject = f->subjects[0].construct_path.n ? f->subjects[0].construct_path : f->subjects[0].logical_id;
    il_str key = il_arena_printf(arena, "%s\n%.*s\n%.*s\n%.*s", f->rule, IL_FMT(il_source_path(f->loc.source)),
                                 IL_FMT(subject), IL_FMT(squeezed_line(arena, f->loc)));
    size_t *count = il_map_get(seen, key);
    if (!count) {
        count = IL_NEW(arena, size_t);
        il_map_put(seen, key, count);
    }
    ++*count;
    f->fingerprint = il_arena_printf(arena, "%016llx:%zu", (unsigned long long)il_hash(key), *count);
}

void il_round_collect(il_round *round, il_sink *sink)
{
    for (size_t i = 0; i < round->judged.n; i++) {
        const il_finding *f = &round->judged.items[i]->finding;
        if (round->judged.items[i]->named || il_in_scope(round->engine, il_source_path(f->loc.source)))
            il_sink_report(sink, *f);
    }
}

void il_round_findings(il_round *round, il_sink *sink)
{
    for (size_t i = 0; i < round->engine->io.findings.n; i++)
        il_sink_report(sink, round->engine->io.findings.items[i]);
    for (size_t i = 0; i < round->engine->notices.findings.n; i++) {
        const il_finding *f = &round->engine->notices.findings.items[i];
        if (il_in_scope(round->engine, il_source_path(f->loc.source)))
            il_sink_report(sink, *f);
    }
    il_round_collect(round, sink);
    il_sink_sort(sink);
    il_map seen = il_map_in(sink->arena);
    for (size_t i = 0; i < sink->findings.n; i++)
        fingerprint(sink->arena, &seen, &sink->findings.items[i]);
}
