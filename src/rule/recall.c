/* What a relation's `where` says of a candidate is mostly the same whoever $self is: an alarm has another namespace, or names other resources.
 * Promises the answer that judging it anew would give, at the cost of one judgement for every candidate, and for each $self of a look at those
 * that may be what it looks for.
 *
 * Nobody stands in for $self (and for the resources of slots) once, and whom the candidate was held against is heard, and what texts. To a resource
 * that was not heard, and whose name none of the texts could be, it says what it said to nobody. What else looks at $self is judged anew. */
#include <string.h>

#include "trial.h"

/* What an answer depends on besides the subject. */
typedef enum { ON_NOTHING, ON_WHO, ON_MORE } dependence;

typedef struct {
    unsigned bound; /* bits of the slots that are bound inside */
    bool nowhere;   /* the subject is of no resource: $self's properties would stand in */
} inside;

static dependence more_of(dependence a, dependence b)
{
    return a > b ? a : b;
}

static dependence of_path(const il_path *path, inside in)
{
    if (!path)
        return ON_NOTHING;
    bool own = path->start == IL_START_SUBJECT || path->start == IL_START_RESOURCE ||
               (path->start == IL_START_SLOT && (in.bound >> path->slot & 1));
    return own && !in.nowhere ? ON_NOTHING : ON_MORE;
}

static dependence of_operand(const il_operand *operand, inside in)
{
    dependence all = of_path(operand->path, in);
    for (size_t i = 0; i < operand->n_items; i++)
        all = more_of(all, of_operand(&operand->items[i], in));
    if (operand->kind == IL_OPERAND_SELF)
        return ON_WHO;
    if (operand->kind == IL_OPERAND_SLOT && !(in.bound >> operand->index & 1))
        return more_of(all, ON_WHO);
    return all;
}

/* The slot that COND binds for its kid. */
static unsigned bound_by(const il_cond *cond)
{
    bool binds = cond->op == IL_OP_ANY || cond->op == IL_OP_ALL || cond->op == IL_OP_NONE;
    return binds && cond->slot != IL_SLOT_NONE ? 1u << cond->slot : 0;
}

static dependence of_cond(const il_cond *cond, inside in)
{
    if (cond->op == IL_OP_EXISTS || cond->op == IL_OP_COUNT || cond->op == IL_OP_EVERY)
        return ON_MORE;
    dependence all = of_path(cond->path, in);
    for (size_t i = 0; i < cond->n_operands; i++)
        all = more_of(all, of_operand(&cond->operands[i], in));
    in.bound |= bound_by(cond);
    in.nowhere = in.nowhere || cond->op == IL_OP_LENGTH;
    for (size_t i = 0; i < cond->n_kids; i++)
        all = more_of(all, of_cond(&cond->kids[i], in));
    return all;
}

/* The slots outside of COND that it asks who they are. */
static unsigned asked_of_operands(const il_operand *operands, size_t n, unsigned bound)
{
    unsigned asked = 0;
    for (size_t i = 0; i < n; i++)
        if (operands[i].kind == IL_OPERAND_SLOT && !(bound >> operands[i].index & 1))
            asked |= 1u << operands[i].index;
    return asked;
}

static unsigned asked_slots(const il_cond *cond, unsigned bound)
{
    unsigned asked = asked_of_operands(cond->operands, cond->n_operands, bound);
    bound |= bound_by(cond);
    for (size_t i = 0; i < cond->n_kids; i++)
        asked |= asked_slots(&cond->kids[i], bound);
    return asked;
}

/* Whether COND says that what somebody else has at a path names the candidate, which is in SLOT: `$self.Role: { names: $role }`. */
static bool points(const il_cond *cond, int slot)
{
    if (cond->op != IL_OP_PATH || slot == IL_SLOT_NONE)
        return false;
    const il_path *path = cond->path;
    bool others = path->start == IL_START_SELF || (path->start == IL_START_SLOT && path->slot != slot);
    const il_cond *kid = &cond->kids[0];
    if (kid->op == IL_OP_ANY && kid->slot == IL_SLOT_NONE)
        kid = &kid->kids[0];
    return others && !path->view && kid->op == IL_OP_NAMES && kid->n_operands == 1 &&
           kid->operands[0].kind == IL_OPERAND_SLOT && kid->operands[0].index == slot;
}

void il_recall__prepare(il_arena *arena, il_recall *recall, const il_relation *relation)
{
    const il_cond *where = relation->where;
    inside in = {.bound = relation->slot == IL_SLOT_NONE ? 0 : 1u << relation->slot};
    if (!where)
        return;
    size_t room = where->op == IL_OP_AND ? where->n_kids : 1;
    const il_cond *parts = where->op == IL_OP_AND ? where->kids : where;
    recall->parts = IL_NEW_ARRAY(arena, room, const il_cond *);
    recall->whole = true;
    for (size_t i = 0; i < room; i++) {
        dependence on = of_cond(&parts[i], in);
        recall->whole = recall->whole && on < ON_MORE;
        recall->parts[recall->n_parts++] = &parts[i];
        recall->asks = recall->asks || on != ON_NOTHING;
        recall->slots |= asked_slots(&parts[i], in.bound);
    }
    recall->memory = IL_NEW_ARRAY(arena, recall->all.n, il_memory);
    for (size_t i = 0; i < room && !recall->pointer; i++)
        if (points(&parts[i], relation->slot))
            recall->pointer = &parts[i];
}

/* Of nobody nothing is known but that nobody has no name: what a part asks of $self beyond who it is, is maybe. */
static const il_value unknown = {.kind = IL_UNKNOWN, .unknown = {.reason = "somebody"}};
static const il_resource nobody = {.type = "nobody", .body = &unknown};

static void know_nobody(il_judge *judge)
{
    static const il_resource *const key = &nobody;
    if (il_map_get(&judge->views[IL_VIEW_TYPE], IL_POINTER_KEY(key)))
        return;
    for (size_t i = IL_VIEW_NONE + 1; i < sizeof judge->views / sizeof *judge->views; i++)
        il_map_put(&judge->views[i], IL_POINTER_KEY(key), (void *)&unknown);
}

bool il_recall__is_nobody(const il_resource *resource)
{
    return resource == &nobody;
}

/* Has CANDIDATE judged by the parts that can be remembered, with nobody as $self. */
static void judge_once(il_trial *trial, const il_relation *relation, il_recall *recall, size_t i)
{
    il_memory *memory = &recall->memory[i];
    il_trial alone = {.judge = trial->judge, .rule = trial->rule, .self = &nobody, .listener = memory};
    const il_binding stand_in = {.kind = IL_BOUND_RESOURCE, .resource = &nobody};
    for (int slot = 0; slot < IL_SLOTS_MAX; slot++) {
        alone.slots[slot].kind = IL_BOUND_OUTSIDE;
        if (recall->slots >> slot & 1)
            alone.slots[slot] = stand_in;
    }
    if (relation->slot != IL_SLOT_NONE)
        alone.slots[relation->slot] = (il_binding){.kind = IL_BOUND_RESOURCE, .resource = recall->all.items[i]};
    il_spot root = il_spot__root(recall->all.items[i]);
    memory->known = true;
    memory->choice = root.value->kind == IL_CHOICE;
    memory->truth = IL_YES;
    for (size_t k = 0; k < recall->n_parts && memory->truth != IL_NO; k++)
        memory->truth = il_and(memory->truth, il_trial__eval(&alone, recall->parts[k], &root).truth);
}

bool il_recall__begin(il_trial *trial, const il_recall *recall)
{
    if (!recall->n_parts || recall->rule != trial->rule)
        return false;
    for (int slot = 0; slot < IL_SLOTS_MAX; slot++)
        if ((recall->slots >> slot & 1) && trial->slots[slot].kind != IL_BOUND_RESOURCE)
            return false;
    return true;
}

/* Whether MEMORY may say something else to RESOURCE than to nobody: it means it by reference, or a text that it looked at may be its name. */
static bool heard_one(il_trial *trial, const il_memory *memory, const il_resource *resource)
{
    for (size_t i = 0; i < memory->heard.n; i++)
        if (memory->heard.items[i] == resource)
            return true;
    if (!memory->reads && !memory->texts.n)
        return false;
    const il_value *name = il_resource__given_name(trial->judge->arena, resource);
    if (il_value_absent(name))
        return false;
    bool may = memory->reads || name->kind != IL_STRING;
    for (size_t i = 0; i < memory->texts.n && !may; i++)
        may = il_str_eq(memory->texts.items[i], name->string);
    return may;
}

static bool heard_of(il_trial *trial, const il_recall *recall, const il_memory *memory)
{
    if (recall->asks && heard_one(trial, memory, trial->self))
        return true;
    for (int slot = 0; slot < IL_SLOTS_MAX && recall->slots >> slot; slot++)
        if ((recall->slots >> slot & 1) && heard_one(trial, memory, trial->slots[slot].resource))
            return true;
    return false;
}

static il_indices *indices_of(il_recall *recall, il_arena *arena, const il_resource *resource, bool make)
{
    il_indices *found = il_map_get(&recall->by_resource, IL_POINTER_KEY(resource));
    if (found || !make)
        return found;
    const il_resource **key = IL_NEW(arena, const il_resource *);
    *key = resource;
    found = IL_NEW(arena, il_indices);
    il_map_put(&recall->by_resource, (il_str){(const char *)key, sizeof *key}, found);
    return found;
}

static il_indices *indices_of_text(il_recall *recall, il_arena *arena, il_str text, bool make)
{
    il_indices *found = il_map_get(&recall->by_text, text);
    if (found || !make)
        return found;
    found = IL_NEW(arena, il_indices);
    il_map_put(&recall->by_text, text, found);
    return found;
}

static void note(il_arena *arena, il_indices *of, size_t i)
{
    if (of->n == 0 || of->items[of->n - 1] != i)
        IL_PUSH(arena, of, (uint32_t)i);
}

static void make_index(il_trial *trial, const il_relation *relation, il_recall *recall)
{
    il_arena *arena = trial->judge->arena;
    recall->indexed = true;
    recall->by_resource = il_map_in(arena);
    recall->by_text = il_map_in(arena);
    for (size_t i = 0; i < recall->all.n; i++) {
        il_memory *memory = &recall->memory[i];
        if (!memory->known)
            judge_once(trial, relation, recall, i);
        if (memory->choice || memory->truth != IL_NO)
            IL_PUSH(arena, &recall->active, (uint32_t)i);
        for (size_t k = 0; k < memory->heard.n; k++)
            note(arena, indices_of(recall, arena, memory->heard.items[k], true), i);
        for (size_t k = 0; k < memory->texts.n; k++)
            note(arena, indices_of_text(recall, arena, memory->texts.items[k], true), i);
        if (memory->reads)
            note(arena, &recall->reading, i);
        if (memory->reads || memory->texts.n)
            note(arena, &recall->texts, i);
    }
}

/* A and B in one, in order and each once. */
static const il_indices *merged(il_arena *arena, const il_indices *a, const il_indices *b)
{
    if (!b || b->n == 0)
        return a;
    il_indices *out = IL_NEW(arena, il_indices);
    for (size_t i = 0, k = 0; i < a->n || k < b->n;) {
        bool from_a = k == b->n || (i < a->n && a->items[i] <= b->items[k]);
        uint32_t next = from_a ? a->items[i] : b->items[k];
        i += i < a->n && a->items[i] == next;
        k += k < b->n && b->items[k] == next;
        IL_PUSH(arena, out, next);
    }
    return out;
}

/* SOME, and the candidates that may mean RESOURCE. */
static const il_indices *with_those_of(il_trial *trial, il_recall *recall, const il_indices *some,
                                       const il_resource *resource)
{
    il_arena *arena = trial->judge->arena;
    some = merged(arena, some, indices_of(recall, arena, resource, false));
    if (!recall->texts.n)
        return some;
    const il_value *name = il_resource__given_name(arena, resource);
    if (il_value_absent(name))
        return some;
    if (name->kind != IL_STRING)
        return merged(arena, some, &recall->texts);
    some = merged(arena, some, &recall->reading);
    return merged(arena, some, indices_of_text(recall, arena, name->string, false));
}

/* What a value may name: resources, and by its texts whatever has a name. */
typedef struct {
    il_candidates targets;
    bool texts, anything;
} pointed;

static void collect(il_arena *arena, const il_value *value, pointed *out, unsigned depth)
{
    if (depth == 0 || out->anything) {
        out->anything = true;
        return;
    }
    switch (value->kind) {
    case IL_STRING:
        out->texts = true;
        break;
    case IL_REF:
        if (value->parameter || (!value->ref.target && !il_str_starts(value->ref.name, IL_STR("AWS::"))))
            out->anything = true;
        else if (value->ref.target)
            IL_PUSH(arena, &out->targets, value->ref.target);
        break;
    case IL_CALL:
        out->texts = true;
        out->anything = strcmp(value->call.name, "Fn::Join") != 0;
        for (size_t i = 0; i < value->call.n; i++)
            collect(arena, value->call.items[i], out, depth - 1);
        break;
    case IL_CHOICE:
        for (size_t i = 0; i < value->choice.n; i++)
            collect(arena, value->choice.arms[i].value, out, depth - 1);
        break;
    case IL_LIST:
        out->anything = value->open;
        for (size_t i = 0; i < value->list.n; i++)
            collect(arena, value->list.items[i], out, depth - 1);
        break;
    case IL_UNKNOWN:
        out->anything = true;
        break;
    default:
        break;
    }
}

static void index_candidates(il_arena *arena, il_recall *recall)
{
    recall->by_candidate = il_map_in(arena);
    for (size_t i = 0; i < recall->all.n; i++) {
        const il_resource **key = IL_NEW(arena, const il_resource *);
        il_indices *own = IL_NEW(arena, il_indices);
        *key = recall->all.items[i];
        IL_PUSH(arena, own, (uint32_t)i);
        il_map_put(&recall->by_candidate, (il_str){(const char *)key, sizeof *key}, own);
        if (!il_value_absent(il_resource__given_name(arena, recall->all.items[i])))
            IL_PUSH(arena, &recall->named, (uint32_t)i);
    }
}

/* The candidates that the pointer's value may name: all others are none of those. NULL when that cannot be said. */
static const il_indices *pointed_at(il_trial *trial, il_recall *recall)
{
    enum { DEEPEST = 8 };
    il_arena *arena = trial->judge->arena;
    const il_spot nowhere = {.value = &il_missing};
    pointed found = {0};
    il_spot spot;
    if (!il_spot__resolve(trial, recall->pointer->path, &nowhere, &spot))
        return NULL;
    collect(arena, spot.value, &found, DEEPEST);
    if (found.anything)
        return NULL;
    if (!recall->by_candidate.arena)
        index_candidates(arena, recall);
    const il_indices *some = found.texts ? &recall->named : IL_NEW(arena, il_indices);
    for (size_t i = 0; i < found.targets.n; i++)
        some = merged(arena, some, il_map_get(&recall->by_candidate, IL_POINTER_KEY(found.targets.items[i])));
    return some;
}

const il_indices *il_recall__some(il_trial *trial, const il_relation *relation, il_recall *recall)
{
    know_nobody(trial->judge);
    const il_indices *those = recall->pointer ? pointed_at(trial, recall) : NULL;
    if (those)
        return those;
    if (!recall->indexed)
        make_index(trial, relation, recall);
    const il_indices *some = &recall->active;
    if (recall->asks)
        some = with_those_of(trial, recall, some, trial->self);
    for (int slot = 0; slot < IL_SLOTS_MAX && recall->slots >> slot; slot++)
        if (recall->slots >> slot & 1)
            some = with_those_of(trial, recall, some, trial->slots[slot].resource);
    return some;
}

bool il_recall__truth(il_trial *trial, const il_relation *relation, il_recall *recall, size_t i, il_truth *truth)
{
    il_memory *memory = &recall->memory[i];
    if (!memory->known)
        judge_once(trial, relation, recall, i);
    if (memory->choice || (!recall->whole && memory->truth != IL_NO) || heard_of(trial, recall, memory))
        return false;
    *truth = memory->truth;
    return true;
}
