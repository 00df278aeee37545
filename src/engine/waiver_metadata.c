/* Metadata that linters read, of resources and of templates. Each in the shape that its tool reads: cdk-nag 2.38, cfn_nag 0.8, checkov 3, cfn-lint 1,
 * the registry of Guard rules. What has another shape says nothing. */
#include <string.h>

#include "buf.h"
#include "waiver.h"

typedef struct {
    il_round *round;
    il_checked *checked;
    il_waiver like; /* where it holds */
} reader;

static il_str text_of(const il_value *map, const char *key)
{
    const il_value *value = il_value_get(map, il_str_of(key));
    return value->kind == IL_STRING ? value->string : (il_str){NULL, 0};
}

static const il_value *inner(const il_value *map, const char *first, const char *second)
{
    return il_value_get(il_value_get(map, il_str_of(first)), il_str_of(second));
}

static void add(reader *r, il_waiver w)
{
    w.how = "Metadata";
    w.resource = r->like.resource;
    w.stack = r->like.stack;
    w.generated = r->like.generated;
    if (w.loc.source)
        il_waivers__add(r->round, r->checked, w);
}

static int base64_digit(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* TEXT out of base64 (RFC 4648); as it is when it is none. */
static il_str decoded(il_arena *arena, il_str text)
{
    char *out = il_arena_alloc(arena, text.n + 1);
    uint32_t bits = 0;
    size_t n = 0, held = 0;
    while (text.n && text.p[text.n - 1] == '=')
        text.n--;
    for (size_t i = 0; i < text.n; i++) {
        int digit = base64_digit(text.p[i]);
        if (digit < 0)
            return text;
        bits = bits << 6 | (uint32_t)digit;
        held += 6;
        if (held < 8)
            continue;
        held -= 8;
        out[n++] = (char)(bits >> held & 0xFF);
    }
    return (il_str){out, n};
}

static void read_applies(reader *r, const il_value *list, il_waiver *w)
{
    w->narrowed = list->kind != IL_MISSING && (list->kind != IL_LIST || list->open);
    for (size_t i = 0; list->kind == IL_LIST && i < list->list.n; i++) {
        const il_value *item = list->list.items[i];
        il_applies one = {item->kind == IL_STRING ? item->string : text_of(item, "regex"), item->kind != IL_STRING};
        if (one.text.n)
            IL_PUSH(r->round->arena, &w->applies_to, one);
        else
            w->narrowed = true;
    }
}

/* A list of { id, reason }: cdk-nag's and cfn_nag's rules_to_suppress. */
static void read_nag(reader *r, const char *tool, const il_value *list)
{
    for (size_t i = 0; list->kind == IL_LIST && i < list->list.n; i++) {
        const il_value *item = list->list.items[i], *id = il_value_get(item, IL_STR("id"));
        const il_value *encoded = il_value_get(item, IL_STR("is_reason_encoded"));
        if (id->kind != IL_STRING)
            continue;
        il_waiver w = {.tool = tool, .loc = id->loc, .id = id->string, .reason = text_of(item, "reason")};
        if (encoded->kind == IL_BOOL && encoded->boolean)
            w.reason = decoded(r->round->arena, w.reason);
        read_applies(r, il_value_get(item, IL_STR("applies_to")), &w);
        add(r, w);
    }
}

static void read_checkov(reader *r, const il_value *list)
{
    for (size_t i = 0; list->kind == IL_LIST && i < list->list.n; i++) {
        const il_value *id = il_value_get(list->list.items[i], IL_STR("id"));
        if (id->kind == IL_STRING)
            add(r, (il_waiver){.tool = "checkov",
                               .loc = id->loc,
                               .id = id->string,
                               .reason = text_of(list->list.items[i], "comment")});
    }
}

/* A list of ids. */
static void read_ids(reader *r, const char *tool, const il_value *list)
{
    for (size_t i = 0; list->kind == IL_LIST && i < list->list.n; i++) {
        const il_value *id = list->list.items[i];
        if (id->kind == IL_STRING)
            add(r, (il_waiver){.tool = tool, .loc = id->loc, .id = id->string});
    }
}

/* One of `infralint: { disable: [ { id, reason, expires, property } ] }`, or a bare id. */
static void read_own(reader *r, const il_value *item)
{
    const il_value *id = item->kind == IL_STRING ? item : il_value_get(item, IL_STR("id"));
    il_waiver w = {.tool = "infralint", .own = true, .loc = id->loc.source ? id->loc : item->loc};
    if (id->kind == IL_STRING)
        w.id = id->string;
    else
        w.wrong = "it has no id";
    w.reason = text_of(item, "reason");
    w.expires = text_of(item, "expires");
    w.property = text_of(item, "property");
    add(r, w);
}

static void read_disable(reader *r, const il_value *own)
{
    if (own->kind == IL_LIST)
        for (size_t i = 0; i < own->list.n; i++)
            read_own(r, own->list.items[i]);
    else if (own->kind == IL_STRING || own->kind == IL_MAP)
        read_own(r, own);
}

/* One key of Metadata. */
static void read_key(reader *r, il_str key, const il_value *value)
{
    if (il_str_is(key, "infralint"))
        read_disable(r, il_value_get(value, IL_STR("disable")));
    else if (il_str_is(key, "cdk_nag"))
        read_nag(r, "cdk_nag", il_value_get(value, IL_STR("rules_to_suppress")));
    else if (il_str_is(key, "cfn_nag") && r->like.resource)
        read_nag(r, "cfn_nag", il_value_get(value, IL_STR("rules_to_suppress")));
    else if (il_str_is(key, "checkov") || il_str_is(key, "bridgecrew"))
        read_checkov(r, il_value_get(value, IL_STR("skip")));
    else if (il_str_is(key, "cfn-lint"))
        read_ids(r, "cfn-lint", inner(value, "config", "ignore_checks"));
    else if (il_str_is(key, "guard"))
        read_ids(r, "guard", il_value_get(value, IL_STR("SuppressedRules")));
}

/* Most Metadata is CDK's path alone. */
static void read_all(reader *r, const il_value *metadata)
{
    for (size_t i = 0; metadata->kind == IL_MAP && i < metadata->map.n; i++)
        if (!il_str_starts(metadata->map.entries[i].key, IL_STR("aws:")))
            read_key(r, metadata->map.entries[i].key, metadata->map.entries[i].value);
}

/* What a transform made is covered by what the author's resource says. */
static const il_resource *author_of(const il_app *app, const il_resource *resource)
{
    for (size_t i = 0; resource->written_as.n && i < app->resources.n; i++) {
        const il_resource *other = app->resources.items[i];
        if (other->stack == resource->stack && il_str_eq(other->logical_id, resource->written_as) &&
            !other->written_as.n && !il_resource_is_fact(other))
            return other;
    }
    return resource;
}

void il_waivers__metadata(il_round *round, il_checked *checked, const il_app *app)
{
    reader r = {round, checked, {0}};
    r.like.generated = app->kind == IL_APP_TEMPLATE && checked->unit->assembly.p;
    for (size_t i = 0; i < app->resources.n; i++) {
        r.like.resource = app->resources.items[i];
        if (!il_resource_is_fact(r.like.resource))
            read_all(&r, il_value_get(author_of(app, r.like.resource)->body, IL_STR("Metadata")));
    }
    r.like.resource = NULL;
    for (size_t i = 0; i < app->stacks.n; i++) {
        r.like.stack = app->stacks.items[i];
        read_all(&r, r.like.stack->metadata);
    }
}
