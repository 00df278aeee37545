#include "gather.h"

#include <string.h>

il_str il_gather_app(const il_unit *unit)
{
    return unit->root.n ? unit->root : IL_STR(".");
}

static il_str key_at(il_arena *arena, const char *key, il_loc loc)
{
    il_str path = il_source_path(loc.source);
    return il_arena_printf(arena, "%s %u %u %.*s", key, loc.span.start, loc.span.end, IL_FMT(path));
}

il_judged *il_gather_there(const il_round *round, il_arena *arena, const char *key, il_loc loc)
{
    return il_map_get(&round->by_place, key_at(arena, key, loc));
}

il_judged *il_gather_at(il_round *round, const char *rule, il_loc loc)
{
    il_str key = key_at(round->arena, rule, loc);
    il_judged *judged = il_map_get(&round->by_place, key);
    if (!judged) {
        judged = IL_NEW(round->arena, il_judged);
        il_map_put(&round->by_place, key, judged);
        IL_PUSH(round->arena, &round->judged, judged);
    }
    return judged;
}

const char *il_gather_suppressed(il_round *round, const char *rule)
{
    return il_arena_printf(round->arena, "%s suppressed", rule).p;
}

void il_gather_related(il_round *round, il_finding *finding, il_related related)
{
    il_related *list = IL_NEW_ARRAY(round->arena, finding->n_related + 1, il_related);
    if (finding->n_related)
        memcpy(list, finding->related, finding->n_related * sizeof *list);
    list[finding->n_related++] = related;
    finding->related = list;
}

void il_gather_subject(il_round *round, il_finding *finding, const il_resource *resource)
{
    if (il_resource_is_fact(resource))
        return;
    il_str stack = resource->stack ? resource->stack->name : (il_str){NULL, 0};
    il_subject subject = {il_str_of(resource->type), resource->logical_id, resource->construct_path, stack};
    il_subject *list = IL_NEW_ARRAY(round->arena, finding->n_subjects + 1, il_subject);
    if (finding->n_subjects)
        memcpy(list, finding->subjects, finding->n_subjects * sizeof *list);
    list[finding->n_subjects++] = subject;
    finding->subjects = list;
}
