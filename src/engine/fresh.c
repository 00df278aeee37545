/* Two measures. Times of files: CDK writes its folder at once, after it has read the program. A source that is newer was changed since; if none
 * is, the folder is fresh. But where all of them are of the same minutes (a fresh clone, a container's layer, a copy) times say only in which
 * order files were written. Then the contents are asked (stale.h): what both sides know and do not agree on. */
#include "fresh.h"

#include "stale.h"

/* Files that are written within this of each other may have been copied together: nanoseconds. */
static const int64_t together = (int64_t)120 * 1000000000;

typedef enum { AGE_UNKNOWN, AGE_FRESH, AGE_OLDER } age;

typedef struct {
    age age;
    il_str changed; /* a source that is newer */
} ages;

static int64_t modified(const il_engine *engine, il_str path)
{
    const il_slot *slot = il_map_get(&engine->slots, path);
    if (!engine->files->modified || (slot && slot->overlaid))
        return 0;
    return engine->files->modified(engine->files->context, path);
}

static ages ages_of(il_engine *engine, const il_unit *unit)
{
    int64_t manifest = modified(engine, il_path_join(engine->arena, unit->assembly, IL_STR("manifest.json")));
    int64_t oldest = manifest, newest = manifest;
    ages out = {AGE_UNKNOWN, {NULL, 0}};
    for (size_t i = 0; i < unit->n_sources; i++) {
        int64_t time = modified(engine, unit->sources[i]);
        if (!time || !manifest)
            return (ages){AGE_UNKNOWN, {NULL, 0}};
        oldest = time < oldest ? time : oldest;
        if (time > newest) {
            newest = time;
            out.changed = unit->sources[i];
        }
    }
    if (newest - oldest > together)
        out.age = newest > manifest ? AGE_OLDER : AGE_FRESH;
    return out;
}

static void report(il_engine *engine, il_finding finding, const char *rule)
{
    il_str path = il_path_join(engine->arena, finding.app, IL_STR("manifest.json"));
    const il_document *manifest = il_workspace_document(engine, path);
    if (!manifest)
        return;
    finding.rule = rule;
    finding.severity = IL_WARNING;
    finding.category = IL_STR("input");
    finding.origin = "project";
    finding.loc = (il_loc){manifest->source, {0, 0}};
    finding.app = il_path_directory(finding.app);
    il_sink_report(&engine->notices, finding);
}

/* The name that a person has for RESOURCE. */
static il_str name_of(const il_resource *resource)
{
    return resource->construct_path.n ? resource->construct_path : resource->logical_id;
}

static il_str contradiction(il_engine *engine, const il_stale *stale)
{
    il_arena *arena = engine->arena;
    il_str name = name_of(stale->resource), type = il_str_of(stale->resource->type);
    switch (stale->why) {
    case IL_STALE_MISSING:
        return il_arena_printf(arena, "the program makes '%.*s' (%.*s), and it has no such resource", IL_FMT(name),
                               IL_FMT(type));
    case IL_STALE_GONE:
        return il_arena_printf(arena, "it has '%.*s' (%.*s), and the program makes no such resource", IL_FMT(name),
                               IL_FMT(type));
    case IL_STALE_DIFFERS:
        return il_arena_printf(arena, "it has another value for '%.*s' (%.*s) than the program", IL_FMT(name),
                               IL_FMT(type));
    case IL_STALE_NOT:
        break;
    }
    return (il_str){NULL, 0};
}

static void report_stale(il_engine *engine, const il_unit *unit, const il_stale *stale, il_str why)
{
    il_finding finding = {.app = unit->assembly};
    finding.message = il_arena_printf(engine->arena,
                                      "This cdk.out is of an older state of the program: %.*s. Where the program says "
                                      "enough it is not asked. Run `cdk synth`.",
                                      IL_FMT(why));
    il_related *related = IL_NEW_ARRAY(engine->arena, 2, il_related);
    if (stale->source.source)
        related[finding.n_related++] = (il_related){stale->source, IL_STR("in the program")};
    if (stale->synthesized.source)
        related[finding.n_related++] = (il_related){stale->synthesized, IL_STR("in the template")};
    finding.related = related;
    report(engine, finding, IL_RULE_STALE);
}

static void judge(il_checked *checked, il_engine *engine, il_unit *unit)
{
    if (!checked->assembly->stacks.n) {
        il_finding finding = {.app = unit->assembly,
                              .message = IL_STR("This cdk.out holds no stack: nothing of it was checked.")};
        report(engine, finding, IL_RULE_EMPTY);
        return;
    }
    if (!checked->source)
        return;
    ages times = ages_of(engine, unit);
    if (times.age == AGE_FRESH)
        return;
    il_stale stale = il_link_stale(checked->source, checked->assembly);
    unit->stale = stale.why || times.age == AGE_OLDER;
    if (!unit->stale)
        return;
    il_str why = stale.why
                     ? contradiction(engine, &stale)
                     : il_arena_printf(engine->arena, "%.*s was changed after it was written", IL_FMT(times.changed));
    report_stale(engine, unit, &stale, why);
}

void il_fresh_judge(il_checked *checked, il_engine *engine)
{
    il_unit *unit = (il_unit *)checked->unit;
    if (!unit->assembly.p || !checked->assembly)
        return;
    if (!unit->aged)
        judge(checked, engine, unit);
    unit->aged = true;
    checked->stale = unit->stale;
}
