/* References are the same when they lead to the same construct path and attribute, whichever way: through an export, an output of another
 * stack, a nested stack's parameter or output. Text is compared as a sequence of bytes and references, so Fn::Join, Fn::Sub and plain
 * strings are one thing. Refuses to guess: what cannot be followed is equal only to the same logical id in the same template. */
#include "fidelity_reference.h"

#include <string.h>

enum { MOST_STEPS = 16 };

bool il_fidelity__is_function(const il_node *node)
{
    if (!node || node->kind != IL_NODE_MAP || node->map.n != 1)
        return false;
    il_str key = node->map.members[0].key->text;
    return il_str_is(key, "Ref") || il_str_starts(key, IL_STR("Fn::"));
}

static bool calls(const il_node *node, const char *name, const il_node **argument)
{
    if (!il_fidelity__is_function(node) || !il_str_is(node->map.members[0].key->text, name))
        return false;
    *argument = node->map.members[0].value;
    return true;
}

bool il_fidelity__is_nothing(const il_node *node)
{
    const il_node *argument;
    return calls(node, "Ref", &argument) && il_str_is(il_node_string(argument), "AWS::NoValue");
}

il_str il_fidelity__path_of(const il_node *resource, il_str id)
{
    il_str path = il_node_string(il_node_get(il_node_get(resource, IL_STR("Metadata")), IL_STR("aws:cdk:path")));
    return path.n ? path : id;
}

static const il_node *resource_of(const il_fidelity_template *template, il_str id)
{
    return il_node_get(il_node_get(template->root, IL_STR("Resources")), id);
}

/* The logical id and attribute of a Ref or Fn::GetAtt. */
static bool target_of(const il_node *node, il_str *id, il_str *attribute)
{
    const il_node *argument;
    *attribute = (il_str){NULL, 0};
    if (calls(node, "Ref", &argument)) {
        *id = il_node_string(argument);
        return id->n > 0;
    }
    if (!calls(node, "Fn::GetAtt", &argument))
        return false;
    if (argument->kind == IL_NODE_LIST && argument->list.n == 2) {
        *id = il_node_string(argument->list.items[0]);
        *attribute = il_node_string(argument->list.items[1]);
    } else {
        *attribute = il_node_string(argument);
        *id = il_str_cut(attribute, '.');
    }
    return id->n && attribute->n;
}

/* What some stack exports under NAME. */
static bool exported(const il_fidelity_assembly *assembly, il_str name, il_fidelity_place *out)
{
    for (size_t t = 0; name.n && t < assembly->n; t++) {
        const il_node *outputs = il_node_get(assembly->templates[t].root, IL_STR("Outputs"));
        for (size_t i = 0; outputs && i < outputs->map.n; i++) {
            const il_node *output = outputs->map.members[i].value;
            il_str known = il_node_string(il_node_get(il_node_get(output, IL_STR("Export")), IL_STR("Name")));
            if (il_str_eq(known, name)) {
                *out = (il_fidelity_place){&assembly->templates[t], il_node_get(output, IL_STR("Value"))};
                return out->node != NULL;
            }
        }
    }
    return false;
}

/* The template whose file's name is NAME. */
static const il_fidelity_template *template_named(const il_fidelity_assembly *assembly, il_str name)
{
    il_str ending = il_arena_printf(assembly->arena, "/%.*s", IL_FMT(name));
    for (size_t t = 0; name.n && t < assembly->n; t++)
        if (il_str_ends(assembly->templates[t].name, ending))
            return &assembly->templates[t];
    return NULL;
}

static const il_fidelity_template *template_of_stack(const il_fidelity_assembly *assembly, il_str stack)
{
    for (size_t t = 0; stack.n && t < assembly->n; t++)
        if (il_str_eq(assembly->templates[t].stack, stack))
            return &assembly->templates[t];
    return NULL;
}

static bool output_of(const il_fidelity_template *template, il_str name, il_fidelity_place *out)
{
    if (!template)
        return false;
    const il_node *output = il_node_get(il_node_get(template->root, IL_STR("Outputs")), name);
    *out = (il_fidelity_place){template, il_node_get(output, IL_STR("Value"))};
    return out->node != NULL;
}

static il_str nested_file(const il_node *resource)
{
    return il_node_string(il_node_get(il_node_get(resource, IL_STR("Metadata")), IL_STR("aws:asset:path")));
}

/* What the parent of a nested stack's template gives it as the parameter NAME. */
static bool given(const il_fidelity_assembly *assembly, const il_fidelity_template *nested, il_str name,
                  il_fidelity_place *out)
{
    for (size_t t = 0; t < assembly->n; t++) {
        const il_node *resources = il_node_get(assembly->templates[t].root, IL_STR("Resources"));
        for (size_t i = 0; resources && i < resources->map.n; i++) {
            const il_node *resource = resources->map.members[i].value;
            il_str file = nested_file(resource);
            if (!file.n || template_named(assembly, file) != nested)
                continue;
            const il_node *properties = il_node_get(resource, IL_STR("Properties"));
            const il_node *value = il_node_get(il_node_get(properties, IL_STR("Parameters")), name);
            *out = (il_fidelity_place){&assembly->templates[t], value};
            return value != NULL;
        }
    }
    return false;
}

/* A list that another stack exports as one text, taken apart again: the list itself. */
static bool split(const il_fidelity_assembly *assembly, il_fidelity_place *place)
{
    const il_node *argument, *joined;
    if (!calls(place->node, "Fn::Split", &argument) || argument->kind != IL_NODE_LIST || argument->list.n != 2)
        return false;
    il_fidelity_place whole = {place->template, argument->list.items[1]};
    const il_node *name;
    if (!calls(whole.node, "Fn::ImportValue", &name) || !exported(assembly, il_node_string(name), &whole) ||
        !calls(whole.node, "Fn::Join", &joined) || joined->kind != IL_NODE_LIST || joined->list.n != 2 ||
        !il_str_eq(il_node_string(joined->list.items[0]), il_node_string(argument->list.items[0])))
        return false;
    *place = (il_fidelity_place){whole.template, joined->list.items[1]};
    return true;
}

/* Follows a reference one step across stacks. False when it stays in its template. */
static bool step(const il_fidelity_assembly *assembly, il_fidelity_place *place)
{
    const il_node *argument;
    il_str id, attribute;
    if (split(assembly, place))
        return true;
    if (calls(place->node, "Fn::ImportValue", &argument))
        return exported(assembly, il_node_string(argument), place);
    if (calls(place->node, "Fn::GetStackOutput", &argument)) {
        il_str stack = il_node_string(il_node_get(argument, IL_STR("StackName")));
        il_str output = il_node_string(il_node_get(argument, IL_STR("OutputName")));
        return output_of(template_of_stack(assembly, stack), output, place);
    }
    if (!target_of(place->node, &id, &attribute))
        return false;
    const il_node *resource = resource_of(place->template, id);
    if (resource && il_str_starts(attribute, IL_STR("Outputs.")))
        return output_of(template_named(assembly, nested_file(resource)),
                         il_str_slice(attribute, strlen("Outputs."), attribute.n), place);
    return !resource && !attribute.n && given(assembly, place->template, id, place);
}

static bool leads_to(il_fidelity_place place, const il_value *value)
{
    il_str id, attribute;
    if (!target_of(place.node, &id, &attribute) || !il_str_eq(attribute, value->ref.attribute))
        return false;
    const il_node *resource = resource_of(place.template, id);
    const il_resource *target = value->ref.target;
    if (!target)
        return il_str_eq(value->ref.name, id) ||
               (resource && il_str_eq(value->ref.name, il_fidelity__path_of(resource, id)));
    il_str path = il_fidelity__path_of(resource, (il_str){NULL, 0});
    if (target->construct_path.n && path.n)
        return il_str_eq(target->construct_path, path);
    return target->logical_id.n && il_str_eq(target->logical_id, id);
}

bool il_fidelity__same_reference(const il_fidelity_assembly *assembly, il_fidelity_place place, const il_value *value)
{
    for (int i = 0; value->kind == IL_REF && i < MOST_STEPS; i++) {
        if (leads_to(place, value))
            return true;
        if (!step(assembly, &place))
            return false;
    }
    return false;
}

/* One element of a text. On the template's side a byte or a function, on the model's a byte, a value or a gap. */
typedef struct {
    enum { BYTE, FUNCTION, GAP } kind;
    char byte;
    il_fidelity_place place;
    const il_value *value;
} symbol;

typedef struct {
    const il_fidelity_assembly *assembly;
    IL_VEC(symbol) symbols;
} text;

static void add_bytes(text *t, il_str bytes)
{
    for (size_t i = 0; i < bytes.n; i++)
        IL_PUSH(t->assembly->arena, &t->symbols, ((symbol){.kind = BYTE, .byte = bytes.p[i]}));
}

static il_node *function_node(il_arena *arena, const char *name, il_node *argument)
{
    il_node *key = IL_NEW(arena, il_node), *map = IL_NEW(arena, il_node);
    *key = (il_node){.kind = IL_NODE_STRING, .text = il_str_of(name)};
    *map = (il_node){.kind = IL_NODE_MAP};
    map->map.members = IL_NEW_ARRAY(arena, 1, il_member);
    map->map.members[0] = (il_member){.key = key, .value = argument};
    map->map.n = 1;
    return map;
}

static void add_node(text *t, il_fidelity_place place);

/* One ${…} of Fn::Sub: a variable of its own, a reference or an attribute. */
static void add_variable(text *t, il_fidelity_place place, il_str name, const il_node *variables)
{
    il_node *own = il_node_get(variables, name);
    if (own) {
        add_node(t, (il_fidelity_place){place.template, own});
        return;
    }
    il_node *argument = IL_NEW(t->assembly->arena, il_node);
    *argument = (il_node){.kind = IL_NODE_STRING, .text = name};
    bool attribute = il_str_contains(name, IL_STR("."));
    place.node = function_node(t->assembly->arena, attribute ? "Fn::GetAtt" : "Ref", argument);
    add_node(t, place);
}

static void add_sub(text *t, il_fidelity_place place, const il_node *argument)
{
    bool list = argument->kind == IL_NODE_LIST && argument->list.n == 2;
    const il_node *variables = list ? argument->list.items[1] : NULL;
    il_str s = il_node_string(list ? argument->list.items[0] : argument);
    for (size_t from = 0; from < s.n;) {
        size_t at = il_str_find(s, IL_STR("${"), from);
        size_t end = at == SIZE_MAX ? SIZE_MAX : il_str_find(s, IL_STR("}"), at);
        add_bytes(t, il_str_slice(s, from, end == SIZE_MAX ? s.n : at));
        if (end == SIZE_MAX)
            return;
        if (s.p[at + 2] == '!') {
            add_bytes(t, IL_STR("${"));
            add_bytes(t, il_str_slice(s, at + 3, end + 1));
        } else {
            add_variable(t, place, il_str_trim(il_str_slice(s, at + 2, end)), variables);
        }
        from = end + 1;
    }
}

static bool is_join(const il_node *argument)
{
    return argument->kind == IL_NODE_LIST && argument->list.n == 2 && argument->list.items[0]->kind == IL_NODE_STRING &&
           argument->list.items[1]->kind == IL_NODE_LIST;
}

static void add_node(text *t, il_fidelity_place place)
{
    const il_node *argument;
    if (!il_fidelity__is_function(place.node)) {
        add_bytes(t, place.node->text);
    } else if (calls(place.node, "Fn::Sub", &argument)) {
        add_sub(t, place, argument);
    } else if (calls(place.node, "Fn::Join", &argument) && is_join(argument)) {
        const il_node *parts = argument->list.items[1];
        for (size_t i = 0; i < parts->list.n; i++) {
            if (i)
                add_bytes(t, argument->list.items[0]->text);
            add_node(t, (il_fidelity_place){place.template, parts->list.items[i]});
        }
    } else {
        IL_PUSH(t->assembly->arena, &t->symbols, ((symbol){.kind = FUNCTION, .place = place}));
    }
}

static void add_value(text *t, const il_value *value)
{
    bool join = value->kind == IL_CALL && strcmp(value->call.name, "Fn::Join") == 0;
    if (value->kind == IL_STRING) {
        add_bytes(t, value->string);
    } else if (join) {
        for (size_t i = 0; i < value->call.n; i++)
            add_value(t, value->call.items[i]);
    } else if (value->kind == IL_REF || value->kind == IL_CALL) {
        IL_PUSH(t->assembly->arena, &t->symbols, ((symbol){.kind = FUNCTION, .value = value}));
    } else {
        IL_PUSH(t->assembly->arena, &t->symbols, ((symbol){.kind = GAP}));
    }
}

static bool same_symbol(const il_fidelity_assembly *assembly, const symbol *a, const symbol *b)
{
    if (a->kind != b->kind)
        return false;
    return a->kind == BYTE ? a->byte == b->byte : il_fidelity__same(assembly, a->place, b->value);
}

bool il_fidelity__is_text(const il_node *node)
{
    const il_node *argument;
    if (!il_fidelity__is_function(node))
        return node && node->kind == IL_NODE_STRING;
    return calls(node, "Fn::Sub", &argument) || (calls(node, "Fn::Join", &argument) && is_join(argument));
}

/* As file name patterns are matched: back to the last gap, one element further, when what follows it does not fit. */
bool il_fidelity__text_fits(const il_fidelity_assembly *assembly, il_fidelity_place place, const il_value *value)
{
    text a = {assembly, {NULL, 0, 0}}, b = {assembly, {NULL, 0, 0}};
    add_node(&a, place);
    add_value(&b, value);
    size_t i = 0, j = 0, gap = SIZE_MAX, resumed = 0;
    while (i < a.symbols.n) {
        if (j < b.symbols.n && b.symbols.items[j].kind == GAP) {
            gap = j++;
            resumed = i;
        } else if (j < b.symbols.n && same_symbol(assembly, &a.symbols.items[i], &b.symbols.items[j])) {
            i++;
            j++;
        } else if (gap != SIZE_MAX) {
            j = gap + 1;
            i = ++resumed;
        } else {
            return false;
        }
    }
    while (j < b.symbols.n && b.symbols.items[j].kind == GAP)
        j++;
    return j == b.symbols.n;
}

bool il_fidelity__certain(const il_value *value)
{
    size_t n = 0;
    switch (value->kind) {
    case IL_UNKNOWN:
    case IL_CHOICE:
        return false;
    case IL_LIST:
    case IL_CALL:
        n = value->kind == IL_LIST ? value->list.n : value->call.n;
        for (size_t i = 0; i < n; i++)
            if (!il_fidelity__certain(value->kind == IL_LIST ? value->list.items[i] : value->call.items[i]))
                return false;
        return !value->open;
    case IL_MAP:
        for (size_t i = 0; i < value->map.n; i++)
            if (!il_fidelity__certain(value->map.entries[i].value))
                return false;
        return !value->open;
    default:
        return true;
    }
}

static bool same_scalar(const il_node *node, const il_value *value)
{
    double number;
    switch (value->kind) {
    case IL_STRING:
        return node->kind == IL_NODE_STRING && il_str_eq(node->text, value->string);
    case IL_BOOL:
        return node->kind == IL_NODE_BOOL && node->boolean == value->boolean;
    case IL_NUMBER:
        return il_node_number(node, &number) && number == value->number;
    case IL_NULL:
        return node->kind == IL_NODE_NULL;
    default:
        return false;
    }
}

/* A function that is neither reference nor text: the same name and arguments. */
static bool same_call(const il_fidelity_assembly *assembly, il_fidelity_place place, const il_value *value)
{
    const il_node *argument;
    if (!calls(place.node, value->call.name, &argument))
        return false;
    if (argument->kind != IL_NODE_LIST)
        return value->call.n == 1 &&
               il_fidelity__same(assembly, (il_fidelity_place){place.template, argument}, value->call.items[0]);
    bool same = value->call.n == argument->list.n;
    for (size_t i = 0; same && i < value->call.n; i++)
        same = il_fidelity__same(assembly, (il_fidelity_place){place.template, argument->list.items[i]},
                                 value->call.items[i]);
    return same;
}

static bool same_map(const il_fidelity_assembly *assembly, il_fidelity_place place, const il_value *value)
{
    size_t n = 0;
    for (size_t i = 0; i < value->map.n; i++) {
        const il_entry *entry = &value->map.entries[i];
        il_fidelity_place child = {place.template, il_node_get(place.node, entry->key)};
        if (entry->value->kind == IL_MISSING)
            continue;
        n++;
        if (!child.node || !il_fidelity__same(assembly, child, entry->value))
            return false;
    }
    for (size_t i = 0; i < place.node->map.n; i++)
        n += il_fidelity__is_nothing(place.node->map.members[i].value);
    return n == place.node->map.n;
}

static bool same_list(const il_fidelity_assembly *assembly, il_fidelity_place place, const il_value *value)
{
    size_t n = 0;
    for (size_t i = 0; i < place.node->list.n; i++) {
        il_fidelity_place item = {place.template, place.node->list.items[i]};
        if (il_fidelity__is_nothing(item.node))
            continue;
        if (n == value->list.n || !il_fidelity__same(assembly, item, value->list.items[n]))
            return false;
        n++;
    }
    return n == value->list.n;
}

static bool is_join_call(const il_value *value)
{
    return value->kind == IL_CALL && strcmp(value->call.name, "Fn::Join") == 0;
}

bool il_fidelity__same(const il_fidelity_assembly *assembly, il_fidelity_place place, const il_value *value)
{
    if (!il_fidelity__certain(value))
        return false;
    if (il_fidelity__is_text(place.node) && (value->kind == IL_STRING || is_join_call(value)))
        return il_fidelity__text_fits(assembly, place, value);
    if (il_fidelity__is_function(place.node)) {
        if (value->kind == IL_REF)
            return il_fidelity__same_reference(assembly, place, value);
        return value->kind == IL_CALL && same_call(assembly, place, value);
    }
    if (place.node->kind == IL_NODE_MAP)
        return value->kind == IL_MAP && same_map(assembly, place, value);
    if (place.node->kind == IL_NODE_LIST)
        return value->kind == IL_LIST && same_list(assembly, place, value);
    return same_scalar(place.node, value);
}
