/* aws_backup: what the rules of a plan have without being told (a name, the plan's vault), and what a selection selects: ARNs and tags. A
 * construct that is selected stands for resources below it that are not looked for here: the list may hold more. */
#include <string.h>

#include "lower_build.h"
#include "lower_models.h"

/* ---- Plans ---- */

static il_low_node *vault_name(il_low_unit *plan, il_loc loc)
{
    il_low *low = plan->low;
    const il_ev *given = il_low__prop(plan, "backupVault");
    il_low_unit *own = il_low__child_of(plan, IL_STR("Vault"));
    if (own)
        given = il_low__ev_unit(low, own);
    return il_low__plain(low, il_low__ev_member(low, given, IL_STR("backupVaultName"), loc));
}

static void finish_plan(il_low_unit *plan)
{
    il_low *low = plan->low;
    il_low_part *part = il_low__primary(plan);
    il_low_node *rules = part ? il_low__at(part->properties, IL_STR("BackupPlan.BackupPlanRule")) : NULL;
    il_str id = il_low__known_text(low, plan->construct->id);
    for (size_t i = 0; rules && rules->kind == IL_LOW_LIST && i < rules->items.n; i++) {
        il_low_node *rule = rules->items.items[i];
        if (rule->kind != IL_LOW_MAP)
            continue;
        il_low_node *name =
            id.n && !rules->open
                ? il_low__text(low, rule->loc, il_arena_printf(low->arena, "%.*sRule%zu", IL_FMT(id), i))
                : il_low__unknown(low, rule->loc, "name made by the library", (il_str){NULL, 0});
        if (!rule->open && !il_low__member(rule, IL_STR("RuleName")))
            il_low__put(low, rule, IL_STR("RuleName"), (il_loc){0}, name);
        if (!rule->open && !il_low__member(rule, IL_STR("TargetBackupVault")))
            il_low__put(low, rule, IL_STR("TargetBackupVault"), (il_loc){0}, vault_name(plan, rule->loc));
    }
}

/* ---- Selections ---- */

typedef struct {
    il_low_unit *unit;
    il_low_node *resources, *tags;
    bool unsure;
} selection;

/* "arn:PARTITION:SERVICE:REGION:ACCOUNT:KIND" and the name. */
static il_low_node *arn_of(il_low_unit *unit, const il_ev *resource, il_loc loc)
{
    il_low *low = unit->low;
    il_str service = il_low__string(il_low__field(low, resource, "service")),
           kind = il_low__string(il_low__field(low, resource, "kind"));
    const char *const parts[] = {"partition", "region", "account"};
    il_low_node *nodes[3], *list = il_low__list(low, loc), *outer = il_low__list(low, loc);
    for (size_t i = 0; i < 3; i++)
        nodes[i] = il_low__environment(unit, il_str_of(parts[i]), loc);
    il_low__push(low, list, il_low__text(low, loc, IL_STR("arn:")));
    il_low__push(low, list, nodes[0]);
    il_low__push(low, list, il_low__text(low, loc, il_arena_printf(low->arena, ":%.*s:", IL_FMT(service))));
    il_low__push(low, list, nodes[1]);
    il_low__push(low, list, il_low__text(low, loc, IL_STR(":")));
    il_low__push(low, list, nodes[2]);
    il_low__push(low, list, il_low__text(low, loc, il_arena_printf(low->arena, ":%.*s", IL_FMT(kind))));
    il_low__push(low, list, il_low__plain(low, il_low__field(low, resource, "name")));
    il_low__push(low, outer, il_low__text(low, loc, IL_STR("")));
    il_low__push(low, outer, list);
    return il_low__map_of(low, loc, "Fn::Join", outer, NULL);
}

static void take(selection *s, const il_ev *given)
{
    il_low *low = s->unit->low;
    const il_ev *resource = il_low__reduce(low, given);
    const il_ev *arn = il_low__field(low, resource, "arn"), *tag = il_low__field(low, resource, "tag");
    if (resource->kind != IL_EV_OBJECT || resource->open)
        s->unsure = true;
    else if (tag->kind == IL_EV_OBJECT)
        il_low__push(low, s->tags, il_low__plain(low, tag));
    else if (il_low__given(arn) != IL_NO)
        il_low__push(low, s->resources, il_low__plain(low, arn));
    else if (il_low__given(il_low__field(low, resource, "service")) == IL_YES)
        il_low__push(low, s->resources, arn_of(s->unit, resource, given->loc));
    else
        s->resources->open = true;
}

static void lower_selection(il_low_unit *unit)
{
    il_low *low = unit->low;
    il_low_part *part = il_low__primary(unit);
    const il_field *field = il_low__field_entry(unit->props, IL_STR("resources"));
    const il_ev *list = il_low__prop(unit, "resources");
    il_loc loc = field ? field->value->loc : unit->construct->loc, key = field ? field->name_loc : (il_loc){0};
    selection s = {unit, il_low__list(low, loc), il_low__list(low, loc), list->kind != IL_EV_ARRAY || list->open};
    if (!part)
        return;
    for (size_t i = 0; list->kind == IL_EV_ARRAY && i < list->list.n; i++)
        take(&s, list->list.items[i]);
    s.resources->open = s.resources->open || s.unsure;
    s.tags->open = s.unsure;
    if (s.resources->items.n || s.resources->open)
        il_low__set(low, part->properties, IL_STR("BackupSelection.Resources"), key, s.resources);
    if (s.tags->items.n || s.tags->open)
        il_low__set(low, part->properties, IL_STR("BackupSelection.ListOfTags"), key, s.tags);
}

const il_low_model il_low__backup_plan_model = {.name = "backup-plan", .finish = finish_plan};
const il_low_model il_low__backup_selection_model = {.name = "backup-selection", .lower = lower_selection};
