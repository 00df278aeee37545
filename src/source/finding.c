#include "finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "panic.h"

static const char *const severity_names[] = {"note", "warning", "error"};

const char *il_severity_name(il_severity severity)
{
    return severity_names[severity];
}

bool il_severity_parse(il_str name, il_severity *out)
{
    for (int i = IL_NOTE; i <= IL_ERROR; i++) {
        if (il_str_is(name, severity_names[i])) {
            *out = (il_severity)i;
            return true;
        }
    }
    return false;
}

const char *il_safety_name(il_safety safety)
{
    return safety == IL_SAFE ? "safe" : "unsafe";
}

/* Promise broken by RULE: not the user's fault, so the process dies rather than write a wrong byte. */
static void promise(bool kept, const char *rule, const char *what)
{
    if (kept)
        return;
    fprintf(stderr, "infralint: rule %s: ", rule);
    IL_PANIC(what);
}

static bool inside(const il_source *source, il_span span)
{
    return source && span.start <= span.end && span.end <= il_source_text(source).n;
}

/* An offset that splits no UTF-8 character. */
static bool boundary(const il_source *source, uint32_t offset)
{
    il_str text = il_source_text(source);
    return offset >= text.n || ((unsigned char)text.p[offset] & 0xC0) != 0x80;
}

int il_edit_cmp(const il_edit *a, const il_edit *b)
{
    int order = a->source == b->source ? 0 : il_str_cmp(il_source_path(a->source), il_source_path(b->source));
    if (order)
        return order;
    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    return a->span.end < b->span.end ? -1 : a->span.end > b->span.end;
}

/* As a further member, item or statement does: a comma or a line break in front, or a line break behind. A further argument (`, {`) is none: a
 * call takes one object of props. */
static bool brings_separator(il_str text)
{
    if (!text.n)
        return false;
    if (text.p[0] == '\n' || text.p[0] == '\r' || text.p[text.n - 1] == '\n')
        return true;
    il_str rest = il_str_trim(il_str_slice(text, 1, text.n));
    return text.p[0] == ',' && rest.n && rest.p[0] != '{';
}

bool il_edit_stacks(const il_edit *a, const il_edit *b)
{
    return a->source == b->source && a->span.start == a->span.end && b->span.start == b->span.end &&
           a->span.start == b->span.start && brings_separator(a->text) && brings_separator(b->text);
}

static void check_fix(const il_fix *fix, const char *rule)
{
    promise(fix->n_edits > 0, rule, "a fix without edits");
    for (size_t i = 0; i < fix->n_edits; i++) {
        const il_edit *e = &fix->edits[i];
        promise(inside(e->source, e->span), rule, "an edit outside its file");
        promise(boundary(e->source, e->span.start) && boundary(e->source, e->span.end), rule,
                "an edit that splits a character");
        if (i == 0)
            continue;
        const il_edit *before = e - 1;
        bool apart = before->source != e->source || before->span.end <= e->span.start;
        promise(il_edit_cmp(before, e) <= 0 && apart, rule, "edits out of order or overlapping");
    }
}

void il_sink_report(il_sink *sink, il_finding finding)
{
    promise(inside(finding.loc.source, finding.loc.span), finding.rule, "a finding outside its file");
    for (size_t i = 0; i < finding.n_fixes; i++)
        check_fix(&finding.fixes[i], finding.rule);
    IL_PUSH(sink->arena, &sink->findings, finding);
}

void il_sink_syntax(il_sink *sink, il_loc loc, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    il_str message = il_arena_vprintf(sink->arena, format, args);
    va_end(args);
    il_sink_report(sink, (il_finding){.rule = IL_RULE_SYNTAX,
                                      .severity = IL_ERROR,
                                      .category = IL_STR("syntax"),
                                      .message = message,
                                      .loc = loc,
                                      .origin = "syntax"});
}

il_str il_edits_apply(il_arena *arena, const il_source *source, const il_edit *edits, size_t n)
{
    il_str text = il_source_text(source);
    size_t size = text.n;
    for (size_t i = 0; i < n; i++)
        if (edits[i].source == source)
            size += edits[i].text.n;
    char *out = il_arena_alloc(arena, size + 1);
    size_t filled = 0, at = 0;
    for (size_t i = 0; i < n; i++) {
        if (edits[i].source != source)
            continue;
        IL_ASSERT(edits[i].span.start >= at && edits[i].span.end <= text.n);
        if (edits[i].span.start > at)
            memcpy(out + filled, text.p + at, edits[i].span.start - at);
        filled += edits[i].span.start - at;
        if (edits[i].text.n)
            memcpy(out + filled, edits[i].text.p, edits[i].text.n);
        filled += edits[i].text.n;
        at = edits[i].span.end;
    }
    if (at < text.n)
        memcpy(out + filled, text.p + at, text.n - at);
    return (il_str){out, filled + text.n - at};
}

static int finding_order(const void *left, const void *right)
{
    const il_finding *a = left, *b = right;
    il_edit place_a = {a->loc.source, a->loc.span, {0}}, place_b = {b->loc.source, b->loc.span, {0}};
    int order = il_edit_cmp(&place_a, &place_b);
    if (!order)
        order = strcmp(a->rule, b->rule);
    return order ? order : il_str_cmp(a->message, b->message);
}

/* qsort is not stable. */
static void merge_sort(il_finding *items, size_t n, il_finding *spare)
{
    if (n < 2)
        return;
    size_t half = n / 2, left = 0, right = half, out = 0;
    merge_sort(items, half, spare);
    merge_sort(items + half, n - half, spare);
    while (left < half || right < n) {
        bool take_left = right == n || (left < half && finding_order(&items[left], &items[right]) <= 0);
        spare[out++] = items[take_left ? left++ : right++];
    }
    memcpy(items, spare, n * sizeof *items);
}

void il_sink_sort(il_sink *sink)
{
    il_arena *scratch = il_arena_new();
    merge_sort(sink->findings.items, sink->findings.n, IL_NEW_ARRAY(scratch, sink->findings.n, il_finding));
    il_arena_free(scratch);
}
