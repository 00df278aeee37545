/* `like`: whether a text is covered by one of the patterns that IAM writes: `*` stands for any text, `?` for one character, letters count in
 * either case. A wildcard in the text itself is covered by a `*` only: "s3:Get*" is like "s3:*", not like "s3:GetObject". In a joined text
 * what is not known is covered by a `*` for certain; where that is not enough but might be, the answer is maybe. Policies repeat themselves, and
 * tables are long: what a table said of a text is remembered. */
#include <string.h>

#include "flat.h"
#include "trial.h"

enum { TEXT_MAX = 2048 };

static char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

bool il_like__covers(il_str pattern, il_str text)
{
    size_t p = 0, t = 0, star = SIZE_MAX, mark = 0;
    while (t < text.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            mark = t;
        } else if (p < pattern.n &&
                   (fold(pattern.p[p]) == fold(text.p[t]) || (pattern.p[p] == '?' && !strchr("*\x01", text.p[t])))) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

/* What a pseudo parameter stands for (a partition, an account, a Region) has no separators of ARNs in it. */
static bool is_one_word(const il_value *value)
{
    return value && value->kind == IL_REF && !value->ref.target && il_str_starts(value->ref.name, IL_STR("AWS::"));
}

/* Whether PATTERN covers the text for some texts in the place of its marks. ROW[i]: the text so far can be covered by PATTERN's first i. */
static bool might_cover(il_arena *arena, il_str pattern, const il_flat *flat, il_str text)
{
    size_t skipped = flat->text.n - text.n;
    bool *row = IL_NEW_ARRAY(arena, pattern.n + 1, bool), *next = IL_NEW_ARRAY(arena, pattern.n + 1, bool);
    row[0] = true;
    for (size_t i = 0; i < pattern.n; i++)
        row[i + 1] = row[i] && pattern.p[i] == '*';
    for (size_t t = 0; t < text.n; t++) {
        bool hole = text.p[t] == IL_FLAT_MARK;
        bool word = hole && is_one_word(il_flat__marked(flat, skipped + t));
        next[0] = hole && row[0];
        for (size_t i = 0; i < pattern.n; i++) {
            char c = pattern.p[i];
            bool one = fold(c) == fold(text.p[t]) || (c == '?' && text.p[t] != '*');
            if (hole)
                next[i + 1] = row[i + 1] || (next[i] && !(word && (c == ':' || c == '/')));
            else
                next[i + 1] = c == '*' ? next[i] || row[i] || row[i + 1] : row[i] && one;
        }
        bool *done = row;
        row = next;
        next = done;
    }
    return row[pattern.n];
}

/* Whether what both say before the first wildcard or hole, or behind the last, is not the same: so it is with most patterns of a long table. */
static bool differ_at_ends(il_str pattern, il_str text)
{
    size_t least = pattern.n < text.n ? pattern.n : text.n;
    for (size_t i = 0; i < least && !strchr("*?", pattern.p[i]) && text.p[i] != IL_FLAT_MARK; i++)
        if (fold(pattern.p[i]) != fold(text.p[i]))
            return true;
    for (size_t i = 1; i <= least && !strchr("*?", pattern.p[pattern.n - i]) && text.p[text.n - i] != IL_FLAT_MARK; i++)
        if (fold(pattern.p[pattern.n - i]) != fold(text.p[text.n - i]))
            return true;
    return false;
}

static il_truth like_one(il_arena *arena, const il_value *pattern, const il_flat *flat, il_str text)
{
    if (pattern->kind != IL_STRING)
        return IL_MAYBE;
    if (differ_at_ends(pattern->string, text))
        return IL_NO;
    if (il_like__covers(pattern->string, text))
        return IL_YES;
    bool holes = memchr(text.p, IL_FLAT_MARK, text.n) != NULL;
    return holes && might_cover(arena, pattern->string, flat, text) ? IL_MAYBE : IL_NO;
}

/* The patterns of a table by the text before the first colon; the rest of the text goes to *TEXT. */
static const il_value *patterns_for(il_arena *arena, const il_value *table, il_str *text)
{
    il_str rest = *text, key = il_str_cut(&rest, ':');
    if (!rest.p)
        return &il_missing;
    char *lower = il_arena_alloc(arena, key.n + 1);
    for (size_t i = 0; i < key.n; i++)
        lower[i] = fold(key.p[i]);
    *text = rest;
    return il_value_get(table, (il_str){lower, key.n});
}

static il_truth judge_text(il_arena *arena, const il_flat *flat, const il_value *patterns)
{
    il_str text = flat->text;
    if (patterns->kind == IL_MAP && (patterns = patterns_for(arena, patterns, &text))->kind == IL_MISSING)
        return IL_MAYBE;
    if (patterns->kind == IL_STRING)
        return like_one(arena, patterns, flat, text);
    if (patterns->kind != IL_LIST || text.n > TEXT_MAX)
        return IL_MAYBE;
    il_truth truth = patterns->open ? IL_MAYBE : IL_NO;
    for (size_t i = 0; i < patterns->list.n && truth != IL_YES; i++)
        truth = il_or(truth, like_one(arena, patterns->list.items[i], flat, text));
    return truth;
}

/* The text with another sign for the holes that are one word: two texts that are alike in this are like the same patterns. */
static il_str text_and_holes(il_arena *arena, const il_flat *flat)
{
    if (!memchr(flat->text.p, IL_FLAT_MARK, flat->text.n))
        return flat->text;
    char *copy = il_arena_alloc(arena, flat->text.n);
    for (size_t i = 0; i < flat->text.n; i++)
        copy[i] = flat->text.p[i] == IL_FLAT_MARK && is_one_word(il_flat__marked(flat, i)) ? '\x02' : flat->text.p[i];
    return (il_str){copy, flat->text.n};
}

static il_map *seen_of(il_judge *judge, const il_value *patterns)
{
    il_map *seen = il_map_get(&judge->likes, IL_POINTER_KEY(patterns));
    if (seen)
        return seen;
    const il_value **key = IL_NEW(judge->arena, const il_value *);
    *key = patterns;
    seen = IL_NEW(judge->arena, il_map);
    *seen = il_map_in(judge->arena);
    il_map_put(&judge->likes, (il_str){(const char *)key, sizeof *key}, seen);
    return seen;
}

il_truth il_like__judge(il_judge *judge, const il_value *value, const il_value *patterns)
{
    il_flat flat = {0};
    if (value->kind == IL_UNKNOWN || value->kind == IL_REF)
        return IL_MAYBE;
    if (!il_flat__of(judge->arena, value, false, &flat))
        return value->kind == IL_CALL ? IL_MAYBE : IL_NO;
    if (patterns->kind == IL_STRING || flat.text.n == 0 || flat.text.n > TEXT_MAX)
        return judge_text(judge->arena, &flat, patterns);
    il_map *seen = seen_of(judge, patterns);
    il_str key = text_and_holes(judge->arena, &flat);
    const il_truth *known = il_map_get(seen, key);
    if (known)
        return *known;
    il_truth *truth = IL_NEW(judge->arena, il_truth);
    *truth = judge_text(judge->arena, &flat, patterns);
    il_map_put(seen, key, truth);
    return *truth;
}
