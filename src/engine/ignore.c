#include "ignore.h"

#include "wildcard.h"

/* No path is longer; such a line matches nothing. */
enum { LONGEST = 4096 };

/* LINE without the white space at its end that no `\` quotes. */
static il_str trim_end(il_str line)
{
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\t')) {
        if (line.n > 1 && line.p[line.n - 2] == '\\')
            break;
        line.n--;
    }
    return line;
}

static void read_line(il_arena *arena, il_ignore *out, il_str line, unsigned number)
{
    il_ignore_rule rule = {.line = number};
    line = trim_end(line);
    if (!line.n || line.p[0] == '#' || line.n > LONGEST)
        return;
    rule.negated = line.p[0] == '!';
    if (rule.negated)
        line = il_str_slice(line, 1, line.n);
    if (line.n && line.p[line.n - 1] == '/') {
        rule.folders_only = true;
        line.n--;
    }
    rule.anywhere = !il_str_contains(line, IL_STR("/"));
    if (line.n && line.p[0] == '/')
        line = il_str_slice(line, 1, line.n);
    rule.pattern = line;
    if (line.n)
        IL_PUSH(arena, &out->rules, rule);
}

const il_ignore *il_ignore_read(il_arena *arena, const il_ignore *above, il_str folder, il_str file, il_str text)
{
    il_ignore *out = IL_NEW(arena, il_ignore);
    *out = (il_ignore){.above = above, .folder = folder, .file = file};
    if (il_str_starts(text, IL_STR("\xEF\xBB\xBF")))
        text = il_str_slice(text, 3, text.n);
    for (unsigned number = 1; text.p; number++)
        read_line(arena, out, il_str_cut(&text, '\n'), number);
    return out;
}

/* PATH as it is below FOLDER. */
static il_str below(il_str folder, il_str path)
{
    size_t n = folder.n && folder.p[folder.n - 1] != '/' ? folder.n + 1 : folder.n;
    return il_str_slice(path, n, path.n);
}

static il_str last_part(il_str path)
{
    size_t start = path.n;
    while (start && path.p[start - 1] != '/')
        start--;
    return il_str_slice(path, start, path.n);
}

const il_ignore_rule *il_ignore_find(const il_ignore *list, il_str path, bool is_folder, const il_ignore **from)
{
    il_str name = last_part(path);
    for (; list; list = list->above) {
        il_str relative = below(list->folder, path);
        for (size_t i = list->rules.n; i-- > 0;) {
            const il_ignore_rule *rule = &list->rules.items[i];
            if (rule->folders_only && !is_folder)
                continue;
            if (!il_wildcard_match(rule->pattern, rule->anywhere ? name : relative))
                continue;
            *from = list;
            return rule;
        }
    }
    return NULL;
}
