/* Comments that accept findings.
 *
 *     infralint-disable-next-line RULE, RULE exp:2027-03-31 -- reason
 *
 * Only a comment that begins so is one; the words somewhere in prose, in a text or in a block scalar are not. checkov's `checkov:skip=ID:reason` is read
 * as checkov reads it, for the resource around it. */
#include <string.h>

#include "nearest.h"
#include "ts.h"
#include "waiver.h"
#include "waiver_place.h"

typedef enum { LINE, NEXT_LINE, FROM_HERE, TO_HERE, RESOURCE, WHOLE_FILE, N_VERBS } verb;

static const char *const verbs[N_VERBS] = {"disable-line", "disable-next-line", "disable",
                                           "enable",       "disable-resource",  "disable-file"};

/* One comment and what is said in it. */
typedef struct {
    il_round *round;
    il_checked *checked;
    const il_document *document;
    const il_place_index *index; /* of a template */
    il_span comment;             /* from its first mark to its end */
    il_str words;                /* what is said, from the directive on */
    IL_VEC(il_waiver) open;      /* `disable`, until `enable` or the end of the file */
} scanner;

static uint32_t offset_of(const scanner *s, const char *p)
{
    return (uint32_t)(p - il_source_text(s->document->source).p);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* ---- Where comments are ---- */

/* Whether AT stands first in a comment of a program; s->comment and s->words are that comment's. */
static bool in_program(scanner *s, uint32_t at)
{
    il_str text = il_source_text(s->document->source);
    TSNode node = il_ts_at(s->document, (il_span){at, at + 1});
    if (!il_ts_is(node, "comment"))
        return false;
    s->comment = il_ts_span(node);
    for (uint32_t i = s->comment.start; i < at; i++)
        if (!is_blank(text.p[i]) && !strchr("/*!", text.p[i]))
            return false;
    s->words = il_str_slice(text, at, s->comment.end);
    if (il_str_ends(s->words, IL_STR("*/")))
        s->words.n -= 2;
    return true;
}

/* The same in YAML, whose parser keeps no comments: behind a `#` that begins one and stands in no scalar. */
static bool in_yaml(scanner *s, uint32_t at)
{
    il_str text = il_source_text(s->document->source);
    uint32_t hash = at;
    while (hash > 0 && (text.p[hash - 1] == ' ' || text.p[hash - 1] == '\t'))
        hash--;
    if (hash == 0 || text.p[hash - 1] != '#')
        return false;
    hash--;
    while (hash > 0 && text.p[hash - 1] == '#')
        hash--;
    if (hash > 0 && !is_blank(text.p[hash - 1]))
        return false;
    if (il_place_in_scalar(s->index, hash))
        return false;
    size_t end = at;
    while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r')
        end++;
    s->comment = (il_span){hash, (uint32_t)end};
    s->words = il_str_slice(text, at, end);
    return true;
}

static bool in_comment(scanner *s, uint32_t at)
{
    return s->document->kind == IL_DOCUMENT_YAML ? in_yaml(s, at) : in_program(s, at);
}

/* ---- What they say ---- */

static il_str next_word(il_str *rest, const char *ends)
{
    size_t from = 0, to;
    while (from < rest->n && (is_blank(rest->p[from]) || rest->p[from] == ','))
        from++;
    for (to = from; to < rest->n && !is_blank(rest->p[to]) && !strchr(ends, rest->p[to]);)
        to++;
    il_str word = il_str_slice(*rest, from, to);
    *rest = il_str_slice(*rest, to, rest->n);
    return word;
}

/* TEXT on one line. */
static il_str on_one_line(il_arena *arena, il_str text)
{
    char *out = il_arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        if (!is_blank(text.p[i]))
            out[n++] = text.p[i];
        else if (n && out[n - 1] != ' ')
            out[n++] = ' ';
    return il_str_trim((il_str){out, n});
}

typedef IL_VEC(il_str) words;

/* Reads ids, expiry and reason into LIKE and IDS. */
static void read_words(const scanner *s, il_str rest, il_waiver *like, words *ids)
{
    for (;;) {
        il_str word = next_word(&rest, ",");
        if (!word.n)
            return;
        if (il_str_is(word, "--")) {
            like->reason = on_one_line(s->round->arena, rest);
            return;
        }
        if (!il_str_starts(word, IL_STR("exp:"))) {
            IL_PUSH(s->round->arena, ids, word);
            continue;
        }
        like->expires = il_str_slice(word, strlen("exp:"), word.n);
        if (!like->expires.n)
            like->wrong = "there is no date behind exp:, such as exp:2027-03-31";
    }
}

/* What the word after "infralint-" means; N_VERBS when it is none. */
static verb verb_of(il_str word)
{
    int i = 0;
    while (i < N_VERBS && !il_str_is(word, verbs[i]))
        i++;
    return (verb)i;
}

/* Sets where LIKE holds. */
static void place(const scanner *s, verb v, il_waiver *like)
{
    const il_source *source = s->document->source;
    like->place.source = source;
    like->resources_there = v == RESOURCE || v == WHOLE_FILE;
    switch (v) {
    case LINE:
        like->place.span = il_place_line(source, s->comment.start);
        break;
    case NEXT_LINE:
        like->place.span = il_place_next(s->document, s->index, s->comment);
        break;
    case RESOURCE:
        like->place.span = il_place_resource(s->document, s->index, s->comment);
        break;
    case FROM_HERE:
    case TO_HERE:
    case WHOLE_FILE:
    case N_VERBS:
        like->place.span = (il_span){v == WHOLE_FILE ? 0 : s->comment.start, (uint32_t)il_source_text(source).n};
        break;
    }
    if (like->place.span.start == like->place.span.end && !like->wrong)
        like->wrong = v == RESOURCE ? "no resource follows it" : "nothing follows it";
}

/* Ends what is open for WORD (all of it for "all" and for no word) before the comment. */
static void close_open(scanner *s, il_str word)
{
    for (size_t i = 0; i < s->open.n; i++) {
        il_waiver *w = &s->open.items[i];
        bool still = w->place.span.end == il_source_text(s->document->source).n;
        if (still && (!word.n || il_str_is(word, "all") || il_str_eq(word, w->id)))
            w->place.span.end = s->comment.start;
    }
}

static void add(scanner *s, verb v, il_waiver w)
{
    if (v == FROM_HERE)
        IL_PUSH(s->round->arena, &s->open, w);
    else
        il_waivers__add(s->round, s->checked, w);
}

static void read_directive(scanner *s)
{
    il_str rest = il_str_slice(s->words, strlen("infralint-"), s->words.n), word = next_word(&rest, ",");
    verb v = verb_of(word);
    il_waiver like = {.tool = "infralint", .own = true, .how = v == N_VERBS ? "comment" : verbs[v]};
    like.loc = (il_loc){s->document->source, {offset_of(s, s->words.p), 0}};
    like.loc.span.end = offset_of(s, word.p + word.n);
    if (v == N_VERBS) {
        const char *meant = il_nearest(word, verbs, N_VERBS);
        if (!meant)
            return; /* prose, or another program's */
        like.wrong = "there is no such directive";
        like.meant = il_arena_printf(s->round->arena, "infralint-%s", meant).p;
    }
    words ids = {0};
    read_words(s, rest, &like, &ids);
    if (v == TO_HERE) {
        for (size_t i = 0; i < (ids.n ? ids.n : 1); i++)
            close_open(s, ids.n ? ids.items[i] : (il_str){NULL, 0});
        return;
    }
    if (!ids.n && !like.wrong)
        like.wrong = "it names no rule: name those that are meant, or all";
    if (v != N_VERBS)
        place(s, v, &like);
    for (size_t i = 0; i < ids.n; i++) {
        il_waiver w = like;
        w.id = ids.items[i];
        w.loc.span = (il_span){offset_of(s, w.id.p), offset_of(s, w.id.p + w.id.n)};
        add(s, v, w);
    }
    if (!ids.n)
        il_waivers__add(s->round, s->checked, like);
}

static bool in_id(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* `checkov:skip=CKV_AWS_20,CKV_AWS_21:reason`, behind `skip=`. */
static void read_checkov(scanner *s, il_str rest)
{
    il_waiver like = {.tool = "checkov", .how = "comment"};
    words ids = {0};
    size_t at = 0;
    while (at < rest.n && rest.p[at] == ' ')
        at++;
    for (size_t from = at; at <= rest.n; at++) {
        if (at < rest.n && in_id(rest.p[at]))
            continue;
        if (at > from)
            IL_PUSH(s->round->arena, &ids, il_str_slice(rest, from, at));
        from = at + 1;
        if (at == rest.n || rest.p[at] != ',')
            break;
    }
    if (at < rest.n && rest.p[at] == ':') {
        il_str reason = il_str_slice(rest, at + 1, rest.n);
        like.reason = il_str_trim(il_str_cut(&reason, '\n'));
    }
    place(s, RESOURCE, &like);
    for (size_t i = 0; i < ids.n; i++) {
        il_waiver w = like;
        w.id = ids.items[i];
        w.loc = (il_loc){s->document->source, {offset_of(s, w.id.p), offset_of(s, w.id.p + w.id.n)}};
        il_waivers__add(s->round, s->checked, w);
    }
}

static void scan(scanner *s, const char *lead, void (*read)(scanner *s))
{
    il_str text = il_source_text(s->document->source), needle = il_str_of(lead);
    for (size_t at = il_str_find(text, needle, 0); at != SIZE_MAX; at = il_str_find(text, needle, at + needle.n))
        if (in_comment(s, (uint32_t)at))
            read(s);
}

static void read_skip(scanner *s)
{
    size_t equals = il_str_find(s->words, IL_STR("="), 0);
    if (equals != SIZE_MAX)
        read_checkov(s, il_str_slice(s->words, equals + 1, s->words.n));
}

void il_waivers__comments(il_round *round, il_checked *checked, il_document *document, const il_app *app)
{
    scanner s = {.round = round, .checked = checked, .document = document};
    bool template = document->kind == IL_DOCUMENT_YAML;
    if (!template && !document->ts)
        return;
    if (template)
        s.index = il_place_index_new(round->arena, document, app);
    scan(&s, "infralint-", read_directive);
    for (size_t i = 0; i < s.open.n; i++)
        il_waivers__add(round, checked, s.open.items[i]);
    scan(&s, "checkov:skip=", read_skip);
    scan(&s, "bridgecrew:skip=", read_skip);
    scan(&s, "cortex:skip=", read_skip);
}
