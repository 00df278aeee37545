/* Patterns live as long as the process, as interned names do: pages have a few hundred of them, all constant. A pattern is compiled when it
 * is first asked, and to machine code only when it is asked often. Limits keep a pattern from hanging on a hostile text. */
#include "pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "map.h"
#include "panic.h"

enum { RECENT = 1024, JIT_AFTER = 200, MATCH_LIMIT = 100000, DEPTH_LIMIT = 1000 };

typedef struct {
    il_str text;
    pcre2_code *code; /* NULL: does not compile */
    unsigned uses;
} pattern;

static il_arena *arena;
static il_map patterns;
static pcre2_match_context *limits;
/* One for all: PCRE2 leaves 20 KiB of stack in it, or more. Only whether it matched is asked. */
static pcre2_match_data *data;

static void start(void)
{
    arena = il_arena_new();
    patterns = il_map_in(arena);
    limits = pcre2_match_context_create(NULL);
    data = pcre2_match_data_create(1, NULL);
    IL_ASSERT(limits && data);
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

/* Pages are constant data: the same address is nearly always the same pattern. */
static struct {
    const char *address;
    il_str text;
    pattern *pattern;
} recent[RECENT];

static pattern *find(il_str text);

static pattern *pattern_of(il_str text)
{
    size_t slot = ((uintptr_t)text.p >> 3) % RECENT;
    if (recent[slot].pattern && recent[slot].address == text.p && il_str_eq(recent[slot].text, text))
        return recent[slot].pattern;
    recent[slot].pattern = find(text);
    recent[slot].address = text.p;
    recent[slot].text = recent[slot].pattern->text;
    return recent[slot].pattern;
}

static pattern *find(il_str text)
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
    made->text = il_arena_str(arena, text);
    il_map_put(&patterns, made->text, made);
    return made;
}

il_truth il_pattern_matches(il_str text_of_pattern, il_str text)
{
    pattern *pattern = pattern_of(text_of_pattern);
    if (!pattern->code)
        return IL_MAYBE;
    if (++pattern->uses == JIT_AFTER)
        pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE); /* without it, it only takes longer */
    int found = pcre2_match(pattern->code, (PCRE2_SPTR)(text.p ? text.p : ""), text.n, 0, 0, data, limits);
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
        pcre2_code_free(pattern->code);
    }
    pcre2_match_data_free(data);
    pcre2_match_context_free(limits);
    il_arena_free(arena);
    arena = NULL;
    memset(recent, 0, sizeof recent);
}
