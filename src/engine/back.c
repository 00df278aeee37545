#include "back.h"

#include <string.h>

enum { STEPS_MAX = 64 };

il_tracer *il_back_tracer(il_round *round, il_checked *checked)
{
    if (checked->tracer)
        return checked->tracer;
    /* An assembly that is checked apart has the program of the one beside it. */
    const il_unit *own = checked->unit, *app = il_map_get(&round->engine->unit_by_root, own->root);
    const il_unit *unit = own->n_sources || !app ? own : app;
    il_cdk_input *input = IL_NEW(round->arena, il_cdk_input);
    *input =
        (il_cdk_input){.root = unit->root, .entry = unit->entry, .files = unit->sources, .n_files = unit->n_sources};
    input->loader = &round->engine->loader;
    il_trace_input in = {.assembly = checked->assembly, .source = checked->source, .input = input};
    in.src_root = round->engine->options.src_root;
    checked->tracer = il_tracer_new(round->arena, &in);
    return checked->tracer;
}

/* ---- which leaf ---- */

/* The way from a resource's body down to a value: a key, or an index where the key is empty. */
typedef struct {
    il_str keys[STEPS_MAX];
    size_t indexes[STEPS_MAX];
    size_t n;
    const il_value *value;
} way;

static bool find_way(const il_value *value, il_loc loc, way *w)
{
    if (il_loc_eq(value->loc, loc)) {
        w->value = value;
        return true;
    }
    size_t n = value->kind == IL_MAP ? value->map.n : value->kind == IL_LIST ? value->list.n : 0;
    for (size_t i = 0; i < n && w->n < STEPS_MAX; i++) {
        const il_entry *entry = value->kind == IL_MAP ? &value->map.entries[i] : NULL;
        const il_value *next = entry ? entry->value : value->list.items[i];
        w->keys[w->n] = entry ? entry->key : (il_str){NULL, 0};
        w->indexes[w->n++] = i;
        if (entry && il_loc_eq(entry->key_loc, loc)) {
            w->value = next;
            return true;
        }
        if (find_way(next, loc, w))
            return true;
        w->n--;
    }
    return false;
}

/* The deepest place on the way W through TWIN's body that is the author's. */
static il_loc place_in_twin(const il_resource *twin, const way *w)
{
    il_loc found = twin->loc;
    const il_value *value = twin->body;
    for (size_t i = 0; i < w->n; i++) {
        bool map = value->kind == IL_MAP && w->keys[i].p, list = value->kind == IL_LIST && !w->keys[i].p;
        const il_entry *entry = map ? il_value_entry(value, w->keys[i]) : NULL;
        if (!entry && !(list && w->indexes[i] < value->list.n && !value->open))
            break;
        value = entry ? entry->value : value->list.items[w->indexes[i]];
        if (value->kind == IL_MISSING)
            break;
        if (value->loc.source && value->origin != IL_FROM_DEFAULT)
            found = value->loc;
        else if (entry && entry->key_loc.source)
            found = entry->key_loc;
    }
    return found;
}

/* The way to the leaf that VERDICT's rule asked for, whether it is there or not. False when the rule names none. */
static bool way_to_failing(const il_verdict *verdict, way *w)
{
    il_str rest = verdict->failing;
    *w = (way){.n = 0, .value = &il_missing};
    if (!rest.n || (verdict->element.n && !il_str_starts(rest, verdict->element)))
        return false;
    if (il_str_starts(rest, IL_STR(".")))
        rest = il_str_slice(rest, 1, rest.n);
    else
        w->keys[w->n++] = IL_STR("Properties");
    while (rest.p && rest.n && w->n < STEPS_MAX) {
        il_str part = il_str_cut(&rest, '.');
        double index;
        bool number = il_str_number(part, &index) && index >= 0 && index < 1e9;
        w->indexes[w->n] = number ? (size_t)index : 0;
        w->keys[w->n++] = number ? (il_str){NULL, 0} : part;
    }
    return true;
}

/* ---- where ---- */

static il_loc place_at_new(const il_traced *traced, const way *w)
{
    bool property = w->n > 1 && w->keys[0].p && il_str_is(w->keys[0], "Properties");
    for (size_t i = 0; i < w->n; i++)
        property = property && w->keys[i].p;
    il_loc loc = property ? il_trace_property(traced, w->keys + 1, w->n - 1, w->value) : (il_loc){0};
    return loc.source ? loc : traced->loc;
}

il_back il_back_of(il_round *round, il_checked *checked, const il_verdict *verdict)
{
    const il_resource *resource = verdict->resource, *twin = resource->twin;
    il_back back = {0};
    bool wanted = !round->engine->options.template_only; /* who asks for templates alone is told of templates */
    if (!wanted || checked->assembly != resource->app || !checked->unit->assembly.p)
        return back;
    way *w = IL_NEW(round->arena, way);
    if (!find_way(resource->body, verdict->loc, w))
        w->n = 0;
    if (twin && twin->loc.source) {
        back.loc = place_in_twin(twin, w);
        if (il_loc_eq(back.loc, twin->loc) && way_to_failing(verdict, w))
            back.loc = place_in_twin(twin, w);
        back.made = twin->loc;
        return back;
    }
    il_traced traced = il_trace(il_back_tracer(round, checked), resource);
    if (traced.how >= IL_TRACED_OWNER)
        back.made = traced.loc;
    back.loc = back.made.source ? place_at_new(&traced, w) : traced.loc;
    return back;
}

/* ---- `infralint trace` ---- */

static void put_text(il_buf *out, const char *name, il_str text)
{
    il_buf_printf(out, "\"%s\":\"", name);
    il_buf_json(out, text);
    il_buf_puts(out, "\",");
}

static void put_resource(il_round *round, il_checked *checked, il_buf *out, const il_resource *resource)
{
    il_traced traced = il_trace(il_back_tracer(round, checked), resource);
    il_buf_putc(out, '{');
    put_text(out, "stack", resource->stack ? resource->stack->name : (il_str){NULL, 0});
    put_text(out, "logicalId", resource->logical_id);
    put_text(out, "type", il_str_of(resource->type));
    put_text(out, "constructPath", resource->construct_path);
    if (traced.loc.source) {
        il_pos at = il_source_pos(traced.loc.source, traced.loc.span.start);
        put_text(out, "file", il_source_path(traced.loc.source));
        il_buf_printf(out, "\"line\":%u,\"column\":%u,", at.line, at.column);
        put_text(out, "by", il_str_of(traced.by));
    }
    il_buf_printf(out, "\"how\":\"%s\",\"generated\":%s}\n", il_traced_name(traced.how),
                  resource->generated ? "true" : "false");
}

void il_back_dump(il_round *round, il_buf *out)
{
    for (size_t i = 0; i < round->units.n; i++) {
        il_checked *checked = round->units.items[i];
        for (size_t k = 0; checked->assembly && checked->unit->assembly.p && k < checked->assembly->resources.n; k++)
            if (!il_resource_is_fact(checked->assembly->resources.items[k]))
                put_resource(round, checked, out, checked->assembly->resources.items[k]);
    }
}
