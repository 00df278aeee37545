/* Regular expressions on known ASCII texts, by PCRE2: only patterns that mean the same there as in JavaScript, the rest is not followed. What
 * `g` and `y` remember from call to call (lastIndex) is not kept: test and exec with them are not followed either. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "buf.h"
#include "eval.h"

enum { MATCH_LIMIT = 20000, DEPTH_LIMIT = 500, GROUPS = 20, TEXT = 1 << 16 };

typedef struct {
    il_eval *e;
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *limits;
    const size_t *spans; /* of the last match: start and end of each group */
    uint32_t groups;
    bool global, sticky;
    il_str text;
    il_loc loc;
} regex;

static void *allocate(size_t size, void *arena)
{
    return il_arena_alloc(arena, size);
}

static void release(void *block, void *arena)
{
    (void)block;
    (void)arena;
}

static bool is_ascii(il_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    }
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether BODY means in PCRE2 what it means in JavaScript. */
static bool is_plain(il_str body)
{
    bool in_class = false;
    for (size_t i = 0; i < body.n; i++) {
        char c = body.p[i], next = i + 1 < body.n ? body.p[i + 1] : '\0', third = i + 2 < body.n ? body.p[i + 2] : '\0';
        if (c == '\\') {
            if (is_letter(next) && (!strchr("dDwWsSbBnrtfvkux", next) || (strchr("ux", next) && third == '{')))
                return false;
            i++;
        } else if (in_class) {
            if (c == '[' && next && strchr(":.=", next))
                return false;
            in_class = c != ']';
        } else if (c == '[') {
            in_class = true;
        } else if (c == '(' && (next == '*' || (next == '?' && (!third || !strchr(":=!<", third))))) {
            return false;
        }
    }
    return is_ascii(body);
}

static bool flags_of(il_str flags, regex *r, uint32_t *options)
{
    *options = PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX | PCRE2_ALLOW_EMPTY_CLASS | PCRE2_MATCH_UNSET_BACKREF;
    for (size_t i = 0; i < flags.n; i++) {
        if (!strchr("gimsuyd", flags.p[i]))
            return false;
        r->global |= flags.p[i] == 'g';
        r->sticky |= flags.p[i] == 'y';
        *options |= flags.p[i] == 'i'   ? PCRE2_CASELESS
                    : flags.p[i] == 'm' ? PCRE2_MULTILINE
                    : flags.p[i] == 's' ? PCRE2_DOTALL
                                        : 0;
    }
    return true;
}

/* The regular expression that PATTERN (as written, with its flags) is, to be run on TEXT; false when it is not followed. */
static bool compile(regex *r, il_str pattern)
{
    size_t end = pattern.n;
    while (end > 1 && pattern.p[end - 1] != '/')
        end--;
    if (pattern.n < 2 || end < 2 || !is_ascii(r->text) || r->text.n > TEXT)
        return false;
    il_str body = il_str_slice(pattern, 1, end - 1);
    uint32_t options;
    if (!flags_of(il_str_slice(pattern, end, pattern.n), r, &options) || !is_plain(body))
        return false;
    int error;
    size_t offset;
    pcre2_general_context *memory = pcre2_general_context_create(allocate, release, r->e->arena);
    pcre2_compile_context *how = pcre2_compile_context_create(memory);
    pcre2_set_newline(how, PCRE2_NEWLINE_ANYCRLF);
    r->code = pcre2_compile((PCRE2_SPTR)(body.p ? body.p : ""), body.n, options, &error, &offset, how);
    if (!r->code)
        return false;
    r->data = pcre2_match_data_create_from_pattern(r->code, memory);
    r->limits = pcre2_match_context_create(memory);
    pcre2_set_match_limit(r->limits, MATCH_LIMIT);
    pcre2_set_depth_limit(r->limits, DEPTH_LIMIT);
    r->spans = pcre2_get_ovector_pointer(r->data);
    r->groups = pcre2_get_ovector_count(r->data);
    return r->groups <= GROUPS;
}

/* Looks for the next match at or after FROM: YES, NO, or MAYBE when it would take too long. */
static il_truth find(regex *r, size_t from)
{
    il_ev__charge(r->e, r->text.n + 32);
    if (from > r->text.n)
        return IL_NO;
    int found = pcre2_match(r->code, (PCRE2_SPTR)(r->text.p ? r->text.p : ""), r->text.n, from,
                            r->sticky ? PCRE2_ANCHORED : 0, r->data, r->limits);
    return found >= 0 ? IL_YES : found == PCRE2_ERROR_NOMATCH ? IL_NO : IL_MAYBE;
}

static const il_ev *group(const regex *r, size_t i)
{
    if (r->spans[2 * i] == PCRE2_UNSET)
        return r->e->undefined;
    return il_ev__string(r->e, r->loc, il_str_slice(r->text, r->spans[2 * i], r->spans[2 * i + 1]));
}

static const il_ev *named_groups(const regex *r)
{
    uint32_t n = 0, size = 0;
    PCRE2_SPTR table = NULL;
    pcre2_pattern_info(r->code, PCRE2_INFO_NAMECOUNT, &n);
    pcre2_pattern_info(r->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    pcre2_pattern_info(r->code, PCRE2_INFO_NAMETABLE, &table);
    if (n == 0)
        return r->e->undefined;
    const il_ev *groups = il_ev__object(r->e, r->loc);
    for (uint32_t i = 0; i < n; i++) {
        const unsigned char *entry = table + (size_t)i * size;
        size_t number = (size_t)entry[0] << 8 | entry[1];
        il_ev__set(r->e, groups->object, il_intern(il_str_of((const char *)entry + 2)), r->loc, group(r, number));
    }
    return groups;
}

/* What exec and match give: the groups, with `index`, `input` and `groups`. */
static const il_ev *match_value(const regex *r)
{
    il_eval *e = r->e;
    const il_ev *made = il_ev__array(e, r->loc), *named = il_ev__object(e, r->loc);
    for (uint32_t i = 0; i < r->groups; i++)
        il_ev__push(e, made, group(r, i));
    il_ev__set(e, named->object, il_intern(IL_STR("index")), r->loc, il_ev__number(e, r->loc, (double)r->spans[0]));
    il_ev__set(e, named->object, il_intern(IL_STR("input")), r->loc, il_ev__string(e, r->loc, r->text));
    il_ev__set(e, named->object, il_intern(IL_STR("groups")), r->loc, named_groups(r));
    ((il_array *)made)->named = named->object;
    return made;
}

static const il_ev *null_value(const regex *r)
{
    return il_ev__new(r->e, IL_EV_NULL, r->loc);
}

const il_ev *il_ev__regex_method(il_eval *e, const il_ev *pattern, il_name method, const il_args *args, il_loc loc)
{
    const il_ev *text = il_ev__argument(e, args, 0);
    bool test = !strcmp(method, "test");
    if ((!test && strcmp(method, "exec")) || text->kind != IL_EV_STRING)
        return NULL;
    regex r = {.e = e, .text = text->string, .loc = loc};
    if (!compile(&r, pattern->unknown.detail) || r.global || r.sticky)
        return NULL;
    il_truth found = find(&r, 0);
    if (found == IL_MAYBE)
        return NULL;
    if (test)
        return il_ev__bool(e, loc, found == IL_YES);
    return found == IL_YES ? match_value(&r) : null_value(&r);
}

/* Adds REPLACEMENT for the match, its `$1`, `$&` and `$$` filled in; false when it has others. */
static bool expand(const regex *r, il_buf *out, il_str replacement)
{
    for (size_t i = 0; i < replacement.n; i++) {
        char c = replacement.p[i], next = i + 1 < replacement.n ? replacement.p[i + 1] : '\0';
        if (c != '$') {
            il_buf_putc(out, c);
            continue;
        }
        size_t number = next == '&' ? 0 : (size_t)(next - '0');
        bool digit = next >= '1' && next <= '9';
        if (next == '$')
            il_buf_putc(out, '$');
        else if ((digit && number < r->groups) || next == '&') {
            if (r->spans[2 * number] != PCRE2_UNSET)
                il_buf_add(out, il_str_slice(r->text, r->spans[2 * number], r->spans[2 * number + 1]));
        } else {
            return false;
        }
        i++;
    }
    return true;
}

/* What the callback WITH gives for the match. */
static const il_ev *called(const regex *r, const il_ev *with)
{
    il_eval *e = r->e;
    const il_ev **items = IL_NEW_ARRAY(e->arena, r->groups + 2, const il_ev *);
    for (uint32_t i = 0; i < r->groups; i++)
        items[i] = group(r, i);
    items[r->groups] = il_ev__number(e, r->loc, (double)r->spans[0]);
    items[r->groups + 1] = il_ev__string(e, r->loc, r->text);
    il_args args = {items, r->groups + 2, false, NULL};
    return il_ev__apply(e, with, NULL, &args, r->loc);
}

typedef IL_VEC(const il_ev *) values;

/* TEXT with its matches replaced by what WITH (a text or a function) gives. */
static const il_ev *replace(regex *r, const il_ev *with)
{
    il_eval *e = r->e;
    bool text = with->kind == IL_EV_STRING, good = text || with->kind == IL_EV_FUNCTION;
    values parts = {0};
    il_buf buf = {0};
    il_truth found = IL_NO;
    size_t at = 0, from = 0;
    while (good && (found = find(r, from)) == IL_YES) {
        size_t start = r->spans[0], end = r->spans[1];
        il_buf_add(&buf, il_str_slice(r->text, at, start));
        if (text) {
            good = expand(r, &buf, with->string);
        } else {
            IL_PUSH(e->arena, &parts, il_ev__string(e, r->loc, il_arena_str(e->arena, il_buf_str(&buf))));
            il_buf_clear(&buf);
            IL_PUSH(e->arena, &parts, called(r, with));
        }
        at = end;
        from = end > start ? end : end + 1;
        if (!r->global)
            break;
    }
    good &= found != IL_MAYBE;
    il_buf_add(&buf, il_str_slice(r->text, at, r->text.n));
    IL_PUSH(e->arena, &parts, il_ev__string(e, r->loc, il_arena_str(e->arena, il_buf_str(&buf))));
    il_buf_free(&buf);
    return good ? il_ev__concat(e, r->loc, parts.items, parts.n) : NULL;
}

/* All matches: their texts (match with `g`), or each with its groups (matchAll). */
static const il_ev *all_matches(regex *r, bool groups)
{
    const il_ev *list = il_ev__array(r->e, r->loc);
    il_truth found;
    for (size_t from = 0; (found = find(r, from)) == IL_YES;) {
        il_ev__push(r->e, list, groups ? match_value(r) : group(r, 0));
        from = r->spans[1] > r->spans[0] ? r->spans[1] : r->spans[1] + 1;
    }
    if (found == IL_MAYBE)
        return NULL;
    return groups || list->list.n ? list : null_value(r);
}

static const il_ev *split(regex *r)
{
    const il_ev *list = il_ev__array(r->e, r->loc);
    size_t at = 0;
    il_truth found;
    while ((found = find(r, at)) == IL_YES) {
        if (r->spans[1] == r->spans[0])
            return NULL;
        il_ev__push(r->e, list, il_ev__string(r->e, r->loc, il_str_slice(r->text, at, r->spans[0])));
        for (uint32_t i = 1; i < r->groups; i++)
            il_ev__push(r->e, list, group(r, i));
        at = r->spans[1];
    }
    il_ev__push(r->e, list, il_ev__string(r->e, r->loc, il_str_slice(r->text, at, r->text.n)));
    return found == IL_MAYBE ? NULL : list;
}

const il_ev *il_ev__regex_on_text(il_eval *e, il_str text, il_name method, const il_args *args, il_loc loc)
{
    const il_ev *pattern = il_ev__argument(e, args, 0);
    regex r = {.e = e, .text = text, .loc = loc};
    if (pattern->kind != IL_EV_UNKNOWN || pattern->unknown.reason != il_why_regex ||
        !compile(&r, pattern->unknown.detail))
        return NULL;
    if (!strcmp(method, "replace") || !strcmp(method, "replaceAll"))
        return replace(&r, il_ev__argument(e, args, 1));
    if (!strcmp(method, "split") && args->n == 1)
        return split(&r);
    if (!strcmp(method, "matchAll"))
        return all_matches(&r, true);
    if (!strcmp(method, "match") && r.global)
        return all_matches(&r, false);
    bool search = !strcmp(method, "search");
    il_truth found = search || !strcmp(method, "match") ? find(&r, 0) : IL_MAYBE;
    if (found == IL_MAYBE)
        return NULL;
    if (search)
        return il_ev__number(e, loc, found == IL_YES ? (double)r.spans[0] : -1);
    return found == IL_YES ? match_value(&r) : null_value(&r);
}
