/* Constructs that the program hands to classes and methods of the library that the catalogue does not know. Promises: what such code does to a
 * construct as a rule (grants to it or on it, connections, tags of a network) is not claimed to be absent. Does not expect it to
 * change other properties: the library's own constructs do not. */
#include <string.h>

#include "lower_policy.h"

enum { MOST_DEPTH = 12 };

static bool is_network(const il_low_unit *unit)
{
    return il_str_is(unit->class, "aws-cdk-lib.aws_ec2.Vpc");
}

static void open_list(il_low_part *part, const char *key)
{
    il_low_node *list = il_low__member(part->properties, il_str_of(key));
    if (list)
        il_low__open(list);
}

static void open_part(il_low *low, il_low_part *part, bool network)
{
    if (strcmp(part->out->type, "AWS::EC2::SecurityGroup") == 0) {
        part->properties->open = true;
        open_list(part, "SecurityGroupIngress");
        open_list(part, "SecurityGroupEgress");
    }
    if (network) {
        part->tags = part->tags ? part->tags : il_low__map(low, part->out->loc);
        part->tags->open = true;
    }
    for (size_t i = 0; i < low->documents.n; i++)
        if (low->documents.items[i]->part == part)
            low->documents.items[i]->open = true;
}

static void open_unit(il_low_unit *unit, bool network)
{
    for (size_t i = 0; i < unit->parts.n; i++)
        open_part(unit->low, unit->parts.items[i], network);
    for (size_t i = 0; i < unit->children.n; i++)
        if (unit->children.items[i]->own)
            open_unit(unit->children.items[i], network);
}

static void hand_over(il_low *low, const il_ev *value, int depth)
{
    if (!value || depth > MOST_DEPTH)
        return;
    const il_ev *ev = il_low__reduce(low, value);
    il_low_unit *unit = il_low__unit_behind(low, ev);
    if (unit) {
        il_low_unit *identity = il_low__identity(low, ev);
        open_unit(unit, is_network(unit));
        if (identity && identity != unit)
            open_unit(identity, false);
        return;
    }
    for (size_t i = 0; ev->kind == IL_EV_ARRAY && i < ev->list.n; i++)
        hand_over(low, ev->list.items[i], depth + 1);
    for (size_t i = 0; ev->kind == IL_EV_CHOICE && i < ev->choice.n; i++)
        hand_over(low, ev->choice.arms[i], depth + 1);
    for (size_t i = 0; ev->kind == IL_EV_OBJECT && i < ev->object->fields.n; i++)
        hand_over(low, ev->object->fields.items[i].value, depth + 1);
    for (size_t i = 0; (ev->kind == IL_EV_NEW || ev->kind == IL_EV_CALL) && i < ev->lib.n_args; i++)
        hand_over(low, ev->lib.args[i], depth + 1);
}

void il_low__handed_over(il_low *low)
{
    for (size_t i = 0; i < low->handed.n; i++)
        hand_over(low, low->handed.items[i], 0);
}
