/* Patterns live as long as the process, as interned names do: pages have a few hundred of them, all constant. A pattern is compiled when it
 * is first asked, and to machine code only when it is asked often. Limits keep a pattern from hanging on a hostile text. */
#include "pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "map.h"
#include "panic.h"

enum { JIT_AFTER = 200, MATCH_LIMIT = 100000, DEPTH_LIMIT = 1000 };

typedef struct {
    pcre2_code *code; /* NULL: does not compile */
    pcre2_match_data *data;
    unsigned uses;
} pattern;

static il_arena *arena;
static il_map patterns;
static pcre2_match_context *limits;

static void start(void)
{
    arena = il_arena_new();
    patterns = il_map_in(arena);
    limits = pcre2_match_context_create(NULL);
    IL_ASSERT(limits);
    pcre2_set_match_limit(limits, MATCH_LIMIT);
    pcre2_set_depth_limit(limits, DEPTH_LIMIT);
}

static pcre2_code *compile(il_str text, int *error, size_t *offset)
{
    return pcre2_compile((PCRE2_SPTR)(text.p ? text.p : ""), text.n, PCRE2_UTF | PCRE2_MATCH_INVALID_UTF, error, offset,
                         NULL);
}

bool il_pattern_check(il_str text, char *message, size_t size, size_t *offset)
{
    int error;
    pcre2_code *code = compile(text, &error, offset);
    if (!code) {
        pcre2_get_error_message(error, (PCRE2_UCHAR *)message, size);
        return false;
    }
    pcre2_code_free(code);
    return true;
}

static pattern *pattern_of(il_str text)
{
    if (!arena)
        start();
    pattern *known = il_map_get(&patterns, text);
    if (known)
        return known;
    int error;
    size_t offset;
    pattern *made = IL_NEW(arena, pattern);
    made->code = compile(text, &error, &offset);
    if (made->code) {
        made->data = pcre2_match_data_create(1, NULL);
        IL_ASSERT(made->data);
    }
    il_map_put(&patterns, il_arena_str(arena, text), made);
    return made;
}

il_truth il_pattern_matches(il_str text_of_pattern, il_str text)
{
    pattern *pattern = pattern_of(text_of_pattern);
    if (!pattern->code)
        return IL_MAYBE;
    if (++pattern->uses == JIT_AFTER)
        pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE); /* without it, it only takes longer */
    int found = pcre2_match(pattern->code, (PCRE2_SPTR)(text.p ? text.p : ""), text.n, 0, 0, pattern->data, limits);
    if (found >= 0)
        return IL_YES;
    return found == PCRE2_ERROR_NOMATCH ? IL_NO : IL_MAYBE;
}

void il_pattern_free(void)
{
    if (!arena)
        return;
    for (size_t i = 0; i < patterns.n; i++) {
        pattern *pattern = patterns.entries[i].value;
        pcre2_match_data_free(pattern->data);
        pcre2_code_free(pattern->code);
    }
    pcre2_match_context_free(limits);
    il_arena_free(arena);
    arena = NULL;
}
