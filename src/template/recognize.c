/* Whether a file is a CloudFormation template is told by its content: its name says nothing. */
#include "template.h"

static bool resource_type(il_str type)
{
    return il_str_starts(type, IL_STR("AWS::")) || il_str_starts(type, IL_STR("Custom::")) ||
           il_str_starts(type, IL_STR("Alexa::"));
}

/* "AWS::…", or a list in which one is. */
static bool names_transform(const il_node *transform)
{
    if (il_str_starts(il_node_string(transform), IL_STR("AWS::")))
        return true;
    for (size_t i = 0; transform && transform->kind == IL_NODE_LIST && i < transform->list.n; i++)
        if (il_str_starts(il_node_string(transform->list.items[i]), IL_STR("AWS::")))
            return true;
    return false;
}

bool il_template_recognize(const il_node *root)
{
    if (!root || root->kind != IL_NODE_MAP)
        return false;
    const il_node *resources = il_node_get(root, IL_STR("Resources"));
    const il_node *transform = il_node_get(root, IL_STR("Transform"));
    if (il_node_get(root, IL_STR("AWSTemplateFormatVersion")) || names_transform(transform))
        return true;
    if (!resources || resources->kind != IL_NODE_MAP)
        return false;
    for (size_t i = 0; i < resources->map.n; i++)
        if (resource_type(il_node_string(il_node_get(resources->map.members[i].value, IL_STR("Type")))))
            return true;
    return transform != NULL;
}

/* Whether the last character before AT that is no blank begins an entry of a map in braces. */
static bool opens_key(il_str text, size_t at)
{
    while (at > 0 && (text.p[at - 1] == ' ' || text.p[at - 1] == '\t'))
        at--;
    return at > 0 && (text.p[at - 1] == '{' || text.p[at - 1] == ',');
}

/* Whether KEY stands in TEXT as a key: quoted anywhere, or bare at the beginning of a line (of any line, when INDENTED) or in braces. *AT is
 * where to look from and gets the offset behind the colon. */
static bool has_key(il_str text, il_str key, bool indented, size_t *at)
{
    for (size_t from = *at; (from = il_str_find(text, key, from)) != SIZE_MAX; from++) {
        size_t end = from + key.n;
        bool quoted = from > 0 && (text.p[from - 1] == '"' || text.p[from - 1] == '\'');
        if (quoted && (end >= text.n || text.p[end++] != text.p[from - 1]))
            continue;
        size_t start = quoted ? from - 1 : from;
        bool braced = opens_key(text, start);
        while (indented && start > 0 && (text.p[start - 1] == ' ' || text.p[start - 1] == '-'))
            start--;
        bool placed = quoted || braced || start == 0 || text.p[start - 1] == '\n' || text.p[start - 1] == '\r';
        while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\t'))
            end++;
        if (placed && end < text.n && text.p[end] == ':') {
            *at = end + 1;
            return true;
        }
    }
    return false;
}

bool il_template_resembles(il_str text)
{
    size_t at = 0;
    if (has_key(text, IL_STR("AWSTemplateFormatVersion"), false, &at))
        return true;
    at = 0;
    if (!has_key(text, IL_STR("Resources"), false, &at))
        return false;
    while (has_key(text, IL_STR("Type"), true, &at)) {
        il_str value = il_str_slice(text, at, at + 64);
        while (value.n && (value.p[0] == ' ' || value.p[0] == '"' || value.p[0] == '\''))
            value = il_str_slice(value, 1, value.n);
        if (resource_type(value))
            return true;
    }
    return false;
}
