/* Which resource a value means: by reference, by an import of what another stack exports, by its name as a literal. Answers no only where
 * two texts cannot be the same; a literal that is compared with a name which the deployment makes up is no reference to it. */
#include <string.h>

#include "trial.h"

static const struct {
    const char *type, *key;
} name_keys[] = {
    {"AWS::ApiGateway::RestApi", "Name"},
    {"AWS::ApiGatewayV2::Api", "Name"},
    {"AWS::AutoScaling::AutoScalingGroup", "AutoScalingGroupName"},
    {"AWS::DynamoDB::GlobalTable", "TableName"},
    {"AWS::EC2::SecurityGroup", "GroupName"},
    {"AWS::ECS::Cluster", "ClusterName"},
    {"AWS::ElasticLoadBalancingV2::LoadBalancer", "Name"},
    {"AWS::ElasticLoadBalancingV2::TargetGroup", "Name"},
    {"AWS::Events::EventBus", "Name"},
    {"AWS::Events::Rule", "Name"},
    {"AWS::Glue::SecurityConfiguration", "Name"},
    {"AWS::Kinesis::Stream", "Name"},
    {"AWS::RDS::DBCluster", "DBClusterIdentifier"},
    {"AWS::RDS::DBInstance", "DBInstanceIdentifier"},
    {"AWS::SecretsManager::Secret", "Name"},
    {"AWS::SSM::Parameter", "Name"},
    {"AWS::WAFv2::IPSet", "Name"},
    {"AWS::WAFv2::WebACL", "Name"},
};

/* Most types call it after themselves. */
const il_value *il_resource__given_name(il_arena *arena, const il_resource *resource)
{
    if (il_recall__is_nobody(resource))
        return &il_missing;
    const il_value *properties = il_resource_properties(resource);
    for (size_t i = 0; i < sizeof name_keys / sizeof *name_keys; i++)
        if (strcmp(resource->type, name_keys[i].type) == 0)
            return il_value_get(properties, il_str_of(name_keys[i].key));
    const char *last = strrchr(resource->type, ':');
    il_str noun = il_str_of(last ? last + 1 : resource->type);
    char room[64], *key = noun.n + 4 <= sizeof room ? room : il_arena_alloc(arena, noun.n + 4);
    memcpy(key, noun.p, noun.n);
    memcpy(key + noun.n, "Name", 4);
    return il_value_get(properties, (il_str){key, noun.n + 4});
}

static bool is_text(const il_value *value)
{
    return value->kind == IL_STRING || (value->kind == IL_CALL && strcmp(value->call.name, "Fn::Join") == 0);
}

/* The known text that VALUE begins (or ends) with. */
static il_str known_end(const il_value *value, bool last)
{
    if (value->kind == IL_STRING)
        return value->string;
    if (!is_text(value) || !value->call.n)
        return (il_str){NULL, 0};
    const il_value *part = value->call.items[last ? value->call.n - 1 : 0];
    return part->kind == IL_STRING ? part->string : (il_str){NULL, 0};
}

static bool ends_differ(il_str a, il_str b, bool last)
{
    size_t n = a.n < b.n ? a.n : b.n;
    return memcmp(last ? a.p + a.n - n : a.p, last ? b.p + b.n - n : b.p, n) != 0;
}

il_truth il_value__same(const il_value *a, const il_value *b)
{
    if (il_value_absent(a) || il_value_absent(b))
        return IL_NO;
    if (il_value_eq(a, b))
        return IL_YES;
    if (a->kind == IL_REF && b->kind == IL_REF && a->ref.target && b->ref.target && !a->parameter && !b->parameter)
        return IL_NO;
    if (is_text(a) && is_text(b)) {
        if (a->kind == IL_STRING && b->kind == IL_STRING)
            return IL_NO;
        for (int last = 0; last < 2; last++) {
            il_str x = known_end(a, last), y = known_end(b, last);
            if (x.n && y.n && ends_differ(x, y, last))
                return IL_NO;
        }
        return IL_MAYBE;
    }
    bool open = a->kind == IL_UNKNOWN || b->kind == IL_UNKNOWN || a->kind == IL_CHOICE || b->kind == IL_CHOICE ||
                a->kind == IL_REF || b->kind == IL_REF || a->kind == IL_CALL || b->kind == IL_CALL;
    return open ? IL_MAYBE : il_scalar__equal(a, b);
}

/* What a meant resource is: one that is bound, or any of a type. */
typedef struct {
    const il_resource *resource; /* or */
    const char *type;
    bool outside; /* bound, but to something that we do not see */
} il_meant;

static il_meant meant_by(il_trial *trial, const il_operand *operand)
{
    if (operand->kind == IL_OPERAND_SELF)
        return (il_meant){.resource = trial->self};
    if (operand->kind == IL_OPERAND_TYPE)
        return (il_meant){.type = operand->text};
    const il_binding *bound = &trial->slots[operand->index];
    if (bound->kind == IL_BOUND_RESOURCE)
        return (il_meant){.resource = bound->resource};
    return (il_meant){.outside = true};
}

static il_truth is_meant(il_trial *trial, const il_meant *meant, const il_resource *target)
{
    if (meant->resource && trial->listener)
        IL_PUSH(trial->judge->arena, &trial->listener->heard, target);
    if (meant->resource)
        return il_truth_of(target == meant->resource);
    return il_truth_of(il_type__matches(meant->type, target->type));
}

/* The name of a bound resource is held against TEXT, in another way than as a whole where that is NULL. */
static void hear_text(il_trial *trial, const il_value *text)
{
    il_memory *listener = trial->listener;
    if (listener && text && text->kind == IL_STRING)
        IL_PUSH(trial->judge->arena, &listener->texts, text->string);
    else if (listener)
        listener->reads = true;
}

/* Whether LITERAL is the name of what is meant. */
static il_truth named(il_trial *trial, const il_value *literal, const il_meant *meant)
{
    il_arena *arena = trial->judge->arena;
    if (meant->resource)
        hear_text(trial, literal);
    if (meant->resource)
        return il_value__same(literal, il_resource__given_name(arena, meant->resource));
    il_truth truth = IL_NO;
    il_candidates all = {0};
    il_judge__candidates(trial->judge, &meant->type, 1, &all);
    for (size_t i = 0; i < all.n; i++)
        truth = il_or(truth, il_value__same(literal, il_resource__given_name(arena, all.items[i])));
    return truth;
}

static il_truth names(il_trial *trial, const il_value *value, const il_meant *meant, unsigned depth);

/* Fn::ImportValue: what one of the app's stacks exports under that name. */
static il_truth imported(il_trial *trial, const il_value *call, const il_meant *meant, unsigned depth)
{
    const il_app *app = trial->judge->app;
    if (call->call.n != 1 || depth == 0)
        return IL_MAYBE;
    const il_value *name = call->call.items[0];
    bool unclear = false;
    for (size_t i = 0; i < app->stacks.n; i++) {
        const il_value *outputs = app->stacks.items[i]->outputs;
        const il_value *output = name->kind == IL_STRING ? il_value_get(outputs, name->string) : &il_missing;
        if (output->kind != IL_MISSING && output->kind != IL_UNKNOWN)
            return names(trial, output, meant, depth - 1);
        unclear = unclear || output->kind == IL_UNKNOWN || (name->kind != IL_STRING && outputs->kind == IL_MAP);
    }
    return unclear ? IL_MAYBE : IL_NO;
}

static il_truth any_part(il_trial *trial, const il_value *call, const il_meant *meant, unsigned depth)
{
    il_truth truth = IL_NO;
    for (size_t i = 0; i < call->call.n; i++) {
        const il_value *part = call->call.items[i];
        if (part->kind != IL_STRING)
            truth = il_or(truth, names(trial, part, meant, depth - 1));
    }
    return truth == IL_YES ? truth : il_or(truth, named(trial, call, meant));
}

static il_truth any_arm(il_trial *trial, const il_value *choice, const il_meant *meant, unsigned depth)
{
    il_answer answers[IL_ARMS_MAX] = {0};
    for (size_t i = 0; i < choice->choice.n; i++)
        answers[i].truth = names(trial, choice->choice.arms[i].value, meant, depth - 1);
    return il_trial__agree(trial, choice, answers).truth;
}

static il_truth reference(il_trial *trial, const il_value *ref, const il_meant *meant)
{
    if (ref->parameter)
        return IL_MAYBE;
    if (ref->ref.target)
        return is_meant(trial, meant, ref->ref.target);
    if (il_str_starts(ref->ref.name, IL_STR("AWS::")))
        return IL_NO;
    return IL_MAYBE;
}

/* The whole of VALUE stands for what is meant, or is built around a reference to it. */
static il_truth names(il_trial *trial, const il_value *value, const il_meant *meant, unsigned depth)
{
    if (meant->outside || depth == 0)
        return IL_MAYBE;
    switch (value->kind) {
    case IL_STRING:
        return named(trial, value, meant);
    case IL_REF:
        return reference(trial, value, meant);
    case IL_CALL:
        if (strcmp(value->call.name, "Fn::ImportValue") == 0)
            return imported(trial, value, meant, depth);
        return is_text(value) ? any_part(trial, value, meant, depth) : IL_MAYBE;
    case IL_CHOICE:
        return any_arm(trial, value, meant, depth);
    case IL_UNKNOWN:
        return trial->stranger && meant->resource == trial->self ? IL_NO : IL_MAYBE;
    default:
        return IL_NO;
    }
}

enum { DEPTH = 8 };

static bool name_character(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
           c == '.';
}

/* NAME stands in TEXT as a word of its own. */
static bool holds_name(il_str text, il_str name)
{
    for (size_t at = il_str_find(text, name, 0); name.n && at != SIZE_MAX; at = il_str_find(text, name, at + 1)) {
        size_t end = at + name.n;
        if ((at == 0 || !name_character(text.p[at - 1])) && (end == text.n || !name_character(text.p[end])))
            return true;
    }
    return false;
}

static il_truth text_mentions(il_trial *trial, il_str text, const il_operand *operand)
{
    if (operand->kind == IL_OPERAND_VALUE)
        return il_truth_of(operand->value->kind == IL_STRING && il_str_contains(text, operand->value->string));
    il_meant meant = meant_by(trial, operand);
    if (meant.outside)
        return IL_MAYBE;
    il_candidates all = {0};
    if (meant.resource) {
        hear_text(trial, NULL);
        IL_PUSH(trial->judge->arena, &all, meant.resource);
    } else
        il_judge__candidates(trial->judge, &meant.type, 1, &all);
    for (size_t i = 0; i < all.n; i++) {
        const il_value *name = il_resource__given_name(trial->judge->arena, all.items[i]);
        if (name->kind == IL_STRING && holds_name(text, name->string))
            return IL_YES;
    }
    return IL_NO;
}

/* The Region, account and partition of a deployment are words of small letters, digits and hyphens. */
static bool may_hold(const il_value *value, const il_value *text)
{
    static const char *const words[] = {"AWS::Region", "AWS::AccountId", "AWS::Partition"};
    bool word = false, fits = true;
    for (size_t i = 0; value->kind == IL_REF && i < sizeof words / sizeof *words; i++)
        word = word || il_str_is(value->ref.name, words[i]);
    for (size_t i = 0; text->kind == IL_STRING && i < text->string.n; i++) {
        char c = text->string.p[i];
        fits = fits && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }
    return !word || fits;
}

static il_truth mentions(il_trial *trial, const il_value *value, const il_operand *operand, unsigned depth)
{
    il_truth truth = IL_NO;
    if (depth == 0)
        return IL_MAYBE;
    if (value->kind == IL_STRING)
        return text_mentions(trial, value->string, operand);
    if (value->kind == IL_LIST || (value->kind == IL_CALL && is_text(value))) {
        const il_value *const *items = value->kind == IL_LIST ? value->list.items : value->call.items;
        size_t n = value->kind == IL_LIST ? value->list.n : value->call.n;
        for (size_t i = 0; i < n; i++)
            truth = il_or(truth, mentions(trial, items[i], operand, depth - 1));
    } else if (value->kind == IL_MAP) {
        for (size_t i = 0; i < value->map.n; i++)
            truth = il_or(truth, mentions(trial, value->map.entries[i].value, operand, depth - 1));
    } else if (value->kind == IL_CHOICE) {
        il_answer answers[IL_ARMS_MAX] = {0};
        for (size_t i = 0; i < value->choice.n; i++)
            answers[i].truth = mentions(trial, value->choice.arms[i].value, operand, depth - 1);
        return il_trial__agree(trial, value, answers).truth;
    } else if (operand->kind == IL_OPERAND_VALUE) {
        bool open = value->kind == IL_REF || value->kind == IL_CALL || value->kind == IL_UNKNOWN;
        return open && may_hold(value, operand->value) ? IL_MAYBE : IL_NO;
    } else {
        il_meant meant = meant_by(trial, operand);
        return names(trial, value, &meant, depth);
    }
    return value->open ? il_or(truth, IL_MAYBE) : truth;
}

/* The parts of a whole text: strings, and what stands between them. */
typedef struct {
    const il_value *const *parts;
    size_t n, part;
    size_t at; /* in a string part */
} il_cursor;

static il_truth whole_text(il_trial *trial, il_cursor cursor, const il_operand *wanted, size_t n);

/* The rest of WANTED after its first, a literal TEXT, at CURSOR. */
static il_truth after_literal(il_trial *trial, il_cursor cursor, il_str text, const il_operand *rest, size_t n)
{
    if (cursor.part == cursor.n)
        return il_truth_of(text.n == 0 && n == 0);
    const il_value *part = cursor.parts[cursor.part];
    if (part->kind != IL_STRING)
        return text.n ? (part->kind == IL_REF && part->ref.target ? IL_NO : IL_MAYBE)
                      : whole_text(trial, cursor, rest, n);
    if (!il_str_starts(il_str_slice(part->string, cursor.at, part->string.n), text))
        return IL_NO;
    cursor.at += text.n;
    if (cursor.at == part->string.n) {
        cursor.part++;
        cursor.at = 0;
    }
    return whole_text(trial, cursor, rest, n);
}

static il_truth whole_text(il_trial *trial, il_cursor cursor, const il_operand *wanted, size_t n)
{
    if (n == 0)
        return il_truth_of(cursor.part == cursor.n);
    if (wanted->kind == IL_OPERAND_VALUE)
        return after_literal(trial, cursor, wanted->value->kind == IL_STRING ? wanted->value->string : IL_STR(""),
                             wanted + 1, n - 1);
    if (cursor.part == cursor.n)
        return IL_NO;
    il_meant meant = meant_by(trial, wanted);
    const il_value *part = cursor.parts[cursor.part];
    if (meant.outside)
        return IL_MAYBE;
    if (part->kind != IL_STRING) {
        il_truth truth = names(trial, part, &meant, DEPTH);
        cursor.part++;
        return truth == IL_NO ? IL_NO : il_and(truth, whole_text(trial, cursor, wanted + 1, n - 1));
    }
    if (!meant.resource)
        return IL_MAYBE;
    hear_text(trial, NULL);
    const il_value *name = il_resource__given_name(trial->judge->arena, meant.resource);
    if (name->kind != IL_STRING)
        return il_value_absent(name) ? IL_NO : IL_MAYBE;
    return after_literal(trial, cursor, name->string, wanted + 1, n - 1);
}

static il_truth text(il_trial *trial, const il_value *value, const il_cond *cond)
{
    if (value->kind == IL_UNKNOWN)
        return IL_MAYBE;
    if (value->kind == IL_CALL && is_text(value))
        return whole_text(trial, (il_cursor){value->call.items, value->call.n, 0, 0}, cond->operands, cond->n_operands);
    if (value->kind == IL_STRING || value->kind == IL_REF)
        return whole_text(trial, (il_cursor){&value, 1, 0, 0}, cond->operands, cond->n_operands);
    return value->kind == IL_CALL ? IL_MAYBE : IL_NO;
}

static il_truth same_as(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    il_spot other, properties = il_spot__properties(trial, spot);
    if (il_value_absent(spot->value))
        return IL_NO;
    if (!il_spot__resolve(trial, cond->path, &properties, &other))
        return IL_MAYBE;
    const il_value *a = spot->value, *b = other.value;
    if (a->kind == IL_REF && a->ref.target && !a->parameter && b->kind == IL_STRING)
        return named(trial, b, &(il_meant){.resource = a->ref.target});
    if (b->kind == IL_REF && b->ref.target && !b->parameter && a->kind == IL_STRING)
        return named(trial, a, &(il_meant){.resource = b->ref.target});
    return il_value__same(a, b);
}

il_answer il_trial__names(il_trial *trial, const il_cond *cond, const il_spot *spot)
{
    il_truth truth = cond->op == IL_OP_NAMES ? IL_NO : IL_YES;
    if (cond->op == IL_OP_TEXT)
        truth = text(trial, spot->value, cond);
    else if (cond->op == IL_OP_SAME_AS)
        truth = same_as(trial, cond, spot);
    for (size_t i = 0; i < cond->n_operands && cond->op == IL_OP_NAMES; i++) {
        il_meant meant = meant_by(trial, &cond->operands[i]);
        truth = il_or(truth, il_value_absent(spot->value) ? IL_NO : names(trial, spot->value, &meant, DEPTH));
    }
    for (size_t i = 0; i < cond->n_operands && cond->op == IL_OP_MENTIONS; i++)
        truth = il_and(truth, mentions(trial, spot->value, &cond->operands[i], DEPTH));
    return il_trial__leaf(trial, truth, spot);
}

static bool of_types(const il_let *let, il_name type)
{
    for (size_t i = 0; i < let->n_types; i++)
        if (il_type__matches(let->types[i], type))
            return true;
    return let->n_types == 0;
}

static const il_resource *follow_name(il_trial *trial, const il_value *literal, const il_let *let, bool *outside)
{
    il_candidates all = {0};
    il_judge__candidates(trial->judge, let->types, let->n_types, &all);
    for (size_t i = 0; i < all.n; i++)
        if (il_value__same(literal, il_resource__given_name(trial->judge->arena, all.items[i])) == IL_YES)
            return all.items[i];
    *outside = true;
    return NULL;
}

static const il_resource *follow_import(il_trial *trial, const il_value *call, const il_let *let, bool *outside)
{
    const il_app *app = trial->judge->app;
    const il_value *name = call->call.n == 1 ? call->call.items[0] : &il_missing;
    for (size_t i = 0; i < app->stacks.n && name->kind == IL_STRING; i++) {
        const il_value *output = il_value_get(app->stacks.items[i]->outputs, name->string);
        if (output->kind == IL_REF && output->ref.target)
            return il_judge__follow(trial, output, let, outside);
    }
    *outside = true;
    return NULL;
}

/* The one resource of the right type that the parts refer to. */
static const il_resource *follow_parts(const il_value *call, const il_let *let, bool *outside)
{
    const il_resource *found = NULL;
    for (size_t i = 0; i < call->call.n; i++) {
        const il_value *part = call->call.items[i];
        const il_resource *target = part->kind == IL_REF && !part->parameter ? part->ref.target : NULL;
        if (!target || !of_types(let, target->type) || target == found)
            continue;
        if (found) {
            *outside = true;
            return NULL;
        }
        found = target;
    }
    *outside = !found;
    return found;
}

const il_resource *il_judge__follow(il_trial *trial, const il_value *value, const il_let *let, bool *outside)
{
    *outside = false;
    if (value->kind == IL_REF && value->ref.target && !value->parameter && of_types(let, value->ref.target->type))
        return value->ref.target;
    if (value->kind == IL_STRING)
        return follow_name(trial, value, let, outside);
    if (value->kind == IL_CALL && strcmp(value->call.name, "Fn::ImportValue") == 0)
        return follow_import(trial, value, let, outside);
    if (value->kind == IL_CALL && is_text(value))
        return follow_parts(value, let, outside);
    *outside = true;
    return NULL;
}
