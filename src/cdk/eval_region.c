/* Regions: functions, loops and their turns, which return, break and continue leave. Where it is not known whether they are left, the way
 * that leaves waits until the region's end, with what it wrote, while the other way goes on inside of an open fork. */
#include "eval.h"

static il_waitings *pendings_of(il_eval *e)
{
    if (!e->frame->pending)
        e->frame->pending = IL_NEW(e->arena, il_waitings);
    return e->frame->pending;
}

void il_ev__enter_region(il_eval *e, il_region *region, il_region_kind kind, il_name label)
{
    *region = (il_region){
        .up = e->frame->region, .kind = kind, .label = label, .conditions = e->conditions, .serial = e->serial};
    e->frame->region = region;
}

/* Takes the last pending of REGION off the list; false when there is none. */
static bool take_last(il_waitings *pendings, const il_region *region, il_waiting *out)
{
    for (size_t i = pendings->list.n; i-- > 0;) {
        if (pendings->list.items[i].region != region)
            continue;
        *out = pendings->list.items[i];
        for (size_t j = i + 1; j < pendings->list.n; j++)
            pendings->list.items[j - 1] = pendings->list.items[j];
        pendings->list.n--;
        return true;
    }
    return false;
}

const il_ev *il_ev__leave_region(il_eval *e, il_region *region, const il_ev *result)
{
    il_waiting pending;
    e->frame->region = region->up;
    e->conditions = region->conditions;
    while (e->frame->pending && take_last(e->frame->pending, region, &pending)) {
        bool thrown = il_ev__drop_thrown(e); /* what goes on is the way that waited */
        if (pending.fork.id) {
            il_writes rest = il_ev__take(e, &pending.fork);
            il_ev__close(e, &pending.fork);
            if (thrown)
                il_ev__redo(e, &pending.writes);
            else
                il_ev__join(e, pending.condition, &pending.writes, &rest);
        }
        if (thrown)
            result = pending.value ? pending.value : e->undefined;
        else if (pending.value)
            result = il_ev__choice(e, pending.value->loc, pending.condition, pending.value, result);
    }
    il_ev__assume_pending(e, region->serial, e->serial);
    return result;
}

void il_ev__suspend(il_eval *e, il_completion completion, il_waiting pending, il_name label)
{
    il_region_kind kind = completion == IL_RETURN  ? IL_REGION_FUNCTION
                          : completion == IL_BREAK ? IL_REGION_LOOP
                                                   : IL_REGION_TURN;
    il_region *region = e->frame->region;
    while (region->up && (region->kind != kind || (label && region->label != label)))
        region = region->up;
    if (completion == IL_RETURN && !pending.value)
        pending.value = e->undefined;
    pending.region = region;
    pending.open = pending.fork.id != 0;
    pending.serial = ++e->serial;
    pending.condition = il_ev__both(e, il_ev__active(e, region->conditions), pending.condition);
    IL_PUSH(e->arena, &pendings_of(e)->list, pending);
}

void il_ev__assume_pending(il_eval *e, uint32_t after, uint32_t to)
{
    const il_waitings *pendings = e->frame->pending;
    for (size_t i = 0; pendings && i < pendings->list.n; i++) {
        const il_waiting *pending = &pendings->list.items[i];
        il_test test = {IL_MAYBE, pending->condition, NULL};
        if (pending->serial > after && pending->serial <= to && pending->condition.text.n)
            il_ev__assume(e, &test, false);
    }
}
